"""Case faults: what is wrong in the sections of a case file, its facts aside, and what to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tolerance_rules.errors import Fault, Suggestions, as_text, mean, nearest, shorten
from tolerance_rules.formats.case_words import DATES, ITEMS, item_of, section_of
from tolerance_rules.formats.human_values import fact_words, folded, group_words, meaning
from tolerance_rules.verdict.decision_data import text_fault
from tolerance_rules.vocabulary.vocabulary import Vocabulary

BELONGS = "应当写在"
"""What says that a line stands in the wrong place, rather than that it has none."""
OUTSIDE = "要写在最外层"
"""What says that a section stands below another."""
SECTIONS = ("case", "facts", "evidence", "handling", "forms", "analysis")


def same_number(number: str, first: str, file: str) -> Fault:
    """Return what is wrong with a case whose number another case has."""
    return Fault(
        "C035",
        f"编号 {shorten(number)} 与 {first} 重复",
        "请核对编号；同一个案件只留一份",
        file,
        subject="case.id",
        english=f"The number {shorten(number)} is that of {first} too; check it, or keep one file",
    )


def is_bare(document: Mapping[object, object], vocabulary: Vocabulary) -> bool:
    """Tell whether a document has no sections: all of it are facts."""
    return not any(_names_section(key, vocabulary) for key in document)


def _names_section(key: object, vocabulary: Vocabulary) -> bool:
    """Tell whether a key is, or was meant to be, a section of a case rather than a group."""
    groups = vocabulary.groups
    if not isinstance(key, str) or key.partition(".")[0] in groups:
        return False
    return section_of(key) is not None or nearest(key, (*SECTIONS, *groups)) in SECTIONS


def document_faults(document: object, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what is wrong with the sections of a document, in the names of the library."""
    if not isinstance(document, Mapping):
        yield Fault(
            "C021",
            f"案件应当是对照表，现为 {shorten(document)}",
            "请参照 tolerance-rules init 写出的空白案件",
            english=f"A case should be a mapping, not {shorten(document)}; tolerance-rules init "
            "writes one to fill in",
        )
        return
    suggestions = Suggestions()
    for section in document:
        if section not in SECTIONS:
            yield _no_section(section, vocabulary, suggestions)
    yield from _about_faults(document.get("case"), suggestions)
    yield from _evidence_faults(document.get("evidence"), vocabulary, suggestions)
    yield from _handling_faults(document.get("handling"))
    yield from _forms_faults(document.get("forms"))
    yield from _analysis_faults(document.get("analysis"))


def _no_section(section: object, vocabulary: Vocabulary, suggestions: Suggestions) -> Fault:
    subject = as_text(section)[:200]
    for name, known in (("facts", _is_fact(section, vocabulary)), ("case", item_of(section))):
        if known:
            return Fault(
                "C022",
                f"{shorten(section)} {BELONGS} {name} 下面",
                f"请同它下面的各行一起，比 {name} 多缩进两个空格：{name}:⏎  {shorten(section)}: …",
                subject=subject,
                english=f"{shorten(section)} belongs below {name}: indent it, and the lines "
                f"below it, by two blanks more than {name}",
            )
    near = suggestions.near(section, SECTIONS)
    return Fault(
        "C022",
        f"没有名为 {shorten(section)} 的部分{mean(near)}",
        "一个案件只有 case、facts、evidence、handling、forms、analysis 六部分",
        subject=subject,
        english=f"There is no section {shorten(section)}{mean(near, 'en')}; "
        "a case has the sections case, facts, evidence, handling, forms and analysis",
        near=near or "",
    )


def _is_group(key: object, vocabulary: Vocabulary) -> bool:
    return isinstance(key, str) and meaning(key, group_words(vocabulary)) is not None


def _is_fact(key: object, vocabulary: Vocabulary) -> bool:
    said = folded(key) if isinstance(key, str) else ""
    return said in group_words(vocabulary) or said in fact_words(vocabulary)


def _about_faults(about: object, suggestions: Suggestions) -> Iterator[Fault]:
    if about is None:
        return
    if not isinstance(about, Mapping):
        yield Fault(
            "C023",
            "case 应当是对照表",
            "请写成 case: {id: …}",
            subject="case",
            english="case should be a mapping: case: {id: …}",
        )
        return
    for key, value in about.items():
        if key not in ITEMS:
            near = suggestions.near(key, ITEMS)
            yield Fault(
                "C024",
                f"case 中没有 {shorten(key)} 一项{mean(near)}",
                f"可用的有：{'、'.join(ITEMS)}",
                subject=f"case.{as_text(key)[:200]}",
                english=f"case has no item {shorten(key)}{mean(near, 'en')}; there are: "
                + ", ".join(ITEMS),
                near=near or "",
            )
        elif value is None:
            continue
        elif fault := text_fault(f"case.{key}", value):
            yield fault
        elif key in DATES and not _is_date(value):
            yield Fault(
                "C025",
                f"case.{key} 的 {shorten(value)} 不是日期，或者分不清是哪一天",
                "请写成 2024-05-01 的形式",
                subject=f"case.{key}",
                english=f"{shorten(value)} of case.{key} is no date; write it as 2024-05-01",
                near="2024-05-01",
            )
    yield from _date_faults(*(about.get(key) for key in DATES))


def _date_faults(occurred: object, decided: object) -> Iterator[Fault]:
    """Yield what is wrong with the dates taken together."""
    if _is_date(occurred) and _is_date(decided) and str(occurred) > str(decided):
        yield Fault(
            "C032",
            f"case.occurred_on 的 {occurred} 晚于 case.decided_on 的 {decided}",
            "请核对两个日期",
            subject="case.occurred_on",
            english=f"{occurred} of case.occurred_on is after {decided} of case.decided_on; "
            "check both dates",
        )


def _evidence_faults(
    evidence: object, vocabulary: Vocabulary, suggestions: Suggestions
) -> Iterator[Fault]:
    if evidence is None:
        return
    if not isinstance(evidence, Mapping):
        yield Fault(
            "C026",
            "evidence 应当是对照表",
            "请写成 evidence: {组.事实: 证据说明}",
            subject="evidence",
            english="evidence should be a mapping: evidence: {group.fact: note}",
        )
        return
    for name, note in evidence.items():
        if _is_group(name, vocabulary):
            yield Fault.of(
                "C003",
                (
                    f"evidence 中的 {shorten(name)} 是事实组，不是事实",
                    f"evidence: {shorten(name)} is a group of facts, and no fact",
                ),
                (
                    f"请写到其中的事实：evidence: {{{shorten(name)}: {{事实: 证据说明}}}}",
                    f"write the note of a fact: evidence: {{{shorten(name)}: {{fact: note}}}}",
                ),
                subject=f"evidence.{as_text(name)[:200]}",
            )
        elif name not in vocabulary:
            labels = (spec.label for spec in vocabulary.values())
            near = suggestions.near(name, [*vocabulary, *labels])
            yield Fault(
                "C003",
                f"evidence 中没有名为 {shorten(name)} 的事实{mean(near)}",
                "全部事实见 tolerance-rules facts",
                subject=f"evidence.{as_text(name)[:200]}",
                english=f"evidence: there is no fact {shorten(name)}{mean(near, 'en')}; all facts: "
                "tolerance-rules facts",
                near=near or "",
            )
        elif fault := text_fault(f"evidence.{name}", note):
            yield fault


def _handling_faults(handling: object) -> Iterator[Fault]:
    """Yield what is no day; whether something is to be recorded, the rules of the case know."""
    if handling is None:
        return
    if not isinstance(handling, Mapping):
        yield Fault(
            "C026",
            "handling 应当是对照表",
            "请写成 handling: {事项: 2024-05-01}",
            subject="handling",
            english="handling should be a mapping: handling: {what was done: 2024-05-01}",
        )
        return
    for name, day in handling.items():
        if not isinstance(name, str) or not (day is None or _is_date(day)):
            yield Fault(
                "C025",
                f"handling 中 {shorten(name)} 的 {shorten(day)} 不是日期，或者分不清是哪一天",
                "请写成 2024-05-01 的形式",
                subject=f"handling.{as_text(name)[:200]}",
                english=f"{shorten(day)} of {shorten(name)} in handling is no date; write it as "
                "2024-05-01",
                near="2024-05-01",
            )


def _forms_faults(forms: object) -> Iterator[Fault]:
    """Yield what is no text; whether there is such a field, the forms of the rules know."""
    if forms is None:
        return
    if not isinstance(forms, Mapping):
        yield Fault(
            "C026",
            "forms 应当是对照表",
            "请写成 forms: {栏目: 内容}",
            subject="forms",
            english="forms should be a mapping: forms: {field: text}",
        )
        return
    for name, text in forms.items():
        if text is not None and (fault := text_fault(f"forms.{as_text(name)[:200]}", text)):
            yield fault


def _analysis_faults(analysis: object) -> Iterator[Fault]:
    """Yield what has not the shape of assessments; which there are, the rules of the case know."""
    if analysis is None:
        return
    if not isinstance(analysis, Mapping):
        yield Fault(
            "C026",
            "analysis 应当是对照表",
            "请写成 analysis: {标准: 有利}",
            subject="analysis",
            english="analysis should be a mapping: analysis: {contrast: favourable}",
        )
        return
    for name, value in analysis.items():
        where = f"analysis.{as_text(name)[:200]}"
        parts = value if isinstance(value, Mapping) else {"assessment": value}
        for key in parts.keys() - {"assessment", "note"}:
            yield Fault(
                "C045",
                f"{where} 中没有 {shorten(key)} 一项",
                "可以写 assessment（有利、兼有、不利）和 note（说明）",
                subject=where,
                english=f"{where} has no item {shorten(key)}; there are assessment and note",
            )
        for text in parts.values():
            if text is not None and (fault := text_fault(where, text)):
                yield fault


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
