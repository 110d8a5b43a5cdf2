"""Problem files: whatever is in them, a document or one sentence that names the file and the place."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.equations import LossConvention
from bpgui.session.problems import ProblemError, read_problem
from tests.strategies import proof

GOOD: dict[str, Any] = {"x": [[1, 2], [3, 4]], "w": [[1], [2]], "b": [[0]], "y": [[1], [2]]}
A_NUMBER = 'a number, or text such as "1/3"'


def written(folder: Path, content: object) -> Path:
    """A file of JSON, or of the very bytes given."""
    path = folder / "problem.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def refusal(folder: Path, content: object) -> str:
    """What is said of a file that can't be read, without the file's name, which comes first."""
    with pytest.raises(ProblemError) as caught:
        read_problem(written(folder, content))
    text = str(caught.value)
    assert text.endswith(".")
    assert len(text.splitlines()) == 1
    name, said = text.split(": ", 1)
    assert name == "problem.json"
    return said


def test_a_problem_is_read(tmp_path: Path) -> None:
    read = read_problem(written(tmp_path, GOOD))
    assert read.x.values.tolist() == [[1, 2], [3, 4]]
    assert read.shape == (2, 2, 1)
    assert read.learning_rate == Fraction(1, 100)
    assert read.convention is LossConvention.per_example
    assert read.title == "problem"


def test_numbers_may_be_text_and_are_exact(tmp_path: Path) -> None:
    mixed = GOOD | {"x": [["1/3", "0,5"], ["−2", 0.1]], "b": [[9007199254740993]]}
    read = read_problem(written(tmp_path, mixed))
    assert read.x.fractions.tolist() == [[Fraction(1, 3), Fraction(1, 2)], [-2, Fraction(1, 10)]]
    assert read.b.exact_at(0, 0) == 2**53 + 1


@pytest.mark.parametrize(
    ("given_", "rate"),
    [(0.05, "1/20"), (0, "0"), (1, "1"), ("1/3", "1/3"), ("0,05", "1/20"), (1e-300, f"1/{10**300}"), (None, "1/100")],
)
def test_the_learning_rate_has_many_forms(tmp_path: Path, given_: object, rate: str) -> None:
    read = read_problem(written(tmp_path, GOOD | {"learning_rate": given_}))
    assert read.learning_rate == Fraction(rate)


def test_other_keys_are_ignored_whatever_they_hold(tmp_path: Path) -> None:
    others = {"source": "here", "expect": {"y_hat": [[1]]}, "tolerance": None, "title": 5, "class_names": [1]}
    others |= {"sentence": [], "feature_names": {"a": 1}, "example_names": "two", "iris_examples": "some"}
    read = read_problem(written(tmp_path, GOOD | others))
    assert read.title == "problem"
    assert read.names.classes == read.names.features == read.names.examples == ()


def test_names_are_taken_where_there_is_one_for_each(tmp_path: Path) -> None:
    names = {
        "title": "Two",
        "feature_names": ["length", "width"],
        "class_names": ["a", "b"],
        "example_names": ["A", "B"],
    }
    read = read_problem(written(tmp_path, GOOD | names))
    assert read.title == "Two"
    assert read.names.features == ("length", "width")
    assert read.names.classes == ()  # there is one class alone
    assert read.names.examples == ("A", "B")


def test_a_byte_order_mark_as_windows_writes_it_is_no_harm(tmp_path: Path) -> None:
    assert read_problem(written(tmp_path, b"\xef\xbb\xbf" + json.dumps(GOOD).encode())).shape == (2, 2, 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty."),
        (b" \r\n", "it is empty."),
        (b'{"x": [[1', "it ends in the middle of line 1: it was not copied whole."),
        (b'{"x": [[1,\n2],\n', "it ends after line 2: it was not copied whole."),
        (b'{"x": 1.', "it ends in the middle of line 1: it was not copied whole."),
        (b'{"x": [[1' + b"\0" * 9, "line 1, column 10: from here on it is empty: it was not copied whole."),
        (b"x = 1", "this is not a bpgui file: it begins with “x = 1”."),
        (b'{\n "x": [[1,\n   NaN]]}', "line 3, column 4: “NaN” is not a number that can be computed with."),
        (b'{"x": [[-Infinity]]}', "line 1, column 9: “-Infinity” is not a number that can be computed with."),
        (b'{"x": [[1,\n2}}', "line 2, column 2: “}” stands where “,” or “]” was expected."),
        (b'{"x": [[1, 2]}', "line 1, column 14: “}” stands where “,” or “]” was expected."),
        (b'{"\xc3\xa9" 1}', "line 1, column 6: “1” stands where “:” was expected."),
        (b'{"x": [[1,]]}', "line 1, column 11: a comma stands before “]”, with nothing after it."),
        (b"{'x': 1}", 'line 1, column 2: expected a name in quotation marks, as in "x": got “\'”.'),
        (b'{"a": tru}', "line 1, column 7: “tru” is not expected here."),
        (
            b'{"a": .5}',
            "line 1, column 7: this is not a number as it is written here: expected one such as 0.25 or 1e-3.",
        ),
        (b'{"title": "a\nb"}', "line 1, column 12: a text is not closed by a quotation mark in its line."),
        (b'{"a": "\\q"}', "line 1, column 8: “\\q” in a text stands for nothing."),
        (b'{"title": "\\q"}', "line 1, column 12: “\\q” in a text stands for nothing."),
        (b'{"title": "\\u12"}', "line 1, column 12: “\\u” in a text stands for nothing."),
        (b'{"title": "\\ud835"}', "line 1, column 12: half a character stands in a text."),
        (b'{"title": "\\ud835\\ud', "it ends in the middle of line 1: it was not copied whole."),
        (b'{"a": 1}\nx', "line 2, column 1: “x” stands after the end."),
        (
            b'{"x": [[Infinity]]}',
            "line 1, column 9: “Infinity” is not a number that can be computed with.",
        ),
        (b"\x89PNG\r\n\x1a\n\x00", "this is not a bpgui file: it begins with what is no text."),
        (b'{"x": [["\xff"]]}', "line 1, column 10: this is not text in UTF-8."),
        (
            b'{"z": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            "this is not a problem file: its lists are nested too deeply.",
        ),
        (b"[1, 2]", "this is not a bpgui file: it begins with “[1, 2]”."),
        (b"null", "this is not a bpgui file: it begins with “null”."),
        (b"{}", "the matrix x is missing; expected x, w, b and y."),
    ],
)
def test_what_is_no_problem_file_is_said_to_be_none(tmp_path: Path, content: bytes, said: str) -> None:
    assert refusal(tmp_path, content) == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"x": 5}, "x: expected a list of rows, got a number."),
        ({"x": "1 2"}, "x: expected a list of rows, got text."),
        ({"y": {"a": 1}}, "y: expected a list of rows, got a group in { }."),
        ({"w": [[1], 2]}, "w, row 2: expected a list of numbers, got a number."),
        ({"x": [[1, 2], [3, True]]}, f"x, row 2, column 2: expected {A_NUMBER}, got true or false."),
        ({"x": [[1, None], [3, 4]]}, f"x, row 1, column 2: expected {A_NUMBER}, got null."),
        ({"b": [[[0]]]}, f"b, row 1, column 1: expected {A_NUMBER}, got a list."),
        ({"x": [[1, 2], [3]]}, "x: row 2 has 1 number, row 1 has 2."),
        ({"x": []}, "x: expected at least one row and one column, got 0×0."),
        ({"y": [[], []]}, "y: expected at least one row and one column, got 2×0."),
        ({"w": None}, "the matrix w is missing; expected x, w, b and y."),
        ({"w": [[1]]}, "w: expected 2×1, got 1×1; x has 2 columns, so w needs 2 rows."),
        ({"b": [[1, 2]]}, "b: expected 1×1, got 1×2; w has 1 column, so b needs 1 row of 1."),
        ({"y": [[1]]}, "y: expected 2×1, got 1×1; ŷ = x w + b is 2×1, and so must y be."),
        (
            {"x": [[1, 2], [3, 10**60]]},
            "x, row 2, column 2: expected a finite number between −1e50 and 1e50, got a larger one.",
        ),
        ({"x": [[1, 2], [1e60, 4]]}, "x, row 2, column 1: expected a finite number between −1e50 and 1e50, got 1e+60."),
        (
            {"x": [[1, "abc"], [3, 4]]},
            "x, row 1, column 2: “abc” is not a number here: expected one such as 0.25, −3, 1e-3 or 1/3.",
        ),
        (
            {"x": [[1, "1\n2"], [3, 4]]},
            "x, row 1, column 2: “1 2” is not a number here: expected one such as 0.25, −3, 1e-3 or 1/3.",
        ),
        ({"x": [[1, "1/0"], [3, 4]]}, "x, row 1, column 2: “1/0” divides by zero."),
        ({"learning_rate": True}, f"learning_rate: expected {A_NUMBER}, got true or false."),
        ({"learning_rate": [1]}, f"learning_rate: expected {A_NUMBER}, got a list."),
        ({"learning_rate": -0.1}, "learning_rate: expected 0 or more, got -0.1."),
        (
            {"learning_rate": "fast"},
            "learning_rate: “fast” is not a number here: expected one such as 0.25, −3, 1e-3 or 1/3.",
        ),
        (
            {"learning_rate": 1e60},
            "learning_rate: “1e+60” is too large: expected a number between −1e50 and 1e50.",
        ),
    ],
)
def test_what_is_wrong_in_a_problem_is_said_with_its_place(tmp_path: Path, changed: dict[str, Any], said: str) -> None:
    assert refusal(tmp_path, GOOD | changed) == said


@pytest.mark.parametrize("missing", ["x", "w", "b", "y"])
def test_a_missing_matrix_is_named(tmp_path: Path, missing: str) -> None:
    content = {key: value for key, value in GOOD.items() if key != missing}
    assert refusal(tmp_path, content) == f"the matrix {missing} is missing; expected x, w, b and y."


@pytest.mark.parametrize("number", [b"1e999", b"-1e999"])
def test_numbers_beyond_float64_are_refused_with_their_place(tmp_path: Path, number: bytes) -> None:
    content = b'{"x": [[1, ' + number + b"]]}"
    expected = "x, row 1, column 2: expected a finite number between −1e50 and 1e50, got a larger one."
    assert refusal(tmp_path, content) == expected


def test_files_that_arent_there_and_folders_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path, written(tmp_path, GOOD) / "below.json"):
        with pytest.raises(ProblemError) as caught:
            read_problem(path)
        name, said = str(caught.value).rsplit(": ", 1)
        assert name == str(path)
        assert re.fullmatch(r"[A-Z][a-z ]+\.", said)  # in the words of the system: "Is a directory."


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.sampled_from(["1/3", "x", "", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=6,
)


@proof
@given(st.dictionaries(st.sampled_from(["x", "w", "b", "y", "learning_rate", "title"]), json_values), st.booleans())
def test_no_content_brings_the_reader_down(
    tmp_path_factory: pytest.TempPathFactory, changed: dict[str, Any], from_good: bool
) -> None:
    path = written(tmp_path_factory.mktemp("any"), (GOOD | changed) if from_good else changed)
    said = ""
    try:
        read_problem(path)
    except ProblemError as error:
        said = str(error)
    assert len(said.splitlines()) <= 1


@proof
@given(st.binary(max_size=40))
def test_no_bytes_bring_the_reader_down(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    with pytest.raises(ProblemError):
        read_problem(written(tmp_path_factory.mktemp("any"), content))
