"""The whole descent under a hand: the slider, the cursor of the loss plot and the landscape, each to all painted.

As a child, `python -m benchmarks.travelling small 200` (or large, quick) drives one window.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QWidget

from benchmarks.children import forget_the_users_settings, measured_by
from benchmarks.documents import large, small
from benchmarks.figures import Figure
from benchmarks.window import Driver, Taken
from bpgui.core.numbers import grouped
from bpgui.session.session import Session

_CURVES = (10_000, 10**9)
_STEPS_OF_THE_SLIDER = 7
_KEPT_RATES = (0.3, 0.9, 1.01)


def measure(size: str, moves: int) -> list[Figure]:
    """The figures of one size: small, quick or large."""
    return [Figure(**each) for each in measured_by("travelling", size, str(moves))["figures"]]


def _drag_the_slider(driver: Driver, moves: int) -> list[Taken]:
    """To and fro between a tenth of the bound and a little past it, held down all the while."""
    slider = driver.window.findChild(QSlider, "learning_rate_slider")
    assert slider is not None
    slider.setSliderDown(True)
    start, way, taken = slider.value(), 1, []
    for _ in range(moves):
        if abs(slider.value() - start) > 500:
            way = -way
        each = driver.timed(partial(slider.setValue, slider.value() + way * _STEPS_OF_THE_SLIDER))
        taken += [each] if each is not None else []
    slider.setSliderDown(False)
    driver.settle()
    return taken


def _drag_the_cursor(driver: Driver, moves: int) -> list[Taken]:
    """Across the loss plot, to and fro; each move to all matrices painted."""
    plot = driver.window.loss_panel.findChild(QWidget, "loss_plot")
    assert plot is not None
    viewport = plot.viewport()  # type: ignore[attr-defined]
    box = plot.box()  # type: ignore[attr-defined]
    left, right, y = round(box.left()) + 20, round(box.right()) - 20, round(box.center().y())
    span = right - left
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(left, y))
    taken = []
    for number in range(moves):
        place = (number * 3) % (2 * span)
        x = left + (place if place < span else 2 * span - place)
        each = driver.timed(partial(QTest.mouseMove, viewport, QPoint(x, y)))
        taken += [each] if each is not None else []
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(left, y))
    driver.settle()
    return taken


def _drive(size: str, moves: int) -> list[Figure]:
    document = small() if size == "small" else large(quick=size == "quick")
    N, D, K = document.shape
    section = f"The whole descent under a hand at {N}×{D}×{K}, each move to all painted"
    driver = Driver(document)
    driver.wait_until(lambda: driver.session.course.is_solved)
    for panel in (driver.window.loss_panel, driver.window.worksheet.sheet):
        for widget in panel.findChildren(QWidget):
            widget.installEventFilter(driver.paints)
    driver.do(lambda session: session.backward())
    figures: list[Figure] = []

    def add(name: str, work: Callable[[Driver, int], list[Taken]]) -> None:
        taken = work(driver, moves)
        if taken:
            figures.append(Figure.of_presses(section, name, taken))

    for end in _CURVES:
        driver.do(Session.reset)
        driver.do(partial(Session.run, iterations=end))
        driver.do(partial(Session.go_to, iteration=end // 2))
        add(f"the slider moves, a curve of {grouped(end)} iterations", _drag_the_slider)
        if size == "small":
            add(f"the cursor moves, on {grouped(end)} iterations", _drag_the_cursor)
    if size == "small":
        limit = driver.session.course.descent.learning_rate_limit
        rates = [_rounded(part * limit) for part in _KEPT_RATES]
        driver.do(lambda session: session.compare(rates, 1000))
        driver.do(lambda session: session.set_modes(True))
        add("the slider moves, with three kept curves and every mode", _drag_the_slider)
        driver.do(lambda session: session.set_modes(False))
    driver.window.commands["show_landscape"].trigger()
    driver.settle()
    driver.do(lambda session: session.go_to(1000))
    add("the slider moves, over the landscape", _drag_the_slider)
    driver.do(lambda session: session.set_learning_rate("0.001"))
    driver.do(lambda session: session.go_to(200))
    steps = [driver.timed(lambda: driver.window.bridge.do(lambda session: session.step())) for _ in range(moves)]
    figures.append(Figure.of_presses(section, "a step, beside the landscape", [each for each in steps if each]))
    return figures


def _rounded(rate: float) -> Fraction:
    return Fraction(f"{rate:.3g}")


if __name__ == "__main__":
    forget_the_users_settings()
    application = QApplication(sys.argv[:1])
    print(json.dumps({"figures": [asdict(figure) for figure in _drive(sys.argv[1], int(sys.argv[2]))]}))
