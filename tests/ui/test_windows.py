"""Several windows in one process: they look the same, each has its own document, and all are left together."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSize
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from bpgui import cli
from bpgui.session.document_files import new_document
from bpgui.session.session import Session
from bpgui.ui.documents_drop import DropVeil
from bpgui.ui.main_window import MainWindow
from bpgui.ui.theme import ThemeName
from bpgui.ui.windows import Windows, beside
from tests.ui.conftest import MakeWindow
from tests.ui.documents_hands import Clerk, held_by, problem_file, write
from tests.ui.person import Key, Modifier, free

CONTROL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


def windows() -> Windows:
    application = QApplication.instance()
    assert application is not None
    found = application.findChild(Windows)
    assert found is not None
    return found


@pytest.fixture
def clerk(make_window: MakeWindow, qtbot: QtBot):  # type: ignore[no-untyped-def]
    yield Clerk(make_window(), qtbot)
    for window in windows().all:
        free(window)


@pytest.fixture
def other(clerk: Clerk) -> Clerk:
    """Someone before a second window, which the first one has opened."""
    before = set(windows().all)
    clerk.press(Key.Key_N, CONTROL | SHIFT)
    (window,) = set(windows().all) - before
    return ready(window, clerk.qtbot)


def ready(window: MainWindow, qtbot: QtBot) -> Clerk:
    qtbot.waitUntil(lambda: window.findChild(QWidget, "loss_plot") is not None)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Clerk(window, qtbot)


@pytest.fixture
def lecture(tmp_path: Path) -> Path:
    session = Session(new_document())
    for name in ("one", "two", "three"):
        session.forward()
        session.update()
        session.add_stop(name)
    return write(tmp_path / "lecture.bpgui", session)


# --- windows


def test_another_window_has_a_document_of_its_own(clerk: Clerk, other: Clerk) -> None:
    other.change("7")
    assert clerk.cell("b") == "0"
    assert other.title == "Untitled* – bpgui"
    assert clerk.title == "The note's integers – bpgui"
    clerk.settle()
    clerk.press(Key.Key_Z, CONTROL)
    assert other.cell("b") == "7"


@pytest.mark.parametrize(
    ("near", "place"), [((10, 30), (38, 58)), ((700, 30), (0, 58)), ((10, 500), (38, 20)), ((700, 500), (0, 20))]
)
def test_it_stands_a_little_beside_the_first_and_on_the_screen(near: tuple[int, int], place: tuple[int, int]) -> None:
    assert beside(QPoint(*near), QSize(600, 400), QRect(0, 20, 1280, 700)) == QPoint(*place)


def test_theme_and_zoom_are_the_same_in_all(clerk: Clerk, other: Clerk) -> None:
    other.press(Key.Key_D, CONTROL | SHIFT)
    other.press(Key.Key_Plus, CONTROL, times=3)
    sizes = {each.find(QLabel, "sentence").font().pixelSize() for each in (clerk, other)}
    assert len(sizes) == 1
    for each in (clerk, other):
        assert each.action("theme_dark").isChecked()
        assert each.window.theme.ground == QApplication.palette().window().color().name()
        assert each.window.zoom == pytest.approx(1.1**3)
        assert each.window.grab().toImage().pixelColor(3, 300).name() == each.window.theme.ground


def test_control_w_closes_one_and_control_q_all(clerk: Clerk, other: Clerk) -> None:
    third = ready(windows().new_window(), clerk.qtbot)
    third.press(Key.Key_W, CONTROL)
    assert len(windows().all) == 2
    other.settle()
    other.press(Key.Key_Q, CONTROL)
    assert windows().all == []


def test_quit_asks_in_each_window_and_closes_none_before_all_are_asked(clerk: Clerk, other: Clerk) -> None:
    for each in (clerk, other):
        each.settle()
        each.change("7")
    other.choose("quit")
    first, last = (clerk, other) if clerk.asked else (other, clerk)
    first.answer("dont_save")
    assert first.window.isVisible()
    assert last.asked == "before_losing"
    last.answer("cancel")
    assert len(windows().all) == 2
    assert clerk.cell("b") == other.cell("b") == "7"
    other.choose("quit")
    first.answer("dont_save")
    last.answer("dont_save")
    assert windows().all == []


def test_save_while_quitting(clerk: Clerk, other: Clerk, tmp_path: Path) -> None:
    other.change("7")
    clerk.choose("quit")
    other.answer("save")
    other.give_file("save_dialog", tmp_path / "kept.bpgui")
    assert windows().all == []
    assert held_by(tmp_path / "kept.bpgui").document.b.values[0, 0] == 7


def test_a_closed_window_goes_away_and_what_it_held_too(clerk: Clerk, other: Clerk, tmp_path: Path) -> None:
    other.press(Key.Key_F9)
    other.change("7")
    gone = [weakref.ref(each) for each in (other.window, other.window.bridge, other.window.bridge.session.document)]
    gone += [weakref.ref(each) for each in (other.documents, other.window.worksheet, other.window.loss_panel)]
    other.choose("save")
    other.give_file("save_dialog", tmp_path / "saved.bpgui")
    other.window.close()
    del other.window
    clerk.settle()

    def are_gone() -> bool:
        gc.collect()
        return all(each() is None for each in gone)

    clerk.qtbot.waitUntil(are_gone)
    clerk.press(Key.Key_F7)
    assert clerk.cell("y_hat") != ""


# --- files in windows


def test_a_file_that_is_open_comes_forward(clerk: Clerk, other: Clerk, lecture: Path) -> None:
    other.open(lecture)
    clerk.settle()
    clerk.documents.open_path(lecture.parent / ".." / lecture.parent.name / "lecture.bpgui")
    assert clerk.title == "The note's integers – bpgui"
    clerk.qtbot.waitUntil(other.window.isActiveWindow)
    assert other.sentence == "“lecture.bpgui” is open here already."


def test_what_is_open_elsewhere_is_not_saved_over(clerk: Clerk, other: Clerk, lecture: Path, tmp_path: Path) -> None:
    other.open(lecture)
    before = lecture.read_bytes()
    clerk.settle()
    windows_before = clerk.window.bridge.session.document
    clerk.documents.save_chosen(lecture)
    assert clerk.asked == "open_elsewhere"
    clerk.answer("ok")
    clerk.give_file("save_dialog", tmp_path / "mine.bpgui")
    assert lecture.read_bytes() == before
    assert held_by(tmp_path / "mine.bpgui").document.same_as(windows_before)


# --- drag and drop


def veil(clerk: Clerk) -> str:
    found = clerk.find(DropVeil, "drop_veil")
    return found.sentence if found.isVisible() else ""


def test_what_will_happen_is_said_while_a_file_is_dragged(clerk: Clerk, tmp_path: Path, lecture: Path) -> None:
    data, problem = tmp_path / "d.csv", problem_file(tmp_path)
    for what, said in (
        ((lecture,), "Drop to open lecture.bpgui here."),
        ((data,), "Drop to import d.csv into this document."),
        ((lecture, problem), "Drop to open lecture.bpgui here, and mine.json in a window of its own."),
        (
            (data, problem, lecture),
            "Drop to import d.csv into this document, and 2 more files, each in a window of its own.",
        ),
    ):
        clerk.drag(*what)
        assert veil(clerk) == said
        clerk.drag_away()
        assert veil(clerk) == ""


def test_a_file_is_dropped_and_asked_about(clerk: Clerk, lecture: Path) -> None:
    clerk.change("7")
    clerk.drop(clerk.drag(lecture))
    assert veil(clerk) == ""
    assert clerk.asked == "before_losing"
    clerk.answer("dont_save")
    assert clerk.title == "lecture.bpgui – bpgui"


def test_further_files_get_windows_of_their_own(clerk: Clerk, lecture: Path, tmp_path: Path) -> None:
    clerk.drop(clerk.drag(lecture, problem_file(tmp_path, "a.json"), problem_file(tmp_path, "b.json")))
    titles = sorted(window.windowTitle() for window in windows().all)
    assert titles == ["a[*] – bpgui", "b[*] – bpgui", "lecture.bpgui[*] – bpgui"]


@pytest.mark.parametrize("link", ["https://example.org/a.bpgui", "ftp://example.org/a.bpgui", "data:text/plain,x"])
def test_nothing_is_fetched_from_elsewhere(clerk: Clerk, link: str) -> None:
    dragged = clerk.drag(link)
    assert "Nothing is fetched over the network." in veil(clerk)
    clerk.drop(dragged)
    assert clerk.asked == "not_dropped"
    assert link in clerk.told
    clerk.answer("ok")
    assert clerk.title == "The note's integers – bpgui"


def test_a_folder_is_no_file(clerk: Clerk, tmp_path: Path, lecture: Path) -> None:
    (tmp_path / "folder").mkdir()
    clerk.drop(clerk.drag(tmp_path / "folder", lecture))
    assert clerk.told == "“folder” is a folder. Drop the files that are in it."
    clerk.answer("ok")
    assert clerk.title == "lecture.bpgui – bpgui"


@pytest.mark.parametrize("part", ["w", "loss_plot", "derivation", "iteration", "facts", "step_bar", "sentence"])
def test_every_part_of_the_window_takes_it(clerk: Clerk, lecture: Path, part: str) -> None:
    if part == "facts":
        clerk.choose("show_facts")
    over = clerk.window.findChild(QWidget, part)
    assert over is not None
    over = over.viewport() if hasattr(over, "viewport") else over
    clerk.drag(lecture, over=over)
    assert veil(clerk) == "Drop to open lecture.bpgui here."


# --- what the desktop does


class Manager:
    """A session manager that writes down what is asked of it."""

    def __init__(self, allows: bool) -> None:
        self.allows, self.is_cancelled, self.is_released = allows, False, False

    def allowsInteraction(self) -> bool:
        return self.allows

    def release(self) -> None:
        self.is_released = True

    def cancel(self) -> None:
        self.is_cancelled = True


@pytest.mark.parametrize(("answer", "goes_on"), [("dont_save", True), ("cancel", False)])
def test_logging_out_asks_too(clerk: Clerk, answer: str, goes_on: bool) -> None:
    clerk.change("7")
    manager = Manager(allows=True)
    clerk.when_asked(lambda: clerk.answer(answer))
    windows().end_the_session(manager)  # type: ignore[arg-type]
    assert manager.is_cancelled is not goes_on
    assert manager.is_released
    assert clerk.window.isVisible()
    assert clerk.cell("b") == "7"


def test_logging_out_asks_nothing_where_it_may_not_or_need_not(clerk: Clerk) -> None:
    for manager in (Manager(allows=True), Manager(allows=False)):
        windows().end_the_session(manager)  # type: ignore[arg-type]
        assert not manager.is_cancelled
        assert clerk.asked == ""
        clerk.change("7")


# --- the whole program


PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QSettings, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget

settings, posted, *arguments = sys.argv[1:]
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
waited = []

def windows():
    return [each for each in QApplication.topLevelWidgets() if each.objectName() == "main_window" and each.isVisible()]

def look():
    seen = windows()
    waited.append(0)
    is_ready = seen and all(each.findChild(QWidget, "loss_plot") for each in seen)
    if not is_ready or (posted and len(waited) < 20):
        return QTimer.singleShot(10, look)
    print(json.dumps([
        dict(
            title=each.windowTitle().replace("[*]", ""),
            theme=each.theme.name.value,
            focused=each.arrangement.is_focused,
            iteration=each.bridge.session.iteration,
            sentence=each.sentence_bar.findChild(QWidget, "sentence").text(),
            dialogs=[d.objectName() for d in each.findChildren(QWidget) if d.isWindow() and d.isVisible()],
        )
        for each in sorted(seen, key=lambda each: each.windowTitle())
    ]))
    for each in seen:
        QTimer.singleShot(0, each.close)

from bpgui import app, cli
make = app._make_window

def begin():
    look()
    if posted:
        QCoreApplication.postEvent(QApplication.instance(), QFileOpenEvent(posted))

def make_and_look(*arguments):
    if not waited:
        waited.append(0)
        QTimer.singleShot(10, begin)
    return make(*arguments)

app._make_window = make_and_look
sys.exit(cli.main(arguments))
"""


def run(folder: Path, *arguments: object, posted: object = "", status: int = 0):  # type: ignore[no-untyped-def]
    """Run the program; what its windows were like, or what it said where it could not start."""
    (folder / "settings").mkdir(exist_ok=True)
    command = [sys.executable, "-c", PROGRAM, str(folder / "settings"), str(posted), *map(str, arguments)]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    ended = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=60, check=False, env=environment, cwd=folder
    )
    assert ended.returncode == status, ended.stderr
    assert "Traceback" not in ended.stderr
    said = [line for line in ended.stderr.splitlines() if "plugin" not in line]
    return said if status else json.loads(ended.stdout)


def test_each_file_is_opened_in_a_window(tmp_path: Path, lecture: Path) -> None:
    problem = problem_file(tmp_path)
    seen = run(tmp_path, lecture, problem, lecture)
    assert [each["title"] for each in seen] == ["lecture.bpgui – bpgui", "mine – bpgui"]


def test_it_opens_at_a_stop_in_focus_and_in_another_theme_which_is_not_remembered(
    tmp_path: Path, lecture: Path
) -> None:
    (seen,) = run(tmp_path, lecture, "--theme", "projector", "--focus", "--stop", 2)
    assert (seen["theme"], seen["focused"], seen["iteration"]) == ("projector", True, 2)
    assert seen["sentence"].startswith("Stop 2 of 3: two.")
    assert seen["dialogs"] == []
    (seen,) = run(tmp_path, lecture)
    assert (seen["theme"], seen["focused"]) == ("light", False)


def test_data_open_the_dialog_of_imports(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    (seen,) = run(tmp_path, "d.csv")
    assert seen["title"] == "Untitled – bpgui"
    assert "import_dialog" in seen["dialogs"]


def test_what_the_desktop_asks_for_is_opened_in_the_window_that_nobody_has_touched(
    tmp_path: Path, lecture: Path
) -> None:
    (seen,) = run(tmp_path, posted=lecture)
    assert seen["title"] == "lecture.bpgui – bpgui"


def test_what_the_desktop_asks_for_gets_a_window_where_another_file_is_open(tmp_path: Path, lecture: Path) -> None:
    seen = run(tmp_path, problem_file(tmp_path), posted=lecture)
    assert [each["title"] for each in seen] == ["lecture.bpgui – bpgui", "mine – bpgui"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.bpgui",), "none.bpgui: No such file or directory."),
        (("lecture.bpgui", "none.csv"), "none.csv: No such file or directory."),
        (("bad.bpgui",), "bad.bpgui: "),
        (("lecture.bpgui", "--stop", "4"), "lecture.bpgui: there is no stop 4; it has 3."),
        (("lecture.bpgui", "--stop", "0"), "lecture.bpgui: there is no stop 0; it has 3."),
        (("mine.json", "--stop", "1"), "mine.json: there is no stop 1; it has no stops."),
    ],
)
def test_what_cant_be_opened_is_one_sentence_and_status_2(
    tmp_path: Path, lecture: Path, arguments: tuple[str, ...], said: str
) -> None:
    problem_file(tmp_path)
    (tmp_path / "bad.bpgui").write_bytes(lecture.read_bytes()[:100])
    (line,) = run(tmp_path, *arguments, status=2)
    assert line.startswith(f"bpgui: {said}")


@pytest.mark.parametrize("arguments", [("--stop", "1"), ("a", "b", "--stop", "1"), ("a", "--stop", "x")])
def test_a_stop_needs_its_file_and_a_number(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert "--stop" in run(tmp_path, *arguments, status=2)[-1]


def test_the_command_line_knows_every_theme() -> None:
    assert tuple(name.value for name in ThemeName) == cli.THEMES


def test_settings_of_another_kind_are_no_list_of_files(clerk: Clerk) -> None:
    store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "bpgui", "bpgui")
    store.setValue("files/recent", 5)
    store.sync()
    clerk.documents.recent.aboutToShow.emit()
    assert [action.objectName() for action in clerk.documents.recent.actions()] == [""]
