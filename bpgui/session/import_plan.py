"""What an import will make of a table: worked out and told before anything is changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpgui.core.cells import Shape
from bpgui.core.inputs import Float64
from bpgui.core.numbers import format_number, grouped
from bpgui.session.data_reading import Progress, unheard
from bpgui.session.data_table import DataError, DataTable, shortened
from bpgui.session.import_choices import ImportChoices, Role
from bpgui.session.import_classes import Classes, classes_of
from bpgui.session.import_problems import Problems, problems_of
from bpgui.session.import_standardise import constant_features, means_and_deviations
from bpgui.session.problems import DEFAULT_LEARNING_RATE
from bpgui.session.sizes import MOST_NUMBERS

_ENTRIES_AT_ONCE = 500_000
_CLASSES_TOLD = 4


@dataclass(frozen=True, eq=False)
class Plan:
    """The rows, the classes and the size of the network that come of some choices; or why nothing does.

    rows: those that are taken and not left out; means, deviations: of the columns of x, if they are standardised.
    """

    problems: Problems
    rows: NDArray[np.intp]
    left_out: int
    shape: Shape | None = None
    classes: Classes | None = None
    means: Float64 | None = None
    deviations: Float64 | None = None
    constant: str = ""
    """Which features are constant, in a sentence."""
    refusal: str = ""

    def told(self, choices: ImportChoices) -> str:
        """What the network will be, in words."""
        if self.shape is None:
            return ""
        N, D, K = self.shape
        classes = "" if self.classes is None else f" ({_some(self.classes.names)})"
        zero, seed = "w and b start at zero", choices.start_seed
        start = zero if seed is None else f"w starts at small random numbers, seed {seed}, b at zero"
        size = f"N = {grouped(N)}, D = {grouped(D)}, K = {grouped(K)}{classes}"
        without = "" if not self.left_out else f" {_rows(self.left_out)} left out."
        rate = format_number(DEFAULT_LEARNING_RATE, 4).text
        return f"{size}; {start}, η = {rate}.{without}{self.constant}"


def plan(table: DataTable, choices: ImportChoices, progress: Progress = unheard) -> Plan:
    """What comes of some choices. What can't be done is told in `refusal`."""
    refusal, taken = "", np.arange(table.row_count)
    try:
        taken = choices.rows.of(table.row_count)
    except DataError as error:
        refusal = str(error)
    problems = problems_of(table, choices, taken)
    progress(0.1)
    rows = np.setdiff1d(taken, problems.rows, assume_unique=True) if choices.leaves_out and problems.count else taken
    left_out = len(taken) - len(rows)
    refusal = refusal or _refusal(choices, problems, len(rows))
    if refusal:
        return Plan(problems, rows, left_out, refusal=refusal)
    label = choices.columns(Role.label)
    classes = classes_of(table, label[0], rows) if label else None
    progress(0.2)
    xs = choices.columns(Role.x)
    shape = Shape(len(rows), len(xs), len(classes.names) if classes else len(choices.columns(Role.y)))
    N, D, K = shape
    if max(N * D, N * K, D * K) > MOST_NUMBERS:
        refusal = f"N = {grouped(N)}, D = {grouped(D)}, K = {grouped(K)} make a matrix with more than "
        return Plan(problems, rows, left_out, refusal=f"{refusal}{grouped(MOST_NUMBERS)} entries: take fewer rows.")
    means, deviations, constant = None, None, ""
    if choices.standardises:
        values = columns_of(table, rows, xs, lambda done: progress(0.2 + 0.4 * done))
        means, deviations = means_and_deviations(values, lambda done: progress(0.6 + 0.4 * done))
        constant = constant_features(deviations.tolist(), [table.names[column] for column in xs])
    return Plan(problems, rows, left_out, shape, classes, means, deviations, constant)


def _refusal(choices: ImportChoices, problems: Problems, rows: int) -> str:
    if not choices.columns(Role.x):
        return "No column is x: choose at least one feature."
    if not choices.columns(Role.label) and not choices.columns(Role.y):
        return "No column is the label or y: choose what the network is to learn."
    if problems.count and not choices.leaves_out:
        return f"{problems.told} Leave out these rows, or mend them in the file."
    if not rows:
        return "No row is left."
    return ""


def columns_of(table: DataTable, rows: NDArray[np.intp], columns: list[int], progress: Progress = unheard) -> Float64:
    """The values of some rows and columns, copied in slices so that nobody has to wait."""
    made = np.empty((len(rows), len(columns)))
    at_once = max(1, _ENTRIES_AT_ONCE // max(len(columns), 1))
    for start in range(0, len(rows), at_once):
        some = rows[start : start + at_once]
        made[start : start + at_once] = table.values[some[:, np.newaxis], columns]
        progress(start / len(rows))
    return made


def _some(names: tuple[str, ...]) -> str:
    told = [shortened(name, 16) for name in names[:_CLASSES_TOLD]]
    return ", ".join(told) + (", …" if len(names) > _CLASSES_TOLD else "")


def _rows(count: int) -> str:
    return "1 row is" if count == 1 else f"{grouped(count)} rows are"
