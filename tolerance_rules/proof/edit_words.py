"""Edit words: an edit of the rules as people would say it: a clause, or some part of something."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.proof.condition_edits import OUTCOMES, holder_labels
from tolerance_rules.proof.rule_edits import WORDING, Edit
from tolerance_rules.proof.rule_parts import (
    DUTY,
    EVENT,
    EXPLAIN,
    FACT,
    IMPOSSIBLE,
    OUTCOME,
    READING,
    RULESET,
)
from tolerance_rules.rendering.explanation_words import clause_name, within_quotes
from tolerance_rules.rules import POLICY, Ruleset

CHOICE: Pair = ("{}“{}”的读法由“{}”改为“{}”", "reading of {} “{}” from “{}” to “{}”")
NO_READING: Pair = ("没有", "none")
WHOLE: Mapping[str, Pair] = {
    POLICY: ("裁量惯例", "the policy"),
    WORDING: ("只有释义和译文", "only glosses and translations"),
    "by_reference": ("参照执行的对象", "to whom the rules apply by reference"),
}
PARTS: Mapping[str, Pair] = {
    "": ("{}", "{}"),
    "added": ("新增 {}", "{} added"),
    "removed": ("删去 {}", "{} removed"),
    "text": ("{} 的原文", "the text of {}"),
    "citation": ("{} 的条文编号", "the citation of {}"),
    "quotes": ("{} 引用的词句", "what {} quotes"),
    "unencoded": ("{} 中不作条件的词句", "the words of {} that are no condition"),
    "note": ("{} 的附注", "the note of {}"),
    "holds": ("{} 各项之间的关系、前提", "how the items of {} combine, and what it is provided"),
    "when": ("{} 的条件", "the condition of {}"),
    "outcome": ("{} 的结论", "the outcome of {}"),
    "modality": ("{} 的“可以”“应当”", "may and shall in {}"),
    "basis": ("{} 的依据（原文还是惯例）", "the basis of {}"),
    "permitted": ("{} 准许的结论", "what {} permits"),
    "cites": ("{} 引用的条款", "what {} cites"),
    "disposition": ("{} 作出处理所依据的原文", "the disposing sentence of {}"),
    "remark": ("{} 的提示", "the remark of {}"),
    "options": ("{} 有哪些", "which {} there are"),
    "default": ("{} 的默认", "the default of {}"),
    "meanings": ("{} 的含义", "the meaning of {}"),
    "question": ("{} 的问题、说明", "the question about {}"),
    "facts": ("{} 所列的事实", "the facts of {}"),
    "reason": ("{} 的说明", "the words of {}"),
    "values": ("{} 的取值", "the values of {}"),
    "presumed": ("{} 的推定", "what is presumed of {}"),
    "finding": ("{} 是否书面认定", "whether {} is a recorded finding"),
    "order": ("{} 有利不利的次序", "the order of {}"),
    "mutability": ("{} 能否再做到、查明", "whether {} can still change"),
    "label": ("{} 的名称", "the name of {}"),
    "terms": ("{} 的起算、期限", "the beginning and the time limit of {}"),
    "binds": ("{} 由谁办、管哪些案件", "whose {} is, and in which cases"),
    "papers": ("{} 的文书、凭据", "the papers of {}"),
    "register": ("{} 在登记簿里的日期", "the date of a register for {}"),
}
RULESET_PARTS: Mapping[str, Pair] = {
    "document": ("文号、名称、制定机关、依据", "number, title, issuer and basis"),
    "in_force": ("施行、废止的时间", "the time in force"),
    "outcomes": ("结论的轻重次序", "the order of the outcomes"),
    "policy": ("裁量惯例的名称、文字", "the words of the policy"),
    "weighed": ("裁量惯例所看的事实", "the facts that the policy weighs"),
    "rows": ("结论表各行的先后", "the order of the outcome rows"),
    "policy_rows": ("裁量惯例各行的先后", "the order of the policy rows"),
    "consistency": ("矛盾、说明各条的先后", "the order of the combinations of facts"),
    "groups": ("事实各组的名称", "the names of the groups of facts"),
    "regulation": ("官方文本", "the official text"),
    "order": ("条款、事实、读法、义务的排列", "the order of clauses, facts, readings and duties"),
    "others": ("不是义务的各句", "the sentences that are no duties"),
}
READING_OF: Pair = ("{}“{}”的读法", "reading of {} “{}”")
KINDS: Mapping[str, Pair] = {
    FACT: ("事实“{}”", "fact “{}”"),
    OUTCOME: ("结论“{}”", "outcome “{}”"),
    IMPOSSIBLE: ("矛盾 {}", "contradiction {}"),
    EXPLAIN: ("须作说明 {}", "explanation {}"),
}
OBLIGATIONS: Mapping[str, Pair] = {
    DUTY: ("义务“{}”", "duty “{}”"),
    EVENT: ("事件“{}”", "event “{}”"),
}


def edit_words(edit: Edit, sides: tuple[Ruleset, Ruleset], lang: Lang) -> str:
    """Return what was changed as people would say it."""
    if edit.holder in WHOLE and not edit.part:
        return pick(lang, WHOLE[edit.holder])
    if edit.holder == RULESET:
        return pick(lang, RULESET_PARTS[edit.part])
    choice = re.fullmatch(r"reading ([^#]+): (.+) -> (.+)", edit.holder)
    if choice:
        return _choice(*choice.groups(), sides=sides, lang=lang)
    old, new = sides
    rules = old if edit.part == "removed" else new
    return say(lang, PARTS[edit.part], _holder(edit.holder, rules, lang))


def _holder(holder: str, rules: Ruleset, lang: Lang) -> str:
    kind, mark, name = holder.partition("#")
    kind += mark
    if kind in (f"{OUTCOMES}#", f"{POLICY}#"):
        return pick(lang, holder_labels(rules, holder))
    if kind == READING:
        card = rules.readings[name]
        return say(lang, READING_OF, clause_name(lang, card.clause), within_quotes(card.phrase))
    if kind in OBLIGATIONS:
        return say(lang, OBLIGATIONS[kind], pick(lang, rules.obligations.label(name)))
    if kind == FACT:
        name = rules.vocabulary[name].name_of(lang)
    elif kind == OUTCOME:
        name = rules.label(name, lang)
    if kind in KINDS:
        return say(lang, KINDS[kind], name)
    return pick(lang, WHOLE[holder]) if holder in WHOLE else holder


def _choice(name: str, *options: str, sides: tuple[Ruleset, Ruleset], lang: Lang) -> str:
    """Return by what it means that another option of a reading is in force."""
    cards = [rules.readings.get(name) for rules in sides]
    card = next(each for each in cards if each is not None)
    meanings = (
        pick(lang, dict(each.options)[option]).rstrip("。.") if each else pick(lang, NO_READING)
        for each, option in zip(cards, options, strict=True)
    )
    phrase = within_quotes(card.phrase)
    return say(lang, CHOICE, clause_name(lang, card.clause), phrase, *meanings)
