"""Rule lines: where in the files of a ruleset a place is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tolerance_rules.formats.ruleset_files import FACTS
from tolerance_rules.formats.strict_yaml import Entries, Items, Scalar, Tree, parse
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing.mutants import Place

_ROWS = {"outcomes.yaml": "outcomes", "policy.yaml": "policy"}
_LISTS = ("readings", "impossible", "explain")


class RuleLines:
    """The cards of the files of a ruleset that has been loaded, each with its lines."""

    def __init__(self, rules: Ruleset) -> None:
        self._cards: dict[str, tuple[Path, Tree]] = {}
        for path in sorted(Path(rules.folder).glob("*.yaml")):
            tree, _ = parse(path.read_bytes(), str(path))
            for holder, card in _cards(path.name, tree):
                self._cards[holder] = (path, card)

    def of(self, place: Place) -> tuple[Path, int]:
        """Return the file and the line of a place."""
        path, tree = self._cards[place.holder]
        for step in place.steps:
            if isinstance(tree, Items) and isinstance(step, int):
                tree = tree.items[step]
            elif isinstance(tree, Entries) and isinstance(step, str):
                tree = tree.items[step][1]
        return path, tree.line


def _cards(name: str, tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Yield the cards of a file, as the holders of places are named."""
    if not isinstance(tree, Entries):
        return
    if name == FACTS:
        yield from _facts(tree)
    if "article" in tree.items:
        yield f"article#{_text(tree, 'article')}", tree
    if "by_reference" in tree.items:
        yield "by_reference", tree.items["by_reference"][1]
    for card in _listed(tree, "clauses"):
        yield _text(card, "id"), card
    for card in _listed(tree, "rows"):
        yield f"{_ROWS.get(name, name)}#{_text(card, 'row')}", card
    for key in _LISTS:
        for card in _listed(tree, key):
            yield f"{key.removesuffix('s')}#{_text(card, 'id')}", card


def _facts(tree: Entries) -> Iterator[tuple[str, Tree]]:
    """Yield the facts of every group."""
    for group, (_, card) in _entries(tree, "groups"):
        for name, (_, fact) in _entries(card, "facts"):
            yield f"fact#{group}.{name}", fact


def _entries(tree: Tree, key: str) -> Iterable[tuple[str, tuple[Scalar, Tree]]]:
    found = tree.items[key][1] if isinstance(tree, Entries) and key in tree.items else None
    return found.items.items() if isinstance(found, Entries) else ()


def _listed(tree: Entries, key: str) -> Iterator[Entries]:
    found = tree.items[key][1] if key in tree.items else None
    for item in found.items if isinstance(found, Items) else ():
        if isinstance(item, Entries):
            yield item


def _text(card: Entries, key: str) -> str:
    value = card.items[key][1] if key in card.items else None
    return value.text if isinstance(value, Scalar) else ""
