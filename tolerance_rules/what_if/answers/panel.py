"""Panel: the differences of several members about one case, and how they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang, Pair, say
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.what_if.answers.phrases import AnswerPhrases
from tolerance_rules.what_if.answers.questions import Answer
from tolerance_rules.what_if.answers.renderable import Renderable

WORDS: dict[str, Pair] = {
    "title": ("合议中的分歧", "Where the members of the panel differ"),
    "members": ("各人的结论", "The outcome of each"),
    "member": ("{name}：{standing}", "{name}: {standing}"),
    "together": ("合在一起", "Taken together"),
    "settled": (
        "不论采哪一种认定，结论都是“{}”",
        "Whichever answers are taken, the outcome is “{}”",
    ),
    "unsettled": (
        "依各人的认定，结论可能是：{}",
        "By what the members found, the outcome may be: {}",
    ),
    "agreed": ("认定一致的事实：{} 项", "Facts on which all agree: {}"),
    "turning": (
        "结论取决于此的分歧（{} 项，最要紧的在前）",
        "Differences on which the outcome turns ({}, the most decisive first)",
    ),
    "set_aside": (
        "不影响结论、可以搁置的分歧（{} 项）",
        "Differences that do not bear on the outcome and can be set aside ({})",
    ),
    "open": (
        "大家都没有查明、还会影响结论的事实（{} 项）",
        "Facts that nobody has established, and that can change the outcome ({})",
    ),
    "difference": ("{fact}——{answers}", "{fact} — {answers}"),
    "answer": ("{name}：{value}", "{name}: {value}"),
    "if_agreed": (
        "若认定为“{value}”，结论可能是：{outcomes}",
        "If “{value}” is agreed: {outcomes}",
    ),
    "impossible": ("若认定为“{value}”，与其他事实矛盾", "“{value}” contradicts other facts"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the panel, and the outcome of the case as that member sees it."""

    name: str
    outcome: Outcome
    settled: bool
    reachable: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact on which members differ: what each knows of it, in the order of the members.

    They are `contrary` where what one holds possible another excludes altogether, rather than that
    one knows more. `left` says, of a difference on which the outcome turns, what each answer would
    leave reachable, were it agreed upon.
    """

    fact: str
    answers: tuple[Known, ...]
    contrary: bool
    left: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Panel(Renderable):
    """On which facts the members differ, and exactly the outcomes of all choices among them."""

    decision: Decision
    """That of the first member."""
    members: tuple[Member, ...]
    settled: bool
    reachable: tuple[Outcome, ...]
    turning: tuple[Difference, ...]
    """The differences on which the outcome turns, most decisive first."""
    set_aside: tuple[Difference, ...]
    open_facts: tuple[str, ...]
    """Facts on which all say the same, not established, that can change the outcome."""
    agreed: int
    """On how many facts all say the same."""

    def document(self, lang: Lang = "zh") -> Document:
        """Return the differences in words."""
        phrases = AnswerPhrases(lang, self.decision)
        title, name = say(lang, WORDS["title"]), self.decision.case.title or self.decision.case.id
        if name:
            title = phrases.say("named", title=title, name=name)
        sections = tuple(section for section in self._sections(phrases) if section.items)
        return Document(title, sections, chinese=lang == "zh")

    def _sections(self, phrases: AnswerPhrases) -> Iterator[Section]:
        lang = phrases.lang
        yield Section(
            say(lang, WORDS["members"]), tuple(self._member(each, phrases) for each in self.members)
        )
        together = say(lang, WORDS["unsettled"], phrases.outcomes(self.reachable))
        if self.settled:
            together = say(lang, WORDS["settled"], phrases.outcome(self.reachable[0]))
        items = (Item(together, strong=True), Item(say(lang, WORDS["agreed"], self.agreed)))
        yield Section(say(lang, WORDS["together"]), items)
        for key, differences in (("turning", self.turning), ("set_aside", self.set_aside)):
            heading = say(lang, WORDS[key], len(differences))
            yield Section(heading, tuple(self._difference(each, phrases) for each in differences))
        facts = tuple(Item(phrases.fact(fact)) for fact in self.open_facts)
        yield Section(say(lang, WORDS["open"], len(facts)), facts)

    def _member(self, member: Member, phrases: AnswerPhrases) -> Item:
        standing = phrases.standing(member.outcome, member.reachable, settled=member.settled)
        return Item(say(phrases.lang, WORDS["member"], name=member.name, standing=standing))

    def _difference(self, difference: Difference, phrases: AnswerPhrases) -> Item:
        lang, fact = phrases.lang, difference.fact
        answers = phrases.series(
            say(
                lang,
                WORDS["answer"],
                name=member.name,
                value=phrases.value(fact, answer),
            )
            for member, answer in zip(self.members, difference.answers, strict=True)
        )
        words = say(lang, WORDS["difference"], fact=phrases.fact(fact), answers=answers)
        return Item(words, tuple(_left(fact, each, phrases) for each in difference.left))


def _left(fact: str, answer: Answer, phrases: AnswerPhrases) -> Item:
    value = phrases.value(fact, answer.value)
    key = "if_agreed" if answer.reachable else "impossible"
    outcomes = phrases.outcomes(answer.reachable) if answer.reachable else ""
    return Item(say(phrases.lang, WORDS[key], value=value, outcomes=outcomes))
