"""Puts the window together and runs it."""

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox

from bpgui.resource_files import resource_path
from bpgui.session.problems import ProblemError, read_example, read_problem
from bpgui.session.session import Session
from bpgui.ui.main_window import MainWindow
from bpgui.ui.settings import Settings

BAD_INPUT = 2


def create_window(path: str | Path | None = None) -> QMainWindow:
    """A ready window, given a running QApplication; `path` is a problem file. Raises ProblemError."""
    window = _make_window(path)
    window.load_the_rest()
    return window


def run_window(path: Path | None = None) -> int:
    """Run the program until its window is closed; the exit status is 2 for a bad file."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("bpgui")
    application.setDesktopFileName("bpgui")
    application.setWindowIcon(QIcon(str(resource_path("icons", "bpgui.svg"))))
    try:
        window = _make_window(path)
    except ProblemError as error:
        print(f"bpgui: {error}", file=sys.stderr)
        return BAD_INPUT
    _show_what_nobody_caught(window)
    _AfterTheFirstPaint(window, lambda: _load_the_rest(window))
    window.show()
    return application.exec()


def _load_the_rest(window: MainWindow) -> None:
    window.load_the_rest()
    # what is loaded by now stays: going through all of it again and again cost pauses of 50 ms in the middle of a drag
    gc.freeze()


class _AfterTheFirstPaint(QObject):
    """Calls something once a window has been painted for the first time; a timer of 0 ms would come before."""

    def __init__(self, window: QMainWindow, call: Callable[[], object]) -> None:
        super().__init__(window)
        self._call = call
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._call)
        return False


def _make_window(path: str | Path | None) -> MainWindow:
    application = QApplication.instance()
    assert isinstance(application, QApplication), "create_window needs a running QApplication"
    application.setStyle("Fusion")
    iris = resource_path("data", "iris.csv")
    examples = [read_example(file, iris) for file in sorted(resource_path("examples").glob("*.json"))]
    document = examples[0].document if path is None else read_problem(Path(path))
    return MainWindow(Session(document), Settings.of_the_user(), examples)


def _show_what_nobody_caught(window: MainWindow) -> None:
    """A bug is told in the window and whole on standard error; the program goes on."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            box = QMessageBox(
                QMessageBox.Icon.Warning, "bpgui", f"Something went wrong in bpgui: {error}", parent=window
            )
            box.setInformativeText("Your numbers are as they were. What happened is written to the terminal.")
            box.open()

    sys.excepthook = show
