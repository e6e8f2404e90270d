"""Kept diagram: that of a shipped ruleset as an earlier process compiled it, or else a new one."""

from __future__ import annotations

from tolerance_rules import loader
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.rules import Ruleset

NAME = "diagram"


def diagram_of(rules: Ruleset) -> Diagram:
    """Return the diagram of rules, without the solver if those are the shipped ones as shipped."""
    cache = loader.kept_of(rules.id) if loader.is_as_shipped(rules) else None
    found = cache.read(NAME) if cache is not None else None
    if isinstance(found, Diagram):
        return found
    # Imported here: it brings the solver, which takes longer to import than a case to evaluate.
    from tolerance_rules.executors.all_cases import compiled

    diagram = compiled(rules)
    if cache is not None:
        cache.write(NAME, diagram)
    return diagram
