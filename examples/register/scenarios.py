"""Scenarios: what the cases of a made-up register are about, circumstance by circumstance."""

from __future__ import annotations

from dataclasses import dataclass

Value = bool | str | None
Facts = dict[str, Value]

AUTHORITIES = (
    "学院纪委办公室",
    "组织人事处",
    "教务处",
    "学生工作处",
    "后勤管理处",
    "科研与产教融合处",
    "机电工程系党总支",
    "信息工程系党总支",
)
WEIGHTS = (26, 16, 14, 14, 10, 8, 6, 6)


@dataclass(frozen=True)
class Scenario:
    """A circumstance: matters it arises in, facts it needs, and groups of which one is drawn."""

    titles: tuple[str, ...]
    facts: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()


SCENARIOS = {
    "5.1": Scenario(
        (
            "新校区搬迁组织失当，部分设备受损",
            "落实扩招任务时宿舍调配失误",
            "双高建设项目采购进度延误",
        ),
        ("work.major_arrangement", "procedure.collective_decision"),
    ),
    "5.2": Scenario(
        ("校企共建产业学院选址欠妥", "实训基地扩建测算偏差", "引进社会资金办学条款疏漏"),
        ("work.high_quality_development", "nature.proactive"),
    ),
    "5.3": Scenario(
        ("绩效工资改革首轮方案偏差", "学分制改革排课混乱", "二级管理改革试行中经费超支"),
        ("work.reform_and_innovation",),
        (
            ("conditions.lack_of_experience", "conditions.pilot_first"),
            ("nature.exploratory_error", "consequences.fell_short"),
        ),
    ),
    "5.4": Scenario(
        ("现代学徒制试点协议缺项", "虚拟仿真教学实验超出预算", "职业技能等级认定试点报名误差"),
        (),
        (
            ("conditions.policy_unclear", "conditions.unforeseeable_factors"),
            ("work.pilot", "work.experimental"),
        ),
    ),
    "5.5": Scenario(
        ("技能大赛集训影响正常教学", "科研成果转化收益分配失误", "创新创业基金发放审核不严"),
        ("work.college_core_work", "nature.pioneering"),
    ),
    "5.6": Scenario(
        ("先行办理贫困生补助后补材料", "教师职称材料容缺受理有误", "学生退费容缺审查出错"),
        ("work.serving_grassroots", "motive.efficiency", "nature.deferred_documents"),
    ),
    "5.7": Scenario(
        (
            "暴雨夜转移学生时损坏实训设备",
            "实验室泄漏处置中误报险情",
            "疫情防控物资紧急采购手续不全",
        ),
        ("nature.took_responsibility",),
        (("work.campus_emergency", "work.campus_safety", "work.urgent_hazardous_task"),),
    ),
    "5.8": Scenario(
        ("历史遗留住房产权登记失误", "合并办学遗留劳动关系处置偏差", "家属区改造矛盾化解超额补偿"),
        ("motive.overall_interest", "nature.broke_deadlock"),
        (("work.legacy_problem", "work.dispute_resolution", "work.college_stability"),),
    ),
    "5.9": Scenario(
        ("专业动态调整后招生计划落空", "上级政策变化致合作办学终止", "创新班培养方案中途调整"),
        ("work.creative", "conditions.objective_constraints"),
        (("conditions.policy_changed", "conditions.superior_decision_changed"),),
    ),
    "5.10": Scenario(
        (
            "洪灾中临机决定停电致教学中断",
            "火情处置中破拆造成财物损失",
            "群体聚集事件现场处置超出权限",
        ),
        ("nature.faced_danger", "nature.decided_on_the_spot"),
        (
            (
                "work.disaster_or_accident_response",
                "work.emergency_response",
                "work.mass_incident_response",
            ),
        ),
    ),
    "5.11": Scenario(
        ("旧制度下发放课时津贴", "原采购办法施行期间自行采购", "原合同管理办法下未经会签"),
        (),
    ),
    "5.12": Scenario(
        (
            "教学改革无意过失经认定予以区分",
            "探索性管理失误经书面认定",
            "推动发展中无意过失经认定",
        ),
        ("nature.three_distinctions",),
    ),
}

BARS = {
    "6.1": ("妄议上级决定并在会议上传播", {"nature.political_discipline_violated": True}),
    "6.2": ("借培训名义公款旅游", {"nature.eight_point_violated": True}),
    "6.2b": ("截留套取专项资金", {"nature.serious_breach": True}),
    "6.3": ("采购中为亲属企业谋利", {"motive.gain_for_others": True}),
    "6.3b": ("收受合作企业礼金", {"motive.gain_for_self": True}),
    "6.4": (
        "实训安全事故致多人重伤",
        {"consequences.harm_to_students_or_staff": "serious", "consequences.loss": "some"},
    ),
    "6.4b": ("处置不当引发恶劣舆情", {"consequences.impact": "vile"}),
    "6.5": ("整改通知下达后拒不整改", {"remedy.rectification": "refused"}),
    "6.5b": ("整改敷衍应付、逾期不改", {"remedy.rectification": "passive"}),
    "6.6": ("隐瞒不报经认定不应容错", {"nature.other_bar": True}),
}
OUTSIDE = (
    ("外聘施工人员违规操作", {"subject.kind": "other"}),
    ("私人聚会中的不当行为", {"work.performing_duty": False}),
)
NO_CIRCUMSTANCE = (
    "日常考勤管理疏漏",
    "公文流转超期",
    "固定资产盘点不实",
    "教材征订数量差错",
    "值班脱岗",
)
IDLE = (
    "work.high_quality_development",
    "work.college_core_work",
    "work.serving_grassroots",
    "work.campus_safety",
    "work.college_stability",
)
"""Situations that establish no circumstance by themselves: what real cases also mention."""
