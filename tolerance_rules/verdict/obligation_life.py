"""The life of an obligation: its states, what moves it, and the one table of transitions.

The picture in the docs is drawn from the table, and nothing else moves an obligation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from tolerance_rules.language import Lang, Pair, pick


class State(str, Enum):
    """How an obligation stands."""

    NOT_YET_DUE = "not_yet_due"
    DUE = "due"
    DONE = "done"
    OVERDUE = "overdue"
    DONE_LATE = "done_late"
    NOT_APPLICABLE = "not_applicable"

    def __str__(self) -> str:
        return self.value

    def label(self, lang: Lang = "zh") -> str:
        """Return the name of the state for people."""
        return pick(lang, STATE_LABELS[self])


class Trigger(str, Enum):
    """What moves an obligation from one state to another."""

    BEGINS = "begins"
    PERFORMED = "performed"
    LIMIT_PASSES = "limit_passes"
    LIMIT_MOVES = "limit_moves"
    RULED_OUT = "ruled_out"

    def __str__(self) -> str:
        return self.value

    def label(self, lang: Lang = "zh") -> str:
        """Return the name of what happens for people."""
        return pick(lang, TRIGGER_LABELS[self])


STATE_LABELS: Mapping[State, Pair] = {
    State.NOT_YET_DUE: ("尚未开始", "not yet due"),
    State.DUE: ("应当办理", "due"),
    State.DONE: ("已办理", "done"),
    State.OVERDUE: ("逾期未办", "overdue"),
    State.DONE_LATE: ("逾期办理", "done late"),
    State.NOT_APPLICABLE: ("不适用", "not applicable"),
}
TRIGGER_LABELS: Mapping[Trigger, Pair] = {
    Trigger.BEGINS: ("义务开始", "it begins"),
    Trigger.PERFORMED: ("记录办理", "it is recorded as done"),
    Trigger.LIMIT_PASSES: ("期限届满", "the time limit passes"),
    Trigger.LIMIT_MOVES: ("期限延长", "the time limit is extended"),
    Trigger.RULED_OUT: ("不再适用", "it is ruled out"),
}

TRANSITIONS: Mapping[tuple[State, Trigger], State] = {
    (State.NOT_YET_DUE, Trigger.BEGINS): State.DUE,
    (State.NOT_YET_DUE, Trigger.PERFORMED): State.DONE,
    (State.NOT_YET_DUE, Trigger.LIMIT_PASSES): State.OVERDUE,
    (State.NOT_YET_DUE, Trigger.LIMIT_MOVES): State.NOT_YET_DUE,
    (State.NOT_YET_DUE, Trigger.RULED_OUT): State.NOT_APPLICABLE,
    (State.DUE, Trigger.PERFORMED): State.DONE,
    (State.DUE, Trigger.LIMIT_PASSES): State.OVERDUE,
    (State.DUE, Trigger.LIMIT_MOVES): State.DUE,
    (State.DUE, Trigger.RULED_OUT): State.NOT_APPLICABLE,
    (State.OVERDUE, Trigger.PERFORMED): State.DONE_LATE,
    (State.OVERDUE, Trigger.LIMIT_MOVES): State.DUE,
    (State.OVERDUE, Trigger.RULED_OUT): State.NOT_APPLICABLE,
}
"""Every transition that there is; done, done late and not applicable are the ends."""

START = State.NOT_YET_DUE


def live(triggers: Iterable[Trigger]) -> State:
    """Return the state to which what happened leads, in order."""
    state = START
    for trigger in triggers:
        state = TRANSITIONS[state, trigger]
    return state


def picture(lang: Lang = "zh") -> str:
    """Return the table as a state diagram in Mermaid."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label(lang)}" as {state}' for state in State]
    lines.append(f"    [*] --> {START}")
    lines += [
        f"    {state} --> {then}: {trigger.label(lang)}"
        for (state, trigger), then in TRANSITIONS.items()
    ]
    ends = [state for state in State if not any(state is each for each, _ in TRANSITIONS)]
    lines += [f"    {state} --> [*]" for state in ends]
    return "\n".join(lines) + "\n"
