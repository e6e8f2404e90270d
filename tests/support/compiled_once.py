"""Compiled once: the diagrams of rules that come from files, kept between runs of the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from tolerance_rules.executors import all_cases
from tolerance_rules.executors.diagram import Diagram
from tolerance_rules.rules import Ruleset

_COMPILE = all_cases.compiled
_KEPT: dict[object, Diagram] = {}


@contextmanager
def compiled_once() -> Iterator[None]:
    """Spare a run of the program what takes most of its time, and is the same each time.

    Of rules that were read from files only: those are told apart by their fingerprints. Where a
    test has replaced what compiles, nothing is kept.
    """
    if all_cases.compiled is not _COMPILE:
        yield
        return
    with patch.object(all_cases, "compiled", _compiled):
        yield


def _compiled(rules: Ruleset, *, free: bool = False) -> Diagram:
    policy = rules.policy and rules.policy.sha256
    key = (rules.sha256, policy, tuple(rules.chosen.items()), free)
    if key not in _KEPT:
        _KEPT[key] = _COMPILE(rules, free=free)
    return _KEPT[key]
