"""Fact schemas: the JSON Schema of what may be known of the facts of a vocabulary."""

from __future__ import annotations

from typing import Any

from tolerance_rules.formats.case_yaml import yaml_value
from tolerance_rules.vocabulary.fact_spec import FactSpec
from tolerance_rules.vocabulary.vocabulary import Vocabulary

Schema = dict[str, Any]


def known_schema(spec: FactSpec, *, unknown: bool = True) -> Schema:
    """Return the schema of what is known of a fact: a value, a list of those possible, or null."""
    nothing = [None] if unknown else []
    one: Schema = {"enum": [*spec.values, *nothing]}
    if spec.boolean:
        return one
    some = {"type": "array", "items": {"enum": [*spec.values]}, "minItems": 1}
    return {"anyOf": [one, some]}


def fact_schema(spec: FactSpec) -> Schema:
    """Return the schema of one fact, with its question and what may be written."""
    values = "；".join(f"{yaml_value(value)} {spec.label_of(value)}" for value in spec.values)
    presumed = spec.label_of(spec.presumed)
    ending = f"null 未查明，推定为{presumed}"
    if spec.finding:
        ending = "书面认定，没有作出就是没有"
    elif not spec.boolean:
        ending = f"仍有几种可能的，列出各种；{ending}"
    description = f"{spec.question}（{values}；{ending}）"
    return {"title": spec.label, "description": description, **known_schema(spec)}


def grouped(vocabulary: Vocabulary) -> Schema:
    """Return the properties of facts in their groups; each refers to its definition by name."""
    return {
        name: {
            "description": group.label,
            "type": "object",
            "properties": {
                spec.name.partition(".")[2]: {"$ref": f"#/$defs/{spec.name}"}
                for spec in vocabulary.values()
                if spec.group == name
            },
            "additionalProperties": False,
        }
        for name, group in vocabulary.groups.items()
    }


def definitions(vocabulary: Vocabulary) -> Schema:
    """Return the definition of each fact, by dotted name."""
    return {name: fact_schema(spec) for name, spec in vocabulary.items()}
