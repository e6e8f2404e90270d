"""Duties schema: the parts of the schema of a bundle about what follows a decision."""

from __future__ import annotations

from tolerance_rules.formats.condition_schemas import array, record, ref
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.rules import DEADLINES, TURNS

TEXT: Schema = {"type": "string"}
TEXTS = array(TEXT, 0)
YES_NO: Schema = {"type": "boolean"}
PAIR_OR_NULL: Schema = {"anyOf": [ref("pair"), {"type": "null"}]}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}


def limit_schema() -> Schema:
    """Return the schema of a time limit."""
    return record(
        {
            "clause": ref("clause_id"),
            "quote": TEXT,
            "unit": {"enum": ["working_days", "day_of_month", "same_day"]},
            "number": {"type": "integer"},
            "outcomes": array(ref("outcome"), 0),
            "day_included": YES_NO,
            "reading": TEXT,
            "including": TEXTS,
        }
    )


def deadlines_schema() -> Schema:
    """Return the schema of the time limits that a register shows kept or not."""
    return record({}, {name: limit_schema() for name in DEADLINES})


def obligations_schema() -> Schema:
    """Return the schema of the duties."""
    party = record({"id": TEXT, "label": ref("pair")})
    event = record(
        {
            "id": TEXT,
            "clause": ref("clause_id"),
            "quote": TEXT,
            "label": ref("pair"),
            "appointed": YES_NO,
        }
    )
    other = record({"clause": ref("clause_id"), "quote": TEXT, "reason": ref("pair")})
    return record(
        {
            "parties": array(party, 0),
            "events": array(event, 0),
            "duties": array(_duty(), 0),
            "others": array(other, 0),
        }
    )


def _duty() -> Schema:
    part = record({"quote": TEXT, "label": ref("pair")})
    return record(
        {
            "id": TEXT,
            "clause": ref("clause_id"),
            "citation": ref("pair"),
            "quote": TEXT,
            "label": ref("pair"),
            "gloss": TEXT,
            "who": TEXT,
            "to": TEXTS,
            "force": {"enum": ["shall", "may"]},
            "continuing": YES_NO,
            "outcomes": array(ref("outcome"), 0),
            "when": ref("condition"),
            "turns": array({"enum": list(TURNS)}, 0),
            "starts": TEXT,
            "unless": TEXTS,
            "limit": {"anyOf": [limit_schema(), {"type": "null"}]},
            "by": TEXTS,
            "promptly": YES_NO,
            "document": PAIR_OR_NULL,
            "form": TEXT_OR_NULL,
            "contents": array(part, 0),
            "evidence": PAIR_OR_NULL,
            "shown_by": TEXTS,
            "register": {"enum": ["", *DEADLINES]},
        }
    )


def calendar_schema() -> Schema:
    """Return the schema of the working-day calendar."""
    days = array(ref("day"), 0)
    return record(
        {"first": ref("day"), "last": ref("day"), "rest": days, "work": days},
        about="已公布的工作日历：rest 周一至周五中休息的，work 周六周日中上班的",
    )


def analysis_schema() -> Schema:
    """Return the schema of a dimension of the standard for analysis."""
    facts = array(ref("fact_values"), 0)
    contrast = record(
        {
            "id": TEXT,
            "text": TEXT,
            "favourable": TEXT,
            "unfavourable": TEXT,
            "gloss": TEXT,
            "speaks_for": facts,
            "speaks_against": facts,
        }
    )
    return record({"id": TEXT, "name": ref("pair"), "contrasts": array(contrast)})


def forms_schema() -> Schema:
    """Return the schema of the forms and their fields."""
    field = record(
        {
            "id": TEXT,
            "label": ref("pair"),
            "sources": TEXTS,
            "otherwise": TEXTS,
            "blank": {"enum": ["none", "line", "date"]},
        }
    )
    form = record(
        {
            "id": TEXT,
            "title": ref("pair"),
            "clause": ref("clause_id"),
            "quote": TEXT,
            "fields": TEXTS,
            "outcomes": array(ref("outcome"), 0),
            "settled": YES_NO,
            "row": TEXTS,
        }
    )
    return record({"fields": array(field, 0), "forms": array(form, 0)})
