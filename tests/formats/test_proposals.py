"""Proposals: taken only with a whole sentence of the report, word for word; never established."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from support.command_line import run
from tolerance_rules import CaseError
from tolerance_rules.formats import case_file
from tolerance_rules.formats.proposals import case_of, proposals_from_file
from tolerance_rules.formats.report_text import Report, report_from_file

SENTENCE = "2025年3月，该同志牵头推进产业学院试点改革。"
REPORT = (
    "一、基本情况\n"
    "2025 年 3 月，该同志牵头推进产业学院试点改革。没有证据表明其没有谋取私利。\n"
    "损失约 3 万元；尚未评估是否属于重大损失\n"
)
GOOD = {"fact": "work.pilot", "value": True, "sentence": SENTENCE}


@pytest.fixture
def report(tmp_path: Path) -> Report:
    file = tmp_path / "报告.txt"
    file.write_text(REPORT, encoding="utf-8")
    return report_from_file(file)


def written(folder: Path, *proposals: object, **more: object) -> Path:
    file = folder / "建议.json"
    document = {"proposals": list(proposals), **more}
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return file


def test_what_is_proposed_is_unknown_and_noted_with_its_sentence(tmp_path, report):
    file = written(
        tmp_path,
        GOOD,
        {"fact": "损失", "value": ["some", "major"], "sentence": "损失约3万元；"},
        {"fact": "work.pilot", "value": "否", "sentence": "尚未评估是否属于重大损失"},
        case={"id": "T-1"},
    )
    found, case = proposals_from_file(file, report)
    case = case_of(found, case, report)
    assert case.info.id == "T-1"
    findings = {name for name, spec in case.facts.vocabulary.items() if spec.finding}
    assert all(known is None for name, known in case.facts.flat.items() if name not in findings)
    assert not any(case.facts.flat[name] for name in findings)
    assert list(case.info.evidence) == ["work.pilot", "consequences.loss"]
    note = case.info.evidence["work.pilot"]
    assert note == (
        f"【待核实】建议：是。依据《报告.txt》第 2 段：“{SENTENCE}”；"
        "【待核实】建议：否。依据《报告.txt》第 3 段：“尚未评估是否属于重大损失”"
    )


@pytest.mark.parametrize(
    ("proposal", "code", "words"),
    [
        ({**GOOD, "sentence": "其没有谋取私利。"}, "I006", "只是一句话的一部分"),
        ({**GOOD, "sentence": "该同志牵头推进产业学院试点改革。"}, "I006", "请引整句"),
        ({**GOOD, "sentence": "产业学院试点改革成绩显著。"}, "I007", "没有这句话"),
        ({**GOOD, "sentence": SENTENCE.replace("牵头", "带头")}, "I007", "逐字照抄"),
        ({**GOOD, "sentence": "  "}, "I007", "没有这句话"),
        ({**GOOD, "sentence": 3}, "I007", "没有这句话"),
        ({**GOOD, "fact": "work.pliot"}, "I004", "您是否想写 work.pilot"),
        ({**GOOD, "fact": "__class__"}, "I004", "没有名为"),
        ({**GOOD, "value": "也许"}, "I005", "可用的有：是、否"),
        ({**GOOD, "value": None}, "I005", "可用的有：是、否"),
        ({**GOOD, "value": []}, "I005", "可用的有：是、否"),
        ({**GOOD, "certain": True}, "I003", "恰有 fact、value、sentence"),
        ("work.pilot", "I003", "恰有 fact、value、sentence"),
    ],
)
def test_one_wrong_proposal_and_all_are_refused(tmp_path, report, proposal, code, words):
    with pytest.raises(CaseError) as caught:
        proposals_from_file(written(tmp_path, GOOD, proposal), report)
    (fault,) = caught.value.faults
    assert fault.code == code
    assert fault.subject == "proposals[1]"
    assert words in str(fault)
    assert fault.english


def test_no_proposals_too_many_and_other_sections_are_refused(tmp_path, report):
    for file in (
        written(tmp_path),
        written(tmp_path, *[GOOD] * 501),
        written(tmp_path, GOOD, facts={"work": {"pilot": True}}),
    ):
        with pytest.raises(CaseError, match="I003"):
            proposals_from_file(file, report)
    with pytest.raises(CaseError, match="C0"):
        proposals_from_file(written(tmp_path, GOOD, case={"decided_on": "明天"}), report)


def test_a_word_report_is_read_with_its_tables_and_not_with_open_changes(tmp_path):
    docx = pytest.importorskip("docx", reason="the extra `forms` is not installed")
    document = docx.Document()
    document.add_paragraph("一、基本情况")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 1).text = "该项工作经党委会集体研究决定。"
    document.add_paragraph("损失已全部挽回。")
    file = tmp_path / "报告.docx"
    document.save(str(file))
    report = report_from_file(file)
    assert report.place_of("该项工作经党委会集体研究决定。") == 2
    assert report.place_of("损失已全部挽回") == 3
    changed = tmp_path / "修订.docx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:p>", b"<w:p><w:ins/>", 1)
            new.writestr(name, data)
    with pytest.raises(CaseError, match="修订"):
        report_from_file(changed)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("报告.pdf", b"%PDF", "只能是 .docx 或 .txt"),
        ("报告.docx", b"no zip", "不是 Word 文档"),
        ("报告.txt", b" \n", "没有文字"),
        ("报告.txt", "损失".encode("gbk"), "GBK"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path, name, data, words):
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(CaseError, match=words):
        report_from_file(file)
    with pytest.raises(CaseError):
        report_from_file(tmp_path / "没有.txt")


def test_the_command_writes_a_case_that_a_person_is_asked_about(tmp_path):
    (tmp_path / "报告.txt").write_text(REPORT, encoding="utf-8")
    target = tmp_path / "案件.yaml"
    loss = {"fact": "consequences.loss", "value": "major", "sentence": "损失约 3 万元；"}
    given = ("intake", tmp_path / "报告.txt", written(tmp_path, GOOD, loss), "-o", target)
    done = run(*given)
    assert (done.code, done.out) == (0, "")
    assert "2 项事实有建议" in done.err
    assert case_file.from_file(target).facts.flat["work.pilot"] is None
    again = run(*given)
    assert again.code == 2
    assert "不会覆盖" in again.err
    # `ask` shows what is proposed when it asks for the fact, and records it only when told.
    asked = run("ask", target, "--brief", "-o", tmp_path / "认定.yaml", stdin=b"\n" * 80)
    assert "已记的证据：【待核实】建议：重大损失" in asked.out
    wrong = written(tmp_path, {**GOOD, "value": "?"})
    bad = run("intake", tmp_path / "报告.txt", wrong, "-o", tmp_path / "x.yaml")
    assert bad.code == 1
    assert "I005" in bad.err
