"""Workbenches: the page of a ruleset as it is served, with the policy that it states itself."""

from __future__ import annotations

import html
import re
import threading
from importlib import import_module

from tolerance_rules.language import LANGS, Lang
from tolerance_rules.rules import Ruleset
from tolerance_rules.service.entity_tags import tag_of

MODULE = "tolerance_rules.workbench.workbench"
_POLICY = re.compile(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', re.IGNORECASE)


class Workbenches:
    """The page of a ruleset in each language, made once: while the service starts, or on demand."""

    def __init__(self, rules: Ruleset, *, tokens: bool) -> None:
        self._rules, self._served = rules, "tokens" if tokens else "open"
        self._made: dict[Lang, tuple[str, str, str]] = {}
        self._lock = threading.Lock()

    def page(self, lang: Lang) -> tuple[str, str, str]:
        """Return the page, its policy and its fingerprint."""
        with self._lock:
            if not self._made:
                self._made = self._pages()
            return self._made[lang]

    def _pages(self) -> dict[Lang, tuple[str, str, str]]:
        # Imported here: it brings the solver, which takes longer than all else to import.
        from tolerance_rules.portable.bundle import bundle

        made = import_module(MODULE).pages(bundle(self._rules), LANGS, served=self._served)
        return {lang: _as_served(page) for lang, page in zip(LANGS, made, strict=True)}


def _as_served(page: str) -> tuple[str, str, str]:
    found = _POLICY.search(page)
    policy = html.unescape(found[1]) if found else "default-src 'none'"
    return page, f"{policy}; frame-ancestors 'none'", tag_of(page)
