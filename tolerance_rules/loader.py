"""Loader: a folder of YAML files -> a Ruleset, or every fault of every file at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from tolerance_rules.conditions import ConditionReader, squash
from tolerance_rules.errors import Fault, RulesError, UnknownNameError
from tolerance_rules.facts import vocabulary
from tolerance_rules.legal_numbers import citation_of, item_marks
from tolerance_rules.rules import (
    OTHERWISE,
    POLICY,
    Article,
    Cite,
    Clause,
    ClauseRef,
    Combination,
    Disposition,
    Fact,
    InForce,
    Node,
    Not,
    OutcomeRow,
    Policy,
    PolicyRow,
    Reading,
    ReadingCard,
    Ruleset,
    walk,
)
from tolerance_rules.strict_yaml import Entries, Items, Scalar, Tree, YamlFault, parse
from tolerance_rules.tree_reader import Card, Faults

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
OUTCOMES = (
    "not_pursued",
    "exempt",
    "mitigated",
    "lighter",
    "no_tolerance",
    "ordinary_accountability",
)
ROLES = ("scope", "circumstance", "bar", "condition_met", "condition_unmet")


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


def from_yaml(folder: str | Path) -> Ruleset:
    """Return the ruleset of a folder; RulesError lists every fault of every file."""
    return _Loading(Path(folder)).ruleset()


@lru_cache(maxsize=8)
def shipped(ruleset: str) -> Ruleset:
    """Return a shipped ruleset by id; UnknownNameError if there is none."""
    known = rulesets()
    if ruleset not in known:
        raise UnknownNameError("规则集", ruleset, known)
    return from_yaml(known[ruleset])


def policy_from_yaml(file: str | Path, rules: Ruleset) -> Policy:
    """Return the policy of a file, to be used with `rules`; RulesError lists every fault."""
    path = Path(file)
    faults = Faults(str(path))
    tree = _parse(path, faults)
    known = frozenset({*rules.clauses, *rules.articles})
    reader = ConditionReader(faults, rules.readings, known, {})
    policy = _policy(tree, faults, reader) if tree is not None else None
    if policy is None or faults.found:
        raise RulesError(faults.found)
    return policy


def _parse(path: Path, faults: Faults) -> Tree | None:
    try:
        tree, found = parse(path.read_bytes(), str(path))
    except FileNotFoundError:
        faults.found.append(Fault("R040", "缺少这个文件", "请参照随附的规则集补上", faults.file))
        return None
    except OSError as error:
        faults.found.append(
            Fault("R041", f"文件读不出来：{error.strerror}", "请检查路径和权限", faults.file)
        )
        return None
    except YamlFault as error:
        faults.found.append(error.fault)
        return None
    faults.found.extend(found)
    return tree


def canonical(tree: Tree) -> object:
    """Return a tree as plain data, without layout and comments: what a fingerprint is taken of."""
    if isinstance(tree, Scalar):
        return None if tree.null else tree.text
    if isinstance(tree, Items):
        return [canonical(item) for item in tree.items]
    return {key: canonical(value) for key, (_, value) in tree.items.items()}


def fingerprint(data: object) -> str:
    """Return the sha256 of canonical data, in hex."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class _Loading:
    """One loading of one folder: reads every file, then checks them against each other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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
        meta = self._card("ruleset.yaml", "规则集")
        readings = self._card("readings.yaml", "释义")
        for item in readings.items("readings"):
            self._reading(item)
        readings.close()
        known = self._ids()
        by_reference = self._scope(known)
        for name in ARTICLE_FILES:
            self._article(name, known)
        outcomes = self._outcomes(known)
        faults = self.faults["policy.yaml"]
        tree = self.trees.get("policy.yaml")
        policy = _policy(tree, faults, self._reader("policy.yaml", known)) if tree else None
        impossible, explain = self._consistency(known)
        self._meta(meta, sha)
        self._cross_check()
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
            repeals={key: repeals.text(key) for key in repeals.entries},
            interpreted_by=meta.text("interpreted_by"),
            regulation=self.regulation,
            regulation_sha256=sha,
            articles=self.articles,
            clauses=self.clauses,
            by_reference=by_reference,
            outcomes=outcomes,
            policy=policy,
            readings=self.readings,
            impossible=impossible,
            explain=explain,
            sha256=fingerprint(
                {name: canonical(tree) for name, tree in self.trees.items()} | {"text": sha}
            ),
            chosen={name: card.default for name, card in self.readings.items()},
            folder=str(self.folder),
        )

    def _raise(self) -> None:
        found = [fault for faults in self.faults.values() for fault in faults.found]
        if found:
            raise RulesError(sorted(found, key=lambda fault: (fault.file, fault.line)))

    def _card(self, name: str, what: str) -> Card:
        tree = self.trees.get(name)
        if tree is None:  # its absence is a fault already; read on, to report the other files
            return Card(Entries({}, 0, 0), what, Faults(name))
        return Card(tree, what, self.faults[name])

    def _reader(self, name: str, known: frozenset[str]) -> ConditionReader:
        return ConditionReader(self.faults[name], self.readings, known, self.sources)

    def _regulation(self) -> str:
        path = self.folder / "regulation.txt"
        try:
            self.regulation = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
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
        from datetime import date

        try:
            date.fromisoformat(text)
        except ValueError:
            if key in card.entries:
                card.faults.add(
                    "R045", f"{key} 不是日期", '请写成 "2023-07-27" 的形式', card.entries[key][1]
                )

    def _ids(self) -> frozenset[str]:
        """Return every article and clause id the files give, before their conditions are read."""
        found: set[str] = set()
        for name in ("scope.yaml", *ARTICLE_FILES):
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

    def _reading(self, tree: Tree) -> None:
        card = Card(tree, "释义", self.faults["readings.yaml"])
        name = card.quoted("id")
        card.what = f"释义 {name}"
        clause, phrase = card.quoted("clause"), card.text("phrase")
        question, question_en, default = (
            card.text("question"),
            card.text("question_en"),
            card.text("default"),
        )
        options: list[tuple[str, tuple[str, str]]] = []
        given = card.card("options")
        for option, value in list(given.rest()) if given is not None else ():
            texts = Card(value, f"{card.what} 的 {option}", card.faults)
            options.append((option, (texts.text("zh"), texts.text("en"))))
            texts.close()
        if options and options[0][0] != default:
            card.faults.add(
                "R046",
                f"{card.what}的默认选项应当写在最前",
                f"请把 {default} 移到 options 首位",
                tree,
            )
        if len(options) < 2:
            card.faults.add("R047", f"{card.what}至少要有两种读法", "请补全 options", tree)
        reason, reason_en = card.text("reason"), card.text("reason_en")
        card.close(ordered=True)
        if name in self.readings:
            card.faults.add("R048", f"{card.what}写了两次", "请删去一个", tree)
        self.readings[name] = ReadingCard(
            name, clause, phrase, question, question_en, default, tuple(options), reason, reason_en
        )
        self.places[f"reading {name}"] = (card.faults, tree)

    def _scope(self, known: frozenset[str]) -> Fact:
        card = self._card("scope.yaml", "适用范围")
        for item in card.items("articles", required=False):
            article = Card(item, "所引条文", card.faults)
            name, _, text = article.quoted("id"), article.text("citation"), article.text("text")
            article.close()
            self._verbatim(text, article)
            self.sources[name] = text
        for item in card.items("clauses"):
            self._clause(item, card.faults, known, article="")
        card.asked.append("by_reference")
        by_reference = card.entries.get("by_reference")
        fact: Node = OTHERWISE
        if by_reference is not None:
            words = "".join(clause.text for clause in self.clauses.values())
            reader = self._reader("scope.yaml", known)
            fact = reader.node(by_reference[1], "参照执行", words)
        if not isinstance(fact, Fact):
            if "scope.yaml" in self.trees:
                card.faults.add(
                    "R049", "by_reference 应当是一个事实", "请写成 {fact: …, is: […]}", card.tree
                )
            fact = Fact("subject.kind", ())
        card.close()
        return fact

    def _article(self, name: str, known: frozenset[str]) -> None:
        if name not in self.trees:
            return
        card = self._card(name, "条")
        article, citation = card.quoted("article"), card.text("citation")
        card.what = f"第 {article} 条"
        text, gloss = card.text("text"), card.text("gloss")
        holds = card.choice("holds", ("any", "all"))
        self._verbatim(text, card)
        self._check_citation(article, citation, card)
        ids = [self._clause(i, card.faults, known, article) for i in card.items("clauses")]
        card.close(ordered=True)
        self.articles[article] = Article(article, citation, text, gloss, holds, tuple(ids))
        marks = item_marks(self.regulation, article, text)
        expected = [f"{article}.{number}" for number in range(1, len(marks) + 1)]
        if expected and ids != expected:
            missing = [clause for clause in expected if clause not in ids]
            extra = [clause for clause in ids if clause not in expected]
            detail = "；".join(
                part
                for part in (
                    f"缺 {'、'.join(missing)}" if missing else "",
                    f"多 {'、'.join(extra)}" if extra else "",
                )
                if part
            )
            card.faults.add(
                "R050",
                f"{citation}在原文中有 {len(marks)} 项，这里不是依次各一项"
                f"（{detail or '次序不对或有重复'}）",
                "请按原文逐项列出，一项不缺，一项不重",
                card.tree,
                article,
            )
        for clause, mark in zip(expected, marks, strict=True):
            words = self.clauses[clause].text if clause in self.clauses else ""
            if words and mark + squash(words) not in self.squashed:
                faults, tree = self.places[clause]
                if squash(words) in self.squashed:
                    faults.add(
                        "R051",
                        f"{clause} 的 text 不是原文的这一项",
                        "请核对项次与原文",
                        tree,
                        clause,
                    )

    def _clause(self, tree: Tree, faults: Faults, known: frozenset[str], article: str) -> str:
        card = Card(tree, "条款", faults)
        name = card.quoted("id")
        card.what = f"条款 {name}"
        citation, text, gloss = card.text("citation"), card.text("text"), card.text("gloss")
        self._verbatim(text, card)
        self._check_citation(name, citation, card)
        reader = ConditionReader(faults, self.readings, known, self.sources)
        node = reader.when(card.get("when"), card.what, text)
        note = card.text("note", required=False)
        card.close(ordered=True)
        if name in self.clauses:
            faults.add("R052", f"条款 {name} 写了两次", "请删去一个", tree, name)
        self.places[name] = (faults, tree)
        self.clauses[name] = Clause(name, citation, text, gloss, node, note)
        return name

    def _verbatim(self, text: str, card: Card) -> None:
        if text and self.squashed and squash(text) not in self.squashed:
            card.faults.add(
                "R053",
                f"{card.what}的 text 与官方文本不符",
                "请从 regulation.txt 照抄，一字不改",
                card.entries["text"][1],
            )

    def _check_citation(self, name: str, citation: str, card: Card) -> None:
        expected = citation_of(name)
        if citation and expected and citation != expected:
            card.faults.add(
                "R054",
                f"{card.what}的 citation 是“{citation}”，与编号不符",
                f"请写 {expected}",
                card.entries["citation"][1],
            )

    def _outcomes(self, known: frozenset[str]) -> tuple[OutcomeRow, ...]:
        card = self._card("outcomes.yaml", "结论表")
        reader = self._reader("outcomes.yaml", known)
        rows = [self._row(item, card.faults, reader, known) for item in card.items("rows")]
        card.close()
        _check_rows([row.row for row in rows], [row.when for row in rows], card)
        return tuple(rows)

    def _row(
        self, tree: Tree, faults: Faults, reader: ConditionReader, known: frozenset[str]
    ) -> OutcomeRow:
        card = Card(tree, "结论表的行", faults)
        name = card.quoted("row")
        card.what = f"结论表第 {name} 行"
        when = reader.when(card.get("when"), card.what, self.regulation)
        outcome = card.choice("outcome", (*OUTCOMES, POLICY))
        modality = card.choice("modality", ("shall", "may"))
        basis = card.choice("basis", ("text", "policy"))
        permitted = card.choices("permitted", OUTCOMES)
        cites = []
        for item in card.items("cites"):
            cite = Card(item, f"{card.what}的引用", faults)
            whole = "whole" in cite.entries
            clause = cite.quoted("whole" if whole else "each")
            if clause not in known:
                cite.unknown("R022", f"{card.what}引用了没有的条款", clause, known, item)
            status = cite.choice("status", ("established", "refuted"))
            cites.append(Cite(clause, whole, status, cite.choice("role", ROLES)))
            cite.close()
        disposition = Disposition("", "", "")
        found = card.card("disposition")
        if found is not None:
            disposition = Disposition(
                found.quoted("clause"), found.text("citation"), found.text("text")
            )
            self._verbatim(disposition.text, found)
            self._check_citation(disposition.clause, disposition.citation, found)
            found.close()
        if (outcome == POLICY) != (basis == POLICY):
            faults.add(
                "R055",
                f"{card.what}的 outcome 与 basis 不一致",
                "由惯例选定的，两处都写 policy",
                tree,
            )
        if outcome != POLICY and permitted and outcome not in permitted:
            faults.add(
                "R056", f"{card.what}的结论不在 permitted 之中", "请改正其中一处", tree, outcome
            )
        gloss = card.text("gloss")
        card.close(ordered=True)
        return OutcomeRow(
            name,
            when,
            outcome,
            "shall" if modality == "shall" else "may",
            "policy" if basis == POLICY else "text",
            permitted,
            tuple(cites),
            disposition,
            gloss,
        )

    def _consistency(
        self, known: frozenset[str]
    ) -> tuple[tuple[Combination, ...], tuple[Combination, ...]]:
        card = self._card("consistency.yaml", "事实之间的矛盾")
        reader = self._reader("consistency.yaml", known)
        impossible = tuple(
            self._combination(item, card.faults, reader, "reason")
            for item in card.items("impossible")
        )
        explain = tuple(
            self._combination(item, card.faults, reader, "question")
            for item in card.items("explain")
        )
        card.close()
        for combination, tree in zip(impossible, card.items("impossible"), strict=True):
            _check_presumptions(combination, card.faults, tree)
        return impossible, explain

    def _combination(
        self, tree: Tree, faults: Faults, reader: ConditionReader, key: str
    ) -> Combination:
        card = Card(tree, "组合", faults)
        name = card.quoted("id")
        card.what = f"组合 {name}"
        literals = []
        for item in card.items("facts"):
            node = reader.node(item, card.what, None)
            negated = isinstance(node, Not)
            inner = node.item if isinstance(node, Not) else node
            if not isinstance(inner, Fact) or inner.name not in vocabulary():
                if not isinstance(inner, Fact):
                    faults.add(
                        "R057", f"{card.what}只能列事实", "请写 {fact: …} 或 not: {fact: …}", item
                    )
                continue
            values = inner.values
            if negated:
                values = tuple(v for v in vocabulary()[inner.name].values if v not in values)
            literals.append(Fact(inner.name, values))
        if len({literal.name for literal in literals}) < 2:
            faults.add("R058", f"{card.what}应当列出两个以上不同的事实", "请补全 facts", tree)
        reason, reason_en = card.text(key), card.text(f"{key}_en")
        card.close(ordered=True)
        return Combination(name, tuple(literals), reason, reason_en)

    def _cross_check(self) -> None:
        """Check what no single file shows: readings against clauses, and references in a ring."""
        used = {
            node.name
            for clause in self.clauses.values()
            for node in walk(clause.when)
            if isinstance(node, Reading)
        }
        used |= {
            name for name in self.readings if f"reading: {name}" in self._text("outcomes.yaml")
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
            ring = _ring(name, self._condition, ())
            if ring is not None and name in self.places:
                faults, tree = self.places[name]
                faults.add(
                    "R062",
                    f"条款互相引用成环：{' → '.join(ring)}",
                    "请删去其中一处引用",
                    tree,
                    name,
                )

    def _text(self, name: str) -> str:
        tree = self.trees.get(name)
        data = json.dumps(canonical(tree), ensure_ascii=False) if tree is not None else ""
        return data.replace('"', "")

    def _condition(self, name: str) -> Node | None:
        found = self.articles.get(name) or self.clauses.get(name)
        return None if found is None else found.when


def _ring(
    name: str, condition: Callable[[str], Node | None], path: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Return the references that lead from `name` back to itself, or None."""
    if name in path:
        return (*path, name) if name == path[0] else None
    node = condition(name)
    for inner in walk(node) if node is not None else ():
        if isinstance(inner, ClauseRef):
            found = _ring(inner.clause, condition, (*path, name))
            if found is not None:
                return found
    return None


def _check_rows(names: list[str], conditions: list[Node], card: Card) -> None:
    """Check that rows are named once, and that the last, and only the last, takes the rest."""
    if not conditions:
        return
    if len(set(names)) < len(names):
        card.faults.add("R063", f"{card.what}有两行同名", "请给每行一个名字", card.tree)
    if conditions[-1] != OTHERWISE or OTHERWISE in conditions[:-1]:
        card.faults.add(
            "R064",
            f"{card.what}的末行、且只有末行，应当是 when: otherwise",
            "这样每个案件才恰有一个结论",
            card.tree,
        )


def _check_presumptions(combination: Combination, faults: Faults, tree: Tree) -> None:
    """Refuse a combination that presumptions alone could complete: its remedy would be a guess."""
    presumed = [
        literal
        for literal in combination.literals
        if vocabulary()[literal.name].presumed in literal.values
    ]
    for literal in presumed:
        left = [v for v in vocabulary()[literal.name].values if v not in literal.values]
        if len(presumed) > 1 or len(left) != 1:
            faults.add(
                "R065",
                f"组合 {combination.id}：未查明的事实按推定取值，就可能落入这一组合",
                "请调整所列的值，使推定的取值至多满足其中一项",
                tree,
                combination.id,
            )
            return


def _policy(tree: Tree, faults: Faults, reader: ConditionReader) -> Policy | None:
    card = Card(tree, "裁量惯例", faults)
    name, title, title_en = card.quoted("id"), card.text("title"), card.text("title_en")
    citation, text, gloss = card.text("citation"), card.text("text"), card.text("gloss")
    rows = []
    for item in card.items("rows"):
        row = Card(item, "裁量惯例的行", faults)
        label = row.quoted("row")
        when = reader.when(row.get("when"), f"裁量惯例第 {label} 行", None)
        rows.append(PolicyRow(label, when, row.choice("outcome", OUTCOMES), row.text("gloss")))
        row.close(ordered=True)
    card.close(ordered=True)
    _check_rows([row.row for row in rows], [row.when for row in rows], card)
    sha256 = fingerprint(canonical(tree))
    return Policy(name, title, title_en, citation, text, gloss, tuple(rows), sha256)
