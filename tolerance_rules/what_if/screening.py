"""Screening: one question in place of many, whether none of the bars is present."""

from __future__ import annotations

from collections.abc import Iterator

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import InconsistentFactsError
from tolerance_rules.executors.diagram import deciding
from tolerance_rules.reachability import inlined
from tolerance_rules.rules import Any, Fact, Node, Not, Ruleset
from tolerance_rules.semantics import complete
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.verdict.verdict import Role
from tolerance_rules.vocabulary.fact_spec import Known
from tolerance_rules.vocabulary.vocabulary import Vocabulary
from tolerance_rules.what_if.answers.questions import Circumstance, Screening

FEWEST = 2
"""Facts of which nothing need be asked any more, for the one question to be worth asking."""


def screening(engine: Engine, decision: Decision) -> Screening | None:
    """Return the question for the open facts of the bars; None if it would spare too few.

    The answer that none is present leaves of each fact the values by which no bar holds. It says
    no more than was asked: that no harm was grave is not that there was none.
    """
    rules, known = engine.rules, decision.completed.known
    found, none = [], dict[str, Known]()
    for each in _circumstances(rules):
        spec = rules.vocabulary[each.fact]
        possible = spec.possible(known[each.fact])
        if each.fact in decision.open_facts and set(possible) & set(each.values):
            found.append(each)
            among = spec.possible(none.get(each.fact, known[each.fact]))
            left = [value for value in among if value not in each.values]
            if not left:
                return None
            none[each.fact] = spec.known(left)
    try:
        after = complete({**known, **none}, rules).known
    except InconsistentFactsError:
        return None
    rest = engine.diagram.restricted(after)
    still_open = deciding(rest, after, rules)
    spared = tuple(name for name in none if name not in still_open)
    if len(spared) < FEWEST:
        return None
    outcomes = rest.outcomes()
    reachable = tuple(outcome for outcome in Outcome if outcome.value in outcomes)
    return Screening(tuple(found), none, reachable, spared)


def _circumstances(rules: Ruleset) -> Iterator[Circumstance]:
    """Yield each value of a fact that alone makes a bar hold, in the order of the rules."""
    for name in rules.cited_as(Role.BAR.value):
        article = rules.articles.get(name)
        if article is not None and article.holds != "any":
            continue
        for clause in rules.clauses_of(name):
            card = rules.clauses[clause]
            for leaf in _sufficient(inlined(card.when, rules), rules.vocabulary):
                yield Circumstance(clause, card.citation, leaf.name, leaf.values)


def _sufficient(node: Node, vocabulary: Vocabulary) -> Iterator[Fact]:
    """Yield the leaves of which each alone makes a condition hold."""
    if isinstance(node, Fact):
        yield node
    elif isinstance(node, Not) and isinstance(node.item, Fact):
        excluded = node.item.values
        others = (v for v in vocabulary[node.item.name].values if v not in excluded)
        yield Fact(node.item.name, tuple(others), node.item.quote)
    elif isinstance(node, Any):
        for item in node.items:
            yield from _sufficient(item, vocabulary)
