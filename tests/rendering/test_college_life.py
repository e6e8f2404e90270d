"""Cases of a college's life, half-known: what is said of each was read sentence by sentence.

After a change of words, `python tests/rendering/test_college_life.py` writes the texts again,
to be read again.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tolerance_rules import Engine
from tolerance_rules.formats.case_file import from_file

CASES = sorted((Path(__file__).parent / "college_life").glob("*.yaml"))
FINGERPRINT = re.compile("[0-9a-f]{64}")


def explained(path: Path) -> str:
    """Return what is said of a case, fingerprints aside."""
    return FINGERPRINT.sub("…", Engine.load().evaluate(from_file(path)).explain())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_said_of_a_case(path: Path) -> None:
    assert explained(path) == path.with_suffix(".txt").read_text("utf-8")


@pytest.mark.slow
def test_there_are_twelve_and_few_are_settled() -> None:
    decisions = [Engine.load().evaluate(from_file(path)) for path in CASES]
    assert len(decisions) == 12
    assert sum(not decision.settled for decision in decisions) >= 9
    for decision in decisions:
        said = decision.explain()
        assert ("\n  - 推定结论：" in said) is not decision.settled
        assert "没有选择余地" not in said


if __name__ == "__main__":
    for case in CASES:
        case.with_suffix(".txt").write_text(explained(case), "utf-8")
