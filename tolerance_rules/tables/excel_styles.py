"""Excel styles: which cells are not what they say: picture fonts, formats, what is struck out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

from tolerance_rules.language import Pair
from tolerance_rules.tables.number_formats import BUILT_IN, tells_more

_PICTURES = re.compile(
    r"^@?(?:Wingdings|Webdings|Symbol$|Marlett|ZapfDingbats|Zapf Dingbats|ITC Zapf|Bookshelf Symbol"
    r"|MT Extra|MS Outlook|MS Reference Specialty|OpenSymbol|StarSymbol|Dingbats)",
    re.IGNORECASE,
)
_SYMBOLS = str(2)
"""The character set of fonts whose letters are pictures."""
_RUN = re.compile(rb"<(?:\w+:)?rFont\b[^>]*\bval\s*=\s*[\"']([^\"']*)[\"']")
_STRIKE = re.compile(rb"<(?:\w+:)?strike\b(?![^>]*\bval\s*=\s*[\"'](?:0|false)[\"'])")
_PART = re.compile(rb"<(?:\w+:)?r\b[^>]*>(.*?)</(?:\w+:)?r>", re.DOTALL)
_BLANK_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*?(?:/>|>\s*</)")
_ITEM = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)


STRUCK: Pair = ("已划掉", "struck out")
PARTLY_STRUCK: Pair = ("部分划掉", "partly struck out")


@dataclass(frozen=True)
class Styles:
    """By the number of a style: the picture font of its cells, and the format of its numbers."""

    fonts: Mapping[int, str] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)
    strings: Mapping[int, str] = field(default_factory=dict)
    """Shared texts of which a part is in a picture font, by their number."""
    struck: frozenset[int] = frozenset()
    """The styles of cells that are struck out."""
    struck_strings: Mapping[int, Pair] = field(default_factory=dict)
    """Shared texts that are struck out, by their number, and whether it is all or a part."""


def styles_of(tree: ElementTree.Element | None, strings: IO[bytes] | None) -> Styles:
    """Return the styles of a workbook's part of styles, and of its part of shared texts."""
    fonts: dict[int, str] = {}
    formats: dict[int, str] = {}
    struck: set[int] = set()
    if tree is not None:
        codes = dict(BUILT_IN)
        for each in _all(tree, "numFmt"):
            number = each.get("numFmtId", "")
            if number.isdecimal():
                codes[int(number)] = each.get("formatCode", "General")
        pictures = list(_pictures(tree))
        crossed = list(_crossed(tree))
        table = next(_all(tree, "cellXfs"), None)
        for style, each in enumerate(() if table is None else table):
            font, number = each.get("fontId", ""), each.get("numFmtId", "")
            if font.isdecimal() and int(font) < len(pictures) and pictures[int(font)]:
                fonts[style] = pictures[int(font)]
            if font.isdecimal() and int(font) < len(crossed) and crossed[int(font)]:
                struck.add(style)
            if number.isdecimal() and tells_more(codes.get(int(number), "General")):
                formats[style] = codes[int(number)]
    data = b"" if strings is None else strings.read()
    return Styles(
        fonts, formats, dict(_strings(data)), frozenset(struck), dict(_struck_strings(data))
    )


def picture_font(cell: bytes) -> str:
    """Return the picture font of a part of a text that stands in its cell, if there is one."""
    for run in _RUN.findall(cell):
        name = run.decode("utf-8", "replace")
        if _PICTURES.match(name):
            return str(name)
    return ""


def struck_out(cell: bytes) -> Pair | None:
    """Return whether a text is struck out by its own parts: all of it, or a part."""
    parts = [part for part in _PART.findall(cell) if not _BLANK_TEXT.search(part)]
    struck = [part for part in parts if _STRIKE.search(part)]
    if not struck:
        return None
    return STRUCK if len(struck) == len(parts) else PARTLY_STRUCK


def _all(tree: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (each for each in tree.iter() if each.tag.rpartition("}")[2] == name)


def _pictures(tree: ElementTree.Element) -> Iterator[str]:
    table = next(_all(tree, "fonts"), None)
    for font in () if table is None else table:
        names = [each.get("val", "") for each in font if each.tag.rpartition("}")[2] == "name"]
        charset = [each.get("val") for each in font if each.tag.rpartition("}")[2] == "charset"]
        name = names[0] if names else ""
        yield name if _PICTURES.match(name) or charset == [_SYMBOLS] else ""


def _crossed(tree: ElementTree.Element) -> Iterator[bool]:
    table = next(_all(tree, "fonts"), None)
    for font in () if table is None else table:
        marks = [each.get("val") for each in font if each.tag.rpartition("}")[2] == "strike"]
        yield any(mark not in ("0", "false") for mark in marks)


def _struck_strings(data: bytes) -> Iterator[tuple[int, Pair]]:
    if b"strike" not in data:
        return
    for number, item in enumerate(_ITEM.finditer(data)):
        if found := struck_out(item[1] or b""):
            yield number, found


def _strings(data: bytes) -> Iterator[tuple[int, str]]:
    if not picture_font(data):
        return
    for number, item in enumerate(_ITEM.finditer(data)):
        if font := picture_font(item[1] or b""):
            yield number, font
