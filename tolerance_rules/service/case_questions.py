"""Case questions: what is asked of one case, answered by the result document of each question."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from tolerance_rules.decision import Decision
from tolerance_rules.engine import Engine
from tolerance_rules.errors import CaseError, Fault, UnsettledDecisionError, shorten
from tolerance_rules.formats.case_file import CaseFile, from_document
from tolerance_rules.formats.human_dates import day_from_text, today
from tolerance_rules.formats.human_names import clause_from_text
from tolerance_rules.formats.strict_json import plain_from_json
from tolerance_rules.language import Lang
from tolerance_rules.rendering.document import Document, to_markdown, to_text
from tolerance_rules.service.operation import (
    JSON,
    LANG,
    Answer,
    Body,
    Call,
    Operation,
    Parameter,
    number_from,
    one_of,
)
from tolerance_rules.service.problems import Problem, problem_of
from tolerance_rules.service.roles import INVESTIGATOR

if TYPE_CHECKING:
    from tolerance_rules.what_if.answers.renderable import Renderable

WRITTEN = {"text": "text/plain; charset=utf-8", "markdown": "text/markdown; charset=utf-8"}
"""The forms of an answer in words, and their media types."""


def reading_pair(text: str) -> tuple[str, str]:
    """Return NAME=OPTION as a pair; ValueError if it is none."""
    name, mark, option = text.partition("=")
    if not (name and mark and option):
        raise ValueError(text)
    return name, option


def day(text: str) -> date:
    """Return a day; ValueError if it is none."""
    found = day_from_text(text)
    if found is None:
        raise ValueError(text)
    return found


RULESET = Parameter(
    "ruleset",
    (
        "规则集的编号；不写，只有一套就是它，有几套的按作出结论的日期",
        "Id of the ruleset; else the only one, or the one in force on the day of the decision",
    ),
)
READING = Parameter(
    "reading",
    (
        "采用的读法，写成 名称=选项；可以写多次",
        "A reading, as NAME=OPTION; may be repeated",
    ),
    reading_pair,
    {"type": "string", "pattern": "^[^=]+=.+$", "maxLength": 200},
    many=True,
)
FORMAT = one_of(
    "format",
    ("json（默认）、text 文字、markdown", "json (default), text or markdown"),
    ("json", *WRITTEN),
)
REQUIRE = one_of(
    "require",
    (
        "settled：结论未定的，回答 409，写明还要查明什么",
        "settled: a decision that is not is answered by 409, with what must be established",
    ),
    ("settled",),
)
SHARED = (RULESET, READING, REQUIRE, LANG)
IN_WORDS = (*SHARED, FORMAT)
CLAUSE = Parameter(
    "clause",
    ("条款的编号；可以写多次；不写，说明整个结论", "A clause by number; may be repeated"),
    many=True,
)
TO = Parameter("to", ("想要的结论", "The outcome that is wanted"), required=True)
ONLY = Parameter(
    "only",
    ("只看哪一类办法：doable、establishable、fixed", "Only ways of that kind; may be repeated"),
    many=True,
)
LIMIT = Parameter(
    "limit",
    ("最多列出多少种办法", "How many ways to list"),
    number_from(1, 1000),
    {"type": "integer", "minimum": 1, "maximum": 1000},
)
ON = Parameter(
    "on",
    ("看哪一天的情况；不写，今天（北京时间）", "The day to look at; else today in Beijing"),
    day,
    {"type": "string", "format": "date"},
)


@dataclass(frozen=True)
class Decided:
    """A case that was decided: by which engine, and what was read."""

    engine: Engine
    case: CaseFile
    decision: Decision


def decided(call: Call, document: object) -> Decided:
    """Return a case decided by the ruleset and the readings that the request names."""
    engine = call.service.rulesets.for_case(
        document, name=call.query.get("ruleset"), readings=call.query.get("reading", ())
    )
    case = from_document(document, engine.rules.model)
    decision = engine.evaluate(case)
    _require(call, decision)
    return Decided(engine, case, decision)


def decided_json(call: Call, data: bytes) -> tuple[Decision, bytes]:
    """Return the decision of a case that was sent, as `decided`, and its result document.

    Straight from JSON to JSON: several times as fast as the same by way of a case file.
    """
    rulesets, query = call.service.rulesets, call.query
    by_day = not rulesets.single and "ruleset" not in query
    engine = rulesets.for_case(
        plain_from_json(data, "", sent=True) if by_day else None,
        name=query.get("ruleset"),
        readings=query.get("reading", ()),
    )
    decision, document = engine.decision_and_json(data)
    _require(call, decision)
    return decision, document


def _require(call: Call, decision: Decision) -> None:
    if call.query.get("require") == "settled" and not decision.settled:
        raise unsettled(decision, call.lang)


def unsettled(decision: Decision, lang: Lang) -> Problem:
    """Return the problem of a decision that is not settled, with what must be established."""
    try:
        decision.require_settled()
    except UnsettledDecisionError as error:
        found = problem_of(error)
        words = decision.facts.vocabulary
        found.more = {
            **found.more,
            "outcome": decision.outcome.value,
            "missing": [
                {
                    "fact": name,
                    "label": words[name].name_of(lang),
                    "question": words[name].question_of(lang),
                }
                for name in decision.open_facts
            ],
        }
        return found
    raise AssertionError("it is settled")


def answered(call: Call, data: Callable[[], str], words: Callable[[], Document]) -> Response:
    """Return an answer as JSON, or in the words that were asked for."""
    form = call.query.get("format", "json")
    if form == "json":
        return Response(data(), media_type=JSON)
    text = (to_markdown if form == "markdown" else to_text)(words())
    return Response(text, headers={"Content-Language": call.lang}, media_type=WRITTEN[form])


def as_json(data: object) -> str:
    """Return plain data as JSON text."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def evaluate(call: Call) -> Response:
    """Evaluate one case."""
    if call.query.get("format", "json") == "json":
        return Response(decided_json(call, call.body)[1], media_type=JSON)
    found = decided(call, plain_from_json(call.body, "", sent=True))
    return answered(call, lambda: found.decision.to_json(indent=None), lambda: _told(call, found))


def _told(call: Call, found: Decided) -> Document:
    from tolerance_rules.rendering.explanation import document

    return document(found.decision, call.lang, rules=found.engine.rules)


def explain(call: Call) -> Response:
    """Explain a decision, or clauses of it."""
    from tolerance_rules.rendering.clause_examination import clauses_data
    from tolerance_rules.rendering.clause_explanation import clauses_document

    found = decided(call, plain_from_json(call.body, "", sent=True))
    rules = found.engine.rules
    clauses = [clause_from_text(each, rules) for each in call.query.get("clause", ())]
    if not clauses:
        return answered(
            call, lambda: found.decision.to_json(indent=None), lambda: _told(call, found)
        )
    return answered(
        call,
        lambda: as_json(clauses_data(found.decision, clauses, rules)),
        lambda: clauses_document(found.decision, clauses, rules, call.lang),
    )


def _answer(call: Call, found: Renderable) -> Response:
    return answered(call, lambda: found.to_json(indent=None), lambda: found.document(call.lang))


def sensitivity(call: Call) -> Response:
    """Vary each fact of a case alone."""
    from tolerance_rules.what_if import sensitivity as varied

    found = decided(call, plain_from_json(call.body, "", sent=True))
    return _answer(call, varied(found.engine, found.decision))


def paths(call: Call) -> Response:
    """Find the ways to another outcome."""
    from tolerance_rules.formats.human_outcomes import outcome_from_text
    from tolerance_rules.what_if import paths_to
    from tolerance_rules.what_if.answers.words import kind_from_text

    found = decided(call, plain_from_json(call.body, "", sent=True))
    wanted = outcome_from_text(call.query["to"], found.engine.rules.labels)
    only = [kind_from_text(each) for each in call.query.get("only", ())]
    limit = call.query.get("limit", 20)
    return _answer(
        call, paths_to(found.engine, found.decision, wanted, only=only or None, limit=limit)
    )


def questions(call: Call) -> Response:
    """Say what to establish next."""
    from tolerance_rules.what_if import next_questions

    found = decided(call, plain_from_json(call.body, "", sent=True))
    return _answer(call, next_questions(found.engine, found.decision))


def reason(call: Call) -> Response:
    """Say on which facts the outcome rests."""
    from tolerance_rules.what_if import robustness, sufficient_reason
    from tolerance_rules.what_if.answers.reasons import reason_and_robustness, reason_data

    found = decided(call, plain_from_json(call.body, "", sent=True))
    rests = sufficient_reason(found.engine, found.decision)
    stands = robustness(found.engine, found.decision)
    return answered(
        call,
        lambda: as_json(reason_data(rests, stands)),
        lambda: reason_and_robustness(rests, stands, call.lang),
    )


def duties(call: Call) -> Response:
    """Say what the regulation obliges whom to do, and how it stands on a day."""
    from tolerance_rules.formats.forms_file import read_forms
    from tolerance_rules.obligations.calendar import working_days
    from tolerance_rules.obligations.obligations import obligations_of
    from tolerance_rules.rendering.duties import Report

    found = decided(call, plain_from_json(call.body, "", sent=True))
    days = working_days()
    every = obligations_of(found.decision, found.engine.rules, days)
    on = call.query.get("on") or today()
    forms = read_forms(found.engine.rules)
    report = Report(found.decision, found.engine.rules, every, on, days.rests_on, forms)
    return answered(
        call, lambda: as_json(report.data()), lambda: report.document(call.lang, whole=False)
    )


def analysis(call: Call) -> Response:
    """Set what the facts suggest beside what the collective assessed."""
    from tolerance_rules.analysis.words import document
    from tolerance_rules.analysis.worksheet import assessments, worksheet
    from tolerance_rules.formats.analysis_file import read_standard

    found = decided(call, plain_from_json(call.body, "", sent=True))
    standard = read_standard(found.engine.rules)
    lines = worksheet(standard, found.decision, assessments(found.case.analysis, standard))
    return answered(
        call,
        lambda: as_json({"lines": [line.to_dict() for line in lines]}),
        lambda: document(lines, found.decision, call.lang),
    )


def what_if(call: Call) -> Response:
    """Compare a case with scenarios."""
    from tolerance_rules.formats.human_values import fact_from_text
    from tolerance_rules.what_if import compare
    from tolerance_rules.what_if.scenarios import Scenario

    given = envelope(call.body, ("case_file", "scenarios"))
    scenarios = given["scenarios"]
    if not isinstance(scenarios, list) or not 0 < len(scenarios) <= MOST_SCENARIOS:
        raise shape("scenarios", f"1 … {MOST_SCENARIOS} × {{name, changes, readings}}")
    found = decided(call, given["case_file"])
    rules, supposed = found.engine.rules, []
    for place, each in enumerate(scenarios):
        where = f"scenarios.{place}"
        if not isinstance(each, dict) or set(each) - {"name", "changes", "readings"}:
            raise shape(where, "{name, changes, readings}")
        name, changes, readings = (each.get(key) for key in ("name", "changes", "readings"))
        if not isinstance(name or "", str):
            raise shape(f"{where}.name", '"…"')
        if not isinstance(changes or {}, dict):
            raise shape(f"{where}.changes", "{group.fact: value}")
        if not is_texts(readings or {}):
            raise shape(f"{where}.readings", "{name: option}")
        under = call.service.rulesets.under(found.engine, list((readings or {}).items()))
        chosen = dict(under.rules.chosen) if readings else None
        facts = [fact_from_text(each, rules.vocabulary).name for each in changes or {}]
        if len(set(facts)) < len(facts):
            raise shape(f"{where}.changes", "{group.fact: value}")
        values = dict(zip(facts, (changes or {}).values(), strict=True))
        known = from_document({"facts": values}, rules.model).facts.flat
        supposed.append(Scenario(name or "", {each: known[each] for each in facts}, chosen))
    return _answer(call, compare(found.engine, found.decision, supposed))


def is_texts(given: object) -> bool:
    """Tell whether what was sent is an object of texts."""
    return isinstance(given, dict) and all(isinstance(each, str) for each in given.values())


MOST_SCENARIOS = 50


def envelope(body: bytes, keys: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a body that is a mapping of these keys."""
    given = plain_from_json(body, "", sent=True)
    if not isinstance(given, dict):
        raise shape("", "{" + ", ".join(keys) + "}")
    for key in given:
        if key not in (*keys, *optional):
            raise shape(key, ", ".join((*keys, *optional)))
    for key in keys:
        if key not in given:
            raise shape(key, "…")
    return given


def shape(where: str, wanted: str) -> CaseError:
    """Return the error of a body that is of another shape."""
    shown = shorten(where) or "JSON"
    message = (f"{shown} 不是这里要的样子", f"{shown} is not what should be here")
    remedy = (f"应当是 {wanted}", f"it should be {wanted}")
    return CaseError([Fault.of("S001", message, remedy, subject=where[:200])])


CASE = Body("CaseFile")
_CASE_PROBLEMS = ("not-json", "case", "inconsistent", "out-of-force", "unsettled", "name")


def _question(
    name: str,
    about: tuple[str, str],
    handler: Callable[[Call], Response],
    schema: str,
    *parameters: Parameter,
    body: Body = CASE,
) -> Operation:
    return Operation(
        "whatIf" if name == "what-if" else name,
        "POST",
        f"/v1/{name}",
        about,
        handler,
        INVESTIGATOR,
        Answer(schema, (JSON, *(each.partition(";")[0] for each in WRITTEN.values()))),
        (*IN_WORDS, *parameters),
        body,
        _CASE_PROBLEMS,
        "loop" if handler is evaluate else "pool",
    )


OPERATIONS = (
    _question("evaluate", ("评判一个案件", "Evaluate one case"), evaluate, "DecisionDocument"),
    _question(
        "explain",
        ("说明结论，或者一个条款", "Explain a decision, or clauses"),
        explain,
        "Explanation",
        CLAUSE,
    ),
    _question(
        "what-if",
        ("假设某些事实、读法不同", "Suppose other facts or readings"),
        what_if,
        "ScenarioComparisons",
        body=Body("WhatIfRequest"),
    ),
    _question(
        "sensitivity", ("逐项看每个事实", "Vary each fact alone"), sensitivity, "Sensitivity"
    ),
    _question(
        "paths",
        ("到另一种结论的办法", "The ways to another outcome"),
        paths,
        "Paths",
        TO,
        ONLY,
        LIMIT,
    ),
    _question("questions", ("接下来查明什么", "What to establish next"), questions, "Questions"),
    _question(
        "reason",
        ("结论靠哪几项事实", "The facts that the outcome rests on"),
        reason,
        "ReasonDocument",
    ),
    _question("duties", ("谁应当做什么", "Who must do what"), duties, "DutiesDocument", ON),
    _question(
        "analysis", ("综合分析", "The analysis beside the facts"), analysis, "AnalysisDocument"
    ),
)
