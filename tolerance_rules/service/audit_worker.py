"""Audit worker: one audit as a process of its own, which can be stopped, and says how far it is.

    python -m tolerance_rules.service.audit_worker FOLDER

The folder has `order.json`; the reports are written beside it. Each line that is printed is JSON:
a stage, or at the end what was found, or why nothing was.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from tolerance_rules.errors import ToleranceRulesError
from tolerance_rules.language import LANGS
from tolerance_rules.service.problems import problem_of

STAGES = ("reading", "judging", "comparing", "writing")


def main(folder: Path) -> int:
    """Do the audit that the folder asks for, and return the exit code."""
    order = json.loads((folder / "order.json").read_text("utf-8"))
    try:
        _say(**_audit(folder, order))
    except ToleranceRulesError as error:
        _say(problem=problem_of(error).to_dict(order["lang"]))
        return 1
    return 0


def _audit(folder: Path, order: dict[str, Any]) -> dict[str, Any]:
    from tolerance_rules.audit.audit import casebook, report
    from tolerance_rules.audit.register_reader import read
    from tolerance_rules.audit.report.html import to_html
    from tolerance_rules.audit.report.overview import to_overview
    from tolerance_rules.audit.report.workbook import to_workbook
    from tolerance_rules.engine import Engine

    engine = Engine.load(order["ruleset"], readings=order["readings"], policy=order["policy"])
    _say(stage="reading")
    mapping = order["mapping"]
    if order["mapping_file"]:
        mapping = folder / order["mapping_file"]
    register = read(folder / order["register"], mapping, engine.rules)
    _say(stage="judging")
    book = casebook(register, engine)
    _say(stage="comparing")
    found = replace(report(book), register=order["name"])
    _say(stage="writing")
    (folder / "report.json").write_text(found.to_json(), "utf-8")
    (folder / "report.html").write_text(to_html(found, engine.rules, order["lang"]), "utf-8")
    for lang in LANGS:
        overview = json.dumps(to_overview(found, engine.rules, lang), ensure_ascii=False)
        (folder / f"findings.{lang}.json").write_text(overview, "utf-8")
    to_workbook(found, engine.rules, folder / "report.xlsx", order["lang"])
    counts: dict[str, int] = {}
    for each in found.findings:
        counts[each.kind.value] = counts.get(each.kind.value, 0) + 1
    return {"rows": found.rows, "rejected": found.rejected, "findings": counts}


def _say(**line: Any) -> None:
    # In ASCII: the other end need not know the encoding of this process.
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
