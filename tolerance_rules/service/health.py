"""Health: whether the process answers, and whether it is ready for questions."""

from __future__ import annotations

import json

from starlette.responses import Response

from tolerance_rules.service.operation import JSON, Answer, Call, Operation


def health(_call: Call) -> Response:
    """Say that the process answers."""
    return Response('{"status":"alive"}', media_type=JSON)


def readiness(call: Call) -> Response:
    """Say that questions are answered, or that they are not."""
    problem = call.service.unready()
    if problem is not None:
        raise problem
    ids = list(call.service.rulesets.engines)
    return Response(json.dumps({"status": "ready", "rulesets": ids}), media_type=JSON)


OPERATIONS = (
    Operation(
        "health",
        "GET",
        "/health/live",
        ("进程在不在", "Whether the process answers"),
        health,
        None,
        Answer("Liveness"),
        tag="health",
        where="loop",
    ),
    Operation(
        "readiness",
        "GET",
        "/health/ready",
        ("能不能办理", "Whether it is ready"),
        readiness,
        None,
        Answer("Readiness"),
        problems=("stopping",),
        tag="health",
    ),
)
