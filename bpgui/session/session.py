"""What one person is doing with one document: the single owner of document, position, selection and view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.factorisation import Factorisation
from bpgui.core.inputs import InputMatrix, NotFiniteError
from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import NumberError, exact_value, parse_number
from bpgui.session.course import NOT_READY
from bpgui.session.document import (
    ConventionEdit,
    Document,
    Edit,
    EntriesEdit,
    LearningRateEdit,
    StartEdit,
    equivalent_learning_rate,
)
from bpgui.session.kept_curves import MOST_KEPT, KeptCurves, name_of
from bpgui.session.navigation import Navigation
from bpgui.session.position import Position, StepSize
from bpgui.session.view import DEFAULT_VIEW, MOST_DIGITS, Axes, Pace, View

TOO_LARGE_TO_START_FROM = (
    "By now w and b are beyond ±1e50, too large to start anew from: go back to an earlier iteration to type."
)


class _Cut(NamedTuple):
    """What was given up where time ended: where the position stood, and the furthest iteration; and where it went."""

    position: Position
    furthest: int
    end: Position


class Session(Navigation):
    """Document, position, selection and view, and everything a person can do to them.

    Every method leaves a whole state behind: what is on screen is a function of it. `notice` is a sentence about the
    last thing that was asked for, where it needs one; the next action clears it.
    """

    def __init__(self, document: Document, view: View = DEFAULT_VIEW) -> None:
        self.view = view
        self.load(document)

    def load(self, document: Document) -> None:
        """Take another document, from its start."""
        super().__init__(document, self.view)
        self.earlier_curve: LossCurve | None = None
        self.earlier_furthest = 0
        self.kept = KeptCurves()
        self._starts: list[tuple[int, InputMatrix, InputMatrix]] = []
        self._data_edits = 0
        self._cut: _Cut | None = None
        self.edits: tuple[Edit, ...] = ()

    # --- the view

    def set_step_size(self, size: StepSize) -> None:
        """Choose how far a step goes; only by iterations can Play accelerate."""
        accelerates = self.view.accelerates and size is StepSize.iteration
        self.view = replace(self.view, step_size=size, accelerates=accelerates)

    def set_pace(self, pace: Pace, is_told: bool = True) -> None:
        """Choose how soon Play takes the next step; `is_told`: the notice says so."""
        self.view = replace(self.view, pace=pace)
        if is_told:
            self.notice = f"Play is {pace.name} now: it takes a step every {pace.value / 1000:g} seconds."

    def set_accelerates(self, accelerates: bool) -> None:
        """Choose whether Play goes by 1, 2, 4, … iterations, or by the step size."""
        size = StepSize.iteration if accelerates else self.view.step_size
        self.view = replace(self.view, step_size=size, accelerates=accelerates)

    def set_digits(self, digits: int) -> None:
        """Choose how many decimals are shown, 0 to 10."""
        self.view = replace(self.view, digits=min(max(digits, 0), MOST_DIGITS))

    def set_fractions(self, fractions: bool) -> None:
        """Choose whether numbers are written as fractions; what can't be one keeps its decimals."""
        self.view = replace(self.view, fractions=fractions)

    def set_prediction(self, is_shown: bool) -> None:
        """Choose whether the loss curve goes on beyond the position."""
        self.view = replace(self.view, prediction=is_shown)

    def set_modes(self, are_shown: bool) -> None:
        """Choose whether each mode's share of the loss is drawn."""
        self.view = replace(self.view, modes=are_shown)

    def set_landscape_axes(self, axes: Axes | None) -> None:
        """Choose the two entries of w or b over which the landscape lies; None for the principal directions."""
        self.view = replace(self.view, landscape_axes=axes)

    def set_hidden(self, matrices: frozenset[Matrix], hidden: bool) -> None:
        """Hide equations, which are then passed in one go, or show them again."""
        now_hidden = self.view.hidden | matrices if hidden else self.view.hidden - matrices
        self.view = replace(self.view, hidden=now_hidden)
        if self.position.equation in now_hidden:
            self._move(self.timeline.previous(self.position, StepSize.equation))
        self.visits = self.visits.only(lambda cell: cell.matrix not in now_hidden)

    # --- kept curves

    def keep_curve(self) -> None:
        """Keep the loss curve of now, named by its learning rate and start."""
        self._keep(self.document.learning_rate, self.course.descent.curve, self.furthest)
        self.notice = self.notice or f"The loss curve is kept, as “{self.curve_name(self.document.learning_rate)}”."

    def compare(self, learning_rates: Sequence[Fraction], seen: int) -> None:
        """Keep the loss curves from this start at several learning rates, to be drawn up to an iteration at least."""
        for rate in learning_rates:
            self._keep(rate, self.course.descent.at_rate(float(rate)).curve, seen)
        if not self.notice:
            self.notice = f"{len(learning_rates)} curves from this start are kept, each at its own learning rate."

    def set_kept(self, kept: KeptCurves) -> None:
        """Take other kept curves: some of them renamed, hidden or removed."""
        self.notice = ""
        self.kept = kept

    def _keep(self, rate: Fraction, curve: LossCurve, seen: int) -> None:
        self.notice = ""
        name = self.curve_name(rate)
        start = self._start_of_curves
        if start not in self._starts:
            self._starts.append(start)
        if self.kept.is_full and not self.kept.has(name):
            self.notice = f"{MOST_KEPT} curves are kept, as many as can be told apart: remove one first."
        else:
            self.kept = self.kept.with_kept(name, curve, seen)

    def curve_name(self, rate: Fraction) -> str:
        """What a curve from this start is called when it is kept. Starts are counted as curves are kept from them."""
        start, starts = self._start_of_curves, self._starts
        number = starts.index(start) if start in starts else len(starts)
        return name_of(rate, number + 1, self.document.convention)

    @property
    def _start_of_curves(self) -> tuple[int, InputMatrix, InputMatrix]:
        return self._data_edits, self.document.w, self.document.b

    # --- edits

    def enter(self, matrix: Matrix, row: int, column: int, text: str) -> None:
        """Give an entry of x, w, b or y another value, as typed.

        Raises NumberError or InputError, and then changes nothing.
        """
        value = parse_number(text)
        shown = self.shown_input(matrix, row, column)
        if value != (shown if isinstance(shown, Fraction) else exact_value(shown)):
            restart = (self._start_here(),) if self.iteration else ()
            document = restart[0].apply(self.document) if restart else self.document
            self.edit(*restart, EntriesEdit.of_one(document, matrix, row, column, value))
        self.select(Cell(matrix, row, column))

    def shown_input(self, matrix: Matrix, row: int, column: int) -> Fraction | float:
        """The value of an entry of x, w, b or y at this iteration."""
        if matrix in (Matrix.x, Matrix.y) or self.iteration == 0:
            return self.document.matrix(matrix).exact_at(row, column)
        return self.course.moment(self.iteration).number(Cell(matrix, row, column))

    def set_learning_rate(self, text: str, continues: bool = False) -> None:
        """Another η, as typed; `continues`: it goes on with the edit before, as one drag of the slider does.

        Raises NumberError, and then changes nothing.
        """
        value = parse_number(text)
        if value < 0:
            raise NumberError("The learning rate can't be negative: expected 0 or more.")
        if value != self.document.learning_rate:
            self.edit(LearningRateEdit(self.document.learning_rate, value), continues=continues)

    def set_convention(self, convention: LossConvention, keep_course: bool = False) -> None:
        """Another loss convention; `keep_course`: with the learning rate at which w and b go as they did."""
        document = self.document
        if convention is document.convention:
            return
        edits: list[Edit] = [ConventionEdit(document.convention, convention)]
        if keep_course:
            rate = equivalent_learning_rate(document, convention)
            edits.append(LearningRateEdit(document.learning_rate, rate))
        self.edit(*edits)
        self.kept = self.kept.told_from(convention)

    def start_from(self, w: InputMatrix, b: InputMatrix, continues: bool = False) -> None:
        """Let descent start from other w and b; `continues`: it goes on with the edit before, as one drag does."""
        self.edit(StartEdit((self.document.w, self.document.b), (w, b)), continues=continues)

    def edit(self, *edits: Edit, continues: bool = False) -> None:
        """Apply edits together, as one with the last one before if they continue it.

        Of entries, or of the start, they begin anew at t = 0, keeping the place within the iteration.
        """
        document = self.document
        for edit in edits:
            document = edit.apply(document)
        starts_anew = self.iteration > 0 and any(isinstance(edit, StartEdit) for edit in edits)
        changes_data = any(isinstance(edit, EntriesEdit) and edit.matrix in (Matrix.x, Matrix.y) for edit in edits)
        if starts_anew:
            self.earlier_curve = self.course.descent.curve if self.course.is_solved else None
            self.earlier_furthest = self.furthest
            self.has_run = False
            self.position = self.position._replace(iteration=0)
        self.course = self.course.followed_by(document, not changes_data, starts_anew)
        self._data_edits += changes_data
        joined = self.edits[-1].continued_by(edits[0]) if continues and self.edits and len(edits) == 1 else None
        if joined is None:
            self.edits += edits
        else:
            self.edits = self.edits[:-1] if joined.old == joined.new else (*self.edits[:-1], joined)
        self.notice = ""
        self._go_on_after_the_cut(all(isinstance(edit, LearningRateEdit | ConventionEdit) for edit in edits))
        self._keep_time_finite()

    def solve_with(self, factorisation: Factorisation) -> None:
        """Take a factorisation that was made elsewhere for this document's x and y."""
        self.course.solve_with(factorisation)
        self._keep_time_finite()

    def _start_here(self) -> StartEdit:
        document = self.document
        try:
            here = self.course.parameters_as_inputs(self.iteration)
        except NotFiniteError as error:
            raise NotFiniteError(TOO_LARGE_TO_START_FROM) from error
        return StartEdit((document.w, document.b), here)

    def _go_on_after_the_cut(self, keeps_time: bool) -> None:
        """Be again where time ended under another η, so that to drag past the bound and back changes nothing."""
        cut, self._cut = self._cut, None
        if cut is not None and keeps_time:
            self.course.furthest = max(self.furthest, cut.furthest)
            if self.position is cut.end:  # nobody has gone anywhere since
                self.position = cut.position

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
            self._cut = _Cut(stood, furthest, self.position)
