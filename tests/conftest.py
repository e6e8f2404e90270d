"""Tests: what is kept of rules from process to process is left alone, but where it is tested.

A test that replaces a part of the library would otherwise keep what came of it. The processes that
tests start have it as users do. What is read of the same files of rules is kept within a process,
which shows in nothing but the time. And a process that a test starts is ended by a lost terminal,
also where whoever started the tests had it ignored.
"""

from __future__ import annotations

import os
import signal
from unittest.mock import patch

from support.parsed_once import parse_once
from tolerance_rules import loader
from tolerance_rules.formats import ruleset_files
from tolerance_rules.formats.compiled_cache import OFF, VARIABLE

with patch.dict(os.environ, {VARIABLE: OFF}):
    loader.kept_of(loader.DEFAULT)
ruleset_files.parse = parse_once
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
