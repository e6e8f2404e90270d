"""Paths, reasons, robustness and questions equal brute force on cases with ten free facts.

The brute force goes through every value of the free facts, and every set of changes of them, with
the other facts held as they are; it knows only the definition. Some of the free facts are not
established: unknown, or partly known. Where every fact is free, what is found is put to the
engine: each way reaches its outcome and no part of it does, each reason forces its outcome and no
part of it does.
"""

from __future__ import annotations

import dataclasses
import random
from functools import cache, cached_property
from itertools import combinations, product
from math import prod

import pytest

from support.half_known import half_known
from support.random_facts import complete_facts, completions, doubtful
from support.rulesets import RULESETS, SHIPPED, for_every_ruleset
from tolerance_rules import Engine, InconsistentFactsError, Outcome
from tolerance_rules.proof.condition_edits import condition_of, holders, with_condition
from tolerance_rules.rules import NEVER, OTHERWISE, Fact, Not, Reading, children, leaves
from tolerance_rules.semantics import complete, outcome_of
from tolerance_rules.what_if import (
    next_questions,
    paths_to,
    robustness,
    sensitivity,
    sufficient_reason,
)
from tolerance_rules.what_if.changes import kind_in, kind_of

pytestmark = pytest.mark.slow  # every variation of many cases

MOST = 8_000
"""Most sets of changes that the brute force goes through for one case."""


@cache
def engine_of(rules, other_readings=False):
    if other_readings:
        rules = rules.with_readings({name: card.names[-1] for name, card in rules.readings.items()})
    return Engine(rules)


def decide(engine, facts):
    """Return the decision of a case, or None if its facts clash."""
    try:
        return engine.evaluate(engine.facts(facts))
    except InconsistentFactsError:
        return None


def drawn(engine, rng):
    """Return a random complete case that can be, of an outcome that is as likely as any other."""
    wanted = rng.choice(list(engine.rules.labels))
    for _ in range(300):
        facts = complete_facts(engine.rules.vocabulary, rng)
        decision = decide(engine, facts)
        if decision is not None and decision.outcome == wanted:
            return facts
    return drawn(engine, rng)


class World:
    """A case of which ten facts are free, and what each set of changes of them leads to."""

    def __init__(self, rules, seed):
        rng = random.Random(f"{rules.id} {seed}")
        self.engine = engine_of(rules, bool(seed % 2))
        self.rules, self.vocabulary = self.engine.rules, rules.vocabulary
        base = drawn(self.engine, rng)
        while True:
            self.free = self._free(rng)
            known = doubtful(base, self.vocabulary, rng, share=1)
            enumerated = [name for name in self.free if len(self.vocabulary[name].values) > 2]
            unsure = rng.sample(self.free, seed % 3)
            unsure += rng.sample(enumerated, min(len(enumerated), seed % 4))
            self.facts = base | {name: known[name] for name in unsure}
            if prod(map(len, map(self.ways, self.free))) <= MOST:
                break
        self.case = self.engine.facts(self.facts)
        self.decision = self.engine.evaluate(self.case)
        self.outcomes = {}

    def _free(self, rng):
        constrained = {fact.name for each in self.rules.impossible for fact in each.literals}
        cited = self.rules.cited_as("condition_met") + self.rules.cited_as("condition_unmet")
        conditions = {
            leaf.name
            for each in cited
            for clause in self.rules.clauses_of(each)
            for leaf in leaves(self.rules.condition(clause))
        } - constrained
        others = set(self.vocabulary) - constrained - conditions
        return [
            name
            for names, count in ((constrained, 3), (conditions, 4), (others, 3))
            for name in rng.sample(sorted(names), min(count, len(names)))
        ]

    def possible(self, name):
        """Return the values of a fact that are still possible."""
        return self.vocabulary[name].possible(self.facts[name])

    def ways(self, name):
        """Return every way to set a fact: as it is, or changed to a value."""
        values = self.vocabulary[name].values
        return (None, *(value for value in values if value != self.facts[name]))

    def outcome(self, facts):
        """Return the outcome of a case, or None if its facts clash."""
        try:
            total = complete(facts, self.rules).total
        except InconsistentFactsError:
            return None
        key = tuple(total[name] for name in self.free)
        if key not in self.outcomes:
            self.outcomes[key] = outcome_of(total, self.rules)
        return self.outcomes[key]

    @cached_property
    def totals(self):
        """Return every value of the free facts that can be, with its outcome."""
        anything = self.facts | dict.fromkeys(self.free)
        return [(case, self.outcome(case)) for case in completions(anything, self.rules)]

    @cached_property
    def reaching(self):
        """Return every set of changes of the free facts, smallest first, by its outcome."""
        found = {}
        for values in product(*map(self.ways, self.free)):
            changes = {n: v for n, v in zip(self.free, values, strict=True) if v is not None}
            outcome = self.outcome(self.facts | changes)
            found.setdefault(outcome, []).append(frozenset(changes.items()))
        found.pop(None, None)
        return {outcome: sorted(sets, key=len) for outcome, sets in found.items()}


@cache
def world(rules, seed):
    return World(rules, seed)


def worlds(count):
    """Run a test on so many worlds of each ruleset, every other under other readings."""
    cases = [(rules, seed) for seed in range(count) for rules in RULESETS]
    ids = [f"{rules.id}-{seed}" for rules, seed in cases]
    return pytest.mark.parametrize(("rules", "seed"), cases, ids=ids)


def minimal(sets):
    """Return the sets, given from the smallest, that contain no other."""
    bits, masks, kept = {}, [], []
    for each in sets:
        mask = sum(1 << bits.setdefault(element, len(bits)) for element in each)
        if not any(mask & smaller == smaller for smaller in masks):
            masks.append(mask)
            kept.append(each)
    return kept


def as_set(path):
    return frozenset((change.fact, change.after) for change in path.changes)


@worlds(8)
def test_paths_are_all_minimal_sets_of_changes(rules, seed):
    here = world(rules, seed)
    for outcome in map(str, Outcome):
        expected = minimal(here.reaching.get(outcome, ()))
        found = paths_to(here.engine, here.case, outcome, among=here.free, limit=10**6)
        listed = list(map(as_set, found.paths))
        assert len(set(listed)) == len(listed) == found.total
        assert set(listed) == set(expected)
        least = min(map(len, expected), default=0)
        assert set(map(as_set, found.smallest)) == {e for e in expected if len(e) == least}
        assert found.complete
        for size, count in found.sizes.items():
            assert sum(len(each) == size for each in expected) == count


@worlds(4)
@pytest.mark.parametrize("only", [("doable",), ("establishable",), ("doable", "establishable")])
def test_paths_of_some_kinds_are_all_minimal_sets_of_changes_of_these_kinds(rules, seed, only):
    here = world(rules, seed)
    known = here.decision.completed.known

    def allowed(change):
        fact, after = change
        spec, before = here.vocabulary[fact], here.facts[fact]
        return kind_in(known, here.rules, spec, before, after) in only

    for outcome, sets in here.reaching.items():
        expected = minimal(each for each in sets if all(map(allowed, each)))
        found = paths_to(here.engine, here.case, outcome, only=only, among=here.free, limit=10**6)
        assert set(map(as_set, found.paths)) == set(expected)


@worlds(12)
def test_robustness_is_the_least_number_of_wrong_facts(rules, seed):
    here = world(rules, seed)
    outcome = here.decision.outcome.value
    wrong = [
        sum(case[name] not in here.possible(name) for name in here.free)
        for case, other in here.totals
        if other != outcome
    ]
    found = robustness(here.engine, here.case, among=here.free)
    assert found.distance == min(wrong, default=None)
    if wrong:
        assert len(found.wrong) == found.distance
        assert all(each.after not in here.possible(each.fact) for each in found.wrong)
        assert all(each.after in here.possible(each.fact) for each in found.found)
        changes = {each.fact: each.after for each in (*found.wrong, *found.found)}
        assert here.outcome(here.facts | changes) == found.becomes != outcome


def frozen(here):
    """Return the rules in which every fact but the free ones of a world is put in as it stands."""
    rules = here.rules

    def put_in(node):
        if isinstance(node, Fact):
            if node.name in here.free:
                return node
            return OTHERWISE if here.facts[node.name] in node.values else NEVER
        if isinstance(node, Not):
            return Not(put_in(node.item))
        if isinstance(node, Reading):
            return Reading(node.name, tuple((o, put_in(branch)) for o, branch in node.options))
        return type(node)(tuple(map(put_in, node.items))) if children(node) else node

    for holder in holders(rules):
        rules = with_condition(rules, holder, put_in(condition_of(rules, holder)))
    impossible = []
    for each in rules.impossible:
        left = tuple(map(put_in, each.literals))
        if NEVER not in left:
            literals = tuple(literal for literal in left if literal != OTHERWISE)
            impossible.append(dataclasses.replace(each, literals=literals))
    return dataclasses.replace(rules, impossible=tuple(impossible))


@worlds(12)
def test_sufficient_reasons_are_smallest_sets_that_force_the_outcome(rules, seed):
    here = world(rules, seed)
    outcome = here.decision.outcome.value
    total = here.decision.completed.total
    # Each candidate: a fact, the values it allows, and whether it is a presumption.
    candidates = [
        (name, here.possible(name), False) for name in here.free if here.facts[name] is not None
    ]
    if not here.decision.settled:
        candidates += [
            (name, (total[name],), True) for name in here.free if name in here.decision.presumed
        ]
    to_meet = minimal(
        sorted(
            {
                frozenset(each for each in candidates if case[each[0]] not in each[1])
                for case, other in here.totals
                if other != outcome
            },
            key=len,
        )
    )
    mattering = sorted({each for met in to_meet for each in met}, key=candidates.index)
    expected = min(
        (sum(presumption for *_, presumption in each), len(each))
        for size in range(len(mattering) + 1)
        for each in map(frozenset, combinations(mattering, size))
        if all(each & other for other in to_meet)
    )
    found = sufficient_reason(Engine(frozen(here)), here.case)
    grounds = {
        (each.fact, here.vocabulary[each.fact].possible(each.value), each.origin == "presumed")
        for each in found.grounds
    }
    assert (found.presumptions, len(grounds)) == expected
    assert grounds <= set(candidates)
    assert all(grounds & other for other in to_meet)


@worlds(12)
def test_answers_leave_exactly_the_outcomes_of_their_completions(rules, seed):
    here = world(rules, seed)
    found = next_questions(here.engine, here.case)
    known = here.decision.completed.known
    assert tuple(each.fact for each in found.questions) == here.decision.open_facts
    for question in found.questions:
        spec = here.vocabulary[question.fact]
        assert not spec.finding
        assert tuple(each.value for each in question.answers) == spec.possible(known[spec.name])
        for answer in question.answers:
            cases = completions(here.facts | {question.fact: answer.value}, here.rules)
            assert set(answer.reachable) == set(map(here.outcome, cases))


@worlds(12)
def test_reachable_is_every_outcome_of_ten_unknown_facts_and_no_other(rules, seed):
    here = world(rules, seed)
    decision = here.engine.evaluate(here.engine.facts(here.facts | dict.fromkeys(here.free)))
    # A recorded finding that is not made is known all the same.
    totals = [
        (case, outcome)
        for case, outcome in here.totals
        if not any(case[name] for name in here.free if here.vocabulary[name].finding)
    ]
    assert set(decision.reachable) == {outcome for _, outcome in totals}
    for question in next_questions(here.engine, decision).questions:
        for answer in question.answers:
            left = {outcome for case, outcome in totals if case[question.fact] == answer.value}
            assert set(answer.reachable) == left


@worlds(4)
def test_sensitivity_says_what_the_engine_says_of_each_variation(rules, seed):
    here = world(rules, seed)
    for found in sensitivity(here.engine, here.decision).facts:
        spec = here.vocabulary[found.fact]
        values = {each.change.after for each in found.variations}
        others = {*spec.values} if spec.finding else {*spec.values, None}
        assert values == others - {here.facts[spec.name]}
        assert found.value == here.facts[spec.name]
        for each in found.variations:
            after = decide(here.engine, here.facts | {found.fact: each.change.after})
            assert each.possible == (after is not None)
            if after is None:
                assert each.conflicts
            else:
                assert (each.outcome, each.reachable) == (after.outcome, after.reachable)


@for_every_ruleset
@pytest.mark.parametrize("other_readings", [False, True], ids=["default", "other readings"])
def test_with_every_fact_free_each_way_and_each_reason_does_what_it_says_and_no_part_of_it_does(
    rules, other_readings
):
    rng, engine = random.Random(32), engine_of(rules, other_readings)
    checked = 0
    for share in (0, 0, 0.1, 0.5) * 3:
        facts = doubtful(drawn(engine, rng), rules.vocabulary, rng, share)
        decision = decide(engine, facts)
        outcome = rng.choice(list(rules.labels))
        ways = paths_to(engine, decision, outcome).paths
        for way in rng.sample(ways, min(4, len(ways))):
            changes = {each.fact: each.after for each in way.changes}
            after = decide(engine, facts | changes)
            assert after.outcome == outcome
            assert (after.settled, after.reachable) == (way.settled, way.reachable)
            assert not set(way.warnings) & set(decision.warnings)
            assert set(way.warnings) <= set(after.warnings)
            for left_out in changes:
                part = decide(engine, facts | {n: v for n, v in changes.items() if n != left_out})
                assert part is None or part.outcome != outcome
            checked += 1
        grounds = {each.fact: each.value for each in sufficient_reason(engine, decision).grounds}
        assert forced(engine, grounds) == (decision.outcome,)
        for left_out in grounds:
            part = {name: known for name, known in grounds.items() if name != left_out}
            assert forced(engine, part) != (decision.outcome,)
    assert checked > 10


@for_every_ruleset
@pytest.mark.parametrize("other_readings", [False, True], ids=["default", "other readings"])
def test_what_is_asked_about_never_rests_on_what_is_not_said(rules, other_readings):
    rng, engine = random.Random(7), engine_of(rules, other_readings)
    vocabulary, asked_alone = rules.vocabulary, 0
    for share in (0, 0.1, 0.3, 0.7, 1) * 3:
        decision = decide(engine, doubtful(drawn(engine, rng), vocabulary, rng, share))
        if decision is None:
            continue
        everything = sufficient_reason(engine, decision)
        assert everything.outside == ()
        own = {each.fact for each in everything.grounds}
        for among in (
            [rng.choice(list(vocabulary.groups))],
            sorted(own),
            [],
            rng.sample(sorted(vocabulary), rng.randint(1, len(vocabulary))),
        ):
            found = sufficient_reason(engine, decision, among=among)
            named = {each.fact for each in found.grounds}
            asked = {n for n, spec in vocabulary.items() if {n, spec.group} & set(among)}
            assert set(found.outside) == named - asked
            assert found.presumptions == everything.presumptions
            presumed = {each.fact for each in found.grounds if each.origin == "presumed"}
            assert presumed <= set(decision.presumed)
            # With the facts of the reason alone, all else unknown, one outcome is possible.
            grounds = {each.fact: each.value for each in found.grounds}
            alone = engine.evaluate(engine.facts(grounds))
            assert (alone.reachable, alone.settled) == ((decision.outcome,), True)
            assert forced(engine, grounds) == (decision.outcome,)
            for left_out in grounds:
                part = {name: known for name, known in grounds.items() if name != left_out}
                assert forced(engine, part) != (decision.outcome,)
            for text in (found.explain(), found.explain("en")):
                assert all(fact in text for fact in found.outside)
            asked_alone += bool(among) and not found.outside
    assert asked_alone > 10


def forced(engine, grounds):
    """Return the outcomes that are possible where all that is known are some grounds.

    Nothing else is known, of recorded findings either, which a case cannot say of them.
    """
    vocabulary = engine.rules.vocabulary
    known = complete(dict.fromkeys(vocabulary) | grounds, engine.rules).known
    found = engine.diagram.restricted(known).outcomes()
    return tuple(outcome for outcome in Outcome if outcome in found)


@pytest.mark.parametrize(
    ("fact", "before", "after", "kind"),
    [
        # What can still be done: a better effort, from where it stands or is presumed to stand.
        ("remedy.loss_recovery", "none", "active", "doable"),
        ("remedy.loss_recovery", "passive", "active", "doable"),
        ("remedy.loss_recovery", None, "active", "doable"),
        ("remedy.loss_recovery", None, "passive", "doable"),
        ("remedy.loss_recovery", ("passive", "none"), "active", "doable"),
        ("remedy.loss_recovery", ("passive", "none"), "passive", "doable"),
        ("remedy.rectification", "refused", "active", "doable"),
        ("remedy.rectification", "refused", "passive", "doable"),
        ("remedy.rectification", None, "active", "doable"),
        ("discretion.cooperated", False, True, "doable"),
        ("discretion.cooperated", None, True, "doable"),
        # No effort is taken back, and nobody is told to make it worse.
        ("remedy.loss_recovery", "active", "none", "establishable"),
        ("remedy.loss_recovery", ("active", "passive"), "none", "establishable"),
        ("remedy.rectification", None, "refused", "establishable"),
        ("remedy.rectification", None, "passive", "establishable"),
        ("remedy.rectification", "nothing_to_correct", "refused", "establishable"),
        ("discretion.cooperated", True, False, "establishable"),
        # That nothing was needed, or was after all, is a finding.
        ("remedy.loss_recovery", "none", "not_needed", "establishable"),
        ("remedy.loss_recovery", "not_needed", "active", "establishable"),
        ("remedy.rectification", "nothing_to_correct", "active", "establishable"),
        # What documents may show, and what happened.
        ("procedure.collective_decision", False, True, "establishable"),
        ("nature.proactive", None, True, "establishable"),
        ("nature.proactive", False, True, "fixed"),
        ("consequences.loss", "major", "some", "fixed"),
        # One of the values still possible contradicts no finding; one excluded does.
        ("consequences.loss", ("some", "major"), "some", "establishable"),
        ("consequences.loss", ("some", "major"), "none", "fixed"),
        ("consequences.loss", None, ("some", "major"), "establishable"),
        ("consequences.loss", "major", ("some", "major"), "fixed"),
        ("consequences.loss", ("some", "major"), None, "fixed"),
    ],
)
def test_what_a_change_takes(fact, before, after, kind):
    assert kind_of(SHIPPED.vocabulary[fact], before, after) == kind


def test_nobody_is_told_to_remedy_what_did_not_happen():
    # Fails for want of a remedy: there was a loss, and no adverse impact.
    case = half_known(
        "16_loss_recovered",
        {
            "work.reform_and_innovation": False,
            "work.major_arrangement": True,
            "procedure.collective_decision": True,
            "consequences.impact": "none",
            "consequences.loss": "some",
            "remedy.impact_removal": "none",
            "remedy.loss_recovery": "none",
        },
    )
    engine = engine_of(SHIPPED)
    for outcome in SHIPPED.labels:
        for way in paths_to(engine, case, outcome, only="doable").paths:
            assert {change.fact for change in way.changes} <= {"remedy.loss_recovery"}
            assert not way.warnings
    (way,) = paths_to(engine, case, "not_pursued", only="doable").paths
    assert [change.after for change in way.changes] == ["active"]
    # It would have to be found, and explained.
    found = paths_to(engine, case, "exempt", only="establishable").paths
    removal = [way for way in found if way.changes[0].fact == "remedy.impact_removal"]
    assert removal
    assert all(way.warnings for way in removal if way.changes[0].after == "active")
    # Where it is not known whether there was an impact, to remove it may be asked for.
    open_case = {**case.facts.flat, "consequences.impact": None, "consequences.loss": "none"}
    changes = {
        change.fact
        for outcome in SHIPPED.labels
        for way in paths_to(engine, SHIPPED.facts(open_case), outcome, only="doable").paths
        for change in way.changes
    }
    assert "remedy.loss_recovery" not in changes


@for_every_ruleset
def test_what_can_still_be_done_is_only_a_better_effort(rules):
    engine, rng = engine_of(rules), random.Random(7)
    asked = 0
    for _ in range(100):
        facts = doubtful(drawn(engine, rng), rules.vocabulary, rng, rng.choice((0, 0.1, 0.4)))
        for outcome in rules.labels:
            for way in paths_to(engine, facts, outcome, only="doable").paths:
                for change in way.changes:
                    spec = rules.vocabulary[change.fact]
                    assert spec.mutability == "doable"
                    now = spec.presume(change.before)
                    assert change.after in spec.order
                    if now in spec.order:
                        assert spec.order.index(change.after) > spec.order.index(now)
                    else:
                        # Presumed is that nothing need be done; if something must, it is the best.
                        assert change.before != now
                        assert change.after == spec.order[-1]
                    asked += 1
    assert asked > 4
