"""z3 rules: a ruleset as formulas of z3, translated from its definition alone.

Nothing of the decision diagrams is used. A fact is a variable of an enumerated sort or a Bool, a
reading is a variable too, so that one formula speaks of every choice of readings at once. Facts
put in as `facts`, or a clause as `clauses`, make the other case of a pair.
"""

from __future__ import annotations

from functools import lru_cache

import z3

from support.rulesets import SHIPPED
from tolerance_rules.rules import All, Any, ClauseRef, Fact, Not, Reading

ORDER = ("not_pursued", "exempt", "mitigated", "lighter")


class Formulas:
    """The clauses, the outcome and the consistency of a case, over the variables it is told in."""

    def __init__(self, rules, context, *, facts=None, clauses=None):
        self.rules, self.context = rules, context
        self.facts = {**context.facts, **(facts or {})}
        self.clauses = dict(clauses or {})
        for name in (*rules.clauses, *rules.articles):
            self.clause(name)

    def clause(self, name):
        if name not in self.clauses:
            self.clauses[name] = self.formula(self.rules.condition(name))
        return self.clauses[name]

    def formula(self, node):
        if isinstance(node, Fact):
            values = [self.equals(node.name, value) for value in node.values]
            return z3.Or(values)
        if isinstance(node, ClauseRef):
            return self.clause(node.clause)
        if isinstance(node, Not):
            return z3.Not(self.formula(node.item))
        if isinstance(node, Reading):
            return z3.And(
                [
                    z3.Implies(self.context.reads(node.name, option), self.formula(branch))
                    for option, branch in node.options
                ]
            )
        items = [self.formula(item) for item in node.items]
        assert isinstance(node, (All, Any))
        return z3.And(items) if isinstance(node, All) else z3.Or(items)

    def equals(self, name, value):
        fact = self.facts[name]
        if isinstance(value, bool):
            return fact == z3.BoolVal(value)
        return fact == self.context.values[name][value]

    @property
    def possible(self):
        return z3.And(
            [
                z3.Not(z3.And([self.formula(literal) for literal in each.literals]))
                for each in self.rules.impossible
            ]
        )

    @property
    def outcome(self):
        """Return the outcome as a term, `none` if no row decides."""
        term = self.context.outcomes["none"]
        for row in reversed(self.rules.outcomes):
            here = self.context.outcomes.get(row.outcome)
            if row.by_policy:
                here = self.context.outcomes["none"]
                for pick in reversed(self.rules.policy_rows):
                    picked = self.context.outcomes[pick.outcome]
                    here = z3.If(self.formula(pick.when), picked, here)
            term = z3.If(self.formula(row.when), here, term)
        return term


class Context:
    """The variables: a case, and the choice of readings."""

    def __init__(self, rules):
        names = sorted({"none", *self._outcomes(rules)})
        sort, terms = z3.EnumSort("outcome", names)
        self.outcome_sort, self.outcomes = sort, dict(zip(names, terms, strict=True))
        self.values, self.facts = {}, {}
        for name, spec in rules.vocabulary.items():
            if spec.boolean:
                self.facts[name] = z3.Bool(name)
            else:
                sort, terms = z3.EnumSort(name, [f"{name}={value}" for value in spec.values])
                self.values[name] = dict(zip(spec.values, terms, strict=True))
                self.facts[name] = z3.Const(name, sort)
        self.options = {
            (name, option): z3.Bool(f"{name}={option}")
            for name, card in rules.outcome_readings.items()
            for option in card.names
        }
        self.one_option_each = z3.And(
            [
                z3.PbEq([(self.options[name, option], 1) for option in card.names], 1)
                for name, card in rules.outcome_readings.items()
            ]
        )

    def reads(self, name, option):
        # A reading of time limits alone is none of the options: it is whatever one likes.
        return self.options.get((name, option), z3.BoolVal(True))

    def value(self, name, value):
        return z3.BoolVal(value) if isinstance(value, bool) else self.values[name][value]

    @staticmethod
    def _outcomes(rules):
        picked = {pick.outcome for pick in rules.policy_rows}
        return picked | {row.outcome for row in rules.outcomes if not row.by_policy}


@lru_cache(maxsize=1)
def shared_context():
    """Return the variables of the shipped rules; z3 declares an enumeration once only."""
    return Context(SHIPPED)
