"""Unencoded words: what of a clause no condition quotes, each with the reason why.

Every leaf quotes its clause; this is the other direction. A word of the law that is neither quoted
nor accounted for was dropped in silence, and the rules do not load.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import category

from tolerance_rules.formats.conditions import squash
from tolerance_rules.formats.strict_yaml import Items
from tolerance_rules.formats.tree_reader import Card, part
from tolerance_rules.rules import Node, leaves

_ITEM_NUMBER = re.compile("(?<![第、])（[一二三四五六七八九十]+）(?!项)")


def read_unencoded(
    card: Card, text: str, when: Node, *, sound: bool
) -> tuple[tuple[str, str], ...]:
    """Return the words that a card says are no condition, with their reasons; note what is amiss.

    `text` are the words of the clause and `when` its condition. The card gives a list of words
    under each reason. Where the card is not `sound`, a fault may be why a word is not quoted.
    """
    words = squash(text)
    quoted = [squash(leaf.quote) for leaf in leaves(when)]
    found: list[tuple[str, str]] = []
    given = card.card("unencoded", required=False)
    if given is not None:
        given.what = part(card.what, "unencoded")
    for reason, tree in list(given.rest()) if given is not None else ():
        if not isinstance(tree, Items) or not tree.items:
            said = (
                f"的 unencoded 中“{reason}”应当是不空的列表",
                f"unencoded: “{reason}” should have a list of at least one item",
            )
            remedy = (
                f"请写成 {reason}: [原文词句, …]",
                f"write “{reason}”: [words of the law, …]",
            )
            card.fault("R007", said, remedy, tree)
        for item in tree.items if isinstance(tree, Items) else ():
            quote = given.text_of(item, reason) if given is not None else ""
            found.append((quote, reason))
            if quote and text and squash(quote) not in words:
                card.fault(
                    "R121",
                    (
                        f"的 unencoded 所引的“{quote}”不在原文中",
                        f"unencoded: “{quote}” is not in the text",
                    ),
                    ("请照抄", "copy it to the letter"),
                    item,
                )
            elif quote and not set(_marked(words, [squash(quote)])) - set(_marked(words, quoted)):
                card.fault(
                    "R122",
                    (
                        f"的 unencoded 所引的“{quote}”已经有条件引用",
                        f"unencoded: “{quote}” is quoted by a condition",
                    ),
                    ("请从 unencoded 中删去", "delete it from unencoded"),
                    item,
                )
    numbers = _ITEM_NUMBER.findall(words)  # of items that are in one card with their article
    left = list(_left(words, [*quoted, *(squash(quote) for quote, _ in found), *numbers]))
    if left and sound:
        listed = [f"“{each}”" for each in left]
        card.fault(
            "R120",
            (
                f"的原文有词句没有写进条件：{'、'.join(listed)}",
                f"no condition has these words of the text: {', '.join(listed)}",
            ),
            (
                "请写进条件的 quote；确实不是条件的，在 unencoded 中列在理由之下，"
                "如 unencoded: {连接词: [因, 的]}",
                "quote them in a condition; where they are none, list them under a reason in "
                "unencoded: {connective: [“因”, “的”]}",
            ),
        )
    return tuple(found)


def _marked(words: str, quotes: Iterable[str]) -> Iterator[int]:
    """Yield the places that the quotes cover, wherever they stand."""
    for quote in filter(None, quotes):
        start = words.find(quote)
        while start >= 0:
            yield from range(start, start + len(quote))
            start = words.find(quote, start + 1)


def _left(words: str, quotes: Iterable[str]) -> Iterator[str]:
    """Yield the runs of words that no quote covers, punctuation aside."""
    covered, run = set(_marked(words, quotes)), ""
    for place, character in enumerate(words):
        if place in covered or category(character)[0] in "PSZ":
            if run:
                yield run
            run = ""
        else:
            run += character
    if run:
        yield run
