"""Text schema: the parts of the schema of a bundle for diagrams, regulation and messages."""

from __future__ import annotations

from tolerance_rules.formats.condition_schemas import array, record, ref
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.portable.messages import messages
from tolerance_rules.portable.regulation_data import KINDS

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer", "minimum": 0}


def diagrams_schema() -> Schema:
    """Return the schema of both diagrams."""
    impossible = record({"impossible": {"const": True}})

    def diagram(kind: str, name: Schema) -> Schema:
        end = record({kind: name})
        return record(
            {
                "terminals": array({"anyOf": [end, impossible]}, 2),
                "root": WHOLE,
                "nodes": array(WHOLE, 0),
            }
        )

    values = ref("values")
    variable = {
        "anyOf": [
            record({"fact": TEXT, "values": values}),
            record({"reading": TEXT, "values": values}),
        ]
    }
    return record(
        {
            "variables": array(variable),
            "outcomes": diagram("outcome", ref("outcome")),
            "rows": diagram("row", TEXT),
        },
        about="判定图：节点依次是变量的序号和各个值的去处；终点在前",
    )


def regulation_schema() -> Schema:
    """Return the schema of the text of the regulation."""
    mark = record(
        {"kind": {"enum": list(KINDS)}},
        {
            "clause": ref("clause_id"),
            **dict.fromkeys(("row", "duty", "event", "fact", "contrast"), TEXT),
            "standard": {"const": True},
            "reason": ref("pair"),
        },
    )
    sentence = record({"text": TEXT, "marks": array(mark)})
    paragraph = record({"article": TEXT, "sentences": array(sentence)})
    return record({"text": TEXT, "sha256": ref("sha256"), "paragraphs": array(paragraph)})


def messages_schema() -> Schema:
    """Return the schema of the catalogue of messages."""
    section = {"type": "object", "additionalProperties": ref("pair")}
    return record(dict.fromkeys(messages(), section), about="说明用语：各为中文、英文")


def case_words_schema() -> Schema:
    """Return the schema of what people write in a case file for its parts and values."""
    texts = array(TEXT, 0)
    words = dict.fromkeys(("yes", "no", "unknown", "ambiguous"), texts)
    sections = array(record({"word": TEXT, "section": TEXT}), 0)
    items = array(record({"word": TEXT, "item": TEXT}), 0)
    about = "案件文件里人们怎样写各部分和各个值"
    return record({**words, "sections": sections, "items": items}, about=about)
