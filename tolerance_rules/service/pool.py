"""Pool: a few threads for what takes long; who would wait too long is told so instead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from tolerance_rules.service.problems import SOON, Problem

T = TypeVar("T")

BUSY = Problem(
    "busy",
    ("正在办理的请求已满", "As many requests as can be answered at once are under way"),
    headers={"Retry-After": "1"},
)


STOPPING = Problem(
    "stopping",
    ("还没有准备好，或者正在停止", "It is not ready yet, or it is stopping"),
    headers={"Retry-After": str(SOON)},
)


class Pool:
    """Threads that answer questions, with a bound on how many wait and how long one may take."""

    def __init__(self, name: str, threads: int, waiting: int, seconds: float) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._bound, self._under_way = threads + waiting, 0
        self._seconds = seconds

    async def run(self, work: Callable[[], T]) -> T:
        """Return what some work comes to; Problem if there is no room, or no end to it.

        Work that is given up goes on to its end, and holds its thread until then: a thread cannot
        be stopped.
        """
        if self._under_way >= self._bound:
            raise BUSY
        try:
            started = asyncio.get_running_loop().run_in_executor(self._threads, work)
        except RuntimeError:  # closed meanwhile
            raise STOPPING from None
        self._under_way += 1
        started.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.shield(started), self._seconds)
        except asyncio.TimeoutError:
            raise Problem(
                "late",
                (
                    f"{self._seconds:g} 秒内没有办完",
                    f"It was not answered within {self._seconds:g} seconds",
                ),
                headers={"Retry-After": "10"},
            ) from None

    def _done(self, future: asyncio.Future[T]) -> None:
        self._under_way -= 1
        if not future.cancelled():
            future.exception()  # looked at, also where nobody waits for it any more

    def last(self, work: Callable[[], object]) -> None:
        """Do some last work on a thread of the pool, and close it."""
        self._threads.submit(work).result()
        self._threads.shutdown(wait=True)

    def close(self) -> None:
        """Let what is under way end, and start nothing more."""
        self._threads.shutdown(wait=True, cancel_futures=True)
