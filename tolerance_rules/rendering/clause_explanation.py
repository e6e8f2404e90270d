"""Clause explanation: why a clause holds in a case, or why not, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rendering.clause_examination import Examined, examine
from tolerance_rules.rendering.condition_words import NEVER_HOLDS
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.rendering.explanation_words import STATUSES, clause_name, within_quotes
from tolerance_rules.rendering.explanation_words import WORDS as SHARED
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.decision_data import DecisionData
from tolerance_rules.verdict.verdict import Status
from tolerance_rules.vocabulary.fact_spec import FactSpec, Value

WORDS: Mapping[str, Pair] = {
    "all": ("以下都要具备", "all of these are required"),
    "any": ("以下有一项即可", "any one of these is enough"),
    "none": ("以下不能成立", "this must not hold"),
    "provided": ("前提：以下要成立", "provided that this holds"),
    "reading": ("依读法而定：{question}", "depends on the reading {name}: {question}"),
    "option": ("另一种读法：{meaning}", "reading {option}: {meaning}"),
    "in_force": ("本次采用的读法：{meaning}", "reading in force, {option}: {meaning}"),
    "gated": (
        "{}：只是本项的文字成立；前提{}，不能据以容错",
        "{}: its own words hold, but not what they presuppose ({}), so it does not count",
    ),
    "gate_open": (
        "{}：只是本项的文字成立；前提尚未确定，{}",
        "{}: its own words hold, but what they presuppose is open, {}",
    ),
    "taken_as": ("按推定{}", "presumed: {}"),
    "must": ("{label}（{name}）应为{values}", "{label} ({name}) must be {values}"),
    "quote": ("{}——“{}”", "{} — “{}”"),
    "found": ("{}；现为{}（{}）", "{}; it is {} ({})"),
    "unknown": ("{}；未查明，推定为{}", "{}; not established, presumed {}"),
    "partly": ("{}；只知道是{}", "{}; known only to be {}"),
    "partly_presumed": (
        "{}；只知道是{}，推定为{}",
        "{}; known only to be {}, presumed {}",
    ),
    "ask": ("待查明：{}", "To be established: {}"),
    "judged": ("〔{}〕{}", "[{}] {}"),
    "as_presumed": ("{}，按推定{}", "{}, presumed: {}"),
    "not_in_force": ("未采用", "not in force"),
    "note": ("认定时注意：{}", "Note (for whoever finds the facts): {}"),
}
UNCONDITIONAL: Pair = ("没有别的条件", "no further condition")
TITLE: Pair = ("条款说明：{}", "Clauses explained: {}")
CLAUSES: Pair = ("条款", "Clauses")
OUTCOME: Pair = ("本案结论", "Outcome of the case")
PRESUMED_OUTCOME: Pair = ("本案的推定结论", "Outcome of the case, as presumed")


def clauses_document(
    decision: DecisionData, clauses: Sequence[str], rules: Ruleset, lang: Lang
) -> Document:
    """Return some clauses in words, each condition judged by a case, and its outcome."""
    case = decision.completed
    items = tuple(clause_item(examine(each, rules, case), rules, lang) for each in clauses)
    outcome = Item(decision.label(decision.outcome, lang), strong=True)
    ends = OUTCOME if decision.settled else PRESUMED_OUTCOME
    name = decision.case.title or decision.case.id
    return Document(
        say(lang, TITLE, name) if name else pick(lang, CLAUSES),
        (Section(pick(lang, CLAUSES), items), Section(pick(lang, ends), (outcome,))),
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
    return Item(_mark(_gated(name, examined, lang), examined, lang), (*words, *inner), strong=True)


def _gated(name: str, examined: Examined, lang: Lang) -> str:
    """Return the name of a clause, with what its gate takes from it where its own words hold."""
    gate = next((each for each in examined.items if each.kind == "provided"), None)
    if gate is None or gate.status is None or examined.status is not Status.ESTABLISHED:
        return name
    if gate.status is Status.REFUTED:
        return say(lang, WORDS["gated"], name, pick(lang, STATUSES[gate.status]))
    if gate.status is Status.OPEN and gate.presumed is not None:
        taken = say(lang, WORDS["taken_as"], pick(lang, STATUSES[gate.presumed]))
        return say(lang, WORDS["gate_open"], name, taken)
    return name


def _items(items: tuple[Examined, ...], rules: Ruleset, lang: Lang) -> Iterator[Item]:
    for each in items:
        if each.kind == "clause":
            yield clause_item(each, rules, lang)
        else:
            said = _mark(_condition(each, rules, lang), each, lang)
            inner = tuple(_items(each.items, rules, lang))
            if each.kind == "fact" and each.status is Status.OPEN:
                question = rules.vocabulary[each.name].question_of(lang)
                inner = (Item(say(lang, WORDS["ask"], question)),)
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
        return _fact_words(examined, rules.vocabulary[examined.name], lang)
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
        return pick(lang, UNCONDITIONAL if examined.kind == "all" else NEVER_HOLDS)
    return pick(lang, WORDS[examined.kind])


def _fact_words(examined: Examined, spec: FactSpec, lang: Lang) -> str:
    values = _quoted(spec, examined.values, lang)
    text = say(lang, WORDS["must"], label=spec.name_of(lang), name=spec.name, values=values)
    if examined.origin:
        text = _found(text, examined, spec, lang)
    quote = within_quotes(examined.quote)
    return say(lang, WORDS["quote"], text, quote) if quote else text


def _found(text: str, examined: Examined, spec: FactSpec, lang: Lang) -> str:
    """Return what a fact must be, and what is known of it."""
    known = examined.value
    presumed = _quoted(spec, (spec.presume(known),), lang)
    if known is None:
        return say(lang, WORDS["unknown"], text, presumed)
    among = _quoted(spec, spec.possible(known), lang)
    if not isinstance(known, tuple):
        origin = "established" if examined.origin == "established" else "implied_origin"
        if spec.finding and known is False and origin == "established":
            origin = "not_made"
        return say(lang, WORDS["found"], text, among, pick(lang, SHARED[origin]))
    if examined.status is Status.OPEN:
        return say(lang, WORDS["partly_presumed"], text, among, presumed)
    return say(lang, WORDS["partly"], text, among)


def _quoted(spec: FactSpec, values: Sequence[Value], lang: Lang) -> str:
    labels = (say(lang, SHARED["quoted"], spec.label_of(value, lang)) for value in values)
    return pick(lang, SHARED["or"]).join(labels)
