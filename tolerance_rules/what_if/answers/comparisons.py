"""Comparisons: a case before and after each of some scenarios, and how they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang, Pair
from tolerance_rules.rendering.decision_phrases import Phrases
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.rendering.explained_citations import role_words
from tolerance_rules.rendering.explanation_words import STATUSES, clause_name, within_quotes
from tolerance_rules.verdict.verdict import CaseWarning, Citation, Role, Status
from tolerance_rules.what_if.answers.changes import FactChange
from tolerance_rules.what_if.answers.phrases import AnswerPhrases, as_settled
from tolerance_rules.what_if.answers.renderable import Renderable


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A clause whose status differs."""

    clause: str
    citation: str
    before: Status
    after: Status


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """A reading that is otherwise: its options before and after, and what each says it means."""

    name: str
    clause: str
    phrase: str
    before: str
    after: str
    meanings: tuple[Pair, Pair]


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
    readings: tuple[ReadingChange, ...]
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
                Item(phrases.say("summed", name=name, outcome=_outcome(each, phrases)))
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
    yield Item(_outcome(found, phrases), strong=True)
    yield Item(_permitted(found, phrases))
    yield Item(_reachable(found, phrases))
    yield from _listed("changed_facts", _supposed(found, phrases), phrases)
    yield from _listed("consequences", map(phrases.change, found.consequences), phrases)
    gained = (_cited(each, found.after, phrases) for each in found.gained)
    lost = (_cited(each, found.before, phrases) for each in found.lost)
    yield from _listed("gained", gained, phrases)
    yield from _listed("lost", lost, phrases)
    yield from _listed("statuses", (_status(each, phrases) for each in found.statuses), phrases)
    if found.new_warnings:
        items = tuple(map(phrases.to_explain, found.new_warnings))
        yield Item(phrases.say("new_warnings"), items)


def _supposed(found: ScenarioComparison, phrases: AnswerPhrases) -> list[str]:
    supposed = list(map(phrases.change, found.facts))
    supposed += [_reading(each, phrases) for each in found.readings]
    if found.policy:
        one, other = _policies(found, phrases)
        supposed.append(phrases.say("changed_policy", before=one, after=other))
    return supposed or [phrases.say("nothing_changed")]


def _reading(found: ReadingChange, phrases: AnswerPhrases) -> str:
    one, other = (phrases.pick(each).rstrip("。.") for each in found.meanings)
    clause = clause_name(phrases.lang, found.clause)
    return phrases.say(
        "changed_reading",
        clause=clause,
        phrase=within_quotes(found.phrase),
        before=one,
        after=other,
    )


def _policies(found: ScenarioComparison, phrases: AnswerPhrases) -> Iterator[str]:
    """Yield what the policies are called; where both have one title, with their fingerprints."""
    used = [each.ruleset for each in (found.before, found.after)]
    key = "policy_version" if used[0].policy_title == used[1].policy_title else "policy"
    for each in used:
        title = phrases.pick(each.policy_title)
        sha256 = each.policy_sha256[:12]
        words = phrases.say(key, title=title, sha256=sha256)
        yield words if each.policy_sha256 else phrases.say("no_policy")


def _outcome(found: ScenarioComparison, phrases: AnswerPhrases) -> str:
    sides = found.before, found.after
    names = [as_settled("outcome", settled=each.settled) for each in sides]
    return _side_by_side(names, [phrases.outcome(each.outcome) for each in sides], phrases)


def _permitted(found: ScenarioComparison, phrases: AnswerPhrases) -> str:
    sides = found.before, found.after
    names = [as_settled(each.modality, settled=each.settled) for each in sides]
    return _side_by_side(names, [phrases.outcomes(each.permitted) for each in sides], phrases)


def _reachable(found: ScenarioComparison, phrases: AnswerPhrases) -> str:
    sides = found.before, found.after
    values = [phrases.outcomes(each.reachable) for each in sides]
    return _side_by_side(["reachable", "reachable"], values, phrases)


def _side_by_side(keys: Sequence[str], values: Sequence[str], phrases: AnswerPhrases) -> str:
    """Return what something is before and after; what it is called may differ as well."""
    name, other = map(phrases.say, keys)
    before, after = values
    if name != other:
        return phrases.say("becomes_other", name=name, before=before, other=other, after=after)
    if before == after:
        return phrases.say("stays", name=name, value=after)
    return phrases.say("becomes_same", name=name, before=before, after=after)


def _listed(key: str, words: Iterable[str], phrases: AnswerPhrases) -> Iterator[Item]:
    items = tuple(map(Item, words))
    if items:
        yield Item(phrases.say(key), items)


def _cited(citation: Citation, decision: Decision, phrases: AnswerPhrases) -> str:
    name = clause_name(phrases.lang, citation.clause, citation.citation)
    role = role_words(citation, Phrases(decision, phrases.lang))
    cited = phrases.say("cited", clause=name, role=role)
    if citation.role is Role.DISPOSITION:
        # The disposing sentences of one clause differ in their words alone.
        return phrases.say("cited_text", cited=cited, text=citation.text)
    return cited


def _status(found: StatusChange, phrases: AnswerPhrases) -> str:
    before, after = phrases.pick(STATUSES[found.before]), phrases.pick(STATUSES[found.after])
    name = clause_name(phrases.lang, found.clause, found.citation)
    return phrases.say("change", fact=name, before=before, after=after)
