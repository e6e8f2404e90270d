"""Command line: what an office worker types, what is printed, and the exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import tolerance_rules
from support.command_line import CASES, ONE, RESCUE, ROOT, RULES, run, spawn
from support.half_known import written
from support.rulesets import SHIPPED
from tolerance_rules import Decision, Engine
from tolerance_rules.cli.terminal.options import language
from tolerance_rules.cli.terminal.text_layout import columns, wrapped
from tolerance_rules.formats.case_file import from_file
from tolerance_rules.rendering.document import printable
from tolerance_rules.rendering.explanation import explanation
from tolerance_rules.rendering.text_width import width

OPEN = str(written("06_entrepreneurship_fund", {"motive.gain_for_others": None}))

# --- evaluate ---------------------------------------------------------------------------------


def test_a_settled_case_is_explained_and_exits_with_0() -> None:
    done = run("evaluate", ONE)
    assert done.code == 0
    assert done.out == Engine.load().evaluate(from_file(ONE)).explain()
    assert done.err == ""


def test_an_unsettled_case_exits_with_3() -> None:
    done = run("evaluate", OPEN)
    assert done.code == 3
    assert "尚未确定，不得据以作出决定" in done.out


def test_the_result_document_of_one_case_is_an_object_with_its_file() -> None:
    done = run("evaluate", ONE, "--format", "json")
    decision = Engine.load().evaluate(from_file(ONE))
    assert json.loads(done.out) == {"file": ONE, **decision.to_dict()}


def test_every_case_of_a_folder_is_tabled_and_every_fault_reported(tmp_path: Path) -> None:
    shutil.copy(ONE, tmp_path / "a.yaml")
    shutil.copy(OPEN, tmp_path / "b.yml")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.json").write_text('{"work": {"pilott": true}}', encoding="utf-8")
    (tmp_path / ".hidden.yaml").write_text("x", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    done = run("evaluate", tmp_path)
    assert done.code == 1
    rows = [line for line in done.out.splitlines() if str(tmp_path) in line]
    assert [line.split("│")[3].strip() for line in rows] == [
        "不予追究责任",
        "推定结论：不予追究责任",
        "未予评判，有 1 处错误",
    ]
    assert "未定，还须查明 1 项" in rows[1]
    assert "C003 没有名为 work.pilott 的事实；您是否想写 work.pilot？" in done.err
    assert "共 3 件：结论已定 1 件，未定 1 件，有误 1 件。" in done.err
    documents = json.loads(run("evaluate", tmp_path, "--format", "json").out)
    assert [document.get("outcome") for document in documents] == [
        "not_pursued",
        "not_pursued",
        None,
    ]
    assert documents[2]["faults"][0]["code"] == "C003"
    assert run("evaluate", ONE, OPEN).code == 3
    assert run("evaluate", ONE, RESCUE).code == 0


def test_rows_of_a_table_line_up_in_columns_of_a_terminal() -> None:
    lines = run("evaluate", CASES).out.splitlines()
    assert len(lines) == len(list(CASES.glob("*.yaml"))) + 4
    assert len({width(line) for line in lines}) == 1


def test_a_case_named_twice_is_evaluated_once() -> None:
    assert len(json.loads(run("evaluate", ONE, ONE, RESCUE, "--format", "json").out)) == 2


@pytest.mark.parametrize("text", ["facts:\n  work:\n    pilot: true\n", '{"work.pilot": true}'])
def test_a_hyphen_is_standard_input(text: str) -> None:
    done = run("evaluate", "-", "--format", "json", stdin=text)
    assert done.code == 3
    assert json.loads(done.out)["file"] == "-"
    assert json.loads(done.out)["facts"]["work"]["pilot"] is True


def test_full_explains_each_of_several_cases() -> None:
    engine = Engine.load()
    decisions = [engine.evaluate(from_file(name)) for name in (ONE, RESCUE)]
    told = [explanation(decision, rules=engine.rules) for decision in decisions]
    out = run("evaluate", ONE, RESCUE, "--full").out
    assert all(each in out for each in told)
    assert told[0] not in run("evaluate", ONE, RESCUE).out


def test_markdown_of_several_cases_is_a_table() -> None:
    lines = run("evaluate", ONE, OPEN, "--format", "markdown", "--lang", "en").out.splitlines()
    assert lines[0] == "| Case | Title | Outcome | Settled | Clauses |"
    assert "| liability not pursued | yes | 5.7 5.10 7.5.1" in lines[2]
    assert "no; facts to establish: 1" in lines[3]


def test_a_reading_and_a_policy_are_chosen_on_the_command_line() -> None:
    def outcome(*args: str, **env: str) -> str:
        return json.loads(run("evaluate", RESCUE, "--format", "json", *args, **env).out)["outcome"]

    assert outcome() == "ordinary_accountability"
    assert outcome("--reading", "danger_and_decision=either") == "mitigated"
    assert outcome(TOLERANCE_RULES_READING="danger_and_decision=either") == "mitigated"
    strict = str(ROOT / "examples" / "policy_strict.yaml")
    done = run("evaluate", ONE, "--policy", strict, "--format", "json")
    assert json.loads(done.out)["policy"] == yaml.safe_load(Path(strict).read_text("utf-8"))["id"]


def test_settings_come_from_the_environment() -> None:
    done = run("evaluate", ONE, TOLERANCE_RULES_LANG="en", TOLERANCE_RULES_FORMAT="markdown")
    assert done.out.startswith("# Explanation of the decision on tolerance")
    done = run("evaluate", ONE, RESCUE, TOLERANCE_RULES_EVALUATE_FULL="1")
    assert "容错纠错评判说明" in done.out
    assert run("facts", TOLERANCE_RULES_LANG="fr").code == 2


# --- hostile files ----------------------------------------------------------------------------

HOSTILE: dict[str, tuple[str, bytes | str, str]] = {
    "unknown fact": ("a.yaml", "work:\n  spaceship: true\n", "a.yaml:2:3: C003 没有名为 work.sp"),
    "misspelt fact": ("a.yaml", "work: {pilott: true}\n", "您是否想写 work.pilot？"),
    "misspelt group": ("a.yaml", "wrok: {pilot: true}\n", "您是否想写 work？"),
    "misspelt section": ("a.yaml", "fcts: {}\nfacts: {}\n", "您是否想写 facts？"),
    "number for a truth": ("a.yaml", "work: {pilot: 3}\n", "请写 true（是）、false（否）或 null"),
    "a word for true that is none": (
        "a.yaml",
        "work: {pilot: yep}\n",
        "C004 work.pilot（试点性工作）的值 yep",
    ),
    "value not listed": ("a.yaml", "remedy: {loss_recovery: activ}\n", "您是否想写 active？"),
    "list for a group": ("a.yaml", "work: [pilot]\n", "C001"),
    "contradictory facts": (
        "a.yaml",
        "conditions: {prohibited_by_law: true}\nnature: {express_prohibition_violated: false}\n",
        "不能同时成立：",
    ),
    "YAML bomb": ("a.yaml", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "Y008 使用了锚点"),
    "duplicate key": ("a.yaml", "work:\n  pilot: true\n  pilot: false\n", "a.yaml:3:3: Y011"),
    "duplicate key in JSON": ("a.json", '{"work":{"pilot":true,"pilot":false}}', "Y011"),
    "10 MB of YAML": ("a.yaml", f'case: {{title: "{"x" * 10_000_000}"}}\n', "Y001 文件超过上限"),
    "10 MB of JSON": (
        "a.json",
        f'{{"case":{{"title":"{"x" * 10_000_000}"}}}}',
        "Y001 文件超过上限",
    ),
    "NUL in YAML": ("a.yaml", b"work: {pilot: tr\x00ue}\n", "Y004 含有不可见的控制字符"),
    "NUL in JSON": ("a.json", '{"work":{"pi\\u0000lot":true}}', "pi\\x00lot"),
    "escape sequence": ("a.json", '{"work":{"\\u001b[31m":true}}', "\\x1b[31m"),
    "lone surrogate in a title": ("a.json", '{"case":{"title":"\\ud800"}}', "C029"),
    "lone surrogate in a key": ("a.json", '{"work":{"\\ud800":true}}', "work.\\ud800"),
    "names of the rule engine": ("a.json", '{"facts":{"sid":1,"id":2,"$s":3}}', "没有名为 $s"),
    "names of the rule engine, bare": ("a.json", '{"sid":"1","id":"2","$s":1}', "没有名为 sid"),
    "binary file": ("a.yaml", bytes(range(256)) * 8, "Y002 文件不是 UTF-8 编码"),
    "binary JSON": ("a.json", bytes(range(256)) * 8, "Y002 文件不是 UTF-8 编码"),
    "GBK": ("a.yaml", "case: {title: 试点}\n".encode("gbk"), "请在编辑器中另存为 UTF-8 编码"),
    "UTF-16": ("a.yaml", "work: {}\n".encode("utf-16"), "Y002"),
    "empty file": ("a.yaml", "", "Y006 文件是空的"),
    "empty JSON": ("a.json", "", "Y012 不是合格的 JSON"),
    "not a mapping": ("a.yaml", "容错", "C021 案件应当是对照表"),
    "deep YAML": ("a.yaml", "[" * 100_000, "Y007 嵌套超过 32 层"),
    "deep JSON": ("a.json", "[" * 100_000, "Y007 嵌套过深"),
    "broken YAML": ("a.yaml", "work: {pilot: true\n", "Y003 括号没有成对"),
    "broken JSON": ("a.json", '{"work": }', "a.json:1:10: Y012"),
    "a number too long": ("a.json", '{"work":{"pilot":' + "9" * 5000 + "}}", "a.json"),
    "not a number": ("a.json", '{"work":{"pilot":NaN}}', "Y012"),
    "words to format": ("a.yaml", '"{0}": {"{x}": true}\n', "没有名为 {0} 的事实组"),
    "before it was in force": ("a.yaml", "case: {decided_on: 2022-06-01}\n", "枣职发〔2022〕22号"),
    "not a date": ("a.yaml", "case: {decided_on: 6/1/2024}\n", "C025"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_wrong_file_is_a_message_and_exit_1(kind: str, tmp_path: Path) -> None:
    name, content, said = HOSTILE[kind]
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    headings = {"zh": f"{file}：未予评判，有", "en": f"{file}: not evaluated; faults: "}
    told = {}
    for lang, heading in headings.items():
        done = run("evaluate", file, "--lang", lang)
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith(heading)
        assert "\x1b" not in done.err
        assert len(done.err) < 5_000
        told[lang] = done.err
    assert said in told["zh"]
    done = run("explain", file, "--clause", "5.3")
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    done = run("evaluate", file, ONE, "--format", "json")
    assert done.code == 1
    assert [("outcome" in one, bool(one.get("faults"))) for one in json.loads(done.out)] == [
        (False, True),
        (True, False),
    ]
    for fault in json.loads(done.out)[0]["faults"]:
        assert f"{fault['code']} {printable(fault['english'] or fault['message'])}" in told["en"]


def test_a_missing_file_an_empty_folder_and_an_endless_device_are_messages(tmp_path: Path) -> None:
    done = run("evaluate", tmp_path / "nope.yaml")
    assert done.code == 1
    assert "C020 文件读不出来：没有这个文件或目录" in done.err
    done = run("evaluate", tmp_path)
    assert done.code == 1
    assert "C031 目录中没有案件文件" in done.err
    if Path("/dev/zero").exists():
        assert "C020 文件读不出来：这是设备或者管道" in run("evaluate", "/dev/zero").err


def test_a_folder_that_cannot_be_read_is_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refuse(folder: str) -> object:
        if str(folder) == str(tmp_path):
            raise PermissionError(13, "Permission denied", folder)
        return scandir(folder)

    # Not by its mode: whoever runs the tests may be root.
    monkeypatch.setattr(os, "scandir", refuse)
    done = run("evaluate", tmp_path)
    assert done.code == 1
    assert "C030 目录读不出来：没有权限" in done.err


def test_a_missing_policy_is_a_message() -> None:
    done = run("evaluate", ONE, "--policy", "nope.yaml")
    assert done.code == 1
    assert "nope.yaml: R040" in done.err


# --- usage ------------------------------------------------------------------------------------

USAGE: dict[tuple[str, ...], tuple[str, str]] = {
    ("evalute", "x"): ("没有名为 evalute 的命令；您是否想写 evaluate？", "did you mean evaluate?"),
    ("evaluate",): ("缺少参数：案件", "Missing argument: CASE"),
    ("explain",): ("缺少参数：案件", "Missing argument: CASE"),
    ("evaluate", "--formt", "json", "x"): (
        "没有名为 --formt 的选项；您是否想写 --format？",
        "No such option: --formt; did you mean --format?",
    ),
    ("evaluate", "x", "--format", "jsn"): (
        "--format 的值有误：不能是 jsn；您是否想写 json？可用的有：text、json、markdown",
        "Invalid value for --format: jsn is not one of the choices; did you mean json? "
        "There are: text, json, markdown",
    ),
    ("evaluate", "x", "-o"): ("-o 之后要写一个值", "-o requires a value"),
    ("evaluate", "x", "--full=1"): ("--full 不带值", "--full does not take a value"),
    ("evaluate", "x", "--reading", "old_law"): (
        "--reading 的值有误：old_law 应当写成 名称=选项",
        "old_law should be NAME=OPTION",
    ),
    ("evaluate", "x", "--reading", "old_lw=literal"): (
        "没有名为 old_lw 的读法；您是否想写 old_law？",
        "No reading is named old_lw; did you mean old_law?",
    ),
    ("evaluate", "x", "--reading", "old_law=litteral"): (
        "读法 old_law 没有选项 litteral；您是否想写 literal？",
        "The reading old_law has no option litteral; did you mean literal?",
    ),
    ("evaluate", "x", "--ruleset", "zzvc-2023-3"): (
        "没有名为 zzvc-2023-3 的规则集；您是否想写 zzvc-2023-32？",
        "did you mean zzvc-2023-32?",
    ),
    ("evaluate", "x", "--ruleset", "shili-2025-6"): (
        "可用的有：zzvc-2023-32。其他规则集请写它的目录的路径，如 examples/rulesets/shili-2025-6",
        "There are: zzvc-2023-32. Any other ruleset is given by the path of its folder",
    ),
    ("explain", ONE, "--clause", "5.13"): ("没有编号为 5.13 的条款", "There is no clause 5.13"),
    ("explain", str(CASES)): ("explain 一次只看一个案件", "one case at a time"),
    ("rules", "5.13"): ("没有编号为 5.13 的条款", "There is no clause 5.13"),
    ("facts", "a", "b"): ("多出了参数：a b", "Unexpected arguments: a b"),
    ("facts", "--group", "wrk"): ("您是否想写 work？", "did you mean work?"),
    ("check", "nope"): ("请写它的目录的路径", "given by the path of its folder"),
    ("schema",): (
        "缺少种类：case、rules、decision、record 或 bundle",
        "Missing kind: case, rules, decision, record or bundle",
    ),
    ("schema", "rules", "--format", "python"): ("种类只能是 case", "the kind is case"),
    ("schema", "cas"): ("您是否想写 case？", "did you mean case?"),
    ("evaluate", ONE, "-o", ONE): ("是输入的文件，不能覆盖", "is an input and is not overwritten"),
    ("evaluate", ONE, "-o", str(CASES)): ("是目录，请写文件名", "is a folder"),
    ("evaluate", ONE, "-o", str(RULES / "policy.yaml")): ("不能覆盖", "not overwritten"),
    ("rules", "-o", str(RULES / "regulation.txt")): ("不能覆盖", "not overwritten"),
    ("init", ONE): ("已经存在，不会覆盖", "exists and is not overwritten"),
}


@pytest.mark.parametrize("args", USAGE)
def test_wrong_usage_is_a_message_in_the_language_asked_for_and_exit_2(
    args: tuple[str, ...],
) -> None:
    before = {path: path.read_bytes() for path in map(Path, args) if path.is_file()}
    for lang, said, heading in zip(("zh", "en"), USAGE[args], ("错误：", "Error: "), strict=True):
        done = run(*args, TOLERANCE_RULES_LANG=lang)
        assert (done.code, done.out) == (2, "")
        assert heading in done.err
        assert said in done.err
    assert {path: path.read_bytes() for path in before} == before


def test_no_message_of_click_is_left_in_english() -> None:
    for args in USAGE:
        done = run(*args)
        for word in ("Usage", "Error", "Try", "Invalid", "Missing", "such", "OPTIONS", "ARGS"):
            assert word not in done.err, args
    for command in ("evaluate", "explain", "init", "facts", "rules", "check", "schema"):
        done = run(command, "--help")
        assert done.code == 0
        assert done.out.startswith("用法：tolerance-rules " + command)
        for word in ("Usage", "Options", "Show", "default", "OPTIONS", "required", "env var"):
            assert word not in done.out, command
        assert "选项" not in run(command, "--help", "--lang", "en").out


def test_help_lists_every_command_and_no_arguments_show_it() -> None:
    done = run("--help")
    assert done.code == 0
    for command in ("evaluate", "explain", "init", "facts", "rules", "check", "schema"):
        assert f"\n  {command} " in done.out
    assert run().out == done.out
    assert run("-h").out == done.out
    assert run("--lang", "en", "--help").out.startswith("Usage: tolerance-rules")
    assert run("--lang", "en").code == 2
    assert all(width(line) <= 100 for line in done.out.splitlines())


def test_the_version_is_shown() -> None:
    shown = run("--version").out
    assert shown.startswith(f"tolerance-rules {tolerance_rules.__version__}\n执行器：")
    assert Engine.load().executor in shown
    assert "Executor: " in run("--version", "--lang", "en").out
    assert run("evaluate", "--version").code == 0


# --- explain ----------------------------------------------------------------------------------


def test_explain_says_why_and_why_not() -> None:
    done = run("explain", RESCUE, "--clause", "5.10", "--clause", "7.5.3")
    assert done.code == 0
    assert "〔不成立〕第五条第（十）项" in done.out
    assert "〔不成立〕主动担当涉险（nature.faced_danger）应为“是”；现为“否”（已查明）" in done.out
    assert "〔未采用；成立〕另一种读法：有一样即可。" in done.out
    assert "〔不成立〕第七条第（五）项第三种情形" in done.out
    assert "按照有关规定处理（不适用容错）" in done.out
    english = run("explain", RESCUE, "--clause", "5.10", "--lang", "en").out
    assert "[does not hold] Article 5(10) 第五条第（十）项" in english
    assert "faced danger (nature.faced_danger) must be “yes”; it is “no” (established)" in english
    assert "[not in force; holds] reading either: Either is enough." in english


def test_explain_as_json_gives_the_statuses_of_the_decision() -> None:
    decision: Decision = Engine.load().evaluate(from_file(OPEN))
    args = [word for clause in decision.statuses for word in ("--clause", clause)]
    done = run("explain", OPEN, "--format", "json", *args)
    document = json.loads(done.out)
    assert done.code == 3
    assert {each["name"]: each["status"] for each in document["clauses"]} == {
        clause: status.value for clause, status in decision.statuses.items()
    }
    (bar,) = (each for each in document["clauses"] if each["name"] == "6.3")
    (reading,) = bar["items"]
    (option,) = (each for each in reading["items"] if each["name"].endswith("individuals_only"))
    (either,) = option["items"]
    leaves = either["items"]
    assert [(leaf["name"], leaf["value"], leaf["origin"]) for leaf in leaves] == [
        ("motive.gain_for_self", False, "established"),
        ("motive.gain_for_others", None, "presumed"),
    ]
    assert leaves[0]["quote"] == "为自己或他人谋取不正当利益"


def test_explain_without_a_clause_explains_the_decision() -> None:
    assert run("explain", ONE).out == run("evaluate", ONE).out
    assert run("explain", ONE, "--format", "markdown").out == (
        run("evaluate", ONE, "--format", "markdown").out
    )


# --- check ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_check_finds_the_rules_shipped_sound() -> None:
    done = run("check")
    assert done.code == 0
    assert "枣职发〔2023〕32号" in done.out
    assert "个案例全部符合" in done.out
    assert run("check", RULES).code == 0
    assert run("check", "zzvc-2023-32", "--lang", "en").out.rstrip().endswith("as written.")
    document = json.loads(run("check", "--format", "json").out)
    assert document["ok"] is True
    assert len(document["tests"]) >= 372


SPOILT = {
    "a quote with one character changed": (
        "article_5.yaml",
        "quote: 加压奋进、积极作为}",
        "quote: 加压奋进、积极做为}",
        "R026",
    ),
    "a text with one character changed": ("article_6.yaml", "违反政治纪律", "违返政治纪律", "R053"),
    "an id without quotes": ("article_5.yaml", 'id: "5.10"', "id: 5.10", "R005"),
    "a fact that is not there": ("article_5.yaml", "work.pilot,", "work.pilott,", "work.pilot？"),
    "a cyclic reference": (
        "article_6.yaml",
        "{fact: nature.political_discipline_violated, quote: 违反政治纪律和政治规矩}",
        '{clause: "6"}',
        "R062",
    ),
    "a case that says otherwise": (
        "tests/article_5.yaml",
        "    outcome: lighter\n",
        "    outcome: exempt\n",
        "R090 案例“",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", SPOILT)
def test_check_says_where_the_rules_are_spoilt(kind: str, tmp_path: Path) -> None:
    name, old, new, said = SPOILT[kind]
    folder = tmp_path / RULES.name
    shutil.copytree(RULES, folder)
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run("check", folder)
    assert done.code == 1
    (line,) = [line for line in done.out.splitlines() if said in line][:1]
    assert line.startswith(f"{file}:")
    assert line.split(":")[1].isdecimal()
    document = json.loads(run("check", folder, "--format", "json").out)
    assert document["ok"] is False


def test_check_says_that_a_clause_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / RULES.name
    shutil.copytree(RULES, folder)
    file = folder / "article_6.yaml"
    head, mark, tail = file.read_text(encoding="utf-8").partition('  - id: "6.2"')
    file.write_text(head + tail[tail.index('  - id: "6.3"') :], encoding="utf-8")
    assert mark
    done = run("check", folder)
    assert done.code == 1
    assert "缺 6.2" in done.out
    assert run("evaluate", ONE, "--ruleset", folder).code == 1


# --- output -----------------------------------------------------------------------------------


def test_output_goes_whole_to_the_file_named_and_not_to_the_screen(tmp_path: Path) -> None:
    file = tmp_path / "结果.json"
    file.write_text("old", encoding="utf-8")
    assert run("evaluate", ONE, "--format", "json", "-o", file).code == 2
    assert file.read_text("utf-8") == "old"
    done = run("evaluate", ONE, "--format", "json", "-o", file, "--force")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert json.loads(file.read_text(encoding="utf-8"))["outcome"] == "not_pursued"
    assert [path.name for path in tmp_path.iterdir()] == ["结果.json"]
    assert run("facts", "-o", "-").out == run("facts").out
    done = run("facts", "-o", tmp_path / "nope" / "x")
    assert done.code == 1
    assert f"文件读写失败：{tmp_path / 'nope' / 'x'}: 没有这个文件或目录" in done.err


def test_an_input_is_not_overwritten_under_another_name(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    shutil.copy(ONE, case)
    link = tmp_path / "link.yaml"
    link.symlink_to(case)
    for output in (link, tmp_path / "." / "case.yaml"):
        assert run("evaluate", case, "-o", output).code == 2
        assert run("evaluate", tmp_path, "-o", output).code == 2
    assert case.read_bytes() == Path(ONE).read_bytes()


PROGRAM = "python -m tolerance_rules "
CONSOLE = [
    ["--help"],
    ["evaluate", ONE],
    ["evaluate", ONE, OPEN],
    ["evaluate", ONE, "--format", "markdown"],
    ["evaluate", "nope.yaml"],
    ["explain", RESCUE, "--clause", "5.10"],
    ["facts", "--group", "remedy"],
    ["rules"],
    ["init", "-"],
    ["facts", "--grup"],
]


@pytest.mark.slow
@pytest.mark.parametrize("args", CONSOLE, ids=lambda args: " ".join(Path(arg).name for arg in args))
def test_a_gbk_console_shows_everything(args: list[str]) -> None:
    code, out, err = spawn(*args, PYTHONIOENCODING="gbk")
    expected = run(*args)
    assert code == expected.code
    assert err.decode("gbk") == expected.err.replace("tolerance-rules ", PROGRAM)
    text = out.decode("gbk")
    if "╭" in expected.out:
        # GBK has lines to draw with, but as wide as 汉字: only ASCII lines up.
        assert not set("╭─│") & set(text)
        shown = "".join(each for each in expected.out if each not in "╭╮╰╯├┤┬┴┼─│ ")
        assert "".join(each for each in text if each not in "+-| ") == shown.replace("-", "")
    else:
        whole = expected.out.replace("用法：tolerance-rules ", f"用法：{PROGRAM}")
        assert text.split() == whole.split() or "--help" in args
        assert "".join(text.split()) == "".join(whole.split())


@pytest.mark.slow
@pytest.mark.parametrize("args", CONSOLE, ids=lambda args: " ".join(Path(arg).name for arg in args))
def test_an_ascii_console_is_no_crash(args: list[str]) -> None:
    code, out, err = spawn(*args, PYTHONIOENCODING="ascii")
    assert code == run(*args).code
    assert (out + err).decode("ascii")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1"])
def test_json_is_whole_on_every_console(encoding: str) -> None:
    _, out, _ = spawn("evaluate", ONE, "--format", "json", PYTHONIOENCODING=encoding)
    document = json.loads(out.decode(encoding))
    assert document["case"]["title"] == "暴雨内涝中提前停电并转移学生，误损实训设备"


def test_what_is_no_terminal_gets_no_colours_and_whole_lines() -> None:
    _, out, _ = spawn("facts", COLUMNS="40", PYTHONIOENCODING="utf-8")
    assert b"\x1b" not in out
    assert "…" not in out.decode()
    for spec in SHIPPED.vocabulary.values():
        assert spec.question in out.decode()


@pytest.mark.skipif(os.name == "nt", reason="no such pipes")
def test_a_reader_that_leaves_is_no_crash() -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "tolerance_rules", "facts", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.close()
    assert writer.stderr.read() == b""
    writer.stderr.close()
    assert writer.wait() == 141


def test_stdin_that_is_not_text_is_a_message() -> None:
    code, _, err = spawn("evaluate", "-", stdin=bytes(range(256)), PYTHONIOENCODING="utf-8")
    assert code == 1
    assert "Y002" in err.decode()


def test_help_loads_neither_the_engine_nor_the_tables() -> None:
    program = (
        "import sys\n"
        "from tolerance_rules.cli.program import run\n"
        "run(['--help'], 'tolerance-rules')\n"
        "heavy = {'rich', 'pydantic', 'yaml', 'dd', 'durable_rules_engine'} & set(sys.modules)\n"
        "sys.exit(','.join(heavy) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


# --- wording ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "environment", "expected"),
    [
        ([], {}, "zh"),
        (["--lang", "en"], {}, "en"),
        (["evaluate", "--lang=en", "x"], {}, "en"),
        (["--lang", "en", "evaluate", "--lang", "zh"], {}, "zh"),
        ([], {"TOLERANCE_RULES_LANG": "en"}, "en"),
        (["--lang", "zh"], {"TOLERANCE_RULES_LANG": "en"}, "zh"),
        (["evaluate", "--", "--lang", "en"], {}, "zh"),
        (["--lang"], {}, "zh"),
        (["--lang", "fr"], {}, "zh"),
    ],
)
def test_the_language_is_found_before_anything_is_parsed(
    args: list[str], environment: dict[str, str], expected: str
) -> None:
    assert language(args, environment) == expected


def test_text_is_measured_and_broken_by_columns_of_a_terminal() -> None:
    assert width("容错 ok") == 7
    lines = wrapped("列出全部事实：名称、问题、可填的值，and what they mean", 16)
    assert "".join(lines).replace(" ", "") == "列出全部事实：名称、问题、可填的值，andwhattheymean"
    assert all(width(line) <= 18 for line in lines)
    assert not any(line[0] in "，。；：、" for line in lines)
    rows = columns([("short", "一"), ("a-very-long-name" * 3, "二")], 80)
    assert rows[0].index("一") == rows[2].index("二")
