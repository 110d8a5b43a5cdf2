"""Going about in one document: through its time, and from cell to cell. Nothing here changes the document."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from bpgui.core.cells import Cell
from bpgui.core.equations import Stage
from bpgui.core.numbers import grouped
from bpgui.session.course import LAST_ITERATION, NOT_READY, Course
from bpgui.session.document import Document
from bpgui.session.goals import Goal, GoalError, iteration_of_optimum, iteration_that_reaches, reached
from bpgui.session.position import Position, StepSize, Timeline
from bpgui.session.view import DEFAULT_VIEW, View
from bpgui.session.visits import Visits


class Whereabouts(NamedTuple):
    """Where time stands, and how far one had been, so that one can be there again as if one had not left."""

    position: Position
    furthest: int
    has_arrived: bool
    notice: str


class Navigation:
    """Position and selection in the course of one document, seen through a view.

    `notice` is a sentence about the last thing that was asked for, where it needs one; the next action clears it.
    """

    def __init__(self, document: Document, view: View = DEFAULT_VIEW) -> None:
        self.view = view
        self.course = Course(document)
        self.position = self.timeline.start(0)
        self.visits = Visits()
        self.unfolded = 0
        self.point_at(None)
        self.has_arrived = False
        self.has_run = False
        self.notice = ""

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

    def run_until(self, goal: Goal, target: Fraction) -> None:
        """On, or back, to the first iteration that reaches a goal. Raises GoalError, and stays."""
        iteration = iteration_that_reaches(goal, target, self.course.descent.curve)
        self.has_run = True
        self.go_to(iteration)
        self.notice = reached(goal, target, iteration)

    def go_to_optimum(self) -> None:
        """Go to the first iteration from which on w and b are the optimum, as far as float64 tells."""
        try:
            iteration = iteration_of_optimum(self.course.descent.curve)
        except GoalError as error:
            self.notice = str(error)
            return
        self.has_run = True
        self.go_to(iteration)
        self.notice = (
            f"Iteration {grouped(self.iteration)}: from here on w and b are the optimum w*, b*, as far as numbers of "
            "16 digits tell."
        )

    @property
    def whereabouts(self) -> Whereabouts:
        """Where time stands."""
        return Whereabouts(self.position, self.furthest, self.has_arrived, self.notice)

    def be_again(self, there: Whereabouts) -> None:
        """Take back a move within this document: time stands as it did, and has been no further than then."""
        self.position, self.course.furthest, self.has_arrived, self.notice = there

    def reset(self) -> None:
        """Go back to the start of iteration 0."""
        self._move(self.timeline.start(0))

    # --- the selection

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
