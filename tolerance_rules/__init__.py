"""容错纠错规则库: 枣职发〔2023〕32号 as declarative rules, and the decisions they give."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from tolerance_rules.decision import Decision
    from tolerance_rules.engine import Engine, evaluate
    from tolerance_rules.errors import (
        CaseError,
        ExecutorError,
        ForbiddenOutcomeError,
        InconsistentFactsError,
        OutOfForceError,
        RulesError,
        TableError,
        ToleranceRulesError,
        UnknownNameError,
        UnsettledDecisionError,
    )
    from tolerance_rules.facts import CaseFacts
    from tolerance_rules.formats.case_file import CaseFile
    from tolerance_rules.verdict.outcome import Outcome
    from tolerance_rules.verdict.verdict import Citation, Role, Status

__all__ = [
    "CaseError",
    "CaseFacts",
    "CaseFile",
    "Citation",
    "Decision",
    "Engine",
    "ExecutorError",
    "ForbiddenOutcomeError",
    "InconsistentFactsError",
    "OutOfForceError",
    "Outcome",
    "Role",
    "RulesError",
    "Status",
    "TableError",
    "ToleranceRulesError",
    "UnknownNameError",
    "UnsettledDecisionError",
    "__version__",
    "evaluate",
]

_HOMES = {
    "formats.case_file": ("CaseFile",),
    "decision": ("Decision",),
    "engine": ("Engine", "evaluate"),
    "facts": ("CaseFacts",),
    "verdict.outcome": ("Outcome",),
    "verdict.verdict": ("Citation", "Role", "Status"),
}


def __getattr__(name: str) -> Any:
    # On first use: the command line answers --help without loading the engine.
    if name == "__version__":
        return _version()
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((home for home, names in _HOMES.items() if name in names), "errors")
    found = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("tolerance-rules")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0+unknown"


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
