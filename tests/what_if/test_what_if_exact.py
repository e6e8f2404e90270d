"""Paths, reasons and robustness equal brute force on cases with twelve free facts.

The brute force is the oracle: it goes through every value of the free facts, and every set of
changes of them, with the other facts held as they are. Where every fact is free, what is found is
put to the engine: each way reaches its outcome and no part of it does, each reason forces its
outcome and no part of it does.
"""

import random
from functools import cache, cached_property
from itertools import combinations, product
from math import prod

import pytest

from support import oracle, random_cases
from tolerance_rules import CaseFacts, Engine, InconsistentFactsError, Outcome
from tolerance_rules.facts import vocabulary
from tolerance_rules.what_if import next_questions, paths_to, robustness, sufficient_reason
from tolerance_rules.what_if.changes import kind_of

VOCABULARY = vocabulary()
READINGS = {
    "default": oracle.DEFAULTS,
    "others": {name: options[1] for name, options in oracle.READINGS.items()},
}
ENGINES = {name: Engine.load(readings=readings) for name, readings in READINGS.items()}
CONSTRAINED = sorted(
    {literal.name for each in ENGINES["default"].rules.impossible for literal in each.literals}
)
CONDITIONS = sorted(
    name
    for name, spec in VOCABULARY.items()
    if spec.group in ("procedure", "remedy", "consequences", "discretion")
)
MOST = 6_000
"""Most sets of changes that the brute force goes through for one case."""
OTHERS = sorted(set(VOCABULARY) - {*CONSTRAINED, *CONDITIONS})


class World:
    """A case of which twelve facts are free, and what each set of changes of them leads to."""

    def __init__(self, name, seed):
        rng = random.Random(seed)
        self.engine, self.readings = ENGINES[name], READINGS[name]
        while True:
            self.free = [
                name
                for names, count in ((CONSTRAINED, 4), (CONDITIONS, 4), (OTHERS, 4))
                for name in rng.sample(names, count)
            ]
            unknown = rng.sample(self.free, rng.choice((0, 0, 1, 2, 3)))
            values = [len(VOCABULARY[name].values) + (name in unknown) for name in self.free]
            if prod(values) <= MOST:
                break
        self.facts = random_cases.with_unknown(random_cases.complete(rng), unknown)
        self.case = CaseFacts.from_facts(self.facts)
        self.decision = self.engine.evaluate(self.case)

    def outcome(self, facts):
        """Return the outcome of a case, or None if its facts clash."""
        total = {
            name: VOCABULARY[name].presumed if value is None else value
            for name, value in facts.items()
        }
        if facts["nature.express_prohibition_violated"] is None and (
            total["conditions.prohibited_by_law"] or total["nature.persisted_after_prohibition"]
        ):
            total["nature.express_prohibition_violated"] = True
        if not oracle.consistent(total):
            return None
        return oracle.judge(total, self.readings)[0]

    @cached_property
    def totals(self):
        """Return every value of the free facts that can be, with its outcome."""
        cases = (
            self.facts | dict(zip(self.free, values, strict=True))
            for values in product(*(VOCABULARY[name].values for name in self.free))
        )
        return [(case, outcome) for case in cases if (outcome := self.outcome(case))]

    @cached_property
    def reaching(self):
        """Return every set of changes of the free facts, smallest first, by its outcome."""
        found = {}
        for values in product(*((None, *VOCABULARY[name].values) for name in self.free)):
            given = {n: v for n, v in zip(self.free, values, strict=True) if v is not None}
            changes = {n: v for n, v in given.items() if v != self.facts[n]}
            if len(changes) == len(given):
                outcome = self.outcome(self.facts | changes)
                found.setdefault(outcome, []).append(frozenset(changes.items()))
        return {outcome: sorted(sets, key=len) for outcome, sets in found.items() if outcome}


@cache
def world(name, seed):
    return World(name, seed)


WORLDS = [(name, seed) for seed in range(3) for name in READINGS]
MORE_WORLDS = [(name, seed) for seed in range(12) for name in READINGS]


def minimal(sets):
    """Return the sets, given from the smallest, that contain no other."""
    bits, masks, kept = {}, [], []
    for each in sets:
        mask = sum(1 << bits.setdefault(element, len(bits)) for element in each)
        if not any(mask & smaller == smaller for smaller in masks):
            masks.append(mask)
            kept.append(each)
    return kept


@pytest.mark.parametrize(("name", "seed"), WORLDS)
def test_paths_are_all_minimal_sets_of_changes(name, seed):
    here = world(name, seed)
    for outcome, sets in here.reaching.items():
        expected = minimal(sets)
        found = paths_to(here.engine, here.case, outcome, among=here.free, limit=10**6)
        listed = [frozenset((c.fact, c.after) for c in each.changes) for each in found.paths]
        assert len(set(listed)) == len(listed) == found.total
        assert set(listed) == set(expected)
        least = min(map(len, expected))
        assert {frozenset((c.fact, c.after) for c in each.changes) for each in found.smallest} == {
            each for each in expected if len(each) == least
        }
        assert found.complete
        for size, count in found.sizes.items():
            assert sum(len(each) == size for each in expected) == count
    for outcome in set(map(str, Outcome)) - set(here.reaching):
        assert not paths_to(here.engine, here.case, outcome, among=here.free).total


@pytest.mark.parametrize(("name", "seed"), WORLDS[:4])
@pytest.mark.parametrize("only", [("doable",), ("establishable",), ("doable", "establishable")])
def test_paths_of_some_kinds_are_all_minimal_sets_of_changes_of_these_kinds(name, seed, only):
    here = world(name, seed)

    def allowed(change):
        fact, after = change
        return kind_of(VOCABULARY[fact], here.facts[fact], after) in only

    for outcome, sets in here.reaching.items():
        expected = minimal(each for each in sets if all(map(allowed, each)))
        found = paths_to(here.engine, here.case, outcome, only=only, among=here.free, limit=10**6)
        listed = {frozenset((c.fact, c.after) for c in each.changes) for each in found.paths}
        assert listed == set(expected)


def differences(here, outcome, counted):
    """Return the facts in which each case of another outcome differs from this one."""
    return {
        frozenset(name for name in counted if case[name] != here.facts[name])
        for case, other in here.totals
        if other != outcome
    }


@pytest.mark.parametrize(("name", "seed"), MORE_WORLDS)
def test_robustness_is_the_least_number_of_wrong_facts(name, seed):
    here = world(name, seed)
    outcome = here.decision.outcome.value
    established = [fact for fact in here.free if here.facts[fact] is not None]
    found = robustness(here.engine, here.case, among=here.free)
    sizes = [len(each) for each in differences(here, outcome, established)]
    assert found.distance == min(sizes, default=None)
    if sizes:
        changes = {each.fact: each.after for each in (*found.wrong, *found.found)}
        assert len(found.wrong) == found.distance
        assert here.outcome(here.facts | changes) == found.becomes != outcome


@pytest.mark.parametrize(("name", "seed"), MORE_WORLDS)
def test_sufficient_reasons_are_smallest_sets_that_force_the_outcome(name, seed):
    here = world(name, seed)
    outcome = here.decision.outcome.value
    settled = here.decision.settled
    presumed = [] if settled else [f for f in here.free if f in here.decision.presumed]
    base = here.facts | {fact: VOCABULARY[fact].presumed for fact in presumed}
    counted = [fact for fact in here.free if base[fact] is not None]
    to_meet = minimal(
        sorted(
            {
                frozenset(name for name in counted if case[name] != base[name])
                for case, other in here.totals
                if other != outcome
            },
            key=len,
        )
    )
    expected = min(
        (len(each & set(presumed)), len(each))
        for size in range(len(counted) + 1)
        for each in map(frozenset, combinations(counted, size))
        if all(each & other for other in to_meet)
    )
    found = sufficient_reason(here.engine, here.case, among=here.free)
    grounds = frozenset(each.fact for each in found.grounds)
    assert (found.presumptions, len(grounds)) == expected
    assert all(grounds & other for other in to_meet)
    assert all(each.value == base[each.fact] for each in found.grounds)


@pytest.mark.parametrize(("name", "seed"), MORE_WORLDS)
def test_answers_leave_exactly_the_outcomes_of_their_completions(name, seed):
    here = world(name, seed)
    found = next_questions(here.engine, here.case)
    assert tuple(each.fact for each in found.questions) == here.decision.open_facts
    for question in found.questions:
        for answer in question.answers:
            unknown = [f for f in here.free if here.facts[f] is None and f != question.fact]
            base = here.facts | {question.fact: answer.value}
            left = {
                here.outcome(base | dict(zip(unknown, values, strict=True)))
                for values in product(*(VOCABULARY[f].values for f in unknown))
            }
            assert set(answer.reachable) == left - {None}


@pytest.mark.parametrize("name", READINGS)
def test_with_every_fact_free_each_way_and_each_reason_does_what_it_says_and_no_part_of_it_does(
    name,
):
    rng, engine = random.Random(32), ENGINES[name]

    def decide(facts):
        try:
            return engine.evaluate(CaseFacts.from_facts(facts))
        except InconsistentFactsError:
            return None

    checked = 0
    for draw in (random_cases.complete, random_cases.complete, random_cases.partial) * 4:
        facts = draw(rng)
        decision = decide(facts)
        outcome = rng.choice(list(Outcome))
        ways = paths_to(engine, decision, outcome).paths
        for way in rng.sample(ways, min(4, len(ways))):
            changes = {each.fact: each.after for each in way.changes}
            after = decide(facts | changes)
            assert after.outcome is outcome
            assert (after.settled, after.reachable) == (way.settled, way.reachable)
            assert not set(way.warnings) & set(decision.warnings)
            assert set(way.warnings) <= set(after.warnings)
            for left_out in changes:
                part = decide(facts | {n: v for n, v in changes.items() if n != left_out})
                assert part is None or part.outcome is not outcome
            checked += 1
        reason = sufficient_reason(engine, decision)
        grounds = {each.fact: each.value for each in reason.grounds}
        assert decide(grounds).reachable == (decision.outcome,)
        for left_out in grounds:
            part = {n: v for n, v in grounds.items() if n != left_out}
            assert decide(part).reachable != (decision.outcome,)
    assert checked > 15


@pytest.mark.parametrize(
    ("fact", "before", "after", "kind"),
    [
        # What can still be done: a better effort, from where it stands or is presumed to stand.
        ("remedy.loss_recovery", "none", "active", "doable"),
        ("remedy.loss_recovery", "passive", "active", "doable"),
        ("remedy.loss_recovery", None, "active", "doable"),
        ("remedy.loss_recovery", None, "passive", "doable"),
        ("remedy.rectification", "refused", "active", "doable"),
        ("remedy.rectification", "refused", "passive", "doable"),
        ("remedy.rectification", None, "active", "doable"),
        ("discretion.cooperated", False, True, "doable"),
        ("discretion.cooperated", None, True, "doable"),
        # No effort is taken back, and nobody is told to make it worse.
        ("remedy.loss_recovery", "active", "none", "establishable"),
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
    ],
)
def test_what_a_change_takes(fact, before, after, kind):
    assert kind_of(VOCABULARY[fact], before, after) == kind


def test_the_correction_checklist_never_asks_for_what_cannot_be_done():
    engine, rng = ENGINES["default"], random.Random(7)
    best = {"remedy.rectification": "active", "discretion.cooperated": True}
    for _ in range(40):
        facts = random_cases.partial(rng)
        for outcome in ("not_pursued", "exempt", "no_tolerance"):
            for way in paths_to(engine, CaseFacts.from_facts(facts), outcome, only="doable").paths:
                for change in way.changes:
                    assert change.fact in {*best, "remedy.impact_removal", "remedy.loss_recovery"}
                    assert change.before != "not_needed"
                    assert change.after in ("active", "passive", True)
                    if change.before is None and change.fact in best:
                        assert change.after == best[change.fact]


@pytest.mark.parametrize(("name", "seed"), MORE_WORLDS)
def test_reachable_is_every_outcome_of_twelve_unknown_facts_and_no_other(name, seed):
    here = world(name, seed)
    unknown = CaseFacts.from_facts(random_cases.with_unknown(here.facts, here.free))
    decision = here.engine.evaluate(unknown)
    assert set(decision.reachable) == {outcome for _, outcome in here.totals}
    for question in next_questions(here.engine, decision).questions:
        for answer in question.answers:
            left = {o for case, o in here.totals if case[question.fact] == answer.value}
            assert set(answer.reachable) == left
