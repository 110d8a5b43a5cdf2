"""Reads text files with a delimiter: CSV, TSV, semicolons with decimal commas, columns set apart by spaces."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BufferedReader, TextIOWrapper
from itertools import chain, islice
from pathlib import Path

from bpgui.core.numbers import grouped
from bpgui.session.data_cells import CellReader
from bpgui.session.data_proposal import proposed_reading
from bpgui.session.data_reading import Begun, DataFile, Delimiter, Kind, Progress, Reading, unheard, unseen
from bpgui.session.data_table import DataError, DataTable, TableBuilder, check_size

_CELLS_AT_ONCE = 20_000
"""So many cells are read in one go: the window waits no longer than that takes."""
_ROWS_LOOKED_AT = 1000
_LONGEST_LINE = 8_000_000
_SAMPLE = 1 << 18
_BLOCK = 1 << 20
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\v\x1a\x1b")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def look_at_text(path: Path, progress: Progress = unheard) -> DataFile:
    """Find out the encoding of a text file, and propose how to read it. Raises DataError and OSError."""
    encoding, told = _encoding(path, progress)
    with path.open("rb") as file:
        sample = codecs.getincrementaldecoder(encoding)("replace").decode(file.read(_SAMPLE))
    if path.stat().st_size > _SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    if not sample.strip():
        raise DataError("the file is empty: there are no rows in it.")
    return DataFile(path, Kind.text, proposed_reading(sample), encoding=encoding, told=told)


def _encoding(path: Path, progress: Progress) -> tuple[str, str]:
    size = max(path.stat().st_size, 1)
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        block = file.read(_BLOCK)
        for mark, encoding, told in _MARKS:
            if block.startswith(mark):
                return encoding, f"{told}, as its first bytes say"
        _refuse_binary(block)
        done = 0
        while block:
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                at = grouped(done + error.start + 1)
                return "latin-1", f"Latin-1, since byte {at} is not UTF-8"
            done += len(block)
            progress(done / size)
            block = file.read(_BLOCK)
    return "utf-8", "UTF-8"


def _refuse_binary(block: bytes) -> None:
    controls = [at for at, byte in enumerate(block[:_SAMPLE]) if byte < 32 and byte not in _TEXT_CONTROLS]
    if controls and (0 in block[:_SAMPLE] or len(controls) > len(block[:_SAMPLE]) / 100):
        first = controls[0]
        raise DataError(f"this is no text file: byte {grouped(first + 1)} is {block[first]}, which no text has.")


def read_text(data: DataFile, reading: Reading, progress: Progress = unheard, begun: Begun = unseen) -> DataTable:
    """All rows of a text file. Raises DataError and OSError."""
    with data.path.open("rb") as file:
        text = TextIOWrapper(file, encoding=data.encoding, newline="")
        rows = _Rows(text, reading.delimiter)
        try:
            return _read(rows, reading, _told(progress, file, data.path), begun)
        except csv.Error as error:
            raise DataError(f"line {grouped(rows.line)}: {_malformed(str(error))}.") from None
        except UnicodeError:
            raise DataError(f"line {grouped(rows.line + 1)}: this is not {data.told.split(',')[0]} any more.") from None


def _told(progress: Progress, file: BufferedReader, path: Path) -> Progress:
    size = max(path.stat().st_size, 1)
    return lambda done: progress(min(file.tell() / size, 1.0))


def _malformed(error: str) -> str:
    if "field larger" in error:
        return "a cell is longer than 131 072 characters; is a quotation mark not closed?"
    if "unexpected end" in error:
        return "the file ends within quotation marks"
    if "expected after" in error:
        return "something stands between a closing quotation mark and the next cell"
    return error


class _Rows:
    """The rows of a file that have anything in them, as cells of text."""

    def __init__(self, text: TextIOWrapper, delimiter: Delimiter) -> None:
        self._text = text
        self.line = 0
        self.blank = 0
        lines = self._lines()
        if delimiter is Delimiter.spaces:
            self._split: Iterator[list[str]] = (line.split() for line in lines)
        else:
            self._split = csv.reader(lines, delimiter=delimiter.value, strict=True, skipinitialspace=True)

    def take(self, count: int) -> list[list[str]]:
        """The next rows; none at the end."""
        while taken := list(islice(self._split, count)):
            if rows := [row for row in taken if row]:
                self.blank += len(taken) - len(rows)
                return rows
            self.blank += len(taken)
        return []

    def _lines(self) -> Iterator[str]:
        while line := self._text.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE:
                raise DataError(f"line {grouped(self.line + 1)} is longer than {grouped(_LONGEST_LINE)} characters.")
            self.line += 1
            yield line


def _read(rows: _Rows, reading: Reading, progress: Progress, begun: Begun) -> DataTable:
    first = rows.take(1)
    if not first:
        raise DataError("the file is empty: there are no rows in it.")
    header = header_of(first[0]) if reading.has_header else []
    sample = [] if reading.has_header else first
    check_size(1, len(first[0]))
    sample += rows.take(max(1, min(_ROWS_LOOKED_AT, _CELLS_AT_ONCE // len(first[0]))))
    if not sample:
        raise DataError("there are no rows below the header.")
    width = Counter(map(len, sample)).most_common(1)[0][0]
    builder = TableBuilder((header + [""] * width)[:width])
    builder.has_header = bool(header)
    if header and len(header) != width:
        builder.notes.append(f"The header has {len(header)} names for {width} columns.")
    reader = CellReader(reading.decimal_comma)
    at_once = max(1, _CELLS_AT_ONCE // width)
    for part in chain([sample], iter(lambda: rows.take(at_once), [])):
        if builder.row_count == len(sample):
            begun(builder.so_far())
        columns = zip(*fitted(part, width, builder), strict=True)
        builder.add([reader.column(cells) for cells in columns])
        progress(0.0)
    if rows.blank:
        builder.notes.append(f"{_lines(rows.blank)} left out.")
    return builder.finish(lambda: progress(0.0))


def header_of(cells: list[str]) -> list[str]:
    """The names in a header; the “#” before some of them says no more than that it is one."""
    if cells and cells[0].startswith("#"):
        cells = [cells[0][1:], *cells[1:]]
        cells = cells[1:] if not cells[0].strip() else cells
    return [" ".join(cell.split()) for cell in cells]


def fitted(rows: Iterable[list[str]], width: int, builder: TableBuilder) -> list[list[str]]:
    """Rows of one length: empty cells where a row ends early. One with more than there are columns is noted."""
    together = list(rows)
    if {len(row) for row in together} == {width}:
        return together
    for number, row in enumerate(together):
        if any(cell.strip() for cell in row[width:]):
            builder.too_long[builder.row_count + number] = len(row)
    return [(row + [""] * (width - len(row)))[:width] for row in together]


def _lines(count: int) -> str:
    return "1 empty line was" if count == 1 else f"{grouped(count)} empty lines were"
