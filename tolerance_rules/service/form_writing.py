"""Form writing: the papers of a regulation, filled from cases that were sent, as Word or PDF."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from tolerance_rules.errors import CaseError
from tolerance_rules.formats.forms_file import Form, Forms, read_forms
from tolerance_rules.service.case_questions import (
    READING,
    RULESET,
    as_json,
    decided,
    envelope,
    is_texts,
    shape,
)
from tolerance_rules.service.operation import (
    JSON,
    LANG,
    Answer,
    Body,
    Call,
    Operation,
    one_of,
)
from tolerance_rules.service.problems import Problem
from tolerance_rules.service.roles import INVESTIGATOR

MOST_CASES = 200
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
FORMAT = one_of("format", ("docx（默认）或者 pdf", "docx unless given, or pdf"), MEDIA)


def list_forms(call: Call) -> Response:
    """List the forms of a ruleset."""
    rules = call.service.rulesets.for_case({}, name=call.query.get("ruleset")).rules
    forms = read_forms(rules)
    found = [
        {
            "id": form.id,
            "title": list(form.title),
            "clause": form.clause,
            "outcomes": list(form.outcomes),
            "settled": form.settled,
            "many_cases": bool(form.row),
            "fields": [
                {"id": name, "label": list(forms.fields[name].label)}
                for name in (*form.fields, *form.row)
                if not forms.fields[name].sources
            ],
        }
        for form in forms.forms.values()
    ]
    return Response(as_json({"forms": found}), media_type=JSON)


def write_form(call: Call) -> Response:
    """Fill a form."""
    from tolerance_rules.forms.forms import Filled, make, written_fields

    given = envelope(call.body, ("case_files",), ("fields", "choose", "reason"))
    files, fields = given["case_files"], given.get("fields") or {}
    if not isinstance(files, list) or not 0 < len(files) <= MOST_CASES:
        raise shape("case_files", f"1 … {MOST_CASES} × {{case, facts, …}}")
    if not is_texts(fields):
        raise shape("fields", "{name: text}")
    choose, reason = given.get("choose"), given.get("reason") or ""
    if not isinstance(choose or "", str) or not isinstance(reason, str):
        raise shape("choose", '"…"')
    filled: list[Filled] = []
    engines: dict[str, Any] = {}
    for place, document in enumerate(files):
        try:
            found = decided(call, document)
        except CaseError as error:
            raise _placed(error, place) from None
        engines[found.engine.rules.id] = found.engine
        decision = found.decision.choose(choose, reason=reason) if choose else found.decision
        forms = read_forms(found.engine.rules)
        written = {**written_fields(found.case.forms, forms), **written_fields(fields, forms)}
        filled.append(Filled(decision, written, found.case.analysis, found.case.info.id))
    if len(engines) > 1:
        raise shape("case_files", "one ruleset")
    rules = next(iter(engines.values())).rules
    forms = read_forms(rules)
    wanted = form_named(call.path["form"], forms)
    word = make(wanted, forms, filled, rules)
    return paper(wanted, word, call.query.get("format", "docx"))


def form_named(name: str, forms: Forms) -> Form:
    """Return a form by its id; a problem lists those there are."""
    wanted = forms.forms.get(name)
    if wanted is None:
        there = "、".join(forms.forms)
        words = (f"没有这种文书；可用的有：{there}", f"There is no such form; there are: {there}")
        raise Problem("not-found", words, more={"names": list(forms.forms)})
    return wanted


def paper(form: Form, word: bytes, format_: str) -> Response:
    """Answer a form that was filled, as Word or as PDF."""
    from tolerance_rules.forms.pdf_file import to_pdf

    data = to_pdf(word) if format_ == "pdf" else word
    headers = {"Content-Disposition": f'attachment; filename="{quote(form.id)}.{format_}"'}
    return Response(data, headers=headers, media_type=MEDIA[format_])


def _placed(error: CaseError, place: int) -> Problem:
    """Return the problem of one of several cases."""
    from tolerance_rules.service.problems import problem_of

    found = problem_of(error)
    found.more = {**found.more, "case_file": place}
    return found


OPERATIONS = (
    Operation(
        "listForms",
        "GET",
        "/v1/forms",
        ("有哪些文书", "The forms"),
        list_forms,
        INVESTIGATOR,
        Answer("FormList"),
        (RULESET, LANG),
        problems=("name",),
        tag="forms",
    ),
    Operation(
        "writeForm",
        "POST",
        "/v1/forms/{form}",
        ("按案件填好一种文书", "Fill a form from cases"),
        write_form,
        INVESTIGATOR,
        Answer("Binary", tuple(MEDIA.values())),
        (RULESET, READING, FORMAT, LANG),
        Body("FormRequest"),
        (
            "case",
            "inconsistent",
            "out-of-force",
            "name",
            "form",
            "forbidden",
            "unsettled",
            "missing",
        ),
        tag="forms",
    ),
)
