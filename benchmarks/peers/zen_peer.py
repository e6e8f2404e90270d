"""Evaluate the rules with zen-engine, from complete facts."""

from __future__ import annotations

import json
from itertools import compress, pairwise
from typing import TYPE_CHECKING, Any

import zen

if TYPE_CHECKING:
    from collections.abc import Callable

Facts = dict[str, dict[str, Any]]

_NO_GAIN = "not (motive.gain_for_self or motive.gain_for_others or motive.gain_for_unit)"
_NO_IMPACT = "consequences.impact == 'none' or remedy.impact_removal == 'not_needed'"
_NO_LOSS = "consequences.loss == 'none' or remedy.loss_recovery == 'not_needed'"
CLAUSES = {
    "2": f"not motive.knowing_violation and not nature.persisted_after_prohibition and {_NO_GAIN}",
    "3": "subject.kind != 'other' and subject.kind != 'party_member'",
    "4": "work.performing_duty",
    "5.1": "work.major_arrangement and procedure.collective_decision and "
    "(remedy.impact_removal == 'active' or remedy.loss_recovery == 'active' or "
    f"(({_NO_IMPACT}) and ({_NO_LOSS}))) and {_NO_GAIN}",
    "5.2": "work.high_quality_development and nature.proactive",
    "5.3": "work.reform_and_innovation and (conditions.lack_of_experience or "
    "conditions.pilot_first) and (nature.exploratory_error or consequences.fell_short)",
    "5.4": "(work.pilot or work.experimental or work.creative) and (conditions.policy_unclear or "
    "conditions.unforeseeable_factors) and not conditions.prohibited_by_law",
    "5.5": "work.college_core_work and nature.pioneering",
    "5.6": "work.serving_grassroots and motive.efficiency and nature.deferred_documents",
    "5.7": "nature.took_responsibility and "
    "(work.campus_emergency or work.campus_safety or work.urgent_hazardous_task)",
    "5.8": "motive.overall_interest and nature.broke_deadlock and "
    "(work.legacy_problem or work.dispute_resolution or work.college_stability)",
    "5.9": "work.creative and conditions.objective_constraints and (conditions.policy_changed or "
    "conditions.superior_decision_changed or conditions.policy_unclear)",
    "5.10": "nature.faced_danger and nature.decided_on_the_spot and "
    "(work.disaster_or_accident_response or work.emergency_response or "
    "work.mass_incident_response)",
    "5.11": "conditions.law_at_the_time == 'lighter' or "
    "conditions.law_at_the_time == 'no_liability'",
    "5.12": "nature.three_distinctions and not motive.knowing_violation and "
    f"not nature.persisted_after_prohibition and {_NO_GAIN}",
    "6.1": "nature.political_discipline_violated",
    "6.2": "nature.eight_point_violated or nature.serious_breach",
    "6.3": "motive.gain_for_self or motive.gain_for_others",
    "6.4": "consequences.safety_accident == 'major_or_exceptional' or "
    "consequences.harm_to_students_or_staff == 'serious' or "
    "consequences.serious_mass_incident or consequences.impact == 'vile'",
    "6.5": "remedy.rectification == 'passive' or remedy.rectification == 'none' or "
    "remedy.rectification == 'sham' or remedy.rectification == 'refused'",
    "6.6": "nature.other_bar",
    "7.5.1": "not nature.express_prohibition_violated",
    "7.5.2": "procedure.democratic_centralism and procedure.major_matters_procedure and "
    "procedure.reported_and_sought_instructions",
    "7.5.3": "consequences.loss != 'major' and consequences.impact != 'serious' and "
    "consequences.impact != 'vile'",
    "7.5.4": f"(remedy.impact_removal == 'active' or {_NO_IMPACT}) and "
    f"(remedy.loss_recovery == 'active' or {_NO_LOSS})",
}


def _outcomes(holds: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the ordered rows of condition and outcome; `holds` names a clause's result."""
    circumstance = " or ".join(holds(clause) for clause in CLAUSES if clause.startswith("5."))
    bar = " or ".join(holds(clause) for clause in CLAUSES if clause.startswith("6."))
    conditions = " and ".join(holds(clause) for clause in CLAUSES if clause.startswith("7.5."))
    merit = f"({holds('7.5.4')} or discretion.cooperated)"
    return [
        (f"not ({holds('3')} and {holds('4')})", "ordinary_accountability"),
        (bar, "no_tolerance"),
        (f"not ({circumstance}) or not {holds('2')}", "ordinary_accountability"),
        (conditions, "not_pursued"),
        ("conditions.law_at_the_time == 'no_liability'", "not_pursued"),
        (f"discretion.aggravating or not {merit}", "lighter"),
        (f"discretion.minor_breach and {holds('7.5.3')}", "exempt"),
        (f"{holds('7.5.3')} or remedy.loss_recovery == 'active'", "mitigated"),
        ("true", "lighter"),
    ]


class ZenPeer:
    """Evaluate one compiled expression that gives the outcome and every clause."""

    def __init__(self) -> None:
        """Compile the expression once."""
        *rows, (_, otherwise) = _outcomes(lambda clause: f"({CLAUSES[clause]})")
        outcome = "".join(f"{when} ? '{result}' : " for when, result in rows) + f"'{otherwise}'"
        self._expression = zen.compile_expression(f"[{outcome}, {', '.join(CLAUSES.values())}]")

    def evaluate(self, facts: Facts) -> tuple[str, list[str]]:
        """Return the outcome and the ids of the clauses that hold."""
        outcome, *held = self._expression.evaluate(facts)
        return outcome, list(compress(CLAUSES, held))

    def outcome(self, facts: Facts) -> str:
        """Return the outcome."""
        return self.evaluate(facts)[0]


def _table(name: str, rows: list[dict[str, str]], outputs: dict[str, str]) -> dict[str, Any]:
    """Return a first-hit decision table whose one input column holds whole expressions."""
    columns = [{"id": key, "name": field, "field": field} for key, field in outputs.items()]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "when", "name": "when"}],
        "outputs": columns,
        "rules": rows,
        "passThrough": name == "clauses",
    }
    return {"id": name, "type": "decisionTableNode", "name": name, "content": content}


def graph() -> dict[str, Any]:
    """Return a JDM graph: a table that collects the clauses, then the table of outcomes."""
    clauses = [
        {"_id": clause, "when": when, "clause": f"'{clause}'"} for clause, when in CLAUSES.items()
    ]
    outcomes = [
        {"_id": str(row), "when": when, "outcome": f"'{result}'", "held": "held"}
        for row, (when, result) in enumerate(_outcomes(lambda c: f"('{c}' in held)"))
    ]
    nodes: list[dict[str, Any]] = [
        {"id": "in", "type": "inputNode", "name": "in"},
        _table("clauses", clauses, {"clause": "held[]"}),
        _table("outcomes", outcomes, {"outcome": "outcome", "held": "held"}),
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": f"to-{b['id']}", "type": "edge", "sourceId": a["id"], "targetId": b["id"]}
        for a, b in pairwise(nodes)
    ]
    return {"nodes": nodes, "edges": edges}


class ZenGraphPeer:
    """Evaluate the JDM graph, as the rules editor of zen-engine would keep it."""

    def __init__(self) -> None:
        """Load the graph once, behind a loader, which avoids a thread hop for each case."""
        loader: Any = {"type": "static", "content": {"rules": graph()}}
        self._engine = zen.ZenEngine({"loader": loader})

    def evaluate(self, facts: Facts) -> tuple[str, list[str]]:
        """Return the outcome and the ids of the clauses that hold."""
        result = self._engine.evaluate("rules", facts)["result"]
        return result["outcome"], result["held"]

    def evaluate_json(self, data: bytes) -> bytes:
        """Return the result, with its trace, as JSON, of a case given as JSON."""
        result = self._engine.evaluate("rules", json.loads(data), {"trace": True})
        return json.dumps(result).encode()

    def outcome(self, facts: Facts) -> str:
        """Return the outcome."""
        return self.evaluate(facts)[0]
