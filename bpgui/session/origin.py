"""Where the numbers of a document came from: a data file, a standardisation, random numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bpgui.core.inputs import InputMatrix


@dataclass(frozen=True)
class DataSource:
    """The data file that x and y were read from, by its name alone, and the choices made then, as pairs of text."""

    file: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Standardised:
    """x is (value − mean) / deviation, feature by feature; `original`: x as it was before."""

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    original: InputMatrix

    def lines(self, letter: str, place: int, count: int) -> Standardised:
        """What it says of some examples (letter i) or features (j), from the one counted `place` on."""
        rows, columns = self.original.size
        if letter == "i":
            return replace(self, original=self.original.block(place, 0, count, columns))
        part = slice(place, place + count)
        return Standardised(self.means[part], self.deviations[part], self.original.block(0, place, rows, count))

    def new_lines(self, letter: str, count: int) -> Standardised:
        """What it says of new examples or features, all zero: such an example has the means, a feature is as it is."""
        rows, _ = self.original.size
        if letter == "i":
            values = np.tile(np.array(self.means), (count, 1))
            values.flags.writeable = False
            return replace(self, original=InputMatrix(values))
        return Standardised((0.0,) * count, (1.0,) * count, InputMatrix.zeros(rows, count))

    def with_lines(self, letter: str, place: int, lines: Standardised) -> Standardised:
        """The same when examples or features have been put in."""
        if letter == "i":
            return replace(self, original=self.original.with_lines(0, place, lines.original))
        return Standardised(
            (*self.means[:place], *lines.means, *self.means[place:]),
            (*self.deviations[:place], *lines.deviations, *self.deviations[place:]),
            self.original.with_lines(1, place, lines.original),
        )

    def without_lines(self, letter: str, place: int, count: int) -> Standardised:
        """The same when examples or features have been taken out."""
        if letter == "i":
            return replace(self, original=self.original.without_lines(0, place, count))
        after = place + count
        return Standardised(
            self.means[:place] + self.means[after:],
            self.deviations[:place] + self.deviations[after:],
            self.original.without_lines(1, place, count),
        )
