"""Plan: a ruleset compiled to columns over a circuit, for the executors of many cases.

For every row of a table, what `tolerance_rules.semantics` defines for one case: implied findings,
statuses, the deciding row, and the reachable outcomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from tolerance_rules.errors import Fault, RulesError
from tolerance_rules.executors.columnar.circuit import (
    FALSE,
    TRUE,
    Circuit,
    Is,
    IsNull,
    Several,
    Term,
)
from tolerance_rules.executors.columnar.columns import (
    CLAUSE,
    JOIN,
    Choice,
    Column,
    Flag,
    Members,
    Status,
)
from tolerance_rules.executors.columnar.implied import contradicted, with_implied
from tolerance_rules.executors.columnar.literals import (
    Cells,
    absent_cells,
    cells_of,
    complete_cells,
)
from tolerance_rules.executors.columnar.reachable_walk import Walkable, reached
from tolerance_rules.executors.columnar.statuses import Statuses
from tolerance_rules.rules import ClauseRef, OutcomeRow, Policy, PolicyRow, Ruleset
from tolerance_rules.verdict.outcome import Outcome

MEANINGLESS = "value:"
"""What stands before a fact in the reason that its value is none of the fact's values."""
INCOMPLETE = "incomplete"
"""The reason that a fact is unknown in a table that was said to be complete."""


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
    partial: Set[str] = frozenset(),
    complete: bool = False,
    statuses: bool = True,
    reachable: bool = True,
) -> Plan:
    """Return the plan of a ruleset for tables of one shape.

    `absent` facts have no column and are unknown in every row. The columns of `closed` facts can
    hold nothing but values of the fact and null; cells of `partial` facts may hold several values,
    those still possible. In a `complete` table every fact is established, and only findings may be
    absent; a row with a fact that is not is refused. `statuses` and `reachable` may be left out.
    """
    circuit, vocabulary = Circuit(), rules.vocabulary
    partial = frozenset() if complete else partial
    given: dict[str, Cells] = {}
    for name, spec in vocabulary.items():
        if name in absent:
            given[name] = absent_cells(circuit, spec)
        elif complete:
            given[name] = complete_cells(circuit, spec)
        else:
            given[name] = cells_of(circuit, spec, partial=name in partial)
    known = with_implied(circuit, given, rules)
    total = {name: known[name].presumed(spec.preference) for name, spec in vocabulary.items()}
    outcome, permitted, row = _decided(rules, Statuses(circuit, rules, total))
    columns: list[Column] = [outcome, permitted]
    if reachable:
        columns += _reached(circuit, rules, diagram, outcome, None if complete else given)
    columns.append(row)
    if statuses:
        kleene = Statuses(circuit, rules, known)
        columns += [Status(CLAUSE + id, *kleene.of(ClauseRef(id))) for id in rules.clauses]
    refusals = [(_missing(circuit, rules), INCOMPLETE)] if complete else []
    refusals += _meaningless(circuit, rules, closed | absent, partial)
    refusals += [(contradicted(circuit, each, known), each.id) for each in rules.impossible]
    accepted = circuit.inverse(circuit.either(term for term, _ in refusals))
    reasons = (INCOMPLETE, *(MEANINGLESS + name for name in vocabulary))
    reasons += tuple(each.id for each in rules.impossible)
    refused = Choice("refused", tuple(case for case in refusals if case[0] != FALSE), reasons)
    return Plan(circuit, tuple(columns), refused, accepted)


def _decided(rules: Ruleset, total: Statuses) -> tuple[Choice, Choice, Choice]:
    """Return the columns of outcome, permitted set and row."""
    deciding = list(deciding_rows(rules, total))
    outcomes = [(term, outcome) for term, outcome, _, _ in deciding]
    permitted = [(term, permitted) for term, _, permitted, _ in deciding]
    rows = [(term, row) for term, _, _, row in deciding]
    return (
        _choice("outcome", outcomes),
        _choice("permitted", permitted),
        _choice("row", rows),
    )


def _reached(
    circuit: Circuit,
    rules: Ruleset,
    diagram: Walkable,
    outcome: Choice,
    given: Mapping[str, Cells] | None,
) -> tuple[Column, Column]:
    """Return the columns settled and reachable; without `given`, every fact is established."""
    words = [each.value for each in Outcome if each.value in diagram.terminals]
    if given is None:
        # Only the outcome itself is reachable, but the column has the texts of any other table.
        sets = Members("reachable", tuple((FALSE, word) for word in words)).texts
        return Flag("settled", TRUE), replace(outcome, name="reachable", texts=sets)
    possible = {
        name: [given[name].possible(value) for value in rules.vocabulary[name].values]
        for name in diagram.order
    }
    found = reached(diagram, circuit, possible)
    several = _several(circuit, [found[word] for word in words])
    members = Members("reachable", tuple((found[word], word) for word in words))
    return Flag("settled", circuit.inverse(several)), members


def _missing(circuit: Circuit, rules: Ruleset) -> Term:
    """Return that a fact is unknown; a finding never is."""
    return circuit.either(
        circuit.literal(IsNull(name)) for name, spec in rules.vocabulary.items() if not spec.finding
    )


def _meaningless(
    circuit: Circuit, rules: Ruleset, closed: Set[str], partial: Set[str]
) -> Iterator[tuple[Term, str]]:
    """Yield, for each fact, that its cell is neither null nor one or several of its values."""
    for name, spec in rules.vocabulary.items():
        if name not in closed:
            meant = [circuit.literal(Is(name, value)) for value in spec.values]
            meant.append(circuit.literal(IsNull(name)))
            if name in partial:
                meant.append(circuit.literal(Several(name)))
            yield circuit.inverse(circuit.either(meant)), MEANINGLESS + name


def deciding_rows(rules: Ruleset, total: Statuses) -> Iterator[tuple[Term, str, str, str]]:
    """Yield the outcome table with the policy inlined: condition, outcome, permitted, row."""
    for row in rules.outcomes:
        term, _ = total.of(row.when)
        permitted = JOIN.join(row.permitted)
        if not row.by_policy:
            yield term, row.outcome, permitted, row.row
            continue
        assert rules.policy is not None
        for pick in rules.policy.rows:
            if pick.outcome not in row.permitted:
                raise RulesError([_policy_fault(rules, rules.policy, row, pick)])
            picked, _ = total.of(pick.when)
            yield total.circuit.both([term, picked]), pick.outcome, permitted, row.row


def _policy_fault(rules: Ruleset, policy: Policy, row: OutcomeRow, pick: PolicyRow) -> Fault:
    return Fault.of(
        "R070",
        (
            f"裁量惯例 {policy.id} 的 {pick.row} 行选了 {pick.outcome}，不在"
            f"{row.disposition.citation}准许的 {'、'.join(row.permitted)} 之中",
            f"row {pick.row} of policy {policy.id} picks {pick.outcome}, and row {row.row} permits "
            + ", ".join(row.permitted),
        ),
        ("请改正裁量惯例", "mend the policy"),
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
