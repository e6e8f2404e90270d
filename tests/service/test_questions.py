"""Questions over HTTP: the same answers as the library, and every mistake a problem in words."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")

from support.command_line import CASES
from support.rulesets import RULESETS, SHIPPED
from support.service import Client, case_of, running
from tolerance_rules import Decision, Engine
from tolerance_rules.formats.case_file import from_document, from_file
from tolerance_rules.formats.case_words import ITEMS
from tolerance_rules.rendering.explanation import explanation
from tolerance_rules.service.app import OPERATIONS
from tolerance_rules.service.settings import Limits, Settings
from tolerance_rules.what_if import next_questions, paths_to, sensitivity

SETTLED, OPEN = case_of("01_"), case_of("06_")
ENGINE = Engine(SHIPPED)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running(Settings(limits=Limits(body=100_000, many=200_000, requests=8))) as found:
        yield found


@pytest.mark.parametrize("case", [SETTLED, OPEN])
def test_evaluate_answers_as_the_library(client: Client, case: dict) -> None:
    reply = client.post("/v1/evaluate", case)
    found = ENGINE.evaluate(from_document(case))
    assert reply.status == 200
    assert Decision.from_json(reply.body) == found
    for lang in ("zh", "en"):
        told = client.post(f"/v1/evaluate?format=text&lang={lang}", case)
        assert told.body.decode() == explanation(found, lang, rules=SHIPPED)
        assert told.headers["content-language"] == lang


def test_every_example_is_answered_to_the_byte(client: Client) -> None:
    # Twice, for what is remembered of a case is answered the second time.
    for file in [*sorted(CASES.glob("*.yaml"))] * 2:
        found = ENGINE.evaluate(from_file(file))
        facts: dict[str, dict[str, object]] = {}
        for name, known in found.facts.flat.items():
            group, _, fact = name.partition(".")
            facts.setdefault(group, {})[fact] = list(known) if isinstance(known, tuple) else known
        about = {key: getattr(found.case, key) or None for key in ITEMS}
        sections = {"evidence": dict(found.case.evidence), "handling": dict(found.case.handling)}
        reply = client.post("/v1/evaluate", {"case": about, "facts": facts, **sections})
        assert reply.body.decode() == found.to_json(indent=None), file.name


def test_each_question_answers_as_the_library(client: Client) -> None:
    decision = ENGINE.evaluate(from_document(OPEN))
    for path, found in (
        ("questions", next_questions(ENGINE, decision)),
        ("sensitivity", sensitivity(ENGINE, decision)),
        ("paths?to=exempt&limit=5", paths_to(ENGINE, decision, "exempt", limit=5)),
    ):
        assert client.post(f"/v1/{path}", OPEN).json == found.to_dict()
        mark = "&" if "?" in path else "?"
        told = client.post(f"/v1/{path}{mark}format=markdown&lang=en", OPEN)
        assert told.body.decode() == found.markdown("en")
    explained = client.post("/v1/explain?clause=5.5&clause=第七条第（五）项", OPEN).json
    assert [each["name"] for each in explained["clauses"]] == ["5.5", "7.5"]
    assert client.post("/v1/reason", OPEN).json["robustness"]
    assert len(client.post("/v1/analysis", OPEN).json["lines"]) == 12
    assert client.post("/v1/duties?on=2024-06-01", SETTLED).json["on"] == "2024-06-01"


def test_what_if_supposes_facts_by_name_or_label(client: Client) -> None:
    scenarios = [
        {"name": "没有", "changes": {"为他人谋取私利": "否"}},
        {"changes": {"motive.gain_for_others": True}, "readings": {"remedy_scope": "either"}},
    ]
    found = client.post("/v1/what-if", {"case_file": OPEN, "scenarios": scenarios}).json
    after = [each["after"] for each in found["scenarios"]]
    assert [each["settled"] for each in after] == [True, True]
    assert [each["outcome"] for each in after] == ["not_pursued", "no_tolerance"]
    assert after[1]["ruleset"]["readings"]["remedy_scope"] == "either"


def test_many_cases_line_by_line(client: Client) -> None:
    other = case_of("02_")
    lines = [json.dumps(SETTLED), "{", "", json.dumps(SETTLED), json.dumps(other), '{"x": 1}']
    reply = client.post(
        "/v1/evaluate-many?lang=en", "\n".join(lines).encode(), content_type="application/x-ndjson"
    )
    found = [json.loads(line) for line in reply.body.splitlines()]
    assert [each["line"] for each in found] == [1, 2, 4, 5, 6]
    codes = [[f["code"] for f in each.get("problem", {}).get("faults", ())] for each in found]
    assert codes == [[], ["Y012"], ["C035"], [], ["C002"]]


def test_require_settled_answers_with_what_is_missing(client: Client) -> None:
    for path in ("evaluate", "explain", "duties"):
        assert client.post(f"/v1/{path}?require=settled", SETTLED).status == 200
        reply = client.post(f"/v1/{path}?require=settled&lang=en", OPEN)
        assert reply.kind == "unsettled"
        assert reply.status == 409
        assert reply.json["reachable"] == ["not_pursued", "no_tolerance"]
        (missing,) = reply.json["missing"]
        assert missing["fact"] == "motive.gain_for_others"
        assert missing["question"].isascii()


# body -> kind of the problem, code of the first fault
BODIES = {
    b'{"facts": {"a": 1, "a": 1}}': ("not-json", "Y011"),
    b'{"facts": {"a": NaN}}': ("not-json", "Y012"),
    b'{"facts": {"a": Infinity}}': ("not-json", "Y012"),
    b'{"facts": {"a": 9007199254740992}}': ("not-json", "Y012"),
    b'{"facts": {"a": 1' + b"0" * 5000 + b"}}": ("not-json", "Y012"),
    b"[" * 20_000: ("not-json", "Y007"),
    b'{"facts": ': ("not-json", "Y012"),
    b"\xff\xfe{}": ("not-json", "Y002"),
    '{"facts"：{}}'.encode(): ("not-json", "Y012"),
    b"": ("not-json", "Y012"),
    b"[]": ("case", "C021"),
    b'{"facts": {"work.plot": true}}': ("case", "C003"),
    b'{"facts": {}, "case": {"decided_on": "2019-01-01"}}': ("out-of-force", ""),
    b'{"facts": {"nature.three_distinctions": true, "motive.knowing_violation": true}}': (
        "inconsistent",
        "",
    ),
}


@pytest.mark.parametrize("query", ["", "?require=settled&lang=en"])
def test_each_of_many_cases_is_answered_as_if_it_were_alone(client: Client, query: str) -> None:
    lines = [*BODIES, *(json.dumps(each).encode() for each in (SETTLED, OPEN))]
    many = {"content_type": "application/x-ndjson"}
    answers = client.post(f"/v1/evaluate-many{query}", b"\n".join(lines), **many).body
    found = {each.pop("line"): each for each in map(json.loads, answers.splitlines())}
    assert len(found) == len(lines) - 1  # one of them is blank
    for number, line in enumerate(lines, 1):
        alone = client.post(f"/v1/evaluate{query}", line).json
        alone.pop("instance", None)
        if line:
            assert found[number].get("problem", found[number]) == alone


@pytest.mark.parametrize("body", BODIES)
def test_a_wrong_body_is_a_problem_in_both_languages(client: Client, body: bytes) -> None:
    kind, code = BODIES[body]
    for lang in ("zh", "en"):
        reply = client.post("/v1/evaluate", body, accept_language=f"{lang}-CN, *;q=0.1")
        assert (reply.kind, reply.headers["content-language"]) == (kind, lang)
        assert reply.json["title"].isascii() == (lang == "en")
        if code:
            fault = reply.json["faults"][0]
            assert fault["code"] == code
            assert fault["zh"]
            assert fault["en"]


# parameters -> kind
PARAMETERS = {
    "requir=settled": "query",
    "require=setled": "query",
    "require=settled&require=settled": "query",
    "lang=fr": "query",
    "a": "query",
    "reading=remedy_scope": "query",
    "reading=remedy_scope=neither": "name",
    "reading=no_such=either": "name",
    "ruleset=no-such": "name",
    "ruleset=../../etc/passwd": "name",
    "ruleset=%00": "name",
    "ruleset=%ff": "query",
    "x=" + "y" * 9000: "query",
}


@pytest.mark.parametrize("query", PARAMETERS)
def test_a_wrong_parameter_is_a_problem(client: Client, query: str) -> None:
    assert client.post(f"/v1/evaluate?{query}", SETTLED).kind == PARAMETERS[query]


def test_what_is_too_large_or_of_another_type_is_refused(client: Client) -> None:
    assert client.post("/v1/evaluate", b" " * 100_001).kind == "too-large"
    many = {"content_type": "application/x-ndjson"}
    assert client.post("/v1/evaluate-many", b"\n" * 200_001, **many).kind == "too-large"
    for media in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "",
        "application/json; charset=gbk",
    ):
        assert client.post("/v1/evaluate", SETTLED, content_type=media).kind == "media-type"
    assert client.post("/v1/evaluate-many", SETTLED).kind == "media-type"
    # Without an announced length, in chunks that never end.
    head = b"POST /v1/evaluate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    chunk = b"fffff\r\n" + b" " * 0xFFFFF + b"\r\n"
    answer = client.raw(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk)
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_the_rules_are_given_with_their_fingerprint(client: Client) -> None:
    (about,) = client.get("/v1/rulesets").json["rulesets"]
    assert about["id"] == SHIPPED.id
    for path in ("", "/facts", "/bundle"):
        reply = client.get(f"/v1/rulesets/{SHIPPED.id}{path}")
        tag = reply.headers["etag"]
        again = client.get(f"/v1/rulesets/{SHIPPED.id}{path}", if_none_match=f'"x", W/{tag}')
        assert (reply.status, again.status, again.body) == (200, 304, b"")
        other = client.get(f"/v1/rulesets/{SHIPPED.id}{path}?", if_none_match='"x"')
        assert other.body == reply.body
    asked = f"/v1/rulesets/{SHIPPED.id}?reading=remedy_scope=either"
    assert (
        client.get(asked).headers["etag"]
        != client.get(f"/v1/rulesets/{SHIPPED.id}").headers["etag"]
    )
    assert client.get("/v1/rulesets/no-such").kind == "not-found"


def test_addresses_and_methods_that_there_are_not(client: Client) -> None:
    for path in ("/v1/nothing", "/v1/evaluate/", "/v1/rulesets/../../etc/passwd", "/%2e%2e/etc"):
        assert client.get(path, accept_language="en").kind == "not-found"
    reply = client.get("/v1/evaluate")
    assert (reply.kind, reply.headers["allow"]) == ("method", "POST")


def test_every_answer_has_the_headers_that_keep_browsers_safe(client: Client) -> None:
    for reply in (
        client.get("/health/live"),
        client.get("/nothing"),
        client.post("/v1/evaluate", b""),
    ):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert reply.headers["cache-control"] == "no-store"
        assert "server" not in reply.headers
        assert not [name for name in reply.headers if name.startswith("access-control")]


def test_pages_from_elsewhere_and_other_names_are_refused(client: Client) -> None:
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"host": "evil.example"},
        {"sec_fetch_site": "cross-site"},
        {"x_forwarded_for": "10.0.0.1"},
        {"forwarded": "for=10.0.0.1"},
    ):
        assert client.post("/v1/evaluate", SETTLED, **headers).kind == "origin"
    same = {"origin": f"http://127.0.0.1:{client.port}", "sec_fetch_site": "same-origin"}
    assert client.post("/v1/evaluate", SETTLED, **same).status == 200


def test_the_description_names_every_operation_once_in_ascii(client: Client) -> None:
    found = client.get("/v1/openapi.json").json
    assert found["openapi"].startswith("3.1")
    ids = [each["operationId"] for path in found["paths"].values() for each in path.values()]
    assert sorted(ids) == sorted(each.id for each in OPERATIONS)
    names = [*found["components"]["schemas"], *ids]
    assert all(name.isascii() for name in names)
    assert len({name.lower() for name in found["components"]["schemas"]}) == len(
        found["components"]["schemas"]
    )
    text = json.dumps(found)
    for name in set(found["components"]["schemas"]):
        text = text.replace(f'"#/components/schemas/{name}"', "")
    assert "#/components" not in text
    assert "#/$defs" not in text


# operation -> what is asked of it
ASKED = {
    "evaluate": ("/v1/evaluate", OPEN),
    "explain": ("/v1/explain?clause=5.5", OPEN),
    "whatIf": ("/v1/what-if", {"case_file": OPEN, "scenarios": [{"changes": {}}]}),
    "sensitivity": ("/v1/sensitivity", OPEN),
    "paths": ("/v1/paths?to=exempt", OPEN),
    "questions": ("/v1/questions", OPEN),
    "reason": ("/v1/reason", OPEN),
    "duties": ("/v1/duties", SETTLED),
    "analysis": ("/v1/analysis", SETTLED),
    "rulesets": ("/v1/rulesets", None),
    "ruleset": (f"/v1/rulesets/{SHIPPED.id}", None),
    "facts": (f"/v1/rulesets/{SHIPPED.id}/facts", None),
    "listForms": ("/v1/forms", None),
    "readiness": ("/health/ready", None),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_answered_is_as_described(client: Client, name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="the test extra is not installed")
    path, body = ASKED[name]
    reply = client.get(path) if body is None else client.post(path, body)
    (operation,) = (each for each in OPERATIONS if each.id == name)
    schema = {"$ref": f"#/components/schemas/{operation.answer.schema}"}
    described = client.get("/v1/openapi.json").json
    validator = jsonschema.Draft202012Validator({**schema, "components": described["components"]})
    assert [error.message for error in validator.iter_errors(reply.json)] == []
    wrong = client.post("/v1/evaluate", b"{")
    problem = {"$ref": "#/components/schemas/Problem", "components": described["components"]}
    jsonschema.Draft202012Validator(problem).validate(wrong.json)


def test_of_several_rulesets_one_is_named_or_goes_by_the_day() -> None:
    folders = [rules.id if rules is SHIPPED else rules.folder for rules in RULESETS]
    (other,) = (rules for rules in RULESETS if rules is not SHIPPED)
    with running(Settings(rulesets=tuple(folders))) as client:
        # Only the shipped one was in force then.
        early = {**SETTLED, "case": {"decided_on": "2024-05-20"}}
        assert client.post("/v1/evaluate", early).json["ruleset"]["id"] == SHIPPED.id
        both = {**SETTLED, "case": {"决定日期": "2026-05-20"}}
        assert client.post("/v1/evaluate", both).kind == "query"
        assert client.post(f"/v1/evaluate?ruleset={SHIPPED.id}", both).status == 200
        assert client.post(f"/v1/evaluate?ruleset={other.id}", both).kind == "case"
        none = {**SETTLED, "case": {"decided_on": "2019-05-20"}}
        assert client.post("/v1/evaluate", none).kind == "out-of-force"
        assert client.get("/v1/openapi.json").status == 200
