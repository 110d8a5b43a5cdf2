"""Numbers as fractions: whole and exact as long as they are short, else in decimals that say so."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bpgui.core.numbers import (
    LARGEST,
    LONGEST_FRACTION,
    Number,
    Shown,
    cell_width,
    exact_value,
    format_in_cell,
    format_number,
    parse_number,
    typed_text,
    whole_text,
)
from tests.core.test_formatting_numbers import digits_after_the_point, floats, numbers, read, wild_fractions
from tests.strategies import proof

short_fractions = st.fractions(-100, 100, max_denominator=100)
long_fractions = st.fractions(-(10**12), 10**12, max_denominator=10**12)
in_fractions = numbers | short_fractions | long_fractions
widths = st.none() | st.integers(10, 20)


def written_as_fraction(value: Fraction) -> str:
    """A fraction as a person writes it."""
    return str(value).replace("-", "−")


@given(in_fractions, digits_after_the_point, widths)
@example(Fraction(0), 0, None)
@example(Fraction(10**14), 0, None)
@example(Fraction(10**15), 2, None)
@example(Fraction(-1, 10**400), 2, None)
@proof
def test_what_is_not_rounded_reads_back_exactly(value: Number, digits: int, width: int | None) -> None:
    shown = format_number(value, digits, width, fractions=True)
    assert shown.equals == ("≈" if shown.rounded else "=")
    if not isinstance(value, Fraction):
        assert shown == format_number(value, digits, width)
        assert shown.rounded
    elif not shown.rounded and (value == 0 or Fraction(1, 10**290) <= abs(value) <= LARGEST):
        assert parse_number(shown.text) == value
    else:
        assert (read(shown.text) == value) is not shown.rounded


@given(in_fractions, digits_after_the_point, widths)
@proof
def test_a_number_is_a_fraction_as_long_as_that_is_short(value: Number, digits: int, width: int | None) -> None:
    shown = format_number(value, digits, width, fractions=True)
    is_short = isinstance(value, Fraction) and len(str(value)) <= LONGEST_FRACTION and len(str(value)) <= (width or 99)
    if isinstance(value, Fraction) and is_short:
        assert shown == Shown(written_as_fraction(value), rounded=False)
    else:
        assert shown == format_number(value, digits, width)


@given(in_fractions, digits_after_the_point)
@proof
def test_a_cell_is_exact_or_begins_with_nearly_equal_and_is_never_too_wide(value: Number, digits: int) -> None:
    shown = format_in_cell(value, digits, fractions=True)
    assert len(shown.text) <= cell_width(digits, fractions=True)
    assert shown.text.startswith("≈") is shown.rounded
    if not shown.rounded:
        assert isinstance(value, Fraction)
        assert read(shown.text) == value
    elif isinstance(value, Fraction):
        assert read(shown.text[1:]) != value


@given(in_fractions, digits_after_the_point)
@proof
def test_where_decimals_are_chosen_cells_bear_no_mark(value: Number, digits: int) -> None:
    assert format_in_cell(value, digits) == format_number(value, digits, cell_width(digits))


@given(short_fractions | wild_fractions, digits_after_the_point)
@proof
def test_what_a_cell_shows_whole_a_sentence_shows_whole(value: Fraction, digits: int) -> None:
    if not format_in_cell(value, digits, fractions=True).rounded:
        assert not format_number(value, digits, fractions=True).rounded


@pytest.mark.parametrize(
    ("value", "text", "rounded"),
    [
        (Fraction(8, 5), "8/5", False),
        (Fraction(-1, 3), "−1/3", False),
        (Fraction(3), "3", False),
        (Fraction(0), "0", False),
        (Fraction(1, 4), "1/4", False),
        (Fraction(-123456, 1234567), "−123456/1234567", False),
        (Fraction(-1234561, 1234567), "−1", True),
        (Fraction(1234567, 12345678), "0.1", True),
        (Fraction(-(10**14) + 1), "−99999999999999", False),
        (Fraction(10**20), "1e20", False),
        (Fraction(10**20 + 1), "1e20", True),
        (0.5, "0.5", True),
        (3.0, "3", True),
    ],
)
def test_fractions_look_as_a_person_writes_them(value: Number, text: str, rounded: bool) -> None:
    assert format_number(value, 2, fractions=True) == Shown(text, rounded)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(-12, 35), "−12/35"),
        (Fraction(-143, 1250), "−143/1250"),
        (Fraction(-1433, 1250), "≈−1.15"),
        (Fraction(-30001, 10**9), "≈−3e−5"),
        (Fraction(-2, 3**700), "≈−2e−334"),
        (-0.23, "≈−0.23"),
        (0.0, "≈0"),
        (1.7e308, "≈1.7e308"),
        (Fraction(12345678), "12345678"),
    ],
)
def test_a_cell_says_that_it_is_rounded(value: Number, text: str) -> None:
    assert format_in_cell(value, 2, fractions=True).text == text


def test_a_fraction_that_python_refuses_to_write_is_written_in_decimals() -> None:
    value = 1 + Fraction(1, 3**20_000)
    assert format_number(value, 2, fractions=True) == Shown("1", rounded=True)
    assert format_in_cell(value, 2, fractions=True).text == "≈1"
    assert whole_text(value, fractions=True) == "≈ 1.0"


def test_whole_numbers_and_fractions_are_told_whole_in_both_ways() -> None:
    assert whole_text(Fraction(8, 5), fractions=True) == "8/5 = 1.6"
    assert whole_text(Fraction(-1, 3), fractions=True) == "−1/3 ≈ −0.3333333333333333"
    assert whole_text(Fraction(3), fractions=True) == "3"
    assert whole_text(1.6, fractions=True) == "1.6"
    assert whole_text(Fraction(1, 3**200), fractions=True) == whole_text(Fraction(1, 3**200))


@given(st.fractions(-(10**6), 10**6, max_denominator=10**6) | floats)
@proof
def test_a_fraction_opened_in_an_editor_is_read_back_as_it_was(value: Number) -> None:
    if isinstance(value, Fraction):
        assert parse_number(typed_text(value, fractions=True)) == value
    else:
        assert typed_text(value, fractions=True) == typed_text(value)
        assert read(typed_text(value, fractions=True)) == exact_value(value)
