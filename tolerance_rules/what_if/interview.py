"""Interview: a case and the answers given so far; the next question is the most decisive one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.formats.case_file import CaseFile
from tolerance_rules.frozen_dict import cached_property
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.what_if.answers.checklist import Checklist, checklist, topic_of
from tolerance_rules.what_if.answers.questions import Question, Questions, Screening
from tolerance_rules.what_if.questions import next_questions


@dataclass(frozen=True)
class Reply:
    """What one reply says of the facts that were asked about.

    Of each fact it gives a value, the values still possible, or None: nothing new is known. To the
    one question for several facts it says something of all, or of none: they are asked one by one.
    A `topic` is the checklist that was put.
    """

    facts: Mapping[str, Known]
    screening: bool = False
    topic: str = ""


@dataclass(frozen=True)
class Interview:
    """A case, and the replies given since, in order."""

    engine: Engine
    start: CaseFile
    replies: tuple[Reply, ...] = ()

    @property
    def answers(self) -> tuple[tuple[str, Known], ...]:
        """Return what was answered, fact by fact."""
        return tuple(answer for reply in self.replies for answer in reply.facts.items())

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
        """Return the most decisive question not asked before; None if there is none.

        Of those equally decisive, one of the topic that was asked about last comes first.
        """
        left, topic = self._unasked, self._last_topic
        if not left:
            return None
        alike = (each for each in left if each.decisiveness == left[0].decisiveness)
        return next((each for each in alike if topic_of(each.fact) == topic), left[0])

    @property
    def _unasked(self) -> list[Question]:
        asked = {fact for reply in self.replies if not reply.screening for fact in reply.facts}
        return [each for each in self.open.questions if each.fact not in asked]

    @property
    def _last_topic(self) -> str:
        """Return the topic that the last answer was about; empty if it was about several."""
        facts = self.replies[-1].facts if self.replies else ()
        topics = set(map(topic_of, facts))
        return topics.pop() if len(topics) == 1 else ""

    @property
    def checklist(self) -> Checklist | None:
        """Return the one question for facts of a topic that are equally decisive; else None.

        It may be asked in place of `question`; once answered one by one, it is not asked again.
        """
        first = self.question
        if first is None or self.screening is not None:
            return None
        topic = topic_of(first.fact)
        if any(reply.topic == topic and not reply.facts for reply in self.replies):
            return None
        alike = (
            each.fact
            for each in self._unasked
            if each.decisiveness == first.decisiveness or not (each.narrows or first.narrows)
        )
        return checklist(topic, alike, self.engine.rules.vocabulary)

    @property
    def screening(self) -> Screening | None:
        """Return the one question for several facts, where its first fact comes up; else None.

        It may be asked in place of `question`, once.
        """
        if self.question is None or any(reply.screening for reply in self.replies):
            return None
        found = self.open.screening
        return found if found is not None and self.question.fact in found.none else None

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
        return self._after(Reply({fact: None if known == before else known}))

    def screened(self, *, none: bool) -> Interview:
        """Return the interview after the answer to its screening: none is present, or one by one.

        ValueError if it has no screening.
        """
        if self.screening is None:
            raise ValueError("没有逐项排查的问题。请先看 screening 是否为 None")
        return self._after(Reply(self.screening.none if none else {}, screening=True))

    def ticked(self, topic: str, facts: Mapping[str, Known]) -> Interview:
        """Return the interview after the answer to a checklist of facts; none: one by one.

        InconsistentFactsError names the facts that the answer contradicts.
        """
        return self._after(Reply(facts, topic=topic))

    def replied(
        self, facts: Mapping[str, Known], *, screening: bool = False, topic: str = ""
    ) -> Interview:
        """Return the interview after a reply that was given before, of a session kept.

        InconsistentFactsError names the facts that it contradicts.
        """
        return self._after(Reply(facts, screening, topic))

    def _after(self, reply: Reply) -> Interview:
        after = replace(self, replies=(*self.replies, reply))
        _ = after.decision
        return after

    def undone(self) -> Interview:
        """Return the interview before the last reply; itself if there was none."""
        return replace(self, replies=self.replies[:-1])
