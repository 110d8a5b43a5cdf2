"""Large data: opened, worked out in the background while the window lives, travelled through, and their memory.

As a child, `python -m benchmarks.capacity large` (or quick) holds one document.
"""

from __future__ import annotations

import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.children import forget_the_users_settings, measured_by
from benchmarks.documents import large
from benchmarks.figures import Figure, percentile
from benchmarks.window import Driver, Paints, Taken
from bpgui.core.cells import INPUTS
from bpgui.core.factorisation import Factorisation
from bpgui.core.values import Values
from bpgui.session.document import Document
from bpgui.session.session import Session
from bpgui.ui.background import BackgroundSolver
from bpgui.ui.main_window import MainWindow
from bpgui.ui.settings import Settings

_PASSES = 5
_TRAVELS = 5
_ITERATIONS = (1, 1_000, 1_000_000, 1_000_000_000)
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
    figures = [Figure(section, "opened: from the document to the first paint", _opened(document))]
    driver = Driver(document)
    figures += _worked_out_in_the_background(driver, section)
    figures += _travelled(driver, section)
    figures += _selected(driver, section)
    peak = _peak_memory()
    if peak is not None:
        figures.append(_memory(section, "most memory by now, without x", peak - document.x.values.nbytes, document))
    driver.window.close()
    return figures + _without_a_window(document, section)


def _opened(document: Document) -> float:
    paints = Paints()
    start = time.perf_counter()
    window = MainWindow(Session(document), Settings.of_the_user())
    window.worksheet.sheet.installEventFilter(paints)
    window.show()
    while not paints.count:
        QApplication.processEvents()
    taken = (time.perf_counter() - start) * 1000
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return taken


def _worked_out_in_the_background(driver: Driver, section: str) -> list[Figure]:
    """Cancelled, begun anew, and watched by a person who does nothing at first, and then goes on stepping."""
    solver = driver.window.findChild(BackgroundSolver)
    assert solver is not None
    driver.wait_until(lambda: 0 < solver.progress < 1)
    cancelled = _quickest(lambda: _cancel(solver), 1)
    driver.wait_until(lambda: driver.window.warming.is_done)
    reports = [started := time.perf_counter()]
    solver.progressed.connect(lambda done: reports.append(time.perf_counter()))
    solver.restart()
    heart = Heartbeat()
    driver.wait_until(lambda: solver.progress > 1 / 3)
    silence = heart.longest
    steps = []
    while not driver.session.course.is_solved:
        if driver.session.iteration < 1:
            steps.append(driver.press(Qt.Key.Key_PageDown))
        driver.wait_until(_after(0.05))
    solved = (time.perf_counter() - started) * 1000
    gaps = [(later - earlier) * 1000 for earlier, later in pairwise(reports)]
    figures = [
        Figure(section, "factorised in the background", solved),
        Figure(section, "longest silence of the event loop meanwhile, at rest", silence),
        Figure(
            section, "from one report of progress to the next", percentile(gaps, 50), "ms", len(gaps), None, max(gaps)
        ),
        Figure(section, "from a cancel to the end of the thread", cancelled),
    ]
    if steps:
        figures.append(Figure.of_presses(section, "key press to painted meanwhile", steps))
    return figures


def _cancel(solver: BackgroundSolver) -> None:
    solver.cancel()
    for pool in solver.findChildren(QThreadPool):
        pool.waitForDone()


def _travelled(driver: Driver, section: str) -> list[Figure]:
    """To iterations where nobody has been, from the end of the gradients to the end of theirs."""
    driver.do(lambda session: session.go_to(0))
    driver.do(lambda session: session.backward())
    figures = []
    for iteration in _ITERATIONS:
        last = max(iteration, _TRAVELS)
        taken = [_done(driver, lambda session, t=t: session.go_to(t)) for t in range(last - _TRAVELS + 1, last + 1)]
        figures.append(Figure.of_presses(section, f"go to iteration {iteration:,}".replace(",", " "), taken))
    return figures


def _selected(driver: Driver, section: str) -> list[Figure]:
    """Entries down the second column that is in view, one after the other."""
    figures = []
    for name in ("dL_dw", "w", "x"):
        view = driver.window.worksheet.sheet.frames[name].view
        first, column = view.rowAt(0), view.columnAt(0) + 1
        rows = range(first, max(view.rowAt(view.viewport().height() - 1), first + 1))
        taken = [driver.click(view, row, column) for row in rows]
        figures.append(Figure.of_presses(section, f"select an entry of {view.matrix_model.matrix}", taken))
    return figures


def _done(driver: Driver, action: Callable[[Session], object]) -> Taken:
    taken = driver.timed(lambda: driver.window.bridge.do(action))
    assert taken is not None, "nothing was painted"
    return taken


def _without_a_window(document: Document, section: str) -> list[Figure]:
    x, y = document.x.values, document.y.values
    one_read = _quickest(lambda: x.sum())
    one_pass = _quickest(lambda: _values(document).evaluate_in_one_pass())
    alone = _quickest(lambda: Factorisation.of(x, y), 1)
    return [
        Figure(section, "x read once (its sum)", one_read),
        Figure(
            section, "one pass: ŷ to the gradients", one_pass, count=_PASSES, ratio=one_pass / one_read, against="read"
        ),
        _memory(section, "most memory of one pass", _most_of(_values(document).evaluate_in_one_pass), document),
        Figure(section, "factorisation alone", alone, ratio=alone / one_read, against="read"),
        _memory(section, "most memory of the factorisation", _most_of(lambda: Factorisation.of(x, y)), document),
    ]


def _memory(section: str, name: str, used: int, document: Document) -> Figure:
    return Figure(section, name, used / _MEGABYTE, "MB", ratio=used / document.x.values.nbytes, against="x")


def _most_of(work: Callable[[], object]) -> int:
    """The most bytes that a piece of work holds at once, of its own."""
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


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
