"""The page on duties: its picture, every sentence and the duties of each outcome are as made."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("chinese_calendar", reason="the extra `audit` is not installed")

from support import annex_docs, duties_docs
from support.dates_docs import FILINGS, NOTICES, due
from tolerance_rules.verdict.outcome import Outcome

AFTER = {
    "not_pursued": {"exemption_letter", "copy_letter", "no_disadvantage"},
    "lighter": {"show_in_decision", "appraise", "employ"},
    "tolerated": {
        *("open_correction", "correction_notice", "correct", "correction_report", "ask_extension"),
        *("follow_up", "urge", "deal_with_refusal", "fill_filing_form", "filing", "visit", "talk"),
    },
    "not_tolerated": {"handle_ordinarily", "file_evidence", "give_reasons", "counsel"},
    "every": {"notice", "appeal", "no_stay"},
}
"""The duties after a decision, sorted by hand from the text of the article."""


def test_the_made_parts_of_the_page_are_as_they_should_be() -> None:
    text = duties_docs.PAGE.read_text(encoding="utf-8")
    assert duties_docs.with_made(text) == text, "python tests/support/duties_docs.py"


def test_every_sentence_of_the_article_is_accounted_for() -> None:
    found = list(duties_docs.sentences())
    assert len(found) > 40
    assert not [each for clause, each in found if not list(duties_docs.places(each, clause))]


def test_every_piece_of_the_annexes_is_accounted_for() -> None:
    found = list(annex_docs.pieces())
    assert [number for number, _ in found].count("2") == 1 + 6 * 3
    assert {"责任追究部门", "申请主体", "批准部门", "7"} <= {piece for _, piece in found} | {
        "批准部门"
    }
    assert not [each for each in found if not list(annex_docs.places(*each))]


@pytest.mark.parametrize(("across", "decided", "by_hand", "counted"), NOTICES)
def test_seven_working_days_are_those_counted_by_hand(
    across: str, decided: str, by_hand: str, counted: str
) -> None:
    assert due("notice", decided) == by_hand
    assert len(re.findall(r"\d+(?=[日、])", re.sub("（.*?）", "", counted))) == 7


@pytest.mark.parametrize(("decided", "inclusive", "exclusive", "why"), FILINGS)
def test_the_25th_is_as_counted_by_hand(
    decided: str, inclusive: str, exclusive: str, why: str
) -> None:
    assert due("filing", decided) == inclusive
    assert due("filing", decided, filing_day="exclusive") == exclusive


@pytest.mark.parametrize("outcome", list(Outcome))
def test_each_outcome_has_the_duties_that_the_text_gives_it(outcome: Outcome) -> None:
    from support.rulesets import SHIPPED

    tolerated = outcome.at_least_as_lenient_as(Outcome.LIGHTER)
    expected = set(AFTER["every"]) | AFTER["tolerated" if tolerated else "not_tolerated"]
    if tolerated:
        expected |= AFTER["not_pursued" if outcome is Outcome.NOT_PURSUED else "lighter"]
    names = {duty.label[0]: name for name, duty in SHIPPED.obligations.duties.items()}
    rows = duties_docs.duties_of(outcome.value)
    assert {names[what.partition("（")[0]] for what, _, _ in rows} == expected
    due = {names[what.partition("（")[0]]: when for what, _, when in rows}
    # 27, 28 September; 7 and 8 October, made up; 9, 10 and 11 October.
    assert due["notice"] == "2023-10-11"
    if tolerated:
        assert (due["filing"], due["open_correction"]) == ("2023-10-25", "2023-09-26")
