"""Typical mistakes in case files written by hand: understood, or refused with the line mended."""

from __future__ import annotations

import datetime

import pytest

from tolerance_rules import CaseError, Engine
from tolerance_rules.formats.case_file import from_document, from_text

PILOT = "    pilot: true"


def _fact(line: str) -> str:
    return f"facts:\n  work:\n    creative: true\n{line}\n"


# The text of a file, and what is read of the fact work.pilot.
UNDERSTOOD: dict[str, tuple[str, object]] = {
    "a label for the fact": ("facts:\n  work:\n    试点性工作: true\n", True),
    "a label for the group": ("facts:\n  工作情形:\n    pilot: true\n", True),
    "labels without the group": ("事实:\n  试点性工作: 是\n", True),
    "labels with a dot": ("工作情形.试点性工作: 否\n", False),
    "sections in Chinese": ("案件:\n  编号: 1\n事实:\n  工作情形:\n    试点性工作: 未查明\n", None),
    "yes in Chinese": (_fact("    pilot: 是"), True),
    "no in Chinese": (_fact("    pilot: 否"), False),
    "a tick": (_fact("    pilot: √"), True),
    "a cross": (_fact("    pilot: ×"), False),
    "a tick as a picture": (_fact("    pilot: ✔️"), True),
    "a full-width word": (_fact("    pilot: ｔｒｕｅ"), True),
    "a quoted word": (_fact('    pilot: "true"'), True),
    "Word's quotes around a word": (_fact("    pilot: “是”"), True),
    "Word's quotes around a key": (_fact("    “pilot”: 是"), True),
    "capitals": (_fact("    Pilot: TRUE"), True),
    "not established": (_fact("    pilot: 待查"), None),
    "a dash": (_fact("    pilot: ——"), None),
    "a slash": (_fact("    pilot: /"), None),
    "an invisible character": (_fact("    pilot: \u200b是\u2060"), True),
    "an invisible character at the key": (_fact("    pilot\u200b: 是"), True),
    "a full-width dot": ("work．pilot: 是\n", True),
    "the line ends of Windows": ("facts:\r\n  work:\r\n    pilot: 是\r\n", True),
    "a byte order mark": ("\ufefffacts:\n  work:\n    pilot: 是\n", True),
    "a full-width comment at the end": (_fact("    pilot: 是 # 已核：属实，无误"), True),
}

# The text of a file, the line of the fault, what is named, and the line as it should be.
REFUSED: dict[str, tuple[str | bytes, int, str, str]] = {
    "a full-width colon": (_fact("    pilot：true"), 4, "U+FF1A", PILOT),
    "a full-width colon and a blank": (_fact("    pilot： true"), 4, "U+FF1A", PILOT),
    "full-width colons throughout": ("facts：\n  work：\n    pilot：true\n", 1, "U+FF1A", "facts:"),
    "a full-width colon below a text": (
        "case:\n  title: 甲\n    authority：教务处\nfacts: {}\n",
        3,
        "U+FF1A",
        "    authority: 教务处",
    ),
    "a full-width colon at a label": ("试点性工作：是\n", 1, "U+FF1A", "试点性工作: 是"),
    "no blank after the colon": (_fact("    pilot:true"), 4, "空格", PILOT),
    "no blank after a label": ("工作情形:\n  试点性工作:是\n", 2, "空格", "  试点性工作: 是"),
    "a full-width blank after the colon": (_fact("    pilot:\u3000true"), 4, "U+3000", PILOT),
    "a no-break space after the colon": (_fact("    pilot:\xa0true"), 4, "U+00A0", PILOT),
    "a full-width hash before a comment": (
        "facts:\n  ＃ 已核\n  work: {}\n",
        2,
        "＃",
        "  #  已核",
    ),
    "text after a quotation": ('case:\n  title: "甲"乙\n', 2, "引号", "  title: '\"甲\"乙'"),
    "an equals sign": (_fact("    pilot = true"), 4, "等号", PILOT),
    "no colon": (_fact("    pilot true"), 4, "冒号", PILOT),
    "a tab": (_fact("\tpilot: true"), 4, "U+0009", "  pilot: true"),
    "a tab below a group": ("facts:\n  work:\n\tpilot: true\n", 3, "制表符", PILOT),
    "a tab among blanks": (_fact("  \tpilot: true"), 4, "制表符", PILOT),
    "full-width blanks": (_fact("\u3000\u3000pilot: true"), 4, "U+3000", PILOT),
    "no-break spaces": (_fact("\xa0\xa0\xa0\xa0pilot: true"), 4, "U+00A0", PILOT),
    "a line that looks blank": ("facts:\n\u3000\n  work: {pilot: true}\n", 2, "U+3000", ""),
    "indented too far": (_fact("      pilot: true"), 4, "缩进", PILOT),
    "indented too little": (_fact("   pilot: true"), 4, "缩进", PILOT),
    "a group not indented": ("facts:\nwork:\n  pilot: true\n", 2, "facts", "  work:"),
    "an item outside the case": ("编号: 1\nfacts: {}\n", 1, "case", "  编号: 1"),
    "a dash before the fact": ("work:\n  - pilot: true\n", 2, "对照表", "    pilot: true"),
    "a fact in another group": ("remedy:\n  pilot: true\n", 2, "pilot", "work.pilot: …"),
    "a fact misspelt": (_fact("    pilott: true"), 4, "pilott", PILOT),
    "a label misspelt": ("试点性工做: 是\n", 1, "试点性工做", "试点性工作: 是"),
    "a section misspelt": ("fact:\n  work: {}\n", 1, "fact", "facts:"),
    "a key of the case misspelt": ("case:\n  titel: 甲\n", 2, "titel", "  title: 甲"),
    "a value misspelt": (
        "consequences:\n  loss: majr\n",
        2,
        "majr",
        "  loss: major",
    ),
    "a circle": (_fact("    pilot: ○"), 4, "“○”", PILOT),
    "a letter for a tick": (_fact("    pilot: v"), 4, "“v”", PILOT),
    "a letter for a cross": (_fact("    pilot: X"), 4, "“X”", PILOT),
    "both left standing": (_fact("    pilot: 是/否"), 4, "“是/否”", PILOT),
    "full-width braces": ("work: ｛pilot: true｝\n", 1, "U+FF5B", "work: {pilot: true}"),
    "a full-width colon in braces": ("work: {pilot：true}\n", 1, "U+FF1A", "work: {pilot: true}"),
    "a full-width comma in braces": (
        "work: {pilot: true，creative: true}\n",
        1,
        "U+FF0C",
        "work: {pilot: true, creative: true}",
    ),
    "Word's quote with a straight one": ('case:\n  title: "甲”\n', 2, "”", '  title: "甲"'),
    "Word's quotes around a colon": (
        "case:\n  title: “甲: 乙”\n",
        2,
        "“",
        '  title: "甲: 乙"',
    ),
    "a colon in a text": ("case:\n  title: 关于: 甲\n", 2, "引号", "  title: '关于: 甲'"),
    "an at sign": ("case:\n  title: @甲\n", 2, "@", "  title: '@甲'"),
    "a semicolon at the end": (_fact("    pilot: true；"), 4, "U+FF1B", PILOT),
    "a comma at the end": (_fact("    pilot: true,"), 4, ",", PILOT),
    "a full-width hash": (_fact("    pilot: true ＃已核"), 4, "＃", "    pilot: true  # 已核"),
    "a hash without a blank": (_fact("    pilot: true#已核"), 4, "#", "    pilot: true  # 已核"),
    "a day that could be two": (
        "case:\n  decided_on: 5/1/2024\n",
        2,
        "5/1/2024",
        "  decided_on: 2024-05-01",
    ),
    "a day that is none": (
        "case:\n  decided_on: 2024-02-30\n",
        2,
        "2024-02-30",
        "  decided_on: 2024-05-01",
    ),
    "GBK": ("facts:\n  试点性工作: 是\n".encode("gbk"), 2, "GBK", ""),
    "a broken character": ("case:\n  title: 采购招标".encode()[:-1] + b"\n", 2, "E6 A0", ""),
    "a line separator": ("a: 1 # 已核\u2028pilot: true\n", 1, "U+2028", "a: 1 # 已核 pilot: true"),
    "a paragraph separator": ("a: 1 # x\u2029b: 1\n", 1, "U+2029", "a: 1 # x b: 1"),
    "a next line": ("a: 1 # x\x85b: 1\n", 1, "U+0085", "a: 1 # x b: 1"),
    "a carriage return alone": ("a: 1 # x\rb: 1\n", 1, "U+000D", "a: 1 # x b: 1"),
    "no character": ("case:\n  title: a\uffff\n", 2, "U+FFFF", "  title: a"),
    "a key twice": (_fact("    creative: true"), 4, "creative", ""),
    "a fact twice in two names": (_fact("    创造性开展工作: true"), 4, "给了两次", ""),
}


def test_there_are_enough_of_them() -> None:
    assert len(UNDERSTOOD) + len(REFUSED) >= 36


@pytest.mark.parametrize("mistake", UNDERSTOOD)
def test_what_is_clear_is_understood(mistake: str) -> None:
    text, pilot = UNDERSTOOD[mistake]
    assert from_text(text.encode(), "a").facts.work.pilot is pilot


@pytest.mark.parametrize("mistake", REFUSED)
def test_what_is_not_is_refused_with_the_line_mended(mistake: str) -> None:
    text, line, named, mended = REFUSED[mistake]
    with pytest.raises(CaseError) as error:
        from_text(text if isinstance(text, bytes) else text.encode(), "a")
    fault = next((each for each in error.value.faults if each.line == line), None)
    assert fault is not None, error.value
    assert named in fault.told(), fault
    assert fault.told().endswith(mended), fault
    assert named in fault.told("en") or not named.isascii(), fault.told("en")
    assert fault.english
    if mended:
        assert mended in fault.told("en")


@pytest.mark.parametrize(
    "written",
    [
        "2024/5/1",
        "2024.5.1",
        "2024年5月1日",
        "2024 年 5 月 1 日",
        "２０２４－０５－０１",
        "2024年5月1号",
        "二〇二四年五月一日",
        "20240501",
        "2024-05-01T09:30",
        "“2024-05-01”",
        datetime.date(2024, 5, 1),
        datetime.datetime(2024, 5, 1, 9, 30),
        datetime.datetime(2024, 4, 30, 16, 0, tzinfo=datetime.timezone.utc),
    ],
    ids=str,
)
def test_days_are_read_as_people_write_them(written: object) -> None:
    case = from_document({"case": {"决定日期": written}, "facts": {}})
    assert case.info.decided_on == "2024-05-01"
    assert Engine.load().evaluate(case).case.decided_on == "2024-05-01"


@pytest.mark.parametrize("written", ["待查", "——", "/", "未查明", ""])
def test_a_day_may_not_be_established(written: str) -> None:
    assert from_document({"case": {"决定日期": written}, "facts": {}}).info.decided_on == ""


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("[有损失，但不重大, 重大损失]", ("some", "major")),
        ("[some，major]", ("some", "major")),
        ("[some、major]", ("some", "major")),
        ("some｜major", ("some", "major")),
        ("有损失，但不重大或重大损失", ("some", "major")),
        ("“重大损失”", "major"),
        ("没有", "none"),
    ],
)
def test_values_still_possible_are_read_in_words(written: str, known: object) -> None:
    text = f"后果影响:\n  损失: {written}\n"
    assert from_text(text.encode(), "a").facts.consequences.loss == known


def test_facts_in_words_are_read_in_json_and_in_a_dict() -> None:
    text = '{"工作情形": {"试点性工作": "是"}}'
    assert from_text(text.encode(), "a.json", json_text=True).facts.work.pilot is True
    assert Engine.load().evaluate({"试点性工作": "是"}).facts.flat["work.pilot"] is True


def test_text_that_looks_like_a_slip_is_text() -> None:
    text = (
        "case:\n  title: 关于：试点。\n  authority: “一站式”办公室；\n"
        "evidence:\n  work.pilot: |\n    \u3000\u3000第一段：甲\n    \u3000\u3000乙\n"
        '  work.creative: "两行\n    \u3000乙：丙"\n'
    )
    text += "  work.serving_grassroots: 说明\n    第二行：内容\n"
    case = from_text(text.encode(), "a")
    assert case.info.title == "关于：试点。"
    assert case.info.evidence["work.serving_grassroots"] == "说明 第二行：内容"
    assert case.info.evidence["work.pilot"] == "\u3000\u3000第一段：甲\n\u3000\u3000乙\n"


@pytest.mark.slow
def test_many_unknown_names_are_refused_at_once() -> None:
    names = "".join(f"  n{number}x: true\n" for number in range(30_000))
    with pytest.raises(CaseError) as error:
        from_text(f"work:\n{names}".encode(), "a")
    assert len(error.value.faults) == 30_000
    assert len(str(error.value).splitlines()) == 102
