"""Evaluate many, words: what the command says in Chinese and in English."""

from __future__ import annotations

from tolerance_rules.language import Pair

ABOUT = (
    "批量评判一张表：一行一个案件，写出每一行的结论和依据；不能评判的行另写一个文件。\n"
    "\n"
    "  tolerance-rules evaluate-many 登记簿.xlsx --out 结果.xlsx --labels\n"
    "  tolerance-rules evaluate-many 登记簿.csv --mapping 对照表.yaml --out 结果.parquet\n"
    "  tolerance-rules evaluate-many postgresql://用户@主机/库 --table 案件 --out 结果.csv\n"
    "\n"
    "读 .csv、.xlsx、.parquet、.arrow 和数据库（PostgreSQL、SQLite），写同样几种。第一行是表头。\n"
    "不能评判的行，连同行号、列和原因写入拒收文件；读入的行数等于评判的加拒收的。\n"
    "退出码：0 结论都已定；3 有的未定；1 文件有误，或者有行被拒收；2 用法有误。",
    "Evaluate a table, a case to a row; rows that cannot be judged go to a file of their own.\n"
    "\n"
    "  tolerance-rules evaluate-many register.xlsx --out judged.xlsx --labels\n"
    "  tolerance-rules evaluate-many register.csv --mapping mapping.yaml --out judged.parquet\n"
    "  tolerance-rules evaluate-many postgresql://user@host/db --table cases --out judged.csv\n"
    "\n"
    "Reads .csv, .xlsx, .parquet, .arrow and databases (PostgreSQL, SQLite), and writes the same.\n"
    "The first row has the headers. Rows that cannot be judged go to the rejects file with row\n"
    "number, column and reason; rows in = judged + rejected. Exit codes: 0 all settled; 3 some\n"
    "are not; 1 the file is wrong or rows were rejected; 2 usage.",
)
OPTIONS: dict[str, Pair] = {
    "--out": (
        "结果写到哪里：文件，或者数据库",
        "Where the judged table goes: a file or a database",
    ),
    "--rejects": (
        "拒收的行写到哪里，默认是结果旁边的 .rejects.csv",
        "Where rejected rows go; default .rejects.csv beside the result",
    ),
    "--keep": (
        "结果中还要保留的列：表头，或者事实的名称；* 是全部。可以写多次",
        "A column to keep: its header or a fact; * is all. May be repeated",
    ),
    "--others": (
        "没有写明的列：refuse 是错（默认），keep 保留，ignore 不要",
        "Columns not named: refuse (default), keep or ignore",
    ),
    "--out-table": ("结果写入数据库的哪张表", "The table of the database that results go to"),
    "--labels": ("结果写中文的名称，不写代码", "Write labels, not codes"),
    "--no-clauses": ("结果不写各条款成立与否", "Leave out the status of each clause"),
    "--force": ("结果文件已经有了也覆盖", "Replace a result that exists"),
}
KIND: Pair = (
    "不能写成 {}。可以写的有：{}",
    "Cannot write {}. There are: {}",
)
FOLDER: Pair = ("没有目录 {}", "There is no folder {}")
TWICE: Pair = ("结果和拒收的行不能写到同一个文件", "Results and rejects need two files")
NO_TABLE: Pair = ("写入数据库要用 --out-table 写明表名", "Name the table with --out-table")
STEPS: dict[str, Pair] = {
    "reading": ("读入", "Reading"),
    "checking": ("核对", "Checking"),
    "judging": ("评判", "Judging"),
    "writing": ("写出", "Writing"),
}
TITLE: Pair = (
    "{}：读入 {} 行，评判 {} 行，拒收 {} 行；结论未定 {} 行",
    "{}: rows {}, judged {}, rejected {}; unsettled {}",
)
OUTCOME: Pair = ("结论", "Outcome")
SOME_PRESUMED: Pair = ("结论，未定的为推定结论", "Outcome, as presumed where not settled")
ROWS: Pair = ("行数", "Rows")
TO_COME: Pair = (
    "日期还没有到的有 {} 行，请核对：第 {} 行",
    "Rows with a date that is still to come: {}; check rows {}",
)
EARLIER: Pair = ("有 {} 行，{}", "Rows: {}. {}")
REJECTED: Pair = ("拒收的行见 {}", "Rejected rows: {}")
