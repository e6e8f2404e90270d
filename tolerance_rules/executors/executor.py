"""Executor: which of the two judges one case, by name or by what can be imported here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from tolerance_rules.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tolerance_rules.rules import Ruleset
    from tolerance_rules.verdict.verdict import Verdict
    from tolerance_rules.vocabulary.fact_spec import Known

DURABLE_RULES, DEFINITION = "durable-rules", "definition"
EXECUTORS = (DURABLE_RULES, DEFINITION)

VARIABLE = "TOLERANCE_RULES_EXECUTOR"
"""The environment variable that names one for every engine that is not told."""


class PackedFacts(Protocol):
    """The facts of a case, by name and packed: of a `CaseModel`, or without one."""

    @property
    def flat(self) -> Mapping[str, Known]:
        """Every fact by dotted name."""

    @property
    def packed(self) -> int:
        """The facts as bits; see `Vocabulary`."""


class Executor(Protocol):
    """What judges a case; the verdicts of both are the same."""

    def judge(self, facts: PackedFacts) -> Verdict:
        """Return what the rules find in a case; InconsistentFactsError if its facts clash."""


def chosen(name: str | None = None) -> str:
    """Return the executor of a name, of the environment, or else the fastest there is here."""
    name = name or os.environ.get(VARIABLE) or None
    if name is None:
        from tolerance_rules.executors.one_case_engine import available

        return DURABLE_RULES if available() else DEFINITION
    if name not in EXECUTORS:
        raise UnknownNameError("执行器", name, EXECUTORS)
    return name


def described() -> str:
    """Return the executor that an engine has here, with the version of what it is made of."""
    name = chosen()
    if name == DEFINITION:
        return name
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{name} {version('durable-rules')}"
    except PackageNotFoundError:  # put on the path by hand
        return name


def executor(name: str, rules: Ruleset) -> Executor:
    """Return a new executor of a ruleset; ExecutorError if durable-rules cannot be imported."""
    if name == DEFINITION:
        from tolerance_rules.executors.definition import Definition

        return Definition(rules)
    from tolerance_rules.executors.one_case import OneCase
    from tolerance_rules.executors.one_case_engine import import_engine

    import_engine()
    return OneCase(rules)
