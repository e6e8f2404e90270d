"""Groups of clauses of one case: those that ask for few facts together are one look-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from math import prod
from operator import or_

from tolerance_rules.executors.one_case_clauses import ClauseTable
from tolerance_rules.executors.one_case_stages import memoise
from tolerance_rules.vocabulary.vocabulary import Vocabulary

WIDEST = 1024
"""Most complete cases, of the facts that a group asks for, that are told apart: few enough that
cases never met have, after a while, only parts that were."""

GroupAnswer = tuple[int, tuple[tuple[int, int], ...]]
"""The statuses of clauses, packed; and, for each alternative under which they differ, by its
number, what to add to turn them into those under it."""


class ClauseGroup:
    """Clauses whose statuses are remembered together."""

    def __init__(self, clauses: Sequence[ClauseTable]) -> None:
        self.clauses = tuple(clauses)
        self.mask = reduce(or_, (clause.mask for clause in clauses), 0)
        self.answers: dict[int, GroupAnswer] = {}

    def query(self, packed: int) -> GroupAnswer:
        """Return the answer of every clause for a packed case, memoised or from the clauses."""
        answer = self.answers.get(packed & self.mask)
        if answer is None:
            codes = 0
            differing: list[tuple[int, int]] = []
            for clause in self.clauses:
                code, others = clause.codes(packed)
                codes += code
                differing += others
            answer = codes, tuple(differing)
            memoise(self.answers, packed & self.mask, answer)
        return answer


def grouped(clauses: Iterable[ClauseTable], vocabulary: Vocabulary) -> list[ClauseGroup]:
    """Return clauses in groups, each where it adds the fewest cases to be told apart."""
    groups: list[tuple[list[ClauseTable], set[str]]] = []

    def cases(names: set[str]) -> int:
        return prod(len(vocabulary[name].values) for name in names)

    for clause in sorted(clauses, key=lambda each: -cases(set(each.inputs))):
        asked = set(clause.inputs)
        fitting = [group for group in groups if cases(group[1] | asked) <= WIDEST]
        if fitting:
            members, names = min(fitting, key=lambda group: cases(group[1] | asked))
            members.append(clause)
            names |= asked
        else:
            groups.append(([clause], asked))
    return [ClauseGroup(members) for members, _ in groups]
