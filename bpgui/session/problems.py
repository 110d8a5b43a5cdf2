"""Problem files: JSON with x, w, b and y as nested lists of numbers, or of strings such as "1/3".

Read as data alone, whatever is in them; other keys are ignored. An example of the program is such a file with a
title and names, and may take its x and y from the iris data.
"""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bpgui.core.cells import INPUTS, Matrix
from bpgui.core.inputs import EntryError, InputError, InputMatrix
from bpgui.core.numbers import NumberError, parse_number
from bpgui.session.document import Document, Names
from bpgui.session.file_bytes import UnreadableError, content_of
from bpgui.session.file_matrices import matrix_of_rows
from bpgui.session.json_errors import FOUND, malformed, no_group, no_utf_8

DEFAULT_LEARNING_RATE = Fraction(1, 100)
LARGEST_FILE = 1_000_000_000
"""Bytes."""

Rows = list[list[int | float | str]]
T = TypeVar("T")


class ProblemError(ValueError):
    """A problem file that can't be read; the text is one sentence that says what and where."""


class _Problem(msgspec.Struct):
    x: Rows | None = None
    w: Rows | None = None
    b: Rows | None = None
    y: Rows | None = None
    learning_rate: int | float | str | None = None
    title: Any = None  # from here on whatever is no such thing is ignored, as other keys are
    sentence: Any = None
    feature_names: Any = None
    class_names: Any = None
    example_names: Any = None
    iris_examples: Any = None


class _Heading(msgspec.Struct):
    title: Any = None
    sentence: Any = None


@dataclass(frozen=True)
class Example:
    """A document of the Examples menu, with the sentence that says what it is for."""

    title: str
    sentence: str
    document: Document


def read_problem(path: Path) -> Document:
    """The document in a problem file. Raises ProblemError."""
    return _document(_decode(path, _Problem), path)


def decode_problem(content: bytes, path: Path) -> Document:
    """The document in what a problem file held; `path` is what it is called. Raises ProblemError."""
    return _document(_decode_content(content, path, _Problem), path)


def read_example(path: Path, iris: Path) -> Example:
    """An example of the program; `iris` is the table of the iris data. Raises ProblemError."""
    problem = _decode(path, _Problem)
    if problem.iris_examples is not None:
        problem = _with_irises(problem, path, iris)
    return Example(_text(problem.title), _text(problem.sentence), _document(problem, path))


def read_heading(path: Path) -> tuple[str, str]:
    """The title of a problem file, its name where it has none, and its sentence; the rest is not looked at.

    Raises ProblemError.
    """
    heading = _decode(path, _Heading)
    return _text(heading.title) or path.stem, _text(heading.sentence)


def _decode(path: Path, kind: type[T]) -> T:
    try:
        content = content_of(path, LARGEST_FILE)
    except UnreadableError as error:
        raise ProblemError(str(error)) from None
    return _decode_content(content, path, kind)


def _decode_content(content: bytes, path: Path, kind: type[T]) -> T:
    content = content.removeprefix(codecs.BOM_UTF8)
    if why := no_group(content):
        raise ProblemError(f"{path.name}: {why}.")
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.ValidationError as error:
        raise ProblemError(f"{path.name}: {_misfit(str(error))}.") from None
    except msgspec.DecodeError as error:
        raise ProblemError(f"{path.name}: {malformed(str(error), content)}.") from None
    except UnicodeDecodeError:
        raise ProblemError(f"{path.name}: {no_utf_8(content)}.") from None
    except RecursionError:
        raise ProblemError(f"{path.name}: this is not a problem file: its lists are nested too deeply.") from None


def _misfit(error: str) -> str:
    """msgspec's "Expected `int | float | str`, got `bool` - at `$.x[1][0]`" as a person counts: x, row 2, column 1."""
    what, _, place = error.replace("`", "").partition(" - at ")
    key, *indices = re.findall(r"\w+", place) or [""]
    where = "".join(f", {name} {int(index) + 1}" for name, index in zip(("row", "column"), indices, strict=False))
    wanted, _, found = what.rpartition(", got ")
    if wanted:
        number = 'a number, or text such as "1/3"'
        of_a_matrix = ("a list of rows", "a list of numbers", number)[len(indices)]
        expected = number if key == "learning_rate" else of_a_matrix
        what = f"expected {expected}, got {FOUND.get(found, found)}"
    elif what == "Number out of range":
        what = "expected a finite number between −1e50 and 1e50, got a larger one"
    return f"{key}{where}: {what}" if key else what


def _document(problem: _Problem, path: Path) -> Document:
    try:
        x, w, b, y = (_input(matrix, getattr(problem, matrix.value)) for matrix in INPUTS)
        document = Document(
            x,
            w,
            b,
            y,
            learning_rate=_learning_rate(problem.learning_rate),
            title=_text(problem.title) or path.stem,
        )
    except InputError as error:
        raise ProblemError(f"{path.name}: {error}") from None
    N, D, K = document.shape
    names = Names(
        examples=_names(problem.example_names, N),
        features=_names(problem.feature_names, D),
        classes=_names(problem.class_names, K),
    )
    return replace(document, names=names)


def _input(matrix: Matrix, rows: Rows | None) -> InputMatrix:
    if rows is None:
        raise EntryError(f"the matrix {matrix} is missing; expected x, w, b and y.")
    return matrix_of_rows(matrix, rows)


def _learning_rate(given: float | str | None) -> Fraction:
    if given is None:
        return DEFAULT_LEARNING_RATE
    try:
        rate = parse_number(given if isinstance(given, str) else repr(given))
    except NumberError as error:
        raise EntryError(f"learning_rate: {error}") from None
    if rate < 0:
        raise EntryError(f"learning_rate: expected 0 or more, got {given}.")
    return rate


def _text(given: Any) -> str:
    return given if isinstance(given, str) else ""


def _names(given: Any, count: int) -> tuple[str, ...]:
    """The names along one side: one of each, or else none."""
    names = tuple(filter(None, map(_text, given))) if isinstance(given, list) else ()
    return names if len(names) == count else ()


def _with_irises(problem: _Problem, path: Path, iris: Path) -> _Problem:
    with iris.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    classes = list(dict.fromkeys(row[-1] for row in rows))
    every = range(1, len(rows) + 1)
    numbers = every if problem.iris_examples == "all" else problem.iris_examples
    if not isinstance(numbers, list | range) or not numbers or any(number not in every for number in numbers):
        raise ProblemError(
            f'{path.name}: iris_examples: expected "all" or numbers from 1 to {len(rows)}, as [1, 2, 51].'
        )
    chosen = [rows[int(number) - 1] for number in numbers]
    return msgspec.structs.replace(
        problem,
        x=[row[:-1] for row in chosen],
        y=[[int(row[-1] == name) for name in classes] for row in chosen],
        feature_names=header[:-1],
        class_names=classes,
    )
