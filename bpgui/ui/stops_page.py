"""The page of stops: the list, what it is for while it is empty, and buttons for all that can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bpgui.ui.bridge import SessionBridge
from bpgui.ui.card import set_colour
from bpgui.ui.flow_layout import FlowLayout
from bpgui.ui.fonts import text_font
from bpgui.ui.loss_toggle import LossToggle
from bpgui.ui.stops_list import StopsList
from bpgui.ui.theme import Theme

EMPTY = (
    "No stops yet. Shift+F4 makes one of the place where you are: the position in time, and what is selected. "
    "Ctrl+Page Down and Ctrl+Page Up then go from one to the next, as the thread of a lecture."
)


class StopsPage(QWidget):
    """Follows the session; while it is hidden, it costs nothing."""

    def __init__(self, bridge: SessionBridge, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.list = StopsList(bridge, self)
        self._empty = QLabel(EMPTY, self)
        self._empty.setObjectName("stops_empty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._buttons = [
            self._button(
                "stop_add", "Add here", "A stop of the place where you are (Shift+F4)", actions["add_stop"].trigger
            ),
            self._button("stop_put", "Put here", "Let this stop be the place where you are", self.list.put_here),
            self._button("stop_rename", "Rename", "Another name for this stop (F2)", self.list.rename),
            self._button("stop_remove", "Remove", "Take this stop out of the list (Delete)", self.list.remove),
            self._button("stop_up", "↑", "Move this stop up (Alt+Up)", lambda: self.list.move_by(-1)),
            self._button("stop_down", "↓", "Move this stop down (Alt+Down)", lambda: self.list.move_by(1)),
        ]
        self.add_button = self._buttons[0]
        foot = QWidget()
        self._foot = FlowLayout(foot)
        self._foot.setContentsMargins(0, 0, 0, 0)
        for button in self._buttons:
            self._foot.addWidget(button)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addWidget(self.list, 1)
        self._rows.addWidget(self._empty, 1)
        self._rows.addWidget(foot)
        bridge.changed.connect(self._refresh)
        self._refresh()

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Colours and sizes."""
        self.list.set_looks(theme, scale)
        self._empty.setFont(text_font(12 * scale))
        set_colour(self._empty, theme.text_pale)
        for button in self._buttons:
            button.restyle(theme, scale)
        self._foot.setSpacing(round(4 * scale))
        self._rows.setSpacing(round(4 * scale))

    def _button(self, name: str, text: str, says: str, act: Callable[[], object]) -> LossToggle:
        button = LossToggle(name, text, says, self)
        button.setCheckable(False)
        button.clicked.connect(lambda checked=False: act())
        return button

    def _refresh(self) -> None:
        has_stops = bool(self._bridge.session.stops)
        self.list.setVisible(has_stops)
        self._empty.setVisible(not has_stops)
        for button in self._buttons[1:]:
            button.setVisible(has_stops)
