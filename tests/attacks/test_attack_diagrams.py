"""Rules whose decision diagram grows without end are refused by a stated limit."""

from __future__ import annotations

import pytest

from tolerance_rules.errors import ExecutorError
from tolerance_rules.executors import all_cases
from tolerance_rules.rules import OTHERWISE, All, Any, Fact

NAMES = [f"work.fact_{number}" for number in range(60)]


def pairs(count: int) -> Any:
    """Return a condition whose diagram doubles with each pair: all the first ones are asked first.

    This is the textbook's example of a function that one order of variables makes exponential.
    """
    first, second = NAMES[:count], NAMES[30 : 30 + count]
    both = zip(first, second, strict=True)
    return Any(tuple(All(tuple(Fact(name, (True,)) for name in each)) for each in both))


def compiled(count: int) -> all_cases.Diagram:
    domains = dict.fromkeys([*NAMES[:count], *NAMES[30 : 30 + count]], (True, False))
    return all_cases.of_list(((pairs(count), "yes"), (OTHERWISE, "no")), domains)


def test_a_diagram_with_too_many_nodes_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(all_cases, "MOST_NODES", 20_000)
    assert len(compiled(8).facts) > 2**8
    with pytest.raises(ExecutorError, match="20,000 个节点") as caught:
        compiled(30)
    assert "20,000 nodes" in caught.value.told("en")


@pytest.mark.slow
def test_the_limit_is_met_in_seconds_and_half_a_gigabyte() -> None:
    with pytest.raises(ExecutorError, match="判定图"):
        compiled(30)
