"""Reads NumPy's files: one array (.npy), or several with names (.npz). Never with pickle, so that nothing is run."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from bpgui.core.numbers import grouped
from bpgui.session.data_archive import opened_archive
from bpgui.session.data_array_headers import MOST_BYTES, ArrayHeader, check_usable, read_header, refusal_of
from bpgui.session.data_cells import CellReader, numbers
from bpgui.session.data_reading import Begun, DataFile, Kind, Progress, Reading, unheard, unseen
from bpgui.session.data_table import DataError, DataTable, Slice, TableBuilder, check_size

_CELLS_AT_ONCE = 200_000
_X_AND_Y = (("x", "y"), ("x_train", "y_train"), ("x_test", "y_test"), ("data", "target"))


def look_at_array(path: Path, progress: Progress = unheard) -> DataFile:
    """What a .npy file holds. Raises DataError and OSError."""
    with path.open("rb") as file:
        array = read_header(file, "", path.stat().st_size)
    check_usable(array)
    return DataFile(path, Kind.array, Reading(), told=array.note)


def look_at_arrays(path: Path, progress: Progress = unheard) -> DataFile:
    """Which arrays a .npz file holds. Raises DataError, OSError.

    Proposed are x and y, or x_train and y_train; else those with as many rows as the first.
    """
    with opened_archive(path, 100 * MOST_BYTES) as archive:
        arrays = [_header_in(archive, member) for member in _members(archive)]
    if not arrays:
        raise DataError("there is no array in it.")
    usable = [array for array in arrays if refusal_of(array) == ""]
    if not usable:
        check_usable(arrays[0])
    chosen: list[ArrayHeader] = []
    for array in _x_and_y(usable) or usable:
        fits = sum(one.rows * one.width for one in [*chosen, array]) * 8 <= MOST_BYTES
        if array.rows == (chosen or [array])[0].rows and fits:
            chosen.append(array)
    return DataFile(
        path,
        Kind.arrays,
        Reading(tuple(array.name for array in chosen)),
        tuple(array.name for array in arrays),
        tuple(array.note for array in arrays),
    )


def _x_and_y(arrays: Sequence[ArrayHeader]) -> list[ArrayHeader]:
    by_name = {array.name.lower(): array for array in arrays}
    for x_name, y_name in _X_AND_Y:
        x, y = by_name.get(x_name), by_name.get(y_name)
        if x is not None and y is not None and x.rows == y.rows:
            return [x, y]
    return []


def read_arrays(data: DataFile, reading: Reading, progress: Progress = unheard, begun: Begun = unseen) -> DataTable:
    """The chosen arrays side by side, a row of the table for each of their rows. Raises DataError and OSError."""
    with ExitStack() as stack:
        if data.kind is Kind.array:
            files: list[BinaryIO] = [stack.enter_context(data.path.open("rb"))]
            arrays = [read_header(files[0], "", data.path.stat().st_size)]
        else:
            archive = stack.enter_context(opened_archive(data.path, 100 * MOST_BYTES))
            members = {_name(member): member for member in _members(archive)}
            missing = [name for name in reading.parts if name not in members]
            if missing or not reading.parts:
                raise DataError(f"there is no array “{missing[0]}” in it." if missing else "choose at least one array.")
            arrays, files = [], []
            for name in reading.parts:
                file = stack.enter_context(archive.open(members[name]))
                arrays.append(read_header(file, name, members[name].file_size))  # type: ignore[arg-type]
                files.append(file)  # type: ignore[arg-type]
        return _read(arrays, files, reading, progress)


def _read(arrays: Sequence[ArrayHeader], files: Sequence[BinaryIO], reading: Reading, progress: Progress) -> DataTable:
    for array in arrays:
        check_usable(array)
    rows = arrays[0].rows
    for array in arrays[1:]:
        if array.rows != rows:
            raise DataError(
                f"“{arrays[0].name}” has {grouped(rows)} rows and “{array.name}” has {grouped(array.rows)}: "
                "arrays that are read together need equally many."
            )
    width = sum(array.width for array in arrays)
    check_size(rows, width)
    builder = TableBuilder([name for array in arrays for name in array.names(len(arrays) == 1)])
    for array in arrays:
        if len(array.inner) > 1:
            size = " × ".join(map(str, array.inner))
            of_it = f" of {array.name}" if array.name else ""
            builder.notes.append(f"Each {size} block{of_it} is laid out in one row.")
    reader = CellReader(reading.decimal_comma)
    at_once = max(1, _CELLS_AT_ONCE // width)
    readers = [_Blocks(array, file) for array, file in zip(arrays, files, strict=True)]
    for start in range(0, rows, at_once):
        count = min(at_once, rows - start)
        _add(builder, [each.take(count) for each in readers], reader)
        progress((start + count) / rows)
    return builder.finish(lambda: progress(1.0))


class _Blocks:
    """Some rows after the other of one array. One that is stored column by column is read whole first."""

    def __init__(self, array: ArrayHeader, file: BinaryIO) -> None:
        self._array, self._file = array, file
        self._whole: NDArray[np.generic] | None = None
        self._next = 0

    def take(self, count: int) -> NDArray[np.generic]:
        array = self._array
        if array.is_fortran and len(array.shape) > 1:
            if self._whole is None:
                flat = np.frombuffer(_exactly(self._file, array.bytes), dtype=array.dtype)
                self._whole = flat.reshape(array.shape, order="F")
            block = self._whole[self._next : self._next + count]
            self._next += count
        else:
            size = count * math.prod(array.inner) * array.dtype.itemsize
            block = np.frombuffer(_exactly(self._file, size), dtype=array.dtype).reshape((count, *array.inner))
        return block.reshape(count, math.prod(array.inner))


def _add(builder: TableBuilder, blocks: Sequence[NDArray[np.generic]], reader: CellReader) -> None:
    whole = [_numbers(block) for block in blocks if block.dtype.kind in "fiub"]
    if len(whole) == len(blocks):
        together = whole[0] if len(whole) == 1 else np.hstack(whole)
        with np.errstate(invalid="ignore"):
            if (np.abs(together) <= 1e50).all():
                builder.add_numbers(together)
                return
    builder.add([part for block in blocks for part in _columns(block, reader)])


def _columns(block: NDArray[np.generic], reader: CellReader) -> Iterator[Slice]:
    if block.dtype.names:
        for column in range(block.shape[1]):
            for name in block.dtype.names:
                yield from _columns(np.asarray(block[name])[:, column : column + 1], reader)  # type: ignore[call-overload]
    elif block.dtype.kind in "US":
        for column in range(block.shape[1]):
            yield reader.column([_text(cell) for cell in _cells(block[:, column])])
    else:
        values = _numbers(block)
        for column in range(values.shape[1]):
            yield numbers(np.ascontiguousarray(values[:, column]))


def _numbers(block: NDArray[np.generic]) -> NDArray[np.float64]:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.array(block, dtype=np.float64)


def _cells(column: NDArray[np.generic]) -> list[str | bytes]:
    if column.dtype.kind == "U" and column.dtype.itemsize:
        points = np.ascontiguousarray(column).view(np.dtype("u4").newbyteorder(column.dtype.byteorder))
        if points.max() > 0x10FFFF or ((points >= 0xD800) & (points < 0xE000)).any():
            raise DataError("the file is damaged: what should be text in it is none.")
    return list(column.tolist())


def _text(cell: str | bytes) -> str:
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [member for member in archive.infolist() if member.filename.endswith(".npy")]


def _name(member: zipfile.ZipInfo) -> str:
    return member.filename.removesuffix(".npy")


def _header_in(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> ArrayHeader:
    with archive.open(member) as file:
        return read_header(file, _name(member), member.file_size)  # type: ignore[arg-type]


def _exactly(file: BinaryIO, count: int) -> bytes:
    parts, missing = [], count
    while missing:
        part = file.read(min(missing, 1 << 22))
        if not part:
            raise DataError("the file ends too early.")
        parts.append(part)
        missing -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
