"""Condition schemas: the JSON Schema of the `when` of a card, and of a fact within it."""

from __future__ import annotations

from typing import Any

from tolerance_rules.facts import vocabulary

Schema = dict[str, Any]


def record(required: Schema, optional: Schema | None = None, about: str = "") -> Schema:
    """Return the schema of a mapping with these keys and no others."""
    return {
        **({"description": about} if about else {}),
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def array(items: Schema, minimum: int = 1) -> Schema:
    """Return the schema of a list of at least so many items."""
    return {"type": "array", "items": items, "minItems": minimum}


def ref(name: str) -> Schema:
    """Return a reference to a definition of the same document."""
    return {"$ref": f"#/$defs/{name}"}


def said(about: str, name: str = "text") -> Schema:
    """Return a reference with a description of its own."""
    return {"description": about, **ref(name)}


def condition(name: str, *, quoted: bool) -> Schema:
    """Return the schema of a condition: six forms, told apart by their first key."""
    below, leaf = ref(name), "quoted_fact_leaf" if quoted else "fact_leaf"
    forms: dict[str, Schema] = {
        "fact": ref(leaf),
        "all": record({"all": array(below)}, about="都要具备"),
        "any": record({"any": array(below)}, about="有一项即可"),
        "not": record({"not": below}, about="不能成立"),
        "clause": record({"clause": ref("clause_id")}, about="该条或该项成立"),
    }
    reading = {
        "description": "依读法而定：每种读法各写一个条件，永不成立的写 never",
        "type": "object",
        "properties": {"reading": ref("text")},
        "required": ["reading"],
        "additionalProperties": {"anyOf": [below, {"const": "never"}]},
        "minProperties": 3,
    }
    told_apart: Schema = {"if": {"required": ["reading"]}, "then": reading}
    told_apart["else"] = {
        "allOf": [{"if": {"required": [key]}, "then": form} for key, form in forms.items()],
        "anyOf": [{"required": [key]} for key in forms],
    }
    return {
        "description": "条件：all、any、not、fact、clause、reading 六种写法",
        "type": "object",
        **told_apart,
    }


def when(*, quoted: bool) -> Schema:
    """Return the schema of the `when` of a card: a condition, or otherwise."""
    form = ref("quoted_condition" if quoted else "condition")
    return {"anyOf": [form, {"const": "otherwise", "description": "其余情形"}]}


def fact_leaf(*, quoted: bool) -> Schema:
    """Return the schema of a fact in a condition: an enumerated one says which values count."""
    several = {name: list(spec.values) for name, spec in vocabulary().items() if not spec.boolean}
    leaf = record(
        {"fact": ref("fact_name"), **({"quote": said("所依据的原文词句")} if quoted else {})},
        {
            "is": {"description": "哪几种情况算数", "type": "array", "minItems": 1},
            "from": said("引自另一条的，该条的编号", "clause_id"),
            **({} if quoted else {"quote": said("所依据的原文词句")}),
        },
        "一个事实",
    )
    leaf["allOf"] = [
        {
            "if": {"properties": {"fact": {"const": name}}, "required": ["fact"]},
            "then": {
                "properties": {"is": {"items": {"enum": values}, "uniqueItems": True}},
                "required": ["is"],
            },
        }
        for name, values in several.items()
    ]
    leaf["if"] = {"properties": {"fact": {"enum": list(several)}}, "required": ["fact"]}
    leaf["else"] = {"properties": {"is": False}}
    return leaf
