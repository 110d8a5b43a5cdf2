"""Text that is pasted: as spreadsheets, programs and papers give it, read exactly or refused with a sentence."""

from __future__ import annotations

import contextlib
import random
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.session.table import MOST_NUMBERS, TableError
from bpgui.session.table_reading import DECIMAL_COMMAS, read_table
from tests.strategies import proof

ONE_TO_FOUR = [[1, 2], [3, 4]]
HALVES = [["3/2", "5/2"], ["-13/4", "4"]]

SPREADSHEETS = {
    "Calc": ("1.5\t2.5\n-3.25\t4\n", HALVES),
    "Calc, German": ("1,5\t2,5\n-3,25\t4\n", HALVES),
    "Calc, German, scientific": ("1,00E-03\t2,50E+02\n", [["1/1000", "250"]]),
    "Calc, a fraction": ("=1/3\t1/4\n", [["1/3", "1/4"]]),
    "Excel": ("1.5\t2.5\r\n-3.25\t4\r\n", HALVES),
    "Excel for Mac": ("1.5\t2.5\r-3.25\t4\r", HALVES),
    "Google Sheets": ("1.5\t2.5\n-3.25\t4", HALVES),
    "quoted cells": ('"1,5"\t"2,5"\n"-3,25"\t"4"\n', HALVES),
    "a real minus": ("1,5\t2,5\n−3,25\t4\n", HALVES),
    "one row": ("1\t2\t3\n", [[1, 2, 3]]),
    "one column": ("1\n2\n3\n", [[1], [2], [3]]),
    "one cell": ("0.1\n", [["1/10"]]),
    "spaces around": (" 1 \t 2\n3\t4 \n", ONE_TO_FOUR),
    "a byte order mark": ("\ufeff1\t2\n3\t4", ONE_TO_FOUR),
}
TEXTS = {
    "CSV": ("1.5,2.5\n-3.25,4\n", HALVES),
    "CSV with spaces": ("1, 2\n3, 4", ONE_TO_FOUR),
    "CSV, three columns of whole numbers": ("1,2,3\n4,5,6", [[1, 2, 3], [4, 5, 6]]),
    "CSV with negative numbers": ("1,-2\n3,4", [[1, -2], [3, 4]]),
    "CSV with fractions": ("1/3,2\n3,4", [["1/3", 2], [3, 4]]),
    "CSV, quoted decimal commas": ('"1,5","2,5"\n"-3,25","4"', HALVES),
    "semicolons": ("1,5;2,5\n-3,25;4\n", HALVES),
    "semicolons with points": ("1.5;2.5\n-3.25;4\n", HALVES),
    "spaces": ("  1.5   2.5\n -3.25  4\n", HALVES),
    "spaces and decimal commas": ("1,5 2,5\n-3,25 4", HALVES),
    "decimal commas under each other": ("1,5\n2\n0,25", [["3/2"], [2], ["1/4"]]),
    "a decimal comma before a nought": ("1,05\n2,5", [["21/20"], ["5/2"]]),
    "fractions with spaces": ("1 / 3 2\n3 4", [["1/3", 2], [3, 4]]),
}
PROGRAMS = {
    "Python": ("[[1, 2], [3, 4]]", ONE_TO_FOUR),
    "Python over lines": ("[\n  [1, 2],\n  [3, 4],\n]\n", ONE_TO_FOUR),
    "tuples": ("[(1, 2), (3, 4)]", ONE_TO_FOUR),
    "a list": ("[1, 2,\n 3]", [[1, 2, 3]]),
    "a column": ("[[1], [2]]", [[1], [2]]),
    "np.array": ("np.array([[1.5, 2.5], [-3.25, 4]], dtype=float)", HALVES),
    "repr of an array": ("array([[ 1.5 ,  2.5 ],\n       [-3.25,  4.  ]])", HALVES),
    "repr with a dtype": ("array([[1., 2.],\n       [3., 4.]], dtype=float32)", ONE_TO_FOUR),
    "print of an array": ("[[ 1.5   2.5 ]\n [-3.25  4.  ]]", HALVES),
    "print of a wide array, broken over lines": ("[[1. 2.\n  3.]\n [4. 5.\n  6.]]", [[1, 2, 3], [4, 5, 6]]),
    "print in scientific form": ("[[1.e+00 2.e-03]\n [3.e+00 4.e+00]]", [[1, "2/1000"], [3, 4]]),
    "a list of NumPy's floats": ("[np.float64(1.5), np.float64(-2.0)]", [["3/2", -2]]),
    "fractions of Python": ("[[Fraction(1, 3), Fraction(-2, 7)]]", [["1/3", "-2/7"]]),
    "PyTorch": ("tensor([[1., 2.],\n        [3., 4.]], requires_grad=True)", ONE_TO_FOUR),
    "an assignment": ("w = np.array([[1, 2], [3, 4]])\n", ONE_TO_FOUR),
    "MATLAB": ("[1 2; 3 4]", ONE_TO_FOUR),
    "MATLAB with commas": ("A = [1, 2; 3, 4];", ONE_TO_FOUR),
    "MATLAB over lines": ("A = [1 2\n     3 4];", ONE_TO_FOUR),
    "MATLAB, continued": ("[1 2 ...\n 3; 4 5 6]", [[1, 2, 3], [4, 5, 6]]),
    "MATLAB with signs and fractions": ("[1 -2; 1/3 +4]", [[1, -2], ["1/3", 4]]),
    "Octave's answer": ("A =\n\n   1   2\n   3   4\n\n", ONE_TO_FOUR),
    "rows between semicolons": ("1 2; 3 4", ONE_TO_FOUR),
}
PAPERS = {
    "bmatrix": (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", ONE_TO_FOUR),
    "pmatrix over lines": ("\\begin{pmatrix}\n1 & 2 \\\\\n3 & 4 \\\\\n\\end{pmatrix}", ONE_TO_FOUR),
    "smallmatrix": (r"$\begin{smallmatrix}1&2\\3&4\end{smallmatrix}$", ONE_TO_FOUR),
    "array": (r"\left[\begin{array}{r|@{\,}r} 1 & 2 \\ \hline 3 & 4 \end{array}\right]", ONE_TO_FOUR),
    "an equation": (r"\[ w_{12} = \begin{bmatrix} 1 & 2 \\[2mm] 3 & 4 \end{bmatrix}, \]", ONE_TO_FOUR),
    "fractions": (r"\begin{matrix} \frac{1}{3} & -\dfrac{2}{7} \\ \frac12 & \frac{-1}{4} \end{matrix}",
                  [["1/3", "-2/7"], ["1/2", "-1/4"]]),
    "minus signs": (r"\begin{bmatrix} −1 & {-}2 \\ $-3$ & \phantom{-}4 \end{bmatrix}", [[-1, -2], [-3, 4]]),
    "powers of ten": (r"\begin{bmatrix} 1.5 \times 10^{-7} & -2\cdot 10^3 \\ 10^{-2} & 4 \end{bmatrix}",
                      [["15/100000000", -2000], ["1/100", 4]]),
    "decimal commas": (r"\begin{bmatrix} 1{,}5 & 2{,}5 \\ -3{,}25 & 4 \end{bmatrix}", HALVES),
    "comments": ("\\begin{bmatrix} 1 & 2 \\\\ % first\n3 & 4 \\end{bmatrix}", ONE_TO_FOUR),
    "without an environment": (r"1 & 2 \\ 3 & 4", ONE_TO_FOUR),
    "Markdown with names": ("| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |\n", ONE_TO_FOUR),
    "Markdown without names": ("|  |  |\n|:--|--:|\n| 1 | 2 |\n| 3 | 4 |", ONE_TO_FOUR),
    "Markdown without outer bars": ("a | b\n--|--\n1 | 2\n3 | 4", ONE_TO_FOUR),
    "rows between bars": ("| 1 | 2 |\n| 3 | 4 |", ONE_TO_FOUR),
    "a drawn table": ("+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n| 3 | 4 |\n+---+---+", ONE_TO_FOUR),
}  # fmt: skip
ALL = SPREADSHEETS | TEXTS | PROGRAMS | PAPERS

REFUSED = {
    "": "There are no numbers",
    " \n\r\n ": "There are no numbers",
    "[]": "There are no numbers",
    "height\tweight\n1\t2": "Row 1, column 1: “height” is not a number here",
    "1\t2\nsetosa\t3": "Row 2, column 1: “setosa” is not a number here",
    "1\t2\n3": "Row 2 has 1 number, row 1 has 2.",
    "1\t\t3": "Row 1, column 2 is empty",
    "1\n\n3": "Row 2 is empty",
    "1\t#DIV/0!": "Row 1, column 2: “#DIV/0!”",
    "1\tnan": "“nan” is not a number here",
    "1\t1e60": "Row 1, column 2: “1e60” is too large",
    "1\t1/0": "divides by zero",
    "12%": "“12%” is not a number here",
    "1,234\t5,678": "“1,234” in row 1, column 1 may be 1.234 or 1234",
    "1,234": "may be 1.234 or 1234",
    "1.5\t2,5": "it can't be told which is the decimal sign",
    "1.234,5\t1": "“1.234,5” is not a number here",
    "1,234.5\t1": "“1,234.5” is not a number here",
    "1\N{NO-BREAK SPACE}234": "is not a number here",
    "1\N{NARROW NO-BREAK SPACE}234 5": "is not a number here",
    "1,2\n3,4": "“1,2” may be one number or two: choose the cells to paste into",
    "1,5, 2,5": "it can't be told what they separate",
    '"1': "quotation marks",
    "[[1, 2], [3]]": "Row 2 has 1 number, row 1 has 2.",
    "[[1 ... 2]]": "Numbers were left out where “...” stands",
    "[[1, 2]": "A bracket is not closed",
    "[1, 2)": "A bracket is closed that was not opened so",
    "[1,, 2]": "A comma stands where a number is missing",
    "[[[1]]]": "not those of a matrix",
    "[1, [2]]": "not those of a matrix",
    "[[1], 2]": "outside of the rows",
    "[[1], []]": "A row has no numbers",
    "[[1; 2]]": "semicolon",
    "[1 - 2]": "“-” is not a number here",
    "[1-2]": "“1-2” is not a number here",
    "[1 2]'": "“'” stands behind the last bracket",
    "np.array([[1, 2]]).T": "“).T” stands behind the last bracket",
    "[1][2]": "stands behind the last bracket",
    "(5)": "can mean minus",
    "sum([1, 2])": "is not a number here",
    "__import__('os')": "is not a number here",
    "[print(1)]": "brackets",
    r"\begin{bmatrix} 1 & 2 \end{bmatrix}^T": "“^T” stands behind the matrix",
    r"\frac{1}{5} \begin{bmatrix} 1 & 2 \end{bmatrix}": "stands before the matrix",
    r"\begin{bmatrix} 1 \end{bmatrix} \begin{bmatrix} 2 \end{bmatrix}": "more than one matrix",
    r"\begin{bmatrix} 1 & 2": r"needs both its \begin and its \end",
    r"\begin{bmatrix} 1 & \cdots \end{bmatrix}": "is not a number here",
    r"\begin{bmatrix} 2\frac{1}{3} \end{bmatrix}": "is not a number here",
    "| 1 | 2 |\n|---|---|\n| 3 | 4 |": "whether the row above the line of dashes holds numbers or names",
    "|  | a |\n|---|---|\n| 3 | 4 |": "The first column has no name above it",
    "| a |\n|---|\n| 3 |\n|---|\n| 3 |": "Lines of dashes stand between the rows",
}


def rows_of(text: str, target: tuple[int, int] = (1, 1)) -> list[list[Fraction]]:
    read: list[list[Fraction]] = read_table(text, target).block.fractions.tolist()
    return read


def refusal_of(text: str, target: tuple[int, int] = (1, 1)) -> str | None:
    """The sentence with which a text is refused, or None where it is read."""
    try:
        assert read_table(text, target).block.values.size > 0
    except TableError as error:
        return str(error)
    return None


@pytest.mark.parametrize("name", ALL)
def test_text_is_read_exactly(name: str) -> None:
    text, rows = ALL[name]
    assert rows_of(text) == [[Fraction(number) for number in row] for row in rows]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_rectangle_of_numbers_is_refused_with_a_sentence_that_says_where(text: str) -> None:
    with pytest.raises(TableError) as raised:
        read_table(text)
    assert REFUSED[text] in str(raised.value)
    assert len(str(raised.value)) < 200


def test_decimal_commas_are_told_of_and_points_are_not() -> None:
    assert read_table("1,5\t2,5").read_as == DECIMAL_COMMAS
    assert read_table("1.5\t2.5").read_as == ""
    assert read_table("1,5\t2,5").size == (1, 2)


def test_one_comma_a_line_is_settled_by_the_place_where_it_goes() -> None:
    text = "1,2\n3,4\n"
    assert rows_of(text, target=(2, 2)) == [[1, 2], [3, 4]]
    assert rows_of(text, target=(5, 2)) == [[1, 2], [3, 4]]
    assert rows_of(text, target=(2, 1)) == [[Fraction(6, 5)], [Fraction(17, 5)]]
    assert rows_of("0,1") == [[Fraction(1, 10)]]
    assert rows_of("0,1", target=(1, 2)) == [[0, 1]]
    for target in ((1, 1), (2, 3)):
        with pytest.raises(TableError, match="one number or two"):
            read_table(text, target)


def test_one_comma_a_line_is_decimal_where_the_text_is_known_to_come_from_a_spreadsheet() -> None:
    read = read_table("0,25\n1,75\n", is_of_cells=True)
    assert read.block.fractions.tolist() == [[Fraction(1, 4)], [Fraction(7, 4)]]
    for text, cell in (("1 2\n3 4", "1 2"), ("[1]", "[1]"), ("1;2", "1;2"), ("a=1", "a=1")):
        with pytest.raises(TableError, match="is not a number here") as raised:
            read_table(text, is_of_cells=True)
        assert cell in str(raised.value)


def test_one_number_with_three_decimals_behind_a_comma_settles_nothing_but_a_nought_does() -> None:
    assert rows_of("1,234\t0,5") == [[Fraction("1.234"), Fraction(1, 2)]]
    assert rows_of("0,125\t12,375") == [[Fraction(1, 8), Fraction("12.375")]]
    with pytest.raises(TableError, match=r"may be 12\.375 or 12375"):
        read_table("12,375\t100")


def test_names_above_numbers_in_markdown_may_be_numbers_where_the_place_says_so() -> None:
    text = "| 1 | 2 |\n|---|---|\n| 3 | 4 |\n| 5 | 6 |"
    assert rows_of(text, target=(2, 2)) == [[3, 4], [5, 6]]
    assert rows_of(text, target=(3, 2)) == [[1, 2], [3, 4], [5, 6]]


def test_what_a_float_cannot_hold_is_kept() -> None:
    block = read_table("1/3\t0.1\n12345678901234567890\t1e-3").block
    assert dict(block.exact) == {(0, 0): Fraction(1, 3), (1, 0): Fraction(12345678901234567890)}
    assert block.values[0, 1] == 0.1
    assert not block.values.flags.writeable


def test_minus_zero_is_zero() -> None:
    assert str(read_table("-0\t-0.0\n−0\t-0e5").block.values.tolist()) == "[[0.0, 0.0], [0.0, 0.0]]"


def test_more_than_can_be_taken_at_once_is_refused_at_once() -> None:
    for text, said in (
        ("1\t" * 5 * 10**6, "10\N{THIN SPACE}000\N{THIN SPACE}000 characters; at most 5"),
        ("1\n" * (MOST_NUMBERS + 1), "200\N{THIN SPACE}001 numbers"),
        ("[" + "1 " * (MOST_NUMBERS + 1) + "]", "200\N{THIN SPACE}001 numbers"),
    ):
        started = time.perf_counter()
        with pytest.raises(TableError, match=said):
            read_table(text)
        assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "part",
    ["(", "[", "[[", "[1", "\\", "&", "|", "|-", "-|\n", "\\frac", "\\begin{array}", "{", "%", '"', "1 ", " ",
     "\n", "\t",
     ";", ",", ", ", "1,", "1/", " /", "-", "a", "9", "\\begin{array}{{}", "Fraction(", "np.float64(", "a.", "=", "a=",
     "...\n", "\\\\[", "~", "\\,", "1e", "10^", "\\times 10^{"],
)  # fmt: skip
def test_no_text_takes_longer_than_its_length_allows(part: str) -> None:
    text = part * (300_000 // len(part))
    started = time.perf_counter()
    for whole in (text, f"1{text}", f"[{text}", f"{text}1\\"):
        with contextlib.suppress(TableError):
            read_table(whole)
    assert time.perf_counter() - started < 4


@given(st.text(max_size=60) | st.text("0123456789.,;|&\\[](){}-+ \t\n\"'=eE/_abcfrnpy", max_size=80))
@proof
def test_nonsense_is_read_or_refused_and_nothing_else(text: str) -> None:
    said = refusal_of(text)
    assert said is None or (said[-1] == "." and "\n" not in said)


def test_good_text_that_was_damaged_is_read_or_refused_and_nothing_else() -> None:
    hand = random.Random(5)
    texts = [text for text, _ in ALL.values()]
    noise = "0123456789.,;|&\\[](){}-+ \t\n\"'=eE/_af%$^~\r\x00\ufeff\N{MINUS SIGN}"
    for _ in range(2500):
        text = list(hand.choice(texts))
        for _ in range(hand.randint(1, 4)):
            place = hand.randrange(len(text) + 1)
            text[place : place + hand.randint(0, 3)] = hand.choices(noise, k=hand.randint(0, 2))
        assert refusal_of("".join(text), (hand.randint(1, 3), hand.randint(1, 3))) != ""
