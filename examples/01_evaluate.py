"""评判一个案件，读出结论和依据。 Evaluate one case; read the outcome and the grounds."""

from tolerance_rules import Outcome, evaluate

# 事实按组写，没有写的就是未查明；写错名字或值会一次列出全部毛病。
# Facts come in groups; what is left out is not yet established; faults are all listed at once.
FACTS = {
    "subject": {"kind": "party_member_cadre"},
    "work": {"performing_duty": True, "reform_and_innovation": True},
    "motive": {"gain_for_self": False, "gain_for_others": False},
    "conditions": {"lack_of_experience": True},
    "procedure": {
        "democratic_centralism": True,
        "major_matters_procedure": True,
        "reported_and_sought_instructions": True,
    },
    "nature": {
        "exploratory_error": True,
        "express_prohibition_violated": False,
        "political_discipline_violated": False,
        "eight_point_violated": False,
        "serious_breach": False,
        "other_bar": False,
    },
    "consequences": {
        "safety_accident": "none",
        "harm_to_students_or_staff": "none",
        "serious_mass_incident": False,
        "loss": "some",
        "impact": "none",
    },
    "remedy": {
        "rectification": "active",
        "impact_removal": "not_needed",
        "loss_recovery": "active",
    },
}

decision = evaluate(FACTS)

outcome = decision.outcome
print(f"结论 outcome：{decision.label(outcome)} / {decision.label(outcome, 'en')}")
print(f"准许 permitted：{'、'.join(map(decision.label, decision.permitted))}")
print(f"已定 settled：{'是' if decision.settled else '否'}")
for citation in decision.citations:
    print(f"依据 {citation.clause:<5}  {citation.citation}（{citation.role.value}）")
    for because in citation.because:
        print(f"             {because.fact} = {because.value}    “{because.quote}”")

assert decision.outcome is Outcome.NOT_PURSUED
# 结论也可以当作字符串比较。 It compares as a string too.
assert decision.outcome == "not_pursued"
