"""The mapping that is proposed for a register: what is sure, what is alike, what is unknown."""

from __future__ import annotations

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
pytest.importorskip("python_calamine", reason="the audit extra is not installed")

from support.rulesets import SHIPPED
from support.table_files import understood, workbook
from tolerance_rules.cli.program import run
from tolerance_rules.tables.mapping import from_yaml

ROWS = [
    ["某学院容错台账"],
    ["案件编码", "是否违反中央八项规定精神", "试点性工作", "损失情况", "决定日期", "领导意见"],
    ["A1", "属于", "是", "没有", "2024-05-01", "同意"],
    ["A2", "不属于", "否", "有损失，但不重大", "五月", "同意"],
]
AGAIN = [*ROWS, ROWS[1], ["A3", "属于", "是", "没有", "2024-05-02", "同意"]]
"""The headers stand once more, as at the top of a page."""


def call(capsys, *args):
    code = run([str(arg) for arg in args], "tolerance-rules")
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


def test_a_mapping_is_proposed_and_says_how_sure_it_is(capsys, tmp_path) -> None:
    file = workbook(tmp_path / "台账.xlsx", {"封面": [["台账"]], "2024": AGAIN})
    code, out, err = call(capsys, "init", "--mapping", file, "-")
    assert code == 0
    assert 'sheet: "2024"' in out
    assert "header_row: 2" in out
    assert '"案件编码": ignore  # 没有认出' in out
    # What could be meant is listed: dates that are left out are not audited.
    listed = next(line for line in out.splitlines() if line.startswith("# 没有一列是"))
    assert " id（编号）、" in listed
    assert "、notified_on（告知日期）、" in listed
    assert "decided_on" not in listed
    assert '"是否违反中央八项规定精神": nature.eight_point_violated  # 很有把握' in out
    assert '"试点性工作": work.pilot  # 肯定' in out
    assert '"损失情况": consequences.loss  # 很有把握' in out
    assert '#   "决定日期": {"五月": null}' in out
    assert '#   "是否违反中央八项规定精神": {"不属于": null, "属于": null}' in out
    assert "工作表 封面 没有读" in err


def test_what_is_proposed_is_a_mapping_and_reads_the_register(capsys, tmp_path) -> None:
    file = workbook(tmp_path / "台账.xlsx", {"2024": ROWS})
    assert call(capsys, "init", "--mapping", file)[0] == 0
    made = tmp_path / "台账.mapping.yaml"
    known = from_yaml(made, SHIPPED)
    assert (known.sheet, known.header_row) == ("2024", 2)
    rows, rejects = understood(file, made)
    # Words that nobody has explained stay refused.
    assert (set(rows), set(rejects)) == (set(), {3, 4})
    text = made.read_text(encoding="utf-8").replace("# values", "values").replace("#   ", "  ")
    text = text.replace('"不属于": null, "属于": null', "不属于: false, 属于: true")
    made.write_text(text.replace('{"五月": null}', "{}").replace('  "决定日期": {}\n', ""), "utf-8")
    rows, rejects = understood(file, made)
    assert (rows[3]["nature.eight_point_violated"], set(rejects)) == (True, {4})
    assert call(capsys, "init", "--mapping", file)[0] == 2  # it is there already


def test_where_no_header_is_a_name_the_row_most_like_one_is_taken(capsys, tmp_path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(
        "台账,,\n填报单位,教务处,\n编码,是否属于试点性工作,有无损失\n1,是,没有\n", encoding="utf-8"
    )
    code, out, _ = call(capsys, "init", "--mapping", file, "-")
    assert code == 0
    assert "header_row: 3" in out
    assert "work.pilot" in out
    assert "consequences.loss" in out


def test_it_is_told_in_english_too(capsys, tmp_path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("work.pilot,remark\ntrue,x\n", encoding="utf-8")
    code, out, _ = call(capsys, "init", "--mapping", file, "-", "--lang", "en")
    assert code == 0
    assert '"work.pilot": work.pilot  # sure' in out
    assert '"remark": ignore  # not recognised' in out
