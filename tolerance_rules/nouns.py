"""Nouns: `dataclass`, but the methods of a frozen class are made when they are first called.

That of Python compiles six methods of every class when it is imported. A process that answers one
case calls few of them, and compiling the others took a fifth of its time.
"""

from __future__ import annotations

import dataclasses
from copy import copy
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, **options: bool) -> Any:
        """Return what `dataclasses.dataclass` returns of a frozen class, at a fraction of the time.

        A class that asks for more, has methods of its own among those, or derives from another
        dataclass is made by `dataclasses.dataclass`.
        """

        def decorated(cls: type) -> type:
            derived = any(map(dataclasses.is_dataclass, cls.__bases__))
            names = METHODS | PICKLING if slots else METHODS
            if not frozen or options or derived or not names.isdisjoint(cls.__dict__):
                return dataclasses.dataclass(frozen=frozen, slots=slots, **options)(cls)
            made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
            about = made.__dataclass_params__
            about.init = about.repr = about.eq = about.frozen = True
            for name in names:
                setattr(made, name, _Later(made, name, slots=slots))
            return made

        return decorated


__all__ = ["dataclass"]

METHODS = frozenset(
    ("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__"),
)
"""What `dataclass` compiles of a frozen class."""
PICKLING = frozenset(("__getstate__", "__setstate__"))
"""What it adds to one with slots: without them a frozen instance could not be unpickled."""


class _Later:
    """A method in the place of which the first that looks for it finds the real one."""

    __slots__ = ("_home", "_name", "_slots")

    def __init__(self, home: type, name: str, *, slots: bool) -> None:
        self._home, self._name, self._slots = home, name, slots

    def __get__(self, instance: object | None, owner: type | None = None) -> Any:
        """Return the method. Two threads at worst make it twice, and it is the same."""
        method = _made(self._home, slots=self._slots)[self._name]
        setattr(self._home, self._name, method)
        return method.__get__(instance, owner)


def _made(cls: type, *, slots: bool) -> dict[str, Any]:
    """Return the methods that `dataclasses` makes of the fields of a class."""
    # Copies: it notes the class in which it finds a field.
    found = [(each.name, each.type, copy(each)) for each in dataclasses.fields(cls)]
    own = {"__post_init__": cls.__post_init__} if hasattr(cls, "__post_init__") else {}
    same = dataclasses.make_dataclass(cls.__name__, found, namespace=own, frozen=True, slots=slots)
    methods = {name: vars(same)[name] for name in (METHODS | PICKLING if slots else METHODS)}
    # Those that refuse compare the class, and would let every other pass on what is no field.
    return {**methods, "__setattr__": _assign, "__delattr__": _delete}


def _assign(_self: object, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
