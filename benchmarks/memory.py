"""Benchmark: the memory of one engine over very many cases, no two the same.

    python benchmarks/memory.py [--cases 2000000]

Every fact of a case is drawn from all its values; of each tenth case a third of the facts are
unknown. Prints the resident memory as the cases go by: what is remembered is bounded, so it must
come to rest.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import resource
import time
from pathlib import Path

from tolerance_rules import CaseFacts, Engine, InconsistentFactsError


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2_000_000)
    count: int = parser.parse_args().cases
    rng, engine = random.Random(20230727), Engine.load()
    groups = [
        (
            group,
            [
                (spec.name.partition(".")[2], spec.values, (None, *spec.values))
                for spec in CaseFacts.vocabulary.values()
                if spec.group == group
            ],
        )
        for group in CaseFacts.vocabulary.groups
    ]
    page, decided, start = resource.getpagesize(), 0, time.process_time()
    for number in range(1, count + 1):
        draw, unknown = rng.random, number % 10 == 0
        case = {
            group: {
                name: (some if unknown else values)[int(draw() * (len(values) + unknown))]
                for name, values, some in specs
            }
            for group, specs in groups
        }
        with contextlib.suppress(InconsistentFactsError):
            engine.evaluate(case)
            decided += 1
        if number * 20 % count == 0:
            size = int(Path("/proc/self/statm").read_text().split()[1]) * page / 1e6
            took = (time.process_time() - start) / number * 1e6
            print(f"{number:>10,} cases, {decided:,} decided: {size:6.1f} MB, {took:.0f} us each")


if __name__ == "__main__":
    main()
