"""Polars import: the one place that imports Polars for tables, and says what to install."""

from __future__ import annotations

from tolerance_rules.errors import ExecutorError

try:
    import polars as pl
except ImportError as error:
    raise ExecutorError(
        '读写表格需要 Polars，本机没有安装。请运行：pip install "tolerance-rules[audit]"',
        english='Tables need Polars, which is not installed: pip install "tolerance-rules[audit]"',
    ) from error

__all__ = ["pl"]
