"""What the columns of a table seem to be for. A proposal, which a person sees and can change."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from bpgui.session.data_table import DataTable
from bpgui.session.import_choices import ImportChoices, Role

_ROWS = 10_000
_MOST_CLASSES = 50
_CLASS = {"class", "label", "labels", "target", "category", "species", "digit", "y", "y_train", "y_test", "klasse"}
_MAY_BE_MEASURED = {"target", "y", "y_train", "y_test"}
_TARGET = re.compile(r"(?:y|y_train|y_test|targets?)[ _]?[0-9]+", re.IGNORECASE)
_ORDER = {"", "id", "index", "no", "no.", "nr", "nr.", "number", "#", "row", "unnamed: 0"}


def proposed_roles(table: DataTable) -> tuple[Role, ...]:
    """Numbers are features, a text with few values the label, one with others names; without a label the last is y."""
    roles = [_role(table, column) for column in range(table.column_count)]
    labels = [column for column, role in enumerate(roles) if role is Role.label]
    named = [column for column in labels if table.names[column].strip().lower() in _CLASS]
    for column in labels:
        if column != (named or labels)[-1]:
            roles[column] = Role.left_out
    names = [column for column, role in enumerate(roles) if role is Role.names]
    for column in names[1:]:
        roles[column] = Role.left_out
    if not labels:
        _choose_y(table, roles)
    return tuple(roles)


def _role(table: DataTable, column: int) -> Role:
    values = table.values[:_ROWS, column]
    are_numbers = np.isfinite(values)
    if column not in table.words or are_numbers.mean() > 0.5:
        return Role.names if column == 0 and _is_counted(table, column) else Role.x
    texts = {table.text(row, column) for row in range(len(values))} - {""}
    if not texts:
        return Role.left_out
    if _are_few(len(texts), len(values)):
        return Role.label
    return Role.names if not are_numbers.any() else Role.left_out


def _are_few(distinct: int, rows: int) -> bool:
    return distinct <= max(2, min(_MOST_CLASSES, rows // 2))


def _is_counted(table: DataTable, column: int) -> bool:
    """Whether a column counts the rows, under a name that says so."""
    if not table.has_header or table.names[column].strip().lower() not in _ORDER:
        return False
    values = table.values[:_ROWS, column]
    return len(values) > 1 and bool((np.diff(values) == 1).all())


def _choose_y(table: DataTable, roles: list[Role]) -> None:
    numbers = [column for column, role in enumerate(roles) if role is Role.x]
    if len(numbers) < 2:
        return
    named = [column for column in numbers if _name(table, column) in _CLASS]
    targets = _targets(table, numbers)
    if targets and not named:
        for column in targets:
            roles[column] = Role.y
        return
    chosen = named[0] if named else numbers[-1]
    roles[chosen] = Role.label if named and _is_class(table, chosen) else Role.y


def _targets(table: DataTable, numbers: list[int]) -> list[int]:
    """The columns y 1, y 2, … where they stand side by side, as an array y is laid out; not x1, y1, x2, y2."""
    found = [column for column in numbers if _TARGET.fullmatch(_name(table, column))]
    are_together = bool(found) and found == list(range(found[0], found[-1] + 1))
    return found if are_together and len(found) < len(numbers) else []


def _is_class(table: DataTable, column: int) -> bool:
    """Whether whole numbers seem to count classes; those of a target must be few for that, as words must."""
    rows = table.values[:_ROWS, column]
    values = np.unique(rows)
    values = values[np.isfinite(values)]
    are_whole = len(values) <= _MOST_CLASSES and bool((values == np.floor(values)).all())
    return are_whole and (_name(table, column) not in _MAY_BE_MEASURED or _are_few(len(values), len(rows)))


def _name(table: DataTable, column: int) -> str:
    return table.names[column].strip().lower()


def proposed_choices(table: DataTable, earlier: ImportChoices | None, current: ImportChoices) -> ImportChoices:
    """What was chosen when the same file was imported before, if it fits the table; else as the columns seem."""
    if earlier is not None and len(earlier.roles) == table.column_count:
        return replace(earlier, rows=earlier.rows.within(table.row_count))
    return ImportChoices(
        current.reading,
        proposed_roles(table),
        current.rows.within(table.row_count),
        current.leaves_out,
        current.standardises,
        current.start_seed,
    )
