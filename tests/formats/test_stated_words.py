"""What the words of the law state, and a card beside them says otherwise, is not loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.english import require_english
from support.faulty_rules import copied
from tolerance_rules import loader
from tolerance_rules.cli.program import run
from tolerance_rules.errors import RulesError
from tolerance_rules.legal_references import states_days

SHILI = Path(__file__).resolve().parents[2] / "examples" / "rulesets" / "shili-2025-6"
FIVE = "    working_days: 5\n"

# What is changed in which file: words, other words. What is said: code, and a part of the message.
FAULTS = {
    "another number of working days": ("obligations.yaml", FIVE, FIVE.replace("5", "3"), "R151"),
    "one that ends as the number does": ("obligations.yaml", ": 30\n", ": 10\n", "R151"),
    "working days, and a day of the month": (
        "obligations.yaml",
        FIVE,
        "    day_of_month: 5\n",
        "R153",
    ),
    "without delay, and so many days": ("obligations.yaml", FIVE, "    promptly: true\n", "R154"),
    "the words of another article": (
        "outcomes.yaml",
        'clause: "15.k1"\n      citation: 第十五条第一款',
        'clause: "14.k1"\n      citation: 第十四条第一款',
        "R155",
    ),
    "the words of another paragraph": (
        "outcomes.yaml",
        'clause: "14.k3"\n      citation: 第十四条第三款',
        'clause: "14.k4"\n      citation: 第十四条第四款',
        "R155",
    ),
    "one of them, and all are asked": ("article_11.yaml", "\nholds: any", "\nholds: all", "R156"),
    "each of them, and one is enough": ("article_7.yaml", "\nholds: all", "\nholds: any", "R156"),
}


def changed(tmp_path, *edits):
    return copied(tmp_path, *edits, rules=SHILI)


def faults(folder):
    with pytest.raises(RulesError) as error:
        loader.from_yaml(folder)
    return error.value.faults


@pytest.mark.parametrize("change", FAULTS)
def test_what_the_law_says_otherwise_is_said_with_its_line(tmp_path, change):
    file, old, new, code = FAULTS[change]
    folder = changed(tmp_path, (file, old, new))
    (found,) = [each for each in faults(folder) if each.code == code]
    assert found.file.endswith(file)
    assert found.line > 1
    assert found.remedy
    require_english([found], new)


def test_rules_of_before_are_read_as_they_were_and_rules_with_a_slip_are_compared(tmp_path):
    folder = changed(tmp_path, ("obligations.yaml", FIVE, FIVE.replace("5", "3")))
    assert loader.from_yaml(folder, as_they_were=True)
    assert loader.from_yaml(folder, to_prove=True)


@pytest.mark.parametrize("said", ["本办法所称的“日”，是指工作日。", "本办法规定的日均为工作日。"])
def test_days_are_working_days_where_the_regulation_says_so(tmp_path, said):
    old, new = "五个工作日内书面告知", "五日内书面告知"
    edits = [(name, old, new) for name in ("regulation.txt", "obligations.yaml")]
    folder = changed(tmp_path, *edits)
    assert "R151" in {each.code for each in faults(folder)}
    text = (folder / "regulation.txt").read_text(encoding="utf-8")
    (folder / "regulation.txt").write_text(f"{text}{said}\n", encoding="utf-8")
    assert "R151" not in {each.code for each in faults(folder)}


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


def test_two_of_several_is_no_article_that_holds_by_one_or_by_all(tmp_path):
    found = [each for each in faults(several(tmp_path, "")) if each.code == "R157"]
    assert [each.file[-14:] for each in found] == ["article_7.yaml"]
    assert "两项以上" in found[0].message
    assert "一张卡片" in found[0].remedy
    require_english(found, "")


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


@pytest.mark.parametrize(
    "quote", ["十日内申请复核", "季度末月20日前", "两个月以内", "3 个工作日内"]
)
def test_a_limit_in_numbers_is_seen(quote):
    assert states_days(quote)


@pytest.mark.parametrize("quote", ["及时受理", "自收到之日起", "第二日的会议", "期间届满的日期前"])
def test_no_limit_in_numbers_is_seen_where_there_is_none(quote):
    assert not states_days(quote)


def test_a_limit_that_is_not_computed_is_shown_to_be_in_the_text(tmp_path, capsys):
    folder = changed(tmp_path, ("obligations.yaml", FIVE + "    document", "    document"))
    text = (folder / "obligations.yaml").read_text(encoding="utf-8")
    (folder / "obligations.yaml").write_text(text.replace("    register: notice\n", ""), "utf-8")
    case = SHILI / "cases" / "04_research.yaml"
    run(["duties", str(case), "--ruleset", str(folder)], "tolerance-rules")
    out = capsys.readouterr().out.splitlines()
    (line,) = [line for line in out if "书面告知（第十六条）" in line]
    assert "期限见原文" in line


def test_a_number_of_something_else_is_no_number_of_conditions(tmp_path):
    old = "应当同时具备下列条件，缺一不可："
    new = "属于重点工作之一、由三个以上部门办理的，应当具备下列条件："
    folder = changed(tmp_path, ("regulation.txt", old, new), ("article_7.yaml", old, new))
    assert not {"R156", "R157"} & {each.code for each in faults(folder)}


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
