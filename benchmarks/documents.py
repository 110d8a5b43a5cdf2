"""The two sizes: the note's own, and that of a data set of handwritten digits, made up here."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from bpgui.core.cells import Matrix
from bpgui.core.inputs import Float64, InputMatrix
from bpgui.resource_files import resource_path
from bpgui.session.document import Document
from bpgui.session.problems import read_example

_LARGE = (60_000, 784, 10)
_QUICK = (20_000, 784, 10)
_ROWS_AT_ONCE = 1000


def small() -> Document:
    """The document that the program starts with: 5×4×3."""
    file = sorted(resource_path("examples").glob("*.json"))[0]
    return read_example(file, resource_path("data", "iris.csv")).document


def iris() -> Document:
    """The 150 irises: 150×4×3."""
    files = sorted(resource_path("examples").glob("*.json"))
    read = (read_example(file, resource_path("data", "iris.csv")).document for file in files)
    return next(document for document in read if document.shape.N == 150)


def large(quick: bool = False) -> Document:
    """60 000×784×10, or a third of it: x as if read from float32, y one-hot, w small. Nothing is held twice."""
    N, D, K = _QUICK if quick else _LARGE
    random = np.random.default_rng(1)
    x = np.empty((N, D))
    for start in range(0, N, _ROWS_AT_ONCE):
        x[start : start + _ROWS_AT_ONCE] = random.random((min(_ROWS_AT_ONCE, N - start), D), dtype=np.float32)
    y = np.zeros((N, K))
    y[np.arange(N), random.integers(0, K, N)] = 1.0
    w = random.normal(scale=0.01, size=(D, K))
    b = np.zeros((1, K))
    return Document(
        _kept(Matrix.x, x),
        _kept(Matrix.w, w),
        _kept(Matrix.b, b),
        _kept(Matrix.y, y),
        learning_rate=Fraction(1, 1000),
        title=f"{N}×{D}×{K}",
    )


def _kept(matrix: Matrix, array: Float64) -> InputMatrix:
    array.flags.writeable = False
    return InputMatrix.from_array(matrix, array)
