"""Header names: what the header of a column stands for, by its name or by a label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tolerance_rules.formats.human_values import BLANK, fact_words, folded
from tolerance_rules.tables.fields import COLUMNS, HEADERS, HEADERS_EN
from tolerance_rules.vocabulary.vocabulary import Vocabulary

_BREAK = re.compile(r"[^\S\r\n]*(?:_x000D_|[\r\n\v\f\x85\u2028\u2029])+\s*")
_WORDS = re.compile(r"(?<=[A-Za-z0-9,;)]) ?\0 ?(?=[A-Za-z0-9(])")
_ASKED = r"^(?:是否|有无|是不是|有没有)|\s*\([^()]*\)\??$|\?$|^\d{1,3}[.、]|[*#]$"
LONGEST = 200
"""What is longer is no header that anybody meant."""
_GAPS = re.compile(f"[{re.escape(BLANK)}]+")


def one_line(header: str) -> str:
    """Return a header without the line breaks that make it fit its column, and no blanks around.

    Chinese is joined; between words in Latin letters the break was a blank.
    """
    header = header.strip(BLANK)
    if header.isprintable() and "_x" not in header:
        return header
    return _WORDS.sub(" ", _BREAK.sub("\0", header)).replace("\0", "").strip(BLANK)


def _key(header: str) -> str:
    """Return a header as headers are compared: blanks within it make no difference."""
    return _GAPS.sub("", folded(one_line(header)))


class HeaderNames:
    """The headers that tables of one vocabulary may have without a mapping."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        words = {**{name: name for name in COLUMNS}, **HEADERS_EN, **HEADERS}
        words |= fact_words(vocabulary)
        for spec in vocabulary.values():
            # As messages and lists show them.
            name, label = spec.name, spec.label
            group = vocabulary.groups[spec.group].label
            shown = (f"{label}({name})", f"{name}({label})", f"{name} {label}", f"{group}.{label}")
            words |= dict.fromkeys(shown, name)
        self._names = {_key(header): name for header, name in words.items()}

    def __contains__(self, name: object) -> bool:
        """Tell whether this is the name of a fact or of an item of a register."""
        return name in self.vocabulary or name in COLUMNS

    def name_of(self, header: str) -> str:
        """Return the fact, or the item of a register, of a header; itself if it has none."""
        return header if header in self else self._names.get(_key(header), header)

    def near(self, header: str) -> str | None:
        """Return the header within one that asks for it or says how to fill it in, or None.

        是否明知故犯, 明知故犯（是/否）.
        """
        bare = re.sub(_ASKED, "", folded(one_line(header))) if len(header) < LONGEST else ""
        return bare if bare and self.name_of(bare) in self else None

    def written(self) -> Iterator[str]:
        """Yield the headers that a misspelt one may have been meant to be."""
        yield from HEADERS
        for spec in self.vocabulary.values():
            yield from (spec.label, spec.label_en, spec.name)
        yield from COLUMNS
