"""Worked out: fields that are worked out when they are first asked for; most never ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, TypeVar

T = TypeVar("T")

WORK_OUT = "_work_out"
"""Where an instance keeps what works its fields out: an object with a method for each of them."""


class _Field:
    """A field of a frozen dataclass that an instance may have, or work out once."""

    def __init__(self, name: str, default: object) -> None:
        self._name, self._default = name, default

    def __get__(self, instance: object | None, _owner: type | None = None) -> object:
        """Return the field, which from now on stands in the `__dict__` of the instance."""
        source = None if instance is None else instance.__dict__.get(WORK_OUT)
        if source is not None:
            found = getattr(source, self._name)(instance)
            return instance.__dict__.setdefault(self._name, found)
        if self._default is MISSING:
            raise AttributeError(self._name)
        return self._default


def worked_out(*names: str) -> Callable[[type[T]], type[T]]:
    """Return a decorator of frozen dataclasses: the named fields may be worked out when asked for.

    An instance that was made of all its fields, by `__init__`, has them as ever.
    """

    def decorated(cls: type[T]) -> type[T]:
        for each in fields(cls):  # type: ignore[arg-type]  # a dataclass
            if each.name in names:
                setattr(cls, each.name, _Field(each.name, each.default))
        return cls

    return decorated


def made(cls: type[T], known: dict[str, Any]) -> T:
    """Return an instance of a frozen dataclass from a dict of its fields, which it keeps.

    Those that are missing are worked out by what the dict has under `WORK_OUT`. The `__init__` of
    a frozen dataclass assigns field by field through `object.__setattr__`, which takes as long as
    a fair part of an evaluation.
    """
    instance = object.__new__(cls)
    object.__setattr__(instance, "__dict__", known)
    return instance
