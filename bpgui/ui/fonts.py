"""The text face, shipped with the program so that every platform looks the same, with figures of equal width."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from bpgui.resource_files import resource_path

FACES = ("Inter-Regular.otf", "Inter-Italic.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf")
TEXT_PIXELS = 13
"""The size of text at scale 1, in device-independent pixels."""


@cache
def load_faces() -> str:
    """Make the shipped face known to Qt, once; the name of its family."""
    families = {
        family
        for face in FACES
        for family in QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(resource_path("fonts", face)))
        )
    }
    return sorted(families)[0]


def text_font(pixels: float, weight: QFont.Weight = QFont.Weight.Normal, italic: bool = False) -> QFont:
    """The text face at a size in pixels, with tabular figures."""
    return QFont(_text_font(max(round(pixels), 1), weight, italic))


@cache
def _text_font(pixels: int, weight: QFont.Weight, italic: bool) -> QFont:
    font = QFont(load_faces())
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setItalic(italic)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setFeature(QFont.Tag("calt"), 0)  # what is typed is shown as it is typed: 0x10 is no 0×10
    return font
