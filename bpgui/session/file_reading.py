"""From what a session file says to a session, checked: where it can't be right, a sentence says what and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum
from fractions import Fraction
from typing import TypeVar

import msgspec
import numpy as np

from bpgui.core.cells import INPUTS, PARAMETERS, Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import Float64
from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import NumberError
from bpgui.session.annotations import Annotations
from bpgui.session.course import LAST_ITERATION
from bpgui.session.document import Document, Names
from bpgui.session.file_matrices import read_matrix
from bpgui.session.file_origin import check_scaling, scaling_from, seed_from, source_from
from bpgui.session.file_structs import (
    AtPosition,
    AtStop,
    Curve,
    InCell,
    Kept,
    Placed,
    SessionFile,
    Shown,
)
from bpgui.session.file_text import read_exactly
from bpgui.session.json_errors import RefusedError, shortened
from bpgui.session.kept_curves import MOST_KEPT, KeptCurve, KeptCurves, Start
from bpgui.session.position import Position, StepSize
from bpgui.session.saved import Saved
from bpgui.session.stops import Stop
from bpgui.session.view import DEFAULT_VIEW, GRADIENT_OF_X, MOST_DIGITS, UPDATED_PARAMETERS, Axes, Pace, View

Choice = TypeVar("Choice", bound=Enum)
Given = TypeVar("Given")

_COMPUTED = {matrix.value: matrix for matrix in Matrix if not matrix.is_input}
_HIDEABLE = {matrix.value: matrix for matrix in Matrix if matrix in GRADIENT_OF_X | UPDATED_PARAMETERS}
_MATRICES = {matrix.value: matrix for matrix in Matrix}
_CALLED = "ŷ is called y_hat in a file, dL/dw dL_dw, and so on"
_START = Position(0, Matrix.y_hat, 0)
_LARGEST_OF_A_CURVE = 1e250


def saved_from(file: SessionFile) -> Saved:
    """The session that a file holds. Raises RefusedError or InputError."""
    return Saved(document_from(file), annotations_from(file), *place_from(file))


def place_from(placed: Placed) -> tuple[View, Position, int, bool, Cell | None]:
    """The view, the position, the furthest iteration, whether descent was run, the selection. Raises RefusedError."""
    return (
        view_from(placed.view),
        _START if placed.position is None else position_from(placed.position, "position"),
        min(placed.furthest, LAST_ITERATION),
        placed.has_run,
        None if placed.selection is None else cell_from(placed.selection, "selection"),
    )


def document_from(file: SessionFile) -> Document:
    """The document. Raises RefusedError or InputError."""
    x, w, b, y = (read_matrix(matrix, getattr(file, matrix.value)) for matrix in INPUTS)
    document = Document(
        x,
        w,
        b,
        y,
        learning_rate_from(file.learning_rate),
        _one_of(LossConvention.__members__, file.convention, "convention"),
        title=file.title,
        seed=seed_from(file.seed),
        source=source_from(file.source),
        standardised=scaling_from(file),
    )
    check_scaling(document)
    N, D, K = document.shape
    names = Names(
        names_from(file.example_names, N, "example_names"),
        names_from(file.feature_names, D, "feature_names"),
        names_from(file.class_names, K, "class_names"),
    )
    return replace(document, names=names)


def annotations_from(file: Kept | SessionFile) -> Annotations:
    """What is kept with the document. Raises RefusedError."""
    if len(file.kept_curves) > MOST_KEPT:
        raise RefusedError(f"kept_curves: expected at most {MOST_KEPT}, got {len(file.kept_curves)}")
    kept = tuple(_curve(curve, f"kept_curves, number {i}") for i, curve in enumerate(file.kept_curves, 1))
    stops = tuple(_stop(stop, f"stops, number {i}") for i, stop in enumerate(file.stops, 1))
    return Annotations(KeptCurves(kept), stops, file.notes)


def view_from(shown: Shown) -> View:
    """What is shown; what isn't said is as usual. Raises RefusedError."""
    sizes, usual = {size.value: size for size in StepSize}, DEFAULT_VIEW
    digits = _or(shown.digits, usual.digits)
    if not 0 <= digits <= MOST_DIGITS:
        raise RefusedError(f"view, digits: expected 0 to {MOST_DIGITS}")
    size = usual.step_size if shown.step_size is None else _one_of(sizes, shown.step_size, "view, step_size")
    return View(
        hidden=usual.hidden if shown.hidden is None else _hidden(shown.hidden),
        step_size=size,
        digits=digits,
        fractions=_or(shown.fractions, usual.fractions),
        prediction=_or(shown.prediction, usual.prediction),
        modes=_or(shown.modes, usual.modes),
        landscape_axes=None if shown.landscape_axes is None else _axes(*shown.landscape_axes),
        pace=usual.pace if shown.pace is None else _one_of(Pace.__members__, shown.pace, "view, pace"),
        accelerates=_or(shown.accelerates, usual.accelerates) and size is StepSize.iteration,
    )


def _hidden(names: Sequence[str]) -> frozenset[Matrix]:
    hidden = frozenset(_one_of(_HIDEABLE, name, f"view, hidden, number {i}") for i, name in enumerate(names, 1))
    return hidden | UPDATED_PARAMETERS if hidden & UPDATED_PARAMETERS else hidden


def _axes(across: InCell, up: InCell) -> Axes:
    axes = cell_from(across, "view, landscape_axes, number 1"), cell_from(up, "view, landscape_axes, number 2")
    if not all(axis.matrix in PARAMETERS for axis in axes) or axes[0] == axes[1]:
        raise RefusedError("view, landscape_axes: expected two different entries of w or b")
    return axes


def position_from(given: AtPosition, where: str) -> Position:
    """A position; an iteration beyond the last that is shown becomes that one. Raises RefusedError."""
    if given.equation not in _COMPUTED:
        raise RefusedError(f"{where}, equation: there is no equation “{shortened(given.equation)}”: {_CALLED}")
    equation = _COMPUTED[given.equation]
    return Position(min(given.iteration, LAST_ITERATION), equation, given.terms)


def cell_from(given: InCell, where: str) -> Cell:
    """A cell, counted from 0. Raises RefusedError."""
    if given.matrix not in _MATRICES:
        raise RefusedError(f"{where}, matrix: there is no matrix “{shortened(given.matrix)}”: {_CALLED}")
    return Cell(_MATRICES[given.matrix], given.row - 1, given.column - 1)


def learning_rate_from(given: int | float | str) -> Fraction:
    """η. Raises RefusedError."""
    try:
        rate = read_exactly(given if isinstance(given, str) else repr(given))
    except NumberError as error:
        raise RefusedError(f"learning_rate: {error}") from None
    if rate < 0:
        raise RefusedError("learning_rate: expected 0 or more")
    return rate


def _stop(given: AtStop, where: str) -> Stop:
    selection = None if given.selection is None else cell_from(given.selection, f"{where}, selection")
    return Stop(given.name, position_from(given.position, f"{where}, position"), selection)


def _curve(given: Curve, where: str) -> KeptCurve:
    if given.look > MOST_KEPT:
        raise RefusedError(f"{where}, look: expected 0 to {MOST_KEPT}")
    curvature = _positive(given.curvature, f"{where}, curvature")
    weight = _positive(given.weight, f"{where}, weight", or_zero=True)
    if len(curvature) != len(weight):
        raise RefusedError(f"{where}: expected as many weights as curvatures")
    if np.any(np.diff(curvature) > 0):
        raise RefusedError(f"{where}, curvature: expected the largest first")
    numbers = (given.a, given.learning_rate, given.floor, given.rounding)
    if not all(0 <= each <= _LARGEST_OF_A_CURVE for each in numbers) or given.a == 0:
        raise RefusedError(f"{where}: expected finite numbers, none of them negative")
    curve = LossCurve(given.a, given.learning_rate, curvature, weight, given.floor, given.rounding, given.last)
    start = None if given.start is None else Start(*msgspec.structs.astuple(given.start))
    return KeptCurve(given.name, curve, given.look, given.seen, given.is_shown, start)


def _positive(values: list[float], where: str, or_zero: bool = False) -> Float64:
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    if array.size == 0 or not (array.min() >= 0 and array.max() <= _LARGEST_OF_A_CURVE):
        raise RefusedError(f"{where}: expected finite numbers, at least one, and none of them negative")
    if not or_zero and array.min() == 0:
        raise RefusedError(f"{where}: expected numbers greater than 0")
    return array


def names_from(names: list[str], count: int, where: str) -> tuple[str, ...]:
    """Names, one for each line or none at all. Raises RefusedError."""
    if len(names) not in (0, count):
        raise RefusedError(f"{where}: expected {count}, got {len(names)}")
    return tuple(names) if any(names) else ()


def _one_of(allowed: Mapping[str, Choice], given: str, where: str) -> Choice:
    if given not in allowed:
        raise RefusedError(f"{where}: expected {', '.join(allowed)}; got “{shortened(given)}”")
    return allowed[given]


def _or(given: Given | None, usual: Given) -> Given:
    return usual if given is None else given
