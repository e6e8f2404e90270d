"""Mutation: which slips of the pen the cases beside the rules would find, and which they would not.

A mutant is killed when some case beside the rules is not as written by it. One that none kills is
compared with the rules on every case there is: if nothing observed differs anywhere, it means the
same and is equivalent; if something does, it survives, and the smallest case that shows it is what
the cases beside the rules lack.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tolerance_rules.formats.rule_test_reader import load_tests
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing.combination_mutants import combination_mutants
from tolerance_rules.testing.difference_search import Lack, Search
from tolerance_rules.testing.mutants import Edit, Mutant
from tolerance_rules.testing.rule_mutants import rule_mutants
from tolerance_rules.testing.table_mutants import table_mutants
from tolerance_rules.testing.test_suite import Jury


@dataclass(frozen=True)
class Mutation:
    """What came of every mutant of a ruleset."""

    tests: int
    made: Mapping[str, int]
    """How many mutants there are, by kind."""
    equivalent: tuple[Edit, ...]
    lacking: tuple[Lack, ...]
    seconds: float

    @property
    def survivors(self) -> tuple[Edit, ...]:
        """Return the edits that no case beside the rules finds."""
        return tuple(edit for lack in self.lacking for edit in lack.survivors)

    @property
    def killed(self) -> int:
        """Return how many mutants some case beside the rules finds."""
        return sum(self.made.values()) - len(self.equivalent) - len(self.survivors)


def mutants(rules: Ruleset) -> Iterator[Mutant]:
    """Yield every single-edit mutant of a ruleset, in the order of the files."""
    yield from rule_mutants(rules)
    yield from table_mutants(rules)
    yield from combination_mutants(rules)


def mutation(rules: Ruleset) -> Mutation:
    """Return which mutants of a ruleset the cases beside it kill; they must be as written."""
    started = time.perf_counter()
    tests = load_tests(rules)
    jury, search = Jury(rules, tests), Search(rules)
    made: dict[str, int] = {}
    equivalent: list[Edit] = []
    for mutant in mutants(rules):
        made[mutant.edit.kind] = made.get(mutant.edit.kind, 0) + 1
        if jury.kills(mutant):
            continue
        lack = search.difference(mutant)
        if lack is None:
            equivalent.append(mutant.edit)
        elif not jury.kills_by_reach(mutant):
            search.note(mutant, lack)
    seconds = round(time.perf_counter() - started, 3)
    return Mutation(len(tests), made, tuple(equivalent), search.lacking, seconds)
