"""The ruleset as SQL: what is written for every database, and what no database may be given."""

from __future__ import annotations

import dataclasses
import importlib.util
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("sqlglot", reason="the audit extra is not installed")

import sqlglot
import yaml
from sqlglot import exp

from support.database_servers import Unavailable, postgres
from support.many_agreement import disagreements, expected, random_rows
from support.many_backends import SqlJudge, cells_of, required
from support.rulesets import RULESETS, SHIPPED
from tolerance_rules import Engine, UnknownNameError
from tolerance_rules.cli.program import run
from tolerance_rules.errors import SqlError
from tolerance_rules.executors.columnar.circuit import Circuit, Is
from tolerance_rules.executors.columnar.dialects import DIALECTS
from tolerance_rules.executors.columnar.steps import stepped
from tolerance_rules.executors.columnar.target import target
from tolerance_rules.executors.sql import RulesAsSql
from tolerance_rules.facts import CaseFacts

pytestmark = pytest.mark.slow  # databases are started

VOCABULARY = CaseFacts.vocabulary
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def engine():
    return Engine.load()


def written(engine, dialect, **options):
    return RulesAsSql(engine.rules, engine.diagram, target(dialect, **options))


def call(capsys, *args):
    code = run([str(arg) for arg in args], "tolerance-rules")
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


# What holds of the statement on every database, those that are not here included.


EACH = [
    pytest.param((dialect, rules), id=f"{dialect}-{rules.id}")
    for dialect in DIALECTS
    for rules in RULESETS
]


@pytest.fixture(scope="module", params=EACH)
def parsed(request):
    """Return one dialect, the statement, and the statement read back by sqlglot."""
    dialect, rules = request.param
    made = written(Engine(rules), dialect)
    (statement,) = made.create_view()
    return made, statement, sqlglot.parse_one(statement, read=dialect)


def test_every_step_reads_the_step_before_and_nothing_that_is_not_there(parsed):
    made, _, tree = parsed
    selects = [cte.this for cte in tree.expression.args["with_"].expressions]
    names = [cte.alias for cte in tree.expression.args["with_"].expressions]
    facts = {made.target.column_of(name) for name in made.vocabulary}
    there, sources = facts | set(made.target.kept), ["register", *names]
    for select, source in zip([*selects, tree.expression], sources, strict=True):
        assert select.args["from_"].this.name == source
        read = {column.name for each in select.expressions for column in each.find_all(exp.Column)}
        assert read <= there, source
        there = {each.alias_or_name for each in select.expressions}
        assert len(there) == len(select.expressions)
    wanted = [*made.target.kept, *(made.target.finding(each.name) for each in made.columns)]
    assert [each.alias_or_name for each in tree.expression.expressions] == wanted


def test_the_statement_is_within_the_limits_of_the_databases(parsed):
    made, statement, tree = parsed
    for select in tree.find_all(exp.Select):
        # Oracle takes 1000 columns, PostgreSQL 1664, SQLite 2000.
        assert len(select.expressions) < 500
    assert all(len(each.name.encode()) <= 63 for each in tree.find_all(exp.Identifier))
    assert len(statement) < 250_000
    # SQL*Plus cuts lines off, and takes an empty one for the end.
    assert max(map(len, statement.split("\n"))) < 2000
    assert "\n\n" not in statement
    # SQLite takes an expression of depth 1000.
    assert max(len(list(_parents(each))) for each in tree.find_all(exp.Column)) < 300
    assert made.dialect.name == "spark" or "&" not in statement


def _parents(node):
    while node.parent is not None:
        node = node.parent
        yield node


def test_no_planner_can_put_one_step_into_the_next(parsed):
    made, statement, _ = parsed
    steps = len(re.findall(r"^\)?,? ?(?:WITH )?step_\d+ AS \($", statement, re.MULTILINE))
    assert steps > 5
    fences = {
        "postgres": "fence AS (",
        "mysql": "LIMIT 18446744073709551615",
        "sqlite": "LIMIT -1",
        "oracle": "/*+ NO_MERGE */",
        "tsql": "TOP 9223372036854775807",
    }
    # DuckDB and Spark see for themselves what is used more than once.
    if made.dialect.name in fences:
        assert statement.count(fences[made.dialect.name]) == steps
    else:
        assert made.dialect.fence == "none"


def test_null_is_looked_at_in_the_first_step_alone(parsed):
    _, _, tree = parsed
    first, *rest = [cte.this for cte in tree.expression.args["with_"].expressions]
    assert first.find(exp.Null)
    assert not any(select.find(exp.Null) for select in rest)
    # Of a null neither it nor its inverse is true: each look at a value asks for null first, or
    # for a separator, which no null has.
    looks = [
        column
        for column in first.find_all(exp.Column)
        if column.find_ancestor(exp.Case, exp.And) and not isinstance(column.parent, exp.Is)
    ]
    assert len(looks) > 100
    for look in looks:
        several = [
            case.args["ifs"][0].this
            for case in _parents(look)
            if isinstance(case, exp.Case) and isinstance(case.args["ifs"][0].this, exp.Like)
        ]
        if several:
            assert several[-1].this.name == look.name
            continue
        asked = look.find_ancestor(exp.And).this
        assert isinstance(asked, exp.Not)
        assert isinstance(asked.this, exp.Is)
        assert asked.this.this.name == look.name


def test_the_statement_grows_with_the_circuit_and_not_with_its_paths():
    circuit = Circuit()
    facts = [name for name, spec in VOCABULARY.items() if spec.boolean]
    term = circuit.literal(Is(facts[0], True))
    lengths = []
    for name in facts[1:50]:
        # Each level uses the one below it twice: written out, it would double.
        yes, no = (circuit.literal(Is(name, value)) for value in (True, False))
        term = circuit.either([circuit.both([term, yes]), circuit.both([term, no])])
        steps = stepped(circuit, [term], [], str)
        lengths.append(sum(_size(circuit, made, steps) for s in steps.steps for made in s.made))
    assert lengths[-1] < 2.5 * lengths[len(lengths) // 2]


def _size(circuit, term, steps):
    parts = circuit.parts(term)
    return sum(1 if part in steps.kept else _size(circuit, part, steps) for part in parts) or 1


# Values that mean nothing, and tables of another shape.

ODD = {
    "work.pilot": [2, -1, "yes", "是", ""],
    "consequences.loss": ["Major", "major ", "huge", "", 1],
    "remedy.rectification": [
        *["|", "|active", "active|", "active|active", "active|Passive", "active | passive"],
        *["active｜passive", "active,passive", "active||passive", "active|passive|active|refused"],
    ],
}


def test_a_value_that_means_nothing_is_refused_and_never_guessed(engine):
    made = written(engine, "sqlite")
    with closing(sqlite3.connect(":memory:")) as link:
        names = ", ".join(f'"{name}"' for name in ("case_id", *VOCABULARY))
        link.execute(f"CREATE TABLE register ({names})")
        odd = [(name, value) for name, values in ODD.items() for value in values]
        for number, (name, value) in enumerate(odd):
            link.execute(f'INSERT INTO register (case_id, "{name}") VALUES (?, ?)', (number, value))
        link.execute(*made.create_view())
        found = link.execute("SELECT * FROM findings ORDER BY case_id").fetchall()
    assert len(found) == len(odd)
    for (name, _), (_, *findings, refused) in zip(odd, found, strict=True):
        assert refused == f"value:{name}"
        assert set(findings) == {None}


def test_the_table_that_is_made_takes_no_value_that_means_nothing(engine):
    with closing(sqlite3.connect(":memory:")) as link:
        link.execute(*written(engine, "sqlite").create_table())
        for name, values in ODD.items():
            for value in values:
                with pytest.raises(sqlite3.IntegrityError):
                    link.execute(
                        f'INSERT INTO register (case_id, "{name}") VALUES (1, ?)', (value,)
                    )


def test_columns_may_be_called_otherwise_and_facts_may_be_missing(engine):
    absent = {name for name in VOCABULARY if name.startswith("discretion.")}
    rows = [
        {name: None if name in absent else value for name, value in row.items()}
        for row in random_rows(400, seed=5)
    ]
    options = {
        "table": '"案件 登记"',
        "view": "main.评判",
        "keep": ("案号", "t1"),
        "style": "underscore",
        "prefix": "结论_",
        "columns": {"work.pilot": "是否试点"},
        "absent": ("discretion",),
    }
    made = written(engine, "sqlite", **options)
    with closing(sqlite3.connect(":memory:")) as link:
        for statement in (*made.create_table(), *made.create_view()):
            link.execute(statement)
        marks = ", ".join("?" * (len(VOCABULARY) - len(absent) + 2))
        link.executemany(
            f'INSERT INTO "案件 登记" VALUES ({marks})',
            [
                (f"{n:09}", n, *(v for name, v in row.items() if name not in absent))
                for n, row in enumerate(cells_of(rows))
            ],
        )
        columns = [row[1] for row in link.execute('PRAGMA table_info("案件 登记")')]
        assert columns[:3] == ["案号", "t1", "subject_kind"]
        assert "是否试点" in columns
        answer = link.execute("SELECT * FROM 评判 ORDER BY 案号")
        names = [column[0] for column in answer.description]
        assert names[:3] == ["案号", "t1", "结论_outcome"]
        plain = {made.target.finding(each.name): each.name for each in made.columns}
        plainly = written(engine, "sqlite")
        found = [
            SqlJudge.finding(
                ["案号", *(plain[name] for name in names[2:])], (row[0], *row[2:]), plainly
            )
            for row in answer.fetchall()
        ]
    assert not disagreements(found, expected(rows, engine, sample=20))[:3]


def test_whole_numbers_may_stand_for_true_and_false_where_there_are_booleans(engine):
    duckdb = pytest.importorskip("duckdb", reason="the backends extra is not installed")
    rows = random_rows(300, seed=6)
    link = duckdb.connect()
    judge = SqlJudge("duckdb", link.execute, link.executemany, "?", integers=True)
    numbers = [
        {name: int(value) if isinstance(value, bool) else value for name, value in row.items()}
        for row in rows
    ]
    assert not disagreements(judge(engine, numbers), expected(rows, engine, sample=20))[:3]
    link.close()


def test_where_no_row_can_be_refused_the_reason_is_a_text_still():
    duckdb = pytest.importorskip("duckdb", reason="the backends extra is not installed")
    engine = Engine(dataclasses.replace(SHIPPED, impossible=()))
    enumerated = tuple(name for name, spec in VOCABULARY.items() if not spec.boolean)
    rows = [
        {name: None if name in enumerated else value for name, value in row.items()}
        for row in random_rows(200, seed=8, engine=engine)
    ]
    with duckdb.connect() as link:
        judge = SqlJudge("duckdb", link.execute, link.executemany, "?", absent=enumerated)
        present = [{n: v for n, v in row.items() if n not in enumerated} for row in rows]
        found = judge(engine, present)
        kinds = link.execute("SELECT DISTINCT typeof(refused) FROM findings").fetchall()
    assert not disagreements(found, expected(rows, engine, sample=20))[:3]
    assert kinds == [("VARCHAR",)]


def test_a_condition_on_the_key_reaches_the_table_in_postgresql(engine):
    psycopg = pytest.importorskip("psycopg", reason="the backends extra is not installed")
    made = written(engine, "postgres")
    try:
        with postgres() as where, psycopg.connect(where, autocommit=True) as link:
            for statement in (*made.create_table(), *made.create_view()):
                link.execute(statement)
            link.execute(
                "INSERT INTO register (case_id) SELECT n::text FROM generate_series(1, 20000) n"
            )
            link.execute("ANALYZE register")
            plan = link.execute("EXPLAIN SELECT * FROM findings WHERE case_id = '7'").fetchall()
            labels = link.execute(
                "SELECT count(*) FROM pg_description WHERE objoid = 'register'::regclass"
            ).fetchone()
    except Unavailable as reason:
        if required():
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    assert any("Index Scan using register_pkey" in line for (line,) in plan)
    assert labels == (len(VOCABULARY),)


# Names that cannot be.


def test_an_unknown_dialect_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="您是否想写 postgres？"):
        target("postgress")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"absent": ("work.pilott",)}, "Q001"),
        ({"columns": {"work.pilott": "x"}}, "Q001"),
        ({"absent": tuple({name.partition(".")[0] for name in VOCABULARY})}, "Q002"),
        ({"keep": ("Outcome",)}, "Q003"),
        ({"columns": {"work.pilot": "WORK.creative"}}, "Q003"),
        ({"keep": ("case\nid",)}, "Q004"),
        ({"keep": (" ",)}, "Q004"),
        ({"prefix": "结论" * 10}, "Q005"),
        ({"table": "register; DROP TABLE x"}, "Q006"),
        ({"table": "f(1)"}, "Q006"),
        ({"table": "register -- x"}, "Q006"),
        ({"table": ""}, "Q006"),
        ({"view": "a.b.c.d"}, "Q006"),
    ],
)
def test_names_that_cannot_be_are_refused(engine, options, code):
    with pytest.raises(SqlError) as refused:
        written(engine, "postgres", **options)
    assert {fault.code for fault in refused.value.faults} == {code}
    assert all(fault.remedy for fault in refused.value.faults)


def test_all_that_is_wrong_with_the_names_is_said_at_once(engine):
    with pytest.raises(SqlError) as refused:
        written(engine, "postgres", keep=("outcome", "\t"), columns={"work.pilott": "x"})
    assert {fault.code for fault in refused.value.faults} == {"Q001", "Q003", "Q004"}


def test_quotes_within_names_are_names_still(engine):
    made = written(engine, "sqlite", keep=('a"b',), columns={"work.pilot": "c'd\" -- "})
    with closing(sqlite3.connect(":memory:")) as link:
        for statement in (*made.create_table(), *made.create_view()):
            link.execute(statement)
        link.execute('INSERT INTO register ("a""b", "c\'d"" -- ") VALUES (\'x\', 1)')
        assert link.execute('SELECT "a""b", refused FROM findings').fetchall() == [("x", None)]


# The command.


def test_the_script_installs_as_it_is_and_again_with_replace(capsys, tmp_path):
    file = tmp_path / "view.sql"
    for more in (["--create-table"], ["--replace"], ["--replace"]):
        code, out, err = call(capsys, "sql", "--dialect", "sqlite", "-o", file, "--force", *more)
        assert (code, out, err) == (0, "", "")
        with closing(sqlite3.connect(tmp_path / "cases.db")) as link:
            link.executescript(file.read_text(encoding="utf-8"))
            assert link.execute("SELECT count(*) FROM findings").fetchone() == (0,)


def test_the_script_says_whose_rules_these_are_and_what_each_column_is(capsys, engine):
    other = ["--reading", "remedy_scope=either", "--policy", ROOT / "examples/policy_strict.yaml"]
    code, out, _ = call(capsys, "sql", "--dialect", "postgres", *other, "--absent", "discretion")
    assert code == 0
    assert engine.rules.sha256 in out
    assert "remedy_scope=either" in out
    assert "strict" in out
    assert "第七条第（五）项第四种情形" in out
    assert "discretion.minor_breach" in out
    assert all(combination.id in out for combination in engine.rules.impossible)
    code, english, _ = call(capsys, "sql", "--dialect", "tsql", "--lang", "en")
    assert code == 0
    heading = english.partition("CREATE VIEW")[0]
    assert "established 1, refuted 0, open NULL" in heading
    assert english.endswith("\n;\nGO\n") or english.endswith(";\nGO\n")


def test_the_script_is_the_same_to_the_letter_in_every_process(capsys):
    code, out, _ = call(capsys, "sql", "--dialect", "oracle", "--create-table")
    assert code == 0
    done = subprocess.run(
        [sys.executable, "-m", "tolerance_rules", "sql", "--dialect", "oracle", "--create-table"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONHASHSEED": "7"},
        cwd=ROOT,
    )
    assert done.stdout.decode().replace("\r\n", "\n") == out


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        ([], 2, "缺少参数：--dialect"),
        (["--dialect", "sqlit"], 2, "您是否想写 sqlite？"),
        (["--dialect", "sqlite", "--column", "work.pilot"], 2, "名称=选项"),
        (["--dialect", "sqlite", "--column", "work.pilott=x"], 2, "您是否想写 work.pilot？"),
        (["--dialect", "sqlite", "--absent", "works"], 2, "您是否想写 work？"),
        (["--dialect", "sqlite", "--absent", "x", "--lang", "en"], 2, "No fact is named x"),
        (["--dialect", "sqlite", "--keep", "row"], 1, "请用 --prefix"),
        (["--dialect", "sqlite", "--table", "a;b"], 1, "不是表或视图的名称"),
        (["--dialect", "sqlite", "--reading", "remedy_scope=x"], 2, "没有选项"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(capsys, args, code, message):
    got, out, err = call(capsys, "sql", *args)
    assert (got, out) == (code, "")
    assert message in err


# A cluster, in small.


def test_the_spark_example_judges_the_example_cases_from_parquet_to_parquet(tmp_path):
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        if required():
            pytest.fail("pyspark or Java is not installed")
        pytest.skip("pyspark (extra spark) or Java is not installed")
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "spark" / "judge.py")],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    cases = yaml.safe_load((ROOT / "examples" / "expected.yaml").read_text(encoding="utf-8"))
    counts = Counter((each["outcome"], each["settled"]) for each in cases.values())
    assert done.stdout.decode().splitlines() == [
        *(f"{outcome}, settled {settled}: {n}" for (outcome, settled), n in sorted(counts.items())),
        "不予评判 refused: 0",
    ]
