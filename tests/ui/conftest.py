"""For tests with a window: settings of their own, thrown away afterwards, and windows that are closed and freed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from bpgui.app import create_window
from bpgui.ui.main_window import MainWindow
from bpgui.ui.recovery import FOLDER_VARIABLE
from tests.ui.person import Person, free

MakeWindow = Callable[..., MainWindow]


@pytest.fixture(autouse=True)
def _throw_away_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test starts with no settings, and the real ones are never touched."""
    QStandardPaths.setTestModeEnabled(True)
    where = str(tmp_path_factory.mktemp("settings"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, where)
    monkeypatch.setenv(FOLDER_VARIABLE, str(Path(where) / "recovery"))
    yield
    nowhere = str(tmp_path_factory.getbasetemp() / "settings of no test")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, nowhere)


@pytest.fixture
def make_window(qtbot: QtBot) -> Iterator[MakeWindow]:
    """Makes windows as the program does, shown and active; they are closed and deleted at the end."""
    made: list[MainWindow] = []

    def make(path: str | Path | None = None) -> MainWindow:
        window = create_window(path)
        assert isinstance(window, MainWindow)
        made[:] = [each for each in made if isValid(each)] + [window]
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield make
    while made:
        free(made.pop())


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    """The window, as it starts."""
    return make_window()


@pytest.fixture
def person(window: MainWindow, qtbot: QtBot) -> Person:
    """Someone before the window."""
    return Person(window, qtbot)
