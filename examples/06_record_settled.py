"""多线程评判一批案件，只记录已定的结论。 Many cases on threads; record only what is settled.

用法 usage：python 06_record_settled.py [OUTPUT.jsonl]（默认写到屏幕 prints by default）
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tolerance_rules import CaseError, Decision, Engine, UnsettledDecisionError
from tolerance_rules.formats.case_file import from_file

CASES = Path(__file__).resolve().parent / "cases"

# 引擎载入一次，各线程共用。 Load the engine once; threads may share it.
ENGINE = Engine.load()


def record(path: Path) -> tuple[str, Decision | str]:
    """Return the file's name, and its settled decision or why there is none."""
    try:
        return path.name, ENGINE.evaluate(from_file(path)).require_settled()
    except (CaseError, UnsettledDecisionError) as error:
        return path.name, str(error)


with ThreadPoolExecutor(max_workers=8) as pool:
    found = list(pool.map(record, sorted(CASES.glob("*.yaml"))))

lines = [
    # 一行一份完整的结果文书。 One whole result document a line.
    json.dumps({"file": name, "decision": decision.to_dict()}, ensure_ascii=False)
    for name, decision in found
    if isinstance(decision, Decision)
]
refused = [(name, reason) for name, reason in found if isinstance(reason, str)]

if len(sys.argv) > 1:
    Path(sys.argv[1]).write_text("\n".join(lines) + "\n", encoding="utf-8")
else:
    for line in lines:
        entry = json.loads(line)
        print(f"{entry['file']:<40}{entry['decision']['outcome']}")
for name, reason in refused:
    print(f"未记录 not recorded：{name}：{reason}")
print(f"记录 recorded：{len(lines)}，未记录 not recorded：{len(refused)}")
