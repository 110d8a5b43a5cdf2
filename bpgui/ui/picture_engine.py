"""What Qt paints into while it is recorded: a device that keeps each mark, with what it is clipped by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRegion,
    QTextItem,
    QTransform,
)

from bpgui.ui.picture_marks import Mark, Outline, Pixels

_DOTS_PER_INCH = 96
_WHOLE = 65536
"""Qt's one, in which devices say how many pixels they have in one."""


class RecordingSheet(QPaintDevice):
    """A device that keeps what is painted on it."""

    def __init__(self, size: QSize, ratio: float) -> None:
        super().__init__()
        self._size = size
        self.marks: list[Mark] = []
        self._engine = _Engine(self.marks, ratio)

    def paintEngine(self) -> QPaintEngine:
        return self._engine

    def metric(self, asked: QPaintDevice.PaintDeviceMetric) -> int:
        known = QPaintDevice.PaintDeviceMetric
        match asked:
            case known.PdmWidth:
                return self._size.width()
            case known.PdmHeight:
                return self._size.height()
            case known.PdmDpiX | known.PdmDpiY | known.PdmPhysicalDpiX | known.PdmPhysicalDpiY:
                return _DOTS_PER_INCH
            case known.PdmDevicePixelRatio:
                return 1
            case known.PdmDevicePixelRatioScaled:
                return _WHOLE
            case known.PdmDepth:
                return 32
        return 0


class _Engine(QPaintEngine):
    """Takes Qt's outlines, words and images as they come. Qt makes paths of whatever isn't named here."""

    def __init__(self, marks: list[Mark], ratio: float) -> None:
        every = QPaintEngine.PaintEngineFeature
        super().__init__(every(every.AllFeatures.value & ~every.PatternTransform.value))
        self._marks, self._ratio = marks, ratio
        self._pen, self._brush, self._transform, self._opacity = QPen(), QBrush(), QTransform(), 1.0
        self._clip: QPainterPath | None = None
        self._is_clipping = False
        self._is_smooth = True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def updateState(self, state: QPaintEngineState) -> None:
        dirty, changed = QPaintEngine.DirtyFlag, state.state()
        self._pen, self._brush = QPen(state.pen()), QBrush(state.brush())
        self._transform, self._opacity = QTransform(state.transform()), state.opacity()
        self._is_smooth = bool(state.renderHints() & QPainter.RenderHint.Antialiasing)
        if changed & dirty.DirtyClipEnabled:
            self._is_clipping = state.isClipEnabled()
        if changed & (dirty.DirtyClipPath | dirty.DirtyClipRegion):
            is_path = bool(changed & dirty.DirtyClipPath)
            self._take_clip(state, state.clipPath() if is_path else _path_of(state.clipRegion()))

    def _take_clip(self, state: QPaintEngineState, path: QPainterPath) -> None:
        operation, path = state.clipOperation(), self._transform.map(path)
        self._is_clipping = operation != Qt.ClipOperation.NoClip
        if operation == Qt.ClipOperation.NoClip:
            self._clip = None
        elif operation == Qt.ClipOperation.IntersectClip and self._clip is not None:
            self._clip = self._clip.intersected(path)
        else:
            self._clip = path

    def _clip_now(self) -> QPainterPath | None:
        """What the window and the painter clip by, as one path."""
        of_window = self.systemClip()
        by_painter = self._clip if self._is_clipping else None
        if of_window.isEmpty():
            return by_painter
        path = _path_of(of_window)
        return path if by_painter is None else path.intersected(by_painter)

    def _add(self, mark: Mark) -> None:
        clip = mark.clip
        if clip is not None:
            box = clip.boundingRect()
            if not box.intersects(mark.bounds.adjusted(-1, -1, 1, 1)):
                return
            if _is_a_box(clip) and box.contains(mark.bounds):
                mark = replace(mark, clip=None)
        self._marks.append(mark)

    # --- what is painted

    def drawPath(self, path: QPainterPath) -> None:
        path, pen, transform = QPainterPath(path), self._pen, self._transform
        if pen.style() == Qt.PenStyle.NoPen and self._brush.style() == Qt.BrushStyle.NoBrush:
            return
        if pen.style() != Qt.PenStyle.NoPen and (pen.isCosmetic() or pen.widthF() == 0):
            # such a pen counts in pixels, wherever the path is
            path, transform = transform.map(path), QTransform()
            pen = QPen(pen)
            pen.setCosmetic(False)
            pen.setWidthF(max(pen.widthF(), 1.0) / self._ratio if pen.widthF() else 1.0)
        outline = Outline(path, pen, self._brush, transform, self._clip_now(), self._opacity)
        self._add(replace(outline, is_smooth=self._is_smooth))

    def drawPolygon(self, points: Iterable[Any], mode: QPaintEngine.PolygonDrawMode) -> None:
        path, shape = QPainterPath(), QPolygonF([QPointF(point) for point in points])
        path.addPolygon(shape)
        kinds = QPaintEngine.PolygonDrawMode
        brush = self._brush
        if mode == kinds.PolylineMode:
            self._brush = QBrush()
        else:
            path.closeSubpath()
            path.setFillRule(Qt.FillRule.WindingFill if mode == kinds.WindingMode else Qt.FillRule.OddEvenFill)
        self.drawPath(path)
        self._brush = brush

    def drawTextItem(self, at: Any, item: QTextItem) -> None:
        path, font, at = QPainterPath(), _font_of(item.font().toString()), QPointF(at)
        path.addText(at, font, item.text())
        path.setFillRule(Qt.FillRule.WindingFill)
        self._add(
            Outline(
                path,
                QPen(Qt.PenStyle.NoPen),
                QBrush(self._pen.color()),
                self._transform,
                self._clip_now(),
                self._opacity,
                words=(item.text(), font, at),
            )
        )

    def drawPixmap(self, rect: Any, pixmap: Any, source: Any) -> None:
        self._add_image(QRectF(rect), pixmap.toImage(), QRectF(source))

    def drawImage(self, rect: Any, image: QImage, source: Any, *flags: object) -> None:
        self._add_image(QRectF(rect), QImage(image), QRectF(source))

    def drawTiledPixmap(self, rect: Any, pixmap: Any, offset: Any) -> None:
        brush = QBrush(pixmap)
        brush.setTransform(QTransform.fromTranslate(rect.x() - offset.x(), rect.y() - offset.y()))
        path = QPainterPath()
        path.addRect(QRectF(rect))
        self._add(Outline(path, QPen(Qt.PenStyle.NoPen), brush, self._transform, self._clip_now(), self._opacity))

    def _add_image(self, rect: QRectF, image: QImage, source: QRectF) -> None:
        self._add(Pixels(image, rect, source, self._transform, self._clip_now(), self._opacity))


@cache
def _font_of(description: str) -> QFont:
    """A font with all of it set: what isn't, as in the fonts of Qt's text items, painters take from elsewhere."""
    font = QFont()
    font.fromString(description)
    return font


def _path_of(region: QRegion) -> QPainterPath:
    path = QPainterPath()
    if region.rectCount() == 1:
        path.addRect(QRectF(region.boundingRect()))
    else:
        path.addRegion(region)
    return path


def _is_a_box(path: QPainterPath) -> bool:
    corners = path.toFillPolygon()
    return corners.size() == 5 and QRect(corners.boundingRect().toRect()).isValid() and _is_upright(corners)


def _is_upright(corners: QPolygonF) -> bool:
    points = [corners.at(index) for index in range(corners.size())]
    return all(before.x() == after.x() or before.y() == after.y() for before, after in pairwise(points))
