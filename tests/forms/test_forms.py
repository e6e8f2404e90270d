"""Forms: what stands on the papers, what is refused, and that text stays text."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from support.command_line import CASES, run
from support.rulesets import RULESETS, SHIPPED, for_every_ruleset
from tolerance_rules import Engine
from tolerance_rules.errors import FormError, RulesError
from tolerance_rules.formats.case_file import CaseFile, from_document, from_file, from_text
from tolerance_rules.formats.case_yaml import to_yaml
from tolerance_rules.formats.forms_file import SOURCES, Form, read_forms
from tolerance_rules.forms.sources import SAID_BY
from tolerance_rules.rules import Ruleset

docx = pytest.importorskip("docx", reason="needs the extra forms")
pytest.importorskip("docxtpl", reason="needs the extra forms")

from tolerance_rules.forms.forms import Filled, Paper, make, written_fields  # noqa: E402

ENGINE = Engine(SHIPPED)
FORMS = read_forms(SHIPPED)
FLOOD = from_file(CASES / "01_campus_flood.yaml")
LAND = CASES / "03_dormitory_land.yaml"
OPEN = CASES / "26_unit_meeting_notes.yaml"


def filled(written: dict[str, str] | None = None, case: CaseFile = FLOOD) -> Filled:
    return Filled(ENGINE.evaluate(case), written_fields(written or {}, FORMS), name="案件.yaml")


def made(name: str, *cases: Filled) -> Any:
    return docx.Document(BytesIO(make(FORMS.forms[name], FORMS, cases or [filled()], SHIPPED)))


def cells(document: Any) -> list[list[str]]:
    """Return the text of every row, a cell that spans several columns once."""
    rows = (row.cells for table in document.tables for row in table.rows)
    return [[cell.text for cell in dict.fromkeys(row)] for row in rows]


def words(document: Any) -> str:
    inside = "\n".join("\n".join(row) for row in cells(document))
    return "\n".join(each.text for each in document.paragraphs) + "\n" + inside


@pytest.mark.parametrize("name", FORMS.forms)
def test_a_form_opens_and_no_tag_is_left(name: str) -> None:
    document = made(name)
    assert FORMS.forms[name].title[0] in words(document)
    assert "{{" not in words(document)
    assert "{%" not in words(document)


@pytest.mark.parametrize("name", FORMS.forms)
def test_the_fonts_are_named_in_their_east_asian_form(name: str) -> None:
    with zipfile.ZipFile(FORMS.forms[name].template) as archive:
        styles = archive.read("word/styles.xml").decode()
        body = archive.read("word/document.xml").decode()
        assert "word/theme/theme1.xml" not in archive.namelist()
    fonts = set(re.findall(r'w:eastAsia="([^"]+)"', styles)) - {"zh-CN"}
    assert fonts == {"仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"}
    assert '<w:pgSz w:w="11906" w:h="16838"/>' in body
    # Rows break over pages; those of a long table are kept whole, unless no page holds one.
    assert ("cantSplit" in body) is bool(FORMS.forms[name].row)


def test_the_decision_not_to_pursue_is_laid_out_as_the_annex_is() -> None:
    rows = cells(made("annex-3", filled({"姓名": "张某", "职务": "处长", "unit": "后勤处"})))
    assert rows[0][1:] == ["单位", "后勤处"]
    assert rows[1][1:] == ["姓名", "张某", "职务", "处长"]
    assert [row[0] for row in rows[2:]] == ["调查事实", "容错依据", "容错结论", "批准部门"]
    assert rows[2][1].startswith("处置校园突发事件：是；维护校园安全稳定：是；")
    assert "\n主动担当涉险：是。证据：监控录像与三名学生证言" in rows[2][1]
    assert "证据：监控录像与三名学生证言" in rows[2][1]
    assert rows[3][1].startswith("第五条第（七）项：在处置校园突发事件")
    assert rows[4][1] == "不予追究责任"
    assert rows[5][1].split("\n") == ["学院纪委办公室", "", "（盖章）", "2024年9月10日"]


def test_the_annexes_have_the_labels_of_the_regulation() -> None:
    told = re.sub(r"\s", "", SHIPPED.regulation)
    for name in ("annex-1", "annex-3", "annex-4"):
        heads = cells(made(name))
        labels = heads[0] if name == "annex-4" else [row[0] for row in heads]
        for label in labels:
            plain = re.sub(r"[\s（）()]", "", label)
            assert plain in re.sub(r"[（）()]", "", told)


def test_what_nobody_has_said_stays_blank() -> None:
    rows = cells(made("annex-3"))
    assert rows[0][2] == ""
    assert rows[1][2] == rows[1][4] == "" or rows[1].count("") == 1
    bare = CaseFile(FLOOD.facts)
    assert "　　年　　月　　日" in words(made("annex-3", filled(case=bare)))
    for name, sentence in (
        ("notice", "关于＿＿＿＿＿＿＿＿，经调查核实"),
        ("correction-notice", "关于＿＿＿＿＿＿＿＿，按照规定"),
        ("correction-report", "现将＿＿＿＿＿＿＿＿的整改落实情况"),
        ("investigation-report", "关于＿＿＿＿＿＿＿＿的调查报告"),
    ):
        assert sentence in words(made(name, filled(case=bare)))


@pytest.mark.parametrize(
    ("case", "code", "said"), [(LAND, "F004", "减轻处理"), (OPEN, "F005", "经过民主决策程序")]
)
def test_a_form_for_one_outcome_is_refused_for_another(case: Path, code: str, said: str) -> None:
    with pytest.raises(FormError, match=said) as caught:
        made("annex-3", filled(case=from_file(case)))
    assert [fault.code for fault in caught.value.faults] == [code]
    assert "no Annex 3" in caught.value.told("en")


HOSTILE = (
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{_{ name }_} {_% if %_}",
    "{# gone #}",
    "<w:p/> </w:t> &amp; &#65; <!-- x -->",
    '{ HYPERLINK "http://a.example" } { PAGE }',
    "=HYPERLINK(1) +1 @SUM -1",
    "]]> ${x} #{y} %s {0}",
    "“”‘’　𠮷☃",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", FORMS.forms)
def test_text_stays_text_whatever_it_looks_like(name: str, text: str) -> None:
    keys = (*FORMS.forms[name].fields, *FORMS.forms[name].row)
    given = {key: text for key in keys if not FORMS.fields[key].sources}
    if not given:
        pytest.skip("nothing is written on it")
    assert words(made(name, filled(given))).count(text) >= len(given)


def test_text_of_the_case_stays_text_on_every_paper(tmp_path: Path) -> None:
    text = " ".join(HOSTILE)
    info = dataclasses.replace(
        FLOOD.info,
        **dict.fromkeys(("id", "title", "authority"), text),
        evidence=dict.fromkeys(FLOOD.info.evidence, text),
    )
    note = {"public_spirit": {"assessment": "不利", "note": text}}
    decision = ENGINE.evaluate(dataclasses.replace(FLOOD, info=info))
    case = Filled(decision.choose("not_pursued", reason=text), analysis=note)
    for name, form in FORMS.forms.items():
        data = make(form, FORMS, [case], SHIPPED, Paper(checkpoint=text))
        told = words(docx.Document(BytesIO(data)))
        assert text in told, name
        with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(form.template) as bare:
            body, before = (each.read("word/document.xml").decode() for each in (archive, bare))
        for mark in ("w:instrText", "w:fldChar", "w:fldSimple", "w:hyperlink", "w:altChunk"):
            assert body.count(mark) == before.count(mark) == 0, (name, mark)
        assert " 49" not in told
    told = Path(tmp_path, "case.yaml")
    told.write_text(to_yaml(dataclasses.replace(FLOOD, info=info), SHIPPED), "utf-8")
    assert run("evaluate", told, "-o", tmp_path / "报告.docx").code == 0
    assert text in words(docx.Document(tmp_path / "报告.docx"))


def test_control_characters_are_made_visible() -> None:
    told = words(made("annex-3", filled({"name": "张\x0b\x07\u202e某\ufffe\tx"})))
    assert r"张\x0b\x07\u202e某�" in told


def test_a_long_text_keeps_its_paragraphs_and_loses_nothing() -> None:
    text = "\n".join("甲" * 200 for _ in range(10))
    rows = cells(made("annex-1", filled({"facts_and_reasons": text, "applicant": "长" * 80})))
    assert text in [cell for row in rows for cell in row]


def test_forty_cases_are_forty_rows_and_a_few_are_seven() -> None:
    forty = cells(made("annex-4", *[filled({"name": f"干部{n}"}) for n in range(40)]))
    assert len(forty) == 41
    assert forty[40][:2] == ["40", "干部39"]
    assert forty[40][3:] == ["第五条第（七）项、第五条第（十）项", "不予追究责任", "积极整改"]
    assert len(cells(made("annex-4"))) == 8


def test_a_form_of_one_case_takes_one() -> None:
    with pytest.raises(FormError, match="F006"):
        made("annex-1", filled(), filled())


def test_a_field_that_is_none_or_is_not_to_be_written_is_refused() -> None:
    with pytest.raises(FormError) as caught:
        written_fields({"姓明": "张某", "容错结论": "不予追究责任"}, FORMS)
    assert [fault.code for fault in caught.value.faults] == ["F001", "F007"]
    assert "姓名" in caught.value.told()


def test_a_field_that_is_given_twice_is_refused() -> None:
    with pytest.raises(FormError) as caught:
        written_fields({"姓名": "张某", "name": "李某"}, FORMS)
    assert [(each.code, each.subject) for each in caught.value.faults] == [("C007", "forms.name")]
    twice = ("--field", "姓名=张某", "--field", "姓名=李某")
    done = run("form", "annex-3", str(LAND), *twice, "-o", "never.docx")
    assert (done.code, "写了两次" in done.err) == (2, True)


def test_every_source_is_said_by_something() -> None:
    assert set(SAID_BY) == set(SOURCES)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("03_dormitory_land", "不具备第七条第（五）项第三种情形：没有造成重大损失"),
        ("07_lab_safety", "不具备第五条所列的容错情形"),
        ("08_procurement_relative", "第六条第（三）项：为自己或他人谋取不正当利益的"),
        ("18_contractor_private", "不符合第三条：本实施细则适用于"),
        ("28_knowing_violation", "不符合第二条：建立学院容错纠错工作机制"),
    ],
)
def test_a_notice_gives_the_reason_why_the_outcome_is_no_better(case: str, said: str) -> None:
    told = words(made("notice", filled(case=from_file(CASES / f"{case}.yaml"))))
    assert f"\n{said}" in told


def test_no_source_words_a_presumption_as_a_finding() -> None:
    told = words(made("investigation-report", filled(case=from_file(OPEN))))
    assert "推定结论" in told


@for_every_ruleset
def test_a_template_asks_for_its_fields_and_no_others(rules: Ruleset) -> None:
    from docxtpl import DocxTemplate

    forms = read_forms(rules)
    assert forms.forms

    def wanted(form: Form) -> set[str]:
        return {*form.fields, *(["rows"] if form.row else [])}

    for form in forms.forms.values():
        assert DocxTemplate(form.template).get_undeclared_template_variables() == wanted(form)


def test_another_ruleset_has_a_form_of_its_own() -> None:
    (rules,) = (each for each in RULESETS if each is not SHIPPED)
    forms, case = read_forms(rules), Path(rules.folder, "cases", "04_research.yaml")
    decision = Engine(rules).evaluate(from_file(case, rules.model))
    data = make(forms.forms["conclusion"], forms, [Filled(decision)], rules)
    assert "免予处理" in words(docx.Document(BytesIO(data)))


def test_every_fault_of_the_file_is_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / SHIPPED.id
    shutil.copytree(SHIPPED.folder, folder)
    file = folder / "forms" / "forms.yaml"
    text = file.read_text("utf-8")
    for old, new in (
        ("from: [case.id]", "from: [case.di]"),
        ("label: 备注,", "label: 姓名,"),
        ("template: annex-1.docx", "template: ../annex-1.docx"),
        ("template: annex-3.docx", "template: annex-5.docx"),
        ("quote: 调查组集体讨论后形成调查报告", "quote: 形成了调查报告"),
        ("least_rows: 7", "least_rows: many"),
        ("outcomes: [not_pursued]", "outcomes: [not_persued]"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")
    with pytest.raises(RulesError) as caught:
        read_forms(Engine.load(folder).rules)
    codes = sorted(fault.code for fault in caught.value.faults)
    assert codes == ["R006", "R006", "R026", "R125", "R141", "R142", "R143"]
    assert all(fault.line and fault.english for fault in caught.value.faults)


def test_a_template_that_asks_for_what_is_not_there_says_so(tmp_path: Path) -> None:
    folder = tmp_path / SHIPPED.id
    shutil.copytree(SHIPPED.folder, folder)
    file = folder / "forms" / "forms.yaml"
    file.write_text(file.read_text("utf-8").replace("fields: [unit, name,", "fields: [unit,"))
    rules = Engine.load(folder).rules
    forms = read_forms(rules)
    with pytest.raises(FormError, match="annex-3"):
        make(forms.forms["annex-3"], forms, [filled()], rules)
    (folder / "forms" / "annex-3.docx").write_bytes(b"no Word file")
    with pytest.raises(FormError, match="F002"):
        make(forms.forms["annex-3"], forms, [filled()], rules)


def test_check_tells_of_the_forms_and_of_the_standard(tmp_path: Path) -> None:
    folder = tmp_path / SHIPPED.id
    shutil.copytree(SHIPPED.folder, folder)
    (folder / "tests").rename(tmp_path / "tests")
    assert run("check", str(folder)).code == 0
    for name, old, new in (
        ("forms/forms.yaml", "fields: [unit, name,", "fields: [unit, remarks,"),
        ("analysis.yaml", "favourable: 主动纠错", "favourable: 主动改错"),
    ):
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    (folder / "forms" / "notice.docx").write_bytes(b"no Word file")
    done = run("check", str(folder))
    assert done.code == 1
    for said in ("没有列的栏目：name", "F002", "“是主动改错还是漠视错误、坐视不管”不在原文中"):
        assert said in done.out


def test_the_command_writes_and_refuses(tmp_path: Path) -> None:
    case = tmp_path / "案件.yaml"
    text = (CASES / "01_campus_flood.yaml").read_text("utf-8")
    case.write_text(text + "\n文书:\n  姓名: 张某\n", "utf-8")
    target = tmp_path / "决定书.docx"
    assert run("form", "容错免责决定书", str(case), "-o", str(target)).code == 0
    assert "张某" in words(docx.Document(target))
    assert run("form", "annex-3", str(case), "-o", str(target)).code == 2  # it exists
    assert run("form", "annex-3", str(case)).code == 2
    assert run("form", "annex-3", "-o", str(tmp_path / "x.docx")).code == 2
    done = run("form", "annex-3", str(LAND), "-o", str(tmp_path / "x.docx"))
    assert done.code == 1
    assert "F004" in done.err
    assert not (tmp_path / "x.docx").exists()
    case.write_text(text + "\nforms:\n  姓明: 张某\n", "utf-8")
    done = run("form", "annex-3", str(case), "-o", str(tmp_path / "x.docx"))
    assert done.code == 1
    assert f"{case}:{len(text.splitlines()) + 3}:3: F001" in done.err
    listed = run("form", "--lang", "en")
    assert "Annex 4, filing table" in listed.out


def test_the_authority_choice_stands_on_the_paper(tmp_path: Path) -> None:
    target = tmp_path / "x.docx"
    choice = ("--choose", "从轻处理", "--reason", "集体研究")
    flood = str(CASES / "01_campus_flood.yaml")
    assert run("form", "annex-3", flood, "-o", str(target), *choice).code == 1
    assert run("form", "annex-4", flood, "-o", str(target), *choice).code == 0
    assert cells(docx.Document(target))[1][4] == "从轻处理"


def test_a_notice_gives_the_reason_of_the_authority_for_its_own_choice() -> None:
    decision = ENGINE.evaluate(from_file(CASES / "16_loss_recovered.yaml"))
    chosen = words(made("notice", Filled(decision.choose("lighter", reason="第二次疏于请示"))))
    assert "责任追究部门说明的理由：第二次疏于请示" in chosen
    declined = decision.choose("ordinary_accountability", reason="第二次疏于请示")
    text = words(made("notice", Filled(declined)))
    assert "可以视情从轻、减轻或者免于处理。\n上述规定只是“可以”容错" in text
    assert "决定不适用容错。理由：第二次疏于请示" in text
    assert "理由：" not in words(made("notice", Filled(decision)))


def test_the_grounds_say_that_the_rules_apply_by_reference() -> None:
    case = from_file(CASES / "17_non_party_cadre.yaml")
    for name in ("annex-3", "notice"):
        said = words(made(name, filled(case=case)))
        assert "适用方式：参照执行（第三条“参照本实施细则执行”）；对象类别＝非党员干部。" in said
        assert "参照执行" not in words(made(name, filled()))


def test_what_is_written_for_the_papers_is_kept_where_a_case_is_written_again() -> None:
    document = {
        "case": {"id": "1"},
        "facts": {},
        "forms": {"姓名": "张: 某", "post": "甲\n乙"},
        "analysis": {"unintended": "有利", "主动纠错": {"assessment": None, "note": "“a”: {b}"}},
    }
    case = from_document(document)
    again = from_text(to_yaml(case).encode(), "案件.yaml")
    assert (again.forms, again.analysis) == (case.forms, case.analysis)
    assert again == case


def test_names_never_enter_a_decision(tmp_path: Path) -> None:
    case = tmp_path / "案件.yaml"
    text = (CASES / "01_campus_flood.yaml").read_text("utf-8")
    case.write_text(text + "\nforms:\n  name: 张某某\n", "utf-8")
    read = from_file(case)
    assert read.forms == {"name": "张某某"}
    assert "张某某" not in ENGINE.evaluate(read).to_json()


def test_without_an_office_a_pdf_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    flood = str(CASES / "01_campus_flood.yaml")
    done = run("form", "annex-3", flood, "-o", str(tmp_path / "x.pdf"))
    assert done.code == 1
    assert "LibreOffice" in done.err
    assert not (tmp_path / "x.pdf").exists()


def test_the_explanation_is_a_word_document(tmp_path: Path) -> None:
    target = tmp_path / "报告.docx"
    assert run("evaluate", str(CASES / "01_campus_flood.yaml"), str(LAND), "-o", target).code == 0
    document = docx.Document(target)
    told = [each.text for each in document.paragraphs]
    assert "结论：不予追究责任" in told
    assert "结论：减轻处理" in told
    assert "二、结论" in told
    titles = [each.text for each in document.paragraphs if each.style.name == "Title"]
    assert len(titles) == 2
    assert run("evaluate", str(LAND), "--format", "docx").code == 2
    assert run("evaluate", str(LAND), "-o", tmp_path / "r.docx", "--lang", "en").code == 0


def test_the_worksheet_stands_beside_the_assessment() -> None:
    given = {"public_spirit": "不利", "first_trial": {"assessment": "兼有", "note": "见附卷"}}
    case = Filled(ENGINE.evaluate(FLOOD), analysis=given)
    rows = cells(made("annex-2", case))
    assert len(rows) == 13
    assert rows[1][0] == "动机态度"
    assert rows[1][1] == "是出于公心、顾全大局还是假公济私、以权谋私"
    assert rows[1][2] == "有利（立足全局利益＝是）"
    assert rows[1][3] == "不利"
    assert "请核对或者说明" in rows[1][4]
    assert rows[4][3:] == ["兼有", "见附卷"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_long_cell_breaks_pages_and_nothing_is_cut(tmp_path: Path) -> None:
    from tolerance_rules.forms.pdf_file import to_pdf

    text = "".join(f"〔{n:04}〕" + "甲" * 14 for n in range(100))  # 2,000 characters
    forty = [filled({"name": f"干部{n:02}" + "长" * 30}) for n in range(40)]
    for name, cases, wanted in (
        ("annex-3", [filled({"investigated_facts": text})], ("0000", "0050", "0099", "（盖章）")),
        ("annex-4", forty, ("干部00", "干部39")),
        ("annex-4", [*forty[:2], filled({"name": text})], ("干部01", "0000", "0050", "0099")),
    ):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(to_pdf(make(FORMS.forms[name], FORMS, cases, SHIPPED)))
        if shutil.which("pdftotext") is None:
            continue
        told = subprocess.run(
            ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True
        ).stdout
        pages = told.rstrip("\f").split("\f")
        assert len(pages) > 1
        for number, page in enumerate(pages, 1):
            assert f"—{number}—" in page.replace(" ", "")
        for each in wanted:
            assert each in re.sub(r"\s", "", told)
