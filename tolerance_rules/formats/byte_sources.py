"""Byte sources: how messages call a file or what a program sent, and what its writer can do."""

from __future__ import annotations

from typing import NamedTuple

from tolerance_rules.language import Pair


class Source(NamedTuple):
    """Where bytes come from: a person has an editor, and a program has none."""

    what: Pair
    too_long: Pair
    """What to do where there are too many bytes."""
    document: Pair
    """What a file of Word, Excel or PDF is said to be in the place of."""
    copy: Pair
    """What to do with such a file."""
    rewrite: Pair
    """What to do where a character lacks some of its bytes."""
    encode: Pair
    """What to do where the bytes are in another encoding."""


FILE = Source(
    what=("文件", "The file"),
    too_long=("请拆分文件，或将长篇材料另存", "keep long material elsewhere"),
    document=(
        "这是 Word、Excel 或者 PDF 一类的文件，不是文本文件",
        "This is a file of Word, Excel or PDF, not a text file",
    ),
    copy=(
        "请把文字复制到记事本，另存为文本文件，编码选 UTF-8；"
        "登记簿用 tolerance-rules evaluate-many",
        "copy the words into Notepad and save them as text, Encoding UTF-8; a register is for "
        "tolerance-rules evaluate-many",
    ),
    rewrite=(
        "请补写这个字后重存，文件的其余部分没有问题",
        "Write that character again; the rest of the file is sound",
    ),
    encode=(
        "请在编辑器中另存为 UTF-8 编码：记事本选“另存为”，编码选 UTF-8；WPS 和 Excel 选“CSV UTF-8”",
        "save it as UTF-8: in Notepad, Save As, Encoding UTF-8",
    ),
)
SENT = Source(
    what=("内容", "What was sent"),
    too_long=("请少发一些，长篇材料不随案件发送", "do not send long material with a case"),
    document=(
        "送来的是 Word、Excel 或者 PDF 一类的文件，不是 JSON",
        "What was sent is a file of Word, Excel or PDF, not JSON",
    ),
    copy=(
        "请发送案件的 JSON；登记簿发送到服务的 /v1/registers",
        "send the case as JSON; a register goes to /v1/registers of the service",
    ),
    rewrite=(
        "请把这个字的字节发全（按字截断，不按字节截断），其余部分没有问题",
        "Send all the bytes of that character (cut text between characters, not between bytes); "
        "the rest is sound",
    ),
    encode=(
        "请按 UTF-8 发送（Java：getBytes(StandardCharsets.UTF_8)）",
        "send it as UTF-8 (Java: getBytes(StandardCharsets.UTF_8))",
    ),
)
