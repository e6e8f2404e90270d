"""Combination mutants: every single edit of the combinations of facts that clash, or need words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from tolerance_rules.facts import vocabulary
from tolerance_rules.formats.cards import presumable
from tolerance_rules.rules import Combination, Fact, Ruleset
from tolerance_rules.testing.condition_mutants import facts, values
from tolerance_rules.testing.mutants import Edit, Mutant, Place, Steps, quoted

IMPOSSIBLE, EXPLAIN = "impossible", "explain"
LISTS = {IMPOSSIBLE: ("矛盾", "Contradiction"), EXPLAIN: ("须作说明", "Explanation")}


def combination_mutants(rules: Ruleset) -> Iterator[Mutant]:
    """Yield the mutants whose edit is in a combination: dropped, or another thing said there."""
    for key, listed in ((IMPOSSIBLE, rules.impossible), (EXPLAIN, rules.explain)):
        for place, combination in enumerate(listed):
            before, after = listed[:place], listed[place + 1 :]
            for steps, zh, en, made in _edited(combination, key):
                yield Mutant(
                    _edit(key, combination, steps, zh, en),
                    _with(rules, key, (*before, *made, *after)),
                )
            if key == IMPOSSIBLE or presumable(combination):
                other = EXPLAIN if key == IMPOSSIBLE else IMPOSSIBLE
                moved = _with(rules, key, (*before, *after))
                moved = _with(moved, other, (*getattr(moved, other), combination))
                said = "放错了一边", "put on the wrong list"
                yield Mutant(_edit(key, combination, (), *said), moved)


def _edit(key: str, combination: Combination, steps: Steps, zh: str, en: str) -> Edit:
    label, label_en = LISTS[key]
    place = Place(f"{key}#{combination.id}", steps)
    said = f"{label} {combination.id}：{zh}", f"{label_en} {combination.id}: {en}"
    return Edit("combination", place, *said)


def _with(rules: Ruleset, key: str, listed: tuple[Combination, ...]) -> Ruleset:
    if key == IMPOSSIBLE:
        return dataclasses.replace(rules, impossible=listed)
    return dataclasses.replace(rules, explain=listed)


def _edited(
    combination: Combination, key: str
) -> Iterator[tuple[Steps, str, str, tuple[Combination, ...]]]:
    """Yield a combination left out, and with each single edit with which it would load."""
    yield (), "漏掉了", "left out", ()
    literals = combination.literals
    for place, literal in enumerate(literals):
        for zh, en, changed in _literals(literal, literals):
            others = (*literals[:place], *((changed,) if changed else ()), *literals[place + 1 :])
            made = dataclasses.replace(combination, literals=others)
            if len({each.name for each in others}) > 1 and (key == EXPLAIN or presumable(made)):
                yield ("facts", place), zh, en, (made,)


def _literals(literal: Fact, literals: Sequence[Fact]) -> Iterator[tuple[str, str, Fact | None]]:
    zh, en = quoted(_said(literal, "zh")), _said(literal, "en")
    yield f"去掉了{zh}", f'"{en}" left out', None
    spec = vocabulary()[literal.name]
    others = tuple(value for value in spec.values if value not in literal.values)
    opposite = dataclasses.replace(literal, values=others)
    yield f"{zh}的“是”“不是”颠倒了", f'"{en}" negated', opposite
    for _, said_zh, said_en, changed in values(literal):
        if changed.values != others:
            yield said_zh, said_en, changed
    for _, said_zh, said_en, changed in facts(literal, [each.name for each in literals]):
        yield said_zh, said_en, changed


def _said(literal: Fact, lang: str) -> str:
    """Return a literal in words: one of a boolean fact may want it to be false."""
    if literal.values == (False,):
        inner = _said(dataclasses.replace(literal, values=(True,)), lang)
        return f"不是“{inner}”" if lang == "zh" else f"not ({inner})"
    spec = vocabulary()[literal.name]
    label = spec.label if lang == "zh" else spec.label_en
    if spec.boolean:
        return label
    names = ("或" if lang == "zh" else " or ").join(spec.label_of(v, lang) for v in literal.values)
    return f"{label}为{names}" if lang == "zh" else f"{label}: {names}"
