"""Sources: what a field of a form can come from, in the words that stand on paper.

What is not established is never worded as a finding, and what nobody has said is not said here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from tolerance_rules.analysis.words import rows
from tolerance_rules.analysis.worksheet import assessments, worksheet
from tolerance_rules.decision import Decision
from tolerance_rules.formats.analysis_file import read_standard
from tolerance_rules.forms.explanation_lines import lines
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.obligations.calendar import working_days
from tolerance_rules.obligations.due_dates import due_date
from tolerance_rules.rendering.decision_phrases import Phrases
from tolerance_rules.rendering.explained_citations import is_presumed
from tolerance_rules.rendering.explanation import by_reference, document
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.verdict import Citation, Role, Status

CHECKPOINT = "log.checkpoint"
"""The one source that is not of a case, but of the log that it was taken from."""
PRESUMED = "推定结论（尚未确定）：{}"
CITED = "{0}：{1}"
HELD = (Role.CIRCUMSTANCE, Role.CONDITION_MET, Role.DISPOSITION, Role.BAR)
LACKING: Mapping[Role, str] = {
    Role.SCOPE: "符合{0}：{1}",
    Role.PROVISO: "符合{0}：{1}",
    Role.CIRCUMSTANCE: "具备{0}所列的容错情形",
    Role.CONDITION_UNMET: "具备{0}：{1}",
}
NOT_SO, NOT_FOUND = "不{}", "未能认定{}"
CHOSEN = "责任追究部门说明的理由：{}"
DECLINED = "上述规定只是“可以”容错，责任追究部门决定不适用容错。理由：{}"
STATED, JOINED, ENDED, EVIDENCED = "{}：{}", "；", "{}。", "{}。证据：{}"


@dataclass(frozen=True)
class Origin:
    """What the fields of a form come from: a decision, and the rules that gave it."""

    decision: Decision
    rules: Ruleset
    analysis: Mapping[str, object] = field(default_factory=FrozenDict)
    """What the case file says that the collective assessed."""
    checkpoint: str = ""
    """The checkpoint of the decision log that the decision was taken from."""


def said_by(source: str, origin: Origin) -> object:
    """Return what a source says: text, lines for a template, or nothing."""
    head, _, name = source.partition(".")
    if head == "fact":
        return _fact(name, origin)
    return SAID_BY[source](origin)


def paper_date(text: str) -> str:
    """Return a date as it stands on paper: 2024年9月10日."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def _fact(name: str, origin: Origin) -> str:
    """Return the value of a fact, if it is established."""
    phrases = Phrases(origin.decision, "zh", origin.rules)
    known = phrases.known(name)
    if known is None or isinstance(known, tuple):
        return ""
    return phrases.value(name, known)


def _outcome(origin: Origin) -> str:
    decision = origin.decision
    label = decision.label(decision.outcome)
    return label if decision.settled else PRESUMED.format(label)


def _established(origin: Origin, *roles: Role) -> Iterator[Citation]:
    for cited in origin.decision.citations:
        if cited.role in roles and cited.status is Status.ESTABLISHED:
            yield cited


def _circumstances(origin: Origin) -> str:
    found = _established(origin, Role.CIRCUMSTANCE)
    return "、".join(dict.fromkeys(cited.citation for cited in found))


def _grounds(origin: Origin) -> str:
    """Return the clauses that the outcome rests on, and what is lacking for a better one.

    Before them stands that the rules apply by reference, after them the authority's own reason.
    """
    decision = origin.decision
    phrases = Phrases(decision, "zh", origin.rules)
    found = [by_reference(phrases)] if decision.by_reference else []
    for cited in decision.citations:
        presumed = cited.role is not Role.DISPOSITION and is_presumed(cited, phrases)
        if cited.status is Status.REFUTED and cited.role in LACKING:
            lacking = LACKING[cited.role].format(cited.citation, cited.text)
            found.append((NOT_FOUND if presumed else NOT_SO).format(lacking))
        elif cited.status is Status.ESTABLISHED and cited.role in HELD and not presumed:
            found.append(CITED.format(cited.citation, cited.text))
    if decision.reason:
        found.append((DECLINED if decision.withheld else CHOSEN).format(decision.reason))
    return "\n".join(dict.fromkeys(found))


def _facts(origin: Origin) -> str:
    """Return the established facts that the outcome rests on, with their evidence.

    Those without a note on their evidence stand together in one paragraph.
    """
    decision = origin.decision
    phrases = Phrases(decision, "zh", origin.rules)
    found = {
        because.fact: None
        for cited in decision.citations
        for because in cited.because
        if because.origin == "established" and not isinstance(because.value, tuple)
    }
    notes = decision.case.evidence
    told = []
    for noted, facts in groupby(found, lambda fact: bool(notes.get(fact))):
        stated = [(fact, _stated(fact, phrases)) for fact in facts]
        if noted:
            told += [EVIDENCED.format(words, notes[fact]) for fact, words in stated]
        else:
            told.append(ENDED.format(JOINED.join(words for _, words in stated)))
    return "\n".join(told)


def _stated(fact: str, phrases: Phrases) -> str:
    """Return a fact as it stands on paper, with its value."""
    return STATED.format(phrases.spec(fact).label, phrases.value(fact, phrases.known(fact)))


def _explanation(origin: Origin) -> list[dict[str, str]]:
    told = document(origin.decision, "zh", rules=origin.rules)
    return list(lines(told, inner=True))


def _analysis(origin: Origin) -> list[dict[str, object]]:
    standard = read_standard(origin.rules)
    assessed = assessments(origin.analysis, standard)
    return rows(worksheet(standard, origin.decision, assessed), origin.decision)


def _regulation(origin: Origin) -> str:
    return f"《{origin.rules.title}》（{origin.rules.document_number}）"


def _deadline(name: str) -> Callable[[Origin], str]:
    def said(origin: Origin) -> str:
        """Return the last day in time; nothing where it is not known to the day."""
        deadline = origin.rules.deadlines.get(name)
        decided = origin.decision.case.decided_on
        if deadline is None or not decided:
            return ""
        if deadline.outcomes and origin.decision.outcome not in deadline.outcomes:
            return ""
        due = due_date(deadline, date.fromisoformat(decided), working_days())
        return paper_date(due.known.isoformat()) if due.known else ""

    return said


SAID_BY: Mapping[str, Callable[[Origin], object]] = {
    "case.id": lambda origin: origin.decision.case.id,
    "case.title": lambda origin: origin.decision.case.title,
    "case.authority": lambda origin: origin.decision.case.authority,
    "case.occurred_on": lambda origin: paper_date(origin.decision.case.occurred_on),
    "case.decided_on": lambda origin: paper_date(origin.decision.case.decided_on),
    "decision.outcome": _outcome,
    "decision.circumstances": _circumstances,
    "decision.grounds": _grounds,
    "decision.facts": _facts,
    "decision.explanation": _explanation,
    "regulation": _regulation,
    "deadline.notice": _deadline("notice"),
    "deadline.filing": _deadline("filing"),
    "analysis": _analysis,
    CHECKPOINT: lambda origin: origin.checkpoint,
}
"""Each source of `tolerance_rules.formats.forms_file`, by name."""
