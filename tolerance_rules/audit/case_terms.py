"""Case terms: what an audit asks of a case, as a circuit over what is known of its facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from tolerance_rules.executors.columnar.circuit import FALSE, TRUE, Circuit, Term
from tolerance_rules.executors.columnar.implied import contradicted, with_implied
from tolerance_rules.executors.columnar.literals import Cells, Literals, cells_of
from tolerance_rules.executors.columnar.plan import deciding_rows
from tolerance_rules.executors.columnar.statuses import Statuses
from tolerance_rules.rules import ClauseRef, Ruleset
from tolerance_rules.vocabulary.fact_spec import Value


@dataclass(frozen=True)
class CaseTerms:
    """The terms, each for every case; of a case that contradicts itself they say nothing."""

    circuit: Circuit
    contradicted: Term
    possible: Mapping[str, Mapping[Value, Term]]
    """That a fact can have a value, once what is implied is excluded."""
    narrowed: Mapping[str, Term]
    """That combinations have excluded a value of a fact, for the facts of which any can."""
    decided: tuple[tuple[Term, str, str], ...]
    """That a row decides, and the outcome that it or the policy names: one of them holds."""
    established: Mapping[str, Term]
    """That a clause holds, and the gate of its article."""
    refuted: Mapping[str, Term]
    """That a clause, or the gate of its article, cannot hold any more."""
    turning: Mapping[str, Term]
    """That the outcome as presumed turns on a reading."""
    total: Statuses
    known: Statuses

    @property
    def all(self) -> Iterator[Term]:
        """Yield every term."""
        yield self.contradicted
        for values in self.possible.values():
            yield from values.values()
        yield from (term for term, _, _ in self.decided)
        for terms in (self.narrowed, self.established, self.refuted, self.turning):
            yield from terms.values()


def case_terms(rules: Ruleset) -> CaseTerms:
    """Return the terms of the cases of a ruleset."""
    circuit, vocabulary = Circuit(), rules.vocabulary
    given = {name: cells_of(circuit, spec, partial=True) for name, spec in vocabulary.items()}
    known = with_implied(circuit, given, rules)
    total = {name: known[name].presumed(spec.preference) for name, spec in vocabulary.items()}
    kleene = Statuses(circuit, rules, known)
    established, refuted = _gated(kleene, rules)
    complete = Statuses(circuit, rules, total)
    decided = tuple(_decided(complete, rules))
    return CaseTerms(
        circuit,
        circuit.either(contradicted(circuit, each, known) for each in rules.impossible),
        {n: {v: known[n].possible(v) for v in spec.values} for n, spec in vocabulary.items()},
        dict(_narrowed(circuit, given, known, rules)),
        decided,
        established,
        refuted,
        dict(_turning(circuit, total, decided, rules)),
        complete,
        kleene,
    )


def _decided(total: Statuses, rules: Ruleset) -> Iterator[tuple[Term, str, str]]:
    """Yield the outcome table as terms of which one holds: the first whose condition does."""
    circuit, left = total.circuit, TRUE
    for term, outcome, _, row in deciding_rows(rules, total):
        yield circuit.both([left, term]), row, outcome
        left = circuit.both([left, circuit.inverse(term)])


def _gated(kleene: Statuses, rules: Ruleset) -> tuple[dict[str, Term], dict[str, Term]]:
    """Return that each clause is established, and refuted, with the gate of its article."""
    established, refuted = {}, {}
    for clause in rules.clauses:
        established[clause], refuted[clause] = kleene.of(ClauseRef(clause))
    for article in rules.articles.values():
        if article.provided is not None:
            holds, fails = kleene.of(article.provided)
            for clause in article.clauses:
                established[clause] = kleene.circuit.both([holds, established[clause]])
                refuted[clause] = kleene.circuit.either([fails, refuted[clause]])
    return established, refuted


def _narrowed(
    circuit: Circuit, given: Mapping[str, Cells], known: Mapping[str, Literals], rules: Ruleset
) -> Iterator[tuple[str, Term]]:
    """Yield that a value of a fact was possible as given, and is not once all is implied."""
    for name, spec in rules.vocabulary.items():
        term = circuit.either(
            circuit.both([given[name].possible(v), circuit.inverse(known[name].possible(v))])
            for v in spec.values
        )
        if term != FALSE:
            yield name, term


def _turning(
    circuit: Circuit,
    total: Mapping[str, Cells],
    decided: Collection[tuple[Term, str, str]],
    rules: Ruleset,
) -> Iterator[tuple[str, Term]]:
    """Yield that another option of a reading, alone, gives a case as presumed another outcome."""
    usual = _outcomes(circuit, decided)
    for name, card in rules.outcome_readings.items():
        differing = []
        for option in card.names:
            if option != rules.chosen[name]:
                other = rules.with_readings({name: option})
                statuses = Statuses(circuit, other, total)
                found = _outcomes(circuit, tuple(_decided(statuses, other)))
                differing += [
                    circuit.both([term, circuit.inverse(found.get(outcome, FALSE))])
                    for outcome, term in usual.items()
                ]
        yield name, circuit.either(differing)


def _outcomes(circuit: Circuit, decided: Collection[tuple[Term, str, str]]) -> dict[str, Term]:
    outcomes = dict.fromkeys(outcome for _, _, outcome in decided)
    return {
        each: circuit.either(term for term, _, outcome in decided if outcome == each)
        for each in outcomes
    }
