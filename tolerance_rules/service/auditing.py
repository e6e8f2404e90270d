"""Auditing: a register that was sent is audited, the findings and the report are fetched."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from tolerance_rules.service.audit_jobs import REPORTS, Audit
from tolerance_rules.service.case_questions import as_json, envelope, is_texts, shape
from tolerance_rules.service.operation import (
    JSON,
    LANG,
    Answer,
    Body,
    Call,
    Operation,
    one_of,
)
from tolerance_rules.service.problems import SOON, Problem
from tolerance_rules.service.roles import AUDITOR

REPORT = one_of("format", ("报告的格式，默认 json", "The format; json unless given"), REPORTS)


def start_audit(call: Call) -> Response:
    """Audit a register."""
    optional = ("mapping", "mapping_yaml", "ruleset", "readings")
    given = envelope(call.body, ("register",), optional)
    register = given["register"]
    if not isinstance(register, str):
        raise shape("register", '"…"')
    mapping, text = given.get("mapping"), given.get("mapping_yaml")
    if mapping is not None and not is_texts(mapping):
        raise shape("mapping", "{header: name}")
    if text is not None and (not isinstance(text, str) or mapping is not None):
        raise shape("mapping_yaml", '"…"')
    readings = given.get("readings") or {}
    if not is_texts(readings):
        raise shape("readings", "{name: option}")
    named = given.get("ruleset")
    if named is not None and not isinstance(named, str):
        raise shape("ruleset", '"…"')
    rulesets = call.service.rulesets
    engine = rulesets.for_case({}, name=named, readings=list(readings.items()))
    order: dict[str, Any] = {
        "mapping": mapping,
        "ruleset": call.service.folder_of(engine.rules.id),
        "readings": dict(engine.rules.chosen),
        "policy": call.service.settings.policy,
        "lang": call.lang,
    }
    jobs = call.service.jobs
    made = jobs.start(jobs.register(call.caller, register), order, text)
    headers = {"Location": f"/v1/audits/{made.id}"}
    return Response(as_json(made.to_dict()), 202, headers, JSON)


def read_audit(call: Call) -> Response:
    """Say how far an audit is."""
    found = call.service.jobs.audit(call.caller, call.path["id"])
    return Response(as_json(found.to_dict()), media_type=JSON)


def read_findings(call: Call) -> Response:
    """Give the findings of an audit in words."""
    found = _done(call)
    data = (found.folder / f"findings.{call.lang}.json").read_bytes()
    return Response(data, media_type=JSON)


def read_report(call: Call) -> Response:
    """Give the report of an audit, to be kept as a file."""
    found, form = _done(call), call.query.get("format", "json")
    data = (found.folder / f"report.{form}").read_bytes()
    file = quote(f"audit-{found.id}.{form}")
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(data, headers=headers, media_type=REPORTS[form])


def _done(call: Call) -> Audit:
    """Return an audit that has ended well; Problem if it has not."""
    found = call.service.jobs.audit(call.caller, call.path["id"])
    if found.state != "done":
        raise Problem(
            "not-ready",
            ("审计还没有做完，或者没有做成", "The audit has not ended, or found no end"),
            headers={"Retry-After": str(SOON)},
        )
    return found


def remove_audit(call: Call) -> Response:
    """Stop an audit and forget it."""
    call.service.jobs.remove(call.caller, call.path["id"])
    return Response(status_code=204)


OPERATIONS = (
    Operation(
        "startAudit",
        "POST",
        "/v1/audits",
        ("审计一本登记簿", "Audit a register"),
        start_audit,
        AUDITOR,
        Answer("AuditDocument", status=202),
        (LANG,),
        Body("AuditRequest"),
        ("name", "case", "not-found"),
        tag="audit",
    ),
    Operation(
        "readAudit",
        "GET",
        "/v1/audits/{id}",
        ("审计到哪一步了", "How far an audit is"),
        read_audit,
        AUDITOR,
        Answer("AuditDocument"),
        (LANG,),
        tag="audit",
    ),
    Operation(
        "readFindings",
        "GET",
        "/v1/audits/{id}/findings",
        ("审计发现，按类别，用文字", "What an audit found, by kind, in words"),
        read_findings,
        AUDITOR,
        Answer("AuditFindings"),
        (LANG,),
        problems=("not-ready",),
        tag="audit",
    ),
    Operation(
        "readReport",
        "GET",
        "/v1/audits/{id}/report",
        ("审计的报告", "The report of an audit"),
        read_report,
        AUDITOR,
        Answer("AuditReport", (JSON, "text/html", REPORTS["xlsx"])),
        (REPORT, LANG),
        problems=("not-ready",),
        tag="audit",
    ),
    Operation(
        "removeAudit",
        "DELETE",
        "/v1/audits/{id}",
        ("停止一次审计，删去它的一切", "Stop an audit and delete all of it"),
        remove_audit,
        AUDITOR,
        Answer(status=204),
        (LANG,),
        tag="audit",
    ),
)
