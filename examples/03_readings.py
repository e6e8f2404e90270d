"""原文可作两种读法的地方，换一种读法看看。 Where the text can be read two ways, try the other."""

from pathlib import Path

from tolerance_rules import Engine
from tolerance_rules.formats.case_file import from_file

CASES = Path(__file__).resolve().parent / "cases"
NAMES = (
    "11_minor_harm",
    "12_passive_rectification",
    "13_old_law",
    "14_policy_changed",
    "15_flood_rescue",
    "16_loss_recovered",
    "19_gain_for_unit",
    "28_knowing_violation",
    "29_nothing_to_remedy",
    "30_party_member_teacher",
    "31_experience_only",
    "32_mandatory_rule",
    "33_serious_harm",
)

engine = Engine.load()
for name in NAMES:
    case = from_file(CASES / f"{name}.yaml")
    decision = engine.evaluate(case)
    print(f"{case.info.title}：{decision.label(decision.outcome)}")

    # 结论自己会说它取决于哪些读法。 The decision itself names the readings on which it turns.
    for turning in decision.readings:
        print(f"  取决于第 {turning.clause} 项“{turning.phrase}”（{turning.name}）")
        for option in turning.outcomes:
            other = Engine.load(readings={turning.name: option}).evaluate(case)
            default = "  ← 默认 default" if option == turning.option else ""
            print(f"    {option:<22}{other.label(other.outcome)}{default}")
            assert other.outcome == turning.outcomes[option]
