"""Clause explanation: why a clause holds in a case, or why not, condition by condition.

`examine` judges each node of a clause by the facts of a decision, and once more by the facts as
presumed; `clause_item` says a clause, with or without a case, for people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tolerance_rules.decision import Decision
from tolerance_rules.facts import FactSpec, vocabulary
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import Item
from tolerance_rules.rendering.explanation_words import STATUSES, clause_name, say
from tolerance_rules.rules import All, ClauseRef, Fact, Node, Not, Reading, Ruleset
from tolerance_rules.semantics import status
from tolerance_rules.verdict.verdict import Facts, Status
from tolerance_rules.vocabulary.fact_spec import Value

Kind = Literal["all", "any", "none", "fact", "clause", "reading", "option"]

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


@dataclass(frozen=True)
class Examined:
    """A condition and what a case makes of it: as known, and with unknown facts presumed.

    `name` is the fact, clause, reading or option; `values` are those that a fact must have,
    `value` is the one it has, None while it is not established.
    """

    kind: Kind
    status: Status | None = None
    presumed: Status | None = None
    name: str = ""
    values: tuple[Value, ...] = ()
    value: Value | None = None
    origin: str = ""
    quote: str = ""
    in_force: bool = True
    items: tuple[Examined, ...] = ()


@dataclass(frozen=True)
class Ground:
    """The facts of a case by which conditions are judged."""

    known: Facts
    total: Mapping[str, Value]
    implied: frozenset[str]


def ground(decision: Decision) -> Ground:
    """Return the facts of a decision, implied findings put in, and then presumptions."""
    implied = {found.fact: found.value for found in decision.implied}
    known = dict(decision.facts.flat) | implied
    total = {
        name: vocabulary()[name].presumed if value is None else value
        for name, value in known.items()
    }
    return Ground(known, total, frozenset(implied))


def examine(clause: str, rules: Ruleset, case: Ground | None = None) -> Examined:
    """Return a clause or an article with every condition of it, judged if there is a case."""
    node = rules.condition(clause)
    item = _examined(node, rules, case)
    judged = _judged(node, rules, case)
    return Examined("clause", judged[0], judged[1], name=clause, items=(item,))


def _judged(node: Node, rules: Ruleset, case: Ground | None) -> tuple[Status | None, Status | None]:
    if case is None:
        return None, None
    return status(node, case.known, rules), status(node, case.total, rules)


def _examined(node: Node, rules: Ruleset, case: Ground | None) -> Examined:
    judged, presumed = _judged(node, rules, case)
    if isinstance(node, ClauseRef):
        return examine(node.clause, rules, case)
    if isinstance(node, Not) and not isinstance(node.item, Fact):
        inner = (_examined(node.item, rules, case),)
        return Examined("none", judged, presumed, items=inner)
    if isinstance(node, Not):
        assert isinstance(node.item, Fact)
        fact = node.item
        rest = tuple(v for v in vocabulary()[fact.name].values if v not in fact.values)
        return _fact(Fact(fact.name, rest, fact.quote), judged, presumed, case)
    if isinstance(node, Fact):
        return _fact(node, judged, presumed, case)
    if isinstance(node, Reading):
        options = tuple(_option(node, name, rules, case) for name, _ in node.options)
        return Examined("reading", judged, presumed, name=node.name, items=options)
    kind: Kind = "all" if isinstance(node, All) else "any"
    items = tuple(_examined(item, rules, case) for item in node.items)
    return Examined(kind, judged, presumed, items=items)


def _option(node: Reading, name: str, rules: Ruleset, case: Ground | None) -> Examined:
    branch = dict(node.options)[name]
    judged, presumed = _judged(branch, rules, case)
    in_force = rules.chosen[node.name] == name
    items = (_examined(branch, rules, case),)
    return Examined(
        "option", judged, presumed, name=f"{node.name}={name}", in_force=in_force, items=items
    )


def _fact(
    node: Fact, judged: Status | None, presumed: Status | None, case: Ground | None
) -> Examined:
    value, origin = None, ""
    if case is not None:
        value = case.known[node.name]
        origin = "implied" if node.name in case.implied else "established"
        origin = "presumed" if value is None else origin
    return Examined(
        "fact", judged, presumed, node.name, node.values, value, origin, quote=node.quote
    )


def clause_item(examined: Examined, rules: Ruleset, lang: Lang) -> Item:
    """Return a clause in words: its status, its text, its gloss, its note, its conditions."""
    card = rules.clauses.get(examined.name)
    article = rules.articles.get(examined.name)
    source = card or article
    assert source is not None
    words = [Item(say(lang, "text", source.text))]
    if lang == "en":
        words.append(Item(say(lang, "gloss", source.gloss)))
    if card is not None and card.note:
        words.append(Item(_say(lang, "note", card.note)))
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
                inner = (Item(_say(lang, "ask", vocabulary()[each.name].question)),)
            yield Item(said, inner)


def _mark(text: str, examined: Examined, lang: Lang) -> str:
    """Return what is said of a condition after its status."""
    if examined.status is None or examined.presumed is None:
        return text
    mark = pick(lang, STATUSES[examined.status])
    if examined.status is Status.OPEN:
        mark = _say(lang, "as_presumed", mark, pick(lang, STATUSES[examined.presumed]))
    if not examined.in_force:
        mark = f"{_say(lang, 'not_in_force')}{say(lang, 'then')}{mark}"
    return _say(lang, "judged", mark, text)


def _condition(examined: Examined, rules: Ruleset, lang: Lang) -> str:
    """Return one condition in words."""
    if examined.kind == "fact":
        return _fact_words(examined, lang)
    if examined.kind == "reading":
        card = rules.readings[examined.name]
        question = pick(lang, (card.question, card.question_en))
        return _say(lang, "reading", name=examined.name, question=question)
    if examined.kind == "option":
        name, _, option = examined.name.partition("=")
        meaning = pick(lang, dict(rules.readings[name].options)[option])
        key = "in_force" if examined.in_force else "option"
        return _say(lang, key, option=option, meaning=meaning)
    if not examined.items:
        return _say(lang, "always" if examined.kind == "all" else "never")
    return _say(lang, examined.kind)


def _fact_words(examined: Examined, lang: Lang) -> str:
    spec = vocabulary()[examined.name]
    values = [_say(lang, "value", spec.label_of(value, lang)) for value in examined.values]
    text = _say(
        lang,
        "must",
        label=spec.label if lang == "zh" else spec.label_en,
        name=spec.name,
        values=_say(lang, "or").join(values),
    )
    if examined.origin:
        text = _found(text, examined, spec, lang)
    return _say(lang, "quote", text, examined.quote) if examined.quote else text


def _found(text: str, examined: Examined, spec: FactSpec, lang: Lang) -> str:
    if examined.value is None:
        presumed = _say(lang, "value", spec.label_of(spec.presumed, lang))
        return _say(lang, "unknown", text, presumed)
    value = _say(lang, "value", spec.label_of(examined.value, lang))
    origin = "established" if examined.origin == "established" else "implied_origin"
    return _say(lang, "found", text, value, say(lang, origin))


def _say(lang: Lang, key: str, *values: object, **named: object) -> str:
    return pick(lang, WORDS[key]).format(*values, **named)
