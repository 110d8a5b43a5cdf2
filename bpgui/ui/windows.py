"""The windows of one process: they look the same, no file is open in two of them, and all are left together."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from bpgui.session.document import Document
from bpgui.session.document_files import Opened, new_document
from bpgui.ui.documents import Documents
from bpgui.ui.documents_questions import Do, nothing
from bpgui.ui.keeping import keep_in_case_of_a_crash
from bpgui.ui.main_window import MainWindow

Make = Callable[[Document], MainWindow]

_CASCADE = 28
"""Pixels."""


class Windows(QObject):
    """Knows the windows that there are, and makes more of them; `make` makes the bare window of a document."""

    def __init__(self, make: Make, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("windows")
        self._make = make
        self._known: list[weakref.ref[MainWindow]] = []
        self._own: list[MainWindow] = []  # nothing else keeps them
        self._forgets_soon = QTimer(self, singleShot=True, interval=0)
        self._forgets_soon.timeout.connect(self._forget_the_dead)

    # --- windows

    @property
    def all(self) -> list[MainWindow]:
        """All windows that can be seen, as they were made."""
        return [window for window in self._alive if window.isVisible()]

    @property
    def _alive(self) -> list[MainWindow]:
        known = [reference() for reference in self._known]
        return [window for window in known if window is not None and isValid(window)]

    def make(self, document: Document) -> MainWindow:
        """A window for whoever asks; it is not shown, and it is theirs to keep."""
        window = self._make(document)
        window.documents = Documents(window, self)
        window.looks_chosen.connect(lambda: self._share_looks(window))
        window.commands["new_window"].triggered.connect(self.new_window)
        window.commands["quit"].triggered.connect(self.quit)
        keep_in_case_of_a_crash(window)
        self._known = [weakref.ref(each) for each in (*self._alive, window)]
        return window

    def open(self, document: Document, near: QWidget | None = None) -> MainWindow:
        """Show a window that goes away when it is closed."""
        window = self.make(document)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._own.append(window)
        window.destroyed.connect(self._forgets_soon.start)
        if near is not None:
            room = near.screen().availableGeometry()
            window.move(beside(near.pos(), window.frameGeometry().size(), room))
        AfterTheFirstPaint(window, lambda: self._load_the_rest(window))
        window.show()
        return window

    def new_window(self) -> MainWindow:
        """A window with a new document."""
        return self.open(new_document(), near=QApplication.activeWindow())

    def _load_the_rest(self, window: MainWindow) -> None:
        window.load_the_rest()
        # what is loaded by now stays: going through all of it again and again cost pauses of 50 ms during a drag
        gc.freeze()

    def _forget_the_dead(self) -> None:
        self._own = [window for window in self._own if isValid(window)]
        if self.all:
            _collect()

    def _share_looks(self, chosen: MainWindow) -> None:
        for window in self._alive:
            if window is not chosen:
                window.take_looks_of(chosen)

    # --- files

    def show_window_of(self, path: Path) -> bool:
        """Bring the window forward that has a file open; whether there is one."""
        for documents in self._documents:
            if documents.file.is_at(path):
                come_forward(documents.window)
                is_behind = documents.own_file.path is None
                how = f", behind “{documents.name}”: Revert brings it back." if is_behind else " already."
                documents.window.sentence_bar.say(f"“{path.name}” is open here{how}")
                return True
        return False

    def is_open_elsewhere(self, path: Path, here: MainWindow) -> bool:
        """Whether another window has a file open."""
        return any(each.file.is_at(path) for each in self._documents if each.window is not here)

    def open_path(self, path: Path, apart: bool = False) -> None:
        """Open a file in a window that nobody has touched yet, or in one of its own; `apart`: always in its own."""
        if self.show_window_of(path):
            return
        untouched = [each for each in self._documents if each.is_untouched and not apart]
        window = untouched[0].window if untouched else self.new_window()
        come_forward(window)
        assert window.documents is not None
        window.documents.open_path(path)

    def show_opened(self, opened: Opened) -> MainWindow:
        """Show what a file held in a window of its own."""
        all_windows = self.all
        window = self.open(opened.document, near=all_windows[-1] if all_windows else None)
        assert window.documents is not None
        window.documents.take(opened)
        return window

    # --- leaving

    def quit(self) -> None:
        """Close all windows, after each was asked about what is in no file; if one is to stay, all of them do."""

        def close_all() -> None:
            for documents in self._documents:
                documents.let_close()

        self.when_all_are_free(close_all, nothing)

    def when_all_are_free(self, then: Do, otherwise: Do) -> None:
        """Ask in each window what shall become of what is in no file."""
        waiting = self._documents

        def go_on() -> None:
            if waiting:
                documents = waiting.pop()
                if documents.is_in_danger:
                    come_forward(documents.window)
                documents.when_free(go_on, otherwise)
            else:
                then()

        go_on()

    def end_the_session(self, manager: QSessionManager) -> None:
        """The person logs out, or the machine is switched off: ask as for Quit, if there may be questions now.

        Where there may be none, what is in no file is found again at the next start.
        """
        if not any(documents.is_in_danger for documents in self._documents) or not manager.allowsInteraction():
            return
        loop, answers = QEventLoop(), []

        def answer(is_free: bool) -> None:
            answers.append(is_free)
            loop.quit()

        self.when_all_are_free(lambda: answer(True), lambda: answer(False))
        if not answers:
            loop.exec()
        manager.release()
        if not all(answers):
            manager.cancel()

    @property
    def _documents(self) -> list[Documents]:
        return [window.documents for window in self.all if window.documents is not None]


def beside(near: QPoint, size: QSize, room: QRect) -> QPoint:
    """Where a window stands a little to the right of another and below it, or else at the edge of the screen."""
    x, y = near.x() + _CASCADE, near.y() + _CASCADE
    return QPoint(
        x if x + size.width() <= room.right() else room.left(),
        y if y + size.height() <= room.bottom() else room.top(),
    )


def come_forward(window: QWidget) -> None:
    """Be before all others, and have the keyboard."""
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()


class AfterTheFirstPaint(QObject):
    """Calls something once a window has been painted for the first time; a timer of 0 ms would come before."""

    def __init__(self, window: QWidget, call: Callable[[], object]) -> None:
        super().__init__(window)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(call)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._soon.start()
        return False


def _collect() -> None:
    """Free what a window leaves behind: it may have been frozen with the rest."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
