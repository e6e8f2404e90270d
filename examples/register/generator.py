"""A made-up register of past decisions, any number of rows, seeded; and one with planted faults.

    python examples/register/generator.py  # register.xlsx, .csv, mapping and key
    python examples/register/generator.py --rows 100000 --csv big.csv

The example register has 300 rows and a key to every fault in it; a longer one has faults at random
and no key. What a clean row should have recorded is worked out here, not asked of the library.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from scenarios import AUTHORITIES, BARS, IDLE, NO_CIRCUMSTANCE, OUTSIDE, SCENARIOS, WEIGHTS, Facts

from tolerance_rules import loader

RULES = loader.shipped(loader.DEFAULT)
FACTS = RULES.vocabulary
SEED = 20230727
TOLERANT = ("not_pursued", "exempt", "mitigated", "lighter")
HEADERS = {
    "id": "决定编号",
    "authority": "责任追究部门",
    "title": "事项",
    "occurred_on": "发生日期",
    "decided_on": "作出结论日期",
    "notified_on": "告知日期",
    "filed_on": "备案日期",
    "recorded": "处理结果",
}
KINDS = ("party_member_cadre", "unit", "non_party_cadre", "non_party_public_official")
# Planted faults stand in cells of their own, a kind of subject and a circumstance in which no
# clean row is: so nothing else in the register is comparable with them.
CLEAN_CELLS = {
    "party_member_cadre": ("5.2", "5.3", "5.5", "5.6", "5.7", "5.8", "5.12"),
    "unit": ("5.2", "5.5"),
    "non_party_cadre": ("5.6", "5.8"),
    "non_party_public_official": ("5.6", "5.7"),
}


@dataclass(frozen=True)
class Row:
    """A row of the register; `faults` is what was planted in it, for the key."""

    title: str
    facts: Facts
    recorded: str
    authority: str
    decided: date
    occurred: date
    notified: date | None
    filed: date | None
    faults: tuple[str, ...] = ()
    mark: str = ""
    details: dict[str, object] = field(default_factory=dict)


def blank(kind: str) -> Facts:
    """Return the facts of a case in which nothing is out of the ordinary."""
    facts: Facts = {name: spec.presumed for name, spec in FACTS.items()}
    facts |= {name: True for name in facts if name.startswith("procedure.")}
    facts |= {"subject.kind": kind, "procedure.collective_decision": False}
    return facts | {
        "remedy.impact_removal": "not_needed",
        "remedy.loss_recovery": "not_needed",
        "remedy.rectification": "active",
        "discretion.cooperated": True,
    }


def circumstance(clause: str, rng: random.Random) -> Facts:
    """Return the facts that establish a circumstance of Article 5, and no other."""
    scenario = SCENARIOS[clause]
    facts: Facts = dict.fromkeys(scenario.facts, True)
    facts |= {rng.choice(group): True for group in scenario.one_of}
    if clause == "5.1":
        facts |= {"consequences.loss": "some", "remedy.loss_recovery": "active"}
    if clause == "5.11":
        # Where there was no liability at the time, no condition matters any more.
        facts["conditions.law_at_the_time"] = "lighter"
    return facts


def vary(facts: Facts, rng: random.Random) -> Facts:
    """Return the facts with consequences, remedy, procedure and attitude as they happen to be."""
    facts = dict(facts)
    for fact, remedy, grades in (
        ("consequences.loss", "remedy.loss_recovery", ("none", "some", "major")),
        ("consequences.impact", "remedy.impact_removal", ("none", "some", "serious")),
    ):
        if facts[fact] == "none":
            facts[fact] = rng.choices(grades, (60, 30, 10))[0]
            if facts[fact] != "none":
                facts[remedy] = rng.choices(("active", "passive", "none"), (75, 15, 10))[0]
    mild = facts["consequences.loss"] != "major" and facts["consequences.impact"] != "serious"
    if mild and rng.random() < 0.15:
        facts["remedy.rectification"] = "nothing_to_correct"
    for name in ("democratic_centralism", "major_matters_procedure"):
        facts[f"procedure.{name}"] = rng.random() < 0.92
    facts["procedure.reported_and_sought_instructions"] = rng.random() < 0.85
    facts["nature.express_prohibition_violated"] = rng.random() < 0.08
    facts["discretion.minor_breach"] = rng.random() < 0.5
    facts["discretion.cooperated"] = rng.random() < 0.9
    facts["discretion.aggravating"] = rng.random() < 0.07
    facts["consequences.harm_to_students_or_staff"] = "minor" if rng.random() < 0.04 else "none"
    for name in IDLE:
        if not facts[name] and rng.random() < 0.12:
            facts[name] = rng.choices((True, None), (3, 1))[0]
    return facts


def named(facts: Facts) -> str:
    """Return the outcome of a case that has a circumstance and no bar, worked out by hand."""
    recovered = facts["remedy.loss_recovery"] in ("active", "not_needed")
    remedied = recovered and facts["remedy.impact_removal"] in ("active", "not_needed")
    mild = facts["consequences.loss"] != "major" and facts["consequences.impact"] != "serious"
    orderly = all(
        facts[f"procedure.{name}"]
        for name in (
            "democratic_centralism",
            "major_matters_procedure",
            "reported_and_sought_instructions",
        )
    )
    if orderly and mild and remedied and not facts["nature.express_prohibition_violated"]:
        return "not_pursued"
    if facts["discretion.aggravating"] or not (remedied or facts["discretion.cooperated"]):
        return "lighter"
    if facts["discretion.minor_breach"] and mild:
        return "exempt"
    return "mitigated" if mild or facts["remedy.loss_recovery"] == "active" else "lighter"


def dated(rng: random.Random, row: Row, start: date, days: int) -> Row:
    """Return the row with dates on which nothing is late."""
    decided = start + timedelta(days=rng.randrange(days))
    return on_time(rng, replace(row, decided=decided))


def on_time(rng: random.Random, row: Row) -> Row:
    """Return the row with notice within five days and filing before the next 25th."""
    decided = row.decided
    filed = None
    if row.recorded in TOLERANT:
        day = rng.randint(min(max(decided.day, 20), 24) if decided.day < 25 else 20, 24)
        if decided.day < 25:
            filed = decided.replace(day=day)
        elif decided.day == 25:
            filed = decided
        else:
            filed = (decided.replace(day=1) + timedelta(days=31)).replace(day=day)
    return replace(
        row,
        occurred=decided - timedelta(days=rng.randint(40, 200)),
        notified=decided + timedelta(days=rng.randint(1, 5)),
        filed=filed,
    )


def standing(rng: random.Random, kind: str, clauses: Sequence[str], **more: object) -> Row:
    """Return a row, not yet dated, whose case stands under circumstances of Article 5."""
    facts = blank(kind)
    for clause in clauses:
        facts |= circumstance(clause, rng)
    facts = vary(facts, rng)
    title = rng.choice(SCENARIOS[clauses[0]].titles)
    return draft(rng, title, facts, named(facts), **more)


def draft(rng: random.Random, title: str, facts: Facts, recorded: str, **more: object) -> Row:
    """Return a row, not yet dated."""
    authority = rng.choices(AUTHORITIES, WEIGHTS)[0]
    day = date(2024, 1, 1)
    row = Row(title, facts, recorded, authority, day, day, None, None)
    return replace(row, **more)  # type: ignore[arg-type]


def clean(rng: random.Random) -> Row:
    """Return a row, not yet dated, that records what the rules name."""
    kind = rng.choices(KINDS, (70, 10, 10, 10))[0]
    sort = rng.random()
    if sort < 0.72:
        cells = CLEAN_CELLS[kind]
        return standing(rng, kind, rng.sample(cells, 2 if rng.random() < 0.15 else 1))
    facts = vary(blank(kind), rng)
    if sort < 0.86:
        if rng.random() < 0.5:
            facts |= circumstance(rng.choice(("5.3", "5.5", "5.7")), rng)
        title, bar = BARS[rng.choice(list(BARS))]
        return draft(rng, title, facts | bar, "no_tolerance")
    if sort < 0.9:
        title, outside = rng.choice(OUTSIDE)
        return draft(rng, title, facts | outside, "ordinary_accountability")
    return draft(rng, rng.choice(NO_CIRCUMSTANCE), facts, "ordinary_accountability")


def endless(seed: int = SEED, unknown: float = 0.0) -> Iterator[Row]:
    """Yield dated rows for ever, one in twelve recorded otherwise than the rules name.

    `unknown` is the share of facts that are then forgotten: no two such cases are alike.
    """
    rng, forgetful = random.Random(seed), random.Random(seed)
    while True:
        row = clean(rng)
        if rng.random() < 1 / 12:
            row = replace(row, recorded=rng.choice(list(RULES.labels)))
        if unknown:
            kept = {n: v if forgetful.random() >= unknown else None for n, v in row.facts.items()}
            row = replace(row, facts=kept)
        yield dated(rng, row, date(2023, 9, 1), 800)


def cells(row: Row, number: int) -> list[str]:
    """Return the cells of a row as the register writes them."""
    about = {
        "id": f"枣职容〔{row.decided.year}〕{number}号",
        "authority": row.authority,
        "title": row.title,
        "occurred_on": row.occurred.isoformat(),
        "decided_on": row.decided.isoformat(),
        "notified_on": row.notified.isoformat() if row.notified else "",
        "filed_on": row.filed.isoformat() if row.filed else "",
        "recorded": RULES.label(row.recorded),
    }
    return [*about.values(), *(s.label_of(row.facts[n]) for n, s in FACTS.items())]


def headers() -> list[str]:
    """Return the headers of the register."""
    return [*HEADERS.values(), *(spec.label for spec in FACTS.values())]


def mapping() -> str:
    """Return the mapping of the register's headers to the names that the library knows."""
    lines = ["# 左边照抄登记簿的表头，右边是事实或者登记项目的名称；与审计无关的列写 ignore。"]
    names = [*HEADERS, *FACTS]
    pairs = zip(headers(), names, strict=True)
    return "\n".join([*lines, "columns:", *(f"  {a}: {b}" for a, b in pairs)]) + "\n"


def write_csv(path: Path, rows: Iterable[Row]) -> None:
    """Write a register as CSV that Excel opens: UTF-8 with its mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headers())
        writer.writerows(cells(row, number) for number, row in enumerate(rows, 1))


def write_excel(path: Path, rows: Sequence[Row]) -> None:
    """Write a register as an Excel workbook."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2025, 7, 1)})
        sheet = book.add_worksheet("容错决定登记簿")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, headers(), bold)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, cells(row, number))
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 2, 18)


def main() -> None:
    """Write the example, or a longer register."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--unknown", type=float, default=0.0)
    parser.add_argument("--csv", type=Path)
    given = parser.parse_args()
    if given.rows:
        rows = islice(endless(given.seed, given.unknown), given.rows)
        write_csv(given.csv or Path("register.csv"), rows)
        return
    from planting import example, key

    folder = Path(__file__).resolve().parent
    planted = example(given.seed)
    write_csv(folder / "register.csv", planted)
    write_excel(folder / "register.xlsx", planted)
    (folder / "key.yaml").write_text(key(planted), encoding="utf-8")
    (folder / "mapping.yaml").write_text(mapping(), encoding="utf-8")


if __name__ == "__main__":
    main()
