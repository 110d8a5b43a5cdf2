"""Numbers out: the text reads back to within half a unit of its last decimal, and says whether that is all."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bpgui.core.numbers import (
    Number,
    Shown,
    cell_width,
    decimals_for,
    exact_value,
    format_number,
    parse_number,
    typed_text,
    whole_text,
)
from tests.strategies import proof

PLAIN = re.compile(r"−?[0-9]+(?:\.([0-9]*[1-9]))?")
SCIENTIFIC = re.compile(r"−?[1-9](?:\.([0-9]*[1-9]))?e(−?[1-9][0-9]*|0)")
EXTREMES = [
    5e-324,
    2.2250738585072014e-308,
    1.7e308,
    1.7976931348623157e308,
    -1e-300,
    1e-5,
    0.0,
    -0.0,
    9.5,
    99.5,
]

floats = st.floats(allow_nan=False, allow_infinity=False)
small_fractions = st.fractions(-1000, 1000, max_denominator=1000)
wild_fractions = st.builds(
    lambda value, power: value * Fraction(10) ** power,
    st.fractions(-10, 10, max_denominator=997),
    st.integers(-320, 320),
)
halves = st.builds(lambda n, d: Fraction(n, 2 * 10**d), st.integers(-(10**6), 10**6), st.integers(0, 6))
numbers: st.SearchStrategy[Number] = floats | st.floats(-1e4, 1e4) | small_fractions | wild_fractions | halves
digits_after_the_point = st.integers(0, 10)


def read(text: str) -> Fraction:
    """The number that a text says."""
    return Fraction(text.replace("−", "-"))


def exactly(value: Number) -> Fraction:
    """A number's exact value."""
    return value if isinstance(value, Fraction) else exact_value(value)


def rounded_half_up(value: Fraction, unit: Fraction) -> Fraction:
    """The multiple of a unit that is nearest, of two the one further from zero."""
    steps = (abs(value) / unit + Fraction(1, 2)).__floor__()
    return (steps if value >= 0 else -steps) * unit


def check(value: Number, digits: int, width: int | None) -> None:
    """All that holds of any number's text."""
    shown, exact = format_number(value, digits, width), exactly(value)
    if scientific := SCIENTIFIC.fullmatch(shown.text):
        decimals, exponent = scientific.groups()
        fewest = 0 if width is not None else digits  # a width may take digits away
        units = [Fraction(10) ** (int(exponent.replace("−", "-")) - d) for d in range(fewest, digits + 1)]
        assert any(read(shown.text) == rounded_half_up(exact, unit) for unit in units)
        assert len(decimals or "") <= digits
    else:
        plain = PLAIN.fullmatch(shown.text)
        assert plain, shown.text
        assert read(shown.text) == rounded_half_up(exact, Fraction(1, 10**digits))
        assert len(plain[1] or "") <= digits
    assert (read(shown.text) == 0) == (exact == 0)
    assert shown.text not in ("-0", "−0")
    assert read(shown.text) * exact >= 0
    if isinstance(value, Fraction):
        assert shown.rounded == (read(shown.text) != exact)
    else:
        assert shown.rounded
    assert shown.equals == ("≈" if shown.rounded else "=")


@given(numbers, digits_after_the_point)
@example(Fraction(1, 2), 0)
@example(Fraction(-1, 2), 0)
@example(Fraction(19999, 20000), 3)
@proof
def test_a_number_is_rounded_half_up_and_reads_back(value: Number, digits: int) -> None:
    check(value, digits, None)


@given(numbers, digits_after_the_point, st.integers(0, 12))
@proof
def test_in_a_cell_a_number_reads_back_and_is_never_too_wide(value: Number, digits: int, more: int) -> None:
    width = cell_width(digits) + more
    check(value, digits, width)
    assert len(format_number(value, digits, width).text) <= width


@pytest.mark.parametrize("digits", range(11))
@pytest.mark.parametrize("value", [*EXTREMES, *(-value for value in EXTREMES)])
def test_the_most_extreme_floats_fit_into_a_cell(value: float, digits: int) -> None:
    for width in (None, cell_width(digits)):
        check(value, digits, width)
    assert len(format_number(value, digits, cell_width(digits)).text) <= cell_width(digits)


@given(st.fractions(-1, 1, max_denominator=10**9).filter(bool), digits_after_the_point)
@proof
def test_what_is_not_zero_is_never_shown_as_zero(value: Fraction, digits: int) -> None:
    assert read(format_number(value, digits, cell_width(digits)).text) != 0


@pytest.mark.parametrize(
    ("value", "digits", "width", "text"),
    [
        (Fraction(-1, 2), 4, None, "−0.5"),
        (Fraction(49, 4), 4, None, "12.25"),
        (Fraction(49, 4), 1, None, "12.3"),
        (Fraction(-49, 4), 1, None, "−12.3"),
        (Fraction(5, 2), 0, None, "3"),
        (Fraction(1, 3), 4, None, "0.3333"),
        (Fraction(31, 10**10), 4, None, "3.1e−9"),
        (Fraction(1, 2000), 2, None, "5e−4"),
        (Fraction(99999, 10**5), 2, None, "1"),
        (Fraction(12345678), 2, 7, "1.23e7"),
        (Fraction(-12345678), 2, 7, "−1.23e7"),
        (Fraction(-123456780), 3, 8, "−1.235e8"),
        (Fraction(999999999), 2, 7, "1e9"),
        (Fraction(999), 2, 7, "999"),
        (Fraction(-99999, 100), 2, 7, "−999.99"),
        (Fraction(-999996, 1000), 2, 7, "−1000"),
        (Fraction(10**9 - 1), 2, None, "999999999"),
        (Fraction(10**9), 2, None, "1e9"),
        (0.1 + 0.2, 4, None, "0.3"),
        (-0.0, 4, None, "0"),
    ],
)
def test_numbers_look_as_the_design_has_them(value: Number, digits: int, width: int | None, text: str) -> None:
    assert format_number(value, digits, width).text == text


def test_only_an_exact_number_shown_whole_is_not_rounded() -> None:
    assert format_number(Fraction(1, 4), 2) == Shown("0.25", rounded=False)
    assert format_number(Fraction(1, 4), 1) == Shown("0.3", rounded=True)
    assert format_number(0.25, 2) == Shown("0.25", rounded=True)
    assert format_number(Fraction(10**20), 2) == Shown("1e20", rounded=False)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_nan_and_infinity_have_no_text(value: float) -> None:
    with pytest.raises(ValueError, match="Fraction"):
        format_number(value, 3)


@given(floats)
@example(-0.0)
@example(1e16)
@example(5e-324)
@proof
def test_a_float_written_whole_reads_back_as_the_same_float(value: float) -> None:
    text = whole_text(value)
    assert PLAIN.fullmatch(text) or SCIENTIFIC.fullmatch(text)
    assert read(text) == exact_value(value)
    assert float(read(text)) == value
    assert text != "−0"


@given(small_fractions | halves | wild_fractions | st.fractions())
@example(Fraction(10**400))
@example(Fraction(-1, 10**400))
@example(Fraction(1, 3**200))
@example(Fraction(1, 2**60))
@proof
def test_a_fraction_written_whole_reads_back_or_says_that_it_is_rounded(value: Fraction) -> None:
    text, _, decimals = whole_text(value).partition("≈ ")
    if text:
        assert read(text.strip()) == value
    if decimals:
        assert abs(read(decimals) - value) <= abs(value) / 10**15


def test_numbers_written_whole_look_as_a_person_would_write_them() -> None:
    assert whole_text(Fraction(1, 3)) == "1/3 ≈ 0.3333333333333333"
    assert whole_text(Fraction(-1, 8)) == "−0.125"
    assert whole_text(Fraction(117, 5)) == "23.4"
    assert whole_text(0.1 + 0.2) == "0.30000000000000004"
    assert whole_text(3.0) == "3"
    assert whole_text(-1e-7) == "−1e−7"


@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6))
def test_a_number_opened_in_an_editor_is_read_back_as_it_was(value: Fraction) -> None:
    assert parse_number(typed_text(value)) == value


@given(st.floats(min_value=-1e50, max_value=1e50))
def test_a_float_opened_in_an_editor_is_read_back_as_it_was(value: float) -> None:
    assume(value == 0 or abs(value) > 1e-290)
    assert float(parse_number(typed_text(value))) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.0, 2), (12.3, 2), (1.0, 2), (0.27, 3), (-0.27, 3), (0.0132, 4), (0.00132, 5), (4.5e-4, 2)],
)
def test_a_number_that_stands_alone_has_decimals_enough_for_its_figures(value: float, expected: int) -> None:
    assert decimals_for(value, 2) == expected
