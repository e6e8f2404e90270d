"""Planting: the 300 decisions of the example, with faults of every kind and the key to them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from generator import (
    AUTHORITIES,
    CLEAN_CELLS,
    KINDS,
    TOLERANT,
    Row,
    blank,
    circumstance,
    clean,
    dated,
    draft,
    named,
    on_time,
    standing,
)
from scenarios import BARS, NO_CIRCUMSTANCE, OUTSIDE, SCENARIOS, Facts

ROWS = 300
IN_FORCE = date(2023, 7, 27)
START, DAYS = date(2023, 9, 1), 650
MEMBER = "party_member_cadre"
Cell = tuple[str, str]


def reserved(rng: random.Random) -> Iterator[Cell]:
    """Yield kinds of subject with a circumstance in which no clean row stands, each once."""
    free = [
        (kind, clause)
        for kind, clause in product(KINDS, SCENARIOS)
        if clause not in CLEAN_CELLS[kind]
    ]
    rng.shuffle(free)
    yield from free


def perfect(rng: random.Random, cell: Cell, changes: Facts | None = None, **more: object) -> Row:
    """Return a row with every condition met but for `changes`."""
    kind, clause = cell
    facts = blank(kind) | circumstance(clause, rng) | (changes or {})
    return draft(rng, rng.choice(SCENARIOS[clause].titles), facts, named(facts), **more)


def errors(rng: random.Random) -> Iterator[Row]:
    """Yield errors of law: outcomes that the clauses listed forbid."""

    def wrong(title: str, facts: Facts, recorded: str, *clauses: str, **details: object) -> Row:
        found = {"clauses": list(clauses), **details}
        return draft(rng, title, facts, recorded, faults=("error_of_law",), details=found)

    good = blank(MEMBER) | circumstance("5.3", rng)
    for bar, recorded, clause in (
        ("6.3", "mitigated", "6.3"),
        ("6.2", "not_pursued", "6.2"),
        ("6.6", "ordinary_accountability", "6.6"),
    ):
        title, facts = BARS[bar]
        yield wrong(title, good | facts, recorded, clause, "7.1")
    for bar, recorded, clause, lawful in (
        ("6.4", "lighter", "6.4", "harm_threshold=with_accident"),
        ("6.5b", "mitigated", "6.5", "not_active=refused_only"),
    ):
        title, facts = BARS[bar]
        yield wrong(title, good | facts, recorded, clause, "7.1", lawful_under=lawful)
    for (title, facts), recorded, clause in zip(
        OUTSIDE, ("exempt", "lighter"), ("3", "4"), strict=True
    ):
        yield wrong(title, good | facts, recorded, clause, "7.5")
    title, other, *_ = NO_CIRCUMSTANCE
    yield wrong(title, blank(MEMBER), "mitigated", "5", "7.5")
    yield wrong(other, blank(MEMBER), "no_tolerance", "6", "5", "7.5")
    title = SCENARIOS["5.3"].titles[0]
    unmet: Facts = {"procedure.major_matters_procedure": False}
    yield wrong(title, good | unmet, "not_pursued", "7.5.2", "7.5")
    heavy: Facts = {"consequences.loss": "major", "remedy.loss_recovery": "active"}
    yield wrong(title, good | heavy, "not_pursued", "7.5.3", "7.5")
    yield wrong(title, good, "no_tolerance", "6", "7.5")


def departures(rng: random.Random, free: Iterator[Cell]) -> Iterator[Row]:
    """Yield permitted outcomes that are not the one named, and tolerance withheld."""
    for lenient in (True, True, True, False, False, False):
        kind, clause = next(free)
        changes: Facts = {"discretion.aggravating": True, "procedure.democratic_centralism": False}
        row = perfect(rng, (kind, clause), changes if lenient else None)
        other = rng.choice(("exempt", "mitigated") if lenient else ("mitigated", "lighter"))
        yield replace(row, recorded=other, faults=("departure",))
    for _ in range(4):
        kind, clause = next(free)
        row = standing(rng, kind, (clause,))
        yield replace(row, recorded="ordinary_accountability", faults=("tolerance_withheld",))


def unsettled(rng: random.Random, free: Iterator[Cell]) -> Iterator[Row]:
    """Yield decisions made while a fact that could change the outcome was unknown."""
    for missing, recorded in (
        ("procedure.reported_and_sought_instructions", "mitigated"),
        ("remedy.rectification", "not_pursued"),
        ("consequences.harm_to_students_or_staff", "not_pursued"),
        ("consequences.impact", "not_pursued"),
        ("motive.gain_for_others", "not_pursued"),
    ):
        row = perfect(rng, next(free), {missing: None})
        faults, details = ("unsettled",), {"missing": [missing]}
        yield replace(row, recorded=recorded, faults=faults, details=details)
    missing = "nature.proactive"
    facts = blank(MEMBER) | {"work.high_quality_development": True, missing: None}
    yield draft(
        rng,
        NO_CIRCUMSTANCE[2],
        facts,
        "ordinary_accountability",
        faults=("unsettled",),
        details={"missing": [missing]},
    )
    changes: Facts = {"remedy.rectification": None, "procedure.major_matters_procedure": False}
    yield replace(
        perfect(rng, next(free), changes),
        recorded="not_pursued",
        faults=("error_of_law", "unsettled"),
        details={"clauses": ["7.5.2", "7.5"], "missing": ["remedy.rectification"]},
    )


def unlike(rng: random.Random, free: Iterator[Cell]) -> Iterator[Row]:
    """Yield groups of cases with the same relevant facts, the last of each treated otherwise."""
    minor: Facts = {"discretion.minor_breach": True, "procedure.democratic_centralism": False}
    for number, (size, changes, recorded, fault) in enumerate(
        (
            (2, minor, "lighter", "departure"),
            (2, {}, "ordinary_accountability", "tolerance_withheld"),
            (3, minor, "mitigated", "departure"),
        ),
        1,
    ):
        first = perfect(rng, next(free), changes, mark=f"unlike {number}")
        for place in range(size):
            row = replace(first, authority=AUTHORITIES[(number + place * (number - 1)) % 8])
            yield row if place < size - 1 else replace(row, recorded=recorded, faults=(fault,))


def inversions(rng: random.Random, free: Iterator[Cell]) -> Iterator[Row]:
    """Yield pairs: a case, and one better in the facts listed that was treated worse."""
    broken: Facts = {"nature.express_prohibition_violated": True, "discretion.minor_breach": True}
    for number, (worse, better, recorded, fault) in enumerate(
        (
            ({"consequences.harm_to_students_or_staff": "minor"}, {}, "lighter", "departure"),
            (broken, {"discretion.minor_breach": True}, "lighter", "departure"),
            ({"procedure.democratic_centralism": False}, {}, "lighter", "departure"),
            (
                broken,
                broken | {"nature.express_prohibition_violated": False},
                "ordinary_accountability",
                "tolerance_withheld",
            ),
        ),
        1,
    ):
        cell = next(free)
        fact = rng.getstate()
        low = perfect(rng, cell, worse, mark=f"inversion {number} worse")
        rng.setstate(fact)
        high = perfect(rng, cell, better, mark=f"inversion {number} better")
        differ = [name for name in low.facts if low.facts[name] != high.facts[name]]
        yield low
        yield replace(high, recorded=recorded, faults=(fault,), details={"facts": differ})


SLIP = date(2033, 5, 6)


def late(rng: random.Random, rows: list[Row]) -> Iterator[Row]:
    """Yield the rows, some with a notice or a filing too late, one with a year not yet known."""
    marks = ["late_notice"] * 5 + ["late_filing"] * 4 + ["calendar_unknown"]
    for row in rows:
        spared = row.faults or row.mark or row.recorded not in TOLERANT
        yield row if spared or not marks else _late(rng, row, marks.pop())


def _late(rng: random.Random, row: Row, mark: str) -> Row:
    if mark == "late_filing":
        assert row.filed
        return replace(row, filed=row.filed + timedelta(days=90), faults=(mark,))
    if mark == "late_notice":
        decided = row.decided.replace(day=rng.randint(25, 28))
        notified = decided + timedelta(days=22)
    else:
        # A slip of the pen: 2033 for 2023. No official calendar of that year is known.
        decided, notified = SLIP, date(2033, 5, 16)
    row = on_time(rng, replace(row, decided=decided))
    return replace(row, notified=notified, faults=(mark,))


def example(seed: int) -> list[Row]:
    """Return the rows of the example, in order of decision."""
    rng = random.Random(seed)
    free = reserved(rng)
    planted = [
        *errors(rng),
        *departures(rng, free),
        *unsettled(rng, free),
        *unlike(rng, free),
        *inversions(rng, free),
    ]
    rows = [clean(rng) for _ in range(ROWS - len(planted))]
    rows = [dated(rng, row, START, DAYS) for row in rows]
    rows = list(late(rng, rows)) + [dated(rng, row, START, DAYS) for row in planted]
    return sorted(rows, key=lambda row: (row.decided, row.title))


def key(rows: list[Row]) -> str:
    """Return the key: of each kind of fault how many, and the rows as the register numbers them."""
    found: dict[str, list[str]] = {}
    groups: dict[str, dict[str, list[int]]] = {}
    for number, row in enumerate(rows, 2):
        if row.occurred < IN_FORCE:
            found.setdefault("earlier_conduct", []).append(f"{{row: {number}}}")
        for fault in (*row.faults, *(["date_to_come"] if row.decided.year == SLIP.year else [])):
            about = {
                "error_of_law": ("clauses", "lawful_under"),
                "unsettled": ("missing",),
            }.get(fault, ())
            text = "".join(f", {n}: {_flow(row.details[n])}" for n in about if n in row.details)
            found.setdefault(fault, []).append(f"{{row: {number}{text}}}")
        if row.mark:
            kind, group, *side = row.mark.split()
            groups.setdefault(f"{kind} {group}", {}).setdefault("".join(side), []).append(number)
            if "facts" in row.details:
                groups[f"{kind} {group}"]["facts"] = row.details["facts"]  # type: ignore[assignment]
    for name in sorted(groups):
        group = groups[name]
        if name.startswith("unlike"):
            found.setdefault("unlike_treatment", []).append(f"{{rows: {_flow(group[''])}}}")
        else:
            text = f"better: {group['better'][0]}, worse: {group['worse'][0]}"
            found.setdefault("inversion", []).append(f"{{{text}, facts: {_flow(group['facts'])}}}")
    lines = [
        "# 登记簿中预设的问题：各类几处，在第几行（表头是第 1 行）。",
        "# 由 generator.py 写出，请勿手改。",
        f"rows: {len(rows)}",
    ]
    for kind, items in sorted(found.items()):
        lines += ["", f"{kind}:", f"  count: {len(items)}", "  found:"]
        lines += [f"    - {item}" for item in items]
    return "\n".join(lines) + "\n"


def _flow(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
