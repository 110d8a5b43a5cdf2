"""Hands for files: the boxes that ask, the dialogs that ask for a file, and session files to be opened."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6 import __version_info__ as qt_version
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QListView, QWidget
from shiboken6 import isValid

from bpgui.session.session import Session
from bpgui.session.session_file import decode
from bpgui.ui.documents import Documents
from bpgui.ui.documents_questions import Question
from bpgui.ui.documents_saving import write_session
from bpgui.ui.main_window import MainWindow
from tests.ui.person import Key, Person

PROBLEM = {"x": [[1, "1/3"]], "w": [[1], [3]], "b": [[0.5]], "y": [[2]], "learning_rate": "1/8"}


class Clerk(Person):
    """Someone who opens and saves."""

    @property
    def documents(self) -> Documents:
        """The commands of the window's files."""
        assert self.window.documents is not None
        return self.window.documents

    @property
    def title(self) -> str:
        """The title, with the mark of what is in no file as a star."""
        return self.window.windowTitle().replace("[*]", "*" if self.window.isWindowModified() else "")

    @property
    def question(self) -> Question | None:
        """The box that asks."""
        return next((each for each in self.window.findChildren(Question) if each.isVisible()), None)

    @property
    def asked(self) -> str:
        """The name of the question that is asked; nothing where none is."""
        return "" if self.question is None else self.question.objectName()

    @property
    def told(self) -> str:
        """What the box says."""
        assert self.question is not None, "nothing is asked"
        return self.question.text()

    def answer(self, name: str) -> None:
        """Click a button of the box."""
        question = self.question
        assert question is not None, "nothing is asked"
        names = {button.objectName(): button for button in question.buttons()}
        QTest.mouseClick(names[name], Qt.MouseButton.LeftButton)
        self.settle()

    def when_asked(self, do: Callable[[], object]) -> None:
        """Do something as soon as a box asks; for calls that return only then."""

        def look() -> None:
            if self.asked:
                do()
            else:
                QTimer.singleShot(5, look)

        QTimer.singleShot(5, look)

    def escape(self) -> None:
        """Leave the box by Escape."""
        assert self.question is not None
        QTest.keyClick(self.question, Key.Key_Escape)
        self.settle()

    def change(self, value: str = "7") -> None:
        """Type another number."""
        self.enter("b", 1, 1, value)

    def type_rate(self, text: str) -> None:
        """Type into the field of the learning rate, and leave it there."""
        field = self.find(QLineEdit, "learning_rate")
        field.setFocus()
        field.selectAll()
        self.type(text)

    def file_dialog(self, name: str) -> QFileDialog:
        """The dialog that asks for a file."""
        self.qtbot.waitUntil(lambda: self._dialog(name) is not None)
        dialog = self._dialog(name)
        assert dialog is not None
        return dialog

    def _dialog(self, name: str) -> QFileDialog | None:
        found = self.window.findChildren(QFileDialog, name)
        return next((each for each in found if each.isVisible()), None)

    def give_file(self, name: str, path: Path) -> None:
        """Choose a path in the dialog that asks for a file."""
        dialog = self.file_dialog(name)
        field, listed = dialog.findChild(QLineEdit, "fileNameEdit"), dialog.findChild(QListView, "listView")
        assert field is not None
        assert listed is not None
        if dialog.acceptMode() is QFileDialog.AcceptMode.AcceptOpen:
            dialog.selectFile(str(path))
        else:
            field.setText(str(path))
            listed.selectionModel().clear()  # as typing does, once the folder is listed
        dialog.accept()
        self.settle()

    def save_as(self, path: Path) -> None:
        """Save in a file, by its dialog."""
        self.choose("save_as")
        self.give_file("save_dialog", path)

    def open(self, path: Path) -> None:
        """Open a file, by its dialog."""
        self.choose("open")
        self.give_file("open_dialog", path)

    def settle(self) -> None:
        """Let everything happen that is due; where nothing is asked, the keyboard is the window's again."""
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        if self._is_free:
            self.window.activateWindow()
            self.qtbot.waitUntil(lambda: self.window.isActiveWindow() or not self._is_free)

    @property
    def _is_free(self) -> bool:
        is_there = isValid(self.window) and self.window.isVisible()
        return is_there and QApplication.activeModalWidget() is None

    def leave_and_come_back(self) -> None:
        """Work in another program for a while."""
        other = QDialog()
        other.show()
        other.activateWindow()
        self.qtbot.waitUntil(other.isActiveWindow)
        other.close()
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: self.window.isActiveWindow() or self.question is not None)
        self.settle()

    def drag(self, *what: Path | str, over: QWidget | None = None) -> QMimeData:
        """Drag files, or links, over the window, or over some part of it; whoever drags keeps what is dragged."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(each)) if isinstance(each, Path) else QUrl(each) for each in what])
        data.setText("\n".join(map(str, what)))  # as file managers do
        target, actions = over or self.window, Qt.DropAction.CopyAction
        place = target.rect().center() if over is not None else QPoint(200, 200)
        at = QPointF(place) if qt_version >= (6, 12) else place  # each takes its own without a warning
        event = QDragEnterEvent(at, actions, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(target, event)
        assert event.isAccepted()
        return data

    def drop(self, data: QMimeData) -> None:
        """Drop what is dragged."""
        nothing = Qt.KeyboardModifier.NoModifier
        event = QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, nothing)
        QApplication.sendEvent(self.window, event)
        self.settle()

    def drag_away(self) -> None:
        """Drag it out of the window."""
        QApplication.sendEvent(self.window, QDragLeaveEvent())


def as_clerk(window: MainWindow, person: Person) -> Clerk:
    """The same person, before another window perhaps."""
    return Clerk(window, person.qtbot)


def held_by(path: Path) -> Session:
    """A session as a file holds it."""
    saved = decode(path.read_bytes(), path.name)
    session = Session(saved.document)
    session.open(saved)
    return session


def write(path: Path, session: Session) -> Path:
    """Write a session file."""
    write_session(session.saved, path)
    return path


def problem_file(folder: Path, name: str = "mine.json") -> Path:
    """Write a problem file."""
    path = folder / name
    path.write_text(json.dumps(PROBLEM), encoding="utf-8")
    return path
