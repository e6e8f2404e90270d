"""Case YAML: a case, with its number, title, dates and evidence, as the text of a case file."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tolerance_rules.facts import FactSpec, groups, vocabulary
from tolerance_rules.formats.case_file import DATES, TEXTS, CaseFile
from tolerance_rules.language import Lang
from tolerance_rules.vocabulary.fact_spec import Value


def to_yaml(case: CaseFile, lang: Lang = "zh") -> str:
    """Return the text of a case file; every fact has its line, those not established are null."""
    return "\n".join(_lines(case, lang)) + "\n"


def _lines(case: CaseFile, lang: Lang) -> Iterator[str]:
    yield "case:"
    for key in (*TEXTS, *DATES):
        text = getattr(case.info, key)
        yield f"  {key}: {_quoted(text) if text else 'null'}"
    yield ""
    yield "facts:"
    flat = case.facts.flat
    for group in groups():
        yield f"  {group}:"
        for name, spec in vocabulary().items():
            if spec.group == group:
                yield f"    {_fact(spec, flat[name], lang)}"
    if case.info.evidence:
        yield ""
        yield "evidence:"
        for name, note in case.info.evidence.items():
            yield f"  {name}: {_quoted(note)}"


def _fact(spec: FactSpec, value: Value | None, lang: Lang) -> str:
    written = "null" if value is None else str(value).lower()
    label = f"{spec.label}：" if lang == "zh" else f"{spec.label_en}: "
    return f"{spec.name.partition('.')[2]}: {written}  # {label}{spec.label_of(value, lang)}"


def _quoted(text: str) -> str:
    # A JSON string is a YAML string, but for characters that YAML takes only escaped.
    return "".join(map(_escaped, json.dumps(text, ensure_ascii=False)))


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 1 << 16 else f"\\U{code:08x}"
