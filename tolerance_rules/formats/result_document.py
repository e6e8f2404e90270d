"""Result document: the JSON of a decision, read back; its facts and its case, as a case file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from tolerance_rules.errors import CaseError, Fault, Suggestions, as_text, means, shorten
from tolerance_rules.language import Pair

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

    from tolerance_rules.facts import CaseModel

T = TypeVar("T")
INSIDE = ("evidence", "handling")
"""Sections of a case file that a result document has in `case`."""
BESIDE = ("file",)
"""What the command line writes beside a decision."""
AS_WRITTEN: Pair = (
    "请核对它是不是 Decision.to_json 写出的，有没有改动",
    "is it what Decision.to_json wrote, unchanged?",
)


def as_case(document: object) -> object:
    """Return a case as a case file has it, where a result document has sections in `case`."""
    if not isinstance(document, Mapping) or "evidence" in document:
        return document
    about = document.get("case")
    if not isinstance(about, Mapping) or "evidence" not in about:
        return document
    rest = {key: value or None for key, value in about.items() if key not in INSIDE}
    return {**document, "case": rest, **{key: about[key] for key in INSIDE if key in about}}


def decision_fields(
    document: object, adapter: TypeAdapter[T], names: tuple[str, ...], model: type[CaseModel]
) -> T:
    """Return what `adapter` makes of a document; CaseError lists every fault.

    `names` are the fields that a document may have, `model` is that of its facts.
    """
    # Imported here: a case file, which may be a result document, is read without it.
    from pydantic import ValidationError

    if not isinstance(document, Mapping):
        message = ("结果文书应当是对照表", "A result document should be a mapping")
        remedy = (
            "请给出 Decision.to_dict 或 to_json 写出的内容",
            "give what Decision.to_dict or to_json wrote",
        )
        raise CaseError([Fault.of("C034", message, remedy)])
    suggestions = Suggestions()
    faults = [
        _no_item(key, means(suggestions.near(key, names)))
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


def _no_item(key: object, near: Pair) -> Fault:
    shown = shorten(key)
    message = (
        f"结果文书没有 {shown} 一项{near[0]}",
        f"A result document has no item {shown}{near[1]}",
    )
    return Fault.of("C034", message, AS_WRITTEN, subject=as_text(key)[:200])


def _faults(error: ValidationError) -> Iterator[Fault]:
    for each in error.errors(include_url=False):
        place = ".".join(map(str, each["loc"]))
        given = shorten(each.get("input"))
        what = (f"读不出来：{given}", f"cannot be read: {given}")
        if each["type"] == "missing":
            what = ("缺少", "is missing")
        message = (
            f"结果文书的 {shorten(place)} {what[0]}",
            f"{shorten(place)} of the result document {what[1]}",
        )
        yield Fault.of("C034", message, AS_WRITTEN, subject=place[:200])
