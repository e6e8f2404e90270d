"""Rows that no one should judge: refused with the cell named, the same at every door."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("chinese_calendar", reason="the audit extra is not installed")

import polars as pl

from support.command_line import run
from support.rulesets import SHIPPED
from tolerance_rules import Engine
from tolerance_rules.audit.audit import audit
from tolerance_rules.audit.register_reader import read

ENGINE = Engine.load()
BAR = "违反政治纪律和政治规矩"
GOOD = {
    "编号": "",
    "事项": "某事",
    BAR: "是",
    "损失": "some",
    "发生日期": "2024-01-05",
    "决定日期": "2024-05-01",
    "处理结果": "不予容错",
}
DIGITS = ("٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０①②③④⑤⑥⑦⑧⑨")
LONG = 32_768


def foreign(text: str, rng: random.Random) -> str:
    """Return a text some of whose digits are of another script, or in circles."""
    digits = rng.choice(DIGITS)
    odd = {str(n): digit for n, digit in enumerate(digits) if digit != "０"}
    places = [place for place, each in enumerate(text) if each in odd]
    chosen = set(rng.sample(places, rng.randint(1, len(places))))
    return "".join(odd[c] if place in chosen else c for place, c in enumerate(text))


def hostile(rng: random.Random) -> tuple[str, str]:
    """Return a column, and a text that none can read in it."""
    day, column = rng.choice(("2024-05-01", "2024/5/1", "45413", "20240501")), "决定日期"
    hour, minute, second = rng.randint(24, 99), rng.randint(60, 99), rng.randint(60, 99)
    noon = f"2024-05-01 {rng.randint(0, 23)}"
    return rng.choice(
        (
            (column, f"2024-05-01 {hour}:{rng.randint(0, 99):02}"),
            (column, f"2024-05-01T{hour}:00:00"),
            (column, f"{noon}:{minute}"),
            (column, f"{noon}:30:{second}"),
            (column, foreign(day, rng)),
            (column, f"2024-{rng.choice(('02-30', '13-01', '00-10', '04-31'))}"),
            (column, day + rng.choice(" x\t") * LONG),
            (BAR, foreign("1", rng)),
            (BAR, rng.choice(("是", "", "未查明")) + rng.choice((" ", "，不", "|")) * LONG),
            ("损失", "some" + rng.choice((" ", "|some", "|")) * LONG),
            ("处理结果", "不予容错" + " " * LONG),
            ("编号", "1" * LONG),
            ("事项", "很" * LONG),
            ("发生日期", "2024-05-02"),
        )
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_hostile_cell_refuses_its_row_at_every_door(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    rows, wrong = [], {}
    for number in range(2, 90):
        row = {**GOOD, "编号": f"{number}号"}
        if rng.random() < 0.5:
            column, text = hostile(rng)
            row[column], wrong[number] = text, column
        rows.append(row)
    table = pl.DataFrame(rows)
    for kind, first in (("csv", 2), ("parquet", 1)):
        file = tmp_path / f"register.{kind}"
        table.write_csv(file) if kind == "csv" else table.write_parquet(file)
        expected = {number - 2 + first: column for number, column in wrong.items()}
        report = audit(read(file), ENGINE)
        assert {row.row for row in report.refused} == expected.keys()
        out, rejects = tmp_path / f"{kind}.parquet", tmp_path / f"{kind}.rejects.csv"
        done = run("evaluate-many", file, "--out", out, "--rejects", rejects)
        assert done.code == 1, done.err
        told = pl.read_csv(rejects, infer_schema=False)
        # What is recorded is a text like others to those who do not audit.
        named = dict(zip(map(int, told["拒收行号"]), told["拒收列"], strict=True))
        assert named.items() >= {n: c for n, c in expected.items() if c != "处理结果"}.items()
        assert named.keys() == expected.keys()
    for given in (tmp_path / "register.csv", table, table.lazy(), rows):
        judged = ENGINE.evaluate_many(given)
        found = judged if isinstance(judged, list) else judged.lazy().collect().to_dicts()
        refused = {place for place, row in enumerate(found, 2) if row["refused"] is not None}
        assert refused == wrong.keys()


def test_a_number_of_a_row_that_cannot_be_read_counts_at_every_door(tmp_path: Path) -> None:
    rows = [
        {**GOOD, "编号": "甲", BAR: "也许"},
        {**GOOD, "编号": "甲"},
        {**GOOD, "编号": "乙"},
        {**GOOD, "编号": "乙", "损失": "也许"},
        {**GOOD, "编号": "合计", "事项": ""},
        {**GOOD, "编号": "合计", "事项": ""},
    ]
    file = tmp_path / "a.csv"
    pl.DataFrame(rows).write_csv(file)
    report = audit(read(file), ENGINE)
    assert [row.row for row in report.refused] == [2, 3, 5, 6, 7]
    assert "G006 编号 甲 与第 2 行重复" in report.refused[1].reason
    assert "G032" in report.refused[2].reason
    assert "G006 编号 乙 与第 4 行重复" in report.refused[2].reason
    assert "G006" not in report.refused[4].reason
    run("evaluate-many", file, "--out", tmp_path / "o.csv")
    told = pl.read_csv(tmp_path / "o.rejects.csv", infer_schema=False)
    assert told["拒收行号"].to_list() == ["2", "3", "5", "6", "7"]
    assert ["G006" in text for text in told["拒收原因"]] == [False, True, True, False, False]
    refused = ENGINE.evaluate_many(file)["refused"].to_list()
    assert [reason is not None for reason in refused] == [True, True, False, True, True, True]
    assert refused[1] == "duplicate_number"


@pytest.mark.parametrize("text", ["2024-05-01 99:99", "2024-05-01 24:00", "٢٠٢٤-٠٥-٠١"])
def test_a_case_file_refuses_what_tables_do(text: str, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(f"案件: {{决定日期: '{text}'}}\n事实: {{{BAR}: 是}}\n", "utf-8")
    done = run("evaluate", file)
    assert done.code == 1
    assert "C025" in done.err


def test_digits_of_full_width_and_chinese_ones_are_read() -> None:
    days = ["２０２４－０５－０１", "二〇二四年五月一日", "2024年5月1日 23:59:59", "４５４１３"]
    judged = ENGINE.evaluate_many(pl.DataFrame({BAR: ["１"] * 4, "决定日期": days}))
    assert judged["refused"].to_list() == [None] * 4
    assert judged["outcome"].to_list() == ["no_tolerance"] * 4


def test_more_columns_than_a_sheet_has_are_refused_and_as_many_read_in_seconds() -> None:
    name = next(iter(SHIPPED.vocabulary))
    table = pl.DataFrame({name: ["unit"], **{f"c{n}": [n] for n in range(16_384)}})
    with pytest.raises(Exception, match="16,385 列，最多 16,384 列"):
        ENGINE.evaluate_many(table)
