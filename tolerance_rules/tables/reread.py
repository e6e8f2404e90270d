"""Reread: a file of rejects, mended, is read as the table that its rows came from."""

from __future__ import annotations

import re
from dataclasses import replace

from tolerance_rules.tables.csv_quotes import QUOTED
from tolerance_rules.tables.fields import REJECTS_ZH
from tolerance_rules.tables.header_rows import is_rejects
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import Source

_QUOTED = re.compile(QUOTED)


def reread(source: Source) -> Source:
    """Return a source without what a file of rejects adds: columns, and marks before signs."""
    if not is_rejects(source.headers):
        return source
    first = len(REJECTS_ZH)
    columns = source.columns[first:]
    unmarked = source.frame.with_columns(pl.col(columns).str.replace(QUOTED, "$1"))
    return replace(
        source,
        frame=unmarked.drop(source.columns[:first]),
        headers=tuple(_QUOTED.sub(r"\1", header) for header in source.headers[first:]),
        columns=columns,
        letters=source.letters[first:],
    )
