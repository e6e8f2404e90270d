"""Filing: a paper of many cases from a register, from the decision log, and from case files."""

from __future__ import annotations

import csv
import dataclasses
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from support.command_line import CASES, ROOT, run
from support.rulesets import SHIPPED
from tolerance_rules import Engine
from tolerance_rules.errors import FormError
from tolerance_rules.formats.case_file import from_file
from tolerance_rules.formats.case_yaml import to_yaml
from tolerance_rules.formats.forms_file import read_forms
from tolerance_rules.formats.human_dates import today
from tolerance_rules.obligations.filing_month import decided_between, filing_month
from tolerance_rules.rules import Ruleset

docx = pytest.importorskip("docx", reason="needs the extra forms")
pytest.importorskip("docxtpl", reason="needs the extra forms")
pytest.importorskip("polars", reason="needs the extra audit")

from tolerance_rules.forms.filing import Filing  # noqa: E402
from tolerance_rules.forms.forms import make  # noqa: E402
from tolerance_rules.forms.register_cases import register_cases  # noqa: E402

ENGINE = Engine(SHIPPED)
FORMS = read_forms(SHIPPED)
FORM = FORMS.forms["annex-4"]
FLOOD = from_file(CASES / "01_campus_flood.yaml")
OTHERWISE = Engine.load(readings={"filing_day": "exclusive"})
EXCLUSIVE = OTHERWISE.rules
FACTS = {
    name: "" if known is None else {True: "是", False: "否"}.get(known, known)
    for name, known in FLOOD.facts.flat.items()
}


def register(file: Path, rows: list[dict[str, str]]) -> Path:
    """Write a register of rows with the facts of one case, whatever else they say of themselves."""
    own = list(dict.fromkeys(key for row in rows for key in row))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [*own, *(name for name in FACTS if name not in own)])
        writer.writeheader()
        writer.writerows({**FACTS, **row} for row in rows)
    return file


def decided(
    on: str, name: str = "张某", outcome: str = "不予追究责任", **more: str
) -> dict[str, str]:
    return {"作出结论日期": on, "容错对象": name, "处理结果": outcome, "启动来源": "依职权", **more}


def cells(data: bytes) -> list[list[str]]:
    rows = [row for table in docx.Document(BytesIO(data)).tables for row in table.rows]
    return [[cell.text for cell in row.cells] for row in rows][1:]


def words(data: bytes) -> str:
    return "\n".join(each.text for each in docx.Document(BytesIO(data)).paragraphs)


def filed(file: Path, month: str = "", rules: Ruleset = SHIPPED, **columns: str) -> list[Any]:
    engine = ENGINE if rules is SHIPPED else OTHERWISE
    return register_cases(file, None, Filing(FORM, FORMS, rules, month), engine, columns)


@pytest.mark.parametrize(
    ("rules", "decided_on", "month"),
    [
        (SHIPPED, "2026-04-25", "2026-04"),
        (SHIPPED, "2026-04-26", "2026-05"),
        (SHIPPED, "2026-05-25", "2026-05"),
        (SHIPPED, "2026-05-26", "2026-06"),
        (SHIPPED, "2026-12-26", "2027-01"),
        (EXCLUSIVE, "2026-04-24", "2026-04"),
        (EXCLUSIVE, "2026-04-25", "2026-05"),
        (EXCLUSIVE, "2026-05-24", "2026-05"),
        (EXCLUSIVE, "2026-05-25", "2026-06"),
    ],
)
def test_a_decision_goes_with_the_month_its_filing_is_due_in(
    rules: Ruleset, decided_on: str, month: str
) -> None:
    assert filing_month(decided_on, rules) == month
    first, last = decided_between(month, rules)
    assert first <= decided_on <= last


def test_the_days_of_a_month_are_those_that_go_with_it() -> None:
    assert decided_between("2026-05", SHIPPED) == ("2026-04-26", "2026-05-25")
    assert decided_between("2026-01", SHIPPED) == ("2025-12-26", "2026-01-25")
    assert decided_between("2026-03", EXCLUSIVE) == ("2026-02-25", "2026-03-24")
    without = Engine.load(ROOT / "examples" / "rulesets" / "shili-2025-6").rules
    assert decided_between("2026-02", without) == ("2026-02-01", "2026-02-28")


def test_a_register_gives_a_row_for_each_decision_of_the_month(tmp_path: Path) -> None:
    days = ("2026-04-25", "2026-04-26", "2026-05-25", "2026-05-26")
    rows = [decided(on, f"干部{on}", 纠错情况="已经整改") for on in days]
    rows.append(decided("2026-05-02", "没有容错的", "按照有关规定处理（不适用容错）"))
    file = register(tmp_path / "登记簿.csv", rows)
    made = make(FORM, FORMS, filed(file, "2026-05"), SHIPPED)
    shown = cells(made)
    why = "第五条第（七）项、第五条第（十）项"
    assert shown[:2] == [
        ["1", "干部2026-04-26", "依职权", why, "不予追究责任", "已经整改"],
        ["2", "干部2026-05-25", "依职权", why, "不予追究责任", "已经整改"],
    ]
    assert [row[1] for row in shown[2:]] == [""] * 5
    named = [case.written["object"] for case in filed(file, "2026-05", EXCLUSIVE)]
    assert named == ["干部2026-04-25", "干部2026-04-26"]
    assert len(filed(file)) == 4


def test_an_own_choice_is_filed_and_an_unlawful_one_refused_with_its_row(tmp_path: Path) -> None:
    lighter = register(tmp_path / "a.csv", [decided("2026-05-06", outcome="减轻处理")])
    assert cells(make(FORM, FORMS, filed(lighter, "2026-05"), SHIPPED))[0][4] == "减轻处理"
    barred = {"motive.gain_for_others": "是"}
    file = register(
        tmp_path / "b.csv",
        [
            {**decided("2026-03-02"), **barred},
            {**decided("2026-05-02"), **barred},
            decided("2026-05-32"),
            decided(""),
            {**decided("2026-05-06"), "motive.gain_for_others": "也许"},
        ],
    )
    with pytest.raises(FormError) as caught:
        filed(file, "2026-05")
    told = [fault.message for fault in caught.value.faults]
    assert [re.match(r"第 \d 行", each)[0] for each in told] == [
        "第 4 行",
        "第 6 行",
        "第 3 行",
        "第 5 行",
    ]  # type: ignore[index]
    assert all(fault.english.startswith("row ") for fault in caught.value.faults)
    assert "不得作出" in told[2]
    open_row = register(tmp_path / "c.csv", [{**decided("2026-05-06"), "consequences.loss": ""}])
    with pytest.raises(FormError, match="F005"):
        make(FORM, FORMS, filed(open_row, "2026-05"), SHIPPED)


@pytest.mark.slow
def test_a_column_may_be_headed_otherwise(tmp_path: Path) -> None:
    row = decided("2026-05-06", "", 人员姓名="李某")
    file = register(tmp_path / "登记簿.csv", [row])
    mapping = tmp_path / "对照表.yaml"
    mapping.write_text("others: keep\n", "utf-8")
    target = tmp_path / "备案表.docx"
    asked = ("form", "annex-4", "--register", file, "--mapping", mapping, "-o", target, "--force")
    done = run(
        *asked, "--column", "姓名=人员姓名", "--field", "填报单位=纪委", "--month", "2026-05"
    )
    assert done.code == 0, done.err
    assert cells(target.read_bytes())[0][1] == "李某"
    assert "填报单位：纪委（加盖公章）" in words(target.read_bytes())
    absent = run(*asked, "--column", "姓名=名字")
    assert (absent.code, "没有 名字 一列" in absent.err) == (1, True), absent.err


HOSTILE = (
    "{{ 7 * 7 }}{% for x in y %}{# gone #} <w:p/> </w:t> &amp; &#65; ]]> "
    '{ HYPERLINK "http://a.example" } { PAGE } @SUM(1) -1 +1'
)


@pytest.mark.slow
@pytest.mark.parametrize("start", ["", "@", "+"])
def test_text_of_a_register_stays_text(start: str, tmp_path: Path) -> None:
    text = start + HOSTILE
    row = decided("2026-05-06", text, **{"启动来源": text, "纠错情况": text, "填报单位": text})
    made = make(FORM, FORMS, filed(register(tmp_path / "a.csv", [row])), SHIPPED)
    assert [cells(made)[0][place] for place in (1, 2, 5)] == [text] * 3
    assert f"填报单位：{text}（加盖公章）" in words(made)


@pytest.mark.slow
def test_forty_rows_with_long_names_are_forty_rows(tmp_path: Path) -> None:
    rows = [decided("2026-05-06", f"干部{n}" + "长" * 60) for n in range(40)]
    shown = cells(make(FORM, FORMS, filed(register(tmp_path / "a.csv", rows), "2026-05"), SHIPPED))
    assert [row[0] for row in shown] == [str(n) for n in range(1, 41)]
    assert shown[39][1] == "干部39" + "长" * 60


@pytest.mark.slow
def test_case_files_of_a_month_are_taken_and_the_others_counted(tmp_path: Path) -> None:
    folder = tmp_path / "案件"
    folder.mkdir()
    for number, on in enumerate(("2024-09-10", "2024-09-26", "")):
        info = dataclasses.replace(FLOOD.info, id=f"N{number}", decided_on=on)
        case = dataclasses.replace(FLOOD, info=info, forms={"name": f"干部{number}"})
        (folder / f"{number}.yaml").write_text(to_yaml(case, SHIPPED), "utf-8")
    target = tmp_path / "备案表.docx"
    done = run("form", "annex-4", folder, "--month", "2024-09", "-o", target)
    assert (done.code, "另有 2 个案件" in done.err) == (0, True), done.err
    assert [row[1] for row in cells(target.read_bytes())] == ["干部0", *[""] * 6]
    empty = run("form", "annex-4", folder, "--month", "2025-01", "-o", target, "--force")
    assert (empty.code, [row[1] for row in cells(target.read_bytes())]) == (0, [""] * 7)


def test_a_filing_from_the_log_has_its_checkpoint_and_names_from_case_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("cryptography", reason="needs the extra records")
    from support.decision_logs import ORIGIN
    from tolerance_rules.records.log import DecisionLog
    from tolerance_rules.records.signed_note import SignerKey

    monkeypatch.chdir(tmp_path)
    with DecisionLog.create("决定.db", ORIGIN) as log:
        for number, on in enumerate(("2024-08-25", "2024-08-26", "2024-09-25", "2024-09-26")):
            info = dataclasses.replace(FLOOD.info, id=f"N-{number}", decided_on=on, evidence={})
            case = dataclasses.replace(FLOOD, info=info)
            Path(f"{number}.yaml").write_text(
                to_yaml(dataclasses.replace(case, forms={"name": f"干部{number}"}), SHIPPED),
                "utf-8",
            )
            log.record(ENGINE.evaluate(case), ENGINE)
    key = run("log", "keygen", ORIGIN, "-o", "日志.key").out.strip()
    asked = ("form", "annex-4", "--log", "决定.db", "--month", "2024-09", "-o", "备案表.docx")
    done = run(*asked, "1.yaml", "3.yaml", "--sign", "日志.key", "--field", "填报单位=纪委")
    assert done.code == 0, done.err
    data = Path("备案表.docx").read_bytes()
    assert [row[:2] for row in cells(data)[:3]] == [["1", "干部1"], ["2", ""], ["3", ""]]
    assert cells(data)[1][4:] == ["不予追究责任", "积极整改"]
    told = words(data).split("\n")
    place = told.index("决定日志的检查点：")
    assert told[place + 1 : place + 4] == ["表中各行依次是日志第 2、3 号。", ORIGIN, "4"]
    assert told[place + 5].startswith(f"— {ORIGIN} ")
    with DecisionLog.open("决定.db") as log:
        signed = log.checkpoint(SignerKey.parse(Path("日志.key").read_text("utf-8")))
        assert told[place + 2 :] == [line for line in str(signed).split("\n") if line]
    assert key
    this = filing_month(today().isoformat(), SHIPPED)
    late = run("form", "annex-4", "--log", "决定.db", "--month", this, "-o", "迟.docx")
    assert (late.code, "第 1、2、3、4 号的备案本应在以前的月份办" in late.err) == (0, True)
    assert "本应" not in done.err
    for month, numbers in (("2024-12", []), ("2024-10", ["4"])):
        asked = ("form", "annex-4", "--log", "决定.db", "--month", month, "-o", f"{month}.docx")
        assert run(*asked).code == 0
        told = words(Path(f"{month}.docx").read_bytes())
        assert re.findall(r"依次是日志第 (.+) 号", told) == numbers
        assert f"\n{ORIGIN}\n4\n" in told


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("annex-3", "--register", "a.csv"), "一次只写一个案件"),
        (("annex-3", "x.yaml", "--month", "2026-05"), "一次只写一个案件"),
        (("annex-4", "--register", "a.csv", "--log", "b.db"), "不能同案件文件、--log 一起写"),
        (("annex-4", "x.yaml", "--register", "a.csv"), "不能同案件文件、--log 一起写"),
        (("annex-4", "x.yaml", "--mapping", "m.yaml"), "--mapping 要同 --register 一起写"),
        (("annex-4", "x.yaml", "--column", "姓名=a"), "--column 要同 --register 一起写"),
        (("annex-4", "x.yaml", "--sign", "a.key"), "--sign 要同 --log 一起写"),
        (("annex-4", "--log", "b.db", "--choose", "x"), "不写 --choose"),
        (("annex-4", "--log", "b.db", "--month", "2026-5"), "不是月份"),
        (("annex-4",), "--register"),
    ],
)
def test_what_does_not_go_together_is_a_usage_error(args: tuple[str, ...], said: str) -> None:
    done = run("form", *args, "-o", "never.docx")
    assert (done.code, said in done.err) == (2, True), done.err
    assert run("form", *args, "-o", "never.docx", "--lang", "en").code == 2
