"""Report text: a report on a case, as Word or plain text -> its sentences, with their places.

What is looked up in it is a whole sentence: a part of one can say the opposite of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from tolerance_rules.errors import CaseError, ExecutorError, Fault, shorten, unreadable
from tolerance_rules.formats.text_bytes import read_bytes, text_of
from tolerance_rules.language import Pair

LARGEST_FILE = 16 << 20
LARGEST_UNPACKED = 256 << 20
INSTALL = 'pip install "tolerance-rules[forms]"'

_STOP = "。！？!?；;…"
_SENTENCE = rf"[^{_STOP}]*[{_STOP}]+[”’」』）)\"]*|[^{_STOP}]+$"
"""Up to the mark that ends it and what closes after that; the last may have no mark."""
_CHANGES = ("ins", "del", "moveFrom", "moveTo")


@dataclass(frozen=True)
class Report:
    """The paragraphs of a report in order, those of its tables among them; `name` cites it."""

    name: str
    paragraphs: tuple[str, ...]

    def place_of(self, sentence: str) -> int | None:
        """Return the number, from 1, of the first paragraph that has these whole sentences.

        White space makes no difference; every other character does. None where they are nowhere.
        """
        wanted = _squashed(sentence)
        if not wanted:
            return None
        for number, paragraph in enumerate(self.paragraphs, 1):
            if wanted in _runs(paragraph):
                return number
        return None

    def has_part(self, text: str) -> bool:
        """Tell whether a text stands in a paragraph, be it only as a part of a sentence."""
        wanted = _squashed(text)
        return bool(wanted) and any(wanted in _squashed(each) for each in self.paragraphs)


def _squashed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _runs(paragraph: str) -> set[str]:
    """Return every run of whole sentences of a paragraph, with its last mark and without it."""
    sentences = re.findall(_SENTENCE, _squashed(paragraph))
    found: set[str] = set()
    for start in range(len(sentences)):
        for end in range(start + 1, min(len(sentences), start + _LONGEST_RUN) + 1):
            run = "".join(sentences[start:end])
            found |= {run, run.rstrip(_STOP)}
    return found


_LONGEST_RUN = 5
"""How many sentences in a row may be given as one."""


def report_from_file(path: str | Path) -> Report:
    """Return the report of a .docx or a .txt file; CaseError says why it cannot be read."""
    file, shown = Path(path), str(path)
    kind = file.suffix.lower()
    try:
        if kind == ".docx":
            paragraphs = list(_word_paragraphs(file, shown))
        elif kind == ".txt":
            text = text_of(read_bytes(file), shown, strict_lines=False)
            if isinstance(text, Fault):
                raise CaseError([text])
            paragraphs = text.splitlines()
        else:
            raise _refused(
                shown,
                ("报告只能是 .docx 或 .txt 文件", "A report is a .docx or a .txt file"),
                ("请另存为 Word 文档（.docx）", "save it as a Word document (.docx)"),
            )
    except OSError as error:
        raise CaseError([unreadable("I001", error, shorten(shown))]) from None
    whole = tuple(each for each in map(str.strip, paragraphs) if each)
    if not whole:
        raise _refused(
            shown,
            ("报告里没有文字", "The report has no text"),
            (
                "扫描件请先识别成文字，核对无误后再用",
                "of a scan, have the text recognised and check it first",
            ),
        )
    return Report(file.name, whole)


def _word_paragraphs(file: Path, shown: str) -> Iterator[str]:
    """Yield the paragraphs of a Word document, those in tables where the tables stand."""
    _require_bounded(file, shown)
    try:
        from docx import Document
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise ExecutorError(
            f"读 Word 文档要用 python-docx，请安装：{INSTALL}",
            english=f"Word documents need python-docx: {INSTALL}",
        ) from error
    try:
        body = Document(str(file)).element.body
    except (OpcError, KeyError, ValueError, BadZipFile):
        raise _no_word(shown) from None
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    if any(body.find(f".//{space}{each}") is not None for each in _CHANGES):
        # A deleted sentence would count as one that stands there, or a new one as none.
        raise _refused(
            shown,
            ("文档里有还没有处理的修订", "The document has tracked changes left open"),
            ("请在“审阅”中接受或拒绝全部修订后保存", "accept or reject them all and save"),
        )
    for paragraph in body.iter(f"{space}p"):
        yield "".join(_text(each, space) for each in paragraph.iter())


def _text(element: object, space: str) -> str:
    tag, text = getattr(element, "tag", ""), getattr(element, "text", "")
    if tag == f"{space}t":
        return text or ""
    return " " if tag in (f"{space}tab", f"{space}br", f"{space}cr") else ""


def _require_bounded(file: Path, shown: str) -> None:
    """Refuse what is no zip archive, or unpacks to more than any report needs."""
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        try:
            with ZipFile(stream) as package:
                unpacked = sum(info.file_size for info in package.infolist())
        except BadZipFile:
            raise _no_word(shown) from None
    if size > LARGEST_FILE or unpacked > LARGEST_UNPACKED:
        raise _refused(
            shown,
            ("文档太大", "The document is too large"),
            (
                f"报告不超过 {LARGEST_FILE >> 20} MB；图片请另存",
                f"a report has no more than {LARGEST_FILE >> 20} MB; keep pictures elsewhere",
            ),
        )


def _no_word(shown: str) -> CaseError:
    return _refused(
        shown,
        ("不是 Word 文档（.docx），或已损坏", "It is no Word document (.docx), or is broken"),
        ("请用 Word 或 WPS 打开，另存为 .docx", "open it in Word or WPS and save it as .docx"),
    )


def _refused(shown: str, what: Pair, remedy: Pair) -> CaseError:
    return CaseError([Fault.of("I002", what, remedy, shown)])
