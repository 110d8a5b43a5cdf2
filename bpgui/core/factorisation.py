"""What descent needs of the data: R of the QR factorisation of [x̃ y], by blocks of examples, and the SVD of x̃ from it.

R has the S and V of x̃ = [x 1], and a U of its own, small; the U of x̃, as long as x, is never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from bpgui.core.cells import Shape
from bpgui.core.inputs import Float64
from bpgui.core.values import Progress

EPSILON = float(np.finfo(np.float64).eps)
_ROWS_IN_A_BLOCK = 2048
_SVD_IN_EXAMPLES = 5
"""Times min(N, D + 1): the SVD takes as long as the blocks of so many more examples, in most shapes, as measured."""


@dataclass(frozen=True, eq=False)
class Factorisation:
    """What descent needs of x and y, whatever the start, the learning rate and the loss convention.

    R_x, R_y: the rows of R of [x̃ y] that x̃ reaches, so that R_y − R_x W has the norms of y − x̃W; U, s, V: the SVD of
    R_x, singular values largest first; residual: Σ of squares of y that x̃ can't reach, as a residual norm;
    column_largest: max |x̃_ij| of each column.
    """

    R_x: Float64
    R_y: Float64
    U: Float64
    s: Float64
    V: Float64
    residual: float
    column_largest: Float64
    y_largest: float
    shape: Shape

    @classmethod
    def of(cls, x: Float64, y: Float64, progress: Progress = lambda done: None) -> Factorisation:
        """Factorise x (N×D) with y (N×K), block of examples by block of examples."""
        N, D = x.shape
        K = y.shape[1]
        R = np.empty((0, D + 1 + K))
        largest = np.zeros(D + 1 + K)
        whole = N + _SVD_IN_EXAMPLES * min(N, D + 1)
        for start in range(0, N, _ROWS_IN_A_BLOCK):
            rows = slice(start, min(start + _ROWS_IN_A_BLOCK, N))
            block = np.hstack([x[rows], np.ones((rows.stop - rows.start, 1)), y[rows]])
            R = cast(Float64, np.linalg.qr(np.vstack([R, block]), mode="r"))
            largest = np.maximum(largest, np.maximum(block.max(axis=0), -block.min(axis=0)))
            progress(rows.stop / whole)
        R_x, R_y, beyond = R[: D + 1, : D + 1], R[: D + 1, D + 1 :], R[D + 1 :, D + 1 :]
        U, s, Vt = np.linalg.svd(R_x, full_matrices=False)
        progress(1.0)
        return cls(
            R_x=R_x,
            R_y=R_y,
            U=U,
            s=s,
            V=Vt.T,
            residual=float((beyond**2).sum()),
            column_largest=largest[: D + 1],
            y_largest=float(largest[D + 1 :].max()),
            shape=Shape(N, D, K),
        )

    @property
    def condition(self) -> float:
        """s_max / s_min over the modes that move: by so much may the rounding of x and y grow in w and b."""
        return float(self.s[0] / self.s[self.rank - 1])

    @property
    def rank(self) -> int:
        """The rank of [x 1], to rounding."""
        N, D, _ = self.shape
        return int(np.count_nonzero(self.s > EPSILON * max(N, D + 1) * self.s[0]))
