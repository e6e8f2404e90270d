"""Told paths: the ways to an outcome, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.language import Lang, pick
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.rendering.explanation_words import series
from tolerance_rules.what_if.answers.words import (
    KIND_WORDS,
    explained,
    now,
    outcomes,
    say,
    taking,
    titled,
)
from tolerance_rules.what_if.changes import KINDS
from tolerance_rules.what_if.paths import Path, Paths


def told(paths: Paths, lang: Lang) -> Document:
    """Return paths as a title and sections: the fewest changes first."""
    title = say(lang, "paths_title", paths.outcome.label(lang))
    return Document(
        titled(lang, title, paths.decision),
        (now(lang, paths.decision), *_sections(paths, lang)),
        chinese=lang == "zh",
    )


def _sections(paths: Paths, lang: Lang) -> Iterator[Section]:
    only = ""
    if paths.only != KINDS:
        only = say(lang, "only", series(lang, (pick(lang, KIND_WORDS[k]) for k in paths.only)))
    for place, (size, count) in enumerate(paths.sizes.items()):
        found = [each for each in paths.paths if len(each.changes) == size]
        if not found:
            break
        if not size:
            yield Section(say(lang, "way_heading"), (_already(paths, lang),))
            continue
        key = "larger" if place else "checklist" if paths.only == ("doable",) else "smallest"
        heading = say(lang, key, size=size, count=count)
        lead = say(lang, "larger_lead") if place == 1 else "" if place else only
        items = tuple(_way(each, lang) for each in found)
        yield Section(heading, items, lead, numbered=True)
    if not paths.total:
        words = say(lang, "no_path", paths.outcome.label(lang))
        yield Section(say(lang, "way_heading"), (Item(words, strong=True),), only)
    if not paths.complete:
        listed = {len(each.changes) for each in paths.paths}
        yield Section(
            say(lang, "rest"),
            tuple(
                Item(say(lang, "rest_size", size=size, count=count))
                for size, count in paths.sizes.items()
                if size not in listed
            ),
        )


def _already(paths: Paths, lang: Lang) -> Item:
    label, decision = paths.outcome.label(lang), paths.decision
    if decision.settled:
        return Item(say(lang, "already", label))
    return Item(say(lang, "already_open", label, outcomes(lang, decision.reachable)))


def _way(path: Path, lang: Lang) -> Item:
    notes = [explained(lang, each) for each in path.warnings]
    if not path.settled:
        notes.append(Item(say(lang, "still_open", outcomes(lang, path.reachable))))
    changes = [Item(taking(lang, each)) for each in path.changes]
    if len(changes) == 1:
        return Item(changes[0].text, tuple(notes))
    return Item(say(lang, "way", len(changes)), (*changes, *notes))
