"""What a session file of version 1 consists of, as msgspec reads it. Keys that are not here are ignored."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from bpgui.core.loss_curve import LARGEST_ITERATION
from bpgui.session.file_matrices import Packed, Rows
from bpgui.session.sizes import MOST_NUMBERS

FORMAT, VERSION = "bpgui session", 1
LONGEST_NAME, LONGEST_NOTES = 10_000, 10_000_000
MOST_STOPS = 10_000
MOST_CHOICES = 1_000

Place = Annotated[int, msgspec.Meta(ge=1, le=MOST_NUMBERS)]
"""A row or a column, counted from 1."""
Count = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_ITERATION)]
Name = Annotated[str, msgspec.Meta(max_length=LONGEST_NAME)]
Names = list[Name]


class Head(msgspec.Struct):
    """What tells a session file from others, and its version."""

    format: Any = None
    version: Any = None


class InCell(msgspec.Struct):
    """A cell; row and column are counted from 1."""

    matrix: str
    row: Place
    column: Place


class AtPosition(msgspec.Struct):
    """A position: iteration, the matrix that the equation under way makes, and its terms added so far."""

    iteration: Count
    equation: str
    terms: Count


class AtStop(msgspec.Struct):
    """A stop."""

    name: Name
    position: AtPosition
    selection: InCell | None = None


class FromStart(msgspec.Struct):
    """The start of a kept curve."""

    number: Count
    fingerprint: Name


class Curve(msgspec.Struct):
    """A kept curve: L_t = floor + a Σ weight (1 − η curvature)^(2t)."""

    name: Name
    look: Count
    seen: Count
    a: float
    learning_rate: float
    floor: float
    rounding: float
    curvature: list[float]
    weight: list[float]
    is_shown: bool = True
    start: FromStart | None = None
    last: Count | None = None


class FromSource(msgspec.Struct):
    """The data file, by its name alone, and the choices made when it was read."""

    file: Name
    choices: Annotated[list[tuple[Name, Name]], msgspec.Meta(max_length=MOST_CHOICES)] = []


class Scaling(msgspec.Struct):
    """Means and deviations of the features of x before it was standardised."""

    means: list[float]
    deviations: list[float]


class Shown(msgspec.Struct):
    """The view."""

    hidden: list[str] | None = None
    step_size: str | None = None
    digits: int | None = None
    fractions: bool | None = None
    prediction: bool | None = None
    modes: bool | None = None
    landscape_axes: tuple[InCell, InCell] | None = None
    pace: str | None = None
    accelerates: bool | None = None


Stops = Annotated[list[AtStop], msgspec.Meta(max_length=MOST_STOPS)]
Notes = Annotated[str, msgspec.Meta(max_length=LONGEST_NOTES)]


class Placed(msgspec.Struct):
    """Where a person is, and what is seen."""

    position: AtPosition | None = None
    furthest: Count = 0
    has_run: bool = False
    selection: InCell | None = None
    view: Shown = msgspec.field(default_factory=Shown)


class Kept(msgspec.Struct):
    """What is kept with the document, alone."""

    kept_curves: list[Curve] = []
    stops: Stops = []
    notes: Notes = ""


class SessionFile(Placed, kw_only=True):
    """The whole file. Only the matrices are required."""

    x: Rows | Packed
    w: Rows | Packed
    b: Rows | Packed
    y: Rows | Packed
    learning_rate: int | float | str = "1/100"
    convention: str = "per_example"
    title: Name = ""
    example_names: Names = []
    feature_names: Names = []
    class_names: Names = []
    seed: int | None = None
    source: FromSource | None = None
    standardised: Scaling | None = None
    x_before_standardising: Rows | Packed | None = None
    kept_curves: list[Curve] = []
    stops: Stops = []
    notes: Notes = ""
