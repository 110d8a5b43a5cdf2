"""What a new window remembers of the one before, and what it does with settings that make no sense."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QLabel, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from bpgui.ui.main_window import MainWindow
from tests.ui.conftest import MakeWindow
from tests.ui.person import Key, Modifier, Person, free

CONTROL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


def store() -> QSettings:
    """The settings of this test, as the program opens them."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "bpgui", "bpgui")


@pytest.fixture
def again(make_window: MakeWindow, qtbot: QtBot) -> MakeWindow:
    """Closes the window that is there, and starts the program again."""
    open_now: list[MainWindow] = []

    def start() -> Person:
        if open_now:
            free(open_now.pop())
        window = make_window()
        open_now.append(window)
        return Person(window, qtbot)

    return start  # type: ignore[return-value]


def test_the_settings_of_tests_are_thrown_away(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert store().fileName().startswith(str(tmp_path_factory.getbasetemp()))
    assert store().allKeys() == []


@pytest.mark.parametrize("theme", ["dark", "projector", "light"])
def test_the_theme_is_remembered(again: MakeWindow, theme: str) -> None:
    person = again()
    person.choose("theme_dark")
    person.choose(f"theme_{theme}")
    assert again().action(f"theme_{theme}").isChecked()


def test_zoom_and_decimals_are_remembered(again: MakeWindow) -> None:
    person = again()
    usual = person.find(QLabel, "sentence").font().pixelSize()
    person.press(Key.Key_Plus, CONTROL, times=4)
    person.press(Key.Key_Period, CONTROL, times=2)
    larger = person.find(QLabel, "sentence").font().pixelSize()
    assert larger > usual
    person = again()
    assert person.find(QLabel, "sentence").font().pixelSize() == larger
    person.enter("w", 1, 1, "1/3")
    assert person.cell("w", 1, 1) == "0.3333"


def test_fractions_are_remembered(again: MakeWindow) -> None:
    person = again()
    assert not person.action("fractions").isChecked()
    person.press(Key.Key_Slash, CONTROL)
    person = again()
    assert person.action("fractions").isChecked()
    person.press(Key.Key_F8)
    assert person.cell("dL_dy_hat", 5, 1) == "8/5"
    person.press(Key.Key_Slash, CONTROL)
    assert person.cell("dL_dy_hat", 5, 1) == "1.6"
    assert not again().action("fractions").isChecked()


@pytest.mark.parametrize(
    ("key", "shown"), [(Key.Key_X, "dL_dx"), (Key.Key_U, "w_next"), (Key.Key_O, "loss_panel")], ids=str
)
def test_what_is_hidden_or_shown_is_remembered(again: MakeWindow, key: Key, shown: str) -> None:
    person = again()
    at_first = person.find(QWidget, shown).isVisible()
    person.press(key, CONTROL | SHIFT)
    person = again()
    assert person.find(QWidget, shown).isVisible() is not at_first
    person.press(key, CONTROL | SHIFT)
    assert again().find(QWidget, shown).isVisible() is at_first


@pytest.mark.parametrize("name", ["log_iterations", "log_loss"])
def test_the_axes_of_the_loss_are_remembered(again: MakeWindow, name: str) -> None:
    person = again()
    assert not person.action(name).isChecked()
    person.choose(name)
    assert again().action(name).isChecked()


def test_the_size_of_the_window_and_of_its_panels_is_remembered(again: MakeWindow, qtbot: QtBot) -> None:
    person = again()
    person.window.resize(790, 640)
    splitters = person.window.findChildren(QSplitter)
    for splitter in splitters:
        before = splitter.sizes()
        splitter.moveSplitter(before[0] - 40, 1)
        assert splitter.sizes() != before
    sizes = [splitter.sizes() for splitter in splitters]
    person = again()
    assert person.window.size().toTuple() == (790, 640)
    now = [splitter.sizes() for splitter in person.window.findChildren(QSplitter)]
    assert all(abs(a - b) <= 2 for one, other in zip(now, sizes, strict=True) for a, b in zip(one, other, strict=True))


def test_a_window_that_was_closed_in_focus_starts_with_everything(again: MakeWindow) -> None:
    person = again()
    person.press(Key.Key_F)
    person = again()
    assert not person.action("focus").isChecked()
    assert person.find(QWidget, "toolbar").isVisible()


def test_the_document_and_the_place_in_it_are_not_remembered(again: MakeWindow) -> None:
    person = again()
    person.choose("example_2")
    person.press(Key.Key_F9)
    person = again()
    assert person.iteration == "0"
    assert len(person.matrix("x")) == 5


@pytest.mark.parametrize(
    "damaged",
    ["", "nonsense", "nan", "-inf", "1e999", "²", "true", "-3", b"\x00\xff", QByteArray(b"\x01\x02"), ["a", "b"], 7],
    ids=repr,
)
def test_settings_that_make_no_sense_are_ignored(again: MakeWindow, damaged: object) -> None:
    settings = store()
    for key in ("look/theme", "look/zoom", "look/decimals", "look/fractions"):
        settings.setValue(key, damaged)
    for key in ("shown/dL_dx", "shown/update", "shown/loss", "shown/log_iterations", "shown/log_loss"):
        settings.setValue(key, damaged)
    for key in ("window/geometry", "window/splitter", "window/right"):
        settings.setValue(key, damaged)
    settings.sync()
    person = again()
    assert any(person.action(f"theme_{name}").isChecked() for name in ("light", "dark", "projector"))
    assert person.window.width() > 600
    person.press(Key.Key_F8)
    assert person.cell("loss") in ("23.4", "23", "117/5")
    assert person.table("x").isVisible()


def test_a_damaged_file_of_settings_is_ignored(again: MakeWindow) -> None:
    person = again()
    person.choose("theme_dark")
    file = store().fileName()
    free(person.window)
    with open(file, "wb") as settings:
        settings.write(b"[look\n\x00\xfe theme=%%%\n]]]=\n" * 3)
    person = again()
    assert person.cell("x", 1, 1) == "1"
