"""What an audit has to find in one decision, by the oracle: every way its facts may turn out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from support import oracle
from support.rulesets import SHIPPED
from support.truth_table import Rows
from tolerance_rules.vocabulary.fact_spec import Known

SPECS = SHIPPED.vocabulary
TOLERANT = oracle.FAVOURABLE

_ALWAYS = """subject.kind work.performing_duty conditions.law_at_the_time
    procedure.democratic_centralism procedure.major_matters_procedure
    procedure.reported_and_sought_instructions
    remedy.rectification remedy.impact_removal remedy.loss_recovery
    discretion.minor_breach discretion.cooperated"""
"""What Articles 3, 4, 6, 7(5) and the policy ask, but for what is adverse, which always counts."""
_ASKED = {
    "5.1": "work.major_arrangement procedure.collective_decision",
    "5.2": "work.high_quality_development nature.proactive",
    "5.3": """work.reform_and_innovation conditions.lack_of_experience conditions.pilot_first
        nature.exploratory_error consequences.fell_short""",
    "5.4": """conditions.policy_unclear conditions.unforeseeable_factors work.pilot
        work.experimental work.creative""",
    "5.5": "work.college_core_work nature.pioneering",
    "5.6": "work.serving_grassroots motive.efficiency nature.deferred_documents",
    "5.7": """work.campus_emergency work.campus_safety work.urgent_hazardous_task
        nature.took_responsibility""",
    "5.8": """work.legacy_problem work.dispute_resolution work.college_stability
        motive.overall_interest nature.broke_deadlock""",
    "5.9": """work.creative conditions.policy_changed conditions.superior_decision_changed
        conditions.policy_unclear conditions.objective_constraints""",
    "5.10": """work.disaster_or_accident_response work.emergency_response
        work.mass_incident_response nature.faced_danger nature.decided_on_the_spot""",
    "5.11": "",
    "5.12": "nature.three_distinctions",
}
"""What each circumstance asks besides."""
ADVERSE = frozenset(name for name, spec in SPECS.items() if spec.direction == "aggravating")


@dataclass(frozen=True)
class Row:
    """A decision as it stands in a register; dates are ISO 8601, or empty."""

    number: int
    facts: Mapping[str, Known]
    recorded: str
    id: str = ""
    authority: str = ""
    occurred_on: str = ""
    decided_on: str = ""
    notified_on: str = ""
    filed_on: str = ""

    @property
    def period(self) -> str:
        year, month = self.decided_on[:4], self.decided_on[5:7]
        return f"{year}Q{(int(month) + 2) // 3}" if year else ""


@dataclass(frozen=True)
class Case:
    """What the oracle says of the facts of a row."""

    facts: Mapping[str, Known]
    readings: Mapping[str, str] = field(default_factory=lambda: oracle.DEFAULTS)

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.facts)

    @cached_property
    def can_be(self) -> int:
        return oracle.consistent(self.rows)

    @cached_property
    def outcomes(self) -> Mapping[str, int]:
        found = oracle.outcomes(self.rows, self.readings)
        return {outcome: rows & self.can_be for outcome, rows in found.items()}

    @cached_property
    def reachable(self) -> set[str]:
        return {outcome for outcome, rows in self.outcomes.items() if rows}

    @cached_property
    def total(self) -> Mapping[str, Known]:
        return oracle.presumed(self.rows)

    @cached_property
    def named(self) -> str:
        return oracle.judge(self.total, self.readings)[0]

    @cached_property
    def known(self) -> Mapping[str, tuple]:
        """What is still possible of each fact once the impossible is struck out."""
        return oracle.narrowed(self.rows)

    @cached_property
    def relevant(self) -> frozenset[str]:
        found = ADVERSE.union(_ALWAYS.split())
        if self.readings["old_law"] == "literal":
            found -= {"conditions.law_at_the_time"}
        box = Rows({n: v if len(v) > 1 else v[0] for n, v in self.known.items()})
        holds = oracle.clauses(box, self.readings)
        bound = self.readings["three_distinctions_scope"] == "every_circumstance"
        for clause, names in _ASKED.items():
            if holds[clause] and (holds["2"] or not bound):
                found |= set(names.split())
                if clause == "5.11":
                    found |= {"conditions.law_at_the_time"}
                if clause == "5.9" and self.readings["constraints"] == "umbrella":
                    found -= {"conditions.objective_constraints"}
        return found

    @cached_property
    def counted(self) -> frozenset[str]:
        return frozenset(name for name in self.relevant if not SPECS[name].finding)

    @cached_property
    def open(self) -> frozenset[str]:
        return frozenset(name for name in self.counted if len(self.known[name]) > 1)

    @property
    def is_compared(self) -> bool:
        """Nine in ten of the relevant facts are established."""
        return 10 * (len(self.counted) - len(self.open)) >= 9 * len(self.counted)

    @cached_property
    def likeness(self) -> frozenset[tuple[str, frozenset]]:
        """Cases with the same of these are alike."""
        return frozenset((name, frozenset(self.known[name])) for name in self.relevant)

    def standing(self, recorded: str) -> str:
        """Return what is found of an outcome recorded in every way the facts may turn out."""
        of = self.outcomes
        policy = of["exempt"] | of["mitigated"] | of["lighter"]
        named = of[recorded]
        departure = withheld = 0
        if recorded in TOLERANT:
            departure = of["not_pursued"] | (policy if recorded != "not_pursued" else 0)
        elif recorded == "ordinary_accountability":
            withheld = of["not_pursued"] | policy
        departure, withheld = departure & ~named, withheld & ~named
        error = self.can_be & ~named & ~departure & ~withheld
        certain = {"error_of_law": error, "departure": departure, "tolerance_withheld": withheld}
        return next((kind for kind, rows in certain.items() if rows == self.can_be), "")

    @cached_property
    def missing(self) -> set[str]:
        """The facts that can still change the outcome, or one value of which implies one that can.

        What the law prohibits, and what was persisted in, violates an express prohibition.
        """
        direct = {name for name, values in self.known.items() if self._turns_on(name, values)}
        violated = "nature.express_prohibition_violated"
        for name in ("conditions.prohibited_by_law", "nature.persisted_after_prohibition"):
            if len(self.known[name]) > 1 and len(self.known[violated]) > 1:
                direct |= {violated} if name in direct else {name} if violated in direct else set()
        return direct

    def _turns_on(self, name: str, values: tuple) -> bool:
        """Tell whether two cases alike in all else differ in outcome."""
        split = [Case({**self.facts, name: value}, self.readings) for value in values]
        return any(
            rows & other.can_be & ~other.outcomes[outcome]
            for one in split
            for other in split
            for outcome, rows in one.outcomes.items()
        )

    def forbidding(self, recorded: str) -> set[str]:
        """Return the clauses that forbid an outcome in the case as presumed.

        That no bar stands is none of what is presumed: all of them must be out of the question.
        """
        cited = oracle.judge(self.total, self.readings)[2]
        holds = {c for c, rows in oracle.clauses(self.total, self.readings).items() if rows}
        allowing = {c for c in holds if c.startswith("5.") or c in oracle.CONDITIONS} | {"policy"}
        if recorded == "no_tolerance":  # a condition not met keeps from what is more lenient
            allowing |= set(oracle.CONDITIONS)
        possible = oracle.clauses(self.rows, self.readings)
        bars = any(rows & self.can_be for c, rows in possible.items() if c.startswith("6."))
        return cited - allowing | ({"6"} if recorded == "no_tolerance" and not bars else set())

    def lawful_under(self, recorded: str) -> set[str]:
        """Return the readings that, each alone, would make an error of law none."""
        return {
            f"{name}={option}"
            for name, options in oracle.READINGS.items()
            for option in options
            if option != self.readings[name]
            and Case(self.facts, {**self.readings, name: option}).standing(recorded)
            != "error_of_law"
        }
