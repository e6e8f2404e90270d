"""Document ids: what an evidence note names in brackets, the documents that it rests on.

`会议记录[纪要-03]；收据［5、6］` names 纪要-03, 5 and 6. Width, capitals and blanks at the ends
make no difference between two ids.
"""

from __future__ import annotations

import re

from tolerance_rules.formats.human_values import BLANK, folded

_BRACKETED = r"[\[［【]([^\[\]［］【】\r\n]*)[\]］】]"
_BETWEEN = r"[、,，;；]"
LONGEST_ID = 64
"""What is longer between brackets is a remark, and no id."""


def document_ids(note: str) -> dict[str, str]:
    """Return the documents that a note names, in order: the id as it is compared, and as written.

    What is empty, or longer than an id can be, is none.
    """
    parts = (
        part.strip(BLANK)
        for inside in re.findall(_BRACKETED, note)
        for part in re.split(_BETWEEN, inside)
    )
    found: dict[str, str] = {}
    for part in parts:
        if folded(part) and len(part) <= LONGEST_ID:
            found.setdefault(folded(part), part)
    return found


def in_brackets(document: str) -> str:
    """Return the name of a document as a note names it, if it has no brackets and is no remark."""
    bare = document.strip(BLANK)
    fits = bare and len(bare) <= LONGEST_ID and not re.search(r"[\[\]［］【】\r\n]", bare)
    return f"[{bare}]" if fits else document
