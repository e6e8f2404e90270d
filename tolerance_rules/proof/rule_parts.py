"""Rule parts: everything that a ruleset says, by name, but for glosses and translations.

Each part has an effect: what `decides` may change what is found in a case, which only a comparison
of all cases tells; what is `said` is read in decisions, or counts wherever cases are compared or
put off, whatever the case; what stands `aside` is for those who work with the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any as Anything
from typing import Literal, TypeAlias

from tolerance_rules.proof.condition_edits import OUTCOMES
from tolerance_rules.rules import (
    POLICY,
    All,
    Any,
    Article,
    Clause,
    ClauseRef,
    Combination,
    Duty,
    DutyEvent,
    Fact,
    Node,
    Not,
    OutcomeRow,
    PolicyRow,
    Reading,
    ReadingCard,
    Ruleset,
    leaves,
    walk,
)
from tolerance_rules.vocabulary.fact_spec import FactSpec

Effect: TypeAlias = Literal["decides", "said", "aside"]
Parts: TypeAlias = Mapping[str, tuple[Effect, Anything]]
"""What a holder says, by the name of the part: its effect, and what is compared."""

READING, FACT, OUTCOME = "reading#", "fact#", "outcome#"
DUTY, EVENT = "duty#", "event#"
IMPOSSIBLE, EXPLAIN, RULESET = "impossible#", "explain#", "ruleset"


def parts_of(rules: Ruleset) -> Iterator[tuple[str, Parts]]:
    """Yield all holders of a ruleset with their parts."""
    yield RULESET, _ruleset(rules)
    for clause in rules.clauses.values():
        yield clause.id, _clause(clause)
    for article in rules.articles.values():
        yield article.id, _article(article)
    yield "by_reference", _leaf(rules.by_reference)
    for row in rules.outcomes:
        yield f"{OUTCOMES}#{row.row}", _row(row)
    for pick in rules.policy_rows:
        yield f"{POLICY}#{pick.row}", _pick(pick)
    for card in rules.readings.values():
        yield f"{READING}{card.id}", _reading(card)
    for kind, listed in ((IMPOSSIBLE, rules.impossible), (EXPLAIN, rules.explain)):
        for combination in listed:
            yield f"{kind}{combination.id}", _combination(combination)
    for spec in rules.vocabulary.values():
        yield f"{FACT}{spec.name}", _fact(spec)
    for code, words in rules.labels.items():
        yield f"{OUTCOME}{code}", {"label": ("said", (words.label[0], words.also))}
    for duty in rules.obligations.duties.values():
        yield f"{DUTY}{duty.id}", _duty(duty, rules)
    for event in rules.obligations.events.values():
        yield f"{EVENT}{event.id}", _event(event)


class Order(tuple[str, ...]):
    """Names in an order, which is the same if the names of both sides stand in one order."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Order):
            return NotImplemented
        both = {*self} & {*other}
        return [each for each in self if each in both] == [each for each in other if each in both]

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = tuple.__hash__


def _ruleset(rules: Ruleset) -> Parts:
    policy, earlier = rules.policy, rules.earlier_conduct
    lists = ((IMPOSSIBLE, rules.impossible), (EXPLAIN, rules.explain))
    duties = [f"{DUTY}{each.id}" for each in rules.obligations.recorded]
    names = (*rules.vocabulary, *rules.clauses, *rules.articles, *rules.readings)
    return {
        "document": (
            "said",
            (rules.document_number, rules.title, rules.issuer, rules.interpreted_by, rules.basis),
        ),
        "in_force": ("said", (rules.in_force, rules.repeals, earlier and earlier[0])),
        "outcomes": ("said", Order(rules.labels)),
        "policy": ("said", policy and (policy.title, policy.citation, policy.text)),
        # What a policy asks for is weighed, even where nothing comes of it.
        "weighed": ("said", frozenset(_weighed(rules))),
        "rows": ("decides", Order(row.row for row in rules.outcomes)),
        "policy_rows": ("decides", Order(pick.row for pick in rules.policy_rows)),
        "consistency": ("decides", Order(f"{kind}{e.id}" for kind, each in lists for e in each)),
        "groups": ("aside", {name: each.label for name, each in rules.vocabulary.groups.items()}),
        "regulation": ("aside", rules.regulation),
        "order": ("aside", Order((*names, *duties))),
        "others": ("aside", [(each.clause, each.quote) for each in rules.obligations.others]),
    }


def _weighed(rules: Ruleset) -> Iterator[str]:
    """Yield the facts that the policy asks for, clauses followed, on every reading."""
    todo: list[Node] = [pick.when for pick in rules.policy_rows]
    seen: set[str] = set()
    while todo:
        node = todo.pop()
        yield from (leaf.name for leaf in leaves(node))
        named = {each.clause for each in walk(node) if isinstance(each, ClauseRef)} - seen
        seen |= named
        todo.extend(map(rules.condition, named))


def _clause(clause: Clause) -> Parts:
    return {
        "": ("decides", bare(clause.when)),
        "text": ("said", clause.text),
        "citation": ("said", clause.citation),
        "quotes": ("said", _quotes(clause.when)),
        "unencoded": ("aside", clause.unencoded),
        "note": ("aside", clause.note),
    }


def _article(article: Article) -> Parts:
    gate = article.provided and bare(article.provided)
    return {
        "holds": ("decides", (article.holds, article.clauses, gate)),
        "text": ("said", article.text),
        "citation": ("said", article.citation),
    }


def _leaf(leaf: Fact | None) -> Parts:
    return {
        "": ("decides", leaf and bare(leaf)),
        "quotes": ("aside", leaf and leaf.quote),
    }


def _row(row: OutcomeRow) -> Parts:
    return {
        "when": ("decides", bare(row.when)),
        "outcome": ("decides", row.outcome),
        "modality": ("decides", row.modality),
        "basis": ("decides", row.basis),
        "permitted": ("decides", row.permitted),
        "cites": ("decides", row.cites),
        "disposition": ("said", row.disposition),
        "remark": ("said", row.remark[0]),
        "quotes": ("aside", _quotes(row.when)),
    }


def _pick(pick: PolicyRow) -> Parts:
    return {"when": ("decides", bare(pick.when)), "outcome": ("decides", pick.outcome)}


def _reading(card: ReadingCard) -> Parts:
    return {
        "options": ("decides", frozenset(card.names)),
        "default": ("decides", card.default),
        "meanings": ("said", (card.clause, card.phrase, {n: zh for n, (zh, _) in card.options})),
        "question": ("aside", (card.question, card.reason)),
    }


def _combination(combination: Combination) -> Parts:
    literals = tuple(bare(literal) for literal in combination.literals)
    return {"facts": ("decides", literals), "reason": ("said", combination.reason)}


def _fact(spec: FactSpec) -> Parts:
    labels = [zh for zh, _ in spec.labels]
    return {
        "values": ("said", frozenset(spec.values)),
        "presumed": ("decides", spec.preference),
        "finding": ("said", spec.finding),
        "order": ("said", (spec.direction, spec.order)),
        "mutability": ("said", spec.mutability),
        "label": ("said", (spec.label, dict(zip(spec.values, labels, strict=False)))),
        "question": ("aside", (spec.question, spec.evidence, spec.values)),
    }


def _duty(duty: Duty, rules: Ruleset) -> Parts:
    parties = rules.obligations.parties
    limit = duty.limit and (duty.limit.unit, duty.limit.number, duty.limit.reading)
    including = duty.limit and frozenset(duty.limit.including)
    papers = [duty.document and duty.document[0], duty.evidence and duty.evidence[0]]
    return {
        "terms": ("said", (limit, including, duty.by, duty.promptly, duty.starts, duty.unless)),
        "binds": (
            "said",
            (
                (parties[duty.who][0], tuple(parties[each][0] for each in duty.to)),
                (duty.force, duty.continuing, duty.turns, frozenset(duty.outcomes)),
                bare(duty.when),
            ),
        ),
        "text": ("said", (duty.clause, duty.quote)),
        "label": ("said", duty.label[0]),
        "papers": (
            "said",
            (papers, [(part.quote, part.label[0]) for part in duty.contents], duty.shown_by),
        ),
        "register": ("said", duty.register),
    }


def _event(event: DutyEvent) -> Parts:
    return {
        "terms": ("said", event.appointed),
        "text": ("said", (event.clause, event.quote)),
        "label": ("said", event.label[0]),
    }


def bare(node: Node) -> Node:
    """Return a condition without what its leaves quote."""
    if isinstance(node, Fact):
        return Fact(node.name, node.values)
    if isinstance(node, Not):
        return Not(bare(node.item))
    if isinstance(node, Reading):
        return Reading(node.name, tuple((option, bare(each)) for option, each in node.options))
    return type(node)(tuple(map(bare, node.items))) if isinstance(node, (All, Any)) else node


class Quotes(dict[str, frozenset[str]]):
    """What is quoted for each fact: the same if it is so of every fact that both sides ask for."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quotes):
            return NotImplemented
        return all(other.get(fact, quotes) == quotes for fact, quotes in self.items())

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None


def _quotes(node: Node) -> Quotes:
    found: dict[str, set[str]] = {}
    for leaf in leaves(node):
        found.setdefault(leaf.name, set()).add(leaf.quote)
    return Quotes((fact, frozenset(quotes)) for fact, quotes in found.items())
