"""Many cases: lines of JSON in, each a case; lines out, each its result document or its problem.

The whole body is read first: who writes all of it before reading any answer, as most clients do,
would otherwise wait for us while we wait for them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

from starlette.responses import Response, StreamingResponse

from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.formats.case_faults import same_number
from tolerance_rules.formats.strict_json import plain_from_json
from tolerance_rules.service.case_questions import READING, REQUIRE, RULESET, decided
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


def evaluate_many(call: Call) -> Response:
    """Evaluate many cases, line by line."""

    async def lines() -> AsyncIterator[bytes]:
        for line in answers(call):
            yield line
            await asyncio.sleep(0)  # others have their turn

    return StreamingResponse(lines(), media_type=JSON_LINES)


def answers(call: Call) -> Iterator[bytes]:
    """Yield the answer to each line that is not blank, with the number of the line."""
    numbers: dict[str, str] = {}
    for number, line in enumerate(call.body.split(b"\n"), 1):
        if line.strip():
            yield b'{"line":%d,%s\n' % (number, _answer(call, line, number, numbers))


def _answer(call: Call, line: bytes, number: int, numbers: dict[str, str]) -> bytes:
    """Return the members of an answer, with the brace that closes it."""
    try:
        found = decided(call, plain_from_json(line, "", sent=True)).decision
        case, here = found.case.id, f"{number}"
        if case and numbers.setdefault(case, here) != here:
            fault = same_number(case, numbers[case], "")
            told = Problem("case", (fault.message, fault.english), (fault,))
        else:
            return found.to_json(indent=None)[1:].encode()
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
