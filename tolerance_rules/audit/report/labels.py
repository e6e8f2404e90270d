"""Report labels: how codes in an audit report are written for people, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tolerance_rules.audit.deadlines import CHECKED
from tolerance_rules.audit.findings import AuditReport, Kind, PastDecision, RefusedRow
from tolerance_rules.audit.report.kinds import KINDS
from tolerance_rules.audit.report.words import WORDS
from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.formats.conditions import squash
from tolerance_rules.language import Lang, pick
from tolerance_rules.legal_references import article_words, citation_en, citation_of, clause_words
from tolerance_rules.rendering.explanation_words import series
from tolerance_rules.rules import POLICY, Ruleset
from tolerance_rules.verdict.verdict import Role
from tolerance_rules.vocabulary.fact_spec import Known

LIMITS = {
    ("working_days", True): "in_working_days",
    ("day_of_month", True): "by_day_of_month",
    ("day_of_month", False): "before_day_of_month",
}
"""The words for the unit of a time limit, and whether the day named is itself in time."""


class Labels:
    """Names of outcomes, clauses, facts, values and kinds; an unknown code stands for itself."""

    def __init__(self, report: AuditReport, rules: Ruleset, lang: Lang) -> None:
        if rules.sha256 != report.ruleset.sha256:
            raise ToleranceRulesError(
                f"报告是依据指纹为 {report.ruleset.sha256} 的规则作出的，不是 {rules.sha256}。"
                "请用作出报告的那份规则"
            )
        self.lang: Lang = lang
        self.rules = rules

    def reason(self, row: RefusedRow) -> str:
        """Return why a row was not audited."""
        return pick(self.lang, (row.reason, row.reason_en or row.reason))

    def read(self, report: AuditReport) -> Sequence[str]:
        """Return which rows were read, and what was not."""
        return report.read_en if self.lang == "en" and report.read_en else report.read

    def word(self, name: str, *values: object) -> str:
        """Return the words of that name, with the values put in."""
        text = pick(self.lang, WORDS[name])
        return text.format(*values) if values else text

    def join(self, items: Iterable[str]) -> str:
        """Return the items as a list in one line."""
        return series(self.lang, items)

    def kind(self, kind: Kind) -> str:
        """Return the name of a kind of finding."""
        return pick(self.lang, KINDS[kind].name)

    def meaning(self, kind: Kind) -> str:
        """Return what a kind of finding means."""
        return pick(self.lang, KINDS[kind].meaning).format(*self._particulars(kind))

    def _particulars(self, kind: Kind) -> Sequence[str]:
        """Return what the meaning of a kind says of this regulation: its articles, its limits."""
        if kind is Kind.TOLERANCE_WITHHELD:
            roles = (Role.CIRCUMSTANCE, Role.BAR)
            return [self._in_brackets(self.rules.cited_as(role.value)) for role in roles]
        if kind is Kind.EARLIER_CONDUCT:
            return [pick(self.lang, self.rules.earlier_conduct or ("", ""))]
        deadlines = self.rules.deadlines
        for name, (_, late) in CHECKED.items():
            if late is kind and name in deadlines:
                deadline = deadlines[name]
                key = LIMITS[deadline.unit, deadline.day_included]
                limit = self.word(key, deadline.number, _ordinal(deadline.number))
                return [limit, self._in_brackets([deadline.clause])]
        return ["", ""]

    def _in_brackets(self, clauses: Iterable[str]) -> str:
        cited = self.clauses(clauses)
        return self.word("in_brackets", cited) if cited else ""

    def action(self, kind: Kind) -> str:
        """Return what is to be done about a kind of finding."""
        return pick(self.lang, KINDS[kind].action)

    def outcome(self, code: str) -> str:
        """Return the name of an outcome."""
        try:
            return self.rules.label(code, self.lang)
        except ValueError:
            return code

    def named(self, decision: PastDecision) -> str:
        """Return the outcome that the rules name, said to be presumed where it is not settled."""
        if not decision.named:
            return ""
        label = self.outcome(decision.named)
        return label if decision.settled else self.word("named_presumed", label)

    def outcomes(self, codes: Iterable[str]) -> str:
        """Return the names of outcomes in one line; of none, that they are not fixed yet."""
        return self.join(map(self.outcome, codes)) or self.word("not_fixed")

    def clause(self, code: str) -> str:
        """Return the citation of a clause, such as 第五条第（三）项 or Article 5(3)."""
        if code == POLICY:
            return self.word("policy")
        return pick(self.lang, (citation_of(code), citation_en(code))) or code

    def clauses(self, codes: Iterable[str]) -> str:
        """Return the citations of clauses in one line."""
        return self.word("clauses_and").join(map(self.clause, codes))

    def clause_text(self, code: str) -> str:
        """Return the verbatim text of a clause in one line; empty for what is none.

        An item is quoted whole; of an article or a paragraph with items only what precedes them.
        """
        card = self.rules.articles.get(code) or self.rules.clauses.get(code)
        whole = clause_words(self.rules.regulation, code)
        if card is None or (whole and not article_words(self.rules.regulation, code)):
            return squash(whole)
        return card.text

    def fact(self, name: str) -> str:
        """Return the label of a fact."""
        spec = self.rules.vocabulary.get(name)
        return name if spec is None else spec.name_of(self.lang)

    def facts(self, names: Iterable[str]) -> str:
        """Return the labels of facts in one line."""
        return self.join(map(self.fact, names))

    def value(self, name: str, known: Known) -> str:
        """Return how what is known of a fact is written."""
        spec = self.rules.vocabulary.get(name)
        if spec is None:
            return self.word("unknown_value") if known is None else str(known)
        return spec.label_of(known, self.lang)

    def fact_list(self, decision: PastDecision, names: Iterable[str]) -> str:
        """Return facts of a decision with their values in one line."""
        facts = decision.facts
        return self.word("then").join(
            self.word("is", self.fact(name), self.value(name, facts.get(name))) for name in names
        )

    def policy(self, report: AuditReport) -> str:
        """Return what the policy of a report is called."""
        return pick(self.lang, report.ruleset.policy_title) or report.policy

    def reading(self, name: str, option: str) -> str:
        """Return a reading in force: its phrase and the option chosen."""
        card = self.rules.readings.get(name)
        said = dict(card.options).get(option) if card else None
        if card is None or said is None:
            return self.word("is", name, option)
        return f"“{card.phrase}”{self.word('colon')}{pick(self.lang, said)}"

    def options(self, named: str) -> str:
        """Return readings with another option each, `name=option` joined by 、, for people."""
        pairs = (each.split("=", 1) for each in named.split("、"))
        return self.word("then").join(self.reading(*pair).rstrip("。.") for pair in pairs)

    def dimension(self, name: str) -> str:
        """Return the name of a dimension: a word, a reading or a clause."""
        if name in WORDS:
            return self.word(name)
        reading = self.rules.readings.get(name)
        if reading is not None:
            return f"{self.clause(reading.clause)}“{reading.phrase}”"
        return self.clause(name)

    def distribution_caption(self, name: str) -> str:
        """Return the heading of the distribution by a dimension."""
        if name in self.rules.readings:
            return self.word("distribution_reading", self.dimension(name))
        for article in self.rules.articles.values():
            if name in article.clauses:
                return self.word("distribution_catch_all", *map(self.clause, (name, article.id)))
        return self.word("distribution_caption", self.dimension(name))

    def dimension_value(self, dimension: str, value: str) -> str:
        """Return the name of one value of a dimension; empty is not recorded."""
        if not value:
            return self.word("not_given")
        if dimension == "circumstance" or dimension in self.rules.clauses:
            return self.clauses(part.strip() for part in value.split(","))
        reading = self.rules.readings.get(dimension)
        options = dict(reading.options) if reading else {}
        return pick(self.lang, options[value]) if value in options else value


def _ordinal(number: int) -> str:
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
