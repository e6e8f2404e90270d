"""Explanation: a decision in words, as a committee would put it in its report.

`explanation` gives plain text and `markdown` Markdown, in Chinese or in English; the words of the
regulation stay Chinese. Everything said comes from the decision. With `rules`, the ruleset that
decided, the English gloss of each clause and the meaning of each reading are added.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tolerance_rules.facts import vocabulary
from tolerance_rules.language import Lang, pick, say
from tolerance_rules.rendering.clause_examination import completed
from tolerance_rules.rendering.document import Document, Item, Section, to_markdown, to_text
from tolerance_rules.rendering.explanation_words import ROLES, WORDS, clause_name, series
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.decision_data import DecisionData
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Because, Citation, Role, Status, TurningReading

_OUTCOME_ROLES = (Role.DISPOSITION, Role.POLICY)


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
    speaker = _Speaker(decision, lang, rules)
    name = decision.case.title or decision.case.id
    title = pick(lang, WORDS["title"])
    return Document(
        say(lang, WORDS["title_of"], title=title, name=name) if name else title,
        tuple(section for section in speaker.sections() if section.items),
        chinese=lang == "zh",
    )


class _Speaker:
    """Puts one decision in one language."""

    def __init__(self, decision: DecisionData, lang: Lang, rules: Ruleset | None) -> None:
        self.decision, self.lang, self.rules = decision, lang, rules
        self.values = completed(decision).total

    def say(self, key: str, *values: object, **named: object) -> str:
        return say(self.lang, WORDS[key], *values, **named)

    def sections(self) -> Iterator[Section]:
        yield Section(self.say("case"), tuple(self.about()))
        yield Section(self.say("outcome"), tuple(self.outcome()))
        cited = tuple(self.citation(each) for each in self.decision.citations)
        yield Section(self.say("citations"), cited, numbered=True)
        yield Section(self.say("prevented"), tuple(map(Item, self.prevented())))
        yield Section(self.say("implied"), tuple(self.implied()), self.say("implied_lead"))
        yield Section(self.say("presumed"), tuple(self.presumed()), self.say("presumed_lead"))
        yield Section(self.say("open"), tuple(self.open()), self.say("open_lead"), numbered=True)
        yield Section(self.say("warnings"), tuple(self.warnings()), self.say("warnings_lead"))
        readings = tuple(map(self.reading, self.decision.readings))
        yield Section(self.say("readings"), readings, self.say("readings_lead"))
        yield Section(self.say("rules"), tuple(map(Item, self.ruleset())))

    def about(self) -> Iterator[Item]:
        case = self.decision.case
        lines = {
            "id": case.id,
            "case_title": case.title,
            "authority": case.authority,
            "occurred_on": case.occurred_on,
            "decided_on": case.decided_on,
        }
        yield from (Item(self.say(key, value)) for key, value in lines.items() if value)

    def outcome(self) -> Iterator[Item]:
        decision = self.decision
        label = decision.outcome.label(self.lang)
        yield Item(self.say("outcome_is", label), strong=True)
        if decision.modality == "shall":
            yield Item(self.say("shall", self.outcomes(decision.permitted)))
        else:
            ceiling = decision.permitted[0].label(self.lang)
            permitted = self.outcomes(decision.permitted)
            yield Item(self.say("may", permitted=permitted, ceiling=ceiling))
        if decision.basis == "authority":
            yield Item(self.say("by_authority", decision.reason))
        elif decision.basis == "policy":
            yield Item(self.say("by_policy", policy=decision.policy))
        else:
            yield Item(self.say(f"by_text_{decision.modality}"))
        if not decision.settled:
            reachable = (Item(each.label(self.lang)) for each in decision.reachable)
            yield Item(self.say("unsettled"), tuple(reachable))
        else:
            implied = "settled_implied" if decision.implied else "settled_complete"
            yield Item(self.say("settled_anyway" if decision.presumed else implied))
        if decision.by_reference:
            yield Item(self.say("by_reference"))

    def outcomes(self, outcomes: tuple[Outcome, ...]) -> str:
        return series(self.lang, (each.label(self.lang) for each in outcomes))

    def citation(self, citation: Citation) -> Item:
        name = clause_name(self.lang, citation.clause, citation.citation)
        what = pick(self.lang, ROLES[citation.role])
        if citation.role not in _OUTCOME_ROLES:
            what += f"{self.say('then')}{self.status(citation)}"
        key = "policy_text" if citation.role is Role.POLICY else "text"
        words = [Item(self.say(key, citation.text))]
        if gloss := self.gloss(citation):
            words.append(Item(self.say("gloss", gloss)))
        return Item(self.say("cited", citation=name, what=what), (*words, *self.because(citation)))

    def gloss(self, citation: Citation) -> str:
        """Return the English of a clause; a disposing sentence is only part of its clause."""
        if self.lang == "zh" or self.rules is None or citation.role is Role.DISPOSITION:
            return ""
        if citation.role is Role.POLICY:
            return self.rules.policy.gloss
        card = self.rules.clauses.get(citation.clause) or self.rules.articles.get(citation.clause)
        return card.gloss if card is not None else ""

    def status(self, citation: Citation) -> str:
        """Return whether a cited clause holds, and whether that is only presumed."""
        within = {citation.clause, *(each.clause for each in citation.because)}
        key = "held" if citation.status is Status.ESTABLISHED else "failed"
        if any(self.decision.statuses.get(clause) is Status.OPEN for clause in within):
            key += "_presumed"
        return self.say(key)

    def because(self, citation: Citation) -> Iterator[Item]:
        """Yield the facts behind a citation, under their clauses where it is a whole article."""
        for clause, found in groupby(citation.because, key=lambda each: each.clause):
            facts = tuple(map(self.fact, found))
            if clause == citation.clause:
                yield from facts
                continue
            # Each clause of an article cited as a whole is what the article is.
            status = self.decision.statuses.get(clause, citation.status)
            key = "held" if citation.status is Status.ESTABLISHED else "failed"
            what = self.say(f"{key}_presumed" if status is Status.OPEN else key)
            name = clause_name(self.lang, clause)
            yield Item(self.say("cited", citation=name, what=what), facts)

    def fact(self, because: Because) -> Item:
        spec = vocabulary()[because.fact]
        origin = "established" if because.origin == "established" else f"{because.origin}_origin"
        evidence = self.decision.case.evidence.get(because.fact, "")
        return Item(
            self.say(
                "fact",
                label=self.label(because.fact),
                value=spec.label_of(because.value, self.lang),
                origin=self.say(origin),
                quote=because.quote,
            ),
            (Item(self.say("evidence", evidence)),) if evidence else (),
        )

    def label(self, fact: str) -> str:
        spec = vocabulary()[fact]
        return spec.label if self.lang == "zh" else spec.label_en

    def valued(self, fact: str) -> str:
        """Return a fact with the value it has, or is given, in this decision."""
        value = vocabulary()[fact].label_of(self.values[fact], self.lang)
        return self.say("is", label=self.label(fact), value=value)

    def prevented(self) -> Iterator[str]:
        """Yield what stands between the case and a more lenient outcome."""
        decision = self.decision
        for role, status in (
            (Role.SCOPE, Status.REFUTED),
            (Role.BAR, Status.ESTABLISHED),
            (Role.CIRCUMSTANCE, Status.REFUTED),
            (Role.CONDITION_UNMET, Status.REFUTED),
        ):
            names = [
                clause_name(self.lang, each.clause, each.citation)
                for each in decision.citations
                if each.role is role and each.status is status
            ]
            if names:
                key = "prevented_condition" if role is Role.CONDITION_UNMET else f"prevented_{role}"
                yield self.say(key, series(self.lang, names))
        kinder = decision.permitted[: decision.permitted.index(decision.outcome)]
        if kinder and decision.basis != "text":
            yield self.say(f"prevented_{decision.basis}", self.outcomes(kinder))
        elif decision.modality == "may" and Outcome.NOT_PURSUED is decision.outcome:
            yield self.say("prevented_nothing")

    def implied(self) -> Iterator[Item]:
        for found in self.decision.implied:
            by = series(self.lang, map(self.valued, found.by))
            yield Item(self.say("implied_by", fact=self.valued(found.fact), by=by))

    def presumed(self) -> Iterator[Item]:
        """Yield where each presumed fact was used, clause by clause, and what else is unknown."""
        used: dict[str, dict[str, None]] = {}
        for citation in self.decision.citations:
            for because in citation.because:
                if because.origin == "presumed":
                    used.setdefault(because.clause, {})[because.fact] = None
        for clause, facts in used.items():
            name = clause_name(self.lang, clause)
            spoken = series(self.lang, map(self.valued, facts))
            yield Item(self.say("presumed_used", clause=name, facts=spoken))
        rest = set(self.decision.presumed) - {fact for facts in used.values() for fact in facts}
        if rest:
            yield Item(self.say("presumed_rest", len(rest)))
        undecided = [
            clause_name(self.lang, clause)
            for clause, status in self.decision.statuses.items()
            if status is Status.OPEN
        ]
        # Settled, they cannot change the outcome, and listing them would say nothing.
        if undecided and not self.decision.settled:
            yield Item(self.say("open_clauses", series(self.lang, undecided)))

    def open(self) -> Iterator[Item]:
        for name in self.decision.open_facts:
            spec = vocabulary()[name]
            values = (spec.label_of(value, self.lang) for value in spec.values)
            yield Item(
                self.say(
                    "open_fact",
                    label=self.label(name),
                    name=name,
                    question=spec.question,
                    values=series(self.lang, values, "among"),
                    presumed=spec.label_of(spec.presumed, self.lang),
                )
            )

    def warnings(self) -> Iterator[Item]:
        for warning in self.decision.warnings:
            question = pick(self.lang, (warning.question, warning.question_en))
            yield Item(question, tuple(Item(self.valued(fact)) for fact in warning.facts))

    def reading(self, reading: TurningReading) -> Item:
        card = self.rules.readings.get(reading.name) if self.rules is not None else None
        meanings = dict(card.options) if card is not None else {}
        options = []
        for option, outcome in reading.outcomes.items():
            key = "option_in_force" if option == reading.option else "option"
            label = Outcome(outcome).label(self.lang)
            meaning = (Item(pick(self.lang, meanings[option])),) if option in meanings else ()
            options.append(Item(self.say(key, option=option, outcome=label), meaning))
        name = clause_name(self.lang, reading.clause)
        return Item(
            self.say("reading", clause=name, phrase=reading.phrase, name=reading.name),
            tuple(options),
        )

    def ruleset(self) -> Iterator[str]:
        used, lang = self.decision.ruleset, self.lang
        yield self.say("ruleset", number=used.document_number, title=used.title, id=used.id)
        yield self.say("sha256", used.sha256)
        chosen = series(lang, (f"{name}={option}" for name, option in used.readings.items()))
        yield self.say("readings_in_force", chosen)
        yield self.say("policy", id=self.decision.policy, sha256=used.policy_sha256)
