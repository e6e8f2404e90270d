"""Ask step words: what the steps of the interview are told with, beside its single questions."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules.language import Pair

STEP_WORDS: Mapping[str, Pair] = {
    # Several facts in one question
    "checklist": (
        "第 {number} 问　{label}：以下有哪几项？（会影响结论的还有 {left} 项）",
        "Question {number}: {label}. Which of these are so? (facts that still bear on the "
        "outcome: {left})",
    ),
    "checklist_more": (
        "继续记录　{label}：以下还有哪几项？（不影响结论）",
        "To record, {label}: which of these are so? (they do not bear on the outcome)",
    ),
    "checklist_how": (
        "    有的写编号，如 1 3；不能确定的写 2?；其余记为否。0 一项都没有；回车都是未查明；\n"
        "    要逐项问，写“逐项”",
        "    Write the numbers of those that are, as 1 3, of what is not known 2?; the rest are\n"
        "    no. 0: none of them; Enter: none is established; “each” to be asked one by one",
    ),
    "ticked": ("是：{}；其余 {} 项：否", "yes: {}; no: the other {}"),
    "ticked_open": ("是：{}；未查明：{}；其余 {} 项：否", "yes: {}; not known: {}; no: {} more"),
    "nothing_ticked": ("没有", "none"),
    "not_numbers": (
        "  看不懂：{}。请写上面的编号，如 1 3；0 是一项都没有",
        "  Not understood: {}. Write numbers from the list, as 1 3; 0 is none of them",
    ),
    # Of the case
    "about": ("案件信息　{}", "Of the case: {}"),
    "about_how": ("  没有的直接回车。", "  Enter if there is none."),
    "id": ("编号（决定编号）", "number of the decision"),
    "title": ("名称（事项）", "title"),
    "authority": ("责任追究部门", "authority"),
    "occurred_on": ("行为发生日期，如 2024-05-01", "date of the conduct, as 2024-05-01"),
    "decided_on": ("作出结论日期，如 2024-09-01", "date of the decision, as 2024-09-01"),
    "remark": ("  提醒：{}", "  Note: {}"),
    "no_date": (
        "  看不懂：{}。日期请写年月日，如 2024-05-01、2024年5月1日",
        "  Not understood: {}. Write year, month and day, as 2024-05-01",
    ),
    "noted": ("  → 已记下。", "  → Noted."),
    "left_out": ("  → 没有填写。", "  → Left out."),
    "not_taken": ("  没有记下：{}", "  Not taken: {}"),
    # At the end
    "end": (
        "问完了。接下来：\n"
        "    1 写出案件文件（回车）\n"
        "    2 继续记录其他适用的情形\n"
        "    3 写证据（文号和说明）\n"
        "    b 退回上一问，改答案",
        "All is asked. Next:\n"
        "    1 write the case file (Enter)\n"
        "    2 go on and record further applicable circumstances\n"
        "    3 write down evidence (document number and note)\n"
        "    b go back and change an answer",
    ),
    "now_settled": ("结论已定：{}。", "Settled: {}."),
    "now_unsettled": ("尚未确定，可能是{}。", "Not settled; it may be {}."),
    "no_choice": ("  看不懂：{}。请写 1、2、3 或 b", "  Not understood: {}. Write 1, 2, 3 or b"),
    "no_more": (
        "  没有其他适用情形的事实可记了。",
        "  No fact of further circumstances is left to record.",
    ),
    "evidence": (
        "证据：写哪一项事实的？写编号或者名称；回车写完了",
        "Evidence: of which fact? Write its number or name; Enter when done",
    ),
    "evidence_line": ("    {number} {label}：{value}{note}", "    {number} {label}: {value}{note}"),
    "evidence_has": ("（已有：{}）", " (so far: {})"),
    "document": (
        "证据　{}：文号或者材料名称；没有的直接回车",
        "Evidence, {}: document number or name; Enter if there is none",
    ),
    "note": (
        "证据　{}：说明，如第几页、证明了什么；没有的直接回车",
        "Evidence, {}: note, as the page and what it shows; Enter if there is none",
    ),
    "no_fact": (
        "  没有名为 {} 的事实。请写上面的编号，或者事实的名称",
        "  There is no fact named {}. Write a number from the list, or the name of a fact",
    ),
    # Help
    "help_fact": ("  {label}（{name}）", "  {label} ({name})"),
    "help_values": (
        "    可答：{}；还可能的几个 1|2；未查明（回车）",
        "    Answers: {}; several as 1|2; not established (Enter)",
    ),
    "help_evidence": ("    通常的证据：{}", "    Usual evidence: {}"),
    "help_recorded": ("    已记的证据：{}", "    Evidence noted: {}"),
    "help_clause": ("    用于{}：{}", "    Bears on {}: {}"),
    "help_note": ("      认定时注意：{}", "      Note: {}"),
    "help_keys": (
        "    b 退回上一问；q 停下并保存；Ctrl+C 中断",
        "    b goes back; q stops and saves; Ctrl+C interrupts",
    ),
    "help_about": (
        "    写入案件文件，不影响结论；日期用来核对先后和规则是否已经施行。",
        "    Kept in the case file. Dates are checked for their order, and for the rules in force.",
    ),
    "help_evidence_step": (
        "    证据说明写入案件文件的 evidence，一项事实一条，不影响结论。",
        "    Notes on evidence go to `evidence` of the case file, one for each fact.",
    ),
    # Interruption and draft
    "interrupted": (
        "\n中断吗？按的是复制的，直接回车接着答；要中断，写 2 或者再按一次 Ctrl+C。",
        "\nInterrupt? If you meant to copy, Enter goes on; to interrupt, 2 or Ctrl+C again.",
    ),
    "goes_on": ("  接着答。", "  Going on."),
    "draft_kept": (
        "没有写出案件文件；已答的留在草稿 {}，再用同样的命令可以接着答。",
        "The case file was not written; what was answered is in the draft {}: the same command "
        "resumes.",
    ),
    "draft_found": (
        "有一份没有问完的草稿 {}：答了 {} 问。\n    1 接着答（回车）\n    2 丢弃草稿，从头问",
        "There is an unfinished draft {}, answers: {}.\n    1 resume (Enter)\n"
        "    2 discard the draft and start anew",
    ),
    "draft_resumed": ("  → 接着答。", "  → Resumed."),
    "draft_discarded": ("  → 从头问。", "  → From the start."),
    "draft_which": ("  看不懂：{}。请写 1 或 2", "  Not understood: {}. Write 1 or 2"),
    "draft_other": (
        "{} 不能接着答：不是问答的草稿，或者案件、规则、读法、惯例已经不同。请先移走它，"
        "或者用 -o 另取文件名",
        "{} cannot be resumed: it is no draft of an interview, or the case, the rules, the "
        "readings or the policy differ. Move it away, or choose another name with -o",
    ),
    "draft_unwritable": (
        "  草稿写不进 {}；中断的话，已答的保不住。",
        "  The draft {} cannot be written: an interruption would lose the answers.",
    ),
}
