"""The plan of the worksheet: the widths that it states are those of the typesetter, so that nothing jumps."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpgui.core.cells import Matrix
from bpgui.ui.matrix_title import MatrixTitle
from bpgui.ui.typeset import piece
from bpgui.ui.worksheet_plan import Sign, Strip, focused_worksheet, whole_worksheet

FACTORS = [Fraction(1), Fraction(1, 5), Fraction(1, 150), Fraction(2, 60000), Fraction(2), Fraction(1, 2)]
COMPUTED = [matrix for matrix in Matrix if not matrix.is_input]


def signs(strips: tuple[Strip, ...]) -> list[Sign]:
    found = []
    for strip in strips:
        for card in strip:
            found += [item for item in card.row if isinstance(item, Sign)]
            found += [card.below.sign] if card.below else []
    return found


@pytest.mark.parametrize("a", FACTORS, ids=str)
def test_every_sign_is_as_wide_as_the_plan_says(qapp: object, a: Fraction) -> None:
    planned = signs(whole_worksheet(a, frozenset()))
    for equation in COMPUTED:
        planned += signs(focused_worksheet(equation, a))
    for sign in planned:
        assert piece(sign.latex).width == pytest.approx(sign.width, abs=0.1), sign.latex


@pytest.mark.parametrize("a", [*FACTORS, Fraction(1, 15), Fraction(1, 600_000), Fraction(3)], ids=str)
def test_the_factor_of_the_loss_is_where_the_plan_says(qapp: object, a: Fraction) -> None:
    for strips in (whole_worksheet(a, frozenset()), focused_worksheet(Matrix.loss, a)):
        (loss,) = [sign for sign in signs(strips) if sign.factor is not None]
        boxes = [shape.boundingRect() for shape, _ in piece(loss.latex).shapes]
        figures = 0 if a == 1 else sum(character.isdigit() for character in str(a))
        of_factor = boxes[2 : 2 + figures + (a.denominator > 1)] or boxes[2:3]  # after L and =; where it is 1, the Σ
        found = min(box.left() for box in of_factor), max(box.right() for box in of_factor)
        assert found == pytest.approx(loss.factor, abs=0.1)


def test_a_factor_of_one_is_not_written_and_leaves_no_dot_behind() -> None:
    ((card,),) = focused_worksheet(Matrix.dL_dy_hat, Fraction(1, 2))  # 2a = 1: two examples, or half of one
    (sign,) = [item for item in card.row if isinstance(item, Sign)]
    assert sign.latex == "="


def test_every_computed_matrix_stands_in_the_focus_on_its_equation() -> None:
    for equation in COMPUTED:
        ((card,),) = focused_worksheet(equation, Fraction(1, 5))
        shown = [getattr(item, "name", None) for item in card.row] + [card.below.name if card.below else None]
        assert equation in shown


@pytest.mark.parametrize("a", FACTORS, ids=str)
def test_every_name_is_as_wide_as_its_title_says(qapp: object, a: Fraction) -> None:
    for matrix in Matrix:
        for transposed in (False, True) if matrix in (Matrix.x, Matrix.w) else (False,):
            title = MatrixTitle(matrix, transposed, 2 * a, 5, 3)
            assert piece(title.latex).width == pytest.approx(title.width_at_one, abs=0.1), title.latex
