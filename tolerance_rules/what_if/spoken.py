"""Spoken: facts and values as people write them at a prompt -> their names and codes."""

from __future__ import annotations

from tolerance_rules.errors import UnknownNameError
from tolerance_rules.facts import FactSpec, vocabulary
from tolerance_rules.rules import Value

UNKNOWN = ("未查明", "未知", "不清楚", "unknown", "null", "not established", "?", "？")
YES = ("是", "true", "yes", "y", "1", "√")
NO = ("否", "false", "no", "n", "0", "×")


class UnreadableValueError(ValueError):
    """What was written is no value of the fact; carries `fact`, its `spec`."""

    def __init__(self, spec: FactSpec) -> None:
        self.spec = spec
        super().__init__(spec.name)


def fact_from_text(text: str) -> FactSpec:
    """Return the fact of a dotted name or a Chinese label; UnknownNameError if there is none."""
    name = text.strip()
    found = vocabulary().get(name)
    if found is None:
        found = next((spec for spec in vocabulary().values() if spec.label == name), None)
    if found is None:
        raise UnknownNameError("事实", name, vocabulary())
    return found


def value_from_text(spec: FactSpec, text: str) -> Value | None:
    """Return the value that a text means for a fact, None for unknown.

    A code, a label in Chinese or English, or a usual word for yes and no; UnreadableValueError
    for anything else.
    """
    said = text.strip().lower()
    meant: dict[str, Value | None] = dict.fromkeys(UNKNOWN)
    if spec.boolean:
        meant |= dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
    for value, labels in spec.value_labels.items():
        meant |= dict.fromkeys((str(value).lower(), *(label.lower() for label in labels)), value)
    if said not in meant:
        raise UnreadableValueError(spec)
    return meant[said]
