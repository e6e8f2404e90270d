"""Parameters: names and values in arguments; a wrong one is refused with the nearest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.terminal.click_localised import MEAN
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.errors import UnknownNameError, nearest, shorten
from tolerance_rules.language import Lang, pick, say

if TYPE_CHECKING:
    from tolerance_rules.rules import Ruleset
    from tolerance_rules.verdict.outcome import Outcome
    from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value
    from tolerance_rules.vocabulary.vocabulary import Vocabulary

    TypeBase = click.ParamType[Any]
else:
    # click 8.1 has no type parameter.
    TypeBase = click.ParamType

NO_FACT = ("没有名为 {} 的事实{}", "There is no fact named {}{}")
ALL_FACTS = ("全部事实见 tolerance-rules facts", "All facts: tolerance-rules facts")
NOT_A_VALUE = ("{fact} 的值不能是 {value}{near}", "{value} is no value of {fact}{near}")
BECAUSE = ("：{}。", ": {}. ")
UNKNOWN = ("未查明", "unknown")
SEVERAL = (
    "；几个值都还可能的，用 | 隔开",
    "; where several are still possible, separate them with |",
)
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


def fact_parameter(lang: Lang, vocabulary: Vocabulary, text: str) -> FactSpec:
    """Return the fact that a name or a label means; a usage error with the nearest if none."""
    from tolerance_rules.formats.human_values import fact_from_text

    try:
        return fact_from_text(text, vocabulary)
    except UnknownNameError as error:
        near = _near(lang, error.nearest)
    return usage_error(say(lang, NO_FACT, shorten(text), near) + pick(lang, ALL_FACTS))


def value_parameter(lang: Lang, spec: FactSpec, text: str) -> Known:
    """Return what a text says of a fact; a usage error that lists the values if nothing."""
    from tolerance_rules.formats.human_values import UnreadableValueError, value_from_text

    try:
        return value_from_text(spec, text)
    except UnreadableValueError:
        message = value_fault(lang, spec, text)
    return usage_error(message)


def value_fault(lang: Lang, spec: FactSpec, text: str, left: Sequence[Value] = ()) -> str:
    """Return what is wrong with a value, and what may be written: one of `left`, or of all."""
    from tolerance_rules.formats.human_values import ambiguity

    values = left or spec.values
    codes = [str(value) for value in values if not spec.boolean]
    labels = [spec.label_of(value, lang) for value in values]
    why = ambiguity(text, lang)
    near = nearest(text, [*codes, *labels])
    message = say(
        lang,
        NOT_A_VALUE,
        fact=spec.name_of(lang),
        value=shorten(text),
        near=say(lang, BECAUSE, why) if why else _near(lang, near),
    )
    there = [
        label if spec.boolean or value == label else f"{value} {label}"
        for value, label in zip(values, labels, strict=True)
    ]
    if not spec.finding:
        there.append(pick(lang, UNKNOWN))
    message += say(lang, THERE_ARE, _listed(lang, there))
    return message + pick(lang, SEVERAL) if len(values) > 2 else message


def outcome_parameter(lang: Lang, rules: Ruleset, text: str) -> Outcome:
    """Return the outcome that a code or a label means; a usage error with the nearest if none."""
    from tolerance_rules.formats.human_outcomes import not_clear, outcome_from_text

    try:
        return outcome_from_text(text, rules.labels)
    except UnknownNameError:
        message = not_clear(text, rules.labels, lang)
    codes = [f"{name} {rules.label(name, lang)}" for name in rules.labels]
    stop = "" if message[-1] in "？?" else pick(lang, ("。", "."))
    there = say(lang, THERE_ARE, _listed(lang, codes))
    return usage_error(message + stop + pick(lang, ("", " ")) + there)


def _near(lang: Lang, name: str | None) -> str:
    """Return the clause that proposes a name, or the end of the sentence."""
    if name is None:
        return pick(lang, ("。", ". "))
    return say(lang, MEAN, name) + pick(lang, ("", " "))


def _listed(lang: Lang, names: Sequence[str]) -> str:
    return pick(lang, ("、", ", ")).join(names)
