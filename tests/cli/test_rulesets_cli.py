"""Command line: what a ruleset holds is shown, and blank cases are written, for any ruleset."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command_line import CASES, run
from support.rulesets import RULESETS, SHIPPED, for_every_ruleset
from tolerance_rules import loader
from tolerance_rules.formats.case_file import from_file
from tolerance_rules.rules import Ruleset

pytestmark = pytest.mark.slow  # whole commands, each with its files

(SECOND,) = (rules for rules in RULESETS if rules is not SHIPPED)


def on(rules: Ruleset) -> tuple[str, ...]:
    """Return the option that names a ruleset; none, where it is the one that is shipped."""
    return () if rules is SHIPPED else ("--ruleset", rules.folder)


def cases(rules: Ruleset) -> Path:
    return CASES if rules is SHIPPED else Path(rules.folder, "cases")


@for_every_ruleset
def test_facts_lists_the_whole_vocabulary_with_the_clauses_that_use_it(rules: Ruleset) -> None:
    vocabulary = rules.vocabulary
    found = json.loads(run("facts", *on(rules), "--format", "json").out)
    documents = {each["name"]: each for each in found}
    assert list(documents) == list(vocabulary)
    for name, each in documents.items():
        assert each["question"] == vocabulary[name].question
        assert each["question_en"] == vocabulary[name].question_en
        assert each["used_by"] == list(rules.clauses_using.get(name, ()))
        assert [value["value"] for value in each["values"]] == list(vocabulary[name].values)
    text = run("facts", *on(rules)).out
    marked = run("facts", *on(rules), "--format", "markdown").out.replace("\\", "")
    english = run("facts", *on(rules), "--lang", "en").out
    for spec in vocabulary.values():
        for printed in (text, marked):
            assert spec.name in printed
            assert spec.question in printed
        assert spec.question_en in english
    for group in vocabulary.groups:
        assert f"\n{group} " in f"\n{text}"


def test_facts_lists_one_group_where_it_is_asked_for() -> None:
    only = run("facts", "--group", "remedy", "--lang", "en").out
    assert "recovery of loss" in only
    assert "work.pilot" not in only
    assert "person.category" in run("facts", "--group", "person", *on(SECOND)).out
    assert run("facts", "--group", "person").code == 2
    (policy,) = (
        each
        for each in json.loads(run("facts", "--format", "json").out)
        if each["name"] == "conditions.policy_unclear"
    )
    assert policy["used_by"] == ["5.4", "5.9"]


@for_every_ruleset
def test_rules_lists_every_clause_verbatim_and_the_outcome_table(rules: Ruleset) -> None:
    text = run("rules", *on(rules)).out
    english = run("rules", *on(rules), "--lang", "en", "--format", "markdown").out
    for clause in rules.clauses.values():
        assert clause.text in text
        assert clause.citation in text
        assert clause.gloss in english
    for row in rules.outcomes:
        assert all(rules.label(outcome) in text for outcome in row.permitted)
    for reading in rules.readings.values():
        assert reading.question in text
        assert f"* {reading.default}" in text
    assert ("由裁量惯例选定" in text) is (rules.policy is not None)
    documents = json.loads(run("rules", *on(rules), "--format", "json").out)
    assert [each["id"] for each in documents["clauses"]] == list(rules.clauses)
    assert documents["sha256"] == rules.sha256
    assert (documents["policy"] is None) is (rules.policy is None)


def test_rules_shows_the_conditions_of_a_clause() -> None:
    text = run("rules").out
    for row in ("第六条成立", "没有（第五条成立）", "由裁量惯例选定", "其余情形"):
        assert row in text
    assert "* either" in run("rules", "--reading", "remedy_scope=either").out
    card = run("rules", "5.4").out
    assert "法律法规明令禁止（conditions.prohibited_by_law）应为“否”" in card
    assert "以下有一项即可" in card
    (article,) = json.loads(run("rules", "6.1", *on(SECOND), "--format", "json").out)["clauses"]
    assert article["provided"]["kind"] == "all"
    assert [item["name"] for item in article["when"]["items"]] == [
        "work.teaching_trial",
        "consequences.fell_short",
    ]


@for_every_ruleset
def test_init_writes_a_blank_case_that_can_be_evaluated(rules: Ruleset, tmp_path: Path) -> None:
    file, vocabulary = tmp_path / "新案件.yaml", rules.vocabulary
    done = run("init", file, *on(rules))
    assert (done.code, done.out) == (0, "")
    text = file.read_text(encoding="utf-8")
    head, evaluated = text.splitlines()[0], run("init", "-", *on(rules), "--lang", "en").out
    assert f"依据{rules.document_number}《{rules.title}》" in head
    for printed in (text, evaluated):
        (line,) = (each for each in printed.splitlines() if "tolerance-rules evaluate" in each)
        assert line.endswith(" ".join(on(rules)))
    for spec in vocabulary.values():
        assert spec.question in text
        assert all(str(value) in text for value in spec.values if isinstance(value, str))
    blank = from_file(file, rules.model)
    findings = {name for name, spec in vocabulary.items() if spec.finding}
    assert set(blank.facts.unknown) == set(vocabulary) - findings
    done = run("evaluate", file, "--format", "json", *on(rules))
    assert done.code == 3
    assert set(json.loads(done.out)["reachable"]) == set(rules.labels)
    assert run("init", file, *on(rules)).code == 2
    assert file.read_text(encoding="utf-8") == text
    assert run("init", "-", *on(rules)).out == text
    filled = text.replace("    pilot: null", "    pilot: true").replace(
        "  decided_on: null", "  decided_on: 2025-10-01"
    )
    filled = filled.replace("    loss: null", "    loss: [some, major]")
    file.write_text(filled, encoding="utf-8")
    case = from_file(file, rules.model)
    assert case.facts.flat["work.pilot"] is True
    assert case.facts.flat["consequences.loss"] == ("some", "major")
    assert case.info.decided_on == "2025-10-01"
    english = run("init", "-", "--lang", "en", *on(rules)).out
    assert all(spec.question_en in english for spec in vocabulary.values())


def test_init_of_a_folder_that_is_not_there_starts_a_ruleset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("init", "--ruleset", "本校办法")
    assert (done.code, done.out) == (0, "")
    assert "tolerance-rules check 本校办法" in done.err
    assert run("check", "本校办法").code == 0
    rules = loader.from_yaml("本校办法")
    # It is a ruleset now: no second one is written there, and no case that nobody named.
    done = run("init", "--ruleset", "本校办法")
    assert done.code == 2
    assert "本校办法 已经是一套规则，没有写出什么" in done.err
    assert "tolerance-rules init --ruleset 本校办法 case.yaml" in done.err
    assert run("init", "--ruleset", SHIPPED.id, "--lang", "en").code == 2
    assert not Path("case.yaml").exists()
    assert run("init", "case.yaml", "--ruleset", "本校办法").code == 0
    assert from_file("case.yaml", rules.model).facts.unknown
    Path("case.yaml").unlink()
    assert run("init", TOLERANCE_RULES_RULESET="本校办法").code == 0
    assert from_file("case.yaml", rules.model).facts.unknown
    Path("另一处").mkdir()
    Path("另一处", "a.txt").write_text("x", encoding="utf-8")
    done = run("init", "--ruleset", "另一处")
    assert done.code == 2
    assert "不是规则集" in done.err
    # Named in the environment, a ruleset is one to be read.
    assert run("init", TOLERANCE_RULES_RULESET="没有的").code == 2
    assert not Path("没有的").exists()


@for_every_ruleset
def test_evaluate_and_explain_take_any_ruleset(rules: Ruleset) -> None:
    files = sorted(cases(rules).glob("*.yaml"))
    done = run("evaluate", cases(rules), *on(rules), "--format", "json")
    documents = json.loads(done.out)
    assert [Path(each["file"]) for each in documents] == files
    assert {document["ruleset"]["id"] for document in documents} == {rules.id}
    for document in documents[::6]:
        clauses = [word for clause in rules.clauses for word in ("--clause", clause)]
        explained = run("explain", document["file"], *clauses, *on(rules), "--format", "json")
        found = json.loads(explained.out)["clauses"]
        assert {each["name"]: each["status"] for each in found} == document["statuses"]
        for lang in ("zh", "en"):
            told = run("explain", document["file"], *on(rules), "--lang", lang).out
            assert rules.label(document["outcome"], lang) in told


@for_every_ruleset
def test_schema_writes_the_types_of_any_ruleset(rules: Ruleset) -> None:
    text = run("schema", "--format", "python", *on(rules)).out
    assert f"under {rules.id}" in text
    assert all(spec.question in text for spec in rules.vocabulary.values())
    assert run("schema", "case", "--format", "python", *on(rules)).out == text
    for kind in ("case", "rules", "decision"):
        schema = json.loads(run("schema", kind, *on(rules)).out)
        assert schema["$id"] == f"urn:tolerance-rules:schema:{kind}:{rules.id}"
