"""Large data are worked out off the window's thread; a newer document always wins over an older computation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from bpgui.core.factorisation import Factorisation
from bpgui.core.values import Progress, Values
from bpgui.session.course import Course
from bpgui.ui.bridge import SessionBridge


class _CancelledError(Exception):
    pass


class _Result(QObject):
    done = Signal(object, object)
    """The course that it was made for, and what came of it."""


class _Job(QRunnable):
    """Does a piece of work on another thread, if it isn't cancelled first."""

    def __init__(self, course: Course, work: Callable[[Progress], object], result: _Result) -> None:
        super().__init__()
        self._course = course
        self._work = work
        self._result = result
        self.is_cancelled = False

    def run(self) -> None:
        try:
            made = self._work(self._check)
        except _CancelledError:
            return
        self._result.done.emit(self._course, made)

    def _check(self, done: float) -> None:
        if self.is_cancelled:
            raise _CancelledError


class _Worker:
    """One thread, for one piece of work at a time: a new one cancels the one before."""

    def __init__(self, parent: QObject) -> None:
        self._pool = QThreadPool(parent)
        self._pool.setMaxThreadCount(1)
        self._job: _Job | None = None

    def start(self, job: _Job) -> None:
        """Begin another piece of work."""
        self.cancel()
        self._job = job
        self._pool.start(job)

    @property
    def is_busy(self) -> bool:
        """Whether work was begun that is neither cancelled nor taken over."""
        return self._job is not None

    def cancel(self) -> None:
        """Give up what is under way, or is done."""
        if self._job is not None:
            self._job.is_cancelled = True
            self._job = None

    def stop(self) -> None:
        """Give up what is under way, and wait until it has ended."""
        self.cancel()
        self._pool.waitForDone()


class BackgroundSolver(QObject):
    """Watches the session for large data: factorises them, and evaluates the iteration that is shown ahead of need.

    Whoever needs a value of that iteration sooner waits for the pass over x that is under way.
    """

    solved = Signal()

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._factorising, self._evaluating = _Worker(self), _Worker(self)
        self._factorised, self._evaluated = _Result(self), _Result(self)
        self._factorised.done.connect(self._on_factorised)
        self._data: object = None
        self._values: Values | None = None
        bridge.changed.connect(self._on_changed)
        self._on_changed()

    def stop(self) -> None:
        """Cancel what is under way, and wait for it."""
        self._factorising.stop()
        self._evaluating.stop()

    def _on_changed(self) -> None:
        session = self._bridge.session
        course = session.course
        data = (course.document.x, course.document.y)
        if data != self._data or (not course.is_solved and not self._factorising.is_busy):
            self._data = data
            self._factorising.cancel()
            if not course.is_solved:
                self._factorising.start(_Job(course, course.factorise, self._factorised))
        values = course.moment(session.iteration).values if course.is_large else None
        if values is not self._values:
            self._values = values
            self._evaluating.cancel()
            if values is not None and not values.is_evaluated:
                self._evaluating.start(_Job(course, values.evaluate_in_one_pass, self._evaluated))

    def _on_factorised(self, course: Course, factorisation: Factorisation) -> None:
        document, now = course.document, self._bridge.session.document
        if document.x is now.x and document.y is now.y:
            self._factorising.cancel()
            self._bridge.do(lambda session: session.solve_with(factorisation))
            self.solved.emit()
