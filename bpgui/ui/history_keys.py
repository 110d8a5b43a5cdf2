"""Undo and redo: of what is typed in a field, as long as it is; else of the document. The menu says of what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QWidget

from bpgui.session.history import History, Step
from bpgui.session.session import Session
from bpgui.ui.actions import key_names, specs
from bpgui.ui.bridge import SessionBridge

_ACTS: dict[str, Callable[[Session], None]] = {"undo": Session.undo, "redo": Session.redo}
_TIPS = {"undo": "Take back: ", "redo": "Do again: "}
_LONGEST = 48


class HistoryKeys(QObject):
    """Gives undo and redo to the field that has the keyboard, where there is something typed, and else to the session.

    In a cell that is open for typing they never reach the document. Notes have no undo of their own: what is typed
    there is in the document at once. `do` does something to the session.
    """

    def __init__(
        self,
        bridge: SessionBridge,
        actions: Mapping[str, QAction],
        do: Callable[[Callable[[Session], object]], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._bridge, self._window, self._do = bridge, window, do
        self._actions = {name: actions[name] for name in _ACTS}
        self._texts = {spec.name: (spec.text, spec.tip, key_names(spec)) for spec in specs() if spec.name in _ACTS}
        self._told: History | None = None
        for name, action in self._actions.items():
            action.triggered.connect(lambda checked=False, name=name: self._act(name))
        bridge.changed.connect(self._tell)
        self._tell()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)

    # --- whose undo it is

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys in a field: its own undo while there is something to undo, else the window's; in notes the window's."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not isinstance(event, QKeyEvent):
            return False
        pressed = QKeySequence(event.keyCombination())
        name = next((name for name, action in self._actions.items() if pressed in action.shortcuts()), None)
        if name is None or not isinstance(watched, QLineEdit | QPlainTextEdit):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(_is_open_cell(watched) or _can(watched, name))
        elif isinstance(watched, QLineEdit):
            _change(watched, name)
        return True

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QLineEdit | QPlainTextEdit) and now.window() is self._window:
            now.removeEventFilter(self)
            now.installEventFilter(self)

    def _act(self, name: str) -> None:
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit) and (_is_open_cell(focus) or _can(focus, name)):
            _change(focus, name)
        else:
            self._do(_ACTS[name])

    # --- what it would undo

    def _tell(self) -> None:
        history = self._bridge.session.history
        if history is self._told:
            return
        self._told = history
        of_each = {"undo": history.latest, "redo": history.undone[-1] if history.undone else None}
        for name, step in of_each.items():
            self._tell_of(name, step)

    def _tell_of(self, name: str, step: Step | None) -> None:
        text, tip, keys = self._texts[name]
        action = self._actions[name]
        action.setText(text if step is None else f"{text} {_short(step.name).replace('&', '&&')}")
        action.setIconText(text.replace("&", ""))
        says = tip if step is None else _TIPS[name] + step.name
        action.setToolTip(f"{says} ({keys})")
        action.setStatusTip(says)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def _is_open_cell(text: QWidget) -> bool:
    parent = text.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractItemView):
            return True
        parent = parent.parentWidget()
    return False


def _can(text: QLineEdit | QPlainTextEdit, name: str) -> bool:
    if not isinstance(text, QLineEdit) or not text.isModified():
        return False
    return text.isUndoAvailable() if name == "undo" else text.isRedoAvailable()


def _change(text: QLineEdit, name: str) -> None:
    if name == "undo":
        text.undo()
    else:
        text.redo()
