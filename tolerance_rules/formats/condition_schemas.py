"""Condition schemas: the JSON Schema of the `when` of a card, and of a fact within it."""

from __future__ import annotations

from tolerance_rules.formats.conditions import CONSTANTS, MOST_ITEMS
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.vocabulary.vocabulary import Vocabulary


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


def condition(name: str, leaf: str | None) -> Schema:
    """Return the schema of a condition, whose forms are told apart by their first key.

    `name` is that of the definition itself, `leaf` that of its facts: None where it names clauses
    alone.
    """
    below = ref(name)
    items = {**array(below), "maxItems": MOST_ITEMS}
    forms: dict[str, Schema] = {
        **({"fact": ref(leaf)} if leaf else {}),
        "all": record({"all": items}, about="都要具备"),
        "any": record({"any": items}, about="有一项即可"),
        "not": record({"not": below}, about="不能成立"),
        "clause": record({"clause": ref("clause_id")}, about="该条、款、项成立"),
    }
    reading = {
        "description": "依读法而定：每种读法各写一个条件；总是成立的写 always，永不成立的写 never",
        "type": "object",
        "properties": {"reading": ref("text")},
        "required": ["reading"],
        "additionalProperties": {"anyOf": [below, {"enum": list(CONSTANTS)}]},
        "minProperties": 3,
    }
    told_apart: Schema = {"if": {"required": ["reading"]}, "then": reading}
    told_apart["else"] = {
        "allOf": [{"if": {"required": [key]}, "then": form} for key, form in forms.items()],
        "anyOf": [{"required": [key]} for key in forms],
    }
    return {
        "description": f"条件：{'、'.join([*forms, 'reading'])} 几种写法",
        "type": "object",
        **told_apart,
    }


def row_condition(name: str) -> Schema:
    """Return the schema of the `when` of a row of a table: a condition so named, or otherwise."""
    rest = {"const": "otherwise", "description": "其余情形；只用于末行"}
    return {"anyOf": [ref(name), rest]}


def fact_leaf(vocabulary: Vocabulary, *, quoted: bool) -> Schema:
    """Return the schema of a fact in a condition: an enumerated one says which values count."""
    several = {name: list(spec.values) for name, spec in vocabulary.items() if not spec.boolean}
    quote = {"quote": said("所依据的原文词句")}
    leaf = record(
        {"fact": ref("fact_name"), **(quote if quoted else {})},
        {
            "is": {"description": "哪几种情况算数", "type": "array", "minItems": 1},
            "from": said("引自另一条的，该条的编号", "clause_id"),
            **({} if quoted else quote),
        },
        "一个事实",
    )
    leaf["allOf"] = [
        {
            "if": {"properties": {"fact": {"const": name}}, "required": ["fact"]},
            "then": {
                "properties": {
                    "is": {
                        "items": {"enum": values},
                        "uniqueItems": True,
                        "maxItems": len(values) - 1,
                    }
                },
                "required": ["is"],
            },
        }
        for name, values in several.items()
    ]
    leaf["if"] = {"properties": {"fact": {"enum": list(several)}}, "required": ["fact"]}
    leaf["else"] = {"properties": {"is": False}}
    return leaf
