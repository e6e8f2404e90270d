"""Schemas: the files are what the generator makes, and take what the library takes."""

from __future__ import annotations

import copy
import importlib
import json
import re
import shutil
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from support.command_line import CASES
from support.rulesets import RULESETS, SHIPPED, for_every_ruleset
from tolerance_rules import CaseError, Engine, RulesError, loader
from tolerance_rules.errors import Fault
from tolerance_rules.formats.blank_case import blank_case
from tolerance_rules.formats.blank_ruleset import start_ruleset
from tolerance_rules.formats.case_file import from_document, from_file, from_text
from tolerance_rules.formats.rule_schemas import CLAUSE_ID
from tolerance_rules.formats.rule_test_reader import load_tests
from tolerance_rules.formats.schemas import SCHEMAS
from tolerance_rules.legal_references import citation_of
from tolerance_rules.rules import Ruleset, leaves
from tolerance_rules.vocabulary.python_types import to_python

ROOT = Path(__file__).resolve().parents[2]
STRICT = ROOT / "examples" / "policy_strict.yaml"
TEMPLATE = ROOT / "tolerance_rules" / "formats" / "templates" / "ruleset"


def cases(rules: Ruleset) -> list[Path]:
    folder = CASES if rules is SHIPPED else Path(rules.folder, "cases")
    return sorted(folder.glob("*.yaml"))


def rule_files(rules: Ruleset) -> list[Path]:
    folder = Path(rules.folder)
    found = [*folder.glob("*.yaml"), *folder.glob("tests/*.yaml")]
    return sorted(path for path in found if path.name != "expected.yaml")  # of the examples


@lru_cache(maxsize=2)
def engine(rules: Ruleset) -> Engine:
    return Engine(rules)


def named(pairs: list[tuple[Ruleset, Path]]) -> list[Any]:
    return [
        pytest.param(rules, path, id=f"{rules.id}/{path.parent.name}/{path.stem}")
        for rules, path in pairs
    ]


EVERY_CASE = named([(rules, path) for rules in RULESETS for path in cases(rules)])
EVERY_RULE_FILE = named(
    [(rules, path) for rules in RULESETS for path in rule_files(rules)] + [(SHIPPED, STRICT)]
)


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """As an editor reads YAML: a date is text."""


Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


@lru_cache(maxsize=8)
def validator(kind: str, rules: Ruleset) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[kind](rules), format_checker=FormatChecker())


def faults(kind: str, document: object, rules: Ruleset = SHIPPED) -> list[str]:
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in validator(kind, rules).iter_errors(document)
    ]


@pytest.mark.slow
@for_every_ruleset
@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_one(kind: str, rules: Ruleset) -> None:
    schema = SCHEMAS[kind](rules)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(rules.id)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_file_of_a_schema_is_up_to_date(kind: str) -> None:
    file = ROOT / "schemas" / f"{kind}.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == SCHEMAS[kind](SHIPPED), (
        f"run: tolerance-rules schema {kind} -o {file.relative_to(ROOT)}"
    )


def test_every_schema_has_its_file() -> None:
    files = {path.name for path in (ROOT / "schemas").iterdir()}
    assert files == {f"{kind}.schema.json" for kind in (*SCHEMAS, "bundle")}


@pytest.mark.parametrize(("rules", "path"), EVERY_CASE)
def test_an_example_validates(rules: Ruleset, path: Path) -> None:
    assert faults("case", read(path), rules) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@for_every_ruleset
def test_a_blank_case_validates_and_says_nothing(rules: Ruleset, lang: str) -> None:
    text = blank_case(rules, lang)
    assert faults("case", yaml.load(text, Loader), rules) == []
    assert from_text(text.encode(), "case.yaml", rules.model).facts == rules.model()


@pytest.mark.parametrize(("rules", "path"), EVERY_RULE_FILE)
def test_a_rule_file_validates(rules: Ruleset, path: Path) -> None:
    assert faults("rules", read(path), rules) == []


def test_the_ruleset_to_start_from_validates(tmp_path: Path) -> None:
    start_ruleset(tmp_path / "ours")
    rules = loader.from_yaml(tmp_path / "ours")
    for path in rule_files(rules):
        assert faults("rules", read(path), rules) == []


@pytest.mark.parametrize(("rules", "path"), EVERY_CASE)
def test_a_result_document_validates(rules: Ruleset, path: Path) -> None:
    decision = engine(rules).evaluate(from_file(path, rules.model))
    assert faults("decision", json.loads(decision.to_json()), rules) == []


@for_every_ruleset
def test_a_result_document_may_name_its_file_and_lacks_nothing(rules: Ruleset) -> None:
    path = cases(rules)[0]
    decision = engine(rules).evaluate(from_file(path, rules.model))
    document = json.loads(decision.to_json())
    assert faults("decision", {"file": str(path), **document}, rules) == []
    assert faults("decision", {**document, "outcome": "tolerated"}, rules)
    less = {key: value for key, value in document.items() if key != "settled"}
    assert faults("decision", less, rules)
    less = {**document, "facts": dict(list(document["facts"].items())[1:])}
    assert faults("decision", less, rules)


@for_every_ruleset
def test_the_schema_of_a_case_knows_every_fact_with_its_question_and_labels(rules: Ruleset) -> None:
    schema = SCHEMAS["case"](rules)
    for name, spec in rules.vocabulary.items():
        fact = schema["$defs"][name]
        assert spec.question in fact["description"]
        assert all(spec.label_of(value) in fact["description"] for value in spec.values)
    names = {*rules.vocabulary.groups, *rules.vocabulary}
    assert set(schema["$defs"]["facts"]["properties"]) == names


@for_every_ruleset
def test_the_schema_takes_of_a_fact_what_the_library_takes(rules: Ruleset) -> None:
    for name, spec in rules.vocabulary.items():
        other = "none" if spec.boolean else True
        for known in (
            *spec.values,
            None,
            list(spec.values[:2]),
            list(spec.values),
            [],
            [other],
            other,
            1,
            {},
        ):
            document = {name: known}
            # Of a fact that is true or false a list says nothing; the library lets it pass.
            if isinstance(known, list) and spec.boolean and not spec.finding:
                continue
            assert (faults("case", document, rules) == []) is taken(document, rules), document


def taken(document: object, rules: Ruleset = SHIPPED) -> bool:
    try:
        from_document(document, rules.model)
    except CaseError:
        return False
    return True


# What the library takes the schema must take, and the other way round; but for the words of people,
# which the schema leaves to the library.
DOCUMENTS: list[tuple[object, bool]] = [
    ({}, True),
    ({"work": {"pilot": True}}, True),
    ({"work.pilot": None, "remedy": None}, True),
    ({"case": None, "facts": None, "evidence": None}, True),
    ({"case": {"id": "1", "decided_on": "2024-05-01"}, "facts": {"work.pilot": False}}, True),
    ({"evidence": {"work.pilot": "文件"}}, True),
    ({"remedy": {"loss_recovery": ["active", "passive"]}}, True),
    ({"remedy": {"loss_recovery": []}}, False),
    ({"remedy": {"loss_recovery": ["some"]}}, False),
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
    assert taken(document) is right
    assert (faults("case", document) == []) is right


@pytest.mark.parametrize(
    "document",
    [{"work": {"pilot": "true"}}, {"work": {"pilot": "是"}}, {"case": {"decided_on": "2024/5/1"}}],
)
def test_the_words_of_people_are_taken_though_the_schema_has_codes_alone(document: object) -> None:
    assert taken(document)
    assert faults("case", document)


class Changed(NamedTuple):
    """A rule file with one place changed, or left out if `to` is None."""

    name: str
    path: tuple[Any, ...]
    to: Any

    def document(self) -> Any:
        """Return the content of the file."""
        place = document = copy.deepcopy(rule_file(self.name))
        for step in self.path[:-1]:
            place = place[step]
        if self.to is None:
            del place[self.path[-1]]
        else:
            place[self.path[-1]] = self.to
        return document


def changed(name: str, *path: Any, to: Any) -> Changed:
    return Changed(name, path, to)


@lru_cache
def rule_file(name: str) -> Any:
    return read(Path(SHIPPED.folder, f"{name}.yaml"))


LOSS = ("facts", "groups", "consequences", "facts", "loss")
PILOT = ("facts", "groups", "work", "facts", "pilot")
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
    "a clause that takes what is left": changed("article_6", "clauses", 0, "when", to="otherwise"),
    "every value of a fact": changed(
        "article_5", "clauses", 10, "when", "is", to=["liable", "lighter", "no_liability"]
    ),
    "a coordinate that is none": changed("article_6", "clauses", 0, "id", to="6.0"),
    "a gate over facts": changed("article_6", "provided", to={"fact": "work.pilot"}),
    "an outcome that is not permitted": changed(
        "outcomes", "rows", 1, "permitted", to=["not_pursued"]
    ),
    "an outcome of the policy by the text": changed("outcomes", "rows", 1, "outcome", to="policy"),
    "an outcome without its English": changed("outcomes", "outcomes", "exempt", "en", to=None),
    "a seventh outcome": changed("outcomes", "outcomes", "tolerated", to={"zh": "容", "en": "t"}),
    "no articles": changed("ruleset", "articles", to=None),
    "a file of articles elsewhere": changed("ruleset", "articles", 0, to="../a.yaml"),
    "a file of articles twice": changed("ruleset", "articles", 1, to="scope.yaml"),
    "a fact without its English question": changed(*LOSS, "question_en", to=None),
    "a fact of no direction": changed(*LOSS, "direction", to="bad"),
    "a fact of no mutability": changed(*LOSS, "mutability", to="maybe"),
    "a fact with a key too many": changed(*LOSS, "labels", to="损失"),
    "a fact of one value": changed(*LOSS, "values", to={"none": {"zh": "没有", "en": "none"}}),
    "a value without its English": changed(*LOSS, "values", "some", "en", to=None),
    "a value that YAML reads as false": changed(*LOSS, "values", "no", to={"zh": "无", "en": "n"}),
    "a value that is no code": changed(*LOSS, "values", "Some", to={"zh": "有", "en": "S"}),
    "a presumption twice": changed(*LOSS, "presumed", to=["none", "none"]),
    "no presumption": changed(*LOSS, "presumed", to=None),
    "a presumption that is no value": changed(*LOSS, "presumed", to=[True]),
    "a presumption of nothing": changed(*LOSS, "presumed", to=[]),
    "a finding that is presumed": changed(*PILOT, "finding", to=True),
    "a finding of several values": changed(*LOSS, "finding", to=True),
    "a group called as a section": changed("facts", "groups", "evidence", to={}),
    "a group that is no code": changed("facts", "groups", "Work", to={}),
    "a group without facts": changed("facts", "groups", "work", "facts", to=None),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_spoilt_rule_file_is_refused(kind: str) -> None:
    assert faults("rules", SPOILT[kind].document())


def test_what_is_no_rule_file_is_refused(tmp_path: Path) -> None:
    document = {"hello": 1}
    assert faults("rules", document)
    assert loaded(tmp_path, "policy", document)


def loaded(folder: Path, name: str, document: object) -> list[Fault]:
    """Return what is wrong with the shipped rules when one file of them is another."""
    # Of the tests beside the rules only the one that is changed: the others say nothing of it.
    copied = folder / SHIPPED.id
    shutil.copytree(SHIPPED.folder, copied, ignore=shutil.ignore_patterns("tests", "forms"))
    (copied / "tests").mkdir()
    # JSON is YAML, with every text in quotation marks.
    text = json.dumps(document, ensure_ascii=False)
    (copied / f"{name}.yaml").write_text(text, encoding="utf-8")
    try:
        load_tests(loader.from_yaml(copied))
    except RulesError as error:
        return list(error.faults)
    return []


@pytest.mark.parametrize("kind", SPOILT)
def test_a_spoilt_rule_file_is_refused_by_the_library_too(kind: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, SPOILT[kind].name, SPOILT[kind].document())


@pytest.mark.parametrize("path", rule_files(SHIPPED), ids=lambda path: path.stem)
def test_a_rule_file_as_json_loads(path: Path, tmp_path: Path) -> None:
    name = str(path.relative_to(SHIPPED.folder).with_suffix(""))
    assert loaded(tmp_path, name, read(path)) == []


@for_every_ruleset
def test_the_schema_of_rules_knows_every_fact_that_they_use(rules: Ruleset) -> None:
    known = set(SCHEMAS["rules"](rules)["$defs"]["fact_name"]["enum"])
    assert {leaf.name for card in rules.clauses.values() for leaf in leaves(card.when)} <= known


@pytest.mark.parametrize(
    "clause", ["5", "5.k2", "5.10", "5.k2.3", "5.3.m1", "5.k2.3.m12", "7.5.2", "123.4567"]
)
def test_coordinates_are_those_of_the_law(clause: str) -> None:
    assert re.fullmatch(CLAUSE_ID, clause)
    assert citation_of(clause)


@pytest.mark.parametrize("clause", ["", "0", "5.0", "5.k2.k3", "5.m1", "5.3.k1", "05", "5.3.2.1"])
def test_other_coordinates_are_none(clause: str) -> None:
    assert not re.fullmatch(CLAUSE_ID, clause)
    assert not citation_of(clause)


@for_every_ruleset
def test_the_shipped_types_are_what_the_generator_writes(
    rules: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = to_python(rules.vocabulary, rules.id)
    if rules is SHIPPED:
        file = ROOT / "tolerance_rules" / "vocabulary" / "zzvc_2023_32.py"
        assert text == file.read_text(encoding="utf-8"), (
            f"run: tolerance-rules schema --format python -o {file.relative_to(ROOT)}"
        )
    (tmp_path / "generated_types.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "generated_types", raising=False)
    model = importlib.import_module("generated_types").CaseFacts
    assert model.vocabulary == rules.vocabulary
    assert model().flat == rules.model().flat
