"""Random case files of any vocabulary, seeded: facts, and texts with whatever a text may hold."""

from __future__ import annotations

import random
from collections.abc import Iterator

from support.random_facts import complete_facts, doubtful
from tolerance_rules.facts import CaseModel
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.verdict.decision_data import CaseInfo

PIECES = (
    *("试点", "暴雨内涝", "no", "null", "true", "5.10", "~", "a b", "2024-05-01", "<script>"),
    *("“是”", ": ", " #", "#", "- ", "'", '"', "\\", "\n", "\n\n", "\t", "  ", "\r\n"),
    *("\u200b", "\xa0", "\u3000", "&a", "*a", "!x", "{", "}", "[", "]", ",", "|", ">", "@"),
    *("`", "%", "？", "：", "😀", "𠀀", "é"),
)
NAMES = (
    *("__proto__", "constructor", "toString", "1", "10", "2", "a: b", "#", "null"),
    *(" 栏目 ", "栏目"),
)

SHAPES = (
    "case:\n  title: |\n    a\n\n     b\n  authority: >-\n    x\n    y\n\n    z\n"
    "  id: 'a''b\n\n    c'\n",
    'evidence:\n  work.pilot: "a\\\n    b\\n \\u0041"\n  work.creative: x\n    y # c\n',
    "facts: {work: {pilot: true, creative: [true, false]}, consequences: {loss: [some, major]}}\n",
    "analysis:\n  x: {assessment: 有利, note: 'a, b'}\n  y: null\nforms:\n  a: |2\n     x\n    y\n",
    "---\nconsequences:\n  loss:\n  - some\n  -\n    major\n...\n",
    '"case": {"id":"1","title":"a: b"}\n\'facts\':\n  work:\n    pilot : yes\n',
)
"""Files that say their things in many of the ways that YAML has."""
_SPOILING = (
    *("\n", " ", "  ", "\t", ":", ": ", "- ", "-", "#", " #", "'", '"', "[", "]", "{", "}", ","),
    *("|", ">", "|-", ">+", "\\", "&", "*", "!", "%", "@", "?", "? ", "~", "null", "true", "是"),
    *(
        "。",
        "：",
        "，",
        "\u3000",
        "\ufeff",
        "\r\n",
        "\r",
        "\u2028",
        "...",
        "---",
        "\n---\n",
        "\x07",
    ),
)


def spoilt(text: str, rng: random.Random) -> str:
    """Return a text with something put in, left out or in another place."""
    start = rng.randint(0, len(text))
    end = rng.randint(start, min(len(text), start + 8))
    found = text[:start] + rng.choice((*_SPOILING, "")) + text[rng.choice((start, start, end)) :]
    if rng.random() < 0.1:
        place = rng.randint(0, len(found))
        found = found[:place] + text[start:end] + found[place:]
    return found


def text(rng: random.Random) -> str:
    """Return some text that is not empty."""
    return "".join(rng.choices(PIECES, k=rng.randint(1, 8)))


def random_case(model: type[CaseModel], rng: random.Random) -> CaseFile:
    """Return a case of which some facts are known, and of which much else is said."""
    vocabulary = model.vocabulary
    facts = complete_facts(vocabulary, rng)
    known = doubtful(facts, vocabulary, rng, rng.choice((0, 0.2, 0.6, 1)))

    def some(names: Iterator[str] | tuple[str, ...]) -> list[str]:
        pool = list(names)
        return rng.sample(pool, rng.randint(0, min(5, len(pool))))

    def day() -> str:
        return f"{rng.randint(2015, 2030)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"

    occurred, decided = sorted((day(), day()))
    info = CaseInfo(
        id=rng.choice(("", text(rng))),
        title=rng.choice(("", text(rng))),
        authority=rng.choice(("", text(rng))),
        occurred_on=rng.choice(("", occurred)),
        decided_on=rng.choice(("", decided)),
        evidence=FrozenDict({name: rng.choice(("", text(rng))) for name in some(iter(vocabulary))}),
        handling=FrozenDict({name: day() for name in some(NAMES)}),
    )
    assessed = (
        "有利",
        "unfavourable",
        None,
        {"assessment": "兼有", "note": text(rng)},
        {"note": None},
    )
    return CaseFile(
        model.from_facts(known),
        info,
        forms=FrozenDict({name: text(rng) for name in some(NAMES)}),
        analysis=FrozenDict({name: rng.choice(assessed) for name in some(NAMES)}),
    )
