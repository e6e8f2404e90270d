"""Hostile and broken case files: refused with line and remedy, or shown as the text they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.rulesets import SHIPPED
from support.workbench_page import require_browser, workbench

pytestmark = pytest.mark.slow  # seconds to a browser's start
CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"
SCRIPT = "</script><script>window.owned = 1</script><img src=x onerror='window.owned = 2'>"


@pytest.fixture(scope="module", autouse=True)
def browser():
    require_browser()


@pytest.fixture
def page():
    with workbench(SHIPPED) as opened:
        yield opened


def refused(page, name: str, data: bytes) -> str:
    """Open a file that is refused; return what is said."""
    page.open_bytes(name, data)
    page.page.locator("dialog").wait_for()
    said = page.page.locator("dialog").inner_text()
    page.click("关闭", within="dialog")
    return said


def test_a_script_in_a_note_or_a_title_is_text(page):
    case = {
        "case": {"title": SCRIPT, "id": "x" * 100},
        "facts": {"work": {"pilot": True}, "remedy": {"loss_recovery": "active"}},
        "evidence": {"work.pilot": SCRIPT + "[" + SCRIPT.replace("[", "") + "]"},
        "handling": {"notice": "2024-05-01"},
        "analysis": {"public_spirit": {"assessment": "favourable", "note": SCRIPT}},
    }
    page.open_bytes("<img src=x onerror=alert(1)>.json", json.dumps(case).encode())
    page.page.locator(".top .file", has_text="</script>").wait_for()
    for view in range(1, 9):
        page.view(view)
    page.report()
    assert page.page.evaluate("window.owned") is None
    assert page.page.locator("#page img").count() == 0
    assert page.page.locator("script").count() == 2
    assert SCRIPT in json.dumps(page.saved()[1].decode(), ensure_ascii=False).replace(
        '\\\\\\"', '"'
    )


def test_a_file_that_is_too_large_is_not_read(page):
    assert "1 MB" in refused(page, "大.yaml", b"#" * 1_100_000)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gbk.yaml", "案件: 否".encode("gbk"), "UTF-8"),
        ("二进制.yaml", bytes(range(256)), ""),
        ("坏.json", b'{"facts": {', ""),
        ("原型.json", b'{"facts": {"__proto__": {"x": 1}, "constructor": 1}}', "__proto__"),
        ("别名.yaml", b"a: &a [*a, *a]\n", ""),
        ("错名.yaml", b"facts:\n  work:\n    pilott: true\n", "pilot"),
        ("错值.yaml", "facts:\n  consequences:\n    loss: 巨大\n".encode(), "loss"),
        ("半截.yaml", "facts:\n  work:\n    pilot：true\n".encode(), "第 3 行"),
        ("空.yaml", b"", ""),
        ("列表.yaml", b"- 1\n- 2\n", ""),
        ("深.json", b"[" * 50_000 + b"]" * 50_000, ""),
    ],
)
def test_a_broken_file_is_refused_and_the_case_in_hand_stays(page, name, data, said):
    page.open(CASES / "16_loss_recovered.yaml")
    if name == "空.yaml":  # a blank case, as the command line reads it
        page.open_bytes(name, data)
        page.page.wait_for_timeout(300)
        return
    assert said in refused(page, name, data)
    assert page.outcome == "免于处理"


def test_a_contradictory_file_is_shown_as_contradictory(page):
    facts = {
        "conditions": {"prohibited_by_law": True},
        "nature": {"express_prohibition_violated": False},
    }
    page.open_bytes("矛盾.json", json.dumps({"facts": facts}).encode())
    page.page.locator(".side .fault").wait_for()
    assert "不能同时成立" in page.page.locator(".side .fault").inner_text()
    for view in range(1, 9):
        page.view(view)


def test_dates_that_are_none_or_out_of_force_are_said_to_be(page):
    page.page.locator("#case-decided_on").fill("2024-02-30")
    page.press("Tab")
    assert page.page.locator("#case-decided_on-wrong").count() == 1
    page.page.locator("#case-decided_on").fill("2001年1月1日")
    page.press("Tab")
    assert page.outcome == "不能评判"
    page.page.locator("#case-decided_on").fill("2024.5.1")
    page.press("Tab")
    assert page.page.locator("#case-decided_on").input_value() == "2024-05-01"
    assert page.outcome != "不能评判"
