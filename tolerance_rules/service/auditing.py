"""Auditing: a register is sent, its columns are proposed, it is audited, the report is fetched."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from tolerance_rules.service.audit_jobs import REPORTS, SUFFIXES
from tolerance_rules.service.case_questions import RULESET, as_json, envelope, is_texts, shape
from tolerance_rules.service.operation import (
    BYTES,
    JSON,
    LANG,
    Answer,
    Body,
    Call,
    Operation,
    Parameter,
    one_of,
)
from tolerance_rules.service.problems import SOON, Problem
from tolerance_rules.service.roles import AUDITOR


def _name(text: str) -> str:
    """Return the name of a register; ValueError if it is none, or of another kind of file."""
    odd = not text.isprintable() or len(text) > 120 or set(text) & set('/\\<>:"|?*')
    if odd or PurePosixPath(text).suffix.lower() not in SUFFIXES:
        raise ValueError(text)
    return text


NAME = Parameter(
    "name",
    (f"登记簿的名称，后缀是 {'、'.join(SUFFIXES)}", "The name of the register, with its suffix"),
    _name,
    {"type": "string", "pattern": r"^[^/\\<>:\"|?*]+\.(csv|xlsx|xls|parquet|arrow)$"},
    required=True,
)
REPORT = one_of("format", ("报告的格式，默认 json", "The format; json unless given"), REPORTS)


def send_register(call: Call) -> Response:
    """Keep a register, and propose what its columns are."""
    from tolerance_rules.tables.mapping_proposal import proposal_for

    engine = call.service.rulesets.for_case({}, name=call.query.get("ruleset"))
    jobs, name = call.service.jobs, call.query["name"]
    kept = jobs.add_register(call.caller, name, call.body)
    place = str(kept.folder / f"register{kept.suffix}")
    try:
        proposed = proposal_for(place, engine.rules, call.lang)
    except BaseException:
        jobs.forget_register(kept)
        raise
    data = {
        "id": kept.id,
        "name": name,
        "columns": [
            {"header": each.header, "name": each.name, "why": each.why, "sure": each.sure}
            for each in proposed.columns
        ],
        "mapping_yaml": proposed.text,
        "told": [list(pair) for pair in proposed.told],
    }
    return Response(as_json(data), 201, media_type=JSON)


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


def read_report(call: Call) -> Response:
    """Give the report of an audit, to be kept as a file."""
    found = call.service.jobs.audit(call.caller, call.path["id"])
    form = call.query.get("format", "json")
    if found.state != "done":
        raise Problem(
            "not-ready",
            ("审计还没有做完，或者没有做成", "The audit has not ended, or found no end"),
            headers={"Retry-After": str(SOON)},
        )
    data = (found.folder / f"report.{form}").read_bytes()
    file = quote(f"audit-{found.id}.{form}")
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(data, headers=headers, media_type=REPORTS[form])


def remove_audit(call: Call) -> Response:
    """Stop an audit and forget it."""
    call.service.jobs.remove(call.caller, call.path["id"])
    return Response(status_code=204)


OPERATIONS = (
    Operation(
        "sendRegister",
        "POST",
        "/v1/registers",
        ("送来一本登记簿，回答拟出的对照表", "Send a register; its mapping is proposed"),
        send_register,
        AUDITOR,
        Answer("RegisterDocument", status=201),
        (NAME, RULESET, LANG),
        Body("Binary", BYTES, "register"),
        ("table", "name", "case"),
        tag="audit",
    ),
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
