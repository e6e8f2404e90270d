"""Cards: one entry of a rule file -> the noun it stands for, every fault noted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tolerance_rules.errors import shorten
from tolerance_rules.formats.conditions import NO_CLAUSE, ConditionReader, squash
from tolerance_rules.formats.strict_yaml import Items, Scalar, Tree
from tolerance_rules.formats.tree_reader import DELETE_ONE, Card, Faults, about, cannot_be, part
from tolerance_rules.formats.unencoded import read_unencoded
from tolerance_rules.language import Pair
from tolerance_rules.legal_references import citation_of
from tolerance_rules.rules import (
    OTHERWISE,
    POLICY,
    Article,
    Cite,
    Clause,
    Combination,
    Disposition,
    Fact,
    Node,
    Not,
    OutcomeRow,
    OutcomeWords,
    Policy,
    PolicyRow,
    ReadingCard,
    walk,
)
from tolerance_rules.verdict.outcome import Outcome
from tolerance_rules.vocabulary.vocabulary import Vocabulary

OUTCOMES = tuple(outcome.value for outcome in Outcome)
ROLES = ("scope", "circumstance", "bar", "condition_met", "condition_unmet")


NO_FACTS = Vocabulary({}, {})


@dataclass(frozen=True)
class Law:
    """What every card is checked against: the official text, and the names that may be used."""

    regulation: str
    readings: Mapping[str, ReadingCard] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    """The articles and clauses that may be referred to."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """The texts that a leaf may quote with `from`."""
    squashed: str = ""
    vocabulary: Vocabulary = NO_FACTS
    outcomes: tuple[str, ...] = OUTCOMES
    """The outcomes that the regulation uses."""


class CardReader:
    """Reads the cards of one file."""

    def __init__(self, faults: Faults, law: Law) -> None:
        self.faults, self.law = faults, law
        self.conditions = ConditionReader(
            faults, law.vocabulary, law.readings, law.known, law.sources
        )

    def reading(self, tree: Tree) -> ReadingCard:
        """Return a reading card, default option first."""
        card = Card(tree, ("读法", "a reading"), self.faults)
        name = card.quoted("id")
        card.what = (f"读法 {name} ", f"reading {name}")
        clause, phrase = card.quoted("clause"), card.text("phrase")
        question, question_en, default = (
            card.text("question"),
            card.text("question_en"),
            card.text("default"),
        )
        options: list[tuple[str, tuple[str, str]]] = []
        given = card.card("options")
        for option, value in list(given.rest()) if given is not None else ():
            texts = Card(value, part(card.what, option), card.faults)
            options.append((option, (texts.text("zh"), texts.text("en"))))
            texts.close()
        names = [option for option, _ in options]
        if options and default not in names:
            card.unknown("R006", cannot_be("default"), default, names, tree)
        elif options and names[0] != default:
            card.fault(
                "R046",
                ("的默认选项应当写在最前", "the default should be the first of the options"),
                (f"请把 {default} 移到 options 首位", f"move {default} to the top"),
            )
        if len(options) < 2:
            card.fault(
                "R047",
                ("至少要有两个选项", "a reading has at least two options"),
                ("请补全 options", "complete the options"),
            )
        reason, reason_en = card.text("reason"), card.text("reason_en")
        card.close(ordered=True)
        return ReadingCard(
            name, clause, phrase, question, question_en, default, tuple(options), reason, reason_en
        )

    def clause(self, tree: Tree) -> Clause:
        """Return a clause card, its words and its citation checked against the law."""
        before = len(self.faults.found)
        card = Card(tree, ("条款", "a clause"), self.faults)
        name = card.quoted("id")
        card.what = (f"条款 {name} ", f"clause {name}")
        citation, text, gloss = card.text("citation"), card.text("text"), card.text("gloss")
        self.verbatim(text, card)
        self.citation(name, citation, card)
        node = self.conditions.when(card.get("when"), card.what, text)
        sound = len(self.faults.found) == before
        unencoded = read_unencoded(card, text, node, sound=sound)
        note = card.text("note", required=False)
        card.close(ordered=True)
        return Clause(name, citation, text, gloss, node, note, unencoded)

    def article(self, tree: Tree) -> tuple[Article, tuple[tuple[Clause, Tree], ...]]:
        """Return an article, and its clauses each with its place."""
        card = Card(tree, ("条", "an article"), self.faults)
        article, citation = card.quoted("article"), card.text("citation")
        card.what = (f"第 {article} 条", f"article {article}")
        text, gloss = card.text("text"), card.text("gloss")
        holds = card.choice("holds", ("any", "all"))
        gate = card.get("provided", required=False)
        provided = self.gate(gate, card.what) if gate is not None else None
        self.verbatim(text, card)
        self.citation(article, citation, card)
        clauses = tuple((self.clause(item), item) for item in card.items("clauses"))
        card.close(ordered=True)
        ids = tuple(clause.id for clause, _ in clauses)
        return Article(article, citation, text, gloss, holds, ids, provided), clauses

    def gate(self, tree: Tree, what: Pair) -> Node:
        """Return the condition under which an article counts, which is over clauses alone."""
        node = self.conditions.node(tree, part(what, "provided"), None)
        if any(isinstance(inner, Fact) for inner in walk(node)):
            words = (
                "的 provided 只能引用条款，不能直接写事实",
                "provided may name clauses, no facts",
            )
            remedy = (
                '请把这个条件写成一张条款卡片，再写 provided: {clause: "…"}',
                'write the condition as the card of a clause, and here provided: {clause: "…"}',
            )
            self.faults.add("R110", about(what, words), remedy, tree)
            return OTHERWISE
        return node

    def source(self, tree: Tree) -> tuple[str, str]:
        """Return an article that leaves may quote with `from`: its id and its text."""
        card = Card(tree, ("所引条文", "an article quoted"), self.faults)
        name, citation, text = card.quoted("id"), card.text("citation"), card.text("text")
        self.verbatim(text, card)
        self.citation(name, citation, card)
        card.close(ordered=True)
        return name, text

    def verbatim(self, text: str, card: Card) -> None:
        """Note a text that is not, white space aside, in the official text."""
        if text and self.law.squashed and squash(text) not in self.law.squashed:
            card.fault(
                "R053",
                ("的 text 与官方文本不符", "text is not in the official text"),
                ("请从 regulation.txt 照抄，一字不改", "copy it from regulation.txt to the letter"),
                card.entries["text"][1],
            )

    def citation(self, name: str, citation: str, card: Card) -> None:
        """Note a citation that is not that of its legal coordinates."""
        expected = citation_of(name)
        if name and not expected:
            card.fault(
                "R066",
                (
                    f"的编号 {shorten(name)} 不是条、款、项、目、情形的编号",
                    f"{shorten(name)} is no coordinate of the law",
                ),
                (
                    '请写成 "5"（条）、"5.k2"（款）、"5.3"（项）、"5.3.m1"（目）、"7.5.2"（情形）',
                    'write it as "5" (article), "5.k2" (paragraph), "5.3" (item), '
                    '"5.3.m1" (subitem) or "7.5.2" (case)',
                ),
            )
        elif citation and citation != expected:
            card.fault(
                "R054",
                (
                    f"的 citation 是“{citation}”，与编号不符",
                    f"the citation “{citation}” is not that of the id",
                ),
                (f"请写 {expected}", f"write “{expected}”"),
                card.entries["citation"][1],
            )

    def row(self, tree: Tree) -> OutcomeRow:
        """Return a row of the outcome table."""
        card = Card(tree, ("结论表的行", "a row of the outcome table"), self.faults)
        name = card.quoted("row")
        card.what = (f"结论表第 {name} 行", f"outcome table, row {name}")
        when = self.conditions.when(card.get("when"), card.what, self.law.regulation, row=True)
        outcome = card.choice("outcome", (*self.law.outcomes, POLICY))
        modality = card.choice("modality", ("shall", "may"))
        basis = card.choice("basis", ("text", "policy"))
        permitted = card.choices("permitted", self.law.outcomes)
        cites = []
        for item in card.items("cites"):
            cite = Card(item, (f"{card.what[0]}的引用", f"{card.what[1]}, cites"), self.faults)
            whole = "whole" in cite.entries
            clause = cite.quoted("whole" if whole else "each")
            if clause not in self.law.known:
                card.unknown("R022", NO_CLAUSE, clause, self.law.known, item)
            status = cite.choice("status", ("established", "refuted"))
            cites.append(Cite(clause, whole, status, cite.choice("role", ROLES)))
            cite.close()
        disposition = Disposition("", "", "")
        found = card.card("disposition")
        if found is not None:
            disposition = Disposition(
                found.quoted("clause"), found.text("citation"), found.text("text")
            )
            self.verbatim(disposition.text, found)
            self.citation(disposition.clause, disposition.citation, found)
            found.close()
        if (outcome == POLICY) != (basis == POLICY):
            card.fault(
                "R055",
                ("的 outcome 与 basis 不一致", "outcome and basis do not agree"),
                (
                    "由惯例选定的，两处都写 policy",
                    "where the policy picks the outcome, write policy for both",
                ),
            )
        if outcome != POLICY and permitted and outcome not in permitted:
            card.fault(
                "R056",
                ("的结论不在 permitted 之中", "the outcome is not among those permitted"),
                ("请改正其中一处", "mend one of the two"),
                subject=outcome,
            )
        gloss = card.text("gloss")
        remark = card.text("remark", required=False)
        remark_en = card.text("remark_en", required=bool(remark))
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
            (remark, remark_en),
        )

    def outcome(self, code: str, tree: Tree) -> OutcomeWords:
        """Return what the regulation calls an outcome, and what else is read as it."""
        card = Card(tree, (f"结论 {code} ", f"outcome {code}"), self.faults)
        label = (card.text("zh"), card.text("en"))
        also: list[str] = []
        for item in card.items("also", required=False):
            word = card.text_of(item, "also")
            if word in (*label, *also):
                twice = (f"的 {word} 写了两次", f"“{word}” stands twice")
                card.fault("R111", twice, DELETE_ONE, item)
            also.append(word)
        card.close(ordered=True)
        return OutcomeWords(label, tuple(also))

    def combination(self, tree: Tree, key: str) -> Combination:
        """Return a combination of facts; `key` names its Chinese text."""
        card = Card(tree, ("组合", "a combination"), self.faults)
        name = card.quoted("id")
        card.what = (f"组合 {name} ", f"combination {name}")
        literals = []
        for item in card.items("facts"):
            node = self.conditions.node(item, card.what, None)
            negated = isinstance(node, Not)
            inner = node.item if isinstance(node, Not) else node
            if not isinstance(inner, Fact) or inner.name not in self.law.vocabulary:
                if not isinstance(inner, Fact):
                    card.fault(
                        "R057",
                        ("只能列事实", "only facts may be listed"),
                        ("请写 {fact: …} 或 not: {fact: …}", "write {fact: …} or not: {fact: …}"),
                        item,
                    )
                continue
            values = inner.values
            if negated:
                every = self.law.vocabulary[inner.name].values
                values = tuple(value for value in every if value not in values)
            literals.append(Fact(inner.name, values))
        if len({literal.name for literal in literals}) < 2:
            card.fault(
                "R058",
                ("应当列出两个以上不同的事实", "there should be two facts or more"),
                ("请补全 facts", "complete the facts"),
            )
        reason, reason_en = card.text(key), card.text(f"{key}_en")
        card.close(ordered=True)
        return Combination(name, tuple(literals), reason, reason_en)

    def policy(self, tree: Tree, allowed: Sequence[str]) -> Policy:
        """Return a policy that picks among `allowed`; its leaves need not quote: it is not law."""
        card = Card(tree, ("裁量惯例", "the policy"), self.faults)
        name, title, title_en = card.quoted("id"), card.text("title"), card.text("title_en")
        citation, text, gloss = card.text("citation"), card.text("text"), card.text("gloss")
        rows = []
        for item in card.items("rows"):
            row = Card(item, ("裁量惯例的行", "a row of the policy"), self.faults)
            label = row.quoted("row")
            row.what = (f"裁量惯例第 {label} 行", f"policy, row {label}")
            when = self.conditions.when(row.get("when"), row.what, None, row=True)
            rows.append(PolicyRow(label, when, row.choice("outcome", allowed), row.text("gloss")))
            row.close(ordered=True)
        card.close(ordered=True)
        check_rows([row.row for row in rows], [row.when for row in rows], card)
        sha256 = fingerprint(canonical(tree))
        return Policy(name, title, title_en, citation, text, gloss, tuple(rows), sha256)


def left_to_policy(rows: Sequence[OutcomeRow]) -> tuple[str, ...]:
    """Return the outcomes that every row that leaves the outcome to the policy permits."""
    permitted = [row.permitted for row in rows if row.by_policy]
    return tuple(each for each in OUTCOMES if all(each in row for row in permitted))


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


def check_rows(names: Sequence[str], conditions: Sequence[Node], card: Card) -> None:
    """Check that rows are named once, and that the last, and only the last, takes the rest."""
    if not conditions:
        return
    given = [name for name in names if name]  # one without a name is a fault of its own
    if len(set(given)) < len(given):
        card.fault(
            "R063",
            ("有两行同名", "two rows have the same name"),
            ("请给每行一个名字", "give each a name of its own"),
        )
    if conditions[-1] != OTHERWISE or OTHERWISE in conditions[:-1]:
        card.fault(
            "R064",
            (
                "的末行、且只有末行，应当是 when: otherwise",
                "the last row, and no other, should be when: otherwise",
            ),
            ("这样每个案件才恰有一个结论", "so that each case has one outcome and no more"),
        )


def check_presumptions(
    combination: Combination, vocabulary: Vocabulary, faults: Faults, tree: Tree
) -> None:
    """Refuse a combination that presumptions alone could complete: its remedy would be a guess."""
    if not presumable(combination, vocabulary):
        faults.add(
            "R065",
            (
                f"组合 {combination.id}：未查明的事实按推定取值，就可能落入这一组合",
                f"combination {combination.id}: what is presumed of open facts may complete it",
            ),
            (
                "请调整所列的值，使推定的取值至多满足其中一项",
                "change the values, so that what is presumed meets at most one of them",
            ),
            tree,
            combination.id,
        )


def presumable(combination: Combination, vocabulary: Vocabulary) -> bool:
    """Tell whether no case falls into a combination only by what is presumed.

    Where two or more literals are open, one of them must be presumed not to hold, whatever values
    are still possible: every value outside it is preferred to every value that it names. Where
    one is open, the others strike out what it names.
    """
    return sum(not _presumed_outside(each, vocabulary) for each in combination.literals) <= 1


def _presumed_outside(literal: Fact, vocabulary: Vocabulary) -> bool:
    named = [value in literal.values for value in vocabulary[literal.name].preference]
    return named == sorted(named)
