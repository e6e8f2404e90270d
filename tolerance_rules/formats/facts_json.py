"""Facts as JSON: those of a case from the JSON that was sent, and as its result document has them.

A few facts are looked up at once: what they are in packed form, and how they are written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from tolerance_rules.vocabulary.packed_facts import reader_of
from tolerance_rules.vocabulary.vocabulary import Vocabulary

KEPT = 4096
"""How many texts of the same few facts are kept at most; then all are forgotten."""

_DIGITS = b"0123456789"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class FactsJson:
    """Reads and writes the facts of one vocabulary; shared by any number of threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary, self._reader = vocabulary, reader_of(vocabulary)
        self._nothing = self._reader.packed({}) or 0
        """A case of which nothing is said."""
        self._parts: list[tuple[int, dict[int, bytes], _Part]] = []
        groups: dict[str, list[tuple[Callable[[Any], Any], dict[Any, tuple[int, bytes]], _Part]]]
        groups = {}
        for mask, names in vocabulary.parts:
            group = vocabulary[names[0]].group
            begin = f'"{group}":{{' if group not in groups else ""
            opening = ("}," if groups else "") + begin if begin else ","
            part = _Part(mask, group, names, opening)
            self._parts.append((mask, {}, part))
            groups.setdefault(group, []).append((itemgetter(*part.short), {}, part))
        self._groups = [
            (group, sum(len(part.short) for *_, part in parts), parts)
            for group, parts in groups.items()
        ]

    def read(self, data: bytes, found: dict[str, Any]) -> tuple[int, list[bytes]] | None:
        """Return facts packed, and their text; None unless each is told, and plainly right.

        `found` is what `strict_json.quickly` finds in `data`.
        """
        # Where there is no digit there is no number: what is equal to True or False is that.
        if len(found) != len(self._groups) or any(map(data.__contains__, _DIGITS)):
            return None
        packed = self._nothing
        text: list[bytes] = []
        try:
            for group, count, parts in self._groups:
                facts = found[group]
                if len(facts) != count:
                    return None
                for pick, answers, part in parts:
                    values = pick(facts)
                    change, said = answers.get(values) or self._answer(values, answers, part)
                    packed += change
                    text.append(said)
        except (KeyError, TypeError):
            return None
        return packed, text

    def written(self, packed: int) -> list[bytes]:
        """Return the text of facts in parts, without the braces around all of them."""
        return [
            kept.get(packed & mask) or self._text(packed, kept, part)
            for mask, kept, part in self._parts
        ]

    def _answer(
        self, values: Any, answers: dict[Any, tuple[int, bytes]], part: _Part
    ) -> tuple[int, bytes]:
        each = values if len(part.short) > 1 else (values,)
        packed = self._reader.packed({part.group: dict(zip(part.short, each, strict=True))})
        if packed is None:
            raise KeyError(part.group)
        answer = packed - self._nothing, self._text(packed, {}, part)
        if len(answers) >= KEPT:
            answers.clear()
        answers[values] = answer
        return answer

    def _text(self, packed: int, kept: dict[int, bytes], part: _Part) -> bytes:
        vocabulary = self._vocabulary
        said: list[str] = []
        for name, short in zip(part.names, part.short, strict=True):
            known = vocabulary[name].known(vocabulary.unpack(name, packed))
            said.append(f'"{short}":{_encode(known)}')
        if len(kept) >= KEPT:
            kept.clear()
        text = kept[packed & part.mask] = (part.opening + ",".join(said)).encode()
        return text


class _Part:
    """A few facts of a group, and what stands before them."""

    def __init__(self, mask: int, group: str, names: Sequence[str], opening: str) -> None:
        self.mask, self.group, self.names, self.opening = mask, group, names, opening
        self.short = tuple(name.partition(".")[2] for name in names)
