"""Dataframe: a DataFrame of Spark's in, a DataFrame of Spark's with the findings out, lazily."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tolerance_rules.errors import ExecutorError, Fault, TableError, shorten
from tolerance_rules.executors.spark.batches import Batches
from tolerance_rules.language import Pair

if TYPE_CHECKING:
    from tolerance_rules.executors.columnar.columns import Column
    from tolerance_rules.executors.many_cases import ManyCases

RENAME: Pair = ("请先改名，或者不要保留", "rename them first, or do not keep them")


class SparkTable(Protocol):
    """A DataFrame of pyspark's, of a session of its own or of Spark Connect."""

    @property
    def schema(self) -> Any:
        """The names and the types of the columns."""

    @property
    def mapInArrow(self) -> Any:  # noqa: N802  # Spark's name
        """What sends a function to the executors."""


Table = TypeVar("Table", bound=SparkTable)


def judged_in_spark(
    table: Table,
    executor: ManyCases,
    *,
    keep: Sequence[str] | None = None,
    complete: bool = False,
    statuses: bool = True,
    reachable: bool = True,
) -> Table:
    """Return a DataFrame with the columns to keep and the findings of each row.

    Facts, findings and refusals are as `ManyCases.judged` says. The plan is made here, once;
    executors are sent the plan. CaseError lists every column that is wrong, TableError columns to
    keep that are not there or are called as findings are.
    """
    given: Any = table
    types = _types(given)
    plan, facts = executor.plan_for(
        types, complete=complete, statuses=statuses, reachable=reachable
    )
    columns = (*plan.columns, plan.refused)
    if keep is None:
        keep = [name for name in types if name not in executor.rules.vocabulary]
    keep = tuple(dict.fromkeys(keep))
    _require_free(keep, types, [column.name for column in columns])
    asked = tuple(dict.fromkeys([*keep, *facts]))
    # Sent by number: `mapInArrow` takes a name with a dot for a field of a column.
    sent = given.selectExpr(*(f"{_quoted(name)} AS c{n}" for n, name in enumerate(asked)))
    batches = Batches(plan, asked, facts, keep)
    judged: Table = sent.mapInArrow(batches, _schema(given.schema, keep, columns))
    return judged


def _types(table: Any) -> dict[str, str]:
    """Return the types of the columns by name; TableError if this is no table of Spark's."""
    if not (type(table).__module__.startswith("pyspark.sql.") and hasattr(table, "mapInArrow")):
        what = shorten(type(table).__name__)
        message = (f"{what} 不是 Spark 的 DataFrame", f"{what} is no DataFrame of Spark's")
        remedy = (
            "其他的表请交给 Engine.evaluate_many",
            "give other tables to Engine.evaluate_many",
        )
        raise TableError([Fault.of("G033", message, remedy)])
    # `mapInArrow` needs both.
    missing = [name for name in ("pandas", "pyarrow") if find_spec(name) is None]
    if missing:
        listed = "、".join(missing)
        raise ExecutorError(
            f'Spark 的表需要 {listed}，本机没有安装。请运行：pip install "tolerance-rules[spark]"',
            english=f"Tables of Spark's need {', '.join(missing)}, not installed here: "
            'pip install "tolerance-rules[spark]"',
        )
    fields = table.schema.fields
    doubled = [name for name, n in Counter(field.name for field in fields).items() if n > 1]
    if doubled:
        named = [shorten(name) for name in doubled]
        message = (
            f"有几列都叫 {'、'.join(named)}",
            f"Several columns are called {', '.join(named)}",
        )
        raise TableError([Fault.of("G025", message, ("请先改名", "rename them first"))])
    return {field.name: field.dataType.typeName() for field in fields}


def _require_free(keep: Sequence[str], columns: dict[str, str], findings: Sequence[str]) -> None:
    faults = []
    wrong = [shorten(name) for name in keep if name not in columns]
    if wrong:
        message = (
            f"要保留的列 {'、'.join(wrong)} 不在表中",
            f"Columns to keep that are not in the table: {', '.join(wrong)}",
        )
        faults.append(Fault.of("G038", message, ("请写表中的列名", "give names of its columns")))
    # To Spark, names that differ only in capitals are one name.
    taken = {name.casefold() for name in findings}
    clashing = [shorten(name) for name in keep if name.casefold() in taken]
    if clashing:
        message = (
            f"列 {'、'.join(clashing)} 与结果的列同名",
            f"Columns that are called as those of the result: {', '.join(clashing)}",
        )
        faults.append(Fault.of("G037", message, RENAME))
    if faults:
        raise TableError(faults)


def _quoted(name: str) -> str:
    """Return a column as Spark reads it: the names of facts have dots."""
    return "`" + name.replace("`", "``") + "`"


def _schema(given: Any, keep: Sequence[str], columns: Sequence[Column]) -> Any:
    """Return the types of the result; they are known before any row is judged."""
    from pyspark.sql.types import BooleanType, StringType, StructField, StructType

    from tolerance_rules.executors.columnar.columns import Flag, Status

    fields = {field.name: field for field in given.fields}
    found = [
        StructField(
            column.name, BooleanType() if isinstance(column, (Flag, Status)) else StringType()
        )
        for column in columns
    ]
    return StructType([*(fields[name] for name in keep), *found])
