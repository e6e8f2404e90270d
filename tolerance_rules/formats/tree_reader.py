"""Tree reader: take what a card must hold out of a strict-YAML tree, noting every fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tolerance_rules.errors import Fault, Suggestions, in_english, means, shorten
from tolerance_rules.formats.strict_yaml import Entries, Items, Scalar, Tree
from tolerance_rules.language import Pair

ONE_LINE: Pair = ("请写成一行文字", "write a text on one line")
DELETE_ONE: Pair = ("请删去一个", "delete one of them")


class Faults:
    """The faults of one file, in the order they are met."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []
        self.suggestions = Suggestions()

    def add(self, code: str, message: Pair, remedy: Pair, at: Tree, subject: str = "") -> None:
        """Note a fault at a place in the file."""
        self.found.append(
            Fault.of(code, message, remedy, self.file, at.line, column=at.column, subject=subject)
        )

    def unknown(self, code: str, what: Pair, name: str, options: Iterable[str], at: Tree) -> None:
        """Note a name that is not one of those known, with the nearest."""
        pool = list(options)
        near, shown = means(self.suggestions.near(name, pool)), shorten(name)
        remedy: Pair = ("请核对名称", "check the name")
        if 0 < len(pool) <= 12:
            remedy = (
                f"可用的有：{'、'.join(pool)}",
                f"there are: {', '.join(map(in_english, pool))}",
            )
        message = (f"{what[0]} {shown}{near[0]}", f"{what[1]} {in_english(shown)}{near[1]}")
        self.add(code, message, remedy, at, name[:200])


def about(what: Pair, words: Pair) -> Pair:
    """Return what is said of something: 条款 5.3 缺少 text, clause 5.3: there is no text."""
    return what[0] + words[0], f"{what[1]}: {words[1]}"


class Card:
    """A mapping being read. A missing or wrong value is noted as a fault and read as empty."""

    def __init__(self, tree: Tree, what: Pair, faults: Faults) -> None:
        self.tree, self.what, self.faults = tree, what, faults
        self.entries: dict[str, tuple[Scalar, Tree]] = {}
        self.asked: list[str] = []
        if isinstance(tree, Entries):
            self.entries = tree.items
        else:
            self.fault(
                "R001",
                ("应当是“键: 值”的对照表", "this should be a mapping, key: value"),
                ("请参照同类条目填写", "see how its like are written"),
            )

    def fault(
        self, code: str, words: Pair, remedy: Pair, at: Tree | None = None, subject: str = ""
    ) -> None:
        """Note a fault of the card, at its place unless another is given."""
        self.faults.add(code, about(self.what, words), remedy, at or self.tree, subject)

    def unknown(self, code: str, words: Pair, name: str, options: Iterable[str], at: Tree) -> None:
        """Note a name that is not one of those known, with the nearest."""
        self.faults.unknown(code, about(self.what, words), name, options, at)

    def get(self, key: str, *, required: bool = True) -> Tree | None:
        """Return the value of a key, or None; absent, it is a fault if required."""
        self.asked.append(key)
        found = self.entries.get(key)
        if found is not None:
            return found[1]
        if required and isinstance(self.tree, Entries):
            self.fault(
                "R002",
                (f"缺少 {key}", f"there is no {key}"),
                (f"请补上 {key}: …", f"add {key}: …"),
            )
        return None

    def text(self, key: str, *, required: bool = True) -> str:
        """Return a text written on one line."""
        value = self.get(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, Scalar) or value.null:
            self._no_text(key, value)
            return ""
        # One with a line end in it has been refused where it was read.
        if value.lines > 1 and "\n" not in value.text:
            self.fault(
                "R004",
                (
                    f"的 {key} 分成了 {value.lines} 行，折行会在汉字间插入空格",
                    f"{key} stands on {value.lines} lines: between Chinese characters a fold "
                    "puts a blank",
                ),
                ("请写在一行之内，不要用 > 或 |", "write it on one line, without > or |"),
                value,
            )
        return value.text

    def quoted(self, key: str) -> str:
        """Return an identifier that must stand in quotes, for YAML reads 5.10 as a number."""
        value = self.get(key)
        if isinstance(value, Scalar) and value.plain:
            self.fault(
                "R005",
                (f"的 {key} 没有加引号", f"{key} stands without quotes"),
                (f'请写成 {key}: "{value.text}"', f'write {key}: "{value.text}"'),
                value,
            )
        return self.text_of(value, key)

    def text_of(self, value: Tree | None, what: str) -> str:
        """Return the text of a scalar already taken."""
        if value is None:
            return ""
        if not isinstance(value, Scalar):
            self._no_text(what, value)
            return ""
        return value.text

    def _no_text(self, key: str, value: Tree) -> None:
        self.fault("R003", (f"的 {key} 应当是文字", f"{key} should be a text"), ONE_LINE, value)

    def nullable(self, key: str) -> str | None:
        """Return a text, or None where the file says null."""
        value = self.get(key)
        return None if isinstance(value, Scalar) and value.null else self.text_of(value, key)

    def choice(self, key: str, options: Iterable[str]) -> str:
        """Return a text that must be one of `options`."""
        value = self.get(key)
        text = self.text_of(value, key)
        if value is not None and text not in (allowed := list(options)):
            self.unknown("R006", cannot_be(key), text, allowed, value)
        return text

    def choices(self, key: str, options: Sequence[str]) -> tuple[str, ...]:
        """Return a list of texts that must all be among `options`."""
        found = []
        for item in self.items(key):
            text = self.text_of(item, key)
            if text not in options:
                words = (f"的 {key} 不能有", f"{key} cannot have")
                self.unknown("R006", words, text, options, item)
            found.append(text)
        return tuple(found)

    def items(self, key: str, *, required: bool = True) -> tuple[Tree, ...]:
        """Return the items of a list that must not be empty."""
        value = self.get(key, required=required)
        if value is None:
            return ()
        if not isinstance(value, Items) or not value.items:
            remedy = ("请每项一行，以“- ”开头", 'write each item on a line, after "- "')
            self.fault("R007", no_list(key), remedy, value)
            return ()
        return value.items

    def card(self, key: str, *, required: bool = True) -> Card | None:
        """Return the card under a key."""
        value = self.get(key, required=required)
        return None if value is None else Card(value, part(self.what, key), self.faults)

    def rest(self) -> Iterator[tuple[str, Tree]]:
        """Yield the entries not asked for, which are then asked for."""
        for key, (_, value) in self.entries.items():
            if key not in self.asked:
                self.asked.append(key)
                yield key, value

    def close(self, *, ordered: bool = False) -> None:
        """Note every key that was not asked for, and, if `ordered`, keys out of order."""
        for key, (name, _) in self.entries.items():
            if key not in self.asked:
                words = ("中没有这样的键：", "there is no such key:")
                self.unknown("R008", words, key, self.asked, name)
        if ordered:
            given = [key for key in self.entries if key in self.asked]
            wanted = [key for key in self.asked if key in self.entries]
            if given != wanted:
                self.fault(
                    "R009",
                    ("的键次序不对", "the keys are out of order"),
                    (f"请按 {'、'.join(wanted)} 的次序", f"the order is {', '.join(wanted)}"),
                )


def part(what: Pair, key: str) -> Pair:
    """Return what a part of something is called: 条款 5.3 的 when, clause 5.3, when."""
    return f"{what[0]}的 {key} ", f"{what[1]}, {key}"


def cannot_be(key: str) -> Pair:
    """Return that a key cannot have a value, which is yet to follow."""
    return f"的 {key} 不能是", f"{key} cannot be"


def no_list(key: str) -> Pair:
    """Return that a key should have a list."""
    return f"的 {key} 应当是不空的列表", f"{key} should be a list of at least one item"


def no_option(reading: str) -> Pair:
    """Return that a reading has no option, which is yet to follow."""
    return f"：读法 {reading} 没有这个选项：", f"reading {reading} has no option"
