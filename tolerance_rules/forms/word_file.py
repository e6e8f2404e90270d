"""Word file: a template filled with values, which stay text whatever they look like.

The template may say what is shown (`{{ … }}`, `{%tr for … %}`); a value never can: every mark by
which a template, XML or a field could be made is written as a character reference.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from tolerance_rules.errors import ExecutorError, Fault, FormError
from tolerance_rules.rendering.document import printable

INSTALL = 'pip install "tolerance-rules[forms]"'
MARKS = "&<>\"'{}%#"
NEW_PARAGRAPH = "\a"
"""What docxtpl takes for the end of a paragraph; the next one has its style."""


def fill(template: Path, values: Mapping[str, Any], title: str) -> bytes:
    """Return a template with its values; FormError if it is no Word file, or asks for others."""
    with _opened(template) as (made, environment):
        made.render({name: _as_text(value) for name, value in values.items()}, environment)
    about = made.docx.core_properties
    about.title, about.author, about.last_modified_by, about.comments = title, "", "", ""
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def asked_for(template: Path) -> set[str]:
    """Return the names of the values that a template asks for; FormError if it is none."""
    with _opened(template) as (made, environment):
        return set(made.get_undeclared_template_variables(environment))


@contextmanager
def _opened(template: Path) -> Iterator[tuple[Any, Any]]:
    """Give a template and what renders it; what is wrong with it becomes a FormError."""
    try:
        from docx.opc.exceptions import OpcError
        from docxtpl import DocxTemplate
        from jinja2 import StrictUndefined, TemplateError
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        english = f"Word files need docxtpl: {INSTALL}"
        raise ExecutorError(
            f"写 Word 文书要用 docxtpl，请安装：{INSTALL}", english=english
        ) from error
    # Sandboxed: a ruleset may come from anywhere, and its templates are to show, not to run.
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        yield DocxTemplate(str(template)), environment
    except TemplateError as error:
        message = (
            f"模板 {template.name} 填不进去：{error}",
            f"the template {template.name} cannot be filled: {error}",
        )
        remedy = (
            "请核对其中的 {{ 栏目 }}，都要列在 forms.yaml 的 fields 中",
            "check its {{ fields }}: each is to be among the fields in forms.yaml",
        )
        raise FormError([Fault.of("F003", message, remedy, str(template))]) from None
    except (OpcError, BadZipFile, KeyError, ValueError, OSError) as error:
        message = ("模板不是 Word 文件（.docx）", "the template is no Word file (.docx)")
        remedy = ("请在 Word 或 WPS 中另存为 .docx", "save it as .docx in Word or WPS")
        raise FormError([Fault.of("F002", message, remedy, str(template))]) from error


def _as_text(value: object) -> object:
    """Return a value of which nothing is read as a tag, as XML or as a control code."""
    if isinstance(value, Mapping):
        return {key: _as_text(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_text(each) for each in value]
    if not isinstance(value, str):
        return value
    # Imported here: it comes with docxtpl, and without that nothing is filled.
    from markupsafe import Markup

    text = "".join(f"&#{ord(each)};" if each in MARKS else _xml(each) for each in printable(value))
    return Markup(text.replace("\n", NEW_PARAGRAPH))


def _xml(character: str) -> str:
    """Return a character, or the sign of what is none, where XML has no such character."""
    code = ord(character)
    return "�" if 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE else character
