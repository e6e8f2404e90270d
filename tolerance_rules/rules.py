"""Rules: the frozen nouns a ruleset is made of, from the leaf of a condition to the whole.

A condition is a tree of six kinds of node. The tree says what the law requires; what it means
for given facts is said in one place only, `tolerance_rules.semantics`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from tolerance_rules.errors import UnknownNameError
from tolerance_rules.frozen_dict import FrozenDict, cached_property
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.vocabulary.fact_spec import Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary

if TYPE_CHECKING:
    from tolerance_rules.facts import CaseModel


@dataclass(frozen=True)
class Fact:
    """A leaf: the fact is established to be one of `values`; `quote` is the phrase it encodes."""

    name: str
    values: tuple[Value, ...] = (True,)
    quote: str = ""


@dataclass(frozen=True)
class ClauseRef:
    """An article or a clause, by its legal coordinates, holds."""

    clause: str


@dataclass(frozen=True)
class All:
    """Every item holds; with no items, always (`otherwise`)."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Any:
    """At least one item holds; with no items, never (`never`)."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """The item does not hold."""

    item: Node


@dataclass(frozen=True)
class Reading:
    """The branch of the option in force of a named reading holds."""

    name: str
    options: tuple[tuple[str, Node], ...]


Node: TypeAlias = Fact | ClauseRef | All | Any | Not | Reading
OTHERWISE = All(())
NEVER = Any(())


@dataclass(frozen=True)
class Clause:
    """A card: one clause of the regulation, its words, and what it requires."""

    id: str
    citation: str
    text: str
    gloss: str
    when: Node
    note: str = ""
    unencoded: tuple[tuple[str, str], ...] = ()
    """Words of the text that are no condition, each with the reason why."""


@dataclass(frozen=True)
class Article:
    """An article with clauses of its own: it holds when `any` or `all` of them hold.

    `provided` is a gate: a condition over other clauses, without which no clause of the article
    counts.
    """

    id: str
    citation: str
    text: str
    gloss: str
    holds: str
    clauses: tuple[str, ...]
    provided: Node | None = None

    @property
    def items(self) -> Node:
        """Return the condition of the article over its own clauses."""
        refs = tuple(ClauseRef(clause) for clause in self.clauses)
        return Any(refs) if self.holds == "any" else All(refs)

    @property
    def when(self) -> Node:
        """Return the condition of the article over its gate and its clauses."""
        return self.items if self.provided is None else All((self.provided, self.items))


@dataclass(frozen=True)
class Cite:
    """Which clauses an outcome row cites: `each` of an article, or the article as a `whole`."""

    clause: str
    whole: bool
    status: str
    role: str


@dataclass(frozen=True)
class Disposition:
    """The sentence of the regulation that disposes of a row's cases."""

    clause: str
    citation: str
    text: str


@dataclass(frozen=True)
class OutcomeRow:
    """A row of the outcome table; the first row whose condition holds decides."""

    row: str
    when: Node
    outcome: str
    modality: Literal["shall", "may"]
    basis: Literal["text", "policy"]
    permitted: tuple[str, ...]
    cites: tuple[Cite, ...]
    disposition: Disposition
    gloss: str = ""
    remark: Pair = ("", "")
    """What whoever reads a decision by this row should bear in mind."""

    @property
    def by_policy(self) -> bool:
        """Tell whether the named policy, not the text, picks the outcome of this row."""
        return self.outcome == POLICY


POLICY = "policy"
"""The outcome of a row, and the clause of a citation, that stand for the named policy."""


@dataclass(frozen=True)
class PolicyRow:
    """A row of the policy; the first row whose condition holds picks the outcome."""

    row: str
    when: Node
    outcome: str
    gloss: str = ""


@dataclass(frozen=True)
class Policy:
    """The house convention that picks within a permitted set; not law, replaceable."""

    id: str
    title: str
    title_en: str
    citation: str
    text: str
    gloss: str
    rows: tuple[PolicyRow, ...]
    sha256: str


@dataclass(frozen=True)
class ReadingCard:
    """An ambiguous phrase, its readings (option -> Chinese and English), and the default."""

    id: str
    clause: str
    phrase: str
    question: str
    question_en: str
    default: str
    options: tuple[tuple[str, tuple[str, str]], ...]
    reason: str
    reason_en: str

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the options, default first."""
        return tuple(name for name, _ in self.options)


@dataclass(frozen=True)
class Combination:
    """Facts that cannot all be, or that together need an explanation; leaves or their Not."""

    id: str
    literals: tuple[Fact, ...]
    reason: str
    reason_en: str


@dataclass(frozen=True)
class InForce:
    """The time in force, ISO dates; `until` is the last day, or None while in force."""

    start: str
    until: str | None

    def includes(self, day: str) -> bool:
        """Tell whether a day, an ISO date, is one on which the rules are in force."""
        return self.start <= day <= (self.until or day)


@dataclass(frozen=True)
class Deadline:
    """A time limit after a decision: so many working days, or a day of the month."""

    clause: str
    quote: str
    unit: Literal["working_days", "day_of_month", "same_day"]
    number: int
    """Due on so many working days, or the first such day of a month, after that of the decision."""
    outcomes: tuple[str, ...] = ()
    """The outcomes of the decisions that it binds; empty: every one."""
    day_included: bool = True
    """Whether the day of the month is itself in time, under the readings in force."""
    reading: str = ""
    """The reading that says whether it is; empty where the regulation leaves no doubt."""
    including: tuple[str, ...] = ()
    """The options of that reading under which it is."""

    def under(self, chosen: Mapping[str, str]) -> Deadline:
        """Return the time limit under a choice of readings."""
        if not self.reading:
            return self
        return dataclasses.replace(self, day_included=chosen[self.reading] in self.including)


DEADLINES = ("notice", "filing")
"""What a regulation may set a time limit for: telling the subject, and filing with an office."""


CASE, DECISION = "case", "decision"
"""What a duty may start with besides events and duties: the case itself, and its decision."""


@dataclass(frozen=True)
class DutyEvent:
    """Something that happens while a case is handled, and that is no duty but gives rise to one."""

    id: str
    clause: str
    quote: str
    label: Pair
    appointed: bool
    """Whether its day is set beforehand, and so may be still to come."""


@dataclass(frozen=True)
class DocumentPart:
    """What a document must say, in the words of the regulation, and a heading for it."""

    quote: str
    label: Pair


@dataclass(frozen=True)
class Duty:
    """A duty of the regulation: who does what, for whom, from when, by when, in which cases."""

    id: str
    clause: str
    quote: str
    label: Pair
    gloss: str
    who: str
    to: tuple[str, ...]
    force: Literal["shall", "may"]
    continuing: bool
    """Whether it lasts and is never done with."""
    outcomes: tuple[str, ...]
    """The outcomes that it follows from; empty: every one."""
    when: Node
    """What the facts must be."""
    turns: tuple[str, ...]
    """Of TURNS: it arises only where the outcome turns on that; empty: always."""
    starts: str
    unless: tuple[str, ...]
    """The events and duties that, once recorded, rule it out."""
    limit: Deadline | None
    by: tuple[str, ...]
    """The events whose recorded day is its limit, a later one of the list before an earlier."""
    promptly: bool
    document: Pair | None
    contents: tuple[DocumentPart, ...]
    evidence: Pair | None
    shown_by: tuple[str, ...]
    """The events that show it done, besides its own record."""
    register: str
    """Of DEADLINES: which date of a register shows it done; empty: none."""


TURNS = ("unsettled", "reading")
"""On what the outcome of a difficult case turns: facts still unknown, or a reading."""


@dataclass(frozen=True)
class NoDuty:
    """A sentence beside the duties that is none, and why."""

    clause: str
    quote: str
    reason: Pair


@dataclass(frozen=True)
class Duties:
    """What a regulation says must be done before and after a decision."""

    parties: Mapping[str, Pair]
    events: Mapping[str, DutyEvent]
    duties: Mapping[str, Duty]
    others: tuple[NoDuty, ...]

    def __bool__(self) -> bool:
        return bool(self.duties)

    @property
    def recorded(self) -> tuple[Duty | DutyEvent, ...]:
        """Return everything whose day an office records."""
        return (*self.duties.values(), *self.events.values())

    def label(self, name: str) -> Pair:
        """Return what an event or a duty is called."""
        found = self.duties.get(name) or self.events.get(name)
        return found.label if found is not None else STARTS[name]

    def root(self, duty: str) -> str:
        """Return what stands at the beginning of what a duty starts with: case, decision, event."""
        while duty in self.duties:
            duty = self.duties[duty].starts
        return duty

    def contingent(self, duty: str) -> bool:
        """Tell whether a duty begins with something that need not happen."""
        starts = self.duties[duty].starts
        while starts in self.duties:
            if self.duties[starts].force == "may":
                return True
            starts = self.duties[starts].starts
        return starts in self.events


STARTS: Mapping[str, Pair] = {
    CASE: ("立案核实", "the case is opened"),
    DECISION: ("作出决定", "the decision"),
}
NO_DUTIES = Duties(FrozenDict(), FrozenDict(), FrozenDict(), ())


@dataclass(frozen=True)
class OutcomeWords:
    """What a regulation calls an outcome, and what else is read as it."""

    label: Pair
    also: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Ruleset:
    """A whole regulation as rules, with the readings and the policy in force.

    A regulation may repeal nothing, apply to nobody by reference, leave nothing to a policy, and
    have no readings, no contradictions and no duties: the fields are then None or empty.
    """

    id: str
    document_number: str
    title: str
    title_en: str
    issuer: str
    issuer_en: str
    in_force: InForce
    repeals: Mapping[str, str] | None
    interpreted_by: str
    basis: tuple[tuple[str, str], ...]
    """The documents that the regulation rests on: number and title."""
    earlier_conduct: Pair | None
    """What is to be considered of conduct before the regulation was in force."""
    regulation: str
    regulation_sha256: str
    vocabulary: Vocabulary
    articles: Mapping[str, Article]
    clauses: Mapping[str, Clause]
    by_reference: Fact | None
    labels: Mapping[str, OutcomeWords]
    """The outcomes that the regulation uses, the most lenient first, and what they are called."""
    outcomes: tuple[OutcomeRow, ...]
    policy: Policy | None
    readings: Mapping[str, ReadingCard]
    impossible: tuple[Combination, ...]
    explain: tuple[Combination, ...]
    sha256: str
    chosen: Mapping[str, str] = field(default_factory=FrozenDict)
    obligations: Duties = NO_DUTIES
    folder: str = ""

    @property
    def model(self) -> type[CaseModel]:
        """Return the typed model of the facts of a case."""
        # Imported here: facts that are plainly right are judged without a model.
        from tolerance_rules.facts import model_of

        return model_of(self.vocabulary)

    def facts(self, given: object) -> CaseModel:
        """Return the facts of a nested or a dotted dict; CaseError lists every fault."""
        return self.model.from_facts(given)

    def label(self, outcome: str, lang: Lang = "zh") -> str:
        """Return what the regulation calls an outcome; one that it does not use, as it stands."""
        words = self.labels.get(outcome)
        return pick(lang, words.label) if words else outcome

    def is_earlier_conduct(self, occurred_on: str) -> bool:
        """Tell whether conduct of an ISO date, empty if not given, calls for the notice of it."""
        return self.earlier_conduct is not None and "" < occurred_on < self.in_force.start

    @property
    def policy_rows(self) -> tuple[PolicyRow, ...]:
        """Return the rows of the policy; none if there is no policy."""
        return self.policy.rows if self.policy is not None else ()

    def cited_as(self, role: str) -> tuple[str, ...]:
        """Return the articles and clauses that the outcome table cites in a role, in order."""
        cites = (cite for row in self.outcomes for cite in row.cites)
        return tuple(dict.fromkeys(cite.clause for cite in cites if cite.role == role))

    def clauses_of(self, name: str) -> tuple[str, ...]:
        """Return the clauses of an article, or the clause itself."""
        article = self.articles.get(name)
        return article.clauses if article is not None else (name,)

    def condition(self, clause: str) -> Node:
        """Return the condition of an article or a clause; UnknownNameError if there is none."""
        found = self.articles.get(clause) or self.clauses.get(clause)
        if found is None:
            raise UnknownNameError("条款", clause, [*self.clauses, *self.articles])
        return found.when

    def option(self, reading: Reading) -> Node:
        """Return the branch of `reading` that is in force."""
        return dict(reading.options)[self.chosen[reading.name]]

    def with_readings(self, readings: Mapping[str, str]) -> Ruleset:
        """Return the ruleset with other options chosen; unknown names are refused."""
        for name, option in readings.items():
            if name not in self.readings:
                raise UnknownNameError("读法（reading）", name, self.readings)
            if option not in self.readings[name].names:
                raise UnknownNameError(f"读法 {name} 的选项", option, self.readings[name].names)
        return dataclasses.replace(self, chosen=FrozenDict({**self.chosen, **readings}))

    def with_policy(self, policy: Policy) -> Ruleset:
        """Return the ruleset with another policy."""
        return dataclasses.replace(self, policy=policy)

    @cached_property
    def deadlines(self) -> Mapping[str, Deadline]:
        """Return the time limits that a register shows kept or not, under the readings chosen."""
        duties = self.obligations.duties.values()
        held = {duty.register: duty.limit for duty in duties if duty.register}
        found = {name: limit.under(self.chosen) for name in DEADLINES if (limit := held.get(name))}
        return FrozenDict(found)

    @cached_property
    def outcome_readings(self) -> Mapping[str, ReadingCard]:
        """Return the readings that can change an outcome; the others are of time limits alone."""
        limits = (duty.limit for duty in self.obligations.duties.values())
        of_limits = {limit.reading for limit in limits if limit is not None}
        found = {name: card for name, card in self.readings.items() if name not in of_limits}
        return FrozenDict(found)

    @cached_property
    def clauses_using(self) -> Mapping[str, tuple[str, ...]]:
        """Map each fact to the clauses, then the outcome and policy rows, that use it."""
        users: dict[str, dict[str, None]] = {}
        places: list[tuple[str, Node]] = [(c.id, c.when) for c in self.clauses.values()]
        places += [(f"outcomes#{row.row}", row.when) for row in self.outcomes]
        places += [(f"{POLICY}#{rule.row}", rule.when) for rule in self.policy_rows]
        for place, node in places:
            for leaf in leaves(node):
                users.setdefault(leaf.name, {})[place] = None
        return {name: tuple(found) for name, found in users.items()}


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below `node`, of every reading."""
    if isinstance(node, (All, Any)):
        return node.items
    if isinstance(node, Not):
        return (node.item,)
    if isinstance(node, Reading):
        return tuple(branch for _, branch in node.options)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and every node below it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def leaves(node: Node) -> Iterator[Fact]:
    """Yield every fact leaf at or below `node`, clause references not followed."""
    return (found for found in walk(node) if isinstance(found, Fact))
