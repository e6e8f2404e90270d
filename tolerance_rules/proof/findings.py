"""Findings: what is shown of one clause, one fact or one row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tolerance_rules.proof.edits import Edit
from tolerance_rules.proof.examples import Example


@dataclass(frozen=True)
class Subject:
    """What a finding is about: a name that stays the same, and how people call it."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True)
class Finding:
    """Whether a property holds of its subject, with the case that shows it.

    Of a property that says something never is, `example` is a case in which it is. Of one that
    says something can be, it is such a case, or if there is none the case that comes nearest.
    """

    subject: Subject
    proved: bool
    example: Example | None = None
    edit: Edit | None = None
    """The edit of the rules that the example compares them with."""
    under: tuple[Mapping[str, str], ...] = ()
    """The choices of readings under which a refuted property fails."""
    reason: str = ""
    """Why a refuted property is as it should be, from `proofs.yaml`."""
    reason_en: str = ""

    @property
    def verdict(self) -> str:
        """Return `proved`, `refuted`, or `explained`: refuted, and the reason is on record."""
        if self.proved:
            return "proved"
        return "explained" if self.reason else "refuted"
