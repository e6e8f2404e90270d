"""Spoken: facts, values and outcomes as people write them -> their names and codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from tolerance_rules.errors import UnknownNameError
from tolerance_rules.facts import FactSpec, vocabulary
from tolerance_rules.verdict.outcome import OUTCOME_LABELS, Outcome
from tolerance_rules.vocabulary.fact_spec import Value

UNKNOWN = ("未查明", "未知", "不清楚", "unknown", "null", "not established", "?")
YES = ("是", "是的", "对", "有", "true", "yes", "y", "1", "√")
NO = ("否", "不是", "不对", "没有", "无", "false", "no", "n", "0", "×")


class UnreadableValueError(ValueError):
    """What was written is no value of the fact; carries its `spec`."""

    def __init__(self, spec: FactSpec) -> None:
        self.spec = spec
        super().__init__(spec.name)


def folded(text: str) -> str:
    """Return text so that full and half width, and capitals, make no difference."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def fact_from_text(text: str) -> FactSpec:
    """Return the fact of a dotted name or a label; UnknownNameError if there is none."""
    said = folded(text)
    for spec in vocabulary().values():
        if said in map(folded, (spec.name, spec.label, spec.label_en)):
            return spec
    labels = (spec.label for spec in vocabulary().values())
    raise UnknownNameError("事实", text.strip(), [*vocabulary(), *labels])


def value_from_text(spec: FactSpec, text: str) -> Value | None:
    """Return the value that a text means for a fact, None for unknown.

    A code, a label in Chinese or English, or a usual word for yes and no; UnreadableValueError
    for anything else.
    """
    said = folded(text)
    meant: dict[str, Value | None] = dict.fromkeys(UNKNOWN)
    if spec.boolean:
        meant |= dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
    for value, labels in spec.value_labels.items():
        meant |= {folded(word): value for word in (str(value), *labels)}
    if said not in meant:
        raise UnreadableValueError(spec)
    return meant[said]


def values_of(spec: FactSpec, lang: str) -> Iterator[str]:
    """Yield what may be written for a fact: each code with its label, and unknown."""
    for value in spec.values:
        label = spec.label_of(value, lang)
        yield label if spec.boolean or value == label else f"{value} {label}"
    yield "未查明" if lang == "zh" else "unknown"


def outcome_from_text(text: str) -> Outcome:
    """Return the outcome of a code or a label, or half a label; UnknownNameError if none."""
    said = folded(text)
    for outcome, labels in OUTCOME_LABELS.items():
        if said in map(folded, (outcome.value, *labels, *labels[0].split("，"))):
            return outcome
    labels_zh = (labels[0] for labels in OUTCOME_LABELS.values())
    raise UnknownNameError("结论", text.strip(), [*(each.value for each in Outcome), *labels_zh])
