"""Themes, zoom, Focus, and what is shown or hidden."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from bpgui.core.cells import Matrix
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme, blend
from tests.ui.person import Key, Modifier, Person

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
CONTROL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
TEXT, OUTLINE = 4.5, 3.0
"""The least contrast by WCAG 2.2, AA, of text and of what is no text."""


def luminance(colour: QColor) -> float:
    channels = [c / 255 for c in (colour.red(), colour.green(), colour.blue())]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor | str, other: QColor | str) -> float:
    lighter, darker = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@THEMES
def test_text_can_be_read_on_every_ground_that_it_stands_on(theme: Theme) -> None:
    for ground in (theme.ground, theme.card, theme.button):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.text_pale, ground) >= TEXT
        assert contrast(theme.warning, ground) >= TEXT
    assert contrast(theme.accent_text, theme.accent) >= TEXT


@THEMES
def test_numbers_can_be_read_on_every_glow(theme: Theme) -> None:
    for matrix in set(Matrix) - {Matrix.loss}:  # which stands in no term
        for strength in (0.08, 0.16, 0.42):
            assert contrast(theme.text, theme.glow(matrix, strength)) >= TEXT
    for strength in (0.14, 0.28):
        assert contrast(theme.text, blend(QColor(theme.card), QColor(theme.accent), strength)) >= TEXT


@THEMES
def test_every_outline_and_name_stands_out_from_the_card(theme: Theme) -> None:
    for matrix in Matrix:
        assert contrast(theme.hue(matrix), theme.card) >= TEXT  # names and term numbers are set in it too
        assert contrast(theme.hue(matrix), theme.glow(matrix, 0.16)) >= OUTLINE
    for colour in (theme.bracket, theme.accent):
        assert contrast(colour, theme.card) >= OUTLINE
        assert contrast(colour, theme.ground) >= OUTLINE


@THEMES
def test_the_five_hues_are_five(theme: Theme) -> None:
    hues = [theme.hue_x, theme.hue_w, theme.hue_b, theme.hue_y, theme.hue_y_hat]
    for one, other in combinations(map(QColor, hues), 2):
        apart = [abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)]
        assert max(apart) >= 30


@THEMES
def test_a_gradient_has_the_hue_of_what_it_is_the_gradient_of(theme: Theme) -> None:
    assert theme.hue(Matrix.dL_dw) == theme.hue(Matrix.w) == theme.hue(Matrix.w_next)
    assert theme.hue(Matrix.dL_db) == theme.hue(Matrix.b)
    assert theme.hue(Matrix.dL_dx) == theme.hue(Matrix.x)
    assert theme.hue(Matrix.error) == theme.hue(Matrix.dL_dy_hat) == theme.hue(Matrix.y_hat)


@pytest.mark.parametrize(("key", "theme"), [(Key.Key_D, DARK), (Key.Key_P, PROJECTOR), (Key.Key_L, LIGHT)])
def test_a_key_changes_the_theme(person: Person, key: Key, theme: Theme) -> None:
    person.press(Key.Key_PageDown, times=3)
    person.press(key, CONTROL | SHIFT)
    assert person.action(f"theme_{theme.name.value}").isChecked()
    assert QApplication.palette().window().color() == QColor(theme.ground)
    corner = person.window.grab().toImage().pixelColor(2, person.window.height() // 2)
    assert corner == QColor(theme.ground)
    assert person.position.terms == 3


def text_height(person: Person) -> float:
    return QFontMetricsF(person.find(QLabel, "sentence").font()).height()


def test_zoom_makes_everything_larger_and_smaller_and_usual_again(person: Person) -> None:
    usual, row = text_height(person), person.table("x").rowHeight(0)
    for key in (Key.Key_Plus, Key.Key_Equal):
        person.press(key, CONTROL)
    assert text_height(person) > usual
    person.press(Key.Key_Plus, CONTROL, times=8)
    assert person.table("x").rowHeight(0) > row
    person.press(Key.Key_0, CONTROL)
    assert text_height(person) == usual
    person.press(Key.Key_Minus, CONTROL, times=3)
    assert text_height(person) < usual


def test_zoom_has_ends_and_scrolls_before_it_clips(person: Person) -> None:
    person.press(Key.Key_F8)
    person.press(Key.Key_Plus, CONTROL, times=30)
    largest = text_height(person)
    person.press(Key.Key_Plus, CONTROL)
    assert text_height(person) == largest
    worksheet = person.find(QScrollArea, "worksheet")
    for name in ("x", "w", "y_hat", "dL_dw", "b_next"):
        frame = person.table(name).parentWidget()
        assert worksheet.widget().rect().contains(frame.geometry()), name
    assert worksheet.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("how", ["F", "button"])
def test_focus_shows_only_the_equation_at_work_and_f_brings_all_back(person: Person, how: str) -> None:
    person.press(Key.Key_F8)
    person.double_click_cell("dL_dw", 1, 2)
    place, selection = person.position, person.window.bridge.session.selection
    before = {view: person.table(view).isVisible() for view in ("x", "w", "y", "loss", "dL_dw")}
    person.press(Key.Key_F)
    shown = {name for name in ("x", "w", "b", "y", "y_hat", "error", "loss", "x_transposed", "dL_dy_hat", "dL_dw")}
    shown = {name for name in shown if person.table(name).isVisible()}
    assert shown == {"x_transposed", "dL_dy_hat", "dL_dw"}
    assert person.derivation_view.isVisible()
    assert not person.find(QWidget, "toolbar").isVisible()
    assert not person.find(QWidget, "loss_panel").isVisible()
    assert (person.position, person.window.bridge.session.selection) == (place, selection)
    if how == "F":
        person.press(Key.Key_F)
    else:
        person.find(QWidget, "leave_focus").click()  # type: ignore[attr-defined]
    assert {view: person.table(view).isVisible() for view in before} == before
    assert person.find(QWidget, "toolbar").isVisible()
    assert (person.position, person.window.bridge.session.selection) == (place, selection)


def test_focus_goes_with_the_steps_from_equation_to_equation(person: Person) -> None:
    person.press(Key.Key_F)
    seen = []
    while person.position.iteration == 0:
        person.press(Key.Key_PageDown, Modifier.AltModifier)
        names = ("y_hat", "error", "loss", "dL_dy_hat", "dL_dw", "dL_db", "w_next", "b_next")
        seen.append([name for name in names if person.table(name).isVisible()][-1])
    assert seen[:8] == ["y_hat", "error", "loss", "dL_dy_hat", "dL_dw", "dL_db", "w_next", "b_next"]


def test_digits_in_focus_are_large_on_a_projector(person: Person) -> None:
    person.window.resize(1280, 660)
    person.press(Key.Key_F8)
    person.click_cell("dL_dw", 1, 2)
    person.press(Key.Key_F)
    assert person.look("dL_dw", 4, 3).part.value == "none"
    viewport, place = person.place_of("dL_dw", 4, 3)
    cell = person.table("dL_dw").visualRect(person.index("dL_dw", 4, 3)).adjusted(1, 1, -1, -1)
    assert cell.contains(place)
    image = viewport.grab(cell).toImage()
    inked = [y for y in range(image.height()) if any(is_ink(image.pixelColor(x, y)) for x in range(image.width()))]
    assert (max(inked) - min(inked) + 1) / image.devicePixelRatio() >= 18


def is_ink(colour: QColor) -> bool:
    return contrast(colour, LIGHT.card) > 2


@pytest.mark.parametrize(
    ("key", "name", "at_first"),
    [(Key.Key_X, "dL_dx", False), (Key.Key_U, "w_next", True), (Key.Key_U, "b_next", True)],
)
def test_equations_are_hidden_and_shown_and_passed_in_one_go(
    person: Person, key: Key, name: str, at_first: bool
) -> None:
    person.press(Key.Key_F8)
    assert person.table(name).isVisible() is at_first
    person.press(key, CONTROL | SHIFT)
    assert person.table(name).isVisible() is not at_first
    seen = set()
    while person.position.iteration == 0:
        person.press(Key.Key_PageDown)
        seen.add(person.position.equation.value)
    assert (name in seen) is not at_first


def test_hiding_what_is_under_way_goes_back_to_what_is_shown(person: Person) -> None:
    person.press(Key.Key_F8)
    person.press(Key.Key_PageDown)
    assert person.position.equation is Matrix.w_next
    person.press(Key.Key_U, CONTROL | SHIFT)
    assert person.position.equation is Matrix.dL_db
    assert not person.table("w_next").isVisible()


def test_decimals_change_what_is_shown_and_keep_to_their_range(person: Person) -> None:
    person.enter("w", 1, 1, "1/3")
    for digits, shown in ((3, "0.333"), (4, "0.3333")):
        person.press(Key.Key_Period, CONTROL)
        assert person.cell("w", 1, 1) == shown, digits
    person.press(Key.Key_Comma, CONTROL, times=4)
    assert person.cell("w", 1, 1) == "3e−1"
    assert not person.can("fewer_decimals")


def test_column_width_never_follows_from_values(person: Person) -> None:
    width = person.table("w").columnWidth(0)
    person.enter("w", 1, 1, "-123456.789")
    person.press(Key.Key_F8)
    assert person.table("w").columnWidth(0) == width


def test_the_loss_panel_is_hidden_and_shown(person: Person) -> None:
    for is_shown in (False, True):
        person.press(Key.Key_O, CONTROL | SHIFT)
        assert person.find(QWidget, "loss_panel").isVisible() is is_shown
