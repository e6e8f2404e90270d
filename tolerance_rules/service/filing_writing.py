"""Filing writing: a form of many cases from the log of the service, with its checkpoint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from tolerance_rules.formats.case_file import from_document
from tolerance_rules.formats.forms_file import Forms, read_forms
from tolerance_rules.obligations.filing_month import MONTH as MONTH_WRITTEN
from tolerance_rules.rules import Ruleset
from tolerance_rules.service.case_questions import READING, RULESET, envelope, is_texts, shape
from tolerance_rules.service.form_writing import FORMAT, MEDIA, MOST_CASES, form_named, paper
from tolerance_rules.service.operation import LANG, Answer, Body, Call, Operation, Parameter
from tolerance_rules.service.roles import RECORDS_READ


def _month(text: str) -> str:
    if not re.fullmatch(MONTH_WRITTEN, text):
        raise ValueError
    return text


MONTH = Parameter(
    "month",
    (
        "只写备案在这个月到期的决定，如 2026-05；不写，全部",
        "Only decisions whose filing is due in the month, as 2026-05; all unless given",
    ),
    _month,
    {"type": "string", "pattern": f"^{MONTH_WRITTEN}$"},
)
LATE, LATE_COUNT = "Recorded-Late", "Recorded-Late-Count"
MOST_LATE = 100
"""How many numbers a header names: what is longer a proxy may refuse with the whole answer."""


def write_filing(call: Call) -> Response:
    """Fill a form from the log: names and the like stand in case files sent along."""
    from tolerance_rules.forms.filing import Filing
    from tolerance_rules.forms.forms import make, written_fields
    from tolerance_rules.forms.log_cases import log_cases, paper_of

    given = envelope(call.body, (), ("case_files", "fields"))
    fields = given.get("fields", {})
    if not is_texts(fields):
        raise shape("fields", "{name: text}")
    rules = call.service.rulesets.for_case(
        {}, name=call.query.get("ruleset"), readings=call.query.get("reading", ())
    ).rules
    forms = read_forms(rules)
    form = form_named(call.path["form"], forms)
    everywhere = written_fields(fields, forms)
    named = _named(given.get("case_files", []), rules, forms)
    filing = Filing(form, forms, rules, call.query.get("month", ""))
    with call.service.keeper.reading() as log:
        found, late = log_cases(log, filing, named, everywhere)
        at = call.service.keeper.checkpoint(log)
    heading = paper_of([record for record, _ in found], at, everywhere)
    word = make(form, forms, [each for _, each in found], rules, heading)
    response = paper(form, word, call.query.get("format", "docx"))
    response.headers.update(late_headers(late))
    return response


def late_headers(late: Sequence[int]) -> dict[str, str]:
    """Return the headers that name the records that came too late: none where there are none."""
    if not late:
        return {}
    return {LATE: ", ".join(map(str, late[:MOST_LATE])), LATE_COUNT: str(len(late))}


def _named(files: Any, rules: Ruleset, forms: Forms) -> dict[str, Any]:
    """Return what case files say for the forms, by the numbers of their cases."""
    from tolerance_rules.forms.forms import written_fields

    if not isinstance(files, list) or len(files) > MOST_CASES:
        raise shape("case_files", f"0 … {MOST_CASES} × {{case, facts, …}}")
    cases = [from_document(each, rules.model) for each in files]
    return {each.info.id: written_fields(each.forms, forms) for each in cases}


_LATE_HEADERS = (
    (
        LATE,
        (
            "备案本应在以前的月份办、到这个月才记录的记录的号数，最多写前 "
            f"{MOST_LATE} 个：没有列入，请另写出那个月的备案表补报",
            "Records that were due in an earlier month and only recorded in this one, the first "
            f"{MOST_LATE} at most: left out; make the filing of that month anew",
        ),
    ),
    (LATE_COUNT, ("这样的记录一共有多少", "How many such records there are in all")),
)

OPERATIONS = (
    Operation(
        "writeFiling",
        "POST",
        "/v1/filings/{form}",
        ("由决定日志填好一种多案件的文书", "Fill a form of many cases from the decision log"),
        write_filing,
        RECORDS_READ,
        Answer("Binary", tuple(MEDIA.values()), headers=_LATE_HEADERS),
        (MONTH, RULESET, READING, FORMAT, LANG),
        Body("FilingRequest"),
        ("case", "name", "form", "log", "not-found", "missing"),
        tag="forms",
    ),
)
