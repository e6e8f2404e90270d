"""Time the workbench in a headless Chromium: medians in milliseconds.

    python benchmarks/workbench.py

"open" is from the start of the page to its first drawing, rules and all; "answer" from a click on
an answer to the new outcome, rows and layout. What the evaluator alone takes, in the same browser:
`python benchmarks/javascript.py`.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.rulesets import RULESETS
from support.workbench_page import browser, html, workbench

OPENINGS = 7
OPENED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return page.domContentLoadedEventEnd - page.responseEnd;
}"""
ANSWERS = """() => {
  const times = [];
  for (let turn = 0; turn < 10; turn += 1) {
    for (const row of Array.from(document.querySelectorAll("[data-fact]")).slice(0, 20)) {
      const other = Array.from(row.querySelectorAll("input")).find((each) => !each.checked);
      const before = performance.now();
      other.click();
      document.body.getBoundingClientRect();
      times.push(performance.now() - before);
    }
  }
  return times;
}"""


def main() -> None:
    """Print the medians for each ruleset."""
    print(f"Chromium {browser().version}")
    for rules in RULESETS:
        opened, answered = [], []
        for _ in range(OPENINGS):
            with workbench(rules) as page:
                opened.append(page.page.evaluate(OPENED))
                if not answered:
                    answered = page.page.evaluate(ANSWERS)
        print(f"{rules.id}: {len(html(rules).encode()):,} bytes")
        for name, times in (("open", opened), ("answer", answered)):
            print(f"  {name:8}{statistics.median(times):8.1f}  worst {max(times):8.1f}")


if __name__ == "__main__":
    main()
