"""Rule test: one case of a ruleset's tests, and what it says should become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_spec import Known


@dataclass(frozen=True)
class RuleTest:
    """One test of the rules. What is None, or not among the clauses named, is not tested.

    `facts` gives every fact of the vocabulary: those written, and the `others` as the case has
    them, presumed or unknown. A case is either decided, and has an `outcome`, or refused, and
    names the impossible combinations that refuse it.
    """

    name: str
    file: str
    line: int
    facts: Mapping[str, Known]
    readings: Mapping[str, str]
    outcome: str | None
    refused: tuple[str, ...] | None = None
    permitted: tuple[str, ...] | None = None
    modality: str | None = None
    basis: str | None = None
    disposition: str | None = None
    settled: bool | None = None
    reachable: tuple[str, ...] | None = None
    cites: tuple[str, ...] | None = None
    roles: Mapping[str, str] = field(default_factory=FrozenDict)
    because: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenDict)
    statuses: Mapping[str, str] = field(default_factory=FrozenDict)
    implied: Mapping[str, Known] | None = None
    warnings: tuple[str, ...] | None = None
    by_reference: bool | None = None


def with_defaults(rules: Ruleset, readings: Mapping[str, str]) -> Ruleset:
    """Return the ruleset as a test asks for it: the readings it names, the others by default."""
    defaults = {name: card.default for name, card in rules.readings.items()}
    return rules.with_readings({**defaults, **readings})
