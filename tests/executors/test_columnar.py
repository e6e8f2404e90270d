"""Tables of every shape, judged by the plan in Polars; agreement is tested elsewhere."""

from __future__ import annotations

import dataclasses
import itertools
import random

import pytest

from support.many_agreement import disagreements, expected, random_rows
from support.many_backends import table_of
from support.random_cases import careless, complete
from support.random_facts import complete_facts
from support.rulesets import for_every_ruleset
from tolerance_rules import CaseError, Engine
from tolerance_rules.executors.columnar.columns import Status
from tolerance_rules.executors.columnar.plan import planned
from tolerance_rules.facts import CaseFacts
from tolerance_rules.rules import All, ClauseRef, Fact, Not, PolicyRow

pl = pytest.importorskip("polars")

VOCABULARY = CaseFacts.vocabulary
ENUMS = {name: spec.values for name, spec in VOCABULARY.items() if not spec.boolean}
LITERAL = "nature.persisted_after_prohibition"


@pytest.fixture(scope="module")
def engine():
    return Engine.load()


@pytest.fixture(scope="module")
def executor(engine):
    return engine.many_cases


# Tables that are said to be complete


def test_a_complete_table_is_judged_as_any_other(executor):
    rng = random.Random(6)
    table = table_of([(careless_and_known if n % 4 == 0 else complete)(rng) for n in range(3000)])
    known = executor.judged(table.lazy(), complete=True).collect()
    general = executor.judged(table.lazy()).collect()
    assert known.equals(general)
    assert 0 < known["refused"].count() < 1500
    assert known.filter(pl.col("refused").is_null())["settled"].all()


def careless_and_known(rng):
    case = careless(rng)
    return {name: VOCABULARY[name].presumed if v is None else v for name, v in case.items()}


def test_of_a_complete_table_no_clause_is_open_and_nothing_is_asked_twice(engine):
    plan = planned(engine.rules, engine.diagram, complete=True)
    for column in plan.columns:
        if isinstance(column, Status):
            assert column.refuted == plan.circuit.inverse(column.established)


def test_a_row_of_a_complete_table_that_is_not_complete_is_refused(executor):
    rng = random.Random(7)
    # A finding that is not recorded is not made, and so never lacking.
    needed = [name for name, spec in VOCABULARY.items() if not spec.finding]
    count = len(needed)
    rows = [complete(rng) for _ in range(2 * count)]
    for row, name in zip(rows, needed, strict=False):
        row[name] = None
    found = executor.judged(table_of(rows).lazy(), complete=True).collect()
    assert found["refused"].cast(pl.String).to_list() == ["incomplete"] * count + [None] * count
    assert found["outcome"].is_null().to_list() == [True] * count + [False] * count


def test_a_complete_table_has_every_column(executor):
    table = table_of([complete(random.Random(8))]).drop("work.pilot", "remedy.loss_recovery")
    with pytest.raises(CaseError) as error:
        executor.judged(table.lazy(), complete=True)
    assert [fault.code for fault in error.value.faults] == ["C042", "C042"]
    assert [fault.subject for fault in error.value.faults] == ["remedy.loss_recovery", "work.pilot"]


# Tables of other shapes


@pytest.fixture(scope="module")
def rows():
    return random_rows(600, seed=9)


def typed(table, kind):
    """Return a table whose enumerated facts are of a kind of type."""
    types = {}
    for name, values in ENUMS.items():
        texts = list(dict.fromkeys([*values, *table[name].drop_nulls()]))
        wider = ["?", *reversed(texts)]
        enums = {"enum": texts, "wider enum": wider}
        types[name] = pl.Enum(enums[kind]) if kind in enums else pl.Categorical()
    return table.cast(types)


KINDS = ("categorical", "enum", "wider enum")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("partly", [True, False])
def test_enumerated_facts_may_be_text_categorical_or_enum(kind, partly, rows, executor):
    if not partly:
        rows = [row for row in rows if not any(isinstance(known, tuple) for known in row.values())]
    table = table_of(rows)
    found = executor.judged(typed(table, kind).lazy()).collect()
    assert found.equals(executor.judged(table.lazy()).collect())


def test_an_enum_without_some_of_the_values(executor, rows):
    table = table_of(rows)
    few = pl.Enum(["none", "some"])
    known = table.with_columns(
        pl.when(pl.col("consequences.loss").is_in(["none", "some"])).then("consequences.loss")
    )
    assert known["consequences.loss"].n_unique() == 3
    found = executor.judged(known.cast({"consequences.loss": few}).lazy()).collect()
    assert found.equals(executor.judged(known.lazy()).collect())


@pytest.mark.parametrize("dtype", [None, pl.Null, pl.Boolean, pl.String])
def test_a_column_that_is_not_there_is_unknown_in_every_row(dtype, executor, rows):
    names = [n for n in VOCABULARY if n in ENUMS or dtype is not pl.String]
    names = [n for n in names if n not in ENUMS or dtype is not pl.Boolean][::3]
    table = table_of(rows)
    unknown = table.with_columns(pl.lit(None, dtype=table.schema[n]).alias(n) for n in names)
    wanted = executor.judged(unknown.lazy()).collect()
    if dtype is None:
        other = table.drop(names)
    else:
        other = table.with_columns(pl.lit(None, dtype=dtype).alias(name) for name in names)
    assert executor.judged(other.lazy()).collect().equals(wanted)


MEANINGLESS = [
    *["Active", "active ", "", "|", "|active", "active|", "active|active", "active|Passive"],
    *["active | passive", "active｜passive", "active,passive", "active|passive|active|refused"],
]


@pytest.mark.parametrize("kind", ["text", *KINDS])
@pytest.mark.parametrize("complete_table", [True, False])
def test_a_value_that_means_nothing_is_refused(kind, complete_table, executor):
    case = complete(random.Random(10))
    cells = ["active", *MEANINGLESS, "passive"]
    table = table_of([{**case, "remedy.rectification": cell} for cell in cells])
    table = table if kind == "text" else typed(table, kind)
    found = executor.judged(table.lazy(), complete=complete_table).collect()
    reasons = ["value:remedy.rectification"] * len(MEANINGLESS)
    assert found["refused"].cast(pl.String).to_list() == [None, *reasons, None]
    refused = found[1:-1].drop("refused")
    assert refused.null_count().row(0) == (len(MEANINGLESS),) * refused.width


# Cells that hold several values


def test_several_values_may_stand_in_any_order_and_all_are_none(executor):
    case = complete(random.Random(13))
    orders = ["|".join(order) for order in itertools.permutations(["none", "some", "major"])]
    pairs = ["some|major", "major|some"]
    table = table_of([{**case, "consequences.loss": cell} for cell in [None, *orders, *pairs]])
    found = executor.judged(table.lazy()).collect()
    assert found["refused"].null_count() == found.height
    unknown, partly = found[: len(orders) + 1], found[len(orders) + 1 :]
    assert unknown.unique().height == 1
    assert partly.unique().height == 1


def test_a_fact_that_is_partly_known_does_not_make_a_table_complete(executor):
    case = complete(random.Random(14))
    table = table_of([case, {**case, "consequences.loss": ("some", "major")}])
    found = executor.judged(table.lazy(), complete=True).collect()
    assert found["refused"].cast(pl.String).to_list() == [None, "value:consequences.loss"]


def test_pieces_of_a_stream_with_and_without_several_values(executor, tmp_path, rows):
    whole = [row for row in rows if not any(isinstance(known, tuple) for known in row.values())]
    table = pl.concat([table_of((whole * 4)[:400]), table_of(rows), table_of((whole * 4)[:400])])
    source, target = tmp_path / "facts.parquet", tmp_path / "findings.parquet"
    table.write_parquet(source, row_group_size=200)
    executor.judged(pl.scan_parquet(source)).sink_parquet(target)
    assert pl.read_parquet(target).equals(executor.judged(table.lazy()).collect())


# Recorded findings


def findings(rules):
    return [name for name, spec in rules.vocabulary.items() if spec.finding]


@for_every_ruleset
def test_a_finding_that_is_not_recorded_was_not_made(rules):
    engine = Engine(rules)
    rows = random_rows(300, seed=15, engine=engine)
    table, names = table_of(rows, rules.vocabulary), findings(rules)
    not_made = table.with_columns(pl.lit(value=False).alias(name) for name in names)
    judged = engine.many_cases.judged
    wanted = judged(not_made.lazy()).collect()
    null = table.with_columns(pl.lit(None, dtype=pl.Boolean).alias(name) for name in names)
    assert judged(null.lazy()).collect().equals(wanted)
    assert judged(table.drop(names).lazy()).collect().equals(wanted)


@for_every_ruleset
def test_a_complete_table_needs_no_column_for_a_finding(rules):
    rng, executor = random.Random(16), Engine(rules).many_cases
    table = table_of([complete_facts(rules.vocabulary, rng) for _ in range(200)], rules.vocabulary)
    names = findings(rules)
    table = table.with_columns(pl.lit(value=False).alias(name) for name in names)
    wanted = executor.judged(table.lazy(), complete=True).collect()
    assert wanted.equals(executor.judged(table.lazy()).collect())
    null = table.with_columns(pl.lit(None, dtype=pl.Boolean).alias(name) for name in names)
    for other in (null, table.drop(names)):
        assert executor.judged(other.lazy(), complete=True).collect().equals(wanted)


def test_facts_that_cannot_both_be_are_refused_also_where_one_is_implied(executor):
    case = dict.fromkeys(VOCABULARY)
    clash = {**case, LITERAL: True, "nature.express_prohibition_violated": False}
    implied = {**case, LITERAL: True}
    both = {**case, LITERAL: True, "nature.three_distinctions": True}
    found = executor.judged(table_of([clash, implied, both]).lazy()).collect()
    assert found["refused"].cast(pl.String).to_list() == [
        "persisted_without_violation",
        None,
        "three_distinctions_with_persistence",
    ]
    # What is implied is established: it violated, and it meets no three distinctions.
    assert found["clause.7.5.1"].to_list() == [None, False, None]
    assert found["clause.5.12"].to_list() == [None, False, None]


def test_refused_rows_may_be_left_out_and_columns_kept(executor):
    rng = random.Random(11)
    rows = [careless(rng) for _ in range(300)]
    table = table_of(rows).with_row_index("number")
    every = executor.judged(table.lazy(), keep=["number"]).collect()
    without = executor.judged(table.lazy(), keep=["number"], refused=False).collect()
    assert 0 < without.height < every.height
    assert without.equals(every.filter(pl.col("refused").is_null()).drop("refused"))


def test_findings_are_of_the_same_types_whatever_the_table(executor, rows):
    table = table_of(rows)
    shapes = [table, table.drop(list(VOCABULARY)[::2]), typed(table, "enum")]
    schemas = [executor.judged(shape.lazy()).collect_schema() for shape in shapes]
    schemas.append(executor.judged(table.lazy(), complete=True).collect_schema())
    assert all(schema == schemas[0] for schema in schemas)


@pytest.mark.parametrize("dtype", [pl.Null, pl.Boolean])
def test_every_row_has_its_findings_where_they_are_all_the_same(dtype, executor):
    table = pl.DataFrame({"work.pilot": [None, None, None]}, schema={"work.pilot": dtype})
    for asked in (True, False):
        found = executor.judged(table.lazy(), statuses=asked, reachable=asked).collect()
        assert found["outcome"].to_list() == ["ordinary_accountability"] * 3


def test_an_empty_table_has_no_findings(executor, rows):
    table = table_of(rows[:1]).clear()
    for known in (False, True):
        found = executor.judged(table.lazy(), complete=known).collect()
        assert found.height == 0
        assert found.width == 6 + 25


def test_streams_from_parquet_to_parquet_in_order(executor, tmp_path, rows):
    table = table_of(rows).with_row_index("number")
    source, target = tmp_path / "facts.parquet", tmp_path / "findings.parquet"
    pl.concat([table] * 20).write_parquet(source, row_group_size=1000)
    executor.judged(pl.scan_parquet(source), keep=["number"]).sink_parquet(target)
    wanted = executor.judged(table.lazy(), keep=["number"]).collect()
    assert pl.read_parquet(target).equals(pl.concat([wanted] * 20))


# Columns that are wrong


def test_wrong_columns_are_all_named_at_once(executor):
    table = pl.LazyFrame({"work.pilott": [True], "work.pilot": ["是"], "remedy.rectification": [1]})
    with pytest.raises(CaseError) as error:
        executor.judged(table)
    assert [fault.code for fault in error.value.faults] == ["C003", "C041", "C041"]
    assert "work.pilot" in error.value.faults[0].message


def test_a_table_without_facts_is_refused(executor):
    with pytest.raises(CaseError) as error:
        executor.judged(pl.LazyFrame({"name": ["a"]}))
    assert [fault.code for fault in error.value.faults] == ["C040"]


def test_columns_that_are_no_facts_are_passed_by(executor, rows):
    table = table_of(rows[:20])
    other = table.with_columns(pl.lit(1).alias("备注"), pl.lit(2).alias("my.column"))
    assert executor.judged(other.lazy()).collect().equals(executor.judged(table.lazy()).collect())


# Other policies


def test_another_policy_agrees_with_the_definition(engine):
    minor = Fact("discretion.minor_breach")
    policy = dataclasses.replace(
        engine.rules.policy,
        id="other",
        rows=(
            PolicyRow("A", All((minor, Not(ClauseRef("7.5.2")))), "mitigated"),
            PolicyRow("B", Not(Fact("remedy.loss_recovery", ("active", "passive"))), "lighter"),
            PolicyRow("C", All(()), "exempt"),
        ),
    )
    other = Engine(engine.rules.with_policy(policy))
    rows = random_rows(600, seed=12, engine=other)
    judged = other.many_cases.judged(table_of(rows).lazy()).collect()
    assert {"exempt", "mitigated", "lighter"} <= set(judged["outcome"].cast(pl.String))
    assert not disagreements(judged.to_dicts(), expected(rows, other, sample=30))[:3]
