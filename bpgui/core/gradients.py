"""Gradients from the terms alone, by the chain rule.

    ∂L/∂c = the sum, over the terms that hold c, of ∂L/∂(their entry) × the term without c

The 2 of ∂L/∂ŷ comes out because ŷ − y stands twice in its term of L; no sum stands there because it stands in no
other term; xᵀ and wᵀ come out as the places of the cells that multiply. The backward equations are held against this.
"""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import Stage
from bpgui.core.numbers import Number
from bpgui.core.values import Values


def gradients_from_terms(values: Values) -> dict[Cell, Number]:
    """∂L/∂c for every cell c on which L depends: inputs, ŷ, ŷ − y and L itself (1).

    Goes through every term one at a time: meant for small networks, and for proof.
    """
    network = values.network
    gradient: defaultdict[Cell, Number] = defaultdict(lambda: Fraction(0))
    gradient[Cell(Matrix.loss, 0, 0)] = Fraction(1)
    to_the_loss = [e for e in network.equations if e.stage in (Stage.forward, Stage.loss)]
    for equation in reversed(to_the_loss):
        for entry in network.shape.cells(equation.makes):
            for coefficient, cells in network.terms(entry):
                for place, cell in enumerate(cells):
                    others = cells[:place] + cells[place + 1 :]
                    without_cell = coefficient.value * math.prod(values[other] for other in others)
                    gradient[cell] += gradient[entry] * without_cell
    return dict(gradient)
