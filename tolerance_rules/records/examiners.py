"""Examiners: who examines the records of a log, one after another: this process, or several."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from tolerance_rules.errors import ExecutorError, WrongTypeError
from tolerance_rules.records.examined import Examined, examined
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.materials import KeptEngines
from tolerance_rules.records.store import Row

Examine = Callable[[Iterable[Row]], Iterator[tuple[Row, Examined]]]
"""Examines rows, and yields them in the same order."""
MOST_PROCESSES = 61
"""How many processes Windows can wait for."""
_AT_ONCE = 200
"""How many records are sent to a process at once."""
_AHEAD = 3
"""How many times as many are on their way for each process: no more are read, nor kept."""
_engines: list[KeptEngines | None] = []
"""The engines of a process that examines, made once when it begins."""


@contextmanager
def examiners(log: DecisionLog, processes: int, *, evaluate: bool) -> Iterator[Examine]:
    """Give what examines the records of a log."""
    if type(processes) is not int or not 1 <= processes <= MOST_PROCESSES:
        raise WrongTypeError("processes", processes, f"1 至 {MOST_PROCESSES} 的整数")
    if processes == 1:
        yield lambda rows: _here(rows, log.engines if evaluate else None)
        return
    # Spawned: what is forked while another thread works may have its locks for ever.
    context = get_context("spawn")
    with TemporaryDirectory(prefix="tolerance-rules-") as folder:
        # They have the rules from a file, and no connection of their own. As an argument the rules
        # are more than a pipe holds: one that dies before it reads them is waited for without end.
        kept = Path(folder, "materials") if evaluate else None
        if kept:
            materials = {name: log.store.material(name) for name in log.store.materials()}
            kept.write_bytes(pickle.dumps(materials))
        pool = ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(kept,))
        try:
            yield lambda rows: _there(rows, pool, processes)
        except BrokenProcessPool as error:
            raise ExecutorError(
                "核验的进程中途没有了（内存不足、被强行结束，或者调用 verify 的脚本没有写 "
                'if __name__ == "__main__":）。请用 1 个进程再核验一次',
                english="A process that verifies has ended midway: out of memory, killed, or the "
                'script that calls verify has no if __name__ == "__main__": guard. '
                "Verify once more with 1 process",
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


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


def _begin(kept: Path | None) -> None:
    materials = pickle.loads(kept.read_bytes()) if kept else None  # written by the one that waits
    _engines[:] = [None if materials is None else KeptEngines(materials.get)]


def _examined(documents: list[tuple[int, bytes]]) -> list[Examined]:
    return [examined(number, document, _engines[0]) for number, document in documents]
