"""Standardised features: (value − mean) / deviation, told with both, and taken back bit by bit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bpgui.core.inputs import Float64, InputError, InputMatrix
from bpgui.core.numbers import decimals_for, format_number
from bpgui.session.data_reading import Progress, unheard
from bpgui.session.origin import Standardised
from bpgui.session.session import Session

FORMULA = "(value − mean) / deviation"
_ENTRIES_AT_ONCE = 500_000
_SMALLEST = float(np.finfo(np.float64).smallest_subnormal)


def means_and_deviations(values: Float64, progress: Progress = unheard) -> tuple[Float64, Float64]:
    """Of each column: the mean, and the root of the mean of the squared differences from it.

    A constant column has itself as the mean, and the deviation 0, whatever rounding would make of it.
    """
    rows, columns = values.shape
    first = values[0]
    slices = _slices(rows, columns)
    sums, lowest, highest = np.zeros(columns), first.copy(), first.copy()
    for done, part in enumerate(slices):
        sums += (values[part] - first).sum(axis=0)  # the differences are small where the values are large
        lowest, highest = np.minimum(lowest, values[part].min(axis=0)), np.maximum(highest, values[part].max(axis=0))
        progress(done / (2 * len(slices)))
    is_constant = lowest == highest
    means = np.where(is_constant, first, first + sums / rows)
    squares, widths = np.zeros(columns), np.where(is_constant, 1.0, highest - lowest)
    for done, part in enumerate(slices):
        squares += (((values[part] - means) / widths) ** 2).sum(axis=0)  # which never vanishes, as squares may
        progress(0.5 + done / (2 * len(slices)))
    return means, np.where(is_constant, 0.0, np.maximum(widths * np.sqrt(squares / rows), _SMALLEST))


def standardised(values: Float64, means: Float64, deviations: Float64) -> Float64:
    """The columns less their means, over their deviations; what is constant is only centred."""
    return (values - means) / np.where(deviations == 0, 1.0, deviations)


def standardise(x: InputMatrix, progress: Progress = unheard) -> tuple[InputMatrix, Standardised]:
    """A matrix whose features are standardised, and what it takes to undo it."""
    means, deviations = means_and_deviations(x.values, progress)
    made = np.empty(x.values.shape)
    for part in _slices(*x.size):
        made[part] = standardised(x.values[part], means, deviations)
        progress(1.0)
    made.flags.writeable = False
    return InputMatrix(made), Standardised(tuple(means.tolist()), tuple(deviations.tolist()), x)


def unstandardise(x: InputMatrix, how: Standardised) -> InputMatrix:
    """x as it was before: bit by bit where an entry is as standardising left it, else value · deviation + mean."""
    means, deviations = np.array(how.means), np.array(how.deviations)
    original = how.original.values
    made = x.values * np.where(deviations == 0, 1.0, deviations) + means
    is_as_left = standardised(original, means, deviations) == x.values
    for row, column in x.exact:
        is_as_left[row, column] = False
    made = np.where(is_as_left, original, made)
    made.flags.writeable = False
    return InputMatrix(made, {at: value for at, value in how.original.exact.items() if is_as_left[at]})


def is_standardised(session: Session) -> bool:
    """Whether x is standardised, and can be taken back."""
    return session.document.standardised is not None


def standardise_x(session: Session, made: tuple[InputMatrix, Standardised] | None = None) -> None:
    """Let x be standardised, as one step; `made`: what `standardise` made of it already."""
    document = session.document
    if document.standardised is None:
        x, how = made or standardise(document.x)
        constant = constant_features(how.deviations, document.names.features)
        _put(session, x, how, "Standardise x", f"x is standardised: {FORMULA}, feature by feature.{constant}")


def take_standardising_back(session: Session) -> None:
    """Let x be as it was before it was standardised, as one step."""
    document = session.document
    if document.standardised is not None:
        x = unstandardise(document.x, document.standardised)
        said = "Standardising is taken back: x has its own values again."
        _put(session, x, None, "Take standardising back", said)


def _put(session: Session, x: InputMatrix, how: Standardised | None, name: str, said: str) -> None:
    try:
        session.put_standardised(x, how, name)
    except InputError as error:  # there is no field beside which it could be said
        session.notice = str(error)
    else:
        session.notice = session.notice or said


def constant_features(deviations: Sequence[float], names: Sequence[str]) -> str:
    """A sentence that names the features that are constant, and so only centred; empty where there are none."""
    constant = [j for j, deviation in enumerate(deviations) if deviation == 0]
    called = [names[j] if names and names[j] else f"feature {j + 1}" for j in constant]
    return f" Constant, and so only centred: {_listed(called)}." if constant else ""


def _listed(called: Sequence[str], most: int = 4) -> str:
    return ", ".join([*called[:most], f"{len(called) - most} more"] if len(called) > most else called)


def deviation_told(mean: float, deviation: float) -> str:
    """Mean and deviation of one feature, in words."""
    if deviation == 0:
        return f"mean {measure_text(mean)}, constant: only centred"
    return f"mean {measure_text(mean)}, deviation {measure_text(deviation)}"


def measure_text(value: float) -> str:
    """A mean or a deviation, with three decimals, or more where it is so small that they would say nothing."""
    return format_number(value, max(3, decimals_for(value, 3))).text


def how_standardised(how: Standardised, feature: int) -> str:
    """What an entry of a standardised feature is, in words."""
    return f"x is standardised, {FORMULA}: {deviation_told(how.means[feature], how.deviations[feature])}"


def _slices(rows: int, columns: int) -> list[slice]:
    at_once = max(1, _ENTRIES_AT_ONCE // columns)
    return [slice(start, start + at_once) for start in range(0, rows, at_once)]
