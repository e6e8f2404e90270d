"""Case words data: what people write in a case file for its parts and values, as plain data."""

from __future__ import annotations

from tolerance_rules.formats.case_words import ITEM_WORDS, ITEM_WORDS_IN_A_CASE, SECTION_WORDS
from tolerance_rules.formats.human_values import AMBIGUOUS, NO, UNKNOWN, YES
from tolerance_rules.portable.rule_data import Data


def case_words_data() -> Data:
    """Return words for yes, no and unknown, those that are refused, and words for the parts.

    Each is as it is compared: of one width, without capitals. A vocabulary has its own besides.
    """
    items = {**ITEM_WORDS, **ITEM_WORDS_IN_A_CASE}
    return {
        "yes": list(YES),
        "no": list(NO),
        "unknown": list(UNKNOWN),
        "ambiguous": list(AMBIGUOUS),
        "sections": [{"word": word, "section": section} for word, section in SECTION_WORDS.items()],
        "items": [{"word": word, "item": item} for word, item in items.items()],
    }
