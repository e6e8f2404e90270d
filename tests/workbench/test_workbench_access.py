"""Accessibility and print: axe on every view in both languages, languages of parts, A4."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from support.axe import put_in, require_axe, violations
from support.rulesets import SHIPPED
from support.workbench_page import REQUIRED, require_browser, workbench

pytestmark = pytest.mark.slow  # seconds to a browser's start
CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"
POISON = CASES / "21_food_poisoning.yaml"


@pytest.fixture(scope="module", autouse=True)
def browser():
    require_browser()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_view_violates_the_rules_of_accessibility(lang):
    require_axe()
    with workbench(SHIPPED, lang) as page:
        page.open(POISON)
        page.page.locator(".notice").first.wait_for(state="detached")
        put_in(page.page)
        found = {}
        for view in range(1, 9):
            page.view(view)
            found[view] = violations(page.page)
        for dialog in ("设置", "帮助") if lang == "zh" else ("Settings", "Help"):
            page.click(dialog)
            found[dialog] = violations(page.page)
            page.press("Escape")
        assert {view: each for view, each in found.items() if each} == {}


def test_each_part_says_its_language():
    with workbench(SHIPPED, "en") as page:
        page.open(POISON)
        assert page.page.locator("html").get_attribute("lang") == "en"
        for law in page.page.locator(".cited .text").all():
            assert law.get_attribute("lang") == "zh-CN"
        page.click("中文")
        assert page.page.locator("html").get_attribute("lang") == "zh-CN"


def test_in_english_nothing_but_the_law_and_what_was_typed_is_chinese():
    with workbench(SHIPPED, "en") as page:
        assert page.page.locator(".tabs button").count() == 8  # those of a service are not there
        for view in range(1, 9):
            page.view(view)
            chinese = page.page.evaluate("""() => {
              const found = [];
              const walk = (node) => {
                const chinese = node.nodeType === 3 && /[\\u4e00-\\u9fff]/.test(node.data);
                if (chinese) found.push(node.data);
                if (node.nodeType === 1 && node.lang === "zh-CN") return;
                for (const each of node.childNodes) walk(each);
              };
              walk(document.getElementById("page"));
              return found;
            }""")
            # Citations and quotations of the law stand in lists of readings and explanations.
            assert [each for each in chinese if not any(m in each for m in "第条“”中")] == []


def test_zoomed_in_it_is_one_column_and_nothing_is_cut_off():
    with workbench(SHIPPED) as page:
        page.page.set_viewport_size({"width": 683, "height": 384})
        page.open(POISON)
        for view in range(1, 9):
            page.view(view)
            wide = page.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, view


def test_it_prints_the_report_on_a4_and_nothing_else(tmp_path):
    if shutil.which("pdftotext") is None:
        (pytest.fail if REQUIRED else pytest.skip)("poppler-utils is not installed")
    with workbench(SHIPPED) as page:
        page.open(POISON)
        file = tmp_path / "评判说明.pdf"
        page.report()
        page.page.pdf(path=file, prefer_css_page_size=True)
    text = subprocess.run(
        ["pdftotext", file, "-"], capture_output=True, encoding="utf-8", check=True
    )
    info = subprocess.run(["pdfinfo", file], capture_output=True, encoding="utf-8", check=True)
    assert "A4" in info.stdout
    assert "容错纠错评判说明" in text.stdout
    assert "承办人" in text.stdout
    assert "新建" not in text.stdout
