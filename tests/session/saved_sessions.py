"""Sessions as files hold them: random ones for hypothesis, one with everything in it, and whether two are the same."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from bpgui.core.cells import INPUTS, Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import InputMatrix
from bpgui.core.loss_curve import LossCurve
from bpgui.session.annotations import Annotations
from bpgui.session.document import Document, Names
from bpgui.session.kept_curves import KeptCurve, KeptCurves, Start
from bpgui.session.origin import DataSource, Standardised
from bpgui.session.position import Position, StepSize
from bpgui.session.saved import Saved
from bpgui.session.session import Session
from bpgui.session.stops import Stop
from bpgui.session.view import Pace, View
from tests.session.documents import hidden_sets, note
from tests.strategies import shapes

COMPUTED = [matrix for matrix in Matrix if not matrix.is_input]

floats = st.floats(-1e50, 1e50, allow_subnormal=True) | st.sampled_from([-0.0, 5e-324, -1e-300, 0.1, 1e50, 2.0**53])
fractions = st.fractions(-(10**50), 10**50) | st.sampled_from(
    [Fraction(1, 3), Fraction(1, 10**390), Fraction(-1, 10**390), Fraction(2**53 + 1), Fraction(1, 7**400)]
)
texts = st.text(max_size=6)
sizes = st.floats(0, 1e200, allow_subnormal=True)
counts = st.integers(0, 2**53)
iterations = st.integers(0, 10**9)


@st.composite
def matrices(draw: st.DrawFn, size: tuple[int, int]) -> InputMatrix:
    """Numbers of every awkward kind, some of them in float64, some exactly."""
    rows, columns = size
    given = [[draw(floats | fractions) for _ in range(columns)] for _ in range(rows)]
    return InputMatrix.from_rows(Matrix.x, given)


@st.composite
def names_of(draw: st.DrawFn, count: int) -> tuple[str, ...]:
    """A name for each, or none at all."""
    names = tuple(draw(texts) for _ in range(count))
    return names if any(names) else ()


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document."""
    shape = draw(shapes(3))
    x, w, b, y = (draw(matrices(shape.of(matrix))) for matrix in INPUTS)
    finite = st.floats(allow_nan=False, allow_infinity=False)
    numbers = st.lists(finite, min_size=shape.D, max_size=shape.D).map(tuple)
    scalings = st.builds(Standardised, numbers, numbers, matrices((shape.N, shape.D)))
    return Document(
        x,
        w,
        b,
        y,
        abs(draw(fractions)),
        draw(st.sampled_from(LossConvention)),
        Names(*(draw(names_of(count)) for count in shape)),
        draw(texts),
        draw(st.none() | st.integers(0, 10**100)),
        draw(st.none() | st.builds(DataSource, texts, st.lists(st.tuples(texts, texts), max_size=2).map(tuple))),
        draw(st.none() | scalings),
    )


@st.composite
def curves(draw: st.DrawFn) -> LossCurve:
    """Any curve, of one to three modes."""
    modes = draw(st.integers(1, 3))
    curvature = sorted((draw(st.floats(5e-324, 1e200)) for _ in range(modes)), reverse=True)
    weight = [draw(sizes) for _ in range(modes)]
    a, rate = draw(st.floats(1e-10, 1)), draw(st.floats(0, 1e50))
    return LossCurve(
        a, rate, np.array(curvature), np.array(weight), draw(sizes), draw(sizes), draw(st.none() | iterations)
    )


cells = st.builds(Cell, st.sampled_from(Matrix), st.integers(0, 5), st.integers(0, 5))
positions = st.builds(Position, iterations, st.sampled_from(COMPUTED), counts)
starts = st.builds(Start, counts, texts)
kept_curves = st.builds(KeptCurve, texts, curves(), st.integers(0, 12), counts, st.booleans(), st.none() | starts)
annotations = st.builds(
    Annotations,
    st.lists(kept_curves, max_size=3).map(tuple).map(KeptCurves),
    st.lists(st.builds(Stop, texts, positions, st.none() | cells), max_size=3).map(tuple),
    st.text(max_size=20),
)
parameters = st.builds(Cell, st.sampled_from([Matrix.w, Matrix.b]), st.integers(0, 5), st.integers(0, 5))


@st.composite
def views(draw: st.DrawFn) -> View:
    """Any view that can be chosen."""
    size = draw(st.sampled_from(StepSize))
    across, up = draw(st.lists(parameters, min_size=2, max_size=2, unique=True))
    return View(
        draw(hidden_sets),
        size,
        draw(st.integers(0, 10)),
        *(draw(st.booleans()) for _ in range(3)),
        draw(st.sampled_from([None, (across, up)])),
        draw(st.sampled_from(Pace)),
        size is StepSize.iteration and draw(st.booleans()),
    )


saved_sessions = st.builds(
    Saved, documents(), annotations, views(), positions, iterations, st.booleans(), st.none() | cells
)


def a_full_session() -> Session:
    """The note's integers, with something of everything that a file holds."""
    session = Session(note())
    session.enter(Matrix.x, 0, 1, "1/3")
    session.enter(Matrix.w, 0, 0, "0.1")
    session.rename("j", 0, "length")
    session.rename("k", 2, "“third”")
    session.run(12)
    session.keep_curve()
    session.set_learning_rate("0.3")
    session.keep_curve()
    session.set_learning_rate("1/30")
    session.backward()
    session.add_stop("∂L/∂w at t = 12")
    session.select(Cell(Matrix.dL_dw, 1, 2))
    session.add_stop()
    session.step_back(StepSize.term)
    session.set_notes("Begin with the first column.\nThen ask: why the transpose?")
    session.set_digits(4)
    session.set_landscape_axes((Cell(Matrix.w, 0, 0), Cell(Matrix.b, 0, 2)))
    return session


def assert_same(one: Saved, other: Saved) -> None:
    """Two sessions are the same, bit by bit."""
    assert one.document.same_as(other.document)
    assert (one.view, one.position, one.furthest, one.has_run, one.selection) == (
        other.view,
        other.position,
        other.furthest,
        other.has_run,
        other.selection,
    )
    assert (one.annotations.stops, one.annotations.notes) == (other.annotations.stops, other.annotations.notes)
    assert list(map(_of_curve, one.annotations.kept.curves)) == list(map(_of_curve, other.annotations.kept.curves))


def _of_curve(kept: KeptCurve) -> tuple[object, ...]:
    curve = kept.curve
    bits = (curve.curvature.tobytes(), curve.weight.tobytes())
    numbers = tuple(map(repr, (curve.a, curve.learning_rate, curve.floor, curve.rounding)))
    return kept.name, kept.look, kept.seen, kept.is_shown, kept.start, bits, numbers, curve.last
