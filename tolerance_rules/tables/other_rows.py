"""Other rows: what stands among the cases of a register and is none: totals, signatures, notes.

A form that offices keep ends in a total, in the names of who filled it in, in instructions, and
has rows that so far have nothing but their number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from tolerance_rules.errors import Fault
from tolerance_rules.formats.human_values import BLANK
from tolerance_rules.tables.fields import DATES
from tolerance_rules.tables.headers import Field
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import ROW, Source
from tolerance_rules.vocabulary.vocabulary import Vocabulary

_COLON = "[:：]"
TOTAL = (
    r"^(?:[\d一二三四〇零年月度季上下半本全共各页部门单位总（(]{0,12})?"
    rf"(?:[合总共累小]\s*计|总\s*数|合计数|[总共]计数?)[)）]?(?:\s*{_COLON}.*|[\s\d,.，（(共].*)?$"
    r"|^[以上总本页全年]{0,4}共[计有]?\s*[\d一二三四五六七八九十百千]{1,9}\s*[件人起项例宗](?:[\s，,。;；].*)?$"
    r"|^(?:平均(?:值|数)?|[总人件]{1,2}数|占比|百分比)[%％]?$"
    r"|^(?i:(?:grand |sub-?)?total)(?:\s*[:：].*|\s*\d.*)?$"
)
"""A total, by the first cell of its row that is not blank."""
_SIGNED = "(?:[(（]?(?:签字|签名|签章|盖章|公章)[)）]?)?"
SIGNATURE = (
    r"^(?:填表|填报|制表|编制|审核|复核|审批|批准|审签|签发|校对|经办|承办|联系|打印|制单|统计|报送)"
    rf"(?:人|人员|单位|部门|日期|时间|者|电话|负责人)?{_SIGNED}\s*{_COLON}"
    r"|^(?:单位|部门|处室|学院|主管|分管|纪委)?(?:负责人|领导|主管|书记)"
    rf"{_SIGNED}\s*{_COLON}"
    # In a cell of its own, with the name or the day in the next.
    r"|^(?:填表|填报|制表|编制|审核|复核|审批|审签|校对|打印|制单|统计)(?:人|人员|单位|日期|时间|者)$"
    rf"|^(?:签字|签名|签章|盖章|公章|日期|联系电话|电话|手机)\s*{_COLON}"
)
"""Who filled the form in, likewise."""
REMARK = (
    rf"^(?:备\s*注|附\s*注|注\s*意?|说\s*明|填表说明|填报说明|注意事项|填写说明)[\d一二三四]?\s*{_COLON}"
    rf"|^(?:例|示例|样例|范例)\s*{_COLON}|^[(（【](?:例|示例|样例|范例)[)）】]|^(?:填写)(?:示例|样例|范例)"
    r"|^[*※]\s*(?:注|说明|本表|此表|填)|^(?:本|此)表(?:一式|由|于|每|应|须|请|填|报|自)"
    r"|^第\s*\d+\s*页(?:[，,、/]?\s*共\s*\d+\s*页)?$|^-?\s*\d+\s*/\s*\d+\s*-$|^[(（]?以下空白[)）]?$"
)
"""A note on how to fill it in, likewise."""
SECTION = (
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|\D{1,60}$"
    r"|[(（]?(?:20)?\d\d\s*年度?(?:[上下]半年|第?[1-4一二三四]季度|\d{1,2}月份?)?[)）]?$"
    r"|\d{1,2}月份?$|第?[1-4]季度$)"
)
"""A title among the rows, by the only cell of its row that is not blank."""
KINDS = {
    TOTAL: "合计",
    SIGNATURE: "填表人、审核人一类的落款",
    REMARK: "说明",
    SECTION: "只有一格有字的小标题",
}
IN_ENGLISH = {
    "合计": "a total",
    "填表人、审核人一类的落款": "a signature",
    "说明": "a note",
    "只有一格有字的小标题": "a title, with nothing in its other cells",
}
MERGED = "G035"
"""The code of a cell that is merged sideways."""
LEAST_COLUMNS = 3
"""In a table with fewer columns than this, a row with one cell may well be a case."""
NUMBER = (
    r"^[A-Za-z\p{Han}〔〕\[\]（）()]{0,12}(?:\d{4}[〕\])）年\p{Han}]{0,4})?[-—–]?\d{1,12}"
    r"(?:[-—–.．、]\d{0,8})?\s*[号件]?$"
)
"""A number that a form may have before anybody writes in its row."""
_NUMBERED = re.compile(r"^(?:序号|编号|序|项次|行号|No\.?|#|决定编号)$", re.IGNORECASE)


def with_tidy_columns(source: Source) -> Source:
    """Return a source that knows in which columns no cell has white space to be taken off."""
    schema = source.frame.collect_schema()
    asked = [
        ((pl.col(column).str.strip_chars(BLANK) != pl.col(column)) | (pl.col(column) == ""))
        .any()
        .alias(column)
        for column in source.columns
        if schema[column] == pl.String
    ]
    if not source.cells or not asked:
        return source
    untidy = source.frame.select(asked).collect(engine="streaming").row(0, named=True)
    return replace(source, tidy=frozenset(column for column, some in untidy.items() if not some))


def other_rows(source: Source, fields: Sequence[Field], facts: Vocabulary) -> dict[str, pl.Expr]:
    """Return which rows are no cases, by what they are: expressions over the source's frame."""
    schema = source.frame.collect_schema()
    valued = {field.column for field in fields if field.name in facts or field.name in DATES}
    texts = [c for c in source.columns if schema[c] == pl.String and c not in valued]
    if not texts:
        return {}
    asked = [
        pl.col(column).str.strip_chars(BLANK).str.contains(kind).any().alias(f"{place}:{column}")
        for place, kind in enumerate(KINDS)
        for column in texts
    ]
    found = source.frame.select(asked).collect(engine="streaming").row(0, named=True)
    present = {int(name.partition(":")[0]) for name, some in found.items() if some}
    across = [row for row, faults in source.faults.items() if any(f.code == MERGED for f in faults)]
    if across:
        present.add(list(KINDS).index(SECTION))
    if not source.cells or len(source.columns) < LEAST_COLUMNS:
        present.discard(list(KINDS).index(SECTION))
    if not present:
        return {}
    kinds = _kind_of_row(source, schema, present, across)
    rows = source.frame.select(ROW, kinds.alias("kind")).filter(pl.col("kind").is_not_null())
    # Few rows are any, and a look at every cell of every row is dear: it is taken once.
    by_kind = rows.collect(engine="streaming").partition_by("kind", as_dict=True)
    return {
        words: pl.col(ROW).is_in(by_kind[place,][ROW].implode())
        for place, words in enumerate(KINDS.values())
        if (place,) in by_kind
    }


def _kind_of_row(
    source: Source, schema: pl.Schema, present: Collection[int], across: Sequence[int]
) -> pl.Expr:
    """Return the place of the first kind that a row is of, null for a case.

    A cell merged sideways, of the rows `across`, is a title, whatever it says, if it is alone.
    """
    inked = [_ink(source, column, schema[column]) for column in source.columns]
    first = pl.coalesce(inked)
    headed = [c for c, h in zip(source.columns, source.headers, strict=True) if h]
    # What stands where there is no header is told as that.
    alone = (pl.sum_horizontal(cell.is_not_null() for cell in inked) == 1) & (
        pl.any_horizontal(_ink(source, column, schema[column]).is_not_null() for column in headed)
    )
    shown = {kind: first.str.contains(kind) for kind in KINDS}
    shown[SECTION] = alone & (shown[SECTION] | pl.col(ROW).is_in(list(across)))
    return pl.coalesce(
        pl.when(shown[kind]).then(pl.lit(place, dtype=pl.UInt8))
        for place, kind in enumerate(KINDS)
        if place in present
    )


def fault_of_row(words: str) -> Fault:
    """Return why a row is not judged that is no case."""
    message = (f"这一行是{words}，不是案件", f"This row is {IN_ENGLISH[words]}, no case")
    return Fault.of("G045", message, ("请从表中删去", "delete it from the table"))


def without_repeated_headers(source: Source) -> Source:
    """Return a source without rows that say its headers again, as at the top of each page."""
    if not source.cells:
        return source
    schema = source.frame.collect_schema()
    headed = [
        (column, "".join(header.split()))
        for column, header in zip(source.columns, source.headers, strict=True)
        if header and schema[column] == pl.String
    ]
    if len(headed) < 2:
        return source
    inks = {column: _ink(source, column, schema[column]) for column, _ in headed}
    # Lengths first: they are known, and hardly a row has as much in every cell as its header.
    long_enough = pl.all_horizontal(
        inks[column].is_null() | (pl.col(column).str.len_bytes() >= len(header.encode()))
        for column, header in headed
    )
    if not source.frame.select(long_enough.any()).collect(engine="streaming").item():
        return source
    same = [
        pl.when(inks[column].is_not_null()).then(
            pl.col(column).str.replace_all(r"\s|_x000D_", "") == header
        )
        for column, header in headed
    ]
    said = pl.sum_horizontal(each.fill_null(value=False) for each in same) > 1
    again = said & pl.all_horizontal(each.fill_null(value=True) for each in same)
    again &= ~pl.col(ROW).is_in(list(source.faults))
    rows = source.frame.filter(again).select(pl.len()).collect(engine="streaming").item()
    if not rows:
        return source
    note = (
        f"有 {rows} 行又是表头，没有当作案件",
        f"Rows that are the headers again, not taken for cases: {rows}",
    )
    return replace(source, frame=source.frame.filter(~again), notes=(*source.notes, note))


def without_numbered_only(source: Source, fields: Sequence[Field]) -> Source:
    """Return a source without the rows that have nothing but a number; its notes say how many."""
    numbers = {field.column for field in fields if field.name == "id"}
    pairs = list(zip(source.columns, source.headers, strict=True))
    numbers |= {column for column, header in pairs if _NUMBERED.match(header)}
    others = [column for column in source.columns if column not in numbers]
    if not source.cells or not numbers or not others:
        return source
    schema = source.frame.collect_schema()
    # A fault of its shape says that more was meant to stand in the row than its number.
    alone = pl.all_horizontal(_ink(source, column, schema[column]).is_null() for column in others)
    alone &= ~pl.col(ROW).is_in(list(source.faults))
    alone &= pl.all_horizontal(
        _ink(source, column, schema[column]).str.contains(NUMBER).fill_null(value=True)
        for column in sorted(numbers)
    )
    rows = source.frame.filter(alone).select(pl.len()).collect(engine="streaming").item()
    if not rows:
        return source
    note = (
        f"有 {rows} 行只有编号，没有别的，没有当作案件",
        f"Rows with nothing but a number, not taken for cases: {rows}",
    )
    return replace(source, frame=source.frame.filter(~alone), notes=(*source.notes, note))


def _ink(source: Source, column: str, dtype: pl.DataType) -> pl.Expr:
    """Return what stands in a column as text, null where nothing does."""
    if dtype != pl.String:
        return pl.when(pl.col(column).is_not_null()).then(pl.lit("·"))
    if column in source.tidy:
        return pl.col(column)
    text = pl.col(column).str.strip_chars(BLANK)
    return pl.when(text != "").then(text)
