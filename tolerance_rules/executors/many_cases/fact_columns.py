"""Fact columns: which columns of a table are facts, what they can hold, and which are wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from tolerance_rules.errors import CaseError, Fault, means, nearest
from tolerance_rules.vocabulary.fact_faults import ALL_FACTS
from tolerance_rules.vocabulary.fact_spec import FactSpec
from tolerance_rules.vocabulary.vocabulary import Vocabulary

_TEXTS = (pl.String, pl.Categorical, pl.Enum)


@dataclass(frozen=True)
class FactColumns:
    """The facts of a table, as far as its schema tells."""

    absent: frozenset[str]
    """The facts without a column, or with a column of nothing but nulls."""
    closed: frozenset[str]
    """The facts whose column can hold nothing but single values and nulls."""
    partial: frozenset[str]
    """The facts whose cells may hold several values."""


def fact_columns(schema: pl.Schema, vocabulary: Vocabulary, *, complete: bool) -> FactColumns:
    """Return what a schema says of the facts; CaseError lists every column that is wrong."""
    faults = [fault for name, dtype in schema.items() for fault in _faults(name, dtype, vocabulary)]
    named = vocabulary.keys() & schema.keys()
    # A column of nothing but nulls has no type of its own.
    present = {name for name in named if schema[name] != pl.Null}
    absent = frozenset(vocabulary.keys() - present)
    if not named:
        example = next(iter(vocabulary))
        message = ("表中没有一列是事实", "No column of the table is a fact")
        remedy = (f"列名应当是 {example} 一类的名称", f"the name of a column is one like {example}")
        faults.append(Fault.of("C040", message, remedy))
    elif complete:
        faults += [_missing(vocabulary[n]) for n in sorted(absent) if not vocabulary[n].finding]
    if faults:
        raise CaseError(faults)
    closed = frozenset(name for name in present if _closed(vocabulary[name], schema[name]))
    open_ = {name for name in present - closed if len(vocabulary[name].values) > 2}
    return FactColumns(absent, closed, frozenset(open_))


def _closed(spec: FactSpec, dtype: pl.DataType) -> bool:
    if isinstance(dtype, pl.Enum):
        return set(dtype.categories) <= set(spec.values)
    return spec.boolean


def _missing(spec: FactSpec) -> Fault:
    return Fault.of(
        "C042",
        (
            f"表中没有 {spec.name}（{spec.label}）一列",
            f"The table has no column {spec.name} ({spec.label_en})",
        ),
        (
            "请补上这一列，或不要声明此表事实齐全（complete）",
            "add it, or do not say that the table is complete",
        ),
        subject=spec.name,
    )


def _faults(name: str, dtype: pl.DataType, vocabulary: Vocabulary) -> Iterator[Fault]:
    spec = vocabulary.get(name)
    if spec is None:
        group, dot, _ = name.partition(".")
        if dot and group in vocabulary.groups:
            near = means(nearest(name, vocabulary))
            message = (f"没有名为 {name} 的事实{near[0]}", f"There is no fact {name}{near[1]}")
            yield Fault.of("C003", message, ALL_FACTS)
    elif dtype != pl.Null and not (
        dtype == pl.Boolean if spec.boolean else isinstance(dtype, _TEXTS)
    ):
        wanted = ("是、否（布尔）", "true and false") if spec.boolean else ("文字", "texts")
        yield Fault.of(
            "C041",
            (
                f"{name}（{spec.label}）一列应当是{wanted[0]}，现为 {dtype}",
                f"Column {name} ({spec.label_en}) should have {wanted[1]}, and has {dtype}",
            ),
            ("请先按对照表转换", "convert it first"),
            subject=name,
        )
