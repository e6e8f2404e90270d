"""Problems: why a request is not answered, as RFC 9457 has it, in Chinese and in English."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.responses import Response

from tolerance_rules.errors import (
    LISTED,
    CaseError,
    ExecutorError,
    Fault,
    ForbiddenOutcomeError,
    FormError,
    InconsistentFactsError,
    LogError,
    OutOfForceError,
    RecordError,
    RulesError,
    TableError,
    ToleranceRulesError,
    UnknownNameError,
    UnsettledDecisionError,
)
from tolerance_rules.language import LANGS, Lang, Pair, pick

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:tolerance-rules:problem:"

KINDS: Mapping[str, tuple[int, Pair]] = {
    "not-http": (400, ("请求不是合格的 HTTP", "The request is no sound HTTP")),
    "not-json": (400, ("请求的内容不是合格的 JSON", "The body is no sound JSON")),
    "query": (400, ("请求的参数有误", "The parameters are wrong")),
    "unauthorized": (401, ("令牌缺少或者不对", "The token is missing or wrong")),
    "role": (403, ("这个令牌不能做这件事", "This token may not do that")),
    "origin": (403, ("请求来自别处的网页或者代理", "The request comes by way of another page")),
    "not-found": (404, ("没有这个地址或者这一项", "There is nothing of that name")),
    "method": (405, ("这个地址不接受这种方法", "That method is not for this address")),
    "slow": (408, ("请求的内容没有及时送达", "The body did not arrive in time")),
    "unsettled": (409, ("结论尚未确定", "The decision is not settled")),
    "recorded": (409, ("已经记录", "Recorded already")),
    "differs": (409, ("同您看到的不一致", "It differs from what you saw")),
    "not-ready": (409, ("还没有办完", "It has not ended yet")),
    "too-large": (413, ("请求的内容过大", "The body is too large")),
    "media-type": (415, ("请求的内容不是这里接受的种类", "The body is of another type")),
    "case": (422, ("案件有误，未予评判", "The case is wrong and not evaluated")),
    "inconsistent": (422, ("案件事实相互矛盾", "The facts contradict one another")),
    "out-of-force": (422, ("规定在决定的日期没有施行", "The rules are not in force on that day")),
    "forbidden": (422, ("不得作出这个结论", "That outcome is not permitted")),
    "name": (422, ("没有这个名称", "There is nothing of that name")),
    "form": (422, ("文书没有写出", "The form is not written")),
    "table": (422, ("登记簿有误，未予读入", "The register is wrong and not read")),
    "key-used": (422, ("幂等键已经用于另一个请求", "That key was used for another request")),
    "failures": (429, ("不对的令牌过多", "Too many wrong tokens")),
    "head": (431, ("请求的头过长", "The head of the request is too long")),
    "internal": (500, ("程序出错", "The service failed")),
    "missing": (501, ("本机没有安装所需的组件", "What this needs is not installed")),
    "busy": (503, ("正忙，请稍后再试", "Busy: try again later")),
    "late": (503, ("没有及时办完", "Not answered in time")),
    "log": (503, ("决定日志不能读写", "The decision log cannot be read or written")),
    "unready": (503, ("服务没有准备好", "The service is not ready")),
    "stopping": (503, ("服务正在停止", "The service is stopping")),
}
"""Each kind of problem: its status and its title."""


SOON = 2
"""In how many seconds to ask again for what is not ready yet."""


@dataclass(eq=False)  # Python itself writes to an exception that is raised
class Problem(Exception):
    """Why a request is not answered; raised where it is found."""

    kind: str
    detail: Pair
    faults: tuple[Fault, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further members, of the kind's own."""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return KINDS[self.kind][0]

    def to_dict(self, lang: Lang, instance: str = "") -> dict[str, Any]:
        """Return the problem document."""
        found: dict[str, Any] = {
            "type": TYPE + self.kind,
            "title": pick(lang, KINDS[self.kind][1]),
            "status": self.status,
            "detail": pick(lang, self.detail),
            "languages": {
                each: {"title": pick(each, KINDS[self.kind][1]), "detail": pick(each, self.detail)}
                for each in LANGS
            },
        }
        if instance:
            found["instance"] = instance
        if self.faults:
            found["faults"] = [fault_data(fault) for fault in self.faults[:LISTED]]
            found["fault_count"] = len(self.faults)
        return {**found, **self.more}

    def response(self, lang: Lang, instance: str = "") -> Response:
        """Return the answer that says it."""
        text = json.dumps(self.to_dict(lang, instance), ensure_ascii=False)
        headers = {"Content-Language": lang, **self.headers}
        return Response(text, self.status, headers, MEDIA_TYPE)


INTERNAL = Problem(
    "internal", ("请把编号告诉管理员", "Tell whoever runs the service the id of this request")
)


def fault_data(fault: Fault) -> dict[str, Any]:
    """Return a fault as plain data: its code, where it is, and what is wrong in both languages."""
    lines = {"line": fault.line, "column": fault.column} if fault.line else {}
    told = replace(fault, file="", line=0, column=0)
    return {
        "code": fault.code,
        "where": fault.subject,
        "zh": told.told().partition(" ")[2],
        "en": told.told("en").partition(" ")[2],
        **lines,
    }


_OF_ERRORS: Sequence[tuple[type[ToleranceRulesError], str]] = (
    (UnsettledDecisionError, "unsettled"),
    (InconsistentFactsError, "inconsistent"),
    (OutOfForceError, "out-of-force"),
    (ForbiddenOutcomeError, "forbidden"),
    (UnknownNameError, "name"),
    (TableError, "table"),
    (FormError, "form"),
    (LogError, "log"),
    (ExecutorError, "missing"),
    (RulesError, "unready"),
    (CaseError, "case"),
)
_NOT_JSON = "Y"
"""What the codes of faults of a text begin with, before anything is read of it."""
_CODES = {
    # Files that were changed under a running service: no case is wrong, and a restart mends it.
    "L020": "unready",
    "L021": "unready",
    "L028": "recorded",
    "L029": "not-found",
    "L037": "key-used",
    "L038": "recorded",
}
"""Faults of records that have a kind of their own."""


def problem_of(error: ToleranceRulesError) -> Problem:
    """Return what is told of an error of the library."""
    kind = next((name for kind, name in _OF_ERRORS if isinstance(error, kind)), "internal")
    faults: tuple[Fault, ...] = getattr(error, "faults", ())
    detail = (error.told(), error.told("en"))
    if faults:
        kind = _CODES.get(faults[0].code, kind)
        if kind == "case" and faults[0].code.startswith(_NOT_JSON):
            kind = "not-json"
        heading = KINDS[kind][1]
        detail = (f"{heading[0]}，共 {len(faults)} 处", f"{heading[1]}: {len(faults)} in all")
        if len(faults) == 1:
            only = fault_data(faults[0])
            detail = only["zh"], only["en"]
    return Problem(kind, detail, faults, _fields(error))


def _fields(error: ToleranceRulesError) -> dict[str, Any]:
    """Return what of an error a program acts on."""
    if isinstance(error, UnsettledDecisionError):
        return {"open_facts": list(error.open_facts), "reachable": list(error.reachable)}
    if isinstance(error, ForbiddenOutcomeError):
        return {"permitted": list(error.permitted), "clauses": list(error.clauses)}
    if isinstance(error, InconsistentFactsError):
        return {"facts": list(error.facts), "combinations": list(error.combinations)}
    if isinstance(error, RecordError) and error.number:
        return {"number": error.number}
    if isinstance(error, TableError) and error.sheets:
        return {"sheets": list(error.sheets)}
    if isinstance(error, UnknownNameError):
        return {"nearest": error.nearest, "names": list(error.names)}
    return {}
