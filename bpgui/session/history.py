"""What was done to a document, step by step, and what was undone: values, from which undo and redo are read off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from bpgui.core.cells import Cell
from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import grouped
from bpgui.session.edits import DocumentEdit, Edit, EntriesEdit
from bpgui.session.new_entries import NewEntries
from bpgui.session.position import Position
from bpgui.session.visits import Visits


class Standing(NamedTuple):
    """Where a person stood in a document: all that undo and redo restore besides the document itself."""

    position: Position
    furthest: int
    has_run: bool
    visits: Visits
    earlier_curve: LossCurve | None
    earlier_furthest: int


@dataclass(frozen=True, eq=False)
class Step:
    """One change of the document, as a person thinks of it: its name, its edits in order, the standing around it.

    changed_new: of each edit, which of the entries that it changed were new before.
    """

    name: str
    edits: tuple[Edit, ...]
    before: Standing
    after: Standing
    changed_new: tuple[NewEntries, ...]

    def cell_to_show(self, selection: Cell | None) -> Cell | None:
        """What to select when it is undone or done again, so that it is seen: what changes, unless that is selected."""
        changed = [edit for edit in self.edits if isinstance(edit, EntriesEdit)]
        if not changed or (selection is not None and any(edit.holds(selection) for edit in changed)):
            return selection
        return Cell(changed[-1].matrix, changed[-1].row, changed[-1].column)


def gone_in_history(history: History, steps: int) -> str:
    """The sentence after so many steps were done again, or undone where it is negative."""
    how_many = f"{grouped(abs(steps))} changes are {'done again' if steps > 0 else 'undone'}"
    if history.latest is None:
        return f"{how_many}: this is the document as it was opened."
    return f"{how_many}: the latest is now “{history.latest.name}”."


@dataclass(frozen=True, eq=False)
class History:
    """The steps done, the latest last, and those undone, the next to be done again last.

    is_open: the latest step may be gone on with, as a drag goes on. saved: the step after which the document was
    saved, or None if that was before the first one. saved_origin: the origin then.
    """

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    is_open: bool = False
    saved: Step | None = None
    was_saved: bool = True
    saved_origin: Step | None = None

    @property
    def latest(self) -> Step | None:
        """The latest step done."""
        return self.done[-1] if self.done else None

    @property
    def is_saved(self) -> bool:
        """Whether the document is as it was saved, or opened."""
        return self.was_saved and self.latest is self.saved

    @cached_property
    def origin(self) -> Step | None:
        """The step that took the document as a whole, an example or imported data; None where it is the first one."""
        for step in reversed(self.done):
            if any(isinstance(edit, DocumentEdit) for edit in step.edits):
                return step
        return None

    @property
    def is_another_document(self) -> bool:
        """Whether this is not the document, changed, that was saved or opened, but another one in its place."""
        return self.origin is not self.saved_origin

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All edits that are done, in order."""
        return tuple(edit for step in self.done for edit in step.edits)

    def with_step(self, step: Step) -> History:
        """One step more. What was undone can't be done again."""
        return replace(self, done=(*self.done, step), undone=(), is_open=True)

    def with_latest(self, step: Step | None) -> History:
        """With another latest step, or without it: a drag that goes on, or has come back to where it began."""
        done = self.done[:-1] if step is None else (*self.done[:-1], step)
        return replace(self, done=done, undone=(), is_open=step is not None)

    def at(self, steps: int) -> History:
        """The same history where so many steps are done; the others are undone, and can be done again."""
        count = len(self.done)
        if steps <= count:
            done, undone = self.done[:steps], (*self.undone, *reversed(self.done[steps:]))
        else:
            left = len(self.undone) - (steps - count)
            done, undone = (*self.done, *reversed(self.undone[left:])), self.undone[:left]
        return replace(self, done=done, undone=undone, is_open=False)

    def closed(self) -> History:
        """The same history, where nothing goes on with the latest step: what was typed is finished."""
        return replace(self, is_open=False) if self.is_open else self

    def as_saved(self, then: History | None = None) -> History:
        """The document is saved as it is now, or as it was `then`: what was done since is in no file."""
        of = then or self
        return replace(self, saved=of.latest, saved_origin=of.origin, was_saved=True, is_open=False)

    def as_never_saved(self) -> History:
        """No file holds the document as it is, or ever was: after a crash it was recovered."""
        return replace(self, was_saved=False, is_open=False)
