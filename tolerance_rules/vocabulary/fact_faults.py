"""Fact faults: what is wrong with given facts, all at once, and what to write."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from tolerance_rules.errors import CaseError, Fault, Suggestions, as_text, mean, nearest, shorten
from tolerance_rules.language import Pair
from tolerance_rules.vocabulary.fact_spec import FactSpec, Known, Value
from tolerance_rules.vocabulary.vocabulary import Vocabulary


def nest(given: object) -> object:
    """Return `given` with dotted names put into their groups; anything else untouched.

    CaseError names every fact that is given twice: which of the two is meant cannot be known.
    """
    if not isinstance(given, Mapping):
        return given
    nested: dict[object, Any] = {}
    twice: list[str] = []
    for key, value in given.items():
        group, dot, name = key.partition(".") if isinstance(key, str) else (key, "", "")
        facts = {name: value} if dot else _facts_of(value)
        before = nested.get(group)
        if isinstance(before, dict) and isinstance(facts, dict):
            twice += [f"{group}.{as_text(each)}" for each in facts if each in before]
            before.update(facts)
        elif before is None or (not dot and facts is not None):
            nested[group] = facts
    if twice:
        raise CaseError([given_twice(name) for name in twice])
    return nested


def given_twice(name: str) -> Fault:
    """Return the fault of a fact, or of another part of a case, that is given twice."""
    return Fault(
        "C007",
        f"{shorten(name)} 给了两次",
        "请只写一次",
        subject=name[:200],
        english=f"{shorten(name)} is given twice; keep one",
    )


def _facts_of(group: object) -> object:
    """Return the facts of a group as a dict of its own; anything else untouched."""
    if _is_model(group):
        return dict(group.__dict__)
    return dict(group) if isinstance(group, Mapping) else group


def _is_model(value: object) -> bool:
    """Tell whether it is a pydantic model, of which there is none before pydantic is imported."""
    pydantic = sys.modules.get("pydantic")
    return pydantic is not None and isinstance(value, pydantic.BaseModel)


def possible_values(given: object, vocabulary: Vocabulary) -> dict[str, dict[str, Known]]:
    """Return nested facts without fault in their one form: lists in order, findings filled in."""
    assert isinstance(given, Mapping)
    found: dict[str, dict[str, Known]] = {}
    for group, facts in given.items():
        inner = _facts_of(facts)
        assert isinstance(inner, dict)
        found[group] = {
            name: known_value(vocabulary[f"{group}.{name}"], known) for name, known in inner.items()
        }
    return found


def known_value(spec: FactSpec, given: Any) -> Known:
    """Return what is known of a fact, given without fault: a value, a list of them, or nothing."""
    if isinstance(given, (list, tuple)):
        return spec.known(given)
    return False if given is None and spec.finding else given


def fact_faults(given: object, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what is wrong with a nested dict of facts: unknown names, values of no meaning."""
    if not isinstance(given, Mapping):
        sample = _sample(vocabulary)
        yield Fault(
            "C001",
            "事实应当是“组: {事实: 值}”的对照表",
            f"请写成 {sample} 的形式",
            english=f"The facts should be a mapping {{group: {{fact: value}}}}, such as {sample}",
        )
        return
    names, suggestions = vocabulary.groups, Suggestions()
    for group, facts in given.items():
        if group not in names:
            yield _no_group(group, facts, vocabulary, suggestions)
        elif facts is None:
            continue
        elif not isinstance(facts, Mapping) and not _is_model(facts):
            yield Fault(
                "C001",
                f"事实组 {group} 的内容应当是对照表，现为 {shorten(facts)}",
                f"请写成 {group}: {{事实: 值}}；全部未查明的，整组不写",
                subject=group,
                english=f"The group {group} should be a mapping {{fact: value}}, not "
                f"{shorten(facts)}; leave it out where nothing is established",
            )
        else:
            inner = _facts_of(facts)
            assert isinstance(inner, dict)
            for name, value in inner.items():
                yield from value_faults(f"{group}.{as_text(name)}", value, vocabulary, suggestions)


def _no_group(
    group: object, facts: object, vocabulary: Vocabulary, suggestions: Suggestions
) -> Fault:
    names = [*vocabulary.groups, *(spec.label for spec in vocabulary.groups.values())]
    if not isinstance(facts, Mapping):  # a fact without its group
        names += [*vocabulary, *(spec.label for spec in vocabulary.values())]
    near = suggestions.near(group, names)
    return Fault(
        "C002",
        f"没有名为 {shorten(group)} 的事实组{mean(near)}",
        f"可用的组：{'、'.join(vocabulary.groups)}",
        subject=as_text(group)[:200],
        english=f"There is no group {shorten(group)}{mean(near, 'en')}; there are: "
        + ", ".join(vocabulary.groups),
        near=near or "",
    )


def _sample(vocabulary: Vocabulary) -> str:
    """Return how one fact of the vocabulary is written, for a remedy."""
    spec = next((each for each in vocabulary.values() if each.boolean), None)
    if spec is None:
        return "组: {事实: 值}"
    group, _, name = spec.name.partition(".")
    return f"{group}: {{{name}: true}}"


ALL_FACTS: Pair = ("全部事实见 tolerance-rules facts", "all facts: tolerance-rules facts")


def value_faults(
    name: str, value: object, vocabulary: Vocabulary, suggestions: Suggestions | None = None
) -> Iterator[Fault]:
    """Yield what is wrong with one fact given by dotted name."""
    spec = vocabulary.get(name)
    if spec is None:
        names = list(vocabulary)
        if not name.isascii():
            names += [each.label for each in vocabulary.values()]
        near = (suggestions or Suggestions()).near(name, names)
        yield Fault(
            "C003",
            f"没有名为 {shorten(name)} 的事实{mean(near)}",
            "全部事实见 tolerance-rules facts；另一份规定的案件，请用 --ruleset 指明",
            subject=name[:200],
            english=f"There is no fact {shorten(name)}{mean(near, 'en')}; all facts: "
            "tolerance-rules facts; for a case of another regulation, give --ruleset",
            near=near or "",
        )
    elif isinstance(value, (list, tuple)):
        yield from _several_faults(spec, value)
    elif value is not None and not _is_value(spec, value):
        yield _unreadable(spec, value)


def _is_value(spec: FactSpec, value: object) -> bool:
    return isinstance(value, (bool, str)) and value in spec.values


def _several_faults(spec: FactSpec, values: list[object] | tuple[object, ...]) -> Iterator[Fault]:
    if spec.finding:
        yield Fault(
            "C008",
            f"{spec.name}（{spec.label}）是书面认定，只有作出、没有作出两种，不能列几个值",
            "作出了认定的写 true，没有作出的写 false 或者不写",
            subject=spec.name,
            english=f"{spec.name} ({spec.label_en}) is a recorded finding, made or not made: no "
            "list of values; write true or false",
        )
        return
    if not values:
        yield Fault(
            "C008",
            f"{spec.name}（{spec.label}）列了一个空的列表：一种可能都没有",
            "请列出仍有可能的值；全都可能的，写 null 或者不写",
            subject=spec.name,
            english=f"{spec.name} ({spec.label_en}) has an empty list: nothing would be possible; "
            "list the values still possible, or write null",
        )
    for value in values:
        if not _is_value(spec, value):
            yield _unreadable(spec, value)


def _listed(value: object, words: Mapping[str, str]) -> str:
    """Return the list of values that a text has with other marks between them, or nothing."""
    parts = re.split("[,，、;；/]", value) if isinstance(value, str) and len(value) < 1000 else ()
    codes = [words.get(part.strip()) for part in parts]
    found = [code for code in codes if code]
    return f"[{', '.join(found)}]" if len(found) == len(codes) > 1 else ""


def _unreadable(spec: FactSpec, value: object) -> Fault:
    named = f"{spec.name}（{spec.label}）的值 {shorten(value)} 不能识别"
    english = f"The value {shorten(value)} of {spec.name} ({spec.label_en}) cannot be read"
    if spec.boolean:
        remedy, write = "请写 true（是）、false（否）或 null（未查明）", "write true, false or null"
        if spec.finding:
            remedy = "请写 true（是）或 false（否）：作出了认定的写 true，没有的写 false 或者不写"
            write = "write true where the finding was made, false where not"
        return Fault("C004", named, remedy, subject=spec.name, english=f"{english}; {write}")
    codes: list[Value] = [value for value in spec.values if isinstance(value, str)]
    listed = "、".join(f"{code}（{spec.value_labels[code][0]}）" for code in codes)
    listed_en = ", ".join(f"{code} ({spec.value_labels[code][1]})" for code in codes)
    words = {spec.value_labels[code][0]: str(code) for code in codes}
    words |= {str(code): str(code) for code in codes}
    near = _listed(value, words) or nearest(value, [*words])
    return Fault(
        "C005",
        f"{named}{mean(near)}",
        f"请写 {listed}，或 null（未查明）；仍有几种可能的，列出各种：[{codes[0]}, {codes[1]}]",
        subject=spec.name,
        english=f"{english}{mean(near, 'en')}; write {listed_en} or null; where several are still "
        f"possible, list them: [{codes[0]}, {codes[1]}]",
        near=near or "",
    )
