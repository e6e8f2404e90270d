"""JavaScript: the evaluator of a bundle in one Node process, asked case by case as JSON lines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import tolerance_rules
from tolerance_rules.portable.bundle import bundle, to_json
from tolerance_rules.rules import Ruleset

MODULES = Path(tolerance_rules.__file__).parent / "portable" / "javascript"
REQUIRED = "TOLERANCE_RULES_REQUIRE_NODE"
"""Where this variable is 1, that there is no Node is a failure, never a skip."""


def node() -> str:
    """Return the program, or skip the test where the machine has none."""
    found = shutil.which("node")
    if found is None:
        reason = "there is no Node (node) on this machine"
        if os.environ.get(REQUIRED, "") not in {"", "0"}:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


class JavaScript:
    """One process that answers cases by the bundle of one ruleset."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, requests: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the answer to each request, in order."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        lines = [json.dumps(request) for request in requests]
        given = "\n".join(lines) + "\n"
        # Written beside the reading: a pipe holds only so much.
        writing = threading.Thread(target=self._write, args=(given,))
        writing.start()
        for _ in lines:
            line = self._process.stdout.readline()
            assert line, "the evaluator has ended"
            yield json.loads(line)
        writing.join()

    def _write(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text)
        self._process.stdin.flush()


@lru_cache(maxsize=4)
def bundle_text(rules: Ruleset) -> str:
    """Return the bundle of a ruleset as a file has it, made once."""
    return to_json(bundle(rules))


@contextmanager
def javascript(rules: Ruleset) -> Iterator[JavaScript]:
    """Return the evaluator of a ruleset; the test is skipped where there is no Node."""
    program = node()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "bundle.json")
        file.write_text(bundle_text(rules), encoding="utf-8")
        process = subprocess.Popen(
            [program, str(MODULES / "evaluate.mjs"), str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        with process:
            try:
                yield JavaScript(process)
            finally:
                assert process.stdin is not None
                process.stdin.close()


BRIEF = ("outcome", "permitted", "settled", "reachable", "row", "statuses")
_THREE_VALUED = {"established": True, "refuted": False, "open": None}


def judged(
    evaluator: JavaScript, rules: Ruleset, rows: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield what the evaluator finds in rows of facts, as a backend of many cases does."""
    chosen = dict(rules.chosen)
    requests = ({"facts": known(facts), "readings": chosen, "only": BRIEF} for facts in rows)
    for answer in evaluator.ask(requests):
        if "error" in answer:
            assert answer["error"]["kind"] == "inconsistent", answer
            names = ("outcome", "permitted", "settled", "reachable", "row")
            empty = dict.fromkeys([*names, *(f"clause.{clause}" for clause in rules.clauses)])
            yield {**empty, "refused": answer["error"]["combinations"][0]}
            continue
        found = answer["decision"]
        yield {
            "outcome": found["outcome"],
            "permitted": ",".join(found["permitted"]),
            "settled": found["settled"],
            "reachable": ",".join(found["reachable"]),
            "row": found["row"],
            **{f"clause.{c}": _THREE_VALUED[found["statuses"][c]] for c in rules.clauses},
            "refused": None,
        }


def known(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of which something is known."""
    return {name: value for name, value in facts.items() if value is not None}
