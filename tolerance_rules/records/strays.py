"""Strays: what stands in the tables of a log though no writer of it put it there.

A record below the first number, rules under the fingerprint of others, a checkpoint or a request
that is noted under a number that is not its own: none of them is in the chain, and none is met by
whoever walks the records, so each is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

Run = Callable[..., list[tuple[Any, ...]]]
"""Runs a statement of SQL and returns the rows."""


def strays(run: Run, bytes_of: Callable[[object], bytes]) -> Iterator[tuple[int, str]]:
    """Yield what stands where no writer puts it: the number of a record, or 0, and what it is."""
    for (number,) in run("SELECT number FROM decision_log_records WHERE number < 1 LIMIT 20"):
        yield int(number), f"第 {number} 号记录是插入的：记录从 1 起编号"
    for (name,) in run("SELECT sha256 FROM decision_log_materials ORDER BY sha256"):
        ((kept,),) = run("SELECT content FROM decision_log_materials WHERE sha256 = ?", name)
        if sha256(bytes_of(kept)).hexdigest() != name:
            yield 0, f"所存的规则 {str(name)[:12]} 改动过，或者是插入的：指纹不符"
    for size, note in run("SELECT size, note FROM decision_log_checkpoints ORDER BY size, note"):
        if bytes_of(note).split(b"\n")[1:2] != [str(size).encode()]:
            yield 0, f"所存的检查点登记的是 {str(size)[:20]} 条，里面写的不是"


def stray_requests(run: Run, size: int) -> Iterator[tuple[int, str]]:
    """Yield the requests that are noted with a record that is not there."""
    noted = run("SELECT number FROM decision_log_requests WHERE number < 1 OR number > ?", size)
    for (number,) in noted[:20]:
        yield 0, f"登记的幂等键改动过：所指的第 {number} 号记录不在日志里"
