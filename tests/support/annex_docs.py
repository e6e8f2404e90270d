"""The annexes piece by piece, and where each stands: a made part of docs/duties.md."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from support.rulesets import SHIPPED
from tolerance_rules.formats.analysis_file import read_standard
from tolerance_rules.formats.conditions import squash
from tolerance_rules.formats.forms_file import Form, read_forms
from tolerance_rules.rendering.document import Table, markdown_table

FORMS = read_forms(SHIPPED).forms
STANDARD = read_standard(SHIPPED)
BEGINS = re.compile(r"^附件 (\d)$", re.MULTILINE)
ENDS = "枣庄职业学院 枣庄技师学院办公室"
"""What the printed regulation ends with, after the last annex."""
DATE = "年月日"


def annexes() -> Iterator[tuple[str, str]]:
    """Yield the number of each annex, and its text."""
    numbers = list(BEGINS.finditer(SHIPPED.regulation))
    end = SHIPPED.regulation.index(ENDS)
    for here, following in zip(numbers, [*numbers[1:], None], strict=True):
        yield here[1], SHIPPED.regulation[here.end() : following.start() if following else end]


def pieces() -> Iterator[tuple[str, str]]:
    """Yield every label, and every part of a sentence, of the annexes, with the annex it is of."""
    for number, text in annexes():
        for each in re.split(r"[\n\t]+", text):
            # A sentence of annex 2 is its dimension and two contrasts.
            parts = re.split("[。，；]", each) if re.match(r"\d\. ", each) else [each]
            yield from ((number, squash(part)) for part in parts if squash(part))


def places(number: str, piece: str) -> Iterator[str]:
    """Yield where a piece stands: a contrast or dimension of the standard, or a form."""
    for part in STANDARD.dimensions:
        if number == "2" and piece == f"{STANDARD.dimensions.index(part) + 1}.{part.name[0]}":
            yield f"`analysis.yaml` 的方面 `{part.id}`"
    for each in STANDARD.contrasts.values():
        if squash(each.text) == piece:
            yield f"`analysis.yaml` 的标准 `{each.id}`"
    form = FORMS[f"annex-{number}"]
    if piece.isdecimal():
        if int(piece) <= form.least_rows:
            yield f"表格 `{form.id}` 的第 {piece} 行（`least_rows`）"
    elif _plain(piece).removesuffix(DATE) in _plain(template_text(form)):
        every = read_forms(SHIPPED).fields
        dated = any(every[name].blank == "date" for name in form.fields)
        # A date is a field, whose blank is what the annex prints.
        if dated or not piece.endswith(DATE):
            yield f"表格 `{form.id}`"


def template_text(form: Form) -> str:
    """Return the text of a template."""
    with zipfile.ZipFile(form.template) as archive:
        body = archive.read("word/document.xml").decode()
    return "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", body))


def _plain(text: str) -> str:
    """Return text with brackets of one kind, and without what a template fills in."""
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text)
    return squash(text).translate(str.maketrans("()", "（）"))


def annex_table() -> str:
    """Return every piece of the annexes, and where it stands."""
    rows = [(number, piece, "；".join(places(number, piece))) for number, piece in pieces()]
    table = markdown_table(Table(("附件", "原文", "写在哪里"), tuple(rows)))
    return table.replace("\\`", "`").replace("\\_", "_")
