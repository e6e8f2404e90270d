"""Regulation data: the text of a regulation, sentence by sentence, and what each has become.

A sentence is `encoded` where a condition, a row of the outcome table or the head of an article
holds its words; `procedure` where a duty does; `judgement` where it leaves something to people: a
finding of their own, a choice among what is permitted, the standard for analysis, what the duties
leave to them. `frame` is the rest: headings, purpose, entry into force, blank forms. A sentence
can be more than one of these; the first mark says what it mainly is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tolerance_rules.formats.analysis_file import Standard
from tolerance_rules.formats.conditions import squash
from tolerance_rules.portable.rule_data import Data, findings_of, pair
from tolerance_rules.rules import Ruleset

_NUMERAL = "[零一二三四五六七八九十百千]+"
_ARTICLE = re.compile(rf"第({_NUMERAL})条[ \u3000]+")
_HEADING = re.compile(rf"第{_NUMERAL}[章节][ \u3000]|[-－ ]*附\s*件")
_NUMBERED = re.compile(rf"（{_NUMERAL}）|\d+[．.、]")
_SENTENCE = re.compile("[^。；：]+[。；：]?[”’）]*")
_ENDS = "。；：:;"
_HEADING_LENGTH = 4
"""The heading of an item, as 综合分析, is no part of a duty, though the duty may have the words."""
KINDS = ("encoded", "procedure", "judgement", "frame")


@dataclass(frozen=True)
class _Mark:
    """What some words of the regulation have become: of which article they are, and the mark."""

    article: str
    words: tuple[str, ...]
    data: Data

    def is_of(self, sentence: str, article: str) -> bool:
        bare = sentence.rstrip("。；：")
        part = len(bare) > _HEADING_LENGTH
        return self.article == article and any(
            words in sentence or (part and bare in words) for words in self.words
        )


def regulation_data(rules: Ruleset, standard: Standard) -> Data:
    """Return the text as it is published, and its paragraphs with marked sentences."""
    marks = list(_marks(rules, standard))
    return {
        "text": rules.regulation,
        "sha256": rules.regulation_sha256,
        "paragraphs": [
            {
                "article": article,
                "sentences": [
                    {"text": words, "marks": _marks_of(words, article, marks, standard)}
                    for words in _SENTENCE.findall(text)
                ],
            }
            for article, text in paragraphs(rules.regulation)
        ],
    }


def paragraphs(regulation: str) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs, each with its article; empty outside the articles.

    Lines that a page break cut in two are joined.
    """
    number, article, text = 0, "", ""
    for line in filter(None, map(str.strip, regulation.splitlines())):
        starts, heading = _ARTICLE.match(line), _HEADING.match(line)
        begins = starts or heading or _NUMBERED.match(line)
        if text and not begins and article and text[-1] not in _ENDS:
            text += line
            continue
        if text:
            yield article, text
        if starts:
            # INVARIANT: articles are numbered from one, without gaps; a test holds them to it.
            number += 1
            article = str(number)
        elif heading:
            article = ""
        text = line
    yield article, text


def _marks(rules: Ruleset, standard: Standard) -> Iterator[_Mark]:
    """Yield what the cards of the ruleset have of the words of the regulation."""

    def mark(kind: str, where: str, text: str, **what: object) -> _Mark:
        words = (squash(each).rstrip("。；：") for each in _SENTENCE.findall(text))
        found = tuple(each for each in words if each)
        return _Mark(where.partition(".")[0], found, {"kind": kind, **what})

    for article in rules.articles.values():
        yield mark("encoded", article.id, article.text, clause=article.id)
    for clause in rules.clauses.values():
        yield mark("encoded", clause.id, clause.text, clause=clause.id)
    for row in rules.outcomes:
        words = row.disposition
        yield mark("encoded", words.clause, words.text, row=row.row)
    duties = rules.obligations
    for duty in duties.duties.values():
        yield mark("procedure", duty.clause, duty.quote, duty=duty.id)
    for event in duties.events.values():
        yield mark("procedure", event.clause, event.quote, event=event.id)
    for clause in rules.clauses.values():
        for name in findings_of(clause.when, rules):
            yield mark("judgement", clause.id, clause.text, clause=clause.id, fact=name)
    for row in rules.outcomes:
        words = row.disposition
        if row.modality == "may":
            yield mark("judgement", words.clause, words.text, row=row.row)
    for each in standard.contrasts.values():
        yield mark("judgement", "", each.text, contrast=each.id)
    for other in duties.others:
        yield mark("frame", other.clause, other.quote, reason=pair(other.reason))


def _marks_of(words: str, article: str, marks: list[_Mark], standard: Standard) -> list[Data]:
    sentence = squash(_NUMBERED.sub("", _ARTICLE.sub("", words, count=1), count=1))
    found = [mark.data for mark in marks if mark.is_of(sentence, article)]
    names = [squash(part.name[0]) for part in standard.dimensions]
    if names and article and all(name in sentence for name in names):
        found.append({"kind": "judgement", "standard": True})
    return found or [{"kind": "frame"}]
