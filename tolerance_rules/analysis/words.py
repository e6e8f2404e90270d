"""Words: the worksheet of a case for people, as a document and as the rows of a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tolerance_rules.analysis.worksheet import Line
from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rendering.decision_phrases import Phrases
from tolerance_rules.rendering.document import Document, Item, Section

TITLE: Pair = ("综合分析", "Analysis")
SUGGESTED: Pair = ("事实提示：{}（{}）", "The facts suggest: {} ({})")
NO_SUGGESTION: Pair = (
    "没有可供参考的已查明事实，由集体研究评价",
    "no established fact speaks to it: for the collective to assess",
)
ASSESSED: Pair = ("集体评价：{}", "Assessed by the collective: {}")
NOT_ASSESSED: Pair = ("集体评价：尚未作出", "Not assessed yet")
NOTE: Pair = ("说明：{}", "Note: {}")
CONTRADICTED: Pair = (
    "与查明的事实不一致，请核对或者说明：{}",
    "Established facts speak the other way; check, or say why: {}",
)
LEAD: Pair = (
    "事实提示供集体研究参考；提示和评价都不改变结论。",
    "What the facts suggest is for the collective to consider; neither it nor the assessment "
    "changes the outcome.",
)
GLOSSED: Pair = ("{0}", "{0} ({1})")


def document(lines: Sequence[Line], decision: Decision, lang: Lang) -> Document:
    """Return the worksheet as a document, a section for each dimension."""
    phrases = Phrases(decision, lang)
    parts = dict.fromkeys(line.dimension for line in lines)
    sections = (
        Section(
            pick(lang, part.name),
            tuple(_item(line, phrases) for line in lines if line.dimension is part),
            pick(lang, LEAD) if number == 0 else "",
        )
        for number, part in enumerate(parts)
    )
    return Document(pick(lang, TITLE), tuple(sections), chinese=lang == "zh")


def rows(lines: Sequence[Line], decision: Decision) -> list[dict[str, object]]:
    """Return the worksheet for a template: dimensions, and the contrasts of each."""
    phrases = Phrases(decision, "zh")
    parts = dict.fromkeys(line.dimension for line in lines)
    return [
        {
            "name": part.name[0],
            "contrasts": [_row(line, phrases) for line in lines if line.dimension is part],
        }
        for part in parts
    ]


def _item(line: Line, phrases: Phrases) -> Item:
    lang = phrases.lang
    told = [_suggestion(line, phrases) or pick(lang, NO_SUGGESTION)]
    assessed = line.assessed.assessment
    told.append(say(lang, ASSESSED, assessed.label(lang)) if assessed else pick(lang, NOT_ASSESSED))
    if line.assessed.note:
        told.append(say(lang, NOTE, line.assessed.note))
    if line.contradicted_by:
        told.append(say(lang, CONTRADICTED, _facts(line.contradicted_by, phrases)))
    words = say(lang, GLOSSED, line.contrast.text, line.contrast.gloss)
    return Item(words, tuple(map(Item, told)))


def _row(line: Line, phrases: Phrases) -> dict[str, str]:
    assessed = line.assessed.assessment
    note = [line.assessed.note] if line.assessed.note else []
    if line.contradicted_by:
        note.append(say("zh", CONTRADICTED, _facts(line.contradicted_by, phrases)))
    return {
        "contrast": line.contrast.text,
        "suggestion": _suggestion(line, phrases).removeprefix(SUGGESTED[0].partition("{")[0]),
        "assessment": assessed.label() if assessed else "",
        "note": "\n".join(note),
    }


def _suggestion(line: Line, phrases: Phrases) -> str:
    if line.suggestion is None:
        return ""
    facts = _facts((*line.speaks_for, *line.speaks_against), phrases)
    return say(phrases.lang, SUGGESTED, line.suggestion.label(phrases.lang), facts)


def _facts(names: Iterable[str], phrases: Phrases) -> str:
    return phrases.series(phrases.stated(name) for name in names)
