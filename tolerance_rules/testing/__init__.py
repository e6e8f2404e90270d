"""Testing: rule tests, mutation testing of the rules, and cases for the tests of a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tolerance_rules.testing.sample_cases import settled_case, stub_decision

__all__ = ["settled_case", "stub_decision"]


def __getattr__(name: str) -> Any:
    # On first use: who tests the rules does not need them.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tolerance_rules.testing import sample_cases

    return getattr(sample_cases, name)
