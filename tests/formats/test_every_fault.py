"""Every fault that the package raises has its Chinese and its English."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "tolerance_rules"
CHINESE_SO_FAR = ("records/", "cli/commands/log_")
"""Where faults are told in Chinese alone as yet."""
FILES = sorted(
    file
    for file in PACKAGE.rglob("*.py")
    if not str(file.relative_to(PACKAGE)).startswith(CHINESE_SO_FAR)
)


def test_a_fault_is_made_of_words_in_both_languages() -> None:
    """`Fault.of` takes pairs, which mypy demands; made directly, a fault has `english`."""
    alone = [
        (str(file.relative_to(PACKAGE)), node.lineno)
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Fault"
        and "english" not in {keyword.arg for keyword in node.keywords}
    ]
    assert not alone
