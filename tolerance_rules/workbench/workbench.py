"""Workbench: one HTML file with a ruleset, its evaluator and the page, which asks for nothing.

The scripts stand in the file one after another, as one script: its hash is the only one that the
page's policy lets run, and the policy forbids every request. Where a service gives the page, the
same page says so, and its policy allows requests to that service alone.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import Any, Literal

from tolerance_rules.language import Lang

PAGE = Path(__file__).parent / "page"
MAIN = PAGE / "main.mjs"
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)
_COMMENT = re.compile(
    r"^[ \t]*(?:/\*\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL
)
"""A comment on lines of its own: a reader finds it in the modules, a browser has no use for it."""
CONNECT = "connect-src 'self'; "
"""What the policy of a page that a service gives has besides."""
_LANGS = {"zh": "zh-CN", "en": "en"}
Served = Literal["", "open", "tokens"]
"""Whether a service gives the page, and whether it asks for tokens; empty is a file of its own."""


def to_html(bundle: Mapping[str, Any], lang: Lang = "zh", *, served: Served = "") -> str:
    """Return the workbench of a bundle; `lang` is the language that it opens in."""
    return next(pages(bundle, (lang,), served=served))


def pages(
    bundle: Mapping[str, Any], langs: Iterable[Lang], *, served: Served = ""
) -> Iterator[str]:
    """Yield the workbench of a bundle in each of the languages."""
    style, code, data = _text(PAGE / "style.css"), script(MAIN), embedded(bundle)
    page = Template(_text(PAGE / "index.html"))
    for lang in langs:
        yield page.substitute(
            lang=_LANGS[lang],
            title="容错评判工作台" if lang == "zh" else "Tolerance Workbench",
            policy=policy(code, style, served=bool(served)),
            served=f' data-service="{served}"' if served else "",
            style=style,
            bundle=data,
            script=code,
        )


def policy(code: str, style: str, *, served: bool = False) -> str:
    """Return the content security policy: this script, this style, and no request of any kind.

    The page that a service gives may ask that service, and nobody else.
    """
    return (
        f"default-src 'none'; script-src '{_hash(code)}'; style-src '{_hash(style)}'; "
        f"{CONNECT if served else ''}base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def embedded(document: Mapping[str, Any]) -> str:
    r"""Return a document as JSON that no HTML parser reads as a tag: each < stands as \u003c."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def script(main: Path) -> str:
    """Return a module and all that it imports as one script, each after what it imports.

    A module becomes a function that returns what it exports: names of two modules never meet.
    ValueError names modules that import one another, which no order of functions can serve, and
    what is imported and not there.
    """
    modules = list(_in_order(main.resolve(), {}))
    names = {path: f"module_{number}" for number, path in enumerate(modules)}
    exports = {path: [name for _, name in _EXPORT.findall(_text(path))] for path in modules}
    code = '"use strict";\n' + "\n".join(_as_function(each, names, exports) for each in modules)
    if "</script" in code.lower() or "<!--" in code:
        raise ValueError("a script that stands in a page cannot say </script or <!--")
    return f"(function () {{\n{code}}})();\n"


def _as_function(
    path: Path, names: Mapping[Path, str], exports: Mapping[Path, Sequence[str]]
) -> str:
    """Return a module as the definition of its name: a function called once, for its exports."""

    def bound(found: re.Match[str]) -> str:
        there = (path.parent / found[2]).resolve()
        lacking = set(re.findall(r"\w+", found[1])) - set(exports[there])
        if lacking:
            raise ValueError(f"{path.name}: {found[2]} has no {', '.join(sorted(lacking))}")
        return f"const {found[1]} = {names[there]};"

    body = _COMMENT.sub("", _EXPORT.sub(r"\1", _IMPORT.sub(bound, _text(path))))
    exported = ", ".join(exports[path])
    return f"const {names[path]} = (function () {{\n{body}return {{ {exported} }};\n}})();\n"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _in_order(path: Path, begun: dict[Path, bool]) -> Iterator[Path]:
    """Yield the modules that a module imports, then itself, each once."""
    if path in begun:
        if not begun[path]:
            raise ValueError(f"{path.name} imports, in the end, itself")
        return
    begun[path] = False
    for _, name in _IMPORT.findall(_text(path)):
        yield from _in_order((path.parent / name).resolve(), begun)
    begun[path] = True
    yield path
