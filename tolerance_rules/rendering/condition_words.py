"""Condition words: a condition on one line: for people in full, as a short label, and as code."""

from __future__ import annotations

from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.legal_references import citation_en
from tolerance_rules.rendering.explanation_words import WORDS, clause_name, within_quotes
from tolerance_rules.rules import OTHERWISE, All, Any, ClauseRef, Fact, Node, Not, Reading, Ruleset

ALWAYS: Pair = ("其余情形", "otherwise")
NEVER_HOLDS: Pair = ("永不成立", "never holds")


def condition_words(node: Node, rules: Ruleset, lang: Lang) -> str:
    """Return a condition in full, each reading by its option in force."""
    if isinstance(node, ClauseRef):
        words: Pair = ("{}成立", "{} holds")
        return say(lang, words, clause_name(lang, node.clause))
    if isinstance(node, Not):
        words = ("没有（{}）", "not ({})")
        return say(lang, words, condition_words(node.item, rules, lang))
    if isinstance(node, Fact):
        spec = rules.vocabulary[node.name]
        value = spec.label_of(node.values, lang)
        return say(lang, WORDS["is"], label=spec.name_of(lang), value=value)
    if isinstance(node, Reading):
        words = ("{option}（按本次采用的读法）", "{option} ({name}={chosen})")
        option, chosen = condition_words(rules.option(node), rules, lang), rules.chosen[node.name]
        return say(lang, words, option=option, name=node.name, chosen=chosen)
    if not node.items:
        return pick(lang, ALWAYS if isinstance(node, All) else NEVER_HOLDS)
    parts = [condition_words(item, rules, lang) for item in node.items]
    joined: Pair = ("，且", ", and ") if isinstance(node, All) else ("，或者", ", or ")
    return pick(lang, joined).join(
        f"（{part}）" if isinstance(item, Any) and len(item.items) > 1 else part
        for item, part in zip(node.items, parts, strict=True)
    )


def condition_label(node: Node, rules: Ruleset, lang: Lang = "zh") -> str:
    """Return what a condition is called where it is one of many: the labels of its facts."""
    if isinstance(node, Fact):
        spec = rules.vocabulary[node.name]
        if spec.boolean:
            return spec.name_of(lang)
        return say(lang, ("{}为{}", "{}: {}"), spec.name_of(lang), spec.label_of(node.values, lang))
    if isinstance(node, ClauseRef):
        card = rules.articles.get(node.clause) or rules.clauses[node.clause]
        english = citation_en(node.clause) or card.citation
        return say(lang, ("{}成立", "{} holds"), pick(lang, (card.citation, english)))
    if isinstance(node, Not):
        return say(lang, ("不是“{}”", "not ({})"), condition_label(node.item, rules, lang))
    if isinstance(node, Reading):
        return pick(lang, (f"“{rules.readings[node.name].phrase}”", f"reading {node.name}"))
    if not node.items:
        return pick(lang, ALWAYS) if node == OTHERWISE else "never"
    joined: Pair = ("，且", " and ") if isinstance(node, All) else ("，或", " or ")
    return pick(lang, joined).join(condition_label(item, rules, lang) for item in node.items)


def option_words(name: str, option: str, rules: Ruleset, lang: Lang) -> str:
    """Return an option of a reading: the phrase, and what it is then taken to mean."""
    card = rules.readings[name]
    meaning = pick(lang, dict(card.options)[option]).rstrip("。.")
    return say(lang, ("“{}”：{}", "“{}”: {}"), within_quotes(card.phrase), meaning)


def condition_code(node: Node) -> str:
    """Return a condition as the rule files write it, on one line."""
    if isinstance(node, Fact):
        if node.values == (True,):
            return node.name
        return f"{node.name} is {'|'.join(map(str, node.values))}"
    if isinstance(node, ClauseRef):
        return f"clause {node.clause}"
    if isinstance(node, Not):
        return f"not {condition_code(node.item)}"
    if isinstance(node, Reading):
        return f"reading {node.name}"
    name = "all" if isinstance(node, All) else "any"
    if not node.items:
        return "otherwise" if name == "all" else "never"
    return f"{name}({', '.join(map(condition_code, node.items))})"
