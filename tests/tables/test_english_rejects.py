"""Rejects in English: of a bad register no Chinese is said but the user's own words."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from support.english import CHINESE, chinese_in

pytest.importorskip("polars", reason="the audit extra is not installed")

from tolerance_rules.cli.program import run

REGISTER = """编号,推进改革创新,损失,认定符合三个区分开来,发生日期,决定日期,处理结果
1,可能吧,,,,,
2,,特别大,,,,
3,,,待定吗,,,
4,,,,2024-13-01,,
5,,,,2024-06-01,2024-05-01,
6,,,,,2020-01-01,
1,是,,,,,
7,是,,,,,,多一格
合计,,,,,,
8,○,,,,,
9,是,,,,,警告
"""


def test_rejects_and_what_is_printed_hold_no_chinese_but_the_users_words(tmp_path: Path, capsys):
    file = tmp_path / "a.csv"
    file.write_text(REGISTER, "utf-8")
    out = tmp_path / "o.csv"
    mapping = tmp_path / "m.yaml"
    mapping.write_text("others: keep\n", "utf-8")
    code = run(
        ["evaluate-many", str(file), "--out", str(out), "--mapping", str(mapping), "--lang", "en"],
        "tolerance-rules",
    )
    said = capsys.readouterr()
    assert code == 1, said
    own = CHINESE.findall(REGISTER)
    rejects = (tmp_path / "o.rejects.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(rejects, newline="")))
    assert len(rows) > 7
    for row in rows[1:]:
        assert not chinese_in(row[2], own), row[2]
    assert not chinese_in(said.out + said.err, own), said


@pytest.mark.parametrize(
    "text",
    [
        "编号,推进改革创薪\n1,是\n",
        "编号,推进改革创新,推进改革创新\n1,是,是\n",
        "编号\n1\n",
        "",
        "a\n",
    ],
)
def test_a_wrong_header_is_told_in_english(text: str, tmp_path: Path, capsys) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text, "utf-8")
    code = run(
        ["evaluate-many", str(file), "--out", str(tmp_path / "o.csv"), "--lang", "en"],
        "tolerance-rules",
    )
    said = capsys.readouterr()
    assert code == 1
    assert not chinese_in(said.out + said.err, CHINESE.findall(text)), said
