"""Ask view: what the steps of the interview print of facts, effects and clauses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tolerance_rules.cli.commands.ask_state import State
from tolerance_rules.cli.commands.ask_words import say
from tolerance_rules.language import Lang

if TYPE_CHECKING:
    from tolerance_rules.errors import Fault
    from tolerance_rules.rules import Ruleset
    from tolerance_rules.what_if.answers.phrases import AnswerPhrases


class View:
    """The words of the interview in one language, by one set of rules."""

    def __init__(self, lang: Lang, rules: Ruleset) -> None:
        self.lang, self.rules = lang, rules

    def say(self, key: str, *values: object, **named: object) -> str:
        """Return the words of a key, with values put in."""
        return say(self.lang, key, *values, **named)

    def phrases(self, state: State) -> AnswerPhrases:
        """Return the words for what is answered so far."""
        from tolerance_rules.what_if.answers.phrases import AnswerPhrases

        return AnswerPhrases(self.lang, state.interview.decision)

    def heading(self, key: str, label: str, state: State) -> Iterator[str]:
        """Yield the heading of a question."""
        interview = state.interview
        number, left = len(interview.replies) + 1, len(interview.open.questions)
        yield ""
        yield self.say(key, number=number, left=left, label=label)

    def effect(self, before: State, after: State, answer: str) -> Iterator[str]:
        """Yield what an answer did: what is possible now, implied now, to be explained now."""
        now, was = after.interview.decision, before.interview.decision
        phrases = self.phrases(after)
        if now.settled:
            yield self.say("settles", answer, phrases.outcome(now.outcome))
        else:
            key = "same" if now.reachable == was.reachable else "leaves"
            yield self.say(key, answer, phrases.outcomes(now.reachable))
        for each in dict.fromkeys(found.fact for found in now.implied):
            left = now.completed.known[each]
            if left != was.completed.known[each]:
                yield self.say("implied", phrases.label(each), phrases.value(each, left))
        warned = {each.id for each in was.warnings}
        for warning in now.warnings:
            if warning.id not in warned:
                yield f"    {phrases.to_explain(warning).text}"

    def explained(self, fact: str, state: State) -> Iterator[str]:
        """Yield what a fact is asked for: its values, its evidence, the clauses it bears on."""
        spec = self.rules.vocabulary[fact]
        yield self.say("help_fact", label=spec.name_of(self.lang), name=fact)
        yield f"    {spec.question_of(self.lang)}"
        left = spec.possible(state.case.facts.flat[fact])
        values = (spec.label_of(value, self.lang) for value in left)
        yield self.say("help_values", self.phrases(state).series(values, "then"))
        yield from self.usual_evidence(fact)
        yield from self.recorded(fact, state)
        for name in self.rules.clauses_using.get(fact, ()):
            yield from self.clause(name)

    def recorded(self, fact: str, state: State) -> Iterator[str]:
        """Yield the evidence noted of a fact, if any is."""
        if note := state.case.info.evidence.get(fact):
            yield self.say("help_recorded", note)

    def fault(self, fault: Fault) -> str:
        """Return what is wrong, without its code."""
        return fault.english if self.lang == "en" and fault.english else fault.message

    def usual_evidence(self, fact: str) -> Iterator[str]:
        """Yield what usually shows a fact, if the rules say it."""
        spec = self.rules.vocabulary[fact]
        if spec.evidence:
            yield self.say("help_evidence", spec.evidence)

    def clause(self, name: str) -> Iterator[str]:
        """Yield the text of a clause, and its note to whoever finds its facts."""
        from tolerance_rules.rendering.explanation_words import clause_name

        card = self.rules.clauses.get(name)
        if card is None:
            return
        text = card.gloss if self.lang == "en" else card.text
        yield self.say("help_clause", clause_name(self.lang, name, card.citation), text)
        if card.note:
            yield self.say("help_note", card.note)
