"""Make the Word templates of the forms anew: `python examples/forms/make_templates.py`.

They are laid out as the annexes of the regulation. Once made they are files like any other: open
one in Word or WPS and change what it looks like; this script would write over that.
"""

from __future__ import annotations

from pathlib import Path

from word_template import (
    WIDTH,
    cell,
    explained,
    label,
    paragraph,
    row,
    table,
    tag_row,
    write,
)

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "rules" / "zzvc-2023-32" / "forms"
SECOND = ROOT / "examples" / "rulesets" / "shili-2025-6" / "forms"
PACKAGE = ROOT / "tolerance_rules" / "forms" / "templates"


def application() -> list[str]:
    """Return annex 1."""
    a, b, c, d, e = widths = (1300, 1500, 2000, 1500, 2544)
    rest = b + c + d + e
    wide = [
        row(label(name, a), cell(f"{{{{ {key} }}}}", rest, span=4, top=top), height=height)
        for name, key, height, top in (
            ("申请容错事项", "matter", 1000, False),
            ("主要事实及理由", "facts_and_reasons", 3200, True),
            ("所在党组织意见", "party_opinion", 1600, True),
            ("备注", "remarks", 700, False),
        )
    ]
    return [
        paragraph("附件 1", "Annex"),
        paragraph("容错申请表", "Title"),
        paragraph("{{ applied_on }}", "AboveRight"),
        table(
            widths,
            row(label("责任追究部门", a), cell("{{ authority }}", rest, span=4)),
            row(
                label("申请主体", a, merge="restart"),
                label("申请党组织", b),
                cell("{{ applicant_party }}", c + d + e, span=3),
            ),
            row(
                label("", a, merge="continue"),
                label("申请人", b),
                cell("{{ applicant }}", c),
                label("单位及职务", d),
                cell("{{ applicant_post }}", e),
            ),
            *wide,
        ),
        paragraph("附：相关证据材料", "Below"),
        paragraph("{{ materials }}", "Small"),
    ]


def worksheet() -> list[str]:
    """Return annex 2, as a worksheet for the collective."""
    widths = (1060, 2760, 2724, 1060, 1240)
    heads = ("方面", "标准", "事实提示", "集体评价", "说明")
    keys = ("contrast", "suggestion", "assessment", "note")
    return [
        paragraph("附件 2", "Annex"),
        paragraph("对失误错误综合分析标准", "Title"),
        paragraph("案件：{{ case_id }} {{ matter }}", "Above"),
        table(
            widths,
            row(
                *(label(h, w, style="SmallCentre") for h, w in zip(heads, widths, strict=True)),
                heading=True,
            ),
            tag_row("{%tr for dimension in analysis %}", 5),
            tag_row("{%tr for each in dimension.contrasts %}", 5),
            row(
                label("{% vm %}{{ dimension.name }}", widths[0], style="SmallCentre"),
                *(
                    cell(f"{{{{ each.{key} }}}}", width, style="Small")
                    for key, width in zip(keys, widths[1:], strict=True)
                ),
            ),
            tag_row("{%tr endfor %}", 5),
            tag_row("{%tr endfor %}", 5),
            padding=10,
        ),
        paragraph(
            "事实提示由事实而来，供集体研究参考；综合分析不由它代替，结论不由它得出。", "Below"
        ),
        paragraph("参加集体研究人员签名：＿＿＿＿＿＿＿＿＿＿　　年　　月　　日", "Sign"),
    ]


def decision() -> list[str]:
    """Return annex 3."""
    a, b, c, d, e = widths = (1400, 1200, 2444, 1200, 2600)
    rest = b + c + d + e
    return [
        paragraph("附件 3", "Annex"),
        paragraph("容错免责决定书", "Title"),
        table(
            widths,
            row(
                label(("容错对象", "情况"), a, merge="restart"),
                label("单位", b),
                cell("{{ unit }}", c + d + e, span=3),
            ),
            row(
                label("", a, merge="continue"),
                label("姓名", b),
                cell("{{ name }}", c),
                label("职务", d),
                cell("{{ post }}", e),
            ),
            *(
                row(label(name, a), cell(f"{{{{ {key} }}}}", rest, span=4, top=top), height=height)
                for name, key, height, top in (
                    ("调查事实", "investigated_facts", 3000, True),
                    ("容错依据", "basis", 2400, True),
                    ("容错结论", "conclusion", 900, False),
                )
            ),
            row(
                label("批准部门", a),
                cell(
                    ("{{ authority }}", "", "（盖章）", "{{ decided_on }}"),
                    rest,
                    span=4,
                    style=("Cell", "Cell", "CellRight", "CellRight"),
                ),
                height=1800,
            ),
        ),
    ]


def filing() -> list[str]:
    """Return annex 4."""
    widths = (600, 2244, 1240, 2080, 1440, 1240)
    heads = (
        "序号",
        "容错对象（单位或人员）",
        "启动来源（依职权或依申请）",
        "容错原因",
        "处理结果",
        "纠错情况",
    )
    keys = ("number", "object", "initiation", "reason", "result", "correction")
    return [
        paragraph("附件 4", "Annex"),
        paragraph("容错纠错工作备案表", "Title"),
        paragraph("填报单位：{{ filing_unit }}（加盖公章）", "Above"),
        paragraph("填报时间：{{ filed_on }}", "Above"),
        table(
            widths,
            row(*(label(h, w) for h, w in zip(heads, widths, strict=True)), heading=True),
            tag_row("{%tr for row in rows %}", 6),
            row(
                *(
                    cell(f"{{{{ row.{k} }}}}", w, style="SmallCentre" if k == "number" else "Small")
                    for k, w in zip(keys, widths, strict=True)
                ),
                whole=True,
            ),
            tag_row("{%tr endfor %}", 6),
        ),
        paragraph("{%p if checkpoint %}", "Plain"),
        paragraph("决定日志的检查点：", "Below"),
        paragraph("{{ checkpoint }}", "Small"),
        paragraph("{%p endif %}", "Plain"),
    ]


def report() -> list[str]:
    """Return the report of the investigation."""
    parts = (
        ("一、调查对象基本情况", "subject_situation"),
        ("二、调查依据", "investigation_basis"),
        ("三、调查过程", "investigation_process"),
        ("四、追责问责及容错事实", "explanation"),
        ("五、调查对象的态度认识", "attitude"),
        ("六、处理建议及依据", "proposal"),
    )
    found = [paragraph("关于{{ about }}的调查报告", "Title")]
    for heading, key in parts:
        found.append(paragraph(heading, "Heading1"))
        style = "Last" if key == "proposal" else "Text"
        found += explained(key) if key == "explanation" else [paragraph(f"{{{{ {key} }}}}", style)]
    return [
        *found,
        paragraph("调查组全体人员签名：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿", "Sign"),
        paragraph("　　年　　月　　日", "Right"),
    ]


def notice() -> list[str]:
    """Return the notice of the conclusion."""
    return [
        paragraph("容错结论告知书", "Title"),
        paragraph("{{ recipient }}：", "Plain"),
        paragraph(
            "关于{{ about }}，经调查核实、集体研究，"
            "已于{{ decided_on }}作出结论：{{ conclusion }}。"
        ),
        paragraph("理由和依据如下：", "Text"),
        paragraph("{{ basis }}"),
        paragraph(
            "对处理决定不服的，可以按照有关规定提出申诉或者申请复审。"
            "申诉、复审期间，不停止处理决定的执行。"
        ),
        paragraph("本告知书应当至迟于{{ notice_due }}送达责任追究对象及其所在党组织。", "Last"),
        paragraph("{{ addressee }}（盖章）", "Seal"),
        paragraph("{{ notified_on }}", "Seal"),
        paragraph("责任追究对象签收：＿＿＿＿＿＿＿＿＿＿　　　　年　　月　　日", "Sign"),
        paragraph("所在党组织签收：　＿＿＿＿＿＿＿＿＿＿　　　　年　　月　　日", "Sign"),
    ]


def correction() -> list[str]:
    """Return the notice of correction."""
    return [
        paragraph("纠错通知书", "Title"),
        paragraph("{{ recipient }}：", "Plain"),
        paragraph("关于{{ about }}，按照规定启动纠错程序，现将有关要求通知如下。"),
        paragraph("一、纠错事项", "Heading1"),
        paragraph("{{ correction_matters }}"),
        paragraph("二、纠错要求", "Heading1"),
        paragraph("{{ correction_demands }}"),
        paragraph("三、纠正期限", "Heading1"),
        paragraph(
            "请至迟于{{ correction_by }}完成纠错工作，并将整改落实情况书面报告。"
            "因特殊情况难以按照规定时间完成的，可以申请适当延长整改期限。",
            "Last",
        ),
        paragraph("{{ addressee }}（盖章）", "Seal"),
        paragraph("{{ corrected_from }}", "Seal"),
        paragraph("签收：＿＿＿＿＿＿＿＿＿＿　　　　年　　月　　日", "Sign"),
    ]


def correction_report() -> list[str]:
    """Return the written report on what was corrected."""
    return [
        paragraph("整改落实情况报告", "Title"),
        paragraph("{{ addressee }}：", "Plain"),
        paragraph("按照纠错通知，现将{{ about }}的整改落实情况报告如下。"),
        paragraph("一、纠错事项", "Heading1"),
        paragraph("{{ correction_matters }}"),
        paragraph("二、整改落实情况", "Heading1"),
        paragraph("{{ correction_done }}"),
        paragraph("三、尚未完成的事项和申请延长的理由", "Heading1"),
        paragraph("{{ correction_left }}", "Last"),
        paragraph("报告人：{{ reported_by }}", "Seal"),
        paragraph("{{ reported_on }}", "Seal"),
    ]


def conclusion() -> list[str]:
    """Return the one form of the second ruleset: its written conclusion."""
    a, b = widths = (1800, WIDTH - 1800)
    rows = (
        ("当事人", "party", 700),
        ("所在单位", "unit", 700),
        ("事项", "matter", 900),
        ("认定的事实", "found", 3000),
        ("所适用的条款", "basis", 2400),
        ("认定结论", "conclusion", 900),
    )
    return [
        paragraph("容错认定结论书", "Title"),
        table(
            widths,
            *(row(label(n, a), cell(f"{{{{ {k} }}}}", b), height=h) for n, k, h in rows),
        ),
        paragraph("学校容错认定委员会（盖章）", "Seal"),
        paragraph("{{ decided_on }}", "Seal"),
    ]


def explanation() -> list[str]:
    """Return the explanation of a decision, of any ruleset."""
    return [
        paragraph("{%p for document in documents %}", "Plain"),
        paragraph("{{ document.title }}", "Title"),
        *explained("document.lines", "Heading1"),
        paragraph("{%p endfor %}", "Plain"),
    ]


def main() -> None:
    """Write every template."""
    for folder, made in (
        (
            SHIPPED,
            {
                "annex-1": application(),
                "annex-2": worksheet(),
                "annex-3": decision(),
                "annex-4": filing(),
                "investigation-report": report(),
                "notice": notice(),
                "correction-notice": correction(),
                "correction-report": correction_report(),
            },
        ),
        (SECOND, {"conclusion": conclusion()}),
        (PACKAGE, {"explanation": explanation()}),
    ):
        for name, body in made.items():
            write(folder / f"{name}.docx", body)


if __name__ == "__main__":
    main()
