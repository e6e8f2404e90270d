"""Output format: what the name of a file says of the format of what is written to it."""

from __future__ import annotations

from pathlib import PurePath

import click
from click.core import ParameterSource

from tolerance_rules.language import Lang, Pair, say

REFUSED = "tolerance_rules.refused_format"
"""Where a command notes why it writes no file of that name."""

KINDS = {
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".py": "python",
    ".csv": "csv",
    ".ics": "ics",
    ".docx": "docx",
    ".pdf": "pdf",
    ".txt": "text",
}
"""The formats of files by their extensions."""

OTHERS = (
    *(".xls", ".xlsm", ".et", ".ods", ".tsv", ".parquet", ".arrow", ".feather"),
    *(
        ".yaml",
        ".yml",
        ".doc",
        ".wps",
        ".odt",
        ".rtf",
        ".ppt",
        ".pptx",
        ".zip",
        ".gz",
        ".db",
    ),
)
"""Extensions of what is written by no format: a text under such a name does not open."""

ONLY: Pair = (
    "-o {} 的后缀是 {}，这里写不出这种文件。可以写 {}",
    "-o {} ends in {}, which is not written here. Written are {}",
)
DIFFERS: Pair = (
    "-o {} 的后缀是 {}，--format 写的却是 {}。请改其中一个",
    "-o {} ends in {}, but --format says {}. Change one of them",
)


def settle_format(ctx: click.Context, lang: Lang) -> None:
    """Let the extension of -o decide the format where none was asked for.

    One that says nothing leaves the format as it is. One that is that of another format than
    --format says, or of none that the command writes, is refused by `destination`, which first
    sees whether the file is an input.
    """
    output = ctx.params.get("output")
    if not isinstance(output, str) or output == "-":
        return
    ending = PurePath(output).suffix.lower()
    kind = KINDS.get(ending)
    if kind is None and ending not in OTHERS:
        return
    option = next((each for each in ctx.command.params if each.name == "format_"), None)
    formats: tuple[str, ...] = tuple(getattr(option.type, "choices", ())) if option else ("text",)
    if kind == "text" and option is None:
        return
    name = PurePath(output).name
    if kind not in formats:
        if kind == "text":  # a name that holds any text
            return
        written = [end for end, each in KINDS.items() if each in formats]
        mark = "、" if lang == "zh" else ", "
        ctx.meta[REFUSED] = say(lang, ONLY, name, ending, mark.join(written))
        return
    if ctx.get_parameter_source("format_") is not ParameterSource.COMMANDLINE:
        ctx.params["format_"] = kind
    elif ctx.params["format_"] != kind and kind != "text":
        ctx.meta[REFUSED] = say(lang, DIFFERS, name, ending, ctx.params["format_"])
