"""Rule schemas: the JSON Schema of the YAML files of a ruleset, and of the cases beside them."""

from __future__ import annotations

from tolerance_rules.formats.analysis_file import standard_schema
from tolerance_rules.formats.clause_schemas import (
    article_schema,
    clause_schema,
    loose_clauses_schema,
)
from tolerance_rules.formats.condition_schemas import (
    array,
    condition,
    fact_leaf,
    record,
    ref,
    said,
)
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.formats.obligations_schema import obligations_schemas
from tolerance_rules.formats.outcome_schemas import outcomes_file, policy_file
from tolerance_rules.formats.rule_test_schema import rule_test
from tolerance_rules.formats.vocabulary_schema import (
    code_schema,
    fact_definition,
    vocabulary_schema,
)
from tolerance_rules.rules import Ruleset

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_NUMBER = "[1-9][0-9]{0,3}"
CLAUSE_ID = f"^{_NUMBER}(\\.k{_NUMBER})?(\\.{_NUMBER}(\\.m?{_NUMBER})?)?$"
"""The coordinates of `tolerance_rules.legal_references`."""

_FIRST_KEYS = {
    "ruleset": ["regulation_sha256"],
    "vocabulary": ["groups"],
    "article": ["article"],
    "loose_clauses": ["clauses"],
    "by_reference": ["by_reference"],
    "quoted_articles": ["articles"],
    "outcomes_or_policy": ["rows"],
    "readings": ["readings"],
    "impossible": ["impossible"],
    "explain": ["explain"],
    "tests": ["cases"],
    "proofs": ["expected"],
    "obligations": ["duties"],
    "standard": ["dimensions"],
}
"""The keys by which a file is known to be of a kind; the first that it has decides."""

_KINDS = {
    "by_reference": "loose_clauses",
    "quoted_articles": "loose_clauses",
    "impossible": "consistency",
    "explain": "consistency",
}
"""What a file of some keys is called otherwise."""


def schema_id(kind: str, rules: Ruleset) -> str:
    """Return the identifier of a schema."""
    return f"urn:tolerance-rules:schema:{kind}:{rules.id}"


def rules_schema(rules: Ruleset) -> Schema:
    """Return the schema of every file of a ruleset; which one it is shows by its keys.

    Of the ruleset it takes the names of facts and the outcomes.
    """
    vocabulary = rules.vocabulary
    return {
        "$schema": DIALECT,
        "$id": schema_id("rules", rules),
        "title": "容错纠错规则文件",
        "description": "规则目录中的文件：按其中的键，认出是哪一种。",
        "type": "object",
        **_by_kind(),
        "$defs": {
            "text": {"type": "string", "minLength": 1, "pattern": "^[^\\n]+$"},
            "code": code_schema(),
            "clause_id": {
                "description": '条款编号，必须加引号："5"（条）、"5.k2"（款）、"5.10"（项）、'
                '"5.3.m1"（目）、"7.5.2"（情形）',
                "type": "string",
                "pattern": CLAUSE_ID,
            },
            "fact_name": {"description": "事实的名称", "enum": list(vocabulary)},
            "outcome": {"description": "结论", "enum": list(rules.labels)},
            "condition": condition("condition", "fact_leaf"),
            "quoted_condition": condition("quoted_condition", "quoted_fact_leaf"),
            "gate": condition("gate", None),
            "fact_leaf": fact_leaf(vocabulary, quoted=False),
            "quoted_fact_leaf": fact_leaf(vocabulary, quoted=True),
            "ruleset": _ruleset(),
            "vocabulary": vocabulary_schema(),
            "fact": fact_definition(),
            "loose_clauses": loose_clauses_schema(),
            "article": article_schema(),
            "clause": clause_schema(),
            "outcomes_or_policy": {
                "if": {"required": ["id"]},
                "then": ref("policy"),
                "else": ref("outcomes"),
            },
            "outcomes": outcomes_file(rules),
            "policy": policy_file(),
            "readings": record({"readings": array(_reading())}),
            "consistency": _consistency(),
            "tests": record({"cases": array(rule_test(vocabulary))}),
            "proofs": record({"expected": array(_expected())}),
            "standard": standard_schema(),
            **obligations_schemas(),
        },
    }


def _by_kind() -> Schema:
    """Return a chain of choices: the first key that a file has says of which kind it is."""
    chain: Schema = {"anyOf": [{"required": keys} for keys in _FIRST_KEYS.values()]}
    for kind, keys in reversed(_FIRST_KEYS.items()):
        chain = {"if": {"required": keys}, "then": ref(_KINDS.get(kind, kind)), "else": chain}
    return chain


def _ruleset() -> Schema:
    date: Schema = {"type": "string", "format": "date"}
    files = {
        "description": "条款所在的文件，按条文的先后",
        **array({"type": "string", "pattern": r"^[^/\\]+\.yaml$"}),
        "uniqueItems": True,
    }
    repeals = record(
        {"document_number": ref("text"), "title": ref("text"), "issued": date},
        about="同时废止的文件；没有的，不写",
    )
    basis = record({"document_number": ref("text"), "title": ref("text")}, about="一份依据")
    earlier = record(
        {"notice": said("提示"), "notice_en": said("提示的英文")},
        about="施行以前的行为，施行以后作出决定的，要提示什么；没有的，不写",
    )
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
            "interpreted_by": said("负责解释的单位"),
            "regulation_sha256": {
                "description": "regulation.txt 的指纹",
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
            },
            "articles": files,
        },
        {
            "repeals": repeals,
            "basis": {"description": "制定的依据", **array(basis)},
            "earlier_conduct": earlier,
        },
    )


def _reading() -> Schema:
    option = record({"zh": ref("text"), "en": ref("text")}, about="一种读法")
    return record(
        {
            "id": {"type": "string"},
            "clause": ref("clause_id"),
            "phrase": said("可作几种读法的原文"),
            "question": said("问题"),
            "question_en": said("问题的英文"),
            "default": said("默认的读法，须写在 options 首位"),
            "options": {"type": "object", "additionalProperties": option, "minProperties": 2},
            "reason": said("为什么用默认的读法"),
            "reason_en": said("理由的英文"),
        },
        about="一处可作几种读法的原文",
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
        {},
        {
            "impossible": {"description": "不可能同时成立", **array(combination("reason"))},
            "explain": {"description": "同时成立须作说明", **array(combination("question"))},
        },
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
