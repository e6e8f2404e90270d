"""Nothing of one regulation is in Python: no fact's name, no article's number, no ruleset's id."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tolerance_rules import loader

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tolerance_rules"
RULES = loader.shipped(loader.DEFAULT)

GENERATED = PACKAGE / "vocabulary" / "zzvc_2023_32.py"
"""The typed facts of the shipped ruleset, written from its facts.yaml."""

ONE_PLACE = {
    "loader.py": {loader.DEFAULT},  # the ruleset that is loaded unless another is named
}

WORDS = {
    *RULES.vocabulary,
    *RULES.readings,
    *(combination.id for combination in (*RULES.impossible, *RULES.explain)),
    RULES.id,
    RULES.document_number,
    RULES.title,
    RULES.issuer,
    *(clause.text for clause in RULES.clauses.values()),
}
IDS = {*RULES.clauses, *RULES.articles}
ARTICLE = re.compile(r"第[一二三四五六七八九十百]+(条|（)|\bArt(icle|s)?\.? ?\d")


def _strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the strings that a program uses: those of docstrings only tell of it."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def _names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != GENERATED)


def test_no_file_speaks_of_one_regulation() -> None:
    facts = {name.partition(".")[2] for name in RULES.vocabulary if "_" in name.partition(".")[2]}
    found = []
    for path in FILES:
        name = str(path.relative_to(PACKAGE))
        tree = ast.parse(path.read_text("utf-8"))
        found += [
            (name, line, text)
            for line, text in _strings(tree)
            if text in IDS or ARTICLE.search(text) or any(word and word in text for word in WORDS)
            if text not in ONE_PLACE.get(name, ())
        ]
        found += [(name, line, attribute) for line, attribute in _names(tree) if attribute in facts]
    assert not found


def test_the_search_finds_what_it_looks_for() -> None:
    for text in ("work.pilot", "7.5", "第五条", "zzvc-2023-32", "old_law", "Article 7(5)"):
        tree = ast.parse(f'"""Told."""\nvalue = "{text}"')
        assert [
            text
            for _, text in _strings(tree)
            if text in IDS or ARTICLE.search(text) or any(word in text for word in WORDS if word)
        ]
