"""Ask checklist: several facts of one topic in one question, answered with those that are so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tolerance_rules.cli.commands.ask_questions import RefusedAnswerError, contradiction
from tolerance_rules.cli.commands.ask_state import State
from tolerance_rules.cli.commands.ask_view import View
from tolerance_rules.cli.commands.ask_words import EACH, NONE_LISTED
from tolerance_rules.errors import InconsistentFactsError

if TYPE_CHECKING:
    from tolerance_rules.vocabulary.fact_spec import Known
    from tolerance_rules.what_if.answers.checklist import Checklist

_BETWEEN = re.compile(r"[\s,;、]+")
_NUMBER = re.compile(r"(\d{1,4})(\??)")


class ChecklistStep:
    """Facts of one topic; `more` of those that no longer bear on the outcome."""

    def __init__(
        self, checklist: Checklist, state: State, view: View, *, more: bool = False
    ) -> None:
        self.checklist, self.state, self.view, self.more = checklist, state, view, more

    def lines(self) -> Iterator[str]:
        """Yield the question and every fact."""
        rules, lang = self.view.rules, self.view.lang
        topic = rules.vocabulary.groups[self.checklist.topic].title(lang)
        key = "checklist_more" if self.more else "checklist"
        yield from self.view.heading(key, topic, self.state)
        for number, fact in enumerate(self.checklist.facts, 1):
            yield f"    {number} {rules.vocabulary[fact].name_of(lang)}"
        yield self.view.say("checklist_how")

    def help(self) -> Iterator[str]:
        """Yield what each fact is asked for."""
        for fact in self.checklist.facts:
            yield from self.view.explained(fact, self.state)
        yield self.view.say("help_keys")

    def take(self, text: str) -> tuple[State, list[str]]:
        """Return the state after an answer, and what is said of it."""
        before, topic = self.state, self.checklist.topic
        if text in EACH and not self.more:
            after = replace(before, interview=before.interview.ticked(topic, {}))
            return after, [self.view.say("one_by_one")]
        ticked = self._read(text)
        try:
            after = replace(before, interview=before.interview.ticked(topic, ticked))
        except InconsistentFactsError as error:
            raise contradiction(error, self.view) from None
        if all(known is None for known in ticked.values()):
            return after, [self.view.say("skipped")]
        return after, list(self.view.effect(before, after, self._said(ticked)))

    def _said(self, ticked: Mapping[str, Known]) -> str:
        def named(value: Known) -> str:
            phrases = self.view.phrases(self.state)
            found = [phrases.label(name) for name, known in ticked.items() if known is value]
            return phrases.series(found, "then") if found else self.view.say("nothing_ticked")

        if not any(ticked.values()) and None not in ticked.values():
            return self.view.say("none")
        rest = sum(known is False for known in ticked.values())
        if None in ticked.values():
            return self.view.say("ticked_open", named(True), named(None), rest)
        return self.view.say("ticked", named(True), rest)

    def _read(self, text: str) -> Mapping[str, Known]:
        """Return what an answer says of each fact; RefusedAnswerError if it says nothing."""
        from tolerance_rules.formats.human_values import says_nothing

        facts = self.checklist.facts
        if says_nothing(text):
            return dict.fromkeys(facts, None)
        found: dict[str, Known] = dict.fromkeys(facts, False)
        if text in NONE_LISTED:
            return found
        for part in filter(None, _BETWEEN.split(text)):
            number = _NUMBER.fullmatch(part)
            if number is None or not 1 <= int(number[1]) <= len(facts):
                raise RefusedAnswerError(self.view.say("not_numbers", text))
            found[facts[int(number[1]) - 1]] = None if number[2] else True
        return found
