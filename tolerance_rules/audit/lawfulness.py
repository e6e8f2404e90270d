"""Lawfulness: each past decision against what the rules permit and name for its facts.

While facts are unknown, a decision is found wrong only if it is so in every completion of them: an
error of law lies outside the union of all the permitted sets that could still apply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tolerance_rules.audit.completions import Completions, Disposal
from tolerance_rules.audit.findings import AuditFinding, Kind, PastDecision
from tolerance_rules.audit.register import Pattern
from tolerance_rules.audit.relevance import Code, Relevance
from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import ForbiddenOutcomeError
from tolerance_rules.facts import CaseFacts, FactGroup, vocabulary
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Role, Status, TurningReading
from tolerance_rules.vocabulary.fact_spec import Value

ORDINARY = Outcome.ORDINARY_ACCOUNTABILITY.value
NO_TOLERANCE = Outcome.NO_TOLERANCE.value


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of one pattern of facts, whatever was recorded."""

    pattern: Pattern
    named: str
    permitted: tuple[str, ...]
    settled: bool
    reachable: tuple[str, ...]
    missing: tuple[str, ...]
    """The unknown facts that can still change the outcome, most decisive first."""
    disposals: tuple[Disposal, ...]
    established: tuple[str, ...]
    """The clauses that hold."""
    refuted: frozenset[str]
    """The clauses that cannot hold any more."""
    turning: tuple[TurningReading, ...]
    implied: Mapping[str, Value]
    relevant: frozenset[str]
    """The names of the facts that count when cases are compared."""
    code: Code
    """The relevant facts, encoded."""

    @property
    def fixed(self) -> tuple[str, ...]:
        """Return the permitted set, if it is the same in every completion; else nothing."""
        one, *others = {disposal.permitted for disposal in self.disposals}
        return () if others else one

    @property
    def known(self) -> Mapping[str, Value]:
        """Return the relevant facts that are known or implied."""
        facts = {**dict(zip(vocabulary(), self.pattern, strict=True)), **self.implied}
        return {n: v for n, v in facts.items() if v is not None and n in self.relevant}


class CaseBuilder:
    """Makes the facts of cases from patterns; equal groups of facts are read once and shared."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, Pattern], FactGroup] = {}
        groups = [name.partition(".")[0] for name in vocabulary()]
        self._cuts = {
            group: slice(groups.index(group), groups.index(group) + groups.count(group))
            for group in dict.fromkeys(groups)
        }

    def of(self, pattern: Pattern) -> CaseFacts:
        """Return the facts of a pattern; CaseError if a value is none of its fact's."""
        groups: dict[str, Any] = {
            group: self._group(group, pattern[cut]) for group, cut in self._cuts.items()
        }
        return CaseFacts.model_construct(**groups)

    def _group(self, group: str, values: Pattern) -> FactGroup:
        made = self._made.get((group, values))
        if made is None:
            names = list(vocabulary())[self._cuts[group]]
            case = CaseFacts.from_facts(dict(zip(names, values, strict=True)))
            made = self._made[group, values] = getattr(case, group)
        return made


class Judge:
    """Says by one engine what the rules say of patterns of facts, and what forbids an outcome."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.relevance = Relevance(engine.rules)
        self.completions = Completions(engine.rules)
        self._cases = CaseBuilder()
        self._allowed = {
            row.outcome: row.permitted for row in engine.rules.outcomes if not row.by_policy
        }
        for row in engine.rules.outcomes:
            if row.by_policy:
                picks = (pick.outcome for pick in engine.rules.policy.rows)
                self._allowed |= dict.fromkeys(picks, row.permitted)
        # To withhold tolerance is lawful wherever the text says may.
        rows = [row for row in engine.rules.outcomes if row.modality == "may"]
        may = {outcome for row in rows for outcome in row.permitted}
        self._lawful = {
            outcome: {*permitted, ORDINARY} if outcome in may else {*permitted}
            for outcome, permitted in self._allowed.items()
        }
        articles = engine.rules.articles
        cites = [cite for row in engine.rules.outcomes for cite in row.cites]
        self._bars = tuple(articles[c.clause] for c in cites if c.role == Role.BAR)

    def judge(self, pattern: Pattern) -> Judged:
        """Return what the rules say of a pattern; CaseError if its facts are wrong or clash."""
        facts = dict(zip(vocabulary(), pattern, strict=True))
        decision = self.engine.evaluate(self._cases.of(pattern))
        implied = {found.fact: found.value for found in decision.implied}
        known = facts | implied
        relevant = self.relevance.relevant(decision.statuses)
        return Judged(
            pattern=pattern,
            named=decision.outcome.value,
            permitted=self._allowed[decision.outcome.value],
            settled=decision.settled,
            reachable=tuple(outcome.value for outcome in decision.reachable),
            missing=decision.open_facts,
            disposals=self._disposals(decision, known),
            established=tuple(c for c, s in decision.statuses.items() if s is Status.ESTABLISHED),
            refuted=frozenset(c for c, s in decision.statuses.items() if s is Status.REFUTED),
            turning=decision.readings,
            implied=implied,
            relevant=relevant,
            code=self.relevance.code(known, relevant),
        )

    def _disposals(
        self, decision: Decision, known: Mapping[str, Value | None]
    ) -> tuple[Disposal, ...]:
        if decision.presumed:
            return self.completions.of(known)
        return (self.completions.decided(decision.row, decision.outcome.value),)

    def forbidding(self, judged: Judged, outcome: str) -> tuple[str, ...]:
        """Return the clauses that forbid an outcome in the case as presumed, as `choose` does.

        What forbids to refuse tolerance is, before them, the article of the bars of which none is.
        """
        facts = {**dict(zip(vocabulary(), judged.pattern, strict=True)), **judged.implied}
        total = {n: vocabulary()[n].presumed if v is None else v for n, v in facts.items()}
        try:
            self.engine.evaluate(CaseFacts.from_facts(total)).choose(outcome, reason="")
        except ForbiddenOutcomeError as error:
            return (*self._unmet(judged, outcome), *error.clauses)
        return ()

    def _unmet(self, judged: Judged, outcome: str) -> Iterator[str]:
        """Yield the articles of bars of which none stands, if the outcome says one does."""
        if outcome == NO_TOLERANCE:
            for article in self._bars:
                if judged.refuted.issuperset(article.clauses):
                    yield article.id

    def lawful_under(self, judged: Judged, recorded: str) -> tuple[str, ...]:
        """Return the options of readings, each alone, under which the recorded outcome stands."""
        return tuple(
            f"{turning.name}={option}"
            for turning in judged.turning
            for option, outcome in turning.outcomes.items()
            if option != turning.option and recorded in self._lawful[outcome]
        )


def kind_of(recorded: str, disposal: Disposal) -> Kind | None:
    """Return what a recorded outcome is under a disposal; None if it is the named outcome."""
    if recorded == disposal.outcome:
        return None
    if recorded in disposal.permitted:
        return Kind.DEPARTURE
    if disposal.discretionary and recorded == ORDINARY:
        return Kind.TOLERANCE_WITHHELD
    return Kind.ERROR_OF_LAW


def kinds(recorded: str, judged: Judged) -> tuple[Kind, ...]:
    """Return what is found of a recorded outcome: what holds in every completion, and unsettled."""
    found = {kind_of(recorded, disposal) for disposal in judged.disposals}
    unsettled = () if judged.settled else (Kind.UNSETTLED,)
    if len(found) == 1:
        (kind,) = found
        return (kind, *unsettled) if kind else unsettled
    return unsettled


def is_error(recorded: str, judged: Judged) -> bool:
    """Tell whether a recorded outcome is an error of law."""
    return Kind.ERROR_OF_LAW in kinds(recorded, judged)


def findings(past: PastDecision, judged: Judged, judge: Judge) -> Iterator[AuditFinding]:
    """Yield what the rules find of one past decision, the error of law first."""
    for kind in kinds(past.recorded, judged):
        if kind is Kind.UNSETTLED:
            yield AuditFinding(kind, (past,), facts=judged.missing)
        elif kind is Kind.ERROR_OF_LAW:
            under = judge.lawful_under(judged, past.recorded)
            yield AuditFinding(
                kind,
                (past,),
                clauses=judge.forbidding(judged, past.recorded),
                details={"lawful_under": "、".join(under)} if under else {},
            )
        else:
            # Tolerance rests on the circumstances that stand.
            circumstances = judge.relevance.circumstances
            standing = tuple(clause for clause in judged.established if clause in circumstances)
            yield AuditFinding(kind, (past,), clauses=standing)
