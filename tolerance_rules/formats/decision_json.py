"""Decision JSON: the result document as bytes, put together from parts that were written before.

The same document as that of `Decision.to_json`, without blanks. Most of it are a few hundred
things that many decisions share: the citations of clauses, the statuses of a few clauses at once,
the obligations, the reference to the ruleset. What was written of one of them is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from pydantic import TypeAdapter

from tolerance_rules.formats.facts_json import FactsJson
from tolerance_rules.verdict.decision_data import NO_INFO, CaseInfo, DecisionData, RulesetRef
from tolerance_rules.verdict.obligation import Obligation
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import (
    Because,
    CaseWarning,
    Citation,
    Implied,
    Status,
    TurningReading,
)

KEPT = 4096
"""How many parts are kept at most; then all are forgotten."""
KEPT_OBLIGATIONS = 256
"""How many sets of obligations, each as long as the rest of a document."""

_CASE = TypeAdapter(CaseInfo).dump_json
_NO_CASE = _CASE(NO_INFO)
_REFERENCE = TypeAdapter(RulesetRef).dump_json
_CITATION, _BECAUSE = TypeAdapter(Citation).dump_json, TypeAdapter(Because).dump_json
_WARNING, _READING = TypeAdapter(CaseWarning).dump_json, TypeAdapter(TurningReading).dump_json
_IMPLIED = TypeAdapter(tuple[Implied, ...]).dump_json
_OBLIGATIONS = TypeAdapter(tuple[Obligation, ...]).dump_json
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Rest(Protocol):
    """What of a decision is worked out when it is asked for."""

    @property
    def packed(self) -> int:
        """The facts of the case as they were given."""

    @property
    def status_parts(self) -> Iterable[tuple[tuple[str, Status], ...]]:
        """The status of every clause, those of a few clauses at once that many cases share."""

    def unweighed(self, decision: DecisionData) -> tuple[str, ...]:
        """Return the adverse facts established that bear on nothing."""

    def obligations(self, decision: DecisionData) -> tuple[Obligation, ...]:
        """Return what a decision obliges to."""


class DecisionWriter:
    """Writes what one engine decides, as it was decided; shared by any number of threads."""

    def __init__(self, facts: FactsJson, reference: RulesetRef, policy: str) -> None:
        self._facts = facts
        self._rules = b',"policy":%b,"ruleset":%b,"facts":{' % (
            _plain(policy),
            _REFERENCE(reference),
        )
        self._kept: dict[int, tuple[object, bytes]] = {}
        """By the identity of a thing, which it has as long as it is kept beside its text."""
        self._obligations: dict[int, tuple[object, bytes]] = {}
        self._rows: dict[tuple[str, str, str, bool], tuple[bytes, bytes]] = {}
        """What the row that decides, and how, says of a decision: how it begins, and a remark."""
        self._heads: dict[tuple[str, ...], bytes] = {}
        self._grounds: dict[tuple[Any, ...], bytes] = {}

    # One after another, as the fields of a decision stand in its document: each is a look-up, and
    # a way of saying so that is shorter takes twice the time.
    def written(
        self, decision: DecisionData, rest: Rest, facts: Sequence[bytes] | None = None
    ) -> bytes:
        """Return the result document of a decision; `facts` is their text, if it is known."""
        settled, kept = decision.settled, self._kept
        key = decision.row, decision.outcome._value_, decision.basis, settled
        head, remark = self._rows.get(key) or self._row(decision, key)
        text = [head]
        if not settled:
            text += b',"reachable":', _plain(decision.reachable)
            text += b',"open_facts":', _plain(decision.open_facts)
        cited = [
            found[1] if (found := kept.get(id(each))) else self._citation(each)
            for each in decision.citations
        ]
        text += b',"citations":[', b",".join(cited), b'],"statuses":{'
        said = [
            found[1] if (found := kept.get(id(few))) else self._few(few)
            for few in rest.status_parts
        ]
        text += b",".join(said), b'},"by_reference":true' if decision.by_reference else _FALSE
        if decision.implied:
            text += b',"implied":', _IMPLIED(decision.implied)
        else:
            text.append(b',"implied":[]')
        presumed = decision.presumed
        if presumed:
            text += b',"presumed":', _plain(presumed)
        else:
            text.append(b',"presumed":[]')
        if warnings := decision.warnings:
            # Some are made for the case, such as those of its dates.
            said = [_WARNING(each) for each in warnings]
            text += b',"warnings":[', b",".join(said), b'],"readings":'
        else:
            text.append(b',"warnings":[],"readings":')
        if readings := decision.readings:
            # With something presumed they are made for the case.
            said = [_READING(e) if presumed else self._reading(e) for e in readings]
            text += b"[", b",".join(said), b"]"
        else:
            text.append(b"[]")
        text.append(self._rules)
        text += self._facts.written(rest.packed) if facts is None else facts
        # What is said of the case, and of a person, is of this case alone: nothing of it is kept.
        text += b'}},"case":', _NO_CASE if decision.case is NO_INFO else _CASE(decision.case)
        text += b',"reason":"","remark":', remark
        unweighed = rest.unweighed(decision)
        text += b',"unweighed":', _plain(unweighed) if unweighed else b"[]"
        obligations = self._obliged(rest.obligations(decision))
        text += b',"set_aside":null,"obligations":', obligations
        text.append(b"}")
        return b"".join(text)

    def _row(self, decision: DecisionData, key: tuple[str, str, str, bool]) -> tuple[bytes, bytes]:
        names = ["outcome", "permitted", "modality", "basis", "row", "settled"]
        if decision.settled:
            names += ["reachable", "open_facts"]
        said = [b'"%b":%b' % (name.encode(), _plain(getattr(decision, name))) for name in names]
        found = self._rows[key] = b"{" + b",".join(said), _plain(decision.remark)
        return found

    def _reading(self, reading: TurningReading) -> bytes:
        found = self._kept.get(id(reading))
        return self._keep(reading, _READING(reading)) if found is None else found[1]

    def _obliged(self, obligations: tuple[Obligation, ...]) -> bytes:
        found = self._obligations.get(id(obligations))
        if found is None:
            if len(self._obligations) >= KEPT_OBLIGATIONS:
                self._obligations.clear()
            found = obligations, _OBLIGATIONS(obligations)
            self._obligations[id(obligations)] = found
        return found[1]

    def _keep(self, thing: object, text: bytes) -> bytes:
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[id(thing)] = thing, text
        return text

    def _citation(self, citation: Citation) -> bytes:
        key = citation.clause, citation.text, citation.role._value_, citation.status._value_
        head = self._heads.get(key)
        if head is None:
            # Without its grounds; of a clause there are few such.
            bare = _CITATION(replace(citation, because=()))
            head = self._heads[key] = bare[: -len(b"[]}")]
        because = citation.because
        text = b"%b[%b]}" % (head, b",".join(map(self._because, because)))
        if because and because[0].clause != citation.clause:
            # An article as a whole, for the grounds of its clauses: hardly two cases share it.
            return text
        return self._keep(citation, text)

    def _because(self, because: Because) -> bytes:
        key = because.fact, because.value, because.quote, because.clause, because.origin
        found = self._grounds.get(key)
        if found is None:
            if len(self._grounds) >= KEPT:
                self._grounds.clear()
            found = self._grounds[key] = _BECAUSE(because)
        return found

    def _few(self, statuses: tuple[tuple[str, Status], ...]) -> bytes:
        said = [f'"{clause}":"{status._value_}"' for clause, status in statuses]
        return self._keep(statuses, ",".join(said).encode())


_FALSE = b'},"by_reference":false'


def _plain(value: Any) -> bytes:
    """Return a text, a truth, an outcome, or a tuple of such."""
    if isinstance(value, tuple):
        value = [each._value_ if isinstance(each, Outcome) else each for each in value]
    return _encode(value._value_ if isinstance(value, Outcome) else value).encode()
