"""Outcome schemas: the JSON Schema of the outcome table and of a policy."""

from __future__ import annotations

from tolerance_rules.formats.condition_schemas import array, record, ref, row_condition, said
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.rules import POLICY, Ruleset
from tolerance_rules.verdict.outcome import OUTCOME_LABELS
from tolerance_rules.verdict.verdict import Role, Status


def outcomes_file(rules: Ruleset) -> Schema:
    """Return the schema of the outcome table: what each outcome is called, then the rows."""
    words = record(
        {"zh": said("名称"), "en": said("英文名称")},
        {"also": {"description": "也认得的其他写法", "uniqueItems": True, **array(ref("text"))}},
    )
    outcomes = {
        "description": "用到的各种结论，最宽的在前",
        "type": "object",
        "properties": {
            outcome.value: {"description": labels[0], **words}
            for outcome, labels in OUTCOME_LABELS.items()
        },
        "additionalProperties": False,
        "minProperties": 1,
    }
    return record({"outcomes": outcomes, "rows": array(_row(rules))}, about="结论表")


def _row(rules: Ruleset) -> Schema:
    row = record(
        {
            "row": {"type": "string"},
            "when": row_condition("quoted_condition"),
            "outcome": {
                "description": "结论；policy 由裁量惯例选定",
                "enum": [*rules.labels, POLICY],
            },
            "modality": {"description": "shall 应当；may 可以", "enum": ["shall", "may"]},
            "basis": {"description": "text 原文写明；policy 按惯例", "enum": ["text", POLICY]},
            "permitted": array(ref("outcome")),
            "cites": array(_cite()),
            "disposition": record(
                {"clause": ref("clause_id"), "citation": ref("text"), "text": ref("text")},
                about="作出处理所依据的原文",
            ),
            "gloss": said("英文大意"),
        },
        {"remark": said("写进评判说明的提示"), "remark_en": said("提示的英文")},
    )
    row["dependentRequired"] = {"remark": ["remark_en"]}
    by_policy = {"properties": {"basis": {"const": POLICY}}}
    row["allOf"] = [
        {
            "if": _is("outcome", POLICY),
            "then": by_policy,
            "else": {"properties": {"basis": {"const": "text"}}},
        },
        *(
            {
                "if": _is("outcome", code),
                "then": {"properties": {"permitted": {"contains": {"const": code}}}},
            }
            for code in rules.labels
        ),
    ]
    return row


def _is(key: str, value: str) -> Schema:
    return {"properties": {key: {"const": value}}, "required": [key]}


def _cite() -> Schema:
    status = {"enum": [Status.ESTABLISHED.value, Status.REFUTED.value]}
    role = {"enum": [role.value for role in Role if role not in (Role.DISPOSITION, Role.POLICY)]}
    cite = record(
        {"status": status, "role": role},
        {"each": ref("clause_id"), "whole": ref("clause_id")},
        "引用哪些条款：each 逐项引用，whole 整条引用",
    )
    cite["oneOf"] = [{"required": ["each"]}, {"required": ["whole"]}]
    return cite


def policy_file() -> Schema:
    """Return the schema of a policy."""
    row = record(
        {
            "row": {"type": "string"},
            "when": row_condition("condition"),
            "outcome": ref("outcome"),
            "gloss": said("英文大意"),
        }
    )
    return record(
        {
            "id": {"type": "string"},
            "title": ref("text"),
            "title_en": ref("text"),
            "citation": ref("text"),
            "text": ref("text"),
            "gloss": ref("text"),
            "rows": array(row),
        },
        about="裁量惯例：不是法规，可以替换",
    )
