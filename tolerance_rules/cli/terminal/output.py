"""Output: a result as text, JSON or Markdown, to the screen or, whole or not at all, to a file."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tolerance_rules.characters import visible, without_passwords
from tolerance_rules.cli.terminal.output_format import REFUSED
from tolerance_rules.cli.terminal.usage import usage_error
from tolerance_rules.formats.atomic_file import replacing, write
from tolerance_rules.formats.inputs import is_input
from tolerance_rules.language import Lang, Pair, say

if TYPE_CHECKING:
    from tolerance_rules.rendering.document import Table
    from tolerance_rules.rules import Ruleset

READER_GONE = 141
"""The exit code where whoever read the output left before its end, as the shell has it."""

FORCE = "tolerance_rules.force"
IS_INPUT: Pair = (
    "{} 是输入的文件，不能覆盖。请另取一个文件名",
    "{} is an input and is not overwritten. Choose another name",
)
EXISTS: Pair = (
    "{} 已经存在，不会覆盖。请另取一个文件名，或者加 --force",
    "{} exists and is not overwritten. Choose another name, or add --force",
)

NATURAL = 100_000
"""A width at which nothing is ever wrapped or cut: what is not a terminal gets whole lines."""


@dataclass(frozen=True)
class Output:
    """Where a result goes, and in which language; `file` is None for the screen."""

    lang: Lang
    file: Path | None = None

    def text(self, text: str) -> None:
        """Write text; on the screen lines end as there, whatever a format asks of its files."""
        if self.file is None:
            emit(text.replace("\r\n", "\n").removesuffix("\n"))
        else:
            write(self.file, text if text.endswith("\n") else text + "\n")

    def bytes(self, data: bytes) -> None:
        """Write what is no text, to the file that there must be."""
        if self.file is None:
            raise ValueError("a file is needed for what is no text")
        with replacing(self.file) as part:
            part.write_bytes(data)

    def json(self, data: Any, layout: Callable[[Any, bool], str] | None = None) -> None:
        """Write JSON; escaped where the screen has not every character of it, or would obey it.

        `layout` gives the text of data, escaped or not; by default each item is on a line.
        """
        layout = layout or _indented
        text = layout(data, False)
        if visible(text) != text or (self.file is None and not _has(_encoding(), text)):
            text = layout(data, True)
        self.text(text)

    def tables(self, tables: Iterable[Table]) -> str:
        """Return tables as text that lines up in terminal columns, Chinese included."""
        screen = self.file is None and sys.stdout is not None and sys.stdout.isatty()
        # GBK has lines to draw with too, but they are as wide as 汉字 and nothing lines up.
        utf8 = self.file is not None or _encoding().lower().startswith("utf")
        return "\n".join(_rendered(table, screen=screen, utf8=utf8) for table in tables)


def _indented(data: Any, escaped: bool) -> str:
    # Imported here: text needs none of it.
    import json

    return json.dumps(data, ensure_ascii=escaped, indent=2)


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or ""


def emit(text: str, *, err: bool = False) -> None:
    """Print text in the encoding of the screen; what that has not, it shows as `?`.

    `click.echo` would write UTF-8 to a stream that says it takes ASCII only.

    INVARIANT: everything printed goes through here, and nothing that a terminal would obey.
    """
    stream = sys.stderr if err else sys.stdout
    if err:
        text = without_passwords(text)
    if stream is None:  # closed before the program began: a result is not to be lost in silence
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), "stdout")
    try:
        stream.write(f"{visible(text)}\n")
        stream.flush()
    except BrokenPipeError:
        # The reader has left (`| head`): nothing more to say, and nowhere to say it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise click.exceptions.Exit(READER_GONE) from None


def insist(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    """Note that --force was written."""
    ctx.meta[FORCE] = value


def destination(lang: Lang, output: str | None, inputs: Iterable[str | Path] = ()) -> Output:
    """Return where a result goes; a usage error if that would overwrite what must stay.

    Inputs are never overwritten; any other file only with --force, for nobody knows who made it
    and whether it was kept elsewhere. An empty one holds nothing to lose.
    """
    if output is None or output == "-":
        return Output(lang)
    file = Path(output)
    if is_input(file, inputs):
        usage_error(say(lang, IS_INPUT, output))
    ctx = click.get_current_context(silent=True)
    if ctx and REFUSED in ctx.meta:
        usage_error(ctx.meta[REFUSED])
    if os.path.isdir(file):
        words = ("-o {} 是目录，请写文件名", "-o {} is a folder. Name a file")
        usage_error(say(lang, words, output))
    if not may_replace(file, force=forced()):
        usage_error(say(lang, EXISTS, output))
    return Output(lang, file)


def inputs_of(rules: Ruleset, *files: str | Path | None) -> list[str | Path]:
    """Return all that a command reads: the files named, of those that may be, and the rules."""
    return [*(each for each in files if each is not None), *rules_files(rules)]


def forced() -> bool:
    """Tell whether --force was written."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(FORCE))


def may_replace(file: Path, *, force: bool) -> bool:
    """Tell whether a file may be written: it is new, empty or no regular file, or it is forced."""
    return force or not os.path.isfile(file) or os.path.getsize(file) == 0


def rules_files(rules: Ruleset) -> list[Path]:
    """Return the files of a ruleset: inputs as well, though nobody names them."""
    return [each for each in Path(rules.folder).rglob("*") if each.is_file()]


def _has(encoding: str | None, text: str) -> bool:
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _rendered(table: Table, *, screen: bool, utf8: bool) -> str:
    # Imported here: only a table is drawn, or asks how wide the screen is.
    import shutil

    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    from tolerance_rules.rendering.document import printable

    total = shutil.get_terminal_size().columns if screen else NATURAL
    made = RichTable(
        box=box.ROUNDED if utf8 else box.ASCII,
        show_lines=screen,
    )
    for heading in table.headings:
        made.add_column(Text(printable(heading)), overflow="fold")
    for row in table.rows:
        made.add_row(*(Text(printable(cell)) for cell in row))
    target = io.StringIO()
    console = Console(
        file=target,
        width=total,
        color_system=None,
        legacy_windows=False,
        highlight=False,
    )
    console.print(made)
    title = f"{printable(table.title)}\n" if table.title else ""
    return title + target.getvalue()
