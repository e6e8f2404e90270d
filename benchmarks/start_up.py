"""Benchmark: how long a new process takes until it has answered, beside a Python that does nothing.

    python benchmarks/start_up.py [--rounds 9] [--other PYTHON]

Processor time and wall time, the best of the rounds, and their ratio to that of `python -c pass`;
then the same without what earlier processes kept (`TOLERANCE_RULES_COMPILED=off`). The libraries
that the command is built on are imported alone for comparison, and so are the peers of one case
where they are installed. `--other` names another Python, with another version of this library
installed: both take turns, and the ratio of its time to ours is printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPLETE, UNKNOWN = "complete.yaml", "unknown.yaml"
LOAD = "from tolerance_rules import Engine; Engine.load()"
COMMAND = ["-m", "tolerance_rules"]
OURS: dict[str, list[str]] = {
    "import CaseFacts, evaluate": ["-c", "from tolerance_rules import CaseFacts, evaluate"],
    "import and Engine.load()": ["-c", LOAD],
    "tolerance-rules --version": [*COMMAND, "--version"],
    "tolerance-rules --help": [*COMMAND, "--help"],
    "evaluate, every fact known": [*COMMAND, "evaluate", COMPLETE],
    "evaluate, facts unknown": [*COMMAND, "evaluate", UNKNOWN],
}
LIBRARIES = {
    "pydantic": "from pydantic import BaseModel\nclass M(BaseModel): a: int = 1",
    "click": "import click",
    "yaml": "import yaml",
    "zen": "import zen",
    "rule_engine": "import rule_engine",
}


def timed(run: list[str], environment: dict[str, str], folder: str) -> tuple[float, float]:
    """Return the processor time and the wall time of a process."""
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(run, env=environment, cwd=folder, capture_output=True, check=False)
    wall, after = time.perf_counter() - start, os.times()
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(run)}: {done.stderr.decode(errors='replace')}")
    user = after.children_user - before.children_user
    return user + after.children_system - before.children_system, wall


def write_cases(folder: Path) -> None:
    """Write a case with every fact established, as presumed, and one with most unknown."""
    from tolerance_rules import CaseFacts

    lines, group = ["facts:"], ""
    for name, spec in CaseFacts.vocabulary.items():
        if spec.group != group:
            group = spec.group
            lines.append(f"  {group}:")
        value = str(spec.presumed).lower() if spec.boolean else spec.presumed
        lines.append(f"    {name.partition('.')[2]}: {value}")
    (folder / COMPLETE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    unknown = "facts:\n  work:\n    performing_duty: true\n    reform_and_innovation: true\n"
    (folder / UNKNOWN).write_text(unknown, encoding="utf-8")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--other")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_cases(Path(folder))
        usual = {**os.environ, "PYTHONPATH": str(ROOT), "TOLERANCE_RULES_COMPILED": ""}
        # As where it is installed: what Python compiled is there, and so is what was kept.
        usual.pop("PYTHONDONTWRITEBYTECODE", None)
        usual["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "ours")
        bare = {**usual, "TOLERANCE_RULES_COMPILED": "off"}
        runs = {"python -c pass": ([sys.executable, "-c", "pass"], usual)}
        for name, args in OURS.items():
            runs[name] = ([sys.executable, *args], usual)
        for name in list(OURS)[1:]:
            if "-" not in name:
                runs[f"  {name}, nothing kept"] = ([sys.executable, *OURS[name]], bare)
        for name, code in LIBRARIES.items():
            if importlib.util.find_spec(name):
                runs[f"  {name} alone"] = ([sys.executable, "-c", code], usual)
        others = {}
        if options.other:
            elsewhere = {k: v for k, v in usual.items() if k != "PYTHONPATH"}
            elsewhere["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "other")
            others = {n: ([options.other, *args], elsewhere) for n, args in OURS.items()}
        best: dict[tuple[str, str], tuple[float, float]] = {}
        for number in range(options.rounds + 1):
            for kind, each in (("ours", runs), ("other", others)):
                for name, (run, environment) in each.items():
                    found = timed(run, environment, folder)
                    if number:  # the first round compiles, and keeps
                        least = best.get((kind, name), (9.0, 9.0))
                        best[kind, name] = min(least[0], found[0]), min(least[1], found[1])
    nothing = best["ours", "python -c pass"]
    heading = f"{'':34}{'cpu s':>8}{'wall s':>8}{'x python':>10}"
    print(heading + (f"{'other cpu':>11}{'other/ours':>12}" if others else ""))
    for name in runs:
        cpu, wall = best["ours", name]
        line = f"{name:34}{cpu:8.3f}{wall:8.3f}{wall / nothing[1]:10.1f}"
        if name in others:
            other = best["other", name][0]
            line += f"{other:11.3f}{other / cpu:12.2f}"
        print(line)


if __name__ == "__main__":
    main()
