"""Clause schemas: the JSON Schema of a clause, and of the files of clauses and of an article."""

from __future__ import annotations

from tolerance_rules.formats.condition_schemas import array, record, ref, said
from tolerance_rules.formats.fact_schemas import Schema


def clause_schema() -> Schema:
    """Return the schema of a clause."""
    return record(
        {
            "id": ref("clause_id"),
            "citation": said("怎样引用：第几条第几款第几项"),
            "text": said("原文，一字不改，写在一行"),
            "gloss": said("英文大意"),
            "when": ref("quoted_condition"),
        },
        {"unencoded": _unencoded(), "note": said("认定时要留意的地方")},
        "一项条款",
    )


def _unencoded() -> Schema:
    return {
        "description": "原文中不是条件的词句，列在理由之下；有条件引用的，不列",
        "type": "object",
        "additionalProperties": array(said("原文词句")),
    }


def loose_clauses_schema() -> Schema:
    """Return the schema of clauses of no article of their own, and of what others may quote."""
    source = record(
        {"id": ref("clause_id"), "citation": ref("text"), "text": ref("text")},
        about="供其他条款引用的条文",
    )
    loose = record(
        {},
        {
            "clauses": array(ref("clause")),
            "by_reference": {"description": "参照执行的对象", **ref("quoted_fact_leaf")},
            "articles": array(source),
        },
    )
    loose["anyOf"] = [{"required": ["clauses"]}, {"required": ["articles"]}]
    return loose


def article_schema() -> Schema:
    """Return the schema of an article with its clauses."""
    return record(
        {
            "article": ref("clause_id"),
            "citation": ref("text"),
            "text": said("条文开头的原文"),
            "gloss": said("英文大意"),
            "holds": {"description": "any 有一项即成立；all 各项都要成立", "enum": ["any", "all"]},
            "clauses": array(ref("clause")),
        },
        {"provided": {"description": "前提：不成立的，各项都不算", **ref("gate")}},
    )
