"""Large data: the memory they take, the one pass over x, the factorisation, and whether the window lives meanwhile.

As a child, `python -m benchmarks.capacity large` (or quick) holds one document.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.children import forget_the_users_settings, measured_by
from benchmarks.documents import large
from benchmarks.figures import Figure
from benchmarks.window import Driver
from bpgui.core.cells import INPUTS
from bpgui.core.factorisation import Factorisation
from bpgui.core.values import Values
from bpgui.session.document import Document

_PASSES = 5
_MEGABYTE = 2**20


def measure(size: str) -> list[Figure]:
    """The figures of one size: large or quick."""
    return [Figure(**each) for each in measured_by("capacity", size)["figures"]]


class Heartbeat:
    """The longest time that the window's event loop was not heard of."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now


def _measured(document: Document) -> list[Figure]:
    N, D, K = document.shape
    section = f"Large data, {N}×{D}×{K}: x takes {document.x.values.nbytes / _MEGABYTE:.0f} MB"
    driver = Driver(document)
    heart = Heartbeat()
    started = time.perf_counter()
    steps = []
    while not driver.session.course.is_solved:  # a person who goes on stepping
        if driver.session.iteration < 1:
            steps.append(driver.press(Qt.Key.Key_PageDown))
        driver.wait_until(_after(0.05))
    solved = time.perf_counter() - started
    figures = [
        Figure(section, "factorised in the background", solved * 1000),
        Figure(section, "longest silence of the event loop meanwhile", heart.longest),
    ]
    if steps:
        figures.append(Figure.of_presses(section, "key press to painted meanwhile", steps))
    peak = _peak_memory()
    if peak is not None:
        used = (peak - document.x.values.nbytes) / _MEGABYTE
        ratio = used * _MEGABYTE / document.x.values.nbytes
        figures.append(Figure(section, "most memory, without x", used, "MB", ratio=ratio, against="x"))
    driver.window.close()
    one_read = _quickest(lambda: document.x.values.sum())
    one_pass = _quickest(lambda: _values(document).evaluate_in_one_pass())
    alone = _quickest(lambda: Factorisation.of(document.x.values, document.y.values), 1)
    figures += [
        Figure(section, "x read once (its sum)", one_read),
        Figure(
            section, "one pass: ŷ to the gradients", one_pass, count=_PASSES, ratio=one_pass / one_read, against="read"
        ),
        Figure(section, "factorisation alone", alone, ratio=alone / one_read, against="read"),
    ]
    return figures


def _after(seconds: float) -> Callable[[], bool]:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() > end


def _values(document: Document) -> Values:
    return Values(document.network, {matrix: document.matrix(matrix).values for matrix in INPUTS})


def _quickest(work: Callable[[], object], times: int = _PASSES) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)


def _peak_memory() -> int | None:
    """The most bytes that this process has held in memory at once; None where the system doesn't say."""
    try:
        import resource  # not on Windows
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    forget_the_users_settings()
    application = QApplication(sys.argv[:1])
    print(json.dumps({"figures": [asdict(figure) for figure in _measured(large(quick=sys.argv[1] == "quick"))]}))
