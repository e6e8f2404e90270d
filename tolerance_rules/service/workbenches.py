"""Workbenches: the page of a ruleset as it is served, with the policy that it states itself."""

from __future__ import annotations

import html
import re
import threading
from importlib import import_module

from tolerance_rules.language import Lang
from tolerance_rules.portable.bundle import bundle
from tolerance_rules.rules import Ruleset
from tolerance_rules.service.entity_tags import tag_of

MODULE = "tolerance_rules.workbench.workbench"
_POLICY = re.compile(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', re.IGNORECASE)


class Workbenches:
    """The page of a ruleset in each language, made when it is first asked for."""

    def __init__(self, rules: Ruleset, *, tokens: bool) -> None:
        self._rules, self._served = rules, "tokens" if tokens else "open"
        self._made: dict[Lang, tuple[str, str, str]] = {}
        self._lock = threading.Lock()

    def page(self, lang: Lang) -> tuple[str, str, str]:
        """Return the page, its policy and its fingerprint."""
        with self._lock:
            if lang not in self._made:
                made: str = import_module(MODULE).to_html(
                    bundle(self._rules), lang, served=self._served
                )
                found = _POLICY.search(made)
                policy = html.unescape(found[1]) if found else "default-src 'none'"
                self._made[lang] = made, f"{policy}; frame-ancestors 'none'", tag_of(made)
            return self._made[lang]
