"""Human values: what a person types for a fact, a value or an outcome -> what is meant.

The one reader of such words, in cells, in arguments and in answers. Width, capitals and blanks
around a word make no difference; a word that nobody knows is an error, never a guess.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TypeAlias

from tolerance_rules.errors import PicklableError, UnknownNameError
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known

Words: TypeAlias = Mapping[str, Known]
"""Words, and what they say of a fact."""

SEVERAL = "|"
"""What stands between the values still possible of a fact that is partly known."""

BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\ufeff"
"""What is no ink at the ends of a text: Excel and input methods leave it there unseen."""

UNKNOWN = ("", "未查明", "未知", "不详", "不清楚", "unknown", "null", "not established", "?")
_YES = ("是", "是的", "有", "对", "true", "t", "yes", "y", "1", "1.0", *"√✓✔☑")
_NO = ("否", "不是", "无", "没有", "错", "不对", "false", "f", "no", "n", "0", "0.0", *"×✗✘☒")


class UnreadableValueError(PicklableError, ValueError):
    """What was written is no value of the fact; carries its `spec`."""

    def __init__(self, spec: FactSpec) -> None:
        self.spec = spec
        super().__init__(spec.name)


def folded(text: str) -> str:
    """Return text as it is compared: of one width, without capitals, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip(BLANK).casefold()


class ValueReader:
    """Reads what a person types for one fact; the words of `own` go before the usual ones."""

    def __init__(self, spec: FactSpec, own: Words | None = None) -> None:
        self.spec = spec
        self._words = {
            **_value_words(spec),
            **{folded(w): known for w, known in (own or {}).items()},
        }

    def known(self, text: str) -> Known:
        """Return what a text says of the fact: a value, those still possible (`a|b`), or None.

        UnreadableValueError if it says nothing.
        """
        said = folded(text)
        if said in self._words:
            return self._words[said]
        parts = [self._words.get(folded(part)) for part in said.split(SEVERAL)]
        if None in parts or self.spec.finding:
            raise UnreadableValueError(self.spec)
        return self.spec.known(value for known in parts for value in self.spec.possible(known))


def _value_words(spec: FactSpec) -> Words:
    """Return the codes and labels of a fact, and the usual words for yes, no and unknown."""
    found: dict[str, Known] = dict.fromkeys(UNKNOWN, False if spec.finding else None)
    if spec.boolean:
        found |= dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    labels = {folded(label): value for value, pair in spec.value_labels.items() for label in pair}
    return found | labels | {folded(str(value)): value for value in spec.values}


def value_from_text(spec: FactSpec, text: str) -> Known:
    """Return what a text says of a fact; UnreadableValueError if it says nothing."""
    return ValueReader(spec).known(text)


def fact_words(vocabulary: Mapping[str, FactSpec]) -> Mapping[str, str]:
    """Return every word for a fact, name and labels, with the name that it means."""
    labels = {folded(word): spec.name for spec in vocabulary.values() for word in _labels(spec)}
    return labels | {folded(name): name for name in vocabulary}


def fact_from_text(text: str, vocabulary: Mapping[str, FactSpec]) -> FactSpec:
    """Return the fact of a dotted name or a label; UnknownNameError if there is none."""
    name = fact_words(vocabulary).get(folded(text))
    if name is None:
        labels = (spec.label for spec in vocabulary.values())
        raise UnknownNameError("事实", text.strip(), [*vocabulary, *labels])
    return vocabulary[name]


def _labels(spec: FactSpec) -> tuple[str, str]:
    return spec.label, spec.label_en


def outcome_words(rules: Ruleset) -> Mapping[str, Outcome]:
    """Return every word for an outcome that the rules use: code, labels, other spellings."""
    words = {
        folded(word): Outcome(code)
        for code, outcome in rules.labels.items()
        for word in (*outcome.label, *outcome.also)
    }
    return words | {code: Outcome(code) for code in rules.labels}


def outcome_from_text(text: str, rules: Ruleset) -> Outcome:
    """Return the outcome of the rules that a text means; UnknownNameError if it means none."""
    found = outcome_words(rules).get(folded(text))
    if found is None:
        labels = (outcome.label[0] for outcome in rules.labels.values())
        raise UnknownNameError("结论", text.strip(), [*rules.labels, *labels])
    return found
