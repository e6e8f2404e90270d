"""Target: the table of facts, the view of findings, and the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tolerance_rules.errors import Fault, SqlError, Suggestions, UnknownNameError, means, shorten
from tolerance_rules.executors.columnar.dialects import DIALECTS, Dialect, Style
from tolerance_rules.language import Pair
from tolerance_rules.vocabulary.fact_faults import ALL_FACTS
from tolerance_rules.vocabulary.vocabulary import Vocabulary

TABLE: Pair = ("事实表", "The table of facts")
VIEW: Pair = ("视图", "The view")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_QUOTED = re.compile(r'"(.+)"')


@dataclass(frozen=True)
class Target:
    """Where the SQL is to run, and what is called how there."""

    dialect: Dialect
    table: str = "register"
    view: str = "findings"
    keep: tuple[str, ...] = ("case_id",)
    """The columns that the view takes over from the table; the first identifies a case."""
    style: Style = "dotted"
    """`group.fact` and `clause.1`, or `group_fact` and `clause_1`."""
    prefix: str = ""
    """What stands before the name of every finding."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """The columns of facts that have another name than the fact."""
    absent: frozenset[str] = frozenset()
    """The facts, or groups of facts, without a column: unknown in every row."""

    def column_of(self, fact: str) -> str:
        """Return the name of the column of a fact."""
        return self._named(self.columns.get(fact) or self._styled(fact))

    def finding(self, name: str) -> str:
        """Return the name of the column of a finding."""
        return self._named(self.prefix + self._styled(name))

    @property
    def kept(self) -> tuple[str, ...]:
        """Return the names of the columns taken over."""
        return tuple(map(self._named, self.keep))

    def _styled(self, name: str) -> str:
        return name if self.style == "dotted" else name.replace(".", "_")

    def _named(self, name: str) -> str:
        # Names are always quoted, so that reserved words do no harm. Oracle reads a name without
        # quotes as capitals: a plain name given here stands for what it would be there.
        quoted = _QUOTED.fullmatch(name)
        if quoted:
            return quoted[1]
        return name.upper() if self.dialect.upper and _PLAIN.fullmatch(name) else name

    def resolved(self, vocabulary: Vocabulary) -> Target:
        """Return the target with the facts of a group in place of the group."""
        groups = {name: [n for n in vocabulary if n.startswith(f"{name}.")] for name in self.absent}
        absent = frozenset(fact for name, facts in groups.items() for fact in facts or [name])
        return replace(self, absent=absent)

    def check(self, vocabulary: Vocabulary, findings: Sequence[str]) -> None:
        """Raise SqlError with everything that is wrong with the names."""
        faults = [*self._unknown(vocabulary), *self._wrong(vocabulary, findings)]
        if faults:
            raise SqlError(faults)

    def _unknown(self, vocabulary: Vocabulary) -> Iterator[Fault]:
        suggestions = Suggestions()
        for name in sorted({*self.columns, *self.absent} - vocabulary.keys()):
            near, shown = means(suggestions.near(name, vocabulary)), shorten(name)
            yield Fault.of(
                "Q001",
                (f"没有名为 {shown} 的事实{near[0]}", f"There is no fact {shown}{near[1]}"),
                ALL_FACTS,
                subject=name[:200],
            )
        if vocabulary.keys() <= self.absent:
            yield Fault.of(
                "Q002",
                ("没有一个事实在表中有列", "No fact has a column in the table"),
                ("请少写几个没有的事实", "name fewer of them as absent"),
            )

    def _wrong(self, vocabulary: Vocabulary, findings: Sequence[str]) -> Iterator[Fault]:
        facts = [self.column_of(name) for name in vocabulary if name not in self.absent]
        found = [self.finding(name) for name in findings]
        for names, place in ((facts, TABLE), ([*self.kept, *found], VIEW)):
            seen: dict[str, str] = {}
            for name in names:
                # Most databases do not tell capitals from small letters in the names of columns.
                if name.lower() in seen:
                    yield Fault.of(
                        "Q003",
                        (
                            f"{place[0]}有两列都叫 {shorten(name)}",
                            f"{place[1]} has two columns {shorten(name)}",
                        ),
                        (
                            "请用 --prefix 给结论列加前缀，或者用 --column 另行指定列名",
                            "give the findings a prefix with --prefix, or a column another name "
                            "with --column",
                        ),
                        subject=name[:200],
                    )
                seen[name.lower()] = name
        for name in dict.fromkeys([*facts, *self.kept, *found]):
            length = len(name.encode())
            if not name.isprintable() or not name.strip():
                message = (
                    f"{shorten(name)!r} 不能作列名",
                    f"{shorten(name)!r} cannot be the name of a column",
                )
                remedy = ("请换一个列名", "give it another")
                yield Fault.of("Q004", message, remedy, subject=name)
            elif length > self.dialect.longest:
                product, most = self.dialect.product, self.dialect.longest
                message = (
                    f"列名 {shorten(name)} 长 {length} 字节，{product} 最多 {most} 字节",
                    f"The name {shorten(name)} has {length} bytes, and {product} takes {most}",
                )
                remedy = (
                    "请用 --prefix 或 --column 取短一些的列名",
                    "give the column a shorter one with --prefix or --column",
                )
                yield Fault.of("Q005", message, remedy, subject=name[:200])


def target(
    dialect: str,
    *,
    table: str = "register",
    view: str = "findings",
    keep: tuple[str, ...] = ("case_id",),
    style: Style = "dotted",
    prefix: str = "",
    columns: Mapping[str, str] | None = None,
    absent: tuple[str, ...] = (),
    integers: bool = False,
) -> Target:
    """Return a target; UnknownNameError names the nearest dialect.

    `absent` may name whole groups of facts. With `integers`, facts and findings are 1 and 0 on
    a database that has booleans too.
    """
    if dialect not in DIALECTS:
        raise UnknownNameError("数据库方言", dialect, DIALECTS)
    chosen = DIALECTS[dialect]
    if integers:
        chosen = replace(chosen, booleans=False, flag="SMALLINT")
    return Target(
        chosen, table, view, tuple(keep), style, prefix, dict(columns or {}), frozenset(absent)
    )
