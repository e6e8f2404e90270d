"""Explanation: what a committee would put in its report says all that the decision holds."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from support.command_line import CASES
from support.half_known import half_known
from support.rulesets import RULESETS, SHIPPED
from tolerance_rules import Decision, Engine, ForbiddenOutcomeError, Role
from tolerance_rules.formats.blank_ruleset import start_ruleset
from tolerance_rules.formats.case_file import from_file
from tolerance_rules.formats.rule_test_reader import load_tests
from tolerance_rules.language import pick
from tolerance_rules.loader import from_yaml
from tolerance_rules.rendering.clause_examination import examine
from tolerance_rules.rendering.clause_explanation import clause_item, clauses_document
from tolerance_rules.rendering.document import Document, Item, Section, to_markdown, to_text
from tolerance_rules.rendering.explained_citations import PREVENTED
from tolerance_rules.rendering.explanation import document, explanation, markdown
from tolerance_rules.rendering.explanation_words import ROLES, WORDS, within_quotes
from tolerance_rules.rules import Cite, Ruleset
from tolerance_rules.semantics import status
from tolerance_rules.verdict.verdict import Because, Status

LANGS = ("zh", "en")


def files(rules: Ruleset) -> list[Path]:
    """Return the example cases of a ruleset."""
    folder = CASES if rules is SHIPPED else Path(rules.folder, "cases")
    return sorted(folder.glob("*.yaml"))


FILES = [(rules, file) for rules in RULESETS for file in files(rules)]
for_every_case = pytest.mark.parametrize(
    ("rules", "file"), FILES, ids=[f"{rules.id}:{file.stem}" for rules, file in FILES]
)

# What an explanation must say, and in which order; and what it must not.
SAID = {
    "01_campus_flood": {
        "zh": [
            "容错纠错评判说明：暴雨内涝中提前停电并转移学生，误损实训设备",
            "编号：示例-01",
            "责任追究部门：学院纪委办公室",
            "行为发生日期：2024-07-21",
            "决定日期：2024-09-10",
            "结论：不予追究责任",
            "准许的结论（可以）：不予追究责任、免于处理、减轻处理、从轻处理。",
            "最宽不超过不予追究责任",
            "由谁选定：原文准许作出这一结论；是否作出，由责任追究部门决定。",
            "是否确定：就容错结论而言，结论已定，各项事实均已查明。",
            "第五条第（七）项（容错情形；成立）",
            "主动担当涉险：是（已查明）——“主动担当涉险”",
            "证据：监控录像与三名学生证言：当事人涉水进入一层疏散。",
            "第七条第（五）项第一种情形（具备的条件；成立）",
            "违反明确禁止性规定：否（已查明）——“违反党章党规、法律法规明确禁止性规定”",
            "第七条第（五）项（处理依据）",
            "枣职发〔2023〕32号",
        ],
        "en": [
            "Outcome: liability not pursued",
            "Permitted (may): liability not pursued, exempt from punishment, mitigated punishment,",
            "Settled: yes; every fact is established.",
            "Article 5(7) 第五条第（七）项: circumstance for tolerance; holds",
            "faced danger: yes (established) — “主动担当涉险”",
            "Article 7(5), condition 1 第七条第（五）项第一种情形: condition met; holds",
        ],
        "not": ["推定", "尚待查明", "裁量惯例，不是法规", "为什么没有更宽的处理"],
    },
    "02_school_enterprise_pilot": {
        "zh": [
            "没有写明什么情况作出哪一种；这一结论由裁量惯例“默认裁量惯例”选定。",
            "惯例不是法规",
            "第七条第（五）项第二种情形（不具备的条件；不成立）",
            "默认裁量惯例（裁量惯例，不是法规）",
            "更宽的处理以具备第七条第（五）项第二种情形为条件，本案不具备。",
            "推知的事实",
            "根据“违反明确禁止性规定＝否”，不能认定：明令禁止后依然我行我素",
        ],
        "en": [
            "Chosen by: the policy Default house convention on discretion",
            "A policy is not law",
            "policy, not law",
            "A better outcome requires Article 7(5), condition 2",
            "Implied findings",
            "not established to be: persisted after prohibition; implied by ",
        ],
        "not": ["没有被裁量惯例选中"],
    },
    "03_dormitory_land": {
        "zh": ["结论：减轻处理", "准许的结论中更宽的（免于处理）没有被裁量惯例选中"],
        "en": ["More lenient outcomes are permitted (exempt from punishment), but the policy"],
        "not": [],
    },
    "06_entrepreneurship_fund": {
        "zh": [
            "推定结论：不予追究责任",
            "按推定，准许的结论（可以）：",
            "是否确定：尚未确定，不得据以作出决定。",
            "- 不予追究责任\n    - 不予容错",
            "第六条第（三）项",
            "尚待查明的事实",
            "1. 为他人谋取私利（motive.gain_for_others）：是否为他人谋取私利（不正当利益）？",
            "可填：是／否。现推定：否。",
        ],
        "en": [
            "Settled: no; no decision may rest on it.",
            "- liability not pursued\n    - no tolerance",
            "Facts still to be established",
            "1. gain sought for others (motive.gain_for_others): Was improper gain sought",
            "One of: yes / no. Presumed: no.",
        ],
        "not": [],
    },
    "08_procurement_relative": {
        "zh": [
            "应当作出的结论：不予容错。",
            "由谁选定：原文直接写明。",
            "第六条第（三）项（不予容错情形；成立）",
            "具有不予容错的情形：第六条第（三）项。",
            "已查明而未影响结论的不利事实",
            "明知故犯＝是",
        ],
        "en": [
            "The outcome that shall be given: no tolerance.",
            "A bar to tolerance is present: Article 6(3)",
        ],
        "not": ["最宽", "没有选择余地"],
    },
    "11_minor_harm": {
        "zh": [
            "影响结论的读法",
            "第六条第（四）项“损害师生利益”",
            "严重损害师生利益的，才不予容错（本次采用）→ 不予追究责任",
            "只要损害师生利益，不论轻重，都不予容错 → 不予容错",
            "都用默认读法",
        ],
        "en": [
            "Readings on which the outcome turns",
            "Only serious harm bars tolerance (in force) → liability not pursued",
            " → no tolerance",
        ],
        "not": ["harm_threshold", "serious", "“积极主动消除不良影响、挽回损失”的读法"],
    },
    "17_non_party_cadre": {
        "zh": ["适用方式：参照执行。"],
        "en": ["Application: by reference 参照."],
        "not": [],
    },
    "18_contractor_private": {
        "zh": [
            "第三条（适用范围；不成立）",
            "对象类别：其他人员（已查明）",
            "不在规定的适用范围之内：不符合第三条、第四条。",
            "项未查明的事实，没有直接用于上面引用的条款",
        ],
        "en": ["Article 3 第三条: scope; does not hold", "outside the scope of the regulation"],
        "not": ["尚待查明"],
    },
}


@lru_cache(maxsize=4)
def engine(rules: Ruleset = SHIPPED) -> Engine:
    return Engine(rules)


@lru_cache(maxsize=64)
def decide_file(rules: Ruleset, file: Path) -> Decision:
    return engine(rules).evaluate(from_file(file, rules.model))


OPEN = {
    "02_school_enterprise_pilot": ("nature.persisted_after_prohibition",),
    "06_entrepreneurship_fund": ("motive.gain_for_others",),
    "15_flood_rescue": ("work.emergency_response",),
}
"""What is left unknown of the examples that are told here; all else is established."""


@lru_cache(maxsize=32)
def decide(name: str) -> Decision:
    """Return the decision of an example of the shipped ruleset, known but for what is `OPEN`."""
    if name == "18_contractor_private":  # settled by the little that is known
        return decide_file(SHIPPED, CASES / f"{name}.yaml")
    return engine().evaluate(half_known(name, dict.fromkeys(OPEN.get(name, ()))))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SAID)
def test_an_explanation_says_what_it_must_in_order(name: str, lang: str) -> None:
    text, place = decide(name).explain(lang), 0
    for said in SAID[name][lang]:
        assert said in text[place:], f"{said!r} is missing, or out of order, in\n{text}"
        place = text.index(said, place)
    if lang == "zh":
        for unsaid in SAID[name]["not"]:
            assert unsaid not in text


@pytest.mark.parametrize("form", [explanation, markdown])
@pytest.mark.parametrize("lang", LANGS)
@for_every_case
def test_nothing_that_the_decision_holds_is_left_unsaid(
    rules: Ruleset, file: Path, lang: str, form
) -> None:
    decision = decide_file(rules, file)
    text = form(decision, lang, rules=rules).replace("\\", "")
    for outcome in (decision.outcome, *decision.permitted, *decision.reachable):
        assert rules.label(outcome, lang) in text
    for cited in decision.citations:
        assert cited.citation in text
        assert cited.text in text
        said = pick(lang, ROLES[cited.role])
        if cited.role is Role.CONDITION_UNMET:
            assert said in text or pick(lang, WORDS["not_yet_met"]) in text
        else:
            assert said in text
        for because in cited.because:
            spec = decision.facts.vocabulary[because.fact]
            colon = ": " if lang == "en" else "："
            assert f"{spec.name_of(lang)}{colon}" in text
            for value in spec.possible(because.value):
                assert spec.label_of(value, lang) in text
            assert within_quotes(because.quote) in text
            if because.fact in decision.case.evidence:
                assert decision.case.evidence[because.fact] in text
    for warning in decision.warnings:
        assert (warning.question if lang == "zh" else warning.question_en) in text
    for reading in decision.readings:
        assert within_quotes(reading.phrase) in text
        assert set(reading.outcomes) == set(rules.readings[reading.name].names)
    places = [text.index(f"{name}{')' if lang == 'en' else '）'}") for name in decision.open_facts]
    assert places == sorted(places)
    for value in (decision.ruleset.sha256, decision.ruleset.policy_sha256, decision.ruleset.id):
        assert value in text
    assert "{" not in text
    assert not re.search(r"\bNone\b(?! of)", text)


def lacking(file: Path) -> bool:
    """Tell whether an example fails for want of a circumstance, whatever else it lacks."""
    citations = decide_file(SHIPPED, file).citations
    return any((c.role, c.status) == (Role.CIRCUMSTANCE, Status.REFUTED) for c in citations)


def origin_of(because: Because) -> str:
    """Return whence the value of a fact behind a citation is."""
    if SHIPPED.vocabulary[because.fact].finding and because.origin == "established":
        return "没有作出书面认定" if because.value is False else "已查明"
    return {"established": "已查明", "implied": "推知"}.get(because.origin, "未查明，推定")


@pytest.mark.parametrize("file", [*filter(lacking, files(SHIPPED))])
def test_an_article_that_does_not_hold_is_told_clause_by_clause(file: Path) -> None:
    decision = decide_file(SHIPPED, file)
    specs = SHIPPED.vocabulary
    (article,) = (each for each in decision.citations if each.role is Role.CIRCUMSTANCE)
    (section,) = (s for s in document(decision).sections if s.heading == "依据的条款和事实")
    (found,) = (item for item in section.items if item.text.startswith("第五条（容错情形；"))
    told = [item for item in found.items if item.text.startswith("第五条第（")]
    assert len(told) == 12
    for item, clause in zip(told, engine().rules.articles["5"].clauses, strict=True):
        undecided = decision.statuses[clause] is Status.OPEN
        assert item.text.endswith("按推定不成立）" if undecided else "（不成立）")
        facts = [each for each in article.because if each.clause == clause]
        assert [each.text for each in item.items] == [
            f"{specs[each.fact].label}：{specs[each.fact].label_of(each.value)}"
            f"（{origin_of(each)}）——“{within_quotes(each.quote)}”"
            for each in facts
        ]


def test_what_tolerance_presupposes_is_told_where_it_fails() -> None:
    decision = engine().evaluate(
        half_known("16_loss_recovered", {"motive.knowing_violation": True})
    )
    (section,) = (s for s in document(decision).sections if s.heading == "依据的条款和事实")
    assert section.items[0].text == "第二条（容错情形的前提；不成立）"
    assert "不符合容错情形的前提：第二条。" in told(decision)
    assert decision.settled


def test_a_presumption_is_said_with_every_clause_that_uses_it() -> None:
    decision = engine().evaluate({"work.creative": True})
    (section,) = (s for s in document(decision).sections if s.heading == "推定的事实")
    used = {item.text.partition("：")[0]: item.text for item in section.items}
    assert "政策界限不明确＝否" in used["用于第五条第（四）项"]
    assert "政策界限不明确＝否" in used["用于第五条第（九）项"]
    assert "创造性开展工作" not in "".join(used.values())
    known = {because.fact for cited in decision.citations for because in cited.because}
    rest = len(set(decision.presumed) - known)
    assert f"另有 {rest} 项未查明的事实" in section.items[-2].text
    assert "第四条" in section.items[-1].text


def test_the_choice_of_an_authority_is_said_with_its_reason_and_without_the_policy() -> None:
    own = decide("01_campus_flood").choose("lighter", reason="两次提醒仍未整改台账")
    text = own.explain()
    assert "由谁选定：责任追究部门在准许的范围内选定。理由：两次提醒仍未整改台账" in text
    assert "准许的结论中更宽的（不予追究责任、免于处理、减轻处理）没有被责任追究部门选用。" in text
    assert "裁量惯例，不是法规" not in text
    assert "Reason: 两次提醒" in own.explain("en")


def test_glosses_are_said_only_where_the_rules_are_at_hand() -> None:
    decision = decide("11_minor_harm")
    rules = engine().rules
    assert decision.explain("en") == explanation(decision, "en")
    assert "In English:" not in explanation(decision, "en")
    with_rules = explanation(decision, "en", rules=rules)
    for cited in decision.citations:
        if cited.role is not Role.DISPOSITION:
            assert rules.clauses[cited.clause].gloss in with_rules
    assert "In English" not in explanation(decision, "zh", rules=rules)


def test_both_languages_put_the_same_values_in() -> None:
    for key, (chinese, english) in (*WORDS.items(), *PREVENTED.items()):
        fields = [set(re.findall(r"\{(\w*)\}", words)) for words in (chinese, english)]
        # Only in English is a reading called by its code.
        assert fields[0] == fields[1] - ({"name"} if key == "reading" else set()), key
        counts = [words.count("{}") for words in (chinese, english)]
        assert counts[0] == counts[1], key


HOSTILE = {
    "escape sequences": ("\x1b[31m红\x1b[0m\x07", ["\\x1b[31m红\\x1b[0m\\x07"]),
    "text that runs backwards": ("\u202e倒\u2066", ["\\u202e倒\\u2066"]),
    "lines": ("第一行\r\n第二行\r第三行", ["第一行", "第二行", "第三行"]),
    "a heading": ("# 标题\n## 又一个", ["# 标题", "## 又一个"]),
    "a list": ("- 一\n2. 二\n3) 三\n+ 四\n* 五", ["- 一", "2. 二", "3) 三", "+ 四", "* 五"]),
    "marks": ("**粗** _斜_ `码` [链](http://x) ~删~ |表|", ["**粗** _斜_ `码` [链](http://x)"]),
    "HTML": ("<script>alert(1)</script> &lt;", ["<script>alert(1)</script> &lt;"]),
    "a rule": ("---\n===", ["---", "==="]),
    "braces": ("{0} {name} {{", ["{0} {name} {{"]),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_a_case_file_says_is_shown_and_never_acted_on(kind: str) -> None:
    given, shown = HOSTILE[kind]
    # Built by hand: the entrance refuses some of it already.
    told = Document(given, (Section("依据", (Item(f"证据：{given}", strong=True), Item(given))),))
    text, marked = to_text(told), to_markdown(told)
    for output in (text, marked):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", output)
    for line in shown:
        assert line in text
    tokens = MarkdownIt().enable("table").parse(marked)
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings == ["h1", "h2"]
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {child.type for child in inline}
    assert kinds <= {
        "text",
        "softbreak",
        "hardbreak",
        "strong_open",
        "strong_close",
        "text_special",
    }
    seen = "".join(child.content or "\n" for child in inline)
    for line in shown:
        assert line in seen


def test_evidence_of_several_lines_stays_one_note() -> None:
    note = "会议纪要第3号\n- 表决：7票赞成\n# 附件"
    facts = {"nature": {"political_discipline_violated": True}}
    evidence = {"nature.political_discipline_violated": note}
    decision = engine().evaluate({"facts": facts, "evidence": evidence})
    assert (
        "       - 证据：会议纪要第3号\n         - 表决：7票赞成\n         # 附件\n"
    ) in explanation(decision)
    marked = markdown(decision)
    assert "证据：会议纪要第3号  \n" in marked
    headings = [t for t in MarkdownIt().parse(marked) if t.type == "heading_open"]
    assert len(headings) == 1 + len(document(decision).sections)


@pytest.mark.parametrize("lang", LANGS)
@for_every_case
def test_a_clause_explained_has_the_status_that_the_decision_gives_it(
    rules: Ruleset, file: Path, lang: str
) -> None:
    decision = decide_file(rules, file)
    case = decision.completed
    for clause, known in decision.statuses.items():
        found = examine(clause, rules, case)
        assert found.status is known
        assert found.presumed is status(rules.condition(clause), case.total, rules)
        text = to_text(Document("", (Section("", (clause_item(found, rules, lang),)),)))
        assert rules.clauses[clause].text in text
        for leaf in found_leaves(found):
            spec = rules.vocabulary[leaf.name]
            for value in spec.possible(leaf.value) if leaf.value is not None else ():
                assert spec.label_of(value, lang) in text
            assert leaf.quote in text


CODE = re.compile(r"(?<![\w.-])[a-z]+(?:_[a-z0-9]+)*(?![\w.-])")
"""A code name, but that of a fact, which is dotted, or of the ruleset, which has a number."""


@for_every_case
def test_no_chinese_text_names_a_code_of_a_reading_a_value_or_a_policy(
    rules: Ruleset, file: Path
) -> None:
    decision = decide_file(rules, file)
    clauses = clauses_document(decision, [*rules.clauses, *rules.articles], rules, "zh")
    for text in (explanation(decision), explanation(decision, rules=rules), to_text(clauses)):
        assert CODE.findall(text) == []


def found_leaves(examined):
    if examined.kind == "fact":
        yield examined
    for item in examined.items:
        yield from found_leaves(item)


def test_why_a_clause_fails_is_said_condition_by_condition() -> None:
    decision, rules = decide("15_flood_rescue"), engine().rules
    item = clause_item(examine("5.10", rules, decision.completed), rules, "zh")
    lines = to_text(Document("", (Section("", (item,)),))).splitlines()
    stripped = [line.strip(" -") for line in lines]
    for line in (
        "〔不成立〕第五条第（十）项",
        "〔成立〕应对自然灾害、事故灾难（work.disaster_or_accident_response）应为“是”；"
        "现为“是”（已查明）——“应对自然灾害、事故灾难”",
        "〔未定，按推定不成立〕处置突发事件（work.emergency_response）应为“是”；"
        "未查明，推定为“否”——“处置突发事件”",
        f"待查明：{rules.vocabulary['work.emergency_response'].question}",
        "〔不成立〕本次采用的读法：两样都要。",
        "〔未采用；成立〕另一种读法：有一样即可。",
        "〔不成立〕主动担当涉险（nature.faced_danger）应为“是”；现为“否”（已查明）——“主动担当涉险”",
    ):
        assert line in stripped


# --- What is known in part --------------------------------------------------------------------


def told(decision: Decision, lang: str = "zh", **given: Ruleset) -> str:
    return explanation(decision, lang, **given)


def test_a_fact_known_in_part_is_never_worded_as_a_finding() -> None:
    facts = dict(decide("01_campus_flood").facts.flat) | {"consequences.loss": ["some", "major"]}
    decision = engine().evaluate(facts)
    assert not decision.settled
    text = told(decision)
    some = "“有损失，但不重大”或“重大损失”"
    assert f"损失：有损失，但不重大（只知道是{some}，推定）——“" in text
    assert f"损失＝有损失，但不重大（只知道是{some}）" in text
    assert "推定结论：不予追究责任" in text
    assert "结论：不予追究责任\n" not in text.replace("推定结论", "")
    assert "可填：有损失，但不重大／重大损失。现推定：有损失，但不重大。已排除：没有。" in text
    english = told(decision, "en")
    assert "loss: some (known only to be “some” or “major”, presumed)" in english
    assert "Excluded: none." in english


def test_a_fact_known_in_part_that_decides_is_no_presumption() -> None:
    facts = dict(decide("01_campus_flood").facts.flat)
    facts |= {"consequences.harm_to_students_or_staff": ["none", "minor"]}
    decision = engine().evaluate(facts)
    text = told(decision)
    assert decision.settled
    assert "\n  - 推定结论：" not in text
    assert "没有全部查明，也没有直接用于上面引用的条款：损害师生利益" in text


def test_what_a_combination_strikes_out_is_told_with_what_is_left() -> None:
    second = next(rules for rules in RULESETS if rules is not SHIPPED)
    decision = engine(second).evaluate({"motive.knowing_violation": True})
    (found,) = (each for each in decision.implied if each.fact == "nature.breach")
    assert found.value == ("internal", "law")
    assert (
        "根据“明知违反规定＝是”，可以排除：违反规定＝没有违反规定；"
        "尚可能是“违反校内规定”或“违反法律、法规的禁止性规定”"
    ) in told(decision)
    assert "excluded by knowing violation = yes; still possible: “internal rules broken” or" in (
        told(decision, "en")
    )


def test_what_is_lacking_only_by_presumption_is_lacking_as_presumed() -> None:
    decision = engine().evaluate({"work.creative": True})
    text = told(decision)
    assert "按推定，尚没有第五条所列的容错情形" in text
    assert "\n  - 没有第五条所列的容错情形" not in text


def test_an_article_that_fails_for_certain_is_not_said_to_fail_as_presumed() -> None:
    (second,) = (rules for rules in RULESETS if rules is not SHIPPED)
    # Every clause of Article 7 must hold: one that fails is enough.
    whole = Cite("7", whole=True, status="refuted", role="condition_unmet")
    rows = [replace(row, cites=(whole,)) if row.row == "3" else row for row in second.outcomes]
    rules = replace(second, outcomes=tuple(rows))
    decision = Engine(rules).evaluate({"motive.gain_for_unit": True})
    assert decision.statuses["7.1"] is Status.REFUTED
    assert decision.statuses["7.2"] is Status.OPEN
    text = explanation(decision, rules=rules)
    assert "第七条（不具备的条件；不成立）" in text
    assert "更宽的处理以具备第七条为条件，本案不具备。" in text
    assert "第七条（按推定尚不具备的条件" in explanation(Engine(rules).evaluate({}), rules=rules)


def test_a_recorded_finding_is_never_unknown() -> None:
    assert any(spec.finding for rules in RULESETS for spec in rules.vocabulary.values())
    for rules in RULESETS:
        findings = [spec for spec in rules.vocabulary.values() if spec.finding]
        decision = engine(rules).evaluate({})
        for spec in findings:
            assert spec.name not in (*decision.presumed, *decision.open_facts)
            assert f"（{spec.name}）：" not in told(decision)


def test_application_by_reference_is_told_by_the_words_of_the_regulation() -> None:
    decision = decide("17_non_party_cadre")
    assert "适用方式：参照执行（第三条“参照本实施细则执行”）；对象类别＝非党员干部" in told(
        decision, rules=SHIPPED
    )
    assert "by reference 参照 (Article 3 第三条 “参照本实施细则执行”)" in told(
        decision, "en", rules=SHIPPED
    )


def test_a_clause_of_an_article_with_a_gate_is_told_with_the_gate() -> None:
    (second,) = (rules for rules in RULESETS if rules is not SHIPPED)
    decision = engine(second).evaluate({"person.category": "manager", "work.teaching_trial": True})
    lines = to_text(clauses_document(decision, ["6.1"], second, "zh")).splitlines()
    stripped = [line.strip(" -") for line in lines]
    assert "〔不成立〕前提：以下要成立" in stripped
    assert stripped.index("〔不成立〕第九条第一款") < stripped.index(
        "〔成立〕课程改革或者教学模式试验（work.teaching_trial）应为“是”；现为“是”（已查明）——“开展课程改革或者教学模式试验”"
    )
    article = to_text(clauses_document(decision, ["6"], second, "zh"))
    assert article.count("前提：以下要成立") == 1


def test_the_most_lenient_outcome_lacks_nothing() -> None:
    (second,) = (rules for rules in RULESETS if rules is not SHIPPED)
    (best,) = (file for file in files(second) if file.stem == "01_teaching_trial")
    decision = decide_file(second, best)
    assert any(cited.role is Role.CONDITION_UNMET for cited in decision.citations)
    assert "为什么没有更宽的处理" not in [each.heading for each in document(decision).sections]
    assert "裁量惯例" not in told(decision)


def started(folder: Path) -> Ruleset:
    """Return the ruleset to start from: without readings, policy, and much else."""
    start_ruleset(folder)
    return from_yaml(folder)


@pytest.mark.slow
@pytest.mark.parametrize("which", ["shipped", "second", "started"])
def test_every_case_beside_the_rules_can_be_explained(which: str, tmp_path: Path) -> None:
    (second,) = (rules for rules in RULESETS if rules is not SHIPPED)
    rules = {"shipped": SHIPPED, "second": second}.get(which) or started(tmp_path / "本校办法")
    judge = Engine(rules)
    tests = [test for test in load_tests(rules) if test.refused is None and not test.readings]
    assert len(tests) > 20
    for test in tests[::3]:
        decision = judge.evaluate(rules.facts(test.facts))
        for lang in LANGS:
            text = told(decision, lang, rules=rules)
            assert rules.label(decision.outcome, lang) in text
            assert "{" not in text
            assert not re.search(r"\bNone\b(?! of)", text)
            # Readings that are named where something is presumed say what a presumed outcome is.
            said = not decision.settled or bool(decision.readings and decision.presumed)
            assert ("推定结论" in text) is (lang == "zh" and said)
        to_text(clauses_document(decision, list(rules.clauses), rules, "zh"))


def test_declining_is_said_with_what_the_text_permits() -> None:
    decision = Engine.load().evaluate(from_file(next(CASES.glob("01_*.yaml"))))
    declined = decision.choose("ordinary_accountability", reason="同类失误第三次发生")
    said = declined.explain()
    assert "原文只是“可以”，责任追究部门说明理由的，也可以不适用容错" in said
    assert "由责任追究部门在此范围内决定" not in said
    with pytest.raises(ForbiddenOutcomeError, match="说明理由的，也可以不适用容错"):
        decision.choose("no_tolerance", reason="集体研究")


def test_what_the_text_prescribes_is_not_said_to_be_chosen_among_others() -> None:
    barred = Engine.load().evaluate(from_file(next(CASES.glob("09_*.yaml"))))
    said = barred.choose("no_tolerance", reason="集体研究").explain()
    assert "由谁选定：原文直接写明，责任追究部门照此作出。理由：集体研究" in said
    assert "在准许的范围内选定" not in said


def test_a_condition_that_is_lacking_does_not_hide_another_way() -> None:
    case = half_known(
        next(CASES.glob("01_*.yaml")).stem,
        {"procedure.democratic_centralism": False, "conditions.law_at_the_time": None},
    )
    decision = Engine.load().evaluate(case)
    assert decision.permitted[0] == "exempt"
    assert "not_pursued" in decision.reachable
    assert "本案不具备。但查明其他事实以后，仍可能是：不予追究责任。" in decision.explain()


def test_a_clause_whose_gate_is_shut_is_not_left_to_look_as_if_it_counted() -> None:
    name = next(CASES.glob("01_*.yaml")).stem
    for value, words in (
        (True, "只是本项的文字成立；前提不成立，不能据以容错"),
        (None, "只是本项的文字成立；前提尚未确定，按推定成立"),
        (False, None),
    ):
        case = half_known(name, {"motive.knowing_violation": value})
        decision = Engine.load().evaluate(case)
        (holding, *_) = (
            each
            for each, s in decision.statuses.items()
            if each.startswith("5.") and s is Status.ESTABLISHED
        )
        said = to_text(clauses_document(decision, [holding], SHIPPED, "zh"))
        assert "只是本项的文字成立" not in said if words is None else words in said


def test_a_finding_not_made_is_not_said_to_be_established() -> None:
    decision = Engine.load().evaluate({})
    said = to_text(clauses_document(decision, ["5.12", "6.6"], SHIPPED, "zh"))
    assert said.count("现为“否”（没有作出书面认定）") == 2
    assert "已查明" not in said


def test_application_by_reference_may_be_open() -> None:
    known = ("party_member_cadre", "non_party_cadre")
    decision = Engine.load().evaluate({"subject.kind": known})
    assert "适用方式：是否参照执行尚未确定" in told(decision, rules=SHIPPED)
    assert "适用方式" not in told(Engine.load().evaluate({}), rules=SHIPPED)
