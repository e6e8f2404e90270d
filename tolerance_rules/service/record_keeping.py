"""Record keeping: decisions appended to the log; read, proved and verified from it.

INVARIANT: what is acknowledged is settled, permitted and durable; a request that is sent again
with its key is answered by the receipt of the first.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from starlette.responses import Response

from tolerance_rules.decision import Decision
from tolerance_rules.errors import CaseError
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.receipt import Receipt
from tolerance_rules.records.record import KINDS, Kind, Record
from tolerance_rules.records.requests import Request
from tolerance_rules.records.store import versions
from tolerance_rules.records.verify import verify
from tolerance_rules.service.case_questions import (
    READING,
    RULESET,
    Decided,
    as_json,
    decided,
    envelope,
    shape,
    unsettled,
)
from tolerance_rules.service.expectation import require_expected
from tolerance_rules.service.operation import (
    JSON,
    LANG,
    Answer,
    Body,
    Call,
    Operation,
    Parameter,
    number_from,
    one_of,
    with_parameters,
)
from tolerance_rules.service.problems import Problem
from tolerance_rules.service.roles import AUDITOR, INVESTIGATOR, RECORDER, RECORDS_READ
from tolerance_rules.verdict.decision_data import text_fault

KEY = "idempotency-key"
LONGEST_KEY = 200
TEXT = "text/plain"
MOST = 200
"""How many records are given at once."""
START = Parameter(
    "start",
    ("从第几号起", "The number to start from"),
    number_from(1),
    {"type": "integer", "minimum": 1},
)
COUNT = Parameter(
    "limit",
    (f"最多几条，不超过 {MOST}", f"How many, at most {MOST}"),
    number_from(1, MOST),
    {"type": "integer", "minimum": 1, "maximum": MOST},
)
OLD = Parameter(
    "old",
    ("原来的条数", "The older size"),
    number_from(1),
    {"type": "integer", "minimum": 1},
    required=True,
)
AGAIN = one_of(
    "evaluate",
    ("no：不重新评判，只核对日志本身", "no: do not decide the records again"),
    ("yes", "no"),
)


def append_record(call: Call) -> Response:
    """Record a decision."""
    request, policy = _request(call), call.service.settings.policy
    before = _before(call, request)
    if before is not None:
        return before
    given = envelope(call.body, ("case_file",), ("choose", "reason", "expected"))
    found, decision = _chosen(call, given)

    def record(log: DecisionLog) -> Receipt:
        return log.record(decision, found.engine, policy_file=policy, request=request)

    return _receipt(call.service.keeper.write(record))


def amend_record(call: Call) -> Response:
    """Record a correction, or the result of an appeal, in the place of an earlier record."""
    request, policy = _request(call), call.service.settings.policy
    before = _before(call, request)
    if before is not None:
        return before
    given = envelope(call.body, ("case_file", "kind", "why"), ("choose", "reason", "expected"))
    kind, why = given["kind"], given["why"]
    if kind not in KINDS[1:]:
        raise shape("kind", " | ".join(KINDS[1:]))
    if not isinstance(why, str) or not why.strip():
        raise shape("why", '"…"')
    number = _number(call)
    found, decision = _chosen(call, given)
    of: Kind = kind

    def amend(log: DecisionLog) -> Receipt:
        return log.amend(
            number,
            decision,
            found.engine,
            kind=of,
            note=why,
            policy_file=policy,
            request=request,
        )

    return _receipt(call.service.keeper.write(amend))


def _chosen(call: Call, given: dict[str, Any]) -> tuple[Decided, Decision]:
    """Return a case decided, and what the authority chose of what is permitted."""
    found = decided(call, given["case_file"])
    if not found.decision.settled:
        raise unsettled(found.decision, call.lang)
    require_expected(found.decision, found.engine.rules, given.get("expected"))
    choose, reason = given.get("choose"), given.get("reason") or ""
    if choose is None:
        if reason:
            raise shape("choose", '"…"')
        return found, found.decision
    if not isinstance(choose, str) or not isinstance(reason, str) or not reason.strip():
        raise shape("reason" if isinstance(choose, str) else "choose", '"…"')
    return found, found.decision.choose(choose, reason=reason)


def _before(call: Call, request: Request) -> Response | None:
    """Return the receipt of a request that was recorded before, whatever the rules say by now."""
    receipt = call.service.keeper.write(lambda log: log.answered(request), reads=True)
    return None if receipt is None else _receipt(receipt)


def _receipt(receipt: Receipt) -> Response:
    headers = {"Location": f"/v1/records/{receipt.number}"}
    if receipt.again:
        headers["Idempotency-Replayed"] = "true"
    text = as_json(receipt.to_dict())
    return Response(text, 201, headers, JSON)


def _request(call: Call) -> Request:
    """Return the request by its key, which is that of its sender alone, and its fingerprint."""
    key = call.headers.get(KEY, "")
    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Problem(
            "query",
            (
                f"请带上 Idempotency-Key：这个请求自己的编号，{LONGEST_KEY} 个字符以内；"
                "没有收到回答的，用同一个再发一次",
                f"Send an Idempotency-Key of this request's own, of at most {LONGEST_KEY} "
                "characters; where no answer came, send it again with the same",
            ),
            more={"parameter": "Idempotency-Key"},
        )
    own = sha256(f"{call.caller}\0{key}".encode()).hexdigest()
    query = json.dumps({k: v for k, v in call.query.items() if k != "lang"}, sort_keys=True)
    asked = f"{call.operation}\0{call.path.get('number', '')}\0{query}\0".encode()
    return Request(own, sha256(asked + call.body).hexdigest())


def _number(call: Call) -> int:
    try:
        number: int = number_from(1)(call.path["number"])
    except ValueError:
        what = (
            "没有这一号：记录从 1 起编号",
            "There is no such number: records are numbered from 1",
        )
        raise Problem("not-found", what) from None
    return number


def list_records(call: Call) -> Response:
    """List the entries of the log."""
    start, count = call.query.get("start", 1), call.query.get("limit", MOST)
    with call.service.keeper.reading() as log:
        size = log.store.size()
        stop = min(start + count - 1, size)
        found = [_entry(each) for each in log.records(start, stop)] if stop >= start else []
        origin = log.origin
    more = {"next": stop + 1} if stop < size and found else {}
    return Response(
        as_json({"log": origin, "size": size, "records": found, **more}), media_type=JSON
    )


def _entry(record: Record) -> dict[str, Any]:
    return {
        "number": record.number,
        "case": record.case_id,
        "hash": record.leaf_hash.hex(),
        "entry": record.entry,
    }


def find_records(call: Call) -> Response:
    """Give what the log has of one case: its record, and what took its place one after the other.

    The number of the case stands in the body: addresses are kept in the logs of proxies.
    """
    wanted = envelope(call.body, ("case",))["case"]
    if fault := text_fault("case", wanted):
        raise CaseError([fault])
    found: list[dict[str, Any]] = []
    with call.service.keeper.reading() as log:
        size, first = log.store.size(), log.store.number_of(wanted)
        if first is not None:
            found += (_entry(log.get(number)) for number in versions(log.store, first))
        origin = log.origin
    return Response(as_json({"log": origin, "size": size, "records": found}), media_type=JSON)


def read_record(call: Call) -> Response:
    """Give a record: its entry, and the facts and the findings that it seals.

    The secret by which they are sealed stays in the log: with it, whoever has a disclosure could
    try out what it hides.
    """
    with call.service.keeper.reading() as log:
        record = log.get(_number(call))
        contents = {key: value for key, value in record.contents.items() if key != "secret"}
        text = as_json({**_entry(record), "contents": contents})
    return Response(text, media_type=JSON)


def proof(call: Call) -> Response:
    """Prove that a record is in the log."""
    keeper, number = call.service.keeper, _number(call)
    with keeper.reading() as log:
        log.get(number)  # says that there is none
        made = log.inclusion(number, keeper.checkpoint(log))
    return Response(str(made), media_type=TEXT)


def checkpoint(call: Call) -> Response:
    """Give the size and the root of the log now, signed if the service has a key."""
    keeper = call.service.keeper
    with keeper.reading() as log:
        made = keeper.checkpoint(log)
    return Response(str(made), media_type=TEXT)


def consistency(call: Call) -> Response:
    """Prove that the log grew from an older size."""
    keeper = call.service.keeper
    with keeper.reading() as log:
        made = log.consistency(call.query["old"], keeper.checkpoint(log))
    return Response(str(made), media_type=TEXT)


def verify_log(call: Call) -> Response:
    """Verify the whole log."""
    with call.service.keeper.reading() as log:
        found = verify(log, evaluate=call.query.get("evaluate") != "no")
    return Response(as_json(found.to_dict()), media_type=JSON)


def precedents(call: Call) -> Response:
    """Say what each permitted choice would contradict in the log."""
    from tolerance_rules.audit.precedents import precedents as weighed
    from tolerance_rules.formats.strict_json import plain_from_json
    from tolerance_rules.records.equality import book_of

    found = decided(call, plain_from_json(call.body, "", sent=True))
    but = found.decision.case.id
    with call.service.keeper.reading() as log:
        others = (record for record in log.current() if not but or record.case_id != but)
        book = book_of(others, found.engine)
    return Response(as_json(weighed(found.decision, book).to_dict()), media_type=JSON)


_KEY_HEADER = (
    "Idempotency-Key",
    "这个请求自己的编号；没有收到回答的，用同一个再发一次。An id of the request's own",
    True,
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"},
)
_RECEIPT_HEADERS = (
    ("Location", ("这条记录的地址", "The address of the record")),
    (
        "Idempotency-Replayed",
        ("true：这个请求以前已经记录，这是当初的收据", "true: it was recorded before"),
    ),
)
_REFUSALS = (
    *("case", "inconsistent", "out-of-force", "unsettled", "forbidden", "name", "recorded"),
    *("key-used", "differs", "log", "unready", "not-found"),
)


def _reading(
    name: str,
    path: str,
    about: tuple[str, str],
    handler: Callable[[Call], Response],
    answer: Answer,
) -> Operation:
    return Operation(
        name,
        "GET",
        path,
        about,
        handler,
        RECORDS_READ,
        answer,
        (LANG,),
        problems=("log", "not-found", "case"),
        tag="records",
    )


def _writing(
    name: str, path: str, about: tuple[str, str], handler: Callable[[Call], Response], body: str
) -> Operation:
    return Operation(
        name,
        "POST",
        path,
        about,
        handler,
        RECORDER,
        Answer(
            "Receipt",
            status=201,
            about=("已记录，已写到磁盘上", "Recorded, and durable"),
            headers=_RECEIPT_HEADERS,
        ),
        (RULESET, READING, LANG),
        Body(body),
        _REFUSALS,
        where="log",
        tag="records",
        headers=(_KEY_HEADER,),
    )


_PROOF = Answer("Text", (TEXT,))
_LIST = _reading(
    "listRecords", "/v1/records", ("列出记录", "List records"), list_records, Answer("RecordList")
)
_CONSISTENCY = _reading(
    "consistencyProof",
    "/v1/log/consistency",
    ("证明日志是从原来的条数增长来的", "Prove that the log grew from an older size"),
    consistency,
    _PROOF,
)

OPERATIONS = (
    _writing(
        "appendRecord",
        "/v1/records",
        ("记录一个决定", "Record a decision"),
        append_record,
        "RecordRequest",
    ),
    _writing(
        "amendRecord",
        "/v1/records/{number}/amendments",
        ("更正，或者复审的结果", "A correction, or the result of an appeal"),
        amend_record,
        "AmendmentRequest",
    ),
    with_parameters(_LIST, START, COUNT),
    Operation(
        "findRecords",
        "POST",
        "/v1/records/search",
        ("一个案件的记录，按号数", "The records of one case"),
        find_records,
        RECORDS_READ,
        Answer("RecordList"),
        (LANG,),
        Body("RecordSearch"),
        ("case", "log", "not-found"),
        tag="records",
    ),
    _reading(
        "readRecord",
        "/v1/records/{number}",
        ("一条记录", "One record"),
        read_record,
        Answer("RecordDocument"),
    ),
    _reading(
        "inclusionProof",
        "/v1/records/{number}/proof",
        ("证明一条记录在日志里（C2SP tlog-proof）", "Prove that a record is in the log"),
        proof,
        _PROOF,
    ),
    _reading(
        "checkpoint",
        "/v1/log/checkpoint",
        ("日志现在的条数和根（C2SP tlog-checkpoint）", "The size and the root of the log"),
        checkpoint,
        _PROOF,
    ),
    with_parameters(_CONSISTENCY, OLD),
    Operation(
        "verifyLog",
        "POST",
        "/v1/log/verification",
        ("核对整个日志", "Verify the whole log"),
        verify_log,
        AUDITOR,
        Answer("Verification"),
        (AGAIN, LANG),
        problems=("log", "not-found"),
        tag="records",
    ),
    Operation(
        "precedents",
        "POST",
        "/v1/precedents",
        ("每一种结论同日志里的哪些决定相抵触", "What each choice would contradict in the log"),
        precedents,
        INVESTIGATOR,
        Answer("Precedents"),
        (RULESET, READING, LANG),
        Body("CaseFile"),
        ("case", "inconsistent", "out-of-force", "name", "log", "not-found"),
        tag="records",
    ),
)
