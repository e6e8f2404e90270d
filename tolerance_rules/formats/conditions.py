"""Conditions: the `when` of a card, from a strict-YAML tree to nodes; every leaf quotes the law."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tolerance_rules.errors import shorten
from tolerance_rules.formats.strict_yaml import Entries, Items, Scalar, Tree
from tolerance_rules.formats.tree_reader import DELETE_ONE, Card, Faults, about
from tolerance_rules.language import Pair
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
from tolerance_rules.vocabulary.fact_spec import FactSpec, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary

# `reading` comes first: an option of a reading may be called `any`.
FORMS = ("reading", "all", "any", "not", "fact", "clause")


CONSTANTS: Mapping[str, Node] = {"always": OTHERWISE, "never": NEVER}
"""What a branch of a reading may also be: a condition that it drops, or one never met."""

WAYS: Pair = (
    "只能用 all、any、not、fact、clause、reading 六种写法"
    "（末行可写 otherwise，读法的分支可写 always、never）",
    "the forms are all, any, not, fact, clause and reading (a last row may be otherwise, a branch "
    "of a reading always or never)",
)
NO_CLAUSE: Pair = ("引用了没有的条款", "there is no clause")
NO_READING: Pair = ("用了没有的读法", "there is no reading")

MOST_ITEMS = 60
"""Most items of one `all` or `any`: durable-rules refuses a case that more of them meet at once."""


def squash(text: str) -> str:
    """Return the text without white space: the official text has line breaks inside sentences."""
    return "".join(text.split())


def copy_out(text: str) -> Pair:
    """Return the advice to quote words of the law as they stand."""
    return f"请从原文照抄：{text}", f"copy it from the text: “{text}”"


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

    def when(self, tree: Tree | None, what: Pair, text: str | None, *, row: bool = False) -> Node:
        """Return the condition of a card whose words are `text`; None if it need not quote.

        Only a `row` of a table may take what is left: `otherwise`.
        """
        if tree is None:
            return NEVER
        if row and isinstance(tree, Scalar) and tree.text == "otherwise":
            return OTHERWISE
        return self.node(tree, what, text)

    def node(self, tree: Tree, what: Pair, text: str | None) -> Node:
        """Return one node and everything below it."""
        if not isinstance(tree, Entries):
            given: Pair = ("的条件应当是对照表", "the condition should be a mapping")
            if isinstance(tree, Scalar):
                word = shorten(tree.text)
                given = (f"的条件 {word} 不能识别", f"there is no condition {word}")
            self.faults.add("R020", about(what, given), WAYS, tree)
            return NEVER
        form = next((form for form in FORMS if form in tree.items), None)
        card = Card(tree, (f"{what[0]}的条件", f"{what[1]}, condition"), self.faults)
        if form is None:
            first = next(iter(tree.items), "")
            card.unknown("R021", ("不能识别：", "there is no form"), first, FORMS, tree)
            return NEVER
        node = self._read(form, card, what, text)
        card.close()
        return node

    def _read(self, form: str, card: Card, what: Pair, text: str | None) -> Node:
        if form in ("all", "any"):
            items = tuple(self.node(item, what, text) for item in card.items(form))
            if len(items) > MOST_ITEMS:
                words = (
                    f"的 {form} 列了 {len(items)} 项，超过 {MOST_ITEMS} 项",
                    f"{form} has {len(items)} items, more than {MOST_ITEMS}",
                )
                remedy = (
                    "请分成几组，每组一个 all 或 any",
                    "put them into groups, an all or any for each",
                )
                self.faults.add("R032", about(what, words), remedy, card.tree)
            return All(items) if form == "all" else Any(items)
        if form == "not":
            inner = card.get("not")
            return Not(self.node(inner, what, text)) if inner is not None else NEVER
        if form == "clause":
            clause = card.quoted("clause")
            if clause not in self.clauses:
                self.faults.unknown("R022", about(what, NO_CLAUSE), clause, self.clauses, card.tree)
            return ClauseRef(clause)
        if form == "reading":
            return self._reading(card, what, text)
        return self._fact(card, what, text)

    def _reading(self, card: Card, what: Pair, text: str | None) -> Node:
        name = card.text("reading")
        known = self.readings.get(name)
        if known is None:
            self.faults.unknown("R023", about(what, NO_READING), name, self.readings, card.tree)
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

    def _fact(self, card: Card, what: Pair, text: str | None) -> Node:
        name = card.text("fact")
        spec = self.vocabulary.get(name)
        values: tuple[Value, ...] = (True,)
        if spec is None:
            words = about(what, ("用了没有的事实", "there is no fact"))
            self.faults.unknown("R024", words, name, self.vocabulary, card.tree)
            card.get("is", required=False)
        else:
            values = self._values(card, what, spec)
        source = card.text("from", required=False)
        quote = card.text("quote", required=text is not None)
        if source and source not in self.sources:
            words = about(what, ("引自没有的条款", "there is nothing to quote from in"))
            self.faults.unknown("R025", words, source, self.sources, card.tree)
        elif text is not None and quote:
            own = self.sources[source] if source else text
            # Without its own words, which is a fault of its own, no quote can be checked.
            if own and squash(quote) not in squash(own):
                words = (
                    f"引的“{shorten(quote)}”不在{f'第 {source} 条' if source else '本项'}原文中",
                    f"the quote “{shorten(quote)}” is not in the words of "
                    f"{f'article {source}' if source else 'the clause'}",
                )
                self.faults.add("R026", about(what, words), copy_out(own), card.tree, name)
        return Fact(name, values, quote)

    def _values(self, card: Card, what: Pair, spec: FactSpec) -> tuple[Value, ...]:
        given = card.get("is", required=False)
        if spec.boolean:
            if given is not None:
                words = (
                    f"的 {spec.name} 只有是、否两种，不用 is",
                    f"{spec.name} is true or false: there is no is to write",
                )
                remedy = (
                    "成立的直接写，不成立的用 not: {…}",
                    "name the fact alone where it holds; where it does not, use not: {…}",
                )
                self.faults.add("R027", about(what, words), remedy, given)
            return (True,)
        if given is None:
            codes = [str(code) for code in spec.values]
            words = (
                f"的 {spec.name} 没有写明是哪几种",
                f"{spec.name}: which of its values is not said",
            )
            remedy = (
                f"请加 is: [...]，可用的值：{'、'.join(codes)}",
                f"add is: [...], of {', '.join(codes)}",
            )
            self.faults.add("R028", about(what, words), remedy, card.tree)
            return spec.values[:1]
        items = given.items if isinstance(given, Items) else ()
        found: list[Value] = []
        for item in items:
            value = item.text if isinstance(item, Scalar) else ""
            if value not in spec.values:
                known = [str(code) for code in spec.values]
                words = (f"的 {spec.name} 没有这种值：", f"{spec.name} has no value")
                self.faults.unknown("R029", about(what, words), value, known, item)
            elif value in found:
                words = (f"的 {value} 写了两次", f"{value} stands twice")
                self.faults.add("R030", about(what, words), DELETE_ONE, item)
            found.append(value)
        if not found or len(found) >= len(spec.values):
            words = ("的 is 应当列出一部分值", "is should list some of the values")
            remedy = ("不能一个不列，也不能全列", "not none of them, nor all")
            self.faults.add("R031", about(what, words), remedy, given)
            return spec.values[:1]
        return tuple(found)
