"""Decision data: what a decision holds; `tolerance_rules.decision` adds what it can do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

from tolerance_rules.characters import name_of, refused_in
from tolerance_rules.errors import Fault
from tolerance_rules.frozen_dict import FrozenDict, FrozenMapping, cached_property
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.obligation import Obligation
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import (
    CaseWarning,
    Citation,
    Completed,
    Implied,
    Status,
    TurningReading,
)
from tolerance_rules.verdict.worked_out import WORK_OUT, worked_out

if TYPE_CHECKING:
    from tolerance_rules.facts import CaseModel
    from tolerance_rules.vocabulary.packed_facts import PackedFacts

    AnyCase = CaseModel
else:

    class _AnyCase:
        """Tells pydantic that it is the facts of a case, of whatever vocabulary.

        The models of facts take as long to import as all the rest of a decision, and a decision
        that is only told in words does without.
        """

        def __get_pydantic_core_schema__(self, _source: Any, handler: Any) -> Any:
            from pydantic import SerializeAsAny

            from tolerance_rules.facts import CaseModel

            return handler.generate_schema(SerializeAsAny[CaseModel])

    AnyCase = Annotated[object, _AnyCase()]


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """What a case file says besides its facts, carried into the decision untouched."""

    id: str = ""
    title: str = ""
    authority: str = ""
    occurred_on: str = ""
    decided_on: str = ""
    evidence: FrozenMapping[str, str] = field(default_factory=FrozenDict)
    handling: FrozenMapping[str, str] = field(default_factory=FrozenDict)
    """What was done and what happened in the handling of the case, with its day."""


NO_INFO = CaseInfo()
"""What is known of a case given as bare facts."""

LONGEST = 20_000
"""Longest text, in characters, that is kept with a decision: a title, a note, a reason."""


def text_fault(where: str, value: object) -> Fault | None:
    """Return what keeps `value` from being kept with a decision as text, or None."""
    if not isinstance(value, str):
        english = f'{where} should be text: write it as "…"'
        message = f"{where} 应当是文字"
        return Fault("C027", message, '请加引号写成 "…"', subject=where, english=english)
    if len(value) > LONGEST:
        return Fault(
            "C028",
            f"{where} 有 {len(value):,} 字，超过 {LONGEST:,} 字",
            "请另存附件",
            subject=where,
            english=f"{where} has {len(value):,} characters, more than {LONGEST:,}",
        )
    if found := refused_in(value):
        zh, en = name_of(found)
        message = f"{where} 含有看不见的{zh}"
        english = f"{where} holds an invisible {en}: delete it"
        return Fault("C029", message, "请删去后重写", subject=where, english=english)
    return None


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """A reading of which another option than the default is in force, and what it means."""

    name: str
    clause: str
    phrase: str
    option: str
    meaning: Pair


@dataclass(frozen=True, slots=True)
class RulesetRef:
    """The ruleset that decided: id, fingerprint, and the readings in force."""

    id: str
    document_number: str
    title: str
    sha256: str
    readings: FrozenMapping[str, str]
    policy_sha256: str
    labels: FrozenMapping[str, Pair]
    """What the regulation calls each outcome that it uses, in Chinese and in English."""
    also: FrozenMapping[str, tuple[str, ...]] = field(default_factory=FrozenDict)
    """What else is read as each of these outcomes."""
    policy_title: Pair = ("", "")
    other_readings: tuple[ReadingChoice, ...] = ()
    """The readings in force that are not the default ones."""

    @staticmethod
    def of(rules: Ruleset) -> RulesetRef:
        """Return the reference to a ruleset, with its readings and its policy."""
        policy = rules.policy
        return RulesetRef(
            id=rules.id,
            document_number=rules.document_number,
            title=rules.title,
            sha256=rules.sha256,
            readings=FrozenDict(rules.chosen),
            policy_sha256=policy.sha256 if policy else "",
            labels=FrozenDict({code: words.label for code, words in rules.labels.items()}),
            also=FrozenDict({code: words.also for code, words in rules.labels.items()}),
            policy_title=(policy.title, policy.title_en) if policy else ("", ""),
            other_readings=tuple(
                ReadingChoice(
                    card.id,
                    card.clause,
                    card.phrase,
                    rules.chosen[card.id],
                    dict(card.options)[rules.chosen[card.id]],
                )
                for card in rules.readings.values()
                if rules.chosen[card.id] != card.default
            ),
        )


@worked_out("open_facts", "statuses", "readings", "facts", "unweighed", "obligations")
@dataclass(frozen=True)
class DecisionData:
    """What the rules say of one case. Frozen; `to_dict` and `to_json` give the result document.

    `outcome` is that of the case in which every unknown fact takes its presumed value;
    `reachable` are exactly the outcomes that the unknown facts could still give.
    """

    outcome: Outcome
    permitted: tuple[Outcome, ...]
    modality: Literal["shall", "may"]
    basis: Literal["text", "policy", "authority"]
    row: str
    settled: bool
    reachable: tuple[Outcome, ...]
    open_facts: tuple[str, ...]
    citations: tuple[Citation, ...]
    statuses: FrozenMapping[str, Status]
    by_reference: bool
    implied: tuple[Implied, ...]
    presumed: tuple[str, ...]
    warnings: tuple[CaseWarning, ...]
    readings: tuple[TurningReading, ...]
    policy: str
    ruleset: RulesetRef
    facts: AnyCase
    case: CaseInfo = NO_INFO
    reason: str = ""
    remark: Pair = ("", "")
    """What the outcome table says of the row that decided, in Chinese and in English."""
    unweighed: tuple[str, ...] = ()
    """Adverse facts established that did not bear on the outcome."""
    set_aside: Outcome | None = None
    """What the rules named, where the authority chose otherwise."""
    obligations: tuple[Obligation, ...] = ()
    """What the regulation obliges whom to do in this case, the duties that it rules out aside."""

    @property
    def withheld(self) -> bool:
        """Tell whether the authority declined to tolerate what the rules only permit."""
        return self.set_aside is not None and self.outcome not in self.permitted

    @property
    def plain_facts(self) -> CaseModel | PackedFacts:
        """Return the facts for who asks only what is known of each: without their model, if any."""
        source = None if "facts" in vars(self) else vars(self).get(WORK_OUT)
        return self.facts if source is None else source.plain_facts

    @cached_property
    def completed(self) -> Completed:
        """Return the facts with what is implied, and with what is presumed."""
        facts = self.plain_facts
        known = dict(facts.flat) | {found.fact: found.value for found in self.implied}
        return Completed.of(known, self.implied, facts.vocabulary)

    def label(self, outcome: Outcome | str, lang: Lang = "zh") -> str:
        """Return what the regulation that decided calls an outcome."""
        found = self.ruleset.labels.get(str(outcome))
        return pick(lang, found) if found else Outcome(outcome).label(lang)
