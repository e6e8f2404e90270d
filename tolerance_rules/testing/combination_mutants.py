"""Combination mutants: every single mutation of the facts that clash, or need an explanation."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from tolerance_rules.formats.cards import presumable
from tolerance_rules.language import Pair
from tolerance_rules.rendering.condition_words import condition_label
from tolerance_rules.rules import Combination, Fact, Node, Not, Ruleset
from tolerance_rules.testing.leaf_mutants import other_facts, other_values
from tolerance_rules.testing.mutants import Mutant, Mutation, Place, Steps, quoted

IMPOSSIBLE, EXPLAIN = "impossible", "explain"
LISTS: dict[str, Pair] = {
    IMPOSSIBLE: ("矛盾", "Contradiction"),
    EXPLAIN: ("须作说明", "Explanation"),
}


def combination_mutants(rules: Ruleset) -> Iterator[Mutant]:
    """Yield the mutants in which a combination is left out, or says something else."""
    for key, listed in ((IMPOSSIBLE, rules.impossible), (EXPLAIN, rules.explain)):
        for place, combination in enumerate(listed):
            before, after = listed[:place], listed[place + 1 :]
            for steps, zh, en, made in _changed(combination, key, rules):
                changed = _with(rules, key, (*before, *made, *after))
                yield Mutant(_mutation(key, combination, steps, zh, en), changed)
            if key == IMPOSSIBLE or presumable(combination, rules.vocabulary):
                other = EXPLAIN if key == IMPOSSIBLE else IMPOSSIBLE
                moved = _with(rules, key, (*before, *after))
                moved = _with(moved, other, (*getattr(moved, other), combination))
                said = "放错了一边", "put on the wrong list"
                yield Mutant(_mutation(key, combination, (), *said), moved)


def _mutation(key: str, combination: Combination, steps: Steps, zh: str, en: str) -> Mutation:
    label, label_en = LISTS[key]
    place = Place(f"{key}#{combination.id}", steps)
    said = f"{label} {combination.id}：{zh}", f"{label_en} {combination.id}: {en}"
    return Mutation("combination", place, *said)


def _with(rules: Ruleset, key: str, listed: tuple[Combination, ...]) -> Ruleset:
    if key == IMPOSSIBLE:
        return dataclasses.replace(rules, impossible=listed)
    return dataclasses.replace(rules, explain=listed)


def _changed(
    combination: Combination, key: str, rules: Ruleset
) -> Iterator[tuple[Steps, str, str, tuple[Combination, ...]]]:
    """Yield a combination left out, and with each single mutation with which it would load."""
    yield (), "漏掉了", "left out", ()
    literals = combination.literals
    near = [literal.name for literal in literals]
    for place, literal in enumerate(literals):
        for zh, en, changed in _literals(literal, near, rules):
            others = (*literals[:place], *((changed,) if changed else ()), *literals[place + 1 :])
            made = dataclasses.replace(combination, literals=others)
            if len({each.name for each in others}) > 1 and (
                key == EXPLAIN or presumable(made, rules.vocabulary)
            ):
                yield ("facts", place), zh, en, (made,)


def _literals(
    literal: Fact, near: list[str], rules: Ruleset
) -> Iterator[tuple[str, str, Fact | None]]:
    node: Node = Not(Fact(literal.name)) if literal.values == (False,) else literal
    zh, en = quoted(condition_label(node, rules)), f'"{condition_label(node, rules, "en")}"'
    yield f"去掉了{zh}", f"{en} left out", None
    values = rules.vocabulary[literal.name].values
    others = tuple(value for value in values if value not in literal.values)
    opposite = dataclasses.replace(literal, values=others)
    yield f"{zh}的“是”“不是”颠倒了", f"{en} negated", opposite
    for mutation in other_values(literal, rules.vocabulary):
        if mutation.leaf.values != others:
            yield mutation.zh, mutation.en, mutation.leaf
    for mutation in other_facts(literal, near, rules.vocabulary):
        yield mutation.zh, mutation.en, mutation.leaf
