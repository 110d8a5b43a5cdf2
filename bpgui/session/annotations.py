"""What a person keeps with a document: curves to compare, stops, notes. No number of the document depends on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpgui.session.kept_curves import KeptCurves
from bpgui.session.stops import Stop


@dataclass(frozen=True)
class Annotations:
    """Kept curves, stops in their order, and notes in plain text."""

    kept: KeptCurves = field(default_factory=KeptCurves)
    stops: tuple[Stop, ...] = ()
    notes: str = ""
