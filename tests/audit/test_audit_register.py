"""The example register: every planted fault is found, and none is invented."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache

import pytest
import yaml

from support.audit_cases import FOLDER, flat, kinds_of
from support.rulesets import FOLDERS
from tolerance_rules import CaseError, Engine, loader
from tolerance_rules.audit import lawfulness
from tolerance_rules.audit.audit import audit, casebook
from tolerance_rules.audit.findings import Kind
from tolerance_rules.audit.register_reader import read

pytest.importorskip("chinese_calendar", reason="the audit extra is not installed")

KEY = yaml.safe_load((FOLDER / "key.yaml").read_text(encoding="utf-8"))
ENGINE = Engine.load()


@cache
def report():
    return audit(read(FOLDER / "register.csv", FOLDER / "mapping.yaml"), ENGINE)


def rows_of(finding):
    return [decision.row for decision in finding.decisions]


def test_every_kind_of_fault_is_planted_and_counted() -> None:
    assert set(KEY) - {"rows"} == {kind.value for kind in Kind}
    assert KEY["rows"] == report().rows == 300
    assert report().rejected == 0
    for kind in Kind:
        assert KEY[kind.value]["count"] == len(KEY[kind.value]["found"]) > 0


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.value not in ("inversion",)])
def test_every_planted_fault_is_found_and_none_invented(kind) -> None:
    planted = KEY[kind.value]["found"]
    expected = sorted(fault.get("rows") or [fault["row"]] for fault in planted)
    assert sorted(sorted(rows_of(finding)) for finding in report().of(kind)) == expected


def test_inversions_are_the_planted_pairs_and_name_the_facts() -> None:
    found = {tuple(rows_of(f)): list(f.facts) for f in report().of(Kind.INVERSION)}
    planted = KEY["inversion"]["found"]
    assert found == {(p["better"], p["worse"]): p["facts"] for p in planted}


def test_errors_of_law_name_the_clauses_and_unsettled_decisions_what_was_missing() -> None:
    clauses = {rows_of(f)[0]: list(f.clauses) for f in report().of(Kind.ERROR_OF_LAW)}
    assert clauses == {p["row"]: p["clauses"] for p in KEY["error_of_law"]["found"]}
    under = {
        rows_of(f)[0]: f.details["lawful_under"]
        for f in report().of(Kind.ERROR_OF_LAW)
        if "lawful_under" in f.details
    }
    planted = [p for p in KEY["error_of_law"]["found"] if "lawful_under" in p]
    assert under == {p["row"]: p["lawful_under"] for p in planted}
    missing = {rows_of(f)[0]: list(f.facts) for f in report().of(Kind.UNSETTLED)}
    assert missing == {p["row"]: p["missing"] for p in KEY["unsettled"]["found"]}


def test_the_workbook_and_the_csv_are_the_same_register() -> None:
    pytest.importorskip("python_calamine", reason="the audit extra is not installed")
    one, other = (
        read(FOLDER / "register.csv"),
        read(FOLDER / "register.xlsx"),
    )
    assert one.entries == other.entries
    assert one.patterns == other.patterns


def test_the_generator_writes_the_example_again_to_the_letter(tmp_path) -> None:
    pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
    for name in ("generator.py", "scenarios.py", "planting.py"):
        shutil.copy(FOLDER / name, tmp_path)
    subprocess.run([sys.executable, tmp_path / "generator.py"], check=True)
    for name in ("register.csv", "key.yaml", "mapping.yaml"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
    assert read(tmp_path / "register.xlsx").entries == read(FOLDER / "register.xlsx").entries


def test_distributions_compare_decisions_of_one_permitted_set_and_count_each_once() -> None:
    by_period = [
        distribution
        for distribution in report().distributions
        if distribution.dimension == "period"
    ]
    assert {len(distribution.permitted) for distribution in by_period} == {3, 4}
    book = casebook(read(FOLDER / "register.csv"), ENGINE)
    open_to_discretion = [entry for entry in book.entries if len(book.judged(entry).fixed) > 1]
    counted = sum(n for s in by_period for by in s.counts.values() for n in by.values())
    assert counted == len(open_to_discretion)
    dimensions = {distribution.dimension for distribution in report().distributions}
    assert {"authority", "circumstance", "5.12", "6.6", "harm_threshold"} <= dimensions


@pytest.mark.parametrize("folder", FOLDERS[1:], ids=lambda folder: folder.name)
def test_the_register_of_another_ruleset_is_judged_as_the_definition_has_it(folder) -> None:
    rules = loader.from_yaml(folder)
    register = read(folder / "register.csv", rules=rules)
    book = casebook(register, Engine(rules))
    assert register.rows == len(book.entries) > 20
    seen = set()
    for entry in book.entries:
        facts = flat(register.patterns[entry.pattern], rules)
        found = {kind.value for kind in lawfulness.kinds(entry.recorded, book.judged(entry))}
        assert found == kinds_of(entry.recorded, facts, rules)
        seen |= found
    assert {"error_of_law", "departure", "unsettled"} <= seen
    # A cell may list the values still possible; what nobody has found in writing is not unknown.
    known = [known for pattern in register.patterns for known in pattern]
    assert any(isinstance(each, tuple) for each in known)
    findings = [name for name, spec in rules.vocabulary.items() if spec.finding]
    given = [flat(pattern, rules) for pattern in register.patterns]
    assert findings
    assert all(facts[name] is not None for facts in given for name in findings)


GOOD = "编号,处理结果,决定日期,推进改革创新,损失\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD + "1,从轻,2024-05-01,也许,没有\n", "推进改革创新"),
        (GOOD + "1,从轻,2024-13-01,是,没有\n", "2024-13-01"),
        (GOOD + "1,记过,2024-05-01,是,没有\n", "记过"),
        (GOOD + "1,,2024-05-01,是,没有\n", "没有记录处理结果"),
        (GOOD + "1,从轻,2022-05-01,是,没有\n", "施行期"),
        (GOOD + "1,从轻,2024-05-01,是,没有,多\n", "格数"),
        ("处理结果,法律法规明令禁止,违反明确禁止性规定\n从轻,是,否\n", "不能同时成立"),
    ],
)
def test_a_row_that_cannot_be_audited_is_refused_with_its_number(tmp_path, text, reason) -> None:
    file = tmp_path / "r.csv"
    file.write_text(text, encoding="utf-8")
    book = casebook(read(file), ENGINE)
    assert not book.entries
    (reject,) = book.rejects
    assert reject.row == 2
    assert reason in reject.reason


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("处理结果,推进改革创薪", "推进改革创新"),
        ("推进改革创新", "处理结果"),
        ("处理结果", "没有一列是事实"),
        ("处理结果,推进改革创新,work.reform_and_innovation", "同是"),
    ],
)
def test_wrong_headers_are_refused_with_a_remedy(tmp_path, header, reason) -> None:
    file = tmp_path / "r.csv"
    file.write_text(header + "\n", encoding="utf-8")
    with pytest.raises(CaseError, match=reason):
        read(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_chinese_windows_are_read(tmp_path, encoding) -> None:
    file = tmp_path / "r.csv"
    file.write_text(GOOD + "1,从轻,2024年5月1日,是,没有\n\n", encoding=encoding)
    (entry,) = read(file).entries
    assert (entry.recorded, entry.dates[1]) == ("lighter", "2024-05-01")


def test_missing_and_broken_files_are_case_errors(tmp_path) -> None:
    broken = tmp_path / "b.xlsx"
    broken.write_text("no workbook")
    for file in (tmp_path / "no.csv", tmp_path / "no.xlsx", broken):
        with pytest.raises(CaseError):
            read(file)
