"""Pictures of the workbench's screens for its docs.

    python tests/workbench/pictures.py docs/workbench

A test holds each under 150 KB: let a program for PNG leave a hundred colours of them.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.register_as_found import flawed
from support.rulesets import SHIPPED
from support.served_case import open_case, sign_in, whole_case, with_tokens
from support.service import running
from support.workbench_page import Page, served, workbench
from tolerance_rules.service.settings import Settings

CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"
LOSS, POISON = CASES / "16_loss_recovered.yaml", CASES / "21_food_poisoning.yaml"


def case(page: Page) -> None:
    page.open(POISON)
    page.page.locator(".groups button", has_text="动机态度").click()


def settled(page: Page) -> None:
    page.open(LOSS)


def reasons(page: Page) -> None:
    page.open(POISON)
    page.view(2)


def scenarios(page: Page) -> None:
    page.open(LOSS)
    page.view(3)
    for what, value in (
        ("fact remedy.impact_removal", 0),
        ("reading remedy_scope", 1),
        ("fact consequences.loss", 2),
    ):
        page.page.locator("#scenario-what").select_option(what)
        page.page.locator("#scenario-value").select_option(index=value)
        page.click("加上")


def regulation(page: Page) -> None:
    page.open(LOSS)
    page.click("第七条第（五）项第四种情形", within=".side")


def analysis(page: Page) -> None:
    page.open(LOSS)
    page.click("综合分析")


def evidence(page: Page) -> None:
    page.open(CASES.parent / "panel" / "zhang.yaml")
    page.click("证据")


def panel(page: Page) -> None:
    evidence(page)
    page.click("合议")
    with page.page.expect_file_chooser() as chooser:
        page.click("加入成员的案件文件")
    chooser.value.set_files([CASES.parent / "panel" / f"{each}.yaml" for each in ("zhang", "li")])
    page.page.locator(".members tbody tr").nth(1).wait_for()


def duties(page: Page) -> None:
    page.open(LOSS)
    page.click("义务和期限")
    page.page.locator("#as-of").fill("2025-03-20")
    page.press("Tab")


def english(page: Page) -> None:
    page.open(POISON)
    page.click("English")


SCREENS: tuple[Callable[[Page], None], ...] = (
    case,
    settled,
    reasons,
    scenarios,
    regulation,
    analysis,
    evidence,
    panel,
    duties,
    english,
)


def decide(folder: Path) -> None:
    """Take the picture of a decision, compared with a log, on the page that a service gives."""
    with tempfile.TemporaryDirectory() as where, with_tokens(Path(where)) as service:
        past = ("免于处理", "减轻处理", "免于处理")
        for place, outcome in enumerate(past, 1):
            case = whole_case(f"2026-01{place}", **{"remedy.impact_removal": "passive"})
            service.recorded(case, str(place), choose=outcome, reason="集体研究决定")
        with served(service.client.port) as page:
            open_case(page, whole_case("2026-018"))
            sign_in(page, service.tokens["all"])
            page.click("对照以前的决定")
            page.page.locator(".past").first.wait_for()
            page.page.locator(".notice").first.wait_for(state="detached")
            page.page.screenshot(path=folder / "decide.png")


def register(folder: Path) -> None:
    """Take the picture of a register whose columns are looked through before its audit."""
    with running(Settings()) as client, served(client.port) as page:
        page.click("审计登记簿")
        page.page.locator(".dropzone").wait_for()
        with page.page.expect_file_chooser() as chooser:
            page.click("选择文件")
        sent = {"name": "登记簿.csv", "mimeType": "text/csv", "buffer": flawed()}
        chooser.value.set_files(sent)
        page.page.locator(".columns tbody tr").first.wait_for()
        page.page.screenshot(path=folder / "register.png")


def main() -> None:
    """Take a picture of each screen."""
    folder = Path(sys.argv[1])
    decide(folder)
    register(folder)
    for screen in SCREENS:
        with workbench(SHIPPED) as page:
            screen(page)
            page.page.locator(".notice").first.wait_for(state="detached")
            file = folder / f"{screen.__name__}.png"
            page.page.screenshot(path=file)
        print(f"{file}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
