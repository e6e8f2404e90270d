"""Vocabulary schema: the JSON Schema of `facts.yaml`."""

from __future__ import annotations

from tolerance_rules.formats.condition_schemas import array, record, ref, said
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.formats.facts_file import (
    CODE,
    DIRECTIONS,
    MOST_VALUES,
    MUTABILITIES,
    NOT_CODES,
    WORDS_TAKEN,
)


def vocabulary_schema() -> Schema:
    """Return the schema of a file of facts, in groups."""
    group = record(
        {
            "label": said("事实组的名称"),
            "label_en": said("事实组的英文名称"),
            "facts": _by_code(ref("fact"), "组内的事实，按代码名"),
        },
        about="一组事实",
    )
    return record({"groups": _by_code(group, "事实组，按代码名", WORDS_TAKEN)}, about="事实表")


def code_schema() -> Schema:
    """Return the schema of a code name: of a group, a fact or a value."""
    return {
        "description": "代码名：小写英文字母、数字和下划线，以字母开头",
        "type": "string",
        "pattern": f"^{CODE.pattern}$",
        "not": {"enum": sorted(NOT_CODES)},
    }


def fact_definition() -> Schema:
    """Return the schema of one fact of the file."""
    fact = record(
        {
            "label": said("名称"),
            "label_en": said("英文名称"),
            "question": said("调查时要回答的问题"),
            "question_en": said("问题的英文"),
            "direction": {
                "description": "mitigating 对当事人有利；aggravating 不利；neutral 中性",
                "enum": list(DIRECTIONS),
            },
            "mutability": {
                "description": "doable 还可以做到；establishable 还可以凭材料查明；fixed 已经发生",
                "enum": list(MUTABILITIES),
            },
        },
        {
            "evidence": said("通常凭什么材料查明"),
            "values": _values(),
            "order": _among("从最不利到最有利；不列的不比较"),
            "finding": {
                "description": "书面认定：作出了才算有，没有作出就是没有，不存在未查明",
                "const": True,
            },
            "presumed": _among("未查明时推定哪个值：依次取仍有可能的第一个"),
        },
        "一个事实",
    )
    several = {"properties": {key: {"items": ref("code")} for key in ("order", "presumed")}}
    boolean = {"properties": {key: {"items": {"type": "boolean"}} for key in ("order", "presumed")}}
    fact["allOf"] = [
        {"if": {"required": ["values"]}, "then": several, "else": boolean},
        {
            "if": {"required": ["finding"]},
            "then": {"properties": {"values": False, "presumed": False}},
            "else": {"required": ["presumed"]},
        },
    ]
    return fact


def _values() -> Schema:
    labels = record({"zh": said("名称"), "en": said("英文名称")}, about="一个值")
    values = _by_code(labels, "有哪几种取值；不写的，只有是、否两种")
    return {**values, "minProperties": 2, "maxProperties": MOST_VALUES}


def _among(about: str) -> Schema:
    items: Schema = {"type": ["string", "boolean"]}
    return {"description": about, **array(items), "uniqueItems": True}


def _by_code(each: Schema, about: str, taken: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a mapping from code names, some of which may not be `taken`."""
    names = {"allOf": [ref("code"), {"not": {"enum": list(taken)}}]} if taken else ref("code")
    return {
        "description": about,
        "type": "object",
        "propertyNames": names,
        "additionalProperties": each,
    }
