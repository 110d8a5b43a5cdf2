"""The card of the loss: the curve over iterations, or the landscape over two parameters, one at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from bpgui.ui.bridge import SessionBridge
from bpgui.ui.card import Card, restyle_title
from bpgui.ui.landscape_view import LandscapeView
from bpgui.ui.loss_panel import LossPanel
from bpgui.ui.loss_toggle import LossToggle
from bpgui.ui.theme import Theme

_TITLE = "LANDSCAPE OF THE LOSS"


class LossCard(QStackedWidget):
    """Two pages in one place: the loss over iterations, and its landscape."""

    page_wanted = Signal(bool)
    """A button was pressed: True for the landscape, False for the curve."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve, self._landscape = LossPanel(bridge), _LandscapePage(bridge)
        self.landscape = self._landscape.view
        for page in (self.curve, self._landscape):
            self.addWidget(page)
        self.curve.to_landscape.clicked.connect(lambda: self.page_wanted.emit(True))
        self._landscape.to_curve.clicked.connect(lambda: self.page_wanted.emit(False))

    @property
    def is_landscape(self) -> bool:
        """Whether the landscape is shown."""
        return self.currentWidget() is self._landscape

    def show_landscape(self, is_shown: bool) -> None:
        """Show the landscape, or the curve; the keyboard goes with it where it was in the other."""
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.setCurrentWidget(self._landscape if is_shown else self.curve)
        if had_focus:
            (self._landscape.to_curve if is_shown else self.curve.to_landscape).setFocus()

    def apply_theme(self, theme: Theme, scale: float) -> None:
        """Colours and sizes of both pages."""
        self.curve.apply_theme(theme, scale)
        self._landscape.apply_theme(theme, scale)

    def fit(self) -> None:
        """Show all of what the page is about."""
        if self.is_landscape:
            self.landscape.fit()
        else:
            self.curve.fit()


class _LandscapePage(Card):
    """The landscape in a card like the others, with the way back to the curve."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._title = QLabel(_TITLE, self)
        self.to_curve = LossToggle("to_curve", "curve", "The loss over iterations instead (Ctrl+L)", self)
        self.to_curve.setCheckable(False)
        self.view = LandscapeView(bridge, self)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self.to_curve)
        self._rows = QVBoxLayout(self)
        self._rows.addLayout(self._head)
        self._rows.addWidget(self.view, 1)

    def apply_theme(self, theme: Theme, scale: float) -> None:
        self._theme, self._scale = theme, scale
        restyle_title(self._title, theme, scale)
        self.to_curve.restyle(theme, scale)
        self.view.apply_theme(theme, scale)
        margin = round(9 * scale)
        self._rows.setContentsMargins(margin, round(6 * scale), margin, round(6 * scale))
        self._rows.setSpacing(round(4 * scale))
        self.update()
