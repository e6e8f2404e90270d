"""Stated structure: where the rules are built otherwise than the words of the law say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tolerance_rules.formats.conditions import squash
from tolerance_rules.language import Pair
from tolerance_rules.legal_references import SUBITEM, article_words, citation_of, clause_words
from tolerance_rules.rules import Article, OutcomeRow, Ruleset

_LISTED = "(?:下列|以下|上述|其中|具备|符合|满足)[^。；，]{0,12}"
"""Ahead of a number, it is one of the items: 三个以上部门 is no number of conditions."""
_NUMBER = "[二两三四五六七八九十2-9](?:[项种](?:条件|情形)?|个(?:条件|情形))"
_ANY = re.compile(f"{_LISTED}(?:之一|任一|任何一|其中一)|其中(?:之一|任一|任何一)")
_ALL = re.compile(
    "同时(?:具备|符合|满足)|同时具有(?:下列|以下|上述)|缺一不可|全部(?:具备|符合|满足)|下列全部"
)
_SEVERAL = re.compile(
    f"{_LISTED}(?P<some>{_NUMBER}(?:及|或者?)?以上)|(?P<least>至少(?:具备|符合|满足|有){_NUMBER})"
)


def structure_remarks(rules: Ruleset) -> Iterator[Pair]:
    """Yield where articles hold, and rows quote, otherwise than their texts say."""
    for article in rules.articles.values():
        yield from _holds(article)
    for row in rules.outcomes:
        yield from _disposition(row, rules.regulation)


def _holds(article: Article) -> Iterator[Pair]:
    words = squash(article.text)
    some, every, several = _any_of(words), _ALL.search(words), _SEVERAL.search(words)
    if several and not some:
        said = several["some"] or several["least"]
        yield (
            f"{article.citation}的原文是“{said}”，而 holds 只能说一项（any）或者各项（all）；"
            "够数的组合可以写成一张卡片，不写 article，when 写 any，逐一列出："
            "all: [甲, 乙]、all: [甲, 丙]、all: [乙, 丙]",
            f"the text of Article {article.id} says “{said}”, and holds says one of them (any) or "
            "each (all); one card without an article can list each combination that is enough: "
            "any of all: [A, B], all: [A, C], all: [B, C]",
        )
        return
    stated = some if article.holds == "all" else every
    if stated and not (some and every):
        yield (
            f"{article.citation}的 holds 是 {article.holds}，原文是“{stated[0]}”",
            f"Article {article.id} holds by {article.holds}, and its text says “{stated[0]}”",
        )


def _any_of(words: str) -> re.Match[str] | None:
    """Return where one of the items is enough; 不具备其中之一 says that all are needed."""
    for found in _ANY.finditer(words):
        ahead = re.split("[，；。：]", words[: found.start()])[-1]
        if not re.search("[不缺无没未]", ahead):
            return found
    return None


def _disposition(row: OutcomeRow, regulation: str) -> Iterator[Pair]:
    """Yield that the words of a disposition stand in the law, but not in the clause it names."""
    clause, words = row.disposition.clause, squash(row.disposition.text)
    article = clause.partition(".")[0]
    whole = article_words(regulation, article)
    if not words or not whole or words not in squash(regulation):
        return
    # Where one 目 ends, and the next paragraph begins, the text does not show.
    place = article if re.search(SUBITEM, whole) else clause
    if words not in squash(clause_words(regulation, place)):
        yield (
            f"结论表第 {row.row} 行所引的“{row.disposition.text}”不在{citation_of(clause)}原文中",
            f"row {row.row} of the outcomes quotes “{row.disposition.text}”, which is not in "
            f"clause {clause}",
        )
