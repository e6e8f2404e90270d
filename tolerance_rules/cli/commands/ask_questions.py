"""Ask questions: one fact, or the one question for the bars, and what an answer says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tolerance_rules.cli.commands.ask_state import State
from tolerance_rules.cli.commands.ask_view import View
from tolerance_rules.cli.commands.ask_words import NONE
from tolerance_rules.cli.terminal.parameters import value_fault
from tolerance_rules.errors import InconsistentFactsError

if TYPE_CHECKING:
    from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value
    from tolerance_rules.what_if.answers.questions import Question


class RefusedAnswerError(Exception):
    """An answer that cannot be taken; `lines` say why."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__(*lines)


def contradiction(error: InconsistentFactsError, view: View) -> RefusedAnswerError:
    """Return why an answer that contradicts what is established is not taken."""
    said = (view.say("contradicts", view.fault(fault)) for fault in error.faults)
    return RefusedAnswerError(*said, view.say("answer_again"))


class QuestionStep:
    """One fact."""

    def __init__(self, question: Question, state: State, view: View) -> None:
        self.question, self.state, self.view = question, state, view
        self.spec = view.rules.vocabulary[question.fact]

    def lines(self) -> Iterator[str]:
        """Yield the question and the values to choose from."""
        lang = self.view.lang
        yield from self.view.heading("question", self.spec.name_of(lang), self.state)
        yield f"  {self.spec.question_of(lang)}"
        # What was noted may be what somebody proposes: it is weighed before it is answered.
        yield from self.view.recorded(self.spec.name, self.state)
        for number, answer in enumerate(self.question.answers, 1):
            yield f"    {number} {self.spec.label_of(answer.value, lang)}"

    def help(self) -> Iterator[str]:
        """Yield what the fact is asked for."""
        yield from self.view.explained(self.spec.name, self.state)
        yield self.view.say("help_keys")

    def take(self, text: str) -> tuple[State, list[str]]:
        """Return the state after an answer, and what is said of it."""
        from tolerance_rules.formats.human_values import UnreadableValueError

        spec, before, view = self.spec, self.state, self.view
        listed = [answer.value for answer in self.question.answers]
        left = spec.possible(before.case.facts.flat[spec.name])
        try:
            interview = before.interview.answered(_read(spec, text, listed, left))
        except UnreadableValueError:
            fault = value_fault(view.lang, spec, text, listed)
            raise RefusedAnswerError(view.say("unreadable", fault)) from None
        except InconsistentFactsError as error:
            raise contradiction(error, view) from None
        after = replace(before, interview=interview)
        known = interview.answers[-1][1]
        if known is None:
            nothing = before.interview.decision.facts.flat[spec.name] is None
            return after, [view.say("skipped" if nothing else "not_narrowed")]
        value = view.phrases(after).value(spec.name, known)
        return after, list(view.effect(before, after, value))


class ScreeningStep:
    """The one question for the bars: that none is present, or one by one."""

    def __init__(self, state: State, view: View) -> None:
        screening = state.interview.screening
        assert screening is not None
        self.screening, self.state, self.view = screening, state, view

    def lines(self) -> Iterator[str]:
        """Yield the question and every circumstance."""
        from tolerance_rules.what_if.answers.questions import screening_words

        phrases = self.view.phrases(self.state)
        label, question, circumstances = screening_words(self.screening, phrases)
        yield from self.view.heading("question", label, self.state)
        yield f"  {question}"
        yield from (f"    {each}" for each in circumstances)
        yield f"    1 {self.view.say('none')}"
        yield f"    2 {self.view.say('some')}"

    def help(self) -> Iterator[str]:
        """Yield the text of every clause, and what usually shows each fact."""
        for clause in dict.fromkeys(each.clause for each in self.screening.circumstances):
            yield from self.view.clause(clause)
        for fact in self.screening.none:
            spec = self.view.rules.vocabulary[fact]
            yield self.view.say("help_fact", label=spec.name_of(self.view.lang), name=fact)
            yield from self.view.usual_evidence(fact)
        yield self.view.say("help_keys")

    def take(self, text: str) -> tuple[State, list[str]]:
        """Return the state after the answer; whatever is not none is one by one."""
        none = text in NONE
        after = replace(self.state, interview=self.state.interview.screened(none=none))
        if not none:
            return after, [self.view.say("one_by_one")]
        return after, list(self.view.effect(self.state, after, self.view.say("none")))


def _read(spec: FactSpec, text: str, listed: Sequence[Value], left: Sequence[Value]) -> Known:
    """Return what an answer says, in words or by the numbers of the values listed.

    UnreadableValueError if it says nothing, or names a value that is not left.
    """
    from tolerance_rules.formats.human_values import (
        SEVERAL,
        UnreadableValueError,
        value_from_text,
    )

    numbers = [part.strip() for part in text.split(SEVERAL)]
    if not all(number.isdecimal() and len(number) < 5 for number in numbers):
        known = value_from_text(spec, text)
        if known is None or set(spec.possible(known)) <= set(left):
            return known
        raise UnreadableValueError(spec)
    if not all(1 <= int(number) <= len(listed) for number in numbers):
        raise UnreadableValueError(spec)
    return spec.known(listed[int(number) - 1] for number in numbers)
