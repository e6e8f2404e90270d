"""Random registers for the audit, and every difference between what it finds and its definition.

From the folder `tests`, `python -m support.audit_random 80` compares that many registers of 250
rows each, and counts what it compared.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from support import oracle, random_cases
from support.audit_definition import Expected
from support.audit_definition_case import SPECS, Row
from support.random_facts import doubtful
from support.truth_table import completions
from tolerance_rules import Engine
from tolerance_rules.audit.audit import audit
from tolerance_rules.audit.findings import AuditFinding, AuditReport, Kind
from tolerance_rules.audit.register_reader import read
from tolerance_rules.formats.human_dates import today

ROWS = 250
MOST_COMPLETIONS = 1 << 12
OUTCOMES = (*oracle.FAVOURABLE, "no_tolerance", "ordinary_accountability")
ALONE = [
    oracle.DEFAULTS | {name: option}
    for name, options in {**oracle.READINGS, "filing_day": ("inclusive", "exclusive")}.items()
    for option in options[1:]
]
EASY = {
    "work.performing_duty": True,
    "work.reform_and_innovation": True,
    "conditions.pilot_first": True,
    "nature.exploratory_error": True,
    "procedure.democratic_centralism": True,
    "procedure.major_matters_procedure": True,
    "procedure.reported_and_sought_instructions": True,
    "remedy.impact_removal": "active",
    "remedy.loss_recovery": "not_needed",
}
"""A case with a circumstance and every condition: registers are of cases near some of these."""


def random_rows(seed: int, rows: int = ROWS) -> list[Row]:
    """Return the rows of a register: a few kinds of case, varied a little, recorded anyhow."""
    rng = random.Random(seed)
    bases = [_base(rng) for _ in range(rng.randint(2, 5))]
    spread, doubt = rng.choice((1, 2, 3, 5)), rng.choice((0, 0, 0.01, 0.03, 0.08))
    varied = rng.sample(list(SPECS), rng.choice((6, 12, len(SPECS))))
    found = []
    for number in range(2, rows + 2):
        case = dict(rng.choice(bases)) if rng.random() < 0.9 else random_cases.complete(rng)
        for name in rng.sample(varied, rng.randint(0, min(spread, len(varied)))):
            case[name] = rng.choice(SPECS[name].values)
        if rng.random() < 0.97:
            case = random_cases.repaired(case)
        facts = doubtful(case, SPECS, rng, doubt)
        while completions(facts) > MOST_COMPLETIONS:
            facts = doubtful(case, SPECS, rng, doubt / 2)
        id_ = rng.choice(("", f"{number}号", f"{number}号", f"{rng.randint(2, number)}号"))
        authority = rng.choice(("甲", "乙", ""))
        found.append(Row(number, facts, _recorded(facts, rng), id_, authority, **_dates(rng)))
    return found


def _base(rng: random.Random) -> dict:
    case = {name: spec.presumed for name, spec in SPECS.items()} | EASY
    if rng.random() < 0.3:
        case = random_cases.complete(rng)
    for name in rng.sample(list(SPECS), rng.randint(0, 4)):
        case[name] = rng.choice(SPECS[name].values)
    return random_cases.repaired(case)


def _recorded(facts: dict, rng: random.Random) -> str:
    if rng.random() < 0.5 or not oracle.consistent(facts):
        return rng.choice(OUTCOMES)
    return oracle.judge(oracle.presumed(facts))[0]


def _dates(rng: random.Random) -> dict[str, str]:
    """Return dates that are mostly possible, many of them near holidays and ends of years."""
    year = rng.choice((2023, 2024, 2025, 2026, 2026, 2027))
    month = rng.choice((1, 1, 2, 4, 5, 9, 9, 10, 12, 12, rng.randint(1, 12)))
    decided = date(year, month, rng.choice((24, 25, 26, *range(1, 29))))
    if rng.random() < 0.95 and not date(2023, 7, 27) <= decided <= date(2026, 11, 1):
        decided = date(2024, 9, 1) + timedelta(rng.randint(0, 700))
    days = {
        "occurred_on": decided - timedelta(rng.randint(-3, 700)),
        "decided_on": decided,
        "notified_on": decided + timedelta(rng.randint(-1, 20)),
        "filed_on": decided + timedelta(rng.randint(-1, 40)),
    }
    return {name: "" if rng.random() < 0.2 else day.isoformat() for name, day in days.items()}


def written(rows: list[Row], file: Path) -> Path:
    """Write a register as a CSV file."""
    items = ("id", "authority", "recorded", "occurred_on", "decided_on", "notified_on", "filed_on")
    with file.open("w", encoding="utf-8", newline="") as stream:
        into = csv.writer(stream)
        into.writerow([*items, *SPECS])
        for row in rows:
            facts = [_cell(row.facts[name]) for name in SPECS]
            into.writerow([*(getattr(row, item) for item in items), *facts])
    return file


def _cell(known: object) -> str:
    if isinstance(known, tuple):
        return "|".join(map(str, known))
    return "未查明" if known is None else str(known).lower()


def differences(
    rows: list[Row], report: AuditReport, readings=oracle.DEFAULTS, seen: Counter | None = None
) -> Iterator[str]:
    """Yield where a report is not what the definition says."""
    expected = Expected(rows, today(), readings)
    seen = Counter() if seen is None else seen
    seen["rows"] += len(rows)
    seen["refused"] += len(expected.refused)
    seen["compared with others"] += len(expected.compared)
    seen.update(expected.counts)
    if (found := {row.row for row in report.refused}) != expected.refused:
        yield f"refused: {found ^ expected.refused}"
        return
    if report.not_compared != expected.not_compared:
        yield f"not compared: {report.not_compared} for {expected.not_compared}"
    yield from _alone(report, expected)
    yield from _details(report, expected, seen)
    yield from _alike(report, expected, seen)
    yield from _inverted(report, expected, seen)


def _alone(report: AuditReport, expected: Expected) -> Iterator[str]:
    """Compare what is found of each row by itself."""
    paired = (Kind.UNLIKE_TREATMENT, Kind.INVERSION)
    found = Counter(
        (finding.kind.value, finding.decisions[0].row)
        for finding in report.findings
        if finding.kind not in paired
    )
    wanted = Counter((kind, n) for n, kinds in expected.alone.items() for kind in kinds)
    for kind, number in (found - wanted) + (wanted - found):
        row = expected.rows[number]
        yield f"{kind} of row {number}: {found[kind, number]} for {wanted[kind, number]}: {row}"


def _details(report: AuditReport, expected: Expected, seen: Counter) -> Iterator[str]:
    """Compare what findings about one row say besides their kind."""
    for finding in report.findings:
        number = finding.decisions[0].row
        case, row = expected.cases[number], expected.rows[number]
        if finding.kind is Kind.UNSETTLED and set(finding.facts) != case.missing:
            yield f"missing in row {number}: {set(finding.facts) ^ case.missing}: {row}"
        if finding.kind is Kind.ERROR_OF_LAW:
            if set(finding.clauses) != case.forbidding(row.recorded):
                yield f"clauses, row {number}: {finding.clauses}, {case.forbidding(row.recorded)}"
            said = {*finding.details.get("lawful_under", "").split("、")} - {""}
            wanted = case.lawful_under(row.recorded)
            seen["readings that make an error lawful"] += len(wanted)
            if said != wanted:
                yield f"lawful under, row {number}: {said ^ wanted}: {row}"
        (past,) = finding.decisions if len(finding.decisions) == 1 else (None,)
        if past and past.named != case.named:
            yield f"named in row {number}: {past.named} for {case.named}"
        if past and set(past.reachable) != case.reachable:
            yield f"reachable in row {number}: {past.reachable} for {case.reachable}"


def _alike(report: AuditReport, expected: Expected, seen: Counter) -> Iterator[str]:
    found = {
        frozenset(past.row for past in finding.decisions): finding
        for finding in report.of(Kind.UNLIKE_TREATMENT)
    }
    seen["groups treated unlike"] += len(expected.unlike)
    for numbers in found.keys() ^ expected.unlike.keys():
        yield f"unlike: {sorted(numbers)} {'invented' if numbers in found else 'missed'}"
    for numbers in found.keys() & expected.unlike.keys():
        case, details = expected.cases[min(numbers)], found[numbers].details
        count, within = expected.unlike[numbers]
        wanted = {
            "decisions": str(count),
            "within": within,
            "compared": str(len(case.counted - case.open)),
            "open": ",".join(name for name in SPECS if name in case.open),
        }
        for name, value in wanted.items():
            if details.get(name, "") != value:
                yield f"{name} of {sorted(numbers)}: {details.get(name)} for {value}"


def _inverted(report: AuditReport, expected: Expected, seen: Counter) -> Iterator[str]:
    """Compare inversions: each decision that departs stands with its closest pair on each side."""
    pairs, found = expected.inversions, report.of(Kind.INVERSION)
    seen["pairs inverted"] += len(pairs)
    wanted = expected.departing
    told = Counter(key for finding in found for key in _departing(finding))
    for key in (told.keys() ^ wanted) | {key for key, times in told.items() if times > 1}:
        yield f"inversion of {key}: {told[key]} for {int(key in wanted)}"
    for finding in found:
        one, other = (past.row for past in finding.decisions)
        if (one, other) not in pairs:
            yield f"inversion invented: {one}, {other}"
            continue
        if set(finding.facts) != set(pairs[one, other]):
            yield f"facts of the inversion {one}, {other}: {finding.facts}"
        sides = _departing(finding)
        counted = {pair for pair in pairs if any(pair[side] == row for row, side in sides)}
        if finding.details["pairs"] != str(len(counted)):
            yield f"pairs of {one}, {other}: {finding.details['pairs']} for {len(counted)}"
        if finding.details["all_pairs"] != str(len(pairs)):
            yield f"all pairs: {finding.details['all_pairs']} for {len(pairs)}"
        for row, side in sides:
            near = min(sum(b.values()) for p, b in pairs.items() if p[side] == row)
            if sum(pairs[one, other].values()) != near:
                yield f"a closer pair than {one}, {other} is {near} away"


def _departing(finding: AuditFinding) -> list[tuple[int, int]]:
    """Return the decisions that depart in a pair, with the side on which each is."""
    sides = {"better": (0,), "worse": (1,), "both": (0, 1)}.get(finding.details["departing"], ())
    return [(finding.decisions[side].row, side) for side in sides]


def compared(seed: int, seen: Counter, rows: int = ROWS) -> Iterator[str]:
    """Yield the differences over one random register, under readings in turn."""
    readings = oracle.DEFAULTS if seed % 3 else ALONE[seed // 3 % len(ALONE)]
    drawn = random_rows(seed, rows)
    with tempfile.TemporaryDirectory() as folder:
        register = read(written(drawn, Path(folder, "register.csv")))
    report = audit(register, Engine.load(readings=readings))
    yield from differences(drawn, report, readings, seen)


if __name__ == "__main__":
    counted: Counter[str] = Counter()
    differing = 0
    for seed_ in range(1, int(sys.argv[1]) + 1):
        for difference in compared(seed_, counted):
            differing += 1
            if differing <= 20:
                print(f"register {seed_}: {difference}"[:400])
    for what, number in sorted(counted.items()):
        print(f"{what}: {number:,}")
    print(f"differences: {differing}")
    sys.exit(differing > 0)
