"""Document: a title and sections of nested items, as plain text or as Markdown; tables as Markdown.

Text may come from a case file, so whatever a terminal or a Markdown reader would act on is escaped
here, in the one place where words leave the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tolerance_rules.characters import visible
from tolerance_rules.legal_references import chinese

_MARKED = r"([\\`*_\[\]<>|~&])"
_LEADING = r"^(\s*)([#+=-]|\d+(?=[.)]))"


@dataclass(frozen=True)
class Item:
    """A statement, and the statements below it; a `strong` one stands out."""

    text: str
    items: tuple[Item, ...] = ()
    strong: bool = False


@dataclass(frozen=True)
class Section:
    """A heading, perhaps a sentence on how to read what follows, and items."""

    heading: str
    items: tuple[Item, ...]
    lead: str = ""
    numbered: bool = False


@dataclass(frozen=True)
class Document:
    """What is printed: a title and sections; `chinese` numbers them 一、二、三."""

    title: str
    sections: tuple[Section, ...]
    chinese: bool = True


@dataclass(frozen=True)
class Table:
    """A table: headings and rows of text."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


def printable(text: str) -> str:
    """Return the text with its line ends, and everything else that is not ink made visible."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(visible(line).rstrip() for line in lines).strip("\n")


def to_text(document: Document) -> str:
    """Return the document as plain text, ending in a line end."""
    lines = [printable(document.title)]
    for number, section in enumerate(document.sections, 1):
        mark = f"{chinese(number)}、" if document.chinese else f"{number}. "
        lines += ["", mark + printable(section.heading)]
        if section.lead:
            lines.append(f"  {printable(section.lead)}")
        lines += _items(section.items, "  ", numbered=section.numbered)
    return "\n".join(lines) + "\n"


def _items(items: tuple[Item, ...], indent: str, *, numbered: bool = False) -> Iterator[str]:
    width = len(str(len(items)))
    for number, item in enumerate(items, 1):
        mark = f"{number:>{width}}. " if numbered else "- "
        first, *rest = printable(item.text).split("\n")
        yield f"{indent}{mark}{first}"
        inner = indent + " " * len(mark)
        yield from (f"{inner}{line}" for line in rest)
        yield from _items(item.items, inner)


def to_markdown(document: Document, *, level: int = 1) -> str:
    """Return the document as Markdown, its title a heading of the given level."""
    lines = [f"{'#' * level} {escaped(document.title)}"]
    for section in document.sections:
        lines += ["", f"{'#' * (level + 1)} {escaped(section.heading)}", ""]
        if section.lead:
            lines += [escaped(section.lead), ""]
        lines += _marked(section.items, "", numbered=section.numbered)
    return "\n".join(lines) + "\n"


def _marked(items: tuple[Item, ...], indent: str, *, numbered: bool = False) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        mark = f"{number}. " if numbered else "- "
        inner = indent + " " * len(mark)
        # Two spaces at the end break the line; a blank one would end the list.
        text = f"  \n{inner}".join(
            _escaped_line(line) for line in printable(item.text).split("\n") if line
        )
        yield f"{indent}{mark}{f'**{text}**' if item.strong else text}"
        yield from _marked(item.items, inner)


def markdown_table(table: Table) -> str:
    """Return a table as Markdown."""

    def line(cells: Sequence[str]) -> str:
        shown = ("<br>".join(map(escaped, cell.split("\n"))) for cell in cells)
        return f"| {' | '.join(shown)} |"

    heading = [f"## {escaped(table.title)}", ""] if table.title else []
    rule = "|" + " --- |" * len(table.headings)
    return "\n".join([*heading, line(table.headings), rule, *map(line, table.rows)]) + "\n"


def escaped(text: str) -> str:
    """Return text on one line, as Markdown that shows just that text."""
    return re.sub(_MARKED, r"\\\1", " ".join(printable(text).split("\n")))


def _escaped_line(line: str) -> str:
    """Return a line that starts a block, and so must not look like another list or a heading."""
    return re.sub(_LEADING, _escape_leading, escaped(line))


def _escape_leading(match: re.Match[str]) -> str:
    space, mark = match.groups()
    # A number is escaped at the point after it: digits are no punctuation.
    return f"{space}{mark}\\" if mark.isdecimal() else f"{space}\\{mark}"
