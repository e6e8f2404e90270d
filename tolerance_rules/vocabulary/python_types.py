"""Python types: a vocabulary written as a Python module, for editors and type checkers."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tolerance_rules.vocabulary.fact_spec import FactSpec
from tolerance_rules.vocabulary.vocabulary import Vocabulary

HEAD = '''\
"""The facts of a case under {ruleset}, typed.

Written by `tolerance-rules schema --format python`: change facts.yaml, and write it again.
"""

# ruff: noqa: E501 -- labels and questions stand as they do in facts.yaml

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tolerance_rules.vocabulary.case_model import CaseModel, FactGroup
from tolerance_rules.vocabulary.fact_spec import FactSpec, GroupSpec
from tolerance_rules.vocabulary.vocabulary import Vocabulary
'''


def to_python(vocabulary: Vocabulary, ruleset: str) -> str:
    """Return the source of a module with a class for each group, and `CaseFacts` of them all.

    `ruleset` is the id of the ruleset, for the docstring. The module needs only this library.
    """
    return "\n".join(_lines(vocabulary, ruleset)) + "\n"


def class_name(group: str) -> str:
    """Return the name of the class of a group of facts."""
    return "".join(part.title() for part in group.split("_"))


def _lines(vocabulary: Vocabulary, ruleset: str) -> Iterator[str]:
    ruleset = ruleset.replace("\\", "\\\\").replace('"', '\\"')
    yield HEAD.format(ruleset=ruleset)
    for group in vocabulary.groups:
        yield from _group(vocabulary, group)
    yield ""
    yield "class CaseFacts(CaseModel):"
    yield f'    """The facts of one case under {ruleset}, in their groups."""'
    yield ""
    yield "    vocabulary: ClassVar[Vocabulary] = Vocabulary("
    yield "        {"
    for name, spec in vocabulary.groups.items():
        parts = map(_text, (spec.name, spec.label, spec.label_en))
        yield f"            {_text(name)}: GroupSpec({', '.join(parts)}),"
    yield "        },"
    yield "        {"
    for name, fact in vocabulary.items():
        yield f"            {_text(name)}: {_spec(fact)},"
    yield "        },"
    yield "    )"
    yield ""
    for group in vocabulary.groups:
        name = class_name(group)
        yield f"    {group}: Annotated[{name}, Field(strict=False)] = {name}()"


def _group(vocabulary: Vocabulary, group: str) -> Iterator[str]:
    spec = vocabulary.groups[group]
    yield ""
    yield f"class {class_name(group)}(FactGroup):"
    yield f"    {_docstring(f'{spec.label} {spec.label_en}.')}"
    yield ""
    for fact in vocabulary.values():
        if fact.group == group:
            yield from _fact(fact)
    yield ""


def _fact(spec: FactSpec) -> Iterator[str]:
    name = spec.name.partition(".")[2]
    if spec.finding:
        yield f"    {name}: bool = False"
    elif spec.boolean:
        yield f"    {name}: bool | None = None"
    else:
        codes = ", ".join(map(_text, spec.values))
        yield f"    {name}: Annotated["
        yield f"        Literal[{codes}] | tuple[Literal[{codes}], ...] | None,"
        yield '        Field(union_mode="left_to_right"),'
        yield "    ] = None"
    yield f"    {_docstring(spec.question)}"


def _spec(spec: FactSpec) -> str:
    """Return the expression that makes a fact spec."""
    given = {
        "name": _text(spec.name),
        "label": _text(spec.label),
        "label_en": _text(spec.label_en),
        "question": _text(spec.question),
        "question_en": _text(spec.question_en),
        "direction": _text(spec.direction),
        "mutability": _text(spec.mutability),
        "preference": _tuple(map(_text, spec.preference)),
        "order": _tuple(map(_text, spec.order)),
    }
    if not spec.boolean:
        given["values"] = _tuple(map(_text, spec.values))
        given["labels"] = _tuple(_tuple(map(_text, pair)) for pair in spec.labels)
    if spec.evidence:
        given["evidence"] = _text(spec.evidence)
    if spec.finding:
        given["finding"] = "True"
    return f"FactSpec({', '.join(f'{key}={value}' for key, value in given.items())})"


def _tuple(parts: Iterator[str]) -> str:
    listed = list(parts)
    return f"({', '.join(listed)}{',' if len(listed) == 1 else ''})"


def _text(value: object) -> str:
    return str(value) if isinstance(value, bool) else json.dumps(value, ensure_ascii=False)


def _docstring(text: str) -> str:
    """Return a text as a docstring, whatever it holds."""
    if "\\" in text or '"' in text:
        return _text(text)
    return f'"""{text}"""'
