"""Names of examples, features and classes, edited where they stand: beside the rows and over the columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFont, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from bpgui.session.line_edits import LINES_ALONG
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.matrix_frame import MatrixFrame
from bpgui.ui.size_keys import key_of

_LONGEST = 200
_WIDTH = 14
"""Of the field, in characters: a header may be narrower."""
_PAGE_KEYS = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Header(NamedTuple):
    """The number or name beside a row (axis 0) or over a column (1) of a frame."""

    frame: MatrixFrame
    axis: int
    place: int

    @property
    def letter(self) -> str:
        """The index letter of what is named; "" where names don't stand."""
        return self.frame.named_letter(self.axis)

    @property
    def words(self) -> str:
        """What is named: feature 2."""
        return f"{LINES_ALONG[self.letter][0]} {self.place + 1}"


class NameEditing(QObject):
    """Opens a field over a header, and gives what is typed to the session."""

    menu_wanted = Signal(object, QPoint)
    """The menu of a Header is asked for, at a point of the screen."""

    def __init__(self, bridge: SessionBridge, frames: Sequence[MatrixFrame], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._frames = {frame.view: frame for frame in frames}
        self._editor: NameEditor | None = None
        for frame in frames:
            frame.installEventFilter(self)
        bridge.document_loaded.connect(self._give_up)

    def edit(self, header: Header) -> None:
        """Open a field over a header; elsewhere than beside names, nothing happens."""
        self._give_up()
        if not header.letter:
            return
        self._show(header)
        sheet = header.frame.parentWidget()
        assert sheet is not None
        editor = self._editor = NameEditor(header, self._name(header), sheet)
        editor.set_font(header.frame.header_font)
        editor.stand_over(_in_sheet(header))
        editor.ended.connect(self._on_ended)
        editor.show()
        editor.raise_()
        editor.setFocus()

    def edit_at(self, view: QWidget, axis: int, place: int) -> None:
        """Open the field for a row (axis 0) or column (1) of a matrix."""
        if view in self._frames:
            self.edit(Header(self._frames[view], axis, place))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on a header edits it, pointing at it tells its whole name, and it has a menu."""
        if not isinstance(watched, MatrixFrame):
            return False
        match event.type():
            case QEvent.Type.MouseButtonDblClick if isinstance(event, QMouseEvent):
                header = _header_at(watched, event.position().toPoint())
                if header is not None and header.letter and event.button() == Qt.MouseButton.LeftButton:
                    self.edit(header)
                    return True
            case QEvent.Type.ContextMenu if isinstance(event, QContextMenuEvent):
                header = _header_at(watched, event.pos())
                if header is not None:
                    self.menu_wanted.emit(header, event.globalPos())
                    return True
            case QEvent.Type.ToolTip if isinstance(event, QHelpEvent):
                header = _header_at(watched, event.pos())
                box = QRect() if header is None else watched.header_box(header.axis, header.place)
                QToolTip.showText(event.globalPos(), self._told(header), watched, box)
                return True
        return False

    def _told(self, header: Header | None) -> str:
        if header is None or header.frame.letters[header.axis] not in LINES_ALONG:
            return ""
        letter = header.frame.letters[header.axis]
        one = f"{LINES_ALONG[letter][0]} {header.place + 1}"
        names = self._bridge.session.document.names.along(letter)
        name = names[header.place] if names else ""
        told = f"{name} ({one})" if name else one.capitalize()
        if not header.letter:
            return told
        return f"{told}\nDouble click, or {key_of(f'name_{header.axis}')} in the matrix, to name it"

    def _name(self, header: Header) -> str:
        names = self._bridge.session.document.names.along(header.letter)
        return names[header.place] if names else ""

    def _show(self, header: Header) -> None:
        view, first = header.frame.view, (header.frame.view.rowAt(0), header.frame.view.columnAt(0))
        row, column = (header.place, max(first[1], 0)) if header.axis == 0 else (max(first[0], 0), header.place)
        view.scrollTo(view.model().index(row, column))

    def _on_ended(self, editor: NameEditor, is_taken: bool, go: int) -> None:
        if editor is not self._editor:
            return
        self._editor = None
        header, had_focus = editor.header, editor.hasFocus()
        name = editor.text()
        editor.hide()
        editor.deleteLater()
        if is_taken and " ".join(name.split()) != self._name(header):
            self._bridge.do(lambda session: session.rename(header.letter, header.place, name))
        count = header.frame.model.rowCount() if header.axis == 0 else header.frame.model.columnCount()
        if go and 0 <= header.place + go < count:
            self.edit(header._replace(place=header.place + go))
        elif had_focus or go:
            header.frame.view.setFocus()

    def _give_up(self) -> None:
        if self._editor is not None:
            self._on_ended(self._editor, False, 0)


class NameEditor(QLineEdit):
    """The field over a header. Return takes the name, Escape gives it up, Tab takes it and goes on to the next."""

    ended = Signal(object, bool, int)
    """The field, whether what is typed is taken, and how many headers further one goes on."""

    def __init__(self, header: Header, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.header = header
        self.setObjectName("name_editor")
        self.setAccessibleName(f"Name of {header.words}")
        self.setAccessibleDescription("Return takes it, Escape gives it up, Tab goes on to the next")
        self.setPlaceholderText(str(header.place + 1))
        self.setMaxLength(_LONGEST)
        self.setStyleSheet("QLineEdit#name_editor { padding: 0px 3px; }")
        self.selectAll()

    def set_font(self, font: QFont) -> None:
        """The font of the header."""
        self.setFont(font)

    def stand_over(self, box: QRect) -> None:
        """Stand over a header, and beyond it where that is narrow, within the sheet."""
        self.ensurePolished()
        of_text = self.fontMetrics()
        width = max(box.width(), of_text.averageCharWidth() * _WIDTH)
        height = max(box.height(), of_text.height() + 6)
        left, top = box.center().x() - width // 2, box.center().y() - height // 2
        sheet = self.parentWidget()
        left = max(min(left, sheet.width() - width if sheet is not None else left), 0)
        self.setGeometry(left, max(top, 0), width, height)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            key = event.key()
            if event.type() == QEvent.Type.ShortcutOverride and key in (*_PAGE_KEYS, Qt.Key.Key_Escape):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.ended.emit(self, True, 1 if key == Qt.Key.Key_Tab else -1)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ended.emit(self, True, 0)
        elif key == Qt.Key.Key_Escape:
            self.ended.emit(self, False, 0)
        elif key not in _PAGE_KEYS:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is typed is taken when one goes elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.ended.emit(self, True, 0)


def _header_at(frame: MatrixFrame, place: QPoint) -> Header | None:
    at = frame.header_at(place)
    return None if at is None else Header(frame, *at)


def _in_sheet(header: Header) -> QRect:
    frame = header.frame
    return frame.header_box(header.axis, header.place).translated(frame.pos())
