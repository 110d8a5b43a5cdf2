"""Session files: what is saved is read again bit by bit, the same session always gives the same file, and files of
version 1 open forever."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bpgui.core.cells import Cell, Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.session import file_matrices, session_file
from bpgui.session.document import Document
from bpgui.session.document_files import open_file
from bpgui.session.file_structs import Curve, SessionFile, Shown
from bpgui.session.origin import DataSource
from bpgui.session.position import Position
from bpgui.session.saved import Saved
from bpgui.session.session import Session
from bpgui.session.session_file import SessionFileError, decode, encode, is_session, read_bytes
from tests.session.documents import exact_of, note, state_of
from tests.session.saved_sessions import a_full_session, assert_same, saved_sessions
from tests.strategies import proof

FILES = Path(__file__).parent.parent / "files"
DOCS = Path(__file__).parent.parent.parent / "docs"
SCHEMA = Draft202012Validator(json.loads((DOCS / "session-files.schema.json").read_text(encoding="utf-8")))
A_NUMBER = 'a number, or text such as "1/3"'


def content_of(saved: Saved) -> bytes:
    return b"".join(encode(saved))


def members(session: Session | None = None) -> dict[str, Any]:
    """A session file as a dictionary, to be changed."""
    members: dict[str, Any] = json.loads(content_of((session or a_full_session()).saved))
    return members


def refusal(content: object) -> str:
    """What is said of a file that can't be read, without the file's name, which comes first."""
    with pytest.raises(SessionFileError) as caught:
        decode(content if isinstance(content, bytes) else json.dumps(content).encode(), "a.bpgui")
    text = str(caught.value)
    assert text.endswith(".")
    assert len(text.splitlines()) == 1
    name, said = text.split(": ", 1)
    assert name == "a.bpgui"
    return said.removesuffix(".")


@proof
@given(saved_sessions, st.sampled_from([0, 4, 20_000]))
def test_what_is_saved_is_read_again_bit_by_bit(saved: Saved, written_out: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_matrices, "MOST_WRITTEN_OUT", written_out)
        content = content_of(saved)
        assert is_session(content)
        read = decode(content, "a.bpgui")
        assert_same(read, saved)
        assert content_of(read) == content
    SCHEMA.validate(json.loads(content))  # and others can read it too


def test_one_is_again_where_one_was() -> None:
    session = a_full_session()
    again = Session(note())
    again.open(decode(content_of(session.saved), "a.bpgui"))
    assert exact_of(again.document) == exact_of(session.document)
    assert (again.position, again.selection, again.view) == (session.position, session.selection, session.view)
    assert (again.furthest, again.has_run, again.stops) == (session.furthest, session.has_run, session.stops)
    assert not again.is_modified
    assert content_of(again.saved) == content_of(session.saved)


def test_small_matrices_stand_one_row_a_line() -> None:
    lines = content_of(a_full_session().saved).decode().splitlines()
    at = lines.index('  "x": [')
    assert lines[at + 1 : at + 3] == ['    [1, "1/3", 2, -1],', "    [0, 1, -1, 2],"]
    assert all(len(line) <= 240 for line in lines)


def test_large_matrices_go_as_bytes_with_what_they_cannot_hold_beside() -> None:
    x = np.random.default_rng(1).normal(size=(3000, 7))
    x[0, 0], x[1, 1] = -0.0, 5e-324
    thirds = InputMatrix.from_rows(Matrix.x, [["1/3"]])
    given = InputMatrix.from_array(Matrix.x, x).with_block(2999, 6, thirds)
    zeros = InputMatrix.zeros
    saved = Session(Document(given, zeros(7, 1), zeros(1, 1), zeros(3000, 1))).saved
    pieces = encode(saved)
    assert max(map(len, pieces)) < 200_000
    content = b"".join(pieces)
    packed = json.loads(content)["x"]
    assert (packed["rows"], packed["columns"], packed["exact"]) == (3000, 7, [[3000, 7, "1/3"]])
    assert_same(decode(content, "a.bpgui"), saved)


def test_what_no_file_can_hold_of_a_name_becomes_a_mark() -> None:
    session = Session(note())
    session.rename("j", 0, "a\udcffb")
    assert decode(content_of(session.saved), "a.bpgui").document.names.features[0] == "a�b"


def test_what_could_not_be_read_again_is_not_written() -> None:
    session = Session(note())
    session.set_notes("n" * 10_000_001)
    with pytest.raises(SessionFileError) as caught:
        encode(session.saved)
    assert str(caught.value).startswith("A session file can't hold this: notes of 10000001 characters")


# --- which files are such


def test_session_files_are_told_from_problem_files_by_their_beginning() -> None:
    content = content_of(a_full_session().saved)
    assert is_session(content)
    assert is_session(b"\xef\xbb\xbf" + content)
    assert is_session(content[:60])
    assert is_session(json.dumps(members(), sort_keys=True, indent=4).encode())
    for other in (b"", b"[]", b'{"x": [[1]]}', b'{"title": "bpgui session"}', b"\x89PNG", b"[" * 100_000):
        assert not is_session(other)
        assert refusal(other)


def test_the_keys_may_stand_in_any_order_and_others_are_ignored() -> None:
    changed = members() | {"more": {"deep": [1, {"x": None}]}}
    changed["view"]["more"] = 5
    content = json.dumps(dict(sorted(changed.items())), indent=3).encode()
    assert_same(decode(content, "a.bpgui"), decode(content_of(a_full_session().saved), "a.bpgui"))


def test_the_matrices_alone_are_enough() -> None:
    least = {key: value for key, value in members().items() if key in ("format", "version", "x", "w", "b", "y")}
    read = decode(json.dumps(least).encode(), "a.bpgui")
    assert read.document.learning_rate == Fraction(1, 100)
    assert read.position == Position(0, Matrix.y_hat, 0)
    assert read.view == Session(note()).view


@pytest.mark.parametrize(
    ("version", "said"),
    [
        (2, "made by a newer bpgui: it has version 2 of the format, and this one reads version 1"),
        (
            10**30,
            "made by a newer bpgui: it has version 10000000000000000000… of the format, and this one reads version 1",
        ),
        (0, "version: expected 1"),
        ("1", "version: expected 1"),
        (True, "version: expected 1"),
        (None, "“version” is missing"),
    ],
)
def test_other_versions_are_refused_whatever_else_is_in_them(version: object, said: str) -> None:
    assert refusal({"format": "bpgui session", "version": version, "x": "something else by then"}) == said


# --- what is wrong, and where


def _set(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(given: Any) -> None:
        *way, last = path.split(".")
        for key in way:
            given = given[int(key) if key.isdecimal() else key]
        given[int(last) if last.isdecimal() else last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("x", None, "x: expected a list of rows, got null"),
        ("x.1", 5, "x, row 2: expected a list, got a number"),
        ("x.1.0", None, f"x, row 2, column 1: expected {A_NUMBER}, got null"),
        ("x.1.0", "1/0", "x, row 2, column 1: “1/0” divides by zero"),
        (
            "x.1.0",
            "1" * 101,
            "x, row 2, column 1: “1111111111111111111…” is too large: expected a number between −1e50 and 1e50",
        ),
        ("x.1.0", "nan", "x, row 2, column 1: “nan” is not a number here: expected one such as 0.25, −3, 1e-3 or 1/3"),
        ("x.1", [1], "x: row 2 has 1 number, row 1 has 4"),
        ("y", [[1]], "y: expected 5×3, got 1×1; ŷ = x w + b is 5×3, and so must y be"),
        ("learning_rate", -1, "learning_rate: expected 0 or more"),
        (
            "learning_rate",
            "fast",
            "learning_rate: “fast” is not a number here: expected one such as 0.25, −3, 1e-3 or 1/3",
        ),
        (
            "convention",
            "mean",
            "convention: expected per_example, per_entry, half_per_example, sum_of_squares; got “mean”",
        ),
        ("title", 5, "title: expected text, got a number"),
        ("title", "t" * 10_001, "title: expected at most 10000 characters"),
        ("feature_names", ["a"], "feature_names: expected 4, got 1"),
        ("seed", -1, "seed: expected a whole number of at most 100 digits, 0 or more"),
        ("position.iteration", -1, "position, iteration: expected a whole number, 0 or more"),
        ("position.iteration", 1.5, "position, iteration: expected a whole number, got a number"),
        (
            "position.equation",
            "x",
            "position, equation: there is no equation “x”: ŷ is called y_hat in a file, dL/dw dL_dw, and so on",
        ),
        ("selection.row", 0, "selection, row: expected a whole number, 1 or more"),
        (
            "selection.matrix",
            "v\nw",
            "selection, matrix: there is no matrix “v w”: ŷ is called y_hat in a file, dL/dw dL_dw, and so on",
        ),
        ("view.digits", 11, "view, digits: expected 0 to 10"),
        ("view.pace", "brisk", "view, pace: expected slow, steady, quick, fast; got “brisk”"),
        ("view.hidden", ["y_hat"], "view, hidden, number 1: expected dL_dx, w_next, b_next; got “y_hat”"),
        ("view.landscape_axes.0.matrix", "x", "view, landscape_axes: expected two different entries of w or b"),
        ("kept_curves.1.weight", [1], "kept_curves, number 2: expected as many weights as curvatures"),
        ("kept_curves.0.curvature.0", "1", "kept_curves, number 1, curvature, number 1: expected a number, got text"),
        (
            "kept_curves.0.curvature",
            [],
            "kept_curves, number 1, curvature: expected finite numbers, at least one, and none of them negative",
        ),
        ("kept_curves.0.floor", -1, "kept_curves, number 1: expected finite numbers, none of them negative"),
        ("kept_curves.0.look", 13, "kept_curves, number 1, look: expected 0 to 12"),
        ("kept_curves", [members()["kept_curves"][0]] * 13, "kept_curves: expected at most 12, got 13"),
        ("stops.1.position", None, "stops, number 2, position: expected a group in { }, got null"),
        ("stops", [members()["stops"][0]] * 10_001, "stops: expected at most 10000 of them"),
        (
            "standardised",
            {"means": [], "deviations": []},
            "expected both standardised and x_before_standardising, or none of them",
        ),
        (
            "standardised",
            {"means": [0] * 4, "deviations": [1] * 3},
            "standardised: expected 4 means, 4 deviations, and x_before_standardising of 5×4, as x is",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(path: str, value: object, said: str) -> None:
    changed = members()
    if said.startswith("standardised"):
        changed["x_before_standardising"] = changed["x"]
    _set(path, value)(changed)
    assert refusal(changed) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"float64": ["AAAA"]}, "x, float64: expected the bytes of 2×2 numbers, got fewer"),
        ({"float64": ["A" * 64]}, "x, float64: expected the bytes of 2×2 numbers, got more"),
        ({"float64": ["A" * 40 + "!!!!"]}, "x, float64, line 1: expected text in base64"),
        ({"float64": [5, "A" * 44]}, "x, float64, line 1: expected text in base64"),
        ({"float64": "A" * 44}, "x, float64: expected a list, got text"),
        ({"rows": 10**9}, "x, rows: expected a whole number, 100000000 or less"),
        ({"rows": 10**8, "columns": 10**8}, "x: expected at most 100 000 000 entries, got 10 000 000 000 000 000"),
        ({"columns": 0}, "x, columns: expected a whole number, 1 or more"),
        ({"exact": [[3, 1, "1/3"]]}, "x, row 3, column 1: there is no such entry"),
        (
            {"exact": [[1, 1, "third"]]},
            "x, row 1, column 1: “third” is not a number here: expected one such as 0.25, −3, 1e-3 or 1/3",
        ),
        ({"exact": [[1, 1]]}, "x, exact, number 1: expected a list of 3"),
    ],
)
def test_what_is_wrong_in_bytes_is_said_with_its_place(change: dict[str, Any], said: str) -> None:
    # 32 bytes are 44 characters, the last one for padding
    zeros = {"rows": 2, "columns": 2, "float64": ["A" * 43 + "="]}
    good = {"format": "bpgui session", "version": 1, "x": zeros, "w": [[1], [1]], "b": [[0]], "y": [[0], [0]]}
    assert decode(json.dumps(good).encode(), "a.bpgui").document.x.values.tolist() == [[0, 0], [0, 0]]
    assert refusal(good | {"x": zeros | change}).replace("\N{THIN SPACE}", " ") == said


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e51])
def test_bytes_that_are_no_numbers_to_work_with_are_refused_with_their_place(number: float) -> None:
    values = np.array([[1, 2], [number, 4]])
    saved = Session(note()).saved
    x = InputMatrix(values)
    document = Document(x, InputMatrix.zeros(2, 1), InputMatrix.zeros(1, 1), InputMatrix.zeros(2, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_matrices, "MOST_WRITTEN_OUT", 1)
        content = content_of(Saved(document, saved.annotations, saved.view, saved.position, 0, False, None))
    assert refusal(content).startswith("x, row 2, column 1: expected a finite number between −1e50 and 1e50")


def test_an_iteration_past_the_end_of_time_is_its_end() -> None:
    session = Session(note())
    session.set_learning_rate("0.3")
    session.run(10)
    changed = members(session)
    changed["position"]["iteration"] = 10**12
    read = decode(json.dumps(changed).encode(), "a.bpgui")
    assert read.position.iteration == 10**9
    session.open(read)
    assert session.iteration == session.course.last_iteration
    assert session.notice


def test_large_data_are_where_they_were_saved_once_they_are_worked_out() -> None:
    x = np.random.default_rng(1).normal(size=(2000, 250))
    sizes = {Matrix.w: (250, 5), Matrix.b: (1, 5), Matrix.y: (2000, 5)}
    document = Document(InputMatrix.from_array(Matrix.x, x), *(InputMatrix.zeros(*size) for size in sizes.values()))
    session = Session(document)
    assert not session.course.is_solved
    factorisation = session.course.factorise()
    session.solve_with(factorisation)
    session.enter(Matrix.y, 0, 0, "1")
    session.solve_with(session.course.factorise())
    session.run(5000)
    session.backward()
    session.reset()
    session.go_to(3000)
    session.backward()
    again = Session(note())
    again.open(decode(content_of(session.saved), "a.bpgui"))
    assert (again.iteration, again.furthest) == (0, 0)
    assert again.notice == "It was saved at iteration 3000, and goes there once descent is worked out."
    again.solve_with(again.course.factorise())
    assert_same(again.saved, session.saved)
    assert again.notice == ""


def test_a_selection_outside_the_network_becomes_one_within_it_or_none() -> None:
    changed = members()
    changed["selection"] = {"matrix": "w", "row": 50, "column": 1}
    session = Session(note())
    session.open(decode(json.dumps(changed).encode(), "a.bpgui"))
    assert session.selection is None or session.document.shape.contains(session.selection)


def test_a_file_that_is_refused_leaves_the_open_session_as_it_is() -> None:
    session = a_full_session()
    before = state_of(session)
    assert refusal(members() | {"y": [[1]]})
    assert state_of(session) == before


# --- files on disk


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.bpgui", tmp_path, Path("/dev/zero")):
        if path.exists() or not path.is_absolute() or path.parent == tmp_path:
            with pytest.raises(SessionFileError) as caught:
                read_bytes(path)
            assert str(caught.value).startswith(f"{path}: ")


def test_a_small_file_takes_little_memory() -> None:
    tracemalloc.start()
    try:
        open_file(FILES / "version-1.bpgui")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100_000_000


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_file, "LARGEST_FILE", 4_000)
    path = tmp_path / "large.bpgui"
    path.write_bytes(b" " * 5_000)
    with pytest.raises(SessionFileError) as caught:
        read_bytes(path)
    said = "large.bpgui: it has 5000 bytes, and at most 4000 can be read."
    assert str(caught.value).replace("\N{THIN SPACE}", " ") == said


# --- files of version 1 open forever


def test_a_file_of_version_1_opens_to_what_it_held() -> None:
    read = decode(read_bytes(FILES / "version-1.bpgui"), "version-1.bpgui")
    document = read.document
    assert document.x.fractions.tolist() == [[1, Fraction(1, 3)], [Fraction(-1, 4), 2], [0, Fraction(1, 10)]]
    assert str(document.x.values[2, 0]) == "-0.0"
    assert document.w.fractions.tolist() == [[Fraction(1, 2), -1], [Fraction(10**20 + 1, 10**20), 0]]
    assert document.b.values.tolist() == [[5e-324, 1e50]]
    assert document.y.values.tolist() == [[1, 0], [0, 1], [1, 0]]
    assert (document.learning_rate, document.convention.name) == (Fraction(1, 30), "half_per_example")
    assert (document.title, document.seed) == ("Two features", 42)
    assert document.names.examples == ("", "second", "")
    assert (document.names.features, document.names.classes) == (("length", "width"), ("yes", "no"))
    assert document.source == DataSource("flowers.csv", (("header", "yes"), ("decimal comma", "no")))
    assert document.standardised is not None
    assert (document.standardised.means, document.standardised.deviations) == ((1.5, 0.1), (2.0, 1e-300))
    assert document.standardised.original.values.tolist() == [[3.5, 1], [1, 2.5], [1.5, 0.1]]
    kept = read.annotations.kept.curves
    assert [(curve.name, curve.look, curve.seen, curve.is_shown) for curve in kept] == [("η = 1/30", 3, 100, False)]
    assert kept[0].start is not None
    assert (kept[0].start.number, kept[0].start.fingerprint) == (1, "0011-2233")
    curve = kept[0].curve
    assert (curve.a, curve.learning_rate, curve.floor, curve.rounding, curve.last) == (0.125, 0.1, 0.25, 1e-30, None)
    assert (curve.curvature.tolist(), curve.weight.tolist()) == ([3.5, 0.1], [2.0, 0.0])
    stop, end = read.annotations.stops
    assert (stop.name, stop.position) == ("The first product", Position(0, Matrix.y_hat, 1))
    assert stop.selection == Cell(Matrix.y_hat, 0, 0)
    assert (end.position, end.selection) == (Position(7, Matrix.dL_db, 6), None)
    assert read.annotations.notes == "Ask first.\nThen show."
    assert (read.position, read.furthest, read.has_run) == (Position(3, Matrix.dL_dw, 5), 12, True)
    assert read.selection == Cell(Matrix.dL_dw, 1, 0)
    view = read.view
    assert (view.hidden, view.step_size.name, view.digits) == (
        frozenset({Matrix.w_next, Matrix.b_next}),
        "iteration",
        3,
    )
    assert (view.fractions, view.prediction, view.modes, view.accelerates) == (True, False, True, True)
    assert (view.landscape_axes, view.pace.name) == ((Cell(Matrix.w, 0, 1), Cell(Matrix.b, 0, 0)), "quick")
    # written by a person or by another program, it is read; written again, it is as bpgui lays it out
    assert content_of(read) == read_bytes(FILES / "version-1.bpgui")


def test_large_matrices_of_version_1_open_too() -> None:
    read = decode(read_bytes(FILES / "version-1-bytes.bpgui"), "version-1-bytes.bpgui")
    assert read.document.x.values.tolist() == [[1.0, -2.5], [0.1, 1 / 3]]
    assert read.document.x.exact_at(1, 1) == Fraction(1, 3)


# --- what the documentation says


def examples_in_the_documentation() -> list[str]:
    return re.findall(r"```json\n(.*?)```", (DOCS / "session-files.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_example_of_the_documentation_opens_and_is_what_would_be_written() -> None:
    content = examples_in_the_documentation()[0].encode()
    read = decode(content, "documentation")
    assert content_of(read) == content
    assert read.document.x.exact_at(0, 1) == Fraction(1, 3)
    SCHEMA.validate(json.loads(content))
    session = Session(note())
    session.open(read)
    assert (session.iteration, session.selection) == (3, Cell(Matrix.dL_dw, 1, 0))


def test_the_schema_is_one_and_refuses_what_the_program_refuses() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)
    for name in ("version-1.bpgui", "version-1-bytes.bpgui"):
        SCHEMA.validate(json.loads((FILES / name).read_bytes()))
    good = members()
    for path, value in (("x.1.0", None), ("position.equation", "x"), ("view.digits", 11), ("version", 2), ("stops", 5)):
        changed = members()
        _set(path, value)(changed)
        assert not SCHEMA.is_valid(changed)
        assert refusal(changed)
    assert SCHEMA.is_valid(good)


def test_the_documentation_names_every_key() -> None:
    text = (DOCS / "session-files.md").read_text(encoding="utf-8")
    keys = {"format", "version", *SessionFile.__struct_fields__, *Shown.__struct_fields__, *Curve.__struct_fields__}
    assert keys <= set(re.findall(r"`(\w+)`", text)) | {"name", "shown"}
    assert {*SCHEMA.schema["properties"]} == {"format", "version", *SessionFile.__struct_fields__}
