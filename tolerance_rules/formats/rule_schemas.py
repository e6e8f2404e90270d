"""Rule schemas: the JSON Schema of the YAML files of a ruleset, and of the cases beside them."""

from __future__ import annotations

from tolerance_rules.facts import vocabulary
from tolerance_rules.formats.condition_schemas import (
    Schema,
    array,
    condition,
    fact_leaf,
    record,
    ref,
    said,
    when,
)
from tolerance_rules.formats.rule_test_schema import rule_test
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Role, Status

_OUTCOMES = [outcome.value for outcome in Outcome]
_FIRST_KEYS = {
    "ruleset": ["regulation_sha256"],
    "scope": ["by_reference"],
    "article": ["article"],
    "outcomes_or_policy": ["rows"],
    "readings": ["readings"],
    "consistency": ["impossible"],
    "tests": ["cases"],
    "proofs": ["expected"],
}
"""The keys by which a file is known to be of a kind."""


def rules_schema() -> Schema:
    """Return the schema of every file of a ruleset; which one it is shows by its keys."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:tolerance-rules:schema:rules",
        "title": "容错纠错规则文件",
        "description": "规则目录中的文件：按其中的键，认出是哪一种。",
        "type": "object",
        "anyOf": [{"required": keys} for keys in _FIRST_KEYS.values()],
        "allOf": [
            {"if": {"required": keys}, "then": {"$ref": f"#/$defs/{kind}"}}
            for kind, keys in _FIRST_KEYS.items()
        ],
        "$defs": {
            "text": {"type": "string", "minLength": 1, "pattern": "^[^\\n]+$"},
            "clause_id": {
                "description": '条款编号，必须加引号，如 "5.10"',
                "type": "string",
                "pattern": r"^\d+(\.\d+){0,2}$",
            },
            "fact_name": {
                "description": "事实的名称",
                "enum": list(vocabulary()),
            },
            "outcome": {"description": "结论", "enum": _OUTCOMES},
            "condition": condition("condition", quoted=False),
            "quoted_condition": condition("quoted_condition", quoted=True),
            "fact_leaf": fact_leaf(quoted=False),
            "quoted_fact_leaf": fact_leaf(quoted=True),
            "ruleset": _ruleset(),
            "scope": _scope(),
            "article": _article(),
            "clause": _clause(),
            "outcomes_or_policy": {
                "if": {"required": ["id"]},
                "then": {"$ref": "#/$defs/policy"},
                "else": {"$ref": "#/$defs/outcomes"},
            },
            "outcomes": record({"rows": array(_outcome_row())}),
            "policy": _policy(),
            "readings": record({"readings": array(_reading())}),
            "consistency": _consistency(),
            "tests": record({"cases": array(rule_test())}),
            "proofs": record({"expected": array(_expected())}),
        },
    }


def _ruleset() -> Schema:
    date: Schema = {"type": "string", "format": "date"}
    return record(
        {
            "id": said("规则集的编号，与目录同名"),
            "document_number": said("文号"),
            "title": said("文件名称"),
            "title_en": said("文件名称的英文"),
            "issuer": said("印发单位"),
            "issuer_en": said("印发单位的英文"),
            "in_force_from": {"description": "施行日期", **date},
            "in_force_until": {
                "description": "最后有效的一天；现行有效的写 null",
                "anyOf": [date, {"type": "null"}],
            },
            "repeals": record(
                {"document_number": ref("text"), "title": ref("text")},
                {"issued": date},
                "同时废止的文件",
            ),
            "interpreted_by": said("负责解释的单位"),
            "regulation_sha256": {
                "description": "regulation.txt 的指纹",
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
            },
        },
    )


def _clause() -> Schema:
    return record(
        {
            "id": ref("clause_id"),
            "citation": said("怎样引用，如 第五条第（三）项"),
            "text": said("原文，一字不改，写在一行"),
            "gloss": said("英文大意"),
            "when": when(quoted=True),
        },
        {"note": said("认定时要留意的地方")},
        "一项条款",
    )


def _scope() -> Schema:
    source = record(
        {"id": ref("clause_id"), "citation": ref("text"), "text": ref("text")},
        about="供其他条款引用的条文",
    )
    return record(
        {
            "clauses": array(ref("clause")),
            "by_reference": {"description": "参照执行的对象", **ref("quoted_fact_leaf")},
        },
        {"articles": array(source)},
    )


def _article() -> Schema:
    return record(
        {
            "article": ref("clause_id"),
            "citation": ref("text"),
            "text": said("条文开头的原文"),
            "gloss": said("英文大意"),
            "holds": {"description": "any 有一项即成立；all 各项都要成立", "enum": ["any", "all"]},
            "clauses": array(ref("clause")),
        }
    )


def _outcome_row() -> Schema:
    status = {"enum": [Status.ESTABLISHED.value, Status.REFUTED.value]}
    role = {"enum": [role.value for role in Role if role not in (Role.DISPOSITION, Role.POLICY)]}
    cite = record(
        {"status": status, "role": role},
        {"each": ref("clause_id"), "whole": ref("clause_id")},
        "引用哪些条款：each 逐项引用，whole 整条引用",
    )
    cite["oneOf"] = [{"required": ["each"]}, {"required": ["whole"]}]
    return record(
        {
            "row": {"type": "string"},
            "when": when(quoted=False),
            "outcome": {
                "description": "结论；policy 由裁量惯例选定",
                "enum": [*_OUTCOMES, "policy"],
            },
            "modality": {"description": "shall 应当；may 可以", "enum": ["shall", "may"]},
            "basis": {"description": "text 原文写明；policy 按惯例", "enum": ["text", "policy"]},
            "permitted": array(ref("outcome")),
            "cites": array(cite),
            "disposition": record(
                {"clause": ref("clause_id"), "citation": ref("text"), "text": ref("text")},
                about="作出处理所依据的原文",
            ),
            "gloss": said("英文大意"),
        }
    )


def _policy() -> Schema:
    row = record(
        {
            "row": {"type": "string"},
            "when": when(quoted=False),
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


def _reading() -> Schema:
    option = record({"zh": ref("text"), "en": ref("text")}, about="一种读法")
    return record(
        {
            "id": {"type": "string"},
            "clause": ref("clause_id"),
            "phrase": said("可作两种读法的原文"),
            "question": said("问题"),
            "question_en": said("问题的英文"),
            "default": said("默认的读法，须写在 options 首位"),
            "options": {"type": "object", "additionalProperties": option, "minProperties": 2},
            "reason": said("为什么用默认的读法"),
            "reason_en": said("理由的英文"),
        },
        about="一处可作两种读法的原文",
    )


def _consistency() -> Schema:
    literal = {"anyOf": [ref("fact_leaf"), record({"not": ref("fact_leaf")})]}

    def combination(key: str) -> Schema:
        return record(
            {
                "id": {"type": "string"},
                "facts": array(literal, 2),
                key: ref("text"),
                f"{key}_en": ref("text"),
            }
        )

    return record(
        {"impossible": array(combination("reason")), "explain": array(combination("question"))}
    )


def _expected() -> Schema:
    return record(
        {
            "property": said("哪一条性质，见 tolerance-rules prove"),
            "subject": said("对哪一个条件不成立"),
            "reason": said("为什么就应当如此"),
            "reason_en": said("理由的英文"),
        },
        {"readings": {"type": "object", "additionalProperties": {"type": "string"}}},
        "已说明的证伪",
    )
