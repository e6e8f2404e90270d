"""Result document: the JSON of a decision, read back; its facts and its case, as a case file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from tolerance_rules.errors import CaseError, Fault, Suggestions, as_text, shorten
from tolerance_rules.facts import CaseModel

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
BESIDE = ("file",)
"""What the command line writes beside a decision."""


def as_case(document: object) -> object:
    """Return a case as a case file has it, where a result document has it: evidence in `case`."""
    if not isinstance(document, Mapping) or "evidence" in document:
        return document
    about = document.get("case")
    if not isinstance(about, Mapping) or "evidence" not in about:
        return document
    rest = {key: value or None for key, value in about.items() if key != "evidence"}
    return {**document, "case": rest, "evidence": about["evidence"]}


def decision_fields(
    document: object, adapter: TypeAdapter[T], names: tuple[str, ...], model: type[CaseModel]
) -> T:
    """Return what `adapter` makes of a document; CaseError lists every fault.

    `names` are the fields that a document may have, `model` is that of its facts.
    """
    if not isinstance(document, Mapping):
        what = "结果文书应当是对照表"
        raise CaseError([Fault("C034", what, "请给出 Decision.to_dict 或 to_json 写出的内容")])
    suggestions = Suggestions()
    faults = [
        Fault(
            "C034",
            f"结果文书没有 {shorten(key)} 一项{suggestions.mean(key, names)}",
            "请核对它是不是 Decision.to_json 写出的，有没有改动",
            subject=as_text(key)[:200],
        )
        for key in document
        if key not in (*names, *BESIDE)
    ]
    facts: CaseModel | None = None
    try:
        facts = model.from_facts(document.get("facts"))
    except CaseError as error:
        faults += error.faults
    if facts is not None:
        given = {key: value for key, value in document.items() if key in names}
        try:
            made = adapter.validate_python({**given, "facts": facts})
        except ValidationError as error:
            faults += _faults(error)
        else:
            if not faults:
                return made
    raise CaseError(faults)


def _faults(error: ValidationError) -> Iterator[Fault]:
    for each in error.errors(include_url=False):
        place = ".".join(map(str, each["loc"]))
        what = "缺少" if each["type"] == "missing" else f"读不出来：{shorten(each.get('input'))}"
        yield Fault(
            "C034",
            f"结果文书的 {shorten(place)} {what}",
            "请核对它是不是 Decision.to_json 写出的，有没有改动",
            subject=place[:200],
        )
