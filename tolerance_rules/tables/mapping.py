"""Mapping: a small YAML file that says which header is which fact, and what its words mean.

columns: {列的表头: 事实的名称, 领导意见: ignore, 科室: keep}
values: {列的表头: {属于: true, 不属于: false, 待定: null}, 另一列: {不重: [none, some]}}
always: {事实的名称: true}
sheet: 2024年
header_row: 3
others: ignore
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from tolerance_rules.errors import TableError, means, require_type, shorten, unreadable
from tolerance_rules.formats.human_values import BLANK, Words
from tolerance_rules.formats.strict_yaml import (
    Entries,
    Scalar,
    Tree,
    YamlFault,
    parse,
)
from tolerance_rules.formats.text_bytes import read_bytes
from tolerance_rules.language import Pair
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.fields import TREATMENTS
from tolerance_rules.tables.header_names import HeaderNames, one_line
from tolerance_rules.tables.mapping_words import WordsReader, one_of
from tolerance_rules.vocabulary.fact_spec import Known

Others: TypeAlias = Literal["refuse", "keep", "ignore"]
OTHERS: tuple[Others, ...] = get_args(Others)
SECTIONS = ("columns", "values", "always", "sheet", "header_row", "others")
WHAT = ("对照表", "The mapping")
SHAPE: Pair = ("请写成 columns: {表头: 名称}", "write columns: {header: name}")


@dataclass(frozen=True)
class TableMapping:
    """What headers stand for and what words mean; every part may be left out."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Words] = field(default_factory=dict)
    """By fact, or the recorded outcome: words of the table's own, and what they say."""
    always: Mapping[str, Known] = field(default_factory=dict)
    """Facts without a column, and what is known of them in every row."""
    sheet: str = ""
    header_row: int = 0
    """The row of the headers; 0 where nobody has said: it is looked for."""
    others: Others = "refuse"
    """What becomes of columns that are no facts and that nobody has named."""


def mapping_of(
    given: TableMapping | str | Path | Mapping[str, str] | None, rules: Ruleset
) -> TableMapping:
    """Return a mapping: itself, of a YAML file, or of a dict of headers to names."""
    if given is None:
        return TableMapping()
    if isinstance(given, TableMapping):
        return given
    if not isinstance(given, Mapping):
        require_type("mapping", given, (str, Path), "对照表 {表头: 名称}，或者文件的路径")
        return from_yaml(given, rules)
    names = HeaderNames(rules.vocabulary)
    columns = {one_line(header): _target(name, names) for header, name in given.items()}
    return TableMapping(columns)


def _target(name: str, names: HeaderNames) -> str:
    """Return what a mapping says of a column, by its name; labels and Chinese words are read."""
    found = names.name_of(name)
    return found if found in names else TREATMENTS.get(name.strip(BLANK), found)


def from_yaml(path: str | Path, rules: Ruleset) -> TableMapping:
    """Return the mapping of a YAML file; TableError lists every fault with its line."""
    try:
        tree, faults = parse(read_bytes(Path(path)), str(path))
    except YamlFault as error:
        raise TableError([error.fault], WHAT) from None
    except OSError as error:
        raise TableError([unreadable("G020", error, str(path))], WHAT) from None
    reader = _Reader(str(path), list(faults), rules)
    found = reader.read(tree)
    if reader.faults:
        raise TableError(reader.faults, WHAT)
    return found


class _Reader(WordsReader):
    def read(self, tree: Tree) -> TableMapping:
        items = tree.items if isinstance(tree, Entries) else {}
        for name, (key, _) in items.items():
            if name not in SECTIONS:
                near = means(self.suggestions.near(name, SECTIONS))
                message = (
                    f"对照表没有 {shorten(name)} 一节{near[0]}",
                    f"A mapping has no section {shorten(name)}{near[1]}",
                )
                self.fault(message, one_of(SECTIONS), key)
        if not items:
            message = (
                f"对照表应当有 {'、'.join(SECTIONS)} 中的一节",
                f"A mapping has one of the sections {', '.join(SECTIONS)}",
            )
            self.fault(message, SHAPE)
        sections = {name: section for name, (_, section) in items.items()}
        columns = {
            one_line(header): _target(name.text, self.names)
            for header, name in self._scalars(sections.get("columns"))
        }
        return TableMapping(
            columns=columns,
            values=self.values(sections.get("values"), columns),
            always=self.always(sections.get("always"), columns),
            sheet=self._text(sections.get("sheet")),
            header_row=self._row(sections.get("header_row")),
            others=self._others(sections.get("others")),
        )

    def _scalars(self, tree: Tree | None) -> Iterator[tuple[str, Scalar]]:
        if tree is not None and not isinstance(tree, Entries):
            message = (
                "columns 一节应当是表头和名称的对照",
                "columns should be a mapping of headers to names",
            )
            self.fault(message, SHAPE, tree)
        for header, (key, name) in tree.items.items() if isinstance(tree, Entries) else ():
            if isinstance(name, Scalar):
                yield header, name
            else:
                message = (
                    f"表头 {shorten(header)} 对应的应当是一个名称",
                    f"The header {shorten(header)} should have one name",
                )
                self.fault(message, SHAPE, key)

    def _text(self, tree: Tree | None) -> str:
        if tree is not None and not isinstance(tree, Scalar):
            message = ("sheet 应当是工作表的名称", "sheet should be the name of a sheet")
            self.fault(message, ("请写成 sheet: 2024年", "write sheet: Sheet1"), tree)
        return tree.text if isinstance(tree, Scalar) else ""

    def _row(self, tree: Tree | None) -> int:
        if tree is None:
            return 0
        text = tree.text if isinstance(tree, Scalar) else ""
        if not (text.isdecimal() and 1 <= int(text[:4]) <= 1000):
            message = (
                "header_row 应当是表头所在的行号",
                "header_row should be the number of the row of the headers",
            )
            self.fault(message, ("请写成 header_row: 3", "write header_row: 3"), tree)
            return 1
        return int(text)

    def _others(self, tree: Tree | None) -> Others:
        if tree is None:
            return "refuse"
        text = tree.text if isinstance(tree, Scalar) else ""
        for known in OTHERS:
            if text == known:
                return known
        near = means(self.suggestions.near(text, OTHERS))
        message = (
            f"others 不能是 {shorten(text)}{near[0]}",
            f"others cannot be {shorten(text)}{near[1]}",
        )
        remedy = (
            "refuse 没有写明的列是错；keep 保留；ignore 不要",
            "refuse: other columns are a fault; keep: they are kept; ignore: they are left out",
        )
        self.fault(message, remedy, tree)
        return "refuse"
