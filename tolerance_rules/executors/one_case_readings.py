"""The readings on which the outcome of one case turns, each alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tolerance_rules.executors.one_case_clauses import ClauseTable
from tolerance_rules.executors.one_case_outcomes import Deciding, OutcomeTables
from tolerance_rules.executors.one_case_stages import (
    FIELD,
    ArticleTable,
    Layout,
    article_tables,
    gate_of,
)
from tolerance_rules.rules import ClauseRef, Node, OutcomeRow, Reading, Ruleset, walk
from tolerance_rules.verdict.verdict import TurningReading


@dataclass(frozen=True, slots=True)
class _Above:
    """An article above what an option changes: how it is asked, and where it is packed."""

    mask: int
    get: Callable[[int], int | None]
    query: Callable[[int], int]
    field: int
    always: bool
    """Whether it is asked even where its inputs are the same: a gate that the option changes."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another option of a reading: the clauses, the articles and perhaps the table it changes."""

    reading: str
    option: str
    clauses: Mapping[str, ClauseTable]
    above: tuple[_Above, ...]
    gated: bool
    reach: int
    """The places of all that it can change."""
    table: OutcomeTables | None
    rows: frozenset[str]
    """The rows whose own condition asks for the reading."""
    picks: bool
    """Whether the policy asks for it."""

    def matters(self, row: OutcomeRow, table: OutcomeTables) -> bool:
        """Return whether it can change the outcome of a case that a row decides."""
        if self.reach & table.seen(row) or (row.by_policy and self.picks):
            return True
        rows = table.rows.rows
        return any(above.row in self.rows for above in rows[: rows.index(row) + 1])


def alternatives(
    rules: Ruleset, layout: Layout, articles: Sequence[ArticleTable]
) -> Iterator[Alternative]:
    """Yield every option of every reading of the outcome that was not chosen.

    `articles` are those of the readings chosen, whose answers serve the other options too.
    """
    for reading, card in rules.outcome_readings.items():
        for option in card.names:
            if option == rules.chosen[reading]:
                continue
            other = rules.with_readings({reading: option})
            clauses = {
                clause.id: ClauseTable(clause, other, layout)
                for clause in other.clauses.values()
                if _uses(clause.when, reading, other)
            }
            gated = {
                gate_of(article)
                for article in other.articles.values()
                if article.provided is not None
                and _uses(article.provided, reading, other, follow=False)
            }
            changed = article_tables(other, layout) if gated else ()
            gates = {table.name: table for table in changed if table.name in gated}
            above, reach = _above(clauses, gates, articles, layout)
            rows = frozenset(
                row.row for row in other.outcomes if _uses(row.when, reading, other, follow=False)
            )
            picks = any(_uses(r.when, reading, other, follow=False) for r in other.policy_rows)
            table = OutcomeTables(other, layout) if rows or picks else None
            yield Alternative(
                reading, option, clauses, above, bool(gates), reach, table, rows, picks
            )


def _above(
    clauses: Mapping[str, ClauseTable],
    gates: Mapping[str, ArticleTable],
    articles: Sequence[ArticleTable],
    layout: Layout,
) -> tuple[tuple[_Above, ...], int]:
    """Return the articles that an option can change, in order, and the places of all it changes."""
    reach, found = sum(FIELD << layout.shifts[clause] for clause in clauses), list[_Above]()
    for article in articles:
        gate = gates.get(article.name)
        if gate is not None or article.mask & reach:
            reach |= article.field
            table = gate or article
            found.append(
                _Above(table.mask, table.answers.get, table.query, table.field, gate is not None)
            )
    return tuple(found), reach


class Turning:
    """Finds on which readings an outcome turns, by asking again only what an option can change."""

    def __init__(
        self,
        rules: Ruleset,
        others: Sequence[Alternative],
        table: OutcomeTables,
    ) -> None:
        self.rules, self._table, self._others = rules, table, others
        self._found: dict[tuple[str, tuple[str, ...]], TurningReading] = {}
        """By reading, and the outcome under each option: of these there are few."""
        self._asked: dict[str, tuple[tuple[int, ...], frozenset[int]]] = {}
        for row in rules.outcomes:
            # Most options change nothing that a row, or one above it, has asked for.
            numbers = frozenset(n for n, each in enumerate(others) if each.matters(row, table))
            start = tuple(n for n in sorted(numbers) if others[n].table or others[n].gated)
            self._asked[row.row] = start, numbers

    def query(
        self, whole: int, changes: Iterable[tuple[int, int]], deciding: Deciding
    ) -> tuple[TurningReading, ...]:
        """Return the readings, each alone, under another option of which the outcome differs.

        `changes` are what alternatives, by number, add to the statuses of clauses.
        """
        start, numbers = self._asked[deciding.row.row]
        changed = dict.fromkeys(start, whole) if start else {}
        for number, change in changes:
            if number in numbers:
                changed[number] = changed.get(number, whole) + change
        if not changed:
            return ()
        outcomes: dict[int, str] = {}
        seen = self._table.mask
        for number, packed in changed.items():
            alternative = self._others[number]
            for above in alternative.above:
                if above.always or (packed ^ whole) & above.mask:
                    status = above.get(packed & above.mask) or above.query(packed)
                    packed += status - (packed & above.field)  # noqa: PLW2901
            # Most changes of a clause stop at its article: the table then sees nothing of them.
            if alternative.table or packed & seen != whole & seen:
                outcome = (alternative.table or self._table).query(packed).outcome
                if outcome != deciding.outcome:
                    outcomes[number] = outcome
        if not outcomes:
            return ()
        under: dict[str, dict[str, str]] = {}
        for number, outcome in sorted(outcomes.items()):
            alternative = self._others[number]
            under.setdefault(alternative.reading, {})[alternative.option] = outcome
        found = [self._turned(name, each, deciding.outcome) for name, each in under.items()]
        return tuple(found)

    def _turned(self, name: str, under: Mapping[str, str], outcome: str) -> TurningReading:
        card = self.rules.readings[name]
        key = tuple([under.get(option, outcome) for option in card.names])
        found = self._found.get((name, key))
        if found is None:
            outcomes = dict(zip(card.names, key, strict=True))
            found = TurningReading.of(card, self.rules.chosen[name], outcomes)
            self._found[name, key] = found
        return found


def _uses(node: Node, reading: str, rules: Ruleset, *, follow: bool = True) -> bool:
    for inner in walk(node):
        if isinstance(inner, Reading) and inner.name == reading:
            return True
        if (
            follow
            and isinstance(inner, ClauseRef)
            and _uses(rules.condition(inner.clause), reading, rules)
        ):
            return True
    return False
