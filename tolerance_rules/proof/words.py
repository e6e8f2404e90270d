"""Words: an example, or the facts of one, as people would say it."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.facts import vocabulary
from tolerance_rules.proof.examples import Example
from tolerance_rules.vocabulary.fact_spec import Value


def told_facts(facts: Mapping[str, Value], lang: str = "zh") -> list[str]:
    """Return each fact with its label and its value."""
    specs, zh = vocabulary(), lang == "zh"
    return [
        f"{specs[name].label if zh else specs[name].label_en}{'：' if zh else ' = '}"
        f"{specs[name].label_of(value, lang)}"
        for name, value in facts.items()
    ]


def spoken_facts(facts: Mapping[str, Value], lang: str = "zh") -> str:
    """Return facts with their labels and values, on one line."""
    return ("；" if lang == "zh" else "; ").join(told_facts(facts, lang))


def spoken_example(example: Example, lang: str = "zh") -> str:
    """Return what is not as presumed in an example, what is unknown, and what then changes."""
    parts = [spoken_facts(example.facts, lang)] if example.facts else []
    for name in example.unknown if len(example.unknown) < len(vocabulary()) // 2 else ():
        spec = vocabulary()[name]
        parts.append(f"{spec.label}：未查明" if lang == "zh" else f"{spec.label_en} unknown")
    text = ("；" if lang == "zh" else "; ").join(parts)
    if example.change:
        text += (" → " if text else "→ ") + spoken_facts(example.change, lang)
    return text
