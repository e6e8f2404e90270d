"""Changes: a fact that would be otherwise, and what it takes for it to be so."""

from __future__ import annotations

from dataclasses import dataclass

from tolerance_rules.vocabulary.fact_spec import Known, Mutability

KINDS: tuple[Mutability, ...] = ("doable", "establishable", "fixed")


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that would be otherwise: what is known of it before and after.

    `kind` is what the change takes: `doable`, something that can still be done; `establishable`,
    something that may still be found out or shown by documents; `fixed`, a finding of what
    happened that would have to be wrong.
    """

    fact: str
    before: Known
    after: Known
    kind: Mutability
