"""CSV text: the bytes of a CSV file -> UTF-8 that has been checked to its end."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from pathlib import Path

from tolerance_rules.errors import TableError
from tolerance_rules.formats.text_bytes import utf8_signs
from tolerance_rules.language import Pair
from tolerance_rules.tables.source import refusal

CHUNK = 1 << 22
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UTF8 = ("utf-8", "utf-8-sig")
SAVE_AS: Pair = ("请另存为 UTF-8 编码的 CSV", "save it as CSV in UTF-8")


def utf8(file: Path, scratch: Path) -> Path:
    """Return a file with the text in UTF-8: the given one, or a copy in the folder `scratch`.

    TableError names the row where the text is neither UTF-8 nor GBK, or has a character NUL.
    """
    with file.open("rb") as stream:
        head = stream.read(1 << 16)
    if not head.strip():
        message = ("表是空的", "The table is empty")
        remedy = ("第一行应当是表头", "the first row should have the headers")
        raise refusal("G028", message, remedy, file)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if not encoding:
        # Excel on a Chinese Windows writes GBK. Chinese headers that are UTF-8 are no accident,
        # so what is amiss further down is then one bad row, not another encoding.
        encoding = "utf-8" if _is_utf8(head.partition(b"\n")[0]) else "gb18030"
        if encoding == "utf-8" and head.partition(b"\n")[0].isascii():
            encoding = "utf-8" if _is_rather_utf8(file) else "gb18030"
    if encoding in UTF8:
        _checked(file, encoding, None)
        return file
    copy = scratch / "utf8.csv"
    _checked(file, encoding, copy)
    return copy


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_rather_utf8(file: Path) -> bool:
    """Tell whether a file is UTF-8, if with a few broken characters, rather than GBK."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    whole = broken = 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            more = utf8_signs(decoder.decode(chunk))
            whole, broken = whole + more[0], broken + more[1]
    broken += utf8_signs(decoder.decode(b"", final=True))[1]
    return not broken or whole > broken


def _checked(file: Path, encoding: str, copy: Path | None) -> None:
    row = 1
    with (copy or Path(os.devnull)).open("w", encoding="utf-8", newline="") as into:
        for text in _texts(file, encoding):
            if "\0" in text:
                row += text[: text.index("\0")].count("\n")
                message = ("文件中有 NUL 字符", "The file has a NUL character")
                remedy = ("请删去该字符，或者重新导出", "delete it, or export the file again")
                if text.count("\0") > len(text) // 8:
                    message = (
                        "文件像是 UTF-16 编码，又没有标明",
                        "The file looks like UTF-16 without its mark",
                    )
                    remedy = SAVE_AS
                raise refusal("G021", message, remedy, file, row)
            row += text.count("\n")
            if copy is not None:
                into.write(text)


def _texts(file: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    row = 1
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                row += error.object[: error.start].count(b"\n")
                raise _undecodable(file, encoding, row) from None
            row += text.count("\n")
            yield text
    try:
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _undecodable(file, encoding, row) from None


def _undecodable(file: Path, encoding: str, row: int) -> TableError:
    if encoding in UTF8:
        message = (
            f"第 {row} 行有残缺的 UTF-8 字，或者不是 UTF-8 编码，同其余各行不一致",
            f"Row {row} has a broken UTF-8 character, or is in another encoding than the rest",
        )
    else:
        message = (
            f"文件的编码既不是 UTF-8，也不是 GBK（第 {row} 行）",
            f"The file is neither in UTF-8 nor in GBK (row {row})",
        )
    return refusal("G021", message, SAVE_AS, file, row)
