"""Dates that cannot be, and numbers given twice: the same at every door."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("chinese_calendar", reason="the audit extra is not installed")

import polars as pl

from tolerance_rules import CaseError, Engine, OutOfForceError
from tolerance_rules.audit.audit import audit
from tolerance_rules.audit.findings import Kind
from tolerance_rules.audit.register_reader import read
from tolerance_rules.cli.program import run
from tolerance_rules.formats.case_file import from_document

ENGINE = Engine.load()
BAR = "违反政治纪律和政治规矩"
HEAD = f"编号,{BAR},发生日期,决定日期,处理结果\n"
# What a row says of its dates, the code of its fault in a table, and the reason in `refused`.
WRONG = {
    "conduct after the decision": ("2024-06-01", "2024-05-01", "G005", "occurred_after_decided"),
    "by a day": ("2024-05-02", "2024-05-01", "G005", "occurred_after_decided"),
    "in Chinese": ("2024年6月1日", "2024/5/1", "G005", "occurred_after_decided"),
    "before the rules": ("2020-01-01", "2020-05-01", "G003", "out_of_force"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_dates_that_cannot_be_are_refused_at_every_door(kind, tmp_path: Path, capsys) -> None:
    occurred, decided, code, reason = WRONG[kind]
    file = tmp_path / "a.csv"
    file.write_text(
        f"{HEAD}1,是,{occurred},{decided},不予容错\n2,是,,2024-05-01,不予容错\n", "utf-8"
    )
    report = audit(read(file), ENGINE)
    assert (report.rows, [row.row for row in report.refused]) == (2, [2])
    assert code in report.refused[0].reason
    assert run(["evaluate-many", str(file), "--out", str(tmp_path / "o.csv")], "x") == 1
    assert "评判 1 行，拒收 1 行" in capsys.readouterr().out
    assert code in (tmp_path / "o.rejects.csv").read_text("utf-8-sig")
    for table in (file, pl.read_csv(file), pl.read_csv(file).lazy()):
        judged = ENGINE.evaluate_many(table).lazy().collect()
        assert judged["refused"].to_list() == [reason, None]
        assert judged["outcome"].to_list() == [None, "no_tolerance"]
    about = {"发生日期": occurred, "决定日期": decided}
    with pytest.raises((CaseError, OutOfForceError)):
        ENGINE.evaluate(from_document({"案件": about, "事实": {BAR: "是"}}))


@pytest.mark.parametrize("day", ["occurred_on", "decided_on"])
def test_a_day_still_to_come_is_noticed_at_every_door(day, tmp_path: Path, capsys) -> None:
    dates = {"occurred_on": "2024-01-01", "decided_on": ""} | {day: "2999-01-01"}
    file = tmp_path / "a.csv"
    file.write_text(f"{HEAD}1,是,{dates['occurred_on']},{dates['decided_on']},不予容错\n", "utf-8")
    (found,) = audit(read(file), ENGINE).of(Kind.DATE_TO_COME)
    assert found.decisions[0].row == 2
    run(["evaluate-many", str(file), "--out", str(tmp_path / "o.csv")], "x")
    assert "日期还没有到的有 1 行，请核对：第 2 行" in capsys.readouterr().out
    assert ENGINE.evaluate_many(file)["date_to_come"].to_list() == [True]
    decision = ENGINE.evaluate({"case": dates, "facts": {BAR: True}})
    assert "date_to_come" in [warning.id for warning in decision.warnings]
    assert "2999-01-01" in decision.explain()
    assert "2999-01-01 is still to come" in decision.explain("en")


def test_a_number_given_twice_is_refused_at_every_door(tmp_path: Path, capsys) -> None:
    file = tmp_path / "a.csv"
    rows = "1,是,,,不予容错\n2,是,,,不予容错\n1 ,否,,,不予容错\n,是,,,不予容错\n,是,,,不予容错\n"
    file.write_text(HEAD + rows, "utf-8")
    report = audit(read(file), ENGINE)
    assert [row.row for row in report.refused] == [4]
    assert "G006 编号 1 与第 2 行重复" in report.refused[0].reason
    assert run(["evaluate-many", str(file), "--out", str(tmp_path / "o.csv")], "x") == 1
    assert "评判 4 行，拒收 1 行" in capsys.readouterr().out
    assert "编号 1 与第 2 行重复" in (tmp_path / "o.rejects.csv").read_text("utf-8-sig")
    judged = ENGINE.evaluate_many(file)
    assert judged["refused"].to_list() == [None, None, "duplicate_number", None, None]


def test_two_case_files_of_one_number_are_not_both_judged(tmp_path: Path, capsys) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(
            f"案件: {{编号: 甲}}\n事实: {{{BAR}: 是}}\n", "utf-8"
        )
    assert run(["evaluate", str(tmp_path)], "x") == 1
    assert "C035 编号 甲 与" in capsys.readouterr().err


def test_an_instant_is_its_day_in_beijing() -> None:
    first = datetime(2023, 7, 26, 16, tzinfo=timezone.utc)  # 27 July there
    assert ENGINE.evaluate({}, on=first).outcome
    with pytest.raises(OutOfForceError):
        ENGINE.evaluate({}, on=datetime(2023, 7, 26, 15, 59, tzinfo=timezone.utc))
