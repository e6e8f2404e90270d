"""Record checker: whether each record of a log follows from those before it.

Little is remembered of them: the last record, the edge of the tree, which rules were named and
which records were amended.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from tolerance_rules.errors import Fault, ToleranceRulesError
from tolerance_rules.records.examined import (
    MALFORMED,
    Examined,
    examined,
    record_fault,
    unread,
)
from tolerance_rules.records.materials import KeptEngines
from tolerance_rules.records.record import FIRST, KINDS, Record, written_instant
from tolerance_rules.records.store import Row
from tolerance_rules.records.subject import subject_of
from tolerance_rules.records.tree import Frontier
from tolerance_rules.verdict.time_in_force import BEIJING

_AHEAD = timedelta(minutes=5)
"""How far the clock of another machine may be ahead."""


class RecordChecker:
    """Checks the records of a log one by one, from the first."""

    def __init__(
        self,
        origin: str,
        engines: KeptEngines | None,
        row_of: Callable[[int], Row | None],
    ) -> None:
        self.origin, self._engines, self._row_of = origin, engines, row_of
        self.now = written_instant(datetime.now(BEIJING) + _AHEAD)
        self.number = 0
        self.frontier = Frontier()
        self.whole = True
        """Whether the tree could be followed so far."""
        self._last: dict[str, Any] | None = None
        self._previous: str | None = FIRST
        self._amended: set[int] = set()
        self.named: set[str] = set()
        """The fingerprints of the rules that the records so far name."""

    def copy(self) -> RecordChecker:
        """Return another that goes on from here."""
        found = copy.copy(self)
        found.frontier = self.frontier.copy()
        found._amended, found.named = set(self._amended), set(self.named)
        return found

    def check(self, row: Row) -> list[Fault]:
        """Return what is wrong with the next row."""
        return self.follow(row, examined(row.number, row.document, self._engines))

    def follow(self, row: Row, found: Examined) -> list[Fault]:
        """Return what is wrong with the next row, which was examined already."""
        faults = list[Fault]()
        if row.number != self.number + 1:
            first, last = self.number + 1, row.number - 1
            which = f"第 {first} 号" if first == last else f"第 {first}—{last} 号"
            faults.append(record_fault("L101", first, f"{which}记录缺失"))
            self._lost()
        self.number = row.number
        if found.entry is None:
            self._lost()
            return [*faults, *found.faults]
        try:
            faults += self._faults(found.entry, found, row)
            self._previous, self._last = found.leaf_hash.hex(), found.entry
        except (ToleranceRulesError, *MALFORMED) as error:
            faults.append(unread(row.number, error))
            self._lost()
        return [*faults, *found.faults]

    def _lost(self) -> None:
        self.whole, self._previous, self._last = False, None, None

    def _faults(self, entry: dict[str, Any], found: Examined, row: Row) -> Iterator[Fault]:
        number = row.number
        if entry["number"] != number or isinstance(entry["number"], bool):
            yield record_fault(
                "L103", number, f"里面写的是第 {entry['number']} 号，换过或者是插入的"
            )
        if entry["log"] != self.origin:
            yield record_fault("L103", number, f"是另一个日志 {entry['log']} 的记录，是插入的")
        if self._previous is not None and entry["previous"] != self._previous:
            what = f"同前一条接不上：第 {number - 1} 号改动过，或者这一条是插入的"
            yield record_fault("L104", number, what)
        if self.whole:
            nodes = b"".join(self.frontier.add(found.leaf_hash))
            if nodes != row.nodes:
                yield record_fault("L105", number, "散列不符，改动过")
        self.named |= {entry["ruleset"]["files"], entry["policy"]["file"]}
        yield from self._dates(entry, number)
        yield from self._amendment(entry, found.case_id, row)

    def _dates(self, entry: dict[str, Any], number: int) -> Iterator[Fault]:
        at = entry["recorded_at"]
        if written_instant(datetime.fromisoformat(at)) != at or entry["month"] != at[:7]:
            yield record_fault("L106", number, "记录时间或者月份不合格式")
        if entry["decided_on"] > at[:10]:
            yield record_fault("L107", number, f"作出结论的日期在记录时间 {at[:10]} 之后")
        if at > self.now:
            yield record_fault("L107", number, f"记录时间 {at} 还没有到")
        last, expected = self._last, 1
        if last is None and number > 1:
            return
        if last is not None:
            if at < last["recorded_at"]:
                what = f"记录时间 {at} 早于前一条的 {last['recorded_at']}，倒填了日期"
                yield record_fault("L107", number, what)
            if last["month"] == entry["month"]:
                expected = last["number_in_month"] + 1
        if entry["number_in_month"] != expected:
            yield record_fault(
                "L106", number, f"当月号应为 {expected}，是 {entry['number_in_month']}"
            )

    def _amendment(self, entry: dict[str, Any], case_id: str, row: Row) -> Iterator[Fault]:
        number, amends = row.number, entry["amends"]
        target = amends["number"] if amends else None
        stated = {subject_of(case_id), case_id} if amends is None else {None}
        plain = (entry["kind"] == "decision") is (amends is None)
        registered = row.subject in stated and row.amends == target
        if entry["kind"] not in KINDS or not plain or not registered:
            yield record_fault("L111", number, "编号、种类或者所取代的一号同登记的不符")
        if amends is None:
            return
        earlier = self._row_of(amends["number"]) if amends["number"] < number else None
        named = Record(earlier.document) if earlier else None
        right = named and (named.case_id, named.leaf_hash.hex()) == (case_id, amends["hash"])
        if not right or amends["number"] in self._amended:
            what = f"所取代的第 {amends['number']} 号不是它，已经取代，或者不是同一案件"
            yield record_fault("L111", number, what)
        self._amended.add(amends["number"])
