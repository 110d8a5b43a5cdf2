"""What one person is doing with one document: the single owner of document, position, selection and view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from bpgui.core.cells import Matrix
from bpgui.core.loss_curve import LossCurve
from bpgui.core.numbers import grouped
from bpgui.session.document import Document
from bpgui.session.entering import TOO_LARGE_TO_START_FROM
from bpgui.session.history import History
from bpgui.session.kept_curves import MOST_KEPT, KeptCurves, Start, name_of
from bpgui.session.lecture import Lecture
from bpgui.session.position import StepSize
from bpgui.session.saved import Saved
from bpgui.session.stops import Stop
from bpgui.session.view import DEFAULT_VIEW, MOST_DIGITS, Axes, Pace, View

__all__ = ["TOO_LARGE_TO_START_FROM", "Session"]


class Session(Lecture):
    """Document, position, selection and view, and everything a person can do to them.

    Every method leaves a whole state behind: what is on screen is a function of it. `notice` is a sentence about the
    last thing that was asked for, where it needs one; the next action clears it.
    """

    def __init__(self, document: Document, view: View = DEFAULT_VIEW) -> None:
        super().__init__(document, view)

    def load(self, document: Document) -> None:
        """Take another document, from its start, with a history of its own."""
        super().__init__(document, self.view)

    @property
    def saved(self) -> Saved:
        """All that a file holds."""
        return Saved(
            self.document, self.annotations, self.view, self.position, self.furthest, self.has_run, self.selection
        )

    def open(self, saved: Saved) -> None:
        """Take what a file held, and be where one was when it was saved, with a history of its own."""
        self.view = saved.view
        self.load(saved.document)
        self.annotations = saved.annotations
        self.has_run = saved.has_run
        self._be_at(saved.position, saved.selection)
        if self.course.is_solved:
            self.course.furthest = max(self.iteration, min(saved.furthest, self.course.last_iteration))
        else:  # to count as gone so far, iterations would have to be gone through one by one
            self._come_back_to(self._place_of(Stop("", saved.position), self.timeline)[0], saved.furthest)
            if self.iteration < saved.position.iteration:
                self.notice = (
                    f"It was saved at iteration {grouped(saved.position.iteration)}, and goes there once descent is "
                    "worked out."
                )

    def end_step(self) -> None:
        """Whatever comes next is another step: what was typed till now is finished, or being saved."""
        self.history = self.history.closed()

    def mark_saved(self, then: History | None = None) -> None:
        """The document is in a file as it is now, or as it was when it had the history of `then`."""
        self.history = self.history.as_saved(then)

    def mark_never_saved(self) -> None:
        """The document is in no file as it is: after a crash it was recovered."""
        self.history = self.history.as_never_saved()

    @property
    def is_modified(self) -> bool:
        """Whether the document, or what is kept with it, differs from what was saved or opened."""
        return not self.history.is_saved

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

    @property
    def kept(self) -> KeptCurves:
        """The loss curves that were kept."""
        return self.annotations.kept

    def keep_curve(self) -> None:
        """Keep the loss curve of now, named by its learning rate and start."""
        rate = self.document.learning_rate
        name = self.curve_name(rate)
        self._keep([(rate, self.course.descent.curve)], self.furthest, f"Keep the curve {name}")
        self.notice = self.notice or f"The loss curve is kept, as “{name}”."

    def compare(self, learning_rates: Sequence[Fraction], seen: int) -> None:
        """Keep the loss curves from this start at several learning rates, to be drawn up to an iteration at least."""
        curves = [(rate, self.course.descent.at_rate(float(rate)).curve) for rate in learning_rates]
        self._keep(curves, seen, f"Compare {len(curves)} learning rates")
        if not self.notice:
            self.notice = f"{len(learning_rates)} curves from this start are kept, each at its own learning rate."

    def set_kept(self, kept: KeptCurves) -> None:
        """Take other kept curves: some of them renamed, hidden or removed."""
        self.notice = ""
        self.annotate(replace(self.annotations, kept=kept), "The list of kept curves")

    def curve_name(self, rate: Fraction) -> str:
        """What a curve from this start is called when it is kept. Starts are counted as curves are kept from them."""
        return name_of(rate, self._start.number, self.document.convention)

    def _keep(self, curves: Sequence[tuple[Fraction, LossCurve]], seen: int, step: str) -> None:
        kept, start = self.kept, self._start
        is_full = False
        for rate, curve in curves:
            name = self.curve_name(rate)
            if kept.is_full and not kept.has(name):
                is_full = True
            else:
                kept = kept.with_kept(name, curve, seen, start)
        self.notice = ""
        self.annotate(replace(self.annotations, kept=kept), step)
        if is_full:
            self.notice = f"{MOST_KEPT} curves are kept, as many as can be told apart: remove one first."

    @property
    def _start(self) -> Start:
        return self.kept.start_of(self.document.fingerprint)
