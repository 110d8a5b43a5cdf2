"""Matrices and curves that are exported, read back bit by bit."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import INPUTS, Matrix, Shape
from bpgui.core.inputs import InputMatrix
from bpgui.core.notation import symbol
from bpgui.session.course import LAST_ITERATION
from bpgui.session.document import Document, Names
from bpgui.session.export_curve import (
    HEADING,
    MOST_ROWS,
    POINTS_AS_DRAWN,
    CurveError,
    CurveRows,
    curve_note,
    curve_table,
    exact_losses,
    last_that_may_be_told,
    proposed_last,
)
from bpgui.session.export_matrices import (
    known_matrices,
    left_out,
    matrix_table,
    npz_content,
    npz_words,
    sheet,
    table_content,
    values_of,
)
from bpgui.session.export_numbers import csv_fields, tsv_fields
from bpgui.session.loss_readout import LossReadout
from bpgui.session.position import Position
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.view import UPDATED_PARAMETERS
from tests.session.documents import LOSS, document, note, of_size, one_weight
from tests.session.test_export_code import screens
from tests.strategies import proof, shapes

any_float = st.floats(-1e50, 1e50) | st.sampled_from([-0.0, 5e-324, 0.1, 1 / 3, 1e22, 1e-7, 123456789.0])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Floats of every kind, and names of any signs."""
    shape: Shape = draw(shapes(4))

    def matrix(of: Matrix) -> InputMatrix:
        rows, columns = shape.of(of)
        numbers = draw(st.lists(any_float, min_size=rows * columns, max_size=rows * columns))
        return InputMatrix.from_array(of, np.array(numbers).reshape(rows, columns))

    named = (
        tuple(draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=6)) for _ in range(n)) for n in shape
    )
    return Document(*(matrix(of) for of in INPUTS), names=Names(*named))


def read(text: Iterable[str], separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(text), newline=""), delimiter=separator))


def bits(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    return [[float(str(entry).replace(",", ".")).hex() for entry in row] for row in rows]


def note_at(position: Position) -> Session:
    session = Session(note())
    session.move_to(position)
    return session


# --- matrices


@proof
@given(documents(), st.booleans())
def test_csv_is_read_back_bit_by_bit(given_document: Document, comma: bool) -> None:
    screen = Screen(Session(given_document))
    for matrix in INPUTS:
        text = "".join(matrix_table(screen, matrix, csv_fields(comma), with_names=False))
        assert bits(read([text], ";" if comma else ",")) == bits(given_document.matrix(matrix).values)
        if not comma:
            loaded = np.loadtxt(io.StringIO(text), delimiter=",", ndmin=2)
            assert loaded.tobytes() == given_document.matrix(matrix).values.tobytes()


@proof
@given(documents(), st.booleans())
def test_one_sheet_holds_all_matrices_with_their_names(given_document: Document, comma: bool) -> None:
    screen = Screen(Session(given_document))
    rows = read(sheet(screen, tsv_fields(comma)), "\t")
    for matrix in INPUTS:
        count, columns = given_document.shape.of(matrix)
        (heading, *names), *entries = rows[: count + 1]
        assert heading == symbol(matrix)
        assert len(names) == columns
        assert bits(row[1:] for row in entries) == bits(given_document.matrix(matrix).values)
        if matrix is Matrix.w:
            shown = given_document.names
            assert names == [name or str(k) for k, name in enumerate(shown.classes, 1)]
            assert [row[0] for row in entries] == [name or str(j) for j, name in enumerate(shown.features, 1)]
        rows = rows[count + 2 :]
    assert rows == []


@proof
@given(screens())
def test_npz_holds_what_is_known_bit_by_bit_and_no_pickle(screen: Screen) -> None:
    with np.load(io.BytesIO(b"".join(npz_content(screen))), allow_pickle=False) as archive:
        found = dict(archive)
    assert int(found.pop("iteration")) == screen.position.iteration
    assert set(found) == {matrix.value for matrix in known_matrices(screen)}
    for matrix in known_matrices(screen):
        assert found[matrix.value].dtype == np.float64
        assert found[matrix.value].tobytes() == np.ascontiguousarray(values_of(screen, matrix)).tobytes()


def test_exact_numbers_come_out_as_the_float_nearest_to_them() -> None:
    session = Session(document([["0.1"], ["0.2"]], [["0.3"]], [["1/3"]], [[0], [0]], Fraction(1)))
    session.backward()
    screen = Screen(session)
    assert values_of(screen, Matrix.y_hat).tolist() == [[float(Fraction("0.03") + Fraction(1, 3))], [0.06 + 1 / 3]]
    assert "".join(matrix_table(screen, Matrix.b, csv_fields(False), False)) == "0.3333333333333333\n"
    assert "".join(matrix_table(screen, Matrix.b, csv_fields(True), False)) == "0,3333333333333333\n"


def test_numbers_with_commas_are_parted_by_semicolons() -> None:
    session = Session(document([["0.5", "1e-7"]], [[1], [1]], [[0]], [[0]]))
    text = "".join(matrix_table(Screen(session), Matrix.x, csv_fields(True), with_names=True))
    assert text == "x;1;2\n1;0,5;1e-07\n"


def test_only_what_the_position_knows_leaves_the_program() -> None:
    session = note_at(Position(0, Matrix.dL_dw, 9))
    screen = Screen(session)
    assert [m.value for m in known_matrices(screen)] == ["x", "w", "b", "y", "y_hat", "error", "loss", "dL_dy_hat"]
    assert left_out(screen) == (
        "Left out, since the position doesn’t know them yet: ∂L/∂w, ∂L/∂b, new w, new b. "
        "Left out, since the view hides it: ∂L/∂x."
    )
    assert "dL_dw" not in npz_words(screen)
    session.set_hidden(frozenset({Matrix.dL_dx}), False)
    session.set_hidden(UPDATED_PARAMETERS, True)
    session.backward()
    screen = Screen(session)
    assert Matrix.dL_dx in known_matrices(screen)
    assert left_out(screen) == "Left out, since the view hides them: new w, new b."


def test_at_the_end_of_an_iteration_nothing_is_left_out() -> None:
    session = Session(note())
    session.set_hidden(frozenset({Matrix.dL_dx}), False)
    session.move_to(session.timeline.end(0, Matrix.b_next))
    assert known_matrices(Screen(session)) == tuple(Matrix)
    assert left_out(Screen(session)) == ""


def test_a_table_with_names_says_that_it_is_utf_8() -> None:
    session = Session(replace(note(), names=Names(classes=("Ä", "β", "c"))))
    text = list(matrix_table(Screen(session), Matrix.w, csv_fields(False), True))
    assert b"".join(table_content(iter(text), True)).decode("utf-8-sig") == "".join(text)
    assert b"".join(table_content(iter(text), True)).startswith(b"\xef\xbb\xbf")
    assert not b"".join(table_content(iter(text), False)).startswith(b"\xef")


def test_large_matrices_come_in_chunks() -> None:
    session = Session(of_size(50_000, 4, 2))
    chunks = list(matrix_table(Screen(session), Matrix.x, csv_fields(False), False))
    assert max(map(len, chunks)) < 200_000
    assert "".join(chunks) == "0.0,0.0,0.0,0.0\n" * 50_000


# --- the loss curve


def read_curve(
    session: Session, rows: CurveRows, comma: bool = False, exact: dict[int, float] | None = None
) -> list[list[str]]:
    readout = LossReadout.of(session, Screen(session))
    assert readout.curve is not None
    return read(curve_table(readout.curve, rows.iterations(), csv_fields(comma), exact or {}), ";" if comma else ",")


def note_gone_to(iteration: int, prediction: bool = True) -> Session:
    session = Session(note())
    session.set_prediction(prediction)
    session.backward()
    session.go_to(iteration)
    return session


def told(session: Session) -> int:
    return last_that_may_be_told(LossReadout.of(session, Screen(session)))


@pytest.mark.parametrize("comma", [False, True])
def test_the_curve_is_read_back_bit_by_bit(comma: bool) -> None:
    session = note_gone_to(500)
    heading, *rows = read_curve(session, CurveRows(0, 500, 3), comma)
    curve, t = session.course.descent.curve, np.arange(0.0, 501, 3)
    assert tuple(heading) == HEADING
    assert [row[0] for row in rows] == [str(int(each)) for each in t]
    columns = curve.losses(t), curve.distances(t), curve.gradient_norms(t)
    assert bits(row[1:] for row in rows) == bits(zip(*columns, strict=True))


def test_what_is_known_in_fractions_is_as_its_cell_has_it() -> None:
    session = note_gone_to(100)
    exact = exact_losses(session.course, np.arange(101.0))
    assert list(exact) == list(range(21))
    _, *rows = read_curve(session, CurveRows(0, 100), exact=exact)
    assert rows[0][1] == "23.4"
    for t in (0, 1, 20):
        assert float(rows[t][1]) == float(session.course.moment(t).number(LOSS))
    assert float(rows[21][1]) == pytest.approx(session.course.descent.loss(21), rel=1e-12)


def test_the_curve_ends_where_one_has_been() -> None:
    session = note_gone_to(20)
    assert told(session) == 20
    session.go_to(7)
    assert told(session) == 20
    assert "Iterations 0 to 20 can be had, the furthest that was gone to" in curve_note(
        LossReadout.of(session, Screen(session))
    )


def test_an_iteration_whose_loss_is_still_to_come_is_not_told() -> None:
    session = note_gone_to(20)
    session.move_to(Position(20, Matrix.y_hat, 3))
    assert told(session) == 19
    with pytest.raises(CurveError, match="not known yet"):
        told(Session(note()))


def test_with_a_prediction_it_goes_on() -> None:
    session = note_gone_to(0)
    session.run(10)
    assert told(session) == LAST_ITERATION
    assert proposed_last(LossReadout.of(session, Screen(session))) == 10
    session.set_prediction(False)
    assert told(session) == 10


def test_it_ends_where_time_ends() -> None:
    session = Session(one_weight(Fraction(1)))
    session.backward()
    session.run(1)
    assert told(session) == session.course.last_iteration < 1000
    *_, last = read_curve(session, CurveRows(0, told(session)))
    assert np.isfinite(float(last[1]))


def test_what_is_lost_in_rounding_is_left_empty() -> None:
    session = note_gone_to(100_000)
    assert read_curve(session, CurveRows(100_000, 100_000))[1] == ["100000", "", "", ""]


def test_rows_are_limited_and_the_sentence_says_what_to_do() -> None:
    assert len(CurveRows(0, MOST_ROWS - 1).iterations()) == MOST_ROWS
    with pytest.raises(CurveError, match="is the limit: take one iteration in 2,"):
        CurveRows(0, MOST_ROWS).iterations()
    least = (LAST_ITERATION + 1 + MOST_ROWS - 1) // MOST_ROWS
    assert len(CurveRows(0, LAST_ITERATION, least).iterations()) <= MOST_ROWS
    with pytest.raises(CurveError, match="comes before the first"):
        CurveRows(5, 4).iterations()


@pytest.mark.parametrize("in_log", [False, True])
def test_as_drawn_it_has_as_many_points_as_a_drawn_curve(in_log: bool) -> None:
    t = CurveRows(0, LAST_ITERATION, as_drawn=True, in_log=in_log).iterations()
    assert len(t) <= POINTS_AS_DRAWN
    assert len(t) > (500 if in_log else POINTS_AS_DRAWN - 2)
    assert (t[0], t[-1]) == (0, LAST_ITERATION)
    assert (t[1] < 1e6) == in_log or in_log is False
    assert (np.diff(t) > 0).all()


def test_while_descent_is_not_solved_there_is_no_curve() -> None:
    session = Session(of_size(60_000, 100, 10))
    with pytest.raises(CurveError, match="not worked out yet"):
        told(session)
