"""Going about in the loss plot: the window onto it is zoomed and panned, and time follows the cursor.

It turns the plot's wishes into another window, or into a move of the session. Time stands still while one zooms; when
the cursor travels out of what is zoomed to, the window follows by as little as needed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from bpgui.session.document import Document
from bpgui.session.loss_readout import LossReadout
from bpgui.session.navigation import Whereabouts
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.loss_axes import LossAxis
from bpgui.ui.loss_iteration_axes import IterationAxis, place_of
from bpgui.ui.loss_picture import iteration_axis
from bpgui.ui.loss_window import (
    FITTED,
    PlotView,
    PlotWindow,
    iterations_with,
    panned_iterations,
    panned_losses,
    zoomed_iterations,
    zoomed_losses,
)
from bpgui.ui.loss_wishes import Pan, Part, Zoom

if TYPE_CHECKING:
    from bpgui.ui.loss_plot import LossPlot


class LossNavigator(QObject):
    """The window onto the plot, and the journeys of its cursor."""

    window_changed = Signal()
    """Other iterations or losses are to be seen."""
    travelled = Signal()
    """The cursor was sent somewhere: nothing is pointed at any more."""

    def __init__(self, bridge: SessionBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._plot: LossPlot | None = None
        self._readout: LossReadout | None = None
        self._wanted: int | None = None
        self._before: tuple[Document, Whereabouts] | None = None
        self._held: tuple[PlotWindow, IterationAxis, LossAxis | None] | None = None
        self._travel = QTimer(self, singleShot=True, interval=0)
        self._travel.timeout.connect(self._on_travel)
        self.window = FITTED
        self.held_end: int | None = None
        bridge.document_loaded.connect(self.fit)

    def steer(self, plot: LossPlot) -> None:
        """Take the wishes of a plot."""
        self._plot = plot
        plot.travel_began.connect(self._on_travel_began)
        plot.travel_requested.connect(self._on_travel_requested)
        plot.travel_ended.connect(self._on_travel_ended)
        plot.taken_back.connect(self._on_taken_back)
        plot.steps_requested.connect(lambda steps: self._go_to(max(self._bridge.session.iteration + steps, 0)))
        plot.start_requested.connect(lambda: self._go_to(0))
        plot.furthest_requested.connect(lambda: self._go_to(self._bridge.session.furthest))
        plot.zoom_requested.connect(self._on_zoom_requested)
        plot.pan_began.connect(self._on_pan_began)
        plot.pan_requested.connect(self._on_pan_requested)
        plot.fit_requested.connect(self._on_fit_requested)

    # --- the window

    def fit(self) -> None:
        """See everything again."""
        self.see(FITTED)

    def fit_losses(self) -> None:
        """See all losses of the iterations that are seen."""
        self.see(self.window.with_losses(None))

    def follow(self, readout: LossReadout, view: PlotView) -> PlotView:
        """What is to be seen now that the session has changed: if time went on, the cursor is in view."""
        before, self._readout = self._readout, readout
        if self.window.iterations is not None and before is not None and before.iteration != readout.iteration:
            axis = iteration_axis(readout, replace(view, window=self.window))
            if not 0 <= place_of(axis, readout.iteration) <= 1:
                longest = max(float(readout.longest), axis.end)
                self.window = replace(self.window, iterations=iterations_with(axis, readout.iteration, longest))
        return replace(view, window=self.window, held_end=self.held_end)

    def see(self, window: PlotWindow) -> None:
        """Look through another window."""
        if window != self.window:
            self.window = window
            self.window_changed.emit()

    def _on_zoom_requested(self, zoom: Zoom) -> None:
        axes = self._axes()
        if axes is None or self._readout is None:
            return
        iterations, losses = axes
        if zoom.part is Part.losses:
            if losses is not None:
                self.see(self.window.with_losses(zoomed_losses(losses, zoom.place or 0.0, zoom.factor)))
            return
        place = zoom.place
        if place is None:
            cursor = place_of(iterations, self._readout.iteration)
            place = cursor if 0 <= cursor <= 1 else 0.5
        longest = max(float(self._readout.longest), iterations.end)
        span = zoomed_iterations(iterations, place, zoom.factor, longest)
        self.see(self.window.with_iterations(span, float(self.held_end or self._readout.end)))

    def _on_pan_began(self) -> None:
        axes = self._axes()
        self._held = None if axes is None else (self.window, *axes)

    def _on_pan_requested(self, pan: Pan) -> None:
        if self._held is None or self._readout is None:
            return
        window, iterations, losses = self._held
        if pan.part is not Part.losses and pan.across != 0:
            longest = max(float(self._readout.longest), iterations.end)
            span = panned_iterations(iterations, pan.across, longest)
            window = window.with_iterations(span, float(self.held_end or self._readout.end))
        # losses that fit what is seen go on doing so, unless it is their own axis that is dragged
        is_of_losses = pan.part is Part.losses or (pan.part is Part.curves and window.losses is not None)
        if is_of_losses and losses is not None and pan.up != 0:
            window = window.with_losses(panned_losses(losses, pan.up))
        self.see(window)

    def _on_fit_requested(self, part: Part) -> None:
        if part is Part.losses:
            self.fit_losses()
        else:
            self.see(FITTED if part is Part.curves else replace(self.window, iterations=None))

    def _axes(self) -> tuple[IterationAxis, LossAxis | None] | None:
        picture = self._plot.picture if self._plot is not None else None
        return None if picture is None else (picture.iterations, picture.losses)

    # --- travelling in time

    def _on_travel_began(self) -> None:
        session = self._bridge.session
        self._before = session.document, session.whereabouts
        self.held_end = self._readout.end if self._readout is not None else None

    def _on_travel_requested(self, iteration: int) -> None:
        # only the latest wish is followed, so that travelling never lags behind the hand
        self._wanted = min(iteration, self._bridge.session.course.last_iteration)
        self._travel.start()

    def _on_travel(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._go_to(wanted)

    def _on_travel_ended(self) -> None:
        self._travel.stop()
        self._on_travel()
        self.held_end = None
        self.window_changed.emit()

    def _on_taken_back(self) -> None:
        session, before = self._bridge.session, self._before
        self._before = None
        if before is not None and before[0] is session.document and before[1] != session.whereabouts:
            self._bridge.do(lambda session: session.be_again(before[1]))

    def _go_to(self, iteration: int) -> None:
        self.travelled.emit()
        if iteration != self._bridge.session.iteration:
            self._bridge.do(lambda session: session.go_to(iteration))
