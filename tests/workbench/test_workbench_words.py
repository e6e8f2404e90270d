"""The page's words: every one in both languages, all used, with the same places for values."""

from __future__ import annotations

import json
import re

from tolerance_rules.workbench.workbench import PAGE

WORDS = (PAGE / "words.mjs").read_text(encoding="utf-8")
PAIRS = {
    name: (json.loads(f'"{zh}"'), json.loads(f'"{en}"'))
    for name, zh, en in re.findall(
        r'^  (\w+): \["((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\],$', WORDS, re.MULTILINE
    )
}
CODE = "\n".join(
    page.read_text(encoding="utf-8") for page in PAGE.glob("*.mjs") if page.name != "words.mjs"
)


def test_every_line_of_the_catalogue_is_a_pair():
    lines = re.findall(r"^  \w+:", WORDS, re.MULTILINE)
    assert len(lines) == len(PAIRS)


def test_both_languages_say_something_and_take_the_same_values():
    for name, (zh, en) in PAIRS.items():
        assert zh, name
        assert en, name
        assert len(re.findall(r"\{\d*\}", zh)) == len(re.findall(r"\{\d*\}", en)), name


def test_english_words_are_english_and_chinese_ones_chinese():
    for name, (zh, en) in PAIRS.items():
        if name == "language":
            continue
        assert not re.search(r"[\u4e00-\u9fff]", en), name
        assert re.search(r"[\u4e00-\u9fff]", zh) or not re.search(r"[A-Za-z]{2}", zh), name


def test_every_word_is_used():
    starts = set(re.findall(r"`(\w+_)\$\{", CODE))
    unused = [
        name
        for name in PAIRS
        if f'"{name}"' not in CODE and not any(name.startswith(start) for start in starts)
    ]
    assert unused == []


def test_no_chinese_stands_outside_the_catalogue():
    """But for the language of dates on paper, the law's own words, and comments."""
    code = re.sub(r"^\s*(//|\*|/\*\*).*$", "", CODE, flags=re.MULTILINE)
    found = set(re.findall(r"[\u4e00-\u9fff]+", code))
    assert found <= {"第", "条", "项", "章", "原文", "或", "案件", "一二三四五六七八九十"}, found
