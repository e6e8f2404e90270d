"""Refusals: the rows of a table that cannot be judged: unreadable, contradictory, out of force.

There may be as many as there are rows: of all of them only their numbers are held at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tolerance_rules.errors import Fault, InconsistentFactsError
from tolerance_rules.executors.many_cases import ManyCases
from tolerance_rules.frozen_dict import cached_property
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import complete
from tolerance_rules.tables.cell_values import known_of
from tolerance_rules.tables.date_faults import DECIDED, NUMBER, OCCURRED, day_faults, duplicate
from tolerance_rules.tables.days import why_refused
from tolerance_rules.tables.doubled_numbers import doubled_numbers
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.rejects import Reject
from tolerance_rules.tables.source import ROW
from tolerance_rules.tables.typed_table import TypedTable

_ASKED = "~asked:"
_REMEMBERED = 10_000
"""Contradictions that are told again without being looked for; there may be any number."""


@dataclass(frozen=True)
class Refusals:
    """The rows of a table that are refused, and those that are left to be judged."""

    typed: TypedTable
    executor: ManyCases

    @cached_property
    def rows(self) -> pl.Series:
        """The numbers of the rows refused, in order."""
        good, bad = self.typed.good(), self.typed.bad
        judged = self.executor.judged(good, keep=[ROW], statuses=False, reachable=False)
        asked = [judged.filter(pl.col("refused").is_not_null()).select(ROW)]
        if bad is not None:
            asked.append(self.typed.source.frame.filter(bad.is_not_null()).select(ROW))
        occurred, decided = (
            pl.col(name) if name in good.collect_schema() else None for name in (OCCURRED, DECIDED)
        )
        why = why_refused(occurred, decided, self.executor.rules)
        if why is not None:
            asked.append(good.filter(why.is_not_null()).select(ROW))
        found = [frame[ROW] for frame in pl.collect_all(asked, engine="streaming")]
        return pl.concat([*found, self._doubled[ROW]]).unique().sort()

    @property
    def good(self) -> pl.LazyFrame:
        """Return the typed table without the rows that are refused."""
        good = self.typed.good()
        return good.filter(~self._are_refused) if len(self.rows) else good

    def rejects(self) -> Iterator[Reject]:
        """Yield the rows that are refused, in order, each with every fault in it."""
        if not len(self.rows):
            return
        rules, firsts = self.executor.rules, dict(self._doubled.iter_rows())
        named = [(fact.meta.output_name(), fact) for fact in self.typed.facts]
        facts = [fact.alias(_ASKED + name) for name, fact in named]
        present = [_ASKED + name for name, _ in named]
        items = [
            value.cast(pl.String).fill_null("").alias(_ASKED + name)
            for name in (NUMBER, OCCURRED, DECIDED)
            if (value := self.typed.day(name)) is not None
        ]
        known: dict[tuple[object, ...], tuple[Fault, ...]] = {}

        def more(row: Mapping[str, Any], readable: bool) -> Iterator[Fault]:
            if readable:
                key = tuple(row[name] for name in present)
                if key not in known:
                    if len(known) >= _REMEMBERED:
                        known.clear()
                    known[key] = _contradictions(dict(zip(present, key, strict=True)), rules)
                yield from known[key]
                occurred, decided = (row.get(_ASKED + name, "") for name in (OCCURRED, DECIDED))
                yield from day_faults(occurred, decided, rules)
            if row[ROW] in firsts:
                yield duplicate(row[_ASKED + NUMBER], firsts[row[ROW]])

        rows = self.typed.source.frame.filter(self._are_refused)
        yield from self.typed.rejected(rows, [*facts, *items], more)

    @cached_property
    def _doubled(self) -> pl.DataFrame:
        return doubled_numbers(self.typed)

    @property
    def _are_refused(self) -> pl.Expr:
        return pl.col(ROW).is_in(self.rows.implode())


def _contradictions(cells: Mapping[str, Any], rules: Ruleset) -> tuple[Fault, ...]:
    """Return what the facts of a row say against each other."""
    case = {}
    for asked, cell in cells.items():
        name = asked.removeprefix(_ASKED)
        case[name] = known_of(rules.vocabulary[name], cell)
    try:
        complete(rules.facts(case).flat, rules)
    except InconsistentFactsError as error:
        about = ",".join(error.facts)
        return tuple(replace(fault, subject=about) for fault in error.faults)
    return ()
