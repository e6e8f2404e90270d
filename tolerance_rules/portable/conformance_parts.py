"""Conformance parts: what of a decision is compared with the answers of other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

PARTS = (
    "outcome",
    "permitted",
    "modality",
    "basis",
    "settled",
    "reachable",
    "open_facts",
    "statuses",
    "citations",
    "warnings",
    "implied",
    "unweighed",
    "by_reference",
    "readings",
)
"""What of a decision is compared."""
ERROR = "error"
"""What is compared of a case to be refused: the codes of its faults."""
COMPARED = (*PARTS, ERROR)


def part_of(decision: Mapping[str, Any], part: str) -> Any:
    """Return a part of a result document as it is compared; KeyError and such if it has not.

    Of statuses, the clauses by status; of a citation, its words are left out.
    """
    found = _PART.get(part)
    return decision[part] if found is None else found(decision)


def _statuses(decision: Mapping[str, Any]) -> dict[str, Any]:
    statuses = decision["statuses"]
    found = {kind: sorted(c for c, s in statuses.items() if s == kind) for kind in KINDS}
    if sum(map(len, found.values())) != len(statuses):
        raise ValueError(statuses)
    return found


KINDS = ("established", "open", "refuted")
_PART: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "reachable": lambda decision: sorted(decision["reachable"]),
    "statuses": _statuses,
    "citations": lambda decision: [
        [
            *(cited[key] for key in ("clause", "role", "status")),
            [
                [each[key] for key in ("fact", "value", "clause", "origin")]
                for each in cited["because"]
            ],
        ]
        for cited in decision["citations"]
    ],
    "warnings": lambda decision: [each["id"] for each in decision["warnings"]],
    "implied": lambda decision: [
        [each[key] for key in ("fact", "value", "combination")] for each in decision["implied"]
    ],
    "readings": lambda decision: [
        [each[key] for key in ("name", "option", "outcomes", "reachable")]
        for each in decision["readings"]
    ],
}
