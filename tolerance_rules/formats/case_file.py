"""Case file: YAML or JSON -> the facts of a case, and what is said of it besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from tolerance_rules.errors import (
    CaseError,
    Fault,
    as_text,
    did_you_mean,
    nearest,
    reason_of,
    require_type,
    shorten,
)
from tolerance_rules.facts import CaseFacts, CaseModel, Vocabulary
from tolerance_rules.formats.result_document import as_case
from tolerance_rules.formats.strict_json import plain_from_json
from tolerance_rules.formats.strict_yaml import Entries, Items, Tree, YamlFault, parse, read_bytes
from tolerance_rules.frozen_dict import FrozenDict
from tolerance_rules.verdict.decision_data import NO_INFO, CaseInfo, text_fault

SECTIONS = ("case", "facts", "evidence")
TEXTS = ("id", "title", "authority")
DATES = ("occurred_on", "decided_on")


@dataclass(frozen=True)
class CaseFile:
    """A case: its facts, and its id, title, authority, dates and evidence notes."""

    facts: CaseModel
    info: CaseInfo = NO_INFO
    file: str = field(default="", compare=False)
    places: Mapping[str, tuple[int, int]] = field(
        default_factory=FrozenDict, repr=False, compare=False
    )
    """Line and column of each part of the file, by dotted path, where they are known."""

    @property
    def decided_on(self) -> date | None:
        """Return the date of the decision, if the file gives one."""
        return date.fromisoformat(self.info.decided_on) if self.info.decided_on else None

    def placed(self, fault: Fault) -> Fault:
        """Return a fault that was found in this case, with the file and the line of its subject."""
        return _placed(fault, self.places, self.file)


def from_document(
    document: object,
    model: type[CaseModel] = CaseFacts,
    *,
    places: Mapping[str, tuple[int, int]] | None = None,
    file: str = "",
) -> CaseFile:
    """Return the case of a document {case, facts, evidence}, or of bare facts.

    `model` is that of the facts: `rules.model` of the ruleset, by default that of the shipped one.
    CaseError lists every fault, each with its line where `places` knows it.
    """
    groups = model.vocabulary.groups
    document = as_case(document)
    if isinstance(document, Mapping) and not any(_names_section(key, groups) for key in document):
        document = {"facts": document}
    faults = list(_faults(document, model.vocabulary))
    facts = None
    if isinstance(document, Mapping):
        try:
            facts = model.from_facts({} if (given := document.get("facts")) is None else given)
        except CaseError as error:
            faults += error.faults
    if facts is None or faults or not isinstance(document, Mapping):
        raise CaseError([_placed(fault, places or {}, file) for fault in faults])
    about = document.get("case") or {}
    evidence = document.get("evidence") or {}
    info = CaseInfo(
        **{key: about.get(key) or "" for key in (*TEXTS, *DATES)},
        evidence=FrozenDict(evidence),
    )
    return CaseFile(facts, info, file, FrozenDict(places or {}))


def _names_section(key: object, groups: Mapping[str, object]) -> bool:
    """Tell whether a key is, or was meant to be, a section of a case rather than a group."""
    if key in SECTIONS or not isinstance(key, str):
        return key in SECTIONS
    return key.partition(".")[0] not in groups and nearest(key, (*SECTIONS, *groups)) in SECTIONS


def from_file(path: str | Path, model: type[CaseModel] = CaseFacts) -> CaseFile:
    """Return the case of a YAML or a JSON file; CaseError lists every fault with its line.

    `model` is that of the facts: `rules.model` of the ruleset, by default that of the shipped one.
    """
    require_type("path", path, (str, Path), "文件的路径")
    try:
        data = read_bytes(Path(path))
    except OSError as error:
        what = f"文件读不出来：{reason_of(error)}"
        raise CaseError([Fault("C020", what, "请检查路径和权限", shorten(str(path)))]) from None
    json_text = Path(path).suffix.lower() == ".json"
    return from_text(data, str(path), model, json_text=json_text)


def from_text(
    data: bytes, file: str, model: type[CaseModel] = CaseFacts, *, json_text: bool = False
) -> CaseFile:
    """Return the case of the bytes of a file; `file` names it in messages."""
    if json_text or (data.lstrip()[:1] == b"{" and not _flow_style(data)):
        return from_document(plain_from_json(data, file), model, file=file)
    try:
        tree, faults = parse(data, file)
    except YamlFault as error:
        raise CaseError([error.fault]) from None
    if faults:
        raise CaseError(faults)
    places: dict[str, tuple[int, int]] = {}
    return from_document(_plain(tree, "", places), model, places=places, file=file)


def _flow_style(data: bytes) -> bool:
    """Tell whether what looks like JSON is YAML in braces: its first key has no quotes."""
    return re.match(rb'\s*\{\s*[^\s"}]', data) is not None


def _plain(tree: Tree, path: str, places: dict[str, tuple[int, int]]) -> object:
    """Return a tree as plain data, noting in `places` where each part of it stands."""
    places[path] = (tree.line, tree.column)
    if isinstance(tree, Items):
        return [_plain(item, path, places) for item in tree.items]
    if isinstance(tree, Entries):
        found = {}
        for key, (name, value) in tree.items.items():
            inner = f"{path}.{key}" if path else key
            found[key] = _plain(value, inner, places)
            places[inner] = (name.line, name.column)
        return found
    return tree.value


def _placed(fault: Fault, places: Mapping[str, tuple[int, int]], file: str) -> Fault:
    for path in (f"facts.{fault.subject}", fault.subject):
        if path in places:
            line, column = places[path]
            return replace(fault, file=file, line=line, column=column)
    return replace(fault, file=file)


def _faults(document: object, vocabulary: Vocabulary) -> Iterator[Fault]:
    if not isinstance(document, Mapping):
        yield Fault("C021", "案件应当是对照表", "请参照 tolerance-rules init 写出的空白案件")
        return
    for section in document:
        if section not in SECTIONS:
            yield Fault(
                "C022",
                f"没有名为 {shorten(section)} 的部分{did_you_mean(section, SECTIONS)}",
                "一个案件只有 case、facts、evidence 三部分",
                subject=as_text(section)[:200],
            )
    yield from _about_faults(document.get("case"))
    yield from _evidence_faults(document.get("evidence"), vocabulary)


def _about_faults(about: object) -> Iterator[Fault]:
    if about is None:
        return
    if not isinstance(about, Mapping):
        yield Fault("C023", "case 应当是对照表", "请写成 case: {id: …}", subject="case")
        return
    for key, value in about.items():
        if key not in (*TEXTS, *DATES):
            yield Fault(
                "C024",
                f"case 中没有 {shorten(key)} 一项{did_you_mean(key, (*TEXTS, *DATES))}",
                f"可用的有：{'、'.join((*TEXTS, *DATES))}",
                subject=f"case.{as_text(key)[:200]}",
            )
        elif value is None:
            continue
        elif fault := text_fault(f"case.{key}", value):
            yield fault
        elif key in DATES and not _is_date(value):
            yield Fault(
                "C025",
                f"case.{key} 的 {shorten(value)} 不是日期",
                "请写成 2024-05-01 的形式",
                subject=f"case.{key}",
            )
    occurred, decided = (str(about.get(key)) for key in DATES)
    if _is_date(occurred) and _is_date(decided) and occurred > decided:
        yield Fault(
            "C032",
            f"case.occurred_on 的 {occurred} 晚于 case.decided_on 的 {decided}",
            "请核对两个日期",
            subject="case.occurred_on",
        )


def _evidence_faults(evidence: object, vocabulary: Vocabulary) -> Iterator[Fault]:
    if evidence is None:
        return
    if not isinstance(evidence, Mapping):
        yield Fault(
            "C026",
            "evidence 应当是对照表",
            "请写成 evidence: {组.事实: 证据说明}",
            subject="evidence",
        )
        return
    for name, note in evidence.items():
        if name not in vocabulary:
            yield Fault(
                "C003",
                f"evidence 中没有名为 {shorten(name)} 的事实{did_you_mean(name, vocabulary)}",
                "全部事实见 tolerance-rules facts",
                subject=f"evidence.{as_text(name)[:200]}",
            )
        elif fault := text_fault(f"evidence.{name}", note):
            yield fault


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
