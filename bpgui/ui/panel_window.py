"""The panels of the window: where they stand, and how they look. What they do is connected by the main window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from bpgui.session.session import Session
from bpgui.ui.actions import make_actions
from bpgui.ui.arrangement import Arrangement
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.derivation_panel import DerivationPanel
from bpgui.ui.error_bubble import ErrorBubble
from bpgui.ui.facts_panel import FactsPanel
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.history_buttons import HistoryButtons
from bpgui.ui.logbook_card import LogbookCard
from bpgui.ui.loss_card import LossCard
from bpgui.ui.pages import apply_looks
from bpgui.ui.sentence_bar import SentenceBar
from bpgui.ui.settings import LARGEST_ZOOM, SMALLEST_ZOOM, Settings
from bpgui.ui.size_fields import MenuCorner, SizeFields
from bpgui.ui.step_bar import StepBar
from bpgui.ui.stylesheet import stylesheet
from bpgui.ui.theme import Theme, ThemeName, theme_named
from bpgui.ui.toolbar import ToolBar
from bpgui.ui.worksheet import Worksheet

_LARGER_IN_FOCUS = 1.9
_LOGBOOK_LARGER_IN_FOCUS = 1.3
_SENTENCE_LARGER_IN_FOCUS, _SENTENCE_LARGER = 1.45, 1.08


class PanelWindow(QMainWindow):
    """Worksheet, derivation, loss, facts, logbook, step bar and sentence around one session, and the actions."""

    looks_chosen = Signal()
    """A person has chosen another theme or zoom, for all windows."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self._theme, self._zoom = theme_named(settings.theme), settings.zoom
        self.bridge = SessionBridge(session, self)
        self.commands = make_actions(self)
        self.addActions(list(self.commands.values()))  # so that their keys work while the menu bar is hidden
        self._make_panels()
        self._arrange_panels()

    @property
    def theme(self) -> Theme:
        """The colours that it has now."""
        return self._theme

    @property
    def zoom(self) -> float:
        """How much larger than usual everything is."""
        return self._zoom

    def wear(self, theme: Theme) -> None:
        """Take other colours, without that they are remembered."""
        self._theme = theme
        self._apply_looks()

    def set_zoom(self, zoom: float) -> None:
        """Choose how much larger than usual everything is, within its bounds; it is remembered."""
        self._zoom = self.settings.zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        self._apply_looks()
        self._share_the_room()
        self.looks_chosen.emit()

    def set_theme(self, name: ThemeName) -> None:
        """Choose other colours; they are remembered."""
        self.settings.theme = name
        self.wear(theme_named(name))
        self.looks_chosen.emit()

    def take_looks_of(self, other: PanelWindow) -> None:
        """Take the colours and the zoom of another window."""
        self._zoom = other.zoom
        self.wear(other.theme)
        self._share_the_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_the_room()

    def _make_panels(self) -> None:
        bridge, theme = self.bridge, self._theme
        self.toolbar = ToolBar(bridge, self.commands)
        self.size_fields = SizeFields(bridge)
        self.worksheet = Worksheet(bridge, theme)
        self.derivation_panel = DerivationPanel(bridge, self.commands)
        self.loss_card = LossCard(bridge)
        self.loss_panel = self.loss_card.curve
        self.facts_panel = FactsPanel(bridge)
        self.logbook_card = LogbookCard(bridge, self.commands)
        self.step_bar = StepBar(bridge, theme)
        self.sentence_bar = SentenceBar(bridge)

    def _arrange_panels(self) -> None:
        panels = {"derivation": self.derivation_panel, "loss": self.loss_card, "facts": self.facts_panel}
        panels["logbook"] = self.logbook_card
        self.arrangement = Arrangement(self.worksheet, panels)
        central = QWidget()
        self._layout = QVBoxLayout(central)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.toolbar)
        self._layout.addWidget(self.arrangement, 1)
        self._layout.addWidget(self.step_bar)
        self._layout.addWidget(self.sentence_bar)
        self.setCentralWidget(central)
        if self.menuBar().isNativeMenuBar():  # it is not in the window, and has no room for them
            self.history_buttons = HistoryButtons(self.commands)
            self.toolbar.add(self.history_buttons)
            self.toolbar.add(self.size_fields)
        else:
            self.history_buttons = HistoryButtons(self.commands, self.size_fields)
            MenuCorner(self.menuBar(), self.history_buttons)
        self._error = ErrorBubble(self)

    @property
    def _scale_of_loss(self) -> float:
        # at a projector the words of the loss are large where there is room for them
        return self._zoom * (self._theme.enlarged if self.arrangement.is_enlarged else 1.0)

    def _apply_looks(self) -> None:
        theme, scale = self._theme, self._zoom
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(theme.palette())
        application.setFont(text_font(TEXT_PIXELS * scale))
        self.setFont(text_font(TEXT_PIXELS * scale))  # the style sheet keeps the application's from the widgets
        self.setStyleSheet(stylesheet(theme, scale))
        self.toolbar.set_looks(theme, scale)
        self.size_fields.set_scale(scale)
        self.history_buttons.set_looks(theme, scale)
        self.logbook_card.apply_theme(theme, scale * (_LOGBOOK_LARGER_IN_FOCUS if self.arrangement.is_focused else 1.0))
        self.step_bar.set_looks(theme, scale * theme.enlarged)
        larger = _LARGER_IN_FOCUS if self.arrangement.is_focused else 1.0
        self.derivation_panel.set_looks(theme, scale * larger, compact=self.arrangement.is_focused)
        self.loss_card.apply_theme(theme, self._scale_of_loss)
        self.facts_panel.apply_theme(theme, scale)
        self.worksheet.sheet.set_looks(theme, scale)
        apply_looks(self, theme, scale)
        self.sentence_bar.set_scale(
            scale * (_SENTENCE_LARGER_IN_FOCUS if self.arrangement.is_focused else _SENTENCE_LARGER * theme.enlarged)
        )

    def _share_the_room(self) -> None:
        self.arrangement.share_the_room(self.width(), self._zoom)
