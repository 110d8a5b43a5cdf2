"""The matrices that the position knows, as CSV, as TSV and as NPZ. What lies ahead of it, or is hidden, is left out."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import numpy as np

from bpgui.core.cells import Cell, Matrix
from bpgui.core.inputs import Float64
from bpgui.core.notation import symbol
from bpgui.session.export_numbers import Fields, encoded, table
from bpgui.session.screen import Knowledge, Screen

_BYTES_IN_A_CHUNK = 1 << 20


def known_matrices(screen: Screen) -> tuple[Matrix, ...]:
    """The matrices all of whose entries are known, and that the view shows."""
    return tuple(m for m in Matrix if m not in screen.view.hidden and _is_known(screen, m))


def left_out(screen: Screen) -> str:
    """Which matrices are not exported, and why; empty where all are."""
    ahead = [m for m in Matrix if m not in screen.view.hidden and not _is_known(screen, m)]
    hidden = [m for m in Matrix if m in screen.view.hidden]
    said = []
    if ahead:
        said.append(f"Left out, since the position doesn’t know {_them(ahead)} yet: {_listed(ahead)}.")
    if hidden:
        said.append(f"Left out, since the view hides {_them(hidden)}: {_listed(hidden)}.")
    return " ".join(said)


def values_of(screen: Screen, matrix: Matrix) -> Float64:
    """All entries of a matrix in float64: the nearest to each where numbers are known exactly."""
    if matrix in (Matrix.x, Matrix.y) or (matrix.is_input and screen.position.iteration == 0):
        return screen.document.matrix(matrix).values
    moment = screen.course.moment(screen.position.iteration)
    if moment.exact is None:
        values: Float64 = moment.values.whole(matrix)
        return values
    return np.array([[float(entry) for entry in row] for row in moment.exact.whole(matrix)], dtype=np.float64)


def row_names(screen: Screen, matrix: Matrix) -> list[str]:
    """What the rows of a matrix are called, or else their numbers."""
    return _names(screen, matrix, 0)


def column_names(screen: Screen, matrix: Matrix) -> list[str]:
    """What the columns of a matrix are called, or else their numbers."""
    return _names(screen, matrix, 1)


def matrix_table(screen: Screen, matrix: Matrix, fields: Fields, with_names: bool) -> Iterator[str]:
    """One matrix as text; with names, the first row and the first column hold them, and the corner the symbol."""
    values = values_of(screen, matrix)
    if not with_names:
        return table(fields, values)
    heading = [symbol(matrix), *column_names(screen, matrix)]
    return table(fields, values, row_names(screen, matrix), heading)


def sheet(screen: Screen, fields: Fields) -> Iterator[str]:
    """All known matrices in one sheet, with their names, one under the other with an empty row between."""
    for number, matrix in enumerate(known_matrices(screen)):
        if number:
            yield "\n"
        yield from matrix_table(screen, matrix, fields, with_names=True)


def table_content(text: Iterator[str], with_names: bool) -> Iterator[bytes]:
    """What the file of a table holds. Where names may stand in it, it says that it is UTF-8."""
    return encoded(text, is_marked=with_names)


def npz_content(screen: Screen) -> Iterator[bytes]:
    """What a NumPy archive of all known matrices holds: each under its name, in float64; and the iteration."""
    arrays: dict[str, np.ndarray] = {matrix.value: values_of(screen, matrix) for matrix in known_matrices(screen)}
    return packed(arrays | {"iteration": np.array(screen.position.iteration)})


def packed(arrays: dict[str, np.ndarray]) -> Iterator[bytes]:
    """Arrays in one NumPy archive, without pickles."""
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    content = file.getbuffer()
    for start in range(0, len(content), _BYTES_IN_A_CHUNK):
        yield bytes(content[start : start + _BYTES_IN_A_CHUNK])


def npz_words(screen: Screen) -> str:
    """What such an archive holds, in words."""
    lines = ["A NumPy archive, which numpy.load reads. It holds:", ""]
    for matrix in known_matrices(screen):
        rows, columns = screen.network.shape.of(matrix)
        lines.append(f"  {matrix.value:<10} {rows}×{columns}   {symbol(matrix)}")
    lines.append(f"  {'iteration':<10} {screen.position.iteration}")
    return "\n".join([*lines, "", "All matrices are float64, bit by bit as they are here.", ""])


def _is_known(screen: Screen, matrix: Matrix) -> bool:
    rows, columns = screen.network.shape.of(matrix)
    # entries become known in order, so that the last one tells of all
    return screen.knowledge(Cell(matrix, rows - 1, columns - 1)) in (Knowledge.given, Knowledge.known)


def _names(screen: Screen, matrix: Matrix, axis: int) -> list[str]:
    letter = matrix.axes[axis]
    if letter == "1":
        return [""]
    size = screen.network.shape.size(letter)
    names = screen.document.names.along(letter) or ("",) * size
    return [name or str(number) for number, name in enumerate(names, 1)]


def _listed(matrices: Sequence[Matrix]) -> str:
    return ", ".join(symbol(matrix) for matrix in matrices)


def _them(matrices: Sequence[Matrix]) -> str:
    return "it" if len(matrices) == 1 else "them"
