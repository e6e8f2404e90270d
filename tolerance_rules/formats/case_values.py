"""Case values: one value of a case as a person writes it -> what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from tolerance_rules.errors import Fault, shorten
from tolerance_rules.formats.human_dates import day_from_text
from tolerance_rules.formats.human_values import (
    SEVERAL,
    UnreadableValueError,
    ValueReader,
    ambiguity,
    folded,
)
from tolerance_rules.verdict.time_in_force import day_in_beijing
from tolerance_rules.vocabulary.fact_spec import FactSpec

_LISTED = "[,、;]"


def known_of(spec: FactSpec, value: object) -> Any:
    """Return what a value of a document says of a fact; UnreadableValueError if nothing."""
    if value is None or isinstance(value, bool):
        return value
    reader = ValueReader(spec)
    if isinstance(value, (list, tuple)):
        parts = list(_parts(reader, value))
        if not parts:
            raise UnreadableValueError(spec)
        return reader.known(SEVERAL.join(parts))
    if not isinstance(value, str) or len(value) > 1000:
        raise UnreadableValueError(spec)
    return reader.known(value)


def _parts(reader: ValueReader, values: list[object] | tuple[object, ...]) -> Iterator[str]:
    """Yield the values of a list as text; one that holds several, by a comma, as each of them."""
    for value in values:
        text = str(value).lower() if isinstance(value, bool) else value
        if not isinstance(text, str) or len(text) > 1000:
            raise UnreadableValueError(reader.spec)
        try:
            reader.known(text)
        except UnreadableValueError:
            yield from re.split(_LISTED, folded(text))
        else:
            yield text


def day_of(value: object) -> object:
    """Return a day in the form of ISO 8601, or what was given where that is no day."""
    if isinstance(value, date):
        return day_in_beijing(value).isoformat()
    if not isinstance(value, str) or len(value) > 100:
        return value
    try:
        day = day_from_text(value)
    except ValueError:
        return value
    return day.isoformat() if day else None


def ambiguous_fault(spec: FactSpec, value: object) -> Fault:
    """Return the fault of a word that means different things to different people."""
    text = str(value)
    return Fault(
        "C004" if spec.boolean else "C005",
        f"{spec.name}（{spec.label}）的值 {shorten(text)} 不能识别：{ambiguity(text)}",
        f"请写 {'、'.join(spec.label_of(each) for each in (*spec.values, None))}",
        subject=spec.name,
        english=f"The value {shorten(text)} of {spec.name} ({spec.label_en}) cannot be read: "
        f"{ambiguity(text, 'en')}; write "
        + ", ".join(spec.label_of(each, "en") for each in (*spec.values, None)),
    )
