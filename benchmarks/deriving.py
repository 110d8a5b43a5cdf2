"""From a click on an entry to its typeset derivation painted, for the first time and again; from hovering to marked.

As a child, `python -m benchmarks.deriving small 60` (or iris, large, quick) drives one window.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from itertools import islice

from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.children import forget_the_users_settings, measured_by
from benchmarks.documents import iris, large, small
from benchmarks.figures import Figure
from benchmarks.window import Driver, Taken
from bpgui.core.cells import Cell, Matrix


def measure(size: str, presses: int) -> list[Figure]:
    """The figures of one size: small, iris, quick or large."""
    return [Figure(**each) for each in measured_by("deriving", size, str(presses))["figures"]]


def _hover_over_pieces(driver: Driver, most: int) -> list[Taken]:
    """Over the symbols of the derivation that are in view, one after the other."""
    view = driver.window.derivation_panel.view
    view.scrollToTop()
    driver.settle()
    taken = []
    for row in range(view.lines.rowCount()):
        corner = QPointF(view.visualRect(view.lines.index(row)).topLeft())
        for placed in view.layout_of(row).placed:
            at = (corner + placed.rect.center()).toPoint()
            if placed.piece.cells and view.viewport().rect().contains(at) and len(taken) < most:
                before = driver.session.pointed_cells
                time = driver.timed(lambda at=at: QTest.mouseMove(view.viewport(), at))
                if driver.session.pointed_cells != before and time is not None:
                    taken.append(time)
    return taken


def _hover_over_cells(driver: Driver, most: int) -> list[Taken]:
    """Over the column of ∂L/∂ŷ that the selected entry is made of."""
    view = driver.window.worksheet.sheet.frames["dL_dy_hat"].view
    taken = []
    first = view.rowAt(0)
    for row in range(first, min(first + most, view.matrix_model.rowCount())):
        index = view.matrix_model.index(row, 1)
        at = view.visualRect(index).center()
        if view.viewport().rect().contains(at):
            time = driver.timed(lambda at=at: QTest.mouseMove(view.viewport(), at))
            if time is not None:
                taken.append(time)
    return taken


def _drive(size: str, presses: int) -> list[Figure]:
    document = {"small": small, "iris": iris, "large": large, "quick": lambda: large(quick=True)}[size]()
    N, D, K = document.shape
    section = f"The derivation at {N}×{D}×{K}"
    driver = Driver(document)
    driver.wait_until(lambda: driver.session.course.is_solved)
    driver.wait_until(lambda: driver.window.warming.is_done)
    driver.do(lambda session: session.backward())
    made = [cell for cell in driver.visible_cells() if not cell[0].matrix_model.matrix.is_input]
    cells = list(islice(made, presses))
    first = [driver.click(*cell) for cell in cells]
    again = [driver.click(*cell) for cell in cells]
    driver.do(lambda session: session.select(Cell(Matrix.dL_dw, 0, 1)))
    return [
        Figure.of_presses(section, "select an entry, first time", first),
        Figure.of_presses(section, "select an entry, again", again),
        Figure.of_presses(section, "point at a symbol to its cell marked", _hover_over_pieces(driver, presses)),
        Figure.of_presses(section, "point at a cell to its term marked", _hover_over_cells(driver, presses)),
    ]


if __name__ == "__main__":
    forget_the_users_settings()
    application = QApplication(sys.argv[:1])
    print(json.dumps({"figures": [asdict(figure) for figure in _drive(sys.argv[1], int(sys.argv[2]))]}))
