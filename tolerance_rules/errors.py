"""Errors: every way the library refuses, with fields to act on and a message that says the remedy.

ToleranceRulesError
├── RulesError                 the rule files do not load; carries every fault of every file
├── CaseError                  the case file or the facts are wrong; carries every fault
│   └── TableError             a table of cases, its header or its mapping is wrong
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
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tolerance_rules.language import Lang, Pair, pick, say

# A hostile value may be megabytes long; a message quotes only this much of it.
QUOTED = 60

SUGGESTED = 20
"""Of how many unknown names the nearest is looked for: it takes long, and nobody reads more."""
LISTED = 100
"""How many faults a message lists; an error carries them all."""


def shorten(value: object) -> str:
    """Return `value` as printable text of at most `QUOTED` characters."""
    text = as_text(value)
    if not text[: QUOTED + 1].isprintable():
        text = "".join(map(_visible, text[: QUOTED + 1]))
    return text if len(text) <= QUOTED else text[:QUOTED] + "…"


def _visible(character: str) -> str:
    """Return a character, or its code where it is no ink."""
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


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
    """Return the member of `names` most like `name`, or None when nothing is near.

    What says the opposite is never near, however alike it is written.
    """
    if not isinstance(name, str) or len(name) > QUOTED:
        return None
    pool = list(names)
    # A dotted name is often given without its group, or with the wrong one.
    tails = {candidate.rpartition(".")[2]: candidate for candidate in pool}
    found = difflib.get_close_matches(name, pool, n=5, cutoff=0.6)
    last = name.rpartition(".")[2]
    found += [tails[each] for each in difflib.get_close_matches(last, tails, n=3, cutoff=0.75)]
    return next((each for each in found if not _opposite(name, each)), None)


_DENYING = re.compile(
    r"不(?![良断仅])|[未无非没否勿免]|(?<![a-z])(?:no|not|non|none|never|without)(?![a-z])",
    re.IGNORECASE,
)
_CONTRARY = ("轻重", "减加", "有无", "主被", "大小", "多少", "高低", "宽严", "前后", "上下")
_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "mis", "de")


def _opposite(name: str, other: str) -> bool:
    """Tell whether one of two names denies the other: 予以容错, 不予容错; foreseen, unforeseen."""
    if len(_DENYING.findall(name)) != len(_DENYING.findall(other)):
        return True
    for pair in _CONTRARY:
        one, two = pair[0], pair[1]
        more = name.count(one) - other.count(one)
        if more and more == other.count(two) - name.count(two):
            return True
    mine, others = (set(re.findall("[a-z]+", each.lower())) for each in (name, other))
    pairs = [(a, b) for a in mine - others for b in others - mine]
    return any(p + a == b or a == p + b for a, b in pairs for p in _PREFIXES)


def did_you_mean(name: object, names: Iterable[str]) -> str:
    """Return the Chinese clause that proposes the nearest name, or an empty string."""
    return mean(nearest(name, names))


def mean(near: str | None, lang: Lang = "zh") -> str:
    """Return the clause that proposes a name, or an empty string."""
    return say(lang, ("；您是否想写 {}？", " (did you mean {}?)"), near) if near else ""


class Suggestions:
    """Proposes the nearest name to each of the first few unknown ones, and no more."""

    def __init__(self) -> None:
        self._left = SUGGESTED

    def near(self, name: object, names: Iterable[str]) -> str | None:
        """Return the nearest name, or None."""
        self._left -= 1
        return nearest(name, names) if self._left >= 0 else None

    def mean(self, name: object, names: Iterable[str]) -> str:
        """Return the Chinese clause that proposes the nearest name, or an empty string."""
        return mean(self.near(name, names))


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
    english: str = field(default="", compare=False)
    """The message and the remedy in English; empty where there is only the Chinese."""
    near: str = field(default="", compare=False)
    """The nearest name that could have been meant, where one is near."""

    def __str__(self) -> str:
        return self.told()

    def told(self, lang: Lang = "zh") -> str:
        """Return the place, the code, what is wrong and what to write instead."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        stop = "" if self.message.endswith(("？", "。")) else "。"
        text = f"{self.message}{stop}{self.remedy}" if self.remedy else self.message
        if lang == "en" and self.english:
            text = self.english
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
    heading: Pair = ("", "")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.told())

    def told(self, lang: Lang = "zh") -> str:
        """Return the heading and the faults, so many of them as anybody reads."""
        words = ("（共 {} 处）：", " ({} in all):")
        lines = [pick(lang, self.heading) + say(lang, words, len(self.faults))]
        return "\n".join([*lines, *listed(self.faults, lang)])


def listed(faults: Sequence[Fault], lang: Lang = "zh") -> list[str]:
    """Return so many of the faults as anybody reads, and how many more there are."""
    lines = [fault.told(lang) for fault in faults[:LISTED]]
    more = ("……另有 {} 处，没有列出", "… and {} more, not listed")
    return [*lines, say(lang, more, len(faults) - LISTED)] if len(faults) > LISTED else lines


class RulesError(_Faulty):
    """The rule files do not load; `faults` lists every fault of every file."""

    heading = ("规则文件有误，未予载入", "The rule files are wrong and not loaded")


class CaseError(_Faulty):
    """The case file or the given facts are wrong; `faults` lists every fault."""

    heading = ("案件事实有误，未予评判", "The case is wrong and not evaluated")


class InconsistentFactsError(CaseError):
    """Facts that cannot both be; `facts` names them, `combinations` the rules that say so."""

    heading = ("案件事实相互矛盾，未予评判", "The facts contradict one another: not evaluated")

    def __init__(
        self, faults: Sequence[Fault], facts: Sequence[str], combinations: Sequence[str] = ()
    ) -> None:
        self.facts, self.combinations = tuple(facts), tuple(combinations)
        super().__init__(faults)


class TableError(CaseError):
    """A table of cases, its header or its mapping is wrong, so that no row of it is read."""

    def __init__(self, faults: Sequence[Fault], what: Pair = ("表格", "The table")) -> None:
        self.heading = (f"{what[0]}有误，未予读入", f"{what[1]} is wrong and not read")
        super().__init__(faults)


class SqlError(_Faulty):
    """The ruleset cannot be written as SQL for such a table; `faults` lists every fault."""

    heading = ("不能写成 SQL", "Cannot be written as SQL")


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
    """No clause, reading, policy or ruleset of that name; `nearest` is the closest of `names`.

    `remedy` says what else may be written than a name.
    """

    def __init__(
        self, kind: str, name: object, names: Iterable[str], *, remedy: Pair = ("", "")
    ) -> None:
        pool = sorted(names)
        # What was given may be anything at all, and need not pickle; its text does.
        self.name = name if isinstance(name, (str, int, float, type(None))) else shorten(name)
        self.nearest, self.names, self.remedy = nearest(name, pool), pool, remedy
        super().__init__(
            f"没有名为 {shorten(name)} 的{kind}{did_you_mean(name, pool) or '。'}"
            f"可用的有：{'、'.join(pool) or '（无）'}" + (f"。{remedy[0]}" if remedy[0] else "")
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
