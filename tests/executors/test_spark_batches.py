"""What Spark's executors are sent judges as Polars does; what is wrong is said on the driver."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tolerance_rules import CaseError, Engine, ExecutorError, TableError

pl = pytest.importorskip("polars", reason="polars (extra audit) is not installed")
pa = pytest.importorskip("pyarrow", reason="pyarrow (extra pandas) is not installed")

TEXTS = ["none", "some", "major", "some|major", "major|some", "Major", "some|some", "", None]


@pytest.fixture(scope="module")
def engine():
    return Engine.load()


def register(rows):
    """Return rows of which some are unknown, partly known, contradictory or mean nothing."""
    return pl.DataFrame(
        {
            "号": range(rows),
            "nature.three_distinctions": [(True, None, False)[n % 3] for n in range(rows)],
            "motive.gain_for_self": [(True, False, None, False)[n % 4] for n in range(rows)],
            "consequences.loss": [TEXTS[n % len(TEXTS)] for n in range(rows)],
            "work.pilot": pl.Series([None] * rows, dtype=pl.Null),
        }
    )


TYPES = {
    "号": "long",
    "nature.three_distinctions": "boolean",
    "motive.gain_for_self": "boolean",
    "consequences.loss": "string",
    "work.pilot": "void",
}


def batches_for(engine, table, columns, **asked):
    """Return what would be sent, and the table in record batches, named by number."""
    from tolerance_rules.executors.spark.batches import Batches

    asked = {"complete": False, "statuses": True, "reachable": True, **asked}
    plan, facts = engine.many_cases.plan_for(TYPES, **asked)
    sent = table.select(columns).to_arrow(compat_level=pl.CompatLevel.oldest())
    sent = sent.rename_columns([f"c{n}" for n in range(len(columns))])
    return Batches(plan, columns, facts, ("号",)), sent.to_batches(max_chunksize=7)


@pytest.mark.parametrize("rows", [1, 100])
@pytest.mark.parametrize("asked", [{}, {"reachable": False}, {"statuses": False}])
def test_batches_are_judged_as_polars_judges_the_table(engine, rows, asked, monkeypatch):
    monkeypatch.setattr("tolerance_rules.executors.spark.batches.ROWS", 20)
    table = register(rows)
    judge, sent = batches_for(engine, table, table.columns[::-1], **asked)
    found = list(pickle.loads(pickle.dumps(judge))(iter(sent)))
    assert max(map(len, found)) <= 27
    assert {str(kind) for kind in found[0].schema.types[1:]} == {"string", "bool"}
    frame = pl.DataFrame(pa.Table.from_batches(found))
    wanted = engine.many_cases.judged(table.lazy(), keep=["号"], **asked).collect()
    wanted = wanted.with_columns(pl.col(pl.Enum).cast(pl.String))
    assert frame.equals(wanted)
    if rows == 100:
        assert {"value:consequences.loss", "three_distinctions_with_gain_for_self"} <= {
            *frame["refused"]
        }


def test_no_rows_give_no_batches(engine):
    judge, _ = batches_for(engine, register(1), list(TYPES))
    assert list(judge(iter(()))) == []


def test_another_version_on_an_executor_is_refused(engine):
    judge, sent = batches_for(engine, register(1), list(TYPES))
    with pytest.raises(ExecutorError, match="同一个版本") as caught:
        list(replace(judge, version="0.0.1")(iter(sent)))
    assert "same version" in caught.value.told("en")


def test_what_is_sent_is_unpickled_without_polars(engine):
    judge, _ = batches_for(engine, register(1), list(TYPES))
    code = (
        "import pickle, sys; pickle.load(sys.stdin.buffer);"
        "assert not {'polars', 'pyspark'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(judge), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


class Frame:
    """Stands for a DataFrame of Spark's as far as its columns."""

    __module__ = "pyspark.sql.classic.dataframe"

    def __init__(self, **types):
        fields = [
            SimpleNamespace(name=name, dataType=SimpleNamespace(typeName=lambda kind=kind: kind))
            for name, kind in types.items()
        ]
        self.schema = SimpleNamespace(fields=fields)
        self.columns = list(types)

    def mapInArrow(self, *_):  # noqa: N802  # Spark's name
        raise AssertionError("nothing is sent of what is wrong")


@pytest.mark.parametrize(
    ("types", "asked", "kind", "words"),
    [
        ({"work.pilot": "long"}, {}, CaseError, ("应当是是、否（布尔）", "true and false")),
        (
            {"work.pilott": "boolean"},
            {},
            CaseError,
            ("名为 work.pilott", "no fact work.pilott"),
        ),
        ({"号": "string"}, {}, CaseError, ("没有一列是事实", "No column of the table is a fact")),
        ({"work.pilot": "boolean"}, {"complete": True}, CaseError, ("表中没有", "has no column")),
        (
            {"work.pilot": "boolean"},
            {"keep": ["甲"]},
            TableError,
            ("甲 不在表中", "not in"),
        ),
        ({"work.pilot": "boolean", "Outcome": "string"}, {}, TableError, ("同名", "called as")),
    ],
)
def test_what_cannot_be_judged_is_said_before_anything_is_sent(engine, types, asked, kind, words):
    with pytest.raises(kind) as caught:
        engine.evaluate_spark(Frame(**types), **asked)
    assert words[0] in str(caught.value)
    assert words[1] in caught.value.told("en")


def test_columns_of_one_name_and_other_tables_are_refused(engine):
    frame = Frame(**{"work.pilot": "boolean"})
    frame.schema.fields *= 2
    with pytest.raises(TableError, match="有几列都叫"):
        engine.evaluate_spark(frame)
    with pytest.raises(TableError, match=r"不是 Spark 的 DataFrame.*evaluate_many"):
        engine.evaluate_spark(pl.DataFrame())
    with pytest.raises(TableError, match="evaluate_spark"):
        engine.evaluate_many(frame)
