"""A report made by hand, with findings of every kind, hostile texts among them."""

from tolerance_rules import Engine
from tolerance_rules.audit.findings import (
    AuditFinding,
    AuditReport,
    Distribution,
    Kind,
    PastDecision,
)
from tolerance_rules.verdict.decision_data import RulesetRef
from tolerance_rules.vocabulary.fact_spec import Value

FAVOUR = ("not_pursued", "exempt", "mitigated", "lighter")
PART = FAVOUR[1:]
AUTHORITIES = ("学院纪委", "组织人事处", "教务处", "科研与产教融合处", "后勤与资产管理处")
PILOT: dict[str, Value] = {
    "subject.kind": "party_member_cadre",
    "work.performing_duty": True,
    "work.reform_and_innovation": True,
    "conditions.pilot_first": True,
    "nature.exploratory_error": True,
    "procedure.democratic_centralism": True,
    "procedure.major_matters_procedure": True,
    "procedure.reported_and_sought_instructions": True,
    "nature.express_prohibition_violated": False,
    "motive.gain_for_self": False,
    "consequences.loss": "some",
    "consequences.impact": "none",
    "remedy.rectification": "active",
    "remedy.impact_removal": "not_needed",
    "remedy.loss_recovery": "active",
}


def past(row: int, recorded: str, named: str, permitted: tuple[str, ...], **over) -> PastDecision:
    given = {
        "id": f"RC-2024-{row:03d}",
        "authority": AUTHORITIES[row % len(AUTHORITIES)],
        "period": f"2024Q{row % 4 + 1}",
        "settled": True,
        "reachable": (named,),
        "facts": PILOT,
        "title": "校企合作实训基地先行先试中经费测算失准",
        "dates": {"decided_on": "2024-05-20"},
    }
    given |= over
    return PastDecision(row=row, recorded=recorded, named=named, permitted=permitted, **given)


def ruleset() -> RulesetRef:
    return Engine.load().evaluate({}).ruleset


HOSTILE = "<script>alert('越权')</script>&\"{{ 7*7 }}"
FORMULA = '=HYPERLINK("http://example.invalid","点此")'


def findings() -> tuple[AuditFinding, ...]:
    barred = PILOT | {"motive.gain_for_self": True}
    weaker = PILOT | {"consequences.loss": "major", "remedy.loss_recovery": "passive"}
    missing = {k: v for k, v in PILOT.items() if not k.startswith("remedy.")}
    law = [
        AuditFinding(
            Kind.ERROR_OF_LAW,
            (past(14, "not_pursued", "no_tolerance", ("no_tolerance",), facts=barred),),
            ("6.3", "7.1"),
        ),
        AuditFinding(
            Kind.ERROR_OF_LAW,
            (past(57, "not_pursued", "mitigated", PART, facts=weaker, title=HOSTILE),),
            ("7.5.3", "7.5.4", "7.5"),
        ),
        AuditFinding(
            Kind.ERROR_OF_LAW,
            (past(91, "no_tolerance", "not_pursued", FAVOUR, title=FORMULA),),
            ("6", "7.5"),
        ),
    ]
    alike = tuple(
        past(row, recorded, "not_pursued", FAVOUR)
        for row, recorded in ((8, "not_pursued"), (33, "not_pursued"), (71, "lighter"))
    )
    inverted = (
        past(22, "lighter", "not_pursued", FAVOUR, title="实验室搬迁应急处置"),
        past(45, "exempt", "exempt", PART, facts=weaker, title="合作办学项目延期"),
    )
    dates = {"decided_on": "2024-09-26", "notified_on": "2024-10-15", "filed_on": "2024-11-01"}
    dated = past(60, "exempt", "exempt", PART, dates=dates)
    late = {"decided": "2024-09-26", "deadline": "2024-10-11", "actual": "2024-10-15"}
    filed = {"decided": "2024-09-26", "deadline": "2024-10-25", "actual": "2024-11-01"}
    return (
        *law,
        AuditFinding(Kind.DEPARTURE, (past(5, "lighter", "not_pursued", FAVOUR),), ("5.3", "7.5")),
        AuditFinding(
            Kind.TOLERANCE_WITHHELD,
            (past(39, "ordinary_accountability", "not_pursued", FAVOUR),),
            ("5.3", "5.5"),
        ),
        AuditFinding(
            Kind.UNSETTLED,
            (
                past(
                    66,
                    "mitigated",
                    "lighter",
                    PART,
                    facts=missing,
                    settled=False,
                    reachable=("not_pursued", "exempt", "lighter", "no_tolerance"),
                ),
            ),
            facts=("remedy.rectification", "remedy.loss_recovery", "remedy.impact_removal"),
        ),
        AuditFinding(Kind.UNLIKE_TREATMENT, alike, ("7.5",)),
        AuditFinding(
            Kind.INVERSION,
            inverted,
            facts=("consequences.loss", "remedy.loss_recovery"),
        ),
        AuditFinding(Kind.LATE_NOTICE, (dated,), ("7.6",), details={**late, "working_days": "10"}),
        AuditFinding(Kind.LATE_FILING, (dated,), ("7.8",), details=filed),
        AuditFinding(
            Kind.CALENDAR_UNKNOWN,
            (past(80, "exempt", "exempt", PART, dates={"decided_on": "2031-03-03"}),),
            ("7.6",),
            details={"decided": "2031-03-03", "actual": "2031-03-14", "years": "2004-2026"},
        ),
    )


def distributions() -> tuple[Distribution, ...]:
    counts = {
        authority: {"not_pursued": 9 - 2 * n, "exempt": 3, "mitigated": n, "lighter": 2 * n}
        for n, authority in enumerate(AUTHORITIES)
    }
    return (
        Distribution("authority", FAVOUR, counts),
        Distribution("authority", ("no_tolerance",), {AUTHORITIES[0]: {"no_tolerance": 4}}),
        Distribution("period", PART, {"2024Q1": {"exempt": 3}, "": {"lighter": 2}}),
        Distribution("circumstance", FAVOUR, {"5.3": {"not_pursued": 7}, "5.12": {"lighter": 2}}),
        Distribution("harm_threshold", PART, {"serious": {"exempt": 3}, "any": {"lighter": 1}}),
    )


def sample(**over) -> AuditReport:
    given = {
        "register": "容错决定台账2024.xlsx",
        "rows": 96,
        "rejected": 2,
        "ruleset": ruleset(),
        "policy": "default",
        "outcomes": {
            "not_pursued": 31,
            "exempt": 18,
            "mitigated": 12,
            "lighter": 14,
            "no_tolerance": 9,
            "ordinary_accountability": 12,
        },
        "findings": findings(),
        "distributions": distributions(),
        "calendar_years": (2004, 2026),
    }
    return AuditReport(**(given | over))
