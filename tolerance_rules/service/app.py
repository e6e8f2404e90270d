"""App: the operations of the service put together as one ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from functools import partial

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

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
from tolerance_rules.service.guard import Guard
from tolerance_rules.service.many_cases import Streamed
from tolerance_rules.service.operation import Call, Operation, query_of
from tolerance_rules.service.pool import STOPPING
from tolerance_rules.service.problems import Problem
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
NOWHERE = Problem("not-found", ("没有这个地址", "There is no such address"))


class Application:
    """The service as an ASGI application."""

    def __init__(self, service: Service) -> None:
        self.service = service
        places: dict[str, dict[str, Operation]] = {}
        for each in OPERATIONS:
            places.setdefault(each.path, {})[each.method] = each
            if each.method == "GET":
                places[each.path]["HEAD"] = each
        self.routes = [Route(path, Place(service, found)) for path, found in places.items()]
        router = Router(
            self.routes, redirect_slashes=False, default=_nowhere, lifespan=self._lifespan
        )
        self._guard = Guard(router, service.settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._guard(scope, receive, send)

    @asynccontextmanager
    async def _lifespan(self, _app: object) -> AsyncIterator[None]:
        # Beside the first requests: those that need what is not compiled yet compile it.
        warming = asyncio.get_running_loop().run_in_executor(None, self.service.warm)
        try:
            yield
        finally:
            try:
                await warming
            finally:
                self.service.close()


def create_app(settings: Settings | None = None) -> Application:
    """Return the application; RulesError, UnknownNameError or LogError where it cannot be."""
    return Application(Service(settings or Settings(), OPERATIONS))


class Place:
    """The operations of one address, by method."""

    def __init__(self, service: Service, operations: Mapping[str, Operation]) -> None:
        self._service, self._operations = service, operations
        words = "这个地址不接受这种方法", "That method is not for this address"
        self._other = Problem("method", words, headers={"Allow": ", ".join(sorted(operations))})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        operation = self._operations.get(scope["method"])
        if operation is None:
            raise self._other
        state, headers = scope["state"], Headers(scope=scope)
        state["operation"] = operation.id
        call = Call(self._service, state["lang"], {}, scope["path_params"], headers, operation.id)
        try:
            response = await _answer(call, operation, scope, receive)
        except ClientDisconnect:
            response = Response(status_code=GONE)
        except asyncio.CancelledError:  # the time that is left to stop is over
            raise STOPPING from None
        await response(scope, receive, send)


async def _nowhere(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise NOWHERE


async def _answer(call: Call, operation: Operation, scope: Scope, receive: Receive) -> Response:
    service, state = call.service, scope["state"]
    client = scope.get("client")
    authorization = call.headers.get("authorization", "")
    holder = service.access.admitted(authorization, client[0] if client else "", operation.roles)
    call.caller, call.roles = holder.name, holder.roles
    state["caller"] = holder.name
    call.query = query_of(scope["query_string"], operation.parameters)
    if "lang" in call.query:
        call.lang = state["lang"] = call.query["lang"]
    if operation.body is None:
        return await _done(call, operation)
    with ExitStack() as room:
        room.enter_context(service.room.for_one(operation.body.limit))
        call.body = await body_of(call.headers, receive, operation.body, service.settings.limits)
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
