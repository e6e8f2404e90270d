"""The conformance cases are hard ones, kept as they are made, and tell who disagrees."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from support.command_line import run
from support.rulesets import ROOT, SHIPPED, for_every_ruleset
from tolerance_rules import CaseError, Engine, InconsistentFactsError
from tolerance_rules.portable.bad_facts import bad_facts
from tolerance_rules.portable.conformance_cases import LEAST, conformance_cases
from tolerance_rules.portable.conformance_parts import PARTS, part_of
from tolerance_rules.portable.conformance_run import MOST_RUBBISH, Report, run_program
from tolerance_rules.portable.conformance_words import as_data, as_text
from tolerance_rules.portable.corpus import (
    SEED,
    Item,
    corpus_of,
    from_file,
    kept,
    requests,
    to_bytes,
)
from tolerance_rules.portable.other_policies import other_policies
from tolerance_rules.rules import Ruleset, leaves

FOLDER = ROOT / "conformance"
REWRITE = "run: tolerance-rules conformance --write conformance [--ruleset …]"


@lru_cache(maxsize=2)
def items(rules: Ruleset) -> list[Item]:
    return kept(rules)


@for_every_ruleset
def test_the_kept_cases_are_those_of_the_ruleset_and_found_by_the_library(rules: Ruleset) -> None:
    assert len(items(rules)) >= LEAST >= 3_000, REWRITE
    assert [item.request["id"] for item in items(rules)] == [*range(1, len(items(rules)) + 1)]


@pytest.mark.slow
@for_every_ruleset
def test_the_kept_cases_are_those_that_are_made(rules: Ruleset) -> None:
    """The requests all; the answers of all that are refused, and of one in so many others."""
    asked = requests(rules)
    assert [item.request for item in items(rules)] == [request for _, _, request in asked], REWRITE
    assert [item.about for item in items(rules)] == [case.about for case, _, _ in asked], REWRITE
    refused = len([*bad_facts(rules, SEED)])
    some = [*range(refused), *range(refused, len(asked), 80)]
    made = corpus_of(rules, [asked[place] for place in some])
    assert [*made] == [items(rules)[place] for place in some], REWRITE


@for_every_ruleset
def test_every_outcome_row_clause_combination_and_reading_has_cases(rules: Ruleset) -> None:
    decided = [item for item in items(rules) if "decision" in item.expected]
    found = Counter(
        (i.expected["decision"]["outcome"], i.expected["decision"]["settled"]) for i in decided
    )
    assert set(found) == {(code, settled) for code in rules.labels for settled in (True, False)}
    assert min(found.values()) >= 40
    abouts = {item.about for item in items(rules)}
    for row in rules.outcomes:
        assert f"row {row.row}, complete" in abouts
    for clause, card in rules.clauses.items():
        findings_alone = all(rules.vocabulary[leaf.name].finding for leaf in leaves(card.when))
        for kind in ("established", "refuted", *(() if findings_alone else ("open",))):
            of_kind = [i for i in decided if clause in i.expected["decision"]["statuses"][kind]]
            assert len(of_kind) >= 3, (clause, kind)
    for combination in rules.impossible:
        assert any(about.startswith(f"impossible {combination.id}") for about in abouts)
        implied = (each for i in decided for each in i.expected["decision"]["implied"])
        assert any(each[2] == combination.id for each in implied)
    for combination in rules.explain:
        assert any(combination.id in i.expected["decision"]["warnings"] for i in decided)
    for name, card in rules.outcome_readings.items():
        turning = [r for i in decided for r in i.expected["decision"]["readings"] if r[0] == name]
        assert {each[1] for each in turning} == {*card.names}
    codes = {
        code for i in items(rules) if "error" in i.expected for code in i.expected["error"]["codes"]
    }
    assert codes == {"C001", "C002", "C003", "C004", "C005", "C007", "C008", "C010"}
    policies = {i.request["policy"]["id"] for i in items(rules) if "policy" in i.request}
    assert policies == {policy.id for policy in other_policies(rules)}


@for_every_ruleset
def test_cases_are_drawn_alike_from_one_seed_and_otherwise_from_another(rules: Ruleset) -> None:
    cases = conformance_cases(rules, 1)
    first = [next(cases) for _ in range(60)]
    again, other = conformance_cases(rules, 1), conformance_cases(rules, 2)
    assert [next(again) for _ in range(60)] == first
    assert [next(other) for _ in range(60)] != first


@for_every_ruleset
def test_what_the_executor_of_one_case_says_is_what_is_kept(rules: Ruleset) -> None:
    engine = Engine(rules)
    for item in items(rules)[::60]:
        if {"readings", "policy"} & item.request.keys():
            continue
        try:
            decision = engine.evaluate(engine.facts(item.request["facts"])).to_dict()
        except (CaseError, InconsistentFactsError) as error:
            codes = sorted({fault.code for fault in error.faults})
            assert item.expected == {"error": {"codes": codes}}
        else:
            found = {part: part_of(decision, part) for part in PARTS}
            assert json.loads(json.dumps(found)) == item.expected["decision"]


# ---- Programs that answer, and programs that do not ----

HONEST = """
import json, sys
known = {item["id"]: item for item in map(json.loads, open(KEPT, encoding="utf-8"))}
for line in sys.stdin.buffer:
    request = json.loads(line)
    item = known[request["id"]]
    print(json.dumps({key: item[key] for key in ("id", "decision", "error") if key in item}))
"""


def whole(item: Item) -> dict[str, Any]:
    """Return an answer with the keys of a result document, of which only those kept are there."""
    if "error" in item.expected:
        return {"id": item.request["id"], **item.expected}
    found = dict(item.expected["decision"])
    found["statuses"] = {c: kind for kind, clauses in found["statuses"].items() for c in clauses}
    found["citations"] = [
        {
            "clause": clause,
            "role": role,
            "status": status,
            "because": [
                dict(zip(("fact", "value", "clause", "origin"), b, strict=True)) for b in because
            ],
        }
        for clause, role, status, because in found["citations"]
    ]
    found["warnings"] = [{"id": each} for each in found["warnings"]]
    names = ("fact", "value", "combination")
    found["implied"] = [dict(zip(names, each, strict=True)) for each in found["implied"]]
    names = ("name", "option", "outcomes", "reachable")
    found["readings"] = [dict(zip(names, each, strict=True)) for each in found["readings"]]
    return {"id": item.request["id"], "decision": found}


class Programs:
    def __init__(self, folder: Path) -> None:
        self.items = [*items(SHIPPED)[:12], *items(SHIPPED)[400:500]]
        self.folder = folder
        answers = folder / "answers.jsonl"
        answers.write_text("".join(json.dumps(whole(i)) + "\n" for i in self.items), "utf-8")
        self.answers = answers

    def command(self, text: str) -> list[str]:
        file = self.folder / "program.py"
        file.write_text(f"KEPT = {str(self.answers)!r}\n{text}", encoding="utf-8")
        return [sys.executable, str(file)]

    def run(self, text: str, timeout: float = 30) -> Report:
        return run_program(self.command(text), "{}", self.items, timeout=timeout)


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    return Programs(tmp_path)


def test_a_program_that_agrees_conforms(programs: Programs) -> None:
    report = programs.run(HONEST)
    assert report.conforms
    assert (report.agreed, report.code, report.hung) == (len(programs.items), 0, False)


def test_answers_may_come_in_any_order(programs: Programs) -> None:
    backwards = HONEST.replace(
        "for line in sys.stdin.buffer:", "for line in reversed([*sys.stdin.buffer]):"
    )
    assert programs.run(backwards).conforms


def test_it_is_given_the_bundle(programs: Programs) -> None:
    text = "import sys\nassert open(sys.argv[-1], encoding='utf-8').read() == '{}'\n" + HONEST
    assert programs.run(text).conforms


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_differs_is_told(programs: Programs, part: str) -> None:
    text = HONEST.replace(
        "item = known",
        f"item = known[request['id']]; item.get('decision', {{}}).pop({part!r}, 0); item = known",
    )
    report = programs.run(text)
    decided = sum("decision" in item.expected for item in programs.items)
    assert {each.part for each in report.disagreements} == {part}
    assert report.agreed == len(programs.items) - decided
    assert not report.conforms


def test_true_is_not_one(programs: Programs) -> None:
    text = HONEST.replace(
        "item = known",
        "d = known[request['id']].get('decision', {'settled': 0})\n"
        "    d['settled'] = int(d['settled'])\n    item = known",
    )
    assert {each.part for each in programs.run(text).disagreements} == {"settled"}


def test_to_decide_what_is_to_be_refused_is_told_and_the_other_way_round(
    programs: Programs,
) -> None:
    decided = HONEST.replace('("id", "decision", "error")', '("id", "decision")')
    assert {each.part for each in programs.run(decided).disagreements} == {"error"}
    refused = HONEST.replace(
        "{key: item[key]", "{'id': request['id'], 'error': {}} or {key: item[key]"
    )
    assert {each.part for each in programs.run(refused).disagreements} == {"decision", "error"}


def test_a_program_that_dies_costs_what_it_has_not_answered(programs: Programs) -> None:
    report = programs.run(
        HONEST + "    if request['id'] == 5: sys.stdout.flush(); sys.exit('out of order')\n"
    )
    assert (report.agreed, report.unanswered, report.code) == (5, len(programs.items) - 5, 1)
    assert report.complaints.strip() == "out of order"
    assert not report.hung


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes here")
@pytest.mark.parametrize(
    "sleeping",
    ["time.sleep(60)", "subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"],
)
def test_a_program_that_hangs_is_ended(programs: Programs, sleeping: str) -> None:
    text = "import subprocess, time\n" + HONEST.replace("print(", "print(flush=True, *[").replace(
        "in item}))", "in item})])"
    )
    report = programs.run(text + f"    if request['id'] == 5: {sleeping}\n", timeout=2)
    assert (report.hung, report.agreed, report.unanswered) == (True, 5, len(programs.items) - 5)


def test_rubbish_is_no_answer(programs: Programs) -> None:
    lines = [
        "hello",
        "[]",
        "{}",
        '{"id": "1"}',
        '{"id": 99999}',
        '{"id": true}',
        "[" * 9_999,
        "\\xff",
        "NaN",
    ]
    said = "".join(f"print({line!r})\n" for line in lines)
    report = programs.run(said + HONEST)
    assert report.agreed == len(programs.items)
    assert len(report.rubbish) == len(lines)
    assert not report.conforms


def test_an_answer_given_twice_counts_once(programs: Programs) -> None:
    twice = "    if request['id'] < 9: print(json.dumps({'id': request['id'], 'error': {}}))\n"
    report = programs.run(HONEST + twice)
    assert (report.agreed, len(report.rubbish)) == (len(programs.items), 8)


def test_a_program_that_talks_on_and_on_is_stopped(programs: Programs) -> None:
    report = programs.run("while True: print('x' * 1_100_000)")
    assert len(report.rubbish) == MOST_RUBBISH
    assert report.unanswered == len(programs.items)
    assert max(map(len, report.rubbish)) <= 200


def test_a_decision_of_another_form_is_a_disagreement(programs: Programs) -> None:
    text = HONEST.replace(
        "item = known",
        "d = known[request['id']].get('decision')\n"
        "    d and d.update(statuses=[], citations=7, warnings={'a': 1}, reachable=None)\n"
        "    d and d.update(implied=[[]], readings='x')\n    item = known",
    )
    parts = {each.part for each in programs.run(text).disagreements}
    assert parts == {"statuses", "citations", "warnings", "reachable", "implied", "readings"}


# ---- The command ----


def quoted(command: list[str]) -> str:
    return " ".join(f'"{word}"' for word in command)


@pytest.fixture
def few(programs: Programs, tmp_path: Path) -> Path:
    file = tmp_path / "few.jsonl.gz"
    file.write_bytes(to_bytes(SHIPPED, programs.items))
    return file


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "共 112 例，全部一致。"), ("en", "112 cases, all agree.")]
)
def test_the_command_says_that_all_agree(
    programs: Programs, few: Path, lang: str, words: str
) -> None:
    done = run(
        "conformance", "--command", quoted(programs.command(HONEST)), "--cases", few, "--lang", lang
    )
    assert (done.code, done.out.strip(), done.err) == (0, words, "")


def test_the_command_tells_the_first_disagreements(programs: Programs, few: Path) -> None:
    text = HONEST.replace(
        "item = known",
        "d = known[request['id']].get('decision'); d and d.update(outcome='exempt'); item = known",
    )
    command = ("conformance", "--command", quoted(programs.command(text)), "--cases", few)
    done = run(*command)
    assert done.code == 3
    for words in ("不一致的项：outcome", "应为", '答的是 "exempt"', "问的是", "另有"):
        assert words in done.out
    english = run(*command, "--lang", "en", "--only", "reachable,error")
    assert (english.code, english.out.strip()) == (0, "112 cases, all agree.")


def test_the_report_as_data_has_every_disagreement(programs: Programs) -> None:
    report = programs.run("")
    assert as_data(report, SHIPPED)["unanswered"] == len(programs.items)
    text = HONEST.replace("item = known", "known[request['id']].pop('error', 0); item = known")
    document = as_data(programs.run(text), SHIPPED)
    assert len(document["disagreements"]) == document["asked"] - document["agreed"] > 5
    assert "Parts that disagree: error in" in as_text(programs.run(text), "en", 3)


def test_what_is_written_is_read_again(programs: Programs, few: Path, tmp_path: Path) -> None:
    assert from_file(few, SHIPPED) == programs.items
    plain = tmp_path / "few.jsonl"
    plain.write_bytes(gzip.decompress(few.read_bytes()))
    assert from_file(plain, SHIPPED) == programs.items


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\x1f\x8b\x00",
        b"\xff",
        b"{}\n{}",
        b"[" * 99_999,
        gzip.compress(b"x", mtime=0)[:-3],
    ],
    ids=repr,
)
def test_what_is_no_corpus_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_bytes(data)
    done = run("conformance", "--command", "true", "--cases", file)
    assert done.code == 1
    assert "K002" in done.err


def test_the_cases_of_another_ruleset_are_refused() -> None:
    other = FOLDER / "shili-2025-6.jsonl.gz"
    done = run("conformance", "--command", "true", "--cases", other, "--lang", "en")
    assert done.code == 1
    assert "holds the cases of another ruleset" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "--command 或者 --write"),
        (("--command", "a", "--write", "b"), 2, "--command 或者 --write"),
        (("--command", ""), 2, "--command 是空的"),
        (("--command", "'a"), 2, "引号"),
        (("--command", "a", "--only", "reachabel"), 2, "您是否想写 reachable？"),
        (("--command", "a", "--cases", "no-such-file"), 1, "K001"),
    ],
)
def test_mistakes_are_told(arguments: tuple[str, ...], code: int, words: str) -> None:
    done = run("conformance", *arguments)
    assert done.code == code
    assert words in done.err


def test_a_program_that_cannot_be_started_is_told(few: Path) -> None:
    done = run("conformance", "--command", "no-such-program-here", "--cases", few)
    assert done.code == 1
    assert "K003 程序 no-such-program-here 不能启动：没有这个文件" in done.err
