"""Making, showing and closing the window, as scripts and people do."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from bpgui import app
from bpgui.app import create_window
from bpgui.session.problems import ProblemError
from bpgui.ui.main_window import MainWindow
from tests.ui.conftest import MakeWindow
from tests.ui.person import Key, Modifier, Person, free

PROBLEM = {"x": [[1, "1/3"]], "w": [[1], [3]], "b": [[0.5]], "y": [[2]], "learning_rate": "1/8"}


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(PROBLEM), encoding="utf-8")
    return path


@pytest.mark.parametrize("as_text", [False, True])
def test_a_problem_file_is_shown(make_window: MakeWindow, qtbot: QtBot, problem: Path, as_text: bool) -> None:
    person = Person(make_window(str(problem) if as_text else problem), qtbot)
    assert person.matrix("x") == [["1", "0.33"]]
    assert person.window.windowTitle() == "mine[*] – bpgui"
    assert person.window.bridge.session.document.learning_rate == 1 / 8
    person.press(Key.Key_F7)
    assert person.cell("y_hat") == "2.5"
    assert person.cell("loss") == "0.25"


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"x": [[1]]}', '{"x": [[1]], "w": [[1, 2]], "b": [[1]], "y": [[1]]}', "\x00\x01", '{"x": NaN}'],
)
@pytest.mark.usefixtures("qapp")
def test_a_bad_problem_file_is_told_of_in_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        create_window(path)
    assert "bad.json" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.usefixtures("qapp")
def test_a_missing_problem_file_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match=r"none\.json"):
        create_window(tmp_path / "none.json")


def test_a_script_gets_a_ready_window_that_need_not_be_shown(qtbot: QtBot) -> None:
    window = create_window()
    qtbot.addWidget(window)
    assert isinstance(window, QMainWindow)
    assert window.findChild(QWidget, "loss_plot") is not None
    for name in ("forward", "backward", "update"):
        action = window.findChild(QAction, name)
        assert action is not None
        action.trigger()
    assert not window.grab().isNull()


def test_two_windows_do_not_disturb_each_other(make_window: MakeWindow, qtbot: QtBot) -> None:
    one, other = Person(make_window(), qtbot), Person(make_window(), qtbot)
    other.press(Key.Key_F8)
    assert other.cell("dL_dw", 1, 1) == "2.8"
    assert one.is_blank("dL_dw")
    other.press(Key.Key_D, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert one.is_blank("y_hat")


def test_a_closed_window_and_its_panels_are_freed(qtbot: QtBot) -> None:
    window = create_window()
    assert isinstance(window, MainWindow)
    window.show()
    qtbot.waitActive(window)
    person = Person(window, qtbot)
    person.press(Key.Key_F9)
    person.press(Key.Key_F8)
    person.open_editor("w", 1, 1)
    person.press(Key.Key_Escape)
    person.choose("example_3")
    person.press(Key.Key_F)
    person.press(Key.Key_F)
    parts = [window, window.bridge, window.bridge.session, window.worksheet, window.worksheet.sheet, window.toolbar]
    parts += [window.derivation_panel, window.loss_panel, window.step_bar]
    parts += [frame.view for frame in window.worksheet.sheet.frames.values()]
    references = [weakref.ref(part) for part in parts]
    free(window)
    del window, parts, person
    QApplication.processEvents()
    gc.collect()
    assert [reference() for reference in references if reference() is not None] == []


def test_many_windows_after_each_other_leave_no_widgets_behind(make_window: MakeWindow) -> None:
    left = []
    for _ in range(3):
        free(make_window())
        gc.collect()
        left.append(len(QApplication.allWidgets()))
    assert left == [left[0]] * 3


def test_closing_a_window_while_it_plays_or_edits_is_clean(make_window: MakeWindow, qtbot: QtBot) -> None:
    person = Person(make_window(), qtbot)
    person.press(Key.Key_F5)
    person.open_editor("x", 1, 1)
    person.type("1/")
    free(person.window)
    qtbot.wait(1)


def test_q_with_control_closes_the_window(person: Person) -> None:
    person.press(Key.Key_Q, Modifier.ControlModifier)
    assert not person.window.isVisible()


START = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv.pop())

def look():
    window = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "main_window")
    if window.findChild(QWidget, "loss_plot") is None:
        return QTimer.singleShot(5, look)
    assert window.isVisible()
    print("seen", window.windowTitle().replace("[*]", ""))
    QTimer.singleShot(0, window.close)

from bpgui import app, cli
make = app._make_window

def make_and_look(*arguments):
    QTimer.singleShot(5, look)
    return make(*arguments)

app._make_window = make_and_look
sys.exit(cli.main(sys.argv[1:]))
"""


def start(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own; once its window is seen, it is closed."""
    command = [sys.executable, "-c", START, *arguments, str(tmp_path)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_the_program_starts_shows_its_window_and_ends(tmp_path: Path) -> None:
    ended = start(tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("seen ")
    assert "Traceback" not in ended.stderr


def test_the_program_opens_the_file_that_it_is_given(tmp_path: Path, problem: Path) -> None:
    ended = start(tmp_path, str(problem))
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "seen mine – bpgui\n"


def test_the_program_ends_with_two_and_one_sentence_for_a_bad_file(tmp_path: Path) -> None:
    ended = start(tmp_path, str(tmp_path / "none.json"))
    assert ended.returncode == 2
    said = [line for line in ended.stderr.splitlines() if "plugin" not in line]
    assert len(said) == 1
    assert said[0].startswith("bpgui: ")
    assert "none.json" in said[0]


@pytest.mark.skipif(sys.platform == "win32", reason="links may not be made there by everyone")
def test_a_link_that_leads_in_a_circle_is_a_bad_file(tmp_path: Path) -> None:
    circle = tmp_path / "circle.json"
    circle.symlink_to(circle)
    ended = start(tmp_path, str(circle))
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert f"bpgui: {circle}: " in ended.stderr


def test_what_nobody_caught_is_told_in_the_window(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    app._show_what_nobody_caught(lambda: person.window)
    error = ValueError("a bug")
    sys.excepthook(ValueError, error, None)
    box = person.window.findChild(QMessageBox)
    assert box is not None
    assert "a bug" in box.text()
    box.reject()
