"""Case files and bare facts: what is wrong in them, where it stands, and what is no fault."""

from __future__ import annotations

import datetime
import json
import os
import re
from pathlib import Path

import pytest

from tolerance_rules import CaseError, CaseFacts, Engine, InconsistentFactsError, OutOfForceError
from tolerance_rules.errors import RulesError, as_text, nearest, reason_of, shorten
from tolerance_rules.formats.case_file import from_document, from_file, from_text

ENGINE = Engine.load()

# The text of a YAML file, or of a JSON file where it starts with a bracket; what is said, in
# order: LINE:COLUMN CODE and a part of the message. JSON is read without places.
FAULTS: dict[str, tuple[bytes | str, list[str]]] = {
    "every fault at once": (
        "case: {titel: x, decided_on: 2024-13-01}\nfacts:\n  work: {pilott: true}\n  remedy:\n"
        "    loss_recovery: activ\nevidence:\n  work.pilot: [x]\n",
        [
            "1:8 C024 您是否想写 title？",
            "1:18 C025 2024-13-01 不是日期",
            "7:3 C027 应当是文字",
            "3:10 C003 您是否想写 work.pilot？",
            "5:5 C005 您是否想写 active？",
        ],
    ),
    "a section misspelt": ("fact:\n  work: {}\n", ["1:1 C022 您是否想写 facts？"]),
    "a group misspelt": ("wrok: {pilot: true}\n", ["1:1 C002 您是否想写 work？"]),
    "a list for a group": ("work: [pilot]\n", ['1:1 C001 现为 ["pilot"]']),
    "text for the facts": ("facts: pilot\n", ["1:1 C001 组: {事实: 值}"]),
    "a truth for an enumeration": (
        "facts: {consequences: {loss: true}}\n",
        ["1:24 C005 的值 true 不能识别"],
    ),
    "a word that is none": ("facts: {work: {pilot: yep}}\n", ["1:16 C004 请写 true（是）"]),
    "a fact twice": (
        "work.pilot: true\nwork: {pilot: false}\n",
        ["2:8 C007 work.pilot 给了两次"],
    ),
    "not a mapping": ("- a\n", ["1:3 C021 tolerance-rules init"]),
    "an empty file": ("", ["Y006 文件是空的"]),
    "a key twice": ("work:\n  pilot: true\n  pilot: true\n", ["3:3 Y011 第 2 行已有"]),
    "not UTF-8": ("a: 1\nb: 容错\n".encode("gbk"), ["2 Y002 另存为 UTF-8"]),
    "UTF-16": ("work: {}\n".encode("utf-16-le"), ["1:2 Y004 文件若是 UTF-16 编码"]),
    "a control code": ("a: 1\nb: x\x07\n", ["2:5 Y004 U+0007"]),
    "a tab": ("work:\n\tpilot: true\n", ["2:1 Y003 不能用制表符"]),
    "a colon too many": ("case:\n  title: a: b\n", ["2:11 Y003 含冒号的文字要加引号"]),
    "a bracket not closed": ("work: {pilot: true\n", ["1:19 Y003 括号没有成对，缺少 }"]),
    "a quote not closed": ('case:\n  title: "x\n', ['2:10 Y003 引号"（U+0022）没有成对']),
    "indentation": ("work:\n  pilot: true\n creative: true\n", ["3:2 Y003 缩进与上文不一致"]),
    "an escape": ('case: {title: "\\q"}\n', ["1:16 Y003 反斜杠"]),
    "the dates the wrong way round": (
        "case: {occurred_on: 2024-05-02, decided_on: 2024-05-01}\n",
        ["1:8 C032 晚于"],
    ),
    "a title too long": (f"case: {{title: {'x' * 20_001}}}\n", ["1:8 C028 20,001 字"]),
    "a key that the rule engine knows": (
        "facts: {sid: 1, id: 2, $s: 3, work: {sid: true, $forward: true}}\n",
        ["C002 sid", "C002 id", "C002 $s", "1:38 C003 work.sid", "1:49 C003 work.$forward"],
    ),
    "JSON: every fault at once": (
        '{"facts": {"work": {"pilot": 3}, "remedy": {"loss_recovery": 1e999}}, "x": 1}',
        ["C022 x", "C004 的值 3", "C005 的值 Infinity"],
    ),
    "JSON: no number": ('{"work": {"pilot": NaN}}', ["1:20 Y012 NaN"]),
    "JSON: a key twice": ('{"work": {"pilot": true, "pilot": true}}', ["Y011 键 pilot 重复"]),
    "JSON: a value missing": ('{"work": }', ["1:10 Y012 冒号后面没有值"]),
    "JSON: a comma too many": ('{"work": {},}', ["Y012 逗号"]),
    "JSON: more than one value": ('{"work": {}} {}', ["1:14 Y012 后面还有内容"]),
    "JSON: not closed": ('{"work": {"pilot": true', ["1:24 Y012 文件末尾缺少 }}"]),
    "JSON: a control code": ('{"case": {"title": "a\x00"}}', ["1:22 Y012 控制字符"]),
    "JSON: a control code escaped": ('{"case": {"title": "\\u0000"}}', ["C029 控制字符 U+0000"]),
    "JSON: half a pair": ('{"case": {"title": "\\ud800"}}', ["C029 残缺的代理字符"]),
    "JSON: a number of 5,000 digits": ('{"work": {"pilot": ' + "9" * 5000 + "}}", ["Y012 过长"]),
    "JSON: nested 100,000 deep": ('{"work": ' + "[" * 100_000, ["Y007 嵌套过深"]),
    "JSON: no mapping": ("[1]", ["C021 对照表"]),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_has_its_place_its_code_and_its_remedy(kind: str) -> None:
    text, expected = FAULTS[kind]
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(CaseError) as error:
        from_text(data, "a", json_text=data[:1] in (b"{", b"["))
    found = error.value.faults
    assert len(found) == len(expected), error.value
    for fault, words in zip(found, expected, strict=True):
        place, code, said = re.fullmatch(r"([\d:]*) ?([CY]\d+) (.*)", words).groups()  # type: ignore[union-attr]
        given = f"{fault.line}:{fault.column}" if fault.column else str(fault.line)
        assert (fault.file, fault.code) == ("a", code)
        assert place in ("", given), error.value
        assert said in str(fault)


@pytest.mark.parametrize(
    ("text", "pilot"),
    [
        ("\ufefffacts: {work: {pilot: true}}\n", True),
        ('\ufeff{"facts": {"work": {"pilot": true}}}', True),
        ("{facts: {work: {pilot: true}}}\n", True),
        ("facts:\r\n  work:\r\n    pilot: true\r\n", True),
        ("facts: {work.pilot: true, work: {creative: true}}\n", True),
        ("work: {pilot: true}\n", True),
        ("work:\nmotive: ~\n", None),
        ("facts:\n", None),
        ("case:\nfacts: {}\nevidence:\n", None),
        ("case: {occurred_on: 2024-05-01, decided_on: 2024-05-01}\n", None),
        ('{"case": {"title": "\\ud83d\\ude00"}}', None),
        ("facts: {work: {pilot: yes}}\n", True),
        ('{"work": {"pilot": "true"}}', True),
    ],
)
def test_what_is_no_fault(text: str, pilot: bool | None) -> None:
    assert from_text(text.encode(), "a").facts.work.pilot is pilot


@pytest.mark.parametrize(
    "given",
    [
        None,
        1,
        "work",
        b"work",
        [],
        {1: 2},
        {None: {}},
        {("work",): {}},
        {"work": {1: True}},
        {"work": {"pilot": 1}},
        {"work": {"pilot": "true?"}},
        {"work": {"pilot": float("nan")}},
        {"work": {"pilot": 10**5000}},
        {"work": {"pilot": "x" * 10_000_000}},
        {"x" * 10_000_000: 1},
        {"consequences": {"loss": "none\0"}},
        {"consequences": {"loss": ["nothing"]}},
        {"consequences": {"loss": [["none"]]}},
        {"consequences": {"loss": []}},
        {"\ud800": 1},
        {"work": {"\ud800": True}},
        {"case": {"decided_on": datetime.time(1)}, "facts": {}},
        {"evidence": {1: "x"}},
        object(),
    ],
    ids=lambda given: type(given).__name__,
)
def test_a_hostile_value_is_a_short_message(given: object) -> None:
    with pytest.raises(CaseError) as error:
        ENGINE.evaluate(given)  # type: ignore[arg-type]
    assert len(str(error.value)) < 500
    str(error.value).encode()


def test_values_that_hold_themselves_are_messages() -> None:
    ring: dict[str, object] = {}
    ring["work"] = ring
    items: list[object] = []
    items.append(items)
    for given in (ring, {"work": {"pilot": items}}):
        with pytest.raises(CaseError):
            ENGINE.evaluate(given)


CLASH = "facts:\n  motive: {knowing_violation: true}\n  nature:\n    three_distinctions: true\n"


def test_a_contradiction_stands_at_its_line_in_the_file() -> None:
    with pytest.raises(InconsistentFactsError) as error:
        ENGINE.evaluate(from_text(CLASH.encode(), "a.yaml"))
    (fault,) = error.value.faults
    assert str(fault).startswith("a.yaml:2:12: C010 ")
    assert error.value.facts == ("nature.three_distinctions", "motive.knowing_violation")
    with pytest.raises(InconsistentFactsError) as bare:
        ENGINE.evaluate({"motive.knowing_violation": True, "nature.three_distinctions": True})
    assert (bare.value.faults[0].file, bare.value.facts) == ("", error.value.facts)


@pytest.mark.parametrize("on", ["2023-07-26", "1000-01-01"])
def test_a_date_before_the_rules_were_in_force_is_refused(on: str) -> None:
    case = from_text(f"case: {{decided_on: {on}}}\n".encode(), "a.yaml")
    with pytest.raises(OutOfForceError, match=r"枣职发〔2022〕22号.*没有载入"):
        ENGINE.evaluate(case)


def test_what_cannot_be_read_is_a_fault_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "gone.yaml").symlink_to("nowhere")
    for path, said in {
        tmp_path: "这是目录",
        tmp_path / "loop.yaml": "符号链接成环",
        tmp_path / "gone.yaml": "没有这个文件",
        tmp_path / ("x" * 300): "文件名过长",
        "a\0b": "没有这个文件",
        "/dev/zero": "设备或者管道",
    }.items():
        with pytest.raises(CaseError, match=said):
            from_file(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_a_pipe_is_refused_before_it_is_waited_for(tmp_path: Path, kind: str) -> None:
    os.mkfifo(tmp_path / f"pipe.{kind}")
    (tmp_path / f"link.{kind}").symlink_to(f"pipe.{kind}")
    for name in ("pipe", "link"):
        with pytest.raises(CaseError, match="设备或者管道"):
            from_file(tmp_path / f"{name}.{kind}")
    os.mkfifo(tmp_path / "policy.yaml")
    with pytest.raises(RulesError, match="设备或者管道"):
        Engine.load(policy=tmp_path / "policy.yaml")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_what_may_not_be_read_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("facts: {}\n")
    file.chmod(0)
    with pytest.raises(CaseError, match="没有权限"):
        from_file(file)


def test_what_a_case_says_besides_its_facts_is_carried_untouched() -> None:
    document = {
        "case": {"id": "甲", "title": "试点", "authority": "纪委", "decided_on": "2024-05-01"},
        "facts": {"work": {"pilot": True}},
        "evidence": {"work.pilot": "  两行\n说明 "},
    }
    for case in (from_document(document), from_text(json.dumps(document).encode(), "a.json")):
        decision = ENGINE.evaluate(case)
        assert decision.case.id == "甲"
        assert decision.case.evidence == {"work.pilot": "  两行\n说明 "}
        assert decision.facts == CaseFacts.from_facts({"work.pilot": True})


def test_messages_are_short_and_can_be_printed() -> None:
    assert shorten("x" * 100) == "x" * 60 + "…"
    assert shorten("a\x1b[31m\ud800") == "a\\x1b[31m\\ud800"
    assert [as_text(each) for each in (True, None, 1.5, [True], {"a": None})] == [
        "true",
        "null",
        "1.5",
        "[true]",
        '{"a": null}',
    ]
    assert as_text(10**5000) == "（过长的值）"
    assert nearest("x" * 1000, ["x"]) is None
    assert nearest("pilot", ["work.pilot"]) == "work.pilot"
    assert reason_of(OSError(28, "No space left on device")) == "磁盘已满"
    assert reason_of(OSError("odd")) == "odd"
