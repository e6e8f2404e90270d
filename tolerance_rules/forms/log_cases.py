"""Log cases: records of a decision log as cases of a form, and the checkpoint printed on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tolerance_rules.errors import Fault, FormError
from tolerance_rules.forms.filing import Filing
from tolerance_rules.forms.forms import Filled, Paper
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.records.checkpoint import SignedCheckpoint
from tolerance_rules.records.examined import decided_again
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.record import Record

NUMBERED = "日志第 {} 号"
ROWS = "表中各行依次是日志第 {} 号。"
NOTHING: Mapping[str, Mapping[str, str]] = FrozenDict()


def log_cases(
    log: DecisionLog,
    filing: Filing,
    written: Mapping[str, Mapping[str, str]] = NOTHING,
    everywhere: Mapping[str, str] = FrozenDict(),
) -> tuple[list[tuple[Record, Filled]], list[int]]:
    """Return the records that are filed, each decided again by the rules that it names.

    And the numbers of those recorded in the month whose filing was due before it: a filing of the
    earlier month that was made before lacks them, and that of the month too.

    The log holds no names: `written` says what is written for the form, by the number of the case,
    and `everywhere` what is written for each.
    FormError if a record was decided by another regulation.
    """
    found, late = [], []
    for record in log.current():
        entry, number, rules = record.entry, record.number, record.entry["ruleset"]["id"]
        if not filing.is_for(entry["outcome"]):
            continue
        if not filing.is_of(entry["decided_on"]):
            if filing.is_of(entry["recorded_at"][:10]):
                late.append(number)
            continue
        if rules != filing.rules.id:
            raise FormError([_other_rules(number, rules, filing.rules.id)])
        decision = decided_again(record, log.engines)
        given = {**written.get(record.case_id, FrozenDict()), **everywhere}
        found.append((record, Filled(decision, given, name=NUMBERED.format(number))))
    return found, late


def paper_of(
    records: Iterable[Record], at: SignedCheckpoint, written: Mapping[str, str] = FrozenDict()
) -> Paper:
    """Return what a paper made from a log says of it: its checkpoint, and which records these are.

    Whoever has the paper can tell whether the log was changed later.
    """
    numbers = "、".join(str(record.number) for record in records)
    rows = [ROWS.format(numbers)] if numbers else []
    return Paper(written, "\n".join([*rows, *filter(None, str(at).split("\n"))]))


def _other_rules(number: int, theirs: str, ours: str) -> Fault:
    message = (
        f"日志第 {number} 号是按 {theirs} 决定的，不是 {ours}",
        f"no. {number} of the log was decided by {theirs}, and not by {ours}",
    )
    remedy = ("请用 --ruleset 写出作出决定所用的规则", "name its rules with --ruleset")
    return Fault.of("F010", message, remedy)
