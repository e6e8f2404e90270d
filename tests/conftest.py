"""Tests: what is kept of rules from process to process is switched off, but where it is tested.

A test that replaces a part of the library would otherwise keep what came of it. And a process that
a test starts is ended by a lost terminal, also where whoever started the tests had it ignored.
"""

from __future__ import annotations

import os
import signal

from tolerance_rules.formats.compiled_cache import OFF, VARIABLE

os.environ[VARIABLE] = OFF
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
