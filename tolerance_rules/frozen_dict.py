"""Frozen dict: a dict that refuses change, and a property that is worked out once.

Rules and decisions share both between threads.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar, overload

if TYPE_CHECKING:
    from typing_extensions import Self

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A dict that cannot be changed; it pickles, copies and serialises as a dict does."""

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("this cannot be changed; make a dict of it first")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none, for it may change
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[FrozenDict[K, V]], tuple[dict[K, V]]]:
        return FrozenDict, (dict(self),)


class _Frozen:
    """Tells pydantic what to make of a mapping; a process that never asks does not import it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic import AfterValidator

        return AfterValidator(FrozenDict).__get_pydantic_core_schema__(source, handler)


FrozenMapping = Annotated[Mapping[K, V], _Frozen()]
"""The type of a field that pydantic reads as a dict that cannot be changed."""


class cached_property(functools.cached_property[V]):  # noqa: N801 -- as the one it replaces
    """A property worked out once, without a lock: at worst two threads work it out at once.

    Before 3.12 that of Python holds a lock meanwhile, one for all instances: a process forked
    while a thread evaluates would inherit it locked, and wait for ever.
    """

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> V: ...
    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> Self | V:
        """Return the value, which from now on the instance has in the place of the property."""
        if instance is None:
            return self
        assert self.attrname is not None
        found: V = instance.__dict__.setdefault(self.attrname, self.func(instance))
        return found
