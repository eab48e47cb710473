"""A cold text answer against importing NumPy alone: `python tests/benchmarks/cold_start.py [RUNS]`. Target: at most 2.2.

Both are whole processes, run in turn so that a drift of the machine's speed falls on both alike; what counts is the median
of the ratios pair by pair.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

QUESTIONS = {
    "the forum's question": "why doesn't the GRU gradient vanish when Γu is near 0?",
    "a number": "how much is left with gamma 0.01 after 50 steps",
}


def seconds(command: list[str]) -> float:
    begin = time.perf_counter()
    # One thread: on a small machine the start of a pool of BLAS threads would be measured instead.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    # Installed packages come with their bytecode, NumPy too; without it our own sources would be compiled every time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - begin


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    numpy = [sys.executable, "-c", "import numpy"]
    for name, question in QUESTIONS.items():
        answer = [sys.executable, "-m", "explainer", question]
        seconds(answer), seconds(numpy)  # the first run writes and reads caches
        pairs = [(seconds(answer), seconds(numpy)) for _ in range(runs)]
        ratio = statistics.median(ours / theirs for ours, theirs in pairs)
        ours, theirs = (statistics.median(column) * 1e3 for column in zip(*pairs, strict=True))
        print(f"{name}: {ours:.0f} ms against {theirs:.0f} ms for `import numpy`: ratio {ratio:.2f} (target 2.2)")


if __name__ == "__main__":
    main()
