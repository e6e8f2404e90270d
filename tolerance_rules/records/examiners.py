"""Examiners: who examines the records of a log, one after another: this process, or several."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context

from tolerance_rules.records.examined import Examined, examined
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.materials import KeptEngines
from tolerance_rules.records.store import Row

Examine = Callable[[Iterable[Row]], Iterator[tuple[Row, Examined]]]
"""Examines rows, and yields them in the same order."""
_AT_ONCE = 200
"""How many records are sent to a process at once."""
_AHEAD = 3
"""How many times as many are on their way for each process: no more are read, nor kept."""
_engines: list[KeptEngines | None] = []
"""The engines of a process that examines, made once when it begins."""


@contextmanager
def examiners(log: DecisionLog, processes: int, *, evaluate: bool) -> Iterator[Examine]:
    """Give what examines the records of a log."""
    if processes == 1:
        yield lambda rows: _here(rows, log.engines if evaluate else None)
        return
    # They have the rules from here, and no connection of their own.
    kept = {name: log.store.material(name) for name in log.store.materials()}
    begun = (kept if evaluate else None,)
    # Spawned: what is forked while another thread works may have its locks for ever.
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=_begin, initargs=begun) as pool:
        yield lambda rows: _there(rows, pool, processes)


def _here(rows: Iterable[Row], engines: KeptEngines | None) -> Iterator[tuple[Row, Examined]]:
    for row in rows:
        yield row, examined(row.number, row.document, engines)


def _there(
    rows: Iterable[Row], pool: ProcessPoolExecutor, processes: int
) -> Iterator[tuple[Row, Examined]]:
    left, sent = iter(rows), deque[tuple[list[Row], Future[list[Examined]]]]()
    while True:
        while len(sent) < _AHEAD * processes and (block := list(islice(left, _AT_ONCE))):
            documents = [(row.number, row.document) for row in block]
            sent.append((block, pool.submit(_examined, documents)))
        if not sent:
            return
        block, found = sent.popleft()
        yield from zip(block, found.result(), strict=True)


def _begin(kept: dict[str, bytes | None] | None) -> None:
    _engines[:] = [None if kept is None else KeptEngines(kept.get)]


def _examined(documents: list[tuple[int, bytes]]) -> list[Examined]:
    return [examined(number, document, _engines[0]) for number, document in documents]
