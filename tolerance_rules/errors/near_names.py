"""Near names: the name that was most likely meant, of those that there are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tolerance_rules.errors.shown_text import QUOTED, in_english
from tolerance_rules.language import Lang, Pair, say

SUGGESTED = 20
"""Of how many unknown names the nearest is looked for: it takes long, and nobody reads more."""


def nearest(name: object, names: Iterable[str]) -> str | None:
    """Return the member of `names` most like `name`, or None when nothing is near.

    What says the opposite is never near, however alike it is written.
    """
    if not isinstance(name, str) or len(name) > QUOTED:
        return None
    pool = list(names)
    # A dotted name is often given without its group, or with the wrong one.
    tails = {candidate.rpartition(".")[2]: candidate for candidate in pool}
    import difflib  # only a name that nobody knows needs it

    found = difflib.get_close_matches(name, pool, n=5, cutoff=0.6)
    last = name.rpartition(".")[2]
    found += [tails[each] for each in difflib.get_close_matches(last, tails, n=3, cutoff=0.75)]
    return next(
        (each for each in found if not _opposite(name, each) and _as_many(name, each)), None
    )


_BETWEEN = r"[\s,，、;；()（）\[\]【】]+"
_NO_NAMES = ("true", "false", "yes", "no", "null", "none")


def _as_many(name: str, other: str) -> bool:
    """Tell whether a name stands for all that was written, be it several names in one.

    To propose one of them would drop the others. A number is no name at all.
    """
    mine, its = name.rpartition(".")[2], other.rpartition(".")[2]
    if not re.search(_LETTER, mine) and _words(its):
        return False
    words = _words(name)
    if len(words) < 2 or re.sub(_BETWEEN, "", mine) == re.sub(_BETWEEN, "", its):
        return True
    import difflib

    others = _words(other)
    return len(others) >= len(words) and all(
        difflib.get_close_matches(word, others, n=1, cutoff=0.6) for word in words
    )


_LETTER = r"[^\W\d_]"


def _words(name: str) -> list[str]:
    """Return the parts of a name that may be names: two letters and more, and no answer."""
    parts = re.split(_BETWEEN, name)
    return [
        each
        for each in parts
        if len(re.findall(_LETTER, each)) > 1 and each.lower() not in _NO_NAMES
    ]


_DENYING = (
    r"(?i)不(?![良断仅])|[未无非没否勿免]|(?<![a-z])(?:no|not|non|none|never|without)(?![a-z])"
)
_DENIED = r"(?i)[×✗✘☒✕✖❌⨯]|(?<![a-z])false(?![a-z])"
"""What denies a name that it stands beside; to misspell `false` denies nothing."""
_CONTRARY = ("轻重", "减加", "有无", "主被", "大小", "多少", "高低", "宽严", "前后", "上下")
_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "mis", "de")


def _opposite(name: str, other: str) -> bool:
    """Tell whether one of two names denies the other: 予以容错, 不予容错; foreseen, unforeseen."""
    if len(re.findall(_DENYING, name)) != len(re.findall(_DENYING, other)):
        return True
    if re.search(_DENIED, name) and not re.search(_DENIED, other):
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
    if not near:
        return ""
    words = ("；您是否想写 {}？", " (did you mean {}?)")
    return say(lang, words, near if lang == "zh" else in_english(near))


def means(near: str | None) -> Pair:
    """Return the clause that proposes a name, in both languages."""
    return mean(near), mean(near, "en")


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
