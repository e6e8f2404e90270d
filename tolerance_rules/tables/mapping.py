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

from tolerance_rules.errors import CaseError, Fault, did_you_mean, reason_of, require_type, shorten
from tolerance_rules.formats.human_values import (
    SEVERAL,
    UnreadableValueError,
    Words,
    folded,
    outcome_words,
    value_from_text,
)
from tolerance_rules.formats.strict_yaml import (
    Entries,
    Items,
    Scalar,
    Tree,
    YamlFault,
    parse,
    read_bytes,
)
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.fields import RECORDED
from tolerance_rules.tables.header_names import HeaderNames
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known

Others: TypeAlias = Literal["refuse", "keep", "ignore"]
OTHERS: tuple[Others, ...] = get_args(Others)
SECTIONS = ("columns", "values", "always", "sheet", "header_row", "others")
SHAPE = "请写成 columns: {表头: 名称}"


@dataclass(frozen=True)
class TableMapping:
    """What headers stand for and what words mean; every part may be left out."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Words] = field(default_factory=dict)
    """By fact, or the recorded outcome: words of the table's own, and what they say."""
    always: Mapping[str, Known] = field(default_factory=dict)
    """Facts without a column, and what is known of them in every row."""
    sheet: str = ""
    header_row: int = 1
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
    return TableMapping({header: names.name_of(name) for header, name in given.items()})


def from_yaml(path: str | Path, rules: Ruleset) -> TableMapping:
    """Return the mapping of a YAML file; CaseError lists every fault with its line."""
    try:
        tree, faults = parse(read_bytes(Path(path)), str(path))
    except YamlFault as error:
        raise CaseError([error.fault]) from None
    except OSError as error:
        message = f"文件读不出来：{reason_of(error)}"
        raise CaseError([Fault("G020", message, "请检查路径和权限", str(path))]) from None
    reader = _Reader(str(path), list(faults), rules)
    found = reader.read(tree)
    if reader.faults:
        raise CaseError(reader.faults)
    return found


class _Reader:
    def __init__(self, file: str, faults: list[Fault], rules: Ruleset) -> None:
        self.file, self.faults, self.rules = file, faults, rules
        self.vocabulary, self.names = rules.vocabulary, HeaderNames(rules.vocabulary)

    def fault(self, message: str, remedy: str, at: Tree | None = None) -> None:
        line, column = (at.line, at.column) if at is not None else (0, 0)
        self.faults.append(Fault("G023", message, remedy, self.file, line, column))

    def read(self, tree: Tree) -> TableMapping:
        items = tree.items if isinstance(tree, Entries) else {}
        for name, (key, _) in items.items():
            if name not in SECTIONS:
                message = f"对照表没有 {shorten(name)} 一节{did_you_mean(name, SECTIONS)}"
                self.fault(message, f"可用的有：{'、'.join(SECTIONS)}", key)
        if "columns" not in items:
            self.fault("对照表应当有 columns 一节，写明表头对应的名称", SHAPE)
        sections = {name: section for name, (_, section) in items.items()}
        columns = {
            header: self.names.name_of(name.text)
            for header, name in self._scalars(sections.get("columns"))
        }
        return TableMapping(
            columns=columns,
            values=self._values(sections.get("values"), columns),
            always=self._always(sections.get("always"), columns),
            sheet=self._text(sections.get("sheet")),
            header_row=self._row(sections.get("header_row")),
            others=self._others(sections.get("others")),
        )

    def _scalars(self, tree: Tree | None) -> Iterator[tuple[str, Scalar]]:
        if tree is not None and not isinstance(tree, Entries):
            self.fault("columns 一节应当是表头和名称的对照", SHAPE, tree)
        for header, (key, name) in tree.items.items() if isinstance(tree, Entries) else ():
            if isinstance(name, Scalar):
                yield header, name
            else:
                self.fault(f"表头 {shorten(header)} 对应的应当是一个名称", SHAPE, key)

    def _values(self, tree: Tree | None, columns: Mapping[str, str]) -> dict[str, Words]:
        if tree is None:
            return {}
        shape = "请写成 values: {表头或者事实: {词: 值}}"
        if not isinstance(tree, Entries):
            self.fault("values 一节应当写明词语的含义", shape, tree)
            return {}
        found: dict[str, Words] = {}
        for header, (key, words) in tree.items.items():
            name = columns.get(header) or self.names.name_of(header)
            if name not in self.vocabulary and name != RECORDED:
                near = did_you_mean(header, [*columns, *self.names.written()])
                message = f"values 中的 {shorten(header)} 既不是事实，也不是处理结果{near}"
                self.fault(message, "请写 columns 中的表头，或者事实的名称", key)
            elif not isinstance(words, Entries):
                self.fault(f"{shorten(header)} 的词语应当逐个写明含义", shape, key)
            else:
                found[name] = dict(self._words(name, words))
        return found

    def _words(self, name: str, tree: Entries) -> Iterator[tuple[str, Known]]:
        outcomes = outcome_words(self.rules)
        for word, (key, value) in tree.items.items():
            if name != RECORDED:
                yield from self._fact(name, word, key, value)
            elif isinstance(value, Scalar) and (value.null or folded(value.text) in outcomes):
                yield word, None if value.null else outcomes[folded(value.text)].value
            else:
                options = "、".join(self.rules.labels)
                message = f"处理结果没有 {shorten(_written(value))} 这一种"
                self.fault(message, f"可用的有：{options}、null", key)

    def _always(self, tree: Tree | None, columns: Mapping[str, str]) -> dict[str, Known]:
        if tree is None:
            return {}
        shape = "请写成 always: {事实: 值}"
        if not isinstance(tree, Entries):
            self.fault("always 一节应当写明各个事实的值", shape, tree)
            return {}
        found: dict[str, Known] = {}
        for header, (key, value) in tree.items.items():
            name = self.names.name_of(header)
            if name not in self.vocabulary:
                near = did_you_mean(header, [*self.names.written()])
                message = f"always 中没有名为 {shorten(header)} 的事实{near}"
                self.fault(message, "全部事实见 tolerance-rules facts", key)
            elif name in columns.values():
                self.fault(f"{name} 在 columns 中已经有一列", "请删去其中一处", key)
            else:
                found |= dict(self._fact(name, name, key, value))
        return found

    def _fact(self, name: str, word: str, key: Tree, value: Tree) -> Iterator[tuple[str, Known]]:
        """Yield a word with what is known of the fact by it."""
        spec = self.vocabulary[name]
        try:
            yield word, _known(spec, value)
        except UnreadableValueError:
            codes = [str(code).lower() for code in spec.values]
            several = f"；仍有几种可能的，写成列表：[{codes[0]}, {codes[1]}]"
            options = "、".join(codes if spec.finding else [*codes, "null"])
            remedy = f"可用的有：{options}" + ("" if spec.boolean else several)
            self.fault(f"{name} 没有 {shorten(_written(value))} 这个值", remedy, key)

    def _text(self, tree: Tree | None) -> str:
        if tree is not None and not isinstance(tree, Scalar):
            self.fault("sheet 应当是工作表的名称", "请写成 sheet: 2024年", tree)
        return tree.text if isinstance(tree, Scalar) else ""

    def _row(self, tree: Tree | None) -> int:
        if tree is None:
            return 1
        text = tree.text if isinstance(tree, Scalar) else ""
        if not (text.isdecimal() and 1 <= int(text[:4]) <= 1000):
            self.fault("header_row 应当是表头所在的行号", "请写成 header_row: 3", tree)
            return 1
        return int(text)

    def _others(self, tree: Tree | None) -> Others:
        if tree is None:
            return "refuse"
        text = tree.text if isinstance(tree, Scalar) else ""
        for known in OTHERS:
            if text == known:
                return known
        self.fault(
            f"others 不能是 {shorten(text)}{did_you_mean(text, OTHERS)}",
            "refuse 没有写明的列是错；keep 保留；ignore 不要",
            tree,
        )
        return "refuse"


def _known(spec: FactSpec, tree: Tree) -> Known:
    """Return what a value, or a list of values still possible, says of a fact."""
    if isinstance(tree, Scalar):
        return value_from_text(spec, "" if tree.null else tree.text)
    items = tree.items if isinstance(tree, Items) else ()
    texts = [item.text for item in items if isinstance(item, Scalar) and not item.null]
    if not texts or len(texts) < len(items):
        raise UnreadableValueError(spec)
    return value_from_text(spec, SEVERAL.join(texts))


def _written(tree: Tree) -> str:
    """Return a value as it stands in the file."""
    if isinstance(tree, Items):
        return f"[{', '.join(map(_written, tree.items))}]"
    return tree.text if isinstance(tree, Scalar) else "（对照表）"
