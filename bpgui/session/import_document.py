"""Makes the document of an import: x and y from the table, w and b at their start, and where all of it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from bpgui.core.cells import Shape
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import InputMatrix
from bpgui.core.numbers import grouped
from bpgui.session.classes import one_hot
from bpgui.session.data_reading import DataFile, Progress, unheard
from bpgui.session.data_table import DataError, DataTable
from bpgui.session.document import Document, Names
from bpgui.session.filling import Filling, Kind
from bpgui.session.import_choices import ImportChoices, Role
from bpgui.session.import_plan import Plan, columns_of, plan
from bpgui.session.import_standardise import FORMULA, standardise
from bpgui.session.origin import DataSource
from bpgui.session.problems import DEFAULT_LEARNING_RATE
from bpgui.session.session import Session

_ROWS_AT_ONCE = 20_000


def imported(
    data: DataFile,
    table: DataTable,
    choices: ImportChoices,
    convention: LossConvention = LossConvention.per_example,
    progress: Progress = unheard,
) -> Document:
    """The document that some choices make of a table. Raises DataError, with a sentence that says why it can't be."""
    try:
        made = plan(table, replace(choices, standardises=False))
        if made.shape is None:
            raise DataError(made.refusal)
        return _document(data, table, choices, made, made.shape, convention, progress)
    except MemoryError:
        raise DataError("There is not enough memory: take fewer rows or columns.") from None


def take_import(session: Session, document: Document, name: str) -> None:
    """Let imported data take the place of the document, as one step, and say so."""
    session.replace_document(document, name)
    N, D, K = (grouped(size) for size in document.shape)
    how = f", and x is standardised: {FORMULA}" if document.standardised is not None else ""
    session.notice = f"{document.title} is imported: N = {N}, D = {D}, K = {K}{how}. Undo takes it back."


def _document(
    data: DataFile,
    table: DataTable,
    choices: ImportChoices,
    made: Plan,
    shape: Shape,
    convention: LossConvention,
    progress: Progress,
) -> Document:
    N, _, K = shape
    x, how = _matrix(table, made.rows, choices.columns(Role.x), lambda done: progress(0.4 * done)), None
    if choices.standardises:
        x, how = standardise(x, lambda done: progress(0.4 + 0.2 * done))
    if made.classes is None:
        y = _matrix(table, made.rows, choices.columns(Role.y), lambda done: progress(0.6 + 0.2 * done))
        classes: Sequence[str] = [table.names[column] for column in choices.columns(Role.y)]
    else:
        y, classes = one_hot(N, K, made.classes.of_rows), made.classes.names
    w, b = start(shape, choices.start_seed)
    return Document(
        x,
        w,
        b,
        y,
        learning_rate=DEFAULT_LEARNING_RATE,
        convention=convention,
        names=Names(
            examples=_example_names(table, made.rows, choices, lambda done: progress(0.8 + 0.2 * done)),
            features=_named([table.names[column] for column in choices.columns(Role.x)], "x"),
            classes=_named(classes, "y"),
        ),
        title=data.path.stem,
        seed=choices.start_seed,
        source=DataSource(data.path.name, choices.as_text()),
        standardised=how,
    )


def _matrix(table: DataTable, rows: NDArray[np.intp], columns: list[int], progress: Progress) -> InputMatrix:
    values = columns_of(table, rows, columns, progress)
    exact: dict[tuple[int, int], Fraction] = {}
    if table.exact:
        row_at = {row: place for place, row in enumerate(rows.tolist())}
        column_at = {column: place for place, column in enumerate(columns)}
        for (row, column), value in table.exact.items():
            if row in row_at and column in column_at:
                exact[row_at[row], column_at[column]] = value
    values.flags.writeable = False
    return InputMatrix(values, MappingProxyType(exact))


def start(shape: Shape, seed: int | None) -> tuple[InputMatrix, InputMatrix]:
    """w and b: at zero, or w with small random numbers, as filling has them."""
    w = Filling(Kind.zeros) if seed is None else Filling(Kind.random, seed=seed)
    return w.block(shape.D, shape.K), InputMatrix.zeros(1, shape.K)


def _example_names(
    table: DataTable, rows: NDArray[np.intp], choices: ImportChoices, progress: Progress
) -> tuple[str, ...]:
    columns = choices.columns(Role.names)
    if not columns:
        return ()
    names: list[str] = []
    for begin in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[begin : begin + _ROWS_AT_ONCE].tolist()
        names += [" ".join(table.text(row, columns[0]).split()) for row in some]
        progress(begin / len(rows))
    return _named(names)


def _named(names: Sequence[str], symbol: str = "") -> tuple[str, ...]:
    """The names, unless they say no more than the symbol and the numbers, as those of the columns of an array x do."""
    says_nothing = not any(names) or list(names) == [f"{symbol} {place}" for place in range(1, len(names) + 1)]
    return () if says_nothing else tuple(names)
