"""Kept diagram: that of a shipped ruleset as an earlier process compiled it, or else a new one."""

from __future__ import annotations

from tolerance_rules import loader
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.rules import Ruleset


def diagram_of(rules: Ruleset, *, free: bool = False) -> Diagram:
    """Return what `compiled` does, without the solver if rules are as shipped and it was kept."""
    name = "diagram-free" if free else "diagram"
    cache = loader.kept_of(rules.id) if loader.is_as_shipped(rules) else None
    found = cache.read(name) if cache is not None else None
    if isinstance(found, Diagram):
        return found
    # Imported here: it brings the solver, which takes longer to import than a case to evaluate.
    from tolerance_rules.executors.all_cases import compiled

    diagram = compiled(rules, free=free)
    if cache is not None:
        cache.write(name, diagram)
    return diagram
