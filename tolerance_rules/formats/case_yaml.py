"""Case YAML: a case, with its number, title, dates and evidence, as the text of a case file."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from tolerance_rules.characters import on_one_line, prefixed
from tolerance_rules.formats.case_file import TEXTS, CaseFile
from tolerance_rules.formats.case_words import DATES
from tolerance_rules.language import Lang, pick
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known
from tolerance_rules.vocabulary.vocabulary import Vocabulary


def to_yaml(
    case: CaseFile, lang: Lang = "zh", *, notes: Sequence[str] = (), marked: Collection[str] = ()
) -> str:
    """Return the text of a case file; every fact has its line, those not established are null.

    `notes` stand on top as comments; `marked` facts are pointed out with an arrow.
    """
    flat = case.facts.flat

    def fact(spec: FactSpec) -> Iterator[str]:
        known = flat[spec.name]
        label = spec.name_of(lang) + pick(lang, ("：", ": ")) + spec.label_of(known, lang)
        arrow = "  <--" if spec.name in marked else ""
        yield f"{fact_line(spec, known)}  # {on_one_line(label)}{arrow}"

    about = (
        f"{key}: {_quoted(text) if (text := getattr(case.info, key)) else 'null'}"
        for key in (*TEXTS, *DATES)
    )
    lines = [line for note in notes for line in prefixed(note, "# ")]
    lines += [*([""] if notes else []), *case_lines(case.facts.vocabulary, about, fact, lang)]
    if case.info.evidence:
        lines.append("evidence:")
        lines += (f"  {name}: {_quoted(note)}" for name, note in case.info.evidence.items())
    if case.info.handling:
        lines.append("handling:")
        lines += (f"  {_quoted(name)}: {_quoted(day)}" for name, day in case.info.handling.items())
    if case.forms:
        lines.append("forms:")
        lines += (f"  {_quoted(name)}: {_quoted(text)}" for name, text in case.forms.items())
    if case.analysis:
        lines.append("analysis:")
        lines += (f"  {_quoted(name)}: {_assessed(each)}" for name, each in case.analysis.items())
    return "\n".join(lines).rstrip("\n") + "\n"


def _assessed(value: object) -> str:
    """Return what was assessed as a case file writes it: a word, or a word with a note."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_assessed(each)}' for key, each in value.items())}}}"
    return "null" if value is None else _quoted(str(value))


def case_lines(
    vocabulary: Vocabulary,
    about: Iterable[str],
    of_fact: Callable[[FactSpec], Iterable[str]],
    lang: Lang,
) -> Iterator[str]:
    """Yield the sections `case` and `facts`: what is said of the case, then each fact by group."""
    yield "case:"
    yield from (f"  {line}" for line in about)
    yield ""
    yield "facts:"
    for name, group in vocabulary.groups.items():
        yield f"  # {on_one_line(group.title(lang))}"
        yield f"  {name}:"
        for spec in vocabulary.values():
            if spec.group == name:
                yield from (f"    {line}" for line in of_fact(spec))
        yield ""


def fact_line(spec: FactSpec, known: Known) -> str:
    """Return the line of a fact, below its group."""
    return f"{spec.name.partition('.')[2]}: {yaml_value(known)}"


def yaml_value(known: Known) -> str:
    """Return what is known of a fact as a case file writes it: several values as a list."""
    if known is None:
        return "null"
    if isinstance(known, tuple):
        return f"[{', '.join(map(yaml_value, known))}]"
    return str(known).lower() if isinstance(known, bool) else known


def _quoted(text: str) -> str:
    # A JSON string is a YAML string, but for characters that YAML takes only escaped.
    return "".join(map(_escaped, json.dumps(text, ensure_ascii=False)))


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 1 << 16 else f"\\U{code:08x}"
