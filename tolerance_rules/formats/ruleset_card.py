"""Ruleset card: `ruleset.yaml`, which regulation this is and which files are its rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tolerance_rules.formats.strict_yaml import Items, Scalar
from tolerance_rules.formats.tree_reader import DELETE_ONE, Card, no_list
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.rules import InForce

CLAUSES = r"(?m)^(article|clauses)[ ]*:"
"""What a file of articles has, at the top."""

MOVED = "R136"
"""Time limits where rules of before had them: rules that are read as they were may have them so."""

TEXTS = ("document_number", "title", "title_en", "issuer", "issuer_en")
REPEALED = ("document_number", "title", "issued")


class RulesetCard:
    """The card of a ruleset: first the files of its articles, then, when they are read, the rest.

    `taken` are the names of the other files, which no article may use.
    """

    def __init__(self, card: Card, folder: Path, taken: Sequence[str]) -> None:
        self.card, self.folder = card, folder
        before = len(card.faults.found)
        self.articles = self._articles(taken) if card.entries else ()
        self._unlisted(taken)
        self.articles_in_doubt = len(card.faults.found) > before

    def _articles(self, taken: Sequence[str]) -> tuple[str, ...]:
        found: list[str] = []
        value = self.card.get("articles")
        if value is None:
            return ()
        items = value.items if isinstance(value, Items) else ()
        if not items:
            remedy = (
                "请依次列出条款所在的文件，如 articles: [article_5.yaml]",
                "list the files that have them, in order: articles: [article_5.yaml]",
            )
            self.card.fault("R007", no_list("articles"), remedy, value)
        for item in items:
            name = item.text if isinstance(item, Scalar) else ""
            # A path would reach outside the folder of the ruleset.
            if not name.endswith(".yaml") or name in taken or {"/", "\\"} & set(name):
                words = (
                    f"articles 中的 {name[:60]} 不能用作条款文件",
                    f"articles: {name[:60]} cannot be a file of articles",
                )
                remedy = (
                    f"请写同一目录下以 .yaml 结尾的文件名，不能是 {'、'.join(taken)}",
                    "name a file of the same folder that ends in .yaml, other than "
                    + ", ".join(taken),
                )
                self.card.faults.add("R117", words, remedy, item)
            elif name in found:
                words = (f"articles 把 {name} 写了两次", f"articles: {name} stands twice")
                self.card.faults.add("R118", words, DELETE_ONE, item)
            else:
                found.append(name)
        return tuple(found)

    def _unlisted(self, taken: Sequence[str]) -> None:
        """Note files with clauses that are not among the articles: no rule would come of them."""
        for file in sorted(self.folder.glob("*.yaml")) if self.articles else ():
            if file.name in (*taken, *self.articles):
                continue
            if re.search(CLAUSES, file.read_text(encoding="utf-8", errors="replace")):
                words = (
                    f"{file.name} 写有条款，但 articles 没有列它",
                    f"{file.name} has clauses, but is not among the articles",
                )
                remedy = (
                    "请在 articles 中按条文的先后列出；不用的，移出本目录",
                    "list it, in the order of the law; if it is not used, move it elsewhere",
                )
                self.card.faults.add("R119", words, remedy, self.card.entries["articles"][0])

    def read(self, regulation: str, sha256: str) -> dict[str, Any]:
        """Check everything else, and return it as fields of a ruleset."""
        card = self.card
        fields: dict[str, Any] = {key: card.text(key) for key in TEXTS}
        fields["id"] = card.quoted("id")
        if fields["id"] not in ("", self.folder.resolve().name) and card.entries:
            name = self.folder.resolve().name
            words = (f"的 id 与目录名 {name} 不一致", f"id is not the name of the folder, {name}")
            remedy = ("请使二者相同", "make them the same")
            card.fault("R043", words, remedy, card.entries["id"][1])
        fields["in_force"] = self._in_force()
        repeals = card.card("repeals", required=False)
        fields["repeals"] = None
        if repeals is not None:
            fields["repeals"] = FrozenDict({key: repeals.text(key) for key in REPEALED})
            repeals.close()
        fields["interpreted_by"] = card.text("interpreted_by")
        fields["basis"] = tuple(self._basis())
        early = card.card("earlier_conduct", required=False)
        fields["earlier_conduct"] = None
        if early is not None:
            fields["earlier_conduct"] = (early.text("notice"), early.text("notice_en"))
            early.close()
        deadlines = card.get("deadlines", required=False)
        if deadlines is not None:
            card.fault(
                MOVED,
                ("的期限不写在 ruleset.yaml", "time limits do not stand in ruleset.yaml"),
                (
                    "请移到 obligations.yaml，写成义务的期限（register: notice 告知、filing 备案）",
                    "move them to obligations.yaml, as those of duties with register: notice or "
                    "filing",
                ),
                deadlines,
            )
        given = card.text("regulation_sha256")
        if "regulation_sha256" in card.entries and regulation and given != sha256:
            words = (
                "官方文本与 regulation_sha256 记载的指纹不符：文本被改动过",
                "the official text has not the fingerprint regulation_sha256: it was changed",
            )
            remedy = (
                f"请恢复官方文本；确系换用新文本的，改为 {sha256}",
                f"restore the text; where a new one is meant, write {sha256}",
            )
            card.faults.add("R044", words, remedy, card.entries["regulation_sha256"][1])
        card.close()
        return fields

    def _basis(self) -> Iterator[tuple[str, str]]:
        """Yield the number and the title of each document that the regulation rests on."""
        for item in self.card.items("basis", required=False):
            inner = Card(item, ("规则集的 basis", "the ruleset, basis"), self.card.faults)
            yield inner.text("document_number"), inner.text("title")
            inner.close()

    def _in_force(self) -> InForce:
        card = self.card
        start, until = card.text("in_force_from"), card.nullable("in_force_until")
        self._date("in_force_from", start)
        if until is not None:
            self._date("in_force_until", until)
            if until < start:
                words = (
                    "in_force_until 早于 in_force_from",
                    "in_force_until is before in_force_from",
                )
                remedy = (
                    "请核对两个日期；现行有效的写 null",
                    "check both; of rules that are in force, write null",
                )
                card.faults.add("R068", words, remedy, card.entries["in_force_until"][1])
        return InForce(start, until)

    def _date(self, key: str, text: str) -> None:
        card = self.card
        try:
            # Other forms that Python reads, such as 20230727, would not compare as text.
            iso = date.fromisoformat(text).isoformat() == text
        except ValueError:
            iso = False
        if not iso and key in card.entries:
            words = (f"{key} 不是日期", f"{key} is no date")
            remedy = ('请写成 "2023-07-27" 的形式', 'write it as "2023-07-27"')
            card.faults.add("R045", words, remedy, card.entries[key][1])
