"""Time the evaluator in JavaScript in a headless Chromium: medians in milliseconds.

    python benchmarks/javascript.py

The cases are random, and can be: in some every fact is established, in the others from a few facts
to most of them are not.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.random_facts import random_facts
from support.rulesets import RULESETS
from tolerance_rules import InconsistentFactsError
from tolerance_rules.portable.bundle import bundle
from tolerance_rules.rules import Ruleset
from tolerance_rules.semantics import complete

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--virtual-time-budget=600000",
    "--allow-file-access-from-files",  # modules of another folder
)
COUNT = 300
WHAT = {
    "open": "open the bundle, once",
    "first": "the first case, nothing known, with what is compiled once",
    "established": "a case, every fact established",
    "doubtful": "a case, some facts to most of them not established",
    "nothing": "a case of which nothing is known",
    "reachable": "reachable outcomes alone",
    "ranked": "ranked questions alone",
    "ranked_nothing": "ranked questions, nothing known",
    "readings": "what is reachable under every reading",
}


def cases(rules: Ruleset, shares: tuple[float, ...]) -> Iterator[Mapping[str, Any]]:
    """Yield random cases that can be, of which such shares of the facts are not established."""
    rng, found = random.Random(7), 0
    while found < COUNT:
        facts = random_facts(rules.vocabulary, rng, rng.choice(shares))
        try:
            complete(facts, rules)
        except InconsistentFactsError:
            continue
        found += 1
        yield facts


def embedded(document: object) -> str:
    r"""Return a document as JSON that no HTML parser reads as a tag: each < stands as \u003c."""
    return json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")


def main() -> None:
    """Print the medians for each ruleset."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not installed")
    module = Path(__file__).resolve().with_suffix(".mjs").as_uri()
    for rules in RULESETS:
        given = {
            "established": list(cases(rules, (0,))),
            "doubtful": list(cases(rules, (0.05, 0.1, 0.3, 0.6, 0.9))),
        }
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder, "page.html")
            page.write_text(
                '<!doctype html><meta charset="utf-8"><body>'
                f'<script type="application/json" id="bundle">{embedded(bundle(rules))}</script>'
                f'<script type="application/json" id="cases">{embedded(given)}</script>'
                f'<script type="module" src="{module}"></script>',
                encoding="utf-8",
            )
            flags = (*FLAGS, f"--user-data-dir={folder}/profile", "--dump-dom", page.as_uri())
            done = subprocess.run([chromium, *flags], capture_output=True, check=True, text=True)
        found = json.loads(done.stdout.partition("<body>")[2].partition("</body>")[0])
        print(rules.id)
        for name, words in WHAT.items():
            print(f"  {found[name]:8.2f} ms  {words}")


if __name__ == "__main__":
    main()
