"""Reading: a CSV file or an Excel workbook -> a register; what cannot be read is refused by row.

The first row has the headers: names of facts or of the register's own columns, their Chinese
labels, or whatever a mapping says. Nothing is guessed: an unknown header or word is a fault.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from tolerance_rules.audit.register import COLUMNS, DATES, RECORDED, Builder, Register, Reject
from tolerance_rules.errors import CaseError, Fault, did_you_mean, shorten
from tolerance_rules.facts import vocabulary
from tolerance_rules.rules import Value
from tolerance_rules.strict_yaml import Entries, Scalar, YamlFault, parse

BATCH = 20_000
IGNORED = "ignore"
"""What a mapping says of a header that is no part of the audit."""
HEADERS = {
    "决定编号": "id",
    "编号": "id",
    "责任追究部门": "authority",
    "事项": "title",
    "发生日期": "occurred_on",
    "作出结论日期": "decided_on",
    "决定日期": "decided_on",
    "告知日期": "notified_on",
    "备案日期": "filed_on",
    "处理结果": RECORDED,
}
_WORDS: dict[str, Value | None] = {
    **dict.fromkeys(("是", "true", "1", "√", "有", "yes"), True),
    **dict.fromkeys(("否", "false", "0", "×", "无", "no"), False),
    **dict.fromkeys(("", "未查明", "未知", "不详", "null"), None),
}
_UNKNOWN = frozenset(word for word, value in _WORDS.items() if value is None)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")


def read(path: str | Path, mapping: str | Path | Mapping[str, str] | None = None) -> Register:
    """Return the register of a .csv or .xlsx file; CaseError if its headers or the file are wrong.

    `mapping` is a YAML file, or a dict, of headers to names; `ignore` leaves a column out.
    """
    file = Path(path)
    named = mapping if isinstance(mapping, Mapping) else _mapping(mapping) if mapping else {}
    try:
        table = _excel(file) if file.suffix.lower() == ".xlsx" else _csv(file)
        _, headers = next(table, (1, []))
        names = _names([str(header).strip() for header in headers], named, file)
        return _Reader(file, names).read(table)
    except OSError as error:
        raise _fault("G020", f"文件读不出来：{error.strerror}", "请检查路径和权限", file) from None


def _csv(file: Path) -> Iterator[tuple[int, list[Any]]]:
    with file.open("rb") as stream:
        head = stream.read(1 << 20)
    # Excel on a Chinese Windows writes GBK; a cut character at the end of the sample is no proof.
    encoding = "utf-8-sig"
    try:
        head[: head.rfind(b"\n") + 1 or None].decode(encoding)
    except UnicodeDecodeError:
        encoding = "gb18030"
    try:
        with file.open(encoding=encoding, newline="") as lines:
            yield from enumerate(csv.reader(lines, strict=True), 1)
    except UnicodeDecodeError:
        message = "文件的编码既不是 UTF-8，也不是 GBK"
        raise _fault("G021", message, "请另存为 UTF-8 编码的 CSV", file) from None
    except csv.Error as error:
        message = f"文件不是合格的 CSV：{error}"
        raise _fault("G021", message, "请检查引号，或者另存为 .xlsx", file) from None


def _excel(file: Path) -> Iterator[tuple[int, list[Any]]]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        message = "读 Excel 工作簿需要 python-calamine，本机没有安装"
        raise _fault(
            "G022", message, "请运行：pip install 'tolerance-rules[audit]'", file
        ) from None
    file.open("rb").close()
    try:
        sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
        yield from enumerate(sheet.to_python(skip_empty_area=False), 1)
    except CalamineError:
        message = "文件不是 Excel 工作簿，或已损坏、加密"
        raise _fault("G021", message, "请用 Excel 另存为 .xlsx", file) from None


def _mapping(path: str | Path) -> dict[str, str]:
    """Return the headers that a mapping file names: {columns: {header: name}}."""
    try:
        tree, faults = parse(Path(path).read_bytes(), str(path))
    except YamlFault as error:
        raise CaseError([error.fault]) from None
    if faults:
        raise CaseError(faults)
    columns = tree.items.get("columns") if isinstance(tree, Entries) else None
    if columns is None or not isinstance(columns[1], Entries):
        message = "对照表应当有 columns 一节，写明表头对应的名称"
        raise _fault("G023", message, "请写成 columns: {表头: 名称}", Path(path))
    found = {}
    for header, (_, name) in columns[1].items.items():
        if not isinstance(name, Scalar):
            message = f"表头 {shorten(header)} 对应的应当是一个名称"
            raise _fault("G023", message, "请写成 columns: {表头: 名称}", Path(path))
        found[header] = name.text
    return found


def _names(headers: Sequence[str], mapping: Mapping[str, str], file: Path) -> list[str]:
    """Return the name of each column; CaseError lists every header that is wrong."""
    labels = HEADERS | {spec.label: name for name, spec in vocabulary().items()}
    known = {*vocabulary(), *COLUMNS, IGNORED}
    faults, names = [], []
    for place, header in enumerate(headers, 1):
        name = mapping.get(header, header if header in known else labels.get(header, ""))
        if not header:
            name = IGNORED
        elif name not in known:
            near = did_you_mean(name or header, [*labels, *known])
            remedy = f"请改正，或者在对照表中写明；与审计无关的写 {IGNORED}"
            faults.append(
                Fault("G024", f"表头 {shorten(header)} 不能识别{near}", remedy, str(file), 1, place)
            )
        elif name in names and name != IGNORED:
            message = f"表头 {shorten(header)} 与前面的一列同是 {name}"
            faults.append(Fault("G025", message, "请删去其中一列", str(file), 1, place))
        names.append(name)
    for header in mapping.keys() - set(headers):
        message = f"对照表中的表头 {shorten(header)} 不在表中{did_you_mean(header, headers)}"
        faults.append(Fault("G026", message, "请改正对照表", str(file), 1))
    if not faults and RECORDED not in names:
        message = "表中没有处理结果一列"
        faults.append(Fault("G027", message, "请在对照表中写明哪一列是 recorded", str(file), 1))
    if not faults and not set(names) & set(vocabulary()):
        faults.append(Fault("G027", "表中没有一列是事实", "请在对照表中写明", str(file), 1))
    if faults:
        raise CaseError(faults)
    return names


def _fault(code: str, message: str, remedy: str, file: Path) -> CaseError:
    return CaseError([Fault(code, message, remedy, str(file))])


class _Reader:
    def __init__(self, file: Path, names: Sequence[str]) -> None:
        self.file, self.names = file, names
        self.places = {name: place for place, name in enumerate(names) if name != IGNORED}
        self.words = {name: _words(name) for name in self.places if name in vocabulary()}
        self.facts = [(name, self.places[name]) for name in self.words]
        self.texts = [name for name in COLUMNS if name in self.places]
        # A million rows write a few thousand different cases and days: each is read once.
        self.cases: dict[tuple[Any, ...], list[Value | None] | tuple[Fault, ...]] = {}
        self.days: dict[Any, str | None] = {None: None, "": None}

    def read(self, table: Iterator[tuple[int, list[Any]]]) -> Register:
        builder = Builder(self.file.name)
        while batch := list(islice(table, BATCH)):
            rows, kept = [], []
            for row, cells in batch:
                if not any(cell not in ("", None) for cell in cells):
                    continue
                found = self._row([*cells, *[""] * (len(self.names) - len(cells))], row)
                if isinstance(found, Reject):
                    builder.refuse([found])
                else:
                    rows.append(row)
                    kept.append(found)
            columns = zip([*self.words, *self.texts], zip(*kept, strict=True), strict=False)
            builder.add(rows, dict(columns))
        return builder.register()

    def _row(self, cells: Sequence[Any], row: int) -> list[Any] | Reject:
        key = tuple([cells[place] for _, place in self.facts])
        case = self.cases.get(key)
        if case is None:
            case = self.cases[key] = self._case(key)
        faults = list(case) if isinstance(case, tuple) else []
        if len(cells) > len(self.names) and any(
            c not in ("", None) for c in cells[len(self.names) :]
        ):
            faults.append(Fault("G030", "这一行的格数比表头多", "请检查逗号和引号"))
        about = []
        for name in self.texts:
            cell = cells[self.places[name]]
            if name in DATES:
                if cell not in self.days:
                    self.days[cell] = _day(cell)
                day = self.days[cell]
                if day is None and cell not in ("", None):
                    message = f"{name} 的 {shorten(str(cell))} 不是日期"
                    faults.append(Fault("G031", message, "请写成 2024-05-01", subject=name))
                about.append(day)
            else:
                about.append(_text(cell) or None)
        if faults or isinstance(case, tuple):
            return Reject(row, tuple(faults))
        return [*case, *about]

    def _case(self, cells: Iterable[Any]) -> list[Value | None] | tuple[Fault, ...]:
        faults, values = [], []
        for (name, _), cell in zip(self.facts, cells, strict=True):
            words, text = self.words[name], _text(cell)
            if text in words:
                values.append(words[text])
                continue
            spec = vocabulary()[name]
            options = "、".join(spec.label_of(value) for value in (*spec.values, None))
            message = f"{spec.label}（{name}）的值 {shorten(text)} 不能识别"
            faults.append(Fault("G032", message, f"请写 {options}", subject=name))
        return tuple(faults) if faults else values


def _words(name: str) -> Mapping[str, Value | None]:
    spec = vocabulary()[name]
    if spec.boolean:
        return _WORDS
    found: dict[str, Value | None] = dict.fromkeys(_UNKNOWN)
    return found | {word: v for v in spec.values for word in (str(v), spec.label_of(v))}


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _day(cell: Any) -> str | None:
    """Return a date as ISO, from a date cell, its text, or the number Excel has for it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (int, float)) and 20_000 < cell < 80_000:
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(cell)).isoformat()
    found = _DATE.fullmatch(_text(cell))
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None
