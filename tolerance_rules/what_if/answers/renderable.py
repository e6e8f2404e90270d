"""Renderable: an answer as plain data, as JSON, and in words."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any, cast

from pydantic import TypeAdapter

from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, to_markdown, to_text


class Renderable:
    """Gives the frozen dataclass of an answer its text and its JSON; it defines `document`."""

    def document(self, lang: Lang = "zh") -> Document:
        """Return the answer in words, as a title and sections."""
        raise NotImplementedError

    def explain(self, lang: Lang = "zh") -> str:
        """Return the answer in words, as plain text."""
        return to_text(self.document(lang))

    def markdown(self, lang: Lang = "zh") -> str:
        """Return the answer in words, as Markdown."""
        return to_markdown(self.document(lang))

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain dicts, lists, strings and numbers."""
        data: dict[str, Any] = self._adapter().dump_python(self, mode="json")
        return data

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return the answer as JSON text."""
        return self._adapter().dump_json(self, indent=indent).decode()

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of the answer."""
        return cls._adapter().json_schema(mode="serialization")

    @classmethod
    def _adapter(cls) -> TypeAdapter[Any]:
        return _adapter(cast("Hashable", cls))


@lru_cache(maxsize=32)
def _adapter(answer: type[Renderable]) -> TypeAdapter[Any]:
    # Built on first use: it costs more than most answers.
    return TypeAdapter(answer)
