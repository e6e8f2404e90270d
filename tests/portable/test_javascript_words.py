"""What the evaluator in JavaScript explains and answers is what Python does, to the character."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from string import Formatter

import pytest

from support import javascript_answers, javascript_words
from support.javascript_words import WordsProcess
from tolerance_rules.portable.messages import messages


@pytest.fixture(scope="module")
def javascript() -> Iterator[WordsProcess]:
    with WordsProcess() as process:
        yield process


def test_explanations_are_the_same_to_the_character(javascript: WordsProcess) -> None:
    seen: Counter[str] = Counter()
    assert not list(javascript_words.differences(javascript, 3, 40, seen, varied=False))
    assert {"settled", "unsettled", "presumed", "readings", "chosen", "by policy"} <= seen.keys()


@pytest.mark.slow
def test_explanations_of_every_kind_are_the_same(javascript: WordsProcess) -> None:
    seen: Counter[str] = Counter()
    assert not list(javascript_words.differences(javascript, 4, 400, seen))
    assert seen["declined"] >= 2
    assert {"set aside", "implied", "partly known", "by reference", "unweighed"} <= seen.keys()
    assert {"warnings", "other readings", "evidence"} <= seen.keys()


def test_clauses_are_examined_and_explained_the_same(javascript: WordsProcess) -> None:
    assert not list(javascript_words.clause_differences(javascript, 7, 25, varied=False))


@pytest.mark.slow
def test_more_clauses_are_explained_the_same(javascript: WordsProcess) -> None:
    assert not list(javascript_words.clause_differences(javascript, 8, 300))


def test_answers_to_investigators_are_the_same(javascript: WordsProcess) -> None:
    assert not list(javascript_answers.differences(javascript, 5, 4, Counter(), varied=False))


@pytest.mark.slow
def test_answers_about_more_cases_are_the_same(javascript: WordsProcess) -> None:
    assert not list(javascript_answers.differences(javascript, 6, 60, Counter()))


def test_the_catalogue_says_everything_in_both_languages_and_holds_no_more_than_places() -> None:
    for section, words in messages().items():
        for key, pair in words.items():
            assert pair.keys() == {"zh", "en"}, f"{section}.{key}"
            for text in pair.values():
                assert text
                for _, name, form, conversion in Formatter().parse(text):
                    assert not form, f"{section}.{key}"
                    assert conversion is None, f"{section}.{key}"
                    assert name is None or re.fullmatch(r"[a-z0-9_]*", name), f"{section}.{key}"
