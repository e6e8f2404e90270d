"""Told scenarios: before and after, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tolerance_rules.language import Lang, pick
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.rendering.explanation_words import ROLES, STATUSES, clause_name
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Citation, Role
from tolerance_rules.what_if.answers.words import changed, explained, now, outcomes, say, titled
from tolerance_rules.what_if.scenarios import Comparison, Comparisons, StatusChange


def told(comparisons: Comparisons, lang: Lang) -> Document:
    """Return comparisons as a title and sections: all outcomes first, then each scenario."""
    names = scenario_names(comparisons, lang)
    sections = [now(lang, comparisons.before)]
    if len(names) > 1:
        summed = (
            Item(say(lang, "summed", name=name, outcome=_outcome(each, lang).text))
            for name, each in zip(names, comparisons.scenarios, strict=True)
        )
        sections.append(Section(say(lang, "summary"), tuple(summed)))
    for name, each in zip(names, comparisons.scenarios, strict=True):
        sections.append(Section(name, tuple(_compared(each, lang))))
    title = titled(lang, say(lang, "scenarios_title"), comparisons.before)
    return Document(title, tuple(sections), chinese=lang == "zh")


def scenario_names(comparisons: Comparisons, lang: Lang) -> list[str]:
    """Return the name of each scenario; one without is numbered, if there are several."""
    several = len(comparisons.scenarios) > 1
    return [
        each.name or (say(lang, "scenario_number", place) if several else say(lang, "scenario"))
        for place, each in enumerate(comparisons.scenarios, 1)
    ]


def _compared(found: Comparison, lang: Lang) -> Iterator[Item]:
    yield _outcome(found, lang)
    before, after = found.before, found.after
    yield _set("permitted", before.permitted, after.permitted, lang)
    yield _set("reachable", before.reachable, after.reachable, lang)
    supposed = [changed(lang, each) for each in found.facts]
    for name, (one, other) in found.readings.items():
        supposed.append(say(lang, "changed_reading", name=name, before=one, after=other))
    if found.policy:
        one, other = found.policy
        supposed.append(say(lang, "changed_policy", before=one, after=other))
    yield from _listed("changed_facts", supposed or [say(lang, "nothing_changed")], lang)
    yield from _listed("consequences", (changed(lang, each) for each in found.consequences), lang)
    yield from _listed("gained", (_cited(each, lang) for each in found.gained), lang)
    yield from _listed("lost", (_cited(each, lang) for each in found.lost), lang)
    yield from _listed("statuses", (_status(each, lang) for each in found.statuses), lang)
    if found.new_warnings:
        items = tuple(explained(lang, each) for each in found.new_warnings)
        yield Item(say(lang, "new_warnings"), items)


def _outcome(found: Comparison, lang: Lang) -> Item:
    before, after = found.before.outcome.label(lang), found.after.outcome.label(lang)
    if not found.changes_outcome:
        return Item(say(lang, "outcome_same", after), strong=True)
    return Item(say(lang, "outcome_changes", before=before, after=after), strong=True)


def _set(key: str, before: tuple[Outcome, ...], after: tuple[Outcome, ...], lang: Lang) -> Item:
    one, other = outcomes(lang, before), outcomes(lang, after)
    if one == other:
        return Item(say(lang, f"{key}_same", one))
    return Item(say(lang, f"{key}_changes", before=one, after=other))


def _listed(key: str, words: Iterable[str], lang: Lang) -> Iterator[Item]:
    items = tuple(map(Item, words))
    if items:
        yield Item(say(lang, key), items)


def _cited(citation: Citation, lang: Lang) -> str:
    name = clause_name(lang, citation.clause, citation.citation)
    cited = say(lang, "cited", clause=name, role=pick(lang, ROLES[citation.role]))
    if citation.role is Role.DISPOSITION:
        # The disposing sentences of one clause differ in their words alone.
        return say(lang, "cited_text", cited=cited, text=citation.text)
    return cited


def _status(found: StatusChange, lang: Lang) -> str:
    before, after = pick(lang, STATUSES[found.before]), pick(lang, STATUSES[found.after])
    name = clause_name(lang, found.clause, found.citation)
    return say(lang, "change", fact=name, before=before, after=after)
