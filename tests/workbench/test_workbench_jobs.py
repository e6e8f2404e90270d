"""Each job on the workbench as a user does it, from disk with the network off."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from support.rulesets import FOLDERS, RULESETS, SHIPPED
from support.workbench_page import require_browser, workbench
from tolerance_rules.cli import main
from tolerance_rules.engine import Engine
from tolerance_rules.formats.case_file import from_file, from_text
from tolerance_rules.what_if import evidence_of, panel_of

pytestmark = pytest.mark.slow  # seconds to a browser's start
CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"
LOSS, POISON = CASES / "16_loss_recovered.yaml", CASES / "21_food_poisoning.yaml"


@pytest.fixture(scope="module", autouse=True)
def browser():
    require_browser()


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture
def page():
    with workbench(SHIPPED) as opened:
        yield opened


def test_a_new_case_is_answered_question_by_question_until_it_is_settled(page):
    """What a person with no training does: answer what is asked beside the case."""
    assert not page.settled
    facts = from_file(CASES / "01_campus_flood.yaml").facts.flat
    page.click("一项都没有", within=".next")
    for _ in range(60):
        if page.settled:
            break
        question = page.page.locator(".next .question").inner_text()
        (spec,) = [each for each in SHIPPED.vocabulary.values() if each.question == question]
        value = facts[spec.name]
        value = spec.presume(None) if value is None else value
        page.click(spec.label_of(value, "zh"), within=".next")
    assert page.settled
    kept = from_text(page.saved()[1], "saved")
    decision = Engine.load().evaluate(kept)
    assert decision.settled
    assert page.outcome == decision.label(decision.outcome)
    assert squeezed(decision.explain()) != squeezed(page.report())  # the page adds a signature


def test_what_is_printed_and_copied_is_what_the_command_says(page, capsys):
    page.open(LOSS)
    with suppress(SystemExit):
        main(["evaluate", str(LOSS)])
    said = capsys.readouterr().out
    page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("复制文字")
    page.page.locator(".notice", has_text="已复制").wait_for()
    assert page.page.evaluate("navigator.clipboard.readText()") == said.rstrip("\n") + "\n"
    report = page.report()
    for line in said.splitlines():
        assert squeezed(line.lstrip(" -0123456789.")) in squeezed(report)


def test_a_file_saved_is_byte_for_byte_what_python_would_write(page, tmp_path):
    page.open(POISON)
    name, data = page.saved()
    assert name == POISON.name
    saved, given = from_text(data, "saved"), from_file(POISON)
    assert saved.facts == given.facts
    assert saved.info == given.info


def test_changes_are_guarded_undone_and_redone(page):
    page.open(LOSS)
    page.answer("remedy.impact_removal", "积极主动")
    assert page.outcome == "不予追究责任"
    assert page.page.locator(".unsaved").count() == 1
    page.click("撤销")
    assert page.outcome == "免于处理"
    assert page.page.locator(".unsaved").count() == 0
    page.click("重做")
    assert page.outcome == "不予追究责任"
    page.click("新建")
    assert page.page.locator("dialog").count() == 1
    page.click("取消", within="dialog")
    assert page.outcome == "不予追究责任"


def test_a_contradiction_is_told_and_corrected(page):
    page.open(LOSS)
    page.answer("nature.persisted_after_prohibition", "是")
    assert page.outcome == "不能评判"
    assert "不能同时成立" in page.page.locator(".side .fault").inner_text()
    page.click("撤销")
    assert page.outcome == "免于处理"


def test_several_values_may_still_be_possible(page):
    page.open(LOSS)
    row = page.page.locator('[data-fact="consequences.loss"]')
    row.get_by_role("button", name="几种都有可能").click()
    row.locator("label.choice", has_text="重大损失").click()
    assert not page.settled
    reachable = page.page.locator(".ladder li", has_text="仍有可能")
    engine = Engine.load()
    facts = {**from_file(LOSS).facts.flat, "consequences.loss": ("some", "major")}
    assert reachable.count() == len(engine.evaluate(facts).reachable)
    assert "[some, major]" in page.saved()[1].decode()


def test_facts_that_no_longer_matter_fold_away_with_a_count(page):
    page.open(LOSS)
    folded = page.page.locator("#group-work .fold")
    assert "16" in folded.inner_text()
    shown = page.page.locator("#group-work .fact")
    before = shown.count()
    folded.click()
    assert shown.count() == before + 16


def test_search_finds_by_question_name_and_clause(page):
    page.open(LOSS)
    page.page.locator("#search").fill("三重一大")
    assert page.page.locator(".fact").count() == 1
    page.page.locator("#search").fill("第六条第（四）项")
    assert page.page.locator(".fact").count() == 4
    page.page.locator("#search").fill("")


def test_what_if_stands_side_by_side(page):
    page.open(LOSS)
    page.view(3)
    page.page.locator("#scenario-what").select_option("fact remedy.impact_removal")
    page.page.locator("#scenario-value").select_option(label="积极主动")
    page.click("加上")
    page.page.locator("#scenario-what").select_option("reading remedy_scope")
    page.page.locator("#scenario-value").select_option(index=1)
    page.click("加上")
    outcomes = page.page.locator(".compared tbody tr").nth(1).locator("td").all_inner_texts()
    assert outcomes == ["免于处理", "不予追究责任", "不予追究责任"]
    page.click("用作案件")
    assert page.outcome == "不予追究责任"
    assert "免于处理 → 不予追究责任" in page.page.locator(".verdict .changed").inner_text()


def test_another_policy_is_opened_and_tried(page, tmp_path):
    file, strict = tmp_path / "从严.json", CASES.parent / "policy_strict.yaml"
    with suppress(SystemExit):
        main(["bundle", "--policy", str(strict), "-o", str(file)])
    page.open(LOSS)
    page.click("设置")
    with page.page.expect_file_chooser() as chooser:
        page.click("打开另一份惯例")
    chooser.value.set_files(file)
    page.page.locator("dialog label.line input").nth(1).check()
    page.click("关闭")
    engine = Engine.load(policy=str(strict))
    decision = engine.evaluate(from_file(LOSS))
    assert page.outcome == decision.label(decision.outcome)
    assert squeezed(engine.rules.policy.title) in squeezed(page.report())


def test_what_can_still_be_done_and_what_the_outcome_rests_on(page):
    page.open(LOSS)
    page.view(2)
    text = page.page.locator("#view").inner_text()
    assert "没有采取措施 → 积极主动" in text
    assert "有以下 25 项" in text


def test_the_regulation_is_marked_and_linked_both_ways(page):
    page.open(LOSS)
    page.click("第七条第（五）项第四种情形", within=".side")
    beneath = page.page.locator(".beneath")
    assert "不成立" in beneath.inner_text()
    beneath.get_by_role("button", name="消除不良影响：没有采取措施").click()
    row = page.page.locator('[data-fact="remedy.impact_removal"]')
    assert "lit" in row.get_attribute("class")
    row.get_by_role("button", name="七（五）四种情形").click()
    assert page.page.locator(".sentence.at").count() == 1


def test_readings_are_chosen_beside_the_outcome(page):
    page.open(LOSS)
    part = page.page.locator("details.part", has_text="影响结论的读法")
    part.locator("summary").first.click()
    part.get_by_role("button", name="改用").first.click()
    assert page.outcome == "不予追究责任"


def test_the_keyboard_alone_suffices(page):
    page.press("/")
    page.page.keyboard.type("公职")
    page.press("Tab")
    page.page.locator("#search").fill("")
    first = page.page.locator("[data-fact] input").first
    first.focus()
    page.press("2", "Enter", "1", "Enter", "1")
    page.press("e")
    page.page.keyboard.type("纪要〔2024〕3号")
    saved = from_text(page.saved()[1], "saved")
    assert saved.info.evidence == {"work.major_arrangement": "纪要〔2024〕3号"}
    kept = saved.facts.flat
    assert kept["subject.kind"] == "party_member_cadre"
    assert kept["work.performing_duty"] is True
    assert kept["work.major_arrangement"] is True


def test_every_example_is_decided_as_python_decides_it(page):
    engine = Engine.load()
    for path in sorted(CASES.glob("*.yaml"))[::3]:
        page.open(path)
        decision = engine.evaluate(from_file(path))
        assert page.outcome == decision.label(decision.outcome), path.name
        assert page.settled == decision.settled, path.name


def test_members_are_compared_and_their_differences_weighed(page):
    folder = CASES.parent / "panel"
    page.click("合议")
    with page.page.expect_file_chooser() as chooser:
        page.click("加入成员的案件文件")
    chooser.value.set_files([folder / "zhang.yaml", folder / "li.yaml"])
    page.page.locator(".members tbody tr").nth(1).wait_for()
    members = {each: from_file(folder / f"{each}.yaml") for each in ("zhang", "li")}
    found = panel_of(Engine.load(), members)
    turning = page.page.locator(".card").first.locator("tbody tr")
    assert turning.count() == len(found.turning)
    page.click("合成一份案件接着办")
    assert not page.settled
    reachable = page.page.locator(".ladder li", has_text="仍有可能")
    assert reachable.count() == len(found.reachable)


def test_documents_whose_loss_would_unsettle_are_named(page):
    path = CASES.parent / "panel" / "zhang.yaml"
    page.open(path)
    page.click("证据")
    found = evidence_of(Engine.load(), from_file(path))
    assert page.page.locator(".card").first.locator("tbody tr").count() == len(found.losses)
    assert found.single_points[0] in page.page.locator(".note-box").inner_text()


def test_another_regulation_is_served_as_it_is():
    rules, folder = RULESETS[1], FOLDERS[1]
    engine = Engine(rules)
    with workbench(rules, "en") as page:
        for path in sorted((folder / "cases").glob("*.yaml")):
            page.open(path)
            decision = engine.evaluate(from_file(path, rules.model))
            assert page.outcome == decision.label(decision.outcome, "en"), path.name
            for view in range(2, 9):
                page.view(view)


def test_autosave_keeps_the_case_only_where_it_is_switched_on():
    with workbench(SHIPPED) as page:
        page.open(LOSS)
        page.page.on("dialog", lambda dialog: dialog.accept())
        kept = "Object.keys(window.localStorage)"
        assert page.page.evaluate(kept) == []
        page.page.reload()
        assert not page.settled
        page.open(LOSS)
        page.click("设置")
        page.page.get_by_label("自动保存到这个浏览器").check()
        page.click("关闭")
        page.page.reload()
        assert page.outcome == "免于处理"
        page.click("设置")
        page.page.get_by_label("自动保存到这个浏览器").uncheck()
        assert page.page.evaluate(kept) == []
        assert page.page.evaluate("document.cookie") == ""


def test_leaving_with_unsaved_changes_asks_first():
    with workbench(SHIPPED) as page:
        page.open(LOSS)
        page.answer("remedy.impact_removal", "积极主动")
        asked = []
        page.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.page.evaluate("window.location.reload()")
        page.page.wait_for_timeout(300)
        assert asked == ["beforeunload"]
        assert page.outcome == "不予追究责任"


def test_a_file_chosen_once_is_saved_into_again():
    stub = """
      window.written = [];
      const handle = {name: "案件.yaml", createWritable: () => Promise.resolve({
        write: (text) => { window.written.push(text); return Promise.resolve(); },
        close: () => Promise.resolve()})};
      window.showSaveFilePicker = () => Promise.resolve(handle);
      delete window.showOpenFilePicker;
    """
    with workbench(SHIPPED, scripts=stub) as page:
        page.open(LOSS)
        page.press("Control+s")
        page.page.locator(".notice", has_text="已保存").wait_for()
        page.answer("remedy.impact_removal", "积极主动")
        page.press("Control+s")
        page.page.locator(".unsaved").wait_for(state="detached")
        assert "impact_removal: active" in page.page.evaluate("window.written[1]")
        assert "impact_removal: none" in page.page.evaluate("window.written[0]")
