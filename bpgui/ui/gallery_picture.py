"""The small picture of an example: its points with the line that parts or fits them, or its matrices, and its loss."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageReader, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer

from bpgui.core.cells import INPUTS, Matrix
from bpgui.session.examples import ExampleFile
from bpgui.session.sketch import Sketch, SketchLine, SketchPoint
from bpgui.ui.fonts import text_font
from bpgui.ui.theme import Theme, blend

_AROUND, _GAP, _LETTERS = 8.0, 16.0, 12.0
_DOT, _LARGEST_CELL = 4.0, 11.0
_FLAT = 0.02
"""A floor that is lower than this share of the first loss would lie on the axis."""


def example_picture(file: ExampleFile, size: QSize, theme: Theme, ratio: float) -> QPixmap:
    """The picture that stands beside the file, or one drawn of its numbers. Raises ProblemError."""
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    given = file.picture
    if given is None or not _put_in(image, str(given), QSizeF(size)):
        sketch = Sketch(file.read().document)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_sketch(painter, QRectF(0, 0, size.width(), size.height()), sketch, theme)
    return QPixmap.fromImage(image)


def paint_sketch(painter: QPainter, rect: QRectF, sketch: Sketch, theme: Theme) -> None:
    """The data at the left, the loss at the right."""
    inside = rect.adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND)
    half = (inside.width() - _GAP) / 2
    left = QRectF(inside.left(), inside.top(), half, inside.height())
    right = QRectF(inside.right() - half, inside.top(), half, inside.height())
    if sketch.points:
        _paint_points(painter, left, sketch, theme)
    else:
        _paint_grids(painter, left, sketch, theme)
    _paint_loss(painter, right, sketch, theme)


def _put_in(image: QImage, path: str, size: QSizeF) -> bool:
    """Paint a picture of someone's own in the middle; whether that went well."""
    if path.endswith(".svg"):
        renderer = QSvgRenderer(path)
        if not renderer.isValid():
            return False
        own = QSizeF(renderer.defaultSize())
        with QPainter(image) as painter:
            renderer.render(painter, _centred(own, size))
        return True
    read = QImageReader(path).read()
    if read.isNull():
        return False
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(_centred(QSizeF(read.size()), size), read)
    return True


def _centred(own: QSizeF, room: QSizeF) -> QRectF:
    scaled = own.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    return QRectF(
        (room.width() - scaled.width()) / 2, (room.height() - scaled.height()) / 2, scaled.width(), scaled.height()
    )


# --- points


def _paint_points(painter: QPainter, room: QRectF, sketch: Sketch, theme: Theme) -> None:
    side = min(room.width(), room.height())
    box = QRectF(room.center().x() - side / 2, room.top(), side, side)
    heights = sketch.points[0].kind is None
    box = room if heights else box
    xs, ys = [point.across for point in sketch.points], [point.up for point in sketch.points]
    across, up = _range(xs), _range(ys)
    if not heights:  # a plane has one scale
        length = max(across[1] - across[0], up[1] - up[0])
        across, up = _widened(across, length), _widened(up, length)
    painter.setPen(QPen(QColor(theme.text_ghost), 1))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    painter.drawLine(box.bottomLeft(), box.topLeft())

    def place(x: float, y: float) -> QPointF:
        return QPointF(
            box.left() + (x - across[0]) / (across[1] - across[0]) * box.width(),
            box.bottom() - (y - up[0]) / (up[1] - up[0]) * box.height(),
        )

    painter.save()
    painter.setClipRect(box.adjusted(1, 0, 0, -1))
    for number, line in enumerate(sketch.lines):
        ends = _ends(line, across, up)
        is_start = number < len(sketch.lines) - 1
        line_pen = QPen(QColor(theme.text_pale) if is_start else theme.hue(Matrix.y_hat), 1.2 if is_start else 2.2)
        if is_start:
            line_pen.setDashPattern([3, 3])
        painter.setPen(line_pen)
        painter.drawLine(QLineF(place(*ends[0]), place(*ends[1])))
    painter.restore()
    for point in sketch.points:
        _paint_point(painter, place(point.across, point.up), point, theme)


def _paint_point(painter: QPainter, at: QPointF, point: SketchPoint, theme: Theme) -> None:
    """A dot for a height; a shape of its own for each class."""
    hues = (theme.hue_x, theme.hue_w, theme.hue_y, theme.hue_y_hat)
    kind, r = point.kind, _DOT
    hue = QColor(theme.hue_y if kind is None else hues[kind % len(hues)])
    painter.setPen(QPen(hue, 1.6))
    painter.setBrush(QColor(theme.card) if kind == 0 else hue)
    match None if kind is None else kind % 4:
        case 1:
            painter.drawRect(QRectF(at.x() - r * 0.9, at.y() - r * 0.9, 1.8 * r, 1.8 * r))
        case 2:
            painter.drawPolygon(
                QPolygonF([at + QPointF(0, -1.2 * r), at + QPointF(1.1 * r, 0.8 * r), at + QPointF(-1.1 * r, 0.8 * r)])
            )
        case 3:
            painter.drawPolygon(QPolygonF([at + QPointF(*d) for d in ((0, -1.3 * r), (r, 0), (0, 1.3 * r), (-r, 0))]))
        case _:
            painter.drawEllipse(at, r, r)


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    margin = 0.18 * (high - low) or 1.0
    return low - margin, high + margin


def _widened(interval: tuple[float, float], length: float) -> tuple[float, float]:
    middle = sum(interval) / 2
    return middle - length / 2, middle + length / 2


def _ends(line: SketchLine, across: tuple[float, float], up: tuple[float, float]) -> Sequence[tuple[float, float]]:
    """Two points of a line that are as far apart as the box is wide or high."""
    if abs(line.up) * (across[1] - across[0]) >= abs(line.across) * (up[1] - up[0]):
        return [(x, (line.constant - line.across * x) / line.up) for x in across]
    return [((line.constant - line.up * y) / line.across, y) for y in up]


# --- matrices


def _paint_grids(painter: QPainter, room: QRectF, sketch: Sketch, theme: Theme) -> None:
    """x, then w over b, then y, each cell as strong as its number is large; a negative one is hollow."""
    grids = {matrix: sketch.grid(matrix) for matrix in INPUTS}
    columns = [(Matrix.x,), (Matrix.w, Matrix.b), (Matrix.y,)]
    widths = [max(grids[matrix].shape[1] for matrix in column) for column in columns]
    heights = [sum(grids[matrix].shape[0] for matrix in column) for column in columns]
    gap = 10.0
    cell = min(
        (room.width() - 2 * gap) / sum(widths),
        (room.height() - _LETTERS * 2 - 2) / max(heights[0], heights[1], heights[2]),
        _LARGEST_CELL,
    )
    left = room.left() + (room.width() - cell * sum(widths) - 2 * gap) / 2
    for column, width in zip(columns, widths, strict=True):
        top = room.top()
        for matrix in column:
            top = _paint_grid(painter, QPointF(left, top), cell, sketch, matrix, theme) + 2
        left += cell * width + gap


def _paint_grid(painter: QPainter, at: QPointF, cell: float, sketch: Sketch, matrix: Matrix, theme: Theme) -> float:
    """One matrix under its letter; where it ends."""
    values, hue, card = sketch.grid(matrix), theme.hue(matrix), QColor(theme.card)
    painter.setFont(text_font(_LETTERS - 1, QFont.Weight.DemiBold))
    painter.setPen(hue)
    width = cell * values.shape[1]
    painter.drawText(QRectF(at.x() - 10, at.y(), width + 20, _LETTERS), Qt.AlignmentFlag.AlignCenter, matrix.value)
    top = at.y() + _LETTERS + 1
    for row, numbers in enumerate(values):
        for column, number in enumerate(numbers):
            box = QRectF(at.x() + column * cell, top + row * cell, cell, cell).adjusted(0.75, 0.75, -0.75, -0.75)
            strength = abs(float(number))
            painter.setPen(QPen(blend(card, hue, 0.3 + 0.7 * strength), 1))
            painter.setBrush(blend(card, hue, 0.15 + 0.85 * strength) if number > 0 else card)
            painter.drawRect(box)
    return float(top + cell * len(values))


# --- the loss


def _paint_loss(painter: QPainter, room: QRectF, sketch: Sketch, theme: Theme) -> None:
    losses = sketch.losses
    painter.setFont(text_font(_LETTERS - 1))
    painter.setPen(QColor(theme.text_pale))
    painter.drawText(QRectF(room.left(), room.top() - 2, 12, _LETTERS + 2), Qt.AlignmentFlag.AlignLeft, "L")
    box = room.adjusted(14, 2, 0, -2)
    painter.setPen(QPen(QColor(theme.text_ghost), 1))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    painter.drawLine(box.bottomLeft(), box.topLeft())
    highest = 1.12 * max(losses) or 1.0

    def place(t: int, loss: float) -> QPointF:
        return QPointF(
            box.left() + t / max(len(losses) - 1, 1) * box.width(), box.bottom() - loss / highest * box.height()
        )

    if sketch.floor > _FLAT:
        floor_pen = QPen(QColor(theme.text_pale), 1)
        floor_pen.setDashPattern([4, 3])
        painter.setPen(floor_pen)
        painter.drawLine(QLineF(place(0, sketch.floor), place(len(losses) - 1, sketch.floor)))
    line = QPen(QColor(theme.text), 2)
    line.setCapStyle(Qt.PenCapStyle.RoundCap)
    line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(line)
    painter.drawPolyline(QPolygonF([place(t, loss) for t, loss in enumerate(losses)]))
