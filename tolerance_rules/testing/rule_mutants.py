"""Rule mutants: every single edit of the conditions, of the articles and of the readings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.edits import (
    OUTCOMES,
    condition_of,
    holder_label,
    holders,
    with_condition,
)
from tolerance_rules.rules import NEVER, OTHERWISE, POLICY, Ruleset
from tolerance_rules.testing.condition_mutants import slips, values
from tolerance_rules.testing.mutants import Edit, Mutant, Place, way

EITHER = {"any": "all", "all": "any"}


def rule_mutants(rules: Ruleset) -> Iterator[Mutant]:
    """Yield the mutants whose edit is in a condition, an article or a reading."""
    for _, zh, en, fact in values(rules.by_reference):
        edit = Edit("value", Place("by_reference"), f"参照执行的对象：{zh}", f"By reference: {en}")
        yield Mutant(edit, dataclasses.replace(rules, by_reference=fact))
    for article in rules.articles.values():
        zh, en = (
            f"{article.citation}的“任一”“全部”颠倒了",
            f"Article {article.id}: any and all swapped",
        )
        other = dataclasses.replace(article, holds=EITHER[article.holds])
        articles = FrozenDict({**rules.articles, article.id: other})
        edit = Edit("any_all", Place(f"article#{article.id}", ("holds",)), zh, en)
        yield Mutant(edit, dataclasses.replace(rules, articles=articles))
    for holder in holders(rules):
        yield from _conditions(rules, holder)
    yield from _defaults(rules)


def _conditions(rules: Ruleset, holder: str) -> Iterator[Mutant]:
    root = condition_of(rules, holder)
    zh, en = holder_label(rules, holder), holder_label(rules, holder, "en")
    for slip in slips(rules, holder):
        place = Place(holder, ("when", *way(root, slip.path)))
        edit = Edit(slip.kind, place, f"{zh}：{slip.zh}", f"{en}: {slip.en}")
        yield Mutant(edit, with_condition(rules, holder, slip.made))
    # The rows of a table may not say `otherwise`, but for the last.
    if holder.partition("#")[0] not in (OUTCOMES, POLICY) and root not in (OTHERWISE, NEVER):
        place = Place(holder, ("when",))
        edit = Edit("always", place, f"{zh}：条件写成了其余情形", f"{en}: written otherwise")
        yield Mutant(edit, with_condition(rules, holder, OTHERWISE))


def _defaults(rules: Ruleset) -> Iterator[Mutant]:
    for name, card in rules.readings.items():
        for option in card.names:
            if option == card.default:
                continue
            zh = f"释义 {name}：默认读法写成了 {option}"
            en = f"Reading {name}: {option} written as the default"
            order = sorted(card.options, key=lambda each: each[0] != option)
            other = dataclasses.replace(card, default=option, options=tuple(order))
            readings = FrozenDict({**rules.readings, name: other})
            chosen = FrozenDict({**rules.chosen, name: option})
            edit = Edit("default", Place(f"reading#{name}", ("default",)), zh, en)
            yield Mutant(edit, dataclasses.replace(rules, readings=readings, chosen=chosen))
