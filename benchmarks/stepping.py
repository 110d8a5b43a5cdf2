"""From a key press to the last paint that it leads to, for each step size within an iteration, and for a new iteration.

As a child, `python -m benchmarks.stepping small 200` (or large, quick) drives one window.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import asdict
from functools import partial
from itertools import cycle, islice

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from benchmarks.children import forget_the_users_settings, measured_by
from benchmarks.documents import large, small
from benchmarks.figures import Figure
from benchmarks.window import Driver, Taken
from bpgui.session.position import StepSize
from bpgui.session.session import Session

_BY_TERMS = (StepSize.term, StepSize.entry)
_NEW_ITERATIONS = 8


def measure(size: str, presses: int) -> list[Figure]:
    """The figures of one size: small, quick or large."""
    return [Figure(**each) for each in measured_by("stepping", size, str(presses))["figures"]]


def _steps(driver: Driver, size: StepSize, presses: int) -> dict[str, list[Taken]]:
    """Step to and fro within iteration 1: through all of it, or so far into each equation."""
    session = driver.session
    driver.do(lambda session: session.set_step_size(size))
    timeline = session.timeline
    if size in _BY_TERMS:
        visible = timeline.visible
        starts = [timeline.start(1)] + [timeline.end(1, equation) for equation in visible[:-1]]
        each = max(presses // len(starts), 1)
    else:
        starts, each = [timeline.start(1)], presses
    found: dict[str, list[Taken]] = defaultdict(list)
    for start in cycle(starts):
        driver.do(partial(Session.move_to, position=start))
        forward = 0
        while forward < each and timeline.next(session.position, size).iteration == 1:
            found["forward"].append(driver.press(Qt.Key.Key_PageDown))
            forward += 1
        for _ in range(forward):
            found["back"].append(driver.press(Qt.Key.Key_PageUp))
        if len(found["back"]) >= presses and start == starts[-1]:
            return found
    raise AssertionError("cycle has no end")


def _new_iterations(driver: Driver, section: str) -> list[Figure]:
    """Update, and then the equations of the new iteration for the first time: here is the one pass over x."""
    driver.do(lambda session: session.set_step_size(StepSize.equation))
    updates, first, dearest = [], [], []
    for _ in range(_NEW_ITERATIONS):
        driver.do(lambda session: session.backward())
        updates.append(driver.press(Qt.Key.Key_F9))
        through = [driver.press(Qt.Key.Key_PageDown) for _ in driver.session.timeline.visible]
        first.append(through[0])
        dearest.append(max(through[1:]))
    driver.do(lambda session: session.set_step_size(StepSize.iteration))
    whole = [driver.press(Qt.Key.Key_PageDown) for _ in range(_NEW_ITERATIONS)]
    names = {
        "new iteration: update (F9)": updates,
        "new iteration: its first equation": first,
        "new iteration: its dearest other equation": dearest,
        "new iteration: at the end of its gradients": whole,
    }
    return [Figure.of_presses(section, name, times) for name, times in names.items()]


def _drive(size: str, presses: int) -> list[Figure]:
    document = small() if size == "small" else large(quick=size == "quick")
    N, D, K = document.shape
    section = f"Key press to painted at {N}×{D}×{K}"
    driver = Driver(document)
    driver.wait_until(lambda: driver.session.course.is_solved)
    driver.settle()
    new = _new_iterations(driver, section)
    driver.do(lambda session: session.go_to(1))
    driver.do(lambda session: session.move_to(session.timeline.end(1, session.timeline.visible[-1])))
    figures = []
    for step_size in (StepSize.guided, StepSize.term, StepSize.entry, StepSize.equation):
        for way, times in _steps(driver, step_size, presses).items():
            figures.append(Figure.of_presses(section, f"{step_size.value}, {way}", times))
    driver.do(lambda session: session.move_to(session.timeline.end(1, session.timeline.visible[-1])))
    clicks = [driver.click(*cell) for cell in islice(driver.visible_cells(), presses)]
    figures.append(Figure.of_presses(section, "click on another entry", clicks))
    figures.append(Figure.of_presses(section, "redraw of the whole window", [driver.redraw() for _ in range(50)]))
    return figures + new


if __name__ == "__main__":
    forget_the_users_settings()
    application = QApplication(sys.argv[:1])
    print(json.dumps({"figures": [asdict(figure) for figure in _drive(sys.argv[1], int(sys.argv[2]))]}))
