"""The outcome table of one case, and the policy behind it: what decides, and what it cites last."""

from __future__ import annotations

from dataclasses import dataclass

from tolerance_rules.executors.one_case_stages import Layout, RowsTable
from tolerance_rules.rules import OutcomeRow, Ruleset
from tolerance_rules.verdict.verdict import Citation, closing


@dataclass(frozen=True, slots=True)
class Deciding:
    """What decides a case: the outcome row, the outcome, and what closes the decision."""

    row: OutcomeRow
    outcome: str
    closing: tuple[Citation, ...]


class OutcomeTables:
    """The outcome table, and the policy for the rows that leave the outcome to it."""

    def __init__(self, rules: Ruleset, layout: Layout) -> None:
        self.rows = RowsTable("rows", rules.outcomes, rules, layout)
        self.picks = RowsTable("picks", rules.policy_rows, rules, layout)
        self.mask = self.rows.mask | self.picks.mask
        self._by_row: dict[str, Deciding] = {}
        self._by_policy: dict[tuple[str, str], Deciding] = {}
        for row in rules.outcomes:
            if not row.by_policy:
                self._by_row[row.row] = Deciding(row, row.outcome, closing(row, None, rules))
                continue
            for pick in rules.policy_rows:
                deciding = Deciding(row, pick.outcome, closing(row, pick, rules))
                self._by_policy[row.row, pick.row] = deciding

    def seen(self, row: OutcomeRow) -> int:
        """Return what a row that decides was decided by: the inputs of the rows up to it."""
        mask = self.rows.seen[self.rows.rows.index(row)]
        return mask | self.picks.mask if row.by_policy else mask

    def query(self, packed: int) -> Deciding:
        """Return what decides a packed case."""
        rows = self.rows
        row = rows.answers.get(packed & rows.mask) or rows.query(packed)
        if row.by_policy:
            return self._by_policy[row.row, self.picks.query(packed).row]
        return self._by_row[row.row]
