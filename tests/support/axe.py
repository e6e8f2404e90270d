"""Axe: a page held to axe-core, of npm; TOLERANCE_RULES_AXE names its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from support.workbench_page import REQUIRED

AXE = Path(os.environ.get("TOLERANCE_RULES_AXE", ""))
RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  const first = (each) => each.nodes.map((node) => node.html).slice(0, 3);
  return found.violations.map((each) => [each.impact, each.id, first(each)]);
}"""


def is_there() -> bool:
    """Tell whether there is axe-core; fail where a browser is required and there is none."""
    if not AXE.is_file() and REQUIRED:
        pytest.fail("TOLERANCE_RULES_AXE names no axe.min.js")
    return AXE.is_file()


def require_axe() -> None:
    """Skip, or fail where a browser is required, if there is no axe-core."""
    if not is_there():
        pytest.skip("TOLERANCE_RULES_AXE names no axe.min.js")


def put_in(page: Any) -> None:
    """Put axe-core into a page of Playwright's."""
    page.evaluate(AXE.read_text(encoding="utf-8"))


def violations(page: Any, what: str = "document") -> list[Any]:
    """Return the rules of accessibility that a page violates, with the first elements that do."""
    found: list[Any] = page.evaluate(RUN.replace("document", what, 1))
    return found
