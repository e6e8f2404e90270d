"""Equality before deciding: what each permitted choice would do to cases already in the log.

The records are a register of past decisions, and the case is weighed against it as against any.
"""

from __future__ import annotations

from collections.abc import Iterable

from tolerance_rules.audit.audit import casebook
from tolerance_rules.audit.casebook import Casebook
from tolerance_rules.audit.patterns import Pattern
from tolerance_rules.audit.precedent_words import example_words
from tolerance_rules.audit.precedents import Precedents
from tolerance_rules.audit.register import Register, RegisterEntry
from tolerance_rules.engine import Engine
from tolerance_rules.errors import CaseError
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.records.record import Record
from tolerance_rules.rendering.document import Table
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.rejects import Reject

HEADINGS: tuple[Pair, ...] = (
    ("可以作出的结论", "Permitted choice"),
    ("同样情形不同处理", "Like cases treated otherwise"),
    ("轻重倒置", "Inversions"),
    ("日志中的记录", "Records of the log"),
)
TITLE: Pair = (
    "日志中可比的决定 {} 件，其中案情相同的 {} 件",
    "Comparable decisions in the log: {}; like: {}",
)
NUMBER: Pair = ("第 {} 号", "no. {}")
"""Where a past decision stands in the log."""


def book_of(records: Iterable[Record], engine: Engine) -> Casebook:
    """Return the records as past decisions; one whose facts the rules do not know is refused."""
    entries: list[RegisterEntry] = []
    patterns: list[Pattern] = []
    rejects: list[Reject] = []
    for record in records:
        try:
            facts = engine.facts(record.contents["facts"])
        except CaseError as error:
            rejects.append(Reject(record.number, error.faults))
            continue
        entry = record.entry
        dates = (record.contents["case"]["occurred_on"], entry["decided_on"], "", "")
        entries.append(
            RegisterEntry(
                record.number,
                record.case_id,
                entry["authority"],
                "",
                entry["outcome"],
                dates,
                len(patterns),
            )
        )
        patterns.append(tuple(facts.flat.values()))
    return casebook(Register("log", entries, patterns, rejects), engine)


def choices_table(found: Precedents, rules: Ruleset, lang: Lang) -> Table:
    """Return a row for each choice that is open: what it would contradict, and in which records."""
    rows = (
        (
            rules.label(each.outcome, lang),
            str(each.unlike),
            str(each.inverted),
            pick(lang, ("、", ", ")).join(
                example_words(one, rules, lang, NUMBER) for one in each.examples_against
            ),
        )
        for each in found.outcomes
        if each.standing != "unlawful"
    )
    title = pick(lang, TITLE).format(found.comparable, found.like)
    return Table(tuple(pick(lang, each) for each in HEADINGS), tuple(rows), title)
