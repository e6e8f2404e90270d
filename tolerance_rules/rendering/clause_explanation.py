"""Clause explanation: why a clause holds in a case, or why not, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tolerance_rules.facts import FactSpec, vocabulary
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rendering.clause_examination import Examined, completed, examine
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.rendering.explanation_words import STATUSES, clause_name
from tolerance_rules.rendering.explanation_words import WORDS as SHARED
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.decision_data import DecisionData
from tolerance_rules.verdict.verdict import Status

WORDS: Mapping[str, Pair] = {
    "all": ("以下都要具备", "all of these are required"),
    "any": ("以下有一项即可", "any one of these is enough"),
    "none": ("以下不能成立", "this must not hold"),
    "never": ("永不成立", "never holds"),
    "always": ("其余情形", "otherwise"),
    "clause": ("{}成立", "{} holds"),
    "reading": ("依释义 {name} 而定：{question}", "depends on the reading {name}: {question}"),
    "option": ("读法 {option}：{meaning}", "reading {option}: {meaning}"),
    "in_force": ("本次采用的读法 {option}：{meaning}", "reading in force, {option}: {meaning}"),
    "must": ("{label}（{name}）应为{values}", "{label} ({name}) must be {values}"),
    "quote": ("{}——“{}”", "{} — “{}”"),
    "found": ("{}；现为{}（{}）", "{}; it is {} ({})"),
    "unknown": ("{}；未查明，推定为{}", "{}; not established, presumed {}"),
    "ask": ("待查明：{}", "To be established: {}"),
    "judged": ("〔{}〕{}", "[{}] {}"),
    "as_presumed": ("{}，按推定{}", "{}, presumed: {}"),
    "not_in_force": ("未采用", "not in force"),
    "note": ("认定时注意：{}", "Note (for whoever finds the facts): {}"),
    "or": ("或", " or "),
    "value": ("“{}”", "“{}”"),
}


TITLE: Pair = ("条款说明：{}", "Clauses explained: {}")
CLAUSES: Pair = ("条款", "Clauses")
OUTCOME: Pair = ("本案结论", "Outcome of the case")


def clauses_document(
    decision: DecisionData, clauses: Sequence[str], rules: Ruleset, lang: Lang
) -> Document:
    """Return some clauses in words, each condition judged by a case, and its outcome."""
    case = completed(decision)
    items = tuple(clause_item(examine(each, rules, case), rules, lang) for each in clauses)
    outcome = Item(decision.outcome.label(lang), strong=True)
    name = decision.case.title or decision.case.id
    return Document(
        say(lang, TITLE, name) if name else pick(lang, CLAUSES),
        (Section(pick(lang, CLAUSES), items), Section(pick(lang, OUTCOME), (outcome,))),
        chinese=lang == "zh",
    )


def clause_item(examined: Examined, rules: Ruleset, lang: Lang) -> Item:
    """Return a clause in words: its status, its text, its gloss, its note, its conditions."""
    card = rules.clauses.get(examined.name)
    article = rules.articles.get(examined.name)
    source = card or article
    assert source is not None
    words = [Item(say(lang, SHARED["text"], source.text))]
    if lang == "en":
        words.append(Item(say(lang, SHARED["gloss"], source.gloss)))
    if card is not None and card.note:
        words.append(Item(say(lang, WORDS["note"], card.note)))
    name = clause_name(lang, examined.name, source.citation)
    inner = tuple(_items(examined.items, rules, lang))
    return Item(_mark(name, examined, lang), (*words, *inner), strong=True)


def _items(items: tuple[Examined, ...], rules: Ruleset, lang: Lang) -> Iterator[Item]:
    for each in items:
        if each.kind == "clause":
            yield clause_item(each, rules, lang)
        else:
            said = _mark(_condition(each, rules, lang), each, lang)
            inner = tuple(_items(each.items, rules, lang))
            if each.kind == "fact" and each.origin == "presumed":
                inner = (Item(say(lang, WORDS["ask"], vocabulary()[each.name].question)),)
            yield Item(said, inner)


def _mark(text: str, examined: Examined, lang: Lang) -> str:
    """Return what is said of a condition after its status."""
    if examined.status is None or examined.presumed is None:
        return text
    mark = pick(lang, STATUSES[examined.status])
    if examined.status is Status.OPEN:
        mark = say(lang, WORDS["as_presumed"], mark, pick(lang, STATUSES[examined.presumed]))
    if not examined.in_force:
        mark = pick(lang, WORDS["not_in_force"]) + pick(lang, SHARED["then"]) + mark
    return say(lang, WORDS["judged"], mark, text)


def _condition(examined: Examined, rules: Ruleset, lang: Lang) -> str:
    """Return one condition in words."""
    if examined.kind == "fact":
        return _fact_words(examined, lang)
    if examined.kind == "reading":
        card = rules.readings[examined.name]
        question = pick(lang, (card.question, card.question_en))
        return say(lang, WORDS["reading"], name=examined.name, question=question)
    if examined.kind == "option":
        name, _, option = examined.name.partition("=")
        meaning = pick(lang, dict(rules.readings[name].options)[option])
        key = "in_force" if examined.in_force else "option"
        return say(lang, WORDS[key], option=option, meaning=meaning)
    if not examined.items:
        return pick(lang, WORDS["always" if examined.kind == "all" else "never"])
    return pick(lang, WORDS[examined.kind])


def _fact_words(examined: Examined, lang: Lang) -> str:
    spec = vocabulary()[examined.name]
    values = [say(lang, WORDS["value"], spec.label_of(value, lang)) for value in examined.values]
    text = say(
        lang,
        WORDS["must"],
        label=spec.label if lang == "zh" else spec.label_en,
        name=spec.name,
        values=pick(lang, WORDS["or"]).join(values),
    )
    if examined.origin:
        text = _found(text, examined, spec, lang)
    return say(lang, WORDS["quote"], text, examined.quote) if examined.quote else text


def _found(text: str, examined: Examined, spec: FactSpec, lang: Lang) -> str:
    if examined.value is None:
        presumed = say(lang, WORDS["value"], spec.label_of(spec.presumed, lang))
        return say(lang, WORDS["unknown"], text, presumed)
    value = say(lang, WORDS["value"], spec.label_of(examined.value, lang))
    origin = "established" if examined.origin == "established" else "implied_origin"
    return say(lang, WORDS["found"], text, value, pick(lang, SHARED[origin]))
