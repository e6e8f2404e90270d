"""Obligations file: `obligations.yaml` -> the duties of a regulation, every fault noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from tolerance_rules.errors import in_english, shorten
from tolerance_rules.formats.conditions import ConditionReader
from tolerance_rules.formats.deadline_cards import check_quote, check_words, flag, read_limit
from tolerance_rules.formats.facts_file import CODE
from tolerance_rules.formats.human_values import folded
from tolerance_rules.formats.strict_yaml import Items, Scalar, Tree
from tolerance_rules.formats.tree_reader import DELETE_ONE, Card
from tolerance_rules.formats.tree_reader import part as part_of
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.language import Pair
from tolerance_rules.legal_references import clause_words
from tolerance_rules.rules import (
    CASE,
    DEADLINES,
    DECISION,
    OTHERWISE,
    TURNS,
    DocumentPart,
    Duties,
    Duty,
    DutyEvent,
    NoDuty,
    ReadingCard,
)

FORCES: tuple[Literal["shall", "may"], ...] = ("shall", "may")


class ObligationsReader:
    """Reads the duties of one file.

    `outcomes` and `readings` are those that the regulation has, `regulation` its text.
    """

    def __init__(
        self,
        card: Card,
        conditions: ConditionReader,
        regulation: str,
        outcomes: Sequence[str],
        readings: Mapping[str, ReadingCard],
    ) -> None:
        self.card, self.faults = card, card.faults
        self.conditions, self.regulation = conditions, regulation
        self.outcomes, self.readings = outcomes, readings
        self.parties: dict[str, Pair] = {}
        self.events: dict[str, DutyEvent] = {}
        self.duties: dict[str, Duty] = {}
        self.places: dict[str, Card] = {}
        self.taken: dict[str, str] = {}

    def read(self) -> Duties:
        """Return the duties."""
        parties = self.card.card("parties")
        for code, tree in list(parties.rest()) if parties is not None else ():
            inner = Card(tree, (f"当事方 {code} ", f"party {code}"), self.faults)
            self.parties[code] = self._label(inner)
            inner.close()
        for item in self.card.items("events", required=False):
            event = self._event(item)
            self.events[event.id] = event
        items = self.card.items("duties")
        # What a duty names may come after it.
        named = [*self.events, *filter(None, map(_id_of, items))]
        for item in items:
            duty = self._duty(item, named)
            self.duties[duty.id] = duty
        others = tuple(map(self._other, self.card.items("others", required=False)))
        self.card.close(ordered=True)
        found = Duties(
            FrozenDict(self.parties), FrozenDict(self.events), FrozenDict(self.duties), others
        )
        self._rings()
        self._registers()
        return found

    def _event(self, tree: Tree) -> DutyEvent:
        card, name = self._named(tree, ("事件", "event"))
        clause, quote = self._quote(card)
        label = self._label(card)
        appointed = flag(card, "appointed")
        card.close()
        self._take(card, name, label)
        return DutyEvent(name, clause, quote, label, appointed)

    def _duty(self, tree: Tree, named: Sequence[str]) -> Duty:
        card, name = self._named(tree, ("义务", "duty"))
        clause, quote = self._quote(card)
        label = self._label(card)
        gloss = card.text("gloss")
        who = self._party(card, "who")
        to = self._several(card, "to", self.parties)
        force = card.choice("force", FORCES)
        continuing = flag(card, "continuing")
        outcomes = self._several(card, "outcomes", self.outcomes)
        when = card.get("when", required=False)
        words = clause_words(self.regulation, clause)
        node = self.conditions.node(when, card.what, words) if when is not None else OTHERWISE
        turns = self._several(card, "turns", TURNS)
        starts = card.choice("starts", (CASE, DECISION, *named))
        unless = self._several(card, "unless", (DECISION, *named))
        limit = read_limit(
            card, clause, quote, words=words, outcomes=outcomes, readings=self.readings
        )
        promptly = flag(card, "promptly")
        appointed = [event.id for event in self.events.values() if event.appointed]
        by = self._several(card, "by", (DECISION, *appointed))
        self._one_limit(card, limit is not None, bool(by), promptly, continuing)
        document = self._pair(card, "document")
        contents = tuple(
            self._part(card, item, clause) for item in card.items("contents", required=False)
        )
        evidence = self._pair(card, "evidence", required=not continuing)
        shown_by = self._several(card, "shown_by", (DECISION, *self.events))
        register = "".join(self._one(card, "register", DEADLINES))
        card.close(ordered=True)
        self._take(card, name, label)
        return Duty(
            name,
            clause,
            quote,
            label,
            gloss,
            who,
            to,
            "may" if force == "may" else "shall",
            continuing,
            outcomes,
            node,
            turns,
            starts,
            unless,
            limit,
            by,
            promptly,
            document,
            contents,
            evidence,
            shown_by,
            register,
        )

    def _other(self, tree: Tree) -> NoDuty:
        card = Card(tree, ("others 的一句", "a sentence of others"), self.faults)
        clause, quote = self._quote(card)
        reason = self._label(card)
        card.close(ordered=True)
        return NoDuty(clause, quote, reason)

    def _named(self, tree: Tree, what: Pair) -> tuple[Card, str]:
        card = Card(tree, what, self.faults)
        name = card.quoted("id")
        card.what = (f"{what[0]} {shorten(name)} ", f"{what[1]} {shorten(name)}")
        if name and (not CODE.fullmatch(name) or name in (CASE, DECISION)):
            card.fault(
                "R130",
                ("不能用作名称", "this cannot be a name"),
                (
                    f"请用小写英文字母、数字和下划线，以字母开头，不能是 {CASE}、{DECISION}",
                    f"use small letters, digits and underscores, a letter first, but not {CASE} "
                    f"or {DECISION}",
                ),
                card.entries["id"][1],
                name[:200],
            )
        return card, name

    def _take(self, card: Card, name: str, label: Pair) -> None:
        """Note what a case file can call it by, and what is called so already."""
        self.places[name] = card
        for word in dict.fromkeys(folded(each) for each in (name, *label) if each):
            if word in self.taken:
                shown = shorten(word)
                card.fault(
                    "R131",
                    (
                        f"与 {self.taken[word]} 同名：{shown}",
                        f"{self.taken[word]} has this name too: {in_english(shown)}",
                    ),
                    (
                        "请改 id、zh 或者 en：案件的办理情况凭名称认它",
                        "change id, zh or en: the handling of a case knows it by its names",
                    ),
                    subject=name[:200],
                )
            self.taken.setdefault(word, name)

    def _quote(self, card: Card) -> tuple[str, str]:
        clause, quote = card.quoted("clause"), card.text("quote")
        check_words(card, clause, quote, self.regulation)
        return clause, quote

    def _part(self, card: Card, tree: Tree, clause: str) -> DocumentPart:
        part = Card(tree, part_of(card.what, "contents"), self.faults)
        quote = part.text("quote")
        check_quote(part, clause, quote, self.regulation)
        label = self._label(part)
        part.close(ordered=True)
        return DocumentPart(quote, label)

    @staticmethod
    def _label(card: Card) -> Pair:
        return card.text("zh"), card.text("en")

    def _pair(self, card: Card, key: str, *, required: bool = False) -> Pair | None:
        inner = card.card(key, required=required)
        if inner is None:
            return None
        label = self._label(inner)
        inner.close(ordered=True)
        return label

    def _party(self, card: Card, key: str) -> str:
        return card.choice(key, self.parties)

    @staticmethod
    def _several(card: Card, key: str, options: Iterable[str]) -> tuple[str, ...]:
        """Return a list of names, each once; none where the key is not there."""
        if key not in card.entries:
            card.asked.append(key)
            return ()
        found = card.choices(key, tuple(options))
        for name in {name for name in found if found.count(name) > 1}:
            tree = card.entries[key][1]
            words = (f"的 {name} 写了两次", f"{name} stands there twice")
            card.fault("R030", words, DELETE_ONE, tree)
        return found

    @staticmethod
    def _one(card: Card, key: str, options: Iterable[str]) -> tuple[str, ...]:
        """Return the name under a key, or none where the key is not there."""
        if key in card.entries:
            return (card.choice(key, options),)
        card.asked.append(key)
        return ()

    def _one_limit(
        self, card: Card, limit: bool, by: bool, promptly: bool, continuing: bool
    ) -> None:
        if limit + by + promptly > 1 or (continuing and (limit or by)):
            words = ("写了几种期限", "several kinds of time limit are given")
            if continuing:
                words = ("一直都有，不会有期限", "it lasts, and has no time limit")
            card.fault(
                "R124",
                words,
                (
                    "期限、by、promptly 只能写一种；continuing 的不写期限",
                    "give one of a time limit, by and promptly; none where it is continuing",
                ),
            )

    def _rings(self) -> None:
        for name, duty in self.duties.items():
            path, starts = [name], duty.starts
            while starts in self.duties and starts not in path:
                path.append(starts)
                starts = self.duties[starts].starts
            if starts == name:
                ring = " → ".join([*path, name])
                self.places[name].fault(
                    "R133",
                    (f"的 starts 成环：{ring}", f"starts runs in a ring: {ring}"),
                    (
                        "请改其中一个，从 case、decision 或者一件事开始",
                        "let one of them start with case, decision or an event",
                    ),
                    subject=name,
                )
                return

    def _registers(self) -> None:
        held: dict[str, str] = {}
        for name, duty in self.duties.items():
            if not duty.register:
                continue
            card = self.places[name]
            if duty.register in held:
                other = held[duty.register]
                words = (
                    f"与 {other} 都写了 register: {duty.register}",
                    f"{other} has register: {duty.register} too",
                )
                card.fault("R134", words, DELETE_ONE, subject=name)
            elif duty.starts != DECISION or duty.limit is None:
                card.fault(
                    "R135",
                    (
                        "写了 register，但不是从作出决定起算的期限",
                        "it has register, and no time limit that runs from the decision",
                    ),
                    (
                        "审计只核对从作出决定起算的工作日、每月几日前；不是的，请删去 register",
                        "an audit holds dates to such time limits alone: delete register",
                    ),
                    subject=name,
                )
            held.setdefault(duty.register, name)


def _id_of(tree: Tree) -> str:
    entry = getattr(tree, "items", {})
    found = entry.get("id") if not isinstance(tree, Items) and hasattr(entry, "get") else None
    return found[1].text if found is not None and isinstance(found[1], Scalar) else ""
