"""The loss conventions as a person meets them: through the factor in the formula, by key, and in their table."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QScrollArea, QTableView
from shiboken6 import isValid

from bpgui.core.cells import Matrix
from bpgui.core.equations import LossConvention
from bpgui.session.session import Session
from bpgui.ui.convention_dialog import ConventionDialog
from bpgui.ui.convention_model import HEADINGS
from bpgui.ui.convention_table import ConventionTable
from bpgui.ui.factor_button import FactorButton
from bpgui.ui.worksheet import Sheet
from tests.ui.person import SPOKEN, Key, Modifier, Person

CONVENTIONS = pytest.mark.parametrize("convention", LossConvention)
NOTE, TORCH, HALF, SUM = LossConvention


class Table:
    """The window of the conventions, as a person sees it."""

    def __init__(self, dialog: ConventionDialog) -> None:
        self.dialog = dialog
        found = dialog.findChild(QTableView, "conventions")
        assert isinstance(found, ConventionTable)
        self.view = found

    @property
    def rows(self) -> list[list[str]]:
        model = self.view.model()
        return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]

    @property
    def chosen(self) -> list[bool]:
        model = self.view.model()
        role = Qt.ItemDataRole.CheckStateRole
        return [model.index(r, 0).data(role) == Qt.CheckState.Checked for r in range(model.rowCount())]

    @property
    def keeps(self) -> QCheckBox:
        found = self.dialog.findChild(QCheckBox, "rescale_learning_rate")
        assert found is not None
        return found

    @property
    def why(self) -> str:
        found = self.dialog.findChild(QLabel, "why_conventions_matter")
        assert found is not None
        return found.text()

    def click(self, convention: LossConvention, column: int = 1) -> None:
        index = self.view.model().index(list(LossConvention).index(convention), column)
        place = self.view.visualRect(index).center()
        assert self.view.viewport().rect().contains(place)
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def column(self, heading: str) -> list[str]:
        at = [each.replace("\n", " ") for each in HEADINGS].index(heading)
        return [row[at] for row in self.rows]


def opened(person: Person) -> Table:
    person.choose("loss_conventions")
    dialog = next(each for each in person.window.findChildren(ConventionDialog) if each.isVisible())
    person.qtbot.waitUntil(dialog.isActiveWindow)
    return Table(dialog)


def factor_of(person: Person) -> FactorButton:
    return person.find(FactorButton, "factor_of_loss")


def session_of(person: Person) -> Session:
    return person.window.bridge.session


# --- the factor in the formula


def test_the_factor_in_the_formula_opens_the_table(person: Person) -> None:
    factor = factor_of(person)
    assert factor.isVisible()
    assert factor.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert factor.toolTip().startswith("What if one divides otherwise?")
    QTest.mouseClick(factor, Qt.MouseButton.LeftButton)
    dialog = next(iter(person.window.findChildren(ConventionDialog)))
    person.qtbot.waitUntil(dialog.isVisible)
    assert not dialog.isModal()


def test_the_key_opens_the_table_too_and_once_alone(person: Person) -> None:
    for _ in range(2):
        person.press(Key.Key_M, Modifier.ControlModifier)
    assert len([each for each in person.window.findChildren(ConventionDialog) if each.isVisible()]) == 1


@CONVENTIONS
def test_the_factor_lies_over_what_is_typeset(person: Person, convention: LossConvention) -> None:
    person.window.bridge.do(lambda session: session.set_convention(convention))
    sheet = person.find(QScrollArea, "worksheet").widget()
    assert isinstance(sheet, Sheet)
    factor = factor_of(person)
    assert factor.isVisible()
    assert sheet.arrangement is not None
    placed = next(each for each in sheet.arrangement.signs if each.sign.factor is not None)
    rect = factor.geometry()
    assert rect.left() > placed.at.x() + placed.size  # right of "L ="
    assert rect.top() < placed.at.y() < rect.bottom()
    assert not any(rect.intersects(frame.geometry()) for frame in sheet.frames.values() if frame.isVisible())


def test_pointing_at_the_factor_is_seen(person: Person) -> None:
    factor, sheet = factor_of(person), person.find(QScrollArea, "worksheet")
    before = sheet.grab(factor.geometry()).toImage()
    QTest.mouseMove(sheet.viewport(), QPoint(5, 5))
    QTest.mouseMove(factor, factor.rect().center())
    person.qtbot.waitUntil(factor.underMouse)
    QApplication.processEvents()
    assert sheet.grab(factor.geometry()).toImage() != before


def test_in_focus_on_the_loss_the_factor_can_be_clicked_and_elsewhere_there_is_none(person: Person) -> None:
    person.press(Key.Key_F8)
    person.click_cell("loss")
    person.choose("focus")
    assert factor_of(person).isVisible()
    person.choose("focus")
    person.click_cell("dL_dw")
    person.choose("focus")
    assert not factor_of(person).isVisible()


# --- the table


def test_the_table_says_how_everything_rescales(person: Person) -> None:
    person.press(Key.Key_F7)
    table = opened(person)
    assert table.column("factor") == ["1/5", "1/15", "1/10", "1"]
    assert table.column("L now") == ["= 23.4", "= 7.8", "= 11.7", "= 117"]
    assert table.column("all gradients") == ["× 1", "× 1/3", "× 1/2", "× 5"]
    assert table.column("η for the same way") == ["= 0.05", "= 0.15", "= 0.1", "= 0.01"]
    assert table.chosen == [True, False, False, False]
    assert "trains 3 times slower" in table.why


def test_the_loss_is_not_told_ahead(person: Person) -> None:
    table = opened(person)
    assert table.column("L now") == ["not yet"] * 4
    person.window.bridge.do(Session.forward)
    assert table.column("L now")[0] == "= 23.4"


@CONVENTIONS
@pytest.mark.parametrize("column", [0, 1, 6])
def test_a_click_anywhere_in_a_row_chooses_it(person: Person, convention: LossConvention, column: int) -> None:
    person.press(Key.Key_F7)
    table = opened(person)
    table.click(convention, column)
    assert session_of(person).document.convention is convention
    assert table.chosen == [each is convention for each in LossConvention]
    assert person.cell("loss") == {NOTE: "23.4", TORCH: "7.8", HALF: "11.7", SUM: "117"}[convention]
    assert session_of(person).document.learning_rate == Fraction("0.05")


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Return, Key.Key_Enter])
def test_the_keyboard_chooses_with_arrows_and_space_or_return(person: Person, key: Qt.Key) -> None:
    table = opened(person)
    assert table.view.hasFocus()
    QTest.keyClick(table.view, Key.Key_Down)
    assert session_of(person).document.convention is NOTE  # arrows alone choose nothing
    QTest.keyClick(table.view, key)
    assert session_of(person).document.convention is TORCH
    assert table.dialog.isVisible()


def test_with_the_box_checked_eta_goes_with_it_and_w_and_b_the_same_way(person: Person) -> None:
    person.press(Key.Key_F8)
    person.window.bridge.do(lambda session: session.go_to(7))
    before = person.matrix("w"), person.matrix("b"), person.cell("loss")
    table = opened(person)
    table.keeps.click()
    table.click(TORCH)
    assert session_of(person).document.learning_rate == Fraction("0.15")
    assert (person.matrix("w"), person.matrix("b")) == before[:2]
    assert person.cell("loss") != before[2]
    table.click(NOTE)
    assert session_of(person).document.learning_rate == Fraction("0.05")
    assert (person.matrix("w"), person.matrix("b"), person.cell("loss")) == before


def test_without_it_descent_goes_slower(person: Person) -> None:
    person.press(Key.Key_F8)
    person.window.bridge.do(lambda session: session.go_to(7))
    before = float(person.cell("loss"))
    table = opened(person)
    table.click(TORCH)
    torch = 3 * float(person.cell("loss"))  # the same sum of squares, divided by 5
    assert torch > 1.5 * before


def test_it_follows_what_is_done_elsewhere(person: Person) -> None:
    table = opened(person)
    person.window.bridge.do(lambda session: session.set_learning_rate("0.2"))
    assert table.column("η for the same way")[:2] == ["= 0.2", "= 0.6"]
    person.choose("example_5")
    assert "Here K = 1" in table.why
    person.window.bridge.do(lambda session: session.set_convention(SUM))
    assert table.chosen == [False, False, False, True]


def test_the_window_goes_on_meanwhile(person: Person) -> None:
    opened(person)
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.press(Key.Key_PageDown)
    assert person.position.terms == 1


def test_the_page_keys_are_not_the_tables(person: Person) -> None:
    table = opened(person)
    row = table.view.currentIndex().row()
    QTest.keyClick(table.view, Key.Key_PageDown)
    assert table.view.currentIndex().row() == row


@pytest.mark.parametrize("leave", ["escape", "close"])
def test_it_is_left_by_escape_and_by_its_button(person: Person, leave: str) -> None:
    table = opened(person)
    dialog = table.dialog
    if leave == "escape":
        QTest.keyClick(table.view, Key.Key_Escape)
    else:
        buttons = dialog.findChildren(QAbstractButton)
        next(each for each in buttons if each.text().replace("&", "") == "Close").click()
    person.qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    person.press(Key.Key_F8)  # nothing of it is left that could listen
    assert person.window.isVisible()


# --- heard, copied, and how it fits


def test_each_cell_is_said_in_words(person: Person) -> None:
    person.press(Key.Key_F7)
    table = opened(person)
    model = table.view.model()

    def heard(row: int, column: int) -> str:
        return str(model.index(row, column).data(SPOKEN))

    assert heard(0, 0) == "L = (1/N) Σ (ŷ − y)², the course note, chosen"
    assert heard(1, 0) == "L = (1/(N·K)) Σ (ŷ − y)², PyTorch: mean over all entries"
    assert heard(1, 4) == "all gradients: times 1/3"
    assert heard(1, 5) == "bound 2/λₘₐₓ: about 0.832"
    assert heard(1, 6) == "η for the same way: 0.15"


def test_all_of_it_can_be_copied(person: Person) -> None:
    table = opened(person)
    QTest.keyClick(table.view, Key.Key_C, Modifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 5
    assert lines[0].split("\t")[-1] == "η for the same way"
    assert lines[2].split("\t")[2] == "1/15"


@pytest.mark.parametrize("zooms", [0, 6])
def test_every_text_fits_its_column(person: Person, zooms: int) -> None:
    for _ in range(zooms):
        person.choose("zoom_in")
    table = opened(person)
    for digits in (2, 10):
        person.window.bridge.do(lambda session, digits=digits: session.set_digits(digits))
        of_text = table.view.fontMetrics()
        for row in table.rows:
            for column, text in enumerate(row):
                if column > 0:
                    assert of_text.horizontalAdvance(text) <= table.view.columnWidth(column) - 20, text
        assert table.view.viewport().height() >= 4 * table.view.rowHeight(0)


@pytest.mark.parametrize("zooms", [0, 4, 12])
def test_all_of_it_is_on_screen_at_any_zoom(person: Person, zooms: int) -> None:
    for _ in range(zooms):
        person.choose("zoom_in")
    table = opened(person)
    for digits in (2, 10):
        person.window.bridge.do(lambda session, digits=digits: session.set_digits(digits))
        screen = table.dialog.screen().availableGeometry()
        assert table.dialog.width() <= screen.width()
        assert table.dialog.height() <= screen.height()
        assert table.view.viewport().width() >= sum(table.view.columnWidth(c) for c in range(len(HEADINGS) - 1))


def test_columns_stay_where_they_are_when_numbers_come(person: Person) -> None:
    table = opened(person)
    before = [table.view.columnWidth(column) for column in range(len(HEADINGS))]
    person.window.bridge.do(Session.backward)
    person.window.bridge.do(lambda session: session.run(100))
    table.click(TORCH)
    assert [table.view.columnWidth(column) for column in range(len(HEADINGS))] == before


# --- everything on screen follows


@CONVENTIONS
def test_every_number_on_screen_follows(person: Person, convention: LossConvention) -> None:
    person.press(Key.Key_F8)
    before = {name: person.matrix(name) for name in ("dL_dy_hat", "dL_dw", "dL_db")}
    person.window.bridge.do(lambda session: session.set_digits(8))
    opened(person).click(convention)
    ratio = float(convention.a(session_of(person).document.shape) * 5)

    def number(text: str) -> float:
        return float(text.replace("−", "-"))

    for name, rows in before.items():
        for old, new in zip(rows, person.matrix(name), strict=True):
            assert [number(text) for text in new] == pytest.approx([ratio * number(text) for text in old], abs=1e-7)
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.click_cell(Matrix.dL_dy_hat.value, 1, 1)
    twice = 2 * convention.a(session_of(person).document.shape)
    written = f"({twice})" if twice.denominator > 1 else str(twice)
    assert f"= {written} · (−3)" in person.sentence
    assert any(line.startswith(f"= {written} · (−3)") for line in person.derivation)
