"""Loader: a folder of YAML files -> a Ruleset, or every fault of every file at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from tolerance_rules.errors import Fault, RulesError, UnknownNameError, reason_of, shorten
from tolerance_rules.formats.cards import (
    OUTCOMES,
    CardReader,
    Law,
    canonical,
    check_presumptions,
    check_rows,
    fingerprint,
    left_to_policy,
)
from tolerance_rules.formats.conditions import squash
from tolerance_rules.formats.strict_yaml import (
    Entries,
    Items,
    Scalar,
    Tree,
    YamlFault,
    parse,
    read_bytes,
)
from tolerance_rules.formats.tree_reader import Card, Faults
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.legal_references import article_words, citation_of, items
from tolerance_rules.rules import (
    Article,
    Clause,
    ClauseRef,
    Combination,
    Fact,
    InForce,
    Node,
    OutcomeRow,
    Policy,
    Reading,
    ReadingCard,
    Ruleset,
    walk,
)

ARTICLE_FILES = ("article_5.yaml", "article_6.yaml", "article_7_5.yaml")
FILES = (
    "ruleset.yaml",
    "readings.yaml",
    "scope.yaml",
    *ARTICLE_FILES,
    "outcomes.yaml",
    "policy.yaml",
    "consistency.yaml",
)


_CARDS = ("scope.yaml", *ARTICLE_FILES)
FOLLOWS_FROM: Mapping[str, Sequence[str]] = {
    "R022": _CARDS,
    "R023": ("readings.yaml",),
    "R025": ("scope.yaml",),
    "R059": _CARDS,
    "R061": (*_CARDS, "outcomes.yaml", "policy.yaml"),
}
"""The files without which a fault may be no more than their absence: it is then not reported."""


def rulesets() -> Mapping[str, Path]:
    """Return the rulesets that are shipped, by id: beside the package, or inside the wheel."""
    here = Path(__file__).resolve().parent
    for root in (here / "rulesets", here.parent / "rules"):
        if root.is_dir():
            return {
                folder.name: folder
                for folder in sorted(root.iterdir())
                if (folder / "ruleset.yaml").is_file()
            }
    return {}


PROVABLE = ("R056", "R064", "R065")
"""Faults that are false sentences about cases: a proof refutes each with a case that shows it."""


def from_yaml(folder: str | Path, *, to_prove: bool = False) -> Ruleset:
    """Return the ruleset of a folder; RulesError lists every fault of every file.

    Rules that are read `to_prove` properties of them may have the faults that a proof would find:
    an outcome that is not permitted, a table that leaves cases over, a presumption that clashes.
    """
    return _Loading(Path(folder), to_prove=to_prove).ruleset()


def named(ruleset: str | Path, *, to_prove: bool = False) -> Ruleset:
    """Return a shipped ruleset by id, or that of a folder."""
    if isinstance(ruleset, str) and (ruleset in rulesets() or not Path(ruleset).is_dir()):
        return shipped(ruleset)
    return from_yaml(ruleset, to_prove=to_prove)


@lru_cache(maxsize=8)
def shipped(ruleset: str) -> Ruleset:
    """Return a shipped ruleset by id; UnknownNameError if there is none."""
    known = rulesets()
    if ruleset not in known:
        raise UnknownNameError("规则集", ruleset, known)
    return from_yaml(known[ruleset])


def policy_from_yaml(file: str | Path, rules: Ruleset, *, to_prove: bool = False) -> Policy:
    """Return the policy of a file, to be used with `rules`; RulesError lists every fault."""
    path = Path(file)
    faults = Faults(str(path))
    tree = _parse(path, faults)
    known = frozenset({*rules.clauses, *rules.articles})
    reader = CardReader(faults, Law(rules.regulation, rules.readings, known))
    allowed = OUTCOMES if to_prove else left_to_policy(rules.outcomes)
    policy = reader.policy(tree, allowed) if tree is not None else None
    found = _left([faults], to_prove=to_prove)
    if policy is None or found:
        raise RulesError(found)
    return policy


def _left(faults: Iterable[Faults], *, to_prove: bool) -> list[Fault]:
    """Return the faults that stand in the way, in order."""
    found = [fault for each in faults for fault in each.found]
    found = [fault for fault in found if not (to_prove and fault.code in PROVABLE)]
    return sorted(found, key=lambda fault: (fault.file, fault.line))


def _parse(path: Path, faults: Faults) -> Tree | None:
    try:
        tree, found = parse(read_bytes(path), str(path))
    except FileNotFoundError:
        faults.found.append(Fault("R040", "缺少这个文件", "请参照随附的规则集补上", faults.file))
        return None
    except OSError as error:
        faults.found.append(
            Fault("R041", f"文件读不出来：{reason_of(error)}", "请检查路径和权限", faults.file)
        )
        return None
    except YamlFault as error:
        faults.found.append(error.fault)
        return None
    faults.found.extend(found)
    return tree


class _Loading:
    """One loading of one folder: reads every file, then checks them against each other."""

    def __init__(self, folder: Path, *, to_prove: bool = False) -> None:
        self.folder, self.to_prove = folder, to_prove
        self.faults = {name: Faults(str(folder / name)) for name in (*FILES, "regulation.txt")}
        self.trees: dict[str, Tree] = {}
        self.regulation = ""
        self.squashed = ""
        self.readings: dict[str, ReadingCard] = {}
        self.articles: dict[str, Article] = {}
        self.clauses: dict[str, Clause] = {}
        self.sources: dict[str, str] = {}
        self.places: dict[str, tuple[Faults, Tree]] = {}

    def ruleset(self) -> Ruleset:
        if not self.folder.is_dir():
            raise RulesError(
                [Fault("R042", f"没有这个规则目录：{self.folder}", "请给出含 ruleset.yaml 的目录")]
            )
        for name in FILES:
            tree = _parse(self.folder / name, self.faults[name])
            if tree is not None:
                self.trees[name] = tree
        sha = self._regulation()
        self._readings()
        reader = self._reader("scope.yaml", self._law())
        self._sources(reader)
        law = self._law()
        by_reference = self._scope(self._reader("scope.yaml", law))
        for name in ARTICLE_FILES:
            if name in self.trees:
                self._article(self.trees[name], self._reader(name, law))
        outcomes = self._outcomes(self._reader("outcomes.yaml", law))
        impossible, explain = self._consistency(self._reader("consistency.yaml", law))
        tree, policy = self.trees.get("policy.yaml"), None
        if tree is not None:
            allowed = OUTCOMES if self.to_prove else left_to_policy(outcomes)
            policy = self._reader("policy.yaml", law).policy(tree, allowed)
        meta = self._card("ruleset.yaml", "规则集")
        self._meta(meta, sha)
        rows = [row.when for row in outcomes]
        rows += [row.when for row in policy.rows] if policy is not None else []
        self._cross_check(rows)
        self._raise()
        assert policy is not None
        in_force = InForce(meta.text("in_force_from"), meta.nullable("in_force_until"))
        repeals = meta.card("repeals")
        assert repeals is not None
        return Ruleset(
            id=meta.text("id"),
            document_number=meta.text("document_number"),
            title=meta.text("title"),
            title_en=meta.text("title_en"),
            issuer=meta.text("issuer"),
            issuer_en=meta.text("issuer_en"),
            in_force=in_force,
            repeals=FrozenDict({key: repeals.text(key) for key in repeals.entries}),
            interpreted_by=meta.text("interpreted_by"),
            regulation=self.regulation,
            regulation_sha256=sha,
            articles=FrozenDict(self.articles),
            clauses=FrozenDict(self.clauses),
            by_reference=by_reference,
            outcomes=outcomes,
            policy=policy,
            readings=FrozenDict(self.readings),
            impossible=impossible,
            explain=explain,
            sha256=fingerprint(
                {name: canonical(tree) for name, tree in self.trees.items()} | {"text": sha}
            ),
            chosen=FrozenDict({name: card.default for name, card in self.readings.items()}),
            folder=str(self.folder),
        )

    def _raise(self) -> None:
        unread = set(FILES) - set(self.trees)
        found = [
            fault
            for fault in _left(self.faults.values(), to_prove=self.to_prove)
            if not unread.intersection(FOLLOWS_FROM.get(fault.code, ()))
        ]
        if found:
            raise RulesError(found)

    def _card(self, name: str, what: str) -> Card:
        tree = self.trees.get(name)
        if tree is None:  # its absence is a fault already; read on, to report the other files
            return Card(Entries({}, 0, 0), what, Faults(name))
        return Card(tree, what, self.faults[name])

    def _law(self) -> Law:
        return Law(self.regulation, self.readings, self._ids(), self.sources, self.squashed)

    def _reader(self, name: str, law: Law) -> CardReader:
        return CardReader(self.faults[name], law)

    def _readings(self) -> None:
        card = self._card("readings.yaml", "释义")
        reader = self._reader("readings.yaml", Law(self.regulation))
        for item in card.items("readings"):
            reading = reader.reading(item)
            if reading.id in self.readings:
                card.faults.add("R048", f"释义 {reading.id} 写了两次", "请删去一个", item)
            self.readings[reading.id] = reading
            self.places[f"reading {reading.id}"] = (card.faults, item)
        card.close()

    def _sources(self, reader: CardReader) -> None:
        tree = self.trees.get("scope.yaml")
        found = tree.items.get("articles") if isinstance(tree, Entries) else None
        for item in found[1].items if found and isinstance(found[1], Items) else ():
            name, text = reader.source(item)
            law = article_words(self.regulation, name)
            self._same(text, law, item, reader.faults, name)
            self.sources[name] = text

    def _scope(self, reader: CardReader) -> Fact:
        card = self._card("scope.yaml", "适用范围")
        card.get("articles", required=False)
        for item in card.items("clauses"):
            clause = reader.clause(item)
            self._add(clause, item, card.faults)
            law = article_words(self.regulation, clause.id)
            self._same(clause.text, law, item, card.faults, clause.id)
        words = "".join(clause.text for clause in self.clauses.values())
        tree = card.get("by_reference")
        fact = reader.conditions.node(tree, "参照执行", words) if tree is not None else None
        if tree is not None and not isinstance(fact, Fact):
            card.faults.add(
                "R049", "by_reference 应当是一个事实", "请写成 {fact: …, is: […]}", tree
            )
        card.close()
        return fact if isinstance(fact, Fact) else Fact("subject.kind", ())

    def _article(self, tree: Tree, reader: CardReader) -> None:
        article, clauses = reader.article(tree)
        self.articles[article.id] = article
        for clause, place in clauses:
            self._add(clause, place, reader.faults)
        words = article_words(self.regulation, article.id)
        if self.regulation and not words and citation_of(article.id) and "." not in article.id:
            reader.faults.add(
                "R067", f"官方文本中没有第 {article.id} 条", "请核对 article", tree, article.id
            )
        head, *texts = items(words or article.text)
        self._same(article.text, head, tree, reader.faults, article.id)
        expected = tuple(f"{article.id}.{number}" for number in range(1, len(texts) + 1))
        if expected and article.clauses != expected:
            missing = "、".join(clause for clause in expected if clause not in article.clauses)
            extra = "、".join(
                shorten(clause) for clause in article.clauses if clause not in expected
            )
            parts = [missing and f"缺 {missing}", extra and f"多 {extra}"]
            detail = "；".join(part for part in parts if part) or "次序不对或有重复"
            reader.faults.add(
                "R050",
                f"{article.citation}在原文中有 {len(texts)} 项，这里不是依次各一项（{detail}）",
                "请按原文逐项列出，一项不缺，一项不重",
                tree,
                article.id,
            )
        for name, text in zip(expected, texts, strict=True):
            if name in self.clauses:
                faults, place = self.places[name]
                self._same(self.clauses[name].text, text, place, faults, name)

    def _same(self, text: str, law: str, tree: Tree, faults: Faults, name: str) -> None:
        """Note a text that is the law's, but not the whole of these words of it."""
        if text and law and squash(text) in self.squashed and squash(text) != squash(law):
            faults.add(
                "R051",
                f"{name} 的 text 不是原文的这一项，或没有写全",
                f"请照抄：{squash(law)}",
                tree,
                name,
            )

    def _add(self, clause: Clause, tree: Tree, faults: Faults) -> None:
        if clause.id in self.clauses:
            faults.add("R052", f"条款 {clause.id} 写了两次", "请删去一个", tree, clause.id)
        self.places[clause.id] = (faults, tree)
        self.clauses[clause.id] = clause

    def _regulation(self) -> str:
        path = self.folder / "regulation.txt"
        try:
            data = read_bytes(path)
            # What is more than may be read is cut off, and has another fingerprint.
            self.regulation = data.decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            self.faults["regulation.txt"].found.append(
                Fault("R040", "缺少官方文本，或不是 UTF-8 编码", "请放入官方文本", str(path))
            )
        self.squashed = squash(self.regulation)
        return hashlib.sha256(self.regulation.encode()).hexdigest()

    def _meta(self, card: Card, sha: str) -> None:
        """Check the ruleset card; its texts are read again when nothing is wrong."""
        for key in ("document_number", "title", "title_en", "issuer", "issuer_en"):
            card.text(key)
        if card.quoted("id") not in ("", self.folder.resolve().name) and card.entries:
            card.faults.add(
                "R043",
                f"规则集的 id 与目录名 {self.folder.resolve().name} 不一致",
                "请使二者相同",
                card.entries["id"][1],
            )
        self._date(card, "in_force_from", card.text("in_force_from"))
        until = card.nullable("in_force_until")
        if until is not None:
            self._date(card, "in_force_until", until)
            if until < card.text("in_force_from"):
                card.faults.add(
                    "R068",
                    "in_force_until 早于 in_force_from",
                    "请核对两个日期；现行有效的写 null",
                    card.entries["in_force_until"][1],
                )
        repeals = card.card("repeals")
        if repeals is not None:
            for key in ("document_number", "title", "issued"):
                repeals.text(key)
            repeals.close()
        card.text("interpreted_by")
        given = card.text("regulation_sha256")
        if given and self.regulation and given != sha:
            card.faults.add(
                "R044",
                "官方文本与 regulation_sha256 记载的指纹不符：文本被改动过",
                f"请恢复官方文本；确系换用新文本的，改为 {sha}",
                card.entries["regulation_sha256"][1],
            )
        card.close()

    def _date(self, card: Card, key: str, text: str) -> None:
        try:
            # Other forms that Python reads, such as 20230727, would not compare as text.
            iso = date.fromisoformat(text).isoformat() == text
        except ValueError:
            iso = False
        if not iso and key in card.entries:
            card.faults.add(
                "R045", f"{key} 不是日期", '请写成 "2023-07-27" 的形式', card.entries[key][1]
            )

    def _ids(self) -> frozenset[str]:
        """Return every article and clause id the files give, before their conditions are read."""
        found: set[str] = set()
        for name in _CARDS:
            tree = self.trees.get(name)
            entries = tree.items if isinstance(tree, Entries) else {}
            article = entries.get("article")
            cards = entries["clauses"][1] if "clauses" in entries else None
            if article is not None and isinstance(article[1], Scalar):
                found.add(article[1].text)
            for item in cards.items if isinstance(cards, Items) else ():
                entry = item.items.get("id") if isinstance(item, Entries) else None
                if entry is not None and isinstance(entry[1], Scalar):
                    found.add(entry[1].text)
        return frozenset(found)

    def _outcomes(self, reader: CardReader) -> tuple[OutcomeRow, ...]:
        card = self._card("outcomes.yaml", "结论表")
        rows = [reader.row(item) for item in card.items("rows")]
        card.close()
        check_rows([row.row for row in rows], [row.when for row in rows], card)
        return tuple(rows)

    def _consistency(
        self, reader: CardReader
    ) -> tuple[tuple[Combination, ...], tuple[Combination, ...]]:
        card = self._card("consistency.yaml", "事实之间的矛盾")
        impossible = []
        for item in card.items("impossible"):
            impossible.append(reader.combination(item, "reason"))
            check_presumptions(impossible[-1], card.faults, item)
        explain = [reader.combination(item, "question") for item in card.items("explain")]
        card.close()
        return tuple(impossible), tuple(explain)

    def _cross_check(self, rows: Sequence[Node]) -> None:
        """Check what no single file shows: readings against clauses, and references in a ring."""
        conditions = [*(clause.when for clause in self.clauses.values()), *rows]
        used = {
            node.name
            for condition in conditions
            for node in walk(condition)
            if isinstance(node, Reading)
        }
        for name, reading in self.readings.items():
            faults, tree = self.places[f"reading {name}"]
            clause = self.clauses.get(reading.clause)
            if clause is None:
                faults.add(
                    "R059", f"释义 {name} 所属的条款 {reading.clause} 不存在", "请核对 clause", tree
                )
            elif squash(reading.phrase) not in squash(clause.text):
                faults.add(
                    "R060",
                    f"释义 {name} 的 phrase 不在 {reading.clause} 的原文中",
                    f"请从原文照抄：{clause.text}",
                    tree,
                )
            if name not in used:
                faults.add("R061", f"释义 {name} 没有条款使用", "请删去，或在条件中使用", tree)
        for name in self.clauses:
            ring = _ring(name, self._condition)
            if ring is not None and name in self.places:
                faults, tree = self.places[name]
                faults.add(
                    "R062",
                    f"条款互相引用成环：{' → '.join(ring)}",
                    "请删去其中一处引用",
                    tree,
                    name,
                )

    def _condition(self, name: str) -> Node | None:
        found = self.articles.get(name) or self.clauses.get(name)
        return None if found is None else found.when


def _ring(name: str, condition: Callable[[str], Node | None]) -> tuple[str, ...] | None:
    """Return the references that lead from `name` back to itself, or None."""
    todo: list[tuple[str, ...]] = [(name,)]
    seen = {name}
    while todo:
        path = todo.pop()
        node = condition(path[-1])
        for inner in walk(node) if node is not None else ():
            if isinstance(inner, ClauseRef):
                if inner.clause == name:
                    return (*path, name)
                if inner.clause not in seen:
                    seen.add(inner.clause)
                    todo.append((*path, inner.clause))
    return None
