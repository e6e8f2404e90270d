"""Errors: every way the library refuses, with fields to act on and a message that says the remedy.

ToleranceRulesError
├── RulesError                 the rule files do not load; carries every fault of every file
├── CaseError                  the case file or the facts are wrong; carries every fault
├── InconsistentFactsError     facts that cannot both be; names them
├── OutOfForceError            the decision date is outside the ruleset's time in force
├── UnsettledDecisionError     facts still unknown could change the outcome; names them
├── ForbiddenOutcomeError      a recorded outcome outside the permitted set; names the clause
├── SqlError                   the ruleset cannot be written as SQL for that table
├── UnknownNameError           a clause, reading, policy or ruleset of that name is not there
├── WrongTypeError             an argument is not of the type that it must be
└── ExecutorError              an executor could not be loaded or did not answer
"""

from __future__ import annotations

import difflib
import errno
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# A hostile value may be megabytes long; a message quotes only this much of it.
QUOTED = 60


def shorten(value: object) -> str:
    """Return `value` as printable text of at most `QUOTED` characters."""
    text = as_text(value)
    if not text[: QUOTED + 1].isprintable():
        text = text[: QUOTED + 1].encode("unicode_escape", "backslashreplace").decode("ascii")
    return text if len(text) <= QUOTED else text[:QUOTED] + "…"


def as_text(value: object) -> str:
    """Return `value` as a file would write it; a hostile one may be too long to be written."""
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False)
    except TypeError:  # nothing that a file can hold
        return repr(value)
    except (ValueError, RecursionError):  # too many digits, or nested in itself
        return "（过长的值）"


def nearest(name: object, names: Iterable[str]) -> str | None:
    """Return the member of `names` most like `name`, or None when nothing is near."""
    if not isinstance(name, str) or len(name) > QUOTED:
        return None
    pool = list(names)
    found = difflib.get_close_matches(name, pool, n=1, cutoff=0.6)
    if found:
        return found[0]
    # A dotted name is often given without its group, or with the wrong one.
    tails = {candidate.rpartition(".")[2]: candidate for candidate in pool}
    found = difflib.get_close_matches(name.rpartition(".")[2], tails, n=1, cutoff=0.75)
    return tails[found[0]] if found else None


def did_you_mean(name: object, names: Iterable[str]) -> str:
    """Return the Chinese clause that proposes the nearest name, or an empty string."""
    near = nearest(name, names)
    return f"；您是否想写 {near}？" if near else ""


def reason_of(error: OSError) -> str:
    """Return in Chinese why a file or a folder cannot be read or written."""
    reasons: tuple[tuple[type[OSError], str], ...] = (
        (FileNotFoundError, "没有这个文件或目录"),
        (PermissionError, "没有权限"),
        (IsADirectoryError, "这是目录，不是文件"),
        (NotADirectoryError, "这是文件，不是目录"),
        (FileExistsError, "已经存在"),
    )
    numbered = {
        errno.ELOOP: "符号链接成环",
        errno.ENAMETOOLONG: "文件名过长",
        errno.EIO: "读写出错",
        errno.ENOSPC: "磁盘已满",
        errno.EROFS: "磁盘是只读的",
        errno.ENOTEMPTY: "目录不是空的",
        errno.ENXIO: "没有这个设备",
    }
    found = next((reason for kind, reason in reasons if isinstance(error, kind)), None)
    return found or numbered.get(error.errno or 0) or error.strerror or str(error)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file or in given facts: where, what, and what to write instead."""

    code: str
    message: str
    remedy: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    subject: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        stop = "" if self.message.endswith(("？", "。")) else "。"
        text = f"{self.message}{stop}{self.remedy}" if self.remedy else self.message
        return f"{place}: {self.code} {text}" if place else f"{self.code} {text}"


class PicklableError(Exception):
    """An error that pickles with its fields, whatever its `__init__` asks for.

    Python makes an error again by calling its class with the message alone; where that fails in
    what a worker process sends back, the pool of processes breaks or hangs.
    """

    def __reduce__(self) -> tuple[Callable[..., PicklableError], tuple[Any, ...]]:
        return _made_again, (type(self), self.args, dict(self.__dict__))


def _made_again(
    kind: type[PicklableError], args: tuple[Any, ...], fields: dict[str, Any]
) -> PicklableError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(fields)
    return error


class ToleranceRulesError(PicklableError):
    """Root of every error the library raises on purpose."""


class _Faulty(ToleranceRulesError, ValueError):
    heading = ""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            "\n".join([f"{self.heading}（共 {len(self.faults)} 处）：", *map(str, self.faults)])
        )


class RulesError(_Faulty):
    """The rule files do not load; `faults` lists every fault of every file."""

    heading = "规则文件有误，未予载入"


class CaseError(_Faulty):
    """The case file or the given facts are wrong; `faults` lists every fault."""

    heading = "案件事实有误，未予评判"


class InconsistentFactsError(CaseError):
    """Facts that cannot both be; `facts` names them, `combinations` the rules that say so."""

    heading = "案件事实相互矛盾，未予评判"

    def __init__(
        self, faults: Sequence[Fault], facts: Sequence[str], combinations: Sequence[str] = ()
    ) -> None:
        self.facts, self.combinations = tuple(facts), tuple(combinations)
        super().__init__(faults)


class SqlError(_Faulty):
    """The ruleset cannot be written as SQL for such a table; `faults` lists every fault."""

    heading = "不能写成 SQL"


class OutOfForceError(ToleranceRulesError, ValueError):
    """The decision date is outside the ruleset's time in force; carries `date` and `ruleset`."""

    def __init__(self, message: str, *, date: object, ruleset: str) -> None:
        self.date, self.ruleset = date, ruleset
        super().__init__(message)


class UnsettledDecisionError(ToleranceRulesError):
    """The decision is not settled; `open_facts` must be established, `reachable` may result."""

    def __init__(
        self, message: str, *, open_facts: Sequence[str], reachable: Sequence[str]
    ) -> None:
        self.open_facts, self.reachable = tuple(open_facts), tuple(reachable)
        super().__init__(message)


class ForbiddenOutcomeError(ToleranceRulesError, ValueError):
    """An outcome outside the permitted set; `clauses` are those that forbid it."""

    def __init__(
        self, message: str, *, outcome: str, permitted: Sequence[str], clauses: Sequence[str]
    ) -> None:
        self.outcome, self.permitted, self.clauses = outcome, tuple(permitted), tuple(clauses)
        super().__init__(message)


class UnknownNameError(ToleranceRulesError, LookupError):
    """No clause, reading, policy or ruleset of that name; `nearest` is the closest one."""

    def __init__(self, kind: str, name: object, names: Iterable[str]) -> None:
        pool = sorted(names)
        # What was given may be anything at all, and need not pickle; its text does.
        self.name = name if isinstance(name, (str, int, float, type(None))) else shorten(name)
        self.nearest = nearest(name, pool)
        super().__init__(
            f"没有名为 {shorten(name)} 的{kind}{did_you_mean(name, pool) or '。'}"
            f"可用的有：{'、'.join(pool) or '（无）'}"
        )


class ExecutorError(ToleranceRulesError, RuntimeError):
    """An executor could not be loaded, or did not give one whole answer."""


class WrongTypeError(ToleranceRulesError, TypeError):
    """An argument is not of the type that it must be; `name` is that of the argument."""

    def __init__(self, name: str, given: object, wanted: str) -> None:
        self.name = name
        kind = type(given).__name__
        super().__init__(f"参数 {name} 应当是 {wanted}，现为 {shorten(given)}（{kind}）")


def require_type(name: str, given: object, kinds: type | tuple[type, ...], wanted: str) -> None:
    """Raise WrongTypeError unless an argument is of one of the types."""
    if not isinstance(given, kinds):
        raise WrongTypeError(name, given, wanted)
