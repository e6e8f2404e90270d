"""Diff: what a change of rules means, held to the definition, to brute force and to a solver."""

from __future__ import annotations

import dataclasses
import itertools
import math
import random
from functools import cache
from pathlib import Path

import pytest

from support import faulty_rules, random_cases
from tolerance_rules import loader
from tolerance_rules.proof.condition_edits import put, with_condition
from tolerance_rules.proof.diff import diff
from tolerance_rules.proof.examples import presumed
from tolerance_rules.proof.outcome_change import REFUSED
from tolerance_rules.proof.rule_edits import edits
from tolerance_rules.rules import NEVER, OTHERWISE, ClauseRef, Fact, Not
from tolerance_rules.semantics import holds, outcome_of, status

pytestmark = pytest.mark.slow  # every case there is, under every reading

ROOT = Path(__file__).resolve().parents[2]
RULES = loader.shipped("zzvc-2023-32")
STRICT = loader.policy_from_yaml(ROOT / "examples" / "policy_strict.yaml", RULES)
SPECS = RULES.vocabulary


def with_clauses(rules, **conditions):
    for name, when in conditions.items():
        rules = with_condition(rules, name.lstrip("c").replace("_", "."), when)
    return rules


def amended():
    """Return the rules with gain for the unit among the bars, as an amendment of 6(3) might."""
    gain = dict(RULES.clauses["6.3"].when.options)["individuals_only"]
    return with_condition(
        RULES, "6.3", type(gain)((*gain.items, Fact("motive.gain_for_unit", quote="单位")))
    )


def without_contradictions():
    return dataclasses.replace(RULES, impossible=RULES.impossible[1:])


PAIRS = {
    "reading remedy_scope": (RULES, RULES.with_readings({"remedy_scope": "either"})),
    "reading old_law": (RULES, RULES.with_readings({"old_law": "literal"})),
    "two readings": (
        RULES.with_readings({"harm_threshold": "any"}),
        RULES.with_readings({"not_active": "refused_only", "danger_and_decision": "either"}),
    ),
    "policy": (RULES, RULES.with_policy(STRICT)),
    "amended 6.3": (RULES, amended()),
    "fewer contradictions": (RULES, without_contradictions()),
    "more contradictions": (without_contradictions(), RULES),
}


@cache
def compared(name):
    return diff(*PAIRS[name])


def end(facts, rules):
    if any(holds(combination, facts, rules) for combination in rules.impossible):
        return REFUSED
    return outcome_of(facts, rules)


def differing_clauses(facts, old, new):
    return {
        clause
        for clause in {**old.clauses, **new.clauses}
        if status(ClauseRef(clause), facts, old) is not status(ClauseRef(clause), facts, new)
    }


def test_the_same_rules_differ_in_nothing() -> None:
    found = diff(RULES, RULES)
    assert (found.changes, found.changed, found.edits) == ((), 0, ())
    again = loader.from_yaml(RULES.folder)
    assert again is not RULES
    assert diff(RULES, again).changes == ()


@pytest.mark.parametrize("name", PAIRS)
def test_each_example_is_what_it_says_by_the_definition(name: str) -> None:
    old, new = PAIRS[name]
    found = compared(name)
    assert found.changes
    assert len({(each.before, each.after) for each in found.changes}) == len(found.changes)
    for change in found.changes:
        facts = change.example.total(SPECS)
        assert (end(facts, old), end(facts, new)) == (change.before, change.after)
        assert change.before != change.after
        assert set(change.responsible) == differing_clauses(facts, old, new)
        assert set(change.responsible) <= set(change.clauses)
        assert all(0 < number <= change.cases for number in change.clauses.values())
        # No fact of it can be left as presumed.
        for fact in change.example.facts:
            less = facts | {fact: SPECS[fact].presumed}
            assert (end(less, old), end(less, new)) != (change.before, change.after)
    assert found.changed == sum(each.cases for each in found.changes) < found.cases


@pytest.mark.parametrize("name", PAIRS)
def test_no_pair_of_outcomes_is_left_out(name: str) -> None:
    old, new = PAIRS[name]
    pairs = {(each.before, each.after) for each in compared(name).changes}
    rng = random.Random(3)
    for _ in range(400):
        case = rng.choice((random_cases.likely, random_cases.plain, random_cases.even))(rng)
        before, after = end(case, old), end(case, new)
        assert before == after or (before, after) in pairs


@pytest.mark.parametrize("name", PAIRS)
def test_the_smallest_is_smallest_by_a_solver_of_its_own(name: str) -> None:
    z3 = pytest.importorskip("z3", reason="z3-solver is not installed: pip install z3-solver")
    from support.z3_rules import Formulas, shared_context

    old, new = PAIRS[name]
    context = shared_context()
    sides = [Formulas(rules, context) for rules in (old, new)]
    usual = presumed(SPECS)
    different = [z3.Not(sides[0].equals(fact, value)) for fact, value in usual.items()]

    def comes_to(side, rules, outcome):
        if outcome == REFUSED:
            said = z3.Not(side.possible)
        else:
            said = z3.And(side.possible, side.outcome == context.outcomes[outcome])
        chosen = [
            (variable, z3.BoolVal(rules.chosen[reading] == option))
            for (reading, option), variable in context.options.items()
        ]
        return z3.substitute(said, *chosen)

    for change in compared(name).changes:
        solver = z3.Solver()
        solver.add(comes_to(sides[0], old, change.before), comes_to(sides[1], new, change.after))
        size = len(change.example.facts)
        solver.push()
        solver.add(z3.PbLe([(each, 1) for each in different], size))
        assert solver.check() == z3.sat
        solver.pop()
        if size:
            solver.add(z3.PbLe([(each, 1) for each in different], size - 1))
            assert solver.check() == z3.unsat


# --- a ruleset small enough to go through whole ---------------------------------------------------

LAW = Fact("conditions.law_at_the_time", ("lighter", "no_liability"))
THREE = "nature.three_distinctions"
SMALL_FACTS = (
    "conditions.law_at_the_time",
    THREE,
    "nature.other_bar",
    "nature.express_prohibition_violated",
    "consequences.loss",
    "remedy.loss_recovery",
    "discretion.minor_breach",
    "discretion.cooperated",
    "discretion.aggravating",
)


def small():
    """Return the rules with only a few clauses left that can hold or fail."""
    rules = dataclasses.replace(RULES, impossible=())
    for clause in rules.clauses:
        rules = with_condition(rules, clause, NEVER)
    return with_clauses(
        rules,
        c3=OTHERWISE,
        c4=OTHERWISE,
        c5_11=LAW,
        c5_12=Fact(THREE),
        c6_6=Fact("nature.other_bar"),
        c7_5_1=Not(Fact("nature.express_prohibition_violated")),
        c7_5_2=OTHERWISE,
        c7_5_3=Not(Fact("consequences.loss", ("major",))),
        c7_5_4=Fact("remedy.loss_recovery", ("active", "not_needed")),
    )


SMALL = small()
CHANGED = {
    "reading": SMALL.with_readings({"old_law": "no_liability_suffices"}),
    "policy": SMALL.with_policy(STRICT),
    "clause": with_clauses(SMALL, c7_5_4=Fact("remedy.loss_recovery", ("active", "passive"))),
    "bar": with_clauses(SMALL, c6_6=Fact("discretion.aggravating")),
    "row": dataclasses.replace(SMALL, outcomes=(*SMALL.outcomes[:3], *SMALL.outcomes[4:])),
    "contradiction": dataclasses.replace(
        SMALL,
        impossible=(
            dataclasses.replace(
                RULES.impossible[0],
                literals=(Fact(THREE), Fact("nature.express_prohibition_violated")),
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_small_ruleset_gone_through_whole_gives_the_same(name: str) -> None:
    new = CHANGED[name]
    others = math.prod(len(spec.values) for fact, spec in SPECS.items() if fact not in SMALL_FACTS)
    usual = presumed(SPECS)
    expected: dict[tuple[str, str], list[dict]] = {}
    total = 0
    for values in itertools.product(*(SPECS[fact].values for fact in SMALL_FACTS)):
        case = usual | dict(zip(SMALL_FACTS, values, strict=True))
        before, after = end(case, SMALL), end(case, new)
        total += (before, after) != (REFUSED, REFUSED)
        if before != after:
            expected.setdefault((before, after), []).append(case)
    found = diff(SMALL, new)
    assert found.cases == total * others
    assert {(each.before, each.after) for each in found.changes} == set(expected)
    for change in found.changes:
        cases = expected[change.before, change.after]
        assert change.cases == len(cases) * others
        sizes = [sum(case[fact] != usual[fact] for fact in SMALL_FACTS) for case in cases]
        assert len(change.example.facts) == min(sizes)
        assert change.example.total(SPECS) in cases
        counted: dict[str, int] = {}
        for case in cases:
            for clause in differing_clauses(case, SMALL, new):
                counted[clause] = counted.get(clause, 0) + others
        assert change.clauses == counted


# --- what was edited ------------------------------------------------------------------------------


def named(found):
    return tuple(edit.name for edit in found)


def test_edits_are_named(tmp_path: Path) -> None:
    made = {
        "6.3": (RULES, amended()),
        "policy": (RULES, RULES.with_policy(STRICT)),
        f"impossible#{RULES.impossible[0].id} removed": (RULES, without_contradictions()),
        "outcomes#1 removed": (RULES, dataclasses.replace(RULES, outcomes=RULES.outcomes[1:])),
        "6 holds": (
            RULES,
            dataclasses.replace(
                RULES,
                articles={
                    **RULES.articles,
                    "6": dataclasses.replace(RULES.articles["6"], holds="all"),
                },
            ),
        ),
        "wording": (
            RULES,
            faulty_rules.loaded(tmp_path, ("outcomes.yaml", "Outside the scope of", "Beyond")),
        ),
    }
    # A condition that was replaced quotes other words.
    beside = {"6.3": ("6.3 quotes",)}
    for edit, (old, new) in made.items():
        assert named(edits(old, new)) == (edit, *beside.get(edit, ()))
    for name in ("amended 6.3", "policy", "fewer contradictions", "two readings"):
        assert compared(name).edits == edits(*PAIRS[name])
    assert named(compared("two readings").edits) == (
        "reading harm_threshold: any -> serious",
        "reading not_active: passive_counts -> refused_only",
        "reading danger_and_decision: both -> either",
    )
    worded = diff(*made["wording"])
    assert (worded.changes, worded.differs) == ((), False)
    assert named(worded.edits) == ("wording",)


def test_an_edit_without_consequence_changes_no_case() -> None:
    gain = RULES.clauses["5.1"].when
    # Article 6(3) bars gain for self before Article 5(1) is asked.
    edited = with_condition(RULES, "5.1", put(gain, (2,), OTHERWISE))
    found = diff(RULES, edited)
    assert (found.changes, found.elsewhere, named(found.edits)) == ((), (), ("5.1",))
    # Which clauses hold, as a decision says of every clause, is not the same.
    assert [each.kind for each in found.decisions] == ["status", "citations"]
