"""Executors: a test for each executor of one case that this machine has."""

from __future__ import annotations

import pytest

from tolerance_rules.executors.executor import DURABLE_RULES, EXECUTORS
from tolerance_rules.executors.one_case_engine import available

for_every_executor = pytest.mark.parametrize(
    "name", [each for each in EXECUTORS if each != DURABLE_RULES or available()]
)
