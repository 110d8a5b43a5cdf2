"""Icons from `resources/icons`, in the colours of a theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from bpgui.resource_files import resource_path
from bpgui.ui.theme import Theme, blend


def themed_icon(name: str, theme: Theme, pixels: int, ratio: float) -> QIcon:
    """An icon of `pixels` on a side in the colour of text, paler while it is disabled; `ratio`: of device pixels."""
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    disabled = blend(QColor(theme.ground), QColor(theme.text), 0.38).name()
    for mode, colour in ((QIcon.Mode.Normal, theme.text), (QIcon.Mode.Disabled, disabled)):
        icon.addPixmap(_drawn(drawing.replace("currentColor", colour), pixels, ratio), mode)
    return icon


def _drawn(drawing: str, pixels: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(pixels * ratio), round(pixels * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    return pixmap
