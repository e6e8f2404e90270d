"""Components: the JSON Schemas of what goes in and out, under names that any language may take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from tolerance_rules.audit.precedents import Precedents
from tolerance_rules.formats.schemas import case_schema, decision_schema
from tolerance_rules.rules import Ruleset
from tolerance_rules.service.problems import KINDS
from tolerance_rules.what_if.answers.comparisons import ScenarioComparisons
from tolerance_rules.what_if.answers.paths import Paths
from tolerance_rules.what_if.answers.questions import Questions
from tolerance_rules.what_if.answers.reasons import Robustness, SufficientReason
from tolerance_rules.what_if.answers.sensitivity import Sensitivity

Schema = dict[str, Any]
REF = "#/components/schemas/"
ANSWERS = (ScenarioComparisons, Paths, Questions, SufficientReason, Robustness, Sensitivity)
_DECISION = "DecisionDocument"
_CASE_PARTS = {
    "case": "CaseAbout",
    "evidence": "CaseEvidence",
    "handling": "CaseHandling",
    "forms": "CaseForms",
    "analysis": "CaseAnalysis",
    "facts": "CaseFactValues",
    "day": "CaseDay",
}
_RENAMED = {"Decision": _DECISION, "CaseModel": "DecidedFacts", **_CASE_PARTS}
"""What other definitions are called here."""
ANYTHING: Schema = {"type": "object", "additionalProperties": True}


def components(rulesets: Sequence[Ruleset]) -> dict[str, Schema]:
    """Return every schema by name. With one ruleset its facts are in them, with several they vary.

    An optional member is written where it says something.
    """
    rules = rulesets[0]
    found: dict[str, Schema] = {}
    case, decision = case_schema(rules), decision_schema(rules)
    if len(rulesets) > 1:
        case["$defs"]["facts"] = {**ANYTHING, "description": "事实，见各规则集的 /facts"}
        for part in ("evidence", "handling", "forms", "analysis"):
            case["$defs"][part] = {"type": ["object", "null"], "additionalProperties": True}
        decision["properties"]["facts"] = ANYTHING
    _add(found, "CaseFile", _without_conditions(case))
    del decision["properties"]["file"]
    _add(found, _DECISION, decision)
    _add(found, "Precedents", TypeAdapter(Precedents).json_schema(mode="serialization"))
    found["DecidedFacts"] = _referring(decision["properties"]["facts"])
    for answer in ANSWERS:
        schema = answer.json_schema()
        for known in ("Decision", "CaseModel"):
            schema.get("$defs", {}).pop(known, None)
        _add(found, answer.__name__, schema)
    own = _own()
    if both := found.keys() & own.keys():
        raise ValueError(f"two schemas of one name: {sorted(both)}")
    return {**found, **own}


def _without_conditions(case: Schema) -> Schema:
    """Return the schema of a case with its sections: generators of clients know no `if`."""
    return {
        "title": case["title"],
        "description": case["description"],
        "type": "object",
        **case["then"],
        "$defs": case["$defs"],
    }


def _add(found: dict[str, Schema], name: str, schema: Schema) -> None:
    """Add a schema and its definitions; of two definitions of one name the first stands."""
    for inner, part in schema.get("$defs", {}).items():
        found.setdefault(component_name(inner), _referring(part))
    dropped = ("$defs", "$schema", "$id")
    found[name] = _referring({key: value for key, value in schema.items() if key not in dropped})


def component_name(name: str) -> str:
    """Return the name of a definition among the components; that of a fact says that it is one."""
    renamed = _RENAMED.get(name, name)
    return f"Fact_{re.sub('[^A-Za-z0-9]', '_', name)}" if "." in name else renamed


def _referring(part: Any) -> Any:
    """Return a schema whose references lead to the components."""
    if isinstance(part, dict):
        found = {key: _referring(value) for key, value in part.items()}
        target = part.get("$ref")
        if isinstance(target, str) and target.startswith("#/$defs/"):
            found["$ref"] = REF + component_name(target.removeprefix("#/$defs/"))
        return found
    return [_referring(each) for each in part] if isinstance(part, list) else part


def _of(required: Sequence[str], **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {key.rstrip("_"): value for key, value in properties.items()},
        "required": list(required),
    }


def ref(name: str) -> Schema:
    """Return the reference to a component."""
    return {"$ref": REF + name}


TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
TEXTS: Schema = {"type": "array", "items": TEXT}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def problem_schema() -> Schema:
    """Return the schema of a problem, with what any kind of it may have."""
    told = _of(("title", "detail"), title=TEXT, detail=TEXT)
    return _of(
        ("type", "title", "status", "detail", "languages"),
        type={**TEXT, "description": f"urn:tolerance-rules:problem: {' | '.join(KINDS)}"},
        title=TEXT,
        status=NUMBER,
        detail=TEXT,
        languages={**_of(("zh", "en"), zh=told, en=told), "description": "两种语言的同样的话"},
        instance=TEXT,
        faults=_list(ref("Fault")),
        fault_count=NUMBER,
        **_of_some_kinds(),
    )


def _of_some_kinds() -> dict[str, Schema]:
    """Return the members of a problem that only some kinds have: what a program acts on."""
    missing = _of(("fact", "label", "question"), fact=TEXT, label=TEXT, question=TEXT)
    found = _of(("name", "expected", "found"), name=TEXT, expected={}, found={})
    return {
        name: {**schema, "description": about}
        for name, schema, about in (
            ("missing", _list(missing), "unsettled：还要查明的事实"),
            ("open_facts", TEXTS, "unsettled：同 missing，只有名称"),
            ("reachable", TEXTS, "unsettled：可能的结论"),
            ("outcome", TEXT, "unsettled：推定的结论，不得记录"),
            ("permitted", TEXTS, "forbidden：准许的结论"),
            ("clauses", TEXTS, "forbidden：不准许所依据的条款"),
            ("facts", TEXTS, "inconsistent：相互矛盾的事实"),
            ("combinations", TEXTS, "inconsistent：不能同时成立的组合"),
            ("number", NUMBER, "recorded：已有的记录是第几号；要更正的，更正这一号"),
            ("differs", _list(found), "differs：哪几样不一致"),
            ("names", TEXTS, "name、query、not-found：可以写的名称"),
            ("nearest", {"type": ["string", "null"]}, "name：最像的名称"),
            ("parameter", TEXT, "query：哪一个参数"),
            ("rulesets", TEXTS, "out-of-force、query：服务的规则集"),
            ("roles", TEXTS, "role：需要的角色"),
            ("sheets", TEXTS, "table：工作簿里的工作表"),
            ("case_file", NUMBER, "文书：有误的是第几个案件，从 0 起"),
        )
    }


def _own() -> dict[str, Schema]:
    """Return the schemas of what only the service says."""
    fault = _of(
        ("code", "where", "zh", "en"),
        code=TEXT,
        where=TEXT,
        zh=TEXT,
        en=TEXT,
        line=NUMBER,
        column=NUMBER,
    )
    scenario: Schema = {
        **_of(
            (),
            name=TEXT,
            changes={
                "type": "object",
                "description": "{组.事实: 值、仍有可能的各种值，或者 null（未查明）}",
                "additionalProperties": True,
            },
            readings={"type": "object", "additionalProperties": TEXT},
        ),
        "additionalProperties": False,
    }
    return {
        "Anything": ANYTHING,
        "Fault": fault,
        "Problem": problem_schema(),
        "Scenario": scenario,
        "WhatIfRequest": {
            **_of(
                ("case_file", "scenarios"),
                case_file=ref("CaseFile"),
                scenarios={**_list(ref("Scenario")), "minItems": 1, "maxItems": 50},
            ),
            "additionalProperties": False,
        },
        "ClauseExplanation": _of(
            ("outcome", "settled", "clauses"),
            outcome=TEXT,
            settled={"type": "boolean"},
            clauses=_list(ANYTHING),
        ),
        "Explanation": {"anyOf": [ref(_DECISION), ref("ClauseExplanation")]},
        "ReasonDocument": {
            "allOf": [
                ref("SufficientReason"),
                _of(("robustness",), robustness=ANYTHING),
            ]
        },
        "DutiesDocument": {
            **_of(
                ("on", "outcome", "settled", "obligations"),
                on=TEXT,
                outcome=TEXT,
                settled={"type": "boolean"},
                decided_on=TEXT,
                obligations=_list(ANYTHING),
            ),
            "additionalProperties": True,
        },
        "AnalysisDocument": _of(("lines",), lines=_list(ANYTHING)),
        "DecisionLine": {
            "description": "一行：结论，或者 problem；line 是行号",
            "anyOf": [
                {"allOf": [ref(_DECISION), _of(("line",), line=NUMBER)]},
                _of(("line", "problem"), line=NUMBER, problem=ref("Problem")),
            ],
        },
        "RulesetAbout": _of(
            ("id", "document_number", "title", "sha256", "in_force_from", "readings"),
            id=TEXT,
            document_number=TEXT,
            title=TEXT,
            title_en=TEXT,
            sha256=TEXT,
            in_force_from=TEXT,
            in_force_until={"type": ["string", "null"]},
            policy={"type": ["object", "null"]},
            readings={"type": "object", "additionalProperties": TEXTS},
            default_readings={"type": "object", "additionalProperties": TEXT},
            outcomes={"type": "object", "additionalProperties": TEXTS},
        ),
        "RulesetList": _of(("rulesets",), rulesets=_list(ref("RulesetAbout"))),
        "RulesetDocument": _of(
            ("ruleset", "title", "sha256", "clauses", "outcomes"),
            ruleset=TEXT,
            document_number=TEXT,
            title=TEXT,
            sha256=TEXT,
            readings={"type": "object", "additionalProperties": TEXT},
            policy={"type": ["object", "null"]},
            clauses=_list(ANYTHING),
            outcomes=_list(ANYTHING),
        ),
        "Caller": _of(
            ("name", "roles", "tokens", "log"),
            name=TEXT,
            roles=TEXTS,
            tokens={"type": "boolean"},
            log={"type": "boolean"},
        ),
        "FactList": _of(("facts",), facts=_list(ANYTHING)),
        "Bundle": {**ANYTHING, "description": "整套规则，写成一份任何语言都能用的文件"},
        "Text": TEXT,
        "Binary": {"type": "string", "format": "binary"},
        "FormList": _of(("forms",), forms=_list(ANYTHING)),
        "FormRequest": {
            **_of(
                ("case_files",),
                case_files={**_list(ref("CaseFile")), "minItems": 1, "maxItems": 200},
                fields={"type": "object", "additionalProperties": TEXT},
                choose=TEXT,
                reason=TEXT,
            ),
            "additionalProperties": False,
        },
        "RegisterLimits": _of(
            ("suffixes", "bytes", "kept_seconds"),
            suffixes=TEXTS,
            bytes=NUMBER,
            kept_seconds=NUMBER,
        ),
        "FilingRequest": {
            **_of(
                (),
                case_files={
                    **_list(ref("CaseFile")),
                    "maxItems": 200,
                    "description": "其中 forms 所写的姓名等，按案件编号填到日志的各条",
                },
                fields={"type": "object", "additionalProperties": TEXT},
            ),
            "additionalProperties": False,
        },
        "RegisterDocument": _of(
            ("id", "name", "columns", "mapping_yaml"),
            id=TEXT,
            name=TEXT,
            columns=_list(
                _of(
                    ("header", "name", "why", "sure", "samples", "unread"),
                    header=TEXT,
                    name=TEXT,
                    why=TEXT,
                    sure={"type": "boolean"},
                    samples={**TEXTS, "description": "前几行里不同的值"},
                    unread={**TEXTS, "description": "按拟出的名称读不懂的值"},
                )
            ),
            sheet=TEXT,
            sheets={**TEXTS, "description": "工作簿里的工作表"},
            header_row=NUMBER,
            mapping_yaml=TEXT,
            told=_list(TEXTS),
        ),
        "AuditRequest": {
            **_of(
                ("register",),
                register=TEXT,
                mapping={"type": "object", "additionalProperties": TEXT},
                mapping_yaml=TEXT,
                ruleset=TEXT,
                readings={"type": "object", "additionalProperties": TEXT},
            ),
            "additionalProperties": False,
        },
        "AuditDocument": _of(
            ("id", "register", "state", "stage", "progress"),
            id=TEXT,
            register=TEXT,
            state={"enum": ["waiting", "running", "done", "failed"]},
            stage=TEXT,
            progress={"type": "number"},
            rows=NUMBER,
            rejected=NUMBER,
            findings={"type": "object", "additionalProperties": NUMBER},
            problem=ref("Problem"),
        ),
        "AuditFindings": _of(
            ("rows", "rejected", "kinds", "refused"),
            register=TEXT,
            rows=NUMBER,
            rejected=NUMBER,
            not_compared=NUMBER,
            read=TEXTS,
            readings=TEXTS,
            policy=TEXT,
            outcomes=_list(_of(("name", "count"), name=TEXT, count=NUMBER)),
            kinds=_list(
                _of(
                    ("kind", "name", "meaning", "action", "findings", "heads", "lines"),
                    kind=TEXT,
                    name=TEXT,
                    meaning=TEXT,
                    action=TEXT,
                    findings=NUMBER,
                    decisions=NUMBER,
                    heads=TEXTS,
                    all_lines=NUMBER,
                    lines=_list(_of(("finding", "cells"), finding=NUMBER, cells=TEXTS)),
                )
            ),
            refused=_list(_of(("row", "reason"), row=NUMBER, reason=TEXT)),
        ),
        "AuditReport": {**ANYTHING, "description": "审计报告，同 audit --format json"},
        "Expected": {
            **_of(
                (),
                ruleset=TEXT,
                policy={"type": ["string", "null"]},
                readings={"type": "object", "additionalProperties": TEXT},
                outcome=TEXT,
                permitted=TEXTS,
            ),
            "additionalProperties": False,
            "description": "您看到的；服务得出的不同，就不记录（409 differs）",
        },
        "RecordRequest": {
            **_of(
                ("case_file",),
                case_file=ref("CaseFile"),
                choose=TEXT,
                reason=TEXT,
                expected=ref("Expected"),
            ),
            "additionalProperties": False,
        },
        "RecordSearch": {**_of(("case",), case=TEXT), "additionalProperties": False},
        "AmendmentRequest": {
            **_of(
                ("case_file", "kind", "why"),
                case_file=ref("CaseFile"),
                kind={"enum": ["correction", "appeal"]},
                why={**TEXT, "minLength": 1},
                choose=TEXT,
                reason=TEXT,
                expected=ref("Expected"),
            ),
            "additionalProperties": False,
        },
        "Receipt": _of(
            ("number", "month", "number_in_month", "recorded_at", "case", "outcome", "hash"),
            number=NUMBER,
            month=TEXT,
            number_in_month=NUMBER,
            recorded_at=TEXT,
            case=TEXT,
            outcome=TEXT,
            hash=TEXT,
        ),
        "RecordEntry": _of(
            ("number", "case", "hash", "entry"),
            number=NUMBER,
            case=TEXT,
            hash=TEXT,
            entry=ANYTHING,
        ),
        "RecordList": _of(
            ("log", "size", "records"),
            log=TEXT,
            size=NUMBER,
            records=_list(ref("RecordEntry")),
            next=NUMBER,
        ),
        "RecordDocument": {
            "allOf": [ref("RecordEntry"), _of(("contents",), contents=ANYTHING)],
        },
        "Verification": _of(
            ("size", "root", "checkpoints", "faults"),
            size=NUMBER,
            root=TEXT,
            checkpoints=NUMBER,
            faults=_list(
                _of(("code", "number", "message"), code=TEXT, number=NUMBER, message=TEXT)
            ),
        ),
        "Liveness": _of(("status",), status=TEXT),
        "Readiness": _of(("status", "rulesets"), status=TEXT, rulesets=TEXTS),
    }
