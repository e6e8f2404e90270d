"""App: the operations of the service put together as one ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match

from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.language import Lang
from tolerance_rules.service import (
    auditing,
    caller,
    case_questions,
    filing_writing,
    form_writing,
    health,
    many_cases,
    record_keeping,
    registers,
    rules_reading,
    web_pages,
)
from tolerance_rules.service.bodies import body_of
from tolerance_rules.service.guard import Guard, note
from tolerance_rules.service.many_cases import Streamed
from tolerance_rules.service.operation import Call, Operation, language_of, query_of
from tolerance_rules.service.pool import STOPPING
from tolerance_rules.service.problems import INTERNAL, Problem, problem_of
from tolerance_rules.service.service import Service
from tolerance_rules.service.settings import Settings

OPERATIONS: tuple[Operation, ...] = (
    *case_questions.OPERATIONS,
    *many_cases.OPERATIONS,
    *rules_reading.OPERATIONS,
    *caller.OPERATIONS,
    *record_keeping.OPERATIONS,
    *form_writing.OPERATIONS,
    *filing_writing.OPERATIONS,
    *registers.OPERATIONS,
    *auditing.OPERATIONS,
    *health.OPERATIONS,
    *web_pages.OPERATIONS,
)

GONE = 499
"""What is noted where whoever asked is gone; nobody reads it."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; RulesError, UnknownNameError or LogError where it cannot be."""
    service = Service(settings or Settings(), OPERATIONS)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # Beside the first requests: those that need what is not compiled yet compile it.
        warming = asyncio.get_running_loop().run_in_executor(None, service.warm)
        try:
            yield
        finally:
            await warming
            service.close()

    app = FastAPI(
        title="tolerance-rules",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.service = service
    for each in OPERATIONS:
        app.add_api_route(
            each.path,
            _endpoint(service, each),
            methods=[each.method, "HEAD"] if each.method == "GET" else [each.method],
            operation_id=each.id,
            response_model=None,
        )
    app.openapi = service.description  # type: ignore[method-assign]  # FastAPI's own way
    app.add_exception_handler(HTTPException, _not_routed)
    app.add_middleware(Guard, settings=service.settings)
    return app


def _endpoint(service: Service, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        lang = _language(request)
        state = request.scope["state"]
        state["operation"] = operation.id
        try:
            call = Call(service, lang, {}, request.path_params, request.headers, operation.id)
            return await _answer(call, operation, request)
        except ClientDisconnect:
            return Response(status_code=GONE)
        except asyncio.CancelledError:  # the time that is left to stop is over
            found = STOPPING
        except Problem as problem:
            found = problem
        except ToleranceRulesError as error:
            found = problem_of(error)
        except Exception as error:
            note(error)
            found = INTERNAL
        state["problem"] = found.kind
        lang = state.get("lang", lang)
        return found.response(lang, f"urn:tolerance-rules:request:{state['request_id']}")

    return endpoint


def _language(request: Request) -> Lang:
    return language_of(request.headers.get("accept-language", ""), request.scope["query_string"])


async def _answer(call: Call, operation: Operation, request: Request) -> Response:
    service = call.service
    address = request.client.host if request.client else ""
    authorization = request.headers.get("authorization", "")
    holder = service.access.admitted(authorization, address, operation.roles)
    call.caller, call.roles = holder.name, holder.roles
    request.scope["state"]["caller"] = holder.name
    call.query = query_of(request.scope["query_string"], operation.parameters)
    if "lang" in call.query:
        call.lang = request.scope["state"]["lang"] = call.query["lang"]
    if operation.body is None:
        return await _done(call, operation)
    with ExitStack() as room:
        room.enter_context(service.room.for_one(operation.body.limit))
        call.body = await body_of(request, operation.body, service.settings.limits)
        response = await _done(call, operation)
        if isinstance(response, Streamed):
            # The body is here until the last line of the answer is sent.
            response.held = room.pop_all()
        return response


async def _done(call: Call, operation: Operation) -> Response:
    service = call.service
    work = partial(operation.handler, call)
    inline = operation.where == "loop" and (
        len(call.body) <= service.settings.limits.inline or operation.streams
    )
    if inline:
        return work()
    pool = service.keeper.pool if operation.where == "log" else service.pool
    return await pool.run(work)


async def _not_routed(request: Request, error: Any) -> Response:
    """Return the problem of an address or a method that there is not."""
    kind = "method" if error.status_code == 405 else "not-found"
    words = {
        "method": ("这个地址不接受这种方法", "That method is not for this address"),
        "not-found": ("没有这个地址", "There is no such address"),
    }
    headers = dict(error.headers or {})
    if kind == "method":
        # One address may have several operations, and each is a route of its own.
        routes = [
            each for each in request.app.routes if each.matches(request.scope)[0] != Match.NONE
        ]
        headers["Allow"] = ", ".join(sorted({name for each in routes for name in each.methods}))
    found = Problem(kind, words[kind], headers=headers)
    instance = f"urn:tolerance-rules:request:{request.scope['state']['request_id']}"
    return found.response(_language(request), instance)
