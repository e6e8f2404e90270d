"""Judge: what the rules say of a pattern of facts, whatever was recorded, and what forbids what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from tolerance_rules.audit.completions import Completions, Disposal
from tolerance_rules.audit.patterns import Pattern
from tolerance_rules.audit.relevance import Code, Relevance
from tolerance_rules.audit.relevant_facts import RelevantFacts
from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import ForbiddenOutcomeError
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import row_of, status
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Completed, Facts, Role, Status
from tolerance_rules.vocabulary.fact_spec import Known

NO_TOLERANCE = Outcome.NO_TOLERANCE.value


class Turning(NamedTuple):
    """A reading on which the outcome named turns, and the option in force."""

    name: str
    option: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of one pattern of facts, whatever was recorded."""

    pattern: Pattern
    implied: Mapping[str, Known]
    named: str
    permitted: tuple[str, ...]
    settled: bool
    reachable: tuple[str, ...]
    missing: tuple[str, ...]
    """The facts not established that can still change the outcome, most decisive first."""
    disposals: tuple[Disposal, ...]
    established: tuple[str, ...]
    """The clauses that hold, with the gate of their article."""
    refuted: tuple[str, ...]
    """The clauses that cannot hold any more, or the gate of their article."""
    circumstances: tuple[str, ...]
    """The circumstances among the clauses that hold."""
    turning: tuple[Turning, ...]
    unweighed: tuple[str, ...]
    """Adverse facts established that did not bear on the outcome named."""
    relevant: frozenset[str]
    """The names of the facts that count when cases are compared."""
    code: Code | None
    """The relevant facts, encoded; None if they are not enough to compare the case."""
    open: tuple[str, ...]
    """The relevant facts that are not, or only partly, known."""
    compared: int
    """How many of the relevant facts are established."""
    comparable: bool
    """Whether they are enough to compare the case with others."""

    @property
    def likeness(self) -> Mapping[str, str]:
        """Return what is compared with a case alike: how many facts, and which are open in both."""
        found = {"compared": str(self.compared)}
        return {**found, "open": ",".join(self.open)} if self.open else found

    @property
    def fixed(self) -> tuple[str, ...]:
        """Return the permitted set, if it is the same in every completion; else nothing."""
        one, *others = {disposal.permitted for disposal in self.disposals}
        return () if others else one


class Judge:
    """Judges patterns of facts by one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.relevance = Relevance(engine.rules)
        self.completions = Completions(engine.rules)
        self._other_rules: dict[tuple[str, str], Ruleset] = {}
        self._completions: dict[tuple[tuple[str, str], ...], Completions] = {}
        """By the readings under which a case is completed."""
        self.permitted = {row.row: row.permitted for row in engine.rules.outcomes}
        """What each row of the outcome table permits."""
        self.turning = {
            name: Turning(name, engine.rules.chosen[name]) for name in engine.rules.outcome_readings
        }
        self._places: dict[frozenset[str], Mapping[str, int]] = {}
        """Where the facts that count stand in a pattern: there are as many as of circumstances."""
        self._last: tuple[Judged | None, Decision | None] = None, None
        self._findings = [n for n, spec in engine.rules.vocabulary.items() if spec.finding]
        self._gated = [article for article in engine.rules.articles.values() if article.provided]

    def judge(self, pattern: Pattern) -> Judged:
        """Return what the rules say of a pattern; CaseError if its facts are wrong or clash."""
        decision = self.engine.evaluate(self.engine.facts(self._facts(pattern)))
        # Most cases have no implied findings, and what is presumed is not asked here.
        known = decision.completed.known if decision.implied else decision.facts.flat
        statuses = self._statuses(decision, known)
        established = tuple(c for c, s in statuses.items() if s is Status.ESTABLISHED)
        relevant = self.relevance.relevant(statuses)
        open_ = self.relevance.open(known, relevant)
        comparable = self.relevance.is_enough(relevant, open_)
        return Judged(
            pattern=pattern,
            implied={found.fact: found.value for found in decision.implied},
            named=decision.outcome.value,
            permitted=self.permitted[decision.row],
            settled=decision.settled,
            reachable=tuple(outcome.value for outcome in decision.reachable),
            missing=decision.open_facts,
            disposals=self._disposals(decision, known),
            established=established,
            refuted=tuple(c for c, s in statuses.items() if s is Status.REFUTED),
            circumstances=tuple(c for c in self.relevance.circumstances if c in established),
            turning=tuple(self.turning[e.name] for e in decision.readings if e.turns_outcome),
            unweighed=decision.unweighed,
            relevant=relevant,
            code=self.relevance.code(known, relevant) if comparable else None,
            open=open_,
            compared=self.relevance.compared(relevant, open_),
            comparable=comparable,
        )

    def _statuses(self, decision: Decision, known: Facts) -> Mapping[str, Status]:
        """Return the status of every clause; it does not hold for want of its article's gate."""
        if not self._gated:
            return decision.statuses
        found = dict(decision.statuses)
        for article in self._gated:
            assert article.provided is not None
            gate = status(article.provided, known, self.engine.rules)
            for clause in article.clauses:
                if gate is Status.REFUTED or found[clause] is Status.ESTABLISHED:
                    found[clause] = gate
        return found

    def _disposals(self, decision: Decision, known: Facts) -> tuple[Disposal, ...]:
        if decision.presumed:
            return self.completions.of(known)
        return (self.completions.decided(decision.row, decision.outcome.value),)

    def code(
        self, pattern: Pattern, implied: Mapping[str, Known], relevant: frozenset[str]
    ) -> Code:
        """Return a case encoded, from its pattern and what is implied."""
        known = {**self._facts(pattern), **implied}
        for name in self._findings:
            # What was not put in writing was not found.
            known[name] = known[name] or False
        return self.relevance.code(known, relevant)

    def known(self, judged: Judged) -> Facts:
        """Return what is known or implied of each fact."""
        return {**self._facts(judged.pattern), **judged.implied}

    def _facts(self, pattern: Pattern) -> dict[str, Known]:
        return dict(zip(self.engine.rules.vocabulary, pattern, strict=True))

    def relevant_facts(self, judged: Judged) -> RelevantFacts:
        """Return what is known or implied of the facts that count; unknown ones are left out."""
        places = self._places.get(judged.relevant)
        if places is None:
            names = enumerate(self.engine.rules.vocabulary)
            places = {name: place for place, name in names if name in judged.relevant}
            self._places[judged.relevant] = places
        return RelevantFacts(judged.pattern, judged.implied, places)

    def forbidding(self, judged: Judged, outcome: str) -> tuple[str, ...]:
        """Return the clauses that forbid an outcome in the case as presumed, as `choose` does.

        What forbids to refuse tolerance is, before them, the article of the bars of which none is.
        """
        try:
            self._presumed(judged).choose(outcome, reason="-")
        except ForbiddenOutcomeError as error:
            return (*self._bars_unmet(judged, outcome), *error.clauses)
        return ()

    def deciding(self, judged: Judged, clauses: Collection[str]) -> tuple[str, ...]:
        """Return the facts on which some clauses rest in the case as presumed, each once.

        Where none of the clauses is cited, those on which the outcome rests. That nothing in a
        whole article stands rests on no fact in particular: then there are none.
        """
        cited = [
            each
            for each in self._presumed(judged).citations
            if each.clause not in self.engine.rules.articles
        ]
        chosen = [each for each in cited if each.clause in clauses and each.because] or cited
        named = dict.fromkeys(because.fact for each in chosen for because in each.because)
        return tuple(name for name in named if name in judged.relevant)

    def _presumed(self, judged: Judged) -> Decision:
        """Return the decision of the case as presumed; of the last case it is remembered."""
        last, decision = self._last
        if last is not judged or decision is None:
            nested: dict[str, dict[str, Known]] = {}
            for name, value in self._total(judged).items():
                group, _, short = name.partition(".")
                nested.setdefault(group, {})[short] = value
            decision = self.engine.evaluate(nested)
            self._last = judged, decision
        return decision

    def _total(self, judged: Judged) -> Facts:
        return Completed.of(self.known(judged), (), self.engine.rules.vocabulary).total

    def _bars_unmet(self, judged: Judged, outcome: str) -> Iterator[str]:
        """Yield the articles of bars of which none stands, if the outcome says one does."""
        rules = self.engine.rules
        if outcome == NO_TOLERANCE:
            for name in rules.cited_as(Role.BAR.value):
                if set(rules.clauses_of(name)) <= set(judged.refuted):
                    yield name

    def lawful_under(self, judged: Judged, recorded: str) -> tuple[str, ...]:
        """Return the options of readings, each alone, under which an outcome may be lawful.

        Under any other option it is an error of law whatever the facts not established are.
        """
        known, found = self.known(judged), []
        # With every fact established only a reading on which the outcome turns makes a difference.
        established = self.is_established(judged)
        turning = {each.name for each in judged.turning}
        for name, option in self._other_options():
            if established:
                if name not in turning:
                    continue
                row = row_of(self._total(judged), self._with_reading(name, option))
                lawful = Disposal.of(row, "").allows(recorded)
            else:
                # The case as presumed is one of the completions.
                under = self._under(self._with_reading(name, option))
                lawful = any(each.allows(recorded) for each in under.of(known))
            if lawful:
                found.append(f"{name}={option}")
        return tuple(found)

    def is_established(self, judged: Judged) -> bool:
        """Tell whether every fact of a case is, as given or implied."""
        total = self._total(judged)
        return all(total[name] == value for name, value in self.known(judged).items())

    def other_options(self) -> Iterator[tuple[str, Completions]]:
        """Yield each option of a reading that is not in force, and how cases end under it."""
        for name, option in self._other_options():
            yield f"{name}={option}", self._under(self._with_reading(name, option))

    def _other_options(self) -> Iterator[tuple[str, str]]:
        chosen = self.engine.rules.chosen
        for card in self.engine.rules.outcome_readings.values():
            yield from ((card.id, option) for option in card.names if option != chosen[card.id])

    def _with_reading(self, name: str, option: str) -> Ruleset:
        if (name, option) not in self._other_rules:
            other = self.engine.rules.with_readings({name: option})
            self._other_rules[name, option] = other
        return self._other_rules[name, option]

    def _under(self, rules: Ruleset) -> Completions:
        chosen = tuple(rules.chosen.items())
        if chosen not in self._completions:
            self._completions[chosen] = Completions(rules)
        return self._completions[chosen]
