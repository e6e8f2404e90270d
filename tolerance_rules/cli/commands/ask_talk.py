"""Ask talk: the interview in the terminal, question by question, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tolerance_rules.cli.commands.ask_words import BACK, NONE, QUIT, say
from tolerance_rules.cli.commands.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.terminal.dialogue import Dialogue
from tolerance_rules.cli.terminal.hints import quoted, runnable
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.cli.terminal.parameters import value_fault
from tolerance_rules.errors import InconsistentFactsError, reason_of
from tolerance_rules.formats.atomic_file import write_new
from tolerance_rules.language import Lang, pick

if TYPE_CHECKING:
    from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value
    from tolerance_rules.what_if.answers.phrases import AnswerPhrases
    from tolerance_rules.what_if.answers.questions import Question, Screening
    from tolerance_rules.what_if.interview import Interview


class Talk:
    """The dialogue: what was answered so far, and how it is told."""

    def __init__(self, lang: Lang, interview: Interview, *, new: bool) -> None:
        self.lang, self.interview, self.new = lang, interview, new
        self.vocabulary = interview.engine.rules.vocabulary
        self.dialogue = Dialogue()

    @property
    def number(self) -> int:
        """Return the number of the question being asked."""
        return len(self.interview.replies) + 1

    def run(self, target: Path) -> None:
        """Ask until nothing is left to ask, or the user stops."""
        if self.interview.question is None:
            return
        self._say("welcome", target)
        about = self.interview.start.info
        if self.new:
            self._say("new_case", target)
        elif about.id or about.title:
            self._say("case", " ".join(filter(None, (about.id, about.title))))
        self._say("now_open", self._reachable(), len(self.interview.open.questions))
        while (question := self.interview.question) is not None:
            screening = self.interview.screening
            for line in self._screening(screening) if screening else self._question(question):
                self.dialogue.say(line)
            if not self._answer(question):
                return

    def _answer(self, question: Question) -> bool:
        """Take answers until one can be taken; False if the user stops."""
        while True:
            text = self.dialogue.ask(say(self.lang, "prompt"))
            if text in QUIT:
                return False
            if text in BACK:
                if self.interview.replies:
                    self.interview = self.interview.undone()
                    self._say("undone")
                    return True
                self._say("first")
                continue
            if self.interview.screening:
                self._screened(text)
                return True
            if self._taken(question, text):
                return True

    def _screened(self, text: str) -> None:
        """Take the answer to the question for several facts; whatever is not none is one by one."""
        before, none = self.interview, text in NONE
        self.interview = before.screened(none=none)
        if none:
            self._tell(self._effect(before, say(self.lang, "none")))
        else:
            self._say("one_by_one")

    def _taken(self, question: Question, text: str) -> bool:
        from tolerance_rules.formats.human_values import UnreadableValueError

        spec, before = self.vocabulary[question.fact], self.interview
        listed = [answer.value for answer in question.answers]
        left = spec.possible(before.case.facts.flat[spec.name])
        try:
            self.interview = before.answered(_read(spec, text, listed, left))
        except UnreadableValueError:
            self._say("unreadable", value_fault(self.lang, spec, text, listed))
            return False
        except InconsistentFactsError as error:
            for fault in error.faults:
                self._say("contradicts", fault.message)
            self._say("answer_again")
            return False
        fact, known = self.interview.answers[-1]
        if known is None:
            nothing = before.decision.facts.flat[fact] is None
            self._say("skipped" if nothing else "not_narrowed")
        else:
            self._tell(self._effect(before, self._phrases().value(fact, known)))
        return True

    def _screening(self, screening: Screening) -> Iterator[str]:
        from tolerance_rules.what_if.answers.questions import screening_words

        label, question, circumstances = screening_words(screening, self._phrases())
        yield from self._heading(label)
        yield f"  {question}"
        yield from (f"    {each}" for each in circumstances)
        yield f"    1 {say(self.lang, 'none')}"
        yield f"    2 {say(self.lang, 'some')}"

    def _heading(self, label: str) -> Iterator[str]:
        left = len(self.interview.open.questions)
        yield ""
        yield say(self.lang, "question", number=self.number, left=left, label=label)

    def _question(self, question: Question) -> Iterator[str]:
        spec = self.vocabulary[question.fact]
        yield from self._heading(spec.name_of(self.lang))
        yield f"  {spec.question_of(self.lang)}"
        for number, answer in enumerate(question.answers, 1):
            yield f"    {number} {spec.label_of(answer.value, self.lang)}"

    def _effect(self, before: Interview, answer: str) -> Iterator[str]:
        """Yield what an answer did: what is possible now, implied now, to be explained now."""
        now, was = self.interview.decision, before.decision
        phrases = self._phrases()
        if now.settled:
            yield say(self.lang, "settles", answer, phrases.outcome(now.outcome))
        else:
            key = "same" if now.reachable == was.reachable else "leaves"
            yield say(self.lang, key, answer, phrases.outcomes(now.reachable))
        for each in dict.fromkeys(found.fact for found in now.implied):
            left = now.completed.known[each]
            if left != was.completed.known[each]:
                yield say(self.lang, "implied", phrases.label(each), phrases.value(each, left))
        warned = {each.id for each in was.warnings}
        for warning in now.warnings:
            if warning.id not in warned:
                yield f"    {phrases.to_explain(warning).text}"

    def finish(self, target: Path) -> int:
        """Say how the case stands, write it, and return the exit code."""
        decision, found = self.interview.decision, self.interview.found
        asked, phrases = len(self.interview.answers), self._phrases()
        self.dialogue.say("")
        if decision.settled:
            self._say("settled", phrases.outcome(decision.outcome))
        else:
            self._say("unsettled", phrases.outcome(decision.outcome), self._reachable())
            names = [phrases.label(each) for each in decision.open_facts]
            self._say("to_establish", len(names), pick(self.lang, ("；", "; ")).join(names))
        if not asked and decision.settled:
            self._say("nothing_to_ask")
        elif not found:
            self._say("nothing_found")
        elif not self._write(target):
            return WRONG
        else:
            self._say("written", asked, asked - found, target, quoted(str(target)))
        return SETTLED if decision.settled else UNSETTLED

    def _write(self, target: Path) -> bool:
        from tolerance_rules.formats.case_yaml import to_yaml
        from tolerance_rules.rendering.document import printable

        text = to_yaml(self.interview.case, self.lang)
        try:
            write_new(target, text)
        except OSError as error:
            why = reason_of(error) if self.lang == "zh" else error.strerror or str(error)
            emit(printable(say(self.lang, "not_written", target, why)), err=True)
            # What was answered is not lost.
            emit(text)
            return False
        return True

    def _phrases(self) -> AnswerPhrases:
        from tolerance_rules.what_if.answers.phrases import AnswerPhrases

        return AnswerPhrases(self.lang, self.interview.decision)

    def _reachable(self) -> str:
        return self._phrases().outcomes(self.interview.decision.reachable)

    def _tell(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.dialogue.say(line)

    def _say(self, key: str, *values: object) -> None:
        self.dialogue.say(runnable(say(self.lang, key, *values)))


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
