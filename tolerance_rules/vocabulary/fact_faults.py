"""Fact faults: what is wrong with given facts, in Chinese, all at once, and what to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from tolerance_rules.errors import CaseError, Fault, as_text, did_you_mean, shorten
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
        raise CaseError(
            [
                Fault("C007", f"{shorten(name)} 给了两次", "请只写一次", subject=name[:200])
                for name in twice
            ]
        )
    return nested


def _facts_of(group: object) -> object:
    """Return the facts of a group as a dict of its own; anything else untouched."""
    if isinstance(group, BaseModel):
        return dict(group.__dict__)
    return dict(group) if isinstance(group, Mapping) else group


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
        yield Fault(
            "C001",
            "事实应当是“组: {事实: 值}”的对照表",
            f"请写成 {_sample(vocabulary)} 的形式",
        )
        return
    names = vocabulary.groups
    for group, facts in given.items():
        if group not in names:
            yield Fault(
                "C002",
                f"没有名为 {shorten(group)} 的事实组{did_you_mean(group, names)}",
                f"可用的组：{'、'.join(names)}",
                subject=as_text(group)[:200],
            )
        elif facts is None:
            continue
        elif not isinstance(facts, (Mapping, BaseModel)):
            yield Fault(
                "C001",
                f"事实组 {group} 的内容应当是对照表，现为 {shorten(facts)}",
                f"请写成 {group}: {{事实: 值}}；全部未查明的，整组不写",
                subject=group,
            )
        else:
            inner = _facts_of(facts)
            assert isinstance(inner, dict)
            for name, value in inner.items():
                yield from value_faults(f"{group}.{as_text(name)}", value, vocabulary)


def _sample(vocabulary: Vocabulary) -> str:
    """Return how one fact of the vocabulary is written, for a remedy."""
    spec = next((each for each in vocabulary.values() if each.boolean), None)
    if spec is None:
        return "组: {事实: 值}"
    group, _, name = spec.name.partition(".")
    return f"{group}: {{{name}: true}}"


def value_faults(name: str, value: object, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what is wrong with one fact given by dotted name."""
    spec = vocabulary.get(name)
    if spec is None:
        yield Fault(
            "C003",
            f"没有名为 {shorten(name)} 的事实{did_you_mean(name, vocabulary)}",
            "全部事实见 tolerance-rules facts；另一份规定的案件，请用 --ruleset 指明",
            subject=name[:200],
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
        )
        return
    if not values:
        yield Fault(
            "C008",
            f"{spec.name}（{spec.label}）列了一个空的列表：一种可能都没有",
            "请列出仍有可能的值；全都可能的，写 null 或者不写",
            subject=spec.name,
        )
    for value in values:
        if not _is_value(spec, value):
            yield _unreadable(spec, value)


def _unreadable(spec: FactSpec, value: object) -> Fault:
    named = f"{spec.name}（{spec.label}）的值 {shorten(value)} 不能识别"
    if spec.finding:
        remedy = "作出了认定的写 true，没有作出的写 false 或者不写"
        return Fault("C004", named, f"请写 true（是）或 false（否）：{remedy}", subject=spec.name)
    if spec.boolean:
        return Fault(
            "C004", named, "请写 true（是）、false（否）或 null（未查明）", subject=spec.name
        )
    codes: list[Value] = [value for value in spec.values if isinstance(value, str)]
    listed = "、".join(f"{code}（{spec.value_labels[code][0]}）" for code in codes)
    return Fault(
        "C005",
        f"{named}{did_you_mean(value, map(str, codes))}",
        f"请写 {listed}，或 null（未查明）；仍有几种可能的，列出各种：[{codes[0]}, {codes[1]}]",
        subject=spec.name,
    )
