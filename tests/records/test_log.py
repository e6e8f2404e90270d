"""Log: the same contract on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import random
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from support.database_servers import Unavailable, postgres
from support.decision_logs import ORIGIN, decisions, engine_of, few, renamed, schema_of
from support.rulesets import RULESETS, for_every_ruleset
from tolerance_rules import (
    CaseError,
    Decision,
    Engine,
    ForbiddenOutcomeError,
    Outcome,
    OutOfForceError,
    UnsettledDecisionError,
)
from tolerance_rules.errors import LogError, RecordError
from tolerance_rules.formats.case_file import CaseFile, from_file
from tolerance_rules.formats.human_dates import BEIJING
from tolerance_rules.records import materials, sql_store, sqlite_store
from tolerance_rules.records.log import DecisionLog
from tolerance_rules.records.materials import Materials
from tolerance_rules.records.receipt import Receipt
from tolerance_rules.records.requests import Request
from tolerance_rules.records.signed_note import COSIGNATURE, new_key
from tolerance_rules.records.sql_store import SqlStore
from tolerance_rules.records.store import Tail
from tolerance_rules.records.verify import verify
from tolerance_rules.rules import Ruleset
from tolerance_rules.testing import settled_case, stub_decision

ROOT = Path(__file__).resolve().parents[2]
ENGINE = engine_of()
Where = Callable[[], str]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    pytest.importorskip("psycopg", reason="the postgres extra is not installed")
    try:
        with postgres() as where:
            yield where
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return where a log may be made."""
    if request.param == "sqlite":
        yield str(tmp_path / "决定.db")
        return
    name = f"log_{random.randrange(10**9)}"
    with schema_of(request.getfixturevalue("server"), name) as made:
        yield made


def create(where: str) -> DecisionLog:
    return DecisionLog.create(where, ORIGIN)


def test_what_is_recorded_stands_there_and_the_log_verifies(where: str) -> None:
    made = few(12)
    with create(where) as log:
        receipts = [log.record(decision, ENGINE) for decision in made]
    assert [each.number for each in receipts] == list(range(1, 13))
    with DecisionLog.open(where) as log:
        assert log.origin == ORIGIN
        records = list(log.records())
        assert [each.case_id for each in records] == [each.case.id for each in made]
        assert [each.leaf_hash.hex() for each in records] == [each.leaf_hash for each in receipts]
        for record, decision in zip(records, made, strict=True):
            assert record.entry["outcome"] == decision.outcome
            assert record.contents["decision"]["reason"] == decision.reason
            facts = ENGINE.facts(record.contents["facts"])
            assert facts == decision.facts
        found = verify(log)
        assert found, found.faults
        assert (found.size, found.root) == (12, log.checkpoint().checkpoint.root)


def test_a_row_that_is_refused_leaves_the_log_to_the_next(where: str) -> None:
    first, second = few(2)
    with create(where) as log:
        log.record(first, ENGINE)
        row = log.store.row_of(1)
        assert row is not None
        with pytest.raises(LogError, match="L034"), log.store.appending() as end:
            end.add(row)
        store = log.store
        assert isinstance(store, SqlStore)
        with pytest.raises(LogError, match="L034"), store.appending():
            store._run("SELECT nothing")
        assert log.record(second, ENGINE).number == 2
        assert verify(log)


@pytest.mark.slow
def test_a_database_that_isolates_more_lets_writers_wait_for_one_another(server: str) -> None:
    with schema_of(server, "isolated") as made:
        where = f"{made}%20-cdefault_transaction_isolation%3Dserializable"
        with create(where) as log, log.store.appending():
            assert isinstance(log.store, SqlStore)
            asked = log.store._run("SELECT current_setting('transaction_isolation')")
            assert asked == [("read committed",)]


@pytest.mark.slow
def test_who_may_only_read_and_append_can_record(server: str) -> None:
    import psycopg

    with schema_of(server, "granted") as made, create(made):
        with psycopg.connect(server, autocommit=True) as link:
            link.execute("CREATE ROLE appending LOGIN")
            link.execute("GRANT USAGE ON SCHEMA granted TO appending")
            link.execute("GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA granted TO appending")
        try:
            with DecisionLog.open(made.replace("user=postgres", "user=appending")) as log:
                log.store.keep_requests()
                request = Request("key", "fingerprint")
                receipt = log.record(few(1)[0], engine_of(), request=request)
                assert (again := log.answered(request)) is not None
                assert again.to_dict() == receipt.to_dict()
                with pytest.raises(LogError) as refused, log.store.appending() as end:
                    end.note_answer("key", "fingerprint", 1)
                assert "Key (" not in str(refused.value)  # what stands there is not quoted
                assert verify(log)
        finally:
            with psycopg.connect(server, autocommit=True) as link:
                link.execute("DROP OWNED BY appending")
                link.execute("DROP ROLE appending")


@for_every_ruleset
def test_every_ruleset_is_recorded_and_decides_again(rules: Ruleset, tmp_path: Path) -> None:
    engine = engine_of(rules)
    with create(str(tmp_path / "log.db")) as log:
        for decision in few(6, 3, rules):
            log.record(decision, engine)
        found = verify(log)
        assert found, found.faults


@pytest.mark.slow
def test_rules_that_moved_on_are_still_there(tmp_path: Path) -> None:
    policy = ROOT / "examples" / "policy_strict.yaml"
    engines = (
        Engine.load(readings={"remedy_scope": "either"}),
        Engine.load(policy=policy),
        engine_of(RULESETS[1]),
    )
    with create(str(tmp_path / "log.db")) as log:
        for number, engine in enumerate(engines):
            facts = settled_case(engine=engine)
            info = {"id": f"X-{number}", "decided_on": "2026-05-06"}
            decision = stub_decision(facts=facts, case=info, engine=engine)
            own = policy if engine is engines[1] else None
            log.record(decision, engine, policy_file=own)
        with pytest.raises(CaseError, match="裁量惯例"):
            DecisionLog(log.store).record(renamed(decision_of(engines[1]), "X-9"), engines[1])
        assert verify(log)
        used = [record.entry for record in log.records()]
    assert used[0]["readings"]["remedy_scope"] == "either"
    assert used[1]["policy"]["file"] != "" == used[0]["policy"]["file"]
    assert len({each["ruleset"]["files"] for each in used}) == 2


def decision_of(engine: Engine, case_id: str = "B-1") -> Decision:
    return stub_decision(case={"id": case_id, "decided_on": "2026-05-06"}, engine=engine)


def test_a_log_keeps_few_engines_and_makes_none_for_what_stands_there_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(materials, "KEPT", 1)
    engine = engine_of()
    name, card = next(iter(engine.rules.readings.items()))
    (option, *_) = (each for each in card.names if each != engine.rules.chosen[name])
    other = engine.under({name: option})
    first, second = few(2)
    with DecisionLog.create(tmp_path / "log.db", ORIGIN) as log:
        log.record(first, engine)
        (kept,) = log.engines._engines
        again = other.evaluate(CaseFile(first.facts, first.case))
        with pytest.raises(CaseError, match="L028"):
            log.record(again, other)
        assert [*log.engines._engines] == [kept]
        log.record(other.evaluate(CaseFile(second.facts, second.case)), other)
        assert len(log.engines._engines) == len(log._materials) == 1
        assert kept not in log.engines._engines
        assert verify(log)


def test_numbers_run_in_the_log_and_in_the_month_of_beijing(where: str) -> None:
    with create(where) as log:
        store, days = log.store, ("2026-09-30T15:59:59.999", "2026-09-30T16:00:00.000")
        times = [
            datetime.fromisoformat(f"{day}+00:00") for day in (days[0], days[0], *days[1:] * 3)
        ]
        assert isinstance(store, SqlStore)
        for at, decision in zip(times, few(5), strict=True):
            store.tail = at_that_time(store, at)  # type: ignore[method-assign]
            log.record(decision, ENGINE)
        entries = [record.entry for record in log.records()]
        assert [each["number"] for each in entries] == [1, 2, 3, 4, 5]
        assert [(each["month"], each["number_in_month"]) for each in entries] == [
            ("2026-09", 1),
            ("2026-09", 2),
            ("2026-10", 1),
            ("2026-10", 2),
            ("2026-10", 3),
        ]
        assert verify(log)


def at_that_time(store: SqlStore, at: datetime) -> Callable[[], Tail]:
    return lambda: store._tail(at)


def test_a_clock_that_was_set_back_records_nothing(where: str) -> None:
    with create(where) as log:
        first, second, third = few(3)
        log.record(first, ENGINE)
        store, now = log.store, datetime.now(BEIJING)
        assert isinstance(store, SqlStore)
        store.tail = at_that_time(store, now - timedelta(minutes=5))  # type: ignore[method-assign]
        with pytest.raises(LogError, match="校准时间"):
            log.record(second, ENGINE)
        store.tail = at_that_time(store, now - timedelta(seconds=5))  # type: ignore[method-assign]
        log.record(third, ENGINE)
        at = [record.entry["recorded_at"] for record in log.records()]
        assert at[0] == at[1]
        assert verify(log)


def test_what_may_not_be_recorded_is_refused_and_leaves_nothing(where: str) -> None:
    fit = few(1)[0]
    case = fit.case
    unsettled = ENGINE.evaluate(from_file(ROOT / "examples/cases/06_entrepreneurship_fund.yaml"))
    barred = decision_of(ENGINE)
    forged = dataclasses.replace(barred, outcome=Outcome.EXEMPT)
    not_given = dataclasses.replace(fit, unweighed=("discretion.aggravating",))
    other_rules = dataclasses.replace(
        fit, ruleset=dataclasses.replace(fit.ruleset, sha256="0" * 64)
    )

    def of(**changed: object) -> Decision:
        return dataclasses.replace(fit, case=dataclasses.replace(case, **changed))

    refused: list[tuple[Decision, type[Exception], str]] = [
        (unsettled, UnsettledDecisionError, "尚未确定"),
        (forged, ForbiddenOutcomeError, "不予记录"),
        (not_given, CaseError, "unweighed"),
        (other_rules, CaseError, r"ruleset\.sha256"),
        (of(decided_on="2023-07-26", occurred_on=""), OutOfForceError, "施行日期"),
        (of(decided_on=""), CaseError, "日期"),
        (of(decided_on="2999-01-01"), CaseError, "还没有到"),
        (of(id=" "), CaseError, "编号"),
        (of(id="x" * 101), CaseError, "超过"),
        (of(id="370402199001011234"), CaseError, "身份证"),
        (of(authority="纪委 13800138000"), CaseError, "手机号码"),
        (dataclasses.replace(fit, basis="authority", reason=" "), CaseError, "理由"),
    ]
    with create(where) as log:
        for decision, kind, said in refused:
            with pytest.raises(kind, match=said):
                log.record(decision, ENGINE)
        assert log.store.size() == 0
        log.record(fit, ENGINE)
        with pytest.raises(CaseError, match="已经记录，是第 1 号"):
            log.record(fit, ENGINE)
        assert log.store.size() == 1
        assert verify(log)


def test_a_title_and_notes_that_may_name_people_are_not_in_the_record(tmp_path: Path) -> None:
    decision = ENGINE.evaluate(from_file(ROOT / "examples" / "cases" / "01_campus_flood.yaml"))
    notes = {"consequences.loss": "卷二第12页", "nature.faced_danger": "张三、李四的证言"}
    case = dataclasses.replace(decision.case, evidence=notes)
    with create(str(tmp_path / "log.db")) as log:
        log.record(dataclasses.replace(decision, case=case), ENGINE)
        (record,) = log.records()
        assert decision.case.title.encode() not in record.document
        assert "张三".encode() not in record.document
        evidence = record.contents["evidence"]
        assert evidence["consequences.loss"] == "卷二第12页"
        assert evidence["nature.faced_danger"].startswith("sha256:")
        assert verify(log)


def test_an_amendment_names_what_it_takes_the_place_of(where: str) -> None:
    first, second = few(2)
    with create(where) as log:
        for decision in (first, second):
            log.record(decision, ENGINE)
        for wrong in (
            {"kind": "decision", "note": "x"},
            {"kind": "correction", "note": " "},
        ):
            with pytest.raises(CaseError, match="种类和缘由"):
                log.amend(1, first, ENGINE, **wrong)  # type: ignore[arg-type]
        with pytest.raises(CaseError, match="不是这一件"):
            log.amend(2, first, ENGINE, kind="appeal", note="复审")
        for absent in (9, 0, -1, 10**30):
            with pytest.raises(CaseError, match=f"没有第 {absent} 号"):
                log.amend(absent, first, ENGINE, kind="appeal", note="复审")
            with pytest.raises(CaseError, match=f"没有第 {absent} 号"):
                log.get(absent)
        log.amend(1, first, ENGINE, kind="correction", note="日期写错")
        with pytest.raises(CaseError, match="已经由第 3 号取代"):
            log.amend(1, first, ENGINE, kind="appeal", note="复审")
        log.amend(3, first, ENGINE, kind="appeal", note="复审维持")
        for again, said in (
            (partial(log.record, first, ENGINE), ("是第 4 号", "recorded already, as no. 4:")),
            (
                partial(log.amend, 1, first, ENGINE, kind="appeal", note="复审"),
                ("请看过第 4 号，", "No. 4 has taken the place"),
            ),
        ):
            with pytest.raises(RecordError) as caught:
                again()
            assert caught.value.number == 4
            assert said[0] in caught.value.told()
            assert said[1] in caught.value.told("en")
        assert [each.number for each in log.current()] == [2, 4]
        entries = [each.entry for each in log.records()]
        assert [each["amends"] and each["amends"]["number"] for each in entries] == [
            None,
            None,
            1,
            3,
        ]
        found = verify(log)
        assert found, found.faults


def test_whoever_reads_keeps_nobody_from_recording(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_store, "WAIT", 0.1)
    monkeypatch.setattr(sql_store, "_AT_ONCE", 2)
    made = few(7)
    with create(where) as log, DecisionLog.open(where) as other:
        for decision in made[:5]:
            log.record(decision, ENGINE)
        reading, standing = log.records(), log.current()
        assert [next(reading).number, next(standing).number] == [1, 1]
        for decision in made[5:]:
            other.record(decision, ENGINE)
        other.amend(2, made[1], ENGINE, kind="appeal", note="复审维持")
        assert [each.number for each in reading] == [2, 3, 4, 5, 6, 7, 8]
        assert [each.number for each in standing] == [2, 3, 4, 5]
        assert [each.number for each in log.current()] == [1, 3, 4, 5, 6, 7, 8]
        assert [each.number for each in log.records(2, 4)] == [2, 3, 4]


def test_no_statement_changes_a_record(where: str) -> None:
    with create(where) as log:
        log.record(few(1)[0], ENGINE)
        store = log.store
        assert isinstance(store, SqlStore)
        for sql in (
            "UPDATE decision_log_records SET subject = 'x'",
            "DELETE FROM decision_log_records",
        ):
            with pytest.raises(LogError):
                store._run(sql)
        assert log.store.size() == 1


@pytest.mark.parametrize("amends", [False, True])
def test_a_request_that_another_process_answers_meanwhile_gets_its_receipt(
    amends: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, request = tmp_path / "log.db", Request("key", "fingerprint")
    engine, (decision,) = engine_of(), few(1)
    with DecisionLog.create(where, ORIGIN) as log:
        log.store.keep_requests()
        if amends:
            log.record(decision, engine)
    others: list[Receipt] = []

    def written(log: DecisionLog) -> Receipt:
        if not amends:
            return log.record(decision, engine, request=request)
        return log.amend(1, decision, engine, kind="appeal", note="复审", request=request)

    with DecisionLog.open(where) as here, DecisionLog.open(where) as there:
        materials_of = here._materials_of

        def meanwhile(*arguments: object) -> Materials:
            others.append(written(there))
            return materials_of(*arguments)

        monkeypatch.setattr(here, "_materials_of", meanwhile)
        assert written(here).to_dict() == others[0].to_dict()
        assert here.store.size() == 1 + amends


def test_one_case_is_recorded_once_however_its_number_is_typed(where: str) -> None:
    with create(where) as log:
        log.record(renamed(few(1)[0], "枣纪（2026）示例-01A"), engine_of())
        for typed in (
            "枣纪(2026)示例-01A",
            " 枣纪（2026）示例-01A ",
            "枣纪（2026） 示例－01a",
            "枣纪（2026）示例\u201001A\u200b",
        ):
            with pytest.raises(CaseError, match="已经记录，是第 1 号"):
                log.record(renamed(few(1)[0], typed), engine_of())
        with pytest.raises(CaseError, match="换行"):
            log.record(renamed(few(1)[0], "a\nb"), engine_of())
        log.record(renamed(few(1)[0], "枣纪（2026）示例-01B"), engine_of())
        assert verify(log, evaluate=False)


def test_only_the_key_of_a_log_signs_for_it(where: str) -> None:
    with create(where) as log:
        for key in (new_key(log.origin, COSIGNATURE), new_key("another/log")):
            with pytest.raises(CaseError, match="请用日志自己的密钥"):
                log.checkpoint(key)
        assert log.store.checkpoints() == []
        log.checkpoint(new_key(log.origin))
        assert len(log.store.checkpoints()) == 1
        assert log.store.strays() == []


def test_a_log_that_is_there_is_not_made_again_and_none_is_no_log(where: str) -> None:
    with pytest.raises(LogError):
        DecisionLog.open(where)
    create(where).store.close()
    with pytest.raises(LogError, match="已经有"):
        create(where)


@pytest.mark.parametrize(
    "place",
    [
        "postgresql://u:se@cret@127.0.0.1:1/db",
        "postgres://u:cret#@127.0.0.1:1/db",
        "mysql://u:cret@127.0.0.1/db",
        "host=127.0.0.1 password=cret",
    ],
)
def test_a_connection_string_that_is_none_is_neither_a_file_nor_repeated(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for made in (DecisionLog.open, create):
        with pytest.raises(LogError, match="连接字符串的写法不对") as raised:
            made(place)
        assert "cret" not in str(raised.value)
    assert not [*tmp_path.iterdir()]


def test_a_file_may_be_named_as_other_tables_name_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    create("sqlite:///a.db").store.close()
    with DecisionLog.open("a.db") as log:
        assert log.origin == ORIGIN


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_another_file_is_no_log(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(content)
    with pytest.raises(LogError, match="不是本库的决定日志"):
        DecisionLog.open(file)
    assert file.read_bytes() == content


def test_a_log_that_others_keep_locked_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.db"
    create(str(file)).store.close()
    monkeypatch.setattr(sqlite_store, "WAIT", 0.1)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LogError, match="别的程序仍在写"):
        DecisionLog.open(file)
    other.close()
    DecisionLog.open(file).store.close()


def test_a_log_that_could_not_be_made_is_not_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.db"
    with monkeypatch.context() as broken:
        broken.setattr(sqlite_store, "_APPEND_ONLY", "no statement {0}")
        with pytest.raises(LogError):
            create(str(file))
    assert not [*tmp_path.iterdir()]
    with create(str(file)) as log:
        assert verify(log)


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\n"])
def test_a_name_that_a_checkpoint_could_not_carry_is_refused(origin: str, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="名称"):
        DecisionLog.create(tmp_path / "x.db", origin)


def test_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_store, "_file_system", lambda _folder: "cifs")
    with pytest.raises(LogError, match="网络盘"):
        DecisionLog.create(tmp_path / "x.db")
    assert not (tmp_path / "x.db").exists()


def _write(where: str, prefix: str, count: int) -> None:
    with DecisionLog.open(where) as log:
        for decision in few(count, ord(prefix), prefix=prefix):
            log.record(decision, ENGINE)


@pytest.mark.slow
def test_four_writers_leave_no_gap(where: str) -> None:
    create(where).store.close()
    spawn = multiprocessing.get_context("fork")
    writers = [spawn.Process(target=_write, args=(where, each, 40)) for each in "ABCD"]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert [each.exitcode for each in writers] == [0] * 4
    with DecisionLog.open(where) as log:
        found = verify(log)
        assert found, found.faults
        assert found.size == 160
        assert {each.case_id for each in log.records()} == {
            each.case.id for prefix in "ABCD" for each in few(40, ord(prefix), prefix=prefix)
        }


def test_the_documents_say_what_the_schema_allows(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "schemas" / "record.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    with create(str(tmp_path / "log.db")) as log:
        for decision in few(5):
            log.record(decision, ENGINE)
        log.amend(1, few(1)[0], ENGINE, kind="appeal", note="复审维持")
        for record in log.records():
            validator.validate(json.loads(record.document))
    assert next(decisions(1))
