"""Human names: a clause, a reading or an option as people write it -> its id."""

from __future__ import annotations

import re

from tolerance_rules.errors import UnknownNameError
from tolerance_rules.formats.human_values import compared, folded
from tolerance_rules.legal_references import chinese, citation_en, citation_of
from tolerance_rules.rules import Ruleset


def clause_from_text(text: str, rules: Ruleset) -> str:
    """Return the article or the clause of an id or a citation; UnknownNameError if there is none.

    5.3, 第五条第（三）项, 第5条第3项, Article 5(3).
    """
    known = [*rules.clauses, *rules.articles]
    said = compared(text)
    if said in known:
        return said
    title = folded(rules.title)
    bare = _squashed(said.replace(f"《{title}》", "").replace(title, ""))
    for name in known:
        cards = (rules.clauses.get(name), rules.articles.get(name))
        written = [citation_of(name), citation_en(name)]
        written += [card.citation for card in cards if card is not None]
        if bare in map(_squashed, written):
            return name
    raise UnknownNameError("条款", text.strip(), [*known, *map(citation_of, known)])


def _squashed(text: str) -> str:
    """Return a citation as it is compared: without brackets and blanks, numbers in Chinese."""
    bare = re.sub(r"[\s()（）〔〕\[\],，.]", "", folded(text).replace("article", "art"))
    return re.sub(r"\d{1,4}", lambda found: chinese(int(found[0])) or found[0], bare)


def reading_from_text(text: str, rules: Ruleset) -> str:
    """Return the reading of an id or of the phrase or the question it is about."""
    said = compared(text)
    for name, card in rules.readings.items():
        if said in map(folded, (name, card.phrase, card.question, card.question_en)):
            return name
    raise UnknownNameError("读法", text.strip(), rules.readings)


def option_from_text(text: str, reading: str, rules: Ruleset) -> str:
    """Return the option of a reading by its name or by what it means, in either language."""
    said = compared(text)
    for name, meaning in rules.readings[reading].options:
        if said in map(folded, (name, *meaning)):
            return name
    raise UnknownNameError(f"读法 {reading} 的选项", text.strip(), rules.readings[reading].names)
