"""Case files in JavaScript: the same case of a file as in Python, or a refusal; written alike."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from support.case_mistakes import (
    NOT_MENDED,
    NOT_MENDED_JSON,
    REFUSED,
    REFUSED_JSON,
    UNDERSTOOD,
)
from support.case_process import case_answers
from support.random_case_files import SHAPES, random_case, spoilt
from support.rulesets import SHIPPED, for_every_ruleset
from support.yaml_shapes import SHAPES as WAYS
from support.yaml_shapes import UNDERSTOOD_BY_PYTHON_ALONE
from tolerance_rules import CaseError
from tolerance_rules.facts import CaseModel, model_of
from tolerance_rules.formats.case_file import CaseFile, from_text
from tolerance_rules.formats.case_yaml import to_yaml
from tolerance_rules.language import Lang
from tolerance_rules.rules import Ruleset

ROOT = Path(__file__).resolve().parents[2]


def in_javascript(
    texts: Iterable[bytes], rules: Ruleset = SHIPPED, *, lang: Lang = "zh", json: bool = False
) -> list[dict[str, Any]]:
    """Return what JavaScript reads of each file, and what it writes of that."""
    asked = (
        {"do": "read", "data": base64.b64encode(each).decode(), "lang": lang, "json": json}
        for each in texts
    )
    return case_answers(rules, asked)


def plain(case: CaseFile) -> dict[str, Any]:
    """Return a case as JavaScript has it, mappings as lists of pairs."""
    info = case.info
    analysis = [
        [name, dict(each) if isinstance(each, Mapping) else each]
        for name, each in case.analysis.items()
    ]
    facts = {n: list(k) if isinstance(k, tuple) else k for n, k in case.facts.flat.items()}
    return {
        **{key: getattr(info, key) for key in ("id", "title", "authority")},
        "occurred_on": info.occurred_on,
        "decided_on": info.decided_on,
        "facts": facts,
        "evidence": dict(info.evidence),
        "handling": [list(each) for each in info.handling.items()],
        "forms": [list(each) for each in case.forms.items()],
        "analysis": analysis,
    }


def in_python(
    data: bytes, model: type[CaseModel], lang: Lang = "zh", *, json: bool = False
) -> dict[str, Any]:
    try:
        case = from_text(data, "", model, json_text=json)
    except CaseError as error:
        return {"faults": error.faults}
    return {"case": plain(case), "text": to_yaml(case, lang)}


def mistakes() -> dict[str, bytes]:
    every = {**UNDERSTOOD, **REFUSED, **NOT_MENDED}
    return {
        name: t.encode() if isinstance(t := each[0], str) else t for name, each in every.items()
    }


def test_examples_are_read_alike_and_written_alike() -> None:
    files = sorted((ROOT / "examples" / "cases").glob("*.yaml"))
    texts = [file.read_bytes() for file in files]
    langs: tuple[Lang, ...] = ("zh", "en")
    for lang in langs:
        for file, data, found in zip(files, texts, in_javascript(texts, lang=lang), strict=True):
            assert found == in_python(data, SHIPPED.model, lang), file


def test_mistakes_are_understood_or_refused_alike() -> None:
    texts = mistakes()
    for (name, data), found in zip(texts.items(), in_javascript(texts.values()), strict=True):
        expected = in_python(data, SHIPPED.model)
        if "faults" not in expected:
            assert found == expected, name
            continue
        told = [(each["code"], each["line"], each["subject"]) for each in found["faults"]]
        assert told == [(f.code, f.line, f.subject) for f in expected["faults"]], name
        for fault, other in zip(found["faults"], expected["faults"], strict=True):
            assert other.told().endswith(fault["zh"]), name
            assert other.told("en").endswith(fault["en"]), name


def round_trips(rules: Ruleset, count: int, seed: int) -> None:
    """Hold JavaScript to the cases that Python wrote, and Python to what JavaScript saved."""
    model, rng = model_of(rules.vocabulary), random.Random(seed)
    cases = [random_case(model, rng) for _ in range(count)]
    texts = [to_yaml(case).encode() for case in cases]
    for case, data, found in zip(cases, texts, in_javascript(texts, rules), strict=True):
        assert found["case"] == plain(case), data.decode()
        assert found["text"] == data.decode()
        assert from_text(found["text"].encode(), "", model) == case


@for_every_ruleset
def test_random_cases_come_back_as_they_were(rules: Ruleset) -> None:
    round_trips(rules, 20, 1)


@pytest.mark.slow
def test_a_thousand_random_cases_come_back_as_they_were() -> None:
    round_trips(SHIPPED, 1000, 2)


def test_every_way_of_writing_is_read_alike() -> None:
    texts = [text.encode() for text in WAYS]
    for data, found in zip(texts, in_javascript(texts), strict=True):
        expected = in_python(data, SHIPPED.model)
        assert ("case" in found) == ("case" in expected), data.decode()
        assert "case" not in found or found == expected, data.decode()


def test_what_python_alone_understands_is_little() -> None:
    texts = [text.encode() for text in UNDERSTOOD_BY_PYTHON_ALONE]
    assert all("case" in in_python(data, SHIPPED.model) for data in texts)
    assert all("faults" in found for found in in_javascript(texts))


@pytest.mark.slow
def test_a_hostile_file_is_refused_in_time_in_proportion_to_its_length() -> None:
    """Hold both readers to it: what is quadratic would take hours, for each of these."""
    blanks = " " * 200_000
    texts = [
        "a: b: c\n" + blanks + "x",
        "a: b: c\nk: a" + blanks + "x" + blanks + "y",
        "a: b: c\n" + '"\\"\n' * 10_000,
        '- "a\n' * 100_000,
        "a: b: c\nk: a" + "\t" * 200_000 + "x",
        "facts: {" + ", ".join(f"a{number}: 1" for number in range(3_000)) + "}",
        "work:\n" + "".join(f"  n{number}x: true\n" for number in range(1_000)),
        "[" * 500_000,
        "case: {title: '" + "a" * 1_100_000 + "'}",
    ]
    data = [text.encode() for text in texts]
    for each, found in zip(data, in_javascript(data), strict=True):
        assert "faults" in found
        assert "faults" in in_python(each, SHIPPED.model)


def spoilt_alike(count: int, seed: int) -> None:
    """Hold JavaScript to understand nothing that Python refuses, and nothing otherwise."""
    rng = random.Random(seed)
    sound = [
        data.decode() for data in mistakes().values() if "case" in in_python(data, SHIPPED.model)
    ]
    texts = [spoilt(rng.choice((*sound, *SHAPES)), rng).encode() for _ in range(count)]
    for data, found in zip(texts, in_javascript(texts), strict=True):
        if "case" in found:
            assert found == in_python(data, SHIPPED.model), data.decode()


def test_spoilt_files_are_never_understood_otherwise() -> None:
    spoilt_alike(150, 1)


@pytest.mark.slow
def test_many_spoilt_files_are_never_understood_otherwise() -> None:
    spoilt_alike(5000, 2)


def test_the_json_of_a_case_is_read_alike() -> None:
    texts = [
        b'{"facts": {"work.pilot": true, "consequences.loss": ["some", "major"]}}',
        '{"工作情形": {"试点性工作": "是"}}'.encode(),
        '{"后果影响": {"损失": "有损失，但不重大或重大损失"}}'.encode(),
        b'\xef\xbb\xbf{"work": {"pilot": "\\u662f"}}',
        b'{"case": {"id": "1", "evidence": {"work.pilot": "x"}, "handling": {}}, "facts": {}}',
        b'{"work": {"pilot": true, "pilot": false}}',
        b'{"case": {"id": 1}}',
        b'{"work": {"pilot": true},}',
        b'{"work": {"pilot": 1}}',
        '{"work"：{}}'.encode(),
        b'{"__proto__": {"polluted": true}, "constructor": 1}',
        b"[" * 2000,
    ]
    for data, found in zip(texts, in_javascript(texts, json=True), strict=True):
        expected = in_python(data, SHIPPED.model, json=True)
        assert ("faults" in found) == ("faults" in expected), data
        if "case" in expected:
            assert found == expected, data
        else:
            told = [each["code"] for each in found["faults"]]
            assert told == [each.code for each in expected["faults"]], data


def test_what_is_no_json_is_refused_alike() -> None:
    rows = (*REFUSED_JSON.values(), *NOT_MENDED_JSON.values())
    texts = [row[0].encode() for row in rows]
    for data, found in zip(texts, in_javascript(texts, json=True), strict=True):
        (expected,) = in_python(data, SHIPPED.model, json=True)["faults"]
        (fault,) = found["faults"]
        assert (fault["line"], fault["column"]) == (expected.line, expected.column), data
        assert expected.told().endswith(fault["zh"]), data
        assert expected.told("en").endswith(fault["en"]), data


LET_PASS = (
    ("work: &a {pilot: true}\nmotive: *a\n", "Y008"),
    ("work: {pilot: !!bool true}\n", "Y009"),
    ("work:\n  pilot: true\n  pilot: false\n", "Y011"),
    ("work:\n\tpilot: true\n", "Y003"),
    ('case: {title: "a\\u202eb"}\n', "Y004"),
    ("__proto__: {polluted: true}\n", "C002"),
    ("---\nwork: {}\n---\nwork: {}\n", "Y005"),
    ("? work\n: {}\n", "Y003"),
    ("[a]: b\n", "Y010"),
    ("# nothing\n", "Y006"),
    ("a: " + "[" * 40, "Y007"),
)
"""What YAML lets pass, or nearly, and the code of the fault."""


def test_what_yaml_lets_pass_is_refused() -> None:
    texts = [text.encode() for text, _ in LET_PASS]
    for (text, code), found in zip(LET_PASS, in_javascript(texts), strict=True):
        fault = found["faults"][0]
        assert fault["code"] == code, (text, fault)
        assert fault["zh"]
        assert fault["en"]
