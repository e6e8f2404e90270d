"""Schemas: JSON Schema of case files, rule files, the result document and records, for any ruleset.

Editors complete and check YAML by them. Those of the shipped ruleset are kept as files in
`schemas/`, made by `tolerance-rules schema`; a test holds the files to what this module makes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import TypeAdapter

from tolerance_rules.formats.analysis_file import ASSESSMENTS, read_standard
from tolerance_rules.formats.blank_case import ABOUT_CASE
from tolerance_rules.formats.case_faults import SECTIONS
from tolerance_rules.formats.case_file import TEXTS
from tolerance_rules.formats.case_words import DATES
from tolerance_rules.formats.fact_schemas import Schema, definitions, grouped
from tolerance_rules.formats.forms_file import read_forms
from tolerance_rules.formats.record_schema import record_schema
from tolerance_rules.formats.rule_schemas import DIALECT, rules_schema, schema_id
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.decision_data import LONGEST, DecisionData
from tolerance_rules.vocabulary.vocabulary import Vocabulary


def case_schema(rules: Ruleset) -> Schema:
    """Return the schema of a case file: its sections, or bare facts."""
    vocabulary = rules.vocabulary
    return {
        "$schema": DIALECT,
        "$id": schema_id("case", rules),
        "title": "容错纠错案件",
        "description": "一个案件：case 基本情况、facts 事实、evidence 证据说明、handling 办理情况、"
        "forms 文书的内容、analysis 集体评价；也可以只写事实。",
        "type": "object",
        "if": {"anyOf": [{"required": [section]} for section in SECTIONS]},
        "then": {
            "properties": {
                "case": {"$ref": "#/$defs/case"},
                "facts": {"anyOf": [{"$ref": "#/$defs/facts"}, {"type": "null"}]},
                "evidence": {"$ref": "#/$defs/evidence"},
                "handling": {"$ref": "#/$defs/handling"},
                "forms": {"$ref": "#/$defs/forms"},
                "analysis": {"$ref": "#/$defs/analysis"},
            },
            "additionalProperties": False,
        },
        "else": {"$ref": "#/$defs/facts"},
        "$defs": {
            "case": {
                "description": "案件的基本情况，原样写入结论",
                "type": ["object", "null"],
                "properties": {
                    key: {"description": ABOUT_CASE[key][0], **_text(key in DATES)}
                    for key in (*TEXTS, *DATES)
                },
                "additionalProperties": False,
            },
            "evidence": _evidence(vocabulary),
            "handling": _handling(rules),
            "day": _text(True),
            "forms": _forms(rules),
            "analysis": _analysis(rules),
            "facts": _facts(vocabulary),
            **definitions(vocabulary),
        },
    }


def _text(date: bool) -> Schema:
    if date:
        return {"type": ["string", "null"], "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
    return {"type": ["string", "null"], "maxLength": LONGEST}


def _evidence(vocabulary: Vocabulary) -> Schema:
    note = {"type": "string", "maxLength": LONGEST}
    return {
        "description": "各项事实的证据说明，原样写入结论",
        "type": ["object", "null"],
        "properties": {
            name: {"description": f"{spec.label}：{spec.evidence or '证据说明'}", **note}
            for name, spec in vocabulary.items()
        },
        "additionalProperties": False,
    }


def _handling(rules: Ruleset) -> Schema:
    names = {
        word: {"$ref": "#/$defs/day"}
        for each in rules.obligations.recorded
        for word in (each.id, *each.label)
    }
    return {
        "description": "办理情况：做了什么、发生了什么，在哪一天",
        "type": ["object", "null"],
        "properties": names,
        "additionalProperties": False,
    }


def _analysis(rules: Ruleset) -> Schema:
    """Return the schema of what the collective assessed, by contrast."""
    words = {"enum": [*ASSESSMENTS, None]}
    assessed = {
        "anyOf": [
            words,
            {
                "type": "object",
                "properties": {"assessment": words, "note": _text(False)},
                "additionalProperties": False,
            },
        ]
    }
    contrasts = read_standard(rules).contrasts.values()
    return {
        "description": "集体按标准作出的评价，不改变结论；见 tolerance-rules analysis",
        "type": ["object", "null"],
        "properties": {each.id: {"description": each.text, **assessed} for each in contrasts},
        "additionalProperties": False,
    }


def _forms(rules: Ruleset) -> Schema:
    """Return the schema of what is written for the forms, by field."""
    fields = [each for each in read_forms(rules).fields.values() if not each.sources]
    return {
        "description": "文书中要写而结论里没有的内容，不写入结论；栏目见 tolerance-rules form",
        "type": ["object", "null"],
        "properties": {
            field.id: {"description": field.label[0], **_text(False)} for field in fields
        },
        "additionalProperties": False,
    }


def _facts(vocabulary: Vocabulary) -> Schema:
    """Return the schema of the facts of a case: in their groups, or by dotted name."""
    groups = {
        name: {**group, "type": ["object", "null"]} for name, group in grouped(vocabulary).items()
    }
    first = next(iter(vocabulary))
    return {
        "description": (
            f"事实，分组写，或者用带点的名称写（如 {first}）；不写或 null 是未查明，"
            "仍有几种可能的写成列表"
        ),
        "type": "object",
        "properties": {**groups, **{name: {"$ref": f"#/$defs/{name}"} for name in vocabulary}},
        "additionalProperties": False,
    }


# Said here, not by docstrings: which of them reach the schema depends on the version of pydantic.
_PARTS = {
    "Because": "条款成立或者不成立所依据的一项事实：值、所据原文、来源（已查明、推知、推定）",
    "CaseInfo": "案件文件中事实以外的内容，原样保留",
    "CaseWarning": "同时成立不合常情、须作说明的事实",
    "Citation": "引用的一项条款：原文、作用、成立与否、所依据的事实",
    "DueDate": "应当办完的日子，在 first 和 last 之间；日历没有公布、说不定是哪一天的，两者不同",
    "Implied": "由已查明的事实推知的一项事实，或者排除几种可能以后剩下的各种，以及由哪些事实推知",
    "Obligation": "一项义务：谁做、向谁做、从何时起、何时办完、有没有办理的记载",
    "ReadingChoice": "没有用默认读法的一处：采用哪一种，是什么意思",
    "Role": "条款在结论中的作用",
    "RulesetRef": "所用的规则集：编号、指纹、采用的读法、裁量惯例的指纹和名称、各种结论的名称",
    "Status": "established 成立；refuted 不成立；open 未定",
    "TurningReading": "影响结论的一处读法：本次采用哪一种，每一种的结论和可能的结论（一种即已定）",
}


def decision_schema(rules: Ruleset) -> Schema:
    """Return the schema of the result document: a decision as JSON."""
    schema = TypeAdapter(DecisionData).json_schema(mode="serialization")
    labels = "；".join(f"{code} {words.label[0]}" for code, words in rules.labels.items())
    parts = {**_PARTS, "Outcome": f"结论：{labels}"}
    for name, about in parts.items():
        schema["$defs"][name]["description"] = about
    # The model of any case says nothing of its facts: they are those of the vocabulary.
    del schema["$defs"]["CaseModel"]
    schema["$defs"] |= definitions(rules.vocabulary)
    groups = grouped(rules.vocabulary)
    for group in groups.values():
        group["required"] = list(group["properties"])
    schema["properties"]["facts"] = {
        "description": "全部事实：值、仍有可能的各种值、null（未查明）",
        "type": "object",
        "properties": groups,
        "required": list(groups),
        "additionalProperties": False,
    }
    schema["properties"]["file"] = {
        "description": "命令行读取的案件文件；- 是标准输入。其他途径的结论没有这一项",
        "type": "string",
    }
    return {
        "$schema": DIALECT,
        "$id": schema_id("decision", rules),
        **schema,
        "title": "容错纠错结论",
        "description": "一个案件的结论：准许的结论、引用的条款和事实、尚待查明的事实、所用的规则。",
    }


SCHEMAS: Mapping[str, Callable[[Ruleset], Schema]] = {
    "case": case_schema,
    "rules": rules_schema,
    "decision": decision_schema,
    "record": record_schema,
}
"""Each schema by the name of its file: `schemas/case.schema.json` and so on."""
