"""How far a large document has been saved, over the foot of its window, with a way to give it up."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from bpgui.ui.documents_saving import Saver

_LEAST_MILLISECONDS = 300
"""What is written sooner than this is not told: nothing flickers."""
_MARGIN = 12
_NO_BREAK = "\N{NO-BREAK SPACE}"


class SavingCard(QFrame):
    """Hidden unless a file has been in the making for a while. It lies over the window, so that nothing moves."""

    def __init__(self, saver: Saver, window: QWidget) -> None:
        super().__init__(window)
        self._saver, self._window = saver, window
        self._late = QTimer(self, singleShot=True, interval=_LEAST_MILLISECONDS)
        self._late.timeout.connect(self._appear)
        self._percent = 0
        self.setObjectName("saving")
        self.setProperty("card", True)
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._says = QLabel(self)
        self._says.setObjectName("saving_sentence")
        self._says.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("saving_progress")
        self._bar.setAccessibleName("Part of the file that is written")
        self._bar.setTextVisible(False)
        give_up = QPushButton("Give up", self)
        give_up.setObjectName("give_up_saving")
        give_up.setAccessibleName("Give up saving")
        give_up.setToolTip("Leave the file as it was")
        give_up.setAutoDefault(False)
        give_up.clicked.connect(saver.give_up)
        layout = QHBoxLayout(self)
        for widget in (self._says, self._bar, give_up):
            layout.addWidget(widget)
        self.hide()
        saver.state_changed.connect(self._on_state_changed)
        saver.progressed.connect(self._on_progressed)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay where it is when the window takes another size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._take_place()
        return False

    def _on_state_changed(self) -> None:
        if self._saver.under_way is None:
            self._late.stop()
            self.hide()
        else:
            self._percent = 0
            self._late.start()

    def _on_progressed(self, done: float) -> None:
        self._percent = int(100 * done)
        if self.isVisible():
            self._say()

    def _appear(self) -> None:
        if self._saver.under_way is not None:
            self._say()
            self.show()
            self._take_place()
            self.raise_()

    def _say(self) -> None:
        what = self._saver.under_way
        if what is not None:
            self._says.setText(self._sentence(what.path.name, self._percent))
            self._bar.setValue(self._percent)

    def _sentence(self, name: str, percent: int) -> str:
        return f"Saving {name}…{_NO_BREAK}{percent}{_NO_BREAK}%"

    def _take_place(self) -> None:
        """In the lower right corner, with room for the longest sentence."""
        what = self._saver.under_way
        if what is not None:
            widest = self.fontMetrics().horizontalAdvance(self._sentence(what.path.name, 100))
            self._says.setMinimumWidth(min(widest, self._window.width() // 2))
        self.adjustSize()
        place = self._window.rect().bottomRight() - self.rect().bottomRight()
        self.move(place.x() - _MARGIN, place.y() - _MARGIN)
