"""What was done to a document, step by step, and what was undone: values, from which undo and redo are read off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from bpgui.core.loss_curve import LossCurve
from bpgui.session.edits import Edit
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
    new_entries: NewEntries


@dataclass(frozen=True, eq=False)
class Step:
    """One change of the document, as a person thinks of it: its name, its edits in order, the standing around it."""

    name: str
    edits: tuple[Edit, ...]
    before: Standing
    after: Standing


@dataclass(frozen=True, eq=False)
class History:
    """The steps done, the latest last, and those undone, the next to be done again last.

    is_open: the latest step may be gone on with, as a drag goes on. saved: the step after which the document was
    saved, or None if that was before the first one.
    """

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    is_open: bool = False
    saved: Step | None = None
    was_saved: bool = True

    @property
    def latest(self) -> Step | None:
        """The latest step done."""
        return self.done[-1] if self.done else None

    @property
    def is_saved(self) -> bool:
        """Whether the document is as it was saved, or opened."""
        return self.was_saved and self.latest is self.saved

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

    def back(self) -> History:
        """The latest step is undone."""
        return replace(self, done=self.done[:-1], undone=(*self.undone, self.done[-1]), is_open=False)

    def forward(self) -> History:
        """The step that was undone last is done again."""
        return replace(self, done=(*self.done, self.undone[-1]), undone=self.undone[:-1], is_open=False)

    def as_saved(self) -> History:
        """The document is saved as it is now."""
        return replace(self, saved=self.latest, was_saved=True, is_open=False)

    def as_never_saved(self) -> History:
        """No file holds the document as it is, or ever was: after a crash it was recovered."""
        return replace(self, was_saved=False, is_open=False)
