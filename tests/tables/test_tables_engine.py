"""Engine.evaluate_many: tables of every kind, in and out, agree with one case at a time."""

from __future__ import annotations

import builtins
import sys

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

import polars as pl

from support.many_agreement import disagreements, expected, random_rows
from support.many_backends import table_of
from tolerance_rules import CaseError, Engine, ExecutorError
from tolerance_rules.tables.mapping import TableMapping

ENGINE = Engine.load()
ROWS = random_rows(400, seed=7, partly=False)
WANTED = expected(ROWS, ENGINE, sample=0)
FINDINGS = ("outcome", "permitted", "settled", "reachable", "row", "refused")
LABELS = {name: spec.label for name, spec in ENGINE.rules.vocabulary.items()}


def findings(table):
    """Return the findings of a judged Polars table as dicts."""
    frame = table.select(pl.col(*FINDINGS), pl.col("^clause.*$"))
    return frame.to_dicts()


def labelled(rows):
    """Return rows as a table in Chinese: labels for headers and for values."""
    return pl.DataFrame(
        [
            {
                LABELS[name]: ENGINE.rules.vocabulary[name].label_of(value)
                for name, value in row.items()
            }
            for row in rows
        ]
    )


def written(tmp_path, kind):
    file = tmp_path / f"t.{kind}"
    typed, spoken = table_of(ROWS), labelled(ROWS)
    if kind == "csv":
        spoken.write_csv(file)
    elif kind == "parquet":
        typed.write_parquet(file)
    elif kind == "arrow":
        typed.write_ipc(file)
    else:
        pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
        from support.table_files import workbook

        workbook(file, {"A": [spoken.columns, *spoken.iter_rows()]})
    return file


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "arrow"])
def test_a_file_is_judged_as_the_definition_judges_its_rows(tmp_path, kind) -> None:
    judged = ENGINE.evaluate_many(written(tmp_path, kind))
    assert isinstance(judged, pl.DataFrame)
    assert not disagreements(findings(judged), WANTED)[:3]
    first = 1 if kind in ("parquet", "arrow") else 2
    assert judged["source_row"].to_list() == list(range(first, first + len(ROWS)))


def test_polars_frames_come_back_eager_or_lazy_as_they_came() -> None:
    table = table_of(ROWS).with_columns(name=pl.lit("甲"))
    eager = ENGINE.evaluate_many(table)
    lazy = ENGINE.evaluate_many(table.lazy())
    assert isinstance(eager, pl.DataFrame)
    assert isinstance(lazy, pl.LazyFrame)
    assert eager.equals(lazy.collect())
    assert eager.columns[: len(table.columns)] == table.columns
    assert eager.select(table.columns).equals(table)
    assert not disagreements(findings(eager), WANTED)[:3]


def test_pandas_comes_back_as_pandas_with_its_index() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    table = pandas.DataFrame(ROWS, index=[f"r{n}" for n in range(len(ROWS))], dtype=object)
    judged = ENGINE.evaluate_many(table)
    assert isinstance(judged, pandas.DataFrame)
    assert list(judged.index) == list(table.index)
    outcomes = judged["outcome"].where(judged["refused"].isna(), None)
    assert [x if isinstance(x, str) else None for x in outcomes] == [
        want["outcome"] if isinstance(want, dict) else None for want in WANTED
    ]


def test_arrow_comes_back_as_arrow() -> None:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    judged = ENGINE.evaluate_many(arrow.Table.from_pylist(ROWS))
    assert isinstance(judged, arrow.Table)
    assert not disagreements(findings(pl.DataFrame(judged)), WANTED)[:3]


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.cast(pl.Int8),
        lambda c: c.cast(pl.Float64),
        lambda c: c.cast(pl.Int8).cast(pl.String),
        lambda c: pl.when(c).then(pl.lit("√")).when(~c).then(pl.lit("×")),
        lambda c: c.cast(pl.String).cast(pl.Categorical),
    ],
)
def test_booleans_are_understood_however_they_are_kept(change) -> None:
    names = [name for name, spec in ENGINE.rules.vocabulary.items() if spec.boolean]
    table = table_of(ROWS).with_columns(change(pl.col(name)).alias(name) for name in names)
    assert not disagreements(findings(ENGINE.evaluate_many(table)), WANTED)[:3]


def test_a_row_that_cannot_be_read_stays_and_says_why() -> None:
    table = pl.DataFrame({"试点性工作": ["是", "也许", None], "编号": ["1", "2", "3"]})
    judged = ENGINE.evaluate_many(table)
    assert judged["refused"].to_list() == [None, "value:work.pilot", None]
    assert judged["outcome"].null_count() == 1
    assert judged.filter(pl.col("refused").is_not_null())["clause.5.4"].to_list() == [None]
    assert judged["编号"].to_list() == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pl.DataFrame({"a": [1]}), "没有一列是事实"),
        (pl.DataFrame({"work.pilott": [True]}), "work.pilot"),
        (pl.DataFrame({"work.pilot": [{"a": True}]}), "类型"),
        (pl.DataFrame({"work.pilot": [True], "outcome": ["x"]}), "outcome"),
        (pl.DataFrame({"work.pilot": [True], "试点性工作": [True]}), "同是"),
        ({"work.pilot": [True]}, "不是表"),
        ("missing.csv", "没有这个文件"),
        ("missing.parquet", "没有这个文件"),
        ("missing.xlsx", "没有这个文件"),
        ("table.doc", "扩展名"),
    ],
)
def test_what_is_no_table_of_cases_is_refused_in_chinese(table, words) -> None:
    with pytest.raises(CaseError, match=words):
        ENGINE.evaluate_many(table)


def test_broken_columnar_files_are_refused(tmp_path) -> None:
    for kind in ("parquet", "arrow"):
        file = tmp_path / f"t.{kind}"
        file.write_bytes(b"PAR1 nothing of the kind ARROW1")
        with pytest.raises(CaseError, match="读不出来"):
            ENGINE.evaluate_many(file)


def test_a_mapping_says_what_becomes_of_the_columns() -> None:
    table = pl.DataFrame({"试点": ["属于"], "甲": [1]})
    mapping = TableMapping({"试点": "work.pilot"}, {"work.pilot": {"属于": True}}, others="ignore")
    assert ENGINE.evaluate_many(table, mapping=mapping)["refused"].to_list() == [None]
    with pytest.raises(CaseError, match="甲"):
        ENGINE.evaluate_many(table, mapping={"试点": "work.pilot"})


def test_clauses_and_reachable_can_be_left_out() -> None:
    judged = ENGINE.evaluate_many(table_of(ROWS[:3]), statuses=False, reachable=False)
    assert not [name for name in judged.columns if name.startswith("clause.")]
    assert "reachable" not in judged.columns


def test_without_the_library_the_message_says_what_to_install(monkeypatch) -> None:
    for name in [each for each in sys.modules if each.startswith("tolerance_rules.tables")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "tolerance_rules.executors.many_cases", raising=False)
    genuine = builtins.__import__

    def without(name, *args, **more):
        if name.partition(".")[0] == "polars":
            raise ImportError(name)
        return genuine(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ExecutorError, match=r"tolerance-rules\[audit\]"):
        Engine.load().evaluate_many("register.csv")
