"""Signals: one that would end the program at once lets it clean up first."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Those that a shell, a service manager or a terminal that closes sends; some systems lack some."""


@contextmanager
def cleaning_up() -> Iterator[None]:
    """Within the block, let such a signal raise SystemExit: files half written are removed.

    One that is ignored, as under nohup, stays ignored, and one that somebody handles is theirs.
    """
    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, _leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
