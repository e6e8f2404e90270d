"""Forms: a case and its decision -> the fields of a form; what nobody has said stays blank."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tolerance_rules.decision import Decision
from tolerance_rules.errors import Fault, FormError, mean, nearest, shorten
from tolerance_rules.formats.forms_file import Field, Form, Forms
from tolerance_rules.forms.sources import CHECKPOINT, Origin, said_by
from tolerance_rules.forms.word_file import fill
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import Ruleset
from tolerance_rules.vocabulary.fact_faults import given_twice

BLANK: Mapping[str, str] = {
    "none": "",
    "line": "＿＿＿＿＿＿＿＿",
    "date": "　　年　　月　　日",
}
"""What is left to be written on, where nothing is said."""

TITLE_ROW = "number"


@dataclass(frozen=True)
class Filled:
    """A case that a form is made of: its decision, and what its file says for the papers."""

    decision: Decision
    written: Mapping[str, str] = field(default_factory=FrozenDict)
    analysis: Mapping[str, object] = field(default_factory=FrozenDict)
    name: str = ""
    """What its faults are told of: the file, or the number of the case."""


def written_fields(given: Mapping[str, str], forms: Forms) -> Mapping[str, str]:
    """Return what is written for the forms by field, given by id or by label.

    FormError lists every name that is no field, and every field that is not to be written, or is
    given twice.
    """
    ids = {each.label[0]: each.id for each in forms.fields.values()}
    ids |= {each.label[1]: each.id for each in forms.fields.values()}
    found: dict[str, str] = {}
    faults = []
    for name, text in given.items():
        field = forms.fields.get(ids.get(name, name))
        if field is None:
            faults.append(_no_field(name, forms))
        elif field.sources:
            faults.append(_not_written(name, field))
        elif field.id in found:
            subject = f"forms.{name}"[:200]
            faults.append(dataclasses.replace(given_twice(field.label[0]), subject=subject))
        else:
            found[field.id] = text
    if faults:
        raise FormError(faults)
    return found


@dataclass(frozen=True)
class Paper:
    """What a paper of many cases says besides them, and where there is none."""

    written: Mapping[str, str] = field(default_factory=FrozenDict)
    checkpoint: str = ""
    """The checkpoint of the decision log that the cases were taken from."""


NO_PAPER = Paper()


def make(
    form: Form, forms: Forms, cases: Sequence[Filled], rules: Ruleset, paper: Paper = NO_PAPER
) -> bytes:
    """Return a form as a Word file; FormError lists every case that it is not for."""
    faults = [fault for case in cases for fault in _unfit(form, case, rules)]
    if len(cases) != 1 and not form.row:
        message = (
            f"《{form.title[0]}》一次只写一个案件",
            f"{form.title[1]} takes one case at a time",
        )
        faults.append(Fault.of("F006", message, ("请只给出一个案件", "name one case")))
    if faults:
        raise FormError(faults)
    origins = [Origin(case.decision, rules, case.analysis, paper.checkpoint) for case in cases]
    said = [_Said(forms, *each) for each in zip((c.written for c in cases), origins, strict=True)]
    common = said or [_Said(forms, paper.written, paper)]
    return fill(form.template, _values(form, forms, said, common), form.title[0])


def _values(
    form: Form, forms: Forms, cases: Sequence[_Said], common: Sequence[_Said]
) -> Mapping[str, Any]:
    """Return what the template shows: the fields and, where it takes many cases, the rows."""
    # On a paper of many cases a field outside the rows is what all of them say.
    found: dict[str, object] = {}
    for key in form.fields:
        first, *others = (each.of(key) for each in common)
        same = all(value == first for value in others)
        found[key] = first if same and first else BLANK[forms.fields[key].blank]
    if not form.row:
        return found
    rows: list[dict[str, object]] = []
    for number, case in enumerate(cases, 1):
        rows.append({TITLE_ROW: str(number)})
        for key in form.row:
            rows[-1][key] = case.of(key) or BLANK[forms.fields[key].blank]
    for number in range(len(rows) + 1, form.least_rows + 1):
        rows.append({TITLE_ROW: str(number), **dict.fromkeys(form.row, "")})
    return {**found, "rows": rows}


@dataclass(frozen=True)
class _Said:
    """What is said for the fields of a form, by a case, or by a paper that has none."""

    forms: Forms
    written: Mapping[str, str]
    origin: Origin | Paper

    def of(self, key: str) -> object:
        """Return what a field says; nothing where nobody has said it."""
        field = self.forms.fields[key]
        found = self.written.get(key, "")
        for source in (*field.sources, *field.otherwise) if not found else ():
            said = self._by(source)
            if said:
                return said
        # A line to write on stands within a sentence, which a new paragraph would cut.
        return found if field.blank == "none" else " ".join(found.split("\n"))

    def _by(self, source: str) -> object:
        kind, _, name = source.partition(".")
        if kind == "field":
            return self.written.get(name, "")
        if isinstance(self.origin, Origin):
            return said_by(source, self.origin)
        return self.origin.checkpoint if source == CHECKPOINT else ""


def _unfit(form: Form, case: Filled, rules: Ruleset) -> Iterator[Fault]:
    decision, title = case.decision, form.title
    if form.settled and not decision.settled:
        open_facts = [decision.facts.vocabulary[name] for name in decision.open_facts[:5]]
        message = (
            f"结论尚未确定，不能写《{title[0]}》",
            f"the decision is not settled: no {title[1]}",
        )
        remedy = (
            f"请先查明：{'、'.join(spec.label for spec in open_facts)}",
            f"establish first: {', '.join(spec.name_of('en') for spec in open_facts)}",
        )
        yield Fault.of("F005", message, remedy, case.name)
    elif form.outcomes and decision.outcome not in form.outcomes:
        labels = decision.label(decision.outcome), decision.label(decision.outcome, "en")
        message = (
            f"结论是“{labels[0]}”，不能写《{title[0]}》",
            f"the outcome is {labels[1]}: no {title[1]}",
        )
        remedy = (
            f"它只用于：{'、'.join(rules.label(each) for each in form.outcomes)}",
            f"it is for: {', '.join(rules.label(each, 'en') for each in form.outcomes)}",
        )
        yield Fault.of("F004", message, remedy, case.name)


def _no_field(name: str, forms: Forms) -> Fault:
    known = [each for field in forms.fields.values() for each in (field.label[0], field.id)]
    near = nearest(name, known)
    return Fault(
        "F001",
        f"文书没有名为 {shorten(name)} 的栏目{mean(near)}",
        f"可以写的有：{'、'.join(f.label[0] for f in forms.fields.values() if not f.sources)}",
        subject=f"forms.{name}"[:200],
        english=f"No form has a field {shorten(name)}{mean(near, 'en')}; there are: "
        + ", ".join(f.id for f in forms.fields.values() if not f.sources),
        near=near or "",
    )


def _not_written(name: str, field: Field) -> Fault:
    return Fault(
        "F007",
        f"栏目 {shorten(name)} 由案件和结论得出，不另写",
        "请删去这一行",
        subject=f"forms.{name}"[:200],
        english=f"The field {shorten(field.label[1])} comes from the case and its decision; "
        "delete the line",
    )
