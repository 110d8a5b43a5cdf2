"""The pens of the loss plot's lines. No line is told by its colour alone: each kept curve has dashes of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from bpgui.ui.theme import Theme, blend

KEPT_DASHES: tuple[tuple[float, ...], ...] = (
    (7, 2.5),
    (1.5, 1.8),
    (7, 2, 1.5, 2),
    (3.5, 2),
    (14, 3),
    (7, 2, 1.5, 2, 1.5, 2),
    (1.5, 5),
    (14, 2.5, 4, 2.5),
    (3.5, 2, 1.5, 2),
    (14, 2, 1.5, 2, 1.5, 2, 1.5, 2),
    (4, 2, 4, 6),
    (6, 6),
)
"""Lengths of line and gap, in widths of the line, of each kept curve's look."""

_KEPT_WIDTH, _MODE_WIDTH = 1.9, 1.4
_PREDICTION_DASHES = (4.0, 3.0)


def pen(colour: QColor | str, width: float, dashes: Sequence[float] = ()) -> QPen:
    """A pen, so wide in pixels of the widget."""
    made = QPen(QColor(colour), width)
    if dashes:
        made.setDashPattern(list(dashes))
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made


def on_plot(made: QPen, ratio: float) -> QPen:
    """A pen for the plot's own coordinates: it is as wide in whatever of them; `ratio`: of device pixels."""
    cosmetic = QPen(made)
    cosmetic.setCosmetic(True)
    cosmetic.setWidthF(made.widthF() * ratio)  # Qt counts such widths in device pixels
    return cosmetic


def prediction_pen(theme: Theme, scale: float) -> QPen:
    """Of what lies ahead."""
    return pen(theme.text_pale, 1.5 * scale, _PREDICTION_DASHES)


def earlier_pen(theme: Theme, scale: float) -> QPen:
    """Of the curve before the last edit."""
    return pen(blend(QColor(theme.card), QColor(theme.text_pale), 0.6), 1.5 * scale)


def kept_pen(theme: Theme, look: int, scale: float) -> QPen:
    """Of a kept curve, by the number of its look."""
    number = look % len(KEPT_DASHES)
    return pen(theme.kept[number], _KEPT_WIDTH * scale, KEPT_DASHES[number])


def mode_pen(theme: Theme, flatness: float | None, scale: float, is_ahead: bool = False) -> QPen:
    """Of a mode's share, from the steepest (0) to the flattest (1); None: of the others together."""
    ramp = theme.steep_to_flat
    colour = theme.text_pale if flatness is None else ramp[round(flatness * (len(ramp) - 1))]
    return pen(colour, _MODE_WIDTH * scale, _PREDICTION_DASHES if is_ahead else ())
