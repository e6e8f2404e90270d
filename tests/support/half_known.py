"""Half known: an example in which all is established as presumed, but for the facts named."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from support.command_line import CASES
from support.rulesets import SHIPPED
from tolerance_rules.formats.case_file import CaseFile, from_file
from tolerance_rules.formats.case_yaml import to_yaml
from tolerance_rules.semantics import complete
from tolerance_rules.vocabulary.fact_spec import Known

POISONING_OPEN: Mapping[str, Known] = {
    "discretion.cooperated": True,
    "motive.gain_for_others": None,
    "nature.eight_point_violated": None,
    "nature.serious_breach": None,
    "consequences.impact": None,
}
"""What interviews find of `21_food_poisoning`: four facts that may still bar tolerance."""


def half_known(name: str, facts: Mapping[str, Known]) -> CaseFile:
    """Return an example with these facts, None for unknown, and every other one established."""
    case = from_file(CASES / f"{name}.yaml", SHIPPED.model)
    total = complete(case.facts.flat, SHIPPED).total
    return replace(case, facts=SHIPPED.facts({**total, **facts}))


def written(name: str, facts: Mapping[str, Known]) -> Path:
    """Return the file of such a case, kept until the tests end, under the name of the example."""
    folder = mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = Path(folder, f"{name}.yaml")
    file.write_text(to_yaml(half_known(name, facts)), encoding="utf-8")
    return file
