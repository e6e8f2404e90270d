"""Typical mistakes in case files written by hand: understood, or refused with the line mended."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from support.case_mistakes import (
    NOT_MENDED,
    NOT_MENDED_JSON,
    REFUSED,
    REFUSED_JSON,
    UNDERSTOOD,
)
from tolerance_rules import CaseError, Engine
from tolerance_rules.formats.case_file import from_document, from_text
from tolerance_rules.formats.yaml_structure import MOST_UNCLOSED
from tolerance_rules.language import Lang

LANGS: tuple[Lang, ...] = ("zh", "en")


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


@pytest.mark.parametrize("mistake", [*NOT_MENDED, *NOT_MENDED_JSON])
def test_no_line_is_told_where_it_is_in_doubt(mistake: str) -> None:
    text, line = {**NOT_MENDED, **NOT_MENDED_JSON}[mistake]
    with pytest.raises(CaseError) as error:
        from_text(text.encode(), "a", json_text=mistake in NOT_MENDED_JSON)
    told = [each.told(lang) for each in error.value.faults if each.line == line for lang in LANGS]
    assert told
    for said in told:
        assert not [each for each in ("应为", "，如：", "删去", "should be:") if each in said], said
        assert "您是否想写" not in said


@pytest.mark.parametrize("mistake", REFUSED_JSON)
def test_what_is_no_json_is_refused_with_the_line_mended(mistake: str) -> None:
    text, line, column, named, mended = REFUSED_JSON[mistake]
    with pytest.raises(CaseError) as error:
        from_text(text.encode(), "a", json_text=True)
    (fault,) = error.value.faults
    assert (fault.line, fault.column) == (line, column)
    assert named in fault.told()
    assert mended in fault.told("en")
    assert fault.told().endswith(mended or "请删去这一行")


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


@pytest.mark.parametrize(
    "written", ["二〇二四年五月一二十日", "二〇二四年十十月一日", "二〇二四年十三月一日"]
)
def test_a_number_in_chinese_that_is_none_makes_no_day(written: str) -> None:
    with pytest.raises(CaseError, match="C025"):
        from_document({"case": {"决定日期": written}, "facts": {}})


def test_two_notes_of_one_fact_are_refused() -> None:
    with pytest.raises(CaseError, match="给了两次"):
        from_document({"facts": {}, "evidence": {"work.pilot": "甲", "试点性工作": "乙"}})


@pytest.mark.parametrize("document", [{"nonsense": None}, {"facts": {"nonsense": None}}])
def test_what_is_no_group_is_refused_though_nothing_stands_in_it(document: dict[str, Any]) -> None:
    with pytest.raises(CaseError, match="nonsense"):
        from_document(document)


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


def test_of_many_quotations_that_are_not_closed_the_first_are_named() -> None:
    with pytest.raises(CaseError) as error:
        from_text(b'- "a\n' * 20_000, "a")
    assert [each.line for each in error.value.faults] == [*range(1, MOST_UNCLOSED + 1)]


@pytest.mark.slow
def test_many_unknown_names_are_refused_at_once() -> None:
    names = "".join(f"  n{number}x: true\n" for number in range(30_000))
    with pytest.raises(CaseError) as error:
        from_text(f"work:\n{names}".encode(), "a")
    assert len(error.value.faults) == 30_000
    assert len(str(error.value).splitlines()) == 102
