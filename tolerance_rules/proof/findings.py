"""Findings: what a proof finds of one subject of a property: a clause, a fact, a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tolerance_rules.proof.condition_edits import ConditionEdit
from tolerance_rules.proof.examples import Example


@dataclass(frozen=True)
class PropertySubject:
    """What a finding is about: a name that stays the same, and how people call it."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True)
class SubjectFinding:
    """Whether a property holds of a subject, with the case that shows it.

    Of a property that says something of every case, `example` is a case that is otherwise. Of one
    that says something of some case, it is such a case, or if there is none the nearest to one.
    """

    subject: PropertySubject
    proved: bool
    example: Example | None = None
    edit: ConditionEdit | None = None
    """The edit of the rules that the example compares them with."""
    under: tuple[Mapping[str, str], ...] = ()
    """The choices of readings under which a refuted property fails: all that have the options of
    one of these. A reading that is not named is free; where none is, it fails under every choice.
    """
    reason: str = ""
    """Why a refuted property is as it should be, from `proofs.yaml`."""
    reason_en: str = ""

    def fails_under(self, choice: Mapping[str, str]) -> bool:
        """Tell whether a refuted property fails under a choice of all readings."""
        return any(options.items() <= choice.items() for options in self.under)

    @property
    def verdict(self) -> str:
        """Return `proved`, `refuted`, or `explained`: refuted, and the reason is on record."""
        if self.proved:
            return "proved"
        return "explained" if self.reason else "refuted"
