"""How a document is edited: every change is a step of edits, and every step can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from bpgui.core.cells import Cell
from bpgui.core.factorisation import Factorisation
from bpgui.core.loss_curve import LossCurve
from bpgui.session.annotations import Annotations
from bpgui.session.course import NOT_READY
from bpgui.session.document import Document
from bpgui.session.edits import (
    AnnotationsEdit,
    ConventionEdit,
    DocumentEdit,
    Edit,
    EntriesEdit,
    LearningRateEdit,
    OriginEdit,
    StartEdit,
    changes_nothing,
    joined,
    shape_after,
)
from bpgui.session.history import History, Standing, Step
from bpgui.session.line_edits import NamesEdit
from bpgui.session.line_moves import moved
from bpgui.session.navigation import Navigation
from bpgui.session.new_entries import NewEntries
from bpgui.session.position import Position, StepSize, Timeline
from bpgui.session.stop_moves import moved_stops
from bpgui.session.view import View
from bpgui.session.visits import Visits

_KEEPS_TIME = (LearningRateEdit, ConventionEdit, AnnotationsEdit, NamesEdit, OriginEdit)
"""The edits after which iterations and the start are what they were."""


def after(edits: Iterable[Edit], document: Document) -> Document:
    """The document that some edits make of one."""
    for matrix, run in groupby(edits, key=lambda edit: edit.matrix if isinstance(edit, EntriesEdit) else None):
        if matrix is None:
            for edit in run:
                document = edit.apply(document)
        else:  # so that a long way in the history copies a large matrix but once
            blocks = [(edit.row, edit.column, edit.new) for edit in run if isinstance(edit, EntriesEdit)]
            document = document.with_matrix(matrix, document.matrix(matrix).with_blocks(blocks))
    return document


class Cut(NamedTuple):
    """What was given up where time ended: where the position stood, and the furthest iteration; and where it went."""

    position: Position
    furthest: int
    end: Position


class Editing(Navigation):
    """One document with its history. Every method leaves a whole state behind, or raises and changes nothing."""

    def __init__(self, document: Document, view: View) -> None:
        super().__init__(document, view)
        self.annotations = Annotations()
        self.history = History()
        self.new_entries = NewEntries()
        self.earlier_curve: LossCurve | None = None
        self.earlier_furthest = 0
        self._cut: Cut | None = None

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All edits of the document that are done, in order."""
        return tuple(edit for edit in self.history.edits if not isinstance(edit, AnnotationsEdit))

    def replace_document(self, document: Document, name: str = "") -> None:
        """Take another document as one step, from its start: an example, or imported data. Nothing is lost by it."""
        edit = DocumentEdit(self.document, document)
        self.edit(edit, *self._annotated(Annotations()), name=name or edit.name)

    def annotate(self, annotations: Annotations, name: str, continues: bool = False) -> None:
        """Keep other curves, stops or notes with the document."""
        edits = self._annotated(annotations)
        if edits:
            self.edit(*edits, name=name, continues=continues)

    def _annotated(self, annotations: Annotations) -> tuple[Edit, ...]:
        return () if annotations == self.annotations else (AnnotationsEdit(self.annotations, annotations),)

    def edit(self, *edits: Edit, name: str = "", continues: bool = False, selects: Cell | None = None) -> None:
        """Apply edits together, as one step: joined with the last one before, if they go on with it.

        Of the start they begin anew at t = 0, keeping the place within the iteration; of the whole document, from its
        start. `selects`: the cell to select then.
        """
        before = self.standing
        takes_another = any(isinstance(edit, DocumentEdit) for edit in edits)
        starts_anew = self.iteration > 0 and any(isinstance(edit, StartEdit) for edit in edits)
        earlier = self.course.descent.curve if starts_anew and self.course.is_solved else None
        name = name or edits[-1].name
        edits = (*edits, *self._stops_follow(edits))
        changed_new = self._apply(edits, starts_anew)
        if takes_another:
            self._begin()
        elif starts_anew:
            self.position = self.position._replace(iteration=0)
            self.earlier_curve, self.earlier_furthest, self.has_run = earlier, before.furthest, False
        if selects is not None:
            self.select(selects)
        self.notice = ""
        self._go_on_after_the_cut(all(isinstance(edit, _KEEPS_TIME) for edit in edits))
        self._keep_time_finite()
        self._write_down(Step(name, edits, before, self.standing, changed_new), continues)

    # --- where a person stands

    @property
    def standing(self) -> Standing:
        """Where a person stands in the document."""
        return Standing(
            self.position,
            self.furthest,
            self.has_run,
            self.visits,
            self.earlier_curve,
            self.earlier_furthest,
        )

    def stand(self, there: Standing) -> None:
        """Be where one stood in this document before."""
        self.position, self.has_run = there.position, there.has_run
        self.course.furthest = there.furthest
        self.earlier_curve, self.earlier_furthest = there.earlier_curve, there.earlier_furthest
        self.visits = there.visits.only(lambda cell: cell.matrix not in self.view.hidden)
        self._leave_what_is_hidden()  # the view is not a step of the history
        self.unfolded = 0
        self.has_arrived = False
        self.point_at(None)

    def solve_with(self, factorisation: Factorisation) -> None:
        """Take a factorisation that was made elsewhere for this document's x and y."""
        self.course.solve_with(factorisation)
        self._go_on_after_the_cut(True)
        self._keep_time_finite()

    def _stops_follow(self, edits: Iterable[Edit]) -> tuple[Edit, ...]:
        """Where lines are put in or taken out, stops stay at the entries where they are."""
        stops = moved_stops(self.annotations.stops, edits, self.document.shape)
        return self._annotated(replace(self.annotations, stops=stops))

    def _write_down(self, step: Step, continues: bool) -> None:
        latest = self.history.latest
        if latest is not None and continues and self.history.is_open and len(step.edits) == len(latest.edits) == 1:
            whole = joined(latest.edits[0], step.edits[0])
            if whole is not None:
                step = replace(step, edits=(whole,), before=latest.before, changed_new=latest.changed_new)
                self.history = self.history.with_latest(None if changes_nothing(whole) else step)
                return
        self.history = self.history.with_step(step)

    def _apply(self, edits: Sequence[Edit], starts_anew: bool) -> tuple[NewEntries, ...]:
        """Take the document that some edits make; which of the entries that each of them changes were new."""
        annotations, new_entries, shape = self.annotations, self.new_entries, self.document.shape
        changed_new = []
        document = after(edits, self.document)
        for edit in edits:
            changed_new.append(new_entries.changed_by(edit))
            new_entries = new_entries.after(edit, shape)
            shape = shape_after(edit, shape)
            annotations = edit.new if isinstance(edit, AnnotationsEdit) else annotations
        # from here on nothing is refused
        before = self.document
        self.annotations, self.new_entries = annotations, new_entries
        if document.has_numbers_of(before):
            self.course.document = document
            return tuple(changed_new)
        keeps_data = document.x is before.x and document.y is before.y
        self.course = self.course.followed_by(document, keeps_data, starts_anew)
        if document.shape != before.shape:
            self._fit_into(document, before, edits)
        return tuple(changed_new)

    def _fit_into(self, document: Document, before: Document, edits: Sequence[Edit]) -> None:
        """Stand in a network of another size: what was complete stays complete, what was under way is begun anew."""
        totals = (Timeline(each.network).total(self.position.equation) for each in (before, document))
        was, total = totals
        self.position = self.timeline.settled(self.position._replace(terms=total if self.position.terms == was else 0))
        self._leave_what_is_hidden()
        self.visits = self.visits.moved(lambda cell: moved(cell, edits)).only(document.shape.contains)
        self.unfolded = 0
        self.point_at(None)

    def _leave_what_is_hidden(self) -> None:
        if self.position.equation in self.view.hidden:
            self.position = self.timeline.previous(self.position, StepSize.equation)

    def _begin(self) -> None:
        """Stand at the very start of another document."""
        self.stand(Standing(self.timeline.start(0), 0, False, Visits(), None, 0))

    def _go_on_after_the_cut(self, keeps_time: bool) -> None:
        """Be again where time ended under another η, so that to drag past the bound and back changes nothing."""
        cut, self._cut = self._cut, None
        if cut is not None and keeps_time and not self.course.is_solved:
            self._cut = cut
        elif cut is not None and keeps_time:
            self.course.furthest = max(self.furthest, cut.furthest)
            if self.position is cut.end:  # nobody has gone anywhere since
                self.position, self.notice = cut.position, ""

    def _come_back_to(self, position: Position, furthest: int) -> None:
        """Be there once large data are worked out, unless a person has gone elsewhere by then."""
        self._cut = Cut(position, furthest, self.position)

    def _keep_time_finite(self) -> None:
        last = self.course.last_iteration
        stood, furthest = self.position, self.furthest
        if self.iteration > last:
            self.position = self.position._replace(iteration=last)
            self.notice = self.end_of_time()
        if not self.course.is_within_reach(self.iteration):
            self.position = self.position._replace(iteration=0)
            self.notice = NOT_READY
        self.course.furthest = min(self.furthest, last)
        if furthest > last:
            self._cut = Cut(stood, furthest, self.position)
