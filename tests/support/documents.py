"""Documents: the code blocks of a Markdown page, and what their prints promise."""

from __future__ import annotations

import ast
import io
import re
import tokenize


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def promised(block: str) -> list[str]:
    """Return the comments behind the calls of print, in order."""
    lines = {
        node.end_lineno
        for node in ast.walk(ast.parse(block))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    }
    return [
        token.string.removeprefix("#").strip()
        for token in tokenize.generate_tokens(io.StringIO(block).readline)
        if token.type == tokenize.COMMENT and token.start[0] in lines
    ]
