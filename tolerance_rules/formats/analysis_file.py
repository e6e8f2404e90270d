"""Analysis file: `analysis.yaml` of a ruleset, the standard for analysis in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tolerance_rules.errors import RulesError, unreadable
from tolerance_rules.formats.condition_schemas import array, record, ref, said
from tolerance_rules.formats.conditions import squash
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.formats.strict_yaml import Tree, YamlFault, parse
from tolerance_rules.formats.text_bytes import read_bytes
from tolerance_rules.formats.tree_reader import Card, Faults
from tolerance_rules.language import Pair
from tolerance_rules.rules import Fact, Ruleset

FILE = "analysis.yaml"
ASSESSMENTS = ("favourable", "mixed", "unfavourable")
"""How a case may stand to a contrast."""
CONTRAST = "是{}还是{}"
"""How the regulation words a contrast."""


@dataclass(frozen=True)
class Contrast:
    """One contrast: its two sides in the words of the regulation, and the facts that speak."""

    id: str
    favourable: str
    unfavourable: str
    gloss: str
    speaks_for: tuple[Fact, ...] = ()
    speaks_against: tuple[Fact, ...] = ()

    @property
    def text(self) -> str:
        """Return the contrast as the regulation words it."""
        return CONTRAST.format(self.favourable, self.unfavourable)


@dataclass(frozen=True)
class Dimension:
    """One respect in which a case is analysed."""

    id: str
    name: Pair
    contrasts: tuple[Contrast, ...]


@dataclass(frozen=True)
class Standard:
    """The standard for analysis of a ruleset; without dimensions where it has none."""

    dimensions: tuple[Dimension, ...] = ()

    @property
    def contrasts(self) -> Mapping[str, Contrast]:
        """Return every contrast by id."""
        return {each.id: each for part in self.dimensions for each in part.contrasts}


def read_standard(rules: Ruleset) -> Standard:
    """Return the standard of a ruleset; RulesError lists every fault of the file."""
    file = Path(rules.folder) / FILE
    faults = Faults(str(file))
    try:
        tree, found = parse(read_bytes(file), str(file))
    except FileNotFoundError:
        return Standard()
    except OSError as error:
        raise RulesError([unreadable("R041", error, str(file))]) from None
    except YamlFault as error:
        raise RulesError(error.faults) from None
    faults.found.extend(found)
    standard = _Reader(rules, faults).standard(tree)
    if faults.found:
        raise RulesError(sorted(faults.found, key=lambda fault: fault.line))
    return standard


class _Reader:
    """One reading of one file."""

    def __init__(self, rules: Ruleset, faults: Faults) -> None:
        self.rules, self.faults = rules, faults
        self.words = squash(rules.regulation)
        self.ids: set[str] = set()

    def standard(self, tree: Tree) -> Standard:
        card = Card(tree, ("分析标准", "the standard for analysis"), self.faults)
        found = tuple(self._dimension(each) for each in card.items("dimensions"))
        card.close()
        return Standard(found)

    def _dimension(self, tree: Tree) -> Dimension:
        card = Card(tree, ("分析标准的一个方面", "a dimension"), self.faults)
        name = card.text("id")
        card.what = (f"方面 {name} ", f"dimension {name}")
        self._unique(card, name)
        words = card.text("name"), card.text("name_en")
        self._verbatim(card, "name", words[0])
        contrasts = tuple(self._contrast(each) for each in card.items("contrasts"))
        card.close()
        return Dimension(name, words, contrasts)

    def _contrast(self, tree: Tree) -> Contrast:
        card = Card(tree, ("一组标准", "a contrast"), self.faults)
        name = card.text("id")
        card.what = (f"标准 {name} ", f"contrast {name}")
        self._unique(card, name)
        sides = card.text("favourable"), card.text("unfavourable")
        self._verbatim(card, "favourable", CONTRAST.format(*sides))
        found = Contrast(
            name,
            *sides,
            card.text("gloss"),
            self._facts(card, "speaks_for"),
            self._facts(card, "speaks_against"),
        )
        card.close()
        return found

    def _facts(self, card: Card, key: str) -> tuple[Fact, ...]:
        if card.get(key, required=False) is None:
            return ()
        found = (self._fact(item, card) for item in card.items(key))
        return tuple(each for each in found if each is not None)

    def _fact(self, tree: Tree, above: Card) -> Fact | None:
        card = Card(tree, above.what, self.faults)
        name = card.text("fact")
        spec = self.rules.vocabulary.get(name)
        if spec is None:
            if "fact" in card.entries:
                words = ("：没有名为", "there is no fact")
                at = card.entries["fact"][1]
                card.unknown("R024", words, name, self.rules.vocabulary, at)
            return None
        values = {str(value).lower(): value for value in spec.values}
        chosen: tuple[str, ...] = ("true",)
        if "is" in card.entries or not spec.boolean:
            chosen = card.choices("is", list(values))
        card.get("is", required=False)
        card.close()
        return Fact(name, tuple(values[each] for each in chosen if each in values))

    def _unique(self, card: Card, name: str) -> None:
        if name in self.ids:
            words = (f"的 id {name} 用了两次", f"the id {name} is used twice")
            card.fault("R144", words, ("请改一个", "change one of them"))
        self.ids.add(name)

    def _verbatim(self, card: Card, key: str, words: str) -> None:
        """Note words that the regulation has not, whose side or name they are meant to be."""
        if key in card.entries and squash(words) not in self.words:
            told = (f"的“{words}”不在原文中", f"“{words}” is not in the text")
            remedy = ("请从附件逐字照抄", "copy it out of the annex")
            card.fault("R026", told, remedy, card.entries[key][1])


def standard_schema() -> Schema:
    """Return the schema of the file."""
    facts = array(
        record(
            {"fact": ref("fact_name")},
            {"is": {"description": "哪几种情况算数", "type": "array", "minItems": 1}},
            "一个查明了就说得上的事实",
        )
    )
    contrast = record(
        {
            "id": said("名称", "code"),
            "favourable": said("原文中有利的一面"),
            "unfavourable": said("原文中不利的一面"),
            "gloss": said("英文大意"),
        },
        {"speaks_for": facts, "speaks_against": facts},
        "一组标准：是 favourable 还是 unfavourable",
    )
    dimension = record(
        {
            "id": said("名称", "code"),
            "name": said("原文中的方面"),
            "name_en": said("英文"),
            "contrasts": array(contrast),
        }
    )
    return record({"dimensions": array(dimension)}, about="综合分析标准；不改变结论")
