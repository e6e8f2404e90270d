"""Semantics: the definition of what the rules mean, short, plain and slow.

Every executor must agree with it. It knows no YAML, no rule engine and no cleverness: what is known
of a fact is the set of its values still possible; `status` is Kleene's three-valued logic over
them; `complete` strikes out what the impossible combinations exclude and presumes the rest;
`row_of` reads the outcome table from the top.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from tolerance_rules.errors import Fault, InconsistentFactsError
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.reachability import inlined, reachable
from tolerance_rules.rules import (
    OTHERWISE,
    All,
    Any,
    Article,
    ClauseRef,
    Combination,
    Fact,
    Node,
    Not,
    OutcomeRow,
    PolicyRow,
    Reading,
    ReadingCard,
    Ruleset,
    leaves,
)
from tolerance_rules.verdict.verdict import (
    Because,
    CaseWarning,
    Citation,
    Completed,
    Facts,
    Implied,
    Parts,
    Role,
    Status,
    TurningReading,
    Verdict,
    arranged,
    cited,
    closing,
)
from tolerance_rules.vocabulary.fact_spec import Value

_NEGATED = {
    Status.ESTABLISHED: Status.REFUTED,
    Status.REFUTED: Status.ESTABLISHED,
    Status.OPEN: Status.OPEN,
}


Turning: TypeAlias = Callable[[Facts, Ruleset], tuple[TurningReading, ...]]
"""Finds the readings on which the outcome of a case turns, every fact of it being known."""


def judge(facts: Facts, rules: Ruleset, turning: Turning | None = None) -> Verdict:
    """Return what the rules find in a case; InconsistentFactsError if its facts clash.

    `turning` may find the same as `turning_readings` with less work.
    """
    case = complete(facts, rules)
    row, pick = row_of(case.total, rules), None
    if row.by_policy:
        pick = pick_of(case.total, rules)

    def holding(clause: str) -> Status:
        return status(ClauseRef(clause), case.total, rules)

    def parts(article: Article) -> Parts:
        provided = article.provided or OTHERWISE
        return Parts(
            status(provided, case.total, rules),
            status(article.items, case.total, rules),
            tuple(clauses_behind(provided, case.total, rules)),
        )

    def citation(clause: str, role: Role) -> Citation:
        card = rules.articles.get(clause) or rules.clauses[clause]
        because = tuple(_because(clause, case, rules))
        return Citation(clause, card.citation, card.text, role, holding(clause), because)

    found = arranged(cited(row, rules, holding, parts, citation), rules)
    citations = (*found, *closing(row, pick, rules))
    return Verdict(
        row=row,
        outcome=pick.outcome if pick else row.outcome,
        citations=citations,
        statuses=FrozenDict(
            {c.id: status(c.when, case.known, rules) for c in rules.clauses.values()}
        ),
        implied=case.implied,
        presumed=case.presumed,
        warnings=warnings(case.known, rules),
        by_reference=applied_by_reference(case.total, rules),
        turning=(turning or turning_readings)(case.total, rules),
        unweighed=unweighed(case, citations, row, rules),
    )


def unweighed(
    case: Completed, citations: Iterable[Citation], row: OutcomeRow, rules: Ruleset
) -> tuple[str, ...]:
    """Return the adverse facts established that did not bear on the outcome.

    A fact bears on it if a citation rests on it, or if the policy that picks asks for it.
    """
    weighed = {each.fact for citation in citations for each in citation.because}
    if row.by_policy:
        asked = (inlined(pick.when, rules) for pick in rules.policy_rows)
        weighed |= {leaf.name for condition in asked for leaf in leaves(condition)}
    return tuple(
        name
        for name, spec in rules.vocabulary.items()
        if name not in weighed and case.known[name] in spec.adverse
    )


def applied_by_reference(total: Facts, rules: Ruleset) -> bool:
    """Tell whether the regulation applies to the subject of a case only by reference (参照)."""
    return (
        rules.by_reference is not None
        and status(rules.by_reference, total, rules) is Status.ESTABLISHED
    )


def status(node: Node, facts: Facts, rules: Ruleset) -> Status:
    """Return the Kleene status of a condition."""
    if isinstance(node, Fact):
        known = facts[node.name]
        if known is not None and not isinstance(known, tuple):
            return Status.ESTABLISHED if known in node.values else Status.REFUTED
        named = {value in node.values for value in possible(node.name, facts, rules)}
        if len(named) > 1:
            return Status.OPEN
        return Status.ESTABLISHED if True in named else Status.REFUTED
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


def possible(fact: str, facts: Facts, rules: Ruleset) -> tuple[Value, ...]:
    """Return the values of a fact that are still possible."""
    return rules.vocabulary[fact].possible(facts[fact])


def _because(clause: str, case: Completed, rules: Ruleset) -> Iterator[Because]:
    """Yield the facts that made a clause, or the own clauses of an article, what they are."""
    article = rules.articles.get(clause)
    if article is None:
        for leaf in reasons(rules.clauses[clause].when, case.total, rules):
            yield because(leaf, clause, case, rules)
    else:
        for inner in clauses_behind(article.items, case.total, rules):
            yield from _because(inner, case, rules)


def because(leaf: Fact, clause: str, case: Completed, rules: Ruleset) -> Because:
    """Return what a leaf rests on: what is known, if that decides it, else what is presumed."""
    if status(leaf, case.known, rules) is Status.OPEN:
        return Because(leaf.name, case.total[leaf.name], leaf.quote, clause, "presumed")
    implied = any(found.fact == leaf.name for found in case.implied)
    value = possible(leaf.name, case.known, rules)
    return Because(
        leaf.name,
        value[0] if len(value) == 1 else value,
        leaf.quote,
        clause,
        "implied" if implied else "established",
    )


def clauses_behind(node: Node, facts: Facts, rules: Ruleset) -> Iterator[str]:
    """Yield the clauses that made a condition over clauses what it is."""
    if isinstance(node, ClauseRef):
        yield node.clause
    elif isinstance(node, Reading):
        yield from clauses_behind(rules.option(node), facts, rules)
    elif isinstance(node, Not):
        yield from clauses_behind(node.item, facts, rules)
    elif isinstance(node, (All, Any)):
        verdict = status(node, facts, rules)
        for item in node.items:
            if status(item, facts, rules) is verdict:
                yield from clauses_behind(item, facts, rules)


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


def holds(combination: Combination, facts: Facts, rules: Ruleset) -> bool:
    """Tell whether every literal of a combination is established."""
    return all(
        status(literal, facts, rules) is Status.ESTABLISHED for literal in combination.literals
    )


def complete(facts: Facts, rules: Ruleset) -> Completed:
    """Add the implied findings, then presume the rest; InconsistentFactsError if they clash."""
    known = dict(facts)
    found: list[Implied] = []
    while True:
        refuse_contradictions(known, rules)
        new = next(_implications(known, rules), None)
        if new is None:
            return Completed.of(known, tuple(found), rules.vocabulary)
        found.append(new)
        known[new.fact] = new.value


def _implications(known: Facts, rules: Ruleset) -> Iterator[Implied]:
    """Yield what each impossible combination strikes from the one fact that it leaves open."""
    for combination in rules.impossible:
        for literal in combination.literals:
            others = [other for other in combination.literals if other is not literal]
            if status(literal, known, rules) is Status.OPEN and all(
                status(other, known, rules) is Status.ESTABLISHED for other in others
            ):
                left = [
                    value
                    for value in possible(literal.name, known, rules)
                    if value not in literal.values
                ]
                by = tuple(other.name for other in others)
                value = rules.vocabulary[literal.name].known(left)
                yield Implied(literal.name, value, by, combination.id)


def refuse_contradictions(facts: Facts, rules: Ruleset) -> None:
    """Raise InconsistentFactsError naming every impossible combination that is established."""
    clashes = [combination for combination in rules.impossible if holds(combination, facts, rules)]
    if clashes:
        raise contradiction(clashes, facts, rules)


def contradiction(
    clashes: list[Combination], facts: Facts, rules: Ruleset
) -> InconsistentFactsError:
    """Return the error that names the facts of each clash."""
    faults, names = [], []
    for clash in clashes:
        zh, en = [], []
        for literal in clash.literals:
            spec, known = rules.vocabulary[literal.name], facts[literal.name]
            zh.append(f"{literal.name}（{spec.label}）= {spec.label_of(known)}")
            en.append(f"{literal.name} ({spec.label_en}) = {spec.label_of(known, 'en')}")
            names.append(literal.name)
        faults.append(
            Fault.of(
                "C010",
                (
                    f"{' 与 '.join(zh)} 不能同时成立：{clash.reason}",
                    f"{' and '.join(en)} cannot both hold: {clash.reason_en}",
                ),
                ("请核实并改正其中一项", "check them, and mend one"),
                subject=clash.literals[-1].name,
            )
        )
    ids = [clash.id for clash in clashes]
    return InconsistentFactsError(faults, tuple(dict.fromkeys(names)), ids)


def warnings(known: Facts, rules: Ruleset) -> tuple[CaseWarning, ...]:
    """Return a warning for each combination of established facts that needs an explanation."""
    return tuple(CaseWarning.of(found) for found in rules.explain if holds(found, known, rules))


def row_of(total: Facts, rules: Ruleset) -> OutcomeRow:
    """Return the first outcome row whose condition holds, for a case with every fact known."""
    return next(r for r in rules.outcomes if status(r.when, total, rules) is Status.ESTABLISHED)


def pick_of(total: Facts, rules: Ruleset) -> PolicyRow:
    """Return the first policy row whose condition holds, for a case with every fact known."""
    return next(r for r in rules.policy_rows if status(r.when, total, rules) is Status.ESTABLISHED)


def outcome_of(total: Facts, rules: Ruleset) -> str:
    """Return the outcome of a case with every fact known: the row's, or the policy's pick."""
    row = row_of(total, rules)
    return pick_of(total, rules).outcome if row.by_policy else row.outcome


def turning_readings(
    total: Facts, rules: Ruleset, among: Iterable[str] | None = None
) -> tuple[TurningReading, ...]:
    """Return the readings on which the outcome of a complete case turns, each alone.

    `among` names those that are tried, in their order; by default, every one that can change one.
    """
    turning = []
    tried = rules.outcome_readings if among is None else among
    for card in map(rules.readings.__getitem__, tried):
        under = {
            option: outcome_of(total, rules.with_readings({card.id: option}))
            for option in card.names
        }
        if len(set(under.values())) > 1:
            turning.append(TurningReading.of(card, rules.chosen[card.id], under))
    return tuple(turning)


def named_readings(case: Completed, rules: Ruleset) -> tuple[TurningReading, ...]:
    """Return the readings that a decision names: what it says turns on each of them, alone.

    It says an outcome, that of the case as presumed, and what else is reachable. So a reading is
    named too by which alone the outcome is settled: whoever records it should know.
    """
    found = []
    for card in rules.outcome_readings.values():
        under = {option: rules.with_readings({card.id: option}) for option in card.names}
        outcomes = {option: outcome_of(case.total, each) for option, each in under.items()}
        reached = {option: reachable(case.known, each) for option, each in under.items()}
        if len({*outcomes.values()}) > 1 or len({*reached.values()}) > 1:
            found.append(with_reachable(card, outcomes, reached, rules))
    return tuple(found)


def with_reachable(
    card: ReadingCard,
    outcomes: Mapping[str, str],
    reached: Mapping[str, Collection[str]],
    rules: Ruleset,
) -> TurningReading:
    """Return a reading with the outcome, and those reachable, under each option."""
    ordered = {
        option: tuple(label for label in rules.labels if label in found)
        for option, found in reached.items()
    }
    return TurningReading.of(card, rules.chosen[card.id], outcomes, ordered)
