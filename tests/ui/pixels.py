"""What stands on the screen, and what painting it again would put there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QImage, QPixmap

from tests.ui.person import Person

UNSEEN = 8
"""What a part of a painting may differ by from the whole, of 255: a rounded corner is laid over itself."""


def on_screen(person: Person) -> np.ndarray:
    """The pixels that stand on the screen."""
    window = person.window
    return pixels(window.screen().grabWindow(window.winId()))


def painted_afresh(person: Person) -> np.ndarray:
    """The pixels of the same moment, all painted again."""
    return pixels(person.window.grab())


def pixels(made: QPixmap) -> np.ndarray:
    image = made.toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1, 4)
    return rows[:, : image.width(), :3].astype(np.int16)


def where_they_differ(one: np.ndarray, other: np.ndarray) -> str:
    """The rectangle around all that differs; empty if nothing does."""
    assert one.shape == other.shape
    down, across = np.nonzero(abs(one - other).max(axis=2) > UNSEEN)
    return f"x {across.min()} to {across.max()}, y {down.min()} to {down.max()}" if len(down) else ""


def is_painted_afresh(person: Person) -> Callable[[], None]:
    """A condition to wait for: nothing stands on the screen that painting would not put there."""

    def check() -> None:
        assert where_they_differ(on_screen(person), painted_afresh(person)) == ""

    return check
