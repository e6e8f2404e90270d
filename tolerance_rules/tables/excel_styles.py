"""Excel styles: which cells are not what they say: letters of picture fonts, formatted numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

from tolerance_rules.tables.number_formats import BUILT_IN, tells_more

_PICTURES = re.compile(
    r"^@?(?:Wingdings|Webdings|Symbol$|Marlett|ZapfDingbats|Zapf Dingbats|ITC Zapf|Bookshelf Symbol"
    r"|MT Extra|MS Outlook|MS Reference Specialty|OpenSymbol|StarSymbol|Dingbats)",
    re.IGNORECASE,
)
_SYMBOLS = str(2)
"""The character set of fonts whose letters are pictures."""
_RUN = re.compile(rb"<(?:\w+:)?rFont\b[^>]*\bval\s*=\s*[\"']([^\"']*)[\"']")
_ITEM = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)


@dataclass(frozen=True)
class Styles:
    """By the number of a style: the picture font of its cells, and the format of its numbers."""

    fonts: Mapping[int, str] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)
    strings: Mapping[int, str] = field(default_factory=dict)
    """Shared texts of which a part is in a picture font, by their number."""


def styles_of(tree: ElementTree.Element | None, strings: IO[bytes] | None) -> Styles:
    """Return the styles of a workbook's part of styles, and of its part of shared texts."""
    fonts: dict[int, str] = {}
    formats: dict[int, str] = {}
    if tree is not None:
        codes = dict(BUILT_IN)
        for each in _all(tree, "numFmt"):
            number = each.get("numFmtId", "")
            if number.isdecimal():
                codes[int(number)] = each.get("formatCode", "General")
        pictures = list(_pictures(tree))
        table = next(_all(tree, "cellXfs"), None)
        for style, each in enumerate(() if table is None else table):
            font, number = each.get("fontId", ""), each.get("numFmtId", "")
            if font.isdecimal() and int(font) < len(pictures) and pictures[int(font)]:
                fonts[style] = pictures[int(font)]
            if number.isdecimal() and tells_more(codes.get(int(number), "General")):
                formats[style] = codes[int(number)]
    return Styles(fonts, formats, {} if strings is None else dict(_strings(strings)))


def picture_font(cell: bytes) -> str:
    """Return the picture font of a part of a text that stands in its cell, if there is one."""
    for run in _RUN.findall(cell):
        name = run.decode("utf-8", "replace")
        if _PICTURES.match(name):
            return str(name)
    return ""


def _all(tree: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (each for each in tree.iter() if each.tag.rpartition("}")[2] == name)


def _pictures(tree: ElementTree.Element) -> Iterator[str]:
    table = next(_all(tree, "fonts"), None)
    for font in () if table is None else table:
        names = [each.get("val", "") for each in font if each.tag.rpartition("}")[2] == "name"]
        charset = [each.get("val") for each in font if each.tag.rpartition("}")[2] == "charset"]
        name = names[0] if names else ""
        yield name if _PICTURES.match(name) or charset == [_SYMBOLS] else ""


def _strings(stream: IO[bytes]) -> Iterator[tuple[int, str]]:
    data = stream.read()
    if not picture_font(data):
        return
    for number, item in enumerate(_ITEM.finditer(data)):
        if font := picture_font(item[1] or b""):
            yield number, font
