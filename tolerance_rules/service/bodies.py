"""Bodies: what a request brings along: of the right type, not too large, not too slow."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from tolerance_rules.service.operation import JSON, JSON_LINES, Body
from tolerance_rules.service.pool import BUSY
from tolerance_rules.service.problems import Problem
from tolerance_rules.service.settings import Limits


class Room:
    """How many large bodies may be here at once: each is held in memory until it is answered."""

    def __init__(self) -> None:
        self._left = {"many": 8, "register": 2}

    @contextmanager
    def for_one(self, limit: str) -> Iterator[None]:
        """Hold the place of one body of that size; Problem if there is none."""
        if limit not in self._left:
            yield
            return
        if not self._left[limit]:
            raise BUSY
        self._left[limit] -= 1
        try:
            yield
        finally:
            self._left[limit] += 1


async def body_of(
    headers: Mapping[str, str], receive: Receive, body: Body, limits: Limits
) -> bytes:
    """Return the body of a request; Problem if it is not as it must be.

    `starlette.requests.ClientDisconnect` if whoever asks is gone before the end of it.
    """
    _require_type(headers.get("content-type", ""), body)
    _require_plain(headers.get("content-encoding", ""))
    limit = int(getattr(limits, body.limit))
    announced = headers.get("content-length", "")
    if announced.isdigit() and (len(announced) > 15 or int(announced) > limit):
        raise too_large(limit)
    # A register is large, and comes over a slow line as well.
    seconds = limits.body_seconds * (4 if body.limit == "register" else 1)
    # A timer of our own: `wait_for` would make a task for each body, which costs as much as to
    # evaluate it.
    task, late = asyncio.current_task(), False
    assert task is not None

    def give_up() -> None:
        nonlocal late
        late = True
        task.cancel()

    timer = asyncio.get_running_loop().call_later(seconds, give_up)
    try:
        return await _read(receive, limit)
    except asyncio.CancelledError:
        if not late:
            raise
        if hasattr(task, "uncancel"):  # from Python 3.11 on
            task.uncancel()
        raise Problem(
            "slow",
            (f"{seconds:g} 秒内没有送完", f"It was not all there within {seconds:g} seconds"),
            headers={"Connection": "close"},
        ) from None
    finally:
        timer.cancel()


async def _read(receive: Receive, limit: int) -> bytes:
    found = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        found += message.get("body", b"")
        if len(found) > limit:
            raise too_large(limit)
        if not message.get("more_body", False):
            return bytes(found)


def too_large(limit: int) -> Problem:
    """Return the problem of a body that is larger than it may be."""
    return Problem(
        "too-large",
        (f"不得超过 {limit:,} 字节", f"It may not have more than {limit:,} bytes"),
        # What is still under way is not read, so nothing can follow it.
        headers={"Connection": "close"},
    )


def _require_type(given: str, body: Body) -> None:
    """Refuse a body of another type: a page elsewhere can send text, but not JSON, unasked."""
    if given == body.media:
        return
    media, _, rest = given.partition(";")
    media = media.strip().lower()
    allowed = {body.media} | ({"application/jsonl"} if body.media == JSON_LINES else set())
    charset = rest.lower().replace(" ", "").replace('"', "").partition("charset=")[2]
    if media not in allowed or (body.media == JSON and charset not in ("", "utf-8", "utf8")):
        raise Problem(
            "media-type",
            (f"Content-Type 应当是 {body.media}", f"Content-Type should be {body.media}"),
            headers={"Accept-Post": body.media},
        )


def _require_plain(encoding: str) -> None:
    """Refuse a body that is compressed: it would be told that it is no JSON."""
    if encoding.strip().lower() not in ("", "identity"):
        raise Problem(
            "media-type",
            (
                "内容不能压缩（Content-Encoding），请照原样发送",
                "The body may not be compressed (Content-Encoding): send it as it is",
            ),
            headers={"Accept-Encoding": "identity"},
        )
