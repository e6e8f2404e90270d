"""Web pages: the description for people, and the workbench; nothing comes from elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the service extra is not installed")
pytest.importorskip("uvicorn", reason="the service extra is not installed")

from support.command_line import ROOT
from support.service import Client, running
from tolerance_rules.service.settings import Settings


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running(Settings()) as found:
        yield found


def test_the_page_asks_for_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name in ("docs.js", "docs.css"):
        assert f"/docs/{name}" in page.body.decode()
        text = client.get(f"/docs/{name}").body.decode()
        assert not re.findall(r"https?://|//[a-z]", re.sub(r"^\s*//.*$", "", text, flags=re.M))
    for name in ("..%2fapp.py", "app.py", "docs.htm", "%00"):
        assert client.get(f"/docs/{name}").kind == "not-found"


def test_the_workbench_is_served_with_its_own_policy(client: Client) -> None:
    for lang in ("zh", "en"):
        page = client.get(f"/?lang={lang}")
        assert page.status == 200
        policy = page.headers["content-security-policy"]
        assert "script-src 'sha256-" in policy
        assert "frame-ancestors 'none'" in policy
        assert "connect-src 'self'" in policy
        for held in (page.headers["etag"], f'"x", W/{page.headers["etag"]}', "*"):
            assert client.get(f"/?lang={lang}", if_none_match=held).status == 304


WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(("polars", "pyarrow", "jinja2", "docxtpl", "docx", "xlsxwriter")))
import tolerance_rules.service.description, tolerance_rules.service.components
import tolerance_rules.service.app, tolerance_rules.audit.precedents
"""
"""What is there with the extra `service` alone: None among the modules is one not installed."""


@pytest.mark.slow
def test_the_description_and_precedents_need_no_other_extra() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT], cwd=ROOT, check=True)


@pytest.mark.slow
def test_a_browser_shows_every_operation(client: Client, tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        assert "TOLERANCE_RULES_REQUIRE_BROWSER" not in os.environ
        pytest.skip("chromium is not installed")
    command = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu"]
    command += [f"--user-data-dir={tmp_path}", "--virtual-time-budget=10000", "--dump-dom"]
    command.append(f"http://127.0.0.1:{client.port}/docs")
    shown = subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode()
    for name in ("evaluate", "appendRecord", "readReport"):
        assert f'id="{name}"' in shown
    assert "正在读取" not in shown
