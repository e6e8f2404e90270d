"""Interview: a case and the answers given so far; the next question is the most decisive one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.what_if.answers.questions import Question, Questions
from tolerance_rules.what_if.questions import next_questions


@dataclass(frozen=True)
class Interview:
    """A case, and the answers given since, in order.

    An answer is a value, the values still possible, or None: nothing new is known.
    """

    engine: Engine
    start: CaseFile
    answers: tuple[tuple[str, Known], ...] = ()

    @cached_property
    def case(self) -> CaseFile:
        """Return the case with what was answered."""
        found = {fact: known for fact, known in self.answers if known is not None}
        return replace(self.start, facts=self.start.facts.with_facts(found))

    @cached_property
    def decision(self) -> Decision:
        """Return what the rules say of the case with what was answered."""
        return self.engine.evaluate(self.case)

    @cached_property
    def open(self) -> Questions:
        """Return what can still change the outcome, asked before or not."""
        return next_questions(self.engine, self.decision)

    @cached_property
    def question(self) -> Question | None:
        """Return the most decisive question not asked before; None if there is none."""
        asked = {fact for fact, _ in self.answers}
        return next((each for each in self.open.questions if each.fact not in asked), None)

    @property
    def found(self) -> int:
        """Return how many answers said anything new."""
        return sum(known is not None for _, known in self.answers)

    def answered(self, known: Known) -> Interview:
        """Return the interview after an answer to its question.

        ValueError if it has no question, or the answer names a value that is excluded already;
        InconsistentFactsError names the facts that the answer contradicts.
        """
        if self.question is None:
            raise ValueError("没有待答的问题。请先看 question 是否为 None")
        fact = self.question.fact
        spec, before = self.engine.rules.vocabulary[fact], self.case.facts.flat[fact]
        if known is not None:
            answer, left = spec.possible(known), spec.possible(before)
            excluded = [value for value in answer if value not in left]
            if excluded:
                raise ValueError(
                    f"{spec.label}（{fact}）已经排除了{spec.label_of(spec.known(excluded))}。"
                    f"请在{spec.label_of(spec.known(left))}之中回答"
                )
            known = spec.known(answer)
        after = replace(self, answers=(*self.answers, (fact, None if known == before else known)))
        _ = after.decision
        return after

    def undone(self) -> Interview:
        """Return the interview before the last answer; itself if nothing was answered."""
        return replace(self, answers=self.answers[:-1])
