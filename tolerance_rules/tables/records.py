"""Records: a list of dicts as a table; each is the facts of a case, nested or dotted, or a case."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tolerance_rules.errors import Fault, TableError, as_text, shorten
from tolerance_rules.formats.human_values import SEVERAL
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.vocabulary.vocabulary import Vocabulary

Records = Sequence[Mapping[str, Any]]


def is_records(table: object) -> bool:
    """Tell whether a table is a list of dicts, or means to be."""
    return isinstance(table, (list, tuple))


def records_frame(
    records: Records, vocabulary: Vocabulary
) -> tuple[pl.LazyFrame, Callable[[pl.LazyFrame], list[dict[str, Any]]]]:
    """Return records as a frame, and how to put what is found of each row beside its record.

    TableError names the first record that is no dict, or gives a fact twice.
    """
    groups = vocabulary.groups
    rows = [_flat(record, number, groups) for number, record in enumerate(records, 1)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: _column([row.get(name) for row in rows]) for name in names}
    if not columns:  # nothing is known of any of them, if there are any at all
        columns = {next(iter(vocabulary)): [None] * len(rows)}
    frame = pl.DataFrame(columns, strict=False)
    own = set(frame.columns)

    def back(judged: pl.LazyFrame) -> list[dict[str, Any]]:
        found = judged.collect()
        rest = found.select(name for name in found.columns if name not in own)
        return [
            {**record, **findings}
            for record, findings in zip(records, rest.iter_rows(named=True), strict=True)
        ]

    return frame.lazy(), back


def _flat(record: object, number: int, groups: Mapping[str, object]) -> dict[str, Any]:
    if not isinstance(record, Mapping):
        kind = shorten(type(record).__name__)
        message = (f"第 {number} 项是 {kind}，不是字典", f"Item {number} is {kind}, no dict")
        remedy = ("每一项请给一个字典：事实: 值", "each item should be a dict, fact: value")
        raise TableError([Fault.of("G033", message, remedy)])
    flat: dict[str, Any] = {}
    for name, value in _cells(record, groups):
        if name in flat:
            message = (
                f"第 {number} 项中 {shorten(name)} 给了两次",
                f"Item {number} gives {shorten(name)} twice",
            )
            remedy = ("请只写一次", "give it once")
            raise TableError([Fault.of("G033", message, remedy, subject=name[:200])])
        flat[name] = value
    return flat


def _cells(record: Mapping[str, Any], groups: Mapping[str, object]) -> Iterator[tuple[str, Any]]:
    """Yield columns: a group of facts gives one for each, and so do `facts` and `case`."""
    for key, value in record.items():
        name = as_text(key)
        if isinstance(value, Mapping) and name in groups:
            yield from ((f"{name}.{as_text(fact)}", known) for fact, known in value.items())
        elif isinstance(value, Mapping) and name in ("facts", "case"):
            yield from _cells(value, groups)
        elif value is not None or name not in (*groups, "facts", "case"):
            yield name, value


def _column(values: list[Any]) -> list[Any]:
    """Return values of one kind as they are; of several kinds, as the texts that people write."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) < 2 and not kinds & {list, tuple, dict, set}:
        return values
    return [None if value is None else _text(value) for value in values]


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return SEVERAL.join(map(_text, value))
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
