"""Puts the windows together and runs them."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QWidget

from bpgui.resource_files import resource_path
from bpgui.session.document import Document
from bpgui.session.document_files import FILE_ERRORS, Opened, open_file
from bpgui.session.examples import ExampleFile
from bpgui.session.problems import ProblemError
from bpgui.session.session import Session
from bpgui.ui.keeping import offer_what_was_left
from bpgui.ui.main_window import MainWindow
from bpgui.ui.settings import Settings
from bpgui.ui.theme import ThemeName
from bpgui.ui.window_pages import find_examples
from bpgui.ui.windows import AfterTheFirstPaint, Windows

BAD_INPUT = 2


@dataclass(frozen=True)
class Start:
    """How the windows open: in another theme for this run, in Focus, at a stop, counted from 1."""

    theme: str | None = None
    focused: bool = False
    stop: int | None = None


def create_window(path: str | Path | None = None) -> QMainWindow:
    """A ready window, given a running QApplication; `path` is a session or a problem. Raises one of FILE_ERRORS.

    It is the caller's: it is neither shown nor deleted here.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication), "create_window needs a running QApplication"
    windows = application.findChild(Windows)
    if windows is None:
        windows = Windows(lambda document: _make_window(document, Settings.of_the_user(), find_examples()), application)
    if path is None:
        window = windows.make(find_examples()[0].read().document)
    else:
        opened = open_file(Path(path))
        window = windows.make(opened.document)
        assert window.documents is not None
        window.documents.take(opened)
    window.load_the_rest()
    return window


def run_window(paths: Sequence[Path] = (), start: Start = Start()) -> int:
    """Run the program until its windows are closed; the exit status is 2 for a bad file, or a stop that isn't there."""
    application = Application(sys.argv[:1])
    application.setApplicationName("bpgui")
    application.setDesktopFileName("bpgui")
    application.setWindowIcon(QIcon(str(resource_path("icons", "bpgui.svg"))))
    try:
        files = _read_all(paths)
        _check_the_stop(files, start.stop)
    except FILE_ERRORS as error:
        print(f"bpgui: {error}", file=sys.stderr)
        return BAD_INPUT
    settings, examples = Settings.of_the_user(), find_examples()
    if start.theme is not None:
        settings.wear_for_now(ThemeName(start.theme))
    windows = Windows(lambda document: _make_window(document, settings, examples), application)
    application.file_asked_for.connect(windows.open_path)
    application.commitDataRequest.connect(windows.end_the_session)
    _show_what_nobody_caught(lambda: QApplication.activeWindow() or next(iter(windows.all), None))
    opened = _open_all(windows, files) or [windows.open(examples[0].read().document)]
    for window in opened:
        _begin(window, start)
    AfterTheFirstPaint(opened[0], lambda: offer_what_was_left(windows, opened[0]))
    return application.exec()


class Application(QApplication):
    """Hears which files the desktop asks to be opened, as macOS does."""

    file_asked_for = Signal(Path)

    def event(self, event: QEvent) -> bool:
        """Events of the application itself."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_asked_for.emit(Path(event.file()))
            return True
        return super().event(event)


def _make_window(document: Document, settings: Settings, examples: Sequence[ExampleFile]) -> MainWindow:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    return MainWindow(Session(document), settings, examples)


def _read_all(paths: Sequence[Path]) -> list[Opened | Path]:
    """What is in the files of the command line, each once; files of data are read later, in their dialog."""
    if not paths:
        return []
    from bpgui.session.data_files import is_data_file  # it costs as much as a tenth of the start

    read: dict[str, Opened | Path] = {}
    for path in paths:
        same = os.path.realpath(path)  # Path.resolve fails of links that lead in a circle
        if same not in read:
            read[same] = _readable(path) if is_data_file(path) else open_file(path)
    return list(read.values())


def _readable(path: Path) -> Path:
    try:
        with path.open("rb"):
            return path.absolute()
    except OSError as error:
        raise ProblemError(f"{path}: {error.strerror or error}.") from None


def _check_the_stop(files: Sequence[Opened | Path], stop: int | None) -> None:
    for file in files if stop is not None else ():
        saved = file.saved if isinstance(file, Opened) else None
        count = 0 if saved is None else len(saved.annotations.stops)
        if stop not in range(1, count + 1):
            name = file.path.name if isinstance(file, Opened) else file.name
            there_are = "it has no stops" if count == 0 else f"it has {count}" if count > 1 else "it has one"
            raise ProblemError(f"{name}: there is no stop {stop}; {there_are}.")


def _open_all(windows: Windows, files: Sequence[Opened | Path]) -> list[MainWindow]:
    opened = []
    for file in files:
        if isinstance(file, Opened):
            opened.append(windows.show_opened(file))
        else:
            window = windows.new_window()
            QTimer.singleShot(0, window, lambda window=window, path=file: window.documents.open_path(path))
            opened.append(window)
    return opened


def _begin(window: MainWindow, start: Start) -> None:
    stop = start.stop
    if stop is not None:
        window.bridge.do(lambda session: session.go_to_stop(stop - 1))
    if start.focused:
        window.set_focused(True)


def _show_what_nobody_caught(over: Callable[[], QWidget | None]) -> None:
    """A bug is told in a window and whole on standard error; the program goes on."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt) and QCoreApplication.instance() is not None:
            said = f"Something went wrong in bpgui: {error}"
            box = QMessageBox(QMessageBox.Icon.Warning, "bpgui", said, parent=over())
            box.setInformativeText("Your numbers are as they were. What happened is written to the terminal.")
            box.open()

    sys.excepthook = show
