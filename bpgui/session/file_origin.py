"""Where the numbers of a file came from, checked: their seed, the data file, and how x was standardised."""

from __future__ import annotations

import math
from typing import Protocol

from bpgui.core.cells import Matrix
from bpgui.session.document import Document
from bpgui.session.file_matrices import Packed, Rows, read_matrix
from bpgui.session.file_structs import FromSource, Scaling
from bpgui.session.json_errors import RefusedError
from bpgui.session.origin import DataSource, Standardised

LARGEST_SEED = 10**100
_BEFORE = "x_before_standardising"


class TellsScaling(Protocol):
    """What tells how x was standardised, as files do."""

    standardised: Scaling | None
    x_before_standardising: Rows | Packed | None


class TellsOrigin(TellsScaling, Protocol):
    """What tells where numbers came from, as files do."""

    seed: int | None
    source: FromSource | None


def origin_from(file: TellsOrigin) -> tuple[int | None, DataSource | None, Standardised | None]:
    """Where the numbers came from. Raises RefusedError or InputError."""
    return seed_from(file.seed), source_from(file.source), scaling_from(file)


def seed_from(seed: int | None) -> int | None:
    """The seed, if it is one. Raises RefusedError."""
    if seed is not None and not 0 <= seed <= LARGEST_SEED:
        raise RefusedError("seed: expected a whole number of at most 100 digits, 0 or more")
    return seed


def source_from(given: FromSource | None) -> DataSource | None:
    """The data file."""
    return None if given is None else DataSource(given.file, tuple(given.choices))


def scaling_from(file: TellsScaling) -> Standardised | None:
    """How x was standardised, if it was. Raises RefusedError or InputError."""
    given, before = file.standardised, file.x_before_standardising
    if given is None or before is None:
        if given is not None or before is not None:
            raise RefusedError(f"expected both standardised and {_BEFORE}, or none of them")
        return None
    if not all(map(math.isfinite, (*given.means, *given.deviations))):
        raise RefusedError("standardised: expected finite numbers")
    return Standardised(tuple(given.means), tuple(given.deviations), read_matrix(Matrix.x, before, _BEFORE))


def check_scaling(document: Document) -> None:
    """Raises RefusedError where what is told of standardising doesn't fit x."""
    scaling = document.standardised
    if scaling is not None and not scaling_fits(scaling, document):
        N, D, _ = document.shape
        raise RefusedError(f"standardised: expected {D} means, {D} deviations, and {_BEFORE} of {N}×{D}, as x is")


def scaling_fits(scaling: Standardised, document: Document) -> bool:
    """Whether it says of each feature how it was standardised, and of each entry of x what it was before."""
    D = document.shape.D
    return len(scaling.means) == len(scaling.deviations) == D and scaling.original.size == document.x.size
