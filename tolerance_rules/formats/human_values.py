"""Human values: what a person types for a fact, a value or an outcome -> what is meant.

The one reader of such words, in cells, in arguments and in answers. Width, capitals and blanks
around a word make no difference; a word that nobody knows is an error, never a guess.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from tolerance_rules.errors import UnknownNameError
from tolerance_rules.facts import FactSpec
from tolerance_rules.language import Lang
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.outcome import OUTCOME_LABELS, Outcome
from tolerance_rules.vocabulary.fact_spec import Known, Value

Words: TypeAlias = Mapping[str, "Value | None"]
"""Words as `folded` returns them, and what they mean; None is unknown."""

BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\ufeff"
"""What is no ink at the ends of a text: Excel and input methods leave it there unseen."""

SEVERAL = "|"
"""What stands between the values still possible of a fact that is partly known."""

UNKNOWN = ("", "未查明", "未知", "不详", "不清楚", "unknown", "null", "not established", "?")
_YES = ("是", "是的", "有", "对", "true", "t", "yes", "y", "1", "1.0", *"√✓✔☑")
_NO = ("否", "不是", "无", "没有", "错", "不对", "false", "f", "no", "n", "0", "0.0", *"×✗✘☒")
_OUTCOMES = {
    "不予追究": Outcome.NOT_PURSUED,
    "免予处理": Outcome.EXEMPT,
    "免于处分": Outcome.EXEMPT,
    "免予处分": Outcome.EXEMPT,
    "减轻": Outcome.MITIGATED,
    "从轻": Outcome.LIGHTER,
    "不容错": Outcome.NO_TOLERANCE,
    "不适用容错": Outcome.ORDINARY_ACCOUNTABILITY,
    "按照有关规定处理": Outcome.ORDINARY_ACCOUNTABILITY,
    "按有关规定处理": Outcome.ORDINARY_ACCOUNTABILITY,
}


class UnreadableValueError(ValueError):
    """What was written is no value of the fact; carries its `spec`."""

    def __init__(self, spec: FactSpec) -> None:
        self.spec = spec
        super().__init__(spec.name)


def folded(text: str) -> str:
    """Return text as it is compared: of one width, without capitals, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip(BLANK).casefold()


def value_words(spec: FactSpec) -> Words:
    """Return every word for a value of a fact: codes, labels, usual words for yes, no, unknown."""
    found: dict[str, Value | None] = dict.fromkeys(UNKNOWN)
    if spec.boolean:
        found |= dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    labels = {folded(label): value for value, pair in spec.value_labels.items() for label in pair}
    return found | labels | {folded(str(value)): value for value in spec.values}


def value_from_text(spec: FactSpec, text: str) -> Known:
    """Return what a text says of a fact: a value, those still possible (`a|b`), None for unknown.

    UnreadableValueError if it says none of these.
    """
    words, said = value_words(spec), [folded(part) for part in folded(text).split(SEVERAL)]
    found = [words[part] for part in said if part in words]
    values = [value for value in found if value is not None]
    if len(found) < len(said) or (len(said) > 1 and len(values) < len(said)):
        raise UnreadableValueError(spec)
    return spec.known(values) if values else None


def values_of(spec: FactSpec, lang: Lang) -> Iterator[str]:
    """Yield what may be written for a fact: each code with its label, and unknown."""
    for value in spec.values:
        label = spec.label_of(value, lang)
        yield label if spec.boolean or value == label else f"{value} {label}"
    yield "未查明" if lang == "zh" else "unknown"


def fact_from_text(text: str, specs: Mapping[str, FactSpec]) -> FactSpec:
    """Return the fact of a dotted name or a label; UnknownNameError if there is none."""
    said = folded(text)
    for spec in specs.values():
        if said in map(folded, (spec.name, spec.label, spec.label_en)):
            return spec
    names = [*specs, *(spec.label for spec in specs.values())]
    raise UnknownNameError("事实", text.strip(), names)


def outcome_words() -> Mapping[str, Outcome]:
    """Return every word for an outcome: codes, labels, and how registers shorten them."""
    found = {folded(word): outcome for word, outcome in _OUTCOMES.items()}
    for outcome, labels in OUTCOME_LABELS.items():
        found |= {folded(word): outcome for word in (*labels, outcome.value)}
    return found


def outcome_from_text(text: str, rules: Ruleset) -> Outcome:
    """Return the outcome of the rules that a text means; UnknownNameError if it means none."""
    found = {word: outcome for word, outcome in outcome_words().items() if outcome in rules.labels}
    for code, words in rules.labels.items():
        found |= {folded(word): Outcome(code) for word in (code, *words.label, *words.also)}
    outcome = found.get(folded(text))
    if outcome is None:
        labels = (words.label[0] for words in rules.labels.values())
        raise UnknownNameError("结论", text.strip(), [*rules.labels, *labels])
    return outcome
