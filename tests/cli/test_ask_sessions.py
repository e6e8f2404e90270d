"""Ask sessions: the interview as it runs at a keyboard, interrupted, resumed, taken back."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal

import pytest

from support.command_line import CASES, run
from support.half_known import POISONING_OPEN, written
from support.keyboard import CTRL_C, Terminal
from tolerance_rules.formats.case_file import from_file

pytestmark = pytest.mark.slow  # whole commands, each with its files

POISONING = written("21_food_poisoning", POISONING_OPEN)
RECOVERED = CASES / "16_loss_recovered.yaml"
PROMPT = "(?:答：|Answer: )$"

keyboard = pytest.mark.skipif(os.name == "nt", reason="no such terminals")


@pytest.fixture
def target(tmp_path):
    return tmp_path / "补充.yaml"


@pytest.fixture
def draft(tmp_path):
    return tmp_path / "补充.yaml.draft"


def begun(target, *args):
    """Return a session at its first question of fact."""
    session = Terminal("ask", POISONING, "-o", target, *args)
    session.until(PROMPT)
    session.type("")
    return session


# --- Interrupted and resumed ------------------------------------------------------------------


@keyboard
def test_an_interruption_is_asked_about_and_copying_loses_nothing(target, draft):
    with begun(target) as session:
        session.type("2")
        assert "中断吗？" in session.type(CTRL_C)
        assert "接着答。" in session.type("")
        assert "记下" not in session.type("没有")
        assert "中断吗？" in session.type(CTRL_C)
        session.type(CTRL_C, "接着答。")
        assert session.ended() == 130
    assert "没有写出案件文件；已答的留在草稿" in session.seen
    assert not target.exists()
    assert draft.exists()


@keyboard
def test_a_draft_is_resumed_gone_back_in_and_removed_once_written(target, draft):
    with begun(target) as session:
        session.type("2")
        session.type("没有")
        session.type(CTRL_C)
        session.type("2", "接着答。")
        assert session.ended() == 130
    with Terminal("ask", POISONING, "-o", target) as session:
        assert "有一份没有问完的草稿" in session.until(PROMPT)
        assert "答了 2 问" in session.seen
        assert "看不懂：也许。请写 1 或 2" in session.type("也许")
        assert "第 3 问　为他人谋取私利" in session.type("")
        assert "第 2 问　不良影响" in session.type("b")
        assert "第 3 问" in session.type("2")
        assert "1 写出案件文件" in session.type("是")
        assert not target.exists()
        session.type("", "evaluate")
        assert session.ended() == 0
    facts = from_file(target).facts
    assert facts.consequences.impact == "some"
    assert facts.motive.gain_for_others is True
    assert not draft.exists()


@keyboard
def test_a_draft_may_be_discarded(target, draft):
    with begun(target) as session:
        session.type("2")
        session.type(CTRL_C)
        session.type(CTRL_C, "接着答。")
        session.ended()
    with Terminal("ask", POISONING, "-o", target) as session:
        session.until(PROMPT)
        assert "从头问" in session.type("2")
        assert not draft.exists()


@keyboard
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_a_window_that_closes_loses_no_answer(name, target, draft):
    with begun(target) as session:
        session.type("2")
        session.type("没有")
        session.kill(getattr(signal, name))
    assert not target.exists()
    with Terminal("ask", POISONING, "-o", target) as session:
        session.until("答了 2 问")
    assert [each.name for each in target.parent.iterdir()] == [draft.name]


@keyboard
def test_the_name_of_a_new_case_leads_to_its_draft_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words in ("按新案件问", "有一份没有问完的草稿"):
        with Terminal("ask") as session:
            session.until(words)
            if words == "按新案件问":
                session.until(PROMPT)
                session.type("甲〔2024〕1号")
                session.kill(signal.SIGKILL)
    assert [each.name for each in tmp_path.iterdir()] == ["case.yaml.draft"]


# --- Back -------------------------------------------------------------------------------------


@keyboard
def test_after_the_last_answer_b_goes_back_before_anything_is_written(target):
    with begun(target) as session:
        session.type("2")
        assert "结论已定：不予容错" in session.type("恶劣社会影响")
        assert not target.exists()
        shown = session.type("b")
        assert "第 2 问　不良影响" in shown
        session.type("没有")
        session.type("q", "evaluate")
        assert session.ended() == 3
    assert from_file(target).facts.consequences.impact == "none"


@keyboard
def test_b_goes_back_to_what_is_said_of_the_case(target):
    with begun(target) as session:
        assert "作出结论日期" in session.type("b")
        assert "这是第一问" in session.type("b")
        session.type("2025年6月1日")
        session.type("2")
        session.type("恶劣社会影响")
        session.type("1", "evaluate")
        session.ended()
    assert from_file(target).info.decided_on == "2025-06-01"


# --- Help -------------------------------------------------------------------------------------


@keyboard
def test_a_question_mark_explains_and_answers_nothing(target):
    with begun(target) as session:
        shown = session.type("？")
        assert "用于第六条第（三）项：为自己或他人谋取不正当利益的；" in shown
        assert "认定时注意：本项没有写“单位”" in shown
        session.type("2")
        shown = session.type("?")
        assert "不良影响（consequences.impact）" in shown
        assert "通常的证据：舆情记录、信访材料" in shown
        assert "可答：没有；有不良影响，但不严重；严重不良影响；恶劣社会影响" in shown
        assert "用于第六条第（四）项：造成重特大安全责任事故" in shown
        assert "Ctrl+C 中断" in shown
        assert "第 3 问" in session.type("没有")


def test_help_in_english_and_of_every_step(target):
    answers = "?\n\n?\n2\n?\n4\n?\n3\n?\n1\n?\n\n?\n\n\n\n"
    done = run(
        "ask", POISONING, "-o", target, "--full", "--lang", "en", stdin=answers, PYTHONUTF8="1"
    )
    assert done.code == 0
    for words in (
        "Kept in the case file.",
        "Bears on Article 6(3) 第六条第（三）项: ",
        "Usual evidence: ",
        "b goes back; q stops and saves; Ctrl+C interrupts",
        "Notes on evidence go to `evidence`",
    ):
        assert words in done.out


# --- What is said of the case -----------------------------------------------------------------


def test_a_new_case_is_asked_for_number_title_authority_dates_and_evidence(target):
    about = ["枣职容〔2024〕9号", "教材重复订购", "学院纪委", "5月1日", "2024/5/1", "2024-04-01"]
    facts = ["2199-01-01", "b", "2024年9月1日", "2", "拒不整改", "否"]
    evidence = ["3", "整改纠错", "通知〔2024〕3号", "第2页", "2", "", "", "没有的", "", "1"]
    done = run("ask", target, "--full", stdin="\n".join([*about, *facts, *evidence, ""]))
    assert done.code == 0, done.out + done.err
    assert "看不懂：5月1日。日期请写年月日" in done.out
    assert re.search(r"没有记下：.*2024-04-01", done.out)
    assert "提醒：日期 2199-01-01 还没有到" in done.out
    assert "没有名为 没有的 的事实" in done.out
    case = from_file(target)
    assert case.info.id == "枣职容〔2024〕9号"
    assert case.info.title == "教材重复订购"
    assert case.info.authority == "学院纪委"
    assert (case.info.occurred_on, case.info.decided_on) == ("2024-05-01", "2024-09-01")
    assert dict(case.info.evidence) == {"remedy.rectification": "[通知〔2024〕3号] 第2页"}


def test_what_a_case_says_already_is_kept_and_notes_alone_are_written(target):
    done = run("ask", RECOVERED, "-o", target, "--full", stdin="3\n损失\n审计报告\n\n\n\n")
    assert done.code == 0
    before, after = from_file(RECOVERED), from_file(target)
    assert after.facts == before.facts
    assert after.info.id == before.info.id
    assert after.info.evidence["consequences.loss"] == "[审计报告]"


def test_from_a_pipe_only_facts_are_asked_for_unless_full(target):
    brief = run("ask", POISONING, "-o", target, stdin="2\n恶劣社会影响\n")
    assert brief.code == 0
    assert "案件信息" not in brief.out
    full = run("ask", POISONING, "-o", f"{target}.2.yaml", "--full", stdin="\n2\n恶劣社会影响\n\n")
    assert "案件信息　作出结论日期" in full.out
    assert from_file(f"{target}.2.yaml").facts == from_file(target).facts


# --- Going on ---------------------------------------------------------------------------------


def test_after_it_is_settled_further_circumstances_may_be_recorded(target):
    answers = ["", "", "", "", "", "2", "拒不整改", "否", "2", "1 3?", "0", "", "b", "q"]
    done = run("ask", target, "--full", stdin="\n".join([*answers, ""]))
    assert done.code == 0, done.out
    assert "继续记录　工作情形" in done.out
    flat = from_file(target).facts.flat
    assert flat["work.major_arrangement"] is True
    assert flat["work.reform_and_innovation"] is None
    assert flat["work.high_quality_development"] is False
    assert flat["work.performing_duty"] is False


# --- Checklists -------------------------------------------------------------------------------


PROCEDURE = (
    "procedure.democratic_centralism",
    "procedure.major_matters_procedure",
    "procedure.reported_and_sought_instructions",
)


@pytest.mark.parametrize(
    ("answer", "known", "words"),
    [
        ("1 3", (True, False, True), "是：严格执行民主集中制；严格执行请示报告规定；其余 1 项：否"),
        ("1、2，3", (True, True, True), "其余 0 项：否"),
        ("３", (False, False, True), "是：严格执行请示报告规定；其余 2 项：否"),
        ("1 2?", (True, None, False), "未查明：严格执行“三重一大”程序；其余 1 项：否"),
        ("1 ２？", (True, None, False), "未查明：严格执行“三重一大”程序；其余 1 项：否"),
        ("0", (False, False, False), "→ 一项都没有。"),
        ("都没有", (False, False, False), "→ 一项都没有。"),
        ("", (None, None, None), "记为未查明"),
        ("不详", (None, None, None), "记为未查明"),
    ],
)
def test_facts_of_one_topic_make_one_question(answer, known, words, tmp_path):
    case = written("01_campus_flood", dict.fromkeys(PROCEDURE))
    refused = ["也许", "99", "1 x", "1?2", "是", "4"]
    answers = ["?", *refused, answer, "q", ""]
    done = run("ask", case, "-o", tmp_path / "b.yaml", stdin="\n".join(answers))
    assert "第 1 问　程序方法：以下有哪几项？（会影响结论的还有 3 项）" in done.out
    assert "    3 严格执行请示报告规定\n" in done.out
    assert done.out.count("请写上面的编号，如 1 3") == len(refused)
    assert "用于第七条第（五）项第二种情形" in done.out
    assert words in done.out
    if any(each is not None for each in known):
        facts = from_file(tmp_path / "b.yaml").facts.flat
        assert tuple(facts[name] for name in PROCEDURE) == known


def test_a_checklist_may_be_asked_one_by_one(tmp_path):
    case = written("01_campus_flood", dict.fromkeys(PROCEDURE))
    done = run("ask", case, "-o", tmp_path / "b.yaml", stdin="逐项\n是\nb\nb\n0\nq\n")
    assert done.out.count("以下有哪几项？") == 2
    assert "→ 逐项问。" in done.out
    assert from_file(tmp_path / "b.yaml").facts.procedure.democratic_centralism is False


# --- Files that are no draft ------------------------------------------------------------------


@pytest.mark.parametrize("text", ["mine", "{}", '{"form": "tolerance-rules ask draft 1"}', ""])
def test_what_is_no_draft_is_neither_read_nor_overwritten(text, target, draft):
    draft.write_text(text, encoding="utf-8")
    done = run("ask", POISONING, "-o", target, "--full", stdin="\n2\n")
    assert done.code == 2
    assert "不能接着答" in done.err
    assert draft.read_text(encoding="utf-8") == text


def test_a_draft_of_another_case_or_other_rules_is_not_resumed(target, draft, tmp_path):
    assert run("ask", POISONING, "-o", target, "--full", stdin="\n2\n").code == 1
    kept = draft.read_text(encoding="utf-8")
    assert json.loads(kept)["form"] == "tolerance-rules ask draft 1"
    other = tmp_path / "other.yaml"
    shutil.copy(CASES / "24_weekend_trip.yaml", other)
    for args in ((other,), (POISONING, "--reading", "remedy_scope=either")):
        done = run("ask", *args, "-o", target, "--full", stdin="1\n")
        assert (done.code, draft.read_text(encoding="utf-8")) == (2, kept)
    assert "没有问完的草稿" in run("ask", POISONING, "-o", target, "--full", stdin="1\nq\n").out


def test_where_no_draft_can_be_written_it_is_said_once(target, draft, monkeypatch):
    from tolerance_rules.cli.commands import ask_draft

    def refused(*_):
        raise PermissionError

    monkeypatch.setattr(ask_draft, "write", refused)
    done = run("ask", POISONING, "-o", target, "--full", stdin="\n2\n恶劣社会影响\n\n")
    assert done.code == 0
    assert done.out.count("草稿写不进") == 1
    assert target.exists()
