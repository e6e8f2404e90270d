"""Database inputs: the table that is read is never the table that is written."""

from __future__ import annotations

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

from tolerance_rules.tables.database_inputs import overwrites

PG = "postgresql://office@db.example:5432/cases"


@pytest.mark.parametrize(
    ("out", "out_table", "place", "table", "query", "expected"),
    [
        (PG, "台账", PG, "台账", "", True),
        (PG, "public.Register", PG, "register", "", True),
        (PG, "findings", PG, "register", "", False),
        (PG, "register", PG, "", 'SELECT * FROM public."Register" r', True),
        (PG, "register", PG, "", "SELECT * FROM registers", False),
        ("postgres://other:pw@DB.example/cases", "t", PG, "t", "", True),
        ("postgresql://db.example/other", "t", PG, "t", "", False),
        ("postgresql:///cases?host=db.example", "t", PG, "t", "", True),
        ("postgresql://localhost/cases", "t", "postgresql://127.0.0.1:5432/cases", "t", "", True),
        ("postgresql://db.example:5433/cases", "t", PG, "t", "", False),
        ("sqlite:///a.db", "t", "sqlite:///./a.db?mode=ro", "T", "", True),
        ("sqlite:///a.db", "t", "sqlite:///b.db", "t", "", False),
        ("sqlite:///a.db", "t", PG, "t", "", False),
        ("sqlite:///a.db", "t", "a.csv", "", "", False),
    ],
)
def test_what_is_overwritten(
    out: str, out_table: str, place: str, table: str, query: str, *, expected: bool
) -> None:
    assert overwrites(out, out_table, place, table, query) is expected
