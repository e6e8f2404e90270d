"""Duties and ways on the workbench: what the command says of them stands there, and fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.rulesets import SHIPPED
from support.workbench_page import require_browser, workbench

pytestmark = pytest.mark.slow  # seconds to a browser's start
CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"
FLOOD = CASES / "01_campus_flood.yaml"
FITS = """() => [...document.querySelectorAll(".duties .field")].every(field => {
  const within = field.closest(".card").getBoundingClientRect().right;
  return field.scrollWidth <= field.clientWidth && field.getBoundingClientRect().right <= within;
})"""


@pytest.fixture(scope="module")
def page():
    require_browser()
    with workbench(SHIPPED) as opened:
        opened.open(FLOOD)
        yield opened


def row(page, duty: str) -> str:
    rows = page.page.locator(".duties tbody tr").filter(has=page.page.locator(f"#done-{duty}"))
    return rows.evaluate("row => row.cells[2].innerText")


def on(page, decided: str, day: str) -> None:
    for field, value in (("duties-decided", decided), ("as-of", day)):
        page.page.fill(f"#{field}", value)
        page.press("Tab")


def test_a_duty_says_when_its_time_runs_and_what_is_not_known_of_its_end(page):
    page.view(8)
    on(page, "2024-08-20", "2024-08-20")
    assert "当日是休息日，原文未规定顺延" in row(page, "filing")  # a Sunday
    assert "待“制作容错免责决定书”之后" in row(page, "copy_letter")
    on(page, "2026-12-28", "2026-12-27")
    said = row(page, "notice")
    assert "期限从“作出决定”起算" in said
    assert "最早 2027-01-04 届满，最迟 2027-01-27" in said
    assert "放假安排尚未公布" in said
    assert "逾期" not in said
    on(page, "2026-12-28", "2027-01-05")
    assert "可能已经逾期，尚不能确定" in row(page, "notice")


def test_on_a_small_screen_enlarged_every_day_and_the_name_of_the_case_can_be_read(page):
    page.page.set_viewport_size({"width": 1093, "height": 614})  # 1366 by 768 at 125%
    page.view(8)
    assert page.page.locator(".duties .field").count() > 20
    assert page.page.evaluate(FITS)
    assert page.page.locator(".top .file strong").bounding_box()["width"] > 120


def test_of_the_best_outcome_the_ways_to_another_are_shown(page):
    assert page.outcome == "不予追究责任"
    page.view(2)
    assert page.page.locator("#goal").input_value() == "exempt"
    assert "还可以做到的事，达不到“免于处理”" in page.page.locator(".sheet").inner_text()


def test_days_out_of_order_are_told_as_by_the_command_and_can_be_corrected(page):
    """A case may be saved in the middle of a correction: it must open again."""
    side, faults = page.page.locator(".side"), page.page.locator(".side .fault")
    page.view(8)
    on(page, "2024-08-20", "2024-08-20")
    page.page.fill("#done-notice", "2024-08-22")
    page.press("Tab")
    page.page.fill("#duties-decided", "2024-08-24")
    page.press("Tab")
    assert "不能评判" in side.inner_text()
    assert "“告知”的日期 2024-08-22 早于“作出决定”的日期 2024-08-24" in faults.inner_text()
    page.page.fill("#recorded-notice", "2024-08-27")
    page.press("Tab")
    assert page.outcome == "不予追究责任"
    page.page.fill("#duties-decided", "2023-08-01")
    page.press("Tab")
    assert "晚于 case.decided_on 的 2023-08-01" in faults.inner_text()
    page.open_bytes("案件.yaml", page.saved()[1])
    page.page.locator(".notice", has_text="已打开 案件.yaml").wait_for()
    assert "晚于 case.decided_on 的 2023-08-01" in faults.inner_text()


def test_what_cannot_be_recorded_is_refused_with_its_file(page):
    page.open_bytes("案件.yaml", "facts: {}\nhandling: {提出申请: 2024-05-01}\n".encode())
    assert "没有 提出申请 这一事项" in page.page.locator("dialog").inner_text()
    page.click("关闭")
