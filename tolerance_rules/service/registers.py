"""Registers: one is sent to be audited, what its columns are is proposed, and it is forgotten."""

from __future__ import annotations

from pathlib import PurePosixPath

from starlette.responses import Response

from tolerance_rules.service.audit_jobs import KEPT_SECONDS, SUFFIXES
from tolerance_rules.service.case_questions import RULESET, as_json
from tolerance_rules.service.operation import (
    BYTES,
    JSON,
    LANG,
    Answer,
    Body,
    Call,
    Operation,
    Parameter,
    number_from,
)
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
SHEET = Parameter("sheet", ("工作簿里的哪一张工作表", "The sheet of a workbook"))
HEADER_ROW = Parameter(
    "header_row",
    ("表头在第几行；不写，由服务去找", "The row of the headers; else it is looked for"),
    number_from(1, 1000),
    {"type": "integer", "minimum": 1, "maximum": 1000},
)


def register_limits(call: Call) -> Response:
    """Say what registers are taken, and how long they are kept."""
    data = {
        "suffixes": list(SUFFIXES),
        "bytes": call.service.settings.limits.register,
        "kept_seconds": KEPT_SECONDS,
    }
    return Response(as_json(data), media_type=JSON)


def send_register(call: Call) -> Response:
    """Keep a register, and propose what its columns are."""
    from tolerance_rules.tables.mapping_proposal import proposal_for
    from tolerance_rules.tables.table_choice import TableChoice

    engine = call.service.rulesets.for_case({}, name=call.query.get("ruleset"))
    jobs, name = call.service.jobs, call.query["name"]
    kept = jobs.add_register(call.caller, name, call.body)
    place = str(kept.folder / f"register{kept.suffix}")
    try:
        proposed = proposal_for(
            place,
            engine.rules,
            call.lang,
            TableChoice(sheet=call.query.get("sheet", "")),
            header_row=call.query.get("header_row", 0),
        )
    except BaseException:
        jobs.forget_register(kept)
        raise
    data = {
        "id": kept.id,
        "name": name,
        "columns": [
            {
                "header": each.header,
                "name": each.name,
                "why": each.why,
                "sure": each.sure,
                "samples": list(each.samples),
                "unread": list(each.unread),
            }
            for each in proposed.columns
        ],
        "sheet": proposed.sheet,
        "sheets": list(proposed.sheets),
        "header_row": proposed.header_row,
        "mapping_yaml": proposed.text,
        "told": [list(pair) for pair in proposed.told],
    }
    return Response(as_json(data), 201, media_type=JSON)


def remove_register(call: Call) -> Response:
    """Forget a register, and stop and forget every audit of it."""
    call.service.jobs.remove_register(call.caller, call.path["id"])
    return Response(status_code=204)


OPERATIONS = (
    Operation(
        "registerLimits",
        "GET",
        "/v1/registers",
        ("收哪几种登记簿，多大，留多久", "Which registers are taken, how large, kept how long"),
        register_limits,
        AUDITOR,
        Answer("RegisterLimits"),
        (LANG,),
        tag="audit",
        where="loop",
    ),
    Operation(
        "sendRegister",
        "POST",
        "/v1/registers",
        ("送来一本登记簿，回答拟出的对照表", "Send a register; its mapping is proposed"),
        send_register,
        AUDITOR,
        Answer("RegisterDocument", status=201),
        (NAME, SHEET, HEADER_ROW, RULESET, LANG),
        Body("Binary", BYTES, "register"),
        ("table", "name", "case"),
        tag="audit",
    ),
    Operation(
        "removeRegister",
        "DELETE",
        "/v1/registers/{id}",
        ("删去一本登记簿和它的一切审计", "Delete a register and every audit of it"),
        remove_register,
        AUDITOR,
        Answer(status=204),
        (LANG,),
        tag="audit",
    ),
)
