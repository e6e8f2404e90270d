"""Ask state: what has been answered at one moment of the interview, and what comes after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tolerance_rules.formats.case_words import ITEMS
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.verdict.decision_data import CaseInfo
from tolerance_rules.what_if.answers.checklist import Checklist, checklist, topic_of
from tolerance_rules.what_if.interview import Interview

if TYPE_CHECKING:
    from tolerance_rules.formats.case_file import CaseFile
    from tolerance_rules.vocabulary.fact_spec import Known


@dataclass(frozen=True)
class State:
    """The interview, and how far the questions beside it have come."""

    interview: Interview
    passed: tuple[str, ...] = ()
    """What is said of the case besides its facts, as far as it was asked for."""
    more: bool = False
    """Whether further circumstances are being recorded."""
    evidence: tuple[str, ...] | None = None
    """Evidence being written: of which fact, then the document; None if it is not."""
    done: bool = False

    @property
    def case(self) -> CaseFile:
        """Return the case as it would be written."""
        return self.interview.case

    def with_info(self, item: str, text: str) -> State:
        """Return the state after something is said of the case; CaseError if it cannot be."""
        info = self.interview.start.info
        texts = {each: getattr(info, each) for each in ITEMS} | {item: text}
        return self.started(CaseInfo(**texts, evidence=info.evidence, handling=info.handling))

    def with_note(self, fact: str, note: str) -> State:
        """Return the state with a note on the evidence of a fact."""
        info = self.interview.start.info
        notes = FrozenDict({**info.evidence, fact: note})
        return self.started(replace(info, evidence=notes))

    def started(self, info: CaseInfo) -> State:
        """Return the state with other words about the case; CaseError if they cannot be."""
        from tolerance_rules.formats.case_file import from_document

        # The same faults as in a case file: a date that cannot be, a text that is none.
        texts = {key: text for key in ITEMS if (text := getattr(info, key))}
        about = {"case": texts, "evidence": dict(info.evidence), "facts": {}}
        from_document(about, self.interview.engine.rules.model)
        start = replace(self.interview.start, info=info)
        interview = replace(self.interview, start=start)
        _ = interview.decision
        return replace(self, interview=interview)

    @property
    def further(self) -> Checklist | None:
        """Return the next facts of the circumstances that nobody asked about, of one topic."""
        rules, flat = self.interview.engine.rules, self.case.facts.flat
        named = rules.cited_as("circumstance")
        clauses = {clause for name in named for clause in rules.clauses_of(name)}
        asked = {fact for fact, _ in self.interview.answers}
        facts = [
            name
            for name, spec in rules.vocabulary.items()
            if flat[name] is None and not spec.finding and name not in asked
            if spec.boolean and clauses & set(rules.clauses_using.get(name, ()))
        ]
        return checklist(topic_of(facts[0]), facts, rules.vocabulary, fewest=1) if facts else None

    @property
    def established(self) -> Mapping[str, Known]:
        """Return what the answers established, of which evidence may be given."""
        flat = self.case.facts.flat
        asked = dict.fromkeys(fact for fact, known in self.interview.answers if known is not None)
        return {fact: flat[fact] for fact in asked}
