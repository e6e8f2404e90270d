"""Verdict: what the rules find in one case, before it is put into a decision.

The definition and the executor both give one, and tests compare them whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, NamedTuple

from tolerance_rules.frozen_dict import FrozenDict, FrozenMapping
from tolerance_rules.language import Pair
from tolerance_rules.rules import (
    POLICY,
    Article,
    Combination,
    OutcomeRow,
    PolicyRow,
    ReadingCard,
    Ruleset,
)
from tolerance_rules.verdict.worked_out import WORK_OUT, worked_out
from tolerance_rules.vocabulary.fact_spec import Known, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary

Facts = Mapping[str, Known]
"""Every fact of the vocabulary by dotted name, and what is known of it."""

Origin = Literal["established", "implied", "presumed"]
"""Where the value of a fact comes from: the case, an impossible combination, a presumption."""


class Status(str, Enum):
    """Whether a condition is established, refuted, or open because of unknown facts."""

    ESTABLISHED = "established"
    REFUTED = "refuted"
    OPEN = "open"

    def __str__(self) -> str:
        return self.value


class Role(str, Enum):
    """What a citation does in the decision."""

    SCOPE = "scope"
    PROVISO = "proviso"
    CIRCUMSTANCE = "circumstance"
    BAR = "bar"
    CONDITION_MET = "condition_met"
    CONDITION_UNMET = "condition_unmet"
    DISPOSITION = "disposition"
    POLICY = "policy"

    def __str__(self) -> str:
        return self.value


ROLES = tuple(Role)
"""The order in which a decision cites."""


@dataclass(frozen=True, slots=True)
class Because:
    """A fact that made a clause what it is: its value, the phrase quoted, and its origin.

    Several values are those still possible of a fact that is partly known, where each of them
    makes the clause what it is.
    """

    fact: str
    value: Value | tuple[Value, ...]
    quote: str
    clause: str
    origin: Origin = "established"


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause that decided, or that prevented a better outcome, with its words and its facts."""

    clause: str
    citation: str
    text: str
    role: Role
    status: Status
    because: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class Implied:
    """What an impossible combination leaves of a fact, given the others; `value` may be several."""

    fact: str
    value: Known
    by: tuple[str, ...]
    combination: str


@dataclass(frozen=True, slots=True)
class CaseWarning:
    """Facts that together need an explanation on the record."""

    id: str
    facts: tuple[str, ...]
    question: str
    question_en: str

    @staticmethod
    def of(combination: Combination) -> CaseWarning:
        """Return the warning that a combination of facts gives rise to."""
        names = tuple(literal.name for literal in combination.literals)
        return CaseWarning(combination.id, names, combination.reason, combination.reason_en)


@dataclass(frozen=True, slots=True)
class TurningReading:
    """A reading on which it turns what the outcome is, or what it may still turn out to be."""

    name: str
    clause: str
    phrase: str
    option: str
    """The option in force."""
    outcomes: FrozenMapping[str, str]
    """The outcome under each option."""
    meanings: FrozenMapping[str, Pair]
    """What each option says the phrase means, in Chinese and in English."""
    reachable: FrozenMapping[str, tuple[str, ...]] = field(default_factory=FrozenDict)
    """The reachable outcomes under each option: it is settled where there is one."""

    @staticmethod
    def of(
        card: ReadingCard,
        chosen: str,
        outcomes: Mapping[str, str],
        reachable: Mapping[str, tuple[str, ...]] | None = None,
    ) -> TurningReading:
        """Return a reading with its outcomes; where nothing is said of them, each is settled."""
        if reachable is None:
            reachable = {option: (outcome,) for option, outcome in outcomes.items()}
        return TurningReading(
            card.id,
            card.clause,
            card.phrase,
            chosen,
            FrozenDict(outcomes),
            FrozenDict(card.options),
            FrozenDict(reachable),
        )

    @property
    def turns_outcome(self) -> bool:
        """Tell whether the outcome itself differs, not only what it may still turn out to be."""
        return len(set(self.outcomes.values())) > 1


@dataclass(frozen=True, slots=True)
class Completed:
    """The facts of a case with implied findings (`known`), then with all presumed (`total`).

    `presumed` are the facts that are still not established once the findings are implied.
    """

    known: Facts
    total: Mapping[str, Value]
    implied: tuple[Implied, ...]
    presumed: tuple[str, ...]

    @staticmethod
    def of(known: Facts, implied: tuple[Implied, ...], vocabulary: Vocabulary) -> Completed:
        """Return a case whose implied findings are in `known`, with the rest presumed."""
        presumed = tuple(n for n, k in known.items() if k is None or isinstance(k, tuple))
        total = {name: vocabulary[name].presume(each) for name, each in known.items()}
        return Completed(known, total, implied, presumed)

    def origin(self, fact: str) -> Origin:
        """Return where the value of a fact in `total` comes from."""
        if fact in self.presumed:
            return "presumed"
        return "implied" if any(found.fact == fact for found in self.implied) else "established"


@worked_out("statuses", "unweighed")
@dataclass(frozen=True)
class Verdict:
    """The row of the outcome table that decides, what it cites, and the status of every clause.

    `statuses` are those of the facts as known; `row`, `outcome` and `citations` those of the case
    in which every unknown fact takes its presumed value.
    """

    row: OutcomeRow
    outcome: str
    citations: tuple[Citation, ...]
    implied: tuple[Implied, ...]
    presumed: tuple[str, ...]
    warnings: tuple[CaseWarning, ...]
    by_reference: bool
    turning: tuple[TurningReading, ...]
    statuses: Mapping[str, Status]
    unweighed: tuple[str, ...]
    """Adverse facts established on which nothing cited rests, nor the policy that picked."""

    @property
    def status_parts(self) -> Sequence[tuple[tuple[str, Status], ...]]:
        """Return the status of every clause, those of a few at once that many verdicts share."""
        source = vars(self).get(WORK_OUT)
        return (tuple(self.statuses.items()),) if source is None else source.status_parts()


class Parts(NamedTuple):
    """An article in a case: its gate, its own clauses, and the clauses that the gate rests on."""

    gate: Status
    items: Status
    behind: tuple[str, ...]


def cited(
    row: OutcomeRow,
    rules: Ruleset,
    status: Callable[[str], Status],
    parts: Callable[[Article], Parts],
    citation: Callable[[str, Role], Citation],
) -> Iterator[Citation]:
    """Yield the citations of a row, to be arranged; `status` and `citation` answer for a clause.

    An article fails for want of its gate, or of its own clauses: the clauses of the gate are
    cited as a proviso, the article only for its own. An item whose article does not count for
    want of its gate is not cited as one that holds.
    """
    for cite in row.cites:
        article, role = rules.articles.get(cite.clause), Role(cite.role)
        if article is None:
            if status(cite.clause).value == cite.status:
                yield citation(cite.clause, role)
            continue
        found = parts(article)
        if cite.whole:
            if found.gate is Status.REFUTED and cite.status == Status.REFUTED.value:
                for clause in found.behind:
                    yield citation(clause, Role.PROVISO)
            holds = status(article.id) if cite.status != Status.REFUTED.value else found.items
            if holds.value == cite.status:
                yield citation(article.id, role)
        elif cite.status == Status.REFUTED.value or found.gate is Status.ESTABLISHED:
            for clause in article.clauses:
                if status(clause).value == cite.status:
                    yield citation(clause, role)


def arranged(citations: Iterable[Citation], rules: Ruleset) -> tuple[Citation, ...]:
    """Return the citations of a row by role, each proviso once.

    What a row cites in a role of its own, itself or item by item, is not cited as a proviso too.
    """
    found = tuple(citations)
    kept = [each for each in found if each.role is not Role.PROVISO]
    own = {(each.clause, each.status) for each in kept}
    provisos = {each.clause: each for each in found if each.role is Role.PROVISO}
    for each in provisos.values():
        items = (each.clause, *rules.clauses_of(each.clause))
        if own.isdisjoint((item, each.status) for item in items):
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: ROLES.index(each.role)))


def closing(row: OutcomeRow, pick: PolicyRow | None, rules: Ruleset) -> tuple[Citation, ...]:
    """Return the citations that close a decision: the disposing sentence, and the policy."""
    words = row.disposition
    disposing = Citation(
        words.clause, words.citation, words.text, Role.DISPOSITION, Status.ESTABLISHED
    )
    if pick is None:
        return (disposing,)
    policy = rules.policy
    assert policy is not None, "a row of a policy was picked"
    return disposing, Citation(
        POLICY, policy.citation, policy.text, Role.POLICY, Status.ESTABLISHED
    )
