"""Forms file: `forms/forms.yaml` of a ruleset, which papers there are and what each field says.

The paper itself is a Word template beside it. A field is written in the case file, or comes from
the case, the decision or a time limit; where there is nothing to say it stays blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from tolerance_rules.errors import RulesError, unreadable
from tolerance_rules.formats.condition_schemas import array, record, ref
from tolerance_rules.formats.conditions import squash
from tolerance_rules.formats.fact_schemas import Schema
from tolerance_rules.formats.strict_yaml import Entries, Tree, YamlFault, parse
from tolerance_rules.formats.text_bytes import read_bytes
from tolerance_rules.formats.tree_reader import Card, Faults
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.language import Lang, Pair, pick
from tolerance_rules.legal_references import clause_words
from tolerance_rules.rules import Ruleset

FOLDER, FILE = "forms", "forms.yaml"

SOURCES: Mapping[str, str] = {
    "case.id": "案件的编号",
    "case.title": "案件的事项",
    "case.authority": "案件的责任追究部门",
    "case.occurred_on": "行为发生的日期",
    "case.decided_on": "作出结论的日期",
    "decision.outcome": "结论的名称",
    "decision.circumstances": "成立的情形：条款编号",
    "decision.grounds": "结论依据的各项条款和原文",
    "decision.facts": "结论所依据的已查明的事实和证据",
    "decision.explanation": "说明全文，由模板逐行排印",
    "regulation": "规定的文号和名称",
    "deadline.notice": "告知的期限",
    "deadline.filing": "备案的期限",
    "analysis": "综合分析的各个方面，由模板逐项排印",
    "log.checkpoint": "决定日志的检查点：由日志写的文书才有",
}
"""What a field can come from, besides `fact.<name>` and `field.<name>`."""

BLANKS = ("none", "line", "date")
"""What stands where there is nothing to say: nothing, a line to write on, a date to fill in."""

Sources: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """A field of a form: what it is called, and where what it says comes from.

    `sources` always say it, and it is not written in a case file; `otherwise` say it where the
    case file does not. Of several the first that says anything is taken.
    """

    id: str
    label: Pair
    sources: Sources = ()
    otherwise: Sources = ()
    blank: str = "none"


@dataclass(frozen=True)
class Form:
    """A form: its title, the words of the law that ask for it, its template and its fields."""

    id: str
    title: Pair
    clause: str
    quote: str
    template: Path
    fields: tuple[str, ...]
    outcomes: tuple[str, ...] = ()
    """Of which outcomes it is; of any where there are none."""
    settled: bool = False
    """Whether only a settled decision can be put on it."""
    row: tuple[str, ...] = ()
    """The fields of each row, where it takes many cases."""
    least_rows: int = 0

    def name(self, lang: Lang = "zh") -> str:
        """Return the title in a language."""
        return pick(lang, self.title)


@dataclass(frozen=True)
class Forms:
    """The forms of a ruleset, and the fields that they share."""

    fields: Mapping[str, Field]
    forms: Mapping[str, Form]


NO_FORMS = Forms(FrozenDict(), FrozenDict())


def read_forms(rules: Ruleset) -> Forms:
    """Return the forms of a ruleset; RulesError lists every fault of the file."""
    folder = Path(rules.folder) / FOLDER
    file = folder / FILE
    faults = Faults(str(file))
    try:
        tree, found = parse(read_bytes(file), str(file))
    except FileNotFoundError:
        return NO_FORMS
    except OSError as error:
        raise RulesError([unreadable("R041", error, str(file))]) from None
    except YamlFault as error:
        raise RulesError(error.faults) from None
    faults.found.extend(found)
    forms = _Reader(rules, folder, faults).forms(tree)
    if faults.found:
        raise RulesError(sorted(faults.found, key=lambda fault: fault.line))
    return forms


class _Reader:
    """One reading of one file."""

    def __init__(self, rules: Ruleset, folder: Path, faults: Faults) -> None:
        self.rules, self.folder, self.faults = rules, folder, faults

    def forms(self, tree: Tree) -> Forms:
        card = Card(tree, ("文书", "the forms"), self.faults)
        ids = [name for name, _ in self._named(card, "fields")]
        fields = {name: self._field(name, each, ids) for name, each in self._named(card, "fields")}
        self._same_labels(card, fields)
        forms = {name: self._form(name, each, fields) for name, each in self._named(card, "forms")}
        card.close()
        return Forms(FrozenDict(fields), FrozenDict(forms))

    def _named(self, card: Card, key: str) -> Iterator[tuple[str, Tree]]:
        value = card.get(key)
        if isinstance(value, Entries):
            yield from ((name, each) for name, (_, each) in value.items.items())
        elif value is not None:
            words = (f"的 {key} 应当是“名称: …”的对照表", f"{key} should be a mapping, name: …")
            card.fault("R001", words, ("请每项一行", "write one on a line"), value)

    def _same_labels(self, card: Card, fields: Mapping[str, Field]) -> None:
        """Note the labels that two fields share: in a case file they would be the same key."""
        seen: dict[str, str] = {}
        for field in fields.values():
            first = seen.setdefault(field.label[0], field.id)
            if first != field.id:
                words = (
                    f"的栏目 {first} 和 {field.id} 都叫 {field.label[0]}",
                    f"the fields {first} and {field.id} have one label",
                )
                card.fault("R143", words, ("请改一个", "change one of them"))

    def _field(self, name: str, tree: Tree, ids: list[str]) -> Field:
        card = Card(tree, (f"栏目 {name} ", f"field {name}"), self.faults)
        label = card.text("label"), card.text("label_en")
        sources = self._sources(card, "from", ids)
        otherwise = self._sources(card, "otherwise", ids)
        blank = card.choice("blank", BLANKS) if "blank" in card.entries else "none"
        card.get("blank", required=False)
        card.close()
        return Field(name, label, sources, otherwise, blank)

    def _sources(self, card: Card, key: str, ids: list[str]) -> Sources:
        facts = (f"fact.{name}" for name in self.rules.vocabulary)
        known = [*SOURCES, *facts, *(f"field.{each}" for each in ids)]
        return card.choices(key, known) if card.get(key, required=False) is not None else ()

    def _form(self, name: str, tree: Tree, fields: Mapping[str, Field]) -> Form:
        card = Card(tree, (f"文书 {name} ", f"form {name}"), self.faults)
        title = card.text("title"), card.text("title_en")
        clause, quote = card.quoted("clause"), card.text("quote")
        if quote and squash(quote) not in squash(clause_words(self.rules.regulation, clause)):
            words = (
                f"的 quote 不在 {clause} 的原文中",
                f"quote is not in the words of clause {clause}",
            )
            remedy = ("请从原文照抄，并核对 clause", "copy it from the text, and check clause")
            card.fault("R026", words, remedy, card.entries["quote"][1])
        template = self.folder / self._template(card)
        chosen = card.choices("fields", list(fields))
        row = card.choices("row", list(fields)) if card.get("row", required=False) else ()
        outcomes: tuple[str, ...] = ()
        if card.get("outcomes", required=False) is not None:
            outcomes = card.choices("outcomes", list(self.rules.labels))
        settled = "settled" in card.entries and card.choice("settled", ("true", "false")) == "true"
        least = card.text("least_rows", required=False)
        if least and not (least.isascii() and least.isdecimal() and int(least) <= 100):
            words = (f"的 least_rows 不能是 {least}", f"least_rows cannot be {least}")
            remedy = ("请写 0 到 100 的整数", "write a whole number of 0 to 100")
            card.fault("R125", words, remedy, card.entries["least_rows"][1])
            least = ""
        for key in ("settled", "least_rows"):
            card.get(key, required=False)
        card.close()
        return Form(
            id=name,
            title=title,
            clause=clause,
            quote=quote,
            template=template,
            fields=chosen,
            outcomes=outcomes,
            settled=settled,
            row=row,
            least_rows=int(least or 0),
        )

    def _template(self, card: Card) -> str:
        """Return the name of a template: a Word file of the same folder, and nothing outside it."""
        name = card.text("template")
        at = card.entries.get("template", (None, card.tree))[1]
        if name and (not name.endswith(".docx") or {"/", "\\"} & set(name)):
            words = (f"的 template 不能是 {name[:60]}", f"template cannot be {name[:60]}")
            remedy = ("请写同一目录下的 .docx 文件名", "name a .docx file of the same folder")
            card.fault("R141", words, remedy, at)
        elif name and not (self.folder / name).is_file():
            words = (f"的模板 {name} 不存在", f"there is no template {name}")
            remedy = ("请放进同一目录，或者改名", "put it into the same folder, or name another")
            card.fault("R142", words, remedy, at)
        return name


def forms_schema() -> Schema:
    """Return the schema of the file."""
    sources = array({"type": "string", "pattern": r"^[a-z]+(\.[a-z_0-9.]+)?$"})
    field = record(
        {"label": ref("text"), "label_en": ref("text")},
        {"from": sources, "otherwise": sources, "blank": {"enum": list(BLANKS)}},
        "一个栏目：from 总由它们得出；otherwise 案件文件没有写的，由它们得出",
    )
    names = array(ref("text"))
    form = record(
        {
            "title": ref("text"),
            "title_en": ref("text"),
            "clause": ref("clause_id"),
            "quote": ref("text"),
            "template": {"type": "string", "pattern": r"^[^/\\]+\.docx$"},
            "fields": names,
        },
        {
            "row": names,
            "least_rows": {"type": "integer", "minimum": 0, "maximum": 100},
            "outcomes": array(ref("outcome")),
            "settled": {"type": "boolean"},
        },
        "一种文书：依据的条款、模板、栏目；outcomes 只用于哪些结论",
    )
    return record(
        {
            "fields": {"type": "object", "additionalProperties": field},
            "forms": {"type": "object", "additionalProperties": form},
        },
        {},
        "文书：附件和其他文书的栏目与模板",
    )
