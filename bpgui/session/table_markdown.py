"""A table in Markdown, or drawn with | and lines of dashes, as rows of cells."""

from __future__ import annotations

import re

from bpgui.core.numbers import NumberError, parse_number
from bpgui.session.table import TableError

_RULE = re.compile(r"[+=:| \t]*[-=][-+=:| \t]*")


def markdown_rows(body: str, target: tuple[int, int]) -> list[list[str]]:
    """The cells below the names of the columns, if it has names. Raises TableError where that can't be told."""
    groups: list[list[list[str]]] = [[]]
    for line in body.split("\n"):
        if _RULE.fullmatch(line.strip()):
            groups.append([])
        else:
            groups[-1].append(_cells(line))
    filled = [group for group in groups if group]
    if len(filled) == 1:
        return filled[0]
    if len(filled) != 2 or len(filled[0]) != 1:
        raise TableError("Lines of dashes stand between the rows: it can't be told which hold the numbers.")
    (head,), rows = filled
    if not any(head):
        return rows
    if not head[0]:
        raise TableError("The first column has no name above it, and others have: copy the table without it.")
    if not all(_is_number(cell) for cell in head):
        return rows
    if target[0] in (len(rows), len(rows) + 1) and target[0] > 1:
        return rows if target[0] == len(rows) else [head, *rows]
    raise TableError(
        "It can't be told whether the row above the line of dashes holds numbers or names: copy the rows without it."
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _is_number(cell: str) -> bool:
    try:
        parse_number(cell)
    except NumberError:
        return False
    return True
