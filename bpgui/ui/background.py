"""Large data are worked out off the window's thread; a newer document always wins over an older computation."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum

import numpy as np
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from bpgui.core.factorisation import Factorisation
from bpgui.core.values import Progress, Values
from bpgui.session.course import Course
from bpgui.ui.bridge import SessionBridge

_LEAST_SECONDS_BETWEEN_REPORTS = 0.05

_TOLD = (MemoryError, np.linalg.LinAlgError)
"""What large data may fail of. Anything else is a bug, and is told as one."""


class SolvingState(Enum):
    """How it stands with the factorisation: nothing to be done, under way, given up by a person, or failed."""

    idle = "idle"
    working = "working"
    cancelled = "cancelled"
    failed = "failed"


class _CancelledError(Exception):
    pass


class _Reports(QObject):
    """What a job says from its thread, which is heard in the window's; each with the job, which may be an old one."""

    progressed = Signal(object, float)
    done = Signal(object, object)
    failed = Signal(object, object)


class _Job(QRunnable):
    """Does a piece of work on another thread, if it isn't cancelled first."""

    def __init__(self, course: Course, work: Callable[[Progress], object], reports: _Reports) -> None:
        super().__init__()
        self.course = course
        self._work = work
        self._reports = reports
        self._reported_at = 0.0
        self.is_cancelled = False

    def run(self) -> None:
        try:
            made = self._work(self._report)
        except _CancelledError:
            return
        except Exception as error:
            self._reports.failed.emit(self, error)
        else:
            self._reports.done.emit(self, made)

    def _report(self, done: float) -> None:
        if self.is_cancelled:
            raise _CancelledError
        now = time.monotonic()
        if now - self._reported_at >= _LEAST_SECONDS_BETWEEN_REPORTS:
            self._reported_at = now
            self._reports.progressed.emit(self, done)


class _Worker:
    """One thread, for one piece of work at a time: a new one cancels the one before."""

    def __init__(self, parent: QObject) -> None:
        self._pool = QThreadPool(parent)
        self._pool.setMaxThreadCount(1)
        self.job: _Job | None = None
        """What is under way: begun, and neither cancelled nor taken over."""
        self.reports = _Reports(parent)

    def start(self, course: Course, work: Callable[[Progress], object]) -> None:
        """Begin another piece of work."""
        self.cancel()
        self.job = _Job(course, work, self.reports)
        self._pool.start(self.job)

    def cancel(self) -> None:
        """Give up what is under way, or is done."""
        if self.job is not None:
            self.job.is_cancelled = True
            self.job = None

    def stop(self) -> None:
        """Give up what is under way, and wait until it has ended."""
        self.cancel()
        self._pool.waitForDone()


class BackgroundSolver(QObject):
    """Watches the session for large data: factorises them, and evaluates the iteration that is shown ahead of need.

    Whoever needs a value of that iteration sooner waits for the pass over x that is under way. A factorisation that was
    cancelled, or failed, is begun anew when a person asks for it, or when there are other x or y.
    """

    solved = Signal()
    state_changed = Signal()
    progressed = Signal(float)
    """The part of the factorisation that is done, from 0 to 1; not more often than a person can follow."""

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._state, self._progress, self._failure = SolvingState.idle, 0.0, ""
        self._factorising, self._evaluating = _Worker(self), _Worker(self)
        self._factorising.reports.progressed.connect(self._on_progressed)
        self._factorising.reports.done.connect(self._on_factorised)
        self._factorising.reports.failed.connect(self._on_failed)
        # an evaluation that fails is not told: whoever needs the values evaluates them, and meets the same
        self._data: object = None
        self._values: Values | None = None
        bridge.changed.connect(self._on_changed)
        self._on_changed()

    @property
    def state(self) -> SolvingState:
        """How it stands with the factorisation."""
        return self._state

    @property
    def progress(self) -> float:
        """The part of the factorisation under way that is done, from 0 to 1."""
        return self._progress

    @property
    def failure(self) -> str:
        """Why the last factorisation failed, in a sentence; empty where it didn't."""
        return self._failure

    def cancel(self) -> None:
        """Give up the factorisation: iterations go on by the equations."""
        if self._state is SolvingState.working:
            self._factorising.cancel()
            self._set_state(SolvingState.cancelled)

    def restart(self) -> None:
        """Begin a factorisation that was cancelled, or failed, anew."""
        if self._state in (SolvingState.cancelled, SolvingState.failed):
            self._start()

    def stop(self) -> None:
        """Cancel what is under way, and wait for it."""
        self._factorising.stop()
        self._evaluating.stop()
        self._set_state(SolvingState.idle)

    def _on_changed(self) -> None:
        session = self._bridge.session
        course = session.course
        data = (course.document.x, course.document.y)
        are_others, self._data = data != self._data, data
        if course.is_solved:
            self._factorising.cancel()
            self._set_state(SolvingState.idle)
        elif are_others or self._state is SolvingState.idle:
            self._start()
        values = course.moment(session.iteration).values if course.is_large else None
        if values is not self._values:
            self._values = values
            self._evaluating.cancel()
            if values is not None and not values.is_evaluated:
                self._evaluating.start(course, values.evaluate_in_one_pass)

    def _start(self) -> None:
        course = self._bridge.session.course
        self._progress = 0.0
        self._factorising.start(course, course.factorise)
        self._set_state(SolvingState.working)
        self.progressed.emit(0.0)

    def _set_state(self, state: SolvingState, failure: str = "") -> None:
        if (state, failure) != (self._state, self._failure):
            self._state, self._failure = state, failure
            self.state_changed.emit()

    def _on_progressed(self, job: _Job, done: float) -> None:
        if job is self._factorising.job:
            self._progress = done
            self.progressed.emit(done)

    def _on_factorised(self, job: _Job, factorisation: Factorisation) -> None:
        document, now = job.course.document, self._bridge.session.document
        if job is not self._factorising.job or document.x is not now.x or document.y is not now.y:
            return
        self._on_progressed(job, 1.0)
        try:
            self._bridge.do(lambda session: session.solve_with(factorisation))
        except Exception as error:
            self._fail(error)
        else:
            self.solved.emit()

    def _on_failed(self, job: _Job, error: Exception) -> None:
        if job is self._factorising.job:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._factorising.cancel()
        self._set_state(SolvingState.failed, _sentence(error))
        if not isinstance(error, _TOLD):
            raise error


def _sentence(error: Exception) -> str:
    match error:
        case MemoryError():
            why = "there is not enough memory"
        case np.linalg.LinAlgError():
            why = "the singular values of x could not be found"
        case _:
            why = "something went wrong in bpgui"
    return f"Not worked out: {why}. Iterations can be stepped through one by one."
