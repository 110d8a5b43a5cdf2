"""Looks: every colour by name, once. Colour says whose a number is, and never stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor, QPalette

from bpgui.core.cells import Matrix


class ThemeName(Enum):
    """The looks that can be chosen."""

    light = "light"
    dark = "dark"
    projector = "projector"


@dataclass(frozen=True)
class Theme:
    """One look: colours as #rrggbb, and how much larger than usual the sentence and the bar of steps are.

    kept: of kept curves, dark ones and pale ones in turn, so that they are told apart without hues too; steep_to_flat:
    of the modes of descent, from the steepest curvature to the flattest.
    """

    name: ThemeName
    enlarged: float
    ground: str
    card: str
    border: str
    text: str
    text_pale: str
    text_ghost: str
    bracket: str
    accent: str
    accent_text: str
    button: str
    warning: str
    hue_x: str
    hue_w: str
    hue_b: str
    hue_y: str
    hue_y_hat: str
    kept: tuple[str, ...]
    steep_to_flat: tuple[str, ...]

    def hue(self, matrix: Matrix) -> QColor:
        """The colour of a matrix: whose its numbers are."""
        match matrix:
            case Matrix.x | Matrix.dL_dx:
                return QColor(self.hue_x)
            case Matrix.w | Matrix.dL_dw | Matrix.w_next:
                return QColor(self.hue_w)
            case Matrix.b | Matrix.dL_db | Matrix.b_next:
                return QColor(self.hue_b)
            case Matrix.y:
                return QColor(self.hue_y)
            case Matrix.y_hat | Matrix.error | Matrix.dL_dy_hat:
                return QColor(self.hue_y_hat)
            case Matrix.loss:
                return QColor(self.text)

    def glow(self, matrix: Matrix, strength: float) -> QColor:
        """A matrix's colour laid thinly over the card, from 0 (the card) to 1 (the colour)."""
        return blend(QColor(self.card), self.hue(matrix), strength)

    def palette(self) -> QPalette:
        """The palette for Qt's own controls."""
        palette = QPalette()
        role = QPalette.ColorRole
        for where, colour in (
            (role.Window, self.ground),
            (role.WindowText, self.text),
            (role.Base, self.card),
            (role.AlternateBase, self.ground),
            (role.Text, self.text),
            (role.Button, self.button),
            (role.ButtonText, self.text),
            (role.Highlight, self.accent),
            (role.HighlightedText, self.accent_text),
            (role.ToolTipBase, self.card),
            (role.ToolTipText, self.text),
            (role.PlaceholderText, self.text_pale),
            (role.Link, self.accent),
            (role.Light, self.card),
            (role.Midlight, self.border),
            (role.Mid, self.border),
            (role.Dark, self.text_pale),
            (role.Shadow, self.text_ghost),
        ):
            palette.setColor(where, QColor(colour))
        for where in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, where, blend(QColor(self.ground), QColor(self.text), 0.5))
        return palette


def blend(ground: QColor, over: QColor, strength: float) -> QColor:
    """A colour laid over another at some strength, as an opaque colour."""
    mixed = [
        round(below + (above - below) * strength)
        for below, above in zip(ground.getRgb()[:3], over.getRgb()[:3], strict=True)  # type: ignore[index]
    ]
    return QColor(*mixed)


def _colours(in_order: str) -> tuple[str, ...]:
    return tuple(in_order.split())


LIGHT = Theme(
    name=ThemeName.light,
    enlarged=1.0,
    ground="#f3f3f0",
    card="#ffffff",
    border="#d6d7d9",
    text="#15171c",
    text_pale="#5d6370",
    text_ghost="#8b919c",
    bracket="#22252c",
    accent="#1d5fd6",
    accent_text="#ffffff",
    button="#ffffff",
    warning="#b3261e",
    hue_x="#1d5fd6",
    hue_w="#c2410c",
    hue_b="#806000",
    hue_y="#15803d",
    hue_y_hat="#7e33b8",
    kept=_colours("#c2410c #5d0070 #2a9162 #d6339a #0b4a4f #a87a2a #7c4dff #701300 #1f8ecb #4a5200 #b0685f #1d1f8a"),
    steep_to_flat=_colours("#3a1a8f #6a1b9a #93208a #b82a6e #cf3f4f #d9552c #dc6c12 #c48200"),
)

DARK = Theme(
    name=ThemeName.dark,
    enlarged=1.0,
    ground="#14161a",
    card="#1c1f26",
    border="#3a3f4a",
    text="#f2f3f5",
    text_pale="#a2a8b4",
    text_ghost="#747b89",
    bracket="#e4e6ea",
    accent="#2f6fe0",
    accent_text="#ffffff",
    button="#262a33",
    warning="#ff8a80",
    hue_x="#7cb0ff",
    hue_w="#ff9d57",
    hue_b="#e3c341",
    hue_y="#4fd18b",
    hue_y_hat="#d09bf5",
    kept=_colours("#ff9d57 #c9a6ff #3fae82 #ff6fc4 #8fe3ee #c79a3c #9277ff #e0573a #4fb4f0 #d8e04a #d9a59c #7f9bd1"),
    steep_to_flat=_colours("#a766e0 #cf62c2 #ee6797 #fb7f6d #ff9c56 #ffba4d #ffd862 #fff3a0"),
)

PROJECTOR = Theme(
    name=ThemeName.projector,
    enlarged=1.25,
    ground="#ffffff",
    card="#ffffff",
    border="#8a8f99",
    text="#000000",
    text_pale="#3a3f4a",
    text_ghost="#6f7580",
    bracket="#000000",
    accent="#0b3fae",
    accent_text="#ffffff",
    button="#ffffff",
    warning="#a00000",
    hue_x="#0b3fae",
    hue_w="#a83200",
    hue_b="#664d00",
    hue_y="#0a5c2a",
    hue_y_hat="#5c1794",
    kept=_colours("#a83200 #4c005c #1f7d4e #b81d7f #083b3f #977022 #6a35f0 #5c1000 #1676ad #3b4200 #96524a #14166e"),
    steep_to_flat=_colours("#24106b #4d1278 #72186e #931f56 #a82f36 #ad4518 #a85a06 #96700a"),
)

_THEMES = {theme.name: theme for theme in (LIGHT, DARK, PROJECTOR)}


def theme_named(name: ThemeName) -> Theme:
    """The look of that name."""
    return _THEMES[name]
