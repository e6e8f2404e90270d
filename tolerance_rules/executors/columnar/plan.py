"""Plan: a ruleset compiled to columns over a circuit, for the executors of many cases.

For every row of a table, what `tolerance_rules.semantics` defines for one case: implied findings,
statuses, the deciding row, and the reachable outcomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import compress, product
from typing import TypeAlias

from tolerance_rules.errors import Fault, RulesError
from tolerance_rules.executors.columnar.circuit import FALSE, TRUE, Circuit, Term
from tolerance_rules.executors.columnar.literals import (
    Literals,
    Statuses,
    complete_literals,
    given_literals,
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
    """A column of text: the text of the first case whose term holds; null if none does."""

    name: str
    cases: tuple[tuple[Term, str], ...]
    texts: tuple[str, ...]
    """All texts the column may hold for a table of any shape, so that its type is always equal."""


@dataclass(frozen=True)
class Members:
    """A column of text: the words whose terms hold, joined by commas, in this order."""

    name: str
    cases: tuple[tuple[Term, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all texts the column may hold; word n is in those whose index has bit n."""
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
    """The columns of findings.

    A row whose facts contradict each other, or that holds a meaningless value, is refused: it gets
    a reason and no findings.
    """

    circuit: Circuit
    columns: tuple[Column, ...]
    """Null in every row that is refused."""
    refused: Choice
    """Why a row is refused: an impossible combination by id, `value:` and a fact, or incomplete."""
    accepted: Term

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return every term that the columns use."""
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

    `absent` facts have no column and are unknown in every row. The columns of `closed` facts can
    hold nothing but values of the fact and null. In a `complete` table no fact is unknown; a row
    with an unknown fact is refused. `statuses` and `reachable` may be left out.
    """
    circuit = Circuit()
    missing: list[Term] = []
    if complete:
        given = complete_literals(circuit)
        missing = [circuit.is_null(name) for name in vocabulary()]
    else:
        given = given_literals(circuit, absent)
    literals = with_implied(circuit, given, rules)
    outcome, permitted, row = _decided(circuit, rules, presumed(circuit, literals))
    columns: list[Column] = [outcome, permitted]
    if reachable:
        columns += _reached(circuit, diagram, outcome, None if complete else given)
    columns.append(row)
    if statuses:
        kleene = Statuses(circuit, rules, literals)
        columns += [Status(CLAUSE + id, *kleene.of(ClauseRef(id))) for id in rules.clauses]
    refusals = [(circuit.either(missing), INCOMPLETE)]
    refusals += _meaningless(circuit, given, closed | absent)
    refusals += [(_established(circuit, found, literals), found.id) for found in rules.impossible]
    accepted = circuit.inverse(circuit.either(term for term, _ in refusals))
    reasons = (INCOMPLETE, *(MEANINGLESS + name for name in vocabulary()))
    reasons += tuple(found.id for found in rules.impossible)
    refused = Choice("refused", tuple(case for case in refusals if case[0] != FALSE), reasons)
    return Plan(circuit, tuple(columns), refused, accepted)


def _decided(circuit: Circuit, rules: Ruleset, literals: Literals) -> tuple[Choice, Choice, Choice]:
    """Return the columns of outcome, permitted set and row."""
    deciding = list(_deciding(circuit, rules, Statuses(circuit, rules, literals)))
    outcomes = [(term, outcome) for term, outcome, _, _ in deciding]
    permitted = [(term, permitted) for term, _, permitted, _ in deciding]
    rows = [(term, row) for term, _, _, row in deciding]
    return (
        _choice("outcome", outcomes),
        _choice("permitted", permitted),
        _choice("row", rows),
    )


def _reached(
    circuit: Circuit, diagram: Walkable, outcome: Choice, given: Literals | None
) -> tuple[Column, Column]:
    """Return the columns settled and reachable; without `given`, no fact is unknown."""
    words = [each.value for each in Outcome if each.value in diagram.terminals]
    if given is None:
        # Only the outcome itself is reachable, but the column has the texts of any other table.
        sets = Members("reachable", tuple((FALSE, word) for word in words)).texts
        return Flag("settled", TRUE), replace(outcome, name="reachable", texts=sets)
    found = reached(diagram, circuit, possible_values(circuit, given))
    several = _several(circuit, [found[word] for word in words])
    members = Members("reachable", tuple((found[word], word) for word in words))
    return Flag("settled", circuit.inverse(several)), members


def _meaningless(circuit: Circuit, given: Literals, closed: Set[str]) -> Iterator[tuple[Term, str]]:
    """Yield, for each fact, that its cell is neither null nor one of its values."""
    for name, values in given.known.items():
        if name not in closed:
            meant = circuit.either([*values.values(), given.unknown[name]])
            yield circuit.inverse(meant), MEANINGLESS + name


def _established(circuit: Circuit, combination: Combination, literals: Literals) -> Term:
    return circuit.both(leaf_of(circuit, literal, literals) for literal in combination.literals)


def _deciding(
    circuit: Circuit, rules: Ruleset, total: Statuses
) -> Iterator[tuple[Term, str, str, str]]:
    """Yield the outcome table with the policy inlined: condition, outcome, permitted, row."""
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


def _choice(name: str, given: Sequence[tuple[Term, str]]) -> Choice:
    """Return a choice without cases that can't be met or that change nothing."""
    cases: list[tuple[Term, str]] = []
    for term, text in given:
        if term != FALSE:
            cases.append((term, text))
        if term == TRUE:
            break
    # Cases right before the last need no test if they have its text.
    if cases and cases[-1][0] == TRUE:
        while len(cases) > 1 and cases[-2][1] == cases[-1][1]:
            del cases[-2]
    return Choice(name, tuple(cases), tuple(dict.fromkeys(text for _, text in given)))
