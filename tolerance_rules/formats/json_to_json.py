"""JSON to JSON: the bytes of a case -> those of the result document of its decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from tolerance_rules.formats.case_file import info_of
from tolerance_rules.formats.decision_json import DecisionWriter
from tolerance_rules.formats.facts_json import FactsJson
from tolerance_rules.formats.strict_json import plain_from_json, quickly
from tolerance_rules.verdict.decision_data import (
    NO_INFO,
    CaseInfo,
    DecisionData,
    RulesetRef,
)
from tolerance_rules.verdict.worked_out import WORK_OUT
from tolerance_rules.vocabulary.packed_facts import PackedFacts, reader_of

if TYPE_CHECKING:
    from tolerance_rules.rules import Ruleset

D = TypeVar("D", bound=DecisionData)
Decide = Callable[[PackedFacts, CaseInfo, None, "date | None"], D]
"""Decides a case whose facts are packed, by what is said of it, on a date."""
Evaluate = Callable[[Any, "date | None"], D]
"""Decides whatever case may be given, and says all that is wrong with it."""


class JsonToJson:
    """What one engine decides, from JSON to JSON; shared by any number of threads.

    What is plainly right goes from its bytes into bits, and the document is put together from
    parts that were written before. Anything else, right or wrong, goes the way of every case.
    """

    def __init__(self, rules: Ruleset, reference: RulesetRef) -> None:
        self._vocabulary, self._reader = rules.vocabulary, reader_of(rules.vocabulary)
        self._facts = FactsJson(rules.vocabulary)
        policy = rules.policy.id if rules.policy else ""
        self._writer = DecisionWriter(self._facts, reference, policy)

    def evaluate(
        self, data: bytes, on: date | None, decide: Decide[D], evaluate: Evaluate[D]
    ) -> tuple[D, bytes]:
        """Return the decision of a case, and its document; errors as `Engine.evaluate_json`."""
        found = quickly(data)
        said: Sequence[bytes] | None = None
        packed: int | None = None
        if found is not None:
            read = self._facts.read(data, found)
            if read is None:
                packed = self._reader.packed(found)
            else:
                packed, said = read
        if packed is None:
            decision = self._document(plain_from_json(data, "", sent=True), on, decide, evaluate)
        else:
            decision = decide(PackedFacts(packed, self._vocabulary), NO_INFO, None, on)
        return decision, self._writer.written(decision, vars(decision)[WORK_OUT], said)

    def _document(
        self, document: Any, on: date | None, decide: Decide[D], evaluate: Evaluate[D]
    ) -> D:
        """Return the decision of a document; facts that are plainly right need no model of them."""
        facts = document.get("facts") if type(document) is dict else None
        packed = self._reader.packed(facts) if type(facts) is dict else None
        info = info_of(document, self._vocabulary) if packed is not None else None
        if packed is None or info is None:
            # What is wrong with it, and what may be read of it all the same, is said there.
            return evaluate(document, on)
        if on is None and info.decided_on:
            on = date.fromisoformat(info.decided_on)
        return decide(PackedFacts(packed, self._vocabulary), info, None, on)
