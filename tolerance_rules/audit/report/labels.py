"""Report labels: how codes in an audit report are written for people, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tolerance_rules import loader
from tolerance_rules.audit.findings import AuditReport, Kind, PastDecision
from tolerance_rules.audit.report.kinds import KINDS
from tolerance_rules.audit.report.words import WORDS
from tolerance_rules.facts import vocabulary
from tolerance_rules.formats.conditions import squash
from tolerance_rules.language import Lang, pick
from tolerance_rules.legal_references import chinese, citation_of
from tolerance_rules.rules import POLICY, Ruleset
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.vocabulary.fact_spec import Value

_ITEMS = ("", *(f"（{chinese(number)}" for number in range(1, 100)))


class Labels:
    """Names of outcomes, clauses, facts, values and kinds; an unknown code stands for itself."""

    def __init__(self, report: AuditReport, lang: Lang) -> None:
        self.lang: Lang = lang
        self._rules = _rules_of(report)
        self._texts = _texts(self._rules)

    def word(self, name: str, *values: object) -> str:
        """Return the words of that name, with the values put in."""
        text = pick(self.lang, WORDS[name])
        return text.format(*values) if values else text

    def join(self, items: Iterable[str]) -> str:
        """Return the items as a list in one line."""
        return self.word("and").join(items)

    def kind(self, kind: Kind) -> str:
        """Return the name of a kind of finding."""
        return pick(self.lang, KINDS[kind].name)

    def meaning(self, kind: Kind) -> str:
        """Return what a kind of finding means."""
        return pick(self.lang, KINDS[kind].meaning)

    def action(self, kind: Kind) -> str:
        """Return what is to be done about a kind of finding."""
        return pick(self.lang, KINDS[kind].action)

    def outcome(self, code: str) -> str:
        """Return the name of an outcome."""
        try:
            return Outcome(code).label(self.lang)
        except ValueError:
            return code

    def outcomes(self, codes: Iterable[str]) -> str:
        """Return the names of outcomes in one line; of none, that they are not fixed yet."""
        return self.join(map(self.outcome, codes)) or self.word("not_fixed")

    def clause(self, code: str) -> str:
        """Return the citation of a clause, such as 第五条第（三）项 or Article 5(3)."""
        if code == POLICY:
            return self.word("policy")
        chinese = citation_of(code)
        if self.lang == "zh" or not chinese:
            return chinese or code
        article, *items = code.split(".")
        return f"Article {article}" + "".join(f"({item})" for item in items)

    def clauses(self, codes: Iterable[str]) -> str:
        """Return the citations of clauses in one line."""
        return self.join(map(self.clause, codes))

    def clause_text(self, code: str) -> str:
        """Return the verbatim text of a clause; empty unless the shipped rules are the audited."""
        return self._texts.get(code, "")

    def fact(self, name: str) -> str:
        """Return the label of a fact."""
        spec = vocabulary().get(name)
        if spec is None:
            return name
        return spec.label if self.lang == "zh" else spec.label_en

    def facts(self, names: Iterable[str]) -> str:
        """Return the labels of facts in one line."""
        return self.join(map(self.fact, names))

    def value(self, name: str, value: Value | None) -> str:
        """Return how a value of a fact is written; None is not yet established."""
        spec = vocabulary().get(name)
        if value is None:
            return self.word("unknown_value")
        if spec is None or value not in spec.values:
            return str(value)
        return spec.label_of(value, self.lang)

    def fact_list(self, decision: PastDecision, names: Iterable[str]) -> str:
        """Return facts of a decision with their values in one line."""
        facts = decision.facts
        return self.word("then").join(
            self.word("is", self.fact(name), self.value(name, facts.get(name))) for name in names
        )

    def reading(self, name: str, option: str) -> str:
        """Return a reading in force: its phrase and the option chosen."""
        card = self._rules.readings.get(name) if self._rules else None
        said = dict(card.options).get(option) if card else None
        if card is None or said is None:
            return self.word("is", name, option)
        return f"“{card.phrase}”{self.word('colon')}{pick(self.lang, said)}"

    def options(self, named: str) -> str:
        """Return readings with another option each, `name=option` joined by 、, for people."""
        pairs = (each.split("=", 1) for each in named.split("、"))
        return self.word("then").join(self.reading(*pair).rstrip("。.") for pair in pairs)

    def dimension(self, name: str) -> str:
        """Return the name of a dimension: a word, a clause, a reading or a fact."""
        if name in WORDS:
            return self.word(name)
        reading = self._rules.readings.get(name) if self._rules else None
        if reading is not None:
            return f"{self.clause(reading.clause)}“{reading.phrase}”"
        return self.fact(self.clause(name))

    def distribution_caption(self, name: str) -> str:
        """Return the heading of the distribution by a dimension."""
        if self._rules and name in self._rules.readings:
            return self.word("distribution_reading", self.dimension(name))
        if citation_of(name):
            return self.word("distribution_catch_all", self.clause(name), name.partition(".")[0])
        return self.word("distribution_caption", self.dimension(name))

    def dimension_value(self, dimension: str, value: str) -> str:
        """Return the name of one value of a dimension; empty is not recorded."""
        if not value:
            return self.word("not_given")
        if dimension == "circumstance" or citation_of(dimension):
            return self.join(self.clause(part.strip()) for part in value.split(","))
        reading = self._rules.readings.get(dimension) if self._rules else None
        options = dict(reading.options) if reading else {}
        if value in options:
            return pick(self.lang, options[value])
        if dimension in vocabulary():
            codes: Mapping[str, Value] = {"true": True, "false": False}
            return self.value(dimension, codes.get(value.lower(), value))
        return value


def _rules_of(report: AuditReport) -> Ruleset | None:
    """Return the shipped rules if they are, to the letter, those the audit was made by."""
    if report.ruleset.id not in loader.rulesets():
        return None
    rules = loader.shipped(report.ruleset.id)
    return rules if rules.sha256 == report.ruleset.sha256 else None


def _texts(rules: Ruleset | None) -> Mapping[str, str]:
    if rules is None:
        return {}
    texts = {article.id: article.text for article in rules.articles.values() if article.text}
    texts |= {clause.id: clause.text for clause in rules.clauses.values()}
    # Of the procedure of Article 7 there are no cards: its items stand in the official text.
    procedure = rules.regulation.partition("\n第七条")[2].partition("\n第八条")[0]
    for item in re.split(r"\n(?=（[一二三四五六七八九十]+）)", procedure)[1:]:
        mark, _, text = squash(item).partition("）")
        texts[f"7.{_ITEMS.index(mark)}"] = text
    return texts
