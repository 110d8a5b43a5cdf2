"""Files that are dragged over a window: what will become of them is said before they are dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QLineEdit, QWidget

_VEIL = 0.72
_MARGIN, _ROOM = 24, 32
_LARGER = 1.5


class Dropped(NamedTuple):
    """The files that can be opened, and a sentence about what can't, empty where all can."""

    paths: tuple[Path, ...]
    refused: str


def dropped(urls: Sequence[QUrl]) -> Dropped:
    """What was dragged here: files of this computer are opened, and nothing is fetched from elsewhere."""
    elsewhere = [url for url in urls if not url.isLocalFile()]
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    folders = [path for path in paths if path.is_dir()]
    refused = ""
    if elsewhere:
        shown = elsewhere[0].toDisplayString()[:80]
        refused = f"“{shown}” is no file of this computer. Nothing is fetched over the network."
    elif folders:
        refused = f"“{folders[0].name}” is a folder. Drop the files that are in it."
    return Dropped(tuple(path for path in paths if path not in folders), refused)


def what_will_happen(files: Dropped) -> str:
    """What comes of it if they are dropped now."""
    from bpgui.session.data_files import is_data_file  # not before the window is shown

    if not files.paths:
        return files.refused
    first, *further = files.paths
    here = f"import {first.name} into this document" if is_data_file(first) else f"open {first.name} here"
    also = ""
    if further:
        them = f"{further[0].name} in a window of its own"
        also = f", and {them if len(further) == 1 else f'{len(further)} more files, each in a window of its own'}"
    return f"Drop to {here}{also}." + (f" {files.refused}" if files.refused else "")


class DropTarget(QObject):
    """Takes files that are dropped on a window, and hands them on when the drop is over."""

    def __init__(self, window: QWidget, take: Callable[[Dropped], object]) -> None:
        super().__init__(window)
        self._take = take
        self._veil = DropVeil(window)
        self._files = Dropped((), "")
        self._soon = QTimer(self, singleShot=True, interval=0)
        # not at once: a question must not keep the program waiting that they were dragged from
        self._soon.timeout.connect(lambda: self._take(self._files))
        window.setAcceptDrops(True)
        for field in window.findChildren(QLineEdit):
            field.setAcceptDrops(False)  # it would take the names of files as text
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is dragged over the window: its files are taken, and nothing else."""
        match event.type():
            case QEvent.Type.DragEnter | QEvent.Type.DragMove if isinstance(event, QDragMoveEvent):
                return self._hover(event)
            case QEvent.Type.DragLeave:
                self._veil.hide()
                return True
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                self._veil.hide()
                self._files = dropped(event.mimeData().urls())
                event.acceptProposedAction()
                self._soon.start()
                return True
        return False

    def _hover(self, event: QDragMoveEvent) -> bool:
        if not event.mimeData().hasUrls():
            event.ignore()
            return True
        event.acceptProposedAction()
        if event.type() == QEvent.Type.DragEnter:
            self._veil.say(what_will_happen(dropped(event.mimeData().urls())))
        return True


class DropVeil(QWidget):
    """Lies over the window while files are dragged over it, and says what will become of them."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("drop_veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # the window is what they are dropped on
        self.sentence = ""
        self.hide()

    def say(self, sentence: str) -> None:
        """Appear, with a sentence."""
        self.sentence = sentence
        self.setAccessibleName(sentence)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.update()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A veil in the colour of the ground, an edge, and the sentence on a card."""
        palette = self.palette()
        veil = QColor(palette.color(QPalette.ColorRole.Window))
        veil.setAlphaF(_VEIL)
        font = self.font()
        font.setPixelSize(round(_LARGER * font.pixelSize()))
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), veil)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 3, Qt.PenStyle.DashLine))
            edge = QRectF(self.rect()).adjusted(_MARGIN / 2, _MARGIN / 2, -_MARGIN / 2, -_MARGIN / 2)
            painter.drawRoundedRect(edge, 10, 10)
            painter.setFont(font)
            room = self.rect().adjusted(4 * _ROOM, 0, -4 * _ROOM, 0)
            text: QRect = painter.boundingRect(room, flags, self.sentence)
            card = QRectF(text).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(card, 10, 10)
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            painter.drawText(room, flags, self.sentence)
