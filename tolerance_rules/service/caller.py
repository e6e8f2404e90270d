"""Caller: who asks, as the service knows them, so that a page offers only what they may do."""

from __future__ import annotations

import json

from starlette.responses import Response

from tolerance_rules.service.operation import JSON, LANG, Answer, Call, Operation
from tolerance_rules.service.roles import EVERYONE


def caller(call: Call) -> Response:
    """Say whose token it is, its roles, and whether there is a decision log."""
    found = {
        "name": call.caller,
        "roles": sorted(map(str, call.roles)),
        "tokens": call.service.settings.tokens is not None,
        "log": call.service.settings.store is not None,
    }
    return Response(json.dumps(found, ensure_ascii=False), media_type=JSON)


OPERATIONS = (
    Operation(
        "caller",
        "GET",
        "/v1/caller",
        ("这个令牌是谁的，能做什么", "Whose token it is, and what it may do"),
        caller,
        EVERYONE,
        Answer("Caller"),
        (LANG,),
        tag="rules",
        where="loop",
    ),
)
