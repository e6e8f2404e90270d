"""Examples: a case, or a pair of cases, that shows what is said of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tolerance_rules.facts import vocabulary
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.vocabulary.fact_spec import Value


@dataclass(frozen=True)
class Example:
    """A case: the facts that differ from what is presumed, and the readings it is judged under.

    The facts of `unknown` are not established; `change` turns it into the other case of a pair.
    """

    facts: Mapping[str, Value]
    readings: Mapping[str, str]
    change: Mapping[str, Value] = field(default_factory=FrozenDict)
    unknown: tuple[str, ...] = ()

    @property
    def total(self) -> dict[str, Value]:
        """Return every fact of the case."""
        return presumed() | dict(self.facts)

    @property
    def changed(self) -> dict[str, Value]:
        """Return every fact of the other case of the pair."""
        return self.total | dict(self.change)

    @property
    def known(self) -> dict[str, Value | None]:
        """Return every fact of the case, those not established as None."""
        return self.total | dict.fromkeys(self.unknown)


def presumed() -> dict[str, Value]:
    """Return every fact with its presumed value."""
    return {name: spec.presumed for name, spec in vocabulary().items()}
