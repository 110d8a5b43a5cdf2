"""Matrices that are too large to be seen whole: all 150 irises, and 2000 examples."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpgui.session.screen import Screen
from tests.ui.conftest import MakeWindow
from tests.ui.person import Key, Modifier, Person

N, D, K = 2000, 30, 4


@pytest.fixture(scope="module")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    random = np.random.default_rng(1)
    x, w, b = random.normal(size=(N, D)), random.normal(size=(D, K)), random.normal(size=(1, K))
    y = np.eye(K)[random.integers(0, K, N)]
    given = {"x": x, "w": w, "b": b, "y": y}
    path = tmp_path_factory.mktemp("large") / "large.json"
    path.write_text(json.dumps({name: array.round(3).tolist() for name, array in given.items()}), encoding="utf-8")
    return path


@pytest.fixture
def large(make_window: MakeWindow, large_file: Path, qtbot: QtBot) -> Person:
    return Person(make_window(large_file), qtbot)


@pytest.fixture
def irises(person: Person) -> Person:
    person.choose("example_4")
    return person


@pytest.mark.parametrize("name", ["x", "y", "y_hat", "error", "dL_dy_hat", "x_transposed"])
def test_views_scroll_together_along_the_examples(irises: Person, name: str) -> None:
    along = {each: irises.table(each).verticalScrollBar() for each in ("x", "y", "y_hat", "error", "dL_dy_hat")}
    along["x_transposed"] = irises.table("x_transposed").horizontalScrollBar()
    along[name].setValue(60)
    assert {bar.value() for bar in along.values()} == {60}
    along[name].setValue(0)
    assert {bar.value() for bar in along.values()} == {0}


def test_the_current_term_is_scrolled_into_view(irises: Person) -> None:
    irises.press(Key.Key_F8)
    irises.double_click_cell("dL_db", 1, 2)
    irises.press(Key.Key_2, Modifier.ControlModifier)
    for term in range(2, 31):
        irises.press(Key.Key_PageDown)
        assert irises.position.terms == 150 + term
        irises.place_of("dL_dy_hat", term, 2)
        irises.place_of("x", term, 1)


def test_what_is_added_at_once_leaves_the_examples_where_they_are(irises: Person) -> None:
    irises.press(Key.Key_F7)
    for name in ("x", "y", "y_hat", "error"):
        assert irises.table(name).verticalScrollBar().value() == 0
    irises.table("x").verticalScrollBar().setValue(40)
    irises.press(Key.Key_F8)
    irises.press(Key.Key_F7)
    assert irises.table("x").verticalScrollBar().value() == 40


def test_the_selected_entry_is_scrolled_into_view(irises: Person) -> None:
    irises.press(Key.Key_F7)
    irises.table("x").scrollToTop()
    irises.go_into("x", 1, 1)
    for row in range(2, 25):
        irises.press(Key.Key_Down)
        irises.place_of("x", row, 1)
        irises.place_of("x_transposed", 1, row)
    irises.press(Key.Key_End, Modifier.ControlModifier)
    irises.place_of("x", 150, 4)


def test_a_step_brings_the_entry_that_it_touches_into_view(irises: Person) -> None:
    irises.press(Key.Key_4, Modifier.ControlModifier)
    irises.press(Key.Key_PageDown)
    irises.place_of("y_hat", 150, 3)
    irises.press(Key.Key_PageUp)
    irises.press(Key.Key_1, Modifier.ControlModifier)
    irises.press(Key.Key_PageDown)
    irises.place_of("y_hat", 1, 1)


def test_only_the_cells_that_are_seen_are_asked_for(large: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    large.press(Key.Key_F8)
    asked: set[object] = set()
    look = Screen.look

    def counted(screen: Screen, cell: object) -> object:
        asked.add(cell)
        return look(screen, cell)  # type: ignore[arg-type]

    monkeypatch.setattr(Screen, "look", counted)
    large.press(Key.Key_PageDown)
    large.window.repaint()
    QApplication.processEvents()
    large.window.grab()
    cells = N * D * 2 + N * K * 4
    assert 50 < len(asked) < 2500 < cells / 50


def test_large_data_are_stepped_edited_and_run(large: Person) -> None:
    large.press(Key.Key_PageDown, times=3)
    assert large.cell("y_hat", 1, 1).endswith("…")
    large.press(Key.Key_F8)
    assert large.cell("y_hat", N, K)
    assert large.cell("dL_dw", D, K)
    large.table("x").scrollToTop()
    large.enter("x", 1, 1, "0.5")
    assert large.cell("x_transposed", 1, 1) == "0.5"
    large.press(Key.Key_R, Modifier.ControlModifier)
    assert large.iteration == "1000"
    assert large.cell("loss")


def test_indices_of_two_digits_take_a_comma(large: Person) -> None:
    large.press(Key.Key_F8)
    view, index = large.table("dL_dw"), large.index("dL_dw", 12, 2)
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith("∂L/∂w₁₂,₂ = ")
    view.scrollTo(index)
    large.click_cell("dL_dw", 12, 2)
    assert large.sentence.startswith("∂L/∂w₁₂,₂")
