"""Many cases: lines of JSON in, each a case; lines out, each its result document or its problem.

The whole body is read first: who writes all of it before reading any answer, as most clients do,
would otherwise wait for us while we wait for them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from io import BytesIO

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.formats.case_faults import same_number
from tolerance_rules.formats.human_values import is_number
from tolerance_rules.service.bodies import too_large
from tolerance_rules.service.case_questions import READING, REQUIRE, RULESET, decided_json
from tolerance_rules.service.operation import (
    JSON_LINES,
    LANG,
    Answer,
    Body,
    Call,
    Operation,
)
from tolerance_rules.service.problems import Problem, problem_of
from tolerance_rules.service.roles import INVESTIGATOR

BLANK = 1000
"""After how many blank lines others have their turn."""


def evaluate_many(call: Call) -> Response:
    """Evaluate many cases, line by line."""

    async def lines() -> AsyncIterator[bytes]:
        for line in answers(call):
            if line:
                yield line
            await asyncio.sleep(0)  # others have their turn

    return Streamed(lines(), call.service.settings.limits.many_seconds)


class Streamed(StreamingResponse):
    """An answer that is made while it is sent; what is `held` for it is let go at its end.

    One that is not sent in time, because nobody reads it, is cut: its last chunk is missing.
    """

    def __init__(self, lines: AsyncIterator[bytes], seconds: float) -> None:
        super().__init__(lines, media_type=JSON_LINES)
        self.held, self._seconds = ExitStack(), seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        with self.held:
            try:
                await asyncio.wait_for(super().__call__(scope, receive, send), self._seconds)
            except asyncio.TimeoutError:
                scope["state"]["problem"] = "late"


def answers(call: Call) -> Iterator[bytes]:
    """Yield the answer to each line that is not blank, with the number of the line.

    Of many blank lines nothing is yielded now and then, so that others have their turn.
    """
    numbers: dict[str, str] = {}
    for number, line in enumerate(BytesIO(call.body), 1):
        if line.strip():
            yield b'{"line":%d,%s\n' % (number, _answer(call, line, number, numbers))
        elif not number % BLANK:
            yield b""


def _answer(call: Call, line: bytes, number: int, numbers: dict[str, str]) -> bytes:
    """Return the members of an answer, with the brace that closes it."""
    try:
        limit = call.service.settings.limits.body
        if len(line) > limit + 1:  # with its end
            raise too_large(limit)
        decision, document = decided_json(call, line.rstrip(b"\r\n"))
        case, here = decision.case.id, f"{number}"
        if is_number(case) and numbers.setdefault(case, here) != here:
            fault = same_number(case, numbers[case], "")
            told = Problem("case", (fault.message, fault.english), (fault,))
        else:
            return document[1:]
    except Problem as problem:
        told = problem
    except ToleranceRulesError as error:
        told = problem_of(error)
    text = json.dumps({"problem": told.to_dict(call.lang)}, ensure_ascii=False)
    return text[1:].encode()


OPERATIONS = (
    Operation(
        "evaluateMany",
        "POST",
        "/v1/evaluate-many",
        (
            "评判许多案件：一行一个案件（JSON），回答也是一行一个",
            "Evaluate many cases: JSON lines in, JSON lines out",
        ),
        evaluate_many,
        INVESTIGATOR,
        Answer("DecisionLine", (JSON_LINES,)),
        (RULESET, READING, REQUIRE, LANG),
        Body("CaseFile", JSON_LINES, "many"),
        where="loop",
        streams=True,
    ),
)
