"""The bundle: it validates, it is complete, and it is the same on every run."""

from __future__ import annotations

import copy
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from support.command_line import run
from support.random_facts import complete_facts
from support.rulesets import SHIPPED, for_every_ruleset
from tolerance_rules import InconsistentFactsError, loader
from tolerance_rules.portable.bundle import bundle, fingerprint, to_json
from tolerance_rules.portable.bundle_schema import bundle_schema
from tolerance_rules.portable.conformance_parts import COMPARED
from tolerance_rules.portable.regulation_data import KINDS
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import outcome_of, refuse_contradictions, row_of

ROOT = Path(__file__).resolve().parents[2]
STRICT = ROOT / "examples" / "policy_strict.yaml"


@lru_cache(maxsize=2)
def made(rules: Ruleset) -> dict[str, Any]:
    return bundle(rules)


@lru_cache(maxsize=1)
def validator() -> Draft202012Validator:
    schema = bundle_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@for_every_ruleset
def test_a_bundle_validates(rules: Ruleset) -> None:
    faults = [
        f"{each.json_path}: {each.message[:200]}" for each in validator().iter_errors(made(rules))
    ]
    assert faults == []


def test_the_file_of_the_schema_is_up_to_date() -> None:
    file = ROOT / "schemas" / "bundle.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == bundle_schema(), (
        f"run: tolerance-rules schema bundle -o {file.relative_to(ROOT)}"
    )


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of one object of each shape."""
    if isinstance(value, dict):
        yield path
        for key, each in value.items():
            yield from places(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value[:2]):
            yield from places(each, (*path, index))


@pytest.mark.slow
@pytest.mark.parametrize("part", [key for key, value in made(SHIPPED).items() if value != ""])
def test_no_key_may_be_added(part: str) -> None:
    schema = bundle_schema()
    value = made(SHIPPED)[part]
    of_part = Draft202012Validator({"$defs": schema["$defs"], **schema["properties"][part]})
    assert of_part.is_valid(value)
    if part == "messages":  # what is in its sections is named by whoever writes the words
        assert not of_part.is_valid({**value, "more": {}})
        return
    for path in places(value[:2] if isinstance(value, list) else value):
        spoilt = copy.deepcopy(value[:2] if isinstance(value, list) else value)
        at = spoilt
        for key in path:
            at = at[key]
        at["more"] = 1
        assert not of_part.is_valid(spoilt), path


def test_no_part_may_be_added_or_left_out() -> None:
    schema = {key: value for key, value in bundle_schema().items() if key != "properties"}
    names = bundle_schema()["properties"]
    shallow = Draft202012Validator({**schema, "properties": dict.fromkeys(names, True)})
    document = made(SHIPPED)
    assert shallow.is_valid(document)
    assert not shallow.is_valid({**document, "more": 1})
    for part in document:
        assert not shallow.is_valid({k: v for k, v in document.items() if k != part}), part


@for_every_ruleset
def test_its_fingerprint_is_of_all_the_rest(rules: Ruleset) -> None:
    document = json.loads(to_json(made(rules)))
    assert document == made(rules)
    assert document["sha256"] == fingerprint(document)
    assert document["ruleset"]["sha256"] == rules.sha256
    assert fingerprint({**document, "library_version": "0"}) != document["sha256"]


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
def test_it_is_the_same_document_in_every_process_and_on_every_screen(encoding: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "tolerance_rules", "bundle"]
    done = subprocess.run(command, env=environment, capture_output=True, check=True, cwd=ROOT)
    written = done.stdout.decode(encoding).replace("\r\n", "\n")
    assert json.loads(written) == made(SHIPPED)
    if encoding == "utf-8":
        assert written == to_json(made(SHIPPED))


def walked(document: dict[str, Any], which: str, facts: dict[str, Any]) -> Any:
    """Return the terminal to which the values of every variable lead."""
    variables, diagram = document["diagrams"]["variables"], document["diagrams"][which]
    starts, nodes, at = [], diagram["nodes"], 0
    while at < len(nodes):
        starts.append(at)
        at += 1 + len(variables[nodes[at]]["values"])
    node, ends = diagram["root"], len(diagram["terminals"])
    while node >= ends:
        start = starts[node - ends]
        variable = variables[nodes[start]]
        value = facts[variable.get("fact") or "reading:" + variable["reading"]]
        node = nodes[start + 1 + variable["values"].index(value)]
    return diagram["terminals"][node]


@for_every_ruleset
def test_its_diagrams_decide_as_the_definition_under_any_readings(rules: Ruleset) -> None:
    rng, document = random.Random(3), made(rules)
    for _ in range(150):
        facts = complete_facts(rules.vocabulary, rng)
        chosen = {card.id: rng.choice(card.names) for card in rules.readings.values()}
        under = rules.with_readings(chosen)
        values = {**facts, **{f"reading:{name}": option for name, option in chosen.items()}}
        try:
            refuse_contradictions(facts, under)
        except InconsistentFactsError:
            expected = [{"impossible": True}] * 2
        else:
            expected = [
                {"outcome": outcome_of(facts, under)},
                {"row": row_of(facts, under).row},
            ]
        assert [walked(document, which, values) for which in ("outcomes", "rows")] == expected


@for_every_ruleset
def test_every_word_of_the_regulation_is_in_a_paragraph(rules: Ruleset) -> None:
    regulation = made(rules)["regulation"]
    assert regulation["text"] == rules.regulation
    words = "".join(s["text"] for p in regulation["paragraphs"] for s in p["sentences"])
    assert "".join(words.split()) == "".join(rules.regulation.split())


@for_every_ruleset
def test_everything_encoded_is_marked_in_the_text(rules: Ruleset) -> None:
    sentences = [s for p in made(rules)["regulation"]["paragraphs"] for s in p["sentences"]]
    marks = [mark for sentence in sentences for mark in sentence["marks"]]
    assert {m["clause"] for m in marks if "clause" in m} == {*rules.clauses, *rules.articles}
    assert {m["row"] for m in marks if "row" in m} == {row.row for row in rules.outcomes}
    assert {m["duty"] for m in marks if "duty" in m} == {*rules.obligations.duties}
    assert {m["event"] for m in marks if "event" in m} == {*rules.obligations.events}
    kinds = {s["marks"][0]["kind"] for s in sentences}
    assert kinds >= {"encoded", "procedure", "frame"}


def test_articles_are_numbered_as_they_stand() -> None:
    paragraphs = made(SHIPPED)["regulation"]["paragraphs"]
    (eighth,) = (p for p in paragraphs if p["sentences"][0]["text"].startswith("第八条"))
    assert eighth["article"] == "8"
    assert all(mark["kind"] == "frame" for s in eighth["sentences"] for mark in s["marks"])


def test_readings_and_a_policy_are_those_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    options = ("--reading", "remedy_scope=either", "--policy", str(STRICT))
    assert run("bundle", *options, "-o", str(file)).code == 0
    document = json.loads(file.read_text(encoding="utf-8"))
    policy = loader.policy_from_yaml(STRICT, SHIPPED)
    assert document["policy"]["sha256"] == policy.sha256
    chosen = {each["id"]: each["chosen"] for each in document["readings"]}
    assert chosen == {**SHIPPED.chosen, "remedy_scope": "either"}
    assert document["diagrams"]["rows"] == made(SHIPPED)["diagrams"]["rows"]
    assert document["diagrams"]["outcomes"] != made(SHIPPED)["diagrams"]["outcomes"]
    assert document["ruleset"]["sha256"] == SHIPPED.sha256


def test_the_page_tells_of_every_part_and_every_code() -> None:
    page = (ROOT / "docs" / "portable.md").read_text(encoding="utf-8")
    for part in made(SHIPPED):
        assert f"`{part}`" in page or part in ("format", "library_version"), part
    for part in (*COMPARED, *KINDS):
        assert f"`{part}`" in page, part
    for code in ("C001", "C002", "C003", "C004", "C005", "C007", "C008", "C010"):
        assert f"`{code}`" in page
