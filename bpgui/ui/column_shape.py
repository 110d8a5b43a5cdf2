"""What the numbers of a column need of its cells, so that they all line up on one point."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bpgui.core.inputs import Float64
from bpgui.core.numbers import format_in_cell


class ColumnShape(NamedTuple):
    """The longest text before the point, and the most decimals after it."""

    before_point: str
    decimals: int


def column_shape(values: Float64, digits: int) -> ColumnShape:
    """The shape of a column, rounded to so many decimals: told by its ends, whatever its length."""
    ends = (format_in_cell(float(value), digits).text for value in (values.min(), values.max()))
    longest = max((text.split(".")[0] for text in ends if "e" not in text), key=len, default="0")
    rounded = np.round(values, digits)
    needed = (decimals for decimals in range(digits) if np.array_equal(np.round(values, decimals), rounded))
    return ColumnShape(longest, next(needed, digits))
