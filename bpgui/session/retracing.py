"""Undo and redo: going through the history of a document, and being where one stood."""

from __future__ import annotations

from collections.abc import Iterable

from bpgui.session.editing import Editing
from bpgui.session.edits import shape_after
from bpgui.session.history import Standing, Step, gone_in_history
from bpgui.session.new_entries import NewEntries


class Retracing(Editing):
    """Undoes steps and does them again, one or many at once."""

    def undo(self) -> None:
        """Undo the latest step: the document, and where one stood in it, are as they were before."""
        step = self.history.latest
        if step is not None:
            self._travel(len(self.history.done) - 1)
            self.notice = self.notice or f"Undone: {step.name}."

    def redo(self) -> None:
        """Do again the step that was undone last."""
        if self.history.undone:
            step = self.history.undone[-1]
            self._travel(len(self.history.done) + 1)
            self.notice = self.notice or f"Done again: {step.name}."

    def go_in_history(self, steps: int) -> None:
        """Undo, or do again, until so many steps are done, all at once."""
        done, undone = len(self.history.done), len(self.history.undone)
        steps = min(max(steps, 0), done + undone)
        if steps == done - 1:
            self.undo()
        elif steps == done + 1:
            self.redo()
        elif steps != done:
            self._travel(steps)
            self.notice = self.notice or gone_in_history(self.history, steps - done)

    def _travel(self, steps: int) -> None:
        """Stand where so many steps of the history are done, as one stood there before."""
        history, here = self.history.at(steps), len(self.history.done)
        if steps < here:
            passed = self.history.done[steps:][::-1]
            new_entries = self._new_entries_before(passed)
            self._apply([edit.inverse() for step in passed for edit in reversed(step.edits)], starts_anew=False)
            self.new_entries, there = new_entries, passed[-1].before
        else:
            passed = history.done[here:]
            self._apply([edit for step in passed for edit in step.edits], starts_anew=False)
            there = passed[-1].after
        self.history = history
        self._stand_again(there)
        selects = passed[-1].cell_to_show(self.selection)
        if selects is not None and selects != self.selection and self.document.shape.contains(selects):
            self._select(self.visits.begin_at(selects))

    def _stand_again(self, there: Standing) -> None:
        self._cut = None
        self.notice = ""
        self.stand(there)
        if self.course.is_solved:
            self._keep_time_finite()
        elif there.furthest:  # large data: one will be there again as soon as they are worked out
            self.course.furthest = 0
            self._keep_time_finite()
            self._come_back_to(there.position, there.furthest)

    def _new_entries_before(self, steps: Iterable[Step]) -> NewEntries:
        """The entries that were new before some steps, the latest first."""
        new_entries, shape = self.new_entries, self.document.shape
        for step in steps:
            for edit, changed in zip(reversed(step.edits), reversed(step.changed_new), strict=True):
                shape = shape_after(edit.inverse(), shape)
                new_entries = new_entries.before(edit, changed, shape)
        return new_entries
