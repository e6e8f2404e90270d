"""The page on attacks: every test that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "attacks.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)


def test_every_test_that_the_page_names_is_there() -> None:
    assert len(NAMED) > 5
    for file, name in NAMED:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert {name} - {""} <= defined, (file, name)
        assert any(each.startswith("test_") for each in defined), file


def test_every_file_of_attacks_is_named_on_the_page() -> None:
    files = (ROOT / "tests" / "attacks").glob("test_*.py")
    missing = {f"tests/attacks/{file.name}" for file in files} - {file for file, _ in NAMED}
    assert missing <= {f"tests/attacks/{Path(__file__).name}"}
