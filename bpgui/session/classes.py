"""The class of an example, as its row of y says it: one 1, and zeros besides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bpgui.core.inputs import InputMatrix
from bpgui.session.document import Document


def one_hot(rows: int, classes: int, of_rows: int | NDArray[np.intp]) -> InputMatrix:
    """Rows of y: a 1 in the column of each one's class, counted from 0, and zeros besides."""
    values = np.zeros((rows, classes))
    values[np.arange(rows), of_rows] = 1.0
    values.flags.writeable = False
    return InputMatrix(values)


def class_of(document: Document, row: int) -> int | None:
    """The class of an example, counted from 0; None where its row of y is not one-hot."""
    if any(at[0] == row for at in document.y.exact):
        return None
    values = document.y.values[row]
    ones = np.flatnonzero(values)
    return int(ones[0]) if ones.size == 1 and values[ones[0]] == 1 else None


def class_of_all(document: Document, row: int, rows: int) -> int | None:
    """The class that so many examples from one on share; None where they share none."""
    shared = class_of(document, row)
    is_shared = all(class_of(document, each) == shared for each in range(row + 1, row + rows))
    return shared if is_shared else None


def class_words(document: Document, row: int) -> str:
    """What the row of y of an example says; empty where there is one class alone."""
    if document.shape.K == 1:
        return ""
    number = class_of(document, row)
    if number is None:
        return f"Row {row + 1} of y is not one 1 and zeros: example {row + 1} is in no one class."
    return f"Example {row + 1} is in class {document.names.called('k', number)}."
