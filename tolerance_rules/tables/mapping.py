"""Mapping: a small YAML file that says which header is which fact, and what its words mean.

columns: {试点性工作: work.pilot, 领导意见: ignore, 科室: keep}
values: {work.pilot: {属于: true, 不属于: false}}
sheet: 2024年
header_row: 3
others: ignore
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from tolerance_rules.errors import CaseError, Fault, did_you_mean, reason_of, shorten
from tolerance_rules.facts import vocabulary
from tolerance_rules.formats.human_values import Words
from tolerance_rules.formats.strict_yaml import Entries, Scalar, Tree, YamlFault, parse, read_bytes
from tolerance_rules.tables.fields import HEADERS, RECORDED
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.vocabulary.fact_spec import Value

Others: TypeAlias = Literal["refuse", "keep", "ignore"]
OTHERS: tuple[Others, ...] = get_args(Others)
SECTIONS = ("columns", "values", "always", "sheet", "header_row", "others")
SHAPE = "请写成 columns: {表头: 名称}"


@dataclass(frozen=True)
class TableMapping:
    """What headers stand for and what words mean; every part may be left out."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Words] = field(default_factory=dict)
    """By fact, or the recorded outcome: words of the table's own, and the values they mean."""
    always: Mapping[str, Value] = field(default_factory=dict)
    """Facts without a column, and the value that they have in every row."""
    sheet: str = ""
    header_row: int = 1
    others: Others = "refuse"
    """What becomes of columns that are no facts and that nobody has named."""


def mapping_of(given: TableMapping | str | Path | Mapping[str, str] | None) -> TableMapping:
    """Return a mapping: itself, of a YAML file, or of a dict of headers to names."""
    if given is None:
        return TableMapping()
    if isinstance(given, TableMapping):
        return given
    return TableMapping(given) if isinstance(given, Mapping) else from_yaml(given)


def from_yaml(path: str | Path) -> TableMapping:
    """Return the mapping of a YAML file; CaseError lists every fault with its line."""
    try:
        tree, faults = parse(read_bytes(Path(path)), str(path))
    except YamlFault as error:
        raise CaseError([error.fault]) from None
    except OSError as error:
        message = f"文件读不出来：{reason_of(error)}"
        raise CaseError([Fault("G020", message, "请检查路径和权限", str(path))]) from None
    reader = _Reader(str(path), list(faults))
    found = reader.read(tree)
    if reader.faults:
        raise CaseError(reader.faults)
    return found


class _Reader:
    def __init__(self, file: str, faults: list[Fault]) -> None:
        self.file, self.faults = file, faults

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
        columns = {header: name.text for header, name in self._scalars(sections.get("columns"))}
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
        labels = HEADERS | {spec.label: name for name, spec in vocabulary().items()}
        found: dict[str, Words] = {}
        for header, (key, words) in tree.items.items():
            name = columns.get(header, labels.get(header, header))
            if name not in vocabulary() and name != RECORDED:
                near = did_you_mean(header, [*columns, *vocabulary()])
                message = f"values 中的 {shorten(header)} 既不是事实，也不是处理结果{near}"
                self.fault(message, "请写 columns 中的表头，或者事实的名称", key)
            elif not isinstance(words, Entries):
                self.fault(f"{shorten(header)} 的词语应当逐个写明含义", shape, key)
            else:
                found[name] = dict(self._words(name, words))
        return found

    def _words(self, name: str, tree: Entries) -> Iterator[tuple[str, Value | None]]:
        codes: list[Value] = [outcome.value for outcome in Outcome]
        if name != RECORDED:
            codes = list(vocabulary()[name].values)
        for word, (key, value) in tree.items.items():
            meant = value.value if isinstance(value, Scalar) else word
            if isinstance(value, Scalar) and (meant is None or meant in codes):
                yield word, meant
                continue
            options = "、".join(str(code).lower() for code in (*codes, "null"))
            self.fault(f"{name} 没有 {shorten(meant)} 这个值", f"可用的有：{options}", key)

    def _always(self, tree: Tree | None, columns: Mapping[str, str]) -> dict[str, Value]:
        if tree is None:
            return {}
        shape = "请写成 always: {事实: 值}"
        if not isinstance(tree, Entries):
            self.fault("always 一节应当写明各个事实的值", shape, tree)
            return {}
        found: dict[str, Value] = {}
        for name, (key, value) in tree.items.items():
            meant = value.value if isinstance(value, Scalar) else None
            if name not in vocabulary():
                near = did_you_mean(name, vocabulary())
                message = f"always 中没有名为 {shorten(name)} 的事实{near}"
                self.fault(message, "全部事实见 tolerance-rules facts", key)
            elif name in columns.values():
                self.fault(f"{name} 在 columns 中已经有一列", "请删去其中一处", key)
            elif meant is None or meant not in vocabulary()[name].values:
                options = "、".join(str(each).lower() for each in vocabulary()[name].values)
                self.fault(f"{name} 没有 {shorten(meant)} 这个值", f"可用的有：{options}", key)
            else:
                found[name] = meant
        return found

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
