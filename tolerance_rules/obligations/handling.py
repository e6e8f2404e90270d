"""Handling: what the office records of a case, when what was done, by the names of the duties."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from tolerance_rules.errors import CaseError, Fault, Suggestions, mean, shorten
from tolerance_rules.formats.human_values import compared, folded
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import DECISION, Duties, Ruleset
from tolerance_rules.verdict.decision_data import CaseInfo
from tolerance_rules.vocabulary.fact_faults import given_twice

SECTION = "handling"


def recognised(info: CaseInfo, rules: Ruleset) -> CaseInfo:
    """Return what is said of a case, its handling by the ids of duties and events.

    They may be given by id or by either name. CaseError lists names that are none, what is given
    twice, and days before that on which a duty begins.
    """
    if not info.handling:
        return info
    duties, faults = rules.obligations, list[Fault]()
    names = words_of(duties)
    suggestions = Suggestions()
    found: dict[str, str] = {}
    given: dict[str, str] = {}
    for key, day in info.handling.items():
        name = names.get(compared(key))
        if name is None:
            faults.append(_unknown(key, duties, suggestions))
        elif name in found:
            faults.append(dataclasses.replace(given_twice(name), subject=f"{SECTION}.{key}"))
        else:
            found[name], given[name] = day, key
    faults += _out_of_order(found, given, info, duties)
    if faults:
        raise CaseError(faults)
    return dataclasses.replace(info, handling=FrozenDict(found))


def words_of(duties: Duties) -> Mapping[str, str]:
    """Return every word for a duty or an event, folded, with its id."""
    return {folded(word): each.id for each in duties.recorded for word in (each.id, *each.label)}


def _unknown(key: str, duties: Duties, suggestions: Suggestions) -> Fault:
    named = duties.recorded
    zh = suggestions.near(key, [*(each.label[0] for each in named), *(each.id for each in named)])
    if not named:
        remedy = "这套规则没有写义务（obligations.yaml），请删去 handling"
        english = "These rules name no duties (obligations.yaml): delete handling"
    else:
        remedy = "可以记录的事项见 tolerance-rules rules"
        english = "What can be recorded: tolerance-rules rules"
    return Fault(
        "C037",
        f"办理情况中没有 {shorten(key)} 这一事项{mean(zh)}",
        remedy,
        subject=f"{SECTION}.{key}"[:200],
        english=f"handling: there is no duty or event {shorten(key)}{mean(zh, 'en')}. {english}",
        near=zh or "",
    )


def _out_of_order(
    found: Mapping[str, str], given: Mapping[str, str], info: CaseInfo, duties: Duties
) -> Iterator[Fault]:
    """Yield what is recorded as done before the day on which it begins."""
    days = {**found, **({DECISION: info.decided_on} if info.decided_on else {})}
    for name, day in found.items():
        duty = duties.duties.get(name)
        start = days.get(duty.starts, "") if duty is not None else ""
        if duty is not None and day < start:
            zh, en = duties.label(duty.starts)
            again = duty.starts == DECISION
            yield Fault(
                "C038",
                f"办理情况中“{duty.label[0]}”的日期 {day} 早于“{zh}”的日期 {start}",
                "请核对两个日期" + ("；重新作出决定的，删去以前那次的记载" if again else ""),
                subject=f"{SECTION}.{given[name]}"[:200],
                english=f"handling: {day} of {duty.label[1]} is before {start} of {en}; "
                "check both dates"
                + ("; where it was decided again, delete what followed before" if again else ""),
            )
