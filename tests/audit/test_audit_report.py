"""Reports: HTML that reads offline, and a workbook that runs no formula."""

import base64
import dataclasses
import hashlib
import html.parser
import json
import re
import zipfile

import pytest

from support.audit_report_sample import FAVOUR, FORMULA, HOSTILE, findings, past, sample
from support.rulesets import SHIPPED
from tolerance_rules import ToleranceRulesError
from tolerance_rules.audit.findings import AuditFinding, Distribution, Kind, RefusedRow
from tolerance_rules.audit.report.kinds import KINDS
from tolerance_rules.audit.report.labels import Labels
from tolerance_rules.audit.report.tables import MOST_MISSING
from tolerance_rules.audit.report.words import WORDS

pytest.importorskip("jinja2", reason="the extra `audit` is not installed")
pytest.importorskip("xlsxwriter", reason="the extra `audit` is not installed")

from tolerance_rules.audit.report.html import MOST_PAIRS, MOST_ROWS, TEMPLATES, to_html
from tolerance_rules.audit.report.sheet import LINE, PAGE
from tolerance_rules.audit.report.workbook import to_workbook

VOID = {"meta", "br", "col", "input"}
SCRIPT = (TEMPLATES / "report.js").read_text(encoding="utf-8")


class Page(html.parser.HTMLParser):
    """Collects the tags, attributes and text of a page; fails on tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.text, self._open = [], [], "", []
        self.scripts: list[str] = []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if "script" in self._open:
            self.scripts.append(data)
        elif "style" not in self._open:
            self.text += data


@pytest.fixture(params=["zh", "en"])
def lang(request):
    return request.param


def assert_only_its_own_script_runs(written):
    """The one script is that of the report, whatever the register says; its hash lets it run."""
    page = Page(written)
    assert written.count("<script") == page.tags.count("script") == 1
    assert page.scripts == [SCRIPT]
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert [value for name, value in page.attributes if name == "content"][-1] == policy
    assert not re.search(r"fetch|XMLHttp|import|eval|innerHTML|https?:|document\.write", SCRIPT)


def test_what_can_be_closed_is_open_and_printed_without_the_script(lang):
    written = to_html(sample(), SHIPPED, lang)
    page = Page(written)
    shown = {found.kind for found in sample().findings}
    assert written.count("<details open>") == page.tags.count("details") == len(shown) + 1
    assert 'id="finder" hidden' in written  # shown by the script that makes it work
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    assert "@media screen { .missed { display: none; } }" in css
    assert "details::details-content { content-visibility: visible" in css


def test_the_page_is_whole_and_asks_for_nothing(lang):
    written = to_html(sample(), SHIPPED, lang)
    page = Page(written)
    assert_only_its_own_script_runs(written)
    assert not {"img", "link", "iframe", "object", "embed", "use", "image"} & set(page.tags)
    for name, value in page.attributes:
        assert name not in {"src", "srcset", "action", "data", "poster"}
        assert not name.startswith("on")
        if name.endswith("href"):
            assert value.startswith("#")
            assert f'id="{value[1:]}"' in written
    assert "url(" not in written
    assert "@import" not in written


def test_ids_are_unique_and_pictures_are_named(lang):
    written = to_html(sample(), SHIPPED, lang)
    ids = re.findall(r'\bid="([^"]+)"', written)
    assert len(ids) == len(set(ids))
    named = re.findall(r'aria-labelledby="([^"]+)"', written)
    assert {each for names in named for each in names.split()} <= set(ids)
    assert written.count("<svg") == written.count('role="img"') == 3
    assert written.count("<table") == written.count("<caption") > 10
    assert written.count("<thead") == written.count("<table")


def test_every_kind_is_explained_and_counted(lang):
    page = Page(to_html(sample(), SHIPPED, lang))
    labels = Labels(sample(), SHIPPED, lang)
    for kind in Kind:
        for said in (labels.kind(kind), labels.meaning(kind), labels.action(kind)):
            assert said in page.text
            assert "{" not in said
    assert sample().ruleset.sha256 in page.text
    assert sample().register in page.text


def test_words_have_both_languages_and_the_same_places():
    for chinese, english in WORDS.values():
        assert chinese
        assert english
        assert chinese.count("{") == english.count("{")


def test_no_code_of_the_model_is_left_unnamed(lang):
    text = Page(to_html(sample(), SHIPPED, lang)).text
    assert not re.search(r"not_pursued|remedy\.|consequences\.|loss_recovery|error_of_law", text)


def test_what_the_register_says_is_text_and_nothing_else(lang):
    hostile = sample(
        register=HOSTILE,
        outcomes={HOSTILE: 3},
        distributions=(Distribution("authority", FAVOUR, {HOSTILE: {HOSTILE: 3}}),),
    )
    written = to_html(hostile, SHIPPED, lang)
    page = Page(written)
    assert_only_its_own_script_runs(written)
    assert page.text.count(HOSTILE) > 4
    assert "49" not in re.sub("[0-9a-f]{64}", "", page.text)


def test_an_error_of_law_quotes_the_clause_that_forbids_it():
    text = Page(to_html(sample(), SHIPPED)).text
    assert "第六条第（三）项" in text
    assert "为自己或他人谋取不正当利益的；" in text
    assert "但不能同时具备上述四种情形的，可以视情从轻、减轻或者免于处理。" in text
    assert "每月25日前分别报纪委办公室、组织人事处备案。" in text


def test_a_meaning_names_the_articles_and_the_time_limits_of_the_regulation(lang):
    labels = Labels(sample(), SHIPPED, lang)
    said = labels.meaning(Kind.LATE_NOTICE) + labels.meaning(Kind.TOLERANCE_WITHHELD)
    expected = ("7个工作日", "第七条第（六）项", "第五条", "第六条")
    english = ("7 working days", "Article 7(6)", "Article 5", "Article 6")
    assert all(each in said for each in (english if lang == "en" else expected))


def test_a_report_is_written_with_the_rules_that_it_was_made_by_only():
    other = dataclasses.replace(sample().ruleset, sha256="0" * 64)
    with pytest.raises(ToleranceRulesError, match="请用作出报告的那份规则"):
        to_html(sample(ruleset=other), SHIPPED)


def test_kinds_that_were_not_looked_for_are_not_counted(lang, tmp_path):
    kinds = tuple(kind for kind in Kind if kind is not Kind.LATE_FILING)
    report = sample(kinds=kinds, findings=(), policy="")
    text = Page(to_html(report, SHIPPED, lang)).text
    assert KINDS[Kind.LATE_FILING].name[lang == "en"] not in text
    assert KINDS[Kind.LATE_NOTICE].name[lang == "en"] in text
    assert f"{WORDS['policy'][lang == 'en']}</th>" not in to_html(report, SHIPPED, lang)
    to_workbook(report, SHIPPED, tmp_path / "r.xlsx", lang)
    assert KINDS[Kind.LATE_FILING].name[lang == "en"] not in sheets(tmp_path / "r.xlsx")


def test_a_pair_stands_side_by_side_with_its_differences_marked():
    written = to_html(sample(findings=sample().of(Kind.INVERSION)), SHIPPED)
    marked = re.findall(r'<tr class="differs"><th scope="row">([^ <]+)', written)
    assert marked == ["记载的结论", "规则给出的结论", "准许的结论", "损失", "挽回损失"]
    assert "有损失，但不重大 <span" in written
    assert written.count("▲ 较有利") == 2
    assert "相同的事实" in written


def test_long_lists_are_cut_and_say_so(lang):
    law = findings()[0]
    pair = next(each for each in findings() if each.kind is Kind.INVERSION)
    many = sample(findings=(law,) * (MOST_ROWS + 5) + (pair,) * (MOST_PAIRS + 5))
    text = Page(to_html(many, SHIPPED, lang)).text
    pattern = "{0} in all, the first {1}" if lang == "en" else "共{0}项，这里列出前{1}项"
    for most in (MOST_ROWS, MOST_PAIRS):
        assert pattern.format(most + 5, most) in text


def test_a_page_names_the_first_of_the_facts_not_established_and_the_workbook_all(tmp_path):
    # A register with few columns lacks dozens in every row.
    names = tuple(SHIPPED.vocabulary)[:30]
    case = past(2, "exempt", "exempt", ("exempt",))
    report = sample(findings=(AuditFinding(Kind.UNSETTLED, (case,), facts=names),))
    labels = [SHIPPED.vocabulary[name].label for name in names]
    page = Page(to_html(report, SHIPPED, "zh")).text
    first = "、".join(labels[:MOST_MISSING])
    assert f"{first}等30项（最能改变结论的在前，全部见工作簿）" in page
    to_workbook(report, SHIPPED, tmp_path / "r.xlsx", "zh")
    row = sheets(tmp_path / "r.xlsx")[KINDS[Kind.UNSETTLED].name[0]][1]
    assert "；".join(labels) in row


def test_an_empty_report_says_that_nothing_was_found(lang):
    empty = sample(
        findings=(), distributions=(), outcomes={}, rows=0, rejected=0, calendar_years=(0, 0)
    )
    page = Page(to_html(empty, SHIPPED, lang))
    assert WORDS["none_found"][lang == "en"] in page.text


def test_odd_findings_do_no_harm(lang, tmp_path):
    bare = past(3, "unheard_of", "", (), facts={}, dates={}, title="", authority="", period="")
    odd = sample(
        findings=tuple(AuditFinding(kind, (bare, bare), ("x.y",), ("no.fact",)) for kind in Kind),
        distributions=(
            Distribution("unheard_of", (), {"": {}}),
            Distribution("authority", FAVOUR, {}),
        ),
    )
    assert "unheard_of" in Page(to_html(odd, SHIPPED, lang)).text
    to_workbook(odd, SHIPPED, tmp_path / "odd.xlsx", lang)


FIRST = ["summary", "charts"]


def sheets(path):
    calamine = pytest.importorskip("python_calamine", reason="the extra `audit` is not installed")
    book = calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_has_a_sheet_for_each_kind(lang, tmp_path):
    path = tmp_path / "报告.xlsx"
    to_workbook(sample(), SHIPPED, path, lang)
    read = sheets(path)
    index = lang == "en"
    names = [words.name[index] for words in KINDS.values()]
    first, last = ((WORDS[name][index] for name in each) for each in (FIRST, ["distributions"]))
    assert list(read) == [*first, *names, *last]
    for kind in Kind:
        rows = read[KINDS[kind].name[index]]
        assert len(rows) == 1 + sum(len(found.decisions) for found in sample().of(kind))
    assert read[WORDS["summary"][index]][1][:3] == [names[0], 3, 3]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rows_not_audited_stand_in_the_report_with_the_reason(lang, tmp_path):
    report = sample(
        refused=(RefusedRow(7, "=1+1 & <b> 不能识别"), RefusedRow(9, "没有记录处理结果"))
    )
    page = to_html(report, SHIPPED, lang)
    assert "=1+1 &amp; &lt;b&gt; 不能识别" in page
    assert page.count('id="refused"') == 1
    to_workbook(report, SHIPPED, tmp_path / "r.xlsx", lang)
    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        named = book.read("xl/workbook.xml").decode()
        assert WORDS["refused"][lang == "en"] in named
        assert not any(b"<f>" in book.read(n) for n in book.namelist() if "worksheets" in n)
    assert 'id="refused"' not in to_html(sample(), SHIPPED, lang)


@pytest.mark.parametrize(
    ("details", "said"),
    [
        (
            {"lawful_under": "not_active=refused_only"},
            "虚假整改、拒不整改的，才不予容错；消极的不算",
        ),
        ({"within": "authority"}, "同一部门在不同季度之间不同"),
        ({"departing": "both", "pairs": "12"}, "共12对"),
        ({"departing": "neither", "pairs": "3"}, "裁量惯例本身轻重倒置"),
        ({"departing": "worse", "pairs": "3", "all_pairs": "77"}, "轻重倒置共77对"),
    ],
)
def test_what_the_details_say_is_told(details, said):
    kind = Kind.ERROR_OF_LAW if "lawful_under" in details else Kind.INVERSION
    cases = findings()[7].decisions
    assert said in to_html(sample(findings=(AuditFinding(kind, cases, details=details),)), SHIPPED)


def test_the_workbook_runs_no_formula(tmp_path):
    path = tmp_path / "report.xlsx"
    hostile = sample(
        register=FORMULA, distributions=(Distribution("period", FAVOUR, {"@1+1": {"x": 1}}),)
    )
    to_workbook(hostile, SHIPPED, path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not any("<f>" in part or "<hyperlink" in part for part in parts.values())
    assert 'quotePrefix="1"' in parts["xl/styles.xml"]
    assert any(FORMULA in row for row in sheets(path)[KINDS[Kind.ERROR_OF_LAW].name[0]])


def test_the_workbook_keeps_its_heads_in_sight(tmp_path):
    path = tmp_path / "report.xlsx"
    to_workbook(sample(), SHIPPED, path)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet3.xml").decode()
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_every_sheet_prints_across_one_page_wide_with_its_heads(lang, tmp_path):
    to_workbook(sample(refused=(RefusedRow(7, "-"),)), SHIPPED, tmp_path / "r.xlsx", lang)
    parts = parts_of(tmp_path / "r.xlsx")
    printed = [part for name, part in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert len(printed) == 4 + len(Kind)
    for part in printed:
        assert 'orientation="landscape"' in part
        assert 'fitToHeight="0"' in part
        assert "fitToPage" in part
        assert 'paperSize="9"' in part
    named = parts["xl/workbook.xml"]
    assert named.count("_xlnm.Print_Titles") == len(printed) - 2  # summary and charts are no tables
    assert named.count("_xlnm.Print_Area") == len(printed)


def test_every_row_is_as_high_as_its_text_and_a_page_holds_the_columns(tmp_path):
    facts = {"motive.gain_for_self": True}
    barred = past(
        2, "exempt", "no_tolerance", ("no_tolerance",), facts=facts, title="很长的名称" * 20
    )
    report = sample(findings=(AuditFinding(Kind.ERROR_OF_LAW, (barred,), ("6.3",), tuple(facts)),))
    to_workbook(report, SHIPPED, tmp_path / "r.xlsx")
    sheet = parts_of(tmp_path / "r.xlsx")["xl/worksheets/sheet3.xml"]
    widths = [float(each) for each in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert sum(widths[:-1]) <= PAGE + len(widths)  # the last column is not printed
    (height,) = re.findall(r'<row r="2"[^>]* ht="(\d+)"', sheet)
    assert int(height) >= LINE * 200 / max(widths[:-1])
    # The totals of the summary stand where their names are, not at the far end of the page.
    summary = parts_of(tmp_path / "r.xlsx")["xl/worksheets/sheet1.xml"]
    looks = parts_of(tmp_path / "r.xlsx")["xl/styles.xml"].split("<cellXfs")[1].split("<xf ")[1:]
    total = next(s for s in re.findall(r'<c r="B\d+" s="(\d+)"><v>(\d+)', summary) if s[1] == "96")
    assert 'horizontal="left"' in looks[int(total[0])]


def test_every_cell_is_wrapped(tmp_path):
    to_workbook(sample(), SHIPPED, tmp_path / "r.xlsx")
    parts = parts_of(tmp_path / "r.xlsx")
    looks = re.search("<cellXfs.*</cellXfs>", parts["xl/styles.xml"], re.DOTALL)[0]
    wrapped = ["wrapText" in look for look in looks.split("<xf ")[1:]]
    for name, part in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            used = {int(each) for each in re.findall(r'<c r="\w+" s="(\d+)"', part)}
            assert used or "<drawing" in part
            assert all(wrapped[each] for each in used)


def test_the_workbook_has_charts_of_what_was_recorded_and_found(lang, tmp_path):
    to_workbook(sample(), SHIPPED, tmp_path / "r.xlsx", lang)
    parts = parts_of(tmp_path / "r.xlsx")
    charts = [part for name, part in parts.items() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    titles = {WORDS[name][lang == "en"] for name in ("chart_outcomes", "chart_kinds")}
    assert all(any(title in part for part in charts) for title in titles)
    read = sheets(tmp_path / "r.xlsx")[WORDS["summary"][lang == "en"]]
    for part in charts:
        # What a chart is drawn from are names and numbers of one table.
        (first, last) = re.search(r"\$B\$(\d+):\$B\$(\d+)", part).groups()
        lines = read[int(first) - 1 : int(last)]
        assert all(line[0] and isinstance(line[1], float | int) for line in lines)
    empty = sample(findings=(), outcomes={}, distributions=(), rows=0)
    to_workbook(empty, SHIPPED, tmp_path / "empty.xlsx", lang)
    assert sum(n.startswith("xl/charts/chart") for n in parts_of(tmp_path / "empty.xlsx")) == 1


def test_the_deciding_facts_stand_beside_an_error_of_law(tmp_path):
    facts = {"motive.gain_for_self": True}
    barred = past(2, "exempt", "no_tolerance", ("no_tolerance",), facts=facts)
    error = AuditFinding(Kind.ERROR_OF_LAW, (barred,), ("6.3",), tuple(facts))
    nothing = AuditFinding(Kind.ERROR_OF_LAW, (barred,), ("5",))
    report = sample(findings=(error, nothing))
    to_workbook(report, SHIPPED, tmp_path / "r.xlsx")
    heads, first, second = sheets(tmp_path / "r.xlsx")[KINDS[Kind.ERROR_OF_LAW].name[0]]
    column = heads.index(WORDS["deciding"][0])
    assert heads[column - 1] == WORDS["forbidding"][0]
    assert first[column] == "为个人谋取私利＝是"
    assert second[column] == WORDS["none_stands"][0]
    assert "为个人谋取私利＝是" in Page(to_html(report, SHIPPED)).text


def test_texts_too_long_or_broken_for_a_cell_are_written_all_the_same(tmp_path):
    long = past(2, "exempt", "exempt", FAVOUR, title="长" * 40_000, id="\ud800\x00\x0b")
    to_workbook(
        sample(findings=(AuditFinding(Kind.DEPARTURE, (long,)),)), SHIPPED, tmp_path / "long.xlsx"
    )
    row = sheets(tmp_path / "long.xlsx")[KINDS[Kind.DEPARTURE].name[0]][1]
    assert row[2] == "长" * 32_766 + "…"


@pytest.mark.parametrize("named", ["whole path", "name only", "among the inputs"])
def test_an_input_is_never_overwritten(tmp_path, named):
    register = tmp_path / "register.xlsx"
    register.write_bytes(b"register")
    name = {"whole path": str(register), "name only": register.name}.get(named, "elsewhere")
    with pytest.raises(ToleranceRulesError, match=r"register\.xlsx"):
        to_workbook(sample(register=name), SHIPPED, register, inputs=[register])
    assert register.read_bytes() == b"register"
    assert list(tmp_path.iterdir()) == [register]


def test_a_report_that_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"earlier")
    broken = sample(findings=(AuditFinding(Kind.DEPARTURE, (past(2, "exempt", None, ()),)), None))
    with pytest.raises(AttributeError):
        to_workbook(broken, SHIPPED, path)
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]
    to_workbook(sample(), SHIPPED, path)
    assert path.read_bytes()[:2] == b"PK"


def test_the_report_is_json_too():
    read = json.loads(sample().to_json())
    assert read == sample().to_dict()
    assert read["findings"][0]["kind"] == "error_of_law"
