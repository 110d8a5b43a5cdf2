"""The start of descent in a person's hand, by mouse or by keys: from wishes of the canvas to edits of the session."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from bpgui.core.inputs import NotFiniteError
from bpgui.session.landscape import Landscape
from bpgui.session.landscape_start import StartDrag, neat, neat_step
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.landscape_canvas import LandscapeCanvas
from bpgui.ui.landscape_range import Range

Shown = Callable[[], tuple[Landscape | None, Range | None]]


class StartHand(QObject):
    """One press, with the drag that may follow, is one edit; so is one key, however long it is held."""

    refused = Signal(str)
    """Why the start can't be there."""
    let_go = Signal()

    def __init__(self, bridge: SessionBridge, canvas: LandscapeCanvas, shown: Shown) -> None:
        super().__init__(canvas)
        self._bridge, self._shown = bridge, shown
        self._drag: StartDrag | None = None
        self._nudge: StartDrag | None = None
        self._is_down = False
        self._wanted: QPointF | None = None
        self._follow = QTimer(self, singleShot=True, interval=0)
        self._follow.timeout.connect(self._follow_the_hand)
        canvas.start_taken.connect(self._on_taken)
        canvas.start_wanted.connect(self._on_wanted)
        canvas.start_let_go.connect(self._on_let_go)
        canvas.start_given_up.connect(self._on_given_up)
        canvas.nudged.connect(self._on_nudged)

    @property
    def is_holding(self) -> bool:
        """Whether the start is being dragged, so that nothing may move under it."""
        return self._is_down

    def _take_hold(self, landscape: Landscape) -> StartDrag | None:
        try:
            return StartDrag(self._bridge.session, landscape)
        except NotFiniteError as error:
            self.refused.emit(str(error))
            return None

    def _on_taken(self) -> None:
        landscape, _ = self._shown()
        self._drag = None if landscape is None else self._take_hold(landscape)
        self._is_down = self._drag is not None

    def _on_wanted(self, at: QPointF) -> None:
        # only the latest wish is followed, so that the start never lags behind the hand
        self._wanted = at
        self._follow.start()

    def _follow_the_hand(self) -> None:
        at, self._wanted = self._wanted, None
        _, view = self._shown()
        if at is not None and self._drag is not None and view is not None:
            self._move(self._drag, *view.point(at.x(), at.y()), view)

    def _move(self, drag: StartDrag, across: float, up: float, view: Range) -> None:
        to = neat(across, view.pixel[0]), neat(up, view.pixel[1])
        try:
            self._bridge.do(lambda session: drag.move_to(*to, view.pixel))
        except NotFiniteError as error:
            self.refused.emit(str(error))

    def _on_let_go(self) -> None:
        self._follow.stop()
        self._follow_the_hand()
        self._is_down = False
        self.let_go.emit()

    def _on_given_up(self) -> None:
        drag, self._drag = self._drag, None
        self._wanted, self._is_down = None, False
        if drag is not None:
            self._bridge.do(lambda session: drag.take_back())

    def _on_nudged(self, across: int, up: int, goes_on: bool) -> None:
        landscape, view = self._shown()
        if landscape is None or landscape.here is None or view is None:
            return
        if not goes_on or self._nudge is None or not self._nudge.is_latest:
            self._nudge = self._take_hold(landscape)
        if self._nudge is not None:
            steps = [float(neat_step(pixel)) for pixel in view.pixel]
            here = landscape.here
            self._move(self._nudge, float(here[0]) + across * steps[0], float(here[1]) + up * steps[1], view)
