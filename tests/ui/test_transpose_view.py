"""The view "Why the transpose?" as a person uses it: keys, buttons, the combo box, and what it shows and says."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from bpgui.core.cells import Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.session.document import Document
from bpgui.session.transpose import GridName
from bpgui.session.transpose_order import Way
from bpgui.ui.main_window import MainWindow
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from bpgui.ui.transpose_grid import in_view
from bpgui.ui.transpose_picture import WayPicture
from bpgui.ui.transpose_view import TransposeView, show_transpose
from bpgui.ui.transpose_ways import READABLE
from tests.session.documents import document, of_size
from tests.ui.pixels import pixels

Key = Qt.Key


@pytest.fixture
def fresh(window: MainWindow, qtbot: QtBot) -> TransposeView:
    """The view, opened at the very start."""
    return opened(window, qtbot)


@pytest.fixture
def view(window: MainWindow, qtbot: QtBot) -> TransposeView:
    """The view, opened when all gradients are known."""
    window.bridge.do(lambda session: session.backward())
    return opened(window, qtbot)


def opened(window: MainWindow, qtbot: QtBot, theme: Theme = LIGHT) -> TransposeView:
    view = show_transpose(window, window.bridge, theme, 1.0)
    qtbot.waitExposed(view)
    qtbot.waitUntil(view.isActiveWindow)
    view.resize(1280, 660)  # the screen of a test may be smaller than a projector's
    qtbot.waitUntil(lambda: view.width() == 1280)
    return view


def press(view: TransposeView, key: Qt.Key, times: int = 1) -> None:
    """Press a key, wherever the keyboard is in the view."""
    for _ in range(times):
        QApplication.processEvents()
        QTest.keyClick(view.windowHandle(), key)


def click(view: TransposeView, name: str) -> None:
    button = view.findChild(QAbstractButton, name)
    assert button is not None, f"there is no {name}"
    assert button.isEnabled(), f"{name} can't be clicked"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose_stride(view: TransposeView, wanted: str) -> None:
    """Choose the size of a step with the keyboard."""
    chooser = view.findChild(QComboBox, "transpose_stride")
    assert chooser is not None
    chooser.setFocus()
    for _ in range(chooser.count()):
        QTest.keyClick(chooser, Key.Key_Up)
    while chooser.currentText() != wanted:
        QTest.keyClick(chooser, Key.Key_Down)


def says(view: TransposeView, name: str) -> str:
    label = view.findChild(QLabel, name)
    assert label is not None
    return label.text()


def progress(view: TransposeView) -> str:
    return says(view, "transpose_progress")


def can(view: TransposeView, name: str) -> bool:
    button = view.findChild(QToolButton, name)
    assert button is not None
    return button.isEnabled()


def result(view: TransposeView, way: Way) -> list[list[str]]:
    """What stands in the result of a way."""
    (grid,) = (each for each in view.explanation.grids(way) if each.name is GridName.result)
    return [[grid.look(r, c).text for c in range(grid.columns)] for r in range(grid.rows)]


def seen(view: TransposeView) -> list[int]:
    """The ways that are on screen, by their numbers."""
    return [int(picture.objectName()[-1]) for picture in view.findChildren(WayPicture) if picture.isVisible()]


def described(view: TransposeView, name: str) -> str:
    widget = view.findChild(QWidget, name)
    assert widget is not None
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)


# --- stepping


def test_page_keys_step_all_three_together(view: TransposeView) -> None:
    assert progress(view) == "0 of 60 products"
    press(view, Key.Key_PageDown, times=8)
    assert progress(view) == "8 of 60 products"
    assert result(view, Way.entry_by_entry)[0] == result(view, Way.row_by_column)[0] == ["2.8", "3.2…", ""]
    assert all(text.endswith("…") for text in result(view, Way.outer_products)[0])
    press(view, Key.Key_PageUp)
    assert progress(view) == "7 of 60 products"


def test_home_and_end_and_no_step_leads_further(view: TransposeView) -> None:
    press(view, Key.Key_End)
    assert progress(view) == "60 of 60 products"
    wanted = view.explanation.screen.course.moment(0).values.whole(Matrix.dL_dw)
    for way in Way:
        shown = [[Fraction(text.replace("−", "-")) for text in row] for row in result(view, way)]
        assert np.allclose(np.array(shown, dtype=float), wanted)
    press(view, Key.Key_PageDown)
    assert progress(view) == "60 of 60 products"
    assert not can(view, "transpose_step")
    press(view, Key.Key_Home)
    assert progress(view) == "0 of 60 products"
    assert not can(view, "transpose_back")
    press(view, Key.Key_PageUp)
    assert progress(view) == "0 of 60 products"


def test_buttons_do_what_the_keys_do(view: TransposeView) -> None:
    click(view, "transpose_step")
    click(view, "transpose_step")
    click(view, "transpose_back")
    assert progress(view) == "1 of 60 products"
    click(view, "transpose_end")
    assert says(view, "transpose_remark") == "All 60 products are done: three orders, one ∂L/∂w."
    click(view, "transpose_start")
    assert progress(view) == "0 of 60 products"


def test_arrows_and_space_are_not_window_wide(view: TransposeView) -> None:
    press(view, Key.Key_Right)
    press(view, Key.Key_Down)
    assert progress(view) == "0 of 60 products"


@pytest.mark.parametrize(
    ("stride", "wanted"), [("one product", "1"), ("one entry", "5"), ("one example", "12"), ("all products", "60")]
)
def test_how_far_a_step_goes_is_chosen_and_page_keys_step_from_the_chooser_too(
    view: TransposeView, stride: str, wanted: str
) -> None:
    choose_stride(view, stride)
    press(view, Key.Key_PageDown)
    assert progress(view) == f"{wanted} of 60 products"
    chooser = view.findChild(QComboBox, "transpose_stride")
    assert chooser is not None
    assert chooser.currentText() == stride
    press(view, Key.Key_PageUp)
    assert progress(view) == "0 of 60 products"


def test_the_clock_is_the_views_own(view: TransposeView, window: MainWindow) -> None:
    before = window.bridge.session.position
    press(view, Key.Key_PageDown, times=3)
    assert window.bridge.session.position == before
    window.bridge.do(lambda session: session.step_back())
    assert progress(view) == "3 of 60 products"


# --- what is not known


def test_nothing_is_given_away_before_the_position_allows_it(fresh: TransposeView, window: MainWindow) -> None:
    assert says(fresh, "transpose_remark").startswith("∂L/∂ŷ is not computed yet")
    assert not any(can(fresh, f"transpose_{name}") for name in ("start", "back", "step", "end"))
    press(fresh, Key.Key_PageDown)
    press(fresh, Key.Key_End)
    assert progress(fresh) == "0 of 60 products"
    assert "not computed yet" in described(fresh, "way_1")
    button = fresh.findChild(QPushButton, "work_out")
    assert button is not None
    assert button.hasFocus()
    press(fresh, Key.Key_Space)
    assert not button.isVisible()
    session = window.bridge.session
    assert session.position == session.timeline.end(0, Matrix.dL_dy_hat)
    assert progress(fresh) == "0 of 60 products"
    press(fresh, Key.Key_PageDown)
    assert progress(fresh) == "1 of 60 products"


def test_going_back_in_the_window_hides_everything_again(view: TransposeView, window: MainWindow) -> None:
    press(view, Key.Key_PageDown, times=8)
    window.bridge.do(lambda session: session.reset())
    assert result(view, Way.outer_products) == [[""] * 3] * 4
    assert progress(view) == "0 of 60 products"
    window.bridge.do(lambda session: session.backward())
    assert progress(view) == "8 of 60 products"


# --- another document, another iteration


def test_another_iteration_keeps_the_clock_and_shows_its_numbers(view: TransposeView, window: MainWindow) -> None:
    press(view, Key.Key_PageDown, times=5)
    before = result(view, Way.entry_by_entry)[0][0]
    window.bridge.do(lambda session: session.go_to(1))
    assert progress(view) == "5 of 60 products"
    assert result(view, Way.entry_by_entry)[0][0] != before


def test_other_sizes_begin_at_the_start(view: TransposeView, window: MainWindow) -> None:
    press(view, Key.Key_PageDown, times=5)
    window.bridge.load(document([[2, 1]], [[3], [1]], [[1]], [[9]]))
    window.bridge.do(lambda session: session.backward())
    assert progress(view) == "0 of 2 products"
    press(view, Key.Key_End)
    assert progress(view) == "2 of 2 products"
    assert result(view, Way.outer_products) == [["−4"], ["−2"]]


def test_large_matrices_show_a_page_around_the_cell_at_work(view: TransposeView, window: MainWindow) -> None:
    generator = np.random.default_rng(1)
    sizes = {Matrix.x: (150, 40), Matrix.w: (40, 10), Matrix.b: (1, 10), Matrix.y: (150, 10)}
    given = (InputMatrix.from_array(m, generator.random(size)) for m, size in sizes.items())
    window.bridge.load(Document(*given))
    window.bridge.do(lambda session: session.backward())
    choose_stride(view, "one entry")
    press(view, Key.Key_PageDown, times=3)
    press(view, Key.Key_End)
    for way in Way:
        for grid in view.explanation.grids(way):
            assert grid.at_work[0] in in_view(grid.rows, grid.at_work[0], 4)
            assert grid.at_work[1] in in_view(grid.columns, grid.at_work[1], 3)
    assert not view.grab().isNull()


@pytest.mark.parametrize("count", [1, 6, 7, 150])
@pytest.mark.parametrize("most", [3, 6])
def test_a_page_holds_the_cell_at_work_and_stays_inside(count: int, most: int) -> None:
    for at_work in range(count):
        page = in_view(count, at_work, most)
        assert at_work in page
        assert 0 <= page.start < page.stop <= count
        assert len(page) == (count if count <= max(most, 5) else most)


# --- what is seen


def test_one_way_alone_is_larger(view: TransposeView) -> None:
    assert seen(view) == [1, 2, 3]
    together = view.ways.figures
    assert together >= READABLE
    for key, number in ((Key.Key_1, 1), (Key.Key_2, 2), (Key.Key_3, 3)):
        press(view, key)
        assert seen(view) == [number]
        assert view.ways.figures > together
    press(view, Key.Key_0)
    assert seen(view) == [1, 2, 3]
    assert view.ways.figures == together


def test_what_is_seen_is_chosen_with_buttons_too(view: TransposeView) -> None:
    click(view, "transpose_see_2")
    assert seen(view) == [2]
    click(view, "transpose_see_0")
    assert seen(view) == [1, 2, 3]
    press(view, Key.Key_3)
    button = view.findChild(QToolButton, "transpose_see_3")
    assert button is not None
    assert button.isChecked()


def test_the_like_for_b(view: TransposeView) -> None:
    press(view, Key.Key_PageDown, times=8)
    click(view, "transpose_dL_db")
    assert progress(view) == "0 of 15 products"
    assert "input is always 1" in says(view, "transpose_answer")
    assert "shape of b, 1×3" in described(view, "shapes")
    press(view, Key.Key_End)
    assert all(result(view, way) == result(view, Way.entry_by_entry) for way in Way)
    click(view, "transpose_dL_dw")
    assert progress(view) == "0 of 60 products"


def test_the_keys_are_those_of_the_view_alone(view: TransposeView, window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before = window.bridge.session.position
    QTest.keyClick(window.windowHandle(), Key.Key_PageUp)
    assert window.bridge.session.position != before
    assert progress(view) == "0 of 60 products"


# --- size and looks


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
@pytest.mark.parametrize("size", [(1280, 660), (1366, 738), (1920, 1050)])
def test_all_parts_have_their_room(view: TransposeView, theme: Theme, size: tuple[int, int], qtbot: QtBot) -> None:
    view.set_looks(theme, 1.0)
    view.resize(*size)
    qtbot.waitUntil(lambda: (view.width(), view.height()) == size)
    QApplication.processEvents()
    inside = view.rect()
    for widget in view.findChildren(QWidget):
        if widget.isVisible() and widget.parentWidget() is view:
            assert inside.contains(widget.geometry()), widget.objectName()
            assert widget.height() >= widget.minimumSizeHint().height() or isinstance(widget, WayPicture)
    bottoms = [view.shapes.geometry().top(), view.ways.geometry().bottom()]
    assert bottoms[0] > bottoms[1]
    if theme is not PROJECTOR:
        assert view.ways.figures >= READABLE


def test_painting_follows_theme_and_clock(view: TransposeView, qtbot: QtBot) -> None:
    before = pixels(view.grab())
    press(view, Key.Key_PageDown)
    stepped = pixels(view.grab())
    assert (before != stepped).any()
    view.set_looks(DARK, 1.0)
    assert (stepped != pixels(view.grab())).mean() > 0.3


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 4, 3), (6, 6, 6), (7, 1, 2), (2, 9, 1)])
def test_any_shape_is_painted(view: TransposeView, window: MainWindow, shape: tuple[int, int, int]) -> None:
    window.bridge.load(of_size(*shape))
    window.bridge.do(lambda session: session.backward())
    for gradient in ("transpose_dL_db", "transpose_dL_dw"):
        click(view, gradient)
        for key in (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_0):
            press(view, key)
            press(view, Key.Key_PageDown)
            assert not view.grab().isNull()


# --- accessibility, opening and closing


def test_every_control_has_a_name_and_the_pictures_say_what_is_at_work(view: TransposeView) -> None:
    for kind in (QAbstractButton, QComboBox):
        for widget in view.findChildren(kind):
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget.objectName()
    press(view, Key.Key_PageDown, times=8)
    assert described(view, "way_1") == (
        "x₃₁ · ∂L/∂ŷ₃₂ = 2 · 0.8 = 1.6. Example 3 of 5: ∂L/∂w₁₂ = 3.2 so far. 1 of 12 entries are finished."
    )
    assert described(view, "way_3").endswith("0 of 5 examples are added.")
    assert "xᵀ ∂L/∂ŷ: 4×5 · 5×3, 4×3, like w" in described(view, "shapes")


def test_focus_goes_through_all_controls_and_is_visible(view: TransposeView) -> None:
    visited = set()
    for _ in range(20):
        focus = QApplication.focusWidget()
        assert focus is not None
        visited.add(focus.objectName())
        press(view, Key.Key_Tab)
    assert {"transpose_step", "transpose_end", "transpose_stride", "transpose_dL_dw"} <= visited


def test_it_is_opened_once_and_can_be_opened_again(view: TransposeView, window: MainWindow, qtbot: QtBot) -> None:
    assert show_transpose(window, window.bridge, LIGHT, 1.0) is view
    press(view, Key.Key_Escape)
    again = show_transpose(window, window.bridge, LIGHT, 1.0)
    assert again is not view
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(view)
    window.bridge.do(lambda session: session.reset())
    assert again.isVisible()
    assert not again.isModal()
