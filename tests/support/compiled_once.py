"""Compiled once: the diagrams of the shipped rules, kept between runs of the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from tolerance_rules import loader
from tolerance_rules.executors import kept_diagram
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.rules import Ruleset

_DIAGRAM_OF = kept_diagram.diagram_of
_KEPT: dict[tuple[str, bool], Diagram] = {}


@contextmanager
def compiled_once() -> Iterator[None]:
    """Spare a run of the program what takes most of its time, as what is kept on disk does."""
    with patch.object(kept_diagram, "diagram_of", _diagram_of):
        yield


def _diagram_of(rules: Ruleset, *, free: bool = False) -> Diagram:
    if not loader.is_as_shipped(rules):
        return _DIAGRAM_OF(rules, free=free)
    key = (rules.id, free)
    if key not in _KEPT:
        _KEPT[key] = _DIAGRAM_OF(rules, free=free)
    return _KEPT[key]
