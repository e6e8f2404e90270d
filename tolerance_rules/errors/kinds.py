"""Kinds of errors: what is raised, with fields to act on and a message that says the remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tolerance_rules.errors.fault import Fault, listed
from tolerance_rules.errors.near_names import means, nearest
from tolerance_rules.errors.shown_text import shorten
from tolerance_rules.language import Lang, Pair, pick, say


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
    """Root of every error the library raises on purpose; `english` is its message in English."""

    english: str = ""

    def __init__(self, *args: object, english: str = "") -> None:
        if english:
            self.english = english
        super().__init__(*args)

    def told(self, lang: Lang = "zh") -> str:
        """Return the message in a language."""
        return self.english if lang == "en" and self.english else str(self)


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


class RulesError(_Faulty):
    """The rule files do not load; `faults` lists every fault of every file."""

    heading = ("规则文件有误，未予载入", "The rule files are wrong and not loaded")


class CaseError(_Faulty):
    """The case file or the given facts are wrong; `faults` lists every fault."""

    heading = ("案件事实有误，未予评判", "The case is wrong and not evaluated")


class RecordError(CaseError):
    """Something is not recorded in a log, or a proof or key does not fit; `faults` lists why."""

    heading = ("没有办成，原因如下", "Not done, because")
    number: int = 0
    """The record that stands in the place of what was to be recorded, if one does."""


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

    sheets: tuple[str, ...] = ()
    """Of a workbook of which it is not known which sheet to read, all that it has."""

    def __init__(self, faults: Sequence[Fault], what: Pair = ("表格", "The table")) -> None:
        self.heading = (f"{what[0]}有误，未予读入", f"{what[1]} is wrong and not read")
        super().__init__(faults)


class LogError(_Faulty):
    """A decision log cannot be opened, written to or believed; `faults` lists why."""

    heading = ("决定日志有误", "The decision log is wrong")


class SqlError(_Faulty):
    """The ruleset cannot be written as SQL for such a table; `faults` lists every fault."""

    heading = ("不能写成 SQL", "Cannot be written as SQL")


class FormError(_Faulty):
    """A form cannot be filled, or not as what was asked for; `faults` lists why."""

    heading = ("文书没有写出", "The form is not written")


class OutOfForceError(ToleranceRulesError, ValueError):
    """The decision date is outside the ruleset's time in force; carries `date` and `ruleset`."""

    def __init__(self, message: str, *, date: object, ruleset: str, english: str = "") -> None:
        self.date, self.ruleset = date, ruleset
        super().__init__(message, english=english)


class UnsettledDecisionError(ToleranceRulesError):
    """The decision is not settled; `open_facts` must be established, `reachable` may result."""

    def __init__(
        self,
        message: str,
        *,
        open_facts: Sequence[str],
        reachable: Sequence[str],
        english: str = "",
    ) -> None:
        self.open_facts, self.reachable = tuple(open_facts), tuple(reachable)
        super().__init__(message, english=english)


class ForbiddenOutcomeError(ToleranceRulesError, ValueError):
    """An outcome outside the permitted set; `clauses` are those that forbid it."""

    def __init__(
        self,
        message: str,
        *,
        outcome: str,
        permitted: Sequence[str],
        clauses: Sequence[str],
        english: str = "",
    ) -> None:
        self.outcome, self.permitted, self.clauses = outcome, tuple(permitted), tuple(clauses)
        super().__init__(message, english=english)


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
        near = means(self.nearest)
        known = f" There are: {', '.join(pool)}." if pool else ""
        super().__init__(
            f"没有名为 {shorten(name)} 的{kind}{near[0] or '。'}"
            f"可用的有：{'、'.join(pool) or '（无）'}" + (f"。{remedy[0]}" if remedy[0] else ""),
            english=f"there is nothing named {shorten(name)}{near[1] or '.'}{known}"
            + (f" {remedy[1]}" if remedy[1] else ""),
        )


class ExecutorError(ToleranceRulesError, RuntimeError):
    """An executor could not be loaded, or did not give one whole answer."""


class WrongTypeError(ToleranceRulesError, TypeError):
    """An argument is not of the type that it must be; `name` is that of the argument."""

    def __init__(self, name: str, given: object, wanted: str) -> None:
        self.name = name
        kind = type(given).__name__
        super().__init__(
            f"参数 {name} 应当是 {wanted}，现为 {shorten(given)}（{kind}）",
            english=f"argument {name} has the wrong type: {shorten(given)} ({kind})",
        )


def require_type(name: str, given: object, kinds: type | tuple[type, ...], wanted: str) -> None:
    """Raise WrongTypeError unless an argument is of one of the types."""
    if not isinstance(given, kinds):
        raise WrongTypeError(name, given, wanted)
