"""在集群上评判：从 Parquet 到 Parquet。 On a cluster: from Parquet to Parquet.

    python examples/spark/judge.py                                 # 示例案件 the example cases
    python examples/spark/judge.py register.parquet findings       # 自己的登记簿 your register
    spark-submit --master yarn examples/spark/judge.py hdfs:///…/register hdfs:///…/findings

登记簿每行一案：case_id，加上每个事实一列；没有的列作未查明，仍有几种可能的写成 some|major。
A row is a case: case_id, and a column for each fact; a column that is not there is unknown, and
values that are still possible are joined: some|major.
规则只在驱动程序里编译成一条 SQL，执行节点上不需要安装本库。
The rules are compiled to one SQL statement by the driver; executors need no installation.
"""

import sys
import tempfile
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from tolerance_rules import Engine
from tolerance_rules.executors.columnar.target import target
from tolerance_rules.executors.sql import RulesAsSql
from tolerance_rules.facts import Known
from tolerance_rules.formats.case_file import from_file

CASES = Path(__file__).resolve().parent.parent / "cases"


def example_register(spark: SparkSession, engine: Engine, where: str) -> None:
    """Write the example cases as a register."""
    facts = engine.rules.vocabulary.items()
    schema = ", ".join(
        ["case_id STRING"]
        + [f"`{name}` {'BOOLEAN' if spec.boolean else 'STRING'}" for name, spec in facts]
    )
    rows = []
    for file in sorted(CASES.glob("*.yaml")):
        case = from_file(file, engine.rules.model)
        rows.append((file.stem, *map(cell, case.facts.flat.values())))
    spark.createDataFrame(rows, schema).write.parquet(where)


def cell(known: Known) -> bool | str | None:
    """Return what a column has for a fact; values still possible are joined by `|`."""
    return "|".join(map(str, known)) if isinstance(known, tuple) else known


def judged(spark: SparkSession, engine: Engine, register: DataFrame) -> DataFrame:
    """Return what the rules find of each row, beside its case_id."""
    register.createOrReplaceTempView("register")
    absent = tuple(name for name in engine.rules.vocabulary if name not in register.columns)
    rules = RulesAsSql(engine.rules, engine.diagram, target("spark", absent=absent))
    for statement in rules.create_view(replace=True, temporary=True):
        spark.sql(statement)
    return spark.table("findings")


def main() -> None:
    # spark-submit --master 另定集群。 spark-submit --master names a cluster instead.
    builder = SparkSession.builder.appName("tolerance-rules")
    if len(sys.argv) < 3:
        builder = builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.getOrCreate()
    # 一步有上百列，整段编译超出 Java 的限度；公共的部分已经只算一次，不必再找。
    # A step has a hundred columns, too many for whole-stage compilation; and what is common is
    # made once already, so that to look for more of it is time lost.
    spark.conf.set("spark.sql.codegen.wholeStage", "false")
    spark.conf.set("spark.sql.subexpressionElimination.enabled", "false")
    engine = Engine.load()
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) < 3:
            given, found = f"{folder}/register", f"{folder}/findings"
            example_register(spark, engine, given)
        else:
            given, found = sys.argv[1:]
        judged(spark, engine, spark.read.parquet(given)).write.parquet(found)

        table = spark.read.parquet(found)
        for row in (
            table.groupBy("outcome", "settled").count().orderBy("outcome", "settled").collect()
        ):
            print(f"{row['outcome']}, settled {row['settled']}: {row['count']}")
        print(f"不予评判 refused: {table.where('refused IS NOT NULL').count()}")
    spark.stop()


if __name__ == "__main__":
    main()
