"""Rule properties: every clause, branch, requirement and reading is there for something."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.executors.all_cases import CaseSet
from tolerance_rules.proof.coverage import branches, requirements
from tolerance_rules.proof.edits import Edit, Spot, condition_of, holder_label, holders
from tolerance_rules.proof.findings import Finding, Subject
from tolerance_rules.proof.proof_context import Ground, Way
from tolerance_rules.proof.space import READING, unequal
from tolerance_rules.rendering.condition_words import condition_label


def clauses_matter(ground: Ground) -> Iterator[Finding]:
    """Show of each clause that its holding decides some case, and its not holding another."""
    for clause, card in ground.rules.clauses.items():
        turning = ground.turning(clause)
        holds = ground.space.clauses[clause]
        for to, telling, zh, en in (
            ("never", holds, "成立", "holding"),
            ("always", ~holds, "不成立", "not holding"),
        ):
            subject = Subject(f"{clause} {en}", f"{card.citation}{zh}", f"Article {clause}, {en}")
            edit = Edit(clause, (), to)
            ways = [Way(turning & telling)]
            yield from ground.sometimes(subject, ways, _near(ground, edit, telling), edit=edit)


def branches_matter(ground: Ground) -> Iterator[Finding]:
    """Show of each item of an `any`, and each value of `is`, that without it some case differs."""
    for holder in holders(ground.rules):
        for spot, edit in branches(ground.rules, holder):
            yield from _matters(ground, spot, edit)


def requirements_matter(ground: Ground) -> Iterator[Finding]:
    """Show of each item of an `all` that without it some case differs."""
    for holder in holders(ground.rules):
        for spot, edit in requirements(ground.rules, holder):
            yield from _matters(ground, spot, edit)


def none_implied(ground: Ground) -> Iterator[Finding]:
    """Show of each two clauses of an article that the first can hold without the second."""
    rules, space = ground.rules, ground.space
    for article in rules.articles.values():
        for one in article.clauses:
            for other in article.clauses:
                if one == other:
                    continue
                subject = Subject(
                    f"{one} without {other}",
                    f"{rules.clauses[one].citation}成立而{rules.clauses[other].citation}不成立",
                    f"Article {one} without Article {other}",
                )
                alone = space.clauses[one] & ~space.clauses[other]
                near = [Way(space.clauses[one])]
                yield from ground.sometimes(subject, [Way(alone)], near)


def readings_matter(ground: Ground) -> Iterator[Finding]:
    """Show of each option of a reading that some case comes to another outcome by the default."""
    space = ground.space
    for name, card in ground.rules.readings.items():
        variable = READING + name
        for option in card.names[1:]:
            good, moved = ground.none, ground.none
            for cases in space.outcomes.values():
                one = space.sets.given(cases, variable, card.default)
                good |= unequal(one, space.sets.given(cases, variable, option))
            for cases in space.clauses.values():
                one = space.sets.given(cases, variable, card.default)
                moved |= unequal(one, space.sets.given(cases, variable, option))
            subject = Subject(
                f"{name}={option}",
                f"释义“{card.phrase}”：{dict(card.options)[option][0]}",
                f"reading {name}: {dict(card.options)[option][1]}",
            )
            near = [Way(moved), Way(ground.closest(condition_of(ground.rules, card.clause)))]
            yield from ground.sometimes(subject, [Way(good)], near)


def _matters(ground: Ground, spot: Spot, edit: Edit) -> Iterator[Finding]:
    """Yield whether some outcome changes when the node of a spot is edited out of its condition."""
    rules = ground.rules
    zh = f"{holder_label(rules, spot.holder)}：{condition_label(spot.node, rules)}"
    en = f"{holder_label(rules, spot.holder, 'en')}: {condition_label(spot.node, rules, 'en')}"
    condition = condition_of(rules, spot.holder)
    moved = unequal(
        ground.space.where(condition),
        ground.space.where(condition_of(edit(rules), spot.holder)),
    )
    telling = ground.space.where(spot.node)
    near = _near(ground, edit, telling if edit.to != "always" else ~telling, moved)
    ways = [Way(ground.turning(spot.holder) & moved)]
    subject = Subject(spot.name, zh, en)
    yield from ground.sometimes(subject, ways, near, edit=edit, within=spot.under)


def _near(ground: Ground, edit: Edit, telling: CaseSet, *sets: CaseSet) -> Iterator[Way]:
    """Yield where an edit that changes no outcome should have: where the item is `telling`."""
    yield from map(Way, sets)
    closest = ground.closest(condition_of(ground.rules, edit.holder))
    yield from map(Way, (closest & telling, telling, closest))
