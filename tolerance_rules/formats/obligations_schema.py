"""Obligations schema: the JSON Schema of `obligations.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.formats.condition_schemas import array, record, ref, said
from tolerance_rules.formats.deadline_cards import INCLUDED, MOST, SAME_DAY, limit_schemas
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.rules import DEADLINES, TURNS

LIMITS = (*MOST, SAME_DAY, "by", "promptly")


def obligations_schemas() -> Mapping[str, Schema]:
    """Return the schemas of a file of duties, and of its parts, by name."""
    label: Schema = record({"zh": ref("text"), "en": ref("text")})
    names: Schema = {**array(ref("text")), "uniqueItems": True}
    quoted = {"clause": ref("clause_id"), "quote": said("所依据的原文词句")}
    part = record({"quote": ref("text"), "zh": ref("text"), "en": ref("text")})
    duty = record(
        {
            "id": said("名称", "code"),
            **quoted,
            "zh": said("简称"),
            "en": said("简称的英文"),
            "gloss": said("做什么的英文大意"),
            "who": said("谁做，是 parties 之一"),
            "force": {"description": "应当、可以", "enum": ["shall", "may"]},
            "starts": said("从何时起：case、decision，或者一件事、另一项义务"),
        },
        {
            "to": {"description": "向谁做", **names},
            "continuing": {"description": "一直有的义务", "const": True},
            "outcomes": {"description": "只管哪几种结论", **array(ref("outcome"))},
            "when": said("依事实而定的条件", "quoted_condition"),
            "turns": {
                "description": "结论未定、取决于读法的才有",
                "type": "array",
                "items": {"enum": list(TURNS)},
                "minItems": 1,
                "uniqueItems": True,
            },
            "unless": {"description": "发生了这些就不再有", **names},
            **limit_schemas(),
            "promptly": {"description": "及时，没有写明几日", "const": True},
            "by": {"description": "到所记的那一天为止，列在后面的优先", **names},
            "document": {"description": "做出什么文书", **label},
            "contents": {"description": "文书写明什么", **array(part)},
            "evidence": {"description": "什么材料表明做了", **label},
            "shown_by": {"description": "记了这些事，就表明做了", **names},
            "register": {"description": "登记簿里表明做了的日期", "enum": list(DEADLINES)},
        },
        "一项义务",
    )
    duty["dependentRequired"] = {INCLUDED: ["day_of_month"]}
    duty["not"] = {
        "anyOf": [
            {"required": [one, other]}
            for place, one in enumerate(LIMITS)
            for other in LIMITS[place + 1 :]
        ]
    }
    event = record(
        {"id": ref("code"), **quoted, "zh": ref("text"), "en": ref("text")},
        {"appointed": {"description": "日期是事先定下的，可以还没有到", "const": True}},
        "办理中发生的一件事",
    )
    other = record(
        {**quoted, "zh": said("为什么不是义务"), "en": said("理由的英文")}, about="不是义务的一句"
    )
    file = record(
        {
            "parties": {"type": "object", "additionalProperties": label, "minProperties": 1},
            "duties": array(ref("duty")),
        },
        {"events": array(ref("duty_event")), "others": array(other)},
    )
    return {"obligations": file, "duty": duty, "duty_event": event}
