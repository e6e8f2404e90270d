"""Plan: the ruleset as columns over a circuit, compiled once, for executors of many cases.

What `tolerance_rules.semantics` says of one case, said of every row of a table at once: implied
findings, statuses, the deciding row, and the outcomes that unknown facts could still give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import compress, product
from typing import TypeAlias

from tolerance_rules.errors import Fault, RulesError
from tolerance_rules.executors.columnar.circuit import FALSE, TRUE, Circuit, Term
from tolerance_rules.executors.columnar.planes import (
    Planes,
    Statuses,
    complete_planes,
    given_planes,
    leaf_of,
    possible_values,
    presumed,
    with_implied,
)
from tolerance_rules.executors.columnar.reachable_walk import Walkable, reached
from tolerance_rules.facts import vocabulary
from tolerance_rules.rules import ClauseRef, Combination, OutcomeRow, PolicyRow, Ruleset
from tolerance_rules.verdict.outcome import Outcome

JOIN = ","
"""What stands between the outcomes of a set written as text."""
CLAUSE = "clause."
"""What stands before the id of a clause in the name of the column of its status."""
MEANINGLESS = "value:"
"""What stands before a fact in the reason that its value is none of the fact's values."""
INCOMPLETE = "incomplete"
"""The reason that a fact is unknown in a table that was said to be complete."""


@dataclass(frozen=True)
class Choice:
    """A column of text: that of the first case whose term holds; null if none does."""

    name: str
    cases: tuple[tuple[Term, str], ...]
    texts: tuple[str, ...]
    """Every text there is, that of a table of another shape too: tables of findings are alike."""


@dataclass(frozen=True)
class Members:
    """A column of text: the words whose terms hold, joined in this order."""

    name: str
    cases: tuple[tuple[Term, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Return every text there is; a place is a binary number, the first word its lowest bit."""
        words = [word for _, word in self.cases]
        bits = product((False, True), repeat=len(words))
        return tuple(JOIN.join(compress(words, reversed(each))) for each in bits)


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
    """Why a row is refused: an impossible combination by id, `value:` and a fact, or incomplete."""
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
    complete: bool = False,
    statuses: bool = True,
    reachable: bool = True,
) -> Plan:
    """Return the plan of a ruleset for tables of one shape.

    `absent` facts have no column: unknown in every row. `closed` facts have a column in which
    nothing but their values can stand. Of a `complete` table no fact is unknown, and a row in which
    one is, is refused. `statuses` and `reachable` leave out what is not asked.
    """
    circuit = Circuit()
    if complete:
        given, missing = complete_planes(circuit), [circuit.unknown(name) for name in vocabulary()]
    else:
        given, missing = given_planes(circuit, absent), []
    planes = with_implied(circuit, given, rules)
    outcome, permitted, row = _decided(circuit, rules, presumed(circuit, planes))
    columns: list[Column] = [outcome, permitted]
    if reachable:
        columns += _reached(circuit, diagram, outcome, None if complete else given)
    columns.append(row)
    if statuses:
        kleene = Statuses(circuit, rules, planes)
        columns += [Status(CLAUSE + id, *kleene.of(ClauseRef(id))) for id in rules.clauses]
    refusals = [(circuit.either(missing), INCOMPLETE)]
    refusals += _meaningless(circuit, given, closed | absent)
    refusals += [(_established(circuit, found, planes), found.id) for found in rules.impossible]
    accepted = circuit.inverse(circuit.either(term for term, _ in refusals))
    reasons = (INCOMPLETE, *(MEANINGLESS + name for name in vocabulary()))
    reasons += tuple(found.id for found in rules.impossible)
    refused = Choice("refused", tuple(case for case in refusals if case[0] != FALSE), reasons)
    return Plan(circuit, tuple(columns), refused, accepted)


def _decided(circuit: Circuit, rules: Ruleset, planes: Planes) -> tuple[Choice, Choice, Choice]:
    """Return the columns of outcome, permitted set and row."""
    deciding = list(_deciding(circuit, rules, Statuses(circuit, rules, planes)))
    outcomes = [(term, outcome) for term, outcome, _, _ in deciding]
    permitted = [(term, permitted) for term, _, permitted, _ in deciding]
    rows = [(term, row) for term, _, _, row in deciding]
    return (
        _shortest("outcome", outcomes),
        _shortest("permitted", permitted),
        _shortest("row", rows),
    )


def _reached(
    circuit: Circuit, diagram: Walkable, outcome: Choice, given: Planes | None
) -> tuple[Column, Column]:
    """Return whether a row is settled, and what it can reach; no `given`, nothing is unknown."""
    words = [each.value for each in Outcome if each.value in diagram.terminals]
    if given is None:
        # One outcome can be reached, the one that is named; the column is of the usual kind.
        sets = Members("reachable", tuple((FALSE, word) for word in words)).texts
        return Flag("settled", TRUE), replace(outcome, name="reachable", texts=sets)
    found = reached(diagram, circuit, possible_values(circuit, given))
    several = _several(circuit, [found[word] for word in words])
    members = Members("reachable", tuple((found[word], word) for word in words))
    return Flag("settled", circuit.inverse(several)), members


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


def _shortest(name: str, given: Sequence[tuple[Term, str]]) -> Choice:
    """Return a choice without cases that can't be met, and without cases that say the same."""
    cases: list[tuple[Term, str]] = []
    for term, text in given:
        if term != FALSE:
            cases.append((term, text))
        if term == TRUE:
            break
    # Cases at the end that all have the text of the last need no test.
    if cases and cases[-1][0] == TRUE:
        while len(cases) > 1 and cases[-2][1] == cases[-1][1]:
            del cases[-2]
    return Choice(name, tuple(cases), tuple(dict.fromkeys(text for _, text in given)))
