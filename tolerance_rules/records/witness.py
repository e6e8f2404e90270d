"""Witness: what an office last cosigned of a log, kept beside its key, so that it sees a fork.

Two copies of a log that were continued apart can each show that they grew from an older checkpoint.
Whoever cosigns only what grew from the last one cosigned signs one of them.
"""

from __future__ import annotations

import json
from pathlib import Path

from tolerance_rules.errors import LogError, shorten
from tolerance_rules.formats.atomic_file import write
from tolerance_rules.records.checkpoint import Checkpoint
from tolerance_rules.records.log_faults import log_fault


class Witness:
    """What was last cosigned with a key, by the name of the log; in the file KEY.last."""

    def __init__(self, key_file: str | Path) -> None:
        self.file = Path(f"{key_file}.last")

    def require_newer(self, made: Checkpoint, before: Checkpoint | None) -> None:
        """Raise LogError if what is to be cosigned need not have grown from the last cosigned.

        `before` is the checkpoint it is shown to have grown from, None for the first time.
        """
        last = self._known().get(made.origin)
        if last is None or last == (made.size, made.root.hex()):
            return
        size, root = last
        remedy = f"请写上一次副署的检查点（{size} 条）：--last，和从它开始的 --proof"
        if before is None:
            what = f"本部门已经副署过日志 {shorten(made.origin)}，这不是第一次"
            raise LogError([log_fault("L018", what, remedy)])
        if before.size < size or (before.size == size and before.root.hex() != root):
            what = f"上一次副署的有 {size} 条，--last 的有 {before.size} 条，不是它：可能是分叉"
            raise LogError([log_fault("L018", what, remedy)])

    def note(self, made: Checkpoint) -> None:
        """Keep what is about to be cosigned."""
        known = {**self._known(), made.origin: (made.size, made.root.hex())}
        write(self.file, json.dumps(known, ensure_ascii=False, indent=2, sort_keys=True) + "\n")

    def _known(self) -> dict[str, tuple[int, str]]:
        try:
            found = json.loads(self.file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            found = None
        right = isinstance(found, dict) and all(
            isinstance(each, list) and [type(part) for part in each] == [int, str]
            for each in found.values()
        )
        if not right:
            what = "记着上一次副署的文件改动过"
            remedy = "请从备份取回；没有备份的，对着上一次副署的检查点核对以后再删去"
            raise LogError([log_fault("L018", what, remedy, str(self.file))])
        return {origin: (size, root) for origin, (size, root) in found.items()}
