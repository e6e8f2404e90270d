"""Parameters: names and values in arguments; a wrong one is refused with the nearest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import click

from tolerance_rules.cli.terminal.click_localised import MEAN
from tolerance_rules.errors import UnknownNameError, nearest, shorten
from tolerance_rules.language import Lang, Pair, pick, say

if TYPE_CHECKING:
    from tolerance_rules.facts import FactSpec

    TypeBase = click.ParamType[Any]
else:
    # click 8.1 has no type parameter.
    TypeBase = click.ParamType

NO_FACT = ("没有名为 {} 的事实{}", "There is no fact named {}{}")
ALL_FACTS = ("全部事实见 tolerance-rules facts", "All facts: tolerance-rules facts")
NOT_A_VALUE = ("{fact} 的值不能是 {value}{near}", "{value} is no value of {fact}{near}")
NOT_A_NAME = ("没有 {}{}", "there is no {}{}")
THERE_ARE = ("可用的有：{}", "There are: {}")
NOT_A_COUNT = ("{} 不是整数（0 或者以上）", "{} is not a whole number, 0 or more")


class Named(TypeBase):
    """A code or a label, in either language; `names` are the codes, for errors."""

    name = "named"

    def __init__(self, lang: Lang, read: Callable[[str], object], names: Sequence[str]) -> None:
        self.lang, self.read, self.names = lang, read, names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return what is meant, or refuse it."""
        if not isinstance(value, str):
            return value
        try:
            return self.read(value)
        except UnknownNameError as error:
            message = say(self.lang, NOT_A_NAME, shorten(value), _near(self.lang, error.nearest))
        return self.fail(message + say(self.lang, THERE_ARE, _listed(self.lang, self.names)))


class Count(TypeBase):
    """A whole number that is not negative."""

    name = "count"

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or refuse it."""
        if isinstance(value, int):
            return value
        if value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        return self.fail(say(self.lang, NOT_A_COUNT, shorten(value)), param, ctx)


def fact_given(lang: Lang, text: str) -> FactSpec:
    """Return the fact that a name or a label means; a usage error with the nearest if none."""
    from tolerance_rules.facts import vocabulary
    from tolerance_rules.formats.human_values import fact_from_text

    try:
        return fact_from_text(text, vocabulary())
    except UnknownNameError as error:
        near = _near(lang, error.nearest)
    return wrong(say(lang, NO_FACT, shorten(text), near) + pick(lang, ALL_FACTS))


def value_given(lang: Lang, spec: FactSpec, text: str) -> bool | str | None:
    """Return the value that a text means; a usage error that lists the values if none."""
    from tolerance_rules.formats.human_values import UnreadableValueError, value_from_text

    try:
        return value_from_text(spec, text)
    except UnreadableValueError as error:
        message = value_fault(lang, error, text)
    return wrong(message)


def value_fault(lang: Lang, error: Any, text: str) -> str:
    """Return what is wrong with a value, and what may be written."""
    from tolerance_rules.formats.human_values import values_of

    spec: FactSpec = error.spec
    codes = [str(value) for value in spec.values if not spec.boolean]
    labels = [spec.label_of(value, lang) for value in spec.values]
    message = say(
        lang,
        NOT_A_VALUE,
        fact=pick(lang, (spec.label, spec.label_en)),
        value=shorten(text),
        near=_near(lang, nearest(text, [*codes, *labels])),
    )
    return message + say(lang, THERE_ARE, _listed(lang, list(values_of(spec, lang))))


def wrong(message: str) -> NoReturn:
    """Raise a usage error."""
    from tolerance_rules.rendering.document import printable

    message = printable(message)
    raise click.UsageError(message, click.get_current_context(silent=True))


def wrongly(lang: Lang, words: Pair, text: str) -> NoReturn:
    """Raise a usage error that quotes what was written."""
    wrong(say(lang, words, shorten(text.strip())))


def _near(lang: Lang, name: str | None) -> str:
    """Return the clause that proposes a name, or the end of the sentence."""
    if name is None:
        return pick(lang, ("。", ". "))
    return say(lang, MEAN, name) + pick(lang, ("", " "))


def _listed(lang: Lang, names: Sequence[str]) -> str:
    return pick(lang, ("、", ", ")).join(names)
