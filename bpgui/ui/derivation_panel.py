"""The derivation of the selected entry: the path to it, how numbers are written, and the typeset lines."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from bpgui.ui.actions import DERIVATION_MENU
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.card import title_font
from bpgui.ui.derivation_view import DerivationView
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.number_format import NumberFormat
from bpgui.ui.path_label import PathLabel
from bpgui.ui.theme import Theme

_PLACEHOLDER = "Select any number to see what it is made of."


class DerivationPanel(QFrame):
    """The card beside the matrices; in Focus, under them."""

    def __init__(self, bridge: SessionBridge, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("derivation_panel")
        self._heading, self._placeholder = QLabel("DERIVATION"), QLabel(_PLACEHOLDER)
        self._heading.setObjectName("card_heading")
        self._placeholder.setObjectName("derivation_placeholder")
        self._placeholder.setWordWrap(True)
        self.path, self.number_format = PathLabel(bridge), NumberFormat(bridge)
        self.view = DerivationView(bridge)
        self._back, self._forward = (
            _button(actions[name], text) for name, text in (("go_back", "‹"), ("go_forward", "›"))
        )
        self._more = self._make_menu(actions)
        head, way = QHBoxLayout(), QHBoxLayout()
        for widget, stretch in ((self._heading, 1), (self.number_format, 0), (self._more, 0)):
            head.addWidget(widget, stretch)
        for widget, stretch in ((self._back, 0), (self._forward, 0), (self.path, 1)):
            way.addWidget(widget, stretch)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(head)
        self._layout.addLayout(way)
        self._layout.addWidget(self._placeholder)
        self._layout.addWidget(self.view, 1)
        self._spacer = QWidget()
        self._layout.addWidget(self._spacer, 1)
        bridge.changed.connect(self._refresh)
        self._refresh()

    def set_looks(self, theme: Theme, scale: float, compact: bool = False) -> None:
        """Take other colours, and another scale; `compact` has less air and no heading, for large type."""
        margin = round((6 if compact else 9) * min(scale, 1.4))
        self._layout.setContentsMargins(margin, round(5 * min(scale, 1.2)), 2, 2)
        self._layout.setSpacing(round(3 * min(scale, 1.4)))
        self._heading.setFont(title_font(scale))
        self._heading.setVisible(not compact)
        controls = scale / 1.5 if compact else scale
        for widget in (self.path, self._placeholder):
            widget.setFont(text_font(TEXT_PIXELS * controls))
        for control in (self.number_format, self._more):
            control.setVisible(not compact)
        self.setMinimumSize(200, round(140 * (scale if not compact else scale / 1.5)))
        self.view.set_looks(theme, scale)

    def _make_menu(self, actions: Mapping[str, QAction]) -> QToolButton:
        button, menu = QToolButton(), QMenu(self)
        for name in DERIVATION_MENU:
            menu.addAction(actions[name])
        menu.setToolTipsVisible(True)
        button.setText("⋯")
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setObjectName("derivation_menu")
        button.setAccessibleName("Copy, save, and more of this derivation")
        button.setToolTip("Copy or save this derivation, and more")
        return button

    def _refresh(self) -> None:
        has_lines = self.view.lines.derivation is not None
        self.view.setVisible(has_lines)
        self._placeholder.setVisible(not has_lines)
        self._spacer.setVisible(not has_lines)


def _button(action: QAction, text: str) -> QToolButton:
    button = QToolButton()
    action.setIconText(text)
    button.setDefaultAction(action)
    button.setObjectName(f"{action.objectName()}_button")
    button.setAccessibleName(action.text().replace("&", ""))
    return button
