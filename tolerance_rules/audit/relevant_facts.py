"""Relevant facts: what is known of the facts of a past decision that count, read where it is kept.

A dict of them for each decision would be most of what a long register takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tolerance_rules.audit.patterns import Pattern
from tolerance_rules.vocabulary.fact_spec import Known


class RelevantFacts(Mapping[str, Known]):
    """What is known or implied of some facts by name; `places` says where each is in a pattern."""

    __slots__ = ("_implied", "_pattern", "_places")

    def __init__(
        self, pattern: Pattern, implied: Mapping[str, Known], places: Mapping[str, int]
    ) -> None:
        self._pattern, self._implied, self._places = pattern, implied, places

    def __getitem__(self, name: str) -> Known:
        place = self._places[name]
        known = self._implied[name] if name in self._implied else self._pattern[place]
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
        places, all_known = self._places, list(self._pattern)
        for name, value in self._implied.items():
            if name in places:
                all_known[places[name]] = value
        return {
            name: known for name, place in places.items() if (known := all_known[place]) is not None
        }
