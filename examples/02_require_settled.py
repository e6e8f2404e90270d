"""结论未定的，不得记录。 An unsettled decision must not be recorded."""

from pathlib import Path

from tolerance_rules import Engine, UnsettledDecisionError
from tolerance_rules.formats.case_file import from_file

CASES = Path(__file__).resolve().parent / "cases"

engine = Engine.load()
case = from_file(CASES / "06_entrepreneurship_fund.yaml")
decision = engine.evaluate(case)

# 未查明的事实取推定值，得出一个结论；查明之后还可能是别的结论。
# With unknown facts presumed there is an outcome; once established, another may follow.
print(f"推定的结论 presumed：{decision.label(decision.outcome)}")
print(f"可能的结论 reachable：{'、'.join(map(decision.label, decision.reachable))}")

try:
    decision.require_settled()
except UnsettledDecisionError as error:
    print(f"不得记录 refused：{error}")
    missing = error.open_facts[0]

# 逐一试答，看每个答案通向哪里。 Try each answer, and see where it leads.
for answer in (True, False):
    settled = engine.evaluate(case.facts.with_facts({missing: answer})).require_settled()
    print(f"若 if {missing} = {answer}：{settled.label(settled.outcome)}")
