"""Diff: what a change of rules, of readings or of the policy means for every case there is.

Two drafts of one regulation are compared part by part as well, under every choice of readings, and
in all that a decision says; of two regulations, by the facts that they share, it is told which
cases come to another outcome, and on which clauses each side decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.proof.decision_changes import DecisionChange, decision_changes
from tolerance_rules.proof.outcome_change import OutcomeChange, SetApart
from tolerance_rules.proof.outcome_comparison import OutcomeComparison
from tolerance_rules.proof.rule_edits import Edit, edits
from tolerance_rules.proof.shared_facts import SharedFacts, shared_facts
from tolerance_rules.rules import Ruleset
from tolerance_rules.verdict.verdict import Facts
from tolerance_rules.vocabulary.fact_spec import Value


@dataclass(frozen=True)
class RulesetDifference:
    """What a change of the rules means: every pair of outcomes, before and after, that occurs."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    edits: tuple[Edit, ...]
    """What was changed in the rules: parts of clauses, rows, readings, facts, by name."""
    facts: SharedFacts
    cases: int
    """How many are compared: complete, and without contradiction by one ruleset or the other."""
    changes: tuple[OutcomeChange, ...]
    """The pairs of outcomes of complete cases, each side as it is read."""
    elsewhere: tuple[OutcomeChange, ...]
    """Those of other cases, under a choice of readings that is not the one in force."""
    decisions: tuple[DecisionChange, ...]
    """What decisions say otherwise though the outcome stays."""
    apart: tuple[SetApart, SetApart]
    """For either side, the cases that are not among those compared."""

    @property
    def one_regulation(self) -> bool:
        """Tell whether both sides are drafts, readings or policies of one regulation."""
        return bool(self.old["id"] == self.new["id"])

    @property
    def said(self) -> tuple[Edit, ...]:
        """Return the edits that are read in decisions, or count wherever cases are compared."""
        return tuple(edit for edit in self.edits if edit.effect == "said")

    @property
    def differs(self) -> bool:
        """Tell whether some case is decided otherwise, or its decision says something else.

        Other edits, if there are any, are proved to change no decision.
        """
        return bool(self.changes or self.elsewhere or self.decisions or self.said)

    @property
    def changed(self) -> int:
        """Return how many cases come to another outcome."""
        return sum(change.cases for change in self.changes)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; counts of cases are strings, being past what JSON readers hold."""
        old, new = self.facts.held
        return {
            "old": dict(self.old),
            "new": dict(self.new),
            "edits": [edit.name for edit in self.edits],
            "said": [edit.name for edit in self.said],
            "facts": {
                "shared": list(self.facts.shared),
                "other_values": list(self.facts.other_values),
                "held": {"old": dict(old), "new": dict(new)},
            },
            "cases": str(self.cases),
            "set_apart": {
                side: {"cases": str(each.cases), "facts": list(each.facts)}
                for side, each in zip(("old", "new"), self.apart, strict=True)
            },
            "changed": str(self.changed),
            "changes": [_change(change) for change in self.changes],
            "under_other_readings": [
                _change(change) | {"readings": dict(change.example.readings)}
                for change in self.elsewhere
            ],
            "decisions": [
                {
                    "kind": change.kind,
                    "names": list(change.names),
                    "example": {"facts": _facts(change.facts), "readings": dict(change.readings)},
                }
                for change in self.decisions
            ],
            "differs": self.differs,
        }


def _change(change: OutcomeChange) -> dict[str, Any]:
    return {
        "before": change.before,
        "after": change.after,
        "cases": str(change.cases),
        "clauses": {name: str(number) for name, number in change.clauses.items()},
        "example": {
            "facts": dict(change.example.facts),
            "responsible": list(change.responsible),
            "rows": list(change.rows),
            "cites": [[each._asdict() for each in side] for side in change.cites],
        },
    }


def _facts(facts: Facts) -> dict[str, Any]:
    return {n: list(known) if isinstance(known, tuple) else known for n, known in facts.items()}


def diff(
    old: Ruleset,
    new: Ruleset,
    *,
    given: tuple[Mapping[str, Value], Mapping[str, Value]] = (FrozenDict(), FrozenDict()),
) -> RulesetDifference:
    """Return what differs between two rulesets, as each is read and chosen.

    Facts that the two do not share are held as presumed, or as `given` for either side;
    InconsistentFactsError if these clash. Cases that clash with what is held are set apart.
    """
    facts = shared_facts(old, new, given)
    comparison = OutcomeComparison(old, new, facts)
    found = edits(old, new) if old.id == new.id else ()
    # A choice of readings or of presumptions may change what is found in a case; what only
    # explains the rules can't, and where nothing else was edited no case need be compared.
    decides = any(edit.effect == "decides" for edit in found) or any(facts.held)
    drafts = old.id == new.id and decides
    return RulesetDifference(
        old=_side(old),
        new=_side(new),
        edits=found,
        facts=facts,
        cases=comparison.cases,
        changes=comparison.as_read,
        elsewhere=comparison.elsewhere if drafts else (),
        decisions=decision_changes(old, new, facts) if drafts else (),
        apart=comparison.apart,
    )


def _side(rules: Ruleset) -> dict[str, Any]:
    policy = rules.policy
    return {
        "id": rules.id,
        "document_number": rules.document_number,
        "folder": rules.folder,
        "sha256": rules.sha256,
        "readings": dict(rules.chosen),
        "policy": {"id": policy.id, "sha256": policy.sha256} if policy is not None else None,
    }
