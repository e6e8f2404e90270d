"""Definition: the executor of one case where durable-rules is not there.

`semantics.judge` itself, with its answers remembered; the same verdicts, some hundred times slower
for a case that was not met before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tolerance_rules.executors.one_case_stages import memoise
from tolerance_rules.rules import Node, Reading, Ruleset, walk
from tolerance_rules.semantics import judge, status, turning_readings
from tolerance_rules.verdict.verdict import Facts, TurningReading, Verdict

if TYPE_CHECKING:
    from tolerance_rules.executors.executor import PackedFacts


class Definition:
    """Judges one case after another by the definition; shared by any number of threads."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self._answers: dict[int, Verdict] = {}
        self._places = {name: tuple(_places(name, rules)) for name in rules.outcome_readings}

    def judge(self, facts: PackedFacts) -> Verdict:
        """Return what the rules find in a case; InconsistentFactsError if its facts clash."""
        found = self._answers.get(facts.packed)
        if found is None:
            found = judge(facts.flat, self.rules, self._turning)
            memoise(self._answers, facts.packed, found)
        return found

    def _turning(self, total: Facts, rules: Ruleset) -> tuple[TurningReading, ...]:
        """Return the readings on which the outcome turns.

        None does whose other options hold, wherever it is read, just when the one in force does:
        most of the time of the definition would go into finding the same outcome again.
        """
        open_to = [name for name in self._places if self._matters(name, total)]
        return turning_readings(total, rules, open_to)

    def _matters(self, reading: str, total: Facts) -> bool:
        return any(
            len({status(option, total, self.rules) for _, option in place.options}) > 1
            for place in self._places[reading]
        )


def _places(reading: str, rules: Ruleset) -> Iterator[Reading]:
    """Yield the places in the rules where a reading is asked for."""
    conditions: list[Node] = [clause.when for clause in rules.clauses.values()]
    conditions += [a.provided for a in rules.articles.values() if a.provided is not None]
    conditions += [row.when for row in rules.outcomes]
    conditions += [row.when for row in rules.policy_rows]
    for condition in conditions:
        for node in walk(condition):
            if isinstance(node, Reading) and node.name == reading:
                yield node
