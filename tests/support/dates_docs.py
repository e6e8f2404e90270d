"""Due dates counted by hand from the published calendars: a made part of docs/duties.md."""

from __future__ import annotations

from datetime import date

from tolerance_rules import Engine
from tolerance_rules.obligations.calendar import working_days
from tolerance_rules.obligations.due_dates import due_date
from tolerance_rules.rendering.document import Table, markdown_table

NOTICES = (
    (
        "2023 年国庆节", "2023-09-26", "2023-10-11",
        "9月27、28日；10月7日（周六）、8日（周日）调休上班；9、10、11日",
    ),
    (
        "2024 年春节", "2024-02-05", "2024-02-20",
        "2月6、7、8、9日；18日（周日）调休上班；19、20日",
    ),
    (
        "2024 年国庆节", "2024-09-30", "2024-10-15",
        "10月8、9、10、11日；12日（周六）调休上班；14、15日",
    ),
    (
        "2025 年春节", "2025-01-24", "2025-02-10",
        "1月26日（周日）调休上班；27日；2月5、6、7日；8日（周六）调休上班；10日",
    ),
    (
        "2025 年国庆节", "2025-09-26", "2025-10-13",
        "9月28日（周日）调休上班；29、30日；10月9、10日；11日（周六）调休上班；13日",
    ),
    (
        "2026 年春节", "2026-02-12", "2026-02-28",
        "2月13日；14日（周六）调休上班；24、25、26、27日；28日（周六）调休上班",
    ),
    (
        "2026 年国庆节", "2026-09-24", "2026-10-12",
        "9月28、29、30日；10月8、9日；10日（周六）调休上班；12日",
    ),
)  # fmt: skip
"""Across what, decided, due; and the seven working days, counted from the published notices."""

FILINGS = (
    ("2024-05-24", "2024-05-25", "2024-05-24", "25日是周六，不顺延"),
    ("2024-05-25", "2024-05-25", "2024-06-24", "25日作出的决定"),
    ("2024-05-26", "2024-06-25", "2024-06-24", "26日作出的决定"),
    ("2025-05-20", "2025-05-25", "2025-05-24", "25日是周日，24日是周六，都不顺延"),
    ("2024-12-26", "2025-01-25", "2025-01-24", "跨年"),
)
"""Decided; due where the 25th is in time, and where it is not; and what it is an example of."""


def due(deadline: str, decided: str, **readings: str) -> str:
    """Return when something is due, as the library has it."""
    limit = Engine.load(readings=readings).rules.deadlines[deadline]
    return str(due_date(limit, date.fromisoformat(decided), working_days()).known)


def dates_table() -> str:
    """Return both tables."""
    notice = ("跨过", "作出结论", "至迟告知", "七个工作日")
    filing = ("作出决定", "25日算在内", "25日不算在内", "说明")
    return "\n".join(
        markdown_table(Table(heads, rows)) for heads, rows in ((notice, NOTICES), (filing, FILINGS))
    )
