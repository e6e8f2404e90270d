"""Explained facts: what is known of the facts of a decision, what is presumed, what is still open.

No presumption is ever worded as a finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.language import pick
from tolerance_rules.rendering.decision_phrases import Phrases
from tolerance_rules.rendering.document import Item
from tolerance_rules.rendering.explanation_words import within_quotes
from tolerance_rules.verdict.verdict import Because, Implied, Role, Status
from tolerance_rules.vocabulary.fact_spec import Known


def fact_item(because: Because, phrases: Phrases) -> Item:
    """Return a fact that a clause rests on: its value, its origin, its quote, its evidence."""
    spec, lang = phrases.spec(because.fact), phrases.lang
    words = phrases.say(
        "fact",
        label=spec.name_of(lang),
        value=phrases.value(because.fact, because.value),
        origin=_origin(because, phrases),
        quote=within_quotes(because.quote),
    )
    evidence = phrases.decision.case.evidence.get(because.fact, "")
    return Item(words, (Item(phrases.say("evidence", evidence)),) if evidence else ())


def _origin(because: Because, phrases: Phrases) -> str:
    if because.origin == "presumed":
        known = phrases.known(because.fact)
        if not isinstance(known, tuple):
            return phrases.say("presumed_origin")
        return phrases.say("partly_presumed_origin", phrases.value(because.fact, known))
    key = "implied_origin" if because.origin == "implied" else "established"
    if isinstance(because.value, tuple):
        key = "partly_implied_origin" if because.origin == "implied" else "partly_known_origin"
    elif phrases.spec(because.fact).finding and because.value is False and key == "established":
        key = "not_made"
    return phrases.say(key)


def implied_items(phrases: Phrases) -> Iterator[Item]:
    """Yield what the impossible combinations leave of each fact, and what they strike out."""
    left: dict[str, Known] = dict(phrases.decision.plain_facts.flat)
    for found in phrases.decision.implied:
        spec = phrases.spec(found.fact)
        before = spec.possible(left[found.fact])
        left[found.fact] = found.value
        by = within_quotes(phrases.series(map(phrases.stated, found.by)))
        if not isinstance(found.value, tuple):
            label = spec.name_of(phrases.lang)
            keys = {True: "implied_so", False: "implied_not"}
            key = keys[bool(found.value)] if spec.boolean else "implied_by"
            fact = phrases.valued(found.fact, found.value)
            closed = tuple(_closed_bars(found, phrases))
            notes = (Item(phrases.say("implied_closes", phrases.series(closed))),) if closed else ()
            yield Item(phrases.say(key, fact=fact, label=label, by=by), notes)
            continue
        struck = spec.known(value for value in before if value not in found.value)
        words = phrases.say(
            "narrowed_by",
            fact=phrases.valued(found.fact, struck),
            by=by,
            left=phrases.value(found.fact, found.value),
        )
        yield Item(words)


def _closed_bars(found: Implied, phrases: Phrases) -> Iterator[str]:
    """Yield the bars that a recorded finding keeps from holding, by a fact it implies."""
    rules, decision = phrases.rules, phrases.decision
    if rules is None or not any(phrases.spec(fact).finding for fact in found.by):
        return
    bars = {clause for name in rules.cited_as(Role.BAR) for clause in rules.clauses_of(name)}
    for clause in rules.clauses_using.get(found.fact, ()):
        if clause in bars and decision.statuses[clause] is Status.REFUTED:
            yield phrases.clause(clause)


def presumed_items(phrases: Phrases) -> Iterator[Item]:
    """Yield where each presumed fact was used, clause by clause, and what else is not known."""
    decision = phrases.decision
    used: dict[str, dict[str, None]] = {}
    cited: set[str] = set()
    for citation in decision.citations:
        for because in citation.because:
            cited.add(because.fact)
            if because.origin == "presumed":
                used.setdefault(because.clause, {})[because.fact] = None
    for clause, facts in used.items():
        listed = phrases.series(map(phrases.taken, facts))
        yield Item(phrases.say("presumed_used", clause=phrases.clause(clause), facts=listed))
    rest = [fact for fact in decision.presumed if fact not in cited]
    partly = [fact for fact in rest if phrases.partly_known(fact)]
    if partly:
        yield Item(phrases.say("partly_rest", phrases.series(map(phrases.taken, partly))))
    if len(rest) > len(partly):
        yield Item(phrases.say("presumed_rest", len(rest) - len(partly)))
    undecided = [
        phrases.clause(clause)
        for clause, status in decision.statuses.items()
        if status is Status.OPEN
    ]
    # Settled, they cannot change the outcome, and listing them would say nothing.
    if undecided and not decision.settled:
        yield Item(phrases.say("open_clauses", phrases.series(undecided)))


def open_items(phrases: Phrases) -> Iterator[Item]:
    """Yield what is still to be established: the question, the values possible, the presumption."""
    lang = phrases.lang
    for name in phrases.decision.open_facts:
        spec, known = phrases.spec(name), phrases.known(name)
        possible = spec.possible(known)
        values = (spec.label_of(value, lang) for value in possible)
        excluded = [spec.label_of(each, lang) for each in spec.values if each not in possible]
        words = phrases.say(
            "open_fact",
            label=spec.name_of(lang),
            name=name,
            question=spec.question_of(lang),
            values=phrases.series(values, "among"),
            presumed=spec.label_of(spec.presume(known), lang),
        )
        if excluded:
            words += phrases.say("excluded", phrases.series(excluded, "among"))
        yield Item(words)


def warning_items(phrases: Phrases) -> Iterator[Item]:
    """Yield what together needs an explanation, with its facts."""
    for warning in phrases.decision.warnings:
        question = pick(phrases.lang, (warning.question, warning.question_en))
        yield Item(question, tuple(Item(phrases.stated(fact)) for fact in warning.facts))
