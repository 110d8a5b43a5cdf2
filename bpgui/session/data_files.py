"""Data files of every kind: look at one, then read it."""

from __future__ import annotations

from pathlib import Path

from bpgui.session.data_arrays import look_at_array, look_at_arrays, read_arrays
from bpgui.session.data_reading import Begun, DataFile, Kind, Progress, Reading, unheard, unseen
from bpgui.session.data_table import DataError, DataTable
from bpgui.session.data_text import look_at_text, read_text
from bpgui.session.data_workbook import look_at_workbook, read_workbook

SUFFIXES = (".csv", ".tsv", ".txt", ".dat", ".data", ".xlsx", ".npy", ".npz")
"""Of files that are taken for data where they are dropped on to the window, or named on the command line."""

_NPY, _ZIP, _OLD_EXCEL = b"\x93NUMPY", b"PK", b"\xd0\xcf\x11\xe0"


def is_data_file(path: Path) -> bool:
    """Whether a file has a name that a data file has."""
    return path.suffix.lower() in SUFFIXES


def look_at(path: Path, progress: Progress = unheard) -> DataFile:
    """Find out what a file is, and propose how to read it. Raises DataError, with the file's name."""
    try:
        with path.open("rb") as file:
            first = file.read(8)
        if not first:
            raise DataError("the file is empty.")
        return _look(path, first, progress)
    except DataError as error:
        raise DataError(f"{path.name}: {error}") from None
    except OSError as error:
        raise DataError(f"{path.name} can't be opened: {error.strerror or error}.") from None
    except MemoryError:
        raise DataError(f"{path.name}: there is not enough memory.") from None


def _look(path: Path, first: bytes, progress: Progress) -> DataFile:
    suffix = path.suffix.lower()
    if first.startswith(_NPY):
        return look_at_array(path, progress)
    if first.startswith(_ZIP) and suffix == ".npz":
        return look_at_arrays(path, progress)
    if first.startswith(_ZIP) and suffix != ".ods":
        return look_at_workbook(path, progress)
    if first.startswith((_ZIP, _OLD_EXCEL)) or suffix in (".xls", ".ods"):
        raise DataError("this kind of workbook is not read here: save it as .xlsx or .csv.")
    if suffix in (".xlsx", ".npz", ".npy"):
        raise DataError(f"this is no {suffix[1:].upper()} file: it is damaged, or something else.")
    return look_at_text(path, progress)


def read(data: DataFile, reading: Reading, progress: Progress = unheard, begun: Begun = unseen) -> DataTable:
    """All of a file. Raises DataError, with the file's name."""
    readers = {Kind.text: read_text, Kind.workbook: read_workbook, Kind.array: read_arrays, Kind.arrays: read_arrays}
    try:
        return readers[data.kind](data, reading, progress, begun)
    except DataError as error:
        raise DataError(f"{data.path.name}: {error}") from None
    except OSError as error:
        raise DataError(f"{data.path.name} can't be read: {error.strerror or error}.") from None
    except MemoryError:
        raise DataError(f"{data.path.name}: there is not enough memory.") from None
