"""Relevant facts: what is known of the facts of a past decision that count, read where it is kept.

A dict of them for each decision would be most of what a long register takes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from tolerance_rules.audit.patterns import Pattern
from tolerance_rules.vocabulary.fact_spec import Known


class RelevantFacts(Mapping[str, Known]):
    """What is known or implied of the facts that count, by name, in the order of `places`."""

    __slots__ = ("_implied", "_pattern", "_places", "_relevant")

    def __init__(
        self,
        pattern: Pattern,
        implied: Mapping[str, Known],
        relevant: Collection[str],
        places: Mapping[str, int],
    ) -> None:
        self._pattern, self._implied = pattern, implied
        self._relevant, self._places = relevant, places

    def __getitem__(self, name: str) -> Known:
        known = self._known(name) if name in self._relevant else None
        if known is None:
            raise KeyError(name)
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self.plain())

    def __len__(self) -> int:
        return len(self.plain())

    def __repr__(self) -> str:
        return repr(self.plain())

    def plain(self) -> dict[str, Known]:
        """Return them as a dict."""
        implied, relevant = self._implied, self._relevant
        return {
            name: known
            for name, given in zip(self._places, self._pattern, strict=True)
            if name in relevant
            and (known := implied.get(name, given) if implied else given) is not None
        }

    def _known(self, name: str) -> Known:
        if name in self._implied:
            return self._implied[name]
        return self._pattern[self._places[name]]
