"""Human values: what a person types for a fact or a value of it -> what is meant.

The one reader of such words, in case files, cells, arguments and answers. Width, capitals, blanks
and what is invisible make no difference; a word that nobody knows, or that means different things
to different people, is an error, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TypeAlias, TypeVar

from tolerance_rules.errors import PicklableError, UnknownNameError, shorten
from tolerance_rules.language import Lang, say
from tolerance_rules.vocabulary.fact_spec import FactSpec, GroupSpec, Known
from tolerance_rules.vocabulary.vocabulary import Vocabulary

T = TypeVar("T")
Words: TypeAlias = Mapping[str, Known]
"""Words, and what they say of a fact."""

SEVERAL = "|"
"""What stands between the values still possible of a fact that is partly known."""
_OR = "或| or "
"""What else stands between them, where the whole is no word: 或 as the tool prints it."""

_UNSEEN = "\xad\u061c\u180e\ufeff" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))
)
_UNSEEN += "\ufe0e\ufe0f"  # what makes a tick a picture, or a letter
BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u2800\u3164" + _UNSEEN
"""What is no ink at the ends of a text: Excel, PDF and input methods leave it there unseen."""
_REMOVED = dict.fromkeys(map(ord, _UNSEEN))

UNKNOWN = (
    *("", "未查明", "尚未查明", "待查明", "待查", "待查证", "待核", "待核查", "待核实", "待定"),
    *("待补", "未知", "未核实", "不详", "不明", "不清楚", "不清", "不确定", "无法查明"),
    *("unknown", "null", "not established", "?", "/"),
)
NO_NUMBER = (*UNKNOWN, "无", "没有", "暂无", "无编号", "无文号", "未编号", "待编", "待编号")
"""What stands in the place of a number where there is none: no two of them are the same case."""
YES = ("是", "是的", "有", "对", "true", "t", "yes", "y", "1", *"√✓✔☑✅🗸")
NO = ("否", "不是", "无", "没有", "错", "不对", "false", "f", "no", "n", "0", *"×✗✘☒✕✖❌⨯")
NONE = ("没有", "无")
"""Words for the value of a fact that is labelled with one of them: offices write 损失：无."""
AMBIGUOUS = (
    *("v", "x", "o", *"○〇◯●◎△▲☐□■◇◆☆★*", "是/否", "有/无", "是否", "有无", "是或否"),
    *("n/a", "#n/a", "不适用", "请选择", "同上", "〃"),
)
"""What some mean as yes and some as no, or as not established: refused by name."""

DASHES = "[-‐‑‒–—―─━−_]+"
_BOTH = r"(.+?) ?\((.+)\)|(\S+) (.+)"
"""A name with its label, as it is shown to people: work.pilot（试点性工作）, major 重大损失."""
LONGEST_NAME = 200
_WHOLE = r"([01])\.0+"
_QUOTED = "[\"'“”‘’„「『《](.*)[\"'“”‘’‟」』》]"

AMBIGUITY = (
    "“{}”各人用法不同，分不清是、否还是未查明",
    "“{}” means yes to some, no or not established to others",
)


class UnreadableValueError(PicklableError, ValueError):
    """What was written is no value of the fact; carries its `spec`, and whether it is ambiguous."""

    def __init__(self, spec: FactSpec, *, ambiguous: bool = False) -> None:
        self.spec, self.ambiguous = spec, ambiguous
        super().__init__(spec.name)


def folded(text: str) -> str:
    """Return text as it is compared: of one width, without capitals, without what is unseen."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_REMOVED)
    return text.strip(BLANK).casefold()


def unquoted(text: str) -> str:
    """Return folded text without the quotation marks around it, of whatever kind."""
    found = re.fullmatch(_QUOTED, text)
    return found[1].strip() if found else text


def compared(text: str) -> str:
    """Return text as names are compared: folded, and without quotation marks around it."""
    return unquoted(folded(text))


def meaning(text: str, words: Mapping[str, T]) -> T | None:
    """Return what a text means by folded words, some of which may have quotation marks, or None."""
    said = folded(text)
    bare = unquoted(said)
    return words.get(said) or words.get(bare) or words.get(of_both(bare, words))


def of_both(said: str, words: Mapping[str, object]) -> str:
    """Return a word of folded text that is a word and another of the same meaning, or nothing."""
    if len(said) > LONGEST_NAME or (found := re.fullmatch(_BOTH, said)) is None:
        return ""
    one, two = (each for each in found.groups() if each is not None)
    known = one != two and one in words and two in words and words[one] == words[two]
    return one if known else ""


def has_odd_digits(text: str) -> bool:
    """Tell whether a text has digits of other scripts or in circles, which are read as no number.

    Those of full width are, and so are the Chinese ones, which are no digits but words.
    """
    if text.isascii():
        return False
    return any(c.isdigit() and not c.isascii() and not "０" <= c <= "９" for c in text)


def says_nothing(text: str) -> bool:
    """Tell whether folded text says that nothing is known, or leaves a place empty."""
    return text in UNKNOWN or re.fullmatch(DASHES, text) is not None


def is_number(text: str) -> bool:
    """Tell whether a text names one case, rather than saying that it has no number."""
    said = folded(text)
    return said not in NO_NUMBER and not says_nothing(said)


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
        if said not in self._words:
            said = unquoted(said)
        for each in (said, re.sub(_WHOLE, r"\1", said)):
            if each in self._words and not (each in ("0", "1") and has_odd_digits(text)):
                return self._words[each]
        if said in AMBIGUOUS:
            raise UnreadableValueError(self.spec, ambiguous=True)
        if says_nothing(said):
            return self._words[UNKNOWN[0]]
        if one := of_both(said, self._words):
            return self._words[one]
        return self._several(said)

    def _several(self, said: str) -> Known:
        """Return the values still possible that a text lists."""
        parts = said.split(SEVERAL)
        if len(parts) == 1 and not self.spec.boolean:
            parts = re.split(_OR, said)
        found = [self._words.get(compared(part)) for part in parts]
        if None in found or len(found) == 1 or self.spec.finding:
            raise UnreadableValueError(self.spec)
        return self.spec.known(value for known in found for value in self.spec.possible(known))


def _value_words(spec: FactSpec) -> Words:
    """Return the codes and labels of a fact, and the usual words for yes, no and unknown."""
    found: dict[str, Known] = dict.fromkeys(UNKNOWN, False if spec.finding else None)
    if spec.boolean:
        found |= dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
    labels = {folded(label): value for value, pair in spec.value_labels.items() for label in pair}
    if not spec.boolean:
        for word in NONE:
            found |= dict.fromkeys(NONE, labels[word]) if word in labels else {}
    return found | labels | {folded(str(value)): value for value in spec.values}


def value_from_text(spec: FactSpec, text: str) -> Known:
    """Return what a text says of a fact; UnreadableValueError if it says nothing."""
    return ValueReader(spec).known(text)


def ambiguity(text: str, lang: Lang = "zh") -> str:
    """Return why a word is not taken for yes or no, if it is one of the ambiguous; else nothing."""
    ambiguous = compared(text) in AMBIGUOUS
    return say(lang, AMBIGUITY, shorten(text.strip(BLANK))) if ambiguous else ""


def fact_words(vocabulary: Mapping[str, FactSpec]) -> Mapping[str, str]:
    """Return every word for a fact, name and labels, with the name that it means."""
    labels = {folded(word): spec.name for spec in vocabulary.values() for word in labels_of(spec)}
    return labels | {folded(name): name for name in vocabulary}


def fact_from_text(text: str, vocabulary: Mapping[str, FactSpec]) -> FactSpec:
    """Return the fact of a dotted name or a label; UnknownNameError if there is none."""
    name = meaning(text, fact_words(vocabulary))
    if name is None:
        labels = (spec.label for spec in vocabulary.values())
        raise UnknownNameError("事实", text.strip(), [*vocabulary, *labels])
    return vocabulary[name]


def group_words(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Return every word for a group of facts, name and labels, with the name that it means."""
    groups = vocabulary.groups
    labels = {folded(word): spec.name for spec in groups.values() for word in labels_of(spec)}
    return labels | {folded(name): name for name in groups}


def group_from_text(text: str, vocabulary: Vocabulary) -> str:
    """Return the group of a name or a label; UnknownNameError if there is none."""
    name = meaning(text, group_words(vocabulary))
    if name is None:
        labels = (group.label for group in vocabulary.groups.values())
        raise UnknownNameError("事实组", text.strip(), [*vocabulary.groups, *labels])
    return name


def labels_of(spec: FactSpec | GroupSpec) -> tuple[str, str]:
    """Return the Chinese and the English label of a fact or a group."""
    return spec.label, spec.label_en
