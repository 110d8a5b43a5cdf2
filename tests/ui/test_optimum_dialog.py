"""The optimum in its window: read beside now, jumped to, started from, and never out of date."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QTableView
from shiboken6 import isValid

from bpgui.core.cells import Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.session.course import NOT_READY
from bpgui.session.document import Document
from bpgui.session.session import Session
from bpgui.ui import optimum_grid
from bpgui.ui.optimum_dialog import OptimumDialog
from bpgui.ui.optimum_grid import MOST_COLUMNS, MOST_ROWS, OptimumGrid
from tests.ui.person import SPOKEN, Key, Modifier, Person


class Shown:
    """The window of the optimum, as a person sees it."""

    def __init__(self, dialog: OptimumDialog) -> None:
        self.dialog = dialog

    def grid(self, name: str) -> OptimumGrid:
        found = self.dialog.findChild(QTableView, name)
        assert isinstance(found, OptimumGrid)
        return found

    def matrix(self, name: str) -> list[list[str]]:
        model = self.grid(name).model()
        return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]

    def numbers(self, name: str) -> np.ndarray:
        return np.array([[float(text.replace("−", "-")) for text in row] for row in self.matrix(name)])

    def says(self, name: str) -> str:
        found = self.dialog.findChild(QLabel, f"optimum_{name}")
        assert found is not None
        return found.text()

    def button(self, name: str) -> QPushButton:
        found = self.dialog.findChild(QPushButton, f"optimum_{name}")
        assert found is not None
        return found


def opened(person: Person) -> Shown:
    person.press(Key.Key_E, Modifier.ControlModifier | Modifier.ShiftModifier)
    dialog = next(each for each in person.window.findChildren(OptimumDialog) if each.isVisible())
    person.qtbot.waitUntil(dialog.isActiveWindow)
    return Shown(dialog)


def session_of(person: Person) -> Session:
    return person.window.bridge.session


def wide_document() -> Document:
    rng = np.random.default_rng(1)
    sizes = {Matrix.x: (60, 30), Matrix.w: (30, 12), Matrix.b: (1, 12), Matrix.y: (60, 12)}
    return Document(*(InputMatrix.from_array(m, rng.normal(size=size)) for m, size in sizes.items()))


def test_w_and_b_stand_beside_their_optimum_and_the_difference(person: Person) -> None:
    shown = opened(person)
    assert not shown.dialog.isModal()
    document = session_of(person).document
    x = np.hstack([document.x.values, np.ones((5, 1))])
    W = np.linalg.solve(x, document.y.values)
    assert shown.matrix("w_now") == person.matrix("w")
    assert shown.matrix("b_now") == person.matrix("b")
    assert np.allclose(shown.numbers("w_optimum"), W[:-1], atol=0.00501)
    assert np.allclose(shown.numbers("b_optimum"), W[-1:], atol=0.00501)
    assert np.allclose(shown.numbers("w_difference"), document.w.values - W[:-1], atol=0.00501)
    assert np.allclose(shown.numbers("b_difference"), document.b.values - W[-1:], atol=0.00501)
    assert shown.says("lowest").startswith("The lowest loss is L* = 0")
    assert "gradients are 0" in shown.says("how_many")
    assert "No other w and b" in shown.says("how_many")
    assert "At iteration 0" in shown.says("how_far")
    assert shown.says("why_not") == ""


def test_it_is_opened_once_and_brought_to_the_front_again(person: Person) -> None:
    first = opened(person).dialog
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    assert opened(person).dialog is first


def test_jump_leads_to_it_and_the_difference_is_gone(person: Person) -> None:
    shown = opened(person)
    shown.button("jump").click()
    assert session_of(person).iteration > 1000
    assert "from here on w and b are the optimum" in person.sentence
    assert all(text == "0" for row in shown.matrix("w_difference") for text in row)
    assert np.allclose(shown.numbers("w_now"), shown.numbers("w_optimum"), atol=1e-12)
    assert "there, as far as" in shown.says("how_far")


@pytest.mark.parametrize("rate", ["0.3", "0"])
def test_where_descent_never_comes_to_it_the_window_says_why(person: Person, rate: str) -> None:
    shown = opened(person)
    person.window.bridge.do(lambda session: session.set_learning_rate(rate))
    assert "never comes to the optimum" in shown.says("why_not")
    assert not shown.button("jump").isEnabled()
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.choose("optimum")
    assert person.sentence == shown.says("why_not")
    person.window.bridge.do(lambda session: session.set_learning_rate("0.05"))
    assert shown.button("jump").isEnabled()
    assert shown.says("why_not") == ""


def test_start_from_it_begins_anew_with_it(person: Person) -> None:
    person.press(Key.Key_F8)
    person.window.bridge.do(lambda session: session.run(5))
    shown = opened(person)
    optimum = shown.matrix("w_optimum"), shown.matrix("b_optimum")
    shown.button("start").click()
    assert session_of(person).iteration == 0
    assert (person.matrix("w"), person.matrix("b")) == optimum
    assert (shown.matrix("w_now"), shown.matrix("b_now")) == optimum
    assert not shown.button("start").isEnabled()  # it is the start
    person.window.bridge.do(Session.backward)
    gradients = [text for name in ("dL_dw", "dL_db") for row in person.matrix(name) for text in row]
    assert all(abs(float(text.replace("−", "-"))) < 1e-12 for text in gradients)


def test_it_follows_time_edits_and_other_documents(person: Person) -> None:
    shown = opened(person)
    person.window.bridge.do(Session.backward)
    person.window.bridge.do(lambda session: session.go_to(9))
    assert shown.matrix("w_now") == person.matrix("w")
    assert "At iteration 9" in shown.says("how_far")
    before = shown.matrix("w_optimum")
    person.window.bridge.do(lambda session: session.enter(Matrix.y, 0, 0, "5"))
    assert shown.matrix("w_optimum") != before
    person.choose("example_6")
    assert len(shown.matrix("w_now")) == 3
    assert "Many w and b have this loss" in shown.says("how_many")
    assert "nearest to the start" in shown.says("how_many")


def test_numbers_are_written_as_everywhere(person: Person) -> None:
    shown = opened(person)
    person.window.bridge.do(lambda session: session.set_digits(5))
    assert shown.matrix("w_optimum")[0][1] == f"{shown.numbers('w_optimum')[0, 1]:.5f}".rstrip("0").replace("-", "−")
    person.window.bridge.do(lambda session: session.set_fractions(True))
    assert shown.matrix("w_optimum")[0][1].startswith("≈")  # known in floats alone
    assert shown.matrix("w_now")[0][0] == "1"


def test_entries_are_said_and_hovered_over_by_name(person: Person) -> None:
    shown = opened(person)
    assert shown.grid("w_optimum").accessibleName() == "w*"
    index = shown.grid("w_optimum").model().index(0, 0)
    assert index.data(SPOKEN) == "w*₁₁: −0.25"
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith("w*₁₁ = −0.2")
    assert shown.grid("b_difference").model().index(0, 1).data(SPOKEN) == "b₂ − b*₂: −0.25"


def test_the_keyboard_goes_about_in_each_matrix_and_on_to_the_next(person: Person) -> None:
    shown = opened(person)
    first = shown.grid("w_now")
    first.setFocus()
    QTest.keyClick(first, Key.Key_Right)
    QTest.keyClick(first, Key.Key_Down)
    assert (first.currentIndex().row(), first.currentIndex().column()) in ((1, 1), (1, 0), (0, 1))
    QTest.keyClick(first, Key.Key_Tab)
    assert QApplication.focusWidget() is shown.grid("w_optimum")


@pytest.mark.parametrize("leave", ["escape", "close"])
def test_it_is_left_by_escape_and_by_its_button(person: Person, leave: str) -> None:
    dialog = opened(person).dialog
    if leave == "escape":
        QTest.keyClick(dialog, Key.Key_Escape)
    else:
        buttons = dialog.findChildren(QAbstractButton)
        next(each for each in buttons if each.text().replace("&", "") == "Close").click()
    person.qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    person.press(Key.Key_F8)
    assert person.window.isVisible()


def test_large_matrices_scroll_together_and_format_what_is_seen_alone(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.window.bridge.load(wide_document())
    shown = opened(person)
    grids = [shown.grid(f"w_{which}") for which in ("now", "optimum", "difference")]
    for grid in grids:
        assert grid.viewport().height() < (MOST_ROWS + 1) * grid.rowHeight(0)
        assert grid.viewport().width() < (MOST_COLUMNS + 1) * grid.columnWidth(0)
    grids[0].verticalScrollBar().setValue(7)
    grids[0].horizontalScrollBar().setValue(3)
    assert [grid.verticalScrollBar().value() for grid in grids] == [7] * 3
    assert shown.grid("b_difference").horizontalScrollBar().value() == 3
    asked: set[tuple[int, int]] = set()
    text = optimum_grid.Optimum.text

    def counted(self, which, cell):  # type: ignore[no-untyped-def]
        asked.add((cell.row, cell.column))
        return text(self, which, cell)

    monkeypatch.setattr(optimum_grid.Optimum, "text", counted)
    person.window.bridge.do(lambda session: session.set_learning_rate("0.02"))
    person.qtbot.waitUntil(lambda: bool(asked))
    QApplication.processEvents()
    assert len(asked) <= (MOST_ROWS + 1) * (MOST_COLUMNS + 1) + MOST_COLUMNS + 1
    assert all(row == 0 or 7 <= row <= 7 + MOST_ROWS for row, _ in asked)


@pytest.mark.parametrize("zooms", [0, 4, 12])
def test_all_of_it_is_on_screen_at_any_zoom(person: Person, zooms: int) -> None:
    person.window.bridge.load(wide_document())
    for _ in range(zooms):
        person.choose("zoom_in")
    shown = opened(person)
    for digits in (2, 10):
        person.window.bridge.do(lambda session, digits=digits: session.set_digits(digits))
        QApplication.processEvents()
        screen, inside = shown.dialog.screen().availableGeometry(), shown.dialog.rect()
        assert shown.dialog.width() <= screen.width()
        assert shown.dialog.height() <= screen.height()
        places = [
            grid.geometry()
            for name in ("w", "b")
            for grid in (shown.grid(f"{name}_{w}") for w in ("now", "difference"))
        ]
        assert all(inside.contains(place) for place in places)
        assert not any(one.intersects(other) for one in places for other in places if one != other)


def test_themes_and_zoom_reach_it(person: Person) -> None:
    shown = opened(person)
    usual = shown.grid("w_now").rowHeight(0)
    person.choose("theme_dark")
    assert shown.grid("w_now").theme.name.value == "dark"
    for _ in range(4):
        person.choose("zoom_in")
    assert shown.grid("w_now").rowHeight(0) > usual


def test_with_large_data_it_waits_until_they_are_solved(person: Person) -> None:
    shown = opened(person)
    rng = np.random.default_rng(2)
    sizes = {Matrix.x: (40_000, 16), Matrix.w: (16, 3), Matrix.b: (1, 3), Matrix.y: (40_000, 3)}
    given = Document(*(InputMatrix.from_array(m, rng.normal(size=size)) for m, size in sizes.items()))
    person.window.bridge.load(given)
    assert shown.says("lowest") == NOT_READY  # it is solved on another thread, whose result comes by the event loop
    assert shown.matrix("w_now")[0][0] != ""
    assert shown.matrix("w_optimum")[0][0] == shown.matrix("w_difference")[0][0] == ""
    assert not shown.button("jump").isEnabled()
    assert not shown.button("start").isEnabled()
    person.qtbot.waitUntil(lambda: shown.says("lowest").startswith("The lowest loss is"), timeout=20_000)
    assert shown.button("jump").isEnabled()
    x = np.hstack([given.x.values, np.ones((40_000, 1))])
    W = np.linalg.lstsq(x, given.y.values)[0]
    assert np.allclose(shown.numbers("w_optimum"), W[:-1], atol=0.006)
