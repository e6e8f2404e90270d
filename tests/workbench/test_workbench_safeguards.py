"""What the page must neither lose nor claim: saves, members' findings, readings, presumption."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.rulesets import SHIPPED
from support.workbench_page import require_browser, workbench
from tolerance_rules.cli import main
from tolerance_rules.formats.case_file import from_text
from tolerance_rules.workbench.workbench import PAGE

pytestmark = pytest.mark.slow  # seconds to a browser's start
CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"
LOSS = CASES / "16_loss_recovered.yaml"
KEPT = "Object.keys(window.localStorage)"
# A file that is chosen once and written when `release` is called.
SLOW = """
  window.written = [];
  window.handleOf = (name, text) => ({
    name: name,
    getFile: () => Promise.resolve(new File([text], name)),
    createWritable: () => new Promise((resolve) => { window.release = () => resolve({
      write: (text) => { window.written.push([name, text]); return Promise.resolve(); },
      close: () => Promise.resolve()}); })});
  window.opened = window.handleOf("一.yaml", "facts: {}");
  window.showOpenFilePicker = () => Promise.resolve([window.opened]);
  window.showSaveFilePicker = ({suggestedName}) =>
    Promise.resolve(window.handleOf(suggestedName, ""));
"""


@pytest.fixture(scope="module", autouse=True)
def browser():
    require_browser()


@pytest.fixture
def page():
    with workbench(SHIPPED) as opened:
        yield opened


@pytest.fixture
def slow():
    with workbench(SHIPPED, scripts=SLOW) as opened:
        opened.click("打开")
        opened.page.locator(".notice", has_text="已打开 一.yaml").wait_for()
        yield opened


def until(page, expression: str) -> None:
    """Wait until it holds: `wait_for_function` is what the page's security policy forbids."""
    for _ in range(80):
        if page.page.evaluate(expression):
            return
        page.page.wait_for_timeout(100)
    raise AssertionError(expression)


def add_members(page, *texts: str) -> None:
    page.click("合议")
    with page.page.expect_file_chooser() as chooser:
        page.click("加入成员的案件文件")
    chooser.value.set_files(
        [
            {"name": f"{at}.yaml", "mimeType": "application/x-yaml", "buffer": text.encode()}
            for at, text in enumerate(texts)
        ]
    )
    page.page.locator(".members tbody tr").nth(len(texts) - 1).wait_for()


def test_members_who_differ_on_a_recorded_finding_are_not_made_one_case(page):
    """Neither answer may stand for both: a bar that one of them records would vanish."""
    add_members(page, "facts: {nature: {other_bar: true}}", "facts: {work: {pilot: true}}")
    page.click("合成一份案件接着办")
    label = SHIPPED.vocabulary["nature.other_bar"].label
    assert page.page.locator("dialog li").all_inner_texts() == [label]
    page.click("关闭", within="dialog")
    page.click("案件事实")
    assert page.page.locator('[data-fact="work.pilot"] input:checked').count() == 1
    assert "facts" in page.saved()[1].decode()
    assert "other_bar: true" not in page.saved()[1].decode()


def test_a_member_whose_days_contradict_each_other_is_refused_with_the_file(page):
    late = "case: {occurred_on: 2025-12-31, decided_on: 2024-01-01}\nfacts: {work: {pilot: true}}"
    page.click("合议")
    with page.page.expect_file_chooser() as chooser:
        page.click("加入成员的案件文件")
    file = {"name": "晚.yaml", "mimeType": "application/x-yaml", "buffer": late.encode()}
    chooser.value.set_files([file])
    page.page.locator("dialog li", has_text="2025-12-31 晚于").wait_for()
    assert "晚.yaml" in page.page.locator("dialog").inner_text()
    page.click("关闭", within="dialog")
    assert page.page.locator(".members tbody tr").count() == 0


def test_a_case_put_together_is_unsaved_and_no_note_of_it_is_cut(page):
    notes = ["甲" * 1500, "乙" * 1500]
    texts = [
        f"facts: {{work: {{pilot: true}}}}\nevidence: {{work.pilot: {note}}}" for note in notes
    ]
    add_members(page, *texts)
    page.click("合成一份案件接着办")
    assert page.page.locator(".unsaved").count() == 1
    saved = from_text(page.saved()[1], "saved")
    assert saved.info.evidence == {"work.pilot": "\n".join(notes)}


def test_notes_that_no_case_file_holds_are_not_put_together(page):
    texts = [f"evidence: {{work.pilot: {each * 15000}}}\nfacts: {{}}" for each in "甲乙"]
    add_members(page, *texts)
    page.click("合成一份案件接着办")
    assert "20000" in page.page.locator("dialog").inner_text()


def test_what_is_changed_while_it_is_saved_is_unsaved(slow):
    slow.answer("work.pilot", "是")
    slow.press("Control+s")
    slow.answer("work.creative", "是")
    slow.page.evaluate("release()")
    slow.page.locator(".notice", has_text="已保存").wait_for()
    assert slow.page.locator(".unsaved").count() == 1
    assert "creative: true" not in slow.page.evaluate("written[0][1]")
    slow.press("Control+s")
    slow.page.evaluate("release()")
    slow.page.locator(".unsaved").wait_for(state="detached")
    assert "creative: true" in slow.page.evaluate("written[1][1]")


def test_a_case_begun_while_another_is_saved_is_not_written_into_its_file(slow):
    slow.press("Control+s")
    slow.page.evaluate("window.first = window.release; undefined")
    slow.click("新建")
    slow.page.evaluate("first()")
    until(slow, "written.length === 1")
    slow.answer("work.pilot", "是")
    slow.press("Control+s")
    until(slow, "release !== first")
    slow.page.evaluate("release()")
    until(slow, "written.length === 2")
    assert slow.page.evaluate("written.map((each) => each[0])") == ["一.yaml", "案件.yaml"]


def test_a_json_file_is_not_written_over_with_yaml(slow):
    slow.page.evaluate("""window.opened = window.handleOf("二.json", '{"facts": {}}')""")
    slow.click("打开")
    slow.page.locator(".notice", has_text="已打开 二.json").wait_for()
    slow.press("Control+s")
    until(slow, "window.release !== undefined")
    slow.page.evaluate("release()")
    slow.page.locator(".notice", has_text="已保存 二.yaml").wait_for()
    assert slow.page.evaluate("written.map((each) => each[0])") == ["二.yaml"]


@pytest.mark.parametrize(
    ("broken", "where"),
    [
        ("window.opened.getFile = () => Promise.reject(new Error('gone'))", ".notice.bad"),
        (
            "window.opened.getFile = () => Promise.resolve({name: '三.yaml', size: 1,"
            " arrayBuffer: () => Promise.reject(new Error('gone'))})",
            "dialog",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told_of(slow, broken, where):
    slow.page.evaluate(f"{broken}; undefined")
    slow.click("打开")
    slow.page.locator(where, has_text="文件读不出来").wait_for()
    assert "gone" in slow.page.locator(where).inner_text()


def test_a_case_resumed_is_unsaved_and_autosave_switched_off_keeps_nothing(page):
    page.page.on("dialog", lambda dialog: dialog.accept())
    page.click("设置")
    page.page.get_by_label("自动保存到这个浏览器").check()
    page.click("关闭")
    page.answer("work.pilot", "是")
    until(page, "JSON.stringify(window.localStorage).includes('pilot: true')")
    page.page.reload()
    page.page.locator(".notice", has_text="已恢复").wait_for()
    assert page.page.locator(".unsaved").count() == 1
    page.click("新建")
    assert page.page.locator("dialog").count() == 1
    page.click("取消", within="dialog")
    page.click("设置")
    page.page.evaluate(
        """() => {
          const box = document.querySelector("dialog input[type=checkbox]");
          document.querySelector('[data-fact="work.creative"] input').click();
          return new Promise((done) => setTimeout(() => { box.click(); done(); }, 500));
        }"""
    )
    page.page.wait_for_timeout(1000)  # longer than autosave waits
    assert page.page.evaluate(KEPT) == []


def test_0_makes_a_fact_not_established_where_several_values_are_ticked(page):
    page.open(LOSS)
    row = page.page.locator('[data-fact="consequences.loss"]')
    row.get_by_role("button", name="几种都有可能").click()
    row.locator("label.choice", has_text="重大损失").click()
    assert "loss: [some, major]" in page.saved()[1].decode()
    row.locator("input").first.focus()
    page.press("0")
    assert "loss: null" in page.saved()[1].decode()


def test_readings_and_a_policy_chosen_stand_beside_the_outcome_of_every_case(page, tmp_path):
    assert page.page.locator(".verdict .under").count() == 0
    file = tmp_path / "从严.json"
    with pytest.raises(SystemExit):
        main(["bundle", "--policy", str(CASES.parent / "policy_strict.yaml"), "-o", str(file)])
    page.click("设置")
    with page.page.expect_file_chooser() as chooser:
        page.click("打开另一份惯例")
    chooser.value.set_files(file)
    page.page.locator("dialog label.line input").nth(1).check()
    card = page.page.locator("dialog fieldset.reading").first
    card.locator("input").nth(1).check()
    meaning = card.locator("label").nth(1).inner_text()
    page.click("关闭")
    page.open(LOSS)
    said = page.page.locator(".verdict .under").all_inner_texts()
    assert len(said) == 2
    assert meaning.strip() in said[0]
    assert said[1].startswith("裁量惯例：")


def test_a_day_that_is_none_and_the_day_looked_at_go_with_their_case(page):
    field = page.page.locator("input[placeholder='2024-05-01']").first
    field.fill("张某某谈话那天")
    field.press("Tab")
    assert page.page.locator(".wrong").count() == 1
    page.click("义务和期限")
    page.page.locator("#as-of").fill("2020-01-02")
    page.page.locator("#as-of").press("Tab")
    page.click("新建")
    assert page.page.locator(".wrong").count() == 0
    page.click("义务和期限")
    assert page.page.locator("#as-of").input_value() != "2020-01-02"


def test_what_is_permitted_of_an_unsettled_case_is_said_as_presumed(page):
    page.open(LOSS)
    assert set(page.page.locator(".ladder .tag.blue").all_inner_texts()) <= {"准许"}
    page.click("新建")
    for fact in ("work.performing_duty", "work.high_quality_development", "nature.proactive"):
        page.answer(fact, "是")
    assert not page.settled
    tags = page.page.locator(".ladder .tag.blue").all_inner_texts()
    assert set(tags) == {"按推定准许"}
    page.click("假设")
    page.click("加上")
    row = page.page.locator(".compared tbody tr", has_text="准许的结论").locator("td")
    assert all(each.startswith("按推定准许：") for each in row.all_inner_texts() if each)


def test_what_is_kept_is_said_with_autosave_named():
    words = (PAGE / "words.mjs").read_text(encoding="utf-8")
    (line,) = [each for each in words.splitlines() if "help_private:" in each]
    assert "除非打开自动保存" in line
    assert "unless autosave is on" in line
