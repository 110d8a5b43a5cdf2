"""The examples of the Examples menu, as they are shipped."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from bpgui.core.cells import Cell, Matrix
from bpgui.resource_files import resource_path
from bpgui.session.document import Document
from bpgui.session.examples import example_files
from bpgui.session.problems import ProblemError, read_example
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.sketch import Sketch

IRIS = resource_path("data", "iris.csv")
FILES = example_files([resource_path("examples")], IRIS)
EXAMPLES = [file.path for file in FILES]
AT_REST = "14-at-the-optimum"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_that_are_shipped_can_be_read_and_converge(path: Path) -> None:
    example = read_example(path, resource_path("data", "iris.csv"))
    assert example.title
    assert example.sentence.endswith(".")
    assert example.document.title == example.title
    session = Session(example.document)
    descent = session.course.descent
    assert float(example.document.learning_rate) < descent.learning_rate_limit
    assert not session.course.diverges
    session.run(10**9)
    assert session.iteration == 10**9
    assert descent.loss(10**9) == pytest.approx(descent.optimal_loss, rel=1e-9, abs=1e-25)
    if path.stem == AT_REST:
        assert descent.loss(100) == descent.loss(0)
    else:
        assert descent.loss(100) < descent.loss(10) < descent.loss(0)


def test_there_are_examples_of_every_kind() -> None:
    stems = [path.stem for path in EXAMPLES]
    assert [int(stem.split("-")[0]) for stem in stems] == list(range(1, 15))
    assert stems[0] == "1-note"
    assert {"7-ill-conditioned", "8-separable", "9-inseparable", "10-line", "13-xor", AT_REST} <= set(stems)


def test_the_irises_have_their_numbers_and_names() -> None:
    five, all_of_them = (
        read_example(resource_path("examples", name), resource_path("data", "iris.csv")).document
        for name in ("3-five-irises.json", "4-irises.json")
    )
    assert five.shape == (5, 4, 3)
    assert five.x.exact_at(0, 0) == Fraction("5.1")
    assert [row.index(1) for row in five.y.values.tolist()] == [0, 0, 1, 2, 2]
    assert five.names.classes == ("setosa", "versicolor", "virginica")
    assert len(five.names.features) == 4
    assert all_of_them.shape == (150, 4, 3)
    assert all_of_them.matrix(Matrix.y).values.sum(axis=0).tolist() == [50, 50, 50]


# --- what the sentences promise


def document(stem: str) -> Document:
    return next(file for file in FILES if file.path.stem == stem).read().document


def ends_at(document: Document) -> np.ndarray:
    """ŷ at the optimum."""
    w, b = Session(document).course.descent.optimum()
    return np.asarray(document.x.values @ w + b)


def wrong_sides(document: Document) -> int:
    """How many points end on the side of another class."""
    return int((ends_at(document).argmax(axis=1) != document.y.values.argmax(axis=1)).sum())


def test_the_ill_conditioned_pair_drops_and_then_creeps() -> None:
    descent = Session(document("7-ill-conditioned")).course.descent
    curvature = sorted(descent.curvature)
    assert curvature[-1] / curvature[0] == pytest.approx(401, rel=0.01)
    assert descent.loss(5) < 0.05 * descent.loss(0)
    assert descent.loss(100) > 0.4 * descent.loss(10)


def test_a_line_parts_the_separable_classes_and_none_the_others() -> None:
    parted, mixed = document("8-separable"), document("9-inseparable")
    assert wrong_sides(parted) == 0
    assert wrong_sides(mixed) == 2
    assert (parted.x.values[[0, 1, 3, 4]] == mixed.x.values[[0, 1, 3, 4]]).all()
    assert sorted(map(tuple, parted.x.values.tolist())) == sorted(map(tuple, mixed.x.values.tolist()))
    assert Session(parted).course.descent.optimal_loss == pytest.approx(1 / 66)
    assert Session(mixed).course.descent.optimal_loss > 10 / 66
    meeting = [np.mean(mixed.x.values[rows], axis=0) for rows in ([1, 2], [4 - 1, 5])]
    assert (meeting[0] == meeting[1]).all(), "segments of both classes cross, so no line parts them"


def test_the_line_is_that_of_least_squares() -> None:
    w, b = Session(document("10-line")).course.descent.optimum()
    assert (w.item(), b.item()) == (pytest.approx(0.7), pytest.approx(1.2))


@pytest.mark.parametrize(("stem", "floor", "ones"), [("11-and", 1 / 16, [3]), ("12-or", 1 / 16, [1, 2, 3])])
def test_and_and_or_are_told_by_a_half(stem: str, floor: float, ones: list[int]) -> None:
    learned = document(stem)
    assert Session(learned).course.descent.optimal_loss == pytest.approx(floor)
    assert [row for row, (y_hat,) in enumerate(ends_at(learned)) if y_hat > 0.5 + 1e-9] == ones
    assert [row for row, (y,) in enumerate(learned.y.values) if y == 1] == ones


def test_xor_ends_undecided() -> None:
    assert Session(document("13-xor")).course.descent.optimal_loss == pytest.approx(1 / 4)
    assert ends_at(document("13-xor")) == pytest.approx(np.full((4, 1), 0.5))


def test_at_the_optimum_every_gradient_is_exactly_zero_and_the_loss_is_not() -> None:
    session = Session(document(AT_REST))
    session.backward()
    screen = Screen(session)
    for matrix in (Matrix.dL_dw, Matrix.dL_db):
        assert screen.shown_cell(Cell(matrix, 0, 0)).text == "0"
    assert screen.shown_cell(Cell(Matrix.loss, 0, 0)).text == "0.16"


# --- files of a lecturer's own


def test_files_come_in_the_order_of_their_numbers_then_of_their_names(tmp_path: Path) -> None:
    for name in ("10-ten", "9-nine", "b", "a", "01-one", "readme"):
        (tmp_path / f"{name}.json").write_text('{"title": "' + name.upper() + '"}', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no example", encoding="utf-8")
    files = example_files([tmp_path, tmp_path / "no folder"], IRIS)
    assert [file.title for file in files] == ["01-ONE", "9-NINE", "10-TEN", "A", "B", "README"]


def test_a_file_that_cannot_be_read_is_known_by_its_name_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "1-bad.json").write_text("{", encoding="utf-8")
    (tmp_path / "2-untitled.json").write_text('{"x": []}', encoding="utf-8")
    bad, untitled = example_files([tmp_path], IRIS)
    assert bad.title == "1-bad"
    assert bad.refused.startswith("1-bad.json: it ends in the middle of line 1")
    with pytest.raises(ProblemError, match=r"1-bad\.json"):
        bad.read()
    assert (untitled.title, untitled.refused) == ("2-untitled", "")


# --- sketches


def test_points_are_drawn_where_they_fit_a_plane() -> None:
    assert len(Sketch(document("8-separable")).points) == 6
    assert [point.kind for point in Sketch(document("13-xor")).points] == [0, 1, 1, 0]
    assert {point.kind for point in Sketch(document("10-line")).points} == {None}
    assert Sketch(document("1-note")).points == ()


def test_the_line_of_a_sketch_parts_the_classes() -> None:
    for stem in ("8-separable", "11-and", "12-or"):
        sketch = Sketch(document(stem))
        (line,) = sketch.lines
        sides = [(line.across * p.across + line.up * p.up > line.constant, p.kind) for p in sketch.points]
        assert len(set(sides)) == 2, stem
    assert Sketch(document("13-xor")).lines == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_curve_of_a_sketch_is_the_loss(path: Path) -> None:
    sketch = Sketch(document(path.stem))
    descent = Session(document(path.stem)).course.descent
    first = descent.loss(0)
    assert 12 <= len(sketch.losses) <= 401
    assert list(sketch.losses) == pytest.approx([descent.loss(t) / first for t in range(len(sketch.losses))])
    assert sketch.floor == pytest.approx(descent.optimal_loss / first, abs=1e-12)


def test_a_sketch_of_large_or_wild_data_is_small_and_finite() -> None:
    wild = replace(document("4-irises"), learning_rate=Fraction(1000))
    sketch = Sketch(wild)
    assert all(np.isfinite(sketch.losses))
    assert max(sketch.losses) <= 2
    assert sketch.grid(Matrix.x).shape == (8, 4)
    assert abs(sketch.grid(Matrix.w)).max() == 1
