"""Obligation: a duty of the regulation as it stands in one case, and the days it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rules import CASE
from tolerance_rules.verdict.obligation_life import State, Trigger, live
from tolerance_rules.verdict.verdict import Status


@dataclass(frozen=True, slots=True)
class DueDate:
    """The days of which one is the due date, from the first to the last; mostly one day."""

    first: date
    last: date | None
    """None where the calendar does not reach to say: any later day may be it."""

    @property
    def known(self) -> date | None:
        """Return the due date, if it is known."""
        return self.first if self.first == self.last else None

    def overlaps(self, other: DueDate) -> bool:
        """Tell whether two due dates can be the same day."""
        return max(self.first, other.first) <= min(self.last or date.max, other.last or date.max)

    def is_late(self, done: date) -> bool | None:
        """Tell whether what is done on a day is late; None where that is not known."""
        if done <= self.first:
            return False
        return True if self.last is not None and done > self.last else None


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty in one case: whose it is, since when, by when, and whether it is recorded as done.

    What else the duty says (its words, the document it makes, the evidence that shows it done) is
    that of `duty` in the ruleset: `rules.obligations.duties[obligation.duty]`.
    """

    duty: str
    clause: str
    label: Pair
    who: Pair
    to: tuple[Pair, ...]
    force: Literal["shall", "may"]
    continuing: bool
    applies: Status
    """Refuted: not in this case. Open: what is not established yet may still rule it out."""
    starts: str
    """The event or the duty from which on it is to be done; `case` and `decision` are such."""
    contingent: bool
    """Whether it only begins with something that need not happen."""
    starts_on: date | None
    """None where that day is not recorded; what starts with the case has begun all the same."""
    limits: tuple[DueDate, ...] = ()
    """The time limits, in the order in which they were set; the last one is in force."""
    promptly: bool = False
    done_on: date | None = None
    ended_on: date | None = None
    """Since when something that was recorded rules it out."""

    def name(self, lang: Lang = "zh") -> str:
        """Return what the duty is called."""
        return pick(lang, self.label)

    @property
    def due(self) -> DueDate | None:
        """Return when it is due; None where no limit is set, or none can be counted yet."""
        return self.limits[-1] if self.limits else None

    def state(self, on: date) -> State:
        """Return how the duty stands on a day, by what is recorded up to that day."""
        return live(self._triggers(on))

    def is_late(self, on: date) -> bool | None:
        """Tell whether it was done late, or is late on a day; None where that is not known."""
        if self.due is None:
            return False
        return self.due.is_late(min(on, self.done_on) if self.done_on else on)

    def _triggers(self, on: date) -> list[Trigger]:
        """Return what happened up to a day, in order."""
        if self.applies is Status.REFUTED:
            return [Trigger.RULED_OUT]
        done = self.done_on if self.done_on is not None and self.done_on <= on else None
        ended = self.ended_on if self.ended_on is not None and self.ended_on <= on else None
        begun = self.starts == CASE or (self.starts_on is not None and self.starts_on <= on)
        found = [Trigger.BEGINS] if begun else []
        until = min(day for day in (done, ended, on) if day is not None)
        # A day that was set passes whether or not the step before is recorded.
        for place, limit in enumerate(self.limits if begun or not self.contingent else ()):
            found += [Trigger.LIMIT_MOVES] if place else []
            found += [Trigger.LIMIT_PASSES] if limit.is_late(until) else []
        if done is not None and (ended is None or done <= ended):
            return [*found, Trigger.PERFORMED]
        return [*found, Trigger.RULED_OUT] if ended is not None else found
