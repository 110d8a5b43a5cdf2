"""Numbers in and numbers out: what may be typed, and the one formatter that all numbers on screen go through.

A number is a float, known to rounding, or a Fraction, known exactly. Numbers have no units.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

Number = float | Fraction

MINUS = "\N{MINUS SIGN}"
LARGEST = 10**50
"""Inputs beyond ±1e50 are refused: below it no square or triple product of a first pass leaves float64."""

LONGEST_FRACTION = 15
"""A fraction of more characters than this is unwieldy, and written in decimals."""

_WIDE = Context(prec=400, rounding=ROUND_HALF_UP, Emin=-(10**6), Emax=10**6)
_LONGEST = 100
_LONGEST_WHOLE = 60
_SMALLEST_PLAIN = 1e-3
_LONGEST_ENTERED = 12
_SMALLEST_EXPONENT, _LARGEST_EXPONENT = -300, 300
_SIGN = "[+\\-\N{MINUS SIGN}]?"
_DECIMAL = re.compile(rf"({_SIGN})([0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE]({_SIGN}[0-9]+))?")
_FRACTION = re.compile(rf"({_SIGN})([0-9]+)\s*/\s*([0-9]+)")
_WHOLE = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+|[0-9]+")
_POWER = re.compile(r"([0-9]{1,10})\s*(?:\^|\*\*)\s*([0-9]{1,3})")
_WITH_EXPONENT = re.compile(r"[0-9]+(?:[.,][0-9]*)?[eE]\+?[0-9]{1,3}")


class NumberError(ValueError):
    """What was typed is no number that the program takes; the text says what was expected."""


def parse_number(text: str) -> Fraction:
    """The exact value of what a person typed: 0.25, .25, 1e-3, −0.5 with either minus, 0,25 or 1/3.

    Raises NumberError for all else (NaN, infinities, 1_0, hexadecimals) and beyond ±1e50.
    """
    stripped = text.strip()
    shown = " ".join(stripped[:100].split())
    shown = shown if len(shown) <= 20 else shown[:19] + "…"
    if len(stripped) <= _LONGEST:
        if match := _FRACTION.fullmatch(stripped):
            sign, numerator, denominator = match.groups()
            if int(denominator) == 0:
                raise NumberError(f"“{shown}” divides by zero.")
            return _in_range(_signed(sign, Fraction(int(numerator), int(denominator))), shown)
        if match := _DECIMAL.fullmatch(stripped):
            sign, digits, exponent = match.groups()
            power = int((exponent or "0").replace(MINUS, "-"))
            if not _SMALLEST_EXPONENT <= power <= _LARGEST_EXPONENT:
                raise NumberError(f"“{shown}” is out of range: expected 0, or a number from ±1e−300 to ±1e50.")
            return _in_range(_signed(sign, Fraction(digits.replace(",", ".")) * Fraction(10) ** power), shown)
    raise NumberError(f"“{shown}” is not a number here: expected one such as 0.25, −3, 1e-3 or 1/3.")


def parse_whole(text: str) -> int | None:
    """The whole number that a person typed: 1000000, 1 000 000, 1e6, 1.5e6, 10^6 or 10**6; None for all else.

    A point or comma needs an exponent behind it: 1.000 is a thousand for some, and one for others.
    """
    stripped = text.strip()
    if len(stripped) > _LONGEST:
        return None
    if _WHOLE.fullmatch(stripped):
        return int("".join(stripped.split()))
    if match := _POWER.fullmatch(stripped):
        return int(Fraction(match[1]) ** int(match[2]))
    if _WITH_EXPONENT.fullmatch(stripped):
        mantissa, exponent = stripped.replace(",", ".").lower().split("e")
        value = Fraction(mantissa) * 10 ** int(exponent)
        return int(value) if value.denominator == 1 else None
    return None


def exact_value(value: float) -> Fraction:
    """The exact value of a number in float64, taken as it is written: 0.1 is 1/10."""
    return Fraction(repr(value))


def _signed(sign: str, value: Fraction) -> Fraction:
    return -value if sign in ("-", MINUS) else value


def _in_range(value: Fraction, shown: str) -> Fraction:
    if abs(value) > LARGEST:
        raise NumberError(f"“{shown}” is too large: expected a number between −1e50 and 1e50.")
    return value


class Shown(NamedTuple):
    """A number as it is shown: its text, and whether the text says less than the whole value."""

    text: str
    rounded: bool

    @property
    def equals(self) -> str:
        """The sign that may stand before it: = where the text is exact, ≈ where it is rounded."""
        return "≈" if self.rounded else "="


def cell_width(digits: int, fractions: bool = False) -> int:
    """How many characters a cell shows at most: the sign, three digits, the point and the decimals; or −1e−300.

    With fractions: −123/4567, or ≈ and a number as above.
    """
    decimals = max(digits + 5, len("-1e-300"))
    return max(len("-123/4567"), len("≈") + decimals) if fractions else decimals


def format_number(value: Number, digits: int, width: int | None = None, fractions: bool = False) -> Shown:
    """A number rounded half up to so many decimals, without trailing zeros: −0.5, 12.25, 3.1e−9.

    With `fractions` it is written whole, as 8/5, −1/3 or 3, if it is known exactly and its text has at most
    LONGEST_FRACTION characters, and at most `width`; all else stays in decimals.

    The scientific form stands for what is longer than `width` characters (without a width, for what has more than
    9 digits before the point), and for what the decimals would show as zero though it is not. A float is known
    to rounding only, and so counts as rounded whatever its text. Raises ValueError for NaN and infinities.
    """
    if isinstance(value, float) or not isinstance(value, Fraction):
        return Shown(_in_decimals(_decimal(float(value)), digits, width), True)
    if fractions:
        whole = _fraction(value, LONGEST_FRACTION if width is None else min(width, LONGEST_FRACTION))
        if whole is not None:
            return Shown(whole, False)
    text = _in_decimals(value, digits, width)
    return Shown(text, Fraction(text.replace(MINUS, "-")) != value)


def decimals_for(value: float, digits: int) -> int:
    """So many decimals that a number from 0.001 to 1 shows a figure more than `digits`: 0.0132 and not 0.01.

    For numbers that stand alone, and not under each other in a matrix. Smaller ones are scientific soon enough.
    """
    return digits - math.floor(math.log10(abs(value))) if _SMALLEST_PLAIN <= abs(value) < 1 else digits


def format_in_cell(value: Number, digits: int, fractions: bool = False) -> Shown:
    """A number as a cell shows it, at most `cell_width` characters: a fraction as such, or else "≈0.33"."""
    width = cell_width(digits, fractions)
    shown = format_number(value, digits, width, fractions)
    if fractions and shown.rounded:
        shown = format_number(value, digits, width - len("≈"))
        return Shown("≈" + shown.text, True) if shown.rounded else shown
    return shown


def whole_text(value: Number, fractions: bool = False) -> str:
    """A number whole, as hovering over it shows: all decimals where they end, else the fraction ≈ 17 digits.

    A fraction of more than 60 characters is left out: ≈ 17 digits. With `fractions` it stands first: 8/5 = 1.6.
    """
    if fractions and isinstance(value, Fraction) and value.denominator > 1:
        fraction, rest = _fraction(value, _LONGEST_WHOLE), whole_text(value)
        return rest if fraction is None or rest.startswith(fraction) else f"{fraction} = {rest}"
    if not isinstance(value, Fraction):
        exact = exact_value(float(value))
        is_plain = exact == 0 or Fraction(1, 10**4) <= abs(exact) < 10**16
        return _plain(exact, 20) if is_plain else _scientific(exact, 16, None)
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator == 1 and abs(value) < 10**40:
        text = _plain(value, value.denominator.bit_length())
        if len(text) <= 40:
            return text
    in_float64 = Fraction(1, 10**300) <= abs(value) <= 10**300
    decimal = repr(float(value)).replace("-", MINUS) if in_float64 else _scientific(value, 16, None)
    fraction = _fraction(value, _LONGEST_WHOLE)
    return f"≈ {decimal}" if fraction is None else f"{fraction} ≈ {decimal}"


def grouped(number: int) -> str:
    """A whole number, from five digits on in groups of three, set apart by thin spaces."""
    return str(number) if abs(number) < 10_000 else f"{number:,}".replace(",", "\N{THIN SPACE}")


def typed_text(value: Number, fractions: bool = False) -> str:
    """A number as a person would type it: all of it where that is short enough, else to 17 digits."""
    if fractions and isinstance(value, Fraction) and (fraction := _fraction(value, LONGEST_FRACTION)) is not None:
        return fraction
    return whole_text(value).removeprefix("≈ ").split(" ≈ ")[0]


def entered_text(value: Fraction) -> str:
    """A number as a person would have entered it, whole: 0.01, 1e−40, 1/3; what is too long for that, to 17 digits."""
    plain = typed_text(value)
    short = [plain, format_number(value, 15, width=_LONGEST_ENTERED).text]
    whole = [text for text in short if len(text) <= _LONGEST_ENTERED and parse_number(text) == value]
    return whole[0] if whole else typed_text(value, fractions=True)


def _fraction(value: Fraction, longest: int) -> str | None:
    """A number as a fraction, or a whole number; None if that has more characters than `longest`."""
    if abs(value.numerator) >= 10**longest or value.denominator >= 10**longest:
        return None  # Python writes no whole numbers of thousands of digits
    text = str(value).replace("-", MINUS)
    return text if len(text) <= longest else None


def _decimal(value: float) -> Decimal:
    """The same as exact_value, several times faster: most numbers on screen are floats."""
    if not math.isfinite(value):
        raise ValueError(f"{value} equals no Fraction")
    return Decimal(repr(float(value)))


def _in_decimals(exact: Fraction | Decimal, digits: int, width: int | None) -> str:
    text = _plain(exact, digits) if abs(exact) < 10 ** (9 if width is None else width) else ""
    if not text or (text == "0" and exact != 0) or (width is not None and len(text) > width):
        return _scientific(exact, digits, width)
    return text


@cache
def _last_place(digits: int) -> Decimal:
    return Decimal((0, (1,), -digits))


def _plain(value: Fraction | Decimal, digits: int) -> str:
    if isinstance(value, Decimal):
        text = f"{_WIDE.quantize(value.copy_abs(), _last_place(digits)):f}"
        text = text.rstrip("0").rstrip(".") if digits else text
        return MINUS + text if value < 0 and text != "0" else text
    # rounded half up: ⌊|value|·10^digits + 1/2⌋
    scaled = (2 * abs(value.numerator) * 10**digits + value.denominator) // (2 * value.denominator)
    if scaled == 0:
        return "0"
    whole, decimals = divmod(scaled, 10**digits)
    text = str(whole)
    if decimals:
        text += "." + str(decimals).zfill(digits).rstrip("0")
    return (MINUS if value < 0 else "") + text


def _scientific(value: Fraction | Decimal, digits: int, width: int | None) -> str:
    numerator, denominator = value.as_integer_ratio()
    mantissa_digits = digits
    while True:
        context = Context(prec=mantissa_digits + 1, rounding=ROUND_HALF_UP, Emin=-(10**6), Emax=10**6)
        decimal = context.divide(Decimal(numerator), Decimal(denominator))
        exponent = decimal.adjusted()
        mantissa = str(decimal.copy_abs().scaleb(-exponent, context).normalize())
        text = f"{MINUS if value < 0 else ''}{mantissa}e{exponent}".replace("-", MINUS)
        if width is None or len(text) + (value > 0) <= width or mantissa_digits == 0:
            return text
        mantissa_digits -= 1
