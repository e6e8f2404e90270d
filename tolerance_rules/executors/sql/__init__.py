"""SQL: a ruleset as one statement that a database runs where the cases are.

The only folder that imports sqlglot.
"""

from tolerance_rules.errors import ExecutorError

try:
    from tolerance_rules.executors.sql.statements import RulesAsSql
except ImportError as error:
    if (error.name or "").partition(".")[0] != "sqlglot":
        raise
    raise ExecutorError(
        '写成 SQL 需要 sqlglot，本机没有安装。请运行：pip install "tolerance-rules[audit]"',
        english='SQL needs sqlglot, which is not installed: pip install "tolerance-rules[audit]"',
    ) from error

__all__ = ["RulesAsSql"]
