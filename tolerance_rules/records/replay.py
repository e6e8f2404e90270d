"""Replay: what other rules would have said of every record, after a proof that it is evaluated.

A record differs where the rules name another outcome for its facts, permit another set, or leave
the case open. What the authority chose is no part of that; whether it would still be allowed is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tolerance_rules.engine import Engine
from tolerance_rules.errors import CaseError, LogError
from tolerance_rules.records.canaries import canaries
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.record import Record
from tolerance_rules.verdict.decision_data import NO_INFO
from tolerance_rules.verdict.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Said:
    """What rules say of the facts of a record."""

    named: str
    permitted: tuple[str, ...]
    reachable: tuple[str, ...]
    modality: str = "shall"
    refused: str = ""
    """Why the rules cannot judge the facts; then nothing else is said."""

    def allows(self, outcome: str) -> bool:
        """Tell whether an outcome may be decided, tolerance declined where it may be included."""
        declined = outcome == Outcome.ORDINARY_ACCOUNTABILITY.value and self.modality == "may"
        return not self.refused and (outcome in self.permitted or declined)


@dataclass(frozen=True, slots=True)
class Was:
    """What stands in the log of a case: its facts, what the rules named, what was decided."""

    number: int
    case_id: str
    facts: Mapping[str, Any]
    named: str
    permitted: tuple[str, ...]
    outcome: str

    @staticmethod
    def of(record: Record) -> Was:
        """Return what stands in a record."""
        return Was(
            record.number,
            record.case_id,
            record.contents["facts"],
            record.entry["named"],
            tuple(record.contents["decision"]["permitted"]),
            record.entry["outcome"],
        )


@dataclass(frozen=True, slots=True)
class Differing:
    """A record of which the rules would say something else."""

    was: Was
    would_be: Said

    @property
    def still_allowed(self) -> bool:
        """Tell whether what was decided could still be decided."""
        return self.would_be.allows(self.was.outcome)


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found: how many records were evaluated, and which differ."""

    records: int
    differing: tuple[Differing, ...]
    canaries: int
    """How many designed records had to differ, and did."""


Evaluator = Callable[[Was, Engine], Said]
"""Says what the rules of an engine say of a case. There is one, `evaluated`; tests try others."""


def evaluated(was: Was, engine: Engine) -> Said:
    """Return what the rules say of the facts, whatever the day."""
    try:
        decision = engine.evaluate(engine.plain_case(was.facts, NO_INFO) or engine.facts(was.facts))
    except CaseError as error:
        return Said("", (), (), refused=error.faults[0].message)
    reachable = tuple(map(str, decision.reachable))
    permitted = tuple(map(str, decision.permitted))
    return Said(decision.outcome.value, permitted, reachable, decision.modality)


def replay(
    log: DecisionLog,
    other: Engine | None = None,
    *,
    readings: Mapping[str, str] | None = None,
    evaluate: Evaluator = evaluated,
) -> Replay:
    """Return which records would differ under other rules, or under the own ones, read otherwise.

    `other` is the engine of the other rules; without it, each record is evaluated by the rules
    that the log keeps, with `readings` in the place of those of the time. LogError if the canaries
    show that nothing is evaluated.
    """
    engines: dict[int, Engine] = {}
    tried: dict[int, Engine] = {}
    count, proved, differing = 0, 0, []
    for record in log.current():
        engine = other
        if engine is None:
            own = log.engines.of(record.entry)
            engine = engines.get(id(own)) or Engine(own.rules.with_readings(readings or {}))
            engines[id(own)] = engine
        if id(engine) not in tried:
            proved += _prove(engine, evaluate)
            tried[id(engine)] = engine
        was, count = Was.of(record), count + 1
        found = evaluate(was, engine)
        if (found.named, found.permitted, found.reachable) != (
            was.named,
            was.permitted,
            (was.named,),
        ):
            differing.append(Differing(was, found))
    return Replay(count, tuple(differing), proved)


def _prove(engine: Engine, evaluate: Evaluator) -> int:
    """Return how many canaries there are; LogError if one is not evaluated as it must be."""
    found = canaries(engine)
    for each in found:
        decision = engine.evaluate(each.facts)
        permitted = tuple(map(str, decision.permitted))
        was = Was(0, each.change, each.facts.flat, each.before, permitted, each.before)
        plain, said = evaluate(was, engine), evaluate(was, each.mutant)
        if plain.named != each.before or said.named != each.after:
            wrong = f"改动 {each.change} 以后，结论应为 {each.after}，得出 {said.named}"
            what = f"重放没有真正评判：{wrong}"
            raise LogError([log_fault("L050", what, "重放的结果不可信，请核对安装的程序")])
    if not found:
        what = "没有一种改动能改变任何结论，无从证明重放真正评判"
        raise LogError([log_fault("L050", what, "请核对规则")])
    return len(found)
