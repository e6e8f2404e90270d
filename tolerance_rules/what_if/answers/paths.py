"""Paths: the minimal sets of changes by which a case reaches an outcome, and how they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import CaseWarning
from tolerance_rules.vocabulary.fact_spec import Mutability
from tolerance_rules.what_if.answers.changes import KINDS, FactChange
from tolerance_rules.what_if.answers.phrases import AnswerPhrases
from tolerance_rules.what_if.answers.renderable import Renderable


@dataclass(frozen=True, slots=True)
class Path:
    """A minimal set of changes, and how the case then stands.

    `warnings` are those that the case did not have before.
    """

    changes: tuple[FactChange, ...]
    settled: bool
    reachable: tuple[Outcome, ...]
    warnings: tuple[CaseWarning, ...] = ()


@dataclass(frozen=True)
class Paths(Renderable):
    """The ways from a case to an outcome, by changes of the kinds in `only`.

    `smallest` are all minimal sets of the least size. `paths` starts with them and goes on, size
    by size, each size whole or not at all; `sizes` counts the minimal sets of every size, listed
    or not. With no way, all are empty; a case that has the outcome has one path of no change.
    """

    decision: Decision
    outcome: Outcome
    only: tuple[Mutability, ...]
    smallest: tuple[Path, ...]
    paths: tuple[Path, ...]
    sizes: Mapping[int, int]
    total: int
    complete: bool

    def document(self, lang: Lang = "zh") -> Document:
        """Return the paths in words, the fewest changes first."""
        phrases = AnswerPhrases(lang, self.decision)
        title = phrases.say("paths_title", phrases.outcome(self.outcome))
        return phrases.document(title, *_sections(self, phrases))


def _sections(paths: Paths, phrases: AnswerPhrases) -> Iterator[Section]:
    only = ""
    if paths.only != KINDS:
        only = phrases.say("only", phrases.series(map(phrases.kind, paths.only)))
    for place, (size, count) in enumerate(paths.sizes.items()):
        found = [each for each in paths.paths if len(each.changes) == size]
        if not found:
            break
        if not size:
            yield Section(phrases.say("way_heading"), (_already(paths, phrases),))
            continue
        key = "larger" if place else "checklist" if paths.only == ("doable",) else "smallest"
        heading = phrases.say(key, size=size, count=count)
        lead = phrases.say("larger_lead") if place == 1 else "" if place else only
        items = tuple(_way(each, phrases) for each in found)
        yield Section(heading, items, lead, numbered=True)
    if not paths.total:
        words = phrases.say("no_path", phrases.outcome(paths.outcome))
        yield Section(phrases.say("way_heading"), (Item(words, strong=True),), only)
    if not paths.complete:
        listed = {len(each.changes) for each in paths.paths}
        rest = (
            Item(phrases.say("rest_size", size=size, count=count))
            for size, count in paths.sizes.items()
            if size not in listed
        )
        yield Section(phrases.say("rest"), tuple(rest))


def _already(paths: Paths, phrases: AnswerPhrases) -> Item:
    label, decision = phrases.outcome(paths.outcome), paths.decision
    if decision.settled:
        return Item(phrases.say("already", label))
    return Item(phrases.say("already_open", label, phrases.outcomes(decision.reachable)))


def _way(path: Path, phrases: AnswerPhrases) -> Item:
    notes = list(map(phrases.to_explain, path.warnings))
    if not path.settled:
        notes.append(Item(phrases.say("still_open", phrases.outcomes(path.reachable))))
    changes = [Item(phrases.change_and_kind(each)) for each in path.changes]
    if len(changes) == 1:
        return Item(changes[0].text, tuple(notes))
    return Item(phrases.say("way", len(changes)), (*changes, *notes))
