"""Schemas: the files are what the generator makes, and take what the library takes."""

from __future__ import annotations

import copy
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from tolerance_rules import CaseError, Engine
from tolerance_rules.facts import groups, vocabulary
from tolerance_rules.formats.blank_case import blank_case
from tolerance_rules.formats.case_file import from_document, from_file
from tolerance_rules.formats.schemas import SCHEMAS
from tolerance_rules.rules import leaves

ROOT = Path(__file__).resolve().parents[2]
CASES = sorted((ROOT / "examples" / "cases").glob("*.yaml"))
RULES = sorted((ROOT / "rules").glob("*/*.yaml"))
TESTS = sorted((ROOT / "rules").glob("*/tests/*.yaml"))
RULE_FILES = [*RULES, *TESTS, ROOT / "examples" / "policy_strict.yaml"]


class Loader(yaml.SafeLoader):
    """As an editor reads YAML: a date is text."""


Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


@lru_cache(maxsize=3)
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[kind](), format_checker=FormatChecker())


def faults(kind: str, document: object) -> list[str]:
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in validator(kind).iter_errors(document)
    ]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_one_and_its_file_is_up_to_date(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind]())
    file = ROOT / "schemas" / f"{kind}.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == SCHEMAS[kind](), (
        f"run: tolerance-rules schema {kind} -o {file.relative_to(ROOT)}"
    )


def test_every_schema_has_its_file() -> None:
    files = {path.name for path in (ROOT / "schemas").iterdir()}
    assert files == {f"{kind}.schema.json" for kind in SCHEMAS}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_an_example_validates(path: Path) -> None:
    assert faults("case", read(path)) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_blank_case_validates(lang: str) -> None:
    assert faults("case", yaml.load(blank_case(lang), Loader)) == []


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_rule_file_validates(path: Path) -> None:
    assert faults("rules", read(path)) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_result_document_validates(path: Path) -> None:
    document = json.loads(Engine.load().evaluate(from_file(path)).to_json())
    assert faults("decision", document) == []
    assert faults("decision", {"file": str(path), **document}) == []
    assert faults("decision", {**document, "outcome": "tolerated"})
    assert faults("decision", {key: value for key, value in document.items() if key != "settled"})


def test_the_schema_of_a_case_knows_every_fact_with_its_question_and_labels() -> None:
    schema = SCHEMAS["case"]()
    for name, spec in vocabulary().items():
        fact = schema["$defs"][name]
        assert fact["enum"] == [*spec.values, None]
        assert spec.question in fact["description"]
        assert all(spec.label_of(value) in fact["description"] for value in spec.values)
    assert set(schema["$defs"]["facts"]["properties"]) == {*groups(), *vocabulary()}


# What the library takes the schema must take, and the other way round.
DOCUMENTS: list[tuple[object, bool]] = [
    ({}, True),
    ({"work": {"pilot": True}}, True),
    ({"work.pilot": None, "remedy": None}, True),
    ({"case": None, "facts": None, "evidence": None}, True),
    ({"case": {"id": "1", "decided_on": "2024-05-01"}, "facts": {"work.pilot": False}}, True),
    ({"evidence": {"work.pilot": "文件"}}, True),
    ({"work": {"pilot": "true"}}, False),
    ({"work": {"pilot": 1}}, False),
    ({"work": {"pilott": True}}, False),
    ({"work": []}, False),
    ({"wrk": {}}, False),
    ({"remedy": {"loss_recovery": True}}, False),
    ({"remedy": {"loss_recovery": "some"}}, False),
    ({"facts": {}, "fcts": {}}, False),
    ({"facts": {}, "work": {}}, False),
    ({"case": {"name": "x"}}, False),
    ({"case": {"id": 1}}, False),
    ({"case": {"decided_on": "2024/5/1"}}, False),
    ({"case": {"title": "x" * 20_001}}, False),
    ({"evidence": {"work": "x"}}, False),
    ({"evidence": {"work.pilot": None}}, False),
    ([], False),
    ("x", False),
]


@pytest.mark.parametrize(("document", "right"), DOCUMENTS, ids=lambda each: str(each)[:60])
def test_the_schema_takes_a_case_if_and_only_if_the_library_does(
    document: object, right: bool
) -> None:
    try:
        from_document(document)
        taken = True
    except CaseError:
        taken = False
    assert taken is right
    assert (faults("case", document) == []) is right


def changed(name: str, *path: Any, to: Any) -> Any:
    document = copy.deepcopy(read(ROOT / "rules" / "zzvc-2023-32" / f"{name}.yaml"))
    place = document
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return document


SPOILT = {
    "an id that is a number": changed("article_5", "clauses", 9, "id", to=5.1),
    "a clause without a text": changed("article_5", "clauses", 0, "text", to=None),
    "a key of no clause": changed("article_6", "clauses", 0, "wen", to={}),
    "a fact that is not there": changed("article_6", "clauses", 0, "when", "fact", to="nature.x"),
    "a leaf without a quote": changed("article_6", "clauses", 0, "when", "quote", to=None),
    "a value that is not there": changed("article_5", "clauses", 10, "when", "is", to=["heavy"]),
    "an enumerated fact without values": changed("article_5", "clauses", 10, "when", "is", to=None),
    "values of a fact that is true or false": changed(
        "article_6", "clauses", 0, "when", "is", to=[True]
    ),
    "a seventh form of condition": changed("article_6", "clauses", 1, "when", to={"xor": []}),
    "an empty list": changed("article_6", "clauses", 1, "when", "any", to=[]),
    "two forms at once": changed("article_6", "clauses", 1, "when", "all", to=[]),
    "a condition that is a word": changed("article_6", "clauses", 1, "when", to="always"),
    "an article that holds by most": changed("article_6", "holds", to="most"),
    "an outcome that is not there": changed("outcomes", "rows", 1, "outcome", to="tolerated"),
    "a modality that is not there": changed("outcomes", "rows", 1, "modality", to="must"),
    "a citation of each and whole": changed("outcomes", "rows", 1, "cites", 0, "whole", to="6"),
    "a policy outcome that is not there": changed("policy", "rows", 0, "outcome", to="free"),
    "a reading of one option": changed(
        "readings", "readings", 0, "options", to={"serious": {"zh": "一", "en": "one"}}
    ),
    "a combination of one fact": changed(
        "consistency", "impossible", 0, "facts", to=[{"fact": "work.pilot"}]
    ),
    "a fingerprint that is none": changed("ruleset", "regulation_sha256", to="abc"),
    "a test of no outcome": changed("tests/scope", "cases", 0, "outcome", to=None),
    "a test with a fact that is not there": changed(
        "tests/scope", "cases", 0, "facts", "work.x", to=True
    ),
    "no rule file": {"hello": 1},
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_spoilt_rule_file_is_refused(kind: str) -> None:
    assert faults("rules", SPOILT[kind])


def test_the_schema_of_rules_knows_every_fact_that_they_use() -> None:
    rules = Engine.load().rules
    known = set(SCHEMAS["rules"]()["$defs"]["fact_name"]["enum"])
    assert {leaf.name for card in rules.clauses.values() for leaf in leaves(card.when)} <= known
