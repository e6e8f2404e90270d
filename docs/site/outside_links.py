"""Outside links: what a page links to in the repository, beyond the site, is named and not linked.

The same pages are read in the repository, where those links lead somewhere.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any

LINK = re.compile(r"\[([^\]]*)\]\(((?:\.\./)+[^)\s]*)\)")


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Return a page whose links beyond the folder of the site are its text alone."""
    folder = posixpath.dirname(page.file.src_uri)

    def inside(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, found[2]))
        return found[1] if target.startswith("..") else found[0]

    return LINK.sub(inside, markdown)
