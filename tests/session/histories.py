"""What the state machine of `test_history` holds a session against: snapshots, and plain folds of the edits."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from bpgui.core.cells import INPUTS, PARAMETERS, Cell, Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.core.loss_curve import LossCurve
from bpgui.session.annotations import Annotations
from bpgui.session.document import Document
from bpgui.session.edits import DocumentEdit, EntriesEdit, StartEdit
from bpgui.session.history import Step
from bpgui.session.line_edits import InsertLines, RemoveLines
from bpgui.session.position import Position
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.view import View
from bpgui.session.visits import Visits


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All that undo and redo must bring back."""

    document: Document
    annotations: Annotations
    position: Position
    furthest: int
    has_run: bool
    visits: Visits
    earlier_curve: LossCurve | None
    earlier_furthest: int
    new_cells: frozenset[Cell]
    view: View


def snapshot(session: Session) -> Snapshot:
    """A session as it is now."""
    return Snapshot(
        session.document,
        session.annotations,
        session.position,
        session.furthest,
        session.has_run,
        session.visits,
        session.earlier_curve,
        session.earlier_furthest,
        new_cells(session),
        session.view,
    )


def assert_is_at(session: Session, there: Snapshot, step: Step | None = None) -> None:
    """The session is as it was then; `step` was just undone or done again, so that what it changes may be selected."""
    assert session.document.same_as(there.document)
    assert session.annotations == there.annotations
    assert new_cells(session) == there.new_cells
    if session.view.hidden != there.view.hidden:  # what is hidden may not be stood at
        return
    assert session.position == there.position
    assert (session.furthest, session.has_run) == (there.furthest, there.has_run)
    assert session.earlier_curve is there.earlier_curve
    assert session.earlier_furthest == there.earlier_furthest
    changed = [] if step is None else [edit for edit in step.edits if isinstance(edit, EntriesEdit)]
    selection = there.visits.selection
    if not changed or (selection is not None and any(is_in(selection, edit) for edit in changed)):
        assert session.visits == there.visits
    else:
        assert session.selection is not None
        assert any(is_in(session.selection, edit) for edit in changed)


def is_in(cell: Cell, edit: EntriesEdit) -> bool:
    """Whether a cell is among those that an edit gives other numbers."""
    rows, columns = edit.new.values.shape
    return (
        cell.matrix is edit.matrix
        and cell.row in range(edit.row, edit.row + rows)
        and cell.column in range(edit.column, edit.column + columns)
    )


def new_cells(session: Session) -> frozenset[Cell]:
    """The entries that are marked as new."""
    cells = (cell for matrix in INPUTS for cell in session.document.shape.cells(matrix))
    return frozenset(cell for cell in cells if session.new_entries.holds(cell))


def new_cells_folded(session: Session, first: Document) -> frozenset[Cell]:
    """The same, by going through all edits that are done, with sets of cells alone."""
    new: set[Cell] = set()
    document = first
    for edit in session.history.edits:
        after = edit.apply(document)
        match edit:
            case EntriesEdit():
                new = {cell for cell in new if not is_in(cell, edit)}
            case StartEdit():
                new = {cell for cell in new if cell.matrix not in PARAMETERS}
            case DocumentEdit():
                new = set()
            case InsertLines(lines):
                new = {shifted(cell, lines.letter, lines.place, lines.count) for cell in new}
                new |= {
                    cell
                    for matrix in INPUTS
                    for cell in after.shape.cells(matrix)
                    if lines.letter in matrix.axes
                    and along(cell, lines.letter) in range(lines.place, lines.place + lines.count)
                }
            case RemoveLines(lines):
                gone = range(lines.place, lines.place + lines.count)
                left = {cell for cell in new if along(cell, lines.letter) not in gone}
                new = {shifted(cell, lines.letter, lines.place, -lines.count) for cell in left}
        document = after
    return frozenset(new)


def along(cell: Cell, letter: str) -> int | None:
    """The index of a cell along a letter; None if it has no such index."""
    return (cell.row, cell.column)[cell.matrix.axes.index(letter)] if letter in cell.matrix.axes else None


def shifted(cell: Cell, letter: str, place: int, by: int) -> Cell:
    """A cell, when lines before it have come or gone."""
    index = along(cell, letter)
    if index is None or index < place:
        return cell
    return cell._replace(row=index + by) if cell.matrix.axes.index(letter) == 0 else cell._replace(column=index + by)


def assert_same_annotations(some: Annotations, others: Annotations) -> None:
    """Curves, stops and notes agree, bit by bit."""
    assert (some.stops, some.notes) == (others.stops, others.notes)
    assert len(some.kept.curves) == len(others.kept.curves)
    for one, other in zip(some.kept.curves, others.kept.curves, strict=True):
        assert [one.name, one.look, one.seen, one.is_shown, one.start] == [
            other.name,
            other.look,
            other.seen,
            other.is_shown,
            other.start,
        ]
        for each in fields(LossCurve):
            mine, theirs = (np.atleast_1d(getattr(curve.curve, each.name)) for curve in (one, other))
            assert mine.tobytes() == theirs.tobytes() or mine.tolist() == theirs.tolist() == [None]


def afresh(session: Session) -> Session:
    """A session that has no past, put where another one is."""
    old = session.document
    given = (InputMatrix.from_rows(m, old.matrix(m).fractions.tolist()) for m in INPUTS)
    made = Session(Document(*given, old.learning_rate, old.convention, old.names), session.view)
    made.position, made.visits, made.notice = session.position, session.visits, session.notice
    made.has_run, made.has_arrived = session.has_run, session.has_arrived
    made.new_entries = session.new_entries
    made.course.furthest = session.furthest
    return made


def all_looks(session: Session) -> list[Any]:
    """All cells as they are painted, and the loss curve that is drawn."""
    screen = Screen(session)
    looks: list[Any] = [screen.look(cell) for matrix in Matrix for cell in session.document.shape.cells(matrix)]
    iterations = np.array([t for t in (0, 1, 7, 100) if t <= session.course.last_iteration])
    return [*looks, session.course.descent.curve.losses(iterations).tolist()]
