"""Plan: the ruleset as columns over a circuit, compiled once, for executors of many cases.

What `tolerance_rules.semantics` says of one case, said of every row of a table at once: implied
findings, statuses, the deciding row, and the outcomes that unknown facts could still give.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import TypeAlias

from tolerance_rules.columnar.circuit import FALSE, TRUE, Circuit, Term
from tolerance_rules.columnar.planes import (
    Planes,
    Statuses,
    given_planes,
    leaf_of,
    possible_values,
    presumed,
    with_implied,
)
from tolerance_rules.columnar.walk import Walkable, reached
from tolerance_rules.decision import Outcome
from tolerance_rules.errors import Fault, RulesError
from tolerance_rules.rules import ClauseRef, Combination, OutcomeRow, PolicyRow, Ruleset

JOIN = ","
"""What stands between the outcomes of a set written as text."""
CLAUSE = "clause."
"""What stands before the id of a clause in the name of the column of its status."""
MEANINGLESS = "value:"
"""What stands before a fact in the reason that its value is none of the fact's values."""


@dataclass(frozen=True)
class Choice:
    """A column of text: that of the first case whose term holds; null if none does."""

    name: str
    cases: tuple[tuple[Term, str], ...]


@dataclass(frozen=True)
class Members:
    """A column of text: the words whose terms hold, joined in this order."""

    name: str
    cases: tuple[tuple[Term, str], ...]


@dataclass(frozen=True)
class Flag:
    """A column of true and false."""

    name: str
    term: Term


@dataclass(frozen=True)
class Status:
    """A column of true where established, false where refuted, and null where open."""

    name: str
    established: Term
    refuted: Term


Column: TypeAlias = Choice | Members | Flag | Status


@dataclass(frozen=True)
class Plan:
    """The columns that say of every row what the rules find.

    A row whose facts clash, or hold a value that means nothing, is refused: not judged at all.
    """

    circuit: Circuit
    columns: tuple[Column, ...]
    """Null in every row that is refused."""
    refused: Choice
    """Why a row is refused: an impossible combination by id, or `value:` and a fact."""
    accepted: Term

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return every term that a column is made from."""
        found = {self.accepted: None}
        for column in (*self.columns, self.refused):
            if isinstance(column, (Choice, Members)):
                found |= dict.fromkeys(term for term, _ in column.cases)
            elif isinstance(column, Status):
                found |= {column.established: None, column.refuted: None}
            else:
                found[column.term] = None
        return tuple(found)


def planned(
    rules: Ruleset,
    diagram: Walkable,
    *,
    absent: Set[str] = frozenset(),
    closed: Set[str] = frozenset(),
    statuses: bool = True,
    reachable: bool = True,
) -> Plan:
    """Return the plan of a ruleset for tables of one shape.

    `absent` facts have no column: unknown in every row. `closed` facts have a column in which
    nothing but their values can stand. `statuses` and `reachable` leave out what is not asked.
    """
    circuit = Circuit()
    given = given_planes(circuit, absent)
    planes = with_implied(circuit, given, rules)
    total = Statuses(circuit, rules, presumed(circuit, planes))
    deciding = list(_deciding(circuit, rules, total))
    columns: list[Column] = [
        Choice("outcome", tuple((term, outcome) for term, outcome, _, _ in deciding)),
        Choice("permitted", tuple((term, permitted) for term, _, permitted, _ in deciding)),
    ]
    if reachable:
        found = reached(diagram, circuit, possible_values(circuit, given))
        members = [(found[o.value], o.value) for o in Outcome if o.value in found]
        several = _several(circuit, [term for term, _ in members])
        columns += [
            Flag("settled", circuit.inverse(several)),
            Members("reachable", tuple(members)),
        ]
    columns.append(Choice("row", tuple((term, row) for term, _, _, row in deciding)))
    if statuses:
        kleene = Statuses(circuit, rules, planes)
        columns += [Status(CLAUSE + id, *kleene.of(ClauseRef(id))) for id in rules.clauses]
    refusals = [*_meaningless(circuit, given, closed | absent)]
    refusals += [(_established(circuit, found, planes), found.id) for found in rules.impossible]
    accepted = circuit.inverse(circuit.either(term for term, _ in refusals))
    return Plan(
        circuit,
        tuple(map(_shortened, columns)),
        Choice("refused", tuple((term, why) for term, why in refusals if term != FALSE)),
        accepted,
    )


def _meaningless(circuit: Circuit, given: Planes, closed: Set[str]) -> Iterator[tuple[Term, str]]:
    """Yield the rows in which a fact is neither unknown nor one of its values."""
    for name, values in given.known.items():
        if name not in closed:
            meant = circuit.either([*values.values(), given.unknown[name]])
            yield circuit.inverse(meant), MEANINGLESS + name


def _established(circuit: Circuit, combination: Combination, planes: Planes) -> Term:
    return circuit.both(leaf_of(circuit, literal, planes) for literal in combination.literals)


def _deciding(
    circuit: Circuit, rules: Ruleset, total: Statuses
) -> Iterator[tuple[Term, str, str, str]]:
    """Yield the outcome table with the policy put in: term, outcome, permitted, row."""
    for row in rules.outcomes:
        term, _ = total.of(row.when)
        permitted = JOIN.join(row.permitted)
        if not row.by_policy:
            yield term, row.outcome, permitted, row.row
            continue
        for pick in rules.policy.rows:
            if pick.outcome not in row.permitted:
                raise RulesError([_policy_fault(rules, row, pick)])
            picked, _ = total.of(pick.when)
            yield circuit.both([term, picked]), pick.outcome, permitted, row.row


def _policy_fault(rules: Ruleset, row: OutcomeRow, pick: PolicyRow) -> Fault:
    return Fault(
        "R070",
        f"裁量惯例 {rules.policy.id} 的 {pick.row} 行选了 {pick.outcome}，不在"
        f"{row.disposition.citation}准许的 {'、'.join(row.permitted)} 之中",
        "请改正裁量惯例",
        rules.folder,
    )


def _several(circuit: Circuit, terms: list[Term]) -> Term:
    """Return that at least two of the terms hold."""
    return circuit.either(
        circuit.both([term, circuit.either(terms[place + 1 :])]) for place, term in enumerate(terms)
    )


def _shortened(column: Column) -> Column:
    """Return a choice without cases that can't be met, and without cases that say the same."""
    if not isinstance(column, Choice):
        return column
    cases: list[tuple[Term, str]] = []
    for term, text in column.cases:
        if term != FALSE:
            cases.append((term, text))
        if term == TRUE:
            break
    # Cases at the end that all have the text of the last need no test.
    if cases and cases[-1][0] == TRUE:
        while len(cases) > 1 and cases[-2][1] == cases[-1][1]:
            del cases[-2]
    return Choice(column.name, tuple(cases))
