"""Rule mutants: every single mutation of the conditions, of the articles and of the readings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.condition_edits import (
    GATE,
    OUTCOMES,
    condition_of,
    holder_labels,
    holders,
    with_condition,
)
from tolerance_rules.rules import NEVER, OTHERWISE, POLICY, ClauseRef, Ruleset, walk
from tolerance_rules.testing.condition_mutants import condition_mutations
from tolerance_rules.testing.leaf_mutants import other_values
from tolerance_rules.testing.mutants import Mutant, Mutation, Place, way

OTHER_HOLDS = {"any": "all", "all": "any"}


def rule_mutants(rules: Ruleset) -> Iterator[Mutant]:
    """Yield the mutants whose mutation is in a condition, an article or a reading."""
    yield from _by_reference(rules)
    for article in rules.articles.values():
        said = (
            f"{article.citation}的“任一”“全部”颠倒了",
            f"Article {article.id}: any and all swapped",
        )
        other = dataclasses.replace(article, holds=OTHER_HOLDS[article.holds])
        articles = FrozenDict({**rules.articles, article.id: other})
        mutation = Mutation("any_all", Place(f"article#{article.id}", ("holds",)), *said)
        yield Mutant(mutation, dataclasses.replace(rules, articles=articles))
    for holder in holders(rules):
        yield from _conditions(rules, holder)
    yield from _defaults(rules)


def _by_reference(rules: Ruleset) -> Iterator[Mutant]:
    if rules.by_reference is None:
        return
    for operator, zh, en, leaf in other_values(rules.by_reference, rules.vocabulary):
        said = f"参照执行的对象：{zh}", f"By reference: {en}"
        mutation = Mutation(operator, Place("by_reference"), *said)
        yield Mutant(mutation, dataclasses.replace(rules, by_reference=leaf))


def _conditions(rules: Ruleset, holder: str) -> Iterator[Mutant]:
    root = condition_of(rules, holder)
    zh, en = holder_labels(rules, holder)
    kind, _, name = holder.partition("#")
    card, key = (f"article#{name}", GATE) if kind == GATE else (holder, "when")
    for each in condition_mutations(rules, holder):
        place = Place(card, (key, *way(root, each.path)))
        mutation = Mutation(each.operator, place, f"{zh}：{each.zh}", f"{en}: {each.en}")
        mutant = Mutant(mutation, with_condition(rules, holder, each.made))
        if each.operator != "clause" or not _circular(mutant.rules):
            yield mutant
    if kind == GATE:
        said = f"{zh}漏掉了", f"{en}: left out"
        mutation = Mutation("drop", Place(card, (key,)), *said)
        yield Mutant(mutation, with_condition(rules, holder, OTHERWISE))
    # The rows of a table may not say `otherwise`, but for the last.
    elif kind not in (OUTCOMES, POLICY) and root not in (OTHERWISE, NEVER):
        place = Place(card, (key,))
        said = f"{zh}：条件写成了其余情形", f"{en}: written otherwise"
        yield Mutant(Mutation("always", place, *said), with_condition(rules, holder, OTHERWISE))


def _circular(rules: Ruleset) -> bool:
    """Tell whether clauses refer to one another in a circle, so that the rules would not load."""
    names = (*rules.clauses, *rules.articles)
    graph = TopologicalSorter(
        {
            name: {
                each.clause for each in walk(rules.condition(name)) if isinstance(each, ClauseRef)
            }
            for name in names
        }
    )
    try:
        graph.prepare()
    except CycleError:
        return True
    return False


def _defaults(rules: Ruleset) -> Iterator[Mutant]:
    for name, card in rules.outcome_readings.items():
        for option in card.names:
            if option == card.default:
                continue
            zh = f"读法 {name}：默认读法写成了 {option}"
            en = f"Reading {name}: {option} written as the default"
            order = sorted(card.options, key=lambda each: each[0] != option)
            other = dataclasses.replace(card, default=option, options=tuple(order))
            readings = FrozenDict({**rules.readings, name: other})
            chosen = FrozenDict({**rules.chosen, name: option})
            mutation = Mutation("default", Place(f"reading#{name}", ("default",)), zh, en)
            yield Mutant(mutation, dataclasses.replace(rules, readings=readings, chosen=chosen))
