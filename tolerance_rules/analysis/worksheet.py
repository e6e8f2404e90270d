"""Worksheet: for each contrast of the standard, what the facts suggest and what was assessed.

INVARIANT: nothing here reaches an outcome. What the facts suggest is beside the assessment of the
collective, and where established facts speak the other way, that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tolerance_rules.decision import Decision
from tolerance_rules.errors import CaseError, Fault, mean, nearest, shorten
from tolerance_rules.formats.analysis_file import Contrast, Dimension, Standard
from tolerance_rules.formats.human_values import folded
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.rules import Fact


class Assessment(str, Enum):
    """How a case stands to one contrast."""

    FAVOURABLE = "favourable"
    MIXED = "mixed"
    UNFAVOURABLE = "unfavourable"

    def __str__(self) -> str:
        return self.value

    def label(self, lang: Lang = "zh") -> str:
        """Return the name for people."""
        return pick(lang, LABELS[self])


LABELS: Mapping[Assessment, Pair] = {
    Assessment.FAVOURABLE: ("有利", "favourable"),
    Assessment.MIXED: ("兼有", "mixed"),
    Assessment.UNFAVOURABLE: ("不利", "unfavourable"),
}


@dataclass(frozen=True)
class Assessed:
    """What the collective assessed of one contrast, and its note."""

    assessment: Assessment | None = None
    note: str = ""


NOT_ASSESSED = Assessed()


@dataclass(frozen=True)
class Line:
    """One contrast of one case."""

    dimension: Dimension
    contrast: Contrast
    speaks_for: tuple[str, ...]
    """The established facts that speak for the favourable side."""
    speaks_against: tuple[str, ...]
    assessed: Assessed

    @property
    def suggestion(self) -> Assessment | None:
        """Return what the facts suggest; None where no fact speaks."""
        if self.speaks_for and self.speaks_against:
            return Assessment.MIXED
        if self.speaks_for:
            return Assessment.FAVOURABLE
        return Assessment.UNFAVOURABLE if self.speaks_against else None

    @property
    def contradicted_by(self) -> tuple[str, ...]:
        """Return the established facts that speak against what was assessed."""
        if self.assessed.assessment is Assessment.FAVOURABLE:
            return self.speaks_against
        if self.assessed.assessment is Assessment.UNFAVOURABLE:
            return self.speaks_for
        return ()

    def to_dict(self) -> dict[str, Any]:
        """Return the line as plain data."""
        suggestion, assessed = self.suggestion, self.assessed.assessment
        return {
            "dimension": self.dimension.id,
            "contrast": self.contrast.id,
            "text": self.contrast.text,
            "suggestion": suggestion.value if suggestion else None,
            "speaks_for": list(self.speaks_for),
            "speaks_against": list(self.speaks_against),
            "assessment": assessed.value if assessed else None,
            "note": self.assessed.note,
            "contradicted_by": list(self.contradicted_by),
        }


def worksheet(
    standard: Standard, decision: Decision, assessed: Mapping[str, Assessed]
) -> tuple[Line, ...]:
    """Return the lines of a case, in the order of the standard."""
    known = decision.completed.known

    def speaking(facts: Iterable[Fact]) -> tuple[str, ...]:
        # Presumed or partly known is not established, and suggests nothing.
        return tuple(each.name for each in facts if known[each.name] in each.values)

    return tuple(
        Line(
            part,
            each,
            speaking(each.speaks_for),
            speaking(each.speaks_against),
            assessed.get(each.id, NOT_ASSESSED),
        )
        for part in standard.dimensions
        for each in part.contrasts
    )


def assessments(given: Mapping[str, object], standard: Standard) -> Mapping[str, Assessed]:
    """Return what the section `analysis` of a case file says, by contrast.

    A contrast is named by its id or by its favourable side; CaseError lists every fault.
    """
    ids = {folded(each.favourable): each.id for each in standard.contrasts.values()}
    found: dict[str, Assessed] = {}
    faults: list[Fault] = []
    for name, value in given.items():
        contrast = standard.contrasts.get(ids.get(folded(name), name))
        parts = value if isinstance(value, Mapping) else {"assessment": value}
        if contrast is None:
            faults.append(_no_contrast(name, standard))
            continue
        if contrast.id in found:
            faults.append(_fault(name, f"{shorten(name)} 评价了两次", "is assessed twice"))
            continue
        words = parts.get("assessment")
        assessment = _assessment(words)
        if assessment is None and words is not None:
            zh = f"{shorten(name)} 的评价 {shorten(words)} 读不懂；请写有利、兼有或者不利"
            faults.append(_fault(name, zh, "favourable, mixed or unfavourable should stand here"))
        found[contrast.id] = Assessed(assessment, str(parts.get("note") or ""))
    if faults:
        raise CaseError(faults)
    return FrozenDict(found)


def _assessment(words: object) -> Assessment | None:
    for each, labels in LABELS.items():
        if isinstance(words, str) and folded(words) in (each.value, *labels):
            return each
    return None


def _no_contrast(name: str, standard: Standard) -> Fault:
    near = nearest(name, [*_names(standard)])
    return Fault(
        "C043",
        f"综合分析没有名为 {shorten(name)} 的标准{mean(near)}",
        "有哪些，见 tolerance-rules analysis",
        subject=f"analysis.{name}"[:200],
        english=f"The standard has no contrast {shorten(name)}{mean(near, 'en')}; all: "
        + ", ".join(standard.contrasts),
        near=near or "",
    )


def _names(standard: Standard) -> Iterator[str]:
    for each in standard.contrasts.values():
        yield from (each.id, each.favourable)


def _fault(name: str, zh: str, en: str) -> Fault:
    return Fault("C044", zh, subject=f"analysis.{name}"[:200], english=f"{shorten(name)}: {en}")
