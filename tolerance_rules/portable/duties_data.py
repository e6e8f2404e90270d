"""Duties data: what follows a decision, the standard for analysis and the forms, as plain data."""

from __future__ import annotations

from datetime import date

from tolerance_rules.formats.analysis_file import Contrast, Standard
from tolerance_rules.formats.forms_file import Forms
from tolerance_rules.legal_references import citation_en, citation_of
from tolerance_rules.obligations.working_days import WorkingDays
from tolerance_rules.portable.rule_data import Data, condition, fact_value, pair, pair_or_none
from tolerance_rules.rendering.duties import form_of
from tolerance_rules.rules import Deadline, Duties, Duty


def duties_data(duties: Duties, forms: Forms) -> Data:
    """Return what must be done before and after a decision, by whom, by when, on which form."""
    return {
        "parties": [{"id": name, "label": pair(label)} for name, label in duties.parties.items()],
        "events": [
            {
                "id": event.id,
                "clause": event.clause,
                "quote": event.quote,
                "label": pair(event.label),
                "appointed": event.appointed,
            }
            for event in duties.events.values()
        ],
        "duties": [_duty(duty, forms) for duty in duties.duties.values()],
        "others": [
            {"clause": each.clause, "quote": each.quote, "reason": pair(each.reason)}
            for each in duties.others
        ],
    }


def _duty(duty: Duty, forms: Forms) -> Data:
    form = form_of(duty, forms)
    return {
        "id": duty.id,
        "clause": duty.clause,
        "citation": {"zh": citation_of(duty.clause), "en": citation_en(duty.clause)},
        "quote": duty.quote,
        "label": pair(duty.label),
        "gloss": duty.gloss,
        "who": duty.who,
        "to": list(duty.to),
        "force": duty.force,
        "continuing": duty.continuing,
        "outcomes": list(duty.outcomes),
        "when": condition(duty.when),
        "turns": list(duty.turns),
        "starts": duty.starts,
        "unless": list(duty.unless),
        "limit": None if duty.limit is None else limit_data(duty.limit),
        "by": list(duty.by),
        "promptly": duty.promptly,
        "document": pair_or_none(duty.document),
        "form": form.id if form is not None else None,
        "contents": [{"quote": part.quote, "label": pair(part.label)} for part in duty.contents],
        "evidence": pair_or_none(duty.evidence),
        "shown_by": list(duty.shown_by),
        "register": duty.register,
    }


def limit_data(limit: Deadline) -> Data:
    """Return a time limit; `day_included` is what holds where no reading says otherwise."""
    return {
        "clause": limit.clause,
        "quote": limit.quote,
        "unit": limit.unit,
        "number": limit.number,
        "outcomes": list(limit.outcomes),
        "day_included": limit.day_included,
        "reading": limit.reading,
        "including": list(limit.including),
    }


def standard_data(standard: Standard) -> list[Data]:
    """Return the dimensions of the standard for analysis, with their contrasts."""
    return [
        {
            "id": part.id,
            "name": pair(part.name),
            "contrasts": [_contrast(each) for each in part.contrasts],
        }
        for part in standard.dimensions
    ]


def _contrast(contrast: Contrast) -> Data:
    return {
        "id": contrast.id,
        "text": contrast.text,
        "favourable": contrast.favourable,
        "unfavourable": contrast.unfavourable,
        "gloss": contrast.gloss,
        "speaks_for": [fact_value(leaf) for leaf in contrast.speaks_for],
        "speaks_against": [fact_value(leaf) for leaf in contrast.speaks_against],
    }


def forms_data(forms: Forms) -> Data:
    """Return the forms and their fields; the papers themselves are not part of a bundle."""
    return {
        "fields": [
            {
                "id": field.id,
                "label": pair(field.label),
                "sources": list(field.sources),
                "otherwise": list(field.otherwise),
                "blank": field.blank,
            }
            for field in forms.fields.values()
        ],
        "forms": [
            {
                "id": form.id,
                "title": pair(form.title),
                "clause": form.clause,
                "quote": form.quote,
                "fields": list(form.fields),
                "outcomes": list(form.outcomes),
                "settled": form.settled,
                "row": list(form.row),
            }
            for form in forms.forms.values()
        ],
    }


def calendar_data(calendar: WorkingDays) -> Data | None:
    """Return the published calendar: the days on which it differs from the week.

    None where no year is known.
    """
    if not calendar.days:
        return None
    works = set(calendar.days)
    rest: list[str] = []
    work: list[str] = []
    for day in range(calendar.first, calendar.last + 1):
        weekday = date.fromordinal(day).weekday() < 5
        if weekday != (day in works):
            (rest if weekday else work).append(date.fromordinal(day).isoformat())
    first, last = date.fromordinal(calendar.first), date.fromordinal(calendar.last)
    return {"first": first.isoformat(), "last": last.isoformat(), "rest": rest, "work": work}
