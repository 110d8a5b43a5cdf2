"""What the view "Why the transpose?" says: the answer in a sentence, and how the three ways stand to each other."""

from __future__ import annotations

from bpgui.core.cells import Matrix
from bpgui.core.notation import symbol
from bpgui.core.numbers import grouped
from bpgui.session.transpose import Explanation


def answer(explanation: Explanation) -> str:
    """Why x is transposed; why, for b, columns are summed."""
    if explanation.gradient is Matrix.dL_dw:
        return (
            "Why xᵀ? An entry of ∂L/∂w pairs a column of x with a column of ∂L/∂ŷ. "
            "A matrix product pairs a row with a column: so x is transposed."
        )
    return (
        "Why column sums? b is like a weight whose input is always 1: a column of ones stands for x. "
        "Transposed, it adds down each column."
    )


def remark(explanation: Explanation) -> str:
    """How far it has come."""
    if not explanation.is_known:
        return "∂L/∂ŷ is not computed yet, so there is nothing to multiply."
    if not explanation.is_ready:
        return "∂L/∂ŷ is being worked out …"
    result, total = symbol(explanation.gradient), grouped(explanation.order.total)
    if explanation.is_finished:
        done = "The one product is" if explanation.order.total == 1 else f"All {total} products are"
        return f"{done} done: three orders, one {result}."
    if explanation.order.total == 1:
        return f"With one product all three are the same, and end at the same {result}."
    return f"All three do the same {total} products, each in another order, and end together at the same {result}."


def progress(explanation: Explanation) -> str:
    """The clock: "23 of 60 products"."""
    noun = "product" if explanation.order.total == 1 else "products"
    return f"{grouped(explanation.clock)} of {grouped(explanation.order.total)} {noun}"
