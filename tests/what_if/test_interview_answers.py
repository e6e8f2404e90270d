"""Interview answers: how many it takes, and in which order questions of one topic come."""

from __future__ import annotations

import importlib.util
import statistics
import sys

import pytest

from support.command_line import ROOT
from support.half_known import half_known
from tolerance_rules import Engine, InconsistentFactsError
from tolerance_rules.formats.case_file import CaseFile, from_file
from tolerance_rules.what_if import Interview
from tolerance_rules.what_if.answers.checklist import Checklist, topic_of

ENGINE = Engine.load()
PROCEDURE = (
    "procedure.democratic_centralism",
    "procedure.major_matters_procedure",
    "procedure.reported_and_sought_instructions",
)


@pytest.fixture(scope="module")
def benchmark():
    file = ROOT / "benchmarks" / "interview.py"
    spec = importlib.util.spec_from_file_location("interview_benchmark", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_a_new_favourable_case_takes_fewer_than_twenty_answers(benchmark):
    start, known, counts = Interview(ENGINE, CaseFile(ENGINE.facts({}))), {}, []
    for file in sorted((ROOT / "examples" / "cases").glob("*.yaml")):
        facts = from_file(file).facts
        if ENGINE.evaluate(facts).outcome in benchmark.FAVOURABLE:
            counts.append(benchmark.answers(start, facts, known))
    assert len(counts) > 10
    assert statistics.median(counts) < 20
    assert max(counts) < 30


def test_facts_of_one_topic_are_answered_at_once_or_one_by_one():
    case = half_known("01_campus_flood", dict.fromkeys(PROCEDURE))
    interview = Interview(ENGINE, case)
    assert interview.checklist == Checklist("procedure", PROCEDURE)
    ticked = interview.ticked("procedure", {name: name == PROCEDURE[0] for name in PROCEDURE})
    assert ticked.case.facts == case.facts.with_facts(
        {PROCEDURE[0]: True, PROCEDURE[1]: False, PROCEDURE[2]: False}
    )
    assert ticked.question is None
    assert ticked.undone() == interview
    one_by_one = interview.ticked("procedure", {})
    assert one_by_one.checklist is None
    assert one_by_one.question == interview.question
    unknown = interview.ticked("procedure", dict.fromkeys(PROCEDURE))
    assert (unknown.question, unknown.case) == (None, case)


def test_of_equally_decisive_questions_those_of_one_topic_come_one_after_the_other():
    interview = Interview(ENGINE, CaseFile(ENGINE.facts({})))
    interview = interview.screened(none=True)
    topics = []
    for _ in range(12):
        before = interview.open.questions
        asked = interview.question
        alike = [each for each in before if each.decisiveness == asked.decisiveness]
        if topics and topics[-1] in {topic_of(each.fact) for each in alike}:
            assert topic_of(asked.fact) == topics[-1]
        topics.append(topic_of(asked.fact))
        interview = interview.answered(ENGINE.rules.vocabulary[asked.fact].presumed)


def test_a_reply_that_contradicts_is_refused():
    case = half_known(
        "16_loss_recovered",
        {
            "nature.persisted_after_prohibition": None,
            "nature.express_prohibition_violated": None,
        },
    )
    with pytest.raises(InconsistentFactsError):
        Interview(ENGINE, case).ticked(
            "nature",
            {
                "nature.persisted_after_prohibition": True,
                "nature.express_prohibition_violated": False,
            },
        )
