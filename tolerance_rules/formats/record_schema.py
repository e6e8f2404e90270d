"""Record schema: the JSON Schema of a record of the decision log."""

from __future__ import annotations

from typing import Any

from tolerance_rules.formats.fact_schemas import Schema, definitions
from tolerance_rules.formats.rule_schemas import DIALECT, schema_id
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.decision_data import LONGEST
from tolerance_rules.verdict.outcome import Outcome

_HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DAY: Schema = {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$"}
_TEXT: Schema = {"type": "string", "maxLength": LONGEST}
_NAMES: Schema = {"type": "array", "items": {"type": "string"}}
_COUNT: Schema = {"type": "integer", "minimum": 1}


def record_schema(rules: Ruleset) -> Schema:
    """Return the schema of a record: what it says, and its entry in the log."""
    return {
        "$schema": DIALECT,
        "$id": schema_id("record", rules),
        "title": "决定日志的一条记录",
        "description": "规范形式（RFC 8785）的 JSON；entry 是日志的树叶，contents 由 sealed 封存。",
        **_whole({"contents": _contents(rules), "entry": _entry()}),
        "$defs": definitions(rules.vocabulary),
    }


def _whole(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _contents(rules: Ruleset) -> Schema:
    facts: dict[str, Schema] = {name: {"$ref": f"#/$defs/{name}"} for name in rules.vocabulary}
    note = "查找证据的卷页号；别的说明只留指纹 sha256:…"
    evidence = {"type": "object", "propertyNames": {"enum": list(facts)}, "description": note}
    return _whole(
        {
            "amendment": {"description": "更正、复审的缘由；原决定没有", **_TEXT},
            "case": _whole({"id": {"type": "string", "minLength": 1}, "occurred_on": _DAY}),
            "decision": _decision(),
            "evidence": {**evidence, "additionalProperties": {"type": "string"}},
            "facts": {"description": "全部事实；null 是未查明", **_whole(facts)},
            "secret": {"description": "各项加盐散列的盐由它导出；不得公开", **_HASH},
        }
    )


def _decision() -> Schema:
    outcome: Schema = {"enum": [each.value for each in Outcome]}
    citation = {"because": _NAMES, "clause": {"type": "string"}, "role": {"type": "string"}}
    status: Schema = {"enum": ["established", "refuted", "open"]}
    fields: dict[str, Schema] = {
        "basis": {"enum": ["text", "policy", "authority"]},
        "by_reference": {"type": "boolean"},
        "citations": {"type": "array", "items": _whole({**citation, "status": status})},
        "modality": {"enum": ["shall", "may"]},
        "permitted": {"type": "array", "items": outcome, "minItems": 1},
        "presumed": _NAMES,
        "reason": {"description": "责任追究部门自己选结论的理由", **_TEXT},
        "row": {"description": "结论表的哪一行", "type": "string"},
        "set_aside": {
            "description": "没有采用的、规则给出的结论",
            "enum": [*outcome["enum"], None],
        },
        "turning": {"description": "影响结论的读法", **_NAMES},
        "unweighed": {"description": "已查明而未影响结论的不利事实", **_NAMES},
        "warnings": {"description": "须作说明的事项", **_NAMES},
    }
    return _whole(fields)


def _entry() -> Schema:
    outcome: Schema = {"enum": [each.value for each in Outcome]}
    digest: dict[str, Any] = {"anyOf": [_HASH, {"const": ""}]}
    rules = {"files": _HASH, "id": {"type": "string"}, "sha256": _HASH, "text": _HASH}
    instant = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+08:00$"
    fields: dict[str, Schema] = {
        "amends": {
            "description": "所取代的记录：号数和树叶的散列",
            "anyOf": [{"type": "null"}, _whole({"hash": _HASH, "number": _COUNT})],
        },
        "authority": {"description": "责任追究部门", "type": "string"},
        "decided_on": {**_DAY, "minLength": 1},
        "format": {"const": "tolerance-rules/record/1"},
        "hash": {"const": "SHA-256"},
        "kind": {"enum": ["decision", "correction", "appeal"]},
        "library": {"description": "本库的版本", "type": "string"},
        "log": {"description": "日志的名称", "type": "string"},
        "month": {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
        "named": {"description": "规则给出的结论", **outcome},
        "number": {"description": "日志中的号数", **_COUNT},
        "number_in_month": {"description": "当月的号数", **_COUNT},
        "outcome": {"description": "作出的结论", **outcome},
        "policy": _whole({"file": digest, "id": {"type": "string"}, "sha256": digest}),
        "previous": {"description": "前一条记录的树叶的散列；首条是 64 个 0", **_HASH},
        "readings": {"type": "object", "additionalProperties": {"type": "string"}},
        "recorded_at": {"type": "string", "pattern": instant},
        "ruleset": _whole(rules),
        "sealed": {"description": "contents 各项加盐散列的散列", **_HASH},
    }
    return _whole(fields)
