"""责任追究部门自己选定结论。 The authority makes its own choice.

原文对容错情形写的是“可以”：规则给出准许的范围和最宽的限度，怎么选由责任追究部门决定。
What the regulation favours it only permits: the rules give the permitted set, the authority picks.
"""

from pathlib import Path

from tolerance_rules import Engine, ForbiddenOutcomeError, Outcome
from tolerance_rules.formats.case_file import from_file

CASES = Path(__file__).resolve().parent / "cases"

decision = Engine.load().evaluate(from_file(CASES / "02_school_enterprise_pilot.yaml"))
print(f"惯例建议 policy：{decision.label(decision.outcome)}（basis={decision.basis}）")

# 范围之内的，记下理由。 Within the set: the reason is recorded.
own = decision.choose(Outcome.LIGHTER, reason="当事人系第二次疏于请示报告")
print(f"自行选定 own choice：{own.label(own.outcome)}（basis={own.basis}；理由：{own.reason}）")

# 范围之外的，依法不能选，并指明是哪一条不准。 Outside the set: refused, naming the clause.
try:
    decision.choose(Outcome.NOT_PURSUED, reason="影响不大")
except ForbiddenOutcomeError as error:
    print(f"不准 forbidden：{error}")
    print(f"依据的条款 clauses：{'、'.join(error.clauses)}")
