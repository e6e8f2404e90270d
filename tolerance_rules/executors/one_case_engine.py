"""Engine of one case: durable-rules, used as docs/decisions/one-case-executor.md explains.

The only file that imports it: its C functions, one fact and one state at a time, and no lock.
"""

from __future__ import annotations

import json
import os
import sys
import weakref
from collections.abc import Mapping
from functools import lru_cache, partial
from itertools import chain
from types import ModuleType
from typing import Any

from tolerance_rules.errors import ExecutorError
from tolerance_rules.executors.one_case_stages import DONE, Fire, Pattern


def import_engine() -> ModuleType:
    """Import the C extension; on Python 3.13 lazily, for a symbol that is gone but never used."""
    lazy = sys.version_info >= (3, 13) and hasattr(sys, "setdlopenflags")
    flags = sys.getdlopenflags() if lazy else 0
    try:
        if lazy:
            sys.setdlopenflags((flags & ~os.RTLD_NOW) | os.RTLD_LAZY)
        import durable_rules_engine
    except ImportError as error:
        raise ExecutorError(
            f"不能载入 durable-rules：{error}。不装也能评判：执行器改用定义，结论相同，只是慢一些。"
            "它只有源码包，安装需要 C 编译器（Debian：apt-get install gcc python3-dev；"
            "Windows：Visual Studio Build Tools）。装好编译器，把环境变量 CPPFLAGS（Windows：CL，"
            "前面的 - 改为 /）设为 -DPyEval_CallObject=PyObject_CallObject，再运行："
            "pip install --no-cache-dir --force-reinstall durable-rules==2.0.28",
            english=f"durable-rules cannot be loaded: {error}. Cases can be decided without it, by "
            "the definition, only slower. It is source only and needs a C compiler (Debian: "
            "apt-get install gcc python3-dev; Windows: Visual Studio Build Tools). With that, set "
            "the environment variable CPPFLAGS (on Windows CL, with / for -) to "
            "-DPyEval_CallObject=PyObject_CallObject, then: "
            "pip install --no-cache-dir --force-reinstall durable-rules==2.0.28",
        ) from error
    finally:
        if lazy:
            sys.setdlopenflags(flags)
    engine: ModuleType = durable_rules_engine
    return engine


@lru_cache(maxsize=1)
def available() -> bool:
    """Tell whether durable-rules can be imported here."""
    try:
        import_engine()
    except ExecutorError:
        return False
    return True


class _Handle:
    """One durable-rules ruleset, given back when nothing holds it any more.

    Not when the program ends: the memory goes then anyway, and whoever presses Ctrl-C again would
    interrupt it in the middle.
    """

    def __init__(self, engine: Any, name: str, definition: str) -> None:
        try:
            self.number = engine.create_ruleset(name, definition)
        except Exception as error:
            raise ExecutorError(
                f"durable-rules 未能编译{_spoken(name)}：{error}。条件的嵌套或并列可能过多，请拆分",
                english=f"durable-rules cannot compile {name}: {error}; the conditions may be "
                "nested too deep or list too much: split them",
            ) from error
        self.cleanup = weakref.finalize(self, engine.delete_ruleset, self.number)
        self.cleanup.atexit = False


class DurableEngine:
    """One durable-rules ruleset; shared by any number of threads, and by a process that forks.

    INVARIANT: no lock. Whoever asks takes an idle handle out of a list, which Python does at one
    stroke, or makes one; so a child that is forked while a thread is asking waits for nobody, and
    never meets the state that the thread had begun.
    """

    def __init__(self, name: str, definition: Mapping[str, Pattern]) -> None:
        self._c: Any = import_engine()
        self._name, self._definition = name, json.dumps(definition)
        self._idle = [_Handle(self._c, name, self._definition)]

    def fire(self, message: str) -> list[str]:
        """Assert one fact, let every rule fire, forget it, and return the names that fired."""
        try:
            handle = self._idle.pop()
        except IndexError:
            handle = _Handle(self._c, self._name, self._definition)
        asked = _Asked(self._c, handle.number)
        try:
            fired = asked.fire(message)
        except BaseException as error:
            if not isinstance(error, Exception) and asked.recovered():
                self._idle.append(handle)
                raise
            # What a failure left in the engine is not known, and to delete it may crash the
            # process: it is abandoned, and the next case has an engine of its own.
            handle.cleanup.detach()
            if isinstance(error, Exception):
                words = (f"durable-rules 未能评判：{error}", f"durable-rules failed: {error}")
                raise ExecutorError(words[0], english=words[1]) from error
            raise
        self._idle.append(handle)
        return fired


class _Asked:
    """One fact asserted to an engine, and how far that has come.

    Python interrupts between two of its own instructions, never within a built-in function. So
    each step is one call of `list.extend` on an iterator of C: it is done, and noted in the list,
    or not done at all, and what an interruption left can be brought to its end.
    """

    def __init__(self, engine: Any, number: int) -> None:
        self._c, self._number = engine, number
        self._asserted: list[tuple[int, Any]] = []
        self._started: list[Any] = []
        self._actions: list[str | None] = []
        """What fired, then, when nothing more will, None."""
        self._deleted: list[object] = []

    def fire(self, message: str) -> list[str]:
        """Assert the fact, and return the names of the rules that fired."""
        self._asserted.extend(map(self._c.assert_fact, (self._number,), (message,)))
        code, _ = self._asserted[0]
        if code != 0:
            raise RuntimeError(f"assert_fact returned {code}")
        return self._finished()

    def _finished(self) -> list[str]:
        """Let the rest of the rules fire, delete the state, and return what fired in all."""
        state = self._asserted[0][1]
        if not self._started:
            self._started.extend(map(self._c.start_action_for_state, (self._number,), (state,)))
        if self._started[0]:
            more = partial(self._c.complete_and_start_action, self._number, state)
            if not self._actions or self._actions[-1] is not None:
                self._actions.extend(chain(iter(more, None), (None,)))
            actions = [self._started[0][1], *filter(None, self._actions)]
        else:
            actions = []
        # {"rule":{"m":{...}}}: the names are ours, with nothing to unescape.
        fired = [action[2 : action.index('"', 2)] for action in actions]
        if DONE not in fired:
            raise RuntimeError("not every rule fired")
        # INVARIANT: only a state in which every rule ran to its end is deleted; one in which none
        # fired holds a pointer that was never set, and to free that may crash the process.
        if not self._deleted:
            self._deleted.extend(map(self._c.delete_state, (self._number,), ("1",)))
        return fired

    def recovered(self) -> bool:
        """Bring to its end what was interrupted; False if the engine must be abandoned."""
        try:
            if self._asserted and self._asserted[0][0] == 0:
                self._finished()
        except BaseException:
            return False
        return True


def _spoken(kind: str) -> str:
    """Return what a stage judges, for whoever writes the rules."""
    named = {"rows": "结论表", "picks": "裁量惯例"}
    clause = kind[1:].partition("_n")[0].replace("_", ".")
    return named.get(kind, f"条款 {clause}" if clause[:1].isdecimal() else f" {kind}")


def connect(name: str, definition: Mapping[str, Pattern]) -> Fire:
    """Return what asks durable-rules, for a name and its rules."""
    return DurableEngine(name, definition).fire
