"""A loss panel on screen, and a person's hands on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bpgui.session.document import Document
from bpgui.session.problems import read_problem
from bpgui.session.session import Session
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.kept_curves_list import KeptCurvesList
from bpgui.ui.loss_iteration_axes import place_of
from bpgui.ui.loss_panel import LossPanel
from bpgui.ui.loss_picture import Picture
from bpgui.ui.loss_plot import LossPlot

CASE = Path(__file__).parents[1] / "cases" / "note-size-integers.json"
Button, Modifier = Qt.MouseButton, Qt.KeyboardModifier
NOTCH = 120


class Shown:
    """A panel on screen, and a person's hands on it."""

    def __init__(self, qtbot: QtBot, learning_rate: str = "", document: Document | None = None) -> None:
        self.session = Session(document or read_problem(CASE))
        if learning_rate:
            self.session.set_learning_rate(learning_rate)
        self.bridge = SessionBridge(self.session)
        self.panel = LossPanel(self.bridge)
        qtbot.addWidget(self.panel)
        self.panel.resize(600, 500)
        self.panel.show()
        self.panel.load_plot()
        self.qtbot = qtbot
        qtbot.waitExposed(self.panel)
        QApplication.processEvents()

    @property
    def plot(self) -> LossPlot:
        found = self.panel.findChild(QWidget, "loss_plot")
        assert isinstance(found, LossPlot)
        return found

    @property
    def picture(self) -> Picture:
        assert self.plot.picture is not None
        return self.plot.picture

    def text(self, name: str) -> str:
        label = self.panel.findChild(QLabel, name)
        assert label is not None
        return label.text()

    def toggle(self, name: str) -> QToolButton:
        button = self.panel.findChild(QToolButton, name)
        assert button is not None
        return button

    def do(self, *actions: Callable[[Session], object]) -> None:
        for action in actions:
            self.bridge.do(action)

    @property
    def kept(self) -> KeptCurvesList:
        found = self.panel.findChild(QWidget, "kept_curves")
        assert isinstance(found, KeptCurvesList)
        return found

    def at(self, iteration: float, beside: float = 0) -> QPoint:
        place = place_of(self.picture.iterations, iteration)
        return QPoint(round(self.plot.x_at(place) + beside), round(self.plot.box().center().y()))

    def mouse(self, kind: QEvent.Type, at: QPoint) -> None:
        left, none = self._button, Button.NoButton
        moving = kind is QEvent.Type.MouseMove
        held = left if self._is_down or kind is QEvent.Type.MouseButtonPress else none
        event = QMouseEvent(
            kind,
            QPointF(at),
            QPointF(self.plot.viewport().mapToGlobal(at)),
            none if moving else left,
            none if kind is QEvent.Type.MouseButtonRelease else held,
            self._modifier,
        )
        QApplication.sendEvent(self.plot.viewport(), event)

    _is_down = False
    _button = Button.LeftButton
    _modifier = Modifier.NoModifier

    def move(self, at: QPoint) -> None:
        self.mouse(QEvent.Type.MouseMove, at)

    def press(self, at: QPoint) -> None:
        self.move(at)
        self.mouse(QEvent.Type.MouseButtonPress, at)
        self._is_down = True

    def release(self, at: QPoint) -> None:
        self._is_down = False
        self.mouse(QEvent.Type.MouseButtonRelease, at)

    def wait_for_iteration(self, iteration: int) -> None:
        self.qtbot.waitUntil(lambda: self.session.iteration == iteration)

    def drag(
        self,
        start: QPoint,
        by: QPoint,
        button: Button = Button.LeftButton,
        modifier: Modifier = Modifier.NoModifier,
    ) -> None:
        """Press, move in a few steps, and let go."""
        self._button, self._modifier = button, modifier
        self.press(start)
        for step in range(1, 5):
            self.move(start + by * step / 4)
        self.release(start + by)
        self._button, self._modifier = Button.LeftButton, Modifier.NoModifier

    def double_click(self, at: QPoint) -> None:
        """What comes of two clicks, in Qt's order."""
        self.press(at)
        QApplication.processEvents()
        self.release(at)
        QApplication.processEvents()
        self.mouse(QEvent.Type.MouseButtonDblClick, at)
        self.mouse(QEvent.Type.MouseButtonRelease, at)
        QApplication.processEvents()

    def wheel(self, at: QPoint, notches: float, modifier: Modifier = Modifier.NoModifier) -> None:
        """Turn the wheel: away from oneself is positive."""
        turned = QPoint(0, round(NOTCH * abs(notches)) * (1 if notches > 0 else -1))
        at_f, nothing = QPointF(at), QPoint()
        where = QPointF(self.plot.viewport().mapToGlobal(at))
        event = QWheelEvent(
            at_f, where, nothing, turned, Button.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(self.plot.viewport(), event)

    def type(self, text: str) -> None:
        """Type any characters, wherever the keyboard is."""
        for character in text:
            receiver = QApplication.focusWidget()
            assert receiver is not None
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(receiver, QKeyEvent(kind, 0, Modifier.NoModifier, character))

    def span(self) -> tuple[float, float]:
        """The iterations from edge to edge."""
        return self.picture.iterations.start, self.picture.iterations.end
