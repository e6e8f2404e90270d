"""Words and bytes as exports have them: read, or refused for what they are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

import polars as pl

from tolerance_rules import CaseError, Engine

ENGINE = Engine.load()
FACT = "nature.political_discipline_violated"


@pytest.mark.parametrize("places", [1, 2, 10, 18])
def test_decimals_of_a_database_are_yes_and_no(places: int) -> None:
    one, none = (Decimal(number).quantize(Decimal(1).scaleb(-places)) for number in (1, 0))
    column = pl.Series(FACT, [one, none, None], dtype=pl.Decimal(38, places))
    judged = ENGINE.evaluate_many(pl.DataFrame([column]))
    assert judged["outcome"].to_list()[0] == "no_tolerance"
    assert judged["refused"].to_list() == [None] * 3


@pytest.mark.parametrize(
    "unseen", ["\u2003", "\u200e", "\u2060", "\ufeff", "\u200b", "\xa0", "\xad"]
)
def test_what_is_unseen_around_a_word_makes_no_difference(unseen: str) -> None:
    table = pl.DataFrame({FACT: [f"{unseen}是", f"是{unseen}", f"{unseen}否{unseen}", unseen]})
    judged = ENGINE.evaluate_many(table)
    assert judged["refused"].to_list() == [None] * 4
    assert judged["outcome"].to_list()[:2] == ["no_tolerance"] * 2


@pytest.mark.parametrize("word", ["○", "v", "X", "是/否", "不适用"])
def test_what_is_ambiguous_is_refused_unless_the_mapping_says_what_it_means(word: str) -> None:
    table = pl.DataFrame({FACT: [word]})
    assert ENGINE.evaluate_many(table)["refused"].to_list() == [f"value:{FACT}"]


BROKEN = {
    "a character cut at the end": "id,{}\n1,是\n2,采购招标".encode()[:-1],
    "a character cut in the middle": "id,{},title\n1,1,采购".encode()[:-1] + "项目招标\n".encode(),
    "a stray byte": "id,{},title\n1,1,采购项目\n2,0,招标".encode() + b"\xff\n",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_utf8_with_a_broken_character_is_never_read_as_gbk(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(BROKEN[kind].replace(b"{}", FACT.encode()))
    with pytest.raises(CaseError, match="残缺的 UTF-8 字") as error:
        ENGINE.evaluate_many(file)
    assert error.value.faults[0].code == "G021"


@pytest.mark.parametrize("text", ["id,{}\n枣职容1号,是\n", "编号,{},title\n1,是,实训项目采购\n"])
def test_gbk_is_read_as_gbk(text: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(text.format(FACT).encode("gbk"))
    judged = ENGINE.evaluate_many(file)
    assert judged["outcome"].to_list() == ["no_tolerance"]
    assert judged.columns[1] in ("id", "编号")
    assert str(judged[judged.columns[1]][0]) in text
