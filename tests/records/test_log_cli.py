"""Log commands: from a new log to a disclosed decision that another office checks."""

from __future__ import annotations

import csv
import dataclasses
import errno
import json
import stat
from pathlib import Path

import pytest

pytest.importorskip("cryptography", reason="the records extra is not installed")

from support.command_line import CASES, ROOT, run
from support.decision_logs import ORIGIN, engine_of, filled
from tolerance_rules import CaseError
from tolerance_rules.cli.commands import log_keeping

LIKE = str(CASES / "16_loss_recovered.yaml")


@pytest.fixture(scope="module")
def log_of_four(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("log") / "a.db"
    filled(file, 4).store.close()
    return file.read_bytes()


@pytest.fixture
def here(log_of_four: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.db").write_bytes(log_of_four)
    return tmp_path


@pytest.mark.slow
def test_a_case_is_recorded_chosen_amended_and_exported(here: Path) -> None:
    assert run("record", LIKE).code == 2
    assert run("record", LIKE, "--log", "none.db").code == 1
    assert not Path("none.db").exists()
    assert "--reason" in run("record", LIKE, "--log", "a.db", "--choose", "从轻处理").err
    refused = run("record", LIKE, "--log", "a.db", "--choose", "不予容错", "--reason", "x")
    assert (refused.code, "不得作出" in refused.err) == (1, True)
    done = run(
        *("record", LIKE, "--log", "a.db", "--choose", "从轻处理"),
        *("--reason", "集体研究决定", "--format", "json"),
    )
    found = json.loads(done.out)
    assert (done.code, found["number"], found["outcome"]) == (0, 5, "lighter")
    again = run("record", LIKE, "--log", "a.db")
    assert (again.code, "是第 5 号" in again.err) == (1, True)
    amended = run(
        *("log", "amend", "5", LIKE, "--log", "a.db", "--kind", "appeal", "--why", "复审改变")
    )
    assert (amended.code, "第 6 号" in amended.out) == (0, True)
    assert run("log", "verify", "a.db").code == 0
    assert run("log", "export", "a.db", "-o", "r.csv").code == 0
    rows = list(csv.reader(Path("r.csv").read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:]] == [*(f"A-0000{n}" for n in range(4)), "示例-16"]
    assert rows[-1][2] == "决定日志第 6 号"


def test_an_export_is_a_register_that_the_audit_reads(here: Path) -> None:
    pytest.importorskip("polars", reason="the audit extra is not installed")
    from tolerance_rules.audit.audit import audit, casebook
    from tolerance_rules.audit.register_reader import read
    from tolerance_rules.records.log import DecisionLog

    for lang in ("zh", "en"):
        assert run("log", "export", "a.db", "-o", f"{lang}.csv", "--lang", lang).code == 0
        register = read(f"{lang}.csv")
        book = casebook(register, engine_of())
        assert not book.rejects
        with DecisionLog.open("a.db") as log:
            for entry, record in zip(book.entries, log.records(), strict=True):
                facts = engine_of().facts(record.contents["facts"])
                assert register.patterns[entry.pattern] == tuple(facts.flat.values())
                assert entry.recorded == record.entry["outcome"]
        assert audit(register).rows == 4


def test_an_export_says_what_was_decided_by_another_reading(here: Path) -> None:
    assert "注意" not in run("log", "export", "a.db").err
    reading = ("--reading", "remedy_scope=either")
    assert run("record", LIKE, "--log", "a.db", *reading).code == 0
    assert "第 5 号不是按这套规则的默认读法" in run("log", "export", "a.db").err


def test_an_export_by_rules_that_lack_facts_of_the_records_is_refused(here: Path) -> None:
    other = str(ROOT / "examples" / "rulesets" / "shili-2025-6")
    for lang, said in (("zh", "第 1、2、3、4 号记录里有规则"), ("en", "The rules lack facts")):
        done = run("log", "export", "a.db", "--ruleset", other, "-o", "r.csv", "--lang", lang)
        assert (done.code, "L051" in done.err, said in done.err) == (1, True, True), done.err
        assert not Path("r.csv").exists()


def test_records_that_the_rules_cannot_judge_are_named_before_deciding(here: Path) -> None:
    pytest.importorskip("polars", reason="the audit extra is not installed")
    other = ROOT / "examples" / "rulesets" / "shili-2025-6"
    case = next((other / "cases").glob("*.yaml"))
    for asked, code in ((("precedents", case, "--log"), 1), (("record", case, "--against"), 0)):
        done = run(*asked, "a.db", "--ruleset", other)
        assert (done.code, "日志第 1 号没有用来比较：" in done.err) == (code, True), done.err


@pytest.mark.parametrize("number", ["0", "-1", "1.0", "x", "²", "9" * 30])
def test_a_number_that_no_record_has_is_refused(here: Path, number: str) -> None:
    for lang, said in (("zh", "不是号数，记录从 1 起编号"), ("en", "they are numbered from 1")):
        amend = ("amend", "--log", "a.db", "--kind", "appeal", "--why", "x")
        for command in (
            ("proof", "--lang", lang, "--", "a.db", number),
            ("disclose", "--lang", lang, "--", "a.db", number),
            (*amend, "--lang", lang, "--", number, LIKE),
        ):
            done = run("log", *command)
            assert (done.code, done.out, said in done.err) == (2, "", True), done.err
    if number == "-1":
        done = run("log", "proof", "a.db", number)
        assert (done.code, "不能写负数" in done.err) == (2, True)


@pytest.mark.parametrize("number", [0, -1, -4, 5])
def test_a_log_has_no_number_before_its_first_or_after_its_last(here: Path, number: int) -> None:
    from tolerance_rules.records.log import DecisionLog

    with DecisionLog.open("a.db") as log:
        at = log.checkpoint()
        for asked in (log.get, lambda wanted: log.inclusion(wanted, at)):
            with pytest.raises(CaseError, match="L029"):
                asked(number)


def test_a_filing_by_rules_that_lack_an_outcome_of_the_month_is_refused(here: Path) -> None:
    from tolerance_rules.obligations.filing_month import filing_month
    from tolerance_rules.records.export import filing_rows
    from tolerance_rules.records.log import DecisionLog

    with DecisionLog.open("a.db") as log:
        records = list(log.records())
    rules = engine_of().rules
    month = filing_month(records[0].entry["decided_on"], rules)
    outcome = records[0].entry["outcome"]
    labels = {name: words for name, words in rules.labels.items() if name != outcome}
    assert filing_rows(records, month, rules)
    with pytest.raises(CaseError, match=outcome):
        filing_rows(records, month, dataclasses.replace(rules, labels=labels))


def test_a_filing_ends_with_the_checkpoint(here: Path) -> None:
    key = run("log", "keygen", ORIGIN, "-o", "log.key").out.strip()
    with_month = run("log", "verify", "a.db", "--format", "json")
    assert json.loads(with_month.out)["size"] == 4
    filing = run("log", "export", "a.db", "--filing", "2026-05", "--sign", "log.key")
    lines = filing.out.splitlines()
    assert lines[0].startswith("序号,")
    place = lines.index("检查点（日志、条数、根）")
    assert lines[place + 1 : place + 3] == [ORIGIN, "4"]
    assert lines[-1].startswith(f"— {ORIGIN} ")
    assert "没有核对检查点的签名" in run("log", "verify", "a.db").out
    verified = run("log", "verify", "a.db", "--key", key)
    assert (verified.code, "签名" in verified.out) == (0, False)
    for wrong in ("2026-13", "2026-1", "2026年11月", "2026-11-01"):
        refused = run("log", "export", "a.db", "--filing", wrong, "-o", "f.csv")
        assert (refused.code, "不是月份" in refused.err, Path("f.csv").exists()) == (2, True, False)


@pytest.mark.parametrize("there", ["x.key", "x.key.pub"])
def test_a_key_that_is_refused_leaves_nothing_beside_what_is_there(
    there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(there).write_text("another key\n", encoding="utf-8")
    assert run("log", "keygen", ORIGIN, "-o", "x.key").code == 1
    assert [each.name for each in tmp_path.iterdir()] == [there]
    assert Path(there).read_text("utf-8") == "another key\n"


def test_a_key_that_a_full_disk_cut_short_is_taken_away(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(log_keeping, "write_new", full)
    assert run("log", "keygen", ORIGIN, "-o", "log.key").code == 1
    assert not Path("log.key").exists()
    monkeypatch.undo()
    monkeypatch.chdir(here)
    assert run("log", "keygen", ORIGIN, "-o", "log.key").code == 0


@pytest.mark.slow
def test_what_another_office_cosigned_proves_and_discloses(here: Path) -> None:
    log_key = run("log", "keygen", ORIGIN, "-o", "log.key").out.strip()
    witness = run("log", "keygen", "zuzhi.example", "--cosign", "-o", "w.key").out.strip()
    assert stat.S_IMODE(Path("w.key").stat().st_mode) == 0o600
    assert run("log", "keygen", "x.example", "-o", "w.key").code == 1
    assert run("log", "checkpoint", "a.db", "--sign", "log.key", "-o", "c1.txt").code == 0
    cosign = ("log", "cosign", "c1.txt", "--sign", "w.key", "--key", log_key)
    assert run(*cosign).code == 1
    assert run(*cosign, "--first", "-o", "w1.txt").code == 0
    keys = ("--key", log_key, "--key", witness)
    assert run("log", "verify", "a.db", "--checkpoint", "w1.txt", *keys).code == 0
    assert run("log", "verify", "a.db", "--checkpoint", "c1.txt", *keys).code == 1
    assert run("log", "proof", "a.db", "2", "--at", "w1.txt", "-o", "p.txt").code == 0
    assert run("log", "check", "p.txt", *keys).code == 0
    assert run("log", "disclose", "a.db", "2", "--at", "w1.txt", "-o", "d.json").code == 0
    shown = run("log", "check", "d.json", *keys)
    assert (shown.code, "单凭以下" in shown.out) == (0, True)
    text = Path("d.json").read_text("utf-8")
    Path("d.json").write_text(text.replace('"value": true', '"value": false', 1), "utf-8")
    changed = run("log", "check", "d.json", *keys)
    assert changed.code == (0 if text == Path("d.json").read_text("utf-8") else 1)
    # The log grows, and the other office sees that it only grew.
    assert run("record", LIKE, "--log", "a.db").code == 0
    assert run("log", "checkpoint", "a.db", "--sign", "log.key", "-o", "c2.txt").code == 0
    assert run("log", "proof", "a.db", "--since", "w1.txt", "--at", "c2.txt", "-o", "g").code == 0
    assert run("log", "check", "g", "--key", log_key).code == 0
    assert run("log", "check", "g", "--key", witness).code == 1
    # Without a key anyone could have written it.
    for file in ("g", "p.txt"):
        assert run("log", "check", file).code == 3
    assert "不能证明" in run("log", "check", "p.txt").out
    assert "没有这个文件" in run("log", "check", "p.txt", "--key", "none.pub").err
    assert "既不是证明，也不是公开文书" in run("log", "check", "c1.txt", *keys).err
    # Whoever publishes what no longer stands is told.
    assert (
        run("log", "amend", "5", LIKE, "--log", "a.db", "--kind", "appeal", "--why", "x").code == 0
    )
    for told in (run("log", "proof", "a.db", "5"), run("log", "disclose", "a.db", "5")):
        assert (told.code, "已经由第 6 号取代" in told.err) == (0, True)
    cosign = ("log", "cosign", "c2.txt", "--sign", "w.key", "--key", log_key)
    assert run(*cosign, "--last", "w1.txt", "--proof", "g", "-o", "w2.txt").code == 0
    assert run(*cosign, "--last", "c1.txt", "--proof", "g").code == 1
    assert run(*cosign, "--last", "w1.txt", "--proof", "g", "--first").code == 1
    assert run("log", "verify", "a.db", "--checkpoint", "w2.txt", *keys).code == 0


def test_a_case_of_few_facts_is_not_passed_off_as_without_precedent(here: Path) -> None:
    pytest.importorskip("polars", reason="the audit extra is not installed")
    shown = run("record", LIKE, "--against", "a.db")
    assert "不能同先例严格比较" in shown.out


def test_before_deciding_the_log_is_looked_at(here: Path) -> None:
    pytest.importorskip("polars", reason="the audit extra is not installed")
    full = str(CASES / "01_campus_flood.yaml")
    text = Path(full).read_text("utf-8").replace("示例-01", "另案-1")
    Path("other.yaml").write_text(text, "utf-8")
    reason = ("--choose", "从轻处理", "--reason", "集体研究决定")
    assert run("record", full, "--log", "a.db", *reason).code == 0
    for looked in (
        run("record", "other.yaml", "--against", "a.db", "--format", "json"),
        run("precedents", "other.yaml", "--log", "a.db", "--format", "json"),
    ):
        found = {each["outcome"]: each for each in json.loads(looked.out)["outcomes"]}
        assert (found["lighter"]["unlike"], found["not_pursued"]["unlike"]) == (0, 1)
    shown = run("record", "other.yaml", "--against", "a.db").out
    assert "第 5 号（案情相同，从轻处理）" in shown
    for lang, number, row in (("zh", "第 5 号（", "第 5 行"), ("en", "no. 5 (", "row 5")):
        shown = run("precedents", "other.yaml", "--log", "a.db", "--lang", lang).out
        assert (shown.count(number) > 1, row in shown) == (True, False), shown
    # The case itself, if it is recorded already, is no precedent of itself.
    own = json.loads(run("record", full, "--against", "a.db", "--format", "json").out)
    assert own["like"] == 0
    assert run("precedents", full).code == 2
    # What says how a register is read is not ignored where there is none.
    assert "--register" in run("precedents", full, "--log", "a.db", "--sheet", "x").err


@pytest.mark.slow
def test_a_replay_lists_what_would_differ(here: Path) -> None:
    for case in ("02", "04", "16"):
        (file,) = CASES.glob(f"{case}_*.yaml")
        assert run("record", file, "--log", "a.db").code == 0
    done = run("log", "replay", "a.db", "--read", "remedy_scope=either", "--format", "json")
    found = json.loads(done.out)
    assert (done.code, found["records"]) == (3, 7)
    assert found["canaries"] > 5
    assert "示例-16" in [each["case"] for each in found["differing"]]
    same = run("log", "replay", "a.db")
    assert (same.code, "0 条会不同" in same.out) == (0, True)
    other = run("log", "replay", "a.db", "--rules", "zzvc-2023-32", "--read", "remedy_scope=either")
    assert other.code == 3
    assert "remedy_scope" in run("log", "replay", "a.db", "--read", "remedy=x").err
    # What was decided is told in the words of the rules that decided it.
    small = str(ROOT / "examples" / "rulesets" / "shili-2025-6")
    told = run("log", "replay", "a.db", "--rules", small).out
    assert "条，这套规则没有其中的事实，不能评判" in told
    assert ("从轻处理" in told, "lighter" in told, "不可以" in told) == (True, False, False)
