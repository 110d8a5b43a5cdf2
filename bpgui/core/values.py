"""The values of all matrices at one moment, worked out by the equations when they are asked for.

A block of a matrix is evaluated as a block, so that cost follows what is looked at. A block that spans all
examples costs a pass over x, and so the whole matrix is evaluated instead and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from threading import Lock

import numpy as np

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import Array, Network, scaled
from bpgui.core.numbers import Number

ALL = slice(None)
EXAMPLES_IN_A_BLOCK = 1024

_OF_EACH_EXAMPLE = (Matrix.y_hat, Matrix.error, Matrix.dL_dy_hat)
_SUMS_OVER_EXAMPLES = (Matrix.loss, Matrix.dL_dw, Matrix.dL_db)
_MADE_BY_THE_PASS = (*_OF_EACH_EXAMPLE, *_SUMS_OVER_EXAMPLES)

Progress = Callable[[float], None]
"""Told the part that is done, from 0 to 1; it may raise to cancel."""


class View:
    """A matrix as a formula writes it: view[rows, columns] evaluates, or looks up, that block."""

    def __init__(self, values: Values, matrix: Matrix) -> None:
        self._values = values
        self._matrix = matrix

    def __getitem__(self, block: tuple[slice, slice]) -> Array:
        return self._values.block(self._matrix, *block)


class _Viewed:
    """An attribute that is a View, made when it is asked for.

    Kept, it and its Values would hold each other, and all their matrices, until the garbage is next collected.
    """

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix

    def __get__(self, values: Values, owner: type[Values]) -> View:
        return View(values, self._matrix)


class Values:
    """All matrices of a network, given its inputs: float64 arrays, or object arrays of Fractions.

    `given` holds the inputs (x: N×D, w: D×K, b: 1×K, y: N×K), or any matrices that the ones asked for are made of.
    `by_blocks` is for large ones. Without it matrices are evaluated whole, so that the last digit of a float never
    depends on what was asked for before. With `in_one_pass`, for large ones too, the first thing that takes a pass over
    x evaluates all that does.
    """

    x = _Viewed(Matrix.x)
    w = _Viewed(Matrix.w)
    b = _Viewed(Matrix.b)
    y = _Viewed(Matrix.y)
    y_hat = _Viewed(Matrix.y_hat)
    error = _Viewed(Matrix.error)
    dL_dy_hat = _Viewed(Matrix.dL_dy_hat)
    dL_dw = _Viewed(Matrix.dL_dw)
    dL_db = _Viewed(Matrix.dL_db)

    def __init__(
        self, network: Network, given: Mapping[Matrix, Array], by_blocks: bool = True, in_one_pass: bool = False
    ) -> None:
        self.network = network
        self.by_blocks = by_blocks
        self.in_one_pass = in_one_pass
        self.a = network.a
        self.learning_rate = network.learning_rate
        self._whole = dict(given)
        self._pass = Lock()

    def whole(self, matrix: Matrix) -> Array:
        """A whole matrix, read-only, evaluated once."""
        if matrix not in self._whole and self.in_one_pass and matrix in _MADE_BY_THE_PASS:
            self.evaluate_in_one_pass()
        if matrix not in self._whole:
            array = self.network.equation(matrix).evaluate(self, ALL, ALL)
            array.flags.writeable = False
            self._whole[matrix] = array
        return self._whole[matrix]

    def block(self, matrix: Matrix, rows: slice, columns: slice) -> Array:
        """Some rows and columns of a matrix, without evaluating more than they need."""
        if not self.by_blocks or matrix in self._whole or self._takes_a_pass(matrix, rows):
            return self.whole(matrix)[rows, columns]
        return self.network.equation(matrix).evaluate(self, rows, columns)

    def is_kept(self, matrix: Matrix) -> bool:
        """Whether a matrix is given or has been evaluated whole."""
        return matrix in self._whole

    def __getitem__(self, cell: Cell) -> Number:
        """The value of one cell."""
        matrix, row, column = cell
        value: Number
        if not self.by_blocks or matrix in self._whole:
            value = self.whole(matrix)[row, column]
        else:
            value = self.block(matrix, slice(row, row + 1), slice(column, column + 1))[0, 0]
        return value if isinstance(value, Fraction) else float(value)

    def term_values(self, entry: Cell, stop: int | None = None) -> Array:
        """The values of an entry's terms, in order, up to `stop`: one array."""
        terms = self.network.terms(entry)
        values: list[Array] = []
        for each in terms.sums:
            product: Array | int = 1
            for factor in each.factors:
                rows, columns = (
                    slice(terms.indices[letter], terms.indices[letter] + 1) if letter in terms.indices else ALL
                    for letter in factor.letters
                )
                product = product * self.block(factor.matrix, rows, columns).ravel()[:stop]
            values.append(scaled(np.asarray(product), each.coefficient.value))
        return np.concatenate(values)[:stop]

    def partial_sum(self, entry: Cell, count: int) -> Number:
        """The sum of an entry's first `count` terms; with all of them, the entry's own value."""
        if count == self.network.terms_per_entry(entry.matrix):
            return self[entry]
        # one after the other, as a person adds, and as the running sums of a derivation are
        terms = self.term_values(entry, count)
        total: Number = np.add.accumulate(terms)[-1] if count else terms.sum()
        return Fraction(total) if isinstance(total, Fraction | int) else float(total)

    def evaluate_in_one_pass(self, progress: Progress = lambda done: None) -> None:
        """Evaluate all up to the gradients in one pass over x, block of examples by block of examples.

        L, ∂L/∂w and ∂L/∂b are sums over the examples, so each is the sum of what the same equations say of the blocks.
        Where another thread is at it already, wait for that.
        """
        with self._pass:
            if not self.is_evaluated:
                self._evaluate_in_one_pass(progress)

    @property
    def is_evaluated(self) -> bool:
        """Whether all up to the gradients is there, so that nothing takes a pass over x any more."""
        return all(matrix in self._whole for matrix in _MADE_BY_THE_PASS)

    def _evaluate_in_one_pass(self, progress: Progress) -> None:
        N = self.network.shape.N
        kept: dict[Matrix, list[Array]] = {m: [] for m in _OF_EACH_EXAMPLE}
        summed: dict[Matrix, Array] = {}
        for start in range(0, N, EXAMPLES_IN_A_BLOCK):
            part = self._of_examples(slice(start, min(start + EXAMPLES_IN_A_BLOCK, N)))
            for matrix, blocks in kept.items():
                blocks.append(part.whole(matrix))
            for matrix in _SUMS_OVER_EXAMPLES:
                value = part.whole(matrix)
                summed[matrix] = summed[matrix] + value if matrix in summed else value
            progress(min(start + EXAMPLES_IN_A_BLOCK, N) / N)
        whole = {matrix: np.concatenate(blocks) for matrix, blocks in kept.items()} | summed
        for array in whole.values():
            array.flags.writeable = False
        self._whole |= whole

    def _of_examples(self, rows: slice) -> Values:
        # the same network, a and η included, that looks at some of the examples alone
        given = {m: self._whole[m] for m in (Matrix.w, Matrix.b)}
        given |= {m: self._whole[m][rows] for m in (Matrix.x, Matrix.y)}
        return Values(self.network, given)

    def _takes_a_pass(self, matrix: Matrix, rows: slice) -> bool:
        # a block of all examples, or a sum over them
        length = self.network.shape.of(matrix)[0]
        spans_all = "i" in matrix.axes and len(range(*rows.indices(length))) == length
        return spans_all or (self.in_one_pass and matrix in _SUMS_OVER_EXAMPLES)
