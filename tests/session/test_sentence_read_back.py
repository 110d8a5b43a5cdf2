"""What a sentence prints, read back: no "=" in it that does not hold."""

from __future__ import annotations

import re
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bpgui.core.cells import Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.notation import cell_symbol
from bpgui.core.numbers import MINUS
from bpgui.session.position import Position, StepSize
from bpgui.session.screen import Screen
from bpgui.session.sentence import sentence
from bpgui.session.session import Session
from bpgui.session.term_line import term_symbols
from bpgui.session.view import View
from tests.session.documents import all_cells, document_of, note, positions
from tests.strategies import Problem, integers, problems, proof

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e−?\d+)?")
ARITHMETIC = re.compile(r"[0-9e.()/·²+− ]+")
SHARP = settings(proof, max_examples=200)


def read_back(text: str) -> Fraction | None:
    """The value of an arithmetic expression as it is printed, in fractions; None for what is no such expression."""
    if not ARITHMETIC.fullmatch(text):
        return None
    source = NUMBER.sub(lambda found: f"Fraction('{found.group().replace(MINUS, '-')}')", text)
    value: Fraction = eval(source.replace(MINUS, "-").replace("·", "*").replace("²", "**2"), {"Fraction": Fraction})  # noqa: S307, RUF100
    return value


def relations(text: str) -> list[tuple[str, str, str]]:
    """All that a sentence sets equal, or nearly so: (left, sign, right)."""
    found = []
    for part in re.split(r"[:;] |\. ", text.rstrip(".")):
        pieces = re.split(r" ([=≈]) ", re.sub(r"^sum (so far )?≈ .*", "", part))
        found += [tuple(pieces[i : i + 3]) for i in range(0, len(pieces) - 2, 2)]
    return found  # type: ignore[return-value]


def symbols_of(screen: Screen) -> dict[str, Fraction]:
    """The true value of every symbol that may stand in the sentence of the selected cell."""
    exact = screen.course.moment(screen.position.iteration).exact
    assert exact is not None
    found = {cell_symbol(cell): Fraction(exact[cell]) for cell in all_cells(screen.document)}
    if screen.terms is not None:
        values = exact.term_values(screen.terms.entry)
        found |= {term_symbols(term): value for term, value in zip(screen.terms, values, strict=True)}
    return found


@SHARP
@given(st.data(), problems(3), st.integers(0, 4), st.booleans())
def test_every_equality_of_a_sentence_holds_as_it_is_printed(
    data: st.DataObject, problem: Problem, digits: int, fractions: bool
) -> None:
    session = Session(document_of(problem))
    session.view = View(frozenset(), digits=digits, fractions=fractions)
    session.move_to(data.draw(positions(session.timeline, latest=0)))
    if data.draw(st.booleans()):
        session.select(data.draw(st.sampled_from(list(all_cells(session.document)))))
    screen = Screen(session)
    told = sentence(Screen(session))
    true = symbols_of(screen)
    for left, sign, right in relations(told):
        if left == "it works out the forward pass ŷ":
            continue
        value = true[left] if left in true else read_back(left)
        printed = read_back(right)
        assert value is not None, (told, left)
        assert printed is not None, (told, right)
        if sign == "=":
            assert value == printed, told
    running = re.search(r"; sum (?:so far )?(≈ )?([0-9e./−]+)", told)
    if running:
        assert screen.selection is not None
        number = screen.number(screen.selection)
        assert (read_back(running[2]) == number) == (running[1] is None), told


@SHARP
@given(st.data(), problems(3, numbers=integers, rates=st.integers(0, 3).map(Fraction)))
def test_where_all_numbers_are_integers_nothing_is_nearly_equal(data: st.DataObject, problem: Problem) -> None:
    session = Session(document_of(problem))
    session.set_convention(LossConvention.sum_of_squares)
    session.move_to(data.draw(positions(session.timeline, latest=0)))
    if data.draw(st.booleans()):
        session.select(data.draw(st.sampled_from(list(all_cells(session.document)))))
    assert "≈" not in sentence(Screen(session))


@SHARP
@given(st.data(), problems(2, numbers=st.fractions(-5, 5, max_denominator=3), rates=st.just(Fraction(1, 20))))
def test_with_fractions_nothing_is_nearly_equal_as_long_as_they_are_short(
    data: st.DataObject, problem: Problem
) -> None:
    session = Session(document_of(problem))
    session.set_fractions(True)
    session.move_to(data.draw(positions(session.timeline, latest=0)))
    if data.draw(st.booleans()):
        session.select(data.draw(st.sampled_from(list(all_cells(session.document)))))
    told = sentence(Screen(session))
    assert "≈" not in told
    assert "about" not in told
    assert not re.search(r"\d\.\d", told)


def test_what_a_float_says_is_never_called_equal() -> None:
    session = Session(note())
    session.move_to(Position(21, Matrix.y_hat, 3))
    told = []
    while session.iteration == 21:
        session.step(StepSize.term)
        told.append(sentence(Screen(session)))
    assert all("≈" in one for one in told[:-1])
    equal = [left for one in told for left, sign, _ in relations(one) if sign == "="]
    assert {left[0] for left in equal} <= {"x", "y"}  # given, and so exact
