"""Sizes: a table of nothing but bad rows, or of nothing but unknown names, takes little."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

import polars as pl

from support.command_line import ROOT, run
from tolerance_rules import CaseError, Engine, TableError
from tolerance_rules.errors import LISTED

ENGINE = Engine.load()
BAR = "nature.political_discipline_violated"
MEASURED = """
import resource, sys
from tolerance_rules.cli.program import run
code = run(["evaluate-many", sys.argv[1], "--out", sys.argv[2], "--rejects", sys.argv[3]], "x")
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, code)
"""


def peak_of(rows: int, folder: Path) -> int:
    """Return the megabytes that it takes to refuse so many rows, each with faults of its own."""
    number = pl.int_range(rows, eager=True)
    table = pl.DataFrame(
        {"编号": number.cast(pl.String), BAR: "也许 " + number.cast(pl.String), "事项": "某事" * 20}
    ).with_columns(pl.lit("2024-06-01").alias("发生日期"), pl.lit("2024-05-01").alias("决定日期"))
    file, out, rejects = (folder / f"{name}-{rows}.csv" for name in ("in", "out", "rejects"))
    table.write_csv(file)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, file, out, rejects],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    found = re.search(r"peak (\d+) 1", done.stdout)
    assert found, done.stdout + done.stderr
    with rejects.open("rb") as lines:
        assert sum(1 for _ in lines) == rows + 1
    return int(found[1])


@pytest.mark.slow
def test_bad_rows_are_refused_in_constant_memory(tmp_path: Path) -> None:
    small, large = peak_of(5_000, tmp_path), peak_of(100_000, tmp_path)
    # 8 KB for each would be 760 MB more.
    assert large - small < 150


@pytest.mark.slow
def test_many_unknown_headers_are_refused_in_seconds_and_told_in_a_page(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{BAR},{','.join(f'列名字{n}' for n in range(16_000))}\n是\n", "utf-8")
    began = time.process_time()
    with pytest.raises(TableError) as caught:
        ENGINE.evaluate_many(file)
    assert time.process_time() - began < 20
    assert len(caught.value.faults) == 16_000
    assert len(str(caught.value).splitlines()) <= LISTED + 2
    assert str(caught.value).count("您是否想写") <= 20


@pytest.mark.slow
def test_thousands_of_kept_columns_are_handed_on_in_seconds() -> None:
    table = pl.DataFrame({BAR: [True], **{f"c{n}": [n] for n in range(8_000)}})
    began = time.process_time()
    assert ENGINE.evaluate_many(table)["outcome"].to_list() == ["no_tolerance"]
    assert time.process_time() - began < 20


@pytest.mark.parametrize("mark", ['"', "'", "“", "-", "|", "(", "年", "\\"])
def test_no_pattern_lingers_over_a_long_text_of_one_mark(mark: str, tmp_path: Path) -> None:
    began = time.process_time()
    text = mark * 300_000
    with pytest.raises(CaseError):
        ENGINE.evaluate({BAR: text})
    with pytest.raises(CaseError):
        ENGINE.evaluate({text: True})
    judged = ENGINE.evaluate_many(pl.DataFrame({BAR: [text, "是"], "决定日期": [None, text]}))
    assert judged["outcome"].to_list() == [None, None]
    file = tmp_path / "a.csv"
    file.write_text(f"{BAR},编号\n是,{mark * 200_000}\n", "utf-8")
    assert run("evaluate-many", file, "--out", tmp_path / "o.csv").code == 1
    assert time.process_time() - began < 10
