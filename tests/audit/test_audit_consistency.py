"""Past decisions against each other: the audit finds exactly what comparing all pairs finds."""

from __future__ import annotations

import random
from functools import cache, partial
from itertools import permutations

import pytest

from support.audit_cases import (
    FOLDER,
    GOOD,
    at_least,
    flat,
    is_compared,
    kinds_of,
    known,
    random_register,
    relevant,
    treatment,
)
from support.audit_dense import dense_register
from support.audit_register import RegisterBuilder, register_of
from support.rulesets import RULESETS, for_every_ruleset
from tolerance_rules import Engine, loader
from tolerance_rules.audit import consistency
from tolerance_rules.audit.audit import casebook
from tolerance_rules.audit.dominance import DominanceIndex, Point, groups
from tolerance_rules.audit.judge import Judge
from tolerance_rules.rules import All, Fact, Policy, PolicyRow

ENGINE = Engine.load()
RULES = ENGINE.rules


def pairs(book):
    """Yield each ordered pair of decisions to compare, with their facts and which of them count."""
    lawful = list(book.lawful())
    rules = book.judge.engine.rules
    facts = {e.row: known(flat(book.register.patterns[e.pattern], rules), rules) for e in lawful}
    names = {row: relevant(case, rules) for row, case in facts.items()}
    compared = [e for e in lawful if is_compared(facts[e.row], names[e.row], rules)]
    for one, other in permutations(compared, 2):
        a, b = one.row, other.row
        yield one, other, (facts[a], facts[b], names[a], names[b], rules)


def is_inverted(one, other, cases) -> bool:
    a, b, mine, theirs, rules = cases
    worse = treatment(one.recorded) > treatment(other.recorded)
    return worse and at_least(a, b, mine, theirs, rules) and not at_least(b, a, theirs, mine, rules)


# Who cooperates fares worse: inversions that nobody departed to make.
INVERTED_POLICY = Policy(
    *("inverted", "", "", "", "", ""),
    rows=(
        PolicyRow("P1", Fact("discretion.cooperated"), "lighter"),
        PolicyRow("P2", All(()), "exempt"),
    ),
    sha256="",
)

INVERTED = RULES.with_policy(INVERTED_POLICY)
STRICT = loader.policy_from_yaml(FOLDER.parent / "policy_strict.yaml", RULES)
OTHER = RULES.with_policy(STRICT).with_readings(
    {"old_law": "no_liability_suffices", "not_active": "refused_only"}
)
engine_of = cache(Engine)


@pytest.mark.parametrize(
    ("register", "rules"),
    [
        (partial(random_register, 1, 170), RULES),
        (partial(random_register, 3, 170, 0.02), RULES),
        (partial(dense_register, 11, 130), RULES),
        (partial(dense_register, 12, 130, 0.01), OTHER),
        (partial(dense_register, 13, 130), INVERTED),
        *((partial(register_of, rules, 14, 150), rules) for rules in RULESETS),
        *((partial(register_of, rules, 15, 150, 0.01), rules) for rules in RULESETS),
    ],
)
def test_inversions_are_those_of_all_pairs(register, rules) -> None:
    book = casebook(register(), engine_of(rules))
    wrong = {(a.row, b.row) for a, b, cases in pairs(book) if is_inverted(a, b, cases)}
    assert wrong
    found = consistency.inversions(book)
    shown = {tuple(past.row for past in finding.decisions) for finding in found.findings}
    assert found.pairs == len(wrong)
    assert shown <= wrong
    # What is shown explains all: of every pair, a decision that departs is in one that is shown.
    sides = {"better": slice(0, 1), "worse": slice(1, 2), "both": slice(0, 2)}
    sides["neither"] = sides["better"]
    departing = {
        past.row
        for finding in found.findings
        for past in finding.decisions[sides[finding.details["departing"]]]
    }
    assert all(departing & set(pair) for pair in wrong)
    for finding in found.findings:
        shown = [past.row for past in finding.decisions]
        side = finding.details["departing"]
        counted = sum(
            (side != "worse" and pair[0] == shown[0])
            or (side in ("worse", "both") and pair[1] == shown[1])
            for pair in wrong
        )
        assert int(finding.details["pairs"]) == counted


@pytest.mark.parametrize("seed", [1, 4])
def test_the_pair_shown_is_the_closest_and_names_what_differs(seed) -> None:
    book = casebook(random_register(seed, 400), ENGINE)
    for finding in consistency.inversions(book).findings:
        better, worse = finding.decisions
        assert finding.facts
        for name in finding.facts:
            order, value = RULES.vocabulary[name].order, better.facts[name]
            below = worse.facts.get(name, order[0])
            assert order.index(value) > order.index(below)
        for name in set(better.facts) & set(worse.facts) - set(finding.facts):
            assert better.facts[name] == worse.facts[name]


@pytest.mark.parametrize(
    ("register", "rules"),
    [
        (partial(random_register, 1, 250, 0.005), RULES),
        (partial(random_register, 2, 250, 0.005), RULES),
        *((partial(register_of, rules, 16, 150, 0.01), rules) for rules in RULESETS),
    ],
)
def test_unlike_treatment_is_that_of_all_pairs(register, rules) -> None:
    book = casebook(register(), engine_of(rules))
    wrong = {
        frozenset((one.row, other.row))
        for one, other, (a, b, mine, theirs, _) in pairs(book)
        if one.recorded != other.recorded
        and mine == theirs
        and all(a[name] == b[name] for name in mine)
    }
    found = {
        frozenset((one.row, other.row))
        for finding in consistency.unlike(book)
        for one, other in permutations(finding.decisions, 2)
        if one.recorded != other.recorded
    }
    assert found == wrong
    assert wrong


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.7, 0.95])
@for_every_ruleset
def test_what_is_not_established_is_no_likeness(rules, seed, share) -> None:
    """Rows of which only a share is known: compared are exactly those that the definition does."""
    rng = random.Random(seed)
    whole = register_of(rules, seed, 40)
    builder = RegisterBuilder(rules)
    for pattern in whole.patterns:
        facts = flat(pattern, rules)
        known_ = {n: value for n, value in facts.items() if rng.random() < share}
        for recorded in ("lighter", "mitigated"):
            builder.add(known_, recorded)
    book = casebook(builder.register(), Engine(rules))
    wrong = {frozenset((a.row, b.row)) for a, b, _ in pairs(book)}
    found = [*consistency.unlike(book), *consistency.inversions(book).findings]
    for finding in found:
        for one, other in permutations(finding.decisions, 2):
            assert frozenset((one.row, other.row)) in wrong
    if share < 0.5:
        assert not found
        assert book.not_compared == len(list(book.lawful()))


@pytest.mark.parametrize("only", [{}, {"subject.kind": "party_member_cadre"}])
def test_rows_of_which_only_the_subject_is_known_are_not_alike(only) -> None:
    builder = RegisterBuilder()
    for recorded in ("lighter", "mitigated", "ordinary_accountability", "lighter"):
        builder.add(only, recorded)
    book = casebook(builder.register(), ENGINE)
    assert list(consistency.unlike(book)) == []
    assert consistency.inversions(book).pairs == 0
    assert book.not_compared == 4


def test_like_cases_say_how_much_was_compared_and_what_was_not() -> None:
    builder = RegisterBuilder()
    facts = {**GOOD, "consequences.impact": None, "consequences.loss": ("some", "major")}
    for recorded in ("lighter", "mitigated"):
        builder.add(facts, recorded)
    book = casebook(builder.register(), ENGINE)
    (finding,) = consistency.unlike(book)
    judged = book.judged(book.entries[0])
    assert finding.details["compared"] == str(judged.compared)
    assert finding.details["open"] == "consequences.loss,consequences.impact"
    counted = [n for n in judged.relevant if not RULES.vocabulary[n].finding]
    assert judged.compared == len(counted) - 2


def test_nine_in_ten_established_is_enough_and_less_is_not() -> None:
    relevance = Judge(ENGINE).relevance
    names = frozenset([n for n, spec in RULES.vocabulary.items() if not spec.finding][:20])
    assert relevance.is_enough(names, sorted(names)[:2])
    assert not relevance.is_enough(names, sorted(names)[:3])
    findings = [n for n, spec in RULES.vocabulary.items() if spec.finding]
    assert not relevance.is_enough(names.union(findings), sorted(names)[:3])


@for_every_ruleset
def test_errors_of_law_are_compared_with_nothing(rules) -> None:
    book = casebook(register_of(rules, 2, 200), Engine(rules))
    found = [*consistency.unlike(book), *consistency.inversions(book).findings]
    for finding in found:
        for past in finding.decisions:
            pattern = book.register.patterns[
                next(e.pattern for e in book.entries if e.row == past.row)
            ]
            assert "error_of_law" not in kinds_of(past.recorded, flat(pattern, rules), rules)


@for_every_ruleset
def test_relevant_facts_are_those_of_the_definition(rules) -> None:
    judge = Judge(Engine(rules))
    partly = 0
    for pattern in register_of(rules, 9, 200, 0.05).patterns:
        judged = judge.judge(pattern)
        facts = known(flat(pattern, rules), rules)
        assert judged.relevant == relevant(facts, rules)
        partly += any(isinstance(facts[name], tuple) for name in judged.relevant)
        counted = {n: v for n, v in facts.items() if v is not None and n in judged.relevant}
        assert dict(judge.relevant_facts(judged)) == counted
    assert partly > 20


def test_dominance_agrees_with_all_pairs() -> None:
    rng = random.Random(3)
    for _ in range(150):
        drawn = {(rng.getrandbits(8), rng.randrange(5)) for _ in range(rng.randint(2, 40))}
        points = [
            Point(bits, rank, rng.randint(1, 9), key, rng.random() < 0.3)
            for key, (bits, rank) in enumerate(sorted(drawn))
        ]
        forced = 1 << 7
        for group in groups(points, forced):
            index = DominanceIndex(group)
            for point in group:
                near = [n for n in points if not (n.bits ^ point.bits) & forced]
                below = [
                    n
                    for n in near
                    if n.bits & point.bits == n.bits != point.bits and n.rank < point.rank
                ]
                above = [
                    n
                    for n in near
                    if n.bits & point.bits == point.bits != n.bits and n.rank > point.rank
                ]
                unmarked = [n for n in below if not n.marked]
                for found, expected in (
                    (index.below(point), below),
                    (index.below(point, unmarked=True), unmarked),
                    (index.above(point), above),
                ):
                    if not expected:
                        assert found is None
                        continue
                    assert found is not None
                    assert found.count == sum(n.weight for n in expected)
                    distance = lambda n: ((n.bits ^ point.bits).bit_count(), n.key)  # noqa: B023, E731
                    assert found.closest == min(expected, key=distance)
