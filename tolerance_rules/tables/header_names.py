"""Header names: what the header of a column stands for, by its name or by a label."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.formats.human_values import fact_words, folded
from tolerance_rules.tables.fields import COLUMNS, HEADERS, HEADERS_EN
from tolerance_rules.vocabulary.vocabulary import Vocabulary


class HeaderNames:
    """The headers that tables of one vocabulary may have without a mapping."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        register = {folded(header): name for header, name in (HEADERS_EN | HEADERS).items()}
        self._names = {**register, **fact_words(vocabulary)}

    def __contains__(self, name: object) -> bool:
        """Tell whether this is the name of a fact or of an item of a register."""
        return name in self.vocabulary or name in COLUMNS

    def name_of(self, header: str) -> str:
        """Return the fact, or the item of a register, of a header; itself if it has none."""
        return header if header in self else self._names.get(folded(header), header)

    def written(self) -> Iterator[str]:
        """Yield the headers that a misspelt one may have been meant to be."""
        yield from HEADERS
        for spec in self.vocabulary.values():
            yield from (spec.label, spec.label_en, spec.name)
        yield from COLUMNS
