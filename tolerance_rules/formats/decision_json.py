"""Decision JSON: the result document as bytes, put together from parts that were written before.

The same document as that of `Decision.to_json`, without blanks. Most of it are a few hundred
things that many decisions share: the citations of clauses, the reference to the ruleset, the
warnings. What was written of one of them is kept as long as the thing itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from pydantic import TypeAdapter

from tolerance_rules.verdict.decision_data import NO_INFO, CaseInfo, DecisionData, RulesetRef
from tolerance_rules.verdict.obligation import Obligation
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Because, CaseWarning, Citation, Implied, TurningReading
from tolerance_rules.vocabulary.vocabulary import Vocabulary

KEPT = 4096
"""How many parts are kept at most; then all are forgotten."""

_LISTS: dict[str, Any] = {
    "warnings": CaseWarning,
    "readings": TurningReading,
    "implied": Implied,
}
_WHOLE: dict[str, Any] = {
    "ruleset": RulesetRef,
    "case": CaseInfo,
    "obligations": tuple[Obligation, ...],
}
_ROW = 1 + [field.name for field in fields(DecisionData)].index("settled")
"""Up to here a decision says what follows from its row, its outcome and whether it is settled."""
_CITATION, _BECAUSE = TypeAdapter(Citation), TypeAdapter(Because)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class DecisionWriter:
    """Writes decisions of one vocabulary; shared by any number of threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._kept: dict[int, tuple[object, bytes]] = {}
        """By the identity of a thing, which it has as long as it is kept beside its text."""
        self._first: dict[tuple[str, str, str, bool], bytes] = {}
        """What the row that decides, and how, says of a decision."""
        self._heads: dict[tuple[str, ...], bytes] = {}
        self._texts: dict[str, bytes] = {}
        self._facts_kept: list[tuple[str, int, tuple[str, ...], dict[int, bytes]]] = []
        group = ""
        for mask, names in vocabulary.parts:
            opening = "," if vocabulary[names[0]].group == group else "},"
            if opening != ",":
                opening += f'"{(group := vocabulary[names[0]].group)}":{{'
            self._facts_kept.append((opening, mask, names, {}))
        self._dumps: dict[str, Callable[[Any], bytes]] = {
            name: TypeAdapter(kind).dump_json for name, kind in (_LISTS | _WHOLE).items()
        }
        self._parts = [
            (f'{"," if place else "{"}"{field.name}":'.encode(), field.name)
            for place, field in enumerate(fields(DecisionData))
        ]

    def written(self, decision: DecisionData, packed: int) -> bytes:
        """Return the result document of a decision; `packed` are its facts."""
        key = decision.row, decision.outcome._value_, decision.basis, decision.settled
        first = self._first.get(key)
        if first is None:
            said = [
                part + self._plain(getattr(decision, name)) for part, name in self._parts[:_ROW]
            ]
            first = self._first[key] = b"".join(said)
        text = [first]
        for part, name in self._parts[_ROW:]:
            text.append(part)
            if name == "facts":
                text.append(self._facts(packed))
            elif name == "citations":
                text.append(b"[%b]" % b",".join(map(self._citation, decision.citations)))
            elif name == "statuses":
                found = [f'"{c}":"{status._value_}"' for c, status in decision.statuses.items()]
                text.append(f"{{{','.join(found)}}}".encode())
            elif name in _LISTS:
                dump = self._dumps[name]
                things = [self._text(each, dump) for each in getattr(decision, name)]
                text.append(b"[%b]" % b",".join(things))
            elif name == "case" and decision.case is not NO_INFO:
                # Of this case alone, and of a person: nothing of it is kept.
                text.append(self._dumps[name](decision.case))
            elif name in _WHOLE:
                text.append(self._text(getattr(decision, name), self._dumps[name]))
            else:
                text.append(self._plain(getattr(decision, name)))
        text.append(b"}")
        return b"".join(text)

    def _text(self, thing: object, dump: Callable[[Any], bytes]) -> bytes:
        found = self._kept.get(id(thing))
        if found is None or found[0] is not thing:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            found = thing, dump(thing)
            self._kept[id(thing)] = found
        return found[1]

    def _citation(self, citation: Citation) -> bytes:
        key = citation.clause, citation.text, citation.role._value_, citation.status._value_
        head = self._heads.get(key)
        if head is None:
            # Without its grounds; of a clause there are few such.
            bare = _CITATION.dump_json(replace(citation, because=()))
            head = self._heads[key] = bare[: -len(b"[]}")]
        grounds = [self._text(each, _BECAUSE.dump_json) for each in citation.because]
        return b"%b[%b]}" % (head, b",".join(grounds))

    def _plain(self, value: Any) -> bytes:
        """Return a text, a truth, nothing, an outcome, or a tuple of such."""
        if isinstance(value, tuple):
            return b"[%b]" % b",".join(map(self._plain, value))
        if isinstance(value, Outcome):
            value = value._value_
        elif value is None or isinstance(value, bool):
            return b"null" if value is None else b"true" if value else b"false"
        found = self._texts.get(value)
        if found is None:
            if len(self._texts) >= KEPT:
                self._texts.clear()
            found = self._texts[value] = _encode(value).encode()
        return found

    def _facts(self, packed: int) -> bytes:
        text = []
        for opening, mask, names, kept in self._facts_kept:
            found = kept.get(packed & mask)
            if found is None:
                if len(kept) >= KEPT:
                    kept.clear()
                facts = [f"{_key(name)}:{self._word(name, packed)}" for name in names]
                found = kept[packed & mask] = (opening + ",".join(facts)).encode()
            text.append(found)
        return b"{%b}}" % b"".join(text)[len(b"},") :]

    def _word(self, name: str, packed: int) -> str:
        known = self._vocabulary[name].known(self._vocabulary.unpack(name, packed))
        return _encode(known)


def _key(name: str) -> str:
    return f'"{name.partition(".")[2]}"'
