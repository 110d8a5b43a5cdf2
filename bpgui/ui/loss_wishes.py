"""What a person's hand on the loss plot asks for. Knows no Qt."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

NOTCH = 1.25
"""One notch of the wheel, or one press of + or −, shows so many times as much, or as little."""


class Part(Enum):
    """What of the plot is taken hold of: the curves, or one of the axes."""

    curves = "curves"
    iterations = "iterations"
    losses = "losses"


class Zoom(NamedTuple):
    """Show so many times as much of an axis, about a place of it; None: about the cursor."""

    factor: float
    part: Part
    place: float | None


class Pan(NamedTuple):
    """Show what lies so far on, in shares of the axes, from where the hand took hold."""

    across: float
    up: float
    part: Part
