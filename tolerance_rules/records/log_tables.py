"""Log tables: the statements that make the tables of a log."""

from __future__ import annotations

from collections.abc import Sequence


def tables(number: str, blob: str) -> Sequence[str]:
    """Return the statements that make the tables; the types are those of the database."""
    return (
        "CREATE TABLE decision_log (origin TEXT NOT NULL, format INTEGER NOT NULL)",
        f"CREATE TABLE decision_log_records (number {number} PRIMARY KEY,"
        f" document {blob} NOT NULL, nodes {blob} NOT NULL,"
        f" subject TEXT UNIQUE, amends {number} UNIQUE)",
        f"CREATE TABLE decision_log_materials (sha256 TEXT PRIMARY KEY, content {blob} NOT NULL)",
        f"CREATE TABLE decision_log_checkpoints (size {number} NOT NULL, note {blob} NOT NULL)",
    )


REQUESTS = (
    "CREATE TABLE IF NOT EXISTS decision_log_requests"
    " (key TEXT PRIMARY KEY, request TEXT NOT NULL, number {} NOT NULL)"
)
"""What a service was asked for, by key: no part of the log, and not in every one."""
FORMAT = 1
"""The form of the tables, which a later one may replace."""
