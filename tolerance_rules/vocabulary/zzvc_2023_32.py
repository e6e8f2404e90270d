"""The facts of a case under zzvc-2023-32, typed.

Written by `tolerance-rules schema --format python`: change facts.yaml, and write it again.
"""

# ruff: noqa: E501 -- labels and questions stand as they do in facts.yaml

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tolerance_rules.vocabulary.case_model import CaseModel, FactGroup
from tolerance_rules.vocabulary.fact_spec import FactSpec, GroupSpec
from tolerance_rules.vocabulary.vocabulary import Vocabulary


class Subject(FactGroup):
    """责任追究对象 Who is held to account (Art. 3)."""

    kind: Annotated[
        Literal["unit", "party_member_cadre", "party_member", "non_party_cadre", "non_party_public_official", "other"] | tuple[Literal["unit", "party_member_cadre", "party_member", "non_party_cadre", "non_party_public_official", "other"], ...] | None,
        Field(union_mode="left_to_right"),
    ] = None
    """责任追究对象属于哪一类？"""


class Work(FactGroup):
    """工作情形 The situation in which the error arose (Arts 4 and 5)."""

    performing_duty: bool | None = None
    """失误错误是否发生在改革创新、干事创业、履职尽责中？"""
    major_arrangement: bool | None = None
    """失误错误是否出现在落实上级和学院重大工作安排中？"""
    high_quality_development: bool | None = None
    """失误错误是否出现在立足新发展阶段、贯彻新发展理念、服务融入新发展格局、推动高质量发展中？"""
    reform_and_innovation: bool | None = None
    """失误错误是否出现在推进改革和体制机制创新中？"""
    pilot: bool | None = None
    """该项工作是否属于试点性工作？"""
    experimental: bool | None = None
    """该项工作是否属于实验性工作？"""
    creative: bool | None = None
    """该项工作是否属于创造性开展的工作？"""
    college_core_work: bool | None = None
    """失误错误是否出现在全面从严治党，干部队伍建设、教育教学、科研管理、学科建设、干部人事制度改革、人才培养模式创新、学生创新创业、产学研深度融合等工作中？"""
    serving_grassroots: bool | None = None
    """失误错误是否出现在服务校内基层单位、服务师生员工中？"""
    campus_emergency: bool | None = None
    """失误错误是否出现在处置校园突发事件中？"""
    campus_safety: bool | None = None
    """失误错误是否出现在维护校园安全稳定中？"""
    urgent_hazardous_task: bool | None = None
    """失误错误是否出现在完成急难险重工作任务中？"""
    legacy_problem: bool | None = None
    """失误错误是否出现在解决历史遗留问题中？"""
    dispute_resolution: bool | None = None
    """失误错误是否出现在化解矛盾纠纷中？"""
    college_stability: bool | None = None
    """失误错误是否出现在维护学院稳定等工作中？"""
    disaster_or_accident_response: bool | None = None
    """失误错误是否出现在应对自然灾害、事故灾难中？"""
    emergency_response: bool | None = None
    """失误错误是否出现在处置突发事件中？"""
    mass_incident_response: bool | None = None
    """失误错误是否出现在处置群体性事件中？"""


class Motive(FactGroup):
    """动机态度 Motive and attitude (Annex 2, 1)."""

    gain_for_self: bool | None = None
    """是否为个人谋取私利（不正当利益）？"""
    gain_for_others: bool | None = None
    """是否为他人谋取私利（不正当利益）？"""
    gain_for_unit: bool | None = None
    """是否为单位谋取私利？"""
    knowing_violation: bool | None = None
    """行为人是否明知违纪违法仍然实施？"""
    overall_interest: bool | None = None
    """行为是否立足全局利益？"""
    efficiency: bool | None = None
    """行为是否着眼于提高效率？"""


class Conditions(FactGroup):
    """客观条件 Objective conditions (Annex 2, 2)."""

    lack_of_experience: bool | None = None
    """失误错误是否因缺乏经验而出现？"""
    pilot_first: bool | None = None
    """失误错误是否因先行先试而出现？"""
    policy_unclear: bool | None = None
    """当时的政策界限是否不明确？"""
    unforeseeable_factors: bool | None = None
    """是否存在当时不可预知的因素？"""
    policy_changed: bool | None = None
    """失误错误是否因国家政策调整而出现？"""
    superior_decision_changed: bool | None = None
    """失误错误是否因上级决策部署变化而出现？"""
    objective_constraints: bool | None = None
    """当时是否受到客观条件限制？"""
    prohibited_by_law: bool | None = None
    """所做的事是否为法律、法规明令禁止？"""
    law_at_the_time: Annotated[
        Literal["liable", "lighter", "no_liability"] | tuple[Literal["liable", "lighter", "no_liability"], ...] | None,
        Field(union_mode="left_to_right"),
    ] = None
    """按照事发当时的法律法规和有关党内法规，应当如何追究责任？"""


class Procedure(FactGroup):
    """程序方法 Procedure and method (Annex 2, 3)."""

    collective_decision: bool | None = None
    """该事项是否经过民主决策程序？"""
    democratic_centralism: bool | None = None
    """决策中是否严格执行民主集中制？（该规定不适用，或符合其自身的紧急例外的，答“是”）"""
    major_matters_procedure: bool | None = None
    """决策中是否严格执行“三重一大”决策程序？（不属于“三重一大”事项，或符合其自身的紧急例外的，答“是”）"""
    reported_and_sought_instructions: bool | None = None
    """决策中是否严格执行请示报告等规定？（无须请示报告，或符合其自身的紧急例外的，答“是”）"""


class Nature(FactGroup):
    """性质程度 Nature and degree (Annex 2, 4)."""

    exploratory_error: bool | None = None
    """该失误错误是否属于探索性失误错误？"""
    proactive: bool | None = None
    """行为人是否加压奋进、积极作为？"""
    pioneering: bool | None = None
    """失误错误是否因开拓创新、大力推进而出现？"""
    deferred_documents: bool | None = None
    """是否进行了容缺受理、容缺审查？"""
    took_responsibility: bool | None = None
    """行为人是否主动揽责、积极担当作为？"""
    broke_deadlock: bool | None = None
    """行为人是否积极打破僵局？"""
    faced_danger: bool | None = None
    """行为人是否主动担当涉险？"""
    decided_on_the_spot: bool | None = None
    """行为人是否临机果断决策？"""
    three_distinctions: bool = False
    """责任追究部门是否已作出书面认定，符合“三个区分开来”？"""
    express_prohibition_violated: bool | None = None
    """是否违反党章党规、法律法规明确禁止性规定？"""
    mandatory_rule_violated: bool | None = None
    """是否违反了党章党规、法律法规中不属于明确禁止的强制性规定或者程序性规定？"""
    persisted_after_prohibition: bool | None = None
    """行为人是否在明令禁止后依然我行我素？"""
    political_discipline_violated: bool | None = None
    """是否违反政治纪律和政治规矩？"""
    eight_point_violated: bool | None = None
    """是否违反中央八项规定及其实施细则精神？"""
    serious_breach: bool | None = None
    """行为是否构成严重违纪违法？"""
    other_bar: bool = False
    """责任追究部门是否已作出书面认定，有其他不应予容错的情形？"""


class Consequences(FactGroup):
    """后果影响 Consequences and impact (Annex 2, 5)."""

    fell_short: bool | None = None
    """工作结果是否未达到预期效果？"""
    safety_accident: Annotated[
        Literal["none", "ordinary", "major_or_exceptional"] | tuple[Literal["none", "ordinary", "major_or_exceptional"], ...] | None,
        Field(union_mode="left_to_right"),
    ] = None
    """是否造成安全责任事故，等级如何？"""
    harm_to_students_or_staff: Annotated[
        Literal["none", "minor", "serious"] | tuple[Literal["none", "minor", "serious"], ...] | None,
        Field(union_mode="left_to_right"),
    ] = None
    """是否损害师生利益，程度如何？"""
    serious_mass_incident: bool | None = None
    """是否引发严重群体性事件？"""
    loss: Annotated[
        Literal["none", "some", "major"] | tuple[Literal["none", "some", "major"], ...] | None,
        Field(union_mode="left_to_right"),
    ] = None
    """是否造成损失，程度如何？"""
    impact: Annotated[
        Literal["none", "some", "serious", "vile"] | tuple[Literal["none", "some", "serious", "vile"], ...] | None,
        Field(union_mode="left_to_right"),
    ] = None
    """是否造成不良影响，程度如何？"""


class Remedy(FactGroup):
    """挽回损失 Remedy and recovery (Annex 2, 6)."""

    rectification: Annotated[
        Literal["active", "passive", "none", "sham", "refused", "nothing_to_correct"] | tuple[Literal["active", "passive", "none", "sham", "refused", "nothing_to_correct"], ...] | None,
        Field(union_mode="left_to_right"),
    ] = None
    """出现失误错误后，整改纠错做得怎样？"""
    impact_removal: Annotated[
        Literal["active", "passive", "none", "not_needed"] | tuple[Literal["active", "passive", "none", "not_needed"], ...] | None,
        Field(union_mode="left_to_right"),
    ] = None
    """消除不良影响做得怎样？"""
    loss_recovery: Annotated[
        Literal["active", "passive", "none", "not_needed"] | tuple[Literal["active", "passive", "none", "not_needed"], ...] | None,
        Field(union_mode="left_to_right"),
    ] = None
    """挽回损失做得怎样？"""


class Discretion(FactGroup):
    """裁量因素 What the policy, and only the policy, weighs."""

    minor_breach: bool | None = None
    """违纪违规情节是否轻微？"""
    cooperated: bool | None = None
    """是否如实说明情况、配合调查？"""
    aggravating: bool | None = None
    """是否有依规依纪依法应当从重的情节？"""


class CaseFacts(CaseModel):
    """The facts of one case under zzvc-2023-32, in their groups."""

    vocabulary: ClassVar[Vocabulary] = Vocabulary(
        {
            "subject": GroupSpec("subject", "责任追究对象", "Who is held to account (Art. 3)"),
            "work": GroupSpec("work", "工作情形", "The situation in which the error arose (Arts 4 and 5)"),
            "motive": GroupSpec("motive", "动机态度", "Motive and attitude (Annex 2, 1)"),
            "conditions": GroupSpec("conditions", "客观条件", "Objective conditions (Annex 2, 2)"),
            "procedure": GroupSpec("procedure", "程序方法", "Procedure and method (Annex 2, 3)"),
            "nature": GroupSpec("nature", "性质程度", "Nature and degree (Annex 2, 4)"),
            "consequences": GroupSpec("consequences", "后果影响", "Consequences and impact (Annex 2, 5)"),
            "remedy": GroupSpec("remedy", "挽回损失", "Remedy and recovery (Annex 2, 6)"),
            "discretion": GroupSpec("discretion", "裁量因素", "What the policy, and only the policy, weighs"),
        },
        {
            "subject.kind": FactSpec(name="subject.kind", label="对象类别", label_en="kind of subject", question="责任追究对象属于哪一类？", question_en="Which kind of subject is the person or unit held to account?", direction="neutral", mutability="fixed", preference=("party_member_cadre", "unit", "party_member", "non_party_cadre", "non_party_public_official", "other"), order=(), values=("unit", "party_member_cadre", "party_member", "non_party_cadre", "non_party_public_official", "other"), labels=(("学院系（院）、部门", "college unit"), ("党员干部", "Party-member cadre"), ("普通党员（非干部）", "Party member who is no cadre"), ("非党员干部", "non-Party cadre"), ("行使公权力的非党员公职人员", "non-Party official exercising public power"), ("其他人员", "other person")), evidence="干部任免文件、党员名册、劳动人事合同"),
            "work.performing_duty": FactSpec(name="work.performing_duty", label="履职尽责中发生", label_en="arose in reform, work or performance of duty", question="失误错误是否发生在改革创新、干事创业、履职尽责中？", question_en="Did the error arise in reform and innovation, in getting work done or in performing duties?", direction="mitigating", mutability="fixed", preference=(True, False), order=(False, True), evidence="岗位职责、任务分工文件"),
            "work.major_arrangement": FactSpec(name="work.major_arrangement", label="落实重大工作安排", label_en="implementing a major arrangement", question="失误错误是否出现在落实上级和学院重大工作安排中？", question_en="Did it arise in carrying out a major work arrangement of higher authorities or of the college?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True), evidence="上级文件、学院年度工作要点、任务分解表"),
            "work.high_quality_development": FactSpec(name="work.high_quality_development", label="推动高质量发展", label_en="promoting high-quality development", question="失误错误是否出现在立足新发展阶段、贯彻新发展理念、服务融入新发展格局、推动高质量发展中？", question_en="Did it arise in the new stage of development, in applying the new development philosophy, in serving the new development pattern or in promoting high-quality development?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "work.reform_and_innovation": FactSpec(name="work.reform_and_innovation", label="推进改革创新", label_en="advancing reform or institutional innovation", question="失误错误是否出现在推进改革和体制机制创新中？", question_en="Did it arise in advancing reform or institutional innovation?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "work.pilot": FactSpec(name="work.pilot", label="试点性工作", label_en="pilot work", question="该项工作是否属于试点性工作？", question_en="Was the work pilot work?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True), evidence="试点批复、试点方案"),
            "work.experimental": FactSpec(name="work.experimental", label="实验性工作", label_en="experimental work", question="该项工作是否属于实验性工作？", question_en="Was the work experimental?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True), evidence="实验方案、立项文件"),
            "work.creative": FactSpec(name="work.creative", label="创造性开展工作", label_en="creative work", question="该项工作是否属于创造性开展的工作？", question_en="Was the work carried out creatively?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "work.college_core_work": FactSpec(name="work.college_core_work", label="学院重点领域工作", label_en="core work of the college (areas of Art. 5(5))", question="失误错误是否出现在全面从严治党，干部队伍建设、教育教学、科研管理、学科建设、干部人事制度改革、人才培养模式创新、学生创新创业、产学研深度融合等工作中？", question_en="Did it arise in strict Party self-governance, cadre team building, education and teaching, research management, discipline building, personnel reform, talent training, innovation and entrepreneurship, industry-education integration or the like?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "work.serving_grassroots": FactSpec(name="work.serving_grassroots", label="服务基层和师生", label_en="serving grassroots units, staff or students", question="失误错误是否出现在服务校内基层单位、服务师生员工中？", question_en="Did it arise in serving grassroots units, staff or students of the college?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "work.campus_emergency": FactSpec(name="work.campus_emergency", label="处置校园突发事件", label_en="handling a campus emergency", question="失误错误是否出现在处置校园突发事件中？", question_en="Did it arise in handling a campus emergency?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True), evidence="应急值守记录、突发事件报告"),
            "work.campus_safety": FactSpec(name="work.campus_safety", label="维护校园安全稳定", label_en="keeping the campus safe and stable", question="失误错误是否出现在维护校园安全稳定中？", question_en="Did it arise in keeping the campus safe and stable?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "work.urgent_hazardous_task": FactSpec(name="work.urgent_hazardous_task", label="急难险重任务", label_en="an urgent, hard or hazardous task", question="失误错误是否出现在完成急难险重工作任务中？", question_en="Did it arise in an urgent, hard, hazardous or heavy task?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "work.legacy_problem": FactSpec(name="work.legacy_problem", label="解决历史遗留问题", label_en="resolving a legacy problem", question="失误错误是否出现在解决历史遗留问题中？", question_en="Did it arise in resolving a legacy problem?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True), evidence="历史档案、信访材料"),
            "work.dispute_resolution": FactSpec(name="work.dispute_resolution", label="化解矛盾纠纷", label_en="resolving disputes", question="失误错误是否出现在化解矛盾纠纷中？", question_en="Did it arise in resolving disputes?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "work.college_stability": FactSpec(name="work.college_stability", label="维护学院稳定", label_en="keeping the college stable", question="失误错误是否出现在维护学院稳定等工作中？", question_en="Did it arise in keeping the college stable or in similar work?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "work.disaster_or_accident_response": FactSpec(name="work.disaster_or_accident_response", label="应对自然灾害、事故灾难", label_en="responding to a disaster or accident", question="失误错误是否出现在应对自然灾害、事故灾难中？", question_en="Did it arise in responding to a natural disaster or an accident?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True), evidence="预警信息、应急指挥记录"),
            "work.emergency_response": FactSpec(name="work.emergency_response", label="处置突发事件", label_en="responding to an emergency", question="失误错误是否出现在处置突发事件中？", question_en="Did it arise in handling an emergency?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True), evidence="应急响应记录"),
            "work.mass_incident_response": FactSpec(name="work.mass_incident_response", label="处置群体性事件", label_en="responding to a mass incident", question="失误错误是否出现在处置群体性事件中？", question_en="Did it arise in handling a mass incident?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True), evidence="处置情况报告"),
            "motive.gain_for_self": FactSpec(name="motive.gain_for_self", label="为个人谋取私利", label_en="gain sought for self", question="是否为个人谋取私利（不正当利益）？", question_en="Was improper gain sought for oneself?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False), evidence="财务往来核查、谈话笔录"),
            "motive.gain_for_others": FactSpec(name="motive.gain_for_others", label="为他人谋取私利", label_en="gain sought for others", question="是否为他人谋取私利（不正当利益）？", question_en="Was improper gain sought for others?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False), evidence="财务往来核查、利害关系说明"),
            "motive.gain_for_unit": FactSpec(name="motive.gain_for_unit", label="为单位谋取私利", label_en="gain sought for the unit", question="是否为单位谋取私利？", question_en="Was private gain sought for the unit?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False), evidence="单位账目、收支凭证"),
            "motive.knowing_violation": FactSpec(name="motive.knowing_violation", label="明知故犯", label_en="knowing violation", question="行为人是否明知违纪违法仍然实施？", question_en="Did the person act knowing that it violated discipline or law?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False)),
            "motive.overall_interest": FactSpec(name="motive.overall_interest", label="立足全局利益", label_en="acted for the overall interest", question="行为是否立足全局利益？", question_en="Was the conduct based on the overall interest?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "motive.efficiency": FactSpec(name="motive.efficiency", label="着眼提高效率", label_en="aimed at efficiency", question="行为是否着眼于提高效率？", question_en="Was the conduct aimed at efficiency?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "conditions.lack_of_experience": FactSpec(name="conditions.lack_of_experience", label="缺乏经验", label_en="lack of experience", question="失误错误是否因缺乏经验而出现？", question_en="Was it due to lack of experience?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "conditions.pilot_first": FactSpec(name="conditions.pilot_first", label="先行先试", label_en="going first", question="失误错误是否因先行先试而出现？", question_en="Was it due to going first?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "conditions.policy_unclear": FactSpec(name="conditions.policy_unclear", label="政策界限不明确", label_en="policy limits unclear", question="当时的政策界限是否不明确？", question_en="Were the limits of policy unclear at the time?", direction="mitigating", mutability="establishable", preference=(False, True), order=(False, True), evidence="当时的政策文件、请示与答复"),
            "conditions.unforeseeable_factors": FactSpec(name="conditions.unforeseeable_factors", label="不可预知的因素", label_en="unforeseeable factors", question="是否存在当时不可预知的因素？", question_en="Were there unforeseeable factors?", direction="mitigating", mutability="establishable", preference=(False, True), order=(False, True)),
            "conditions.policy_changed": FactSpec(name="conditions.policy_changed", label="国家政策调整", label_en="national policy changed", question="失误错误是否因国家政策调整而出现？", question_en="Was it due to a change of national policy?", direction="mitigating", mutability="establishable", preference=(False, True), order=(False, True), evidence="前后两份政策文件"),
            "conditions.superior_decision_changed": FactSpec(name="conditions.superior_decision_changed", label="上级决策部署变化", label_en="superiors' decision changed", question="失误错误是否因上级决策部署变化而出现？", question_en="Was it due to a change in the decisions or arrangements of superiors?", direction="mitigating", mutability="establishable", preference=(False, True), order=(False, True), evidence="前后两份上级文件、会议纪要"),
            "conditions.objective_constraints": FactSpec(name="conditions.objective_constraints", label="受客观条件限制", label_en="objective constraints", question="当时是否受到客观条件限制？", question_en="Was it constrained by objective conditions?", direction="mitigating", mutability="establishable", preference=(False, True), order=(False, True)),
            "conditions.prohibited_by_law": FactSpec(name="conditions.prohibited_by_law", label="法律法规明令禁止", label_en="expressly prohibited by law", question="所做的事是否为法律、法规明令禁止？", question_en="Was what was done expressly prohibited by laws or regulations?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False), evidence="法律、法规条文"),
            "conditions.law_at_the_time": FactSpec(name="conditions.law_at_the_time", label="事发当时的规定", label_en="the law at the time", question="按照事发当时的法律法规和有关党内法规，应当如何追究责任？", question_en="Under the laws, regulations and Party rules in force at the time, how should accountability have been pursued?", direction="mitigating", mutability="establishable", preference=("liable", "lighter", "no_liability"), order=("liable", "lighter", "no_liability"), values=("liable", "lighter", "no_liability"), labels=(("应当追究责任", "liable"), ("从轻追究责任", "liable, more lightly"), ("不应追究责任", "not liable")), evidence="事发当时有效的法律法规和党内法规"),
            "procedure.collective_decision": FactSpec(name="procedure.collective_decision", label="经过民主决策程序", label_en="decided by a democratic procedure", question="该事项是否经过民主决策程序？", question_en="Did the matter go through a democratic decision-making procedure?", direction="mitigating", mutability="establishable", preference=(False, True), order=(False, True), evidence="会议记录、表决记录"),
            "procedure.democratic_centralism": FactSpec(name="procedure.democratic_centralism", label="严格执行民主集中制", label_en="democratic centralism observed", question="决策中是否严格执行民主集中制？（该规定不适用，或符合其自身的紧急例外的，答“是”）", question_en="Was democratic centralism strictly followed in deciding? (Answer yes if the rule does not apply, or if its own exception for emergencies is met.)", direction="mitigating", mutability="establishable", preference=(False, True), order=(False, True), evidence="会议记录、会议纪要"),
            "procedure.major_matters_procedure": FactSpec(name="procedure.major_matters_procedure", label="严格执行“三重一大”程序", label_en="major-matters procedure observed", question="决策中是否严格执行“三重一大”决策程序？（不属于“三重一大”事项，或符合其自身的紧急例外的，答“是”）", question_en="Was the procedure for major matters strictly followed in deciding? (Answer yes if it is no such matter, or if its own exception for emergencies is met.)", direction="mitigating", mutability="establishable", preference=(False, True), order=(False, True), evidence="“三重一大”事项会议记录"),
            "procedure.reported_and_sought_instructions": FactSpec(name="procedure.reported_and_sought_instructions", label="严格执行请示报告规定", label_en="reported and sought instructions as required", question="决策中是否严格执行请示报告等规定？（无须请示报告，或符合其自身的紧急例外的，答“是”）", question_en="Were the rules on reporting and seeking instructions strictly followed in deciding? (Answer yes if none was called for, or if their own exception for emergencies is met.)", direction="mitigating", mutability="establishable", preference=(False, True), order=(False, True), evidence="请示、报告及批复"),
            "nature.exploratory_error": FactSpec(name="nature.exploratory_error", label="探索性失误错误", label_en="exploratory error", question="该失误错误是否属于探索性失误错误？", question_en="Was it an exploratory error?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "nature.proactive": FactSpec(name="nature.proactive", label="积极作为", label_en="acted proactively", question="行为人是否加压奋进、积极作为？", question_en="Did the subject press ahead and act positively?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "nature.pioneering": FactSpec(name="nature.pioneering", label="开拓创新、大力推进", label_en="pioneering", question="失误错误是否因开拓创新、大力推进而出现？", question_en="Was it due to pioneering and to pushing ahead vigorously?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "nature.deferred_documents": FactSpec(name="nature.deferred_documents", label="容缺受理、容缺审查", label_en="accepted or reviewed with documents deferred", question="是否进行了容缺受理、容缺审查？", question_en="Was an application accepted or reviewed with documents deferred?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True), evidence="受理登记、容缺承诺书"),
            "nature.took_responsibility": FactSpec(name="nature.took_responsibility", label="主动揽责、担当作为", label_en="took responsibility", question="行为人是否主动揽责、积极担当作为？", question_en="Did the subject volunteer to take responsibility and act on it?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "nature.broke_deadlock": FactSpec(name="nature.broke_deadlock", label="积极打破僵局", label_en="broke a deadlock", question="行为人是否积极打破僵局？", question_en="Did the subject actively break a deadlock?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "nature.faced_danger": FactSpec(name="nature.faced_danger", label="主动担当涉险", label_en="faced danger", question="行为人是否主动担当涉险？", question_en="Did the subject volunteer to face danger?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "nature.decided_on_the_spot": FactSpec(name="nature.decided_on_the_spot", label="临机果断决策", label_en="decided on the spot", question="行为人是否临机果断决策？", question_en="Did the subject decide resolutely on the spot?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "nature.three_distinctions": FactSpec(name="nature.three_distinctions", label="经认定符合“三个区分开来”", label_en="found to meet the Three Distinctions", question="责任追究部门是否已作出书面认定，符合“三个区分开来”？", question_en="Has it been found in writing that the case meets the Three Distinctions?", direction="mitigating", mutability="establishable", preference=(False, True), order=(False, True), evidence="责任追究部门的书面认定", finding=True),
            "nature.express_prohibition_violated": FactSpec(name="nature.express_prohibition_violated", label="违反明确禁止性规定", label_en="express prohibition violated", question="是否违反党章党规、法律法规明确禁止性规定？", question_en="Was an express prohibition of the Party constitution, Party rules, laws or regulations violated?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False)),
            "nature.mandatory_rule_violated": FactSpec(name="nature.mandatory_rule_violated", label="违反强制性或者程序性规定", label_en="mandatory or procedural rule violated", question="是否违反了党章党规、法律法规中不属于明确禁止的强制性规定或者程序性规定？", question_en="Was a mandatory or procedural rule of the Party constitution, Party rules, laws or regulations broken that is no express prohibition?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False), evidence="有关条文、业务办理记录"),
            "nature.persisted_after_prohibition": FactSpec(name="nature.persisted_after_prohibition", label="明令禁止后依然我行我素", label_en="persisted after prohibition", question="行为人是否在明令禁止后依然我行我素？", question_en="Did the subject persist after an express prohibition?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False)),
            "nature.political_discipline_violated": FactSpec(name="nature.political_discipline_violated", label="违反政治纪律和政治规矩", label_en="political discipline violated", question="是否违反政治纪律和政治规矩？", question_en="Were political discipline and political rules violated?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False)),
            "nature.eight_point_violated": FactSpec(name="nature.eight_point_violated", label="违反中央八项规定精神", label_en="Eight-point Decision violated", question="是否违反中央八项规定及其实施细则精神？", question_en="Was the spirit of the central Eight-point Decision and its implementing rules violated?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False)),
            "nature.serious_breach": FactSpec(name="nature.serious_breach", label="严重违纪违法", label_en="serious breach of discipline or law", question="行为是否构成严重违纪违法？", question_en="Was there a serious breach of discipline or law?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False)),
            "nature.other_bar": FactSpec(name="nature.other_bar", label="经认定有其他不应容错情形", label_en="found: another bar to tolerance", question="责任追究部门是否已作出书面认定，有其他不应予容错的情形？", question_en="Has it been found in writing that there is another circumstance that bars tolerance?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False), evidence="责任追究部门的书面认定", finding=True),
            "consequences.fell_short": FactSpec(name="consequences.fell_short", label="未达到预期效果", label_en="fell short of the expected effect", question="工作结果是否未达到预期效果？", question_en="Did the result fall short of the expected effect?", direction="mitigating", mutability="fixed", preference=(False, True), order=(False, True)),
            "consequences.safety_accident": FactSpec(name="consequences.safety_accident", label="安全责任事故", label_en="safety accident with liability", question="是否造成安全责任事故，等级如何？", question_en="Was a safety accident with liability caused, and of which grade?", direction="aggravating", mutability="fixed", preference=("none", "ordinary", "major_or_exceptional"), order=("major_or_exceptional", "ordinary", "none"), values=("none", "ordinary", "major_or_exceptional"), labels=(("没有", "none"), ("一般、较大事故", "ordinary or larger"), ("重特大事故", "major or exceptionally major")), evidence="事故调查报告"),
            "consequences.harm_to_students_or_staff": FactSpec(name="consequences.harm_to_students_or_staff", label="损害师生利益", label_en="harm to students or staff", question="是否损害师生利益，程度如何？", question_en="Were the interests of students or staff harmed, and how gravely?", direction="aggravating", mutability="fixed", preference=("none", "minor", "serious"), order=("serious", "minor", "none"), values=("none", "minor", "serious"), labels=(("没有", "none"), ("有损害，但不严重", "minor"), ("严重", "serious")), evidence="医疗记录、损失清单、当事人陈述"),
            "consequences.serious_mass_incident": FactSpec(name="consequences.serious_mass_incident", label="引发严重群体性事件", label_en="caused a serious mass incident", question="是否引发严重群体性事件？", question_en="Was a serious mass incident caused?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False)),
            "consequences.loss": FactSpec(name="consequences.loss", label="损失", label_en="loss", question="是否造成损失，程度如何？", question_en="Was a loss caused, and how grave?", direction="aggravating", mutability="fixed", preference=("none", "some", "major"), order=("major", "some", "none"), values=("none", "some", "major"), labels=(("没有", "none"), ("有损失，但不重大", "some"), ("重大损失", "major")), evidence="审计报告、财务凭证"),
            "consequences.impact": FactSpec(name="consequences.impact", label="不良影响", label_en="adverse impact", question="是否造成不良影响，程度如何？", question_en="Was an adverse impact caused, and how grave?", direction="aggravating", mutability="fixed", preference=("none", "some", "serious", "vile"), order=("vile", "serious", "some", "none"), values=("none", "some", "serious", "vile"), labels=(("没有", "none"), ("有不良影响，但不严重", "some"), ("严重不良影响", "serious"), ("恶劣社会影响", "vile")), evidence="舆情记录、信访材料"),
            "remedy.rectification": FactSpec(name="remedy.rectification", label="整改纠错", label_en="rectification", question="出现失误错误后，整改纠错做得怎样？", question_en="After the error, how was it rectified?", direction="mitigating", mutability="doable", preference=("nothing_to_correct", "active", "passive", "none", "sham", "refused"), order=("refused", "sham", "none", "passive", "active"), values=("active", "passive", "none", "sham", "refused", "nothing_to_correct"), labels=(("积极整改", "active"), ("消极整改", "passive"), ("没有采取任何整改措施", "took no measures"), ("虚假整改", "sham"), ("拒不整改", "refused"), ("没有需要整改的事项", "nothing to correct")), evidence="整改方案、整改报告"),
            "remedy.impact_removal": FactSpec(name="remedy.impact_removal", label="消除不良影响", label_en="removal of adverse impact", question="消除不良影响做得怎样？", question_en="How was the adverse impact removed?", direction="mitigating", mutability="doable", preference=("none", "passive", "active", "not_needed"), order=("none", "passive", "active"), values=("active", "passive", "none", "not_needed"), labels=(("积极主动", "active"), ("消极应付", "passive"), ("没有采取措施", "none"), ("无须", "not needed")), evidence="情况说明、道歉或澄清材料"),
            "remedy.loss_recovery": FactSpec(name="remedy.loss_recovery", label="挽回损失", label_en="recovery of loss", question="挽回损失做得怎样？", question_en="How was the loss recovered?", direction="mitigating", mutability="doable", preference=("none", "passive", "active", "not_needed"), order=("none", "passive", "active"), values=("active", "passive", "none", "not_needed"), labels=(("积极主动", "active"), ("消极应付", "passive"), ("没有采取措施", "none"), ("无须", "not needed")), evidence="退款、追偿、赔付凭证"),
            "discretion.minor_breach": FactSpec(name="discretion.minor_breach", label="情节轻微", label_en="minor breach", question="违纪违规情节是否轻微？", question_en="Was the breach of discipline or rules minor?", direction="mitigating", mutability="establishable", preference=(False, True), order=(False, True)),
            "discretion.cooperated": FactSpec(name="discretion.cooperated", label="如实说明、配合调查", label_en="told the truth and cooperated", question="是否如实说明情况、配合调查？", question_en="Did the subject tell the truth and cooperate with the investigation?", direction="mitigating", mutability="doable", preference=(False, True), order=(False, True), evidence="谈话笔录、检查材料"),
            "discretion.aggravating": FactSpec(name="discretion.aggravating", label="有从重情节", label_en="aggravating circumstances", question="是否有依规依纪依法应当从重的情节？", question_en="Are there circumstances that call for heavier treatment?", direction="aggravating", mutability="fixed", preference=(False, True), order=(True, False)),
        },
    )

    subject: Annotated[Subject, Field(strict=False)] = Subject()
    work: Annotated[Work, Field(strict=False)] = Work()
    motive: Annotated[Motive, Field(strict=False)] = Motive()
    conditions: Annotated[Conditions, Field(strict=False)] = Conditions()
    procedure: Annotated[Procedure, Field(strict=False)] = Procedure()
    nature: Annotated[Nature, Field(strict=False)] = Nature()
    consequences: Annotated[Consequences, Field(strict=False)] = Consequences()
    remedy: Annotated[Remedy, Field(strict=False)] = Remedy()
    discretion: Annotated[Discretion, Field(strict=False)] = Discretion()
