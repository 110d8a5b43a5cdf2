"""Matrices between brackets, as Python, NumPy and MATLAB write them, as rows of cells. Nothing is evaluated."""

from __future__ import annotations

import re

from bpgui.session.table import TableError, quoted

_CALL = re.compile(r"(?:[A-Za-z_]\w*\.)*(?:array|asarray|matrix|mat|tensor|Tensor|Matrix)\s*\(\s*")
_OPTIONS = re.compile(r",?\s*(?:[A-Za-z_]\w*\s*=\s*[^=()\[\]\s]+\s*,?\s*)*\)")
_FRACTION = re.compile(r"Fraction\(\s*([+-]?[0-9]+)\s*,\s*([0-9]+)\s*\)")
_FLOAT = re.compile(r"(?:np|numpy)\.(?:float|int|uint)[0-9]+\(([^()\[\],]*)\)")
_AROUND_SLASH = re.compile(r"(?<=[0-9])[ \t]*/[ \t]*(?=[0-9])")
_CONTINUED = re.compile(r"\.\.\.[ \t]*\n")
_TOKEN = re.compile(r"[\[(\])]|,|;|\n|[^\[(\]),;\s]+")
_CLOSES = {"[": "]", "(": ")"}


def begins_with_bracket(body: str) -> bool:
    """Whether a text may be a matrix between brackets."""
    return body.lstrip()[:1] in ("[", "(") or _CALL.match(body.lstrip()) is not None


def bracket_rows(body: str) -> list[list[str]]:
    """[[1, 2], [3, 4]], np.array([…], dtype=float), [[1. 2.]\\n [3. 4.]] or [1 2; 3 4] as rows of cells.

    Between simple brackets a semicolon ends a row, and so does the end of a line, unless a comma stands there.
    Raises TableError.
    """
    text, options = body.strip().rstrip(";").rstrip(), False
    if call := _CALL.match(text):
        text, options = text[call.end() :], True
    if "Fraction(" in text:
        text = _FRACTION.sub(r"\1/\2", text)
    if "np." in text or "numpy." in text:
        text = _FLOAT.sub(r"\1", text)
    if "..." in text:
        text = _CONTINUED.sub(" ", text)
    reader = _Reader()
    for token in _TOKEN.finditer(_AROUND_SLASH.sub("/", text) if "/" in text else text):
        if reader.is_done:
            rest = token.string[token.start() :].strip()
            if rest and not (options and _OPTIONS.fullmatch(rest)):
                raise TableError(f"{quoted(rest)} stands behind the last bracket.")
            break
        reader.take(token[0])
    return reader.rows_at_the_end()


class _Reader:
    """Takes brackets, separators and words one by one."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []
        self._row: list[str] = []
        self._open: list[str] = []
        self._nests = self._has_commas = False
        self._last = ""
        self.is_done = False

    def take(self, token: str) -> None:
        if token in "[(":
            self._begin(token)
        elif token in "])":
            self._end(token)
        elif token in ",;\n":
            self._separate(token)
        else:
            self._add(token)
        if token != "\n":
            self._last = token

    def rows_at_the_end(self) -> list[list[str]]:
        if not self.is_done:
            raise TableError("A bracket is not closed.")
        return self._rows

    def _begin(self, token: str) -> None:
        if self._open and (self._row or len(self._open) == 2 or (self._rows and not self._nests)):
            raise TableError("The brackets are not those of a matrix: expected rows in brackets, and numbers in each.")
        if self._nests and self._last == "[" and len(self._open) == 1 and self._rows:
            raise TableError("The brackets are not those of a matrix.")
        self._nests = bool(self._open)
        self._open.append(token)

    def _end(self, token: str) -> None:
        if not self._open or _CLOSES[self._open.pop()] != token:
            raise TableError("A bracket is closed that was not opened so.")
        self._end_row()
        self.is_done = not self._open
        if self.is_done and token == ")" and not self._nests and not self._has_commas:
            # (5) is −5 for accountants
            raise TableError("Round brackets around one number can mean minus: write it without them.")

    def _separate(self, token: str) -> None:
        if token == ",":
            self._has_commas = True
            if self._last in ("", "[", "(", ",", ";"):
                raise TableError("A comma stands where a number is missing.")
        elif token == ";" and self._nests:
            raise TableError("A semicolon stands between brackets within brackets.")
        elif token == ";" or (not self._nests and self._last != ","):
            self._end_row()

    def _add(self, token: str) -> None:
        if token in ("...", "…"):
            raise TableError(f"Numbers were left out where {quoted(token)} stands: copy all of them.")
        if not self._open or (self._nests and len(self._open) == 1):
            raise TableError(f"{quoted(token)} stands outside of the rows.")
        self._row.append(token)

    def _end_row(self) -> None:
        if self._row:
            self._rows.append(self._row)
            self._row = []
        elif self._nests and len(self._open) == 1 and self._last in "[(":
            raise TableError("A row has no numbers.")
