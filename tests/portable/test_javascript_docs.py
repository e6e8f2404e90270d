"""The examples of docs/javascript.md run in Node and print what stands beside them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from support.javascript import MODULES, node
from support.rulesets import ROOT, SHIPPED
from tolerance_rules.portable.bundle import bundle, to_json

PAGE = (ROOT / "docs" / "javascript.md").read_text(encoding="utf-8")


def test_the_example_prints_what_it_says(tmp_path: Path) -> None:
    (code,) = re.findall(r"^```js\n(.*?)^```", PAGE, re.M | re.S)
    wanted = re.findall(r"console\.log\(.*\); // (.*)$", code, re.M)
    (tmp_path / "zzvc-2023-32.json").write_text(to_json(bundle(SHIPPED)), encoding="utf-8")
    here = code.replace("./tolerance_rules/portable/javascript", MODULES.as_posix())
    (tmp_path / "example.mjs").write_text(here, encoding="utf-8")
    done = subprocess.run(
        [node(), "example.mjs"], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout.splitlines() == wanted


def test_the_modules_that_it_names_are_there() -> None:
    names = re.findall(r"`(\w+\.mjs)`", PAGE)
    assert names
    assert [name for name in names if not (MODULES / name).is_file()] == []
