"""Ask talk: the interview as it is spoken, question by question, and what it ends with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tolerance_rules.cli.commands.ask_words import BACK, QUIT, say
from tolerance_rules.cli.commands.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.terminal.dialogue import Dialogue
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.cli.terminal.parameters import value_fault
from tolerance_rules.errors import InconsistentFactsError, reason_of
from tolerance_rules.formats.atomic_file import write_new
from tolerance_rules.language import Lang, pick

if TYPE_CHECKING:
    from tolerance_rules.facts import FactSpec
    from tolerance_rules.vocabulary.fact_spec import Value
    from tolerance_rules.what_if.answers.questions import Question
    from tolerance_rules.what_if.interview import Interview


class Talk:
    """The dialogue: what was answered so far, and how it is told."""

    def __init__(self, lang: Lang, interview: Interview, *, new: bool) -> None:
        self.lang, self.interview, self.new = lang, interview, new
        self.dialogue = Dialogue()

    @property
    def number(self) -> int:
        """Return the number of the question being asked."""
        return len(self.interview.answers) + 1

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
            for line in self._question(question):
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
                if self.interview.answers:
                    self.interview = self.interview.undone()
                    self._say("undone")
                    return True
                self._say("first")
                continue
            if self._taken(question, text):
                return True

    def _taken(self, question: Question, text: str) -> bool:
        from tolerance_rules.facts import vocabulary
        from tolerance_rules.formats.human_values import UnreadableValueError, value_from_text

        spec = vocabulary()[question.fact]
        try:
            if not text:
                value = None
            elif text.isdecimal():
                value = _numbered(spec, text)
            else:
                value = value_from_text(spec, text)
            after = self.interview.answered(value)
        except UnreadableValueError as error:
            self._say("unreadable", value_fault(self.lang, error, text))
            return False
        except InconsistentFactsError as error:
            for fault in error.faults:
                self._say("contradicts", fault.message)
            self._say("answer_again")
            return False
        before, self.interview = self.interview, after
        for line in self._heard(before, value):
            self.dialogue.say(line)
        return True

    def _question(self, question: Question) -> Iterator[str]:
        from tolerance_rules.facts import vocabulary

        spec = vocabulary()[question.fact]
        left = len(self.interview.open.questions)
        label = pick(self.lang, (spec.label, spec.label_en))
        yield ""
        yield say(self.lang, "question", number=self.number, left=left, label=label)
        yield f"  {spec.question}"
        for number, value in enumerate(spec.values, 1):
            yield f"    {number} {spec.label_of(value, self.lang)}"

    def _heard(self, before: Interview, value: Value | None) -> Iterator[str]:
        """Yield what an answer did: what is possible now, implied now, to be explained now."""
        from tolerance_rules.facts import vocabulary
        from tolerance_rules.what_if.answers.phrases import Phrases

        now, was = self.interview.decision, before.decision
        phrases = Phrases(self.lang, now)
        spec = vocabulary()[self.interview.answers[-1][0]]
        if value is None:
            yield say(self.lang, "skipped")
        elif now.settled:
            yield say(
                self.lang, "settles", spec.label_of(value, self.lang), now.outcome.label(self.lang)
            )
        else:
            key = "same" if now.reachable == was.reachable else "leaves"
            label = spec.label_of(value, self.lang)
            yield say(self.lang, key, label, phrases.outcomes(now.reachable))
        known = {each.fact for each in was.implied}
        for each in now.implied:
            if each.fact not in known:
                implied = vocabulary()[each.fact]
                label = pick(self.lang, (implied.label, implied.label_en))
                yield say(self.lang, "implied", label, implied.label_of(each.value, self.lang))
        warned = {each.id for each in was.warnings}
        for warning in now.warnings:
            if warning.id not in warned:
                yield f"    {phrases.to_explain(warning).text}"

    def finish(self, target: Path) -> int:
        """Say how the case stands, write it, and return the exit code."""
        from tolerance_rules.facts import vocabulary

        decision, found = self.interview.decision, self.interview.found
        asked = len(self.interview.answers)
        self.dialogue.say("")
        if decision.settled:
            self._say("settled", decision.outcome.label(self.lang))
        else:
            self._say("unsettled", decision.outcome.label(self.lang), self._reachable())
            specs = [vocabulary()[each] for each in decision.open_facts]
            names = [pick(self.lang, (each.label, each.label_en)) for each in specs]
            self._say("to_establish", len(names), pick(self.lang, ("；", "; ")).join(names))
        if not asked and decision.settled:
            self._say("nothing_to_ask")
        elif not found:
            self._say("nothing_found")
        elif not self._write(target):
            return WRONG
        else:
            self._say("written", asked, asked - found, target)
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

    def _reachable(self) -> str:
        from tolerance_rules.what_if.answers.phrases import Phrases

        decision = self.interview.decision
        return Phrases(self.lang, decision).outcomes(decision.reachable)

    def _say(self, key: str, *values: object) -> None:
        self.dialogue.say(say(self.lang, key, *values))


def _numbered(spec: FactSpec, text: str) -> Value:
    """Return the value of a number in the list shown; UnreadableValueError if it is not there."""
    from tolerance_rules.formats.human_values import UnreadableValueError

    number = int(text) if len(text) < 5 else 0
    if not 1 <= number <= len(spec.values):
        raise UnreadableValueError(spec)
    return spec.values[number - 1]
