"""Explained citations: the clauses a decision rests on, and what prevented a better outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from tolerance_rules.language import Pair, pick, say
from tolerance_rules.rendering.decision_phrases import Phrases
from tolerance_rules.rendering.document import Item
from tolerance_rules.rendering.explained_facts import fact_item
from tolerance_rules.rendering.explanation_words import ROLES
from tolerance_rules.semantics import status
from tolerance_rules.verdict.verdict import Citation, Role, Status

_OUTCOME_ROLES = (Role.DISPOSITION, Role.POLICY)
# What stands in the way of a better outcome, found or only presumed.
PREVENTED: Mapping[tuple[Role, bool], Pair] = {
    (Role.SCOPE, False): (
        "不在规定的适用范围之内：不符合{}。",
        "The case is outside the scope of the regulation: {} is not met.",
    ),
    (Role.SCOPE, True): (
        "按推定，尚不在规定的适用范围之内：尚不符合{}。",
        "As presumed, the case is outside the scope of the regulation: {} is not yet met.",
    ),
    (Role.PROVISO, False): (
        "不符合容错情形的前提：{}。以此为前提的容错情形，即使有，也不适用容错。",
        "What a circumstance presupposes is not met: {}. No circumstance that rests on it counts.",
    ),
    (Role.PROVISO, True): (
        "按推定，尚不符合容错情形的前提：{}。",
        "As presumed, what a circumstance presupposes is not yet met: {}.",
    ),
    (Role.BAR, False): (
        "具有不予容错的情形：{}。有此情形，不论有无容错情形，都不予容错。",
        "A bar to tolerance is present: {}. It excludes tolerance whatever circumstance there "
        "may be.",
    ),
    (Role.BAR, True): (
        "按推定，具有不予容错的情形：{}。有此情形，不论有无容错情形，都不予容错。",
        "As presumed, a bar to tolerance is present: {}. It excludes tolerance whatever "
        "circumstance there may be.",
    ),
    (Role.CIRCUMSTANCE, False): (
        "没有{}所列的容错情形，各项缺什么见上。",
        "None of the circumstances of {} is present; what each lacks is set out above.",
    ),
    (Role.CIRCUMSTANCE, True): (
        "按推定，尚没有{}所列的容错情形，各项缺什么见上。",
        "As presumed, none of the circumstances of {} is present yet; what each lacks is set out "
        "above.",
    ),
    (Role.CONDITION_UNMET, False): (
        "更宽的处理以具备{}为条件，本案不具备。",
        "A better outcome requires {}, which the case lacks.",
    ),
    (Role.CONDITION_UNMET, True): (
        "更宽的处理以具备{}为条件，按推定，本案尚不具备。",
        "A better outcome requires {}, which the case, as presumed, does not have yet.",
    ),
}
_PREVENTING = (
    (Role.SCOPE, Status.REFUTED),
    (Role.PROVISO, Status.REFUTED),
    (Role.BAR, Status.ESTABLISHED),
    (Role.CIRCUMSTANCE, Status.REFUTED),
    (Role.CONDITION_UNMET, Status.REFUTED),
)

_AS_PRESUMED = {Role.CONDITION_MET: "met_presumed", Role.CONDITION_UNMET: "not_yet_met"}


def citation_item(citation: Citation, phrases: Phrases) -> Item:
    """Return a citation: what it does, its words, and the facts behind it."""
    name = phrases.clause(citation.clause, citation.citation)
    title = phrases.decision.ruleset.policy_title[1]
    if citation.role is Role.POLICY and phrases.lang == "en" and title not in ("", name):
        name = f"{title} {name}"
    what = role_words(citation, phrases)
    words = [Item(phrases.say(_text_key(citation), citation.text))]
    if gloss := _gloss(citation, phrases):
        words.append(Item(phrases.say("gloss", gloss)))
    facts = tuple(_because(citation, phrases))
    return Item(phrases.say("cited", citation=name, what=what), (*words, *facts))


def role_words(citation: Citation, phrases: Phrases) -> str:
    """Return what a citation does, and whether its clause holds; what is presumed is said to be."""
    what = pick(phrases.lang, ROLES[citation.role])
    if citation.role in _OUTCOME_ROLES:
        return what
    presumed = is_presumed(citation, phrases)
    if presumed and citation.role in _AS_PRESUMED:
        what = phrases.say(_AS_PRESUMED[citation.role])
    return what + phrases.say("then") + _status(citation.status, phrases, presumed=presumed)


def _text_key(citation: Citation) -> str:
    return "policy_text" if citation.role is Role.POLICY else "text"


def _gloss(citation: Citation, phrases: Phrases) -> str:
    """Return the English of a clause; a disposing sentence is only part of its clause."""
    rules = phrases.rules
    if phrases.lang == "zh" or rules is None or citation.role is Role.DISPOSITION:
        return ""
    if citation.role is Role.POLICY:
        return rules.policy.gloss if rules.policy is not None else ""
    card = rules.clauses.get(citation.clause) or rules.articles.get(citation.clause)
    return card.gloss if card is not None else ""


def _status(status: Status, phrases: Phrases, *, presumed: bool) -> str:
    key = "held" if status is Status.ESTABLISHED else "failed"
    return phrases.say(f"{key}_presumed" if presumed else key)


def is_presumed(citation: Citation, phrases: Phrases) -> bool:
    """Tell whether a cited clause is what it is only by presumption.

    Whether one clause of an article is enough only the rules say; without them it is an article
    as presumed if one of the clauses behind it is open.
    """
    decision, rules = phrases.decision, phrases.rules
    article = rules.articles.get(citation.clause) if rules is not None else None
    if rules is not None and article is not None:
        # An article that fails is cited for its own clauses alone, its gate apart.
        node = article.items if citation.status is Status.REFUTED else article.when
        return status(node, decision.completed.known, rules) is Status.OPEN
    clauses = (citation.clause, *(each.clause for each in citation.because))
    return any(decision.statuses.get(each) is Status.OPEN for each in clauses)


def _because(citation: Citation, phrases: Phrases) -> Iterator[Item]:
    """Yield the facts behind a citation, under their clauses where it is a whole article."""
    # What two branches of a condition ask for (any two of three) is said once.
    because = dict.fromkeys(citation.because)
    for clause, found in groupby(because, key=lambda each: each.clause):
        facts = tuple(fact_item(each, phrases) for each in found)
        if clause == citation.clause:
            yield from facts
            continue
        known = phrases.decision.statuses.get(clause, citation.status)
        presumed = known is Status.OPEN
        # A clause that is open was presumed to be what its article came to be.
        what = _status(citation.status if presumed else known, phrases, presumed=presumed)
        yield Item(phrases.say("cited", citation=phrases.clause(clause), what=what), facts)


def prevented(phrases: Phrases) -> Iterator[str]:
    """Yield what stands between the case and a more lenient outcome."""
    decision = phrases.decision
    if str(decision.outcome) == next(iter(decision.ruleset.labels), ""):
        return
    # What another row of the outcome table may still give, whatever is lacking for this one.
    order = list(decision.ruleset.labels)
    ceiling = min(order.index(each) for each in decision.permitted)
    better = [each for each in decision.reachable if order.index(each) < ceiling]
    for role, found in _PREVENTING:
        cited = [each for each in decision.citations if (each.role, each.status) == (role, found)]
        for presumed in (False, True):
            names = [
                phrases.clause(each.clause, each.citation)
                for each in cited
                if is_presumed(each, phrases) is presumed
            ]
            if names:
                said = say(phrases.lang, PREVENTED[role, presumed], phrases.series(names))
                if role is Role.CONDITION_UNMET and better and not presumed:
                    said = phrases.say("prevented_so_far", said, phrases.outcomes(better))
                yield said
    if decision.withheld:
        return
    kinder = decision.permitted[: decision.permitted.index(decision.outcome)]
    if kinder and decision.basis != "text":
        yield phrases.say(f"prevented_{decision.basis}", phrases.outcomes(kinder))
