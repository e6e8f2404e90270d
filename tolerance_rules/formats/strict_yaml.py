"""Strict YAML: text -> a tree that knows its lines; the only file that imports yaml.

What YAML lets pass in silence is refused: duplicate keys, anchors and aliases, tags, words that
some parsers take for booleans, deep nesting, huge files. Scalars stay text until a reader says
what they should be, so `5.10` is never a number and `no` is never false.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml
from yaml.reader import ReaderError

from tolerance_rules.characters import name_of, refused_in
from tolerance_rules.errors import Fault, PicklableError, shorten
from tolerance_rules.formats.text_bytes import text_of
from tolerance_rules.formats.yaml_problems import INDENT, NO_COLON, in_words, reindented
from tolerance_rules.formats.yaml_slips import Slip, indents, slips
from tolerance_rules.formats.yaml_structure import misplaced

MAX_DEPTH = 32
MAX_NODES = 100_000

# libyaml where the wheel has it: ten times faster, the same events.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Scalar:
    """A single value as written; `plain` when it has no quotes, `lines` how many it spans."""

    text: str
    plain: bool
    lines: int
    line: int
    column: int

    @property
    def null(self) -> bool:
        """Tell whether this is the absence of a value."""
        return self.plain and self.text in ("", "~", "null")

    @property
    def value(self) -> bool | str | None:
        """Return what a case says: only unquoted true, false and null are more than text."""
        if self.null:
            return None
        return {"true": True, "false": False}.get(self.text, self.text) if self.plain else self.text


@dataclass(frozen=True)
class Entries:
    """Keys in order, each with its scalar and its value."""

    items: dict[str, tuple[Scalar, Tree]]
    line: int
    column: int


@dataclass(frozen=True)
class Items:
    """Items in order."""

    items: tuple[Tree, ...]
    line: int
    column: int


Tree: TypeAlias = "Scalar | Entries | Items"


class YamlFault(PicklableError):
    """The text cannot be read at all; carries the faults that say why, the first on its own too."""

    def __init__(self, fault: Fault, *others: Fault) -> None:
        self.fault, self.faults = fault, (fault, *others)
        super().__init__(str(fault))


def parse(data: bytes, file: str, *, lines: bool = True) -> tuple[Tree, list[Fault]]:
    """Return the tree of a file and the faults that do not stop reading; YamlFault if none.

    Without `lines`, no text in it may have several lines.
    """
    text = text_of(data, file)
    if isinstance(text, Fault):
        raise YamlFault(text)
    return parse_text(text, file, lines=lines)


def parse_text(text: str, file: str, *, lines: bool = True) -> tuple[Tree, list[Fault]]:
    """Return the tree of a text and the faults that do not stop reading; YamlFault if none."""
    reader = _Reader(file, lines=lines)
    odd = [slip.fault(file) for slip in indents(text)]
    try:
        tree = reader.read(text)
    except YamlFault as error:
        if odd and error.fault.code == "Y003":
            raise YamlFault(*odd) from None
        raise
    return tree, [*odd, *reader.faults]


def _at(event: yaml.Event) -> Any:
    """Return where an event starts: a mark with line and column, whichever parser made it."""
    return event.start_mark


class _Reader:
    def __init__(self, file: str, *, lines: bool) -> None:
        self.file, self.lines = file, lines
        self.faults: list[Fault] = []
        self.nodes = 0

    def stop(
        self, code: str, message: str, remedy: str, english: str, mark: yaml.Mark | None = None
    ) -> YamlFault:
        return YamlFault(self.fault(code, message, remedy, english, mark))

    def fault(self, code: str, message: str, remedy: str, english: str, mark: Any) -> Fault:
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
        return Fault(code, message, remedy, self.file, line, column, english=english)

    def too_much(self, mark: Any) -> YamlFault:
        message = f"嵌套超过 {MAX_DEPTH} 层，或条目过多"
        english = f"Nested more than {MAX_DEPTH} deep, or too many entries; simplify the file"
        return self.stop("Y007", message, "请简化文件结构", english, mark)

    def read(self, text: str) -> Tree:
        try:
            events = yaml.parse(text, Loader=_Loader)
            tree = self.document(events)
        except yaml.MarkedYAMLError as error:
            mark: Any = error.problem_mark or error.context_mark
            # libyaml, looking ahead, may meet a limit of its own before `node` meets ours.
            if "maximum nesting depth" in (error.problem or ""):
                raise self.too_much(mark) from None
            raise self.unreadable(error, mark, text) from None
        except ReaderError as error:
            found: Any = error.character
            code = found if isinstance(found, int) else ord(found)
            raise self.control_character(code, text) from None
        return tree

    def unreadable(self, error: yaml.MarkedYAMLError, mark: Any, text: str) -> YamlFault:
        """Return the slips that may be the reason, or else what the parser says."""
        if found := [slip.fault(self.file) for slip in slips(text) if slip.breaks]:
            return YamlFault(*found)
        if found := [slip.fault(self.file) for slip in misplaced(text)]:
            return YamlFault(*found)
        zh, en = said = in_words(error.problem or "")
        line = mark.line + 1 if mark is not None else 0
        if said in (INDENT, NO_COLON) and (mended := reindented(text, line)):
            slip = Slip(line, mark.column + 1, *INDENT, mended)
            return YamlFault(slip.fault(self.file))
        remedy = "请检查缩进、冒号后的空格和引号是否成对"
        return self.stop("Y003", f"不是合格的 YAML：{zh}", remedy, f"No sound YAML: {en}", mark)

    def control_character(self, code: int, text: str) -> YamlFault:
        """Return the fault of a character that YAML has no place for."""
        before, _, _ = text.partition(chr(code))
        remedy = "请删去该字符"
        if code == 0:
            remedy += "；文件若是 UTF-16 编码，请另存为 UTF-8 编码"
        what = f"含有不可见的控制字符 U+{code:04X}"
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        english = f"A control character U+{code:04X}, which is invisible: delete it"
        return YamlFault(Fault("Y004", what, remedy, self.file, line, column, english=english))

    def hidden(self, character: str, mark: Any) -> Fault:
        """Return the fault of a text with a character that none may have."""
        zh, en = name_of(character)
        remedy, english = "请删去该字符", f"The text has a {en}: delete it"
        if character in "\n\r":
            remedy, english = "请写在一行之内", "The text has a line end: write it on one line"
        return self.fault("Y004", f"这段文字含有{zh}", remedy, english, mark)

    def document(self, events: Iterator[yaml.Event]) -> Tree:
        tree: Tree | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if tree is not None:
                    raise self.stop(
                        "Y005",
                        "一个文件中有多份文档（---）",
                        "请分为多个文件",
                        "Several documents (---) in one file; make a file of each",
                        _at(event),
                    )
                tree = self.node(next(events), events, 1)
        if tree is None:
            raise self.stop("Y006", "文件是空的", "请参照同类文件填写", "The file is empty")
        return tree

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Tree:
        mark: Any = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise self.too_much(mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.stop(
                "Y008",
                "使用了锚点（&）或别名（*）",
                "请把内容完整写出，不要引用",
                "An anchor (&) or an alias (*): write out what it stands for",
                mark,
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            message, english = f"使用了标签 {shorten(tag)}", f"A tag, {shorten(tag)}: delete it"
            raise self.stop("Y009", message, "请删去以 ! 开头的标签", english, mark)
        if isinstance(event, yaml.ScalarEvent):
            end: Any = event.end_mark
            lines = end.line - mark.line + 1
            # Written as it is, it was found in the text; as an escape, it comes to light here.
            if refused := refused_in(event.value, lines=self.lines):
                self.faults.append(self.hidden(refused, mark))
            return Scalar(event.value, event.implicit[0], lines, line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(child := next(events), yaml.SequenceEndEvent):
                items.append(self.node(child, events, depth + 1))
            return Items(tuple(items), line, column)
        found: dict[str, tuple[Scalar, Tree]] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            name = self.node(key, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(name, Scalar):
                english = "A key that is no text: write a word"
                raise self.stop("Y010", "键不是文字", "请把键写成一个词", english, _at(key))
            if name.text in found:
                first = found[name.text][0].line
                self.faults.append(
                    self.fault(
                        "Y011",
                        f"键 {shorten(name.text)} 重复，第 {first} 行已有",
                        "请删去其中一个；下面各有内容的，合到一处",
                        f"The key {shorten(name.text)} stands in line {first} already; "
                        "keep one, with what stands below either",
                        _at(key),
                    )
                )
                continue
            found[name.text] = (name, value)
        return Entries(found, line, column)
