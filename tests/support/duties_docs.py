"""The made parts of docs/duties.md: the picture, every sentence, the duties of each outcome.

`python tests/support/duties_docs.py` writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from support.annex_docs import annex_table
from support.dates_docs import dates_table
from support.rulesets import SHIPPED
from tolerance_rules import Engine
from tolerance_rules.formats.conditions import squash
from tolerance_rules.legal_references import article_words, citation_of, items
from tolerance_rules.obligations.calendar import working_days
from tolerance_rules.obligations.obligations import obligations_of
from tolerance_rules.rendering.document import Table, markdown_table
from tolerance_rules.verdict.obligation_life import State, picture
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Status

PAGE = Path(__file__).resolve().parents[2] / "docs" / "duties.md"
ARTICLE = "7"
DECIDED = "2023-09-26"
"""Before National Day of 2023: after it, 27 and 28 September and 7 to 11 October work."""

PILOT = {
    "subject": {"kind": "party_member_cadre"},
    "work": {"performing_duty": True, "reform_and_innovation": True},
    "conditions": {"lack_of_experience": True},
    "consequences": {"loss": "some", "impact": "none"},
    "nature": {"exploratory_error": True},
    "procedure": {
        "democratic_centralism": True,
        "major_matters_procedure": True,
        "reported_and_sought_instructions": True,
    },
    "remedy": {
        "rectification": "active",
        "loss_recovery": "active",
        "impact_removal": "not_needed",
    },
    "discretion": {"cooperated": True, "minor_breach": True},
}
"""Facts under which liability may be left unpursued."""

OUTCOMES: Mapping[str, dict[str, object]] = {
    "not_pursued": {},
    "exempt": {"procedure.major_matters_procedure": False},
    "mitigated": {"consequences.loss": "major"},
    "lighter": {"consequences.loss": "major", "remedy.loss_recovery": "passive",
                "discretion.aggravating": True},
    "no_tolerance": {"motive.gain_for_self": True},
    "ordinary_accountability": {"subject.kind": "other"},
}  # fmt: skip
"""What is otherwise where the case comes to another outcome."""


HEADINGS = (
    *(
        "启动程序",
        "调查核实",
        "综合分析",
        "会商研究",
        "作出决定",
        "告知反馈",
        "纠错整改",
        "备案抄送",
    ),
    *("关爱回访", "结果运用"),
)
"""The words with which each item begins."""


def sentences() -> Iterator[tuple[str, str]]:
    """Yield every sentence of the article with its clause; semicolons end one too."""
    texts = items(article_words(SHIPPED.regulation, ARTICLE))
    for number, text in enumerate(texts):
        clause = f"{ARTICLE}.{number}" if number else ARTICLE
        for each in re.findall("[^。；]+[。；]?", squash(text)):
            yield clause, each


def places(sentence: str, clause: str) -> Iterator[str]:
    """Yield where a sentence is encoded, or why it is for people to judge."""
    duties = SHIPPED.obligations
    for duty in duties.duties.values():
        if duty.clause == clause and squash(duty.quote) in sentence:
            yield f"义务 `{duty.id}`"
    for event in duties.events.values():
        if event.clause == clause and squash(event.quote) in sentence:
            yield f"事件 `{event.id}`"
    if sentence.rstrip("。") in HEADINGS:
        yield "标题"
    for other in duties.others:
        if other.clause == clause and squash(other.quote) in sentence:
            yield other.reason[0]


def sentence_table() -> str:
    """Return every sentence of the article, and where it is encoded."""
    rows = [
        (citation_of(clause).removeprefix("第七条") or "首句", sentence,
         "；".join(dict.fromkeys(places(sentence, clause))))
        for clause, sentence in sentences()
    ]  # fmt: skip
    return (
        markdown_table(Table(("第七条", "原文", "写在哪里"), tuple(rows)))
        .replace("\\`", "`")
        .replace("\\_", "_")
    )


def case(outcome: str) -> dict[str, object]:
    """Return a case that comes to an outcome."""
    facts = {
        f"{group}.{name}": value for group, known in PILOT.items() for name, value in known.items()
    }
    rest = {name: spec.preference[0] for name, spec in SHIPPED.vocabulary.items()}
    return {"case": {"decided_on": DECIDED}, "facts": rest | facts | OUTCOMES[outcome]}


def duties_of(outcome: str) -> list[tuple[str, str, str]]:
    """Return the duties after a decision to an outcome: what, who, until when."""
    engine = Engine(SHIPPED)
    decision = engine.evaluate(case(outcome))
    assert decision.outcome == outcome, decision.outcome
    assert decision.settled
    found = []
    duties = SHIPPED.obligations.duties
    for each in obligations_of(decision, SHIPPED, working_days()):
        root = SHIPPED.obligations.root(each.duty)
        if each.applies is Status.REFUTED or root == "case" or "decision" in duties[each.duty].by:
            continue
        state = each.state(date.fromisoformat(DECIDED))
        when = str(each.due.known) if each.due else "及时" if each.promptly else "没有期限"
        if each.continuing:
            when = "一直"
        elif state is State.NOT_YET_DUE:
            when = f"从“{SHIPPED.obligations.label(each.starts)[0]}”起；{when}"
        found.append((f"{each.name()}（{citation_of(each.clause)}）", each.who[0], when))
    return found


def outcome_tables() -> str:
    """Return the duties of each outcome."""
    headings = ("义务", "谁", f"期限（{DECIDED} 作出决定）")
    return "\n".join(
        f"### {SHIPPED.label(outcome.value)}\n\n"
        + markdown_table(Table(headings, tuple(duties_of(outcome.value))))
        for outcome in Outcome
    )


MADE = {
    "picture": lambda: f"```mermaid\n{picture()}```\n",
    "dates": dates_table,
    "sentences": sentence_table,
    "annexes": annex_table,
    "outcomes": outcome_tables,
}


def with_made(text: str) -> str:
    """Return the page with its made parts as they should be."""
    for name, make in MADE.items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(end)
        text = f"{before}{start}\n{make()}\n{end}{after}"
    return text


if __name__ == "__main__":
    PAGE.write_text(with_made(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
