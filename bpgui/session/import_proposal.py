"""What the columns of a table seem to be for. A proposal, which a person sees and can change."""

from __future__ import annotations

import numpy as np

from bpgui.session.data_table import DataTable
from bpgui.session.import_choices import ImportChoices, Role

_ROWS = 10_000
_MOST_CLASSES = 50
_CLASS = {"class", "label", "labels", "target", "category", "species", "digit", "y", "y_train", "y_test", "klasse"}
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
    if len(texts) <= max(2, min(_MOST_CLASSES, len(values) // 2)):
        return Role.label
    return Role.names if not are_numbers.any() else Role.left_out


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
    named = [column for column in numbers if table.names[column].strip().lower() in _CLASS]
    chosen = named[0] if named else numbers[-1]
    values = np.unique(table.values[:_ROWS, chosen])
    values = values[np.isfinite(values)]
    is_class = bool(named) and len(values) <= _MOST_CLASSES and bool((values == np.floor(values)).all())
    roles[chosen] = Role.label if is_class else Role.y


def proposed_choices(table: DataTable, earlier: ImportChoices | None, current: ImportChoices) -> ImportChoices:
    """What was chosen when the same file was imported before, if it fits the table; else as the columns seem."""
    if earlier is not None and len(earlier.roles) == table.column_count:
        return earlier
    return ImportChoices(
        current.reading,
        proposed_roles(table),
        current.rows,
        current.leaves_out,
        current.standardises,
        current.start_seed,
    )
