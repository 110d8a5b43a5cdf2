"""The shapes: which products of x and ∂L/∂ŷ could be formed at all, and which of them has the shape of w."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bpgui.core.cells import Matrix, Shape
from bpgui.core.chain_rule import GRADIENT_OF
from bpgui.core.notation import symbol

Size = tuple[int, int]


class Operand(NamedTuple):
    """x, the column of ones that stands for it with b, or ∂L/∂ŷ; as it is, or transposed."""

    name: str
    is_transposed: bool
    size: Size

    @property
    def text(self) -> str:
        """It in text."""
        if not self.is_transposed:
            return self.name
        return f"({self.name})ᵀ" if "/" in self.name else f"{self.name}ᵀ"

    @property
    def latex(self) -> str:
        """It as the typesetter takes it."""
        plain = {"x": r"\mathbf{x}", "1": r"\mathbf{1}"}.get(self.name, r"\partial L/\partial\hat{\mathbf{y}}")
        if not self.is_transposed:
            return plain
        return rf"({plain})^{{\mathsf{{T}}}}" if "/" in self.name else rf"{plain}^{{\mathsf{{T}}}}"


@dataclass(frozen=True)
class ProductOfShapes:
    """One product of two matrices, judged by sizes alone."""

    left: Operand
    right: Operand
    wanted: Size

    @property
    def text(self) -> str:
        """It in text: "xᵀ ∂L/∂ŷ"."""
        return f"{self.left.text} {self.right.text}"

    @property
    def latex(self) -> str:
        """It as the typesetter takes it."""
        return rf"{self.left.latex}\,{self.right.latex}"

    @property
    def can_be_formed(self) -> bool:
        """Whether the left one has as many columns as the right one has rows."""
        return self.left.size[1] == self.right.size[0]

    @property
    def size(self) -> Size | None:
        """The size of what comes out, if anything does."""
        return (self.left.size[0], self.right.size[1]) if self.can_be_formed else None

    @property
    def fits(self) -> bool:
        """Whether it has the shape of the parameter."""
        return self.size == self.wanted

    @property
    def is_right(self) -> bool:
        """Whether it is the gradient: xᵀ ∂L/∂ŷ."""
        return self.left.name != "∂L/∂ŷ" and self.left.is_transposed and not self.right.is_transposed

    @property
    def fits_transposed(self) -> bool:
        """Whether it is the transpose of the gradient, (∂L/∂ŷ)ᵀ x."""
        return self.left.name == "∂L/∂ŷ" and self.left.is_transposed and not self.right.is_transposed


def products_of_shapes(shape: Shape, gradient: Matrix) -> tuple[ProductOfShapes, ...]:
    """The eight products; the second four are the transposes of the first, in the same order."""
    x = shape.of(Matrix.x) if gradient is Matrix.dL_dw else (shape.N, 1)
    name, wanted = ("x" if gradient is Matrix.dL_dw else "1"), shape.of(GRADIENT_OF[gradient])
    inputs, outputs = (
        [Operand(each, False, size), Operand(each, True, (size[1], size[0]))]
        for each, size in ((name, x), ("∂L/∂ŷ", shape.of(Matrix.dL_dy_hat)))
    )
    first = [(left, right) for left in (0, 1) for right in (0, 1)]
    return (
        *(ProductOfShapes(inputs[left], outputs[right], wanted) for left, right in first),
        *(ProductOfShapes(outputs[1 - right], inputs[1 - left], wanted) for left, right in first),
    )


def in_numbers(size: Size) -> str:
    """A size: "4×3"."""
    return f"{size[0]}×{size[1]}"


def verdict(product: ProductOfShapes, gradient: Matrix) -> str:
    """What comes of a product: "4 ≠ 5: cannot", "4×3, like w", "3×4, like wᵀ", "5×5"."""
    parameter = symbol(GRADIENT_OF[gradient])
    if product.size is None:
        return f"{product.left.size[1]} ≠ {product.right.size[0]}: cannot"
    if product.fits:
        return f"{in_numbers(product.size)}, like {parameter}"
    return in_numbers(product.size) + (f", like {parameter}ᵀ" if product.fits_transposed else "")


def conclusion(shape: Shape, gradient: Matrix) -> str:
    """What the shapes tell, and, where sizes coincide, what they don't."""
    products = products_of_shapes(shape, gradient)
    right = next(product for product in products if product.is_right)
    others = [product.text for product in products if product.fits and not product.is_right]
    parameter, size = symbol(GRADIENT_OF[gradient]), in_numbers(right.wanted)
    factors = "x and ∂L/∂ŷ" if gradient is Matrix.dL_dw else "a column of ones and ∂L/∂ŷ"
    if not others:
        return f"Shapes: of all products of {factors}, only {right.text} has the shape of {parameter}, {size}."
    axes = "features down, classes across" if gradient is Matrix.dL_dw else "classes across"
    have = "has" if len(others) == 1 else "have"
    named = f"{len(others)} other products" if len(others) > 3 else _listed(others)
    return (
        f"Shapes alone don’t decide here: {named} {have} the shape of {parameter}, {size}, too. "
        f"The sum over the examples does, {axes}: {right.text}."
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
