"""Tests: what is kept of rules from process to process is switched off, but where it is tested.

A test that replaces a part of the library would otherwise keep what came of it.
"""

from __future__ import annotations

import os

from tolerance_rules.formats.compiled_cache import OFF, VARIABLE

os.environ[VARIABLE] = OFF
