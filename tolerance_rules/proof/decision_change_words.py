"""Decision change words: what decisions say otherwise though the outcome stays, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.proof.certificate_words import PRESUMED, facts_words
from tolerance_rules.proof.decision_changes import DecisionChange
from tolerance_rules.rendering.condition_words import option_words
from tolerance_rules.rendering.document import Table
from tolerance_rules.rules import Ruleset

HEADINGS: tuple[Pair, ...] = (
    ("改变的是", "What changes"),
    ("哪些", "Which"),
    ("最小的案例", "Smallest case"),
)
TITLE: Pair = (
    "结论不变而说法改变的（任何读法之下，没有查明的事实也在内）",
    "What decisions say otherwise though the outcome stays (under any readings, unknown facts too)",
)
KINDS: Mapping[str, Pair] = {
    "presumed": ("没有查明时推定的结论", "the outcome as presumed, where facts are unknown"),
    "refused": ("按哪一条作为矛盾退回", "the contradiction for which a case is refused"),
    "permitted": ("准许的结论", "the outcomes permitted"),
    "modality": ("可以还是应当", "may or shall"),
    "basis": ("依据原文还是惯例", "text or policy as the basis"),
    "status": ("条款成立与否", "whether clauses hold"),
    "implied": ("推知的事实", "the facts implied"),
    "citations": ("引用的条款、作用、所据事实", "the clauses cited, their roles and facts"),
    "disposition": ("作出处理所依据的原文", "the disposing sentence"),
    "warning": ("须作说明的事项", "what needs an explanation"),
    "by_reference": ("是否参照执行", "whether the rules apply by reference"),
}
MODALITIES: Mapping[str, Pair] = {"may": ("可以", "may"), "shall": ("应当", "shall")}
BASES: Mapping[str, Pair] = {"text": ("原文", "text"), "policy": ("惯例", "policy")}


def decisions_table(
    changes: tuple[DecisionChange, ...], sides: tuple[Ruleset, Ruleset], lang: Lang
) -> Table:
    """Return what decisions say otherwise, one kind of thing a row."""
    rows = tuple(
        (
            pick(lang, KINDS[change.kind]),
            pick(lang, ("、", ", ")).join(_names(change, sides, lang)),
            _case(change, sides, lang),
        )
        for change in changes
    )
    return Table(tuple(pick(lang, heading) for heading in HEADINGS), rows, pick(lang, TITLE))


def _names(change: DecisionChange, sides: tuple[Ruleset, Ruleset], lang: Lang) -> Iterator[str]:
    words = {"modality": MODALITIES, "basis": BASES}.get(change.kind, {})
    old, new = sides
    for name in change.names:
        if name in words:
            yield pick(lang, words[name])
        elif change.kind == "permitted":
            yield (new if name in new.labels else old).label(name, lang)
        elif change.kind == "implied":
            yield old.vocabulary[name].name_of(lang)
        else:
            yield name


def _case(change: DecisionChange, sides: tuple[Ruleset, Ruleset], lang: Lang) -> str:
    facts = facts_words(change.facts, sides[0].vocabulary, lang)
    return "\n".join(
        [*(facts or [pick(lang, PRESUMED)]), *reading_words(change.readings, sides, lang)]
    )


def reading_words(
    readings: Mapping[str, str], sides: tuple[Ruleset, Ruleset], lang: Lang
) -> list[str]:
    """Return the options of the readings that a case is under, each by what it means."""
    found = []
    for name, option in readings.items():
        cards = [rules.readings.get(name) for rules in sides]
        place = next(n for n, card in enumerate(cards) if card and option in card.names)
        found.append(option_words(name, option, sides[place], lang))
    return found
