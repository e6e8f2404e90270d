"""结果文书：JSON 和成文的说明。 The result document: as JSON, and in words.

文书带着规则的指纹、读法、惯例和全部事实，日后可以照原样重做一遍。
It carries the fingerprint of the rules, the readings, the policy and every fact: it can be redone.
"""

import json
from pathlib import Path

from tolerance_rules import Decision, Engine
from tolerance_rules.formats.case_file import from_file

CASES = Path(__file__).resolve().parent / "cases"

engine = Engine.load()
decision = engine.evaluate(from_file(CASES / "03_dormitory_land.yaml"))

document = json.loads(decision.to_json())
print("结果文书 result document：")
for key in ("outcome", "permitted", "modality", "basis", "settled", "policy"):
    print(f"  {key}: {document[key]}")
print(f"  ruleset.sha256: {document['ruleset']['sha256']}")
print(f"  case.title: {document['case']['title']}")

# 格式由 JSON Schema 规定。 A JSON Schema fixes its form.
print("字段 fields：" + "、".join(Decision.json_schema()["properties"]))

# 日后复核：同样的规则和事实，得同样的结论。 Redone later: same rules, same facts, same decision.
same = Engine.load(document["ruleset"]["id"], readings=document["ruleset"]["readings"])
again = same.evaluate(document["facts"])
assert again.ruleset.sha256 == document["ruleset"]["sha256"]
assert again.outcome == document["outcome"]
print("复核一致 redone, and the same")

# 写进调查报告的文字。 The words for the report.
print(decision.explain("zh"))
