"""Diff between the rules of two institutions, by the facts that both have, and the definition."""

from __future__ import annotations

import dataclasses
import math
import random

import pytest

from support.random_facts import complete_facts
from support.rulesets import RULESETS
from tolerance_rules import InconsistentFactsError
from tolerance_rules.facts import Vocabulary
from tolerance_rules.proof.diff import diff
from tolerance_rules.proof.examples import presumed
from tolerance_rules.proof.outcome_change import REFUSED
from tolerance_rules.proof.shared_facts import shared_facts
from tolerance_rules.semantics import holds, judge, outcome_of

pytestmark = pytest.mark.slow  # every case there is, under every reading

ONE, OTHER = RULESETS[:2]
DILIGENT = {
    "remedy.correction": "timely",
    "procedure.too_urgent": True,
    "nature.breach": "internal",
    "procedure.filing": "before",
    "remedy.cooperated": True,
}
GIVEN = {
    "as presumed": ({}, {}),
    "diligent": (dict.fromkeys(("discretion.minor_breach", "work.experimental"), True), DILIGENT),
}
SIDES = [
    pytest.param(sides, given, id=f"{sides[0].id} {name}")
    for sides in ((ONE, OTHER), (OTHER, ONE))
    for name, given in {
        name: values if sides[0] is ONE else values[::-1] for name, values in GIVEN.items()
    }.items()
]


def end(facts, rules):
    if any(holds(combination, facts, rules) for combination in rules.impossible):
        return REFUSED
    return outcome_of(facts, rules)


def is_set_apart(facts, rules, shared):
    """Tell whether every combination that refuses a case has a fact that is not shared."""
    clashing = [each for each in rules.impossible if holds(each, facts, rules)]
    return bool(clashing) and not any(
        all(literal.name in shared for literal in each.literals) for each in clashing
    )


def are_compared(cases, sides, shared):
    """Tell whether neither side refuses a case, which the other admits, for what it holds."""
    ends = [end(facts, rules) for facts, rules in zip(cases, sides, strict=True)]
    return all(
        ends.count(REFUSED) != 1 or each != REFUSED or not is_set_apart(facts, rules, shared)
        for each, facts, rules in zip(ends, cases, sides, strict=True)
    )


def totals(shared, sides, given):
    """Return a case as each side sees it: its own facts as presumed, or as given."""
    return [
        {**presumed(rules.vocabulary), **own, **shared}
        for rules, own in zip(sides, given, strict=True)
    ]


def drawn(rng, names):
    if rng.random() < 0.5:
        return {name: rng.choice(ONE.vocabulary[name].values) for name in names}
    facts = complete_facts(ONE.vocabulary, rng)
    return {name: facts[name] for name in names}


@pytest.mark.parametrize(("sides", "given"), SIDES)
def test_every_example_and_no_other_pair_is_there_by_the_definition(sides, given) -> None:
    found = diff(*sides, given=given)
    assert not found.one_regulation
    assert found.changes
    pairs = {(each.before, each.after) for each in found.changes}
    assert len(pairs) == len(found.changes)
    names = found.facts.shared
    for change in found.changes:
        assert set(change.example.facts) <= set(names)
        shared = {name: change.totals[0][name] for name in names}
        assert [*change.totals] == totals(shared, sides, given)
        ends = [end(facts, rules) for facts, rules in zip(change.totals, sides, strict=True)]
        assert ends == [change.before, change.after]
        for facts, rules, cites, outcome in zip(
            change.totals, sides, change.cites, ends, strict=True
        ):
            if outcome == REFUSED:
                assert cites == ()
            else:
                cited = {(c.clause, c.status.value) for c in judge(facts, rules).citations}
                assert {(c.clause, "established" if c.holds else "refuted") for c in cites} <= cited
                assert cites
        # No fact of it can be left as presumed.
        for name in change.example.facts:
            less = shared | {name: sides[0].vocabulary[name].presumed}
            assert [
                end(facts, rules)
                for facts, rules in zip(totals(less, sides, given), sides, strict=True)
            ] != ends
    rng = random.Random(4)
    for _ in range(300):
        cases = totals(drawn(rng, names), sides, given)
        ends = [end(facts, rules) for facts, rules in zip(cases, sides, strict=True)]
        if are_compared(cases, sides, names):
            assert ends[0] == ends[1] or tuple(ends) in pairs


@pytest.mark.parametrize("breach", ["none", "internal"])
def test_the_counts_are_those_of_every_case_gone_through(breach) -> None:
    # All facts but a few have other names, so that the shared ones can be gone through.
    kept = [
        "motive.knowing_violation",
        "motive.gain_for_self",
        "consequences.impact",
        "nature.other_bar",
        "procedure.collective_decision",
        "work.reform_and_innovation",
    ]
    shared = [name for name in shared_facts(ONE, OTHER).shared if name in kept]
    assert sorted(shared) == sorted(kept)
    apart = {name: f"apart.{name.replace('.', '_')}" for name in OTHER.vocabulary}
    other = renamed(OTHER, {name: new for name, new in apart.items() if name not in kept})
    new = {"remedy_correction": "timely", "conditions_lack_of_experience": True}
    new |= {"nature_breach": breach}
    given = ({}, {f"apart.{name}": value for name, value in new.items()})
    found = diff(ONE, other, given=given)
    assert sorted(found.facts.shared) == sorted(kept)
    counted: dict[tuple[str, str], int] = {}
    total, aside = 0, [0, 0]
    for case in every(found.facts.shared):
        one, two = totals(case, (ONE, other), given)
        ends = end(one, ONE), end(two, other)
        if not are_compared((one, two), (ONE, other), found.facts.shared):
            aside[ends.index(REFUSED)] += 1
            continue
        total += ends != (REFUSED, REFUSED)
        if ends[0] != ends[1]:
            counted[ends] = counted.get(ends, 0) + 1
    assert found.cases == total
    assert [each.cases for each in found.apart] == aside
    assert {(each.before, each.after): each.cases for each in found.changes} == counted
    # Held to be no breach, a knowing violation is a contradiction, and not another outcome.
    if breach == "none":
        assert found.apart[1].facts == ("apart.nature_breach",)
        assert aside[1] > 0
        assert REFUSED not in {end for ends in counted for end in ends}
    else:
        assert aside == [0, 0]
        assert len(counted) > 2


def every(names):
    cases = [{}]
    for name in names:
        cases = [{**case, name: value} for case in cases for value in ONE.vocabulary[name].values]
    assert len(cases) == math.prod(len(ONE.vocabulary[name].values) for name in names)
    return cases


def renamed(rules, names):
    """Return a ruleset in which facts have other names."""

    def put(node):
        if hasattr(node, "name") and hasattr(node, "values"):
            return dataclasses.replace(node, name=names.get(node.name, node.name))
        if hasattr(node, "options"):
            options = tuple((option, put(branch)) for option, branch in node.options)
            return dataclasses.replace(node, options=options)
        if hasattr(node, "items"):
            return type(node)(tuple(map(put, node.items)))
        return type(node)(put(node.item)) if hasattr(node, "item") else node

    specs = {
        names.get(name, name): dataclasses.replace(spec, name=names.get(name, name))
        for name, spec in rules.vocabulary.items()
    }
    return dataclasses.replace(
        rules,
        vocabulary=Vocabulary(rules.vocabulary.groups, specs),
        clauses={
            name: dataclasses.replace(card, when=put(card.when))
            for name, card in rules.clauses.items()
        },
        outcomes=tuple(dataclasses.replace(row, when=put(row.when)) for row in rules.outcomes),
        impossible=tuple(
            dataclasses.replace(each, literals=tuple(map(put, each.literals)))
            for each in rules.impossible
        ),
        explain=(),
    )


def test_a_fact_with_other_values_is_not_shared() -> None:
    name = "consequences.loss"
    spec = dataclasses.replace(
        OTHER.vocabulary[name],
        values=("none", "some", "major", "ruinous"),
        labels=(*OTHER.vocabulary[name].labels, ("毁灭性", "ruinous")),
        preference=("none", "some", "major", "ruinous"),
    )
    vocabulary = Vocabulary(OTHER.vocabulary.groups, {**OTHER.vocabulary, name: spec})
    found = shared_facts(ONE, dataclasses.replace(OTHER, vocabulary=vocabulary))
    assert found.other_values == (name,)
    assert name not in found.shared
    assert all(held[name] == "none" for held in found.held)
    # The order of values is of no account.
    assert name in shared_facts(ONE, OTHER).shared


def test_facts_held_apart_that_clash_are_refused() -> None:
    given = {"procedure.followed_plan": True, "procedure.filing": "none"}
    with pytest.raises(InconsistentFactsError) as caught:
        diff(ONE, OTHER, given=({}, given))
    assert caught.value.combinations == ("followed_a_plan_not_filed",)


def test_a_ruleset_and_itself_share_everything() -> None:
    for rules in (ONE, OTHER):
        found = diff(rules, rules)
        assert found.one_regulation
        assert found.changes == ()
        assert found.facts.shared == tuple(rules.vocabulary)
        assert found.facts.held == ({}, {})
