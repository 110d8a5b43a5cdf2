"""Numbers on their way out of the program: exactly, as text, and in fields as spreadsheets and programs read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bpgui.core.inputs import Float64

_BYTE_ORDER_MARK = "\ufeff"
_NUMBERS_IN_A_CHUNK = 20_000


@dataclass(frozen=True)
class Fields:
    """How a table is written: what parts its fields, and whether numbers have a decimal comma.

    Numbers are written with as many digits as tell them from all other numbers in float64, and no more.
    """

    separator: str = ","
    decimal_comma: bool = False

    def numbers(self, values: Iterable[float]) -> list[str]:
        """Numbers in full."""
        texts = [repr(value) for value in values]
        return [text.replace(".", ",") for text in texts] if self.decimal_comma else texts

    def word(self, text: str) -> str:
        """A name, quoted where it would be taken for more than one field."""
        if any(mark in text for mark in (self.separator, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text

    def line(self, fields: Iterable[str]) -> str:
        """One row."""
        return self.separator.join(fields) + "\n"


def csv_fields(decimal_comma: bool) -> Fields:
    """Commas between numbers with points, semicolons between numbers with commas."""
    return Fields(";" if decimal_comma else ",", decimal_comma)


def tsv_fields(decimal_comma: bool) -> Fields:
    """Tabs."""
    return Fields("\t", decimal_comma)


def table(fields: Fields, values: Float64, rows: Sequence[str] = (), heading: Sequence[str] = ()) -> Iterator[str]:
    """A matrix row by row, in chunks; with names of its rows before them and a row of names over it, if there are any.

    `heading` has a field more than the matrix has columns: that over the names of the rows.
    """
    if heading:
        yield fields.line(map(fields.word, heading))
    at_once = max(_NUMBERS_IN_A_CHUNK // values.shape[1], 1)
    for start in range(0, len(values), at_once):
        lines = []
        for number, row in enumerate(values[start : start + at_once].tolist(), start):
            name = [fields.word(rows[number])] if rows else []
            lines.append(fields.line([*name, *fields.numbers(row)]))
        yield "".join(lines)


def encoded(text: Iterable[str], is_marked: bool) -> Iterator[bytes]:
    """Text in UTF-8; `is_marked`: with the mark at its start by which spreadsheets know that it is."""
    if is_marked:
        yield _BYTE_ORDER_MARK.encode()
    for chunk in text:
        yield chunk.encode(errors="replace")
