"""Every topic's short answer, one after the other in one process: `python tests/benchmarks/all_answers.py`. Target: 20 s.

learn-demo, which trains networks, is timed apart. What counts as an answer here is explaining it and rendering its text.
"""

from __future__ import annotations

import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import explainer
from explainer import catalogue


def seconds(slug: str) -> float:
    begin = time.perf_counter()
    explainer.render(explainer.explain(slug, depth="short"), "text")
    return time.perf_counter() - begin


def main() -> None:
    times = {slug: seconds(slug) for slug in catalogue.SLUGS if slug != "learn-demo"}
    slowest = sorted(times, key=lambda slug: times[slug], reverse=True)[:5]
    print(f"{len(times)} short answers: {sum(times.values()):.2f} s in all (target 20 s on two cores)")
    print("slowest: " + ", ".join(f"{slug} {times[slug] * 1e3:.0f} ms" for slug in slowest))
    print(f"learn-demo, lag 60, five seeds: {seconds('learn-demo'):.2f} s")


if __name__ == "__main__":
    main()
