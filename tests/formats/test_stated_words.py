"""What the words of the law state that the rules do not compute: shown, and never made up."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from support.faulty_rules import copied
from support.limits_in_words import LIMITS, NO_LIMITS
from tolerance_rules import loader
from tolerance_rules.cli.program import run
from tolerance_rules.errors import RulesError
from tolerance_rules.legal_references import states_days

SHILI = Path(__file__).resolve().parents[2] / "examples" / "rulesets" / "shili-2025-6"
FIVE = "    working_days: 5\n"


def changed(tmp_path, *edits):
    return copied(tmp_path, *edits, rules=SHILI)


def faults(folder):
    with pytest.raises(RulesError) as error:
        loader.from_yaml(folder)
    return error.value.faults


def several(tmp_path, article):
    """Return the rules of the example, Article 7 of which asks for any two of its four."""
    old = "应当同时具备下列条件，缺一不可："
    folder = changed(
        tmp_path,
        ("regulation.txt", old, "应当具备下列条件中的两项以上："),
        ("article_7.yaml", old, "应当具备下列条件中的两项以上："),
    )
    if article:
        (folder / "article_7.yaml").write_text(article, encoding="utf-8")
    return folder


def test_two_of_several_is_one_card_and_the_numbers_of_its_items_need_no_reason(tmp_path):
    gain, law, group = (
        "没有为本人、特定关系人或者本单位谋取私利",
        "没有违反法律、法规的禁止性规定",
        "经过集体研究决定，但情况紧急、来不及集体研究的除外",
    )
    end = "发现失误或者偏差后及时纠正，但没有需要纠正的事项的除外"
    head = "依照第五条、第六条的规定容错的，应当具备下列条件中的两项以上："
    pair = f"""
      any:
        - all:
            - {{fact: procedure.collective_decision, quote: {group}}}
            - {{fact: remedy.correction, is: [timely], quote: {end}}}
        - all:
            - {{fact: procedure.collective_decision, quote: {group}}}
            - {{fact: remedy.self_reported, quote: {law}}}
"""
    card = f"""clauses:
  - id: "7"
    citation: 第七条
    text: {head}（一）{gain}；（二）{group}；（三）{law}；（四）{end}。
    gloss: Two of the four.
    when:{pair}
    unencoded:
      引语: [{head}]
      举例: [{gain}]
"""
    codes = {each.code for each in faults(several(tmp_path, card))}
    assert codes <= {"R044", "R109"}  # the fingerprint, and facts that nothing asks for now


@pytest.mark.parametrize("quote", LIMITS)
def test_a_limit_is_seen(quote):
    assert states_days(quote)


@pytest.mark.parametrize("quote", NO_LIMITS)
def test_no_limit_is_seen_where_there_is_none(quote):
    assert not states_days(quote)


def test_a_long_run_of_numerals_takes_no_time():
    started = time.process_time()
    assert not states_days("一" * 50_000)
    assert time.process_time() - started < 5


def test_a_limit_that_is_not_computed_is_shown_to_be_in_the_text(tmp_path, capsys):
    folder = changed(tmp_path, ("obligations.yaml", FIVE + "    document", "    document"))
    text = (folder / "obligations.yaml").read_text(encoding="utf-8")
    (folder / "obligations.yaml").write_text(text.replace("    register: notice\n", ""), "utf-8")
    case = SHILI / "cases" / "04_research.yaml"
    run(["duties", str(case), "--ruleset", str(folder)], "tolerance-rules")
    out = capsys.readouterr().out.splitlines()
    (line,) = [line for line in out if "书面告知（第十六条）" in line]
    assert "期限见原文" in line


def test_what_one_may_do_in_a_time_and_did_not_is_not_overdue(tmp_path, capsys):
    duty = "    force: shall\n    starts: decision\n    working_days: 5\n"
    folder = changed(tmp_path, ("obligations.yaml", duty, duty.replace("shall", "may")))
    case = SHILI / "cases" / "04_research.yaml"
    asked = ["duties", str(case), "--ruleset", str(folder), "--on", "2027-01-31"]
    run([*asked, "--format", "json"], "tolerance-rules")
    found = json.loads(capsys.readouterr().out)
    assert "notice" in found["may"]
    assert "notice" not in found["overdue"]
    run(asked, "tolerance-rules")
    (line,) = [each for each in capsys.readouterr().out.splitlines() if "书面告知（" in each]
    assert "期限已过" in line
