"""Tree reader: take what a card must hold out of a strict-YAML tree, noting every fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tolerance_rules.errors import Fault, Suggestions, shorten
from tolerance_rules.formats.strict_yaml import Entries, Items, Scalar, Tree


class Faults:
    """The faults of one file, in the order they are met."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []
        self.suggestions = Suggestions()

    def add(self, code: str, message: str, remedy: str, at: Tree, subject: str = "") -> None:
        """Note a fault at a place in the file."""
        self.found.append(Fault(code, message, remedy, self.file, at.line, at.column, subject))


class Card:
    """A mapping being read. A missing or wrong value is noted as a fault and read as empty."""

    def __init__(self, tree: Tree, what: str, faults: Faults) -> None:
        self.tree, self.what, self.faults = tree, what, faults
        self.entries: dict[str, tuple[Scalar, Tree]] = {}
        self.asked: list[str] = []
        if isinstance(tree, Entries):
            self.entries = tree.items
        else:
            faults.add("R001", f"{what}应当是“键: 值”的对照表", "请参照同类条目填写", tree)

    def get(self, key: str, *, required: bool = True) -> Tree | None:
        """Return the value of a key, or None; absent, it is a fault if required."""
        self.asked.append(key)
        found = self.entries.get(key)
        if found is not None:
            return found[1]
        if required and isinstance(self.tree, Entries):
            self.faults.add("R002", f"{self.what}缺少 {key}", f"请补上 {key}: …", self.tree)
        return None

    def text(self, key: str, *, required: bool = True) -> str:
        """Return a text written on one line."""
        value = self.get(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, Scalar) or value.null:
            self.faults.add("R003", f"{self.what}的 {key} 应当是文字", "请写成一行文字", value)
            return ""
        if value.lines > 1:
            self.faults.add(
                "R004",
                f"{self.what}的 {key} 分成了 {value.lines} 行，折行会在汉字间插入空格",
                "请写在一行之内，不要用 > 或 |",
                value,
            )
        return value.text

    def quoted(self, key: str) -> str:
        """Return an identifier that must stand in quotes, for YAML reads 5.10 as a number."""
        value = self.get(key)
        if isinstance(value, Scalar) and value.plain:
            self.faults.add(
                "R005", f"{self.what}的 {key} 没有加引号", f'请写成 {key}: "{value.text}"', value
            )
        return self.text_of(value, key)

    def text_of(self, value: Tree | None, what: str) -> str:
        """Return the text of a scalar already taken."""
        if value is None:
            return ""
        if not isinstance(value, Scalar):
            self.faults.add("R003", f"{self.what}的 {what} 应当是文字", "请写成一行文字", value)
            return ""
        return value.text

    def nullable(self, key: str) -> str | None:
        """Return a text, or None where the file says null."""
        value = self.get(key)
        return None if isinstance(value, Scalar) and value.null else self.text_of(value, key)

    def choice(self, key: str, options: Iterable[str]) -> str:
        """Return a text that must be one of `options`."""
        value = self.get(key)
        text = self.text_of(value, key)
        if value is not None and text not in (allowed := list(options)):
            self.unknown("R006", f"{self.what}的 {key} 不能是", text, allowed, value)
        return text

    def choices(self, key: str, options: Sequence[str]) -> tuple[str, ...]:
        """Return a list of texts that must all be among `options`."""
        found = []
        for item in self.items(key):
            text = self.text_of(item, key)
            if text not in options:
                self.unknown("R006", f"{self.what}的 {key} 不能有", text, options, item)
            found.append(text)
        return tuple(found)

    def items(self, key: str, *, required: bool = True) -> tuple[Tree, ...]:
        """Return the items of a list that must not be empty."""
        value = self.get(key, required=required)
        if value is None:
            return ()
        if not isinstance(value, Items) or not value.items:
            self.faults.add(
                "R007", f"{self.what}的 {key} 应当是不空的列表", "请每项一行，以“- ”开头", value
            )
            return ()
        return value.items

    def card(self, key: str, *, required: bool = True) -> Card | None:
        """Return the card under a key."""
        value = self.get(key, required=required)
        return None if value is None else Card(value, f"{self.what}的 {key} ", self.faults)

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
                self.unknown("R008", f"{self.what}中没有这样的键：", key, self.asked, name)
        if ordered:
            given = [key for key in self.entries if key in self.asked]
            wanted = [key for key in self.asked if key in self.entries]
            if given != wanted:
                self.faults.add(
                    "R009",
                    f"{self.what}的键次序不对",
                    f"请按 {'、'.join(wanted)} 的次序",
                    self.tree,
                )

    def unknown(self, code: str, what: str, name: str, options: Iterable[str], at: Tree) -> None:
        """Note a name that is not one of those known, with the nearest."""
        pool = list(options)
        self.faults.add(
            code,
            f"{what} {shorten(name)}{self.faults.suggestions.mean(name, pool)}",
            f"可用的有：{'、'.join(pool)}" if 0 < len(pool) <= 12 else "请核对名称",
            at,
            name[:200],
        )
