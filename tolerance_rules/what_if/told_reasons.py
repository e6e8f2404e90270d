"""Told reasons: what an outcome rests on, and how robust it is, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, Item, Section
from tolerance_rules.what_if.answers.words import changed, label, now, say, titled, value_of
from tolerance_rules.what_if.reasons import Robustness, SufficientReason


def told_reason(reason: SufficientReason, lang: Lang) -> Document:
    """Return a sufficient reason as a title and sections."""
    title = titled(lang, say(lang, "reason_title"), reason.decision)
    return Document(
        title, (now(lang, reason.decision), reason_section(reason, lang)), chinese=lang == "zh"
    )


def reason_section(reason: SufficientReason, lang: Lang) -> Section:
    """Return the section on the facts that force the outcome."""
    count, outcome = len(reason.grounds), reason.outcome.label(lang)
    lead = say(lang, "forced", count, outcome)
    if reason.presumptions:
        lead = say(lang, "rests", count, reason.presumptions)
    grounds = tuple(
        Item(
            say(
                lang,
                "is",
                fact=label(lang, each.fact),
                value=value_of(lang, each.fact, None if each.origin == "presumed" else each.value),
            )
        )
        for each in reason.grounds
    )
    return Section(say(lang, "reason_title"), grounds, lead)


def told_robustness(robustness: Robustness, lang: Lang) -> Document:
    """Return the robustness as a title and sections."""
    return Document(
        titled(lang, say(lang, "robustness_title"), robustness.decision),
        (now(lang, robustness.decision), robustness_section(robustness, lang)),
        chinese=lang == "zh",
    )


def robustness_section(robustness: Robustness, lang: Lang) -> Section:
    """Return the section on how many facts would have to be wrong."""
    return Section(say(lang, "robustness_title"), tuple(_robust(robustness, lang)))


def told_together(reason: SufficientReason, robustness: Robustness, lang: Lang) -> Document:
    """Return a sufficient reason and the robustness of one case as one document."""
    sections = (
        now(lang, reason.decision),
        reason_section(reason, lang),
        robustness_section(robustness, lang),
    )
    title = titled(lang, say(lang, "reason_and_robustness_title"), reason.decision)
    return Document(title, sections, chinese=lang == "zh")


def _robust(robustness: Robustness, lang: Lang) -> Iterator[Item]:
    if robustness.becomes is None:
        yield Item(say(lang, "always"))
        return
    changes = [Item(changed(lang, each)) for each in (*robustness.wrong, *robustness.found)]
    changes.append(Item(say(lang, "becomes", robustness.becomes.label(lang))))
    words = say(lang, "not_settled")
    if robustness.distance:
        words = say(lang, "wrong_facts", robustness.distance)
    yield Item(words, tuple(changes))
