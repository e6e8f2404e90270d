"""Ask steps: what the interview asks beside the facts one by one, and what each answer does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from tolerance_rules.cli.commands.ask_checklist import ChecklistStep
from tolerance_rules.cli.commands.ask_questions import (
    QuestionStep,
    RefusedAnswerError,
    ScreeningStep,
)
from tolerance_rules.cli.commands.ask_state import State
from tolerance_rules.cli.commands.ask_view import View
from tolerance_rules.cli.commands.ask_words import EVIDENCE, FURTHER, WRITE
from tolerance_rules.errors import CaseError, OutOfForceError
from tolerance_rules.formats.case_words import ITEMS
from tolerance_rules.formats.document_ids import in_brackets
from tolerance_rules.language import pick
from tolerance_rules.verdict.decision_data import NO_INFO
from tolerance_rules.verdict.time_in_force import notices


class Step(Protocol):
    """One thing that is asked: its lines, its help, and the state after an answer."""

    def lines(self) -> Iterator[str]:
        """Yield what is printed before the answer."""

    def help(self) -> Iterator[str]:
        """Yield what `?` prints."""

    def take(self, text: str) -> tuple[State, list[str]]:
        """Return the state after an answer, and what is said of it; RefusedAnswerError if none."""


def next_step(state: State, view: View, *, full: bool) -> Step | None:
    """Return what to ask now; None if the case is to be written."""
    if full and (item := _missing(state)):
        return AboutStep(item, state, view)
    if state.done:
        return None
    if full and state.evidence is not None:
        return EvidenceStep(state.evidence, state, view)
    interview = state.interview
    if interview.question is not None:
        if interview.screening:
            return ScreeningStep(state, view)
        if interview.checklist:
            return ChecklistStep(interview.checklist, state, view)
        return QuestionStep(interview.question, state, view)
    if not full:
        return None
    if state.more and state.further:
        return ChecklistStep(state.further, state, view, more=True)
    return EndStep(state, view)


def _missing(state: State) -> str:
    """Return what is still to be asked of the case beside its facts; empty if nothing is."""
    info = state.interview.start.info
    return next((i for i in ITEMS if i not in state.passed and not getattr(info, i)), "")


class AboutStep:
    """Number, title, authority or a date of the case."""

    def __init__(self, item: str, state: State, view: View) -> None:
        self.item, self.state, self.view = item, state, view

    def lines(self) -> Iterator[str]:
        """Yield what is printed before the answer."""
        say = self.view.say
        yield ""
        yield say("about", say(self.item))
        if self.item == ITEMS[0]:
            yield say("about_how")

    def help(self) -> Iterator[str]:
        """Yield what `?` prints."""
        yield self.view.say("help_about")
        yield self.view.say("help_keys")

    def take(self, text: str) -> tuple[State, list[str]]:
        """Return the state after an answer, and what is said of it."""
        say, state = self.view.say, self.state
        passed = (*state.passed, self.item)
        if not text:
            return replace(state, passed=passed), [say("left_out")]
        if self.item.endswith("_on"):
            from tolerance_rules.formats.human_dates import day_from_text

            try:
                day = day_from_text(text)
            except ValueError:
                raise RefusedAnswerError(say("no_date", text)) from None
            text = day.isoformat() if day else ""
        try:
            after = state.with_info(self.item, text)
        except (CaseError, OutOfForceError) as error:
            raise RefusedAnswerError(*_faults(error, self.view)) from None
        told = [say("noted") if text else say("left_out")]
        return replace(after, passed=passed), [*told, *self._to_come(text)]

    def _to_come(self, text: str) -> Iterator[str]:
        """Yield the remark that a day is still to come."""
        from tolerance_rules.formats.human_dates import today

        if not text or not self.item.endswith("_on"):
            return
        for warning in notices(self.view.rules, replace(NO_INFO, decided_on=text), today()):
            told = pick(self.view.lang, (warning.question, warning.question_en))
            yield self.view.say("remark", told)


def _faults(error: CaseError | OutOfForceError, view: View) -> list[str]:
    if isinstance(error, CaseError):
        return [view.say("not_taken", view.fault(fault)) for fault in error.faults]
    return [view.say("not_taken", error)]


class EndStep:
    """What to do once all is asked: write, record more, write down evidence, or go back."""

    def __init__(self, state: State, view: View) -> None:
        self.state, self.view = state, view

    def lines(self) -> Iterator[str]:
        """Yield what is printed before the answer."""
        decision, phrases = self.state.interview.decision, self.view.phrases(self.state)
        yield ""
        if decision.settled:
            yield self.view.say("now_settled", phrases.outcome(decision.outcome))
        else:
            yield self.view.say("now_unsettled", phrases.outcomes(decision.reachable))
        yield self.view.say("end")

    def help(self) -> Iterator[str]:
        """Yield what `?` prints."""
        yield self.view.say("help_evidence_step")
        yield self.view.say("help_keys")

    def take(self, text: str) -> tuple[State, list[str]]:
        """Return the state after an answer, and what is said of it."""
        state = self.state
        if text in ("", WRITE):
            return replace(state, done=True), []
        if text == FURTHER:
            if state.further is None:
                raise RefusedAnswerError(self.view.say("no_more"))
            return replace(state, more=True), []
        if text == EVIDENCE:
            return replace(state, evidence=()), []
        raise RefusedAnswerError(self.view.say("no_choice", text))


class EvidenceStep:
    """Of which fact there is evidence, then its document, then a note."""

    def __init__(self, given: tuple[str, ...], state: State, view: View) -> None:
        self.given, self.state, self.view = given, state, view

    def lines(self) -> Iterator[str]:
        """Yield what is printed before the answer."""
        say, phrases = self.view.say, self.view.phrases(self.state)
        yield ""
        if self.given:
            key = "document" if len(self.given) == 1 else "note"
            yield say(key, phrases.label(self.given[0]))
            return
        yield say("evidence")
        notes = self.state.interview.start.info.evidence
        for number, (fact, known) in enumerate(self.state.established.items(), 1):
            note = say("evidence_has", notes[fact]) if fact in notes else ""
            value = phrases.value(fact, known)
            label = phrases.label(fact)
            yield say("evidence_line", number=number, label=label, value=value, note=note)

    def help(self) -> Iterator[str]:
        """Yield what `?` prints."""
        if self.given:
            yield from self.view.usual_evidence(self.given[0])
        yield self.view.say("help_evidence_step")
        yield self.view.say("help_keys")

    def take(self, text: str) -> tuple[State, list[str]]:
        """Return the state after an answer, and what is said of it."""
        state = self.state
        if not self.given:
            return replace(state, evidence=(self._fact(text),) if text else None), []
        if len(self.given) == 1:
            return replace(state, evidence=(self.given[0], text)), []
        fact, document = self.given
        note = " ".join(filter(None, (in_brackets(document), text)))
        after = replace(state, evidence=())
        if not note:
            return after, [self.view.say("left_out")]
        try:
            return after.with_note(fact, note), [self.view.say("noted")]
        except CaseError as error:
            raise RefusedAnswerError(*_faults(error, self.view)) from None

    def _fact(self, text: str) -> str:
        from tolerance_rules.errors import UnknownNameError
        from tolerance_rules.formats.human_values import fact_from_text

        facts = list(self.state.established)
        if text.isdecimal() and len(text) < 5 and 1 <= int(text) <= len(facts):
            return facts[int(text) - 1]
        try:
            return fact_from_text(text, self.view.rules.vocabulary).name
        except UnknownNameError:
            raise RefusedAnswerError(self.view.say("no_fact", text)) from None
