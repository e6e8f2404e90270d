"""The whole of an audit is what its plain definition finds: none missed, none invented."""

from __future__ import annotations

from collections import Counter

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")
pytest.importorskip("chinese_calendar", reason="the audit extra is not installed")

from support.audit_random import compared, differences, random_rows, written
from tolerance_rules.audit.audit import audit
from tolerance_rules.audit.findings import Kind
from tolerance_rules.audit.register_reader import read


@pytest.mark.slow
def test_an_audit_finds_what_its_definition_does() -> None:
    seen: Counter[str] = Counter()
    found = [each for seed in range(1, 13) for each in compared(seed, seen)]
    assert found == []
    # The sample has something of every kind.
    assert seen["rows"] == 3000
    alone = {kind.value for kind in Kind} - {"unlike_treatment", "inversion"}
    assert alone <= seen.keys()
    assert min(seen["groups treated unlike"], seen["pairs inverted"], seen["refused"]) > 30


@pytest.mark.slow
@pytest.mark.parametrize("kind", Kind)
def test_the_comparison_sees_a_finding_of_every_kind_that_is_missing(kind, tmp_path) -> None:
    for seed in range(1, 60):
        rows = random_rows(seed, 120)
        report = audit(read(written(rows, tmp_path / "register.csv")))
        if report.of(kind):
            break
    less = tuple(found for found in report.findings if found is not report.of(kind)[0])
    object.__setattr__(report, "findings", less)
    assert list(differences(rows, report))
