"""Comparisons: a case before and after each of some scenarios, and how they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.rendering.explanation_words import ROLES, STATUSES, clause_name
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import CaseWarning, Citation, Role, Status
from tolerance_rules.what_if.answers.changes import FactChange
from tolerance_rules.what_if.answers.phrases import AnswerPhrases
from tolerance_rules.what_if.answers.renderable import Renderable


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A clause whose status differs."""

    clause: str
    citation: str
    before: Status
    after: Status


@dataclass(frozen=True)
class ScenarioComparison(Renderable):
    """A case before and after a scenario.

    `facts` are the changes made, `consequences` the findings that are implied otherwise because of
    them. A citation is gained or lost if the other decision does not cite the same words of the
    same clause in the same role.
    """

    name: str
    before: Decision
    after: Decision
    facts: tuple[FactChange, ...]
    consequences: tuple[FactChange, ...]
    readings: Mapping[str, tuple[str, str]]
    policy: tuple[str, str] | None
    gained: tuple[Citation, ...]
    lost: tuple[Citation, ...]
    statuses: tuple[StatusChange, ...]
    new_warnings: tuple[CaseWarning, ...]

    @property
    def changes_outcome(self) -> bool:
        """Tell whether the outcome differs."""
        return self.before.outcome is not self.after.outcome

    def document(self, lang: Lang = "zh") -> Document:
        """Return the comparison in words."""
        return ScenarioComparisons(self.before, (self,)).document(lang)


@dataclass(frozen=True)
class ScenarioComparisons(Renderable):
    """A case, and several scenarios each compared with it."""

    before: Decision
    scenarios: tuple[ScenarioComparison, ...]

    def document(self, lang: Lang = "zh") -> Document:
        """Return the comparisons in words: all outcomes first, then each scenario."""
        phrases = AnswerPhrases(lang, self.before)
        named = list(zip(_names(self, phrases), self.scenarios, strict=True))
        sections = [Section(name, tuple(_scenario(each, phrases))) for name, each in named]
        if len(named) > 1:
            summed = (
                Item(phrases.say("summed", name=name, outcome=_outcome(each, phrases).text))
                for name, each in named
            )
            sections.insert(0, Section(phrases.say("summary"), tuple(summed)))
        return phrases.document(phrases.say("scenarios_title"), *sections)


def _names(comparisons: ScenarioComparisons, phrases: AnswerPhrases) -> Iterator[str]:
    """Yield the name of each scenario; one without is numbered, if there are several."""
    several = len(comparisons.scenarios) > 1
    for place, each in enumerate(comparisons.scenarios, 1):
        number = phrases.say("scenario_number", place) if several else phrases.say("scenario")
        yield each.name or number


def _scenario(found: ScenarioComparison, phrases: AnswerPhrases) -> Iterator[Item]:
    yield _outcome(found, phrases)
    before, after = found.before, found.after
    yield _outcomes("permitted", before.permitted, after.permitted, phrases)
    yield _outcomes("reachable", before.reachable, after.reachable, phrases)
    yield from _listed("changed_facts", _supposed(found, phrases), phrases)
    yield from _listed("consequences", map(phrases.change, found.consequences), phrases)
    yield from _listed("gained", (_cited(each, phrases) for each in found.gained), phrases)
    yield from _listed("lost", (_cited(each, phrases) for each in found.lost), phrases)
    yield from _listed("statuses", (_status(each, phrases) for each in found.statuses), phrases)
    if found.new_warnings:
        items = tuple(map(phrases.to_explain, found.new_warnings))
        yield Item(phrases.say("new_warnings"), items)


def _supposed(found: ScenarioComparison, phrases: AnswerPhrases) -> list[str]:
    supposed = list(map(phrases.change, found.facts))
    for name, (one, other) in found.readings.items():
        supposed.append(phrases.say("changed_reading", name=name, before=one, after=other))
    if found.policy:
        one, other = found.policy
        supposed.append(phrases.say("changed_policy", before=one, after=other))
    return supposed or [phrases.say("nothing_changed")]


def _outcome(found: ScenarioComparison, phrases: AnswerPhrases) -> Item:
    before, after = phrases.outcome(found.before.outcome), phrases.outcome(found.after.outcome)
    if not found.changes_outcome:
        return Item(phrases.say("outcome_same", after), strong=True)
    return Item(phrases.say("outcome_changes", before=before, after=after), strong=True)


def _outcomes(
    key: str, before: tuple[Outcome, ...], after: tuple[Outcome, ...], phrases: AnswerPhrases
) -> Item:
    one, other = phrases.outcomes(before), phrases.outcomes(after)
    if before == after:
        return Item(phrases.say(f"{key}_same", one))
    return Item(phrases.say(f"{key}_changes", before=one, after=other))


def _listed(key: str, words: Iterable[str], phrases: AnswerPhrases) -> Iterator[Item]:
    items = tuple(map(Item, words))
    if items:
        yield Item(phrases.say(key), items)


def _cited(citation: Citation, phrases: AnswerPhrases) -> str:
    name = clause_name(phrases.lang, citation.clause, citation.citation)
    cited = phrases.say("cited", clause=name, role=phrases.pick(ROLES[citation.role]))
    if citation.role is Role.DISPOSITION:
        # The disposing sentences of one clause differ in their words alone.
        return phrases.say("cited_text", cited=cited, text=citation.text)
    return cited


def _status(found: StatusChange, phrases: AnswerPhrases) -> str:
    before, after = phrases.pick(STATUSES[found.before]), phrases.pick(STATUSES[found.after])
    name = clause_name(phrases.lang, found.clause, found.citation)
    return phrases.say("change", fact=name, before=before, after=after)
