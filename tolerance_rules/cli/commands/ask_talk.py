"""Ask talk: the interview in the terminal, step by step, back and forth, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tolerance_rules.cli.commands.ask_draft import Draft
from tolerance_rules.cli.commands.ask_questions import RefusedAnswerError
from tolerance_rules.cli.commands.ask_state import State
from tolerance_rules.cli.commands.ask_steps import AboutStep, EvidenceStep, Step, next_step
from tolerance_rules.cli.commands.ask_view import View
from tolerance_rules.cli.commands.ask_words import BACK, FIRST, HELP, QUIT, SECOND
from tolerance_rules.cli.commands.evaluate import SETTLED, UNSETTLED, WRONG
from tolerance_rules.cli.terminal.dialogue import Dialogue, InterruptedDialogueError
from tolerance_rules.cli.terminal.hints import quoted, runnable
from tolerance_rules.cli.terminal.output import emit
from tolerance_rules.errors import reason_of
from tolerance_rules.formats.atomic_file import write_new
from tolerance_rules.language import Lang, pick

if TYPE_CHECKING:
    from tolerance_rules.what_if.interview import Interview


class Talk:
    """The dialogue: what was answered so far, and how it is told.

    `full` asks for what is said of the case and for evidence too, and before it writes.
    """

    def __init__(
        self, lang: Lang, interview: Interview, *, new: bool, full: bool, draft: Draft | None
    ) -> None:
        self.lang, self.new, self.full, self.draft = lang, new, full, draft
        self.view = View(lang, interview.engine.rules)
        self.start = self.state = State(interview)
        self.past: list[State] = []
        self.dialogue = Dialogue()
        self.drafted = False

    @property
    def number(self) -> int:
        """Return the number of the question being asked."""
        return len(self.state.interview.replies) + 1

    def run(self, target: Path) -> None:
        """Ask until nothing is left to ask, or the user stops."""
        if next_step(self.state, self.view, full=self.full) is None:
            return
        interview = self.state.interview
        self._say("welcome", target)
        about = interview.start.info
        if self.new:
            self._say("new_case", target)
        elif about.id or about.title:
            self._say("case", " ".join(filter(None, (about.id, about.title))))
        self._resume()
        interview = self.state.interview
        reachable = self.view.phrases(self.state).outcomes(interview.decision.reachable)
        self._say("now_open", reachable, len(interview.open.questions))
        while (step := next_step(self.state, self.view, full=self.full)) is not None:
            self._tell(step.lines())
            if not self._answer(step):
                return

    def _resume(self) -> None:
        """Offer to go on where a draft left off."""
        states = self.draft.read() if self.draft else []
        if not states or not self.draft:
            return
        self._say("draft_found", self.draft.file, len(states[-1].interview.replies))
        while (text := self._folded(self._heard())) not in ("", FIRST, SECOND):
            self._say("draft_which", text)
        if text == SECOND:
            self.draft.remove()
            self._say("draft_discarded")
            return
        self.past, self.state, self.drafted = states[:-1], states[-1], True
        self._say("draft_resumed")

    def _answer(self, step: Step) -> bool:
        """Take answers until one can be taken; False if the user stops."""
        while True:
            raw = self._heard()
            text = self._folded(raw)
            if text in HELP:
                self._tell(step.help())
            elif text in QUIT:
                return False
            elif text in BACK:
                if self.past:
                    self.state = self.past.pop()
                    self._say("undone")
                    self._keep()
                    return True
                self._say("first")
            else:
                free = isinstance(step, (AboutStep, EvidenceStep))
                try:
                    after, told = step.take(raw if free else text)
                except RefusedAnswerError as error:
                    self._tell(error.lines)
                    continue
                self.past.append(self.state)
                self.state = after
                self._tell(told)
                self._keep()
                return True

    def _heard(self) -> str:
        """Return an answer; an interruption is asked about first, and may be none."""
        while True:
            try:
                return self.dialogue.ask(self.view.say("prompt"))
            except InterruptedDialogueError:
                self._say("interrupted")
                try:
                    text = self._folded(self.dialogue.ask(self.view.say("prompt")))
                except InterruptedDialogueError:
                    raise click.Abort from None
                if text == SECOND or text in QUIT:
                    raise click.Abort from None
                self._say("goes_on")

    def _folded(self, raw: str) -> str:
        from tolerance_rules.formats.human_values import folded

        return folded(raw)

    def _keep(self) -> None:
        """Keep what is answered so far in the draft."""
        if self.draft is None:
            return
        try:
            self.draft.write(self.state)
            self.drafted = True
        except OSError:
            self._say("draft_unwritable", self.draft.file)
            self.draft, self.drafted = None, False

    def finish(self, target: Path) -> int:
        """Say how the case stands, write it, and return the exit code."""
        interview, phrases = self.state.interview, self.view.phrases(self.state)
        decision, found, asked = interview.decision, interview.found, len(interview.answers)
        self.dialogue.say("")
        if decision.settled:
            self._say("settled", phrases.outcome(decision.outcome))
        else:
            reachable = phrases.outcomes(decision.reachable)
            self._say("unsettled", phrases.outcome(decision.outcome), reachable)
            names = [phrases.label(each) for each in decision.open_facts]
            self._say("to_establish", len(names), pick(self.lang, ("；", "; ")).join(names))
        if self.state.case == self.start.case:
            nothing = not asked and decision.settled
            self._say("nothing_to_ask" if nothing else "nothing_found")
        elif not self._write(target):
            return WRONG
        else:
            self._say("written", asked, asked - found, target, quoted(str(target)))
        if self.draft and self.drafted:
            self.draft.remove()
        return SETTLED if decision.settled else UNSETTLED

    def _write(self, target: Path) -> bool:
        from tolerance_rules.formats.case_yaml import to_yaml
        from tolerance_rules.rendering.document import printable

        text = to_yaml(self.state.case, self.lang)
        try:
            write_new(target, text)
        except OSError as error:
            why = reason_of(error) if self.lang == "zh" else error.strerror or str(error)
            emit(printable(self.view.say("not_written", target, why)), err=True)
            # What was answered is not lost.
            emit(text)
            return False
        return True

    def _tell(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.dialogue.say(line)

    def _say(self, key: str, *values: object) -> None:
        self.dialogue.say(runnable(self.view.say(key, *values)))
