"""What of the window a picture can show, and how that looks: as on the screen, or light on white, as for paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainterPath, QPen, QTransform

from bpgui.ui.fonts import text_font
from bpgui.ui.loss_looks import kept_pen
from bpgui.ui.picture_marks import Outline
from bpgui.ui.picture_recording import Recording, record, under_each_other
from bpgui.ui.theme import LIGHT, Theme

if TYPE_CHECKING:
    from bpgui.ui.main_window import MainWindow
    from bpgui.ui.worksheet import Sheet

_LEGEND_PIXELS, _LINE, _GAP, _MARGIN = 12, 34, 7, 9


class Part(Enum):
    """What a picture can show."""

    worksheet = "worksheet"
    loss = "loss"
    window = "window"


class NotShownError(ValueError):
    """A part of the window that isn't on the screen; the text is a sentence for the person."""


def on_paper(theme: Theme) -> Theme:
    """The light look on white, with sizes as they are now, so that everything keeps its place."""
    return replace(LIGHT, ground=LIGHT.card, enlarged=theme.enlarged)


def picture_of(window: MainWindow, part: Part, theme: Theme) -> Recording:
    """The part of the window as it would be seen in a theme. Raises NotShownError."""
    refuse_what_is_hidden(window, part)
    with _seen_in(window, theme):
        match part:
            case Part.worksheet:
                with _untouched(window.worksheet.sheet):
                    return record(window.worksheet.sheet, background=False)
            case Part.loss:
                return _of_the_loss(window, theme)
            case Part.window:
                with _drawn_as_outlines(window.loss_panel.plot):
                    return record(window)


def refuse_what_is_hidden(window: MainWindow, part: Part) -> None:
    """Raises NotShownError where a part isn't on the screen."""
    if part is Part.loss and not window.loss_card.isVisible():
        where = (
            "Focus shows the equation at work alone; leave it with Escape."
            if window.arrangement.is_focused
            else "Show it with View › Show the loss over iterations."
        )
        raise NotShownError(f"The loss isn’t on the screen. {where}")


def name_of_the_loss(window: MainWindow) -> str:
    """What the card of the loss shows now."""
    return "landscape of the loss" if window.loss_card.is_landscape else "loss plot"


@contextmanager
def _seen_in(window: MainWindow, theme: Theme) -> Iterator[None]:
    """For as long as it lasts, the window has the colours of a theme; the screen isn't painted in between."""
    before = window.theme
    if theme == before:
        yield
        return
    window.wear(theme)
    try:
        yield
    finally:
        window.wear(before)


@contextmanager
def _untouched(sheet: Sheet) -> Iterator[None]:
    """For as long as it lasts, the worksheet shows nothing that is there for a hand: no cursor, no scroll bars."""
    views = [frame.view for frame in sheet.frames.values()]
    for view in views:
        view.set_pictured(True)
    try:
        yield
    finally:
        for view in views:
            view.set_pictured(False)


def _of_the_loss(window: MainWindow, theme: Theme) -> Recording:
    card = window.loss_card
    if card.is_landscape:
        return record(card.landscape.canvas, background=False)
    plot = card.curve.plot
    if plot is None:
        raise NotShownError("The loss plot isn’t loaded yet. Try again in a moment.")
    with _drawn_as_outlines(plot):
        recorded = record(plot, background=False)
    legend = _legend(window, theme, recorded.size.width())
    return under_each_other([recorded, *legend])


@contextmanager
def _drawn_as_outlines(plot: Any) -> Iterator[None]:
    """For as long as it lasts, dots and the plot's ground are painted as outlines, and not from pixmaps."""
    if plot is None:
        yield
        return
    dots = [item for item in plot.scene().items() if hasattr(item, "setExportMode") and hasattr(item, "setSymbol")]
    cached = plot.cacheMode()
    plot.setCacheMode(plot.CacheModeFlag.CacheNone)
    for item in dots:
        item.setExportMode(True, {})
    try:
        yield
    finally:
        plot.setCacheMode(cached)
        for item in dots:
            item.setExportMode(False)


def _legend(window: MainWindow, theme: Theme, width: float) -> list[Recording]:
    """The names of the kept curves that are shown, each after a piece of its line."""
    scale = window.zoom
    font = text_font(_LEGEND_PIXELS * scale)
    metrics = QFontMetricsF(font)
    height, marks = 1.4 * metrics.height(), []
    left, start = _MARGIN * scale, (_MARGIN + _LINE + _GAP) * scale
    shown = [kept for kept in window.bridge.session.kept.curves if kept.is_shown]
    for row, kept in enumerate(shown):
        line, words = QPainterPath(), QPainterPath()
        middle = (row + 0.5) * height
        line.moveTo(left, middle)
        line.lineTo(left + _LINE * scale, middle)
        marks.append(Outline(line, kept_pen(theme, kept.look, scale), QBrush(), QTransform(), None))
        name = metrics.elidedText(kept.name, Qt.TextElideMode.ElideMiddle, width - start - left)
        at = QPointF(start, middle + metrics.capHeight() / 2)
        words.addText(at, font, name)
        words.setFillRule(Qt.FillRule.WindingFill)
        ink = QBrush(QColor(theme.text))
        marks.append(Outline(words, QPen(Qt.PenStyle.NoPen), ink, QTransform(), None, words=(name, font, at)))
    return [Recording(tuple(marks), QSizeF(width, len(shown) * height + left))] if shown else []
