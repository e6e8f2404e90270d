"""Blank ruleset: a folder of rule files to start from, those of a small regulation that loads."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

from tolerance_rules.formats.atomic_file import write_new

TEMPLATE = Path(__file__).parent / "templates" / "ruleset"
ID = "{id}"
"""Where the template has the id of the ruleset, which is the name of its folder."""


def start_ruleset(folder: Path) -> None:
    """Write the files of a small ruleset into a folder that is not there yet, or is empty.

    FileExistsError if there is anything else: nothing is overwritten.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
    for source in sorted(path for path in TEMPLATE.rglob("*") if path.is_file()):
        text = source.read_text(encoding="utf-8")
        if source.name == "ruleset.yaml":
            name = json.dumps(folder.resolve().name, ensure_ascii=False)
            text = text.replace(ID, name, 1)
        file = folder / source.relative_to(TEMPLATE)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_new(file, text)
