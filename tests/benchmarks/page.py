"""The explorable page in a browser: `python tests/benchmarks/page.py [SLUG …]`. Targets: a move 16 ms, ready 300 ms.

A move is one step of a slider until everything that differs is swapped, styled and laid out (forced by reading a measure);
ready is from the start of the navigation to a file on disk until its script has run. Also told: what the frames cost.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import explainer
from explainer import rendering
from explainer.explore import explorable

MOVES = 60
LOADS = 9
MOVE = """([slider, place]) => {
  const range = document.querySelectorAll("input[type=range]")[slider];
  const begin = performance.now();
  range.value = place;
  range.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.getBoundingClientRect();
  document.querySelectorAll(".plot svg").forEach((svg) => svg.getBBox());
  return performance.now() - begin;
}"""
READY = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


def main() -> None:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("This benchmark needs chromium.")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for slug in sys.argv[1:] or ["gru-gradient", "value-vs-gradient", "gru-memory", "compare-cells", "solve-gamma"]:
            answer = explainer.explain(slug)
            begin = time.perf_counter()
            what = explorable(answer)
            computed = time.perf_counter()
            text = str(rendering.render(what, "html"))
            written = time.perf_counter()
            file = Path(folder) / f"{slug}.html"
            file.write_text(text, encoding="utf-8")
            page = browser.new_page(viewport={"width": 1100, "height": 900})
            ready = []
            for _ in range(LOADS):
                page.goto(file.as_uri())
                ready.append(page.evaluate(READY))
            moves = []
            for move in range(MOVES):
                slider = move % len(what.sliders)
                place = (move * 7 + 1) % len(what.sliders[slider].values)
                moves.append(page.evaluate(MOVE, [slider, place]))
            page.close()
            print(
                f"{slug}: move {statistics.median(moves):.1f} ms (worst {max(moves):.1f}), ready {statistics.median(ready):.0f} ms, "
                f"{len(text.encode()) / 1000:.0f} kB; {len(what.frames)} frames computed in {computed - begin:.1f} s, "
                f"written in {written - computed:.1f} s"
            )
        browser.close()


if __name__ == "__main__":
    main()
