"""Evidence: the documents on which an outcome rests, what their loss would do, and how it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.frozen_dict import FrozenMapping
from tolerance_rules.language import Lang, Pair, say
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.what_if.answers.phrases import AnswerPhrases
from tolerance_rules.what_if.answers.renderable import Renderable

WORDS: dict[str, Pair] = {
    "title": ("结论靠哪些材料", "The documents on which the outcome rests"),
    "unsettled": (
        "结论尚未确定：先查明事实，再看材料。",
        "The outcome is not settled: establish the facts first.",
    ),
    "no_documents": (
        "证据说明没有写材料的编号。编号写在方括号里，如：会议记录[纪要-03]。",
        "The evidence notes name no documents. Write the id of each in brackets: minutes[M-03].",
    ),
    "safe": (
        "写了编号的材料全部丢失，结论仍然不变。",
        "The outcome would stand though every document that is named were lost.",
    ),
    "losses": (
        "丢失以下材料，结论就不能确定（共 {total} 组，最少的在前）",
        "Losses that would unsettle the outcome ({total}, the smallest first)",
    ),
    "single": ("只此一份：{}", "A single point of failure: {}"),
    "several": ("同时丢失 {} 份：{}", "{} together: {}"),
    "facts": ("不能再认定：{}", "No longer established: {}"),
    "left": ("结论可能是：{}", "The outcome may then be: {}"),
    "more": ("另有 {} 组没有列出", "{} more are not listed"),
    "complete_to": (
        "材料很多：不超过 {} 份的各组都已列入，更多份的没有查。",
        "There are many documents: every set of at most {} is counted, larger ones were not "
        "looked for.",
    ),
    "documents": ("材料（{} 份）", "Documents ({})"),
    "document": ("{id}：{facts}", "{id}: {facts}"),
    "alone": ("{fact}（只靠它）", "{fact} (on it alone)"),
    "no_fact": (
        "没有靠它认定的事实",
        "no established fact rests on it",
    ),
    "unsupported": (
        "没有写明材料，而一旦不能认定结论就不能确定的事实（{} 项）",
        "Facts without a document on which the outcome depends ({})",
    ),
}


@dataclass(frozen=True, slots=True)
class EvidenceDocument:
    """A document that evidence notes name: the facts that rest on it, and those on it alone."""

    id: str
    facts: tuple[str, ...]
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """Documents lost together, the facts not established any more, and exactly what is left.

    `outcome` is that of the case as presumed after the loss.
    """

    documents: tuple[str, ...]
    facts: tuple[str, ...]
    outcome: Outcome
    reachable: tuple[Outcome, ...]


@dataclass(frozen=True)
class Evidence(Renderable):
    """The minimal sets of documents whose loss would unsettle an outcome, the smallest first.

    Of a case that is not settled there are none. `undocumented` are the established facts whose
    notes name no document; the outcome turns on those of them that are `unsupported`.
    """

    decision: Decision
    documents: tuple[EvidenceDocument, ...]
    single_points: tuple[str, ...]
    """The documents each of which, lost alone, unsettles the outcome."""
    losses: tuple[Loss, ...]
    sizes: FrozenMapping[int, int]
    """How many sets of each size there are."""
    total: int
    complete_to: int | None
    """Up to which size every set is counted; None if all are, of whatever size."""
    undocumented: tuple[str, ...]
    unsupported: tuple[str, ...]

    def document(self, lang: Lang = "zh") -> Document:
        """Return the documents and their losses in words."""
        phrases = AnswerPhrases(lang, self.decision)
        remark = ""
        if not self.decision.settled:
            remark = say(lang, WORDS["unsettled"])
        elif not self.documents:
            remark = say(lang, WORDS["no_documents"])
        elif not self.losses and self.complete_to is None:
            remark = say(lang, WORDS["safe"])
        sections = tuple(section for section in self._sections(phrases) if section.items)
        return phrases.document(say(lang, WORDS["title"]), *sections, remark=remark)

    def _sections(self, phrases: AnswerPhrases) -> Iterator[Section]:
        lang = phrases.lang
        lead = say(lang, WORDS["complete_to"], self.complete_to) if self.complete_to else ""
        items = [_loss(each, phrases) for each in self.losses]
        if self.total > len(items):
            items.append(Item(say(lang, WORDS["more"], self.total - len(items))))
        yield Section(say(lang, WORDS["losses"], total=self.total), tuple(items), lead)
        unsupported = tuple(Item(phrases.fact(fact)) for fact in self.unsupported)
        yield Section(say(lang, WORDS["unsupported"], len(unsupported)), unsupported)
        documents = tuple(Item(_document(each, phrases)) for each in self.documents)
        yield Section(say(lang, WORDS["documents"], len(documents)), documents)


def _loss(loss: Loss, phrases: AnswerPhrases) -> Item:
    lang, count = phrases.lang, len(loss.documents)
    named = phrases.series(loss.documents)
    words = say(lang, WORDS["single"], named)
    if count > 1:
        words = say(lang, WORDS["several"], count, named)
    facts = phrases.series(map(phrases.label, loss.facts))
    inner = (
        Item(say(lang, WORDS["facts"], facts)),
        Item(say(lang, WORDS["left"], phrases.outcomes(loss.reachable))),
    )
    return Item(words, inner)


def _document(document: EvidenceDocument, phrases: AnswerPhrases) -> str:
    facts = [
        say(phrases.lang, WORDS["alone"], fact=phrases.label(fact))
        if fact in document.alone
        else phrases.label(fact)
        for fact in document.facts
    ]
    told = phrases.series(facts) if facts else say(phrases.lang, WORDS["no_fact"])
    return say(phrases.lang, WORDS["document"], id=document.id, facts=told)
