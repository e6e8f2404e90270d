"""Proposals: facts that somebody, or a program, reads out of a report -> a case yet to be found.

A proposal never establishes a fact. It is taken only with the sentence of the report on which it
rests, word for word; in the case that is written the fact is unknown, and its evidence note says
what is proposed, so that a person finds it, or does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tolerance_rules.errors import (
    CaseError,
    Fault,
    Suggestions,
    means,
    shorten,
    unreadable,
)
from tolerance_rules.facts import CaseFacts, CaseModel, FactSpec, Known
from tolerance_rules.formats.case_file import CaseFile, from_document
from tolerance_rules.formats.case_values import known_of
from tolerance_rules.formats.human_values import UnreadableValueError, fact_words, meaning
from tolerance_rules.formats.report_text import Report
from tolerance_rules.formats.strict_json import plain_from_json
from tolerance_rules.formats.text_bytes import read_bytes
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.language import Lang, Pair, say

KEYS = ("fact", "value", "sentence")
MOST = 500
"""How many proposals one file may hold."""

NOTE: Pair = (
    "【待核实】建议：{}。依据《{}》第 {} 段：“{}”",
    "[to be confirmed] Proposed: {}. {}, paragraph {}: “{}”",
)
BETWEEN: Pair = ("；", "; ")


@dataclass(frozen=True)
class Proposal:
    """What is proposed of a fact, and the sentence of the report with its paragraph."""

    spec: FactSpec
    known: Known
    sentence: str
    paragraph: int

    def note(self, report: Report, lang: Lang) -> str:
        """Return the evidence note: what is proposed, and where it stands."""
        value = self.spec.label_of(self.known, lang)
        return say(lang, NOTE, value, report.name, self.paragraph, self.sentence)


def proposals_from_file(
    path: str | Path, report: Report, model: type[CaseModel] = CaseFacts
) -> tuple[tuple[Proposal, ...], CaseFile]:
    """Return the proposals of a JSON file, and what it says of the case; CaseError: every fault.

    The file: {"case": {…}, "proposals": [{"fact", "value", "sentence"}, …]}; `case` is that of a
    case file and may be left out.
    """
    shown = str(path)
    try:
        document = plain_from_json(read_bytes(Path(path)), shown)
    except OSError as error:
        raise CaseError([unreadable("I001", error, shorten(shown))]) from None
    if not isinstance(document, Mapping) or set(document) - {"case", "proposals"}:
        raise CaseError([_shape(shown)])
    given = document.get("proposals")
    if not isinstance(given, list) or not 0 < len(given) <= MOST:
        raise CaseError([_shape(shown)])
    reader = _Reader(report, model)
    found = [reader.proposal(each, f"proposals[{place}]") for place, each in enumerate(given)]
    about = {"case": document.get("case") or {}, "facts": {}}
    try:
        case = from_document(about, model)
    except CaseError as error:
        reader.faults += error.faults
        case = CaseFile(model.from_facts({}))
    if reader.faults:
        raise CaseError([replace(fault, file=shown) for fault in reader.faults])
    return tuple(each for each in found if each is not None), case


def case_of(
    proposals: tuple[Proposal, ...], case: CaseFile, report: Report, lang: Lang = "zh"
) -> CaseFile:
    """Return the case in which nothing is established; evidence notes say what is proposed."""
    notes: dict[str, str] = {}
    for each in proposals:
        note, name = each.note(report, lang), each.spec.name
        notes[name] = say(lang, BETWEEN).join([notes[name], note]) if name in notes else note
    return replace(case, info=replace(case.info, evidence=FrozenDict(notes)))


class _Reader:
    """Reads one proposal after the other; `faults` gathers all that is wrong."""

    def __init__(self, report: Report, model: type[CaseModel]) -> None:
        self._report, self._vocabulary = report, model.vocabulary
        self._facts = fact_words(model.vocabulary)
        self._suggestions = Suggestions()
        self.faults: list[Fault] = []

    def proposal(self, given: object, place: str) -> Proposal | None:
        """Return a proposal, or None with what is wrong with it."""
        if not isinstance(given, Mapping) or sorted(given) != sorted(KEYS):
            what = (
                f"{place} 应当恰有 fact、value、sentence 三项",
                f"{place} should have exactly fact, value and sentence",
            )
            remedy = (
                '请写成 {"fact": 事实, "value": 值, "sentence": 报告原句}',
                'write {"fact": FACT, "value": VALUE, "sentence": SENTENCE OF THE REPORT}',
            )
            self.faults.append(Fault.of("I003", what, remedy, subject=place))
            return None
        spec, before = self._spec(given["fact"], place), len(self.faults)
        known = self._known(spec, given["value"], place) if spec else None
        paragraph = self._paragraph(given["sentence"], place)
        if spec is None or paragraph is None or len(self.faults) > before:
            return None
        return Proposal(spec, known, str(given["sentence"]).strip(), paragraph)

    def _spec(self, given: object, place: str) -> FactSpec | None:
        name = meaning(given, self._facts) if isinstance(given, str) else None
        if name is not None and name in self._vocabulary:
            return self._vocabulary[name]
        near = self._suggestions.near(given, self._vocabulary)
        zh, en = means(near)
        what = (
            f"{place}：没有名为 {shorten(given)} 的事实{zh}",
            f"{place}: there is no fact named {shorten(given)}{en}",
        )
        remedy = ("事实见 tolerance-rules facts", "the facts: tolerance-rules facts")
        self.faults.append(Fault.of("I004", what, remedy, subject=place, near=near or ""))
        return None

    def _known(self, spec: FactSpec, given: Any, place: str) -> Known:
        try:
            known: Known = known_of(spec, given)
        except UnreadableValueError:
            known = None
        if known is None:
            what = (
                f"{place}：{spec.name}（{spec.label}）的值不能是 {shorten(given)}",
                f"{place}: {spec.name} ({spec.label_en}) cannot be {shorten(given)}",
            )
            remedy = (
                f"可用的有：{'、'.join(spec.label_of(each) for each in spec.values)}",
                f"there are: {', '.join(spec.label_of(each, 'en') for each in spec.values)}",
            )
            self.faults.append(Fault.of("I005", what, remedy, subject=place))
        return known

    def _paragraph(self, given: object, place: str) -> int | None:
        found = self._report.place_of(given) if isinstance(given, str) else None
        if found is None:
            self.faults.append(next(self._not_there(given, place)))
        return found

    def _not_there(self, given: object, place: str) -> Iterator[Fault]:
        shown = shorten(given)
        if isinstance(given, str) and self._report.has_part(given):
            yield Fault.of(
                "I006",
                (
                    f"{place}：{shown} 只是一句话的一部分，断开来意思可能相反",
                    f"{place}: {shown} is only a part of a sentence, and may say the opposite",
                ),
                ("请引整句", "quote the whole sentence"),
                subject=place,
            )
        yield Fault.of(
            "I007",
            (f"{place}：报告里没有这句话：{shown}", f"{place}: the report has no sentence {shown}"),
            ("请逐字照抄报告的原句", "copy a sentence of the report word for word"),
            subject=place,
        )


def _shape(shown: str) -> Fault:
    what = (
        f"不是一份建议：应当有 proposals，是一个列表，1 至 {MOST} 条",
        f"No proposals: there should be a list `proposals` of 1 to {MOST}",
    )
    remedy = (
        '请写成 {"case": {…}, "proposals": [{"fact": …, "value": …, "sentence": …}]}',
        'write {"case": {…}, "proposals": [{"fact": …, "value": …, "sentence": …}]}',
    )
    return Fault.of("I003", what, remedy, shown)
