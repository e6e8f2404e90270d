"""Witness: an office that cosigned a log cosigns no other continuation of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tolerance_rules.errors import LogError
from tolerance_rules.records.checkpoint import Checkpoint
from tolerance_rules.records.witness import Witness

OLD, ONE, OTHER = (
    Checkpoint("a/log", 4, bytes(32)),
    Checkpoint("a/log", 5, b"1" * 32),
    Checkpoint("a/log", 5, b"2" * 32),
)


def test_of_two_continuations_one_is_cosigned(tmp_path: Path) -> None:
    witness = Witness(tmp_path / "w.key")
    for made, before in ((OLD, None), (ONE, OLD)):
        witness.require_newer(made, before)
        witness.note(made)
    for before in (None, OLD, OTHER):
        with pytest.raises(LogError, match="5 条"):
            Witness(tmp_path / "w.key").require_newer(OTHER, before)
    # The same once more, what grew from it, and another log.
    witness.require_newer(ONE, OLD)
    witness.require_newer(Checkpoint("a/log", 9, bytes(32)), ONE)
    witness.require_newer(Checkpoint("b/log", 1, bytes(32)), None)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a/log": 4}', '{"a/log": [true, ""]}'])
def test_notes_that_were_changed_are_not_passed_over(text: str, tmp_path: Path) -> None:
    (tmp_path / "w.key.last").write_text(text, "utf-8")
    with pytest.raises(LogError, match="改动过"):
        Witness(tmp_path / "w.key").require_newer(ONE, OLD)
