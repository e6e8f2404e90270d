"""Ask words: what the interview in the terminal is told with, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from tolerance_rules import language
from tolerance_rules.cli.commands.ask_step_words import STEP_WORDS
from tolerance_rules.language import Lang, Pair

FIRST, SECOND = map(str, range(1, 3))
"""The answers to a question about the interview itself; the first is what Enter means, too."""
WRITE, FURTHER, EVIDENCE = map(str, range(1, 4))
"""What the closing menu offers, by its numbers."""
BACK = ("b", "back", "返回", "上一问")
QUIT = ("q", "quit", "exit", "结束", "停", "退出")
NONE = ("1", "是", "yes", "y", "没有", "都没有", "一项都没有", "none", "none of these")
"""What says that none is present, to the one question for several facts."""
HELP = ("?", "help", "帮助", "说明")
EACH = ("逐项", "逐项问", "each", "one by one")
NONE_LISTED = ("0", "没有", "都没有", "一项都没有", "无", "none", "none of these")
"""What says of each fact of a checklist that it is not so."""

ABOUT: Pair = (
    "在屏幕上一问一答：总是先问最能决定结论的事实，结论一定就停，然后写出案件文件。\n"
    "\n"
    "  tolerance-rules ask 案件.yaml               接着问还没有查明的事实\n"
    "  tolerance-rules ask 新案.yaml               没有这个文件，从空白案件问起，写入它\n"
    "  tolerance-rules ask 案件.yaml -o 补充.yaml   写入另一个文件\n"
    "\n"
    "答编号（1、2……）或者文字（是、否、积极主动……）；还不能确定是哪一个的，写出还可能的几个，\n"
    "如 1|2。几项不予容错情形都还没有查明的，先问一句是否一项都没有；同一组里同样要紧的几项合为\n"
    "一问，写编号，如 1 3，其余记为否。直接回车或“未查明”是还没有查明，不再问；? 说明这一问；\n"
    "b 或“返回”退回上一问；q 或“结束”停下并保存。问的时候不说每种答案的后果；要看，用\n"
    "tolerance-rules questions。已有的文件不会覆盖。\n"
    "在键盘上（或者 --full）还问没有填写的编号、名称、部门和日期，写出之前可以返回、继续记录其他\n"
    "适用的情形、写证据；按 Ctrl+C 先问一句。每答一问就存一份草稿，在要写的文件旁边，名称加\n"
    ".draft；中断以后，同样的命令问是否接着答。写出案件文件，草稿就删去。\n"
    "退出码：0 结论已定；3 停下时还没有定；1 文件或事实有误，或者输入中断、没有写出；\n"
    "2 用法有误；130 被中断，没有写出。",
    "An interview: always asks the most decisive fact next, stops once the outcome is settled,\n"
    "and writes the case file.\n"
    "\n"
    "  tolerance-rules ask case.yaml               ask on about what is not established\n"
    "  tolerance-rules ask new.yaml                no such file: a blank case, written there\n"
    "  tolerance-rules ask case.yaml -o more.yaml  write to another file\n"
    "\n"
    "Answer with a number or in words (yes, no, active...); where it is not known which, with\n"
    "those still possible, as 1|2. Where several bars to tolerance are open, one question asks\n"
    "whether none is present; facts of one group that are equally decisive make one question:\n"
    "write numbers, as 1 3, the rest are no. Enter alone, or unknown, is not established, and not\n"
    "asked again; ? explains the question; b goes back; q stops and saves. What each answer would\n"
    "lead to is not said while asking; tolerance-rules questions does. No file is overwritten.\n"
    "At a keyboard (or with --full) it also asks for number, title, authority and dates where\n"
    "they are missing, and before it writes, you may go back, record further applicable\n"
    "circumstances, and write down evidence; Ctrl+C is asked about first. A draft is kept beside\n"
    "the file to write, its name with .draft, after every answer: once interrupted, the same\n"
    "command offers to resume. The draft is removed when the case is written.\n"
    "Exit codes: 0 settled; 3 stopped before; 1 a file or its facts are wrong, or the input ended\n"
    "and nothing was written; 2 usage; 130 interrupted, nothing written.",
)
CASE: Pair = ("[案件]", "[CASE]")
OUTPUT: Pair = (
    "写到哪个文件；默认在原文件旁边另取名 案件_answered.yaml，新案件默认 case.yaml",
    "The file to write; default CASE_answered.yaml beside it, case.yaml for a new case",
)

FULL: Pair = (
    "连编号、名称、日期和证据一并问，写出之前可以返回，并留草稿；"
    "键盘上默认 --full，从管道来的默认 --brief",
    "Ask for number, title, dates and evidence too, stop before writing, keep a draft; the default "
    "at a keyboard is --full, from a pipe --brief",
)

WORDS: Mapping[str, Pair] = {
    # Before
    "no_stream": (
        "问答要用屏幕和键盘：案件和 -o 都不能是 -，请写文件名",
        "The interview needs screen and keyboard: neither CASE nor -o can be -. Name a file",
    ),
    "folder": ("{} 是目录，请写一个案件文件", "{} is a folder. Name one case file"),
    "exists": (
        "{} 已经存在，不会覆盖。请用 -o 另取一个文件名",
        "{} exists and is not overwritten. Choose another name with -o",
    ),
    "not_json": (
        "写出的案件是 YAML，{} 应当以 .yaml 结尾",
        "The case is written as YAML: {} should end in .yaml",
    ),
    "no_case": (
        "没有 {} 这个文件。从空白案件问起的，不写 -o，只写新文件的名字",
        "There is no file {}. To start from a blank case, name the new file alone, without -o",
    ),
    "locked": ("目录 {} 不能写入", "The folder {} cannot be written to"),
    "no_folder": ("没有目录 {}。请先建好", "There is no folder {}. Make it first"),
    # While asking
    "welcome": (
        "一问一答：先问最能决定结论的。写编号或者文字，几个都还可能的写 1|2；回车是未查明，\n"
        "? 说明，b 返回上一问，q 结束并保存。问完写入 {}。",
        "The most decisive question comes first. Answer with a number or in words, or with\n"
        "several that are still possible, as 1|2; Enter is not established, ? explains, b goes\n"
        "back, q stops and saves. The case will be written to {}.",
    ),
    "case": ("案件：{}", "Case: {}"),
    "new_case": (
        "没有 {} 这个文件，按新案件问：什么都还没有查明。",
        "There is no file {}, so the case is new: nothing is established yet.",
    ),
    "now_open": (
        "现在可能的结论：{}。有 {} 项尚待查明的事实会影响结论。",
        "Possible now: {}. Facts still to be established that bear on it: {}.",
    ),
    "question": (
        "第 {number} 问　{label}（会影响结论的还有 {left} 项）",
        "Question {number}: {label} (facts that still bear on the outcome: {left})",
    ),
    "prompt": ("  答：", "  Answer: "),
    "none": ("一项都没有", "none of these"),
    "some": (
        "有，或者还不能确定：接着逐项问",
        "some, or not known: they are asked one by one",
    ),
    "one_by_one": ("  → 逐项问。", "  → One by one."),
    "first": ("  这是第一问，不能再返回。", "  This is the first question."),
    "undone": ("  ← 退回上一问。", "  ← Back to the question before."),
    "skipped": ("  → 记为未查明，不再问。", "  → Not established; it is not asked again."),
    "not_narrowed": (
        "  → 没有进一步查明，不再问。",
        "  → Nothing more is established; it is not asked again.",
    ),
    "same": ("  → {}。可能的结论不变。", "  → {}. What is possible stays the same."),
    "leaves": ("  → {}。现在可能的结论：{}。", "  → {}. Possible now: {}."),
    "settles": ("  → {}。结论已定：{}。", "  → {}. Settled: {}."),
    "implied": ("    由此推知 {}：{}。", "    Implied thereby, {}: {}."),
    "unreadable": ("  看不懂：{}", "  Not understood: {}"),
    "contradicts": ("  同已有的事实矛盾：{}", "  Contradicts what is established: {}"),
    "answer_again": (
        "  没有记下。请核实后重新答，或者 b 返回去改前面的答案。",
        "  Not taken. Check and answer again, or b to change an earlier answer.",
    ),
    # After
    "settled": ("结论已定：{}。", "Settled: {}."),
    "unsettled": (
        "推定结论：{}；尚未确定，可能是{}。",
        "Outcome, as presumed: {}; not settled, it may be {}.",
    ),
    "to_establish": ("还须查明 {} 项：{}。", "Still to be established, {}: {}."),
    "nothing_to_ask": (
        "没有还须查明的事实，没有写出文件。",
        "Nothing more need be established; no file was written.",
    ),
    "nothing_found": (
        "没有查明新的事实，没有写出文件。",
        "Nothing new was established; no file was written.",
    ),
    "written": (
        "答了 {0} 项，其中未查明 {1} 项。已写出 {2}。\n详细说明：tolerance-rules evaluate {3}",
        "Answered: {0}, not established: {1}. Wrote {2}.\nExplained in full: "
        "tolerance-rules evaluate {3}",
    ),
    "not_written": (
        "{} 写不进去：{}。案件的内容打印如下，请自行保存",
        "Cannot write {}: {}. The case is printed below; please save it",
    ),
    "end_of_input": (
        "输入在第 {} 问处到头了，没有写出任何文件。要停下并保存，请答 q",
        "The input ended at question {}; nothing was written. To stop and save, answer q",
    ),
    "aborted": ("没有写出任何文件。", "Nothing was written."),
}


def say(lang: Lang, key: str, *values: object, **named: object) -> str:
    """Return the words of a key in a language, with values put in."""
    return language.say(lang, WORDS.get(key) or STEP_WORDS[key], *values, **named)
