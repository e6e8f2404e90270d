"""Accessibility of what a service gives: axe on the page as it decides, and on the description."""

from __future__ import annotations

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")

from support.axe import put_in, require_axe, violations
from support.served_case import open_case, sign_in, whole_case, with_tokens
from support.workbench_page import browser, require_browser, served

pytestmark = pytest.mark.slow  # seconds to a browser's start


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    require_browser()
    require_axe()
    with with_tokens(tmp_path_factory.mktemp("served")) as found:
        yield found


def test_deciding_and_recording_violates_no_rule_of_accessibility(service):
    service.recorded(whole_case("A-1"), "1", choose="从轻处理", reason="集体研究")
    with served(service.client.port, "en") as page:
        put_in(page.page)
        found = {}
        check = lambda what: found.update({what: violations(page.page)})  # noqa: E731
        open_case(page, whole_case("A-2"))
        page.page.locator(".notice").first.wait_for(state="detached")
        check("signed out")
        page.click("Sign in", within=".connection")
        check("token")
        page.press("Escape")
        sign_in(page, service.tokens["all"], "Sign in")
        page.click("Compare with past decisions")
        page.page.locator(".past").first.wait_for()
        page.page.get_by_role("radio", name="mitigated punishment", exact=True).check()
        page.page.locator("#decide-reason").fill("decided together")
        page.page.locator(".form summary").first.click()
        check("compared")
        page.page.locator("#record").click()
        check("confirm")
        page.page.locator("dialog .button.main").click()
        page.page.get_by_role("button", name="Save the proof").wait_for()
        check("receipt")
        page.page.set_viewport_size({"width": 683, "height": 384})
        wide = page.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0  # one column, and nothing cut off
        assert {what: each for what, each in found.items() if each} == {}


def test_the_description_violates_no_rule_of_accessibility(service):
    context = browser().new_context(bypass_csp=True)  # axe is put in by the test
    try:
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"http://127.0.0.1:{service.client.port}/docs")
        page.locator("#evaluate").wait_for()
        page.locator("details").first.evaluate("each => { each.open = true; }")
        put_in(page)
        assert violations(page) == []
        # In the dark only the colours are others, and they are the same all down the page.
        page.emulate_media(color_scheme="dark")
        top = '{include: [["header"], ["nav"], ["section:first-of-type"]]}'
        assert violations(page, top) == []
    finally:
        context.close()
