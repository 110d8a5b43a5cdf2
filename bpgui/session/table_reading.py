"""Text as it is pasted, read as a rectangle of exact numbers. Nothing is evaluated, and nothing guessed.

The text is taken for the first of these that it can be:

1. LaTeX, where it has a backslash or an ampersand (`latex_matrix`);
2. Markdown, where it has a | (`table_markdown`);
3. Python, NumPy or MATLAB, where it begins with a bracket (`table_brackets`);
4. cells between tabs, as spreadsheets give them;
5. cells between semicolons;
6. cells between commas, or between spaces with decimal commas, as below;
7. cells between spaces.

Commas and points. One text has one decimal sign: a text with both, where commas don't separate, is refused. A comma
in a cell between tabs or semicolons, or between quotation marks, is a decimal comma; if all that have one look like
1,234, which may be a thousand and something, the text is refused. In all other text commas separate if one of them is
followed by a space, or stands twice in a line, or beside a point, or beside what isn't figures; else, if there are
spaces between numbers, or if not every line has a comma, they are decimal. What is left are lines such as "1,5", each
with one comma: then the place where they go decides, if it is one column or two, and a text of one line that goes into
one cell is one number; else it is refused, and the sentence says how to settle it. A point is always a decimal point.
Ordinary spaces alone separate: a narrow or a no-break space groups figures, and is refused.
"""

from __future__ import annotations

import csv
import re

from bpgui.core.numbers import grouped
from bpgui.session.table import MOST_CHARACTERS, Table, TableError, quoted, table_of
from bpgui.session.table_brackets import begins_with_bracket, bracket_rows
from bpgui.session.table_latex import latex_rows
from bpgui.session.table_markdown import markdown_rows

DECIMAL_COMMAS = "commas read as decimal points"

_NAME = re.compile(r"\s*[^\W\d]\w*\s*=\s*")
_MAY_BE_THOUSANDS = re.compile("[+\\-\N{MINUS SIGN}]?[1-9][0-9]{0,2},[0-9]{3}")
_DECIMAL_COMMA = re.compile("\\s*[+\\-\N{MINUS SIGN}]?[0-9]*,[0-9]*(?:[eE][+\\-\N{MINUS SIGN}]?[0-9]+)?\\s*")
_SURE_DECIMAL_COMMA = re.compile(
    "\\s*[+\\-\N{MINUS SIGN}]?(?:[0-9]*,0[0-9]+|[+\\-\N{MINUS SIGN}]0,|,[0-9]|[0-9]+,\\s*$)"
)
_BETWEEN_NUMBERS = re.compile("[^\\s,] +[^\\s,/]")
_AROUND_SLASH = re.compile(r"(?<=[0-9]) */ *(?=[0-9])")


def read_table(text: str, target: tuple[int, int] = (1, 1), is_of_cells: bool = False) -> Table:
    """The numbers in a text. `target`: the rows and columns where they go, which settles what "1,5" is; see above.

    `is_of_cells`: it is known to come from a spreadsheet, so that tabs and line ends alone separate.
    Raises TableError, and nothing else, whatever the text is.
    """
    if len(text) > MOST_CHARACTERS:
        raise TableError(
            f"That is a text of {grouped(len(text))} characters; at most {grouped(MOST_CHARACTERS)} are taken at once."
        )
    body = _tidied(text)
    if not body.strip():
        raise TableError("There are no numbers in it.")
    if is_of_cells:
        return _in_cells(_split(body, "\t"))
    if name := _NAME.match(body):
        body = _tidied(body[name.end() :])
    if "\\" in body or "&" in body:
        return _in_cells(latex_rows(body))
    if "|" in body:
        return _in_cells(markdown_rows(body, target))
    if begins_with_bracket(body):
        return table_of(bracket_rows(body))
    return _delimited(body, target)


def cells_of(text: str) -> list[list[str]]:
    """The cells of a plain table that may have words in it: between tabs, semicolons, commas or spaces, as its first
    line has them. Raises TableError."""
    if len(text) > MOST_CHARACTERS:
        raise TableError("That is too long.")
    lines = _tidied(text).split("\n")
    for delimiter in "\t;,":
        if delimiter in lines[0]:
            return _split("\n".join(lines), delimiter)
    is_spaced = any(len(line.split()) > 1 for line in lines[1:])
    return [line.split() if is_spaced else [line] for line in lines]


def read_cells(rows: list[list[str]]) -> Table:
    """The numbers in cells that are known to be cells, as those of a spreadsheet are. Raises TableError."""
    return _in_cells(rows)


def _tidied(text: str) -> str:
    """With one kind of line ends, and without empty lines at both ends."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first, last = 0, len(lines)
    while first < last and not lines[first].strip(" "):
        first += 1
    while last > first and not lines[last - 1].strip(" "):
        last -= 1
    return "\n".join(lines[first:last])


def _delimited(body: str, target: tuple[int, int]) -> Table:
    for delimiter in "\t;":
        if delimiter in body:
            rows = _split(body, delimiter)
            if delimiter == ";" and any(_BETWEEN_NUMBERS.search(cell.strip()) for row in rows for cell in row):
                return table_of(bracket_rows(f"[{body}]"))  # 1 2; 3 4
            return _in_cells(rows)
    if '"' in body:
        return _in_cells(_split(body, ","))
    if "," not in body:
        return table_of(_between_spaces(body))
    if _commas_separate(body, target):
        return table_of(_split(body, ","))
    return _in_cells(_between_spaces(body))


def _commas_separate(body: str, target: tuple[int, int]) -> bool:
    """Whether commas stand between numbers, and not in them. Raises TableError where that can't be told."""
    lines = body.split("\n")
    has_spaces = any(_BETWEEN_NUMBERS.search(_AROUND_SLASH.sub("/", line)) for line in lines)
    is_spaced = re.search(r",[ ]+\S", body) is not None
    if is_spaced and re.search(r",[^\s,]", body):
        raise TableError(
            "Some commas have a space behind them, and some have none: it can't be told what they separate."
        )
    if is_spaced or has_spaces:
        return is_spaced
    if "." in body or any(line.count(",") > 1 for line in lines):
        return True
    if not all(_DECIMAL_COMMA.fullmatch(line) for line in lines if "," in line):
        return True
    if not all("," in line for line in lines) or any(_SURE_DECIMAL_COMMA.match(line) for line in lines):
        return False
    rows, columns = target
    if columns == 2:
        return True
    if columns == 1 and (rows > 1 or len(lines) == 1):
        return False
    raise TableError(
        f"{quoted(lines[0])} may be one number or two: choose the cells to paste into, "
        "one column for decimal commas, two for pairs, and paste again."
    )


def _split(body: str, delimiter: str) -> list[list[str]]:
    lines = body.split("\n")
    if '"' not in body:
        return [line.split(delimiter) for line in lines]
    try:
        return list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        raise TableError("The quotation marks don't match.") from None


def _between_spaces(body: str) -> list[list[str]]:
    # ordinary spaces alone: others group figures
    lines = (_AROUND_SLASH.sub("/", line) for line in body.split("\n"))
    rows = [[cell for cell in line.split(" ") if cell] for line in lines]
    for number, row in enumerate(rows, 1):
        if not row:
            raise TableError(f"Row {number} is empty; expected numbers.")
    return rows


def _in_cells(rows: list[list[str]]) -> Table:
    """A table whose cells may have decimal commas. Raises TableError where commas may group figures instead."""
    comma = point = settled = None
    for i, row in enumerate(rows, 1):
        for j, cell in enumerate(row, 1):
            if "," in cell:
                comma = comma or (i, j, cell)
                settled = settled or _MAY_BE_THOUSANDS.fullmatch(cell.strip()) is None
            elif "." in cell:
                point = point or (i, j, cell)
    if comma is None:
        return table_of(rows)
    read = table_of(rows, DECIMAL_COMMAS)
    line, column, cell = comma
    if point is not None:
        raise TableError(
            f"Row {line}, column {column} is {quoted(cell)} with a comma, and row {point[0]}, column {point[1]} is "
            f"{quoted(point[2])} with a point: it can't be told which is the decimal sign."
        )
    if not settled:
        raise TableError(
            f"{quoted(cell)} in row {line}, column {column} may be {cell.strip().replace(',', '.')} or "
            f"{cell.strip().replace(',', '')}: write it with a decimal point, or without the comma."
        )
    return read
