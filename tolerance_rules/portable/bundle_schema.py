"""Bundle schema: the JSON Schema of the bundle of any ruleset; what is not said is refused."""

from __future__ import annotations

from collections.abc import Iterable

from tolerance_rules.formats.condition_schemas import array, record, ref, said
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.formats.rule_schemas import CLAUSE_ID, DIALECT
from tolerance_rules.portable.bundle import FORMAT, VERSION
from tolerance_rules.portable.duties_schema import (
    analysis_schema,
    calendar_schema,
    deadlines_schema,
    forms_schema,
    obligations_schema,
)
from tolerance_rules.portable.text_schema import (
    case_words_schema,
    diagrams_schema,
    messages_schema,
    regulation_schema,
)
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Role, Status

TEXT: Schema = {"type": "string"}


def bundle_schema() -> Schema:
    """Return the schema."""
    parts: Schema = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION, "description": "结构的版本；改了含义才加一"},
        "library_version": said("写出它的程序库的版本"),
        "ruleset": _ruleset(),
        "outcomes": array(_named(code=ref("outcome"), label=ref("pair"), also=texts())),
        "words": record(
            {
                "modalities": record({"shall": ref("pair"), "may": ref("pair")}),
                "starts": record({"case": ref("pair"), "decision": ref("pair")}),
            },
            about="语气、义务从何时起",
        ),
        "vocabulary": _vocabulary(),
        "readings": array(_reading(), 0),
        "articles": array(_article(), 0),
        "clauses": array(_clause(), 0),
        "by_reference": _or_null(ref("fact_leaf")),
        "table": array(_row()),
        "policy": _or_null(_policy()),
        "impossible": array(ref("combination"), 0),
        "explain": array(ref("combination"), 0),
        "diagrams": diagrams_schema(),
        "obligations": obligations_schema(),
        "deadlines": deadlines_schema(),
        "calendar": _or_null(calendar_schema()),
        "analysis": array(analysis_schema(), 0),
        "forms": forms_schema(),
        "case_words": case_words_schema(),
        "regulation": regulation_schema(),
        "messages": messages_schema(),
        "sha256": said("除本项以外全部内容的指纹", "sha256"),
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:tolerance-rules:schema:bundle:{VERSION}",
        "title": "可移植的规则集",
        "description": "评判、引用和说明一个案件所需的一切；各部分的含义见 docs/portable.md。",
        **record(parts),
        "$defs": _definitions(),
    }


def texts() -> Schema:
    """Return the schema of a list of texts."""
    return array(ref("text"), 0)


def _named(**parts: Schema) -> Schema:
    return record(parts)


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(names: Iterable[object]) -> Schema:
    return {"enum": [str(name) for name in names]}


def _definitions() -> Schema:
    below = ref("condition")
    option = record({"option": ref("text"), "when": below})
    forms = {
        "fact": ref("fact_leaf"),
        "clause": record({"clause": ref("clause_id")}, about="该条、款、项成立"),
        "all": record({"all": array(below, 0)}, about="都成立；没有的，总是成立"),
        "any": record({"any": array(below, 0)}, about="有一项成立；没有的，永不成立"),
        "not": record({"not": below}, about="不成立"),
        "reading": record(
            {"reading": ref("text"), "options": array(option)}, about="依所用的读法而定"
        ),
    }
    return {
        "text": TEXT,
        "pair": record({"zh": TEXT, "en": TEXT}, about="中文和英文"),
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "day": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "outcome": _one_of(Outcome),
        "clause_id": {"type": "string", "pattern": CLAUSE_ID},
        "value": {"type": ["boolean", "string"], "description": "事实的一个值"},
        "values": array(ref("value")),
        "fact_leaf": record(
            {"fact": ref("text"), "is": ref("values"), "quote": ref("text")},
            about="事实是这些值之一；quote 是所依据的原文词句",
        ),
        "fact_values": record({"fact": ref("text"), "is": ref("values")}, about="事实是这些值之一"),
        "condition": {
            "description": "条件，共六种写法",
            "type": "object",
            "allOf": [{"if": {"required": [key]}, "then": form} for key, form in forms.items()],
            "anyOf": [{"required": [key]} for key in forms],
        },
        "combination": _named(id=ref("text"), facts=array(ref("fact_values")), reason=ref("pair")),
    }


def _ruleset() -> Schema:
    document = {"document_number": TEXT, "title": TEXT}
    return record(
        {
            "id": TEXT,
            "sha256": said("规则集的指纹", "sha256"),
            "document_number": TEXT,
            "title": ref("pair"),
            "issuer": ref("pair"),
            "in_force": _named(start=ref("day"), until=_or_null(ref("day"))),
            "repeals": _or_null(record({**document, "issued": ref("day")})),
            "interpreted_by": TEXT,
            "basis": array(record(document), 0),
            "earlier_conduct": _or_null(ref("pair")),
        }
    )


def _vocabulary() -> Schema:
    value = _named(value=ref("value"), label=ref("pair"))
    some = array(ref("value"), 0)
    fact = record(
        {
            "name": {"type": "string", "pattern": r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"},
            "group": TEXT,
            "label": ref("pair"),
            "question": ref("pair"),
            "evidence": TEXT,
            "direction": {"enum": ["mitigating", "aggravating", "neutral"]},
            "mutability": {"enum": ["doable", "establishable", "fixed"]},
            "finding": {"type": "boolean", "description": "书面认定：没有作出就是没有"},
            "boolean": {"type": "boolean"},
            "values": array(value, 2),
            "presumed": {**ref("values"), "description": "全部的值，依推定的次序"},
            "order": {**some, "description": "从最不利到最有利；没有列的不比较"},
            "adverse": {**some, "description": "不利的值"},
            "used_by": {**texts(), "description": "用到它的条款、结论表和惯例的行"},
            "dimensions": texts(),
        }
    )
    group = _named(name=TEXT, label=ref("pair"))
    return _named(not_established=ref("pair"), groups=array(group), facts=array(fact))


def _reading() -> Schema:
    return record(
        {
            "id": TEXT,
            "clause": ref("clause_id"),
            "phrase": TEXT,
            "question": ref("pair"),
            "default": TEXT,
            "chosen": said("写出时采用的读法"),
            "changes_outcomes": {"type": "boolean", "description": "否：只关系到期限"},
            "options": array(_named(option=TEXT, meaning=ref("pair")), 2),
            "reason": ref("pair"),
        }
    )


def _article() -> Schema:
    return record(
        {
            "id": ref("clause_id"),
            "citation": ref("pair"),
            "text": TEXT,
            "gloss": TEXT,
            "holds": {"enum": ["any", "all"]},
            "clauses": array(ref("clause_id")),
            "provided": _or_null(ref("condition")),
        }
    )


def _clause() -> Schema:
    return record(
        {
            "id": ref("clause_id"),
            "citation": ref("pair"),
            "text": TEXT,
            "gloss": TEXT,
            "note": TEXT,
            "when": ref("condition"),
            "unencoded": array(_named(words=TEXT, reason=TEXT), 0),
        }
    )


def _row() -> Schema:
    cite = record(
        {
            "clause": ref("clause_id"),
            "whole": {"type": "boolean", "description": "是：引整条；否：引其中各项"},
            "status": _one_of(Status),
            "role": _one_of(Role),
        }
    )
    return record(
        {
            "row": TEXT,
            "when": ref("condition"),
            "outcome": {**_or_null(ref("outcome")), "description": "null：由裁量惯例选定"},
            "modality": {"enum": ["shall", "may"]},
            "basis": {"enum": ["text", "policy"]},
            "permitted": array(ref("outcome")),
            "cites": array(cite, 0),
            "disposition": _named(clause=ref("clause_id"), citation=ref("pair"), text=TEXT),
            "gloss": TEXT,
            "remark": ref("pair"),
        }
    )


def _policy() -> Schema:
    row = _named(row=TEXT, when=ref("condition"), outcome=ref("outcome"), gloss=TEXT)
    return record(
        {
            "id": TEXT,
            "title": ref("pair"),
            "citation": TEXT,
            "text": TEXT,
            "gloss": TEXT,
            "sha256": ref("sha256"),
            "rows": array(row),
        }
    )
