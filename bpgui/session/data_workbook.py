"""Reads a sheet of an .xlsx workbook: what its cells hold, not the formulas behind them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from python_calamine import CalamineSheet, CalamineWorkbook

from bpgui.core.numbers import grouped
from bpgui.session.data_archive import blocks_of, opened_archive
from bpgui.session.data_cells import CellReader
from bpgui.session.data_proposal import has_header
from bpgui.session.data_reading import Begun, DataFile, Kind, Progress, Reading, unheard, unseen
from bpgui.session.data_table import DataError, DataTable, TableBuilder, number_text

T = TypeVar("T")

MOST_BYTES = 1_200_000_000
"""Unpacked; a million rows of ten cells take 0.4 GB."""
MOST_CELLS_OF_A_SHEET = 20_000_000
"""In the rectangle from the first cell to the last, empty ones too: calamine keeps all of them."""

_CELLS_AT_ONCE = 10_000
_ROWS_LOOKED_AT = 100
_PART_OF_LOOKING = 0.4
_PLACES = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,7})([0-9]{1,12})["']""")
_LONGEST_PLACE = 64


def look_at_workbook(path: Path, progress: Progress = unheard) -> DataFile:
    """Find out which sheets there are, and propose the first with numbers in it. Raises DataError and OSError."""
    with opened_archive(path, MOST_BYTES) as archive:
        if not any(name.startswith("xl/") for name in archive.namelist()):
            raise DataError("this is no workbook: expected one saved as .xlsx.")
        _check_extents(archive, progress)
    names = _asked(lambda: list(CalamineWorkbook.from_path(path).sheet_names))
    if not names:
        raise DataError("there is no sheet in it.")
    return DataFile(path, Kind.workbook, Reading((names[0],)), tuple(names))


def read_workbook(data: DataFile, reading: Reading, progress: Progress = unheard, begun: Begun = unseen) -> DataTable:
    """All rows of a sheet. Raises DataError and OSError."""
    progress(_PART_OF_LOOKING)
    sheet = _asked(lambda: CalamineWorkbook.from_path(data.path).get_sheet_by_name(reading.parts[0]))
    width, height = sheet.width, sheet.height
    if not width or not height:
        raise DataError(f"the sheet “{reading.parts[0]}” is empty.")
    rows, read, blank = _rows(sheet), 0, 0
    reader = CellReader(reading.decimal_comma)
    head = list(islice(rows, _ROWS_LOOKED_AT))
    has_names = _has_header(head, reader) if reading.has_header is None else reading.has_header
    builder = TableBuilder([" ".join(_as_text(cell).split()) for cell in head[0]] if has_names else [""] * width)
    builder.has_header = has_names
    rows = chain(head[1:] if has_names else head, rows)
    at_once = max(1, _CELLS_AT_ONCE // width)
    while part := list(islice(rows, at_once)):
        read += len(part)
        filled = [row for row in part if any(cell not in ("", None) for cell in row)]
        blank += len(part) - len(filled)
        if filled:
            builder.add([reader.mixed(cells) for cells in zip(*filled, strict=True)])
        progress(_PART_OF_LOOKING + (1 - _PART_OF_LOOKING) * min(read / height, 1.0))
    if not builder.row_count:
        raise DataError("there are no rows below the header.")
    if blank:
        rows_were = "1 empty row was" if blank == 1 else f"{grouped(blank)} empty rows were"
        builder.notes.append(f"{rows_were} left out.")
    return builder.finish(lambda: progress(1.0))


def _has_header(rows: Sequence[Sequence[object]], reader: CellReader) -> bool:
    filled = [[_as_text(cell) for cell in row] for row in rows if any(cell not in ("", None) for cell in row)]
    return has_header(filled, reader)


def _rows(sheet: CalamineSheet) -> Iterator[list[object]]:
    return iter(sheet.iter_rows())  # type: ignore[arg-type]


def _as_text(cell: object) -> str:
    return "" if cell is None else number_text(cell) if isinstance(cell, float) else str(cell)


def _asked(question: Callable[[], T]) -> T:
    """What calamine answers. It fails of a damaged file in errors of many kinds, and at worst in a panic."""
    try:
        return question()
    except (OSError, MemoryError):
        raise
    except Exception as error:
        raise DataError(f"the workbook can't be read: {_in_short(error)}.") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise DataError("the workbook can't be read: it is damaged.") from None


def _in_short(error: Exception) -> str:
    return (" ".join(str(error).split()) or "it is damaged").rstrip(".")[:120]


def _check_extents(archive: zipfile.ZipFile, progress: Progress) -> None:
    """Refuse a sheet whose last cell lies so far out that the rectangle up to it would not fit."""
    members = archive.infolist()
    total, done = max(sum(member.file_size for member in members), 1), 0
    for member in members:
        last_row, last_column, before = 1, 1, b""
        for block in blocks_of(archive, member):
            letters: set[bytes] = set()
            numbers: set[bytes] = set()
            for place in _PLACES.findall(before + block):
                letters.add(place[0])
                numbers.add(place[1])
            last_row = max(last_row, max(map(int, numbers), default=1))
            last_column = max(last_column, max(map(_column, letters), default=1))
            before = block[-_LONGEST_PLACE:]
            done += len(block)
            progress(_PART_OF_LOOKING * done / total)
        if last_row * last_column > MOST_CELLS_OF_A_SHEET:
            raise DataError(
                f"{member.filename[:80]} goes on to row {grouped(last_row)} and column {grouped(last_column)}: "
                f"more than the {grouped(MOST_CELLS_OF_A_SHEET)} cells that fit. Save it as CSV."
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
