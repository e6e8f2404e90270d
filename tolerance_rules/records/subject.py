"""Subject: the number of a case as one case is told from another, which only one record decides.

示例－01 and 示例-01 are one case, however they were typed.
"""

from __future__ import annotations

import re

from tolerance_rules.formats.human_values import folded

_DASHES = "[\u2010-\u2015\u2500\u2501\u2212]"


def subject_of(case_id: str) -> str:
    """Return a number of one width, without blanks, capitals and what is unseen; dashes are one."""
    return re.sub(_DASHES, "-", "".join(folded(case_id).split()))
