"""The columnar plan: circuits, the walk, tables of every shape; agreement is tested elsewhere."""

from __future__ import annotations

import dataclasses
import itertools
import random

import pytest

from support.many_agreement import disagreements, expected, random_rows
from support.many_backends import table_of
from support.random_cases import careless, complete
from tolerance_rules import CaseError, Engine
from tolerance_rules.executors.columnar.circuit import (
    FALSE,
    TRUE,
    Both,
    Circuit,
    Constant,
    Either,
    Inverse,
    Is,
    layered,
)
from tolerance_rules.executors.columnar.plan import Status, planned
from tolerance_rules.executors.columnar.reachable_walk import reached
from tolerance_rules.facts import vocabulary
from tolerance_rules.rules import All, ClauseRef, Fact, Not, PolicyRow

pl = pytest.importorskip("polars")

ENUMS = {name: spec.values for name, spec in vocabulary().items() if not spec.boolean}
LITERAL = "nature.persisted_after_prohibition"


@pytest.fixture(scope="module")
def engine():
    return Engine.load()


@pytest.fixture(scope="module")
def executor(engine):
    return engine.many_cases


def value_of(circuit, term, facts):
    """Return whether a term holds in one row; a fact that is None is unknown."""
    gate = circuit.gates[term]
    if isinstance(gate, Constant):
        return gate.value
    if isinstance(gate, Is):
        return facts[gate.fact] is not None and facts[gate.fact] == gate.value
    if isinstance(gate, Inverse):
        return not value_of(circuit, gate.term, facts)
    if isinstance(gate, (Both, Either)):
        parts = [value_of(circuit, part, facts) for part in gate.terms]
        return all(parts) if isinstance(gate, Both) else any(parts)
    return facts[gate.fact] is None


# Circuits


def test_simplified_terms_mean_what_they_were_made_of():
    rng = random.Random(4)
    rows = [dict(zip("abc", row, strict=True)) for row in itertools.product((0, 1), repeat=3)]
    for _ in range(200):
        circuit = Circuit()
        terms = [circuit.is_(name, 1) for name in "abc"] + [FALSE, TRUE]
        meant = [[bool(row[name]) for row in rows] for name in "abc"]
        meant += [[False] * len(rows), [True] * len(rows)]
        for _ in range(12):
            chosen = rng.choices(range(len(terms)), k=rng.randint(1, 4))
            columns = [meant[place] for place in chosen]
            kind = rng.choice(("both", "either", "inverse"))
            if kind == "inverse":
                terms.append(circuit.inverse(terms[chosen[0]]))
                meant.append([not each for each in columns[0]])
            else:
                terms.append(getattr(circuit, kind)(terms[place] for place in chosen))
                join = all if kind == "both" else any
                meant.append([join(row) for row in zip(*columns, strict=True)])
        for term, column in zip(terms, meant, strict=True):
            assert [value_of(circuit, term, row) for row in rows] == column


def test_a_layer_uses_earlier_layers_alone_and_what_is_used_twice_is_made_once(engine):
    plan = planned(engine.rules, engine.diagram)
    layers = layered(plan.circuit, plan.terms)
    made, uses = set(), dict.fromkeys(layers.depth, 0)

    def used(term):
        for part in plan.circuit.parts(term):
            if part in layers.depth:
                assert part in made
                uses[part] += 1
            else:
                used(part)

    for layer in layers.columns:
        for term in layer:
            used(term)
        made |= set(layer)
    assert made == set(layers.depth)
    assert all(count > 1 for term, count in uses.items() if term not in plan.terms)
    assert {t for t in plan.terms if not isinstance(plan.circuit.gates[t], Constant)} <= made


# The walk


@dataclasses.dataclass
class Small:
    """A random diagram of few facts."""

    terminals: tuple[str, ...]
    order: tuple[str, ...]
    facts: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    root: int


def small(rng, sizes):
    names = tuple("abcde"[: len(sizes)])
    facts, children = [len(sizes)] * 3, [()] * 3
    for place in reversed(range(len(sizes))):
        below = len(facts)
        for _ in range(rng.randint(1, 3)):
            facts.append(place)
            children.append(tuple(rng.randrange(below) for _ in range(sizes[place])))
    return Small(("x", "y", "z"), names, tuple(facts), tuple(children), len(facts) - 1)


def test_reached_is_what_some_completion_gives():
    rng = random.Random(5)
    for _ in range(40):
        sizes = [rng.choice((2, 2, 3)) for _ in range(4)]
        diagram, circuit = small(rng, sizes), Circuit()
        possible = {
            name: [
                circuit.either([circuit.is_(name, value), circuit.is_null(name)])
                for value in range(size)
            ]
            for name, size in zip(diagram.order, sizes, strict=True)
        }
        terms = reached(diagram, circuit, possible)
        for row in itertools.product(*([*range(size), None] for size in sizes)):
            found = {
                name
                for name, term in terms.items()
                if value_of(circuit, term, dict(zip(diagram.order, row, strict=True)))
            }
            wanted = set()
            choices = ([v] if v is not None else range(s) for v, s in zip(row, sizes, strict=True))
            for completion in itertools.product(*choices):
                node = diagram.root
                while diagram.children[node]:
                    node = diagram.children[node][completion[diagram.facts[node]]]
                wanted.add(diagram.terminals[node])
            assert found == wanted


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
    return {name: vocabulary()[name].presumed if v is None else v for name, v in case.items()}


def test_of_a_complete_table_no_clause_is_open_and_nothing_is_asked_twice(engine):
    plan = planned(engine.rules, engine.diagram, complete=True)
    for column in plan.columns:
        if isinstance(column, Status):
            assert column.refuted == plan.circuit.inverse(column.established)


def test_a_row_of_a_complete_table_that_is_not_complete_is_refused(executor):
    rng = random.Random(7)
    rows = [complete(rng) for _ in range(2 * len(vocabulary()))]
    for row, name in zip(rows, vocabulary(), strict=False):
        row[name] = None
    found = executor.judged(table_of(rows).lazy(), complete=True).collect()
    count = len(vocabulary())
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


def kinds():
    yield "text", dict.fromkeys(ENUMS, pl.String)
    yield "categorical", dict.fromkeys(ENUMS, pl.Categorical)
    yield "enum", {name: pl.Enum(values) for name, values in ENUMS.items()}
    yield "wider enum", {name: pl.Enum(["?", *reversed(v)]) for name, v in ENUMS.items()}


@pytest.mark.parametrize("types", [types for _, types in kinds()], ids=[k for k, _ in kinds()])
def test_enumerated_facts_may_be_text_categorical_or_enum(types, rows, executor):
    table = table_of(rows)
    found = executor.judged(table.cast(types).lazy()).collect()
    assert found.equals(executor.judged(table.lazy()).collect())


def test_an_enum_without_some_of_the_values(executor, rows):
    table = table_of(rows)
    few = pl.Enum(["none", "some"])
    known = table.with_columns(
        pl.when(pl.col("consequences.loss").is_in(["none", "some"])).then("consequences.loss")
    )
    found = executor.judged(known.cast({"consequences.loss": few}).lazy()).collect()
    assert found.equals(executor.judged(known.lazy()).collect())


@pytest.mark.parametrize("dtype", [None, pl.Null, pl.Boolean, pl.String])
def test_a_column_that_is_not_there_is_unknown_in_every_row(dtype, executor, rows):
    names = [n for n in vocabulary() if n in ENUMS or dtype is not pl.String]
    names = [n for n in names if n not in ENUMS or dtype is not pl.Boolean][::3]
    table = table_of(rows)
    unknown = table.with_columns(pl.lit(None, dtype=table.schema[n]).alias(n) for n in names)
    wanted = executor.judged(unknown.lazy()).collect()
    if dtype is None:
        other = table.drop(names)
    else:
        other = table.with_columns(pl.lit(None, dtype=dtype).alias(name) for name in names)
    assert executor.judged(other.lazy()).collect().equals(wanted)


@pytest.mark.parametrize("types", [{}, dict.fromkeys(ENUMS, pl.Categorical)], ids=str)
def test_a_value_that_means_nothing_is_refused(types, executor):
    case = complete(random.Random(10))
    table = table_of([case, {**case, "remedy.rectification": "Active"}, case]).cast(types)
    found = executor.judged(table.lazy()).collect()
    assert found["refused"].cast(pl.String).to_list() == [None, "value:remedy.rectification", None]
    assert found[1].drop("refused").null_count().row(0) == (1,) * (found.width - 1)


def test_facts_that_cannot_both_be_are_refused_also_where_one_is_implied(executor):
    case = dict.fromkeys(vocabulary())
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
    shapes = [table, table.drop(list(vocabulary())[::2]), table.cast(dict(list(kinds())[2][1]))]
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
        assert found.width == 6 + 24


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
    rows = random_rows(600, seed=12)
    judged = other.many_cases.judged(table_of(rows).lazy()).collect()
    assert {"exempt", "mitigated", "lighter"} <= set(judged["outcome"].cast(pl.String))
    assert not disagreements(judged.to_dicts(), expected(rows, other, sample=30))[:3]
