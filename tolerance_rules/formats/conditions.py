"""Conditions: the `when` of a card, from a strict-YAML tree to nodes; every leaf quotes the law."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tolerance_rules.errors import shorten
from tolerance_rules.facts import FactSpec, Vocabulary
from tolerance_rules.formats.strict_yaml import Entries, Items, Scalar, Tree
from tolerance_rules.formats.tree_reader import Card, Faults
from tolerance_rules.rules import (
    NEVER,
    OTHERWISE,
    All,
    Any,
    ClauseRef,
    Fact,
    Node,
    Not,
    Reading,
    ReadingCard,
)
from tolerance_rules.vocabulary.fact_spec import Value

# `reading` comes first: an option of a reading may be called `any`.
FORMS = ("reading", "all", "any", "not", "fact", "clause")


CONSTANTS: Mapping[str, Node] = {"always": OTHERWISE, "never": NEVER}
"""What a branch of a reading may also be: a condition that it drops, or one never met."""

MOST_ITEMS = 60
"""Most items of one `all` or `any`: durable-rules refuses a case that more of them meet at once."""


def squash(text: str) -> str:
    """Return the text without white space: the official text has line breaks inside sentences."""
    return "".join(text.split())


class ConditionReader:
    """Reads the conditions of one file.

    `vocabulary` are the facts that may be named, `sources` the texts a leaf may quote with `from`,
    by clause; `readings` the named readings and `clauses` the articles and clauses that may be
    referred to.
    """

    def __init__(
        self,
        faults: Faults,
        vocabulary: Vocabulary,
        readings: Mapping[str, ReadingCard],
        clauses: Collection[str],
        sources: Mapping[str, str],
    ) -> None:
        self.faults, self.vocabulary, self.readings = faults, vocabulary, readings
        self.clauses, self.sources = clauses, sources

    def when(self, tree: Tree | None, what: str, text: str | None, *, row: bool = False) -> Node:
        """Return the condition of a card whose words are `text`; None if it need not quote.

        Only a `row` of a table may take what is left: `otherwise`.
        """
        if tree is None:
            return NEVER
        if row and isinstance(tree, Scalar) and tree.text == "otherwise":
            return OTHERWISE
        return self.node(tree, what, text)

    def node(self, tree: Tree, what: str, text: str | None) -> Node:
        """Return one node and everything below it."""
        if not isinstance(tree, Entries):
            given = (
                f" {shorten(tree.text)} 不能识别" if isinstance(tree, Scalar) else "应当是对照表"
            )
            self.faults.add("R020", f"{what}的条件{given}", _form_remedy(), tree)
            return NEVER
        form = next((form for form in FORMS if form in tree.items), None)
        card = Card(tree, f"{what}的条件", self.faults)
        if form is None:
            first = next(iter(tree.items), "")
            card.unknown("R021", f"{what}的条件不能识别：", first, FORMS, tree)
            return NEVER
        node = self._read(form, card, what, text)
        card.close()
        return node

    def _read(self, form: str, card: Card, what: str, text: str | None) -> Node:
        if form in ("all", "any"):
            items = tuple(self.node(item, what, text) for item in card.items(form))
            if len(items) > MOST_ITEMS:
                self.faults.add(
                    "R032",
                    f"{what}的 {form} 列了 {len(items)} 项，超过 {MOST_ITEMS} 项",
                    "请分成几组，每组一个 all 或 any",
                    card.tree,
                )
            return All(items) if form == "all" else Any(items)
        if form == "not":
            inner = card.get("not")
            return Not(self.node(inner, what, text)) if inner is not None else NEVER
        if form == "clause":
            clause = card.quoted("clause")
            if clause not in self.clauses:
                card.unknown("R022", f"{what}引用了没有的条款", clause, self.clauses, card.tree)
            return ClauseRef(clause)
        if form == "reading":
            return self._reading(card, what, text)
        return self._fact(card, what, text)

    def _reading(self, card: Card, what: str, text: str | None) -> Node:
        name = card.text("reading")
        known = self.readings.get(name)
        if known is None:
            card.unknown("R023", f"{what}用了没有的读法", name, self.readings, card.tree)
            list(card.rest())
            return NEVER
        options = []
        for option in known.names:
            branch = card.get(option)
            if branch is not None:
                word = branch.text if isinstance(branch, Scalar) else ""
                node = CONSTANTS[word] if word in CONSTANTS else self.node(branch, what, text)
                options.append((option, node))
        return Reading(name, tuple(options))

    def _fact(self, card: Card, what: str, text: str | None) -> Node:
        name = card.text("fact")
        spec = self.vocabulary.get(name)
        values: tuple[Value, ...] = (True,)
        if spec is None:
            card.unknown("R024", f"{what}用了没有的事实", name, self.vocabulary, card.tree)
            card.get("is", required=False)
        else:
            values = self._values(card, what, spec)
        source = card.text("from", required=False)
        quote = card.text("quote", required=text is not None)
        if source and source not in self.sources:
            card.unknown("R025", f"{what}引自没有的条款", source, self.sources, card.tree)
        elif text is not None and quote:
            own = self.sources[source] if source else text
            # Without its own words, which is a fault of its own, no quote can be checked.
            if own and squash(quote) not in squash(own):
                self.faults.add(
                    "R026",
                    f"{what}引的“{shorten(quote)}”不在"
                    f"{f'第 {source} 条' if source else '本项'}原文中",
                    f"请从原文照抄：{own}",
                    card.tree,
                    name,
                )
        return Fact(name, values, quote)

    def _values(self, card: Card, what: str, spec: FactSpec) -> tuple[Value, ...]:
        given = card.get("is", required=False)
        if spec.boolean:
            if given is not None:
                self.faults.add(
                    "R027",
                    f"{what}的 {spec.name} 只有是、否两种，不用 is",
                    "成立的直接写，不成立的用 not: {…}",
                    given,
                )
            return (True,)
        if given is None:
            codes = "、".join(map(str, spec.values))
            self.faults.add(
                "R028",
                f"{what}的 {spec.name} 没有写明是哪几种",
                f"请加 is: [...]，可用的值：{codes}",
                card.tree,
            )
            return spec.values[:1]
        items = given.items if isinstance(given, Items) else ()
        found: list[Value] = []
        for item in items:
            value = item.text if isinstance(item, Scalar) else ""
            if value not in spec.values:
                known = [str(code) for code in spec.values]
                card.unknown("R029", f"{what}的 {spec.name} 没有这种值：", value, known, item)
            elif value in found:
                self.faults.add("R030", f"{what}的 {value} 写了两次", "请删去一个", item)
            found.append(value)
        if not found or len(found) >= len(spec.values):
            self.faults.add(
                "R031", f"{what}的 is 应当列出一部分值", "不能一个不列，也不能全列", given
            )
            return spec.values[:1]
        return tuple(found)


def _form_remedy() -> str:
    return (
        "只能用 all、any、not、fact、clause、reading 六种写法"
        "（末行可写 otherwise，读法的分支可写 always、never）"
    )
