"""Mapping proposal: a register -> a mapping to look through, with how sure each line is.

What is not sure stands in a comment or is left out of the cases: nothing is guessed in silence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import islice

from tolerance_rules.errors import TableError, nearest, shorten
from tolerance_rules.formats.human_values import BLANK
from tolerance_rules.language import Lang, Pair, pick, say
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.cell_values import cell_reader
from tolerance_rules.tables.column_types import shown, text_of
from tolerance_rules.tables.fields import COLUMNS, DATES, IGNORED, LABELS, RECORDED
from tolerance_rules.tables.header_names import HeaderNames, one_line
from tolerance_rules.tables.mapping import TableMapping
from tolerance_rules.tables.other_rows import without_repeated_headers
from tolerance_rules.tables.polars_import import pl
from tolerance_rules.tables.source import Source
from tolerance_rules.tables.table_choice import FOUND_OUT, TableChoice, open_chosen

ROWS_TRIED = 8
"""How many rows are tried as the row of headers where none has the name of a fact."""
WORDS_SHOWN = 8
"""How many words of a column, that nobody can read, are listed."""
SAMPLES = 12
"""How many different cells of a column are shown, of its first rows."""
ROWS_SAMPLED = 200
_ASKING = re.compile(
    "^(?:是否(?:属于|存在|有)?|有无|是不是|属于)|(?:情况|与否|（是/否）|\\(是/否\\))$"
)
HEAD: Pair = (
    "# 由登记簿 {} 拟出，请逐行核对。\n"
    "# 右边写事实或者登记项目的名称；不要的写 ignore，保留的写 keep。\n",
    "# Proposed from the register {}; please check every line. On the right stand names of facts\n"
    "# or of a register's items; ignore leaves a column out, keep hands it on.\n",
)
SURE: Pair = ("肯定：就是它的名称", "sure: it is the name")
ASKED: Pair = (
    "很有把握：去掉“是否”一类的字就是它的名称",
    "quite sure: the name, put as a question",
)
LIKE: Pair = ("拿不准：有 {} 成像，请核对", "not sure: {} tenths alike; please check")
UNKNOWN: Pair = (
    "没有认出：请写明，不用的留着 ignore",
    "not recognised: say what it is, or ignore it",
)
ITEMS: Pair = (
    "# 没有一列是 {}；有的，请把那一列的 ignore 改成它的代码。\n",
    "# No column is {}; where one is, write its code for ignore.\n",
)
VALUES: Pair = (
    "# 下面的说法读不懂；请去掉 # 号，写明各是什么意思：\n"
    "# true、false、null，事实的一个值，或者结论。\n",
    "# These words are not understood; say what each means: true, false, null, a value,\n"
    "# or an outcome.\n",
)


@dataclass(frozen=True)
class ProposedColumn:
    """A header, what it is proposed to stand for, and how sure that is."""

    column: str
    header: str
    name: str
    why: str
    sure: bool
    samples: tuple[str, ...] = ()
    """Cells of its first rows, each once."""
    unread: tuple[str, ...] = ()
    """Words of it that its fact, its date or the outcomes do not know."""


@dataclass(frozen=True)
class MappingProposal:
    """A mapping that is proposed for a table, column by column and as YAML."""

    columns: Sequence[ProposedColumn] = ()
    text: str = ""
    told: Sequence[Pair] = ()
    """What was read of the table."""
    sheet: str = ""
    """Of a workbook, the sheet that was read."""
    header_row: int = 0
    sheets: tuple[str, ...] = ()
    """All that the workbook has."""


def proposal_for(
    place: str,
    rules: Ruleset,
    lang: Lang,
    choice: TableChoice = FOUND_OUT,
    *,
    header_row: int = 0,
) -> MappingProposal:
    """Return the mapping that is proposed for the table of a place.

    Where no header is the name of a fact, the row is taken that has the most like one, unless it is
    said which; so is the sheet of a workbook.
    """
    best, most = MappingProposal(), -1
    tried = [header_row] if header_row else range(ROWS_TRIED + 1)
    for row in tried:
        try:
            given = TableMapping(header_row=row)
            with open_chosen(place, given, rules.vocabulary, choice) as source:
                columns = list(_columns(source, rules, lang))
                known = sum(each.name != IGNORED for each in columns)
                if known > most:
                    body = without_repeated_headers(source)
                    columns = [_read(body, each, rules) for each in columns]
                    text = _written(source, columns, lang)
                    at = source.sheet, source.header_row, source.sheets
                    best, most = MappingProposal(columns, text, source.told, *at), known
        except TableError:
            if row == tried[0]:
                raise
            break
        if row == 0 and known:
            break
    return best


def _read(source: Source, each: ProposedColumn, rules: Ruleset) -> ProposedColumn:
    """Return a column with what stands in it."""
    words, unread = _samples(source, each), tuple(_unread(source, each, rules))
    return replace(each, samples=words, unread=unread)


def _samples(source: Source, each: ProposedColumn) -> tuple[str, ...]:
    dtype = source.frame.collect_schema()[each.column]
    cells = source.frame.head(ROWS_SAMPLED).select(shown(each.column, dtype).alias("cell"))
    found = (str(cell or "").strip(BLANK) for cell in cells.collect()["cell"].to_list())
    return tuple(islice(dict.fromkeys(shorten(word) for word in found if word), SAMPLES))


def _written(source: Source, columns: Sequence[ProposedColumn], lang: Lang) -> str:
    """Return a mapping as YAML."""
    lines = [pick(lang, HEAD).format(source.name)]
    if source.sheet:
        lines.append(f"sheet: {_quoted(source.sheet)}\n")
    if source.header_row:
        lines.append(f"header_row: {source.header_row}\n")
    lines.append("columns:\n")
    lines += (f"  {_quoted(each.header)}: {each.name}  # {each.why}\n" for each in columns)
    left = [name for name in COLUMNS if name not in {each.name for each in columns}]
    if left and any(each.name == IGNORED for each in columns):
        named = (name if lang == "en" else f"{name}（{LABELS[name]}）" for name in left)
        lines.append(pick(lang, ITEMS).format(pick(lang, ("、", ", ")).join(named)))
    unread = [each for each in columns if each.unread]
    if unread:
        lines += [pick(lang, VALUES), "# values:\n"]
    for each in unread:
        said = ", ".join(f"{_quoted(word)}: null" for word in each.unread)
        lines.append(f"#   {_quoted(each.header)}: {{{said}}}\n")
    return "".join(lines)


def _columns(source: Source, rules: Ruleset, lang: Lang) -> Iterator[ProposedColumn]:
    names = HeaderNames(rules.vocabulary)
    taken: set[str] = set()
    pairs = [(c, one_line(h)) for c, h in zip(source.columns, source.headers, strict=True)]
    # Those that are sure go first: what is only alike may not take their place.
    sure = {names.name_of(header) for _, header in pairs if names.name_of(header) in names}
    for column, header in pairs:
        if not header:
            continue
        found = _found(header, names, lang)
        name, why, certain = found
        if name in taken or (not certain and name in sure):
            name, why, certain = IGNORED, pick(lang, UNKNOWN), False
        if name != IGNORED:
            taken.add(name)
        yield ProposedColumn(column, header, name, why, certain)


def _found(header: str, names: HeaderNames, lang: Lang) -> tuple[str, str, bool]:
    name = names.name_of(header)
    if name in names:
        return name, pick(lang, SURE), True
    bare = _ASKING.sub("", _ASKING.sub("", header))
    name = names.name_of(bare)
    if name in names:
        return name, pick(lang, ASKED), False
    near = nearest(bare, names.written())
    if near is not None:
        tenths = int(10 * SequenceMatcher(None, bare, near).ratio())
        return names.name_of(near), say(lang, LIKE, tenths), False
    return IGNORED, pick(lang, UNKNOWN), False


def _unread(source: Source, each: ProposedColumn, rules: Ruleset) -> Sequence[str]:
    """Return words of a column that its fact, its date or the outcomes do not know."""
    if each.name not in rules.vocabulary and each.name not in (*DATES, RECORDED):
        return ()
    dtype = source.frame.collect_schema()[each.column]
    if not isinstance(dtype, (pl.String, pl.Categorical, pl.Enum)) and not dtype.is_numeric():
        return ()
    words = source.frame.select(text_of(each.column, dtype).alias("word")).unique()
    read = cell_reader(each.name, rules, epoch=source.epoch)
    return list(
        islice(_not_read(words.sort("word").collect()["word"].to_list(), read), WORDS_SHOWN)
    )


def _not_read(words: Sequence[str | None], read: object) -> Iterator[str]:
    assert callable(read)
    for word in words:
        try:
            read(word or "")
        except ValueError:
            yield (word or "").strip(BLANK)


def _quoted(text: str) -> str:
    """Return a text as YAML has it in double quotes; JSON's are those."""
    return json.dumps(text, ensure_ascii=False)
