"""Headers: which column of a table is which fact, or which item of a register.

Nothing is guessed: a header that nobody knows is a fault, unless the mapping says what becomes of
such columns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from tolerance_rules.errors import Fault, Suggestions, TableError, means, shorten
from tolerance_rules.language import Pair
from tolerance_rules.tables.fields import IGNORED, KEPT, RECORDED, TOLD
from tolerance_rules.tables.header_names import HeaderNames, one_line
from tolerance_rules.tables.header_rows import FACT, Facts
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.source import Source, refusal
from tolerance_rules.vocabulary.vocabulary import Vocabulary

DELETE_COLUMN: Pair = (
    "请删去其中一列，或者在对照表中写 ignore 或 keep",
    "delete one of the two, or map it to ignore or keep",
)
KEEP_FEW: Pair = ("请只留下要读的列", "leave only those to be read")
MOST_COLUMNS = 16_384
"""The columns of a sheet of Excel; no register has as many."""


@dataclass(frozen=True)
class Field:
    """A column that is read: `name` is a fact, or an item of a register.

    One that is kept has a name that neither has: whatever its header, nobody looks into it.
    """

    column: str
    """The name that the source's frame has for it."""
    header: str
    name: str
    kept: bool = False
    """Handed on as it is, whatever its name."""


def fields_of(
    source: Source,
    mapping: TableMapping,
    vocabulary: Vocabulary,
    *,
    keep: Collection[str] = (),
    recorded: bool = False,
) -> list[Field]:
    """Return the columns of a source that are read; TableError lists every header that is wrong.

    `keep` are headers handed on as they are; `recorded` demands the recorded outcome, and with it
    a table may have no facts, but dates to audit.
    """
    if len(source.columns) > MOST_COLUMNS:
        given, most = f"{len(source.columns):,}", f"{MOST_COLUMNS:,}"
        message = (f"表有 {given} 列，最多 {most} 列", f"there are {given} columns, at most {most}")
        raise refusal("G049", message, KEEP_FEW, source.name)
    found, faults, suggestions = [], [], Suggestions()
    names, headers, taken = HeaderNames(vocabulary), set[str](), set[str]()
    for place, (column, header) in enumerate(zip(source.columns, source.headers, strict=True), 1):
        if not header and source.cells:
            continue
        name = _name_of(header, mapping, names)
        said = one_line(header) in mapping.columns
        if name not in names and name not in (IGNORED, KEPT) and not said:
            others = mapping.others
            if header in keep or one_line(header) in keep:
                others = "keep"
            elif "." in header and header.partition(".")[0] in vocabulary.groups:
                others = "refuse"  # a fact misspelt, and no column of somebody's own
            name = {"keep": KEPT, "ignore": IGNORED}.get(others, name)
        if name == KEPT:
            found.append(Field(column, header, f"{KEPT}:{place}", kept=True))
        elif name != IGNORED:
            found.append(Field(column, header, name))
            if name not in names:
                at = column_named(source, column, header)
                faults.append((place, _unknown(at, name or header, names, suggestions)))
        if not found or found[-1].column != column:
            continue
        headed = header in headers
        headers.add(header)
        if headed if found[-1].kept else found[-1].name in taken:
            same = header if found[-1].kept else found[-1].name
            at = column_named(source, column, header)
            message = (
                f"{at[0]} 与前面的一列同是 {shorten(same)}",
                f"{at[1]} is {shorten(same)}, as a column before it",
            )
            faults.append((place, Fault.of("G025", message, DELETE_COLUMN)))
        taken.add(found[-1].name)
    faults += [(0, fault) for fault in _absent(source.headers, mapping)]
    faults += [(0, fault) for fault in _doubled({each.name for each in found}, mapping)]
    if not faults:
        present = {each.name for each in found}
        faults += [(0, fault) for fault in _missing(present, vocabulary, recorded=recorded)]
    if faults:
        raise TableError(
            [
                replace(each, file=source.name, line=source.header_row, column=place)
                for place, each in faults
            ],
            ("表头", "The header"),
        )
    return found


def facts_among(mapping: TableMapping, vocabulary: Vocabulary) -> Facts:
    """Return what weighs headers: the facts among them, or at least dates to audit."""
    names = HeaderNames(vocabulary)

    def count(headers: Sequence[str]) -> int:
        found = {_name_of(header, mapping, names) for header in headers}
        facts = sum(_name_of(header, mapping, names) in vocabulary for header in headers)
        return facts * FACT if facts else int(has_deadlines(found))

    return count


def has_deadlines(names: Collection[str]) -> bool:
    """Tell whether a table has what an audit of deadlines needs, were there no facts."""
    return {RECORDED, "decided_on"}.issubset(names) and not TOLD.isdisjoint(names)


def _name_of(header: str, mapping: TableMapping, names: HeaderNames) -> str:
    """Return what a header stands for, itself if nothing is known of it."""
    return mapping.columns.get(one_line(header)) or names.name_of(header)


def nameless(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the columns of a file without a header, by place: nothing should stand there."""
    if source.cells:
        for place, (column, header) in enumerate(
            zip(source.columns, source.headers, strict=True), 1
        ):
            if not header:
                yield place, column


def column_named(source: Source, column: str, header: str) -> Pair:
    """Return a column as people find it: by its header, and in a sheet by its letter."""
    letter = source.letters[source.columns.index(column)] if source.letters else ""
    shown = shorten(header)
    if not letter:
        return f"表头 {shown}", f"The header {shown}"
    sheet = shorten(source.sheet)
    return (
        f"工作表 {sheet} {letter} 列的表头 {shown}",
        f"The header {shown} of column {letter} of sheet {sheet}",
    )


def _unknown(at: Pair, name: str, names: HeaderNames, suggestions: Suggestions) -> Fault:
    near = means(names.near(name) or suggestions.near(name, [*names.written(), IGNORED, KEPT]))
    message = (f"{at[0]} 不能识别{near[0]}", f"{at[1]} is not known{near[1]}")
    remedy = (
        f"请改正，或者在对照表中写明；与评判无关的写 {IGNORED}，要保留的写 {KEPT}",
        f"mend it, or name it in a mapping: {IGNORED} if it is not needed, {KEPT} to keep it",
    )
    return Fault.of("G024", message, remedy)


def _absent(headers: Collection[str], mapping: TableMapping) -> Iterator[Fault]:
    suggestions, present = Suggestions(), set(map(one_line, headers))
    for header in mapping.columns:
        if header not in present:
            near, shown = means(suggestions.near(header, headers)), shorten(header)
            message = (
                f"对照表中的表头 {shown} 不在表中{near[0]}",
                f"The header {shown} of the mapping is not in the table{near[1]}",
            )
            yield Fault.of("G026", message, ("请改正对照表", "mend the mapping"))


def _doubled(names: Collection[str], mapping: TableMapping) -> Iterator[Fault]:
    for name in mapping.always:
        if name in names:
            message = (
                f"表中已经有 {name} 一列，对照表又用 always 写明了它的值",
                f"The table has a column {name}, and the mapping gives its value under always",
            )
            remedy = (
                "请删去其中一处，或者把那一列写为 ignore",
                "delete one of the two, or map the column to ignore",
            )
            yield Fault.of("G026", message, remedy)


def _missing(names: Collection[str], vocabulary: Vocabulary, *, recorded: bool) -> Iterator[Fault]:
    if recorded and RECORDED not in names:
        message = ("表中没有处理结果一列", "The table has no column of recorded outcomes")
        remedy = (
            "请在对照表中写明哪一列是 recorded",
            "say in a mapping which column is recorded",
        )
        yield Fault.of("G027", message, remedy)
    if vocabulary.keys().isdisjoint(names) and not (recorded and has_deadlines(names)):
        message = ("表中没有一列是事实", "No column of the table is a fact")
        zh, en = "请在对照表中写明", "say in a mapping which are"
        if recorded:
            zh += "；只审计期限的，要有处理结果、作出结论日期，和告知日期或者备案日期"
            en += (
                "; an audit of time limits alone needs the recorded outcome, the day of the "
                "decision, and that of the notice or the filing"
            )
        yield Fault.of("G027", message, (zh, en))
