"""A rectangle of numbers as text, exactly: for spreadsheets, programs and papers. `read_table` reads all of it back.

A number is written as the shortest decimal that is the same float64, or with all its decimals where they end, or else
as a fraction. What would take more than LONGEST_FRACTION characters is rounded to 17 figures; `is_rounded` tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction

from bpgui.core.numbers import Number, exact_value
from bpgui.session.table import LONGEST_FRACTION

_LONGEST_LINE = 88
_LONGEST_DECIMAL = 60
_MOST_COLUMNS_OF_BMATRIX = 10

Rows = Sequence[Sequence[Number]]


class Form(Enum):
    """How a rectangle of numbers is written."""

    tabs = "tab-separated"
    tabs_and_commas = "tab-separated, with decimal commas"
    csv = "CSV"
    numpy = "NumPy"
    matlab = "MATLAB"
    latex = "LaTeX"
    markdown = "Markdown"


def write_table(rows: Rows, form: Form) -> str:
    """The numbers in a form; no line end behind the last line."""
    match form:
        case Form.tabs:
            return _joined([[_for_spreadsheets(_text(n)) for n in row] for row in rows], "\t")
        case Form.tabs_and_commas:
            return _joined([[_with_comma(_for_spreadsheets(_text(n))) for n in row] for row in rows], "\t")
        case Form.csv:
            return _csv([[_text(n) for n in row] for row in rows])
        case Form.numpy:
            return _numpy([[_with_point(_text(n)) for n in row] for row in rows])
        case Form.matlab:
            return _matlab([[_text(n) for n in row] for row in rows])
        case Form.latex:
            return _latex([[_latex_text(_text(n)) for n in row] for row in rows])
        case Form.markdown:
            return _markdown([[_text(n) for n in row] for row in rows])


def is_rounded(value: Number) -> bool:
    """Whether a number is so long that it is written rounded, though it is known exactly."""
    if not isinstance(value, Fraction):
        return False
    text = _text(value)
    return "/" not in text and Fraction(text) != value


def _text(value: Number) -> str:
    """A number as programs write it: -0.5, 1e-07, 3, 1/3."""
    as_float = float(value)
    if not isinstance(value, Fraction) or exact_value(as_float) == value:
        return str(int(as_float)) if as_float.is_integer() and abs(as_float) < 1e16 else repr(as_float)
    return _decimal(value) or _fraction(value) or repr(as_float)


def _decimal(value: Fraction) -> str:
    """All decimals of a number, where they end soon enough; or empty."""
    rest, decimals = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        decimals = max(decimals, power)
    if rest != 1 or decimals > _LONGEST_DECIMAL:
        return ""
    if abs(value.numerator) >= 10**_LONGEST_DECIMAL:
        return ""
    figures = str(abs(value.numerator) * 10**decimals // value.denominator).zfill(decimals + 1)
    whole, behind = figures[: len(figures) - decimals], figures[len(figures) - decimals :]
    text = f"{'-' if value < 0 else ''}{whole}.{behind}" if behind else f"{'-' if value < 0 else ''}{whole}"
    return text if len(text) <= _LONGEST_DECIMAL else ""


def _fraction(value: Fraction) -> str:
    if max(abs(value.numerator), value.denominator) >= 10**LONGEST_FRACTION:
        return ""
    text = str(value)
    return text if len(text) < LONGEST_FRACTION else ""


def _for_spreadsheets(text: str) -> str:
    """1/3 would be the third of January; =1/3 is a number everywhere."""
    return f"={text}" if "/" in text else text


def _with_comma(text: str) -> str:
    whole, point, decimals = text.partition(".")
    # 1,234 may be read as a thousand and something, 1,2340 as 1.234 alone
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}" if point else text


def _with_point(text: str) -> str:
    """A whole number as a float: NumPy makes an array of integers of integers."""
    return f"{text}.0" if text.lstrip("-").isdigit() else text


def _joined(rows: Sequence[Sequence[str]], between: str) -> str:
    return "\n".join(between.join(row) for row in rows)


def _csv(rows: list[list[str]]) -> str:
    text = _joined(rows, ",")
    if len(rows[0]) == 2 and "." not in text and "/" not in text:  # pairs of whole numbers may be decimal commas
        return _joined([[_with_point(cell) for cell in row] for row in rows], ",")
    return text


def _numpy(rows: list[list[str]]) -> str:
    lines = [f"[{', '.join(row)}]" for row in rows]
    short = f"np.array([{', '.join(lines)}])"
    return short if len(short) <= _LONGEST_LINE else "np.array([\n    " + ",\n    ".join(lines) + ",\n])"


def _matlab(rows: list[list[str]]) -> str:
    lines = [" ".join(row) for row in rows]
    short = f"[{'; '.join(lines)}]"
    return short if len(short) <= _LONGEST_LINE else f"[{(';' + chr(10) + ' ').join(lines)}]"


def _latex(rows: list[list[str]]) -> str:
    columns = len(rows[0])
    inside = " \\\\\n".join("  " + " & ".join(row) for row in rows)
    if columns <= _MOST_COLUMNS_OF_BMATRIX:  # amsmath takes no more
        return f"\\begin{{bmatrix}}\n{inside}\n\\end{{bmatrix}}"
    return f"\\left[\\begin{{array}}{{{'r' * columns}}}\n{inside}\n\\end{{array}}\\right]"


def _latex_text(text: str) -> str:
    if "/" in text:
        numerator, denominator = text.split("/")
        sign = "-" if numerator.startswith("-") else ""
        return rf"{sign}\frac{{{numerator.removeprefix('-')}}}{{{denominator}}}"
    mantissa, exponent, power = text.partition("e")
    return rf"{mantissa} \times 10^{{{int(power)}}}" if exponent else text


def _markdown(rows: list[list[str]]) -> str:
    """A head without names is needed: a table without a head is none in Markdown."""
    columns = len(rows[0])
    lines = ["|" + "  |" * columns, "|" + "---:|" * columns]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])
