"""`python -m benchmarks`: everything measured, in one table. Nothing here passes or fails: machines differ."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks import capacity, deriving, keeping, solving, starting, stepping, travelling
from benchmarks.children import machine
from benchmarks.figures import Figure, table

_PRESSES, _RUNS = 300, 7
_PRESSES_QUICK, _RUNS_QUICK = 60, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and perhaps write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer presses and runs, and a third of the large data")
    parser.add_argument("--skip-large", action="store_true", help="leave out the large data (which take 1.5 GB)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file too")
    options = parser.parse_args(arguments)
    runs, presses = (_RUNS_QUICK, _PRESSES_QUICK) if options.quick else (_RUNS, _PRESSES)
    large = "quick" if options.quick else "large"
    described = machine()
    print(described, flush=True)

    _say("starting the program")
    figures, problems = starting.measure(runs)
    _say("a million iterations")
    figures += solving.measure(options.quick)
    _say("stepping at 5×4×3")
    figures += stepping.measure("small", presses)
    _say("selecting and pointing")
    figures += deriving.measure("small", presses) + deriving.measure("iris", presses)
    _say("dragging the slider and the cursor")
    figures += travelling.measure("small", presses)
    if not options.skip_large:
        figures += deriving.measure(large, presses)
        _say("stepping through large data")
        figures += stepping.measure(large, presses)
        figures += travelling.measure(large, presses // 6)
        _say("memory and background work")
        figures += capacity.measure(large)
        _say("editing, autosaving, saving and opening large data")
        figures += keeping.measure(large)
    print(table(figures))
    print("\n".join(["", *_NOTES, *problems]))
    if options.json is not None:
        _write(options.json, described, figures, problems)
    return 0


_NOTES = (
    "A frame is 1/60 s, 16.7 ms. “> frame”: the share of presses that took longer. “CPU 99 %”: the 99th percentile of",
    "the processor's time in the window's thread, which says more than the clock on a machine that is busy otherwise.",
)


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


def _write(path: Path, described: str, figures: Sequence[Figure], problems: Sequence[str]) -> None:
    content = {"machine": described, "figures": [asdict(figure) for figure in figures], "problems": list(problems)}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
