"""The landscape of the loss: what its axes are, the drawing, what it reads under the pointer, and what it says."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from bpgui.core.cells import Cell
from bpgui.session.landscape import Landscape
from bpgui.session.landscape_axes import parameter_meant_by, with_axis
from bpgui.session.landscape_start import neat
from bpgui.session.landscape_words import Drawn, choosing, description, essentials, in_short, remarks, why_no_contours
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.landscape_canvas import LandscapeCanvas
from bpgui.ui.landscape_controls import LandscapeControls
from bpgui.ui.landscape_framing import Framing
from bpgui.ui.landscape_hand import StartHand
from bpgui.ui.landscape_picture import what_is_drawn
from bpgui.ui.landscape_range import Range
from bpgui.ui.landscape_sentences import LineLabel, Said, SentencesLabel
from bpgui.ui.theme import LIGHT, Theme

_ROOM_FOR_READOUT = 340
_SENTENCE_PIXELS = 12
_HINT = "Click or drag to set the start. Wheel, right drag and double click zoom, move and fit the view."


class LandscapeView(QWidget):
    """Contours of L over two parameters or directions, with the path of descent, and a start to set."""

    refused = Signal(str)
    """A start was refused, with a sentence that says why."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme, self._scale = LIGHT, 1.0
        self._landscape: Landscape | None = None
        self._framing = Framing()
        self._range: Range | None = None
        self._drawn: object = None
        self._pointed_at: QPointF | None = None
        self._waiting: int | None = None
        self._selected_before: Cell | None = None
        self._said = ""
        self.setObjectName("landscape")
        self.setAccessibleName("Landscape of the loss")
        self._make_parts()
        self._connect_parts()
        self.apply_theme(LIGHT, 1.0)
        bridge.changed.connect(self._on_changed)
        bridge.document_loaded.connect(lambda: self._wait_for_entry(None))

    def _make_parts(self) -> None:
        self.controls, self.canvas = LandscapeControls(self), LandscapeCanvas(self)
        self._hand = StartHand(self._bridge, self.canvas, lambda: (self._landscape, self._range))
        self._readout = LineLabel("landscape_readout", "Read from the landscape", self)
        self._sentences = SentencesLabel("landscape_sentence", "What the landscape shows", self)
        self._head = QGridLayout()
        self._head.addWidget(self.controls, 0, 0)
        self._rows = QVBoxLayout(self)
        self._rows.addLayout(self._head)
        self._rows.addWidget(self.canvas, 1)
        self._rows.addWidget(self._sentences)
        self._escape = QShortcut(Qt.Key.Key_Escape, self)
        self._escape.setEnabled(False)

    def _connect_parts(self) -> None:
        canvas = self.canvas
        self.controls.axis_pressed.connect(self._on_axis_pressed)
        self.controls.principal_wanted.connect(self._take_principal)
        self.controls.fit_wanted.connect(self._on_fit_wanted)
        self._escape.activated.connect(lambda: self._wait_for_entry(None))
        self._hand.refused.connect(self._on_refused)
        self._hand.let_go.connect(self.refresh)
        canvas.panned.connect(self._on_panned)
        canvas.zoomed.connect(self._on_zoomed)
        canvas.fit_requested.connect(self.fit)
        canvas.pointed_at.connect(self._on_pointed_at)
        canvas.resized.connect(self.refresh)

    # --- what is shown

    def refresh(self) -> None:
        """Show what the session has now; while it is hidden, that waits."""
        if not self.isVisible():
            return
        session = self._bridge.session
        self._landscape = landscape = Landscape.of(session, self._bridge.screen, self._landscape)
        document = session.document
        self._range = self._framing.view(
            landscape, (document.x, document.y), self.canvas.plot_size, self._hand.is_holding
        )
        to_draw = (
            landscape,
            self._range,
            self._waiting,
            self._said,
            None if self._waiting is None else session.selection,
        )
        if to_draw == self._drawn:
            return
        self._drawn = to_draw
        self.controls.show_axes(landscape, self._waiting)
        self.controls.show_fit(self._framing.is_by_hand)
        self.canvas.draw(landscape, self._range)
        drawn = what_is_drawn(landscape, self._range, self.canvas.picture)
        self.canvas.setAccessibleDescription(f"{description(landscape)} {_HINT}")
        self.canvas.setToolTip("" if self._range is None else _HINT.replace(". ", ".\n"))
        self._sentences.say(self._what_to_say(landscape, drawn))
        self._show_readout()

    def _what_to_say(self, landscape: Landscape, drawn: Drawn) -> Said:
        urgent = [self._said] if self._said else []
        if self._waiting is not None:
            urgent.append(choosing(self._waiting, parameter_meant_by(self._bridge.session.selection)))
        besides = []
        if self._range is not None:
            urgent += [sentence for sentence in [why_no_contours(landscape, drawn)] if sentence]
            besides = [sentence for sentence in [*remarks(landscape, drawn), _HINT] if sentence not in urgent]
        return Said(urgent, essentials(landscape), in_short(landscape), besides)

    def _show_readout(self) -> None:
        landscape, view, at = self._landscape, self._range, self._pointed_at
        if landscape is None:
            return
        text = landscape.here_text
        if at is not None and view is not None:
            across, up = view.point(at.x(), at.y())
            text = landscape.read(neat(across, view.pixel[0]), neat(up, view.pixel[1]))
        self._readout.say(text)

    def _on_pointed_at(self, at: QPointF | None) -> None:
        self._pointed_at = at
        self._show_readout()

    # --- the view

    @property
    def shown_range(self) -> Range | None:
        """Which part of the plane is in view."""
        return self._range

    def fit(self) -> None:
        """Show the start, the current point, the optimum and the lowest point of the slice again."""
        self._framing.fit()
        self.refresh()

    def _on_fit_wanted(self) -> None:
        if self.controls.fit.hasFocus():  # it goes, and the keyboard with it to the drawing
            self.canvas.setFocus()
        self.fit()

    def _on_panned(self, by: QPointF) -> None:
        if self._range is not None:
            self._framing.choose(self._range.panned(by.x(), by.y()))
            self.refresh()

    def _on_zoomed(self, factor: float, at: QPointF) -> None:
        if self._range is not None:
            self._framing.choose(self._range.zoomed(factor, at.x(), at.y()))
            self.refresh()

    # --- the axes

    def _on_axis_pressed(self, which: int) -> None:
        selected = parameter_meant_by(self._bridge.session.selection)
        if which != self._waiting:
            self._wait_for_entry(which)
        elif selected is not None:
            self._take_axis(selected)
        else:
            self._wait_for_entry(None)

    def _wait_for_entry(self, which: int | None) -> None:
        self._waiting = which
        self._selected_before = self._bridge.session.selection
        self._escape.setEnabled(which is not None)
        self._said = ""
        self._drawn = None
        self.refresh()

    def _take_axis(self, parameter: Cell) -> None:
        assert self._waiting is not None
        axes = with_axis(None if self._landscape is None else self._landscape.axes, self._waiting, parameter)
        self._wait_for_entry(None)
        self._bridge.do(lambda session: session.set_landscape_axes(axes))

    def _take_principal(self) -> None:
        self._wait_for_entry(None)
        self._bridge.do(lambda session: session.set_landscape_axes(None))

    def _on_changed(self) -> None:
        self._said = ""
        session = self._bridge.session
        if self._waiting is not None and session.selection != self._selected_before:
            self._selected_before = session.selection
            chosen = parameter_meant_by(session.selection)
            if chosen is not None and not session.visits.by_a_step:
                self._take_axis(chosen)
                return
        self.refresh()

    # --- the start

    def _on_refused(self, why: str) -> None:
        self._said = why
        self.refused.emit(why)
        self.refresh()

    # --- looks

    def apply_theme(self, theme: Theme, scale: float) -> None:
        """Colours and sizes; text is TEXT_PIXELS × scale high."""
        self._theme, self._scale = theme, scale
        self.controls.restyle(theme, scale)
        self._readout.restyle(text_font(TEXT_PIXELS * scale), theme)
        self._sentences.restyle(text_font(_SENTENCE_PIXELS * scale), theme)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(round(4 * scale))
        self._head.setHorizontalSpacing(round(12 * scale))
        self._head.setVerticalSpacing(round(3 * scale))
        self.setMinimumSize(round(240 * scale), round(150 * scale))
        self.canvas.restyle(theme, scale)
        self._drawn = None
        self._fit_to_size()
        self.refresh()

    def sizeHint(self) -> QSize:
        """Room to see the contours."""
        return QSize(round(500 * self._scale), round(360 * self._scale))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the readout has a row of its own; where it is low, less is said."""
        super().resizeEvent(event)
        self._fit_to_size()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_to_size()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._wait_for_entry(None)

    def _fit_to_size(self) -> None:
        self._head.removeWidget(self._readout)
        is_wide = self.width() >= self.controls.sizeHint().width() + _ROOM_FOR_READOUT * self._scale
        self._head.addWidget(self._readout, *((0, 1) if is_wide else (1, 0)))
        self._head.setColumnStretch(1, 1 if is_wide else 0)
        self._sentences.take_room(self.width(), self.height())
