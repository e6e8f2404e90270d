"""A Word template from nothing: the fonts of Chinese official documents, A4, page numbers.

Written as OOXML, not from python-docx's blank document, whose theme falls back to MS Mincho.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

BODY, TITLE, HEADING, SECOND = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
FALLBACKS = {
    BODY: "仿宋,FangSong,STFangsong,Noto Serif CJK SC",
    TITLE: "华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    HEADING: "SimHei,Noto Sans CJK SC",
    SECOND: "楷体,KaiTi,STKaiti,Noto Serif CJK SC",
}
"""What a machine without the font takes in its place."""

WIDTH = 8844
"""The text width of A4 between margins of 28 mm and 26 mm, in twentieths of a point."""

# id: name, font, half points, alignment, indent of the first line in characters, bold
STYLES = {
    "Title": ("Title", TITLE, 44, "center", 0, False),
    "Annex": ("附件", HEADING, 32, "left", 0, False),
    "Heading1": ("heading 1", HEADING, 32, "left", 2, False),
    "Heading2": ("heading 2", SECOND, 32, "left", 2, False),
    "Text": ("正文段", BODY, 32, "both", 2, False),
    "Last": ("正文末段", BODY, 32, "both", 2, False),
    "Strong": ("正文重点", BODY, 32, "both", 2, True),
    "Detail": ("正文细目", BODY, 28, "both", 0, False),
    "Plain": ("无缩进", BODY, 32, "left", 0, False),
    "Right": ("右对齐", BODY, 32, "right", 0, False),
    "Stated": ("说明段", BODY, 32, "left", 2, False),
    "Seal": ("落款", BODY, 32, "right", 0, False),
    "Sign": ("签名", BODY, 28, "left", 0, False),
    "Above": ("表上文字", BODY, 28, "left", 0, False),
    "AboveRight": ("表上右对齐", BODY, 28, "right", 0, False),
    "Below": ("表下文字", BODY, 21, "left", 0, False),
    "Cell": ("表格文字", BODY, 24, "left", 0, False),
    "CellCentre": ("表格标题", BODY, 24, "center", 0, False),
    "CellRight": ("表格右对齐", BODY, 24, "right", 0, False),
    "Small": ("表格小字", BODY, 21, "left", 0, False),
    "SmallCentre": ("表格小标题", BODY, 21, "center", 0, False),
}

KEPT = ("Last", "Seal", "Sign", "Above", "AboveRight")
"""The styles that no page break parts from what follows: no signature stands alone on a page."""

SPACING = {
    "Title": 'w:before="120" w:after="240"',
    "Detail": 'w:line="460" w:lineRule="atLeast"',
    "Sign": 'w:before="240"',
    "Above": 'w:after="60"',
    "AboveRight": 'w:after="60"',
    "Below": 'w:before="60"',
}
"""Of the styles whose lines are not those of running text."""

INDENTS = {
    "Detail": 'w:left="640"',
    # A seal and its date stand four characters from the right.
    "Seal": 'w:rightChars="400" w:right="1280"',
    "CellRight": 'w:rightChars="200" w:right="480"',
}


def fonts(font: str) -> str:
    """Return the fonts of a run; a Chinese one needs its East Asian form, or Word passes it by."""
    return (
        f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" '
        f'w:eastAsia="{font}" w:hint="eastAsia"/>'
    )


def styles() -> str:
    """Return the part of the styles."""
    found = [
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY)}<w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:qFormat/><w:rPr>{fonts(BODY)}</w:rPr></w:style>",
    ]
    for key, (name, font, size, align, indent, bold) in STYLES.items():
        lines = SPACING.get(key, 'w:line="560" w:lineRule="atLeast"' if size > 28 else "")
        spacing = f"<w:spacing {lines}/>" if lines else ""
        moved = f'w:firstLineChars="{indent * 100}" w:firstLine="{indent * size * 10}"'
        moved = INDENTS.get(key, moved if indent else "")
        first = f"<w:ind {moved}/>" if moved else ""
        level = f'<w:outlineLvl w:val="{int(key[-1]) - 1}"/>' if key[:-1] == "Heading" else ""
        keep = "<w:keepNext/>" if level or key in KEPT else ""
        found.append(
            f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keep}{spacing}{first}'
            f'<w:jc w:val="{align}"/>{level}</w:pPr><w:rPr>{fonts(font)}'
            f'{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
            "</w:rPr></w:style>"
        )
    return f'{HEAD}<w:styles xmlns:w="{W}">{"".join(found)}</w:styles>'


def font_table() -> str:
    """Return the part of the fonts, each with what is taken where it is not installed."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    return f'{HEAD}<w:fonts xmlns:w="{W}">{rows}</w:fonts>'


def run(text: str) -> str:
    """Return a run of text; a tag stands whole in one run, so that Word never splits it."""
    # The hint has marks such as “ set in the Chinese font, for they are in both.
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    return f'<w:r>{hint}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str = "", style: str = "Text") -> str:
    """Return a paragraph."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text) if text else ""}</w:p>'


def cell(
    text: str | Sequence[str],
    width: int,
    *,
    span: int = 1,
    merge: str = "",
    style: str | Sequence[str] = "Cell",
    top: bool = False,
) -> str:
    """Return a cell; `merge` is restart or continue where it stands over several rows.

    Of several texts each may have a style of its own.
    """
    texts = (text,) if isinstance(text, str) else text
    styles = (style,) * len(texts) if isinstance(style, str) else style
    joined = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    inner = "".join(map(paragraph, texts, styles))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{joined}'
        f'<w:vAlign w:val="{"top" if top else "center"}"/></w:tcPr>{inner}</w:tc>'
    )


def label(text: str | Sequence[str], width: int, **options: object) -> str:
    """Return the cell of a label."""
    return cell(text, width, **{"style": "CellCentre", **options})  # type: ignore[arg-type]


def row(*cells: str, height: int = 560, heading: bool = False, whole: bool = False) -> str:
    """Return a row, at least so high.

    It breaks over pages, so that nothing is cut; a `whole` one only if no page would hold it.
    """
    kept = "<w:cantSplit/>" if whole else ""
    repeated = "<w:tblHeader/>" if heading else ""
    return (
        f'<w:tr><w:trPr>{kept}<w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeated}</w:trPr>'
        f"{''.join(cells)}</w:tr>"
    )


def tag_row(tag: str, columns: int) -> str:
    """Return a row that holds nothing but a tag, and goes when the form is filled."""
    return row(cell(tag, WIDTH, span=columns))


def table(widths: Sequence[int], *rows: str, padding: int = 57) -> str:
    """Return a table of fixed columns with lines; the padding is above and below each text."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="{padding}" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        f'<w:bottom w:w="{padding}" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def explained(name: str, heading: str = "Heading2") -> list[str]:
    """Return the paragraphs that repeat for each line of an explanation, each in its style."""
    styles_of = {"heading": heading, "strong": "Strong", "text": "Stated", "detail": "Detail"}
    found = [paragraph(f"{{%p for line in {name} %}}", "Plain")]
    for kind, style in styles_of.items():
        found += [
            paragraph(f"{{%p if line.kind == '{kind}' %}}", "Plain"),
            paragraph("{{ line.text }}", style),
            paragraph("{%p endif %}", "Plain"),
        ]
    return [*found, paragraph("{%p endfor %}", "Plain")]


def footer() -> str:
    """Return the footer: the number of the page between dashes."""
    field = "".join(
        f"<w:r>{mark}</w:r>"
        for mark in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return (
        f'{HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="CellCentre"/></w:pPr>'
        f"{run('— ')}{field}{run(' —')}</w:p></w:ftr>"
    )


def write(file: Path, body: Iterable[str]) -> None:
    """Write a template; the same bytes each time."""
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" '
        'w:bottom="1985" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr>'
    )
    document = (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(body)}{section}'
        "</w:body></w:document>"
    )
    kinds = {"document": "document.main", "styles": "styles", "fontTable": "fontTable"}
    kinds |= {"footer1": "footer", "settings": "settings"}
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{OFFICE}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    related = {"styles": "styles", "fontTable": "fontTable", "footer1": "footer"}
    related |= {"settings": "settings"}
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{part}.xml"/>'
        for number, (part, kind) in enumerate(related.items(), 1)
    )
    main = f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{main}'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f"{links}</Relationships>",
        "word/document.xml": document,
        "word/styles.xml": styles(),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer(),
        "word/settings.xml": f'{HEAD}<w:settings xmlns:w="{W}"><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>',
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 7, 27, 0, 0, 0)), text, 8)
