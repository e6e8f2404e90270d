"""Canonical form: the published examples of RFC 8785; what is no such form is refused."""

from __future__ import annotations

import json
import random

import pytest

pytest.importorskip("rfc8785", reason="the records extra is not installed")

import rfc8785

from tolerance_rules import CaseError
from tolerance_rules.records.canonical import canonical, from_canonical, joined

# (as it is written, in canonical form): the examples published beside RFC 8785
PUBLISHED = {
    "arrays": (
        '[56, {"d": true, "10": null, "1": [ ]}]',
        '[56,{"1":[],"10":null,"d":true}]',
    ),
    "french": (
        '{"peach": "This sorting order", "péché": "is wrong according to French",'
        ' "pêche": "but canonicalization MUST", "sin": "ignore locale"}',
        '{"peach":"This sorting order","péché":"is wrong according to French",'
        '"pêche":"but canonicalization MUST","sin":"ignore locale"}',
    ),
    "structures": (
        '{"1": {"f": {"f": "hi","F": 5}, "\\n": 56.0}, "10": {}, "": "empty", "a": {},'
        ' "111": [{"e": "yes","E": "no"}], "A": {}}',
        '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],'
        '"A":{},"a":{}}',
    ),
    "unicode": ('{"Unnormalized Unicode":"A\\u030a"}', '{"Unnormalized Unicode":"A\u030a"}'),
    "values": (
        '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        ' "string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/",'
        ' "literals": [null, true, false]}',
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ),
    "weird": (
        '{"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\u000a": "Newline", "1": "One",'
        ' "\\u0080": "Control\\u007f", "\\ud83d\\ude02": "Smiley",'
        ' "\\u00f6": "Latin Small Letter O With Diaeresis",'
        ' "\\ufb33": "Hebrew Letter Dalet With Dagesh", "</script>": "Browser Challenge"}',
        '{"\\n":"Newline","\\r":"Carriage Return","1":"One","</script>":"Browser Challenge",'
        '"\u0080":"Control\u007f","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign",'
        '"😂":"Smiley","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    ),
}
FLOATS = ("structures", "values")


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_examples(name: str) -> None:
    given, written = PUBLISHED[name]
    assert rfc8785.dumps(json.loads(given)) == written.encode()
    if name in FLOATS:
        with pytest.raises(CaseError, match="小数"):
            canonical(json.loads(given))
    else:
        assert canonical(json.loads(given)) == written.encode()
        assert from_canonical(written.encode()) == json.loads(given)


@pytest.mark.parametrize("value", [0.5, 56.0, float("nan"), 2**53, "\ud800", {1: 2}, {"a": b"x"}])
def test_what_another_program_could_write_otherwise_is_refused(value: object) -> None:
    with pytest.raises(CaseError):
        canonical([value])


@pytest.mark.parametrize(
    "data", [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1.0}', b'{"a":1,"a":1}', b'"\\u4e2d"', b"", b"{"]
)
def test_what_is_not_in_canonical_form_is_no_canonical_form(data: bytes) -> None:
    with pytest.raises(CaseError, match="规范形式"):
        from_canonical(data)


def test_members_in_canonical_form_are_joined_to_one() -> None:
    rng = random.Random(8785)
    for _ in range(50):
        names = {"".join(rng.choices("abcxyz_", k=rng.randint(1, 6))) for _ in range(5)}
        data = {name: {"值": rng.randint(0, 9), "a": [rng.random() < 0.5]} for name in names}
        assert joined({k: canonical(v) for k, v in data.items()}) == canonical(data)


TEXTS = ["", "a", "é", "A\u030a", '€\u000f\n"\\/\u007f\u0080\u2028', "\ufb33", "😂", "\b\f\r\t\0"]


def test_what_python_writes_is_what_the_library_writes() -> None:
    rng = random.Random(6962)

    def anything(depth: int) -> object:
        kind = rng.randint(0, 5 if depth else 3)
        if kind == 4:
            return [anything(depth - 1) for _ in range(rng.randint(0, 4))]
        if kind == 5:
            names = rng.sample([*TEXTS, "1", "10", "b.c", "B", "~"], rng.randint(0, 5))
            return {name: anything(depth - 1) for name in names}
        whole = rng.randint(-(2**53) + 1, 2**53 - 1)
        return rng.choice([None, True, False, whole, 0, *TEXTS, rng.choice(TEXTS) * 3])

    for _ in range(500):
        data = anything(4)
        assert canonical(data) == rfc8785.dumps(data)
        assert from_canonical(canonical(data)) == data
