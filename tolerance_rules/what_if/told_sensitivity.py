"""Told sensitivity: what each fact alone would do, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.decision import Decision
from tolerance_rules.facts import FactSpec, vocabulary
from tolerance_rules.language import Lang, pick
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.rendering.explanation_words import series
from tolerance_rules.what_if.answers.words import (
    label,
    now,
    outcomes,
    say,
    standing,
    titled,
    value_of,
)
from tolerance_rules.what_if.sensitivity import FactSensitivity, Sensitivity, Variation


def told(sensitivity: Sensitivity, lang: Lang) -> Document:
    """Return the sensitivity as a title and sections: what changes the outcome first."""
    return Document(
        titled(lang, say(lang, "sensitivity_title"), sensitivity.decision),
        (now(lang, sensitivity.decision), *sections(sensitivity, lang)),
        chinese=lang == "zh",
    )


def sections(sensitivity: Sensitivity, lang: Lang) -> Iterator[Section]:
    """Yield the sections on the facts that turn, those that only unsettle, and the others."""
    turning = [each for each in sensitivity.facts if each.turns]
    wavering = [each for each in sensitivity.facts if each.matters and not each.turns]
    idle = [each for each in sensitivity.facts if not each.matters]
    for key, facts in (("turning", turning), ("wavering", wavering)):
        items = tuple(_fact(each, sensitivity.decision, lang) for each in facts)
        if items:
            yield Section(say(lang, key, len(facts)), items)
    clashing = tuple(_clash(each, lang) for each in sensitivity.facts if _impossible(each))
    if clashing:
        yield Section(say(lang, "impossible"), clashing)
    if idle:
        names = (pick(lang, (_spec(each).label, _spec(each).label_en)) for each in idle)
        yield Section(say(lang, "idle", len(idle)), (Item(series(lang, names, "then")),))


def _spec(found: FactSensitivity) -> FactSpec:
    return vocabulary()[found.fact]


def _impossible(found: FactSensitivity) -> bool:
    return any(not each.possible for each in found.variations)


def _fact(found: FactSensitivity, decision: Decision, lang: Lang) -> Item:
    value = value_of(lang, found.fact, found.value)
    words = say(lang, "now_value", fact=label(lang, found.fact), value=value)
    same, items = [], []
    unknown_too = False
    for each in found.variations:
        if not each.possible:
            continue
        if (each.outcome, each.reachable) != (decision.outcome, decision.reachable):
            items.append(_would(each, decision, lang))
        elif each.change.after is None:
            unknown_too = True
        else:
            same.append(_spec(found).label_of(each.change.after, lang))
    if same:
        items.append(say(lang, "same", series(lang, same, "then")))
    if unknown_too:
        items.append(say(lang, "same_unknown"))
    return Item(words, tuple(map(Item, items)))


def _would(variation: Variation, decision: Decision, lang: Lang) -> str:
    assert variation.outcome is not None
    after = variation.change.after
    outcome = standing(lang, variation.outcome, variation.reachable, settled=variation.settled)
    if after is None:
        if decision.settled and variation.outcome is decision.outcome:
            outcome = say(lang, "unsettles", outcomes(lang, variation.reachable))
        return say(lang, "would_unknown", outcome)
    value = vocabulary()[variation.change.fact].label_of(after, lang)
    return say(lang, "would", value=value, outcome=outcome)


def _clash(found: FactSensitivity, lang: Lang) -> Item:
    items = [
        Item(
            say(
                lang,
                "because",
                value=vocabulary()[found.fact].label_of(each.change.after, lang),
                reason=pick(lang, (conflict.reason, conflict.reason_en)),
            )
        )
        for each in found.variations
        for conflict in each.conflicts
    ]
    value = value_of(lang, found.fact, found.value)
    return Item(say(lang, "now_value", fact=label(lang, found.fact), value=value), tuple(items))
