"""Audit of a register on the page that a service gives: mapped, watched, read, deleted."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")
pytest.importorskip("polars", reason="the audit extra is not installed")

from support import axe
from support.register_as_found import REGISTER, book_of_two, flawed
from support.service import Client, running
from support.workbench_page import Page, require_browser, served
from tolerance_rules.service.roles import Role
from tolerance_rules.service.settings import Settings
from tolerance_rules.service.tokens import TokenFile

pytestmark = pytest.mark.slow  # seconds to a browser's start, and to an audit
AUDIT = 120_000
"""How long an audit may take on a busy machine, in milliseconds."""


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    require_browser()
    with running(Settings()) as found:
        yield found


@pytest.fixture
def page(client: Client) -> Iterator[Page]:
    with served(client.port, refusals=True) as opened:
        opened.page.set_default_timeout(30_000)
        opened.click("审计登记簿")
        opened.page.locator(".dropzone").wait_for()
        yield opened


def choose(page: Page, file: Any) -> None:
    with page.page.expect_file_chooser() as chooser:
        page.click("选择文件")
    chooser.value.set_files(file)


def named(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def audit(page: Page) -> None:
    page.click("开始审计")
    page.page.locator(".downloads").wait_for(timeout=AUDIT)


def download(page: Page, name: str) -> tuple[str, bytes]:
    with page.page.expect_download() as found:
        page.click(name)
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def register_of(page: Page, client: Client) -> str:
    """Return the address of the register that the page sent last: what is asked of it alone."""
    found = [url for url in page.requests if re.search(r"/v1/audits/\w+$", url)]
    audit = client.get(found[-1].partition(f":{client.port}")[2])
    return f"/v1/registers/{audit.json['register']}"


def is_gone(client: Client, path: str) -> bool:
    """Tell whether a register is soon deleted; to ask for its deletion is the only question."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if client.post("/v1/audits", {"register": path.rpartition("/")[2]}).kind == "not-found":
            return True
        time.sleep(0.2)
    return False


def accessible(page: Page) -> None:
    """Hold the page as it stands to axe-core, where it is there."""
    if axe.is_there():
        axe.put_in(page.page)
        assert axe.violations(page.page) == []


def test_the_example_is_audited_read_downloaded_and_deleted(page: Page, client: Client) -> None:
    assert "64 MB" in page.page.locator(".dropzone").inner_text()
    accessible(page)
    choose(page, REGISTER)
    page.page.locator(".columns tbody tr").first.wait_for()
    assert page.page.locator(".columns .tag.open").count() == 0
    audit(page)
    found = json.loads(download(page, "下载数据（JSON）")[1])
    counts = {each["kind"]: 0 for each in found["findings"]}
    for each in found["findings"]:
        counts[each["kind"]] += 1
    shown = [int(each) for each in page.page.locator(".found h3 .count").all_inner_texts()]
    assert shown == list(counts.values())
    assert page.page.locator(".found h3").first.inner_text().startswith("结论违反规定")
    name, html = download(page, "下载报告（网页）")
    assert (name, b"<html" in html[:200]) == ("register-审计报告.html", True)
    book = download(page, "下载工作簿（Excel）")[1]
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book)).namelist()
    row = str(found["findings"][0]["decisions"][0]["row"])
    page.page.locator(".finder input").fill(found["findings"][0]["decisions"][0]["id"])
    assert row in page.page.locator(".found td").first.inner_text()
    accessible(page)
    page.click("English")
    assert page.page.locator(".found h3").first.inner_text().startswith("Error of law")
    page.click("中文")
    register = register_of(page, client)
    page.click("删去，结束")
    page.page.locator(".dropzone").wait_for()
    assert is_gone(client, register)


def test_a_register_as_found_is_mapped_and_its_bad_rows_are_told(page: Page) -> None:
    choose(page, named("台账.csv", flawed()))
    page.page.locator(".columns tbody tr").first.wait_for()
    assert "第 2 行" in page.page.locator(".card").first.inner_text()
    column = page.page.get_by_role("combobox", name="“案件编码”这一列是什么")
    column.select_option("authority")  # as another column is
    start = page.page.get_by_role("button", name="开始审计")
    assert start.is_disabled()
    assert "案件编码、责任追究部门" in page.page.locator(".standing").inner_text()
    column.select_option("id")
    word = page.page.get_by_role("combobox", name="“不属于”（是否试点性工作）的意思")
    word.select_option("false")
    assert page.page.get_by_role("combobox", name="“从严”（处理结果）的意思").count() == 1
    accessible(page)
    # The heading of each step is in focus when it comes, and Tab leads to all there is.
    page.page.locator("#audit-step").focus()
    for _ in range(60):
        page.press("Tab")
        if page.page.evaluate("document.activeElement.textContent") == "开始审计":
            break
    page.press("Enter")
    page.page.locator(".downloads").wait_for(timeout=AUDIT)
    page.page.locator("button.warn").click()
    told = page.page.locator(".found").inner_text()
    assert "五月" in told
    assert "从严" in told
    assert "不属于" not in told
    assert page.page.locator(".found tbody tr").count() == 2


def test_what_is_no_register_is_refused_and_says_why(page: Page) -> None:
    asked = len(page.requests)
    page.page.locator(".dropzone").evaluate("""(zone) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File(["x"], "说明.docx"));
      const how = {dataTransfer: dropped, bubbles: true, cancelable: true};
      zone.dispatchEvent(new DragEvent("drop", how));
    }""")
    assert "另存为" in page.page.locator(".fault").inner_text()
    assert len(page.requests) == asked
    choose(page, named("台账.xlsx", b"no workbook"))
    page.page.locator(".fault .list").wait_for()
    assert "Excel" in page.page.locator(".fault").inner_text()
    with page.page.expect_request(lambda request: "header_row=1" in request.url):
        page.page.locator("#audit-row").fill("1")
        page.click("重新读取")


def test_of_several_registers_in_a_workbook_one_is_chosen(page: Page) -> None:
    choose(page, named("台账.xlsx", book_of_two()))
    fault, sheet = page.page.locator(".fault"), page.page.get_by_label("工作表")
    fault.locator(".list").wait_for()
    assert fault.locator("h3").inner_text() == "登记簿有误，未予读入"
    accessible(page)
    page.click("English")
    assert fault.locator("h3").inner_text() == "The register is wrong and not read"
    page.click("中文")
    assert sheet.locator("option").all_inner_texts() == ["请选择工作表", "上半年", "下半年"]
    sheet.select_option("下半年")
    page.click("重新读取")
    page.page.locator(".columns tbody tr").first.wait_for()
    assert "读的是工作表 下半年" in page.page.locator(".card").first.inner_text()
    page.page.locator(".place-of summary").click()
    assert sheet.input_value() == "下半年"


def test_an_audit_stopped_and_a_page_closed_leave_nothing(page: Page, client: Client) -> None:
    choose(page, REGISTER)
    page.page.locator(".columns tbody tr").first.wait_for()
    asks = re.compile(r"/v1/audits/\w+$")
    with page.page.expect_request(asks, timeout=AUDIT):
        page.click("开始审计")
    first = register_of(page, client)
    page.click("停止")
    start = page.page.get_by_role("button", name="开始审计")
    start.wait_for()
    assert is_gone(client, first)
    with page.page.expect_request(asks, timeout=AUDIT):  # it is sent anew
        start.click()
    second = register_of(page, client)
    assert second != first
    page.page.goto("about:blank")
    assert is_gone(client, second)


def test_signing_out_leaves_nothing_for_the_next_person(tmp_path: Path) -> None:
    tokens = TokenFile(tmp_path / "tokens.json")
    token = tokens.add("审计处", [Role.AUDITOR])
    with (
        running(Settings(tokens=tokens.path)) as client,
        served(client.port, refusals=True) as page,
    ):
        page.page.set_default_timeout(30_000)
        page.click("审计登记簿")
        page.click("登录", within=".connection")
        page.page.locator("#token").fill(token)
        page.press("Enter")
        page.page.locator(".dropzone").wait_for()
        with page.page.expect_response(lambda reply: "?name=" in reply.url) as sent:
            choose(page, named("台账.csv", flawed()))
        register = f"/v1/registers/{sent.value.json()['id']}"
        page.page.locator(".columns tbody tr").first.wait_for()
        page.click("退出", within=".connection")
        page.page.locator(".audit", has_text="还没有登录").wait_for()
        assert page.page.locator(".columns").count() == 0
        assert is_gone(client.holding(token), register)
