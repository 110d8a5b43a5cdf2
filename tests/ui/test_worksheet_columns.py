"""Numbers of a column line up, clear of outlines and scroll bars, and names stand where there is room for them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QListView, QRadioButton

from bpgui.core.cells import Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.ui.column_shape import ColumnShape
from bpgui.ui.fonts import text_font
from bpgui.ui.matrix_frame import MatrixFrame
from bpgui.ui.metrics import Metrics
from bpgui.ui.worksheet_plan import X_TRANSPOSED
from tests.ui.person import Key, Modifier, Person


def frame_of(person: Person, name: Matrix | str) -> MatrixFrame:
    return person.window.worksheet.sheet.frames[name]


def put_column(person: Person, numbers: list[float]) -> None:
    block = InputMatrix.from_rows(Matrix.x, [[number] for number in numbers])
    person.window.bridge.do(lambda session: session.put(Matrix.x, 0, 1, block))


def ends_before_point(person: Person, matrix: Matrix, column: int) -> list[float]:
    """Where the figures before the point end, of every number in a column that counts from 1."""
    frame = frame_of(person, matrix)
    metrics = person.window.worksheet.sheet.arrangement.metrics  # type: ignore[union-attr]
    shape = frame.model.column_shape(column - 1)
    of_text = QFontMetricsF(metrics.font())
    texts = [row[column - 1] for row in person.matrix(matrix)]
    places = [metrics.number_place(metrics.cell_width, text, 0.0, shape) for text in texts]
    assert [squeeze for _, squeeze in places] == [1.0] * len(texts)
    return [left + of_text.horizontalAdvance(text.split(".")[0]) for (left, _), text in zip(places, texts, strict=True)]


@pytest.mark.parametrize(
    "numbers", [[55, 232, 7, 0, 41], [-1, 0, 2, -3, 1], [-0.5, 3.25, 0, 1, 2], [117, 5, 7.5, 1, 1]]
)
def test_the_units_of_a_column_stand_under_each_other(person: Person, numbers: list[float]) -> None:
    put_column(person, numbers)
    ends = ends_before_point(person, Matrix.x, 2)
    assert max(ends) - min(ends) < 0.01


def test_a_long_number_moves_its_column_at_once_and_no_other(person: Person) -> None:
    neighbour = ends_before_point(person, Matrix.x, 1)
    before = ends_before_point(person, Matrix.x, 2)
    told: list[tuple[int, int, int]] = []
    person.table("x").model().dataChanged.connect(
        lambda first, last, *_: told.append((first.column(), first.row(), last.row()))
    )
    person.enter("x", 1, 2, "232")
    after = ends_before_point(person, Matrix.x, 2)
    assert max(after) - min(after) < 0.01 < after[0] - before[0]
    assert (1, 0, 4) in told
    assert ends_before_point(person, Matrix.x, 1) == neighbour


def test_steps_move_no_number_of_x(person: Person) -> None:
    put_column(person, [55, 232, 7, 0, 41])
    before = ends_before_point(person, Matrix.x, 2)
    for key in (Key.Key_PageDown, Key.Key_F7, Key.Key_F8, Key.Key_F9):
        person.press(key)
        assert ends_before_point(person, Matrix.x, 2) == before


@pytest.mark.parametrize("tight", [False, True])
@pytest.mark.parametrize("text", ["4.6e−3", "−3.4e−3", "−0.02", "12345.67", "0"])
def test_no_outline_runs_through_a_number(qapp: QApplication, text: str, tight: bool) -> None:
    metrics = Metrics.at(1.0, 2, 21, tight)
    left, squeeze = metrics.number_place(metrics.cell_width, text, 0.0, ColumnShape("232", 0))
    width = squeeze * QFontMetricsF(text_font(metrics.text)).horizontalAdvance(text)
    inner_edge_of_outline = 1.5 + 0.5 + 1.35
    assert left > inner_edge_of_outline
    assert left + width < metrics.cell_width - inner_edge_of_outline


def test_the_scroll_bar_of_b_stands_under_its_ghost_rows(person: Person) -> None:
    person.window.resize(1366, 768)
    person.window.bridge.do(lambda session: session.set_size(5, 4, 99))
    frame = frame_of(person, Matrix.b)
    assert frame.view.horizontalScrollBar().maximum() > 0
    arrangement = person.window.worksheet.sheet.arrangement
    assert arrangement is not None
    rows = next(placed.ghost_rows for placed in arrangement.frames if placed.frame is frame)
    assert rows == 5
    bar = frame.view.horizontalScrollBar()
    QApplication.processEvents()
    assert bar.mapTo(frame.view, bar.rect().topLeft()).y() >= rows * arrangement.metrics.row_height - 1
    assert frame.rect().contains(frame.view.geometry())


def test_rows_keep_their_height_where_only_the_width_lacks(person: Person) -> None:
    person.window.resize(1366, 768)
    person.window.bridge.do(lambda session: session.set_size(5, 5, 4))
    QApplication.processEvents()
    sheet, worksheet = person.window.worksheet.sheet, person.window.worksheet
    assert worksheet.horizontalScrollBar().maximum() > 0
    assert worksheet.verticalScrollBar().maximum() == 0
    assert sheet.arrangement is not None
    assert sheet.arrangement.metrics.row_height >= 25


def test_after_a_resize_the_sheet_begins_at_its_corner(person: Person) -> None:
    person.window.resize(1366, 768)
    person.window.bridge.do(lambda session: session.set_size(5, 5, 6))
    QApplication.processEvents()
    bar = person.window.worksheet.horizontalScrollBar()
    bar.setValue(9)
    assert bar.value() == 9
    person.window.bridge.do(lambda session: session.set_size(6, 5, 6))
    QApplication.processEvents()
    assert bar.maximum() >= 9
    assert bar.value() == 0


def test_names_of_features_stand_beside_gradients_too(person: Person) -> None:
    person.window.resize(1366, 768)
    names = (Matrix.w, Matrix.dL_dw, Matrix.w_next, X_TRANSPOSED)
    metrics = person.window.worksheet.sheet.arrangement.metrics  # type: ignore[union-attr]
    before = [frame_of(person, name).row_header_width(metrics) for name in names]
    person.window.bridge.do(lambda session: session.rename("j", 1, "weight"))
    for name, narrower in zip(names, before, strict=True):
        assert frame_of(person, name).named_letter(0) == "j"
        assert frame_of(person, name).row_header_width(metrics) > narrower


def test_a_long_name_fills_its_first_line_before_it_is_cut(person: Person) -> None:
    frame = frame_of(person, Matrix.x)
    metrics = Metrics.at(1.0, 2, 25)
    lines = frame.header_lines("a very long feature", metrics)
    assert lines[0] == "a very"
    assert lines[1].startswith("lon")
    assert lines[1].endswith("…")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_list_that_drops_down_shows_every_item(person: Person) -> None:
    combo = next(c for c in person.window.findChildren(QComboBox) if c.isVisible() and 3 < c.count() < 10)
    combo.showPopup()
    QApplication.processEvents()
    view = combo.view()
    assert isinstance(view, QListView)
    assert view.visualRect(combo.model().index(0, 0)).top() >= 0
    last = view.visualRect(combo.model().index(combo.count() - 1, 0))
    assert last.bottom() <= view.viewport().rect().bottom()
    popup = view.window()
    assert isinstance(popup, QFrame)
    assert popup.mapToGlobal(popup.rect().topLeft()).y() >= combo.mapToGlobal(combo.rect().bottomLeft()).y() - 2
    combo.hidePopup()


@pytest.mark.parametrize("key", [Key.Key_L, Key.Key_D, Key.Key_P])
def test_a_radio_button_that_is_not_chosen_has_an_outline(person: Person, key: Key) -> None:
    person.press(key, Modifier.ControlModifier | Modifier.ShiftModifier)
    person.choose("fill")
    button = person.find(QRadioButton, "fill_integers")
    assert not button.isChecked()
    image = button.grab().toImage()
    ground = image.pixelColor(0, 0).lightnessF()
    middle, ratio = image.height() // 2, image.devicePixelRatio()
    contrast = max(abs(image.pixelColor(x, middle).lightnessF() - ground) for x in range(round(12 * ratio)))
    button.window().close()
    assert contrast > 0.4
