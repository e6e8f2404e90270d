"""The main properties once more, by a solver that has nothing in common with the diagrams."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from itertools import combinations

import pytest

from support import faulty_rules, proof_sample
from support.proof_sample import RULES
from tolerance_rules.rules import Reading

z3 = pytest.importorskip("z3", reason="z3-solver is not installed: pip install z3-solver")
from support.z3_rules import ORDER, Formulas, shared_context  # noqa: E402

pytestmark = pytest.mark.slow
SPECS = RULES.vocabulary
SECOND = {name: card.names[1] for name, card in RULES.outcome_readings.items()}
CHOICES = [pytest.param(dict(RULES.chosen), id="default"), pytest.param(SECOND, id="second")]


class World:
    """A ruleset in z3, and a solver that knows which cases can be."""

    def __init__(self, rules, context):
        self.rules, self.context = rules, context
        self.case = Formulas(rules, self.context)
        self.outcome = z3.Const("o", self.context.outcome_sort)
        self.solver = z3.Solver()
        self.solver.add(self.context.one_option_each, self.case.possible)
        self.solver.add(self.outcome == self.case.outcome)

    def any(self, *formulas):
        """Tell whether some case is as said."""
        self.solver.push()
        self.solver.add(*formulas)
        found = self.solver.check()
        self.solver.pop()
        assert found != z3.unknown
        return found == z3.sat

    def comes_to(self, names):
        return z3.Or([self.outcome == self.context.outcomes[name] for name in names])

    def read(self, choice):
        return z3.And([self.context.reads(name, option) for name, option in choice.items()])

    def turning(self, clause):
        """Return that the outcome is another with the clause than without it."""
        one, other = (
            Formulas(self.rules, self.context, clauses={clause: z3.BoolVal(holds)}).outcome
            for holds in (True, False)
        )
        return one != other


@lru_cache(maxsize=1)
def world():
    return World(RULES, shared_context())


def test_every_case_has_an_outcome() -> None:
    assert not world().any(world().comes_to(["none"]))


@pytest.mark.parametrize("bar", RULES.articles["6"].clauses)
def test_exclusion_trumps_tolerance(bar: str) -> None:
    here = world()
    holds = here.case.clause(bar)
    assert not here.any(holds, here.comes_to(ORDER))
    inside = z3.And(here.case.clause("3"), here.case.clause("4"))
    assert not here.any(holds, inside, z3.Not(here.comes_to(["no_tolerance"])))
    assert here.any(holds, here.comes_to(["no_tolerance"]))


def test_tolerance_is_opened_by_a_circumstance_and_by_nothing_else() -> None:
    here = world()
    gate = here.case.formula(RULES.articles["5"].provided)
    open_to_it = z3.And(
        here.case.clause("3"), here.case.clause("4"), gate, z3.Not(here.case.clause("6"))
    )
    assert not here.any(here.comes_to(ORDER), z3.Not(gate))
    for clause in RULES.articles["5"].clauses:
        refused = z3.Not(here.comes_to(ORDER))
        assert not here.any(open_to_it, here.case.clause(clause), refused)
    assert not here.any(here.comes_to(ORDER), z3.Not(here.case.clause("5")))
    outside = z3.Not(z3.And(here.case.clause("3"), here.case.clause("4")))
    assert not here.any(outside, z3.Not(here.comes_to(["ordinary_accountability"])))


@pytest.mark.parametrize("condition", RULES.articles["7.5"].clauses)
def test_liability_is_dropped_without_a_condition_on_one_reading_only(condition: str) -> None:
    here = world()
    dropped = (here.comes_to(["not_pursued"]), z3.Not(here.case.clause(condition)))
    assert not here.any(*dropped, here.context.reads("old_law", "literal"))
    assert here.any(*dropped)


def test_the_policy_stays_within_the_permitted_set() -> None:
    here = world()
    left = z3.BoolVal(True)
    for row in RULES.outcomes:
        when = here.case.formula(row.when)
        assert not here.any(left, when, z3.Not(here.comes_to(row.permitted)))
        left = z3.And(left, z3.Not(when))


@pytest.mark.parametrize("direction", ["mitigating", "aggravating"])
def test_facts_count_in_the_direction_they_declare(direction: str) -> None:
    here = world()
    context = here.context
    solver = z3.SolverFor("QF_FD")
    solver.add(context.one_option_each, here.case.possible)
    for name, spec in SPECS.items():
        if spec.direction != direction:
            continue
        for low, high in combinations(spec.order, 2):
            worse, better = (
                Formulas(RULES, context, facts={name: context.value(name, value)})
                for value in (low, high)
            )
            solver.push()
            solver.add(worse.possible, better.possible, heavier(better, worse))
            assert solver.check() == z3.unsat, (name, low, high)
            solver.pop()


def heavier(one, other):
    """Return that one outcome is heavier than another."""

    def at_least(case, rank):
        lighter = [case.context.outcomes[name] for name in ORDER[:rank]]
        return z3.And([case.outcome != each for each in lighter])

    return z3.Or(
        [z3.And(at_least(one, n), z3.Not(at_least(other, n))) for n in range(1, len(ORDER) + 1)]
    )


@pytest.mark.parametrize("choice", CHOICES)
def test_every_clause_can_change_some_outcome(choice) -> None:
    here = world()
    found = proof_sample.findings("every_clause_can_change_some_outcome")
    for clause in RULES.clauses:
        turning = here.turning(clause)
        for how, holds in (("holding", True), ("not holding", False)):
            stands = here.case.clause(clause) == z3.BoolVal(holds)
            turns = here.any(here.read(choice), stands, turning)
            assert turns != found[f"{clause} {how}"].fails_under(choice)


@pytest.mark.parametrize("choice", CHOICES)
def test_no_clause_is_implied_by_another(choice) -> None:
    here = world()
    for article in RULES.articles.values():
        for one in article.clauses:
            for other in article.clauses:
                if one != other:
                    alone = (here.case.clause(one), z3.Not(here.case.clause(other)))
                    assert here.any(here.read(choice), *alone)


@pytest.mark.parametrize("choice", CHOICES)
def test_facts_that_two_cases_can_differ_by_alone_change_some_outcome(choice) -> None:
    here = world()
    idle = set()
    for name, spec in SPECS.items():
        cases = [
            Formulas(RULES, here.context, facts={name: here.context.value(name, value)})
            for value in spec.values
        ]
        if not any(
            here.any(here.read(choice), one.possible, two.possible, one.outcome != two.outcome)
            for one, two in combinations(cases, 2)
        ):
            idle.add(name)
    expected = set()
    if choice["constraints"] == "umbrella":
        expected.add("conditions.objective_constraints")
    if choice["prohibition_scope"] == "prohibitions_only":
        expected.add("nature.mandatory_rule_violated")
    if choice["three_distinctions_scope"] == "catch_all_only":
        expected |= {"motive.knowing_violation", "nature.persisted_after_prohibition"}
    # Where Article 2 binds 5(12) alone, persistence matters through the violation it presupposes.
    through_another = {"nature.persisted_after_prohibition"}
    assert idle == expected
    found = proof_sample.findings("no_fact_is_idle")
    for name in SPECS:
        if name not in through_another:
            wrong = found[name].fails_under(choice)
            assert wrong == (name in idle)


def test_every_value_of_every_fact_can_be() -> None:
    here = world()
    for name, spec in SPECS.items():
        for value in spec.values:
            assert here.any(here.case.equals(name, value))


def test_every_row_decides_some_case() -> None:
    here = world()
    left = z3.BoolVal(True)
    for row in RULES.outcomes:
        when = here.case.formula(row.when)
        assert here.any(left, when)
        if row.by_policy:
            rest = z3.And(left, when)
            for pick in RULES.policy_rows:
                holds = here.case.formula(pick.when)
                assert here.any(rest, holds)
                rest = z3.And(rest, z3.Not(holds))
        left = z3.And(left, z3.Not(when))


def test_every_reading_changes_some_outcome() -> None:
    here = world()
    for name, card in RULES.outcome_readings.items():
        ends = [
            Formulas(rules, here.context).outcome
            for rules in (only(name, option) for option in card.names)
        ]
        assert here.any(ends[0] != ends[1])


def only(name, option):
    """Return the rules with one option of a reading, whatever is chosen of the others."""

    def put(node):
        if isinstance(node, Reading):
            if node.name == name:
                return put(dict(node.options)[option])
            return Reading(node.name, tuple((each, put(branch)) for each, branch in node.options))
        if hasattr(node, "items"):
            return type(node)(tuple(map(put, node.items)))
        return type(node)(put(node.item)) if hasattr(node, "item") else node

    clauses = {
        each.id: dataclasses.replace(each, when=put(each.when)) for each in RULES.clauses.values()
    }
    articles = {
        each.id: dataclasses.replace(each, provided=put(each.provided)) if each.provided else each
        for each in RULES.articles.values()
    }
    rows = tuple(dataclasses.replace(row, when=put(row.when)) for row in RULES.outcomes)
    return dataclasses.replace(RULES, clauses=clauses, articles=articles, outcomes=rows)


def test_a_fault_is_found_by_this_solver_too(tmp_path) -> None:
    fault = next(each for each in faulty_rules.FAULTS if each.name.startswith("a bar out"))
    rules = faulty_rules.loaded(tmp_path, (fault.file, fault.old, fault.new))
    here = World(rules, world().context)
    one, other = here.case.clause("6.1"), here.case.clause("6.3")
    assert here.any(other, here.comes_to(ORDER))
    assert not here.any(one, z3.Not(other), here.comes_to(ORDER))
