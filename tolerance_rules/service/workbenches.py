"""Workbenches: the page of a ruleset as it is served, with the policy that it states itself."""

from __future__ import annotations

import html
import re
import threading
from hashlib import sha256
from importlib import import_module

from tolerance_rules.language import Lang
from tolerance_rules.portable.bundle import bundle
from tolerance_rules.rules import Ruleset

MODULE = "tolerance_rules.workbench.workbench"
_POLICY = re.compile(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', re.IGNORECASE)


class Workbenches:
    """The page of a ruleset in each language, made when it is first asked for."""

    def __init__(self, rules: Ruleset) -> None:
        self._rules = rules
        self._made: dict[Lang, tuple[str, str, str]] = {}
        self._lock = threading.Lock()

    def page(self, lang: Lang) -> tuple[str, str, str]:
        """Return the page, its policy and its fingerprint."""
        with self._lock:
            if lang not in self._made:
                made: str = import_module(MODULE).to_html(bundle(self._rules), lang)
                found = _POLICY.search(made)
                policy = html.unescape(found[1]) if found else "default-src 'none'"
                tag = f'"{sha256(made.encode()).hexdigest()}"'
                self._made[lang] = made, f"{policy}; frame-ancestors 'none'", tag
            return self._made[lang]
