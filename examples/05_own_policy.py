"""换一份裁量惯例。 Use another policy.

惯例只在原文准许的从轻、减轻、免于处理之间选，不是法规；换一份不必改规则。
A policy only picks among what the regulation permits. It is not law, and any house has its own.
"""

from pathlib import Path

from tolerance_rules import Engine
from tolerance_rules.formats.case_file import from_file

HERE = Path(__file__).resolve().parent

default = Engine.load()
strict = Engine.load(policy=HERE / "policy_strict.yaml")

for path in sorted((HERE / "cases").glob("*.yaml")):
    case = from_file(path)
    one, other = default.evaluate(case), strict.evaluate(case)
    if not (one.settled and other.settled):
        continue
    if one.basis == "policy":
        print(f"{path.stem:<28}默认 {one.label(one.outcome)}    从严 {other.label(other.outcome)}")
    # 原文直接写明的结论，与惯例无关。 What the text itself disposes of, no policy can touch.
    assert one.basis == "policy" or one.outcome is other.outcome
    # 结论写明依据的是哪一份惯例。 The decision names the policy it rests on.
    assert (one.policy, other.policy) == ("default", "strict")
