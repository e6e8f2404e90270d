"""The page that a service gives: what it decides is compared, recorded once, and written up."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")

from support.rulesets import SHIPPED
from support.served_case import open_case, sign_in, whole_case, with_tokens
from support.service import case_of, running
from support.workbench_page import require_browser, served, workbench
from tolerance_rules.service.settings import Settings

pytestmark = pytest.mark.slow  # seconds to a browser's start
CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"
RECORDS = "**/v1/records?*"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    require_browser()
    with with_tokens(tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture
def page(service):
    """The page, signed in as whoever evaluates and records."""
    with served(service.client.port) as opened:
        opened.press("Alt+9")
        sign_in(opened, service.tokens["all"])
        yield opened


def compare(page):
    page.click("对照以前的决定")
    page.page.locator("#view", has_text="已对照").wait_for()


def confirm(page, name="记录"):
    page.page.locator("#record").click()
    page.page.locator("dialog").get_by_role("button", name=name, exact=True).click()


def test_a_page_from_disk_offers_nothing_of_a_service():
    with workbench(SHIPPED) as page:
        assert page.page.locator(".tabs button").count() == 8
        page.press("Alt+9")
        assert page.page.locator(".connection").count() == 0


def tab_to(page, name):
    """Go by the Tab key to what is called so."""
    for _ in range(60):
        page.press("Tab")
        if page.page.evaluate("document.activeElement.textContent") == name:
            return
    raise AssertionError(name)


def test_a_decision_is_compared_recorded_and_its_receipt_saved_by_keyboard(service, page):
    service.recorded(whole_case("K-0"), "k0", choose="从轻处理", reason="集体研究")
    case = whole_case("K-1")
    open_case(page, case)
    assert page.page.locator("#record").is_disabled()
    page.page.locator("#view h2").click()
    tab_to(page, "对照以前的决定")
    page.press("Enter")
    page.page.locator(".option", has_text="同类不同：1 件").first.wait_for()
    assert page.page.evaluate("document.activeElement.id") == "precedents-heading"
    against = page.page.locator(".option.is")
    assert "第 1 号" in against.inner_text()
    assert "从轻处理" in against.inner_text()
    tab_to(page, "记录")
    page.press("Enter")
    assert "K-1" in page.page.locator("dialog").inner_text()
    tab_to(page, "记录")
    page.press("Enter")
    page.page.locator("#receipt-heading").wait_for()
    assert page.page.evaluate("document.activeElement.id") == "receipt-heading"
    record = service.records[-1]
    assert (record.case_id, record.entry["outcome"]) == ("K-1", "exempt")
    page.page.get_by_role("button", name="下载存在证明").wait_for()
    _, data = page.saved("下载收据")
    receipt = json.loads(data)
    assert receipt["hash"] == record.leaf_hash.hex()
    assert receipt["checkpoint"].splitlines()[1] == str(record.number)
    assert page.saved("下载存在证明")[1].startswith(b"c2sp.org/tlog-proof@v1")


def test_nothing_of_the_case_or_the_token_stands_in_an_address_or_is_kept(service, page):
    open_case(page, whole_case("U-1"))
    compare(page)
    asked = " ".join(page.requests)
    for secret in ("U-1", service.tokens["all"], "2026-05-20"):
        assert secret not in asked
    kept = page.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert kept == '[{},{},""]'
    assert service.tokens["all"] not in page.page.content()


def test_a_choice_of_ones_own_needs_a_reason_and_is_recorded_with_it(service, page):
    open_case(page, whole_case("C-1"))
    compare(page)
    page.page.get_by_role("radio", name="减轻处理", exact=True).check()
    assert "没有写理由" in page.page.locator("#obstacles").inner_text()
    page.page.locator("#decide-reason").fill("集体研究决定")
    confirm(page)
    page.page.locator("#receipt-heading").wait_for()
    record = service.records[-1]
    assert (record.entry["outcome"], record.contents["decision"]["reason"]) == (
        "mitigated",
        "集体研究决定",
    )


def test_clicked_twice_it_is_recorded_once(service, page):
    before = len(service.records)
    open_case(page, whole_case("D-1"))
    compare(page)
    page.page.locator("#record").click()
    page.page.locator("dialog .button.main").evaluate("each => { each.click(); each.click(); }")
    page.page.locator("#receipt-heading").wait_for()
    assert [each.case_id for each in service.records[before:]] == ["D-1"]
    assert sum("/v1/records?" in url for url in page.requests) == 1


def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_is_recorded_twice(service):
    with served(service.client.port, refusals=True) as page:
        page.press("Alt+9")
        sign_in(page, service.tokens["all"])
        before = len(service.records)
        open_case(page, whole_case("L-1"))
        compare(page)
        keys = []

        def lost(route):
            keys.append(route.request.headers["idempotency-key"])
            if len(keys) == 1:
                route.fetch()  # it reaches the service, and the answer does not reach the page
                route.abort("connectionreset")
            else:
                route.continue_()

        page.page.route(RECORDS, lost)
        confirm(page)
        page.page.locator("#lost-heading").wait_for()
        assert page.page.evaluate("document.activeElement.id") == "lost-heading"
        # Another case cannot be recorded before it is known, and what is not known is not lost.
        open_case(page, whole_case("L-2"))
        assert (
            "L-1"
            in page.page.locator("section", has=page.page.locator("#lost-heading")).inner_text()
        )
        compare(page)
        assert page.page.locator("#record").is_disabled()
        page.click("再发一次")
        page.page.locator("#receipt-heading").wait_for()
        assert "没有重复记录" in page.page.locator(".receipt").inner_text()
        assert keys[0] == keys[1]
        assert [each.case_id for each in service.records[before:]] == ["L-1"]


def test_what_is_recorded_already_is_said_to_be_and_can_be_corrected(service, page):
    number = service.recorded(whole_case("R-1"), "r1")
    open_case(page, whole_case("R-1"))
    compare(page)
    said = page.page.locator("#view")
    assert f"第 {number} 号" in said.inner_text()
    page.page.get_by_role("radio", name="复审、申诉的结果").check()
    assert page.page.locator("#record").is_disabled()
    page.page.locator("#amend-why").fill("复审维持")
    confirm(page, "记录更正")
    page.page.locator("#receipt-heading").wait_for()
    assert service.records[-1].entry["amends"]["number"] == number
    assert service.records[-1].entry["kind"] == "appeal"


def changed(page, change):
    """Let the service get another request than the page sends."""

    def altered(route):
        body = json.loads(route.request.post_data)
        change(body)
        route.continue_(post_data=json.dumps(body))

    page.page.route(RECORDS, altered)


REFUSED = (
    (lambda body: body["case_file"]["facts"].pop("motive.gain_for_others"), "为他人谋取私利"),
    (lambda body: body["expected"].update(outcome="lighter"), "结论同您看到的不一致"),
    (lambda body: body["expected"].update(ruleset="0"), "规则同您看到的不一致"),
    (lambda body: body["expected"].update(readings={}), "读法同您看到的不一致"),
    (lambda body: body["case_file"]["case"].update(decided_on="2199-01-01"), "还没有到"),
)


def test_what_the_service_refuses_is_not_recorded_and_told_in_words(service):
    with served(service.client.port, refusals=True) as page:
        page.press("Alt+9")
        sign_in(page, service.tokens["all"])
        before = len(service.records)
        open_case(page, whole_case("S-1"))
        compare(page)
        for change, said in REFUSED:
            changed(page, change)
            confirm(page)
            page.page.locator(
                "section[aria-labelledby=recording-heading]", has_text=said
            ).wait_for()
            page.page.unroute(RECORDS)
        assert len(service.records) == before


def test_what_is_not_settled_has_nothing_to_record_and_says_what_is_missing(page):
    open_case(page, case_of("06_", id="N-1", decided_on="2026-05-20"))
    assert page.page.locator("#record").count() == 0
    note = page.page.locator("#view .note-box")
    assert "结论未定，不能记录" in note.inner_text()
    note.get_by_role("button").first.click()
    assert page.page.evaluate("document.activeElement.closest('[data-fact]') !== null")


def test_tokens_and_roles_are_told_in_words(service):
    with served(service.client.port, refusals=True) as page:
        assert len(page.requests) == 1  # nothing is asked before a person signs in
        open_case(page, whole_case("T-1"))
        page.click("登录", within=".connection")
        assert page.page.evaluate("document.activeElement.id") == "token"
        page.page.locator("#token").fill("tr_00000000_wrong")
        page.press("Enter")
        page.page.locator("dialog .fault", has_text="令牌不对").wait_for()
        page.press("Escape")
        assert page.page.evaluate("document.activeElement.textContent") == "登录"
        assert "还没有登录" in page.page.locator(".connection").inner_text()
        sign_in(page, service.tokens["investigator"])
        page.page.locator(".connection", has_text="investigator").wait_for()
        compare(page)
        assert page.page.locator("#record").is_disabled()
        assert "没有需要的角色：记录" in page.page.locator("#view").inner_text()
        page.click("退出")
        sign_in(page, service.tokens["auditor"])
        page.page.locator(".form").first.wait_for(state="detached")
        assert "没有需要的角色：评判" in page.page.locator("#view").inner_text()


def test_forms_are_downloaded_and_those_not_for_the_case_say_why(page):
    open_case(page, whole_case("F-1"))
    form = page.page.locator(".form", has_text="容错结论告知书")
    form.locator("summary").click()
    form.get_by_label("送达对象").fill("某某同志")
    with page.page.expect_download() as download:
        form.get_by_role("button", name="容错结论告知书，Word").click()
    assert download.value.suggested_filename == "容错结论告知书 F-1.docx"
    page.page.locator(".notice", has_text="容错结论告知书").wait_for()
    assert page.page.evaluate("document.activeElement.textContent") == "Word"
    with zipfile.ZipFile(download.value.path()) as word:
        assert "某某同志" in word.read("word/document.xml").decode()
    assert "某某同志" in page.saved()[1].decode()
    refused = page.page.locator(".form", has_text="容错免责决定书")
    assert "只用于：不予追究责任" in refused.inner_text()
    assert refused.get_by_role("button").count() == 0


def test_without_a_log_it_says_so_and_without_the_service_all_else_goes_on():
    with running(Settings()) as client, served(client.port, refusals=True) as page:
        open_case(page, whole_case("G-1"))
        page.page.locator("#view", has_text="服务没有决定日志").wait_for()
        assert page.page.locator("#record").count() == 0
        page.page.context.set_offline(True)
        page.page.locator(".form").first.get_by_role("button", name="Word").click()
        page.page.locator(".connection", has_text="连不上服务").wait_for()
        page.press("Alt+1")
        page.answer("remedy.impact_removal", "积极主动")
        assert page.outcome == "不予追究责任"
        assert page.saved()[1]
        page.press("Alt+9")
        page.page.context.set_offline(False)
        page.click("再试")
        page.page.locator(".connection", has_text="本机，不用令牌").wait_for()
