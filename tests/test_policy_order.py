"""The order of the default policy: what is worse in one fact is never treated better."""

from __future__ import annotations

from itertools import product

from tolerance_rules import Engine
from tolerance_rules.semantics import pick_of

RULES = Engine.load().rules
WORST_FIRST = {
    "discretion.minor_breach": (False, True),
    "discretion.aggravating": (True, False),
    "discretion.cooperated": (False, True),
    "consequences.loss": ("major", "some", "none"),
    "consequences.impact": ("vile", "serious", "some", "none"),
    "remedy.impact_removal": ("none", "passive", "active"),
    "remedy.loss_recovery": ("none", "passive", "active"),
}
"""What the policy weighs; a remedy that is not needed stands in no order with one that is."""
LENIENT_FIRST = ("exempt", "mitigated", "lighter")
PRESUMED = {spec.name: spec.presume(None) for spec in RULES.vocabulary.values()}
SUGGESTED = {
    values: LENIENT_FIRST.index(
        pick_of({**PRESUMED, **dict(zip(WORST_FIRST, values, strict=True))}, RULES).outcome
    )
    for values in product(*(RULES.vocabulary[name].values for name in WORST_FIRST))
}


def test_the_facts_are_all_that_the_policy_weighs() -> None:
    assert len(SUGGESTED) == 1536
    assert set(SUGGESTED.values()) == {0, 1, 2}


def test_what_is_worse_in_one_fact_is_never_treated_better() -> None:
    for values, suggested in SUGGESTED.items():
        for place, order in enumerate(WORST_FIRST.values()):
            if values[place] in order:
                for worse in order[: order.index(values[place])]:
                    changed = (*values[:place], worse, *values[place + 1 :])
                    assert SUGGESTED[changed] >= suggested


def test_what_is_worse_in_two_facts_at_once_may_be_as_the_document_says() -> None:
    """A serious impact alone, and with a loss besides that was recovered."""
    alone = (False, False, True, "none", "serious", "active", "not_needed")
    besides = (False, False, True, "some", "serious", "active", "active")
    assert [LENIENT_FIRST[SUGGESTED[each]] for each in (alone, besides)] == ["lighter", "mitigated"]
