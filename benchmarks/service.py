"""Requests per second of the service beside an echo of the same framework, in one run.

    python benchmarks/service.py --seconds 60

The echo only parses a body as JSON and answers the result document of the same case, so that what
goes in and out is the same; what is left is the evaluation. What does nothing shows what the
protocol and the sockets take. Clients are a process of their own.
Each is asked in turn, several times, so that a busy machine is busy for both; the percentiles are
those of all rounds together. Then decisions are recorded, and the service is killed and started
again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
CONNECTIONS = 32


def bodies() -> list[bytes]:
    """Return cases as they are sent, each its own, so that none is answered by heart."""
    from support.decision_logs import few

    return [
        json.dumps(
            {
                "case": {"id": each.case.id, "decided_on": each.case.decided_on},
                "facts": each.facts.model_dump(mode="json"),
            },
            ensure_ascii=False,
        ).encode()
        for each in few(200, 7)
    ]


def echo(port: int) -> None:
    """Serve the echo, and beside it what answers the same bytes and does nothing."""
    from tolerance_rules import evaluate

    answer = json.loads(evaluate(json.loads(bodies()[0])).to_json())

    async def answered(request: Request) -> Response:
        json.loads(await request.body())
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        return Response(text, media_type="application/json")

    said = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()

    async def nothing(request: Request) -> Response:
        await request.body()
        return Response(said, media_type="application/json")

    paths = (("/v1/evaluate", answered), ("/nothing", nothing))
    app = Starlette(routes=[Route(path, each, methods=["POST"]) for path, each in paths])
    uvicorn.run(app, host="127.0.0.1", port=port, http="h11", access_log=False, log_level="error")


async def load(port: int, path: str, sent: list[bytes], seconds: float, keys: bool) -> None:
    """Ask over so many connections for so long, and print what came of it."""
    times: list[float] = []
    wrong = 0
    until = time.perf_counter() + seconds

    async def ask(number: int) -> None:
        nonlocal wrong
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        place = number
        while time.perf_counter() < until:
            body = sent[place % len(sent)]
            key = f"Idempotency-Key: {os.getpid()}-{number}-{place}\r\n" if keys else ""
            if keys:
                case = json.loads(body)
                case["case"]["id"] = f"{os.getpid()}-{number}-{place}"
                body = json.dumps({"case_file": case}, ensure_ascii=False).encode()
            place += CONNECTIONS
            head = (
                f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{key}"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            started = time.perf_counter()
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = int(answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            times.append(time.perf_counter() - started)
            wrong += not answer.startswith(b"HTTP/1.1 20")
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(ask(number) for number in range(CONNECTIONS)))
    took = time.perf_counter() - begun
    found = {"rate": len(times) / took, "times": [round(each * 1000, 2) for each in times]}
    print(json.dumps({**found, "wrong": wrong}))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def started(log: Path, *command: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start a server, what it says going to a file, and return it and its port."""
    port = free_port()
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, *command, str(port)], stdout=said, stderr=subprocess.STDOUT
        )
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return process, port
    process.kill()
    tail = log.read_text(errors="replace").splitlines()[-20:]
    raise SystemExit("it did not start:\n" + "\n".join(tail))


def asked(port: int, path: str, file: str, seconds: float, *more: str) -> dict[str, Any]:
    """Ask from a process of its own, and return what came of it."""
    command = [sys.executable, __file__, "--load", str(port), path, file, str(seconds), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def first(port: int, method: str, path: str, body: bytes | None = None) -> None:
    """Ask once, and insist on a good answer."""
    link = HTTPConnection("127.0.0.1", port, timeout=60)
    link.request(method, path, body, {"Content-Type": "application/json"})
    answer = link.getresponse()
    answer.read()
    link.close()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")


def percentile(runs: list[dict[str, Any]], share: float) -> float:
    """Return a percentile of the times of all runs together, in milliseconds."""
    times = sorted(each for run in runs for each in run["times"])
    return float(times[int(len(times) * share)])


def cpu(process: subprocess.Popen[bytes]) -> float:
    """Return the seconds of processor that a process has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: subprocess.Popen[bytes]) -> float:
    """Return the memory of a process in MB."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="of each, altogether")
    parser.add_argument("--rounds", type=int, default=4)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "bodies.json")
        file.write_text(json.dumps([each.decode() for each in bodies()]))
        store, log = str(Path(folder, "log.db")), Path(folder, "service.log")
        serving = ("-m", "tolerance_rules", "serve", "--store", store, "--port")
        service, at = started(log, *serving)
        echoing, echo_at = started(Path(folder, "echo.log"), __file__, "--echo")
        try:
            asked(at, "/v1/evaluate", str(file), 2)
            asked(echo_at, "/v1/evaluate", str(file), 1)
            before = memory(service)
            each = given.seconds / given.rounds
            found, echoed, idle = [], [], []
            of = (
                (service, at, "/v1/evaluate", found),
                (echoing, echo_at, "/v1/evaluate", echoed),
                (echoing, echo_at, "/nothing", idle),
            )
            for _ in range(given.rounds):
                for process, port, path, runs in of:
                    used = cpu(process)
                    run = asked(port, path, str(file), each)
                    run["cpu"] = (cpu(process) - used) / len(run["times"]) * 1000
                    runs.append(run)
            after = memory(service)
            recorded = asked(at, "/v1/records", str(file), min(each, 10), "keys")
            service.kill()
            service.wait(30)
            begun = time.perf_counter()
            service, at = started(log, *serving)
            first(at, "POST", "/v1/evaluate", bodies()[0])
            again = time.perf_counter() - begun
            first(at, "GET", "/")
            page = time.perf_counter() - begun
        finally:
            for process in (service, echoing):
                process.terminate()
                process.wait(30)
    for name, runs in (("evaluate", found), ("echo", echoed), ("nothing", idle)):
        rate = statistics.median(run["rate"] for run in runs)
        wrong = sum(run["wrong"] for run in runs)
        used = statistics.median(run["cpu"] for run in runs)
        print(
            f"{name}: {rate:,.0f} requests/s, p50 {percentile(runs, 0.5):.0f} ms, "
            f"p99 {percentile(runs, 0.99):.0f} ms, longest {percentile(runs, 1 - 1e-9):.0f} ms, "
            f"wrong {wrong} of {sum(len(run['times']) for run in runs):,}, "
            f"processor {used:.2f} ms each"
        )
    ratios = [one["rate"] / two["rate"] for one, two in zip(found, echoed, strict=True)]
    print(f"ratio: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
    # On a machine that others use too, this says more.
    both = [two["cpu"] / one["cpu"] for one, two in zip(found, echoed, strict=True)]
    print(f"ratio by processor: {statistics.median(both):.2f} ({min(both):.2f} to {max(both):.2f})")
    print(f"memory: {before:.0f} MB before, {after:.0f} MB after")
    print(f"records: {recorded['rate']:,.0f} a second, wrong {recorded['wrong']}")
    print(f"killed and started again: first answer {again:.2f} s, first page {page:.2f} s")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--echo"]:
        echo(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--load"]:
        port_, path_, file_, seconds_, *keys_ = sys.argv[2:]
        sent_ = [each.encode() for each in json.loads(Path(file_).read_text())]
        asyncio.run(load(int(port_), path_, sent_, float(seconds_), bool(keys_)))
    else:
        main()
