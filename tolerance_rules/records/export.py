"""Export: the log as a register that the audit reads; the rows of a filing, and a checkpoint."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from tolerance_rules.errors import RecordError
from tolerance_rules.formats.human_values import SEVERAL
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.legal_references import citation_of
from tolerance_rules.obligations.filing_month import filing_month
from tolerance_rules.records.checkpoint import SignedCheckpoint
from tolerance_rules.records.log_faults import log_fault
from tolerance_rules.records.record import Record
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.csv_quotes import FORMULA
from tolerance_rules.vocabulary.fact_spec import FactSpec

_FORMULA = re.compile(FORMULA)
ABOUT: tuple[Pair, ...] = (
    ("编号", "decision number"),
    ("责任追究部门", "authority"),
    ("事项", "title"),
    ("发生日期", "occurred on"),
    ("作出结论日期", "decided on"),
    ("处理结果", "recorded outcome"),
)
NUMBERED: Pair = ("决定日志第 {} 号", "No. {} of the decision log")
FILING: tuple[Pair, ...] = (
    ("序号", "No."),
    ("容错对象（编号）", "Subject (case number)"),
    ("启动来源", "Begun by"),
    ("容错原因", "Ground"),
    ("处理结果", "Outcome"),
    ("纠错情况", "Correction"),
    ("日志号", "No. in the log"),
)
NAMED = 5
"""How many records and facts are named that the rules do not know."""
CHECKPOINT: Pair = ("检查点（日志、条数、根）", "Checkpoint (log, size, root)")


def register_rows(records: Iterable[Record], rules: Ruleset, lang: Lang = "zh") -> list[list[str]]:
    """Return a header, and a row for each record, as the audit reads them.

    CaseError if the rules lack a fact, a value or an outcome of a record: it has no cell to stand
    in.
    """
    records = list(records)
    _require_known([(each, _unknown(each, rules)) for each in records], rules)
    facts = list(rules.vocabulary.values())
    rows = [[pick(lang, each) for each in ABOUT] + [spec.name_of(lang) for spec in facts]]
    for record in records:
        entry, contents = record.entry, record.contents
        about = [
            record.case_id,
            entry["authority"],
            pick(lang, NUMBERED).format(record.number),
            contents["case"]["occurred_on"],
            entry["decided_on"],
            rules.label(entry["outcome"], lang),
        ]
        known = contents["facts"]
        rows.append(about + [_cell(spec, known.get(spec.name), lang) for spec in facts])
    return rows


def _unknown(record: Record, rules: Ruleset) -> list[str]:
    """Return the outcome and the facts of a record that the rules do not know as they stand."""
    facts = record.contents["facts"]
    return _outcome_unknown(record, rules) + [
        name
        for name, known in facts.items()
        if known is not None and not _is_known(rules.vocabulary.get(name), known)
    ]


def _outcome_unknown(record: Record, rules: Ruleset) -> list[str]:
    outcome = record.entry["outcome"]
    return [] if outcome in rules.labels else [outcome]


def _is_known(spec: FactSpec | None, known: Any) -> bool:
    values = known if isinstance(known, list) else [known]
    return spec is not None and all(value in spec.values for value in values)


def _require_known(unknown: Sequence[tuple[Record, list[str]]], rules: Ruleset) -> None:
    numbers = [str(record.number) for record, names in unknown if names]
    names = list(dict.fromkeys(name for _, found in unknown for name in found))
    if names:
        what = (
            f"第 {_first(numbers)} 号记录里有规则 {rules.id} 没有的事实、取值或者结论"
            f"（{_first(names)}），导出会漏掉，没有导出"
        )
        remedy = "请用 --ruleset 写出作出决定所用的规则"
        raise RecordError([log_fault("L051", what, remedy)])


def otherwise_decided(records: Iterable[Record], rules: Ruleset) -> str:
    """Return the numbers of the records decided by other readings or another policy, or nothing.

    A register has no column for them: an audit by `rules` as they are may find fault with these.
    """
    policy = rules.policy.sha256 if rules.policy else ""
    used = rules.id, dict(rules.chosen), policy
    return _first(
        [
            str(each.number)
            for each in records
            if (each.entry["ruleset"]["id"], each.entry["readings"], each.entry["policy"]["sha256"])
            != used
        ]
    )


def _first(told: Sequence[str]) -> str:
    more = f" 等 {len(told)}" if len(told) > NAMED else ""
    return "、".join(told[:NAMED]) + more


def _cell(spec: FactSpec, known: Any, lang: Lang) -> str:
    if known is None:
        return ""
    values = known if isinstance(known, list) else [known]
    return SEVERAL.join(spec.label_of(value, lang) for value in values)


def filing_rows(
    records: Iterable[Record], month: str, rules: Ruleset, lang: Lang = "zh"
) -> list[list[str]]:
    """Return a header, and a row for each record whose filing is due in a month.

    Who it is, how it began and what came of the correction are no part of the log: those cells are
    left for the office to fill in. Which outcomes are filed the regulation says; CaseError if the
    rules lack an outcome of the month.
    """
    records = [each for each in records if filing_month(each.entry["decided_on"], rules) == month]
    _require_known([(each, _outcome_unknown(each, rules)) for each in records], rules)
    limit = rules.deadlines.get("filing")
    wanted = limit.outcomes if limit is not None and limit.outcomes else tuple(rules.labels)
    rows = [[pick(lang, each) for each in FILING]]
    mark = pick(lang, ("、", ", "))
    for record in records:
        entry = record.entry
        if entry["outcome"] not in wanted:
            continue
        grounds = [
            citation_of(each["clause"]) or each["clause"]
            for each in record.contents["decision"]["citations"]
            if each["role"] == "circumstance"
        ]
        outcome = rules.label(entry["outcome"], lang)
        row = [str(len(rows)), record.case_id, "", mark.join(grounds), outcome, ""]
        rows.append([*row, str(record.number)])
    return rows


def checkpoint_rows(at: SignedCheckpoint, lang: Lang = "zh") -> list[list[str]]:
    """Return the lines that a filing ends with: whoever has them can tell if the log is changed."""
    lines = str(at).strip("\n").split("\n")
    return [[pick(lang, CHECKPOINT)], *([line] for line in lines if line)]


def to_csv(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a CSV that a spreadsheet opens; no cell of it is taken for a formula."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return "\ufeff" + target.getvalue()
