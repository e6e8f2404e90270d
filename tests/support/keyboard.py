"""Keyboard: the interview run at a terminal, answered as a person types."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
from pathlib import Path
from types import TracebackType

from support.command_line import ROOT

CTRL_C = "\x03"


class Terminal:
    """One run of the program at a terminal of its own."""

    def __init__(self, *args: str | Path) -> None:
        import pty

        python = [sys.executable, "-m", "tolerance_rules", *map(str, args)]
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            env = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
            os.execve(sys.executable, python, env)
        self.seen, self.read = "", 0
        self.code: int | None = None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.code is None:
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        os.close(self.terminal)

    def until(self, pattern: str) -> str:
        """Return what is shown since the last time, once a pattern is in it."""
        end = time.monotonic() + 60
        while not (found := re.search(pattern, self.seen[self.read :], re.DOTALL)):
            assert time.monotonic() < end, self.seen
            if select.select([self.terminal], [], [], 1)[0]:
                data = os.read(self.terminal, 65536).decode(errors="replace")
                self.seen += data.replace("\r\n", "\n")
        shown = self.seen[self.read : self.read + found.end()]
        self.read += found.end()
        return shown

    def type(self, text: str, pattern: str = "(?:答：|Answer: )$") -> str:
        """Type an answer and Enter, or Ctrl+C, and return what is shown up to the next prompt."""
        # A key that comes while the line is being set up would be lost.
        time.sleep(0.1)
        os.write(self.terminal, (text if text == CTRL_C else f"{text}\n").encode())
        return self.until(pattern)

    def ended(self) -> int:
        """Return the exit code, once the program has ended."""
        end = time.monotonic() + 60
        while self.code is None:
            assert time.monotonic() < end, self.seen
            pid, status = os.waitpid(self.child, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
            elif select.select([self.terminal], [], [], 0.1)[0]:
                try:
                    data = os.read(self.terminal, 65536)
                except OSError:
                    continue
                self.seen += data.decode(errors="replace").replace("\r\n", "\n")
        return self.code

    def kill(self, number: int) -> int:
        """Send a signal, and return the exit code."""
        # One that comes while the line is being set up would wait for the next key.
        time.sleep(0.3)
        os.kill(self.child, number)
        return self.ended()
