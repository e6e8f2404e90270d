"""Nearest in words: a table of the past decisions closest to a case, and what sets them apart."""

from __future__ import annotations

from collections.abc import Sequence

from tolerance_rules.audit.nearest import NearPrecedent
from tolerance_rules.audit.precedent_words import ROW
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rendering.document import Table
from tolerance_rules.rendering.explanation_words import series
from tolerance_rules.rules import Ruleset

TITLE: Pair = (
    "没有严格可比的先例。以下是最接近的 {} 件，只供参考，不算支持，也不算抵触",
    "No past decision is strictly comparable. The closest {}, for reference only: neither for nor "
    "against any outcome",
)
HEADINGS: tuple[Pair, ...] = (
    ("先例", "Past decision"),
    ("相同", "Same"),
    ("不同的事实（本案 ≠ 先例）", "Facts that differ (this case ≠ past one)"),
    ("一方没有查明的", "Not established in one or the other"),
)
AND: Pair = ("，", ", ")
ONE: Pair = ("{}（{}）", "{} ({})")
DIFFERS: Pair = ("{}：{} ≠ {}", "{}: {} ≠ {}")
LISTED = 3
"""How many facts are named in a cell."""


def nearest_table(
    near: Sequence[NearPrecedent], rules: Ruleset, lang: Lang, place: Pair = ROW
) -> Table:
    """Return the closest past decisions, the closest first; `place` says where each stands."""
    headings = tuple(pick(lang, heading) for heading in HEADINGS)
    rows = tuple(_row(each, rules, lang, place) for each in near)
    return Table(headings, rows, pick(lang, TITLE).format(len(near)))


def _row(each: NearPrecedent, rules: Ruleset, lang: Lang, place: Pair) -> tuple[str, ...]:
    specs, past = rules.vocabulary, each.decision
    named = (past.id, rules.label(past.recorded, lang))
    differing = [
        pick(lang, DIFFERS).format(
            specs[name].name_of(lang), *(specs[name].label_of(known, lang) for known in both)
        )
        for name, both in each.differing.items()
    ]
    where = pick(lang, place).format(past.row)
    return (
        pick(lang, ONE).format(where, pick(lang, AND).join(filter(None, named))),
        str(each.same),
        _cut(differing, lang),
        _cut([specs[name].name_of(lang) for name in each.open], lang),
    )


def _cut(said: Sequence[str], lang: Lang) -> str:
    more = f" … ({len(said)})" if len(said) > LISTED else ""
    return series(lang, said[:LISTED]) + more
