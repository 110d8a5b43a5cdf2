"""Where the numbers of a document came from: a data file, a standardisation, random numbers."""

from __future__ import annotations

from dataclasses import dataclass

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
