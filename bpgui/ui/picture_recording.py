"""What a widget paints, recorded as outlines, words and images, so that it can be painted anew at any size.

Qt paints a widget into a printer only by way of pixels, and into an SVG only with losses. A recording keeps each
outline with its pen, its brush and what it is clipped by, in the pixels of the widget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QSizeF, Qt
from PySide6.QtGui import QPainter, QTransform
from PySide6.QtWidgets import QWidget

from bpgui.ui.picture_engine import RecordingSheet
from bpgui.ui.picture_marks import Mark


@dataclass(frozen=True, eq=False)
class Recording:
    """Marks in the order in which they were painted, and the size of what they fill, in pixels."""

    marks: tuple[Mark, ...]
    size: QSizeF

    def paint(self, painter: QPainter) -> None:
        """Paint all of it again, with its corner where the painter stands."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self.marks:
            painter.save()
            if mark.clip is not None:
                painter.setClipPath(mark.clip, Qt.ClipOperation.IntersectClip)
            painter.setOpacity(painter.opacity() * mark.opacity)
            mark.paint(painter)
            painter.restore()


def record(widget: QWidget, background: bool = True) -> Recording:
    """What a widget shows now, with all that stands in it; `background` takes the window's own ground too."""
    flags = QWidget.RenderFlag.DrawChildren
    if background:
        flags |= QWidget.RenderFlag.DrawWindowBackground
    sheet = RecordingSheet(widget.size(), widget.devicePixelRatioF())
    painter = QPainter(sheet)
    try:
        QWidget.render(widget, painter, QPoint(), renderFlags=flags)  # a plot's own would leave its ground out
    finally:
        painter.end()
    return Recording(tuple(sheet.marks), QSizeF(widget.size()))


def record_painting(size: QSizeF, paint: Callable[[QPainter], object]) -> Recording:
    """What is painted by a function, with a painter that stands in the upper left corner of what has that size."""
    sheet = RecordingSheet(size.toSize(), 1.0)
    painter = QPainter(sheet)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
    finally:
        painter.end()
    return Recording(tuple(sheet.marks), size)


def under_each_other(recordings: Sequence[Recording]) -> Recording:
    """Several recordings as one, the first at the top."""
    marks: list[Mark] = []
    top = 0.0
    for recording in recordings:
        marks += [_moved(mark, top) for mark in recording.marks]
        top += recording.size.height()
    return Recording(tuple(marks), QSizeF(max((each.size.width() for each in recordings), default=0.0), top))


def _moved(mark: Mark, down: float) -> Mark:
    clip = None if mark.clip is None else mark.clip.translated(0, down)
    return replace(mark, transform=mark.transform * QTransform.fromTranslate(0, down), clip=clip)
