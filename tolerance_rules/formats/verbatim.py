"""Verbatim: what a card says the law says, held to the official text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tolerance_rules.errors import shorten
from tolerance_rules.formats.conditions import squash
from tolerance_rules.formats.ruleset_checks import Placed
from tolerance_rules.formats.strict_yaml import Tree
from tolerance_rules.formats.tree_reader import Faults
from tolerance_rules.frozen_dict import cached_property
from tolerance_rules.language import Pair
from tolerance_rules.legal_references import article_words, citation_of, items
from tolerance_rules.rules import Article, Clause


class Verbatim:
    """The official text of a regulation, and whether the words of the cards are those of it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def squashed(self) -> str:
        """Return the text without white space, as it is compared."""
        return squash(self.text)

    def words(self, clause: str) -> str:
        """Return the words of a 条 or a 款; empty where the text does not show where they end."""
        return article_words(self.text, clause)

    def same(self, text: str, law: str, tree: Tree, faults: Faults, name: str) -> None:
        """Note a text that is the law's, but not the whole of these words of it."""
        if text and law and squash(text) in self.squashed and squash(text) != squash(law):
            said = (
                f"{name} 的 text 不是原文的这一项，或没有写全",
                f"{name}: text is not that of the clause, or not the whole of it",
            )
            remedy = (f"请照抄：{squash(law)}", f"copy it: “{squash(law)}”")
            faults.add("R051", said, remedy, tree, name)

    def items_of(
        self,
        article: Article,
        clauses: Mapping[str, Clause],
        places: Mapping[str, Placed],
        place: Placed,
    ) -> None:
        """Note items of an article that are missing, out of order, or not in the law's words."""
        faults, tree = place
        words = self.words(article.id)
        if self.text and not words and article.id.isdecimal() and citation_of(article.id):
            said = (
                f"官方文本中没有第 {article.id} 条",
                f"the official text has no article {article.id}",
            )
            faults.add("R067", said, ("请核对 article", "check article"), tree, article.id)
        head, *texts = items(words or article.text)
        self.same(article.text, head, tree, faults, article.id)
        expected = tuple(f"{article.id}.{number}" for number in range(1, len(texts) + 1))
        if expected and article.clauses != expected:
            zh, en = _amiss(expected, article.clauses)
            said = (
                f"{article.citation}在原文中有 {len(texts)} 项，这里不是依次各一项（{zh}）",
                f"article {article.id} has {len(texts)} items in the official text, and here they "
                f"are not each once and in order ({en})",
            )
            remedy = (
                "请按原文逐项列出，一项不缺，一项不重",
                "list them as the text does, none missing and none twice",
            )
            faults.add("R050", said, remedy, tree, article.id)
        for name, text in zip(expected, texts, strict=True):
            if name in clauses:
                at, item = places[name]
                self.same(clauses[name].text, text, item, at, name)


def _amiss(expected: Sequence[str], given: Sequence[str]) -> Pair:
    """Return which items are missing and which are too many."""
    missing = [clause for clause in expected if clause not in given]
    extra = [shorten(clause) for clause in given if clause not in expected]
    zh = [f"缺 {'、'.join(missing)}"] if missing else []
    en = [f"missing: {', '.join(missing)}"] if missing else []
    if extra:
        zh.append(f"多 {'、'.join(extra)}")
        en.append(f"too many: {', '.join(extra)}")
    return "；".join(zh) or "次序不对或有重复", "; ".join(en) or "out of order, or twice"
