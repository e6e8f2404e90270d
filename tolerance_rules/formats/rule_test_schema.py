"""Rule test schema: the JSON Schema of one case beside the rules."""

from __future__ import annotations

from tolerance_rules.formats.condition_schemas import array, record, ref, said
from tolerance_rules.formats.fact_schemas import Schema, known_schema
from tolerance_rules.verdict.verdict import Role, Status
from tolerance_rules.vocabulary.vocabulary import Vocabulary


def rule_test(vocabulary: Vocabulary) -> Schema:
    """Return the schema of a case: refused as contradictory, or decided."""
    case = record(
        {
            "name": said("案例的名称"),
            "facts": {"description": "已查明的事实", **_facts(vocabulary, unknown=True)},
            "others": {
                "description": "没有写出的事实：presumed 取推定值，unknown 未查明",
                "enum": ["presumed", "unknown"],
            },
        },
        {
            "readings": {"type": "object", "additionalProperties": {"type": "string"}},
            "refused": {
                "description": "作为矛盾退回：依据的是 consistency.yaml 的哪几条",
                **array({"type": "string"}),
            },
            "outcome": ref("outcome"),
            **_decision(vocabulary),
        },
        "一个案例",
    )
    case["oneOf"] = [
        {"required": ["outcome"], "properties": {"refused": False}},
        {"required": ["refused"], "properties": dict.fromkeys(_decision(vocabulary), False)},
    ]
    return case


def _decision(vocabulary: Vocabulary) -> Schema:
    """Return what may be said of a decision, besides its outcome."""
    outcomes = array(ref("outcome"))
    cited: Schema = {"anyOf": [ref("clause_id"), {"const": "policy"}]}
    return {
        "permitted": outcomes,
        "modality": {"description": "shall 应当；may 可以", "enum": ["shall", "may"]},
        "basis": {"description": "text 原文写明；policy 按惯例", "enum": ["text", "policy"]},
        "disposition": said("作出处理所依据的原文，一字不改"),
        "settled": {"type": "boolean"},
        "reachable": outcomes,
        "cites": array(cited),
        "roles": _by_clause(cited, {"enum": [role.value for role in Role]}),
        "because": _by_clause(cited, array(ref("fact_name"))),
        "statuses": _by_clause(ref("clause_id"), {"enum": [status.value for status in Status]}),
        "implied": {
            "description": "推知的事实，一项不多、一项不少",
            **_facts(vocabulary, unknown=False),
        },
        "warnings": {
            "description": "须作说明的事项，一项不多、一项不少；没有的写 []",
            **array({"type": "string"}, 0),
        },
        "by_reference": {"description": "是否参照执行", "type": "boolean"},
    }


def _facts(vocabulary: Vocabulary, *, unknown: bool) -> Schema:
    values = {
        name: {"title": spec.label, **known_schema(spec, unknown=unknown)}
        for name, spec in vocabulary.items()
    }
    return {"type": "object", "properties": values, "additionalProperties": False}


def _by_clause(clause: Schema, said_of_it: Schema) -> Schema:
    return {"type": "object", "propertyNames": clause, "additionalProperties": said_of_it}
