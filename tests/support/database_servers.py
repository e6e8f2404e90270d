"""Database servers: started for the tests from what the machine has, and stopped behind them.

Each stands in a new folder, speaks through a socket in it or on the loopback alone, and is gone
with the folder.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

POSTGRES = "TOLERANCE_RULES_POSTGRES"
"""A connection string: this server is used, and none is started."""


class Unavailable(Exception):
    """The backend is not on this machine; the message says what is missing."""


@contextmanager
def postgres(*, durable=False):
    """Return the connection string of a PostgreSQL server; what it commits may outlive a crash."""
    if os.environ.get(POSTGRES):
        yield os.environ[POSTGRES]
        return
    initdb, pg_ctl = (_program(name, "/usr/lib/postgresql/*/bin") for name in ("initdb", "pg_ctl"))
    if not (initdb and pg_ctl):
        raise Unavailable("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with _folder("postgres") as (folder, user):
        data = folder / "data"
        # Nothing of it is to outlive most tests: no need to wait for the disk.
        options = f"-k {folder} -c listen_addresses= -c fsync={'on' if durable else 'off'}"
        create = [initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        control = [pg_ctl, "-D", data, "-l", folder / "log", "-w"]
        _run([*create, "--locale=C"], user, folder)
        _run([*control, "-o", options, "start"], user, folder)
        try:
            yield f"host={folder} user=postgres dbname=postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], user, folder)


def crashed(where, *, everything):
    """Kill the PostgreSQL server of a connection string, alone or with all its processes."""
    folder = _folder_of(where)
    pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    workers = _children(pid)
    os.kill(pid, signal.SIGKILL)
    for each in workers if everything else ():
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    # They end by themselves when their server is gone, and no new one starts before.
    until = time.monotonic() + 60
    while any(Path(f"/proc/{each}").exists() for each in (pid, *workers)):
        if time.monotonic() > until:
            raise RuntimeError("processes of the killed server are still there")
        time.sleep(0.02)


def restarted(where):
    """Start the PostgreSQL server of a connection string again, with the options it had."""
    folder = _folder_of(where)
    user = pwd.getpwuid(folder.stat().st_uid) if os.geteuid() == 0 else None
    pg_ctl = _program("pg_ctl", "/usr/lib/postgresql/*/bin")
    # What is left of the server says with which options it ran.
    _run([pg_ctl, "-D", folder / "data", "-l", folder / "log", "-w", "restart"], user, folder)


def _folder_of(where):
    return Path(next(part for part in where.split() if part.startswith("host="))[len("host=") :])


def _children(pid):
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # After the name, which may have anything in it: the state, and the parent.
            if int(each.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(each.parent.name))
    return found


@contextmanager
def mariadb():
    """Return the socket of a MariaDB server whose root has no password."""
    server, install = (_program(n, "/usr/sbin") for n in ("mariadbd", "mariadb-install-db"))
    if not (server and install):
        raise Unavailable("MariaDB is not installed (Debian: apt-get install mariadb-server)")
    with _folder("mysql") as (folder, user):
        data, socket = folder / "data", folder / "socket"
        method = "--auth-root-authentication-method=normal"
        create = [install, "--no-defaults", f"--datadir={data}", method, "--skip-test-db"]
        _run(create, user, folder)
        command = [server, "--no-defaults", f"--datadir={data}", f"--socket={socket}"]
        command += ["--skip-networking", f"--pid-file={folder / 'pid'}"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, **_as(user))
        try:
            _wait_for(socket, process, folder / "log")
            yield str(socket)
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def spark(folder):
    """Return a Spark session of two threads that keeps its files in a folder."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise Unavailable("Java is not installed (Debian: apt-get install openjdk-17-jre-headless)")
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.local.dir": folder,
        "spark.log.level": "ERROR",
        # As in examples/spark/judge.py.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.subexpressionElimination.enabled": "false",
        "spark.sql.warehouse.dir": f"{folder}/warehouse",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[2]").appName("tolerance-rules")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def _program(name, folders):
    found = sorted(Path("/").glob(f"{folders[1:]}/{name}"))
    return str(found[-1]) if found else shutil.which(name)


@contextmanager
def _folder(owner):
    """Return a new folder, and who is to run a server in it: nobody else, or not root at least."""
    user = None
    # A socket in it may have a path of a hundred characters.
    folder = Path(tempfile.mkdtemp(prefix="tolerance-rules-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            try:
                user = pwd.getpwnam(owner)
            except KeyError:
                raise Unavailable(f"there is no user {owner} to run the server as") from None
            os.chown(folder, user.pw_uid, user.pw_gid)
        yield folder, user
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as(user):
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(command, user, folder):
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder,
        check=False,
        **_as(user),
    )
    if done.returncode:
        log = folder / "log"
        said = log.read_text(errors="replace") if log.exists() else ""
        raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')}\n{said}")


def _wait_for(socket, process, log, seconds=60):
    until = time.monotonic() + seconds
    while not socket.exists():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the server did not start: {log.read_text(errors='replace')}")
        time.sleep(0.05)
