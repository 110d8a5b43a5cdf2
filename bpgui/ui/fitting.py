"""Dialogs that are as large as everything else, as far as the screen has room for them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from bpgui.ui.fonts import TEXT_PIXELS, text_font

_PART_OF_SCREEN = 0.95
_TITLE_BAR = 34
_TRIES = 4


def take_scale(dialog: QDialog, wanted: float, take: Callable[[float], object]) -> None:
    """Let a dialog take a scale, or the largest below it at which all of it is on screen; `take` scales its parts."""
    room, scale = dialog.screen().availableGeometry(), wanted
    for _ in range(_TRIES):
        for widget in (dialog, *dialog.findChildren(QWidget)):
            widget.setFont(text_font(TEXT_PIXELS * scale, widget.font().weight()))
        take(scale)
        needed = _needed(dialog)
        across = _PART_OF_SCREEN * room.width() / needed.width()
        down = _PART_OF_SCREEN * (room.height() - _TITLE_BAR) / needed.height()
        if min(across, down) >= 1:
            break
        scale *= 0.99 * min(across, down)
    dialog.resize(_needed(dialog))


def grow_to_content(dialog: QDialog) -> None:
    """Let a dialog be no lower than its texts, which may take more lines than before."""
    layout = dialog.layout()
    if layout is not None and layout.totalHeightForWidth(dialog.width()) > dialog.height():
        dialog.resize(dialog.width(), layout.totalHeightForWidth(dialog.width()))


def _needed(dialog: QDialog) -> QSize:
    layout = dialog.layout()
    assert layout is not None
    layout.activate()
    wanted = layout.totalSizeHint()
    return QSize(wanted.width(), max(layout.totalHeightForWidth(wanted.width()), wanted.height()))
