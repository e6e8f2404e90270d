"""Ruleset files: a folder of YAML -> a ruleset, or every fault of every file at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from tolerance_rules.errors import Fault, RulesError, unreadable
from tolerance_rules.formats.cards import (
    NO_FACTS,
    OUTCOMES,
    CardReader,
    Law,
    canonical,
    check_presumptions,
    check_rows,
    fingerprint,
    left_to_policy,
)
from tolerance_rules.formats.facts_file import read_facts
from tolerance_rules.formats.obligations_file import ObligationsReader
from tolerance_rules.formats.ruleset_card import MOVED, RulesetCard
from tolerance_rules.formats.ruleset_checks import Placed, cross_check
from tolerance_rules.formats.strict_yaml import (
    Entries,
    Items,
    Scalar,
    Tree,
    YamlFault,
    parse,
)
from tolerance_rules.formats.text_bytes import read_bytes
from tolerance_rules.formats.tree_reader import DELETE_ONE, Card, Faults
from tolerance_rules.formats.verbatim import Verbatim
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.language import Pair
from tolerance_rules.rules import (
    NO_DUTIES,
    Article,
    Clause,
    Combination,
    Duties,
    Fact,
    OutcomeRow,
    OutcomeWords,
    Policy,
    ReadingCard,
    Ruleset,
)

RULESET, FACTS, OUTCOMES_FILE = "ruleset.yaml", "facts.yaml", "outcomes.yaml"
READINGS, POLICY_FILE, CONSISTENCY = "readings.yaml", "policy.yaml", "consistency.yaml"
OBLIGATIONS = "obligations.yaml"
REQUIRED = (RULESET, FACTS, OUTCOMES_FILE)
OPTIONAL = (READINGS, POLICY_FILE, CONSISTENCY, OBLIGATIONS)
"""Files that a regulation may do without; the articles are named in ruleset.yaml."""

PROVABLE = ("R056", "R064", "R065", "R109")
"""Faults that are false sentences about cases: a proof refutes each with a case that shows it."""

UNACCOUNTED = "R120"
"""Words of the law without a condition: rules of before that was asked are read as they were."""

CHECK_PATH: Pair = ("请核对路径", "check the path")
COMPLETE: Pair = ("请参照随附的规则集补上", "add it; the rulesets shipped show how")
UNLISTED: Pair = (
    "请补上，或者从 ruleset.yaml 的 articles 中删去",
    "add it, or delete it from the articles of ruleset.yaml",
)
OUTCOME_TABLE: Pair = ("结论表", "the outcome table")
CONTRADICTIONS: Pair = ("事实之间的矛盾", "the contradictions between facts")

ARTICLES = "*"
"""Stands for every file of articles."""

FOLLOWS_FROM: Mapping[str, frozenset[str]] = {
    "R006": frozenset({OUTCOMES_FILE}),
    "R022": frozenset({RULESET, ARTICLES}),
    "R023": frozenset({READINGS}),
    "R024": frozenset({FACTS}),
    "R025": frozenset({RULESET, ARTICLES}),
    "R058": frozenset({FACTS}),
    "R059": frozenset({RULESET, ARTICLES}),
    "R061": frozenset({RULESET, ARTICLES, OUTCOMES_FILE, POLICY_FILE}),
    "R109": frozenset({RULESET, ARTICLES, OUTCOMES_FILE, POLICY_FILE, CONSISTENCY}),
    "R115": frozenset({POLICY_FILE}),
}
"""The files without which a fault may be no more than their absence: it is then not reported."""

UNUSED = "R109"
"""A fact that no rule uses: said only of rules without another fault, which may be why."""


def read_ruleset(folder: Path, *, to_prove: bool, as_they_were: bool = False) -> Ruleset:
    """Return the ruleset of a folder; see `tolerance_rules.loader.from_yaml`."""
    # `Path.is_dir` would raise for a name too long.
    if not os.path.isdir(folder):
        what = ("没有这个规则目录", "there is no such folder of rules")
        if os.path.exists(folder):
            what = ("这是文件，不是规则目录", "this is a file, not a folder of rules")
        message = (f"{what[0]}：{folder}", f"{what[1]}: {folder}")
        remedy = ("请给出含 ruleset.yaml 的目录的路径", "give that of a folder with ruleset.yaml")
        raise RulesError([Fault.of("R042", message, remedy)])
    spared = (*(PROVABLE if to_prove else ()), *((UNACCOUNTED, MOVED) if as_they_were else ()))
    return _Loading(folder, spared, to_prove=to_prove).ruleset()


def read_policy(file: Path, rules: Ruleset, *, to_prove: bool) -> Policy:
    """Return the policy of a file; see `tolerance_rules.loader.policy_from_yaml`."""
    faults = Faults(str(file))
    tree = _parse(file, faults)
    known = (*rules.articles, *rules.clauses)
    law = Law(rules.regulation, rules.readings, known, vocabulary=rules.vocabulary)
    allowed = OUTCOMES if to_prove else left_to_policy(rules.outcomes)
    policy = CardReader(faults, law).policy(tree, allowed) if tree is not None else None
    found = _standing_in_the_way([faults], PROVABLE if to_prove else ())
    if policy is None or found:
        raise RulesError(found)
    return policy


def _standing_in_the_way(faults: Iterable[Faults], spared: Collection[str]) -> list[Fault]:
    """Return the faults that keep rules from being loaded, in order."""
    found = [fault for each in faults for fault in each.found]
    found = [fault for fault in found if fault.code not in spared]
    return sorted(found, key=lambda fault: (fault.file, fault.line))


def _parse(path: Path, faults: Faults, remedy: Pair = CHECK_PATH) -> Tree | None:
    try:
        tree, found = parse(read_bytes(path), str(path), lines=False)
    except FileNotFoundError:
        words = ("缺少这个文件", "the file is missing")
        faults.found.append(Fault.of("R040", words, remedy, faults.file))
        return None
    except OSError as error:
        faults.found.append(unreadable("R041", error, faults.file))
        return None
    except YamlFault as error:
        faults.found.append(error.fault)
        return None
    faults.found.extend(found)
    return tree


class _Loading:
    """One loading of one folder: reads every file, then checks them against each other."""

    def __init__(self, folder: Path, spared: Collection[str], *, to_prove: bool) -> None:
        self.folder, self.spared, self.to_prove = folder, spared, to_prove
        self.faults: dict[str, Faults] = {}
        self.trees: dict[str, Tree] = {}
        self.unread: set[str] = set()
        self.vocabulary = NO_FACTS
        self.readings: dict[str, ReadingCard] = {}
        self.articles: dict[str, Article] = {}
        self.clauses: dict[str, Clause] = {}
        self.sources: dict[str, str] = {}
        self.labels: dict[str, OutcomeWords] = {}
        self.by_reference: Fact | None = None
        self.places: dict[str, Placed] = {}
        self.facts: dict[str, Tree] = {}
        self.ids: tuple[str, ...] = ()

    def ruleset(self) -> Ruleset:
        for name in REQUIRED:
            self._open(name)
        for name in OPTIONAL:
            if (self.folder / name).exists():
                self._open(name)
        about = RulesetCard(
            self._card(RULESET, ("规则集", "the ruleset")), self.folder, (*REQUIRED, *OPTIONAL)
        )
        for name in about.articles:
            self._open(name, UNLISTED)
        regulation = self._regulation()
        self.law = Verbatim(regulation)
        if FACTS in self.trees:
            self.vocabulary, self.facts = read_facts(self.trees[FACTS], self.faults[FACTS])
        self.ids = self._ids()
        self._readings()
        files = [name for name in about.articles if name in self.trees]
        for name in files:
            self._quotable(self.trees[name], self._reader(name))
        for name in files:
            self._articles(name)
        outcomes = self._outcomes()
        impossible, explain = self._consistency()
        policy = self._policy(outcomes)
        obligations = self._obligations()
        sha = hashlib.sha256(regulation.encode()).hexdigest()
        ruleset = Ruleset(
            **about.read(regulation, sha),
            regulation=regulation,
            regulation_sha256=sha,
            vocabulary=self.vocabulary,
            articles=FrozenDict(self.articles),
            clauses=FrozenDict(self.clauses),
            by_reference=self.by_reference,
            labels=FrozenDict(self.labels),
            outcomes=outcomes,
            policy=policy,
            readings=FrozenDict(self.readings),
            impossible=impossible,
            explain=explain,
            obligations=obligations,
            sha256=fingerprint(
                {name: canonical(tree) for name, tree in self.trees.items()} | {"text": sha}
            ),
            chosen=FrozenDict({name: card.default for name, card in self.readings.items()}),
            folder=str(self.folder),
        )
        self.places |= {f"fact {n}": (self.faults[FACTS], tree) for n, tree in self.facts.items()}
        cross_check(ruleset, self.places, self._card(OUTCOMES_FILE, OUTCOME_TABLE))
        self._raise(about)
        return ruleset

    def _open(self, name: str, remedy: Pair = COMPLETE) -> None:
        self.faults[name] = Faults(str(self.folder / name))
        tree = _parse(self.folder / name, self.faults[name], remedy)
        if tree is None:
            self.unread.add(name)
        else:
            self.trees[name] = tree

    def _raise(self, about: RulesetCard) -> None:
        lacking = about.articles_in_doubt or not self.unread.isdisjoint(about.articles)
        unread = self.unread | ({ARTICLES} if lacking else set())
        found = [
            fault
            for fault in _standing_in_the_way(self.faults.values(), self.spared)
            if not unread & FOLLOWS_FROM.get(fault.code, frozenset())
        ]
        if found:
            raise RulesError([f for f in found if f.code != UNUSED] or found)

    def _card(self, name: str, what: Pair) -> Card:
        tree = self.trees.get(name)
        if tree is None:  # its absence is a fault already; read on, to report the other files
            return Card(Entries({}, 0, 0), what, Faults(name))
        return Card(tree, what, self.faults[name])

    def _reader(self, name: str) -> CardReader:
        law = Law(
            self.law.text,
            self.readings,
            self.ids,
            self.sources,
            self.law.squashed,
            self.vocabulary,
            tuple(self.labels) or OUTCOMES,
        )
        return CardReader(self.faults.setdefault(name, Faults(name)), law)

    def _regulation(self) -> str:
        path = self.folder / "regulation.txt"
        self.faults[path.name] = Faults(str(path))
        try:
            # What is more than may be read is cut off, and has another fingerprint.
            return read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            self.faults[path.name].found.append(
                Fault.of(
                    "R040",
                    (
                        "缺少官方文本，或不是 UTF-8 编码",
                        "the official text is missing, or not in UTF-8",
                    ),
                    ("请放入官方文本", "put it there"),
                    str(path),
                )
            )
            return ""

    def _ids(self) -> tuple[str, ...]:
        """Return every article and clause id the files give, before their conditions are read."""
        found: dict[str, None] = {}
        for tree in self.trees.values():
            entries = tree.items if isinstance(tree, Entries) else {}
            article = entries.get("article")
            cards = entries["clauses"][1] if "clauses" in entries else None
            if article is not None and isinstance(article[1], Scalar):
                found[article[1].text] = None
            for item in cards.items if isinstance(cards, Items) else ():
                entry = item.items.get("id") if isinstance(item, Entries) else None
                if entry is not None and isinstance(entry[1], Scalar):
                    found[entry[1].text] = None
        return tuple(found)

    def _readings(self) -> None:
        if READINGS not in self.trees:
            return
        card = self._card(READINGS, ("读法", "the readings"))
        reader = self._reader(READINGS)
        for item in card.items("readings"):
            reading = reader.reading(item)
            if reading.id in self.readings:
                words = (f"读法 {reading.id} 写了两次", f"reading {reading.id} stands twice")
                card.faults.add("R048", words, DELETE_ONE, item)
            self.readings[reading.id] = reading
            self.places[f"reading {reading.id}"] = (card.faults, item)
        card.close()

    def _quotable(self, tree: Tree, reader: CardReader) -> None:
        """Note what a leaf of any file may quote with `from`: articles quoted, loose clauses."""
        entries = tree.items if isinstance(tree, Entries) else {}
        quoted = entries["articles"][1] if "articles" in entries else None
        for item in quoted.items if isinstance(quoted, Items) else ():
            name, text = reader.source(item)
            self.law.same(text, self.law.words(name), item, reader.faults, name)
            self.sources[name] = text
        loose = entries["clauses"][1] if "clauses" in entries and "article" not in entries else None
        for item in loose.items if isinstance(loose, Items) else ():
            found = {
                key: value.text
                for key in ("id", "text")
                if isinstance(item, Entries)
                and isinstance(value := item.items.get(key, (None, None))[1], Scalar)
            }
            if len(found) == 2:
                self.sources[found["id"]] = found["text"]

    def _articles(self, name: str) -> None:
        tree, reader = self.trees[name], self._reader(name)
        if isinstance(tree, Entries) and "article" in tree.items:
            self._article(tree, reader)
        else:
            self._loose(self._card(name, ("条款文件", "the file of clauses")), reader)

    def _loose(self, card: Card, reader: CardReader) -> None:
        """Read clauses of no article of their own, and who the regulation applies to by reference.

        Files with neither only quote.
        """
        quoted = card.get("articles", required=False)
        texts = []
        for item in card.items("clauses", required=quoted is None):
            clause = reader.clause(item)
            texts.append(clause.text)
            self._add(clause, item, card.faults)
            self.law.same(clause.text, self.law.words(clause.id), item, card.faults, clause.id)
        tree = card.get("by_reference", required=False)
        if tree is not None:
            fact = reader.conditions.node(tree, ("参照执行", "by_reference"), "".join(texts))
            if not isinstance(fact, Fact):
                words = ("by_reference 应当是一个事实", "by_reference should be a fact")
                remedy = ("请写成 {fact: …, is: […]}", "write {fact: …, is: […]}")
                card.faults.add("R049", words, remedy, tree)
            elif self.by_reference is not None:
                words = ("by_reference 写在了两个文件里", "by_reference stands in two files")
                card.faults.add("R116", words, ("请只留一处", "leave one of them"), tree)
            else:
                self.by_reference = fact
        card.close()

    def _article(self, tree: Tree, reader: CardReader) -> None:
        article, clauses = reader.article(tree)
        if article.id in self.articles:
            words = (f"第 {article.id} 条写了两次", f"article {article.id} stands twice")
            reader.faults.add("R052", words, DELETE_ONE, tree, article.id)
        self.articles[article.id] = article
        self.places.setdefault(article.id, (reader.faults, tree))
        for clause, place in clauses:
            self._add(clause, place, reader.faults)
        self.law.items_of(article, self.clauses, self.places, (reader.faults, tree))

    def _add(self, clause: Clause, tree: Tree, faults: Faults) -> None:
        if clause.id in self.clauses:
            words = (f"条款 {clause.id} 写了两次", f"clause {clause.id} stands twice")
            faults.add("R052", words, DELETE_ONE, tree, clause.id)
        self.places[clause.id] = (faults, tree)
        self.clauses[clause.id] = clause

    def _outcomes(self) -> tuple[OutcomeRow, ...]:
        card = self._card(OUTCOMES_FILE, OUTCOME_TABLE)
        reader = self._reader(OUTCOMES_FILE)
        words = card.card("outcomes")
        for code, tree in list(words.rest()) if words is not None else ():
            if code not in OUTCOMES:
                no_code = ("的 outcomes 没有这个代码：", "outcomes: there is no code")
                card.unknown("R006", no_code, code, OUTCOMES, tree)
            else:
                self.labels[code] = reader.outcome(code, tree)
        if words is not None and list(self.labels) != sorted(self.labels, key=OUTCOMES.index):
            order = sorted(self.labels, key=OUTCOMES.index)
            said = (
                "的 outcomes 没有从宽到严排列",
                "outcomes do not stand from the most lenient to the strictest",
            )
            remedy = (
                f"请按这个次序：{'、'.join(order)}",
                f"the order is {', '.join(order)}",
            )
            card.fault("R112", said, remedy, words.tree)
        # The rows name no other outcomes than those just read.
        reader = self._reader(OUTCOMES_FILE)
        rows = [reader.row(item) for item in card.items("rows")]
        card.close()
        check_rows([row.row for row in rows], [row.when for row in rows], card)
        return tuple(rows)

    def _consistency(self) -> tuple[tuple[Combination, ...], tuple[Combination, ...]]:
        if CONSISTENCY not in self.trees:
            return (), ()
        card, reader = self._card(CONSISTENCY, CONTRADICTIONS), self._reader(CONSISTENCY)
        impossible = []
        for item in card.items("impossible", required=False):
            impossible.append(reader.combination(item, "reason"))
            check_presumptions(impossible[-1], self.vocabulary, card.faults, item)
        explain = [
            reader.combination(item, "question") for item in card.items("explain", required=False)
        ]
        card.close()
        return tuple(impossible), tuple(explain)

    def _obligations(self) -> Duties:
        if OBLIGATIONS not in self.trees:
            return NO_DUTIES
        reader = self._reader(OBLIGATIONS)
        outcomes = tuple(self.labels) or OUTCOMES
        return ObligationsReader(
            self._card(OBLIGATIONS, ("义务", "the duties")),
            reader.conditions,
            self.law.text,
            outcomes,
            self.readings,
        ).read()

    def _policy(self, outcomes: tuple[OutcomeRow, ...]) -> Policy | None:
        if POLICY_FILE not in self.trees:
            return None
        allowed = OUTCOMES if self.to_prove else left_to_policy(outcomes)
        return self._reader(POLICY_FILE).policy(self.trees[POLICY_FILE], allowed)
