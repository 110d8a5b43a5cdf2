"""Labels that keep their room whatever they say: as many of some sentences as there is room for; a line, elided."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from bpgui.ui.theme import Theme

_SHARE = 0.16
_LEAST_LINES, _MOST_LINES = 2, 4


class LineLabel(QLabel):
    """One line; what there is no room for is told by its tooltip."""

    def __init__(self, name: str, says: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Say this."""
        self._whole = text
        self.setText(QFontMetricsF(self.font()).elidedText(text, Qt.TextElideMode.ElideRight, self.width()))
        self.setToolTip(text)
        self.setAccessibleDescription(text)

    def restyle(self, font: QFont, theme: Theme) -> None:
        """Another face and colour."""
        _restyle(self, font, theme)
        self.setFixedHeight(math.ceil(QFontMetricsF(font).height()))
        self.say(self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.say(self._whole)


class Said(NamedTuple):
    """Sentences: in any case the urgent ones, then the needed ones, or what is shorter, and besides as many as fit."""

    urgent: list[str]
    needed: list[str]
    in_short: str
    besides: list[str]


class SentencesLabel(QLabel):
    """Some sentences. All of them are its tooltip and its description."""

    def __init__(self, name: str, says: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._said = Said([], [], "", [])
        self._width, self._lines = 300, _LEAST_LINES
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def say(self, said: Said) -> None:
        """Say this, as far as there is room."""
        self._said = said
        shown = [*said.urgent, *said.needed]
        if not self._fits(shown):
            shown = [*said.urgent, said.in_short]
        if said.urgent and not self._fits(shown):
            shown = said.urgent
        for sentence in said.besides:
            if self._fits([*shown, sentence]):
                shown = [*shown, sentence]
        self.setText(" ".join(shown))
        whole = [*said.urgent, *said.needed, *said.besides]
        self.setToolTip("\n".join(whole))
        self.setAccessibleDescription(" ".join(whole))

    def _fits(self, sentences: list[str]) -> bool:
        return self._height_of(" ".join(sentences)) <= self._lines * self._line

    def restyle(self, font: QFont, theme: Theme) -> None:
        """Another face and colour."""
        _restyle(self, font, theme)

    def take_room(self, width: int, height: int) -> None:
        """So many lines as a widget of this size can spare."""
        self._width = width
        self._lines = min(max(math.floor(_SHARE * height / self._line), _LEAST_LINES), _MOST_LINES)
        self.setFixedHeight(self._lines * self._line + 1)
        self.say(self._said)

    @property
    def _line(self) -> int:
        return QFontMetrics(self.font()).lineSpacing()

    def _height_of(self, text: str) -> int:
        room = QRect(0, 0, self._width, 10_000)
        return QFontMetrics(self.font()).boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()


def _restyle(label: QLabel, font: QFont, theme: Theme) -> None:
    label.setFont(font)
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor(theme.text))
    label.setPalette(palette)
