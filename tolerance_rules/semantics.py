"""Semantics: the definition of what the rules mean, short, plain and slow.

Every executor must agree with it. It knows no YAML, no rule engine and no cleverness: `status` is
Kleene's three-valued logic, `implied` fills in what the impossible combinations force, `row_of`
reads the outcome table from the top, and `reachable` splits on unknown facts until none matters.
"""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.errors import Fault, InconsistentFactsError
from tolerance_rules.facts import vocabulary
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import (
    All,
    ClauseRef,
    Combination,
    Fact,
    Node,
    Not,
    OutcomeRow,
    PolicyRow,
    Reading,
    Ruleset,
)
from tolerance_rules.verdict.verdict import (
    Because,
    CaseWarning,
    Citation,
    Completed,
    Facts,
    Implied,
    Role,
    Status,
    TurningReading,
    Verdict,
    cited,
    closing,
)

_NEGATED = {
    Status.ESTABLISHED: Status.REFUTED,
    Status.REFUTED: Status.ESTABLISHED,
    Status.OPEN: Status.OPEN,
}


def judge(facts: Facts, rules: Ruleset) -> Verdict:
    """Return what the rules find in a case; InconsistentFactsError if its facts clash."""
    case = complete(facts, rules)
    row, pick = row_of(case.total, rules), None
    if row.by_policy:
        pick = pick_of(case.total, rules)

    def holding(clause: str) -> Status:
        return status(ClauseRef(clause), case.total, rules)

    def citation(clause: str, role: Role) -> Citation:
        card = rules.articles.get(clause) or rules.clauses[clause]
        because = tuple(_because(clause, case, rules))
        return Citation(clause, card.citation, card.text, role, holding(clause), because)

    return Verdict(
        row=row,
        outcome=pick.outcome if pick else row.outcome,
        citations=(*cited(row, rules, holding, citation), *closing(row, pick, rules)),
        statuses=FrozenDict(
            {c.id: status(c.when, case.known, rules) for c in rules.clauses.values()}
        ),
        implied=case.implied,
        presumed=case.presumed,
        warnings=warnings(case.known, rules),
        by_reference=status(rules.by_reference, case.total, rules) is Status.ESTABLISHED,
        turning=turning_readings(case.total, rules),
    )


def status(node: Node, facts: Facts, rules: Ruleset) -> Status:
    """Return the Kleene status of a condition."""
    if isinstance(node, Fact):
        value = facts[node.name]
        if value is None:
            return Status.OPEN
        return Status.ESTABLISHED if value in node.values else Status.REFUTED
    if isinstance(node, ClauseRef):
        return status(rules.condition(node.clause), facts, rules)
    if isinstance(node, Reading):
        return status(rules.option(node), facts, rules)
    if isinstance(node, Not):
        return _NEGATED[status(node.item, facts, rules)]
    found = [status(item, facts, rules) for item in node.items]
    weakest, strongest = (
        (Status.REFUTED, Status.ESTABLISHED)
        if isinstance(node, All)
        else (Status.ESTABLISHED, Status.REFUTED)
    )
    if weakest in found:
        return weakest
    return Status.OPEN if Status.OPEN in found else strongest


def _because(clause: str, case: Completed, rules: Ruleset) -> Iterator[Because]:
    """Yield the facts that made a clause, or each clause of an article, what it is."""
    article = rules.articles.get(clause)
    if article is None:
        for leaf in reasons(rules.clauses[clause].when, case.total, rules):
            value = case.total[leaf.name]
            yield Because(leaf.name, value, leaf.quote, clause, case.origin(leaf.name))
    else:
        verdict = status(article.when, case.total, rules)
        for inner in article.clauses:
            if status(ClauseRef(inner), case.total, rules) is verdict:
                yield from _because(inner, case, rules)


def reasons(node: Node, facts: Facts, rules: Ruleset) -> Iterator[Fact]:
    """Yield the leaves that made a condition what it is: established or refuted, not open.

    Of items that had to hold together and do, all; of those that failed, each that failed.
    """
    verdict = status(node, facts, rules)
    if verdict is Status.OPEN:
        return
    if isinstance(node, Fact):
        yield node
    elif isinstance(node, ClauseRef):
        yield from reasons(rules.condition(node.clause), facts, rules)
    elif isinstance(node, Reading):
        yield from reasons(rules.option(node), facts, rules)
    elif isinstance(node, Not):
        yield from reasons(node.item, facts, rules)
    else:
        for item in node.items:
            if status(item, facts, rules) is verdict:
                yield from reasons(item, facts, rules)


def holds(combination: Combination, facts: Facts) -> bool:
    """Tell whether every literal of a combination is established."""
    return all(facts[literal.name] in literal.values for literal in combination.literals)


def complete(facts: Facts, rules: Ruleset) -> Completed:
    """Add the implied findings, then presume the rest; InconsistentFactsError if they clash."""
    known = dict(facts)
    found: list[Implied] = []
    while True:
        refuse_contradictions(known, rules)
        new = next(_implications(known, rules), None)
        if new is None:
            break
        found.append(new)
        known[new.fact] = new.value
    presumed = tuple(name for name, value in known.items() if value is None)
    total = {
        name: vocabulary()[name].presumed if value is None else value
        for name, value in known.items()
    }
    return Completed(known, total, tuple(found), presumed)


def _implications(known: Facts, rules: Ruleset) -> Iterator[Implied]:
    for combination in rules.impossible:
        for literal in combination.literals:
            others = [other for other in combination.literals if other is not literal]
            if known[literal.name] is None and all(known[o.name] in o.values for o in others):
                left = [v for v in vocabulary()[literal.name].values if v not in literal.values]
                if len(left) == 1:
                    by = tuple(other.name for other in others)
                    yield Implied(literal.name, left[0], by, combination.id)


def refuse_contradictions(facts: Facts, rules: Ruleset) -> None:
    """Raise InconsistentFactsError naming every impossible combination that is established."""
    clashes = [combination for combination in rules.impossible if holds(combination, facts)]
    if clashes:
        raise contradiction(clashes, facts)


def contradiction(clashes: list[Combination], facts: Facts) -> InconsistentFactsError:
    """Return the error that names the facts of each clash."""
    faults, names = [], []
    for clash in clashes:
        spoken = []
        for literal in clash.literals:
            spec = vocabulary()[literal.name]
            spoken.append(f"{literal.name}（{spec.label}）= {spec.label_of(facts[literal.name])}")
            names.append(literal.name)
        faults.append(
            Fault(
                "C010",
                f"{' 与 '.join(spoken)} 不能同时成立：{clash.reason}",
                "请核实并改正其中一项",
                subject=clash.literals[-1].name,
            )
        )
    ids = [clash.id for clash in clashes]
    return InconsistentFactsError(faults, tuple(dict.fromkeys(names)), ids)


def warnings(known: Facts, rules: Ruleset) -> tuple[CaseWarning, ...]:
    """Return a warning for each combination of established facts that needs an explanation."""
    return tuple(CaseWarning.of(found) for found in rules.explain if holds(found, known))


def row_of(total: Facts, rules: Ruleset) -> OutcomeRow:
    """Return the first outcome row whose condition holds, for a case with every fact known."""
    return next(r for r in rules.outcomes if status(r.when, total, rules) is Status.ESTABLISHED)


def pick_of(total: Facts, rules: Ruleset) -> PolicyRow:
    """Return the first policy row whose condition holds, for a case with every fact known."""
    return next(r for r in rules.policy.rows if status(r.when, total, rules) is Status.ESTABLISHED)


def outcome_of(total: Facts, rules: Ruleset) -> str:
    """Return the outcome of a case with every fact known: the row's, or the policy's pick."""
    row = row_of(total, rules)
    return pick_of(total, rules).outcome if row.by_policy else row.outcome


def turning_readings(total: Facts, rules: Ruleset) -> tuple[TurningReading, ...]:
    """Return the readings on which the outcome turns, each alone, with each option's outcome."""
    turning = []
    for card in rules.readings.values():
        under = FrozenDict(
            {
                option: outcome_of(total, rules.with_readings({card.id: option}))
                for option in card.names
            }
        )
        if len(set(under.values())) > 1:
            option = rules.chosen[card.id]
            turning.append(TurningReading(card.id, card.clause, card.phrase, option, under))
    return tuple(turning)
