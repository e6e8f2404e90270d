"""Workbench page: the page of a ruleset in Chromium, from disk with the network off or served.

Skipped where there is no Chromium or no Playwright; TOLERANCE_RULES_REQUIRE_BROWSER=1 makes that
a failure.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest

from tolerance_rules.language import Lang
from tolerance_rules.portable.bundle import bundle
from tolerance_rules.rules import Ruleset
from tolerance_rules.workbench.workbench import to_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("TOLERANCE_RULES_REQUIRE_BROWSER") == "1"
STARTING = 120_000
"""How long a page may take to be there on a busy machine, in milliseconds."""
SIZE = {"width": 1366, "height": 768}
# Files are chosen by a field where there are no pickers, as in browsers of 2019.
WITHOUT_PICKERS = "delete window.showOpenFilePicker; delete window.showSaveFilePicker;"


def require_browser() -> None:
    """Skip, or fail where a browser is required, if there is none to drive."""
    lacking = ""
    if importlib.util.find_spec("playwright") is None:
        lacking = "the extra `browser` (playwright) is not installed"
    elif CHROMIUM is None:
        lacking = "Chromium is not installed"
    if lacking:
        (pytest.fail if REQUIRED else pytest.skip)(lacking)


@cache
def html(rules: Ruleset, lang: Lang = "zh") -> str:
    """Return the page of a ruleset."""
    return to_html(bundle(rules), lang)


class Page:
    """The page as a person uses it, and what it did that it never may."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def click(self, name: str, *, role: str = "button", within: str = "body") -> None:
        """Click what is called just that."""
        self.page.locator(within).get_by_role(role, name=name, exact=True).first.click()

    def choose_file(self, path: Path | str | list[Any] | dict[str, Any]) -> None:
        """Open a file, or several."""
        name = "Open" if self.page.locator("html").get_attribute("lang") == "en" else "打开"
        with self.page.expect_file_chooser() as chooser:
            self.click(name)
        chooser.value.set_files(path)

    def open(self, path: Path) -> None:
        """Open a case file, and wait until it is there."""
        self.choose_file(path)
        self.page.locator(".notice", has_text=path.name).wait_for()

    def open_bytes(self, name: str, data: bytes) -> None:
        """Open a file of these bytes."""
        self.choose_file({"name": name, "mimeType": "application/x-yaml", "buffer": data})

    def view(self, number: int) -> None:
        """Go to a view by its number."""
        self.press(f"Alt+{number}")

    @property
    def outcome(self) -> str:
        """The outcome as it stands beside the case."""
        return self.page.locator(".verdict .outcome").inner_text()

    @property
    def settled(self) -> bool:
        """Whether the page says that the outcome is settled."""
        return self.page.locator(".verdict.unsettled").count() == 0

    def report(self) -> str:
        """Return the words of the report that would be printed."""
        self.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        return self.page.locator("#report").evaluate("element => element.textContent")

    def saved(self, name: str = "保存") -> tuple[str, bytes]:
        """Save the case; return the name and the bytes of its file."""
        with self.page.expect_download() as download:
            self.click(name)
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    def answer(self, fact: str, label: str) -> None:
        """Choose an answer of a fact in its row."""
        row = self.page.locator(f'[data-fact="{fact}"]')
        if row.count() == 0:
            self.page.locator(f"#group-{fact.split('.')[0]} .fold").click()
        row.locator("label.choice", has_text=label).first.click()


@lru_cache(maxsize=1)
def browser() -> Any:
    """Return the one browser of this process: to start it takes longer than most tests."""
    from playwright.sync_api import sync_playwright

    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    atexit.register(playwright.stop)
    atexit.register(browser.close)
    return browser


@contextmanager
def workbench(
    rules: Ruleset, lang: Lang = "zh", *, scripts: str = WITHOUT_PICKERS
) -> Iterator[Page]:
    """Open the page of a ruleset from disk with the network off; nothing may go wrong in it."""
    require_browser()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "容错评判.html"
        file.write_text(html(rules, lang), encoding="utf-8")
        context = browser().new_context(viewport=SIZE, offline=True)
        context.add_init_script(scripts)
        opened = Page(context.new_page())
        opened.page.set_default_timeout(8_000)
        opened.page.goto(file.as_uri(), timeout=STARTING)
        try:
            yield opened
        finally:
            context.close()
        assert not [url for url in opened.requests if url != file.as_uri() and url[:5] != "blob:"]
        assert opened.errors == [], opened.errors


@contextmanager
def served(port: int, lang: Lang = "zh", *, refusals: bool = False) -> Iterator[Page]:
    """Open the page that a service gives; it asks that service alone, and nothing goes wrong.

    `refusals` is whether the service is to refuse something, which Chromium calls an error.
    """
    require_browser()
    context = browser().new_context(viewport=SIZE, locale="zh-CN" if lang == "zh" else "en-GB")
    context.add_init_script(WITHOUT_PICKERS)
    opened = Page(context.new_page())
    opened.page.set_default_timeout(30_000)
    address = f"http://127.0.0.1:{port}/"
    opened.page.goto(f"{address}?lang={lang}", timeout=STARTING)
    try:
        yield opened
    finally:
        context.close()
    assert not [url for url in opened.requests if not url.startswith((address, "blob:"))]
    told = [each for each in opened.errors if not (refusals and "Failed to load" in each)]
    assert told == [], told
