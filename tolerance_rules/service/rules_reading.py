"""Rules reading: the rulesets, their facts and their portable form, each with its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from tolerance_rules.engine import Engine
from tolerance_rules.errors import UnknownNameError
from tolerance_rules.formats.human_names import clause_from_text
from tolerance_rules.rendering.fact_words import fact_documents
from tolerance_rules.rendering.ruleset_words import ruleset_data
from tolerance_rules.service.case_questions import CLAUSE, READING
from tolerance_rules.service.entity_tags import is_kept, tag_of
from tolerance_rules.service.operation import JSON, LANG, Answer, Call, Operation
from tolerance_rules.service.problems import Problem
from tolerance_rules.service.roles import EVERYONE

UNCHANGED = ((304, ("没有变", "What is kept is still right")),)


def kept(call: Call, engine: Engine, what: str, make: Callable[[], Any]) -> Response:
    """Return what is made of a ruleset, or that what the asker keeps of it is still right."""
    from tolerance_rules import __version__

    policy = engine.rules.policy
    tag = tag_of(
        __version__,
        what,
        engine.rules.sha256,
        policy.sha256 if policy else "",
        json.dumps(dict(engine.rules.chosen), sort_keys=True),
        json.dumps(call.query.get("clause", ())),
    )
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if is_kept(call, tag):
        return Response(status_code=304, headers=headers)
    text = json.dumps(make(), ensure_ascii=False, separators=(",", ":"))
    return Response(text, headers=headers, media_type=JSON)


def rulesets(call: Call) -> Response:
    """List the rulesets."""
    found = [_about(each) for each in call.service.rulesets.engines.values()]
    return Response(json.dumps({"rulesets": found}, ensure_ascii=False), media_type=JSON)


def _about(engine: Engine) -> dict[str, Any]:
    rules = engine.rules
    return {
        "id": rules.id,
        "document_number": rules.document_number,
        "title": rules.title,
        "title_en": rules.title_en,
        "sha256": rules.sha256,
        "in_force_from": rules.in_force.start,
        "in_force_until": rules.in_force.until,
        "policy": {"id": rules.policy.id, "sha256": rules.policy.sha256} if rules.policy else None,
        "readings": {name: list(card.names) for name, card in rules.readings.items()},
        "default_readings": {name: card.default for name, card in rules.readings.items()},
        "outcomes": {code: list(words.label) for code, words in rules.labels.items()},
    }


def ruleset(call: Call) -> Response:
    """Give the clauses, the outcome table and the readings of a ruleset."""
    engine = _engine(call)
    clauses = [clause_from_text(each, engine.rules) for each in call.query.get("clause", ())]
    return kept(call, engine, "rules", lambda: ruleset_data(engine.rules, clauses))


def facts(call: Call) -> Response:
    """Give the vocabulary of a ruleset."""
    engine = _engine(call)
    rules = engine.rules
    make = lambda: {"facts": fact_documents(rules, tuple(rules.vocabulary.groups))}  # noqa: E731
    return kept(call, engine, "facts", make)


def bundle(call: Call) -> Response:
    """Give a ruleset as one document for programs in any language."""
    from tolerance_rules.portable.bundle import bundle as bundled

    engine = _engine(call)
    return kept(call, engine, "bundle", lambda: bundled(engine.rules))


def description(call: Call) -> Response:
    """Give the description of the service."""
    headers = {"Cache-Control": "private, no-cache"}
    text = json.dumps(call.service.description(), ensure_ascii=False)
    return Response(text, headers=headers, media_type=JSON)


def _engine(call: Call) -> Engine:
    try:
        engine = call.service.rulesets.named(call.path["id"])
    except UnknownNameError as error:
        raise Problem("not-found", (error.told(), error.told("en"))) from None
    return call.service.rulesets.under(engine, call.query.get("reading", ()))


OPERATIONS = (
    Operation(
        "rulesets",
        "GET",
        "/v1/rulesets",
        ("有哪些规则集", "The rulesets"),
        rulesets,
        EVERYONE,
        Answer("RulesetList"),
        (LANG,),
        tag="rules",
        where="loop",
    ),
    Operation(
        "ruleset",
        "GET",
        "/v1/rulesets/{id}",
        ("一套规则：条款、结论表、读法", "A ruleset: clauses, outcome table, readings"),
        ruleset,
        EVERYONE,
        Answer("RulesetDocument", others=UNCHANGED),
        (CLAUSE, READING, LANG),
        problems=("name",),
        tag="rules",
    ),
    Operation(
        "facts",
        "GET",
        "/v1/rulesets/{id}/facts",
        ("全部事实：名称、问题、可填的值", "The facts: names, questions, values"),
        facts,
        EVERYONE,
        Answer("FactList", others=UNCHANGED),
        (LANG,),
        problems=("name",),
        tag="rules",
    ),
    Operation(
        "bundle",
        "GET",
        "/v1/rulesets/{id}/bundle",
        ("整套规则，写成一份文件", "The ruleset as one document for any language"),
        bundle,
        EVERYONE,
        Answer("Bundle", others=UNCHANGED),
        (READING, LANG),
        problems=("name",),
        tag="rules",
    ),
    Operation(
        "description",
        "GET",
        "/v1/openapi.json",
        ("这份接口说明（OpenAPI 3.1）", "This description (OpenAPI 3.1)"),
        description,
        None,
        Answer("Anything"),
        (),
        tag="rules",
    ),
)
