"""Case words: a case as a person writes it, in Chinese names and words -> as the library has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tolerance_rules.errors import Fault, shorten
from tolerance_rules.formats.case_values import ambiguous_fault, day_of, known_of
from tolerance_rules.formats.human_values import (
    UnreadableValueError,
    compared,
    fact_words,
    group_words,
    meaning,
    of_both,
)
from tolerance_rules.vocabulary.fact_faults import given_twice
from tolerance_rules.vocabulary.fact_spec import FactSpec
from tolerance_rules.vocabulary.vocabulary import Vocabulary

SECTION_WORDS = {
    "case": "case",
    "facts": "facts",
    "evidence": "evidence",
    "handling": "handling",
    "forms": "forms",
    "analysis": "analysis",
    **dict.fromkeys(("案件", "案件信息", "基本情况", "案件情况"), "case"),
    **dict.fromkeys(("事实", "案件事实"), "facts"),
    **dict.fromkeys(("证据", "证据说明"), "evidence"),
    **dict.fromkeys(("办理情况", "办理记录"), "handling"),
    **dict.fromkeys(("文书", "文书内容"), "forms"),
    **dict.fromkeys(("综合分析", "集体评价"), "analysis"),
}
ITEM_WORDS = {
    **dict.fromkeys(("决定编号", "编号", "decision number"), "id"),
    **dict.fromkeys(("事项", "title"), "title"),
    **dict.fromkeys(("责任追究部门", "authority"), "authority"),
    **dict.fromkeys(("发生日期", "行为发生日期", "occurred on"), "occurred_on"),
    **dict.fromkeys(("作出结论日期", "决定日期", "decided on"), "decided_on"),
}
"""What is said of a case besides its facts, as files and the headers of registers name it."""
ITEM_WORDS_IN_A_CASE = {"案件编号": "id", "number": "id", "名称": "title", "案件名称": "title"}
"""What says it in a case file only: a column with such a header may be anybody's own."""
ITEMS = ("id", "title", "authority", "occurred_on", "decided_on")
DATES = ITEMS[3:]


def section_of(key: object) -> str | None:
    """Return the section that a key names, or None."""
    return SECTION_WORDS.get(compared(key)) if isinstance(key, str) else None


def item_of(key: object) -> str | None:
    """Return the item of a case that a key names, or None."""
    if not isinstance(key, str):
        return None
    said = compared(key)
    return said if said in ITEMS else ITEM_WORDS.get(said) or ITEM_WORDS_IN_A_CASE.get(said)


def keys_of(vocabulary: Vocabulary) -> frozenset[str]:
    """Return every word that a key of a case file may be, as keys are compared."""
    tails = (name.partition(".")[2] for name in vocabulary)
    facts = (*fact_words(vocabulary), *group_words(vocabulary), *tails)
    return frozenset((*facts, *SECTION_WORDS, *ITEMS, *ITEM_WORDS, *ITEM_WORDS_IN_A_CASE))


@dataclass
class CaseWords:
    """Reads what a case says in words; notes where each part stood, and what is no word."""

    vocabulary: Vocabulary
    paths: dict[str, str] = field(default_factory=dict)
    """Where each part stands in the document as given, by its path in the document as read."""
    faults: list[Fault] = field(default_factory=list)

    def document(self, given: Mapping[Any, Any], *, bare: bool) -> dict[Any, Any]:
        """Return a document in the names of the library; what cannot be read stays as it is.

        It is `bare` where it has no sections, and all of it are facts.
        """
        self._facts_of = fact_words(self.vocabulary)
        self._groups_of = group_words(self.vocabulary)
        if bare:
            return {"facts": self._facts(given, "")}
        found: dict[Any, Any] = {}
        for key, value in given.items():
            name = section_of(key) or key
            if name in found:
                self._twice(str(name), str(name), str(key))
            self.paths[str(name)] = str(key)
            if not isinstance(value, Mapping):
                found[name] = value
            elif name == "case":
                found[name] = self._about(value, str(key))
            elif name == "facts":
                found[name] = self._facts(value, f"{key}.")
            elif name == "evidence":
                found[name] = self._evidence(value, str(key))
            elif name == "handling":
                found[name] = self._handling(value, str(key))
            else:
                # What these are called, the files beside the rules say.
                self.paths |= {f"{name}.{inner}": f"{key}.{inner}" for inner in value}
                found[name] = value
        return found

    def _about(self, given: Mapping[Any, Any], section: str) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key, value in given.items():
            if (part := section_of(key)) and item_of(key) is None:
                self.paths[f"case.{key}"] = f"{section}.{key}"
                self.faults.append(_within(key, part, f"case.{key}", section))
                continue
            name = item_of(key) or key
            if name in found:
                self._twice(f"case.{name}", f"case.{name}", f"{section}.{key}")
            self.paths[f"case.{name}"] = f"{section}.{key}"
            found[name] = day_of(value) if name in DATES else value
        return found

    def _evidence(self, given: Mapping[Any, Any], section: str) -> dict[Any, Any]:
        """Return notes by dotted name, be they given so, by a label, or below a group."""
        found: dict[Any, Any] = {}
        for key, value in given.items():
            at = f"{section}.{key}"
            group = self._group(key)
            if group is None or not isinstance(value, (Mapping, type(None))):
                self._note(found, "", key, value, at)
                continue
            for inner, note in (value or {}).items():
                self._note(found, group, inner, note, f"{at}.{inner}")
        return found

    def _note(self, found: dict[Any, Any], group: str, key: object, note: Any, at: str) -> None:
        name = self.named(group, key)
        path = f"{group}.{key}" if group else str(key)
        if name is None and (other := self._elsewhere(group, key)) is not None:
            self.paths[f"evidence.{path}"] = at
            self.faults.append(self._wrong_group(group, key, other, "evidence"))
            return
        if name in found:
            self._twice(f"evidence.{name}", f"evidence.{name}", at)
        self.paths[f"evidence.{name or path}"] = at
        found[name or (path if group or isinstance(key, str) else key)] = note

    def _handling(self, given: Mapping[Any, Any], section: str) -> dict[Any, Any]:
        """Return days by what was done on them, which the rules of the case will know."""
        for key in given:
            self.paths[f"handling.{key}"] = f"{section}.{key}"
        return {key: day_of(value) for key, value in given.items()}

    def _facts(self, given: Mapping[Any, Any], path: str) -> dict[Any, Any]:
        """Return facts by dotted name, and what is no fact as it was given."""
        found: dict[Any, Any] = {}
        for key, value in given.items():
            group = self._group(key)
            if group is not None and isinstance(value, Mapping):
                for inner, known in value.items():
                    self._fact(found, group, inner, known, f"{path}{key}.{inner}")
                self.paths[f"facts.{group}"] = f"{path}{key}"
            elif (item := item_of(key)) and key != "id" and self.named("", key) is None:
                self.paths[f"facts.{key}"] = f"{path}{key}"
                self.faults.append(_misplaced(key, f"case: {{{item}: …}}", "case"))
            elif group is None and (part := section_of(key)) and self.named("", key) is None:
                self.paths[f"facts.{key}"] = f"{path}{key}"
                self.faults.append(_within(key, part, str(key), "facts"))
            elif group is not None or not isinstance(key, str):
                found[group or key] = value
                self.paths[f"facts.{group or key}"] = f"{path}{key}"
            else:
                self._fact(found, "", key, value, f"{path}{key}")
        return found

    def _fact(self, found: dict[Any, Any], group: str, key: object, value: Any, at: str) -> None:
        name = self.named(group, key)
        other = self._elsewhere(group, key) if name is None else None
        if other is not None:
            self.paths[f"facts.{group}.{key}"] = at
            self.faults.append(self._wrong_group(group, key, other))
            return
        if name is None:
            # Left under its own words: what is wrong with it is told by those.
            path = f"{group}.{key}" if group else str(key)
            found[path if group or isinstance(key, str) else key] = value
            self.paths[f"facts.{path}"] = at
            return
        if name in found:
            self._twice(name, f"facts.{name}", at)
            return
        self.paths[f"facts.{name}"] = at
        spec = self.vocabulary[name]
        try:
            found[name] = known_of(spec, value)
        except UnreadableValueError as error:
            found[name] = None if error.ambiguous else value
            if error.ambiguous:
                self.faults.append(ambiguous_fault(spec, value))

    def _group(self, key: object) -> str | None:
        """Return the group that a key means, by its name, its label or both."""
        return meaning(key, self._groups_of) if isinstance(key, str) else None

    def named(self, group: str, key: object) -> str | None:
        """Return the fact that a key means in a group, or anywhere where there is no group."""
        if not isinstance(key, str):
            return None
        said = compared(key)
        if f"{group}.{said}" in self.vocabulary:
            return f"{group}.{said}"
        name = self._facts_of.get(said) or self._facts_of.get(of_both(said, self._facts_of))
        head, dot, tail = said.partition(".")
        if name is None and dot and not group and head in self._groups_of:
            return self.named(self._groups_of[head], tail)
        return name if name is not None and group in ("", self.vocabulary[name].group) else None

    def _elsewhere(self, group: str, key: object) -> FactSpec | None:
        """Return the fact of another group that a key means, where it means one."""
        if not isinstance(key, str) or not group:
            return None
        said = compared(key)
        found = [spec for spec in self.vocabulary.values() if spec.name.partition(".")[2] == said]
        if said in self._facts_of:
            found = [self.vocabulary[self._facts_of[said]]]
        return found[0] if len(found) == 1 else None

    def _wrong_group(
        self, group: str, key: object, spec: FactSpec, section: str = "facts"
    ) -> Fault:
        title = self.vocabulary.groups[spec.group].label
        place = "" if section == "facts" else f"{section}."
        return Fault(
            "C003",
            f"{shorten(key)} 不在 {group} 组，而在 {spec.group}（{title}）组；"
            f"您是否想写 {spec.name}？",
            f"请移到 {spec.group} 下面，或者写在 {section} 下面：  {spec.name}: …",
            subject=f"{place}{group}.{key}"[:200],
            english=f"{shorten(key)} is no fact of {group} but of {spec.group}; move it there, "
            f"or write it below {section}:  {spec.name}: …",
        )

    def _twice(self, name: str, path: str, at: str) -> None:
        self.paths[path] = at
        self.faults.append(given_twice(name))


def _within(key: object, part: str, subject: str, section: str) -> Fault:
    """Return the fault of a section that stands below another, or in itself."""
    shown = shorten(key)
    if part == section_of(section):
        return Fault.of(
            "C022",
            (f"{section} 里面又写了 {shown}", f"{shown} stands in {section} once more"),
            ("请删去里面的一层", "delete the inner one"),
            subject=subject[:200],
        )
    return Fault.of(
        "C022",
        (
            f"{shown} 是案件的一个部分，要写在最外层，不在 {section} 下面",
            f"{shown} is a section of a case, and stands on its own, not below {section}",
        ),
        ("请连同下面的各行少缩进", "indent it less, and the lines below it"),
        subject=subject[:200],
    )


def _misplaced(key: object, shape: str, section: str) -> Fault:
    """Return the fault of a key that stands outside its section."""
    return Fault(
        "C022",
        f"{shorten(key)} 应当写在 {section} 下面",
        f"请写成 {shape}",
        subject=str(key)[:200],
        english=f"{shorten(key)} belongs below {section}: write {shape}",
    )
