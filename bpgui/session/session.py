"""What one person is doing with one document: the single owner of document, position, selection and view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from bpgui.core.cells import Cell, Matrix
from bpgui.core.descent import Factorisation, LossCurve
from bpgui.core.equations import LossConvention, Stage
from bpgui.core.inputs import NotFiniteError
from bpgui.core.numbers import NumberError, exact_value, grouped, parse_number
from bpgui.session.course import LAST_ITERATION, NOT_READY, Course
from bpgui.session.document import ConventionEdit, Document, Edit, EntriesEdit, LearningRateEdit, StartEdit
from bpgui.session.position import Position, StepSize, Timeline
from bpgui.session.visits import Visits

UPDATED_PARAMETERS = frozenset({Matrix.w_next, Matrix.b_next})
GRADIENT_OF_X = frozenset({Matrix.dL_dx})
MOST_DIGITS = 10
TOO_LARGE_TO_START_FROM = (
    "By now w and b are beyond ±1e50, too large to start anew from: go back to an earlier iteration to type."
)


@dataclass(frozen=True)
class View:
    """What is shown and how, apart from looks: hidden equations, step size, decimals, and whether numbers are written
    as fractions where they can be."""

    hidden: frozenset[Matrix] = GRADIENT_OF_X
    step_size: StepSize = StepSize.guided
    digits: int = 2
    fractions: bool = False


class Session:
    """Document, position, selection and view, and everything a person can do to them.

    Every method leaves a whole state behind: what is on screen is a function of it. `notice` is a sentence about the
    last thing that was asked for, where it needs one; the next action clears it.
    """

    def __init__(self, document: Document, view: View = View()) -> None:
        self.view = view
        self.load(document)

    def load(self, document: Document) -> None:
        """Take another document, from its start."""
        self.course = Course(document)
        self.position = self.timeline.start(0)
        self.visits = Visits()
        self.unfolded = 0
        self.point_at(None)
        self.has_arrived = False
        self.notice = ""
        self.earlier_curve: LossCurve | None = None
        self.earlier_furthest = 0
        self.has_run = False
        self.edits: tuple[Edit, ...] = ()

    @property
    def document(self) -> Document:
        """The document."""
        return self.course.document

    @property
    def selection(self) -> Cell | None:
        """The selected cell."""
        return self.visits.selection

    @property
    def timeline(self) -> Timeline:
        """The order of time, as the view steps through it."""
        return Timeline(self.document.network, self.view.hidden)

    # --- where time stands

    @property
    def iteration(self) -> int:
        """The iteration t that is shown."""
        return self.position.iteration

    @property
    def furthest(self) -> int:
        """The furthest iteration that was gone to since the start."""
        return self.course.furthest

    @property
    def is_at_start(self) -> bool:
        """Whether nothing has been computed yet."""
        return self.position == self.timeline.start(0)

    @property
    def is_forward_complete(self) -> bool:
        """Whether ŷ, ŷ − y and L of this iteration are known."""
        return self._is_past(self.timeline.end_of_stage(self.iteration, Stage.forward, Stage.loss))

    @property
    def is_backward_complete(self) -> bool:
        """Whether all gradients of this iteration that the view shows are known."""
        return self._is_past(self.timeline.end_of_stage(self.iteration, Stage.backward))

    @property
    def can_advance(self) -> bool:
        """Whether there is a next iteration: its values are all finite."""
        return self.iteration < self.course.last_iteration

    @property
    def can_step(self) -> bool:
        """Whether a step leads anywhere."""
        return self.can_advance if self.view.step_size is StepSize.iteration else self.can_go_on

    @property
    def can_go_on(self) -> bool:
        """Whether anything lies ahead: more of this iteration, or another one."""
        return self.can_advance or self.timeline.next(self.position, StepSize.equation).iteration == self.iteration

    # --- navigation: steps

    def step(self, size: StepSize | None = None) -> None:
        """One step forward."""
        size = size or self.view.step_size
        if size is StepSize.iteration:
            self.go_to(self.iteration + 1)
        else:
            self._move(self.timeline.next(self.position, size))

    def step_back(self, size: StepSize | None = None) -> None:
        """One step back in time."""
        size = size or self.view.step_size
        if size is StepSize.iteration:
            if self.iteration == 0:
                self.reset()
            else:
                self.go_to(self.iteration - 1)
        else:
            self._move(self.timeline.previous(self.position, size))

    def finish_entry(self) -> None:
        """Go on to the end of the entry under way, or of the next one."""
        self._move(self.timeline.next(self.position, StepSize.entry))

    def finish_equation(self) -> None:
        """Go on to the end of the equation under way, or of the next one."""
        self._move(self.timeline.next(self.position, StepSize.equation))

    def forward(self) -> None:
        """Go on to the end of the forward pass: ŷ, ŷ − y and L."""
        if not self.is_forward_complete:
            self._move(self.timeline.end_of_stage(self.iteration, Stage.forward, Stage.loss))

    def backward(self) -> None:
        """Go on to the end of the gradients, through the forward pass if that is missing."""
        if not self.is_backward_complete:
            self._move(self.timeline.end_of_stage(self.iteration, Stage.backward))

    def update(self) -> None:
        """Complete what is missing of this iteration, and start the next one with the new w and b."""
        self._move(self.timeline.start(self.iteration + 1))

    def build(self, entry: Cell) -> None:
        """Go to where the first term of an entry has been added, so that Step builds it. Inputs are only selected."""
        if entry.matrix.is_input:
            self.select(entry)
        else:
            self._move(self.timeline.first_term_of(self.iteration, entry))

    def move_to(self, position: Position) -> None:
        """Go to any position of this iteration."""
        self._move(self.timeline.settled(position))

    # --- navigation: iterations

    def run(self, iterations: int) -> None:
        """So many iterations on."""
        self.has_run = True
        self.go_to(self.iteration + iterations)

    def go_to(self, iteration: int) -> None:
        """Go to an iteration, keeping the place in it; from the very start of one, land at the end of its gradients."""
        place = self.position
        if place == self.timeline.start(self.iteration):
            place = self.timeline.end_of_stage(self.iteration, Stage.backward)
        self._move(place._replace(iteration=max(iteration, 0)), keep_selection=True)

    def reset(self) -> None:
        """Go back to the start of iteration 0."""
        self._move(self.timeline.start(0))

    # --- the view

    def select(self, cell: Cell | None) -> None:
        """Select a cell, computed yet or not. Time stands still."""
        self._visit(self.visits.begin_at(cell))

    def follow(self, cell: Cell) -> None:
        """Select a cell that stands in the selected one's derivation: the path gets longer."""
        self._visit(self.visits.follow(cell))

    def go_back(self) -> None:
        """Select what was selected before, as a browser goes back."""
        self._visit(self.visits.back())

    def go_forward(self) -> None:
        """Select again what was gone back from."""
        self._visit(self.visits.forward())

    def point_at(self, term: int | None, cells: tuple[Cell, ...] = ()) -> None:
        """Point at a term of the selected entry, by its number from 0, or at some cells, to see where they are."""
        self.pointed_term: int | None = term
        self.pointed_cells = cells

    def unfold(self, terms: int) -> None:
        """List so many more terms of the selected entry than a long sum shows at first."""
        self.unfolded += terms

    def set_step_size(self, size: StepSize) -> None:
        """Choose how far a step goes."""
        self.view = replace(self.view, step_size=size)

    def set_digits(self, digits: int) -> None:
        """Choose how many decimals are shown, 0 to 10."""
        self.view = replace(self.view, digits=min(max(digits, 0), MOST_DIGITS))

    def set_fractions(self, fractions: bool) -> None:
        """Choose whether numbers are written as fractions; what can't be one keeps its decimals."""
        self.view = replace(self.view, fractions=fractions)

    def set_hidden(self, matrices: frozenset[Matrix], hidden: bool) -> None:
        """Hide equations, which are then passed in one go, or show them again."""
        now_hidden = self.view.hidden | matrices if hidden else self.view.hidden - matrices
        self.view = replace(self.view, hidden=now_hidden)
        if self.position.equation in now_hidden:
            self._move(self.timeline.previous(self.position, StepSize.equation))
        self.visits = self.visits.only(lambda cell: cell.matrix not in now_hidden)

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

    def set_learning_rate(self, text: str) -> None:
        """Another η, as typed. Raises NumberError, and changes nothing."""
        value = parse_number(text)
        if value < 0:
            raise NumberError("The learning rate can't be negative: expected 0 or more.")
        if value != self.document.learning_rate:
            self.edit(LearningRateEdit(self.document.learning_rate, value))

    def set_convention(self, convention: LossConvention) -> None:
        """Another loss convention."""
        if convention is not self.document.convention:
            self.edit(ConventionEdit(self.document.convention, convention))

    def edit(self, *edits: Edit) -> None:
        """Apply edits together. One of entries begins anew at t = 0, keeping the place within the iteration."""
        document = self.document
        for edit in edits:
            document = edit.apply(document)
        starts_anew = any(isinstance(edit, StartEdit) for edit in edits)
        changes_data = any(isinstance(edit, EntriesEdit) and edit.matrix in (Matrix.x, Matrix.y) for edit in edits)
        if starts_anew:
            self.earlier_curve = self.course.descent.curve if self.course.is_solved else None
            self.earlier_furthest = self.furthest
            self.has_run = False
            self.position = self.position._replace(iteration=0)
        self.course = self.course.followed_by(document, not changes_data, starts_anew)
        self.edits += edits
        self.notice = ""
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

    def _keep_time_finite(self) -> None:
        last = self.course.last_iteration
        if self.iteration > last:
            self.position = self.position._replace(iteration=last)
            self.notice = self.end_of_time()
        if not self.course.is_within_reach(self.iteration):
            self.position = self.position._replace(iteration=0)
            self.notice = NOT_READY
        self.course.furthest = min(self.furthest, last)

    # --- moving

    def end_of_time(self) -> str:
        """Why time does not go on after the last iteration."""
        last = self.course.last_iteration
        if self.course.diverges:
            return f"Descent diverges: iteration {last} is the last whose values are all finite."
        return f"This is iteration {grouped(LAST_ITERATION)}, the last that is shown."

    def _is_past(self, position: Position) -> bool:
        return self.timeline.order(self.position) >= self.timeline.order(position)

    def _move(self, position: Position, keep_selection: bool = False) -> None:
        self.notice = ""
        self.point_at(None)
        last = self.course.last_iteration
        if position.iteration > last:
            self.notice = self.end_of_time()
            if self.iteration >= last:
                return
            position = position._replace(iteration=last)
        if not self.course.is_within_reach(position.iteration):
            self.notice = NOT_READY
            return
        self.position = position
        self.course.furthest = max(self.furthest, position.iteration)
        self.has_arrived = keep_selection
        if not keep_selection:
            self._select(self.visits.carried_to(self.timeline.entry_at(position)))

    def _visit(self, visits: Visits) -> None:
        self.notice = ""
        self.has_arrived = False
        self.point_at(None)
        self._select(visits)

    def _select(self, visits: Visits) -> None:
        if visits.selection != self.selection:
            self.unfolded = 0
        self.visits = visits
