"""Numbers in: what may be typed, its exact value, and what is refused with a sentence."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bpgui.core.numbers import NumberError, exact_value, parse_number
from tests.strategies import proof

ACCEPTED = {
    "0.25": Fraction(1, 4),
    ".25": Fraction(1, 4),
    ",25": Fraction(1, 4),
    "0,25": Fraction(1, 4),
    "1e-3": Fraction(1, 1000),
    "1E3": Fraction(1000),
    "1e+3": Fraction(1000),
    "1e−3": Fraction(1, 1000),
    "2.5e1": Fraction(25),
    "-0.5": Fraction(-1, 2),
    "−0.5": Fraction(-1, 2),
    "+3": Fraction(3),
    "3": Fraction(3),
    "3.": Fraction(3),
    "3,": Fraction(3),
    "007": Fraction(7),
    "1/3": Fraction(1, 3),
    "-1/3": Fraction(-1, 3),
    "−2 / 6": Fraction(-1, 3),
    "  4 ": Fraction(4),
    "0": Fraction(0),
    "-0": Fraction(0),
    "0.1": Fraction(1, 10),
    "0/5": Fraction(0),
    "1e50": Fraction(10**50),
    "-1e50": Fraction(-(10**50)),
    "1e-300": Fraction(1, 10**300),
    "123456789.000000001": Fraction(123456789000000001, 10**9),
}

NOT_A_NUMBER = [
    "", " ", "abc", "NaN", "nan", "-nan", "inf", "-inf", "Infinity", "∞", "1_0", "0x10", "1e", "e5", "1e5.5", ".", ",",
    "-", "+", "--1", "−−1", "+-1", "- 1", "1 2", "1,234.5", "1.234,5", "1.2.3", "1/2/3", "1/", "/2", "1/-2", "1.5/2",
    "1/2.5", "٣", "１", "1e٣", "½", "²", "1j", "True", "1d", "0b1", "1'000", "$1", "5%", "1e 5", "1\n2", "1//2",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), ACCEPTED.items())
def test_what_may_be_typed_is_read_exactly(text: str, value: Fraction) -> None:
    found = parse_number(text)
    assert isinstance(found, Fraction)
    assert found == value


@pytest.mark.parametrize("text", NOT_A_NUMBER)
def test_what_is_no_number_is_refused_and_an_example_given(text: str) -> None:
    with pytest.raises(NumberError, match="is not a number here: expected one such as") as raised:
        parse_number(text)
    assert " ".join(text.split()) in str(raised.value)


@pytest.mark.parametrize("text", ["1/0", "-0/0", "5 / 00"])
def test_division_by_zero_is_refused_by_its_name(text: str) -> None:
    with pytest.raises(NumberError, match="divides by zero"):
        parse_number(text)


@pytest.mark.parametrize("text", ["1.1e50", "-1e51", "9" * 60, "1e300", f"{10**60}/3"])
def test_a_number_too_large_is_refused_with_the_bound(text: str) -> None:
    with pytest.raises(NumberError, match="is too large: expected a number between −1e50 and 1e50"):
        parse_number(text)


@pytest.mark.parametrize("text", ["1e-400", "1e301", "1e999999999", "-1e-999999999", "0e999999999999", "1e" + "9" * 90])
def test_a_huge_exponent_is_refused_at_once(text: str) -> None:
    with pytest.raises(NumberError, match="is out of range"):
        parse_number(text)


def test_endless_text_is_refused_at_once_and_shown_shortened() -> None:
    for text in ("1" * 10**6, "0." + "0" * 10**6 + "1", "x" * 10**6, "1/" + "3" * 10**6):
        with pytest.raises(NumberError) as raised:
            parse_number(text)
        assert len(str(raised.value)) < 120


@given(st.text(max_size=12) | st.text("0123456789.,eE+-−/ _", max_size=12))
@example("1e5")
@proof
def test_any_text_is_read_or_refused_and_what_is_read_is_what_python_reads(text: str) -> None:
    try:
        found = parse_number(text)
    except NumberError:
        return
    assert abs(found) <= 10**50
    plain = "".join(text.split()).replace("−", "-").replace(",", ".")
    assert found == Fraction(plain)


@given(st.floats(-1e50, 1e50).filter(lambda value: value == 0 or abs(value) >= 1e-300))
@proof
def test_a_float_as_python_writes_it_is_read_as_the_same_number(value: float) -> None:
    found = parse_number(repr(value))
    assert found == exact_value(value)
    assert float(found) == value


def test_a_float_counts_as_the_decimal_that_it_is_written_as() -> None:
    assert exact_value(0.1) == Fraction(1, 10)
    assert exact_value(0.1) != Fraction(0.1)
    assert exact_value(-0.0) == 0
    assert exact_value(1e300) == 10**300
