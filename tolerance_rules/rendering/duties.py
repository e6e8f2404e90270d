"""Duties: the obligations of a case in words, by how they stand on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tolerance_rules.formats.conditions import squash
from tolerance_rules.formats.forms_file import NO_FORMS, Form, Forms
from tolerance_rules.language import Lang, pick, say
from tolerance_rules.legal_references import citation_en, citation_of, states_days
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.rendering.duties_words import BRIEF, GROUPS, WORDS
from tolerance_rules.rendering.explanation_words import within_quotes
from tolerance_rules.rules import CASE, DECISION, Duty, Ruleset
from tolerance_rules.verdict.decision_data import DecisionData
from tolerance_rules.verdict.obligation import DueDate, Obligation
from tolerance_rules.verdict.obligation_life import State
from tolerance_rules.verdict.verdict import Status


@dataclass(frozen=True)
class Report:
    """The obligations of a case on a day.

    `every` are all the duties of the rules in the case; `rests_on` tells days of rest. Of the
    `forms` of the rules it is told which makes the document of a duty.
    """

    decision: DecisionData
    rules: Ruleset
    every: Sequence[Obligation]
    on: date
    rests_on: Callable[[date], bool] = lambda _day: False
    forms: Forms = NO_FORMS

    def group(self, name: str) -> list[Obligation]:
        """Return the obligations of a group, of GROUPS, those due first before the others."""
        found = [each for each in self.every if self.group_of(each) == name]
        return sorted(found, key=_first_due)

    def group_of(self, each: Obligation) -> str:
        """Return the one of GROUPS in which an obligation is."""
        state = each.state(self.on)
        if state in (State.DONE, State.DONE_LATE):
            return "done"
        if state is State.NOT_APPLICABLE:
            return "not_applicable"
        if each.applies is Status.OPEN:
            return "open"
        if state is State.OVERDUE:
            # What had to come before a decision that has been made cannot be done in time any more.
            before = DECISION in self.rules.obligations.duties[each.duty].by
            # What one may do and did not do in time was no duty: the time for it is past.
            return "unrecorded" if before else "may" if each.force == "may" else "overdue"
        if state is State.NOT_YET_DUE:
            return "contingent" if each.contingent else "next"
        if each.continuing:
            return "lasting"
        return "may" if each.force == "may" else "due"

    def document(self, lang: Lang, *, whole: bool = False) -> Document:
        """Return the report; the `whole` of it also lists what is not applicable."""
        case, word = self.decision.case, pick(lang, WORDS["title"])
        name = case.title or case.id
        sections = [Section(pick(lang, WORDS["about"]), tuple(self._about(lang)))]
        for group, (heading, lead) in GROUPS.items():
            if group != "not_applicable" or whole:
                items = tuple(self._item(each, lang) for each in self.group(group))
                sections.append(Section(pick(lang, heading), items, pick(lang, lead)))
        return Document(
            say(lang, WORDS["title_of"], word, name) if name else word,
            tuple(section for section in sections if section.items),
            chinese=lang == "zh",
        )

    def data(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "on": self.on.isoformat(),
            "outcome": self.decision.outcome.value,
            "settled": self.decision.settled,
            "decided_on": self.decision.case.decided_on,
            **{name: [each.duty for each in self.group(name)] for name in GROUPS},
            "obligations": [self._plain(each) for each in self.every],
        }

    def _plain(self, each: Obligation) -> dict[str, Any]:
        duty, late = self.rules.obligations.duties[each.duty], each.is_late(self.on)
        form = form_of(duty, self.forms)
        return {
            "duty": each.duty,
            "clause": each.clause,
            "label": list(each.label),
            "quote": duty.quote,
            "state": each.state(self.on).value,
            "group": self.group_of(each),
            "applies": each.applies.value,
            "force": each.force,
            "who": list(each.who),
            "to": [list(party) for party in each.to],
            "starts": each.starts,
            "starts_on": _iso(each.starts_on),
            "due": _due_data(each.due),
            "promptly": each.promptly,
            "late": late,
            "done_on": _iso(each.done_on),
            "document": list(duty.document) if duty.document else None,
            "form": form.id if form is not None else None,
            "evidence": list(duty.evidence) if duty.evidence else None,
        }

    def _about(self, lang: Lang) -> Iterator[Item]:
        decision = self.decision
        key = "settled" if decision.settled else "presumed"
        yield Item(say(lang, WORDS[key], decision.label(decision.outcome, lang)))
        decided = decision.case.decided_on
        yield Item(say(lang, WORDS["decided" if decided else "undecided"], decided))
        yield Item(say(lang, WORDS["on"], self.on))

    def _name(self, each: Obligation, lang: Lang) -> str:
        clause = citation_of(each.clause) if lang == "zh" else citation_en(each.clause)
        return say(lang, WORDS["one"], label=each.name(lang), clause=clause)

    def _item(self, each: Obligation, lang: Lang) -> Item:
        group = self.group_of(each)
        if group == "not_applicable":
            return Item(self._name(each, lang))
        duty = self.rules.obligations.duties[each.duty]
        to = pick(lang, WORDS["and"]).join(pick(lang, party) for party in each.to)
        who = say(lang, WORDS["who_to" if to else "who"], pick(lang, each.who), to)
        parts = [who, *self._when(each, lang)]
        first = f"{self._name(each, lang)}{pick(lang, ('：', ': '))}"
        words = pick(lang, WORDS["joined"]).join(parts)
        if group in BRIEF:
            return Item(first + words)
        inner = [Item(say(lang, WORDS["quote"], within_quotes(duty.quote)))]
        if lang == "en":
            inner.insert(0, Item(duty.gloss))
        document = document_words(duty, self.forms, lang)
        if document:
            inner.append(Item(document))
        if duty.evidence is not None:
            inner.append(Item(say(lang, WORDS["evidence"], pick(lang, duty.evidence))))
        return Item(first + words, tuple(inner))

    def _when(self, each: Obligation, lang: Lang) -> Iterator[str]:
        state, late = each.state(self.on), each.is_late(self.on)
        due = each.due
        if state in (State.DONE, State.DONE_LATE) and each.done_on is not None:
            key = {True: "done_late", None: "done_perhaps"}.get(late, "done")
            last = due.last if due is not None else None
            days = (each.done_on - last).days if late and last else 0
            yield say(lang, WORDS[key], each.done_on, days)
            return
        if state is State.NOT_YET_DUE and each.starts != CASE:
            starts = pick(lang, self.rules.obligations.label(each.starts))
            limited = self.rules.obligations.duties[each.duty].limit is not None
            yield say(lang, WORDS["to_be_set" if limited else "waits"], starts)
        if due is not None:
            yield _due_words(due, lang)
            if due.known and self.rests_on(due.known):
                yield pick(lang, WORDS["rests"])
        elif each.promptly:
            yield pick(lang, WORDS["promptly"])
        elif state is State.DUE and not each.continuing:
            stated = states_days(self.rules.obligations.duties[each.duty].quote)
            yield pick(lang, WORDS["limit_in_text" if stated else "no_limit"])
        if self.group_of(each) == "overdue" and due is not None and due.last is not None:
            yield say(lang, WORDS["overdue"], (self.on - due.last).days)
        elif self.group_of(each) == "may" and state is State.OVERDUE:
            yield pick(lang, WORDS["too_late"])
        elif late is None:
            yield pick(lang, WORDS["perhaps"])


def form_of(duty: Duty, forms: Forms) -> Form | None:
    """Return the form that makes the document of a duty: the one that quotes the same words."""
    words = squash(duty.quote)
    for form in forms.forms.values() if duty.document is not None else ():
        quoted = squash(form.quote)
        if form.clause == duty.clause and (quoted in words or words in quoted):
            return form
    return None


def document_words(duty: Duty, forms: Forms, lang: Lang) -> str:
    """Return which document a duty makes, and the form that makes it; nothing if none."""
    if duty.document is None:
        return ""
    form = form_of(duty, forms)
    key, named = ("document", "") if form is None else ("form", form.id)
    return say(lang, WORDS[key], pick(lang, duty.document), named)


def _first_due(each: Obligation) -> date:
    return each.due.first if each.due is not None else date.max


def _due_words(due: DueDate, lang: Lang) -> str:
    if due.known:
        return say(lang, WORDS["by"], due.known)
    return say(lang, WORDS["between" if due.last else "from_on"], due.first, due.last)


def _due_data(due: DueDate | None) -> dict[str, str | None] | None:
    return None if due is None else {"first": due.first.isoformat(), "last": _iso(due.last)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
