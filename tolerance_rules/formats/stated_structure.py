"""Stated structure: what the words of the law say of how a card is built, held to the card."""

from __future__ import annotations

import re

from tolerance_rules.formats.conditions import copy_out, squash
from tolerance_rules.formats.tree_reader import Card
from tolerance_rules.legal_references import SUBITEM, article_words, citation_of, clause_words

_LISTED = "(?:下列|以下|上述|其中|具备|符合|满足)[^。；]{0,12}"
"""Ahead of a number, it is one of the items: 三个以上部门 is no number of conditions."""
_NUMBER = "[二两三四五六七八九十2-9][项种个]"
_ANY = re.compile(f"{_LISTED}(?:之一|任一|任何一|其中一)|其中(?:之一|任一|任何一)")
_ALL = re.compile("同时(?:具备|符合|满足|具有)|缺一不可|全部(?:具备|符合|满足)|下列全部")
_SEVERAL = re.compile(
    f"{_LISTED}(?P<some>{_NUMBER}(?:条件|情形)?(?:及|或者?)?以上)"
    f"|(?P<least>至少(?:具备|符合|满足|有).{{0,4}}{_NUMBER})"
)


def check_holds(card: Card, text: str, holds: str) -> None:
    """Note an article that holds otherwise than its own first words say."""
    words = squash(text)
    found = _SEVERAL.search(words)
    if found:
        several = found["some"] or found["least"]
        card.fault(
            "R157",
            (
                f"的原文是“{several}”，holds 只能说一项（any）或者各项（all）",
                f"the text says “{several}”, and holds says one of them (any) or each (all)",
            ),
            (
                "请不写 article，把整条连同各项写成一张卡片，when 写 any，"
                "逐一列出够数的组合：all: [甲, 乙]、all: [甲, 丙]、all: [乙, 丙]",
                "write no article: make one card of it with its items, whose when is any of each "
                "combination that is enough, as all: [A, B], all: [A, C], all: [B, C]",
            ),
            card.entries["text"][1],
        )
        return
    some, every = _ANY.search(words), _ALL.search(words)
    stated = some if holds == "all" else every
    if stated and not (some and every):
        right = "any" if holds == "all" else "all"
        card.fault(
            "R156",
            (
                f"的原文是“{stated[0]}”，holds 却写了 {holds}",
                f"the text says “{stated[0]}”, and holds is {holds}",
            ),
            (f"请写 holds: {right}", f"write holds: {right}"),
            card.entries["holds"][1],
        )


def check_disposition(card: Card, clause: str, text: str, regulation: str) -> None:
    """Note a disposition whose words stand in the law, but not in the clause that it names."""
    article = clause.partition(".")[0]
    whole, words = article_words(regulation, article), squash(text)
    if not words or not whole or words not in squash(regulation):
        return
    # Where one 目 ends, and the next paragraph begins, the text does not show.
    place = article if re.search(SUBITEM, whole) else clause
    law = clause_words(regulation, place)
    if words in squash(law):
        return
    card.fault(
        "R155",
        (
            f"所引的“{text}”不在{citation_of(clause)}原文中",
            f"the words quoted, “{text}”, are not in clause {clause}",
        ),
        ("请核对 clause 和 citation", "check clause and citation")
        if not law
        else (
            f"请核对 clause 和 citation；{copy_out(squash(law))[0]}",
            f"check clause and citation; {copy_out(squash(law))[1]}",
        ),
        card.entries["clause"][1],
    )
