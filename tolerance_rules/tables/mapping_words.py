"""Mapping words: what a mapping says of words, and of facts that are the same in every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tolerance_rules.errors import Fault, Suggestions, means, shorten
from tolerance_rules.formats.human_outcomes import outcome_words
from tolerance_rules.formats.human_values import (
    SEVERAL,
    UnreadableValueError,
    Words,
    folded,
    value_from_text,
)
from tolerance_rules.formats.strict_yaml import Entries, Items, Scalar, Tree
from tolerance_rules.language import Pair
from tolerance_rules.rules import Ruleset
from tolerance_rules.tables.fields import RECORDED
from tolerance_rules.tables.header_names import HeaderNames, one_line
from tolerance_rules.vocabulary.fact_faults import ALL_FACTS
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known

EVERY = "*"
"""What `values` says for the words of every fact."""


def one_of(names: Iterable[str]) -> Pair:
    """Return the advice to write one of some names."""
    known = list(names)
    return f"可用的有：{'、'.join(known)}", f"there are: {', '.join(known)}"


def each_word(header: str) -> Pair:
    """Return that the words of a column should be a mapping."""
    shown = shorten(header)
    return f"{shown} 的词语应当逐个写明含义", f"{shown}: each word should have its meaning"


class WordsReader:
    """Reads the sections `values` and `always` of a mapping, and lists what is wrong in them."""

    def __init__(self, file: str, faults: list[Fault], rules: Ruleset) -> None:
        self.file, self.faults, self.rules = file, faults, rules
        self.suggestions = Suggestions()
        self.vocabulary, self.names = rules.vocabulary, HeaderNames(rules.vocabulary)

    def fault(self, message: Pair, remedy: Pair, at: Tree | None = None) -> None:
        """Add a fault, at its line."""
        line, column = (at.line, at.column) if at is not None else (0, 0)
        self.faults.append(Fault.of("G023", message, remedy, self.file, line, column=column))

    def values(self, tree: Tree | None, columns: Mapping[str, str]) -> dict[str, Words]:
        """Return the words of a table's own, by fact or recorded outcome."""
        if tree is None:
            return {}
        shape = (
            "请写成 values: {表头或者事实: {词: 值}}",
            "write values: {header or fact: {word: value}}",
        )
        if not isinstance(tree, Entries):
            message = ("values 一节应当写明词语的含义", "values should say what words mean")
            self.fault(message, shape, tree)
            return {}
        found: dict[str, Words] = {}
        for header, (key, words) in tree.items.items():
            name = columns.get(one_line(header)) or self.names.name_of(header)
            if header == EVERY:
                continue
            if name not in self.vocabulary and name != RECORDED:
                pool = [*columns, *self.names.written()]
                near = means(self.suggestions.near(header, pool))
                message = (
                    f"values 中的 {shorten(header)} 既不是事实，也不是处理结果{near[0]}",
                    f"values: {shorten(header)} is neither a fact nor the recorded outcome"
                    + near[1],
                )
                remedy = (
                    "请写 columns 中的表头，或者事实的名称",
                    "give a header of columns, or the name of a fact",
                )
                self.fault(message, remedy, key)
            elif not isinstance(words, Entries):
                self.fault(each_word(header), shape, key)
            else:
                found[name] = dict(self._words(name, words))
        if EVERY in tree.items:
            key, words = tree.items[EVERY]
            for name, said in self._of_every_fact(words, key).items():
                found[name] = {**said, **found.get(name, {})}
        return found

    def _of_every_fact(self, tree: Tree, at: Tree) -> dict[str, dict[str, Known]]:
        """Return the words of every fact, by fact: each for the facts that have its value."""
        found: dict[str, dict[str, Known]] = {}
        if not isinstance(tree, Entries):
            shape = ('请写成 "*": {属于: true}', 'write "*": {word: true}')
            self.fault(each_word(EVERY), shape, at)
            return found
        for word, (key, value) in tree.items.items():
            fits = False
            for name, spec in self.vocabulary.items():
                try:
                    found.setdefault(name, {})[word] = _known(spec, value)
                    fits = True
                except UnreadableValueError:
                    continue
            if not fits:
                shown = shorten(_written(value))
                message = (f"没有一个事实有 {shown} 这个值", f"No fact has the value {shown}")
                remedy = (
                    "请写 true、false、null，或者事实的一个值",
                    "write true, false, null, or a value of a fact",
                )
                self.fault(message, remedy, key)
        return found

    def _words(self, name: str, tree: Entries) -> Iterator[tuple[str, Known]]:
        outcomes = outcome_words(self.rules.labels)
        for word, (key, value) in tree.items.items():
            if name != RECORDED:
                yield from self._fact(name, word, key, value)
            elif isinstance(value, Scalar) and (value.null or folded(value.text) in outcomes):
                yield word, None if value.null else outcomes[folded(value.text)].value
            else:
                shown = shorten(_written(value))
                message = (f"处理结果没有 {shown} 这一种", f"No outcome is called {shown}")
                self.fault(message, one_of([*self.rules.labels, "null"]), key)

    def always(self, tree: Tree | None, columns: Mapping[str, str]) -> dict[str, Known]:
        """Return what is known of facts in every row."""
        if tree is None:
            return {}
        shape = ("请写成 always: {事实: 值}", "write always: {fact: value}")
        if not isinstance(tree, Entries):
            message = ("always 一节应当写明各个事实的值", "always should give values of facts")
            self.fault(message, shape, tree)
            return {}
        found: dict[str, Known] = {}
        for header, (key, value) in tree.items.items():
            name = self.names.name_of(header)
            if name not in self.vocabulary:
                near = means(self.suggestions.near(header, [*self.names.written()]))
                message = (
                    f"always 中没有名为 {shorten(header)} 的事实{near[0]}",
                    f"always: there is no fact {shorten(header)}{near[1]}",
                )
                self.fault(message, ALL_FACTS, key)
            elif name in columns.values():
                message = (
                    f"{name} 在 columns 中已经有一列",
                    f"{name} has a column in columns already",
                )
                self.fault(message, ("请删去其中一处", "delete one of the two"), key)
            else:
                found |= dict(self._fact(name, name, key, value))
        return found

    def _fact(self, name: str, word: str, key: Tree, value: Tree) -> Iterator[tuple[str, Known]]:
        """Yield a word with what is known of the fact by it."""
        spec = self.vocabulary[name]
        try:
            yield word, _known(spec, value)
        except UnreadableValueError:
            codes = [str(code).lower() for code in spec.values]
            shown, several = shorten(_written(value)), f"[{codes[0]}, {codes[1]}]"
            zh, en = one_of(codes if spec.finding else [*codes, "null"])
            if not spec.boolean:
                zh += f"；仍有几种可能的，写成列表：{several}"
                en += f"; where several are still possible, a list: {several}"
            message = (f"{name} 没有 {shown} 这个值", f"{name} has no value {shown}")
            self.fault(message, (zh, en), key)


def _known(spec: FactSpec, tree: Tree) -> Known:
    """Return what a value, or a list of values still possible, says of a fact."""
    if isinstance(tree, Scalar):
        return value_from_text(spec, "" if tree.null else tree.text)
    items = tree.items if isinstance(tree, Items) else ()
    texts = [item.text for item in items if isinstance(item, Scalar) and not item.null]
    if not texts or len(texts) < len(items):
        raise UnreadableValueError(spec)
    return value_from_text(spec, SEVERAL.join(texts))


def _written(tree: Tree) -> str:
    """Return a value as it stands in the file."""
    if isinstance(tree, Items):
        return f"[{', '.join(map(_written, tree.items))}]"
    return tree.text if isinstance(tree, Scalar) else "（对照表）"
