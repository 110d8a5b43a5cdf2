"""Kept curves in the loss plot, and their list under it."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QStyle, QStyleOptionFrame, QWidget
from pytestqt.qtbot import QtBot

from bpgui.core.cells import Matrix
from bpgui.session.kept_curves import MOST_KEPT
from bpgui.session.loss_readout import LossReadout
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.ui.loss_iteration_axes import place_of
from bpgui.ui.loss_looks import KEPT_DASHES, kept_pen
from bpgui.ui.loss_picture import picture
from bpgui.ui.loss_window import PlotView, PlotWindow
from bpgui.ui.stylesheet import stylesheet
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.session.documents import note
from tests.strategies import proof
from tests.ui.loss_hands import Button, Shown
from tests.ui.pixels import pixels
from tests.ui.test_looks import OUTLINE, contrast

Key, Roles = Qt.Key, Qt.ItemDataRole
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
RATES = [Fraction(1, 100), Fraction(1, 10), Fraction(1, 4)]
NAMES = ["η = 0.01, start 1", "η = 0.1, start 1", "η = 0.25, start 1"]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    found = Shown(qtbot)
    found.do(Session.forward, lambda s: s.run(1000))
    return found


@pytest.fixture
def compared(shown: Shown) -> Shown:
    """A panel with three kept curves."""
    shown.do(lambda s: s.compare(RATES, 1000))
    QApplication.processEvents()
    return shown


def names(shown: Shown) -> list[str]:
    return [kept.name for kept in shown.session.kept.curves]


def row(shown: Shown, number: int) -> QRect:
    return shown.kept.visualRect(shown.kept.model().index(number, 0))


def inked(widget: QWidget, within: QRect, colour: QColor) -> int:
    """How many pixels of a part of a widget have a colour."""
    found = pixels(widget.grab(within) if not within.isNull() else widget.grab())
    return int((abs(found - np.array([colour.blue(), colour.green(), colour.red()])).max(axis=2) < 17).sum())


# --- looks


def test_twelve_looks_have_dashes_of_their_own() -> None:
    assert len(set(KEPT_DASHES)) == len(KEPT_DASHES) == MOST_KEPT


@THEMES
def test_twelve_looks_have_colours_of_their_own_that_stand_out(theme: Theme) -> None:
    assert len(set(theme.kept)) == MOST_KEPT
    for colour in (*theme.kept, *theme.steep_to_flat):
        assert contrast(colour, theme.card) >= OUTLINE
    for one, other in combinations(map(QColor, theme.kept), 2):
        assert max(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)) >= 24


@THEMES
def test_modes_go_from_dark_to_pale_or_back(theme: Theme) -> None:
    steps = [contrast(colour, "#000000") for colour in theme.steep_to_flat]
    assert steps == sorted(steps)


# --- what is drawn


@proof
@given(st.lists(st.fractions(0, 2, max_denominator=60), min_size=1, max_size=5, unique=True), st.data())
def test_every_point_of_a_kept_curve_is_a_true_loss_and_none_lies_past_its_end(
    rates: list[Fraction], data: st.DataObject
) -> None:
    session = Session(note())
    session.forward()
    if data.draw(st.booleans()):
        session.run(data.draw(st.integers(1, 10**6)))
    session.compare(rates, data.draw(st.integers(0, 10**5)))
    log = st.booleans()
    window = data.draw(st.sampled_from([PlotWindow(), PlotWindow((0.0, 40.0)), PlotWindow((20.3, 5000.0))]))
    shown = picture(
        LossReadout.of(session, Screen(session)),
        PlotView(window, log_iterations=data.draw(log), log_loss=data.draw(log)),
    )
    assert shown.losses is not None
    for line, kept in zip(shown.kept, session.kept.curves, strict=True):
        last = line.last if kept.curve.last is None else min(line.last, kept.curve.last)
        for across, up in zip(*line.points, strict=True):
            t = shown.iterations.value(across)
            assert t <= last * (1 + 1e-9) + 1e-6
            if -0.49 < up < 1.49:
                assert round(t) == pytest.approx(t, rel=1e-9, abs=1e-4)
                true = float(shown.losses.places(kept.curve.losses(np.array([float(round(t))])))[0])
                assert up == pytest.approx(true, abs=1e-5)


def test_each_is_drawn_in_its_own_look(compared: Shown) -> None:
    assert [line.look for line in compared.picture.kept] == [0, 1, 2]
    assert [line.name for line in compared.picture.kept] == NAMES
    compared.panel.set_log(loss=True)
    for look in range(3):
        assert inked(compared.plot, QRect(), kept_pen(LIGHT, look, 1.0).color()) > 5, f"look {look} is nowhere"


def test_a_diverging_one_leaves_through_the_top_and_flattens_nothing(shown: Shown) -> None:
    before = shown.picture.losses
    shown.do(lambda s: s.compare([Fraction(1, 3)], 1000))
    assert shown.picture.losses == before
    assert shown.picture.kept[0].points.up.max() == 1.5


def test_one_that_starts_higher_is_held_by_the_axis(shown: Shown) -> None:
    shown.do(Session.reset, Session.forward, Session.keep_curve)
    top = shown.picture.losses.top  # type: ignore[union-attr]
    for column in range(3):
        shown.session.enter(Matrix.w, 0, column, "30")
    shown.do(Session.forward, lambda s: s.run(10), Session.keep_curve)
    higher = shown.picture.losses.top  # type: ignore[union-attr]
    assert higher > 2 * top


def test_the_axis_of_iterations_reaches_what_was_seen_of_the_longest_that_is_shown(shown: Shown) -> None:
    shown.do(lambda s: s.compare([Fraction(1, 10)], 30_000))
    assert shown.span()[1] == 30_000
    shown.do(lambda s: s.set_kept(s.kept.with_shown(0, False)))
    assert shown.span()[1] == 1200


def test_before_a_run_a_kept_curve_is_drawn_as_far_as_it_was_asked_for(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    shown.do(Session.forward, lambda s: s.compare([Fraction(1, 10)], 7))
    assert shown.picture.kept[0].points.across[-1] == place_of(shown.picture.iterations, 7)
    shown.do(lambda s: s.run(3))
    assert shown.picture.kept[0].points.across[-1] == 1


def test_pointing_at_one_reads_it_with_its_name(compared: Shown) -> None:
    compared.panel.set_log(loss=True)
    slow = compared.session.kept.curves[0]
    t = 300
    dot = compared.picture.dot_at(t, slow.curve.loss(t))
    compared.move(QPoint(round(compared.plot.x_at(dot.across)), round(compared.plot.y_at(dot.up))))
    name, at, loss, distance = compared.text("loss_readout").split("   ")
    assert name == NAMES[0]
    assert at == f"t = {compared.plot.iteration_at(round(compared.plot.x_at(dot.across)))}"
    assert float(loss.removeprefix("L ≈ ")) == pytest.approx(slow.curve.loss(t), rel=0.05)
    assert float(distance.removeprefix("‖W − W*‖ ≈ ")) == pytest.approx(slow.curve.distance(t), rel=0.05)
    compared.move(compared.at(t))
    assert not compared.text("loss_readout").startswith("η")


def test_pointing_at_the_curve_before_the_last_edit_names_it(shown: Shown) -> None:
    shown.do(lambda s: s.enter(Matrix.w, 0, 0, "5"), Session.forward)
    shown.panel.set_log(loss=True)
    earlier = shown.picture.earlier
    assert earlier is not None
    place = len(earlier.points.across) // 2
    shown.move(
        QPoint(round(shown.plot.x_at(earlier.points.across[place])), round(shown.plot.y_at(earlier.points.up[place])))
    )
    assert shown.text("loss_readout").startswith("before the last edit   t = ")


# --- the list


def test_while_nothing_is_kept_there_is_no_list(shown: Shown) -> None:
    assert not shown.kept.isVisible()
    shown.do(Session.keep_curve)
    assert shown.kept.isVisible()
    shown.do(lambda s: s.set_kept(s.kept.without(0)))
    assert not shown.kept.isVisible()


def test_it_says_name_and_whether_it_is_shown(compared: Shown) -> None:
    compared.do(lambda s: s.set_kept(s.kept.with_shown(1, False)))
    model = compared.kept.model()
    assert [model.index(n, 0).data() for n in range(3)] == NAMES
    assert [model.index(n, 0).data(Roles.AccessibleTextRole) for n in range(2)] == [
        f"{NAMES[0]}, shown",
        f"{NAMES[1]}, hidden",
    ]


def test_each_name_stands_after_a_piece_of_its_line(compared: Shown) -> None:
    for number in range(3):
        assert inked(compared.kept.viewport(), row(compared, number), kept_pen(LIGHT, number, 1.0).color()) > 10
        assert inked(compared.kept.viewport(), row(compared, number), kept_pen(LIGHT, 3, 1.0).color()) == 0


def test_a_click_on_the_check_box_hides_and_shows(compared: Shown) -> None:
    at = QPoint(row(compared, 1).left() + 12, row(compared, 1).center().y())
    for is_shown in (False, True):
        compared.qtbot.mouseClick(compared.kept.viewport(), Button.LeftButton, pos=at)
        assert compared.session.kept.curves[1].is_shown is is_shown
        assert (NAMES[1] in [line.name for line in compared.picture.kept]) is is_shown


def test_space_hides_and_shows(compared: Shown) -> None:
    compared.kept.setFocus()
    compared.kept.setCurrentIndex(compared.kept.model().index(2, 0))
    for is_shown in (False, True):
        compared.qtbot.keyClick(compared.kept, Key.Key_Space)
        assert compared.session.kept.curves[2].is_shown is is_shown


def test_f2_renames_and_an_empty_name_or_that_of_another_changes_nothing(compared: Shown) -> None:
    compared.panel.activateWindow()
    compared.kept.setFocus()
    compared.kept.setCurrentIndex(compared.kept.model().index(1, 0))
    for typed, name in (("quick", "quick"), ("", "quick"), (NAMES[0], "quick"), (" fine ", "fine")):
        compared.qtbot.keyClick(compared.kept, Key.Key_F2)
        editor = compared.kept.findChildren(QLineEdit)[-1]
        editor.selectAll()
        compared.qtbot.keyClick(editor, Key.Key_Delete)
        compared.type(typed)
        compared.qtbot.keyClick(editor, Key.Key_Return)
        compared.qtbot.waitUntil(lambda: compared.kept.state() == compared.kept.State.NoState)
        assert names(compared) == [NAMES[0], name, NAMES[2]]


def test_a_name_can_be_typed_whole(compared: Shown) -> None:
    compared.panel.activateWindow()
    compared.kept.setFocus()
    compared.qtbot.keyClick(compared.kept, Key.Key_F2)
    editor = compared.kept.findChildren(QLineEdit)[-1]
    assert editor.height() <= row(compared, 0).height() + 2
    assert editor.fontMetrics().height() <= editor.height()


def test_delete_removes(compared: Shown) -> None:
    compared.kept.setFocus()
    compared.kept.setCurrentIndex(compared.kept.model().index(1, 0))
    compared.qtbot.keyClick(compared.kept, Key.Key_Delete)
    assert names(compared) == [NAMES[0], NAMES[2]]
    assert [line.look for line in compared.picture.kept] == [0, 2]
    compared.qtbot.keyClick(compared.kept, Key.Key_Delete)
    compared.qtbot.keyClick(compared.kept, Key.Key_Delete)
    assert names(compared) == []


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_the_menu_offers_the_same(compared: Shown) -> None:
    def menu() -> QMenu:
        at = row(compared, 1).center()
        where = compared.kept.viewport().mapToGlobal(at)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where)
        QApplication.sendEvent(compared.kept.viewport(), event)
        return compared.kept.findChildren(QMenu)[-1]

    offered = {action.text().split("\t")[0].replace("&", ""): action for action in menu().actions()}
    assert list(offered) == ["Hide", "Rename…", "Remove"]
    offered["Hide"].trigger()
    compared.kept.findChildren(QMenu)[-1].close()
    assert not compared.session.kept.curves[1].is_shown
    actions = menu().actions()
    assert actions[0].text().startswith("&Show")
    actions[2].trigger()
    compared.kept.findChildren(QMenu)[-1].close()
    QApplication.processEvents()
    assert names(compared) == [NAMES[0], NAMES[2]]


def test_at_most_three_rows_are_seen_and_the_rest_is_scrolled_to(compared: Shown) -> None:
    three = compared.kept.height()
    plot = compared.plot.height()
    compared.do(lambda s: s.compare([Fraction(n, 50) for n in range(1, 5)], 10))
    QApplication.processEvents()
    assert compared.kept.model().rowCount() == 7
    assert compared.kept.height() == three
    assert compared.plot.height() == plot
    assert compared.kept.verticalScrollBar().maximum() == 4
    assert compared.kept.viewport().rect().contains(row(compared, 6))


def test_where_the_card_is_high_up_to_six_rows_are_seen(compared: Shown) -> None:
    compared.do(lambda s: s.compare([Fraction(n, 50) for n in range(1, 5)], 10))
    heights = {}
    for height in (400, 500, 600, 900):
        compared.panel.resize(600, height)
        QApplication.processEvents()
        heights[height] = compared.kept.height() / row(compared, 0).height()
    assert heights == {400: 3, 500: 3, 600: 6, 900: 6}
    assert compared.plot.height() > 500
    for _ in range(3):
        compared.do(lambda s: s.set_kept(s.kept.without(0)))
    QApplication.processEvents()
    assert compared.kept.height() == 4 * row(compared, 0).height()


@THEMES
@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
def test_letters_are_whole_while_they_are_typed(compared: Shown, theme: Theme, scale: float) -> None:
    compared.panel.setStyleSheet(stylesheet(theme, scale))
    compared.panel.apply_theme(theme, scale)
    compared.panel.resize(round(600 * scale), round(500 * scale))
    compared.panel.activateWindow()
    compared.kept.setFocus()
    QApplication.processEvents()
    compared.qtbot.keyClick(compared.kept, Key.Key_F2)
    editor = compared.kept.findChildren(QLineEdit)[-1]
    assert editor.hasFocus()
    option = QStyleOptionFrame()
    editor.initStyleOption(option)
    room = editor.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, editor)
    assert room.height() >= editor.fontMetrics().height()
    assert compared.kept.viewport().rect().contains(editor.geometry())


def test_the_plot_keeps_a_least_height(compared: Shown) -> None:
    compared.panel.resize(344, 10)
    QApplication.processEvents()
    assert compared.plot.height() >= 110
    assert compared.panel.height() == compared.panel.minimumHeight()


def test_tab_goes_from_the_plot_to_the_list(compared: Shown) -> None:
    compared.panel.activateWindow()
    compared.plot.setFocus()
    compared.qtbot.waitUntil(compared.plot.hasFocus)
    compared.qtbot.keyClick(compared.plot, Key.Key_Tab)
    assert compared.kept.hasFocus()
    focused = compared.panel.grab().toImage()
    compared.plot.setFocus()
    assert compared.panel.grab().toImage() != focused
