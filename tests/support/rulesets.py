"""Rulesets: every one in the repository, for properties that hold whatever the regulation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tolerance_rules import loader

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    ROOT / "rules" / loader.DEFAULT,
    *sorted(folder.parent for folder in (ROOT / "examples" / "rulesets").glob("*/ruleset.yaml")),
)
"""The folders of rules, the shipped one first."""

SHIPPED = loader.shipped(loader.DEFAULT)
RULESETS = (SHIPPED, *map(loader.from_yaml, FOLDERS[1:]))

for_every_ruleset = pytest.mark.parametrize("rules", RULESETS, ids=lambda rules: rules.id)
"""Runs a test with `rules` once for each ruleset."""
