"""Evidence and panel: exact, by every set of documents and every choice among the answers."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

import pytest

from support.command_line import CASES, ROOT, run
from support.random_facts import complete_facts
from support.rulesets import SHIPPED, for_every_ruleset
from tolerance_rules import CaseError, Engine, InconsistentFactsError, Outcome
from tolerance_rules.formats.case_file import from_document, from_file
from tolerance_rules.formats.document_ids import document_ids
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.what_if import evidence_of, panel_of

Facts = Mapping[str, Known]


def possible_facts(engine: Engine, rng: random.Random) -> dict[str, Known]:
    """Return complete facts that can be."""
    while True:
        facts = complete_facts(engine.rules.vocabulary, rng)
        try:
            engine.evaluate(facts)
        except InconsistentFactsError:
            continue
        return dict(facts)


def choices(union: Mapping[str, Set[object]]) -> Iterator[dict[str, object]]:
    for values in itertools.product(*(sorted(each, key=str) for each in union.values())):
        yield dict(zip(union, values, strict=True))


def outcome_of(engine: Engine, facts: Mapping[str, object]) -> Outcome | None:
    """Return the outcome of complete facts; None if they cannot be."""
    try:
        return engine.evaluate(facts).outcome
    except InconsistentFactsError:
        return None


def noted(rng: random.Random, facts: Facts, documents: int) -> dict[str, str]:
    """Return notes of most of the facts, each naming a few documents, or none."""
    found = {}
    for fact in facts:
        ids = rng.sample(range(documents), rng.randint(0, min(3, documents)))
        if rng.random() < 0.7:
            found[fact] = "证言" + "".join(f"[证{each}]" for each in ids)
    return found


def reachable_without(engine: Engine, facts: Facts, lost: Set[str]) -> set[Outcome]:
    """Return what is reachable without some facts; of a finding lost, both may be."""
    vocabulary = engine.rules.vocabulary
    findings = {fact: {True, False} for fact in lost if vocabulary[fact].finding}
    rest = {fact: None for fact in lost if fact not in findings}
    found: set[Outcome] = set()
    for chosen in choices(findings):
        try:
            found |= {*engine.evaluate({**facts, **rest, **chosen}).reachable}
        except InconsistentFactsError:
            continue
    return found


def held_to_every_set(rules: Ruleset, count: int, documents: int, seed: int) -> None:
    engine, rng = Engine(rules), random.Random(seed)
    for _ in range(count):
        facts = possible_facts(engine, rng)
        notes = noted(rng, facts, documents)
        found = evidence_of(engine, {"facts": facts, "evidence": notes})
        named = {fact: {*document_ids(note).values()} for fact, note in notes.items()}
        for fact, spec in rules.vocabulary.items():
            if spec.finding and facts[fact] is False:
                named.pop(fact, None)

        def lost(taken: Set[str], named: Mapping[str, Set[str]] = named) -> set[str]:
            return {fact for fact, ids in named.items() if ids and ids <= taken}

        minimal: list[set[str]] = []
        ids = sorted(set().union(*named.values()))
        for size in range(len(ids) + 1):
            for taken in map(set, itertools.combinations(ids, size)):
                if any(each <= taken for each in minimal):
                    continue
                if len(reachable_without(engine, facts, lost(taken))) > 1:
                    minimal.append(taken)
        assert sorted(sorted(each.documents) for each in found.losses) == sorted(
            map(sorted, minimal)
        )
        assert found.complete_to is None
        assert {*found.single_points} == {*set().union(*(m for m in minimal if len(m) == 1))}
        for loss in found.losses:
            assert {*loss.facts} == lost({*loss.documents})
            assert {*loss.reachable} == reachable_without(engine, facts, {*loss.facts})
        for fact in found.undocumented:
            turns = len(reachable_without(engine, facts, {fact})) > 1
            assert (fact in found.unsupported) == turns


@for_every_ruleset
def test_losses_are_those_of_every_set_of_documents(rules: Ruleset) -> None:
    held_to_every_set(rules, 2, 4, 1)


@pytest.mark.slow
@for_every_ruleset
def test_losses_of_many_cases_are_those_of_every_set(rules: Ruleset) -> None:
    held_to_every_set(rules, 12, 6, 2)


def test_where_sets_are_too_many_the_smaller_are_all_there() -> None:
    engine = Engine(SHIPPED)
    facts = from_file(CASES / "01_campus_flood.yaml").facts.flat
    notes = {fact: f"[甲{place}][乙{place}]" for place, fact in enumerate(facts)}
    whole = evidence_of(engine, {"facts": facts, "evidence": notes})
    part = evidence_of(engine, {"facts": facts, "evidence": notes}, held=8)
    assert whole.complete_to is None
    assert part.complete_to is not None
    assert part.losses == tuple(
        each for each in whole.losses if len(each.documents) <= part.complete_to
    )
    assert str(part.complete_to) in part.explain()


def test_ids_of_documents_are_read_as_they_are_written() -> None:
    note = (
        "记录[纪要-03]；收据［５、6］，通知【枣职发〔2023〕32号】[ ][纪要－03]" + f"[{'长' * 65}]"
    )
    assert document_ids(note) == {
        "纪要-03": "纪要-03",
        "5": "５",
        "6": "6",
        "枣职发〔2023〕32号": "枣职发〔2023〕32号",
    }


def held_to_every_choice(rules: Ruleset, count: int, seed: int) -> None:
    engine, rng = Engine(rules), random.Random(seed)
    done = 0
    while done < count:
        base = possible_facts(engine, rng)
        varied = rng.sample(list(base), 4)
        members = []
        for _ in range(3):
            mine = dict(base)
            for fact in rng.sample(varied, 2):
                spec = rules.vocabulary[fact]
                mine[fact] = rng.choice((*spec.values, *([] if spec.finding else [None])))
            members.append(mine)
        try:
            decisions = [engine.evaluate(each) for each in members]
        except InconsistentFactsError:
            continue
        done += 1
        found = panel_of(engine, {str(place): each for place, each in enumerate(decisions)})
        known = [each.completed.known for each in decisions]
        union = {
            fact: {value for each in known for value in spec.possible(each[fact])}
            for fact, spec in rules.vocabulary.items()
        }
        outcomes = {
            tuple(each.items()): outcome
            for each in choices(union)
            if (outcome := outcome_of(engine, each)) is not None
        }
        assert {*found.reachable} == {*outcomes.values()}
        turning, place = set(), {fact: index for index, fact in enumerate(union)}
        for one, other in itertools.combinations(outcomes, 2):
            apart = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
            if len(apart) == 1 and outcomes[one] is not outcomes[other]:
                turning.add(one[apart[0]][0])
        differing = {fact for fact in union if len({each[fact] for each in known}) > 1}
        told = {each.fact for each in found.turning}
        aside = {each.fact for each in found.set_aside}
        assert told | aside == differing
        assert turning & differing <= told
        assert not aside & turning
        assert {*found.open_facts} >= turning - differing
        for each in found.turning:
            for answer in each.left:
                fixed = (each.fact, answer.value)
                left = {outcomes[one] for one in outcomes if one[place[each.fact]] == fixed}
                assert {*answer.reachable} == left


@for_every_ruleset
def test_a_panel_is_that_of_every_choice_among_the_answers(rules: Ruleset) -> None:
    held_to_every_choice(rules, 4, 1)


@pytest.mark.slow
@for_every_ruleset
def test_panels_of_many_cases_are_those_of_every_choice(rules: Ruleset) -> None:
    held_to_every_choice(rules, 30, 2)


def test_a_panel_reads_in_both_languages_and_wants_two() -> None:
    engine, rng = Engine(SHIPPED), random.Random(5)
    facts = possible_facts(engine, rng)
    other = {**facts, "work.performing_duty": not facts["work.performing_duty"]}
    found = panel_of(engine, {"甲": facts, "乙": other})
    assert "履职尽责中发生（work.performing_duty）——甲：" in found.explain()
    assert "work.performing_duty" in found.explain("en")
    assert found.to_dict()["members"][0]["name"] == "甲"
    with pytest.raises(CaseError, match="两名成员"):
        panel_of(engine, {"甲": facts})


def test_the_command_panel_takes_two_cases_or_more_and_refuses_what_is_wrong(
    tmp_path: Path,
) -> None:
    zhang, li = ROOT / "examples" / "panel" / "zhang.yaml", ROOT / "examples" / "panel" / "li.yaml"
    done = run("panel", zhang, li, "--format", "json")
    document = json.loads(done.out)
    assert done.code == 3
    assert [each["name"] for each in document["members"]] == ["zhang.yaml", "li.yaml"]
    assert document["reachable"] == ["not_pursued", "exempt", "mitigated"]
    assert [each["fact"] for each in document["set_aside"]] == ["conditions.lack_of_experience"]
    copy = tmp_path / "zhang.yaml"
    copy.write_bytes(zhang.read_bytes())
    same = run("panel", zhang, copy)
    assert same.code == 0
    assert "不论采哪一种认定" in same.out
    assert str(copy) in same.out
    assert same.err == ""
    copy.write_text(zhang.read_text("utf-8").replace("合议示例", "另一案"), "utf-8")
    assert "编号不同（合议示例、另一案）" in run("panel", zhang, copy).err
    assert run("panel", zhang).code == 2
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("facts:\n  work:\n    pilot: maybe\n", encoding="utf-8")
    refused = run("panel", zhang, wrong)
    assert (refused.code, refused.out) == (1, "")
    assert "wrong.yaml" in refused.err


def test_an_unsettled_case_is_first_to_be_settled() -> None:
    case = from_document({"facts": {}, "evidence": {"work.pilot": "[甲]"}})
    found = evidence_of(Engine(SHIPPED), case)
    assert not found.losses
    assert "结论尚未确定" in found.explain()
    assert "no established fact rests on it" in found.explain("en")
