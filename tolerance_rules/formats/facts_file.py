"""Facts file: `facts.yaml` -> a vocabulary, every fault noted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from keyword import iskeyword
from typing import get_args

from tolerance_rules.errors import means
from tolerance_rules.formats.case_yaml import yaml_value
from tolerance_rules.formats.strict_yaml import Items, Scalar, Tree
from tolerance_rules.formats.tree_reader import DELETE_ONE, Card, Faults, no_list
from tolerance_rules.language import Pair
from tolerance_rules.vocabulary.case_model import CaseModel
from tolerance_rules.vocabulary.fact_spec import (
    BOOLEAN,
    Direction,
    FactSpec,
    GroupSpec,
    Mutability,
    Value,
)
from tolerance_rules.vocabulary.vocabulary import Vocabulary

DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
MUTABILITIES: tuple[Mutability, ...] = get_args(Mutability)

CODE = re.compile("[a-z][a-z0-9_]{0,39}")
"""A code name: a column of any database, an identifier of any language."""

NOT_CODES = frozenset({"true", "false", "null", "yes", "no", "on", "off", "unknown"})
"""What YAML, a table or SQL would read as something else."""

MOST_VALUES = 12
"""Most values of one fact: what is still possible of it is spelt out in tables and in SQL."""

SPELT_OTHERWISE: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "on", "y", "是"), True),
    **dict.fromkeys(("false", "no", "off", "n", "否"), False),
}
"""What else people, and other readers of YAML, take for true and false."""

OF_THE_FACT = ("question", "question_en", "evidence", "direction", "mutability", "presumed")
"""Keys of a fact that are none of its values'."""

CODE_NAMES: Pair = (
    "请用小写英文字母、数字和下划线，以字母开头，不超过 40 个字符，"
    "不要用 true、no、unknown、class 之类的词",
    "use small letters, digits and underscores, a letter first, at most 40 of them, and no words "
    "like true, no, unknown or class",
)
ANOTHER_NAME: Pair = ("请换一个名称", "give it another name")

WORDS_TAKEN = ("case", "facts", "evidence", "handling")
"""The sections of a case file, which no group of facts may be called."""


def read_facts(tree: Tree, faults: Faults) -> tuple[Vocabulary, dict[str, Tree]]:
    """Return the vocabulary of a file, and where each of its facts stands."""
    return _Reader(faults).read(tree)


class _Reader:
    """Reads the facts of one file."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.groups: dict[str, GroupSpec] = {}
        self.facts: dict[str, FactSpec] = {}
        self.places: dict[str, Tree] = {}

    def read(self, tree: Tree) -> tuple[Vocabulary, dict[str, Tree]]:
        card = Card(tree, ("事实表", "the facts"), self.faults)
        groups = card.card("groups")
        for name, inner in list(groups.rest()) if groups is not None else ():
            self.group(name, inner)
        card.close()
        self.twice()
        return Vocabulary(self.groups, self.facts), self.places

    def group(self, name: str, tree: Tree) -> None:
        card = Card(tree, (f"事实组 {name} ", f"group {name}"), self.faults)
        self.code(name, ("事实组", "groups"), tree)
        if name in WORDS_TAKEN:
            words = (
                f"事实组不能叫 {name}：案件文件用它作栏目名",
                f"no group may be called {name}, which is a section of case files",
            )
            self.faults.add("R107", words, ANOTHER_NAME, tree, name)
        self.groups[name] = GroupSpec(name, card.text("label"), card.text("label_en"))
        facts = card.card("facts")
        for fact, inner in list(facts.rest()) if facts is not None else ():
            self.places[f"{name}.{fact}"] = inner
            self.facts[f"{name}.{fact}"] = self.fact(f"{name}.{fact}", inner)
        card.close(ordered=True)

    def fact(self, name: str, tree: Tree) -> FactSpec:
        card = Card(tree, (f"事实 {name} ", f"fact {name}"), self.faults)
        self.code(name.partition(".")[2], ("事实", "facts"), tree)
        label, label_en = card.text("label"), card.text("label_en")
        question, question_en = card.text("question"), card.text("question_en")
        evidence = card.text("evidence", required=False)
        direction = card.choice("direction", DIRECTIONS)
        mutability = card.choice("mutability", MUTABILITIES)
        values, labels = self.values(card)
        order = self.among(card, "order", values, required=False)
        finding = self.finding(card, values)
        presumed = self.among(card, "presumed", values, required=not finding)
        card.close(ordered=True)
        if finding:
            presumed = (False,)
        if values == BOOLEAN and not order:
            order = (False, True) if direction == "mitigating" else (True, False)
        return FactSpec(
            name=name,
            label=label,
            label_en=label_en,
            question=question,
            question_en=question_en,
            direction=next((each for each in DIRECTIONS if each == direction), "neutral"),
            mutability=next((each for each in MUTABILITIES if each == mutability), "fixed"),
            preference=(*presumed, *(value for value in values if value not in presumed)),
            values=values,
            labels=labels,
            order=order,
            evidence=evidence,
            finding=finding,
        )

    def values(self, card: Card) -> tuple[tuple[Value, ...], tuple[Pair, ...]]:
        """Return the values of a fact and their labels; none written, it is true or false."""
        given = card.card("values", required=False)
        if given is None:
            return BOOLEAN, ()
        found: dict[Value, Pair] = {}
        for code, tree in list(given.rest()):
            each = Card(tree, value_of(card.what, code), self.faults)
            found[code] = (each.text("zh"), each.text("en"))
            each.close(ordered=not self.misplaced(each, card))
            self.code(code, (f"{card.what[0]}的值", f"{card.what[1]}, values"), tree)
        if not 2 <= len(found) <= MOST_VALUES:
            words = (f"有 {len(found)} 个值", f"the number of values is {len(found)}")
            remedy = (
                f"请列出 2 至 {MOST_VALUES} 个；只有是、否两种的，不写 values",
                f"list 2 to {MOST_VALUES}; where there are only true and false, leave out values",
            )
            card.fault("R101", words, remedy, given.tree)
        for place, labels in enumerate(zip(*found.values(), strict=True)) if found else ():
            for label in {label for label in labels if label and labels.count(label) > 1}:
                words = (f"有两个值都叫“{label}”", f"two values are called “{label}”")
                remedy = (
                    f"请给每个值一个不同的{('名称', '英文名称')[place]}",
                    f"give each {('a Chinese', 'an English')[place]} name of its own",
                )
                card.fault("R102", words, remedy, given.tree)
        return (tuple(found), tuple(found.values())) if len(found) > 1 else (BOOLEAN, ())

    def misplaced(self, words: Card, fact: Card) -> bool:
        """Note what is said of one value but can only be said of the whole fact."""
        found = [key for key in OF_THE_FACT if key in words.entries]
        for key in found:
            words.get(key)
            said = (
                f"写了 {key}，这是整个事实的属性，不是一个值的",
                f"{key} is said of the whole fact, not of one value",
            )
            remedy = (
                f"请移到{fact.what[0]}之下，与 label 并列",
                f"move it to {fact.what[1]}, beside label",
            )
            words.fault("R126", said, remedy, words.entries[key][0])
        return bool(found)

    def among(
        self, card: Card, key: str, values: Sequence[Value], *, required: bool
    ) -> tuple[Value, ...]:
        """Return a list of values of the fact, each once."""
        tree = card.get(key, required=required)
        if tree is None:
            return ()
        if not isinstance(tree, Items) or not tree.items:
            shape, codes = f"{key}: [{yaml_value(values[0])}]", list(map(yaml_value, values))
            remedy = (
                f"请写成 {shape}，可用的值：{'、'.join(codes)}",
                f"write {shape}; the values are {', '.join(codes)}",
            )
            card.fault("R007", no_list(key), remedy, tree)
            return ()
        found: list[Value] = []
        for item in tree.items:
            value = item.value if isinstance(item, Scalar) else None
            if value is None or value not in values:
                self.no_value(card, key, values, item)
            elif value in found:
                code = yaml_value(value)
                words = (f"的 {key} 把 {code} 写了两次", f"{key}: {code} stands twice")
                card.fault("R104", words, DELETE_ONE, item)
            else:
                found.append(value)
        return tuple(found)

    def no_value(self, card: Card, key: str, values: Sequence[Value], item: Tree) -> None:
        text = item.text if isinstance(item, Scalar) else ""
        meant = SPELT_OTHERWISE.get(text.lower())
        if meant is None or tuple(values) != BOOLEAN:
            words = (f"的 {key} 没有这个值：", f"{key} has no value")
            card.unknown("R103", words, text, map(yaml_value, values), item)
        else:
            near = means(yaml_value(meant))
            words = (
                f"的 {key} 没有这个值：{text}{near[0]}",
                f"{key} has no value {text}{near[1]}",
            )
            remedy = (
                "是写 true，否写 false，小写，不加引号",
                "write true or false, in small letters, without quotes",
            )
            card.fault("R103", words, remedy, item)

    def finding(self, card: Card, values: Sequence[Value]) -> bool:
        """Tell whether the fact is a recorded finding, which has no presumption."""
        tree = card.get("finding", required=False)
        if tree is None:
            return False
        value = tree.value if isinstance(tree, Scalar) else None
        if value is not True or tuple(values) != BOOLEAN:
            words = (
                "的 finding 只能写 true，且只用于是、否两种的事实",
                "finding can only be true, and only of a fact that is true or false",
            )
            remedy = (
                "不是书面认定的，请删去 finding",
                "delete it where the fact is no recorded finding",
            )
            card.fault("R105", words, remedy, tree)
            return False
        if "presumed" in card.entries:
            words = (
                "是书面认定，不作推定：没有作出，就是没有",
                "a recorded finding is not presumed: what is not recorded is not found",
            )
            remedy = ("请删去 presumed", "delete presumed")
            card.fault("R106", words, remedy, card.entries["presumed"][0])
        return True

    def code(self, name: str, what: Pair, tree: Tree) -> None:
        taken = iskeyword(name) or name.startswith("model_") or hasattr(CaseModel, name)
        if not CODE.fullmatch(name) or name in NOT_CODES or taken:
            words = (
                f"{what[0]}的代码名 {name[:60]} 不能用",
                f"{what[1]}: {name[:60]} cannot be a code name",
            )
            self.faults.add("R100", words, CODE_NAMES, tree, name[:200])

    def twice(self) -> None:
        """Note facts that people, and the headers of a table, could not tell apart."""
        labels: dict[str, str] = {}
        for name, spec in self.facts.items():
            for label in filter(None, dict.fromkeys((spec.label, spec.label_en))):
                first = labels.setdefault(label, name)
                if first != name:
                    words = (
                        f"事实 {name} 与 {first} 都叫“{label}”",
                        f"facts {name} and {first} are both called “{label}”",
                    )
                    remedy = (
                        "请给每个事实一个不同的名称",
                        "give each fact a name of its own",
                    )
                    self.faults.add("R108", words, remedy, self.places[name], name)


def value_of(what: Pair, code: str) -> Pair:
    """Return what a value of a fact is called."""
    return f"{what[0]}的值 {code} ", f"{what[1]}, value {code}"
