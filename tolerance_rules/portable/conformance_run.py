"""Conformance run: a program in any language asked every case of a corpus, and what it answers.

The program is started once, with the path of the bundle as its last argument. It reads one request
a line, writes one answer a line in any order, and ends with its input. It is not trusted to do so:
one that dies, hangs, talks of other things or answers twice costs its answers, never the run.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from tolerance_rules.portable.conformance_parts import COMPARED, ERROR, PARTS, part_of
from tolerance_rules.portable.corpus import Item
from tolerance_rules.portable.rule_data import Data

LONGEST_LINE = 1 << 20
MOST_RUBBISH = 100
"""A program that has written so many lines that are no answers is stopped."""
LAST_WORDS = 2_000
"""How many characters of what it complained of are shown of a program that died."""


@dataclass(frozen=True)
class Disagreement:
    """What a program says otherwise of a case, or that it says nothing that can be read."""

    item: Item
    part: str
    expected: Any
    answered: Any


@dataclass
class Report:
    """How a program has answered."""

    asked: int = 0
    agreed: int = 0
    unanswered: int = 0
    disagreements: list[Disagreement] = field(default_factory=list)
    rubbish: list[str] = field(default_factory=list)
    """Lines that are no answers, or answers to nothing asked, or to what was answered."""
    hung: bool = False
    code: int | None = None
    """The exit code, where it ended by itself."""
    complaints: str = ""

    @property
    def conforms(self) -> bool:
        """Tell whether every case was answered as it must be, and nothing else was said."""
        return self.agreed == self.asked and not self.rubbish


def run_program(
    command: Sequence[str],
    bundle: str,
    items: Sequence[Item],
    *,
    only: Iterable[str] = COMPARED,
    timeout: float = 60,
) -> Report:
    """Ask a program every case; OSError if it cannot be started.

    `bundle` is the text of the bundle, `only` the parts that are compared, and `timeout` for how
    many seconds nothing may come before it counts as hung.
    """
    report, left = Report(len(items)), {item.request["id"]: item for item in items}
    with tempfile.TemporaryDirectory() as folder:
        file, words = Path(folder, "bundle.json"), Path(folder, "stderr")
        file.write_text(bundle, encoding="utf-8")
        with words.open("wb") as into, _started([*command, str(file)], into) as process:
            answers = _Answers(process, items)
            try:
                for line in answers.lines(timeout):
                    _note(line, left, report, frozenset(only))
                    if not left or len(report.rubbish) >= MOST_RUBBISH:
                        break
                report.hung = answers.hung
                stopped = report.hung or len(report.rubbish) >= MOST_RUBBISH
                report.code = None if stopped else _ended(process)
            finally:
                _kill(process)
        with words.open("rb") as stderr:
            complaints = stderr.read(4 * LAST_WORDS).decode("utf-8", "replace")
    report.unanswered = len(left)
    report.complaints = complaints[:LAST_WORDS] if left else ""
    return report


def _started(command: Sequence[str], stderr: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        start_new_session=True,  # so that what it starts itself can be ended with it
    )


class _Answers:
    """Writes the requests and reads the answers, each in a thread, so that neither waits."""

    def __init__(self, process: subprocess.Popen[bytes], items: Sequence[Item]) -> None:
        self.hung = False
        self._process, self._items = process, items
        self._found: queue.Queue[bytes] = queue.Queue(maxsize=1_000)
        for work in (self._write, self._read):
            threading.Thread(target=work, daemon=True).start()

    def lines(self, timeout: float) -> Iterator[bytes]:
        """Yield the lines as they come, until the output ends or nothing comes for too long."""
        while True:
            try:
                line = self._found.get(timeout=timeout)
            except queue.Empty:
                self.hung = True
                return
            if not line:
                return
            yield line

    def _write(self) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        try:
            for item in self._items:
                line = json.dumps(item.request, ensure_ascii=False, separators=(",", ":"))
                stdin.write(line.encode() + b"\n")
            stdin.close()
        except (OSError, ValueError):
            return  # it has died, or was stopped: what it has not answered is counted

    def _read(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        line = b"?"
        while line:
            try:
                line = stdout.readline(LONGEST_LINE)
            except (OSError, ValueError):
                line = b""
            self._found.put(line)


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    """Return the exit code of a program that has said all it will; None if it goes on."""
    try:
        return process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program, and what it has started."""
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()


def _note(line: bytes, left: dict[int, Item], report: Report, only: frozenset[str]) -> None:
    """Note one line of what a program writes."""
    try:
        answer = json.loads(line)
        number = answer["id"]
        item = left.pop(number) if type(number) is int else None
    except (ValueError, KeyError, TypeError, RecursionError):
        item = None
    if item is None:
        report.rubbish.append(line[:200].decode("utf-8", "replace").rstrip())
        return
    found = list(_differences(item, answer, only))
    report.disagreements += found
    report.agreed += not found


def _differences(item: Item, answer: Data, only: frozenset[str]) -> Iterator[Disagreement]:
    if ERROR in item.expected:
        expected = item.expected[ERROR]["codes"]
        error = answer.get(ERROR)
        codes = error.get("codes") if isinstance(error, Mapping) else None
        if not isinstance(error, Mapping):
            yield Disagreement(item, ERROR, expected, _said(answer))
        elif ERROR in only and (not isinstance(codes, list) or {*map(str, codes)} != {*expected}):
            yield Disagreement(item, ERROR, expected, codes)
        return
    expected = item.expected["decision"]
    decision = answer.get("decision")
    if not isinstance(decision, Mapping):
        yield Disagreement(item, "decision", expected["outcome"], _said(answer))
        return
    for part in PARTS:
        if part not in only:
            continue
        try:
            found = part_of(decision, part)
        except (KeyError, TypeError, ValueError, AttributeError):
            found = decision.get(part)
        # As text: to Python, 1 is true.
        if _text(found) != _text(expected[part]):
            yield Disagreement(item, part, expected[part], found)


def _said(answer: Data) -> Any:
    """Return what was said instead of what was expected."""
    return {key: value for key, value in answer.items() if key != "id"}


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
