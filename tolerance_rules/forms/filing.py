"""Filing: which decisions go on a paper of many cases.

A month takes the decisions whose filing is due in it, and of these the outcomes that the form is
for. What is not settled is not left out: the form refuses it.
"""

from __future__ import annotations

from dataclasses import dataclass

from tolerance_rules.decision import Decision
from tolerance_rules.formats.forms_file import Form, Forms
from tolerance_rules.obligations.filing_month import filing_month
from tolerance_rules.rules import Ruleset


@dataclass(frozen=True)
class Filing:
    """What is filed: a form of the rules, with its fields, for a month or for any."""

    form: Form
    forms: Forms
    rules: Ruleset
    month: str = ""

    def is_for(self, outcome: str) -> bool:
        """Tell whether the form is for an outcome."""
        return not self.form.outcomes or outcome in self.form.outcomes

    def is_of(self, decided_on: str) -> bool:
        """Tell whether a decision of a day goes with the month; one without a day with none."""
        if not self.month:
            return True
        return bool(decided_on) and filing_month(decided_on, self.rules) == self.month

    def takes(self, decision: Decision) -> bool:
        """Tell whether a decision goes on the form, or may, once it is settled."""
        outcomes = (decision.outcome,) if decision.settled else decision.reachable
        return any(map(self.is_for, outcomes)) and self.is_of(decision.case.decided_on)
