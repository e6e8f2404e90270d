"""The page on words: every row of its tables is what happens, at every door."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.rulesets import SHIPPED
from tolerance_rules import CaseError, UnknownNameError
from tolerance_rules.formats.case_file import from_document
from tolerance_rules.formats.human_dates import day_from_text
from tolerance_rules.formats.human_names import clause_from_text
from tolerance_rules.formats.human_outcomes import not_clear, outcome_from_text
from tolerance_rules.formats.human_values import (
    ambiguity,
    fact_from_text,
    group_from_text,
    value_from_text,
)

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "words.md").read_text(encoding="utf-8")
FACTS = {"是否": SHIPPED.vocabulary["work.pilot"], "程度": SHIPPED.vocabulary["consequences.loss"]}
ROW = re.compile(r"^\| (\S+) \| (`.*`) \| (.+) \|$", re.MULTILINE)
ROWS = [row for row in ROW.findall(PAGE) if row[0] != "写成"]
WORDS = [
    (kind, re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), word), meant)
    for kind, words, meant in ROWS
    for word in re.findall(r"`([^`]+)`", words.replace(r"\|", "|"))
]


def _read(kind: str, word: str) -> str:
    """Return what is read of a word, as the page says it."""
    if kind in FACTS:
        known = value_from_text(FACTS[kind], word)
        if isinstance(known, tuple):
            return "、".join(map(str, known))
        return {True: "是", False: "否", None: "未查明"}.get(known, str(known))
    if kind == "事实":
        return fact_from_text(word, SHIPPED.vocabulary).name
    if kind == "事实组":
        return group_from_text(word, SHIPPED.vocabulary)
    if kind == "条款":
        return clause_from_text(word, SHIPPED)
    if kind == "结论":
        return SHIPPED.label(outcome_from_text(word, SHIPPED.labels).value)
    day = day_from_text(word)
    return day.isoformat() if day else "未查明"


def test_the_page_has_words_of_every_kind() -> None:
    assert {kind for kind, _, _ in WORDS} == {*FACTS, "事实", "事实组", "条款", "结论", "日期"}
    assert len(WORDS) > 150


@pytest.mark.parametrize(("kind", "word", "meant"), WORDS)
def test_a_word_is_read_as_the_page_says(kind: str, word: str, meant: str) -> None:
    if not meant.startswith("拒绝"):
        assert _read(kind, word) == meant
        return
    with pytest.raises((ValueError, UnknownNameError)):
        _read(kind, word)
    why = meant.partition("：")[2]
    if kind == "结论":
        assert why in not_clear(word, SHIPPED.labels)
        assert "不予容错" not in not_clear(word, SHIPPED.labels)
    elif kind in FACTS:
        assert bool(why) == bool(ambiguity(word))
        assert why in ambiguity(word)
        assert not why or word in ambiguity(word)


@pytest.mark.parametrize(("kind", "word", "meant"), [row for row in WORDS if row[0] in FACTS])
def test_a_case_reads_a_word_as_the_page_says(kind: str, word: str, meant: str) -> None:
    name = FACTS[kind].name
    if meant.startswith("拒绝"):
        with pytest.raises(CaseError) as error:
            from_document({name: word})
        assert word.strip() in str(error.value)
    else:
        known = from_document({name: word}).facts.flat[name]
        assert known == value_from_text(FACTS[kind], word)


@pytest.mark.parametrize(
    ("kind", "word", "meant"), [row for row in WORDS if row[0] in (*FACTS, "结论", "日期")]
)
def test_a_table_reads_a_word_as_the_page_says(kind: str, word: str, meant: str) -> None:
    pytest.importorskip("polars", reason="the audit extra is not installed")
    from tolerance_rules.tables.cell_values import cell_reader

    column = {"结论": "recorded", "日期": "decided_on"}.get(kind)
    read = cell_reader(column or FACTS[kind].name, SHIPPED)
    if meant.startswith("拒绝"):
        with pytest.raises(ValueError, match=r"(?s)."):
            read(word)
        return
    found = read(word)
    if kind in FACTS:
        assert found == value_from_text(FACTS[kind], word)
    elif kind == "结论":
        assert SHIPPED.label(str(found)) == meant
    else:
        assert (found.isoformat() if found else "未查明") == meant
