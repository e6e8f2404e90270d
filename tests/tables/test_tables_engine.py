"""Engine.evaluate_many: tables of every kind, in and out, agree with one case at a time."""

from __future__ import annotations

import builtins
import sys
from dataclasses import replace

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

import polars as pl

from support.rulesets import SHIPPED, for_every_ruleset
from support.table_cases import (
    cases_of,
    columns_of,
    engine_of,
    findings,
    lists_of,
    texts_of,
    wanted,
)
from support.table_files import workbook
from tolerance_rules import CaseError, Engine, ExecutorError, OutOfForceError
from tolerance_rules.tables.mapping import TableMapping

ENGINE = engine_of(SHIPPED)


def written(tmp_path, kind, rules):
    """Write the cases: as people do in a file of text, as programs do in one of columns."""
    file, cases = tmp_path / f"t.{kind}", cases_of(rules)
    labels = texts_of(cases, rules, "zh")
    if kind == "csv":
        labels.write_csv(file)
    elif kind == "parquet":
        lists_of(cases, rules).write_parquet(file)
    elif kind == "arrow":
        columns_of(cases, rules).write_ipc(file)
    else:
        pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
        workbook(file, {"A": [labels.columns, *labels.iter_rows()]})
    return file


@for_every_ruleset
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "arrow"])
def test_a_file_is_judged_as_its_rows_are_one_by_one(tmp_path, kind, rules) -> None:
    judged = engine_of(rules).evaluate_many(written(tmp_path, kind, rules))
    assert isinstance(judged, pl.DataFrame)
    assert findings(judged) == wanted(rules)
    first = 1 if kind in ("parquet", "arrow") else 2
    assert judged["source_row"].to_list() == list(range(first, first + judged.height))


@for_every_ruleset
@pytest.mark.parametrize("kept", [columns_of, lists_of, texts_of])
def test_polars_frames_come_back_eager_or_lazy_as_they_came(kept, rules) -> None:
    table = kept(cases_of(rules), rules).with_columns(name=pl.lit("甲"))
    eager = engine_of(rules).evaluate_many(table)
    lazy = engine_of(rules).evaluate_many(table.lazy())
    assert isinstance(eager, pl.DataFrame)
    assert isinstance(lazy, pl.LazyFrame)
    assert eager.equals(lazy.collect())
    assert eager.columns[: len(table.columns)] == table.columns
    assert eager.select(table.columns).equals(table)
    assert findings(eager) == wanted(rules)


@for_every_ruleset
def test_pandas_comes_back_as_pandas_with_its_index(rules) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    rows = columns_of(cases_of(rules), rules).to_dicts()
    table = pandas.DataFrame(rows, index=[f"r{n}" for n in range(len(rows))], dtype=object)
    judged = engine_of(rules).evaluate_many(table)
    assert isinstance(judged, pandas.DataFrame)
    assert list(judged.index) == list(table.index)
    outcomes = judged["outcome"].where(judged["refused"].isna(), None)
    assert [x if isinstance(x, str) else None for x in outcomes] == [
        want and want["outcome"] for want in wanted(rules)
    ]


@for_every_ruleset
@pytest.mark.parametrize("kept", [columns_of, lists_of])
def test_arrow_comes_back_as_arrow(kept, rules) -> None:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    table = arrow.table(kept(cases_of(rules), rules).to_arrow())
    judged = engine_of(rules).evaluate_many(table)
    assert isinstance(judged, arrow.Table)
    assert findings(judged) == wanted(rules)


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
    names = [name for name, spec in SHIPPED.vocabulary.items() if spec.boolean]
    table = columns_of(cases_of(SHIPPED), SHIPPED)
    table = table.with_columns(change(pl.col(name)).alias(name) for name in names)
    assert findings(ENGINE.evaluate_many(table)) == wanted(SHIPPED)


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
    table = columns_of(cases_of(SHIPPED)[:3], SHIPPED)
    judged = ENGINE.evaluate_many(table, statuses=False, reachable=False)
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


def test_the_days_of_a_row_say_what_they_say_of_one_case() -> None:
    days = [("2023-07-26", "2023-07-27"), ("2023-07-27", "2023-07-27"), (None, "2023-07-26")]
    table = pl.DataFrame(
        {
            "subject.kind": ["party_member_cadre"] * 3,
            "occurred_on": [occurred for occurred, _ in days],
            "decided_on": [decided for _, decided in days],
        }
    )
    judged = ENGINE.evaluate_many(table)
    assert judged["earlier_conduct"].to_list() == [True, False, None]
    assert judged["refused"].to_list() == [None, None, "out_of_force"]
    for (occurred, decided), early in zip(days, judged["earlier_conduct"], strict=True):
        case = {"case": {"occurred_on": occurred, "decided_on": decided}, "facts": {}}
        if occurred is None:
            with pytest.raises(OutOfForceError):
                ENGINE.evaluate(case)
        else:
            ids = [each.id for each in ENGINE.evaluate(case).warnings]
            assert ("earlier_conduct" in ids) is early


def test_no_column_of_earlier_conduct_where_there_is_no_date_or_no_notice() -> None:
    table = pl.DataFrame({"subject.kind": ["unit"], "occurred_on": ["2019-01-01"]})
    silent = Engine(replace(ENGINE.rules, earlier_conduct=None))
    assert "earlier_conduct" not in silent.evaluate_many(table).columns
    assert "earlier_conduct" not in ENGINE.evaluate_many(table.drop("occurred_on")).columns
