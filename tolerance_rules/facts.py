"""Facts: the entrance, `CaseFacts`; every fact with its label, its question and its presumption.

The groups from `motive` to `remedy` are the six dimensions of Annex 2 of the regulation. A fact is
true, false or one of its values, or None: not yet established (未查明).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler  # in `pydantic` from 2.10.4
from pydantic_core import PydanticCustomError
from typing_extensions import Self

from tolerance_rules.errors import CaseError, Fault, did_you_mean, shorten, spoken
from tolerance_rules.vocabulary.fact_spec import Value

Direction = Literal["mitigating", "aggravating", "neutral"]
Mutability = Literal["doable", "establishable", "fixed"]
"""Whether a fact can still be done, can still be established by documents, or is what happened."""


@dataclass(frozen=True)
class FactSpec:
    """What is known of a fact before any case: names, question, direction, presumption, values."""

    name: str
    label: str
    label_en: str
    question: str
    direction: Direction
    presumed: Value
    mutability: Mutability
    values: tuple[Value, ...]
    value_labels: Mapping[Value, tuple[str, str]]
    order: tuple[Value, ...]
    """Comparable values from the least to the most favourable; values left out compare with
    none."""

    @property
    def group(self) -> str:
        """Return the group of the fact."""
        return self.name.partition(".")[0]

    @property
    def boolean(self) -> bool:
        """Tell whether the fact is true or false."""
        return self.values == (True, False)

    def label_of(self, value: Value | None, lang: str = "zh") -> str:
        """Return how `value` of this fact is written for people; None is not yet established."""
        if value is None:
            return "未查明" if lang == "zh" else "not established"
        return self.value_labels[value][0 if lang == "zh" else 1]


_BOOLEAN_LABELS: dict[Value, tuple[str, str]] = {True: ("是", "yes"), False: ("否", "no")}


def _fact(
    label: str,
    label_en: str,
    question: str,
    direction: Direction = "mitigating",
    *,
    presumed: Value = False,
    mutability: Mutability = "fixed",
    values: dict[str, tuple[str, str]] | None = None,
    order: tuple[str, ...] = (),
) -> Any:
    """Return the pydantic field of a fact; `values` maps each code to its labels."""
    extra: dict[str, Any] = {
        "x-label-en": label_en,
        "x-direction": direction,
        "x-presumed": presumed,
        "x-mutability": mutability,
    }
    if values is not None:
        extra["x-values"] = {code: list(labels) for code, labels in values.items()}
        extra["x-order"] = list(order)
    return Field(default=None, title=label, description=question, json_schema_extra=extra)


class FactGroup(BaseModel):
    """A group of facts."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Subject(FactGroup):
    """责任追究对象 Who is held to account (Art. 3)."""

    kind: (
        Literal[
            "unit",
            "party_member_cadre",
            "non_party_cadre",
            "non_party_public_official",
            "other",
        ]
        | None
    ) = _fact(
        "对象类别",
        "kind of subject",
        "责任追究对象属于哪一类？",
        "neutral",
        presumed="party_member_cadre",
        values={
            "unit": ("学院系（院）、部门", "college unit"),
            "party_member_cadre": ("党员干部", "Party-member cadre"),
            "non_party_cadre": ("非党员干部", "non-Party cadre"),
            "non_party_public_official": (
                "行使公权力的非党员公职人员",
                "non-Party official exercising public power",
            ),
            "other": ("其他人员", "other person"),
        },
    )


class Work(FactGroup):
    """工作情形 The situation in which the error arose (Arts 4 and 5)."""

    performing_duty: bool | None = _fact(
        "履职尽责中发生",
        "arose in reform, work or performance of duty",
        "失误错误是否发生在改革创新、干事创业、履职尽责中？",
        presumed=True,
    )
    major_arrangement: bool | None = _fact(
        "落实重大工作安排",
        "implementing a major arrangement",
        "是否在落实上级和学院重大工作安排中？",
    )
    high_quality_development: bool | None = _fact(
        "推动高质量发展",
        "promoting high-quality development",
        "是否在立足新发展阶段、贯彻新发展理念、服务融入新发展格局、推动高质量发展中？",
    )
    reform_and_innovation: bool | None = _fact(
        "推进改革创新",
        "advancing reform or institutional innovation",
        "是否在推进改革和体制机制创新中？",
    )
    pilot: bool | None = _fact("试点性工作", "pilot work", "该项工作是否属于试点性工作？")
    experimental: bool | None = _fact(
        "实验性工作", "experimental work", "该项工作是否属于实验性工作？"
    )
    creative: bool | None = _fact("创造性开展工作", "creative work", "是否属于创造性开展工作？")
    college_core_work: bool | None = _fact(
        "学院重点领域工作",
        "core work of the college (areas of Art. 5(5))",
        "是否在全面从严治党、干部队伍建设、教育教学、科研管理、学科建设、人事制度改革、"
        "人才培养、创新创业、产学研融合等工作中？",
    )
    serving_grassroots: bool | None = _fact(
        "服务基层和师生",
        "serving grassroots units, staff or students",
        "是否在服务校内基层单位、服务师生员工中？",
    )
    campus_emergency: bool | None = _fact(
        "处置校园突发事件", "handling a campus emergency", "是否在处置校园突发事件中？"
    )
    campus_safety: bool | None = _fact(
        "维护校园安全稳定", "keeping the campus safe and stable", "是否在维护校园安全稳定中？"
    )
    urgent_hazardous_task: bool | None = _fact(
        "急难险重任务",
        "an urgent, hard or hazardous task",
        "是否在完成急难险重工作任务中？",
    )
    legacy_problem: bool | None = _fact(
        "解决历史遗留问题", "resolving a legacy problem", "是否在解决历史遗留问题中？"
    )
    dispute_resolution: bool | None = _fact(
        "化解矛盾纠纷", "resolving disputes", "是否在化解矛盾纠纷中？"
    )
    college_stability: bool | None = _fact(
        "维护学院稳定", "keeping the college stable", "是否在维护学院稳定等工作中？"
    )
    disaster_or_accident_response: bool | None = _fact(
        "应对自然灾害、事故灾难",
        "responding to a disaster or accident",
        "是否在应对自然灾害、事故灾难中？",
    )
    emergency_response: bool | None = _fact(
        "处置突发事件", "responding to an emergency", "是否在处置突发事件中？"
    )
    mass_incident_response: bool | None = _fact(
        "处置群体性事件", "responding to a mass incident", "是否在处置群体性事件中？"
    )


class Motive(FactGroup):
    """动机态度 Motive and attitude (Annex 2, 1)."""

    gain_for_self: bool | None = _fact(
        "为个人谋取私利", "gain sought for self", "是否为自己谋取不正当利益？", "aggravating"
    )
    gain_for_others: bool | None = _fact(
        "为他人谋取私利", "gain sought for others", "是否为他人谋取不正当利益？", "aggravating"
    )
    gain_for_unit: bool | None = _fact(
        "为单位谋取私利", "gain sought for the unit", "是否为单位谋取私利？", "aggravating"
    )
    knowing_violation: bool | None = _fact(
        "明知故犯", "knowing violation", "是否明知故犯？", "aggravating"
    )
    overall_interest: bool | None = _fact(
        "立足全局利益", "acted for the overall interest", "是否立足全局利益？"
    )
    efficiency: bool | None = _fact("着眼提高效率", "aimed at efficiency", "是否着眼于提高效率？")


class Conditions(FactGroup):
    """客观条件 Objective conditions (Annex 2, 2)."""

    lack_of_experience: bool | None = _fact("缺乏经验", "lack of experience", "是否因缺乏经验？")
    pilot_first: bool | None = _fact("先行先试", "going first", "是否因先行先试？")
    policy_unclear: bool | None = _fact(
        "政策界限不明确",
        "policy limits unclear",
        "当时的政策界限是否不明确？",
        mutability="establishable",
    )
    unforeseeable_factors: bool | None = _fact(
        "不可预知的因素",
        "unforeseeable factors",
        "是否存在不可预知的因素？",
        mutability="establishable",
    )
    policy_changed: bool | None = _fact(
        "国家政策调整",
        "national policy changed",
        "是否因国家政策调整？",
        mutability="establishable",
    )
    superior_decision_changed: bool | None = _fact(
        "上级决策部署变化",
        "superiors' decision changed",
        "是否因上级决策部署变化？",
        mutability="establishable",
    )
    objective_constraints: bool | None = _fact(
        "受客观条件限制",
        "objective constraints",
        "是否受客观条件限制？",
        mutability="establishable",
    )
    prohibited_by_law: bool | None = _fact(
        "法律法规明令禁止",
        "expressly prohibited by law",
        "所做的事是否为法律、法规明令禁止？",
        "aggravating",
    )
    law_at_the_time: Literal["liable", "lighter", "no_liability"] | None = _fact(
        "事发当时的规定",
        "the law at the time",
        "按照事发当时的法律法规和有关党内法规，应当如何追究责任？",
        presumed="liable",
        mutability="establishable",
        values={
            "liable": ("应当追究责任", "liable"),
            "lighter": ("从轻追究责任", "liable, more lightly"),
            "no_liability": ("不应追究责任", "not liable"),
        },
        order=("liable", "lighter", "no_liability"),
    )


class Procedure(FactGroup):
    """程序方法 Procedure and method (Annex 2, 3)."""

    collective_decision: bool | None = _fact(
        "经过民主决策程序",
        "decided by a democratic procedure",
        "是否经过民主决策程序？",
        mutability="establishable",
    )
    democratic_centralism: bool | None = _fact(
        "严格执行民主集中制",
        "democratic centralism observed",
        "决策中是否严格执行民主集中制？（该规定不适用，或符合其自身的紧急例外的，答“是”）",
        mutability="establishable",
    )
    major_matters_procedure: bool | None = _fact(
        "严格执行“三重一大”程序",
        "major-matters procedure observed",
        "决策中是否严格执行“三重一大”决策程序？（不属于“三重一大”事项，或符合其自身的紧急例外的，"
        "答“是”）",
        mutability="establishable",
    )
    reported_and_sought_instructions: bool | None = _fact(
        "严格执行请示报告规定",
        "reported and sought instructions as required",
        "决策中是否严格执行请示报告等规定？（无须请示报告，或符合其自身的紧急例外的，答“是”）",
        mutability="establishable",
    )


class Nature(FactGroup):
    """性质程度 Nature and degree (Annex 2, 4)."""

    exploratory_error: bool | None = _fact(
        "探索性失误错误", "exploratory error", "是否属于探索性失误错误？"
    )
    proactive: bool | None = _fact("积极作为", "acted proactively", "是否加压奋进、积极作为？")
    pioneering: bool | None = _fact(
        "开拓创新、大力推进", "pioneering", "是否因开拓创新、大力推进？"
    )
    deferred_documents: bool | None = _fact(
        "容缺受理、容缺审查",
        "accepted or reviewed with documents deferred",
        "是否进行容缺受理、容缺审查？",
    )
    took_responsibility: bool | None = _fact(
        "主动揽责、担当作为", "took responsibility", "是否主动揽责、积极担当作为？"
    )
    broke_deadlock: bool | None = _fact("积极打破僵局", "broke a deadlock", "是否积极打破僵局？")
    faced_danger: bool | None = _fact("主动担当涉险", "faced danger", "是否主动担当涉险？")
    decided_on_the_spot: bool | None = _fact(
        "临机果断决策", "decided on the spot", "是否临机果断决策？"
    )
    three_distinctions: bool | None = _fact(
        "经认定符合“三个区分开来”",
        "found to meet the Three Distinctions",
        "是否已作出书面认定，符合“三个区分开来”？",
        mutability="establishable",
    )
    express_prohibition_violated: bool | None = _fact(
        "违反明确禁止性规定",
        "express prohibition violated",
        "是否违反党章党规、法律法规明确禁止性规定？",
        "aggravating",
    )
    persisted_after_prohibition: bool | None = _fact(
        "明令禁止后依然我行我素",
        "persisted after prohibition",
        "是否在明令禁止后依然我行我素？",
        "aggravating",
    )
    political_discipline_violated: bool | None = _fact(
        "违反政治纪律和政治规矩",
        "political discipline violated",
        "是否违反政治纪律和政治规矩？",
        "aggravating",
    )
    eight_point_violated: bool | None = _fact(
        "违反中央八项规定精神",
        "Eight-point Decision violated",
        "是否违反中央八项规定及其实施细则精神？",
        "aggravating",
    )
    serious_breach: bool | None = _fact(
        "严重违纪违法", "serious breach of discipline or law", "是否严重违纪违法？", "aggravating"
    )
    other_bar: bool | None = _fact(
        "经认定有其他不应容错情形",
        "found: another bar to tolerance",
        "是否已作出书面认定，有其他不应予容错的情形？",
        "aggravating",
    )


class Consequences(FactGroup):
    """后果影响 Consequences and impact (Annex 2, 5)."""

    fell_short: bool | None = _fact(
        "未达到预期效果", "fell short of the expected effect", "是否未达到预期效果？"
    )
    safety_accident: Literal["none", "ordinary", "major_or_exceptional"] | None = _fact(
        "安全责任事故",
        "safety accident with liability",
        "是否造成安全责任事故，等级如何？",
        "aggravating",
        presumed="none",
        values={
            "none": ("没有", "none"),
            "ordinary": ("一般、较大事故", "ordinary or larger"),
            "major_or_exceptional": ("重特大事故", "major or exceptionally major"),
        },
        order=("major_or_exceptional", "ordinary", "none"),
    )
    harm_to_students_or_staff: Literal["none", "minor", "serious"] | None = _fact(
        "损害师生利益",
        "harm to students or staff",
        "是否损害师生利益，程度如何？",
        "aggravating",
        presumed="none",
        values={
            "none": ("没有", "none"),
            "minor": ("轻微", "minor"),
            "serious": ("严重", "serious"),
        },
        order=("serious", "minor", "none"),
    )
    serious_mass_incident: bool | None = _fact(
        "引发严重群体性事件",
        "caused a serious mass incident",
        "是否引发严重群体性事件？",
        "aggravating",
    )
    loss: Literal["none", "some", "major"] | None = _fact(
        "损失",
        "loss",
        "是否造成损失，程度如何？",
        "aggravating",
        presumed="none",
        values={
            "none": ("没有", "none"),
            "some": ("有损失，但不重大", "some"),
            "major": ("重大损失", "major"),
        },
        order=("major", "some", "none"),
    )
    impact: Literal["none", "some", "serious", "vile"] | None = _fact(
        "不良影响",
        "adverse impact",
        "是否造成不良影响，程度如何？",
        "aggravating",
        presumed="none",
        values={
            "none": ("没有", "none"),
            "some": ("有不良影响，但不严重", "some"),
            "serious": ("严重不良影响", "serious"),
            "vile": ("恶劣社会影响", "vile"),
        },
        order=("vile", "serious", "some", "none"),
    )


_EFFORT = {
    "active": ("积极主动", "active"),
    "passive": ("消极应付", "passive"),
    "none": ("没有采取措施", "none"),
    "not_needed": ("无须", "not needed"),
}


class Remedy(FactGroup):
    """挽回损失 Remedy and recovery (Annex 2, 6)."""

    rectification: Literal["active", "passive", "refused", "nothing_to_correct"] | None = _fact(
        "整改纠错",
        "rectification",
        "出现失误错误后，整改纠错的态度如何？",
        presumed="nothing_to_correct",
        mutability="doable",
        values={
            "active": ("积极整改", "active"),
            "passive": ("消极整改", "passive"),
            "refused": ("拒不整改", "refused"),
            "nothing_to_correct": ("没有需要整改的事项", "nothing to correct"),
        },
        order=("refused", "passive", "active"),
    )
    impact_removal: Literal["active", "passive", "none", "not_needed"] | None = _fact(
        "消除不良影响",
        "removal of adverse impact",
        "是否积极主动消除不良影响？",
        presumed="none",
        mutability="doable",
        values=_EFFORT,
        order=("none", "passive", "active"),
    )
    loss_recovery: Literal["active", "passive", "none", "not_needed"] | None = _fact(
        "挽回损失",
        "recovery of loss",
        "是否积极主动挽回损失？",
        presumed="none",
        mutability="doable",
        values=_EFFORT,
        order=("none", "passive", "active"),
    )


class Discretion(FactGroup):
    """裁量因素 What the policy, and only the policy, weighs."""

    minor_breach: bool | None = _fact(
        "情节轻微", "minor breach", "违纪违规情节是否轻微？", mutability="establishable"
    )
    cooperated: bool | None = _fact(
        "如实说明、配合调查",
        "told the truth and cooperated",
        "是否如实说明情况、配合调查？",
        mutability="doable",
    )
    aggravating: bool | None = _fact(
        "有从重情节", "aggravating circumstances", "是否有从重处理的情节？", "aggravating"
    )


class CaseFacts(BaseModel):
    """The facts of one case: nine groups, every fact true, false, a value, or None (未查明)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    subject: Annotated[Subject, Field(strict=False)] = Subject()
    work: Annotated[Work, Field(strict=False)] = Work()
    motive: Annotated[Motive, Field(strict=False)] = Motive()
    conditions: Annotated[Conditions, Field(strict=False)] = Conditions()
    procedure: Annotated[Procedure, Field(strict=False)] = Procedure()
    nature: Annotated[Nature, Field(strict=False)] = Nature()
    consequences: Annotated[Consequences, Field(strict=False)] = Consequences()
    remedy: Annotated[Remedy, Field(strict=False)] = Remedy()
    discretion: Annotated[Discretion, Field(strict=False)] = Discretion()

    @model_validator(mode="wrap")
    @classmethod
    def _refuse(cls, given: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Say what is wrong in Chinese and all at once; what is right pays nothing for it."""
        if isinstance(given, dict):
            # A group left blank in a file is null: all of its facts are unknown.
            given = {group: facts for group, facts in given.items() if facts is not None}
        try:
            return handler(given)
        except (ValidationError, UnicodeError) as error:
            message = "\n".join(map(str, fact_faults(given))) or str(error)
        # The message goes in as a context value: it may hold braces of the user's.
        raise PydanticCustomError("case_facts", "{faults}", {"faults": message})

    def model_post_init(self, _context: Any, /) -> None:
        """Work out the packed form at the entrance, once: every executor starts from it."""
        _ = self.packed

    @property
    def flat(self) -> dict[str, Value | None]:
        """Every fact by dotted name, in the order of the vocabulary; None is unknown."""
        groups = [getattr(self, group) for group in CaseFacts.model_fields]
        values = [getattr(facts, name) for facts in groups for name in type(facts).model_fields]
        return dict(zip(vocabulary(), values, strict=True))

    @cached_property
    def packed(self) -> int:
        """The facts as one integer; see `pack`."""
        return pack(self.flat)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts not yet established."""
        return tuple(name for name, value in self.flat.items() if value is None)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, validated: what was worked out at the entrance must not go stale."""
        groups = {name: getattr(self, name) for name in CaseFacts.model_fields}
        return self.model_validate({**groups, **(update or {})})

    @classmethod
    def from_facts(cls, given: object) -> CaseFacts:
        """Return the facts of a nested or a dotted dict; CaseError lists every fault."""
        if isinstance(given, cls):
            return given
        nested = nest(given)
        try:
            return cls.model_validate(nested)
        except ValidationError as error:
            faults = list(fact_faults(nested)) or [Fault("C006", str(error))]
        raise CaseError(faults)

    def with_facts(self, changes: Mapping[str, Value | None]) -> CaseFacts:
        """Return the facts with some changed, by dotted name; CaseError lists every fault."""
        return CaseFacts.from_facts(self.flat | dict(changes))


def nest(given: object) -> object:
    """Return `given` with dotted names put into their groups; anything else untouched.

    CaseError names every fact that is given twice: which of the two is meant cannot be known.
    """
    if not isinstance(given, Mapping):
        return given
    nested: dict[object, Any] = {}
    twice: list[str] = []
    for key, value in given.items():
        group, dot, name = key.partition(".") if isinstance(key, str) else (key, "", "")
        facts = {name: value} if dot else _facts_of(value)
        before = nested.get(group)
        if isinstance(before, dict) and isinstance(facts, dict):
            twice += [f"{group}.{spoken(each)}" for each in facts if each in before]
            before.update(facts)
        elif before is None or (not dot and facts is not None):
            nested[group] = facts
    if twice:
        raise CaseError(
            [
                Fault("C007", f"{shorten(name)} 给了两次", "请只写一次", subject=name[:200])
                for name in twice
            ]
        )
    return nested


def _facts_of(group: object) -> object:
    """Return the facts of a group as a dict of its own; anything else untouched."""
    if isinstance(group, FactGroup):
        return {name: getattr(group, name) for name in type(group).model_fields}
    return dict(group) if isinstance(group, Mapping) else group


BITS = 3
"""Bits of a fact in the packed form: enough for unknown and seven values."""


@lru_cache(maxsize=1)
def _fields() -> Mapping[str, Mapping[Value | None, int]]:
    """Return, for each fact, what each of its values adds to the packed form."""
    return {
        name: {None: 0}
        | {value: (number + 1) << BITS * index for number, value in enumerate(spec.values)}
        for index, (name, spec) in enumerate(vocabulary().items())
    }


def pack(flat: Mapping[str, Value | None]) -> int:
    """Return facts as one integer: `BITS` bits a fact in the order of the vocabulary.

    Zero is unknown; otherwise one more than the index of the value.
    """
    fields = _fields()
    return sum([fields[name][value] for name, value in flat.items()])


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, FactSpec]:
    """Return every fact by dotted name, in order; the one place that reads the model."""
    specs: dict[str, FactSpec] = {}
    for group, outer in CaseFacts.model_fields.items():
        model = outer.annotation
        assert isinstance(model, type)
        assert issubclass(model, FactGroup)
        for name, info in model.model_fields.items():
            extra = info.json_schema_extra
            assert isinstance(extra, dict)
            read: dict[str, Any] = dict(extra)
            labels = read.get("x-values")
            direction: Direction = read["x-direction"]
            boolean_order = (False, True) if direction == "mitigating" else (True, False)
            specs[f"{group}.{name}"] = FactSpec(
                name=f"{group}.{name}",
                label=info.title or name,
                label_en=read["x-label-en"],
                question=info.description or "",
                direction=direction,
                presumed=read["x-presumed"],
                mutability=read["x-mutability"],
                values=tuple(labels) if labels else (True, False),
                value_labels=(
                    {code: (zh, en) for code, (zh, en) in labels.items()}
                    if labels
                    else _BOOLEAN_LABELS
                ),
                order=tuple(read["x-order"]) if labels else boolean_order,
            )
    return specs


def groups() -> Mapping[str, str]:
    """Return every group of facts with its Chinese and English title."""
    return {
        name: (info.annotation.__doc__ or "").rstrip(".")
        for name, info in CaseFacts.model_fields.items()
        if info.annotation is not None
    }


def fact_faults(given: object) -> Iterator[Fault]:
    """Yield what is wrong with a nested dict of facts: unknown names, values of no meaning."""
    if not isinstance(given, Mapping):
        yield Fault(
            "C001", "事实应当是“组: {事实: 值}”的对照表", "请写成 work: {pilot: true} 的形式"
        )
        return
    names = groups()
    for group, facts in given.items():
        if group not in names:
            yield Fault(
                "C002",
                f"没有名为 {shorten(group)} 的事实组{did_you_mean(group, names)}",
                f"可用的组：{'、'.join(names)}",
                subject=spoken(group)[:200],
            )
        elif facts is None or isinstance(facts, FactGroup):
            continue
        elif not isinstance(facts, Mapping):
            yield Fault(
                "C001",
                f"事实组 {group} 的内容应当是对照表，现为 {shorten(facts)}",
                f"请写成 {group}: {{事实: 值}}；全部未查明的，整组不写",
                subject=group,
            )
        else:
            for name, value in facts.items():
                yield from value_faults(f"{group}.{spoken(name)}", value)


def value_faults(name: str, value: object) -> Iterator[Fault]:
    """Yield what is wrong with one fact given by dotted name."""
    spec = vocabulary().get(name)
    if spec is None:
        yield Fault(
            "C003",
            f"没有名为 {shorten(name)} 的事实{did_you_mean(name, vocabulary())}",
            "全部事实见 tolerance-rules facts",
            subject=name[:200],
        )
    elif value is None or (isinstance(value, (bool, str)) and value in spec.values):
        return
    elif spec.boolean:
        yield Fault(
            "C004",
            f"{name}（{spec.label}）的值 {shorten(value)} 不能识别",
            "请写 true（是）、false（否）或 null（未查明）",
            subject=name,
        )
    else:
        codes = "、".join(f"{code}（{labels[0]}）" for code, labels in spec.value_labels.items())
        yield Fault(
            "C005",
            f"{name}（{spec.label}）的值 {shorten(value)} 不能识别"
            f"{did_you_mean(value, _codes(spec))}",
            f"请写 {codes}，或 null（未查明）",
            subject=name,
        )


def _codes(spec: FactSpec) -> list[str]:
    return [value for value in spec.values if isinstance(value, str)]


__all__ = ["CaseFacts", "FactSpec", "fact_faults", "groups", "nest", "value_faults", "vocabulary"]
