"""Paths: the minimal sets of changes by which a case reaches an outcome, and how they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.rendering.explanation_words import clause_name
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


@dataclass(frozen=True, slots=True)
class ClauseNote:
    """What the rules say of a clause to whoever finds its facts."""

    clause: str
    citation: str
    note: str


@dataclass(frozen=True)
class Paths(Renderable):
    """The ways from a case to an outcome, by changes of the kinds in `only`.

    `smallest` are all minimal sets of the least size. `paths` starts with them and goes on, size
    by size, each size whole or not at all; `sizes` counts the minimal sets of every size, listed
    or not. With no way, all are empty; a case that has the outcome has one path of no change.
    `notes` are those of the bars that stand and that a path listed does away with.
    """

    decision: Decision
    outcome: Outcome
    only: tuple[Mutability, ...]
    smallest: tuple[Path, ...]
    paths: tuple[Path, ...]
    sizes: Mapping[int, int]
    total: int
    complete: bool
    notes: tuple[ClauseNote, ...] = ()
    harsher: bool = False
    """Whether the outcome is heavier than that of the case: an analysis then, and no advice."""

    def document(self, lang: Lang = "zh") -> Document:
        """Return the paths in words, the fewest changes first."""
        phrases = AnswerPhrases(lang, self.decision)
        title = phrases.say(
            "harsher_title" if self.harsher else "paths_title", phrases.outcome(self.outcome)
        )
        return phrases.document(title, *_sections(self, phrases), remark=_remark(self, phrases))


def _remark(paths: Paths, phrases: AnswerPhrases) -> str:
    """Return that nothing need change, or that no change helps; empty if there are ways."""
    label = phrases.outcome(paths.outcome)
    if 0 in paths.sizes:
        return phrases.standing_words("already", label)
    if paths.total:
        return phrases.say("harsher") if paths.harsher else ""
    if paths.only == KINDS:
        return phrases.say("no_path", label)
    return phrases.say("no_path_only", _kinds(paths, phrases), label)


def _kinds(paths: Paths, phrases: AnswerPhrases) -> str:
    return phrases.series(map(phrases.kind, paths.only))


def _sections(paths: Paths, phrases: AnswerPhrases) -> Iterator[Section]:
    for place, (size, count) in enumerate(paths.sizes.items()):
        found = [each for each in paths.paths if len(each.changes) == size]
        if not found:
            break
        if size:
            key, lead = _heading(place, paths, phrases)
            items = tuple(_way(each, phrases) for each in found)
            yield Section(phrases.say(key, size=size, count=count), items, lead, numbered=True)
    if paths.notes:
        notes = (
            Item(phrases.say("clause_note", clause=_clause(each, phrases), note=each.note))
            for each in paths.notes
        )
        yield Section(phrases.say("clause_notes"), tuple(notes))
    if not paths.complete:
        listed = {len(each.changes) for each in paths.paths}
        rest = (
            Item(phrases.say("rest_size", size=size, count=count))
            for size, count in paths.sizes.items()
            if size not in listed
        )
        yield Section(phrases.say("rest"), tuple(rest))


def _heading(place: int, paths: Paths, phrases: AnswerPhrases) -> tuple[str, str]:
    """Return the key of the heading of the ways of a size, and how to read them."""
    if place:
        return "larger", phrases.say("larger_lead") if place == 1 else ""
    if paths.only == ("doable",) and not paths.harsher:
        return "checklist", phrases.say("checklist_lead")
    only = phrases.say("only", _kinds(paths, phrases)) if paths.only != KINDS else ""
    return "smallest", only


def _clause(note: ClauseNote, phrases: AnswerPhrases) -> str:
    return clause_name(phrases.lang, note.clause, note.citation)


def _way(path: Path, phrases: AnswerPhrases) -> Item:
    notes = list(map(phrases.to_explain, path.warnings))
    if not path.settled:
        notes.append(Item(phrases.say("still_open", phrases.outcomes(path.reachable))))
    changes = [Item(phrases.change_and_kind(each)) for each in path.changes]
    if len(changes) == 1:
        return Item(changes[0].text, tuple(notes))
    return Item(phrases.say("way", len(changes)), (*changes, *notes))
