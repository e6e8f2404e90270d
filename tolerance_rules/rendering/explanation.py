"""Explanation: a decision in words, as a committee would put it in its report.

`explanation` gives plain text and `markdown` Markdown, in Chinese or in English; the words of the
regulation stay Chinese. Everything said comes from the decision. With `rules`, the ruleset that
decided, the English gloss of each clause and the meaning of each reading are added.
"""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.language import Lang, pick, say
from tolerance_rules.rendering.decision_phrases import Phrases
from tolerance_rules.rendering.document import Document, Item, Section, to_markdown, to_text
from tolerance_rules.rendering.explained_citations import citation_item, prevented
from tolerance_rules.rendering.explained_facts import (
    implied_items,
    open_items,
    presumed_items,
    warning_items,
)
from tolerance_rules.rendering.explanation_words import WORDS, within_quotes
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import status
from tolerance_rules.verdict.decision_data import DecisionData
from tolerance_rules.verdict.verdict import Status, TurningReading


def explanation(decision: DecisionData, lang: Lang = "zh", *, rules: Ruleset | None = None) -> str:
    """Return a decision as plain text under numbered headings."""
    return to_text(document(decision, lang, rules=rules))


def markdown(
    decision: DecisionData, lang: Lang = "zh", *, rules: Ruleset | None = None, level: int = 1
) -> str:
    """Return a decision as Markdown; `level` is that of its title."""
    return to_markdown(document(decision, lang, rules=rules), level=level)


def document(
    decision: DecisionData, lang: Lang = "zh", *, rules: Ruleset | None = None
) -> Document:
    """Return a decision as a title and sections; a section with nothing to say is left out."""
    phrases = Phrases(decision, lang, rules)
    name = decision.case.title or decision.case.id
    title = pick(lang, WORDS["title"])
    return Document(
        say(lang, WORDS["title_of"], title=title, name=name) if name else title,
        tuple(section for section in _sections(phrases) if section.items),
        chinese=lang == "zh",
    )


def _sections(phrases: Phrases) -> Iterator[Section]:
    decision, word = phrases.decision, phrases.say
    yield Section(word("case"), tuple(_about(phrases)))
    yield Section(word("outcome"), tuple(_outcome(phrases)))
    cited = tuple(citation_item(each, phrases) for each in decision.citations)
    yield Section(word("citations"), cited, numbered=True)
    yield Section(word("prevented"), tuple(map(Item, prevented(phrases))))
    yield Section(word("unweighed"), tuple(Item(phrases.stated(f)) for f in decision.unweighed))
    yield Section(word("implied"), tuple(implied_items(phrases)), word("implied_lead"))
    yield Section(word("presumed"), tuple(presumed_items(phrases)), word("presumed_lead"))
    yield Section(word("open"), tuple(open_items(phrases)), word("open_lead"), numbered=True)
    yield Section(word("warnings"), tuple(warning_items(phrases)), word("warnings_lead"))
    readings = tuple(_reading(each, phrases) for each in decision.readings)
    yield Section(word("readings"), readings, word(_readings_lead(decision)))
    yield Section(word("rules"), tuple(_ruleset(phrases)))


def _about(phrases: Phrases) -> Iterator[Item]:
    case = phrases.decision.case
    lines = {
        "id": case.id,
        "case_title": case.title,
        "authority": case.authority,
        "occurred_on": case.occurred_on,
        "decided_on": case.decided_on,
    }
    yield from (Item(phrases.say(key, value)) for key, value in lines.items() if value)


def _outcome(phrases: Phrases) -> Iterator[Item]:
    decision = phrases.decision
    key = "outcome_is" if decision.settled else "outcome_presumed"
    yield Item(phrases.say(key, phrases.outcomes([decision.outcome])), strong=True)
    permitted = phrases.outcomes(decision.permitted)
    if decision.modality == "shall":
        yield Item(phrases.say("shall" if decision.settled else "shall_presumed", permitted))
    else:
        ceiling = phrases.outcomes(decision.permitted[:1])
        key = "may" if decision.settled else "may_presumed"
        key = "may_withheld" if decision.withheld else key
        yield Item(phrases.say(key, permitted=permitted, ceiling=ceiling))
    if decision.set_aside is not None and decision.withheld:
        aside = phrases.outcomes([decision.set_aside])
        yield Item(phrases.say("withheld", aside, decision.reason))
    elif decision.basis == "authority":
        by = "by_authority" if decision.modality == "may" else "by_authority_shall"
        yield Item(phrases.say(by, decision.reason))
        if decision.set_aside is not None:
            yield Item(phrases.say("set_aside", phrases.outcomes([decision.set_aside])))
    elif decision.basis == "policy":
        policy = pick(phrases.lang, decision.ruleset.policy_title) or decision.policy
        yield Item(phrases.say("by_policy", policy=policy))
    else:
        yield Item(phrases.say(f"by_text_{decision.modality}"))
    remark = pick(phrases.lang, decision.remark)
    if remark and decision.basis != "authority":
        yield Item(remark)
    yield _settled(phrases)
    if decision.by_reference:
        yield Item(by_reference(phrases))
    elif open_fact := _by_reference_open(phrases):
        yield Item(phrases.say("by_reference_open", phrases.stated(open_fact)))


def _settled(phrases: Phrases) -> Item:
    """Return whether the outcome is settled, or what it may still turn out to be."""
    decision = phrases.decision
    if not decision.settled:
        reachable = (Item(phrases.outcomes([each])) for each in decision.reachable)
        return Item(phrases.say("unsettled"), tuple(reachable))
    if not decision.presumed:
        return Item(phrases.say("settled_implied" if decision.implied else "settled_complete"))
    words = phrases.say("settled_anyway")
    if any(len(each) > 1 for found in decision.readings for each in found.reachable.values()):
        words += phrases.say("settled_by_reading")
    origins = {because.origin for cited in decision.citations for because in cited.because}
    if "presumed" in origins:
        words += phrases.say("cited_as_presumed")
    return Item(words)


def _by_reference_open(phrases: Phrases) -> str:
    """Return the fact, known in part, on which it depends whether the rules apply by reference."""
    rules, decision = phrases.rules, phrases.decision
    if rules is None or rules.by_reference is None:
        return ""
    fact = rules.by_reference.name
    open_ = status(rules.by_reference, decision.completed.known, rules) is Status.OPEN
    return fact if open_ and phrases.partly_known(fact) else ""


def by_reference(phrases: Phrases) -> str:
    """Return that the regulation applies by reference: by which words, to what subject."""
    rules = phrases.rules
    if rules is None or rules.by_reference is None:
        return phrases.say("by_reference")
    fact = rules.by_reference
    clauses = (each for name in rules.cited_as("scope") for each in rules.clauses_of(name))
    clause = next((each for each in clauses if fact.quote in rules.clauses[each].text), "")
    return phrases.say(
        "by_reference_to",
        clause=phrases.clause(clause),
        quote=fact.quote,
        subject=phrases.taken(fact.name),
    )


def _readings_lead(decision: DecisionData) -> str:
    if decision.basis == "authority":
        return "readings_lead_authority"
    return "readings_lead_presumed" if decision.presumed else "readings_lead"


def _reading(reading: TurningReading, phrases: Phrases) -> Item:
    options = []
    for option in reading.outcomes:
        key = "option_in_force" if option == reading.option else "option"
        meaning = pick(phrases.lang, reading.meanings[option]).rstrip("。.")
        outcome = _outcome_under(reading, option, phrases)
        options.append(Item(phrases.say(key, meaning=meaning, outcome=outcome)))
    clause = phrases.clause(reading.clause)
    words = phrases.say(
        "reading", clause=clause, phrase=within_quotes(reading.phrase), name=reading.name
    )
    return Item(words, tuple(options))


def _outcome_under(reading: TurningReading, option: str, phrases: Phrases) -> str:
    """Return the outcome under an option, and whether it is settled where facts are open."""
    outcome = phrases.decision.label(reading.outcomes[option], phrases.lang)
    reached = reading.reachable.get(option, ())
    if len(reached) > 1:
        labels = phrases.series(phrases.decision.label(each, phrases.lang) for each in reached)
        return phrases.say("option_open", outcome=outcome, reachable=labels)
    return phrases.say("option_settled", outcome=outcome) if phrases.decision.presumed else outcome


def _ruleset(phrases: Phrases) -> Iterator[Item]:
    decision, used = phrases.decision, phrases.decision.ruleset
    title = phrases.say("ruleset", number=used.document_number, title=used.title, id=used.id)
    yield Item(title)
    yield Item(phrases.say("sha256", used.sha256))
    if used.readings:
        key = "other_readings" if used.other_readings else "default_readings"
        others = tuple(
            Item(
                phrases.say(
                    "other_reading",
                    clause=phrases.clause(each.clause),
                    phrase=within_quotes(each.phrase),
                    meaning=pick(phrases.lang, each.meaning),
                )
            )
            for each in used.other_readings
        )
        yield Item(phrases.say(key, len(used.readings)), others)
    if decision.policy:
        policy = pick(phrases.lang, used.policy_title) or decision.policy
        yield Item(phrases.say("policy", title=policy, sha256=used.policy_sha256))
