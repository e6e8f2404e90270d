"""The report in a real browser, the network off: no request, charts drawn, Chinese glyphs, A4.

    python tests/audit/test_audit_browser.py docs/audit-report.png   # the screenshot of the docs

Skipped where there is no Chromium; TOLERANCE_RULES_REQUIRE_BROWSER=1 makes that a failure.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest

from support.audit_report_sample import findings, sample
from support.rulesets import SHIPPED

pytest.importorskip("jinja2", reason="the extra `audit` is not installed")

from tolerance_rules.audit.report.charts import COLOURS
from tolerance_rules.audit.report.html import to_html

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE, DOCS = ROOT / "examples" / "register", ROOT / "docs"
pytestmark = pytest.mark.slow  # seconds to a browser's start
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("TOLERANCE_RULES_REQUIRE_BROWSER") == "1"
TOOLS = ("pdfinfo", "pdftotext", "pdftoppm")
SHOT = (1100, 1800)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing() -> str:
    """Return what a browser test needs and this machine has not; nothing if it has all."""
    if CHROMIUM is None:
        return "Chromium is not installed"
    if lacking := [tool for tool in TOOLS if not shutil.which(tool)]:
        return f"poppler-utils is not installed: {lacking}"
    fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout
    return "" if fonts else "there is no Chinese font"


@pytest.fixture(scope="module", autouse=True)
def browser():
    if lacking := missing():
        (pytest.fail if REQUIRED else pytest.skip)(lacking)


def opened(folder: Path, page: Path, *flags: str) -> list[str]:
    """Open a page with the network off; return what the page itself asked for."""
    log = folder / "net.json"
    subprocess.run(
        [
            str(CHROMIUM),
            *FLAGS,
            f"--user-data-dir={tempfile.mkdtemp(dir=folder)}",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--log-net-log={log}",
            *flags,
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    events = [event.get("params") or {} for event in json.loads(log.read_text())["events"]]
    # What the browser asks for on its own behalf has no origin.
    return [
        event["url"]
        for event in events
        if "initiator" in event and event["initiator"] != "not an origin"
    ]


def example(lang: str = "zh") -> str:
    """Return the report on the example register, as the command writes it."""
    from tolerance_rules.audit.audit import audit
    from tolerance_rules.audit.register_reader import read

    return to_html(audit(read(EXAMPLE / "register.csv", EXAMPLE / "mapping.yaml")), SHIPPED, lang)


def test_what_a_page_asks_for_is_seen(tmp_path):
    probe = tmp_path / "probe.html"
    probe.write_text('<img src="http://probe.invalid/a.png">', "utf-8")
    assert opened(tmp_path, probe, "--dump-dom") == ["http://probe.invalid/a.png"]


def printed(folder: Path, html: str) -> tuple[str, str]:
    """Return what pdfinfo and pdftotext say of the page as it is printed."""
    page, pdf = folder / "report.html", folder / "report.pdf"
    page.write_text(html, "utf-8")
    assert opened(folder, page, f"--print-to-pdf={pdf}", "--no-pdf-header-footer") == []
    info, text = (
        subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
        for command in (["pdfinfo", pdf], ["pdftotext", "-layout", pdf, "-"])
    )
    return info, text


def pictures(folder: Path, html: str, dpi: int) -> list[bytes]:
    """Return the pages as they are printed, as uncompressed pictures."""
    printed(folder, html)
    command = ["pdftoppm", "-r", str(dpi), folder / "report.pdf", folder / "page"]
    subprocess.run(command, check=True)
    return [each.read_bytes() for each in sorted(folder.glob("page*.ppm"))]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_asks_for_nothing_and_its_charts_are_drawn(tmp_path, lang):
    drawn = b"".join(pictures(tmp_path, example(lang), 40))
    for outcome, (colour, _) in COLOURS.items():
        # A page is shrunk to hold a table too wide for it: the charts are then half as large.
        assert drawn.count(bytes.fromhex(colour[1:])) > 500, outcome


def test_chinese_characters_are_drawn_and_not_boxes(tmp_path):
    style = re.search("<style>.*</style>", to_html(sample(), SHIPPED), re.S)
    large = "".join(
        f'<p style="font-size: 300px; break-after: page">{each}</p>' for each in "容错纠审"
    )
    pages = pictures(tmp_path, f"<html><meta charset=utf-8>{style[0]}<body>{large}", 20)
    ink = [each[each.index(b"255\n") + 4 :].count(b"\x1c\x24\x30") for each in pages[:4]]
    assert min(ink) > 20
    # What a font has not is a box, the same for every character.
    assert len(set(pages[:4])) == 4


def test_it_prints_on_a4_and_no_table_begins_at_the_foot_of_a_page(tmp_path):
    info, text = printed(tmp_path, example())
    assert "(A4)" in info
    assert "容错纠错决定审计报告" in text
    assert "轻重倒置" in text
    for each in text.split("\f")[:-1]:
        # The last line is the number of the page.
        *_, last, _number = [line for line in each.splitlines() if line.strip()]
        assert "责任追究部门" not in last.split()
        assert not re.search("共[0-9]+项$", last)


def test_heads_are_repeated_on_every_page_of_a_long_table(tmp_path):
    _, text = printed(tmp_path, to_html(sample(findings=findings()[:1] * 120), SHIPPED))
    pages = [each for each in text.split("\f") if "RC-2024-014" in each.replace("\n", "")]
    assert len(pages) > 2
    assert all("依据的条款" in each for each in pages)


def dumped(page: Path, query: str) -> str:
    """Return the page as it stands once its script has run."""
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={tempfile.mkdtemp(dir=page.parent)}"]
    address = f"{page.as_uri()}?q={quote(query)}"
    run = subprocess.run(
        [*command, "--dump-dom", address], check=True, capture_output=True, timeout=120
    )
    return run.stdout.decode()


def test_search_hides_what_has_not_the_words_and_print_has_it_all(tmp_path):
    page = tmp_path / "report.html"
    page.write_text(example(), encoding="utf-8")
    everything = dumped(page, "")
    assert 'class="missed"' not in everything
    assert 'id="finder" hidden' not in everything
    searched = dumped(page, "后勤 不予追究")
    rows = re.findall(r"<tr(?: class=\"([^\"]*)\")?>(.*?)</tr>", searched, re.DOTALL)
    missed = [body for name, body in rows if "missed" in name]
    assert missed
    assert not any("后勤" in body and "不予追究" in body for body in missed)
    assert int(re.search(r'id="found"[^>]*>(\d+) 项', searched)[1]) > 0
    assert "<details>" in searched or '<details open="">' in searched
    nothing = dumped(page, "没有这样的字")
    assert '<details open="">' not in nothing
    texts = []
    for query in ("", "?q=" + quote("没有这样的字")):
        pdf = tmp_path / "report.pdf"
        command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={tempfile.mkdtemp(dir=tmp_path)}"]
        command += [f"--print-to-pdf={pdf}", "--no-pdf-header-footer", page.as_uri() + query]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True)
        texts.append(text.stdout)
    assert texts[0] == texts[1]


def test_the_screenshot_in_the_docs_is_of_reasonable_size():
    shot = (DOCS / "audit-report.png").read_bytes()
    assert struct.unpack(">II", shot[16:24]) == SHOT
    assert len(shot) < 400_000
    assert "audit-report.png" in (DOCS / "audit.md").read_text(encoding="utf-8")


def main() -> None:
    """Write the screenshot of the docs."""
    if lacking := missing():
        sys.exit(lacking)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(example(), encoding="utf-8")
        shot = Path(sys.argv[1]).resolve()
        size = f"--window-size={SHOT[0]},{SHOT[1]}"
        opened(Path(folder), page, f"--screenshot={shot}", size)
    print(f"{shot}: {shot.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
