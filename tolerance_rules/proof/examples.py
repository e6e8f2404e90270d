"""Examples: a case, or a pair of cases, that shows what is said of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.vocabulary.fact_spec import Known, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary


@dataclass(frozen=True)
class Example:
    """A case: what is known where it differs from what is presumed, and the readings in force.

    `change` turns it into the other case of a pair.
    """

    facts: Mapping[str, Known]
    readings: Mapping[str, str]
    change: Mapping[str, Value] = field(default_factory=FrozenDict)

    @property
    def complete(self) -> bool:
        """Tell whether every fact is established."""
        return not any(known is None or isinstance(known, tuple) for known in self.facts.values())

    def known(self, vocabulary: Vocabulary) -> dict[str, Known]:
        """Return what is known of every fact."""
        return {**presumed(vocabulary), **self.facts}

    def total(self, vocabulary: Vocabulary) -> dict[str, Value]:
        """Return every fact, those not established as presumed."""
        known = self.known(vocabulary)
        return {name: spec.presume(known[name]) for name, spec in vocabulary.items()}

    def changed(self, vocabulary: Vocabulary) -> dict[str, Value]:
        """Return every fact of the other case of the pair."""
        return self.total(vocabulary) | dict(self.change)


def presumed(vocabulary: Vocabulary) -> dict[str, Value]:
    """Return every fact with its presumed value."""
    return {name: spec.presumed for name, spec in vocabulary.items()}
