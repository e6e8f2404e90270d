"""Tables of any ruleset: of every kind, in every notation, with partly known facts among them."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3

import pytest

pytest.importorskip("polars", reason="the audit extra is not installed")

import polars as pl

from support.rulesets import for_every_ruleset
from support.table_cases import NOTATIONS, cases_of, engine_of, lists_of, texts_of, wanted
from support.table_files import understood, workbook
from tolerance_rules import CaseError, Engine
from tolerance_rules.tables.batch import Batch, evaluate_batch
from tolerance_rules.tables.cell_values import known_of
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.table_choice import TableChoice


def read(file, rules):
    rows, rejects = understood(file, rules=rules)
    assert rejects == {}
    return [
        {name: known_of(spec, row[name]) for name, spec in rules.vocabulary.items()}
        for row in rows.values()
    ]


def pairs(firsts, seconds, quick):
    """Return all pairs, of which the `quick` ones have every first and second; others are slow."""
    return [
        pytest.param(*pair, marks=() if pair in quick else pytest.mark.slow)
        for pair in itertools.product(firsts, seconds)
    ]


@for_every_ruleset
@pytest.mark.parametrize(
    ("kind", "notation"),
    pairs(
        ["csv", "xlsx", "parquet", "arrow"],
        NOTATIONS,
        {
            *(("csv", each) for each in NOTATIONS),
            ("xlsx", "zh"),
            ("parquet", "zh"),
            ("arrow", "en"),
        },
    ),
)
def test_what_is_known_of_every_fact_is_read_as_it_was_written(
    tmp_path, rules, notation, kind
) -> None:
    cases, file = cases_of(rules), tmp_path / f"t.{kind}"
    table = texts_of(cases, rules, notation)
    if kind == "csv":
        table.write_csv(file)
    elif kind == "xlsx":
        pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
        workbook(file, {"A": [table.columns, *table.iter_rows()]})
    elif kind == "parquet":
        table.write_parquet(file)
    else:
        table.write_ipc(file)
    assert read(file, rules) == cases


@for_every_ruleset
def test_lists_of_values_are_read(tmp_path, rules) -> None:
    cases, file = cases_of(rules), tmp_path / "t.parquet"
    lists_of(cases, rules).write_parquet(file)
    assert read(file, rules) == cases


@pytest.mark.parametrize("cells", [[[]], [[None]], [["some", None]], [["some", "hugely"]]])
def test_a_list_with_anything_else_than_values_is_refused(cells) -> None:
    table = pl.DataFrame({"consequences.loss": [None, *cells]}, schema_overrides=LISTS)
    judged = Engine.load().evaluate_many(table)
    assert judged["refused"].to_list() == [None, "value:consequences.loss"]


LISTS = {"consequences.loss": pl.List(pl.String)}


def test_lists_are_only_for_facts() -> None:
    table = pl.DataFrame({"work.pilot": [True], "决定日期": [["2024-05-01"]]})
    with pytest.raises(CaseError, match="类型"):
        Engine.load().evaluate_many(table)
    kept = table.rename({"决定日期": "旁注"})
    assert Engine.load().evaluate_many(kept)["旁注"].to_list() == [["2024-05-01"]]


@for_every_ruleset
def test_the_words_of_a_mapping_may_mean_several_values(tmp_path, rules) -> None:
    spec = next(each for each in rules.vocabulary.values() if len(each.values) > 2)
    two = list(spec.values[1:])
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        f"columns: {{程度: {spec.label}}}\n"
        f"values: {{程度: {{不轻: [{', '.join(map(str, two))}], 待定: null, 空: [{two[0]}]}}}}\n",
        encoding="utf-8",
    )
    file = tmp_path / "t.csv"
    file.write_text("程度,编号\n不轻,1\n待定,2\n空,3\n不轻|空,4\n", encoding="utf-8")
    rows, rejects = understood(file, mapping, rules=rules)
    assert rejects == {}
    found = [known_of(spec, row[spec.name]) for row in rows.values()]
    assert found == [spec.known(two), None, two[0], spec.known(two)]


@for_every_ruleset
def test_a_fact_without_a_column_may_be_partly_known_in_every_row(tmp_path, rules) -> None:
    degrees = [each for each in rules.vocabulary.values() if len(each.values) > 2]
    two = degrees[0].values[:2]
    file = tmp_path / "t.csv"
    file.write_text(f"{degrees[1].label}\n{degrees[1].values[0]}\n", encoding="utf-8")
    rows, _ = understood(file, TableMapping(always={degrees[0].name: two}), rules=rules)
    assert rows[2][degrees[0].name] == "|".join(two)


@for_every_ruleset
def test_a_finding_that_is_not_recorded_has_not_been_made(tmp_path, rules) -> None:
    findings = [spec for spec in rules.vocabulary.values() if spec.finding]
    if not findings:
        pytest.skip("a ruleset without recorded findings")
    other = next(each for each in rules.vocabulary.values() if not each.finding and each.boolean)
    file = tmp_path / "t.csv"
    for spec in findings:
        file.write_text(
            f"{other.label},{spec.label}\n是,\n是,未查明\n是,是\n是,有|无\n", encoding="utf-8"
        )
        rows, rejects = understood(file, rules=rules)
        assert [row[spec.name] for row in rows.values()] == [False, False, True]
        assert "没有作出认定的" in rejects[5].reason
        typed = pl.DataFrame({other.name: [True] * 3, spec.name: [None, True, False]})
        typed.write_parquet(tmp_path / "t.parquet")
        rows, _ = understood(tmp_path / "t.parquet", rules=rules)
        assert [row[spec.name] for row in rows.values()] == [False, True, False]


@for_every_ruleset
def test_a_blank_that_a_mapping_gives_a_value_has_it(tmp_path, rules) -> None:
    spec = next(each for each in rules.vocabulary.values() if each.boolean and not each.finding)
    file = tmp_path / "t.csv"
    file.write_text(f"编号,{spec.label}\n1,是\n2,\n3, \n", encoding="utf-8")
    mapping = TableMapping(values={spec.name: {"": False}})
    rows, _ = understood(file, mapping, rules=rules)
    assert [row[spec.name] for row in rows.values()] == [True, False, False]


@for_every_ruleset
@pytest.mark.parametrize(
    ("lang", "kind"),
    pairs(
        ["zh", "en"], ["csv", "xlsx", "parquet"], {("zh", "csv"), ("en", "xlsx"), ("zh", "parquet")}
    ),
)
def test_a_result_with_labels_can_be_read_again(tmp_path, rules, lang, kind) -> None:
    pytest.importorskip("xlsxwriter", reason="the audit extra is not installed")
    cases = [case for case, want in zip(cases_of(rules), wanted(rules), strict=True) if want]
    given, out = tmp_path / "t.csv", tmp_path / f"o.{kind}"
    texts_of(cases, rules, "code").write_csv(given)
    batch = Batch(str(given), str(out), tmp_path / "r.csv", keep=["*"], labels=lang)
    summary = evaluate_batch(batch, engine_of(rules).many_cases)
    assert (summary.judged, summary.rejected) == (len(cases), 0)
    rows, rejects = understood(out, TableMapping(others="ignore"), rules=rules)
    assert rejects == {}
    again = [
        {name: known_of(spec, row[name]) for name, spec in rules.vocabulary.items()}
        for row in rows.values()
    ]
    assert again == cases


@for_every_ruleset
def test_rows_whose_facts_clash_are_rejected_with_the_rule_that_says_so(tmp_path, rules) -> None:
    cases = [case for case, want in zip(cases_of(rules), wanted(rules), strict=True) if not want]
    assert cases or not rules.impossible
    file = tmp_path / "t.csv"
    texts_of(cases, rules, "zh").write_csv(file)
    batch = Batch(str(file), str(tmp_path / "o.csv"), tmp_path / "r.csv")
    summary = evaluate_batch(batch, engine_of(rules).many_cases)
    assert (summary.judged, summary.rejected) == (0, len(cases))
    reasons = {found.reason for found in rules.impossible}
    lines = pl.read_csv(tmp_path / "r.csv", infer_schema=False)["拒收原因"].to_list()
    assert all(any(reason in line for reason in reasons) for line in lines)


def test_pandas_columns_of_lists_are_read() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    table = pandas.DataFrame({"consequences.loss": [["some", "major"], None, ["none"]]})
    judged = Engine.load().evaluate_many(table)
    assert judged["refused"].isna().all()
    assert list(judged["consequences.loss"].iloc[0]) == ["some", "major"]


def test_a_database_may_say_what_is_still_possible(tmp_path) -> None:
    pytest.importorskip("adbc_driver_sqlite", reason="the database extra is not installed")
    with contextlib.closing(sqlite3.connect(tmp_path / "t.db")) as database:
        database.execute('CREATE TABLE t (编号, "consequences.loss" TEXT)')
        database.execute("INSERT INTO t VALUES ('1', 'major|some'), ('2', '有一些|重大损失')")
        database.commit()
    place = f"sqlite:///{tmp_path / 't.db'}"
    batch = Batch(
        place,
        str(tmp_path / "o.csv"),
        tmp_path / "r.csv",
        choice=TableChoice(table="t"),
        keep=["*"],
    )
    summary = evaluate_batch(batch, Engine.load().many_cases)
    assert (summary.judged, summary.rejected) == (1, 1)
    assert "some|major" in (tmp_path / "o.csv").read_text(encoding="utf-8-sig")
