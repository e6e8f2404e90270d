"""Table options: which sheet or table is read, the same in every command that reads a register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.language import Lang, Pair, pick

if TYPE_CHECKING:
    from tolerance_rules.tables.table_choice import TableChoice

TABLE_OPTIONS: dict[str, tuple[str, Pair]] = {
    "sheet": ("NAME", ("读哪一张工作表", "The sheet to read")),
    "separator": (
        "CHAR",
        ("CSV 的分隔符，默认自己看", "What separates CSV cells; default: found out"),
    ),
    "table": ("NAME", ("数据库中的表", "The table of the database")),
    "query": (
        "SQL",
        ("数据库的查询，代替 --table", "A query of the database, in place of --table"),
    ),
}

NEEDS: Pair = ("{0} 要同 {1} 一起写", "{0} goes with {1}")


def table_options(lang: Lang) -> list[click.Parameter]:
    """Return the options that say which table of a place is read."""
    return [
        click.Option([f"--{name}"], metavar=metavar, help=pick(lang, words))
        for name, (metavar, words) in TABLE_OPTIONS.items()
    ]


def table_choice(lang: Lang, given: dict[str, Any]) -> TableChoice:
    """Take what those options say out of what a command was given."""
    from tolerance_rules.tables.table_choice import TableChoice

    taken = {name: given.pop(name) or "" for name in TABLE_OPTIONS}
    return TableChoice(**{**taken, "separator": cell_separator(lang, taken["separator"])})


def cell_separator(lang: Lang, given: str | None) -> str:
    """Return what separates the cells of a CSV; the program ends where it is not one mark."""
    from tolerance_rules.tables.csv_headers import no_separator, separates

    mark = (given or "").replace("\\t", "\t")
    if mark and not separates(mark):
        usage_error("。".join(pick(lang, words) for words in no_separator(mark)))
    return mark
