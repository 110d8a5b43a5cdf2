"""The whole worksheet is there at every size: nothing is cut off, and on a projector nothing scrolls."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from bpgui.core.cells import Cell, Matrix
from tests.ui.person import Person

SIZES = [(900, 600), (1280, 720), (1366, 768), (1920, 1080)]
EXAMPLES = [f"example_{number}" for number in range(1, 7)]
COMPUTED = [matrix for matrix in Matrix if not matrix.is_input]


def what_is_cut_off(person: Person) -> list[str]:
    sheet = person.window.worksheet.sheet
    ground = sheet.rect().adjusted(0, 0, 1, 1)
    shown = [frame for frame in sheet.frames.values() if frame.isVisible()]
    assert shown
    return [frame.view.objectName() for frame in shown if not ground.contains(frame.geometry())]


def scrolls(person: Person) -> bool:
    worksheet = person.window.worksheet
    return bool(worksheet.horizontalScrollBar().maximum() or worksheet.verticalScrollBar().maximum())


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("example", EXAMPLES)
def test_no_matrix_is_cut_off_in_the_whole_window_or_in_focus(
    person: Person, example: str, size: tuple[int, int]
) -> None:
    person.choose(example)
    person.window.bridge.do(lambda session: session.run(3))
    person.window.resize(*size)
    QApplication.processEvents()
    assert what_is_cut_off(person) == []
    assert size < (1280, 720) or not scrolls(person)
    person.choose("fractions")
    QApplication.processEvents()
    assert what_is_cut_off(person) == []
    assert size < (1280, 720) or not scrolls(person)
    person.action("focus").trigger()
    for matrix in COMPUTED:
        person.window.bridge.do(lambda session, matrix=matrix: session.select(Cell(matrix, 0, 0)))
        QApplication.processEvents()
        assert what_is_cut_off(person) == []
        assert size < (1280, 720) or not scrolls(person)
