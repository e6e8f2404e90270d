"""Date faults: what is wrong with the dates or the number of a row, whatever it was read by."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.errors import Fault, shorten
from tolerance_rules.rules import Ruleset

NUMBER, OCCURRED, DECIDED = "id", "occurred_on", "decided_on"


def out_of_force(decided: str, rules: Ruleset) -> Fault:
    """Return what is wrong with a decision of a day on which the rules were not in force."""
    until = f"，{rules.in_force.until} 失效" if rules.in_force.until else ""
    return Fault(
        "G003",
        f"作出结论日期 {decided} 不在{rules.document_number}的施行期内"
        f"（{rules.in_force.start} 起施行{until}），不能据以评判",
        "请核对日期，或者用当时有效的规则集",
        subject=DECIDED,
        english=f"The decision of {decided} is not of the time in which the regulation is in force "
        f"(from {rules.in_force.start})",
    )


def day_faults(occurred: str, decided: str, rules: Ruleset) -> Iterator[Fault]:
    """Yield what is wrong with the dates of a row, ISO 8601 or empty, that no rules can judge."""
    if decided and not rules.in_force.includes(decided):
        yield out_of_force(decided, rules)
    if occurred and decided and occurred > decided:
        yield Fault(
            "G005",
            f"发生日期 {occurred} 晚于作出结论日期 {decided}",
            "请核对两个日期",
            subject=OCCURRED,
            english=f"The conduct, {occurred}, is after the decision, {decided}",
        )


def duplicate(number: str, row: int) -> Fault:
    """Return what is wrong with a row whose decision number an earlier row has."""
    return Fault(
        "G006",
        f"编号 {shorten(number)} 与第 {row} 行重复",
        "请核对编号；同一件事登记了两次的，删去其中一行；一份决定有几个对象的，"
        "编号后面分别加上 -1、-2",
        subject=NUMBER,
        english=f"The number {shorten(number)} stands in row {row} already; check it, delete what "
        "was entered twice, and where one decision is on several persons add -1, -2 to its number",
    )
