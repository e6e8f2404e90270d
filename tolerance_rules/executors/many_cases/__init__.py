"""Many cases: a ruleset over tables of any size, with Polars.

Besides `tables`, which reads and writes them, the only folder that imports Polars.
"""

from tolerance_rules.errors import ExecutorError

try:
    import polars  # noqa: F401
except ImportError as error:
    raise ExecutorError(
        '批量评判需要 Polars，本机没有安装。请运行：pip install "tolerance-rules[audit]"',
        english='Tables need Polars, which is not installed: pip install "tolerance-rules[audit]"',
    ) from error

from tolerance_rules.executors.many_cases.executor import ManyCases

__all__ = ["ManyCases"]
