"""Large data are factorised off the window's thread; a newer document always wins over an older computation."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from bpgui.core.descent import Factorisation
from bpgui.session.course import Course
from bpgui.ui.bridge import SessionBridge


class _CancelledError(Exception):
    pass


class _Result(QObject):
    factorised = Signal(object, object)
    """The course that it was made for, and the factorisation."""


class _Job(QRunnable):
    def __init__(self, course: Course, result: _Result) -> None:
        super().__init__()
        self._course = course
        self._result = result
        self.is_cancelled = False

    def run(self) -> None:
        try:
            factorisation = self._course.factorise(self._check)
        except _CancelledError:
            return
        self._result.factorised.emit(self._course, factorisation)

    def _check(self, done: float) -> None:
        if self.is_cancelled:
            raise _CancelledError


class BackgroundSolver(QObject):
    """Watches the session for large data that is not solved yet, and solves it."""

    solved = Signal()

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._result = _Result(self)
        self._result.factorised.connect(self._on_factorised)
        self._job: _Job | None = None
        self._data: object = None
        bridge.changed.connect(self._on_changed)
        self._on_changed()

    def stop(self) -> None:
        """Cancel what is under way, and wait for it."""
        if self._job is not None:
            self._job.is_cancelled = True
        self._pool.waitForDone()

    def _on_changed(self) -> None:
        course = self._bridge.session.course
        data = (course.document.x, course.document.y)
        if data == self._data:
            return
        if self._job is not None:
            self._job.is_cancelled = True
            self._job = None
        self._data = data
        if not course.is_solved:
            self._job = _Job(course, self._result)
            self._pool.start(self._job)

    def _on_factorised(self, course: Course, factorisation: Factorisation) -> None:
        document, now = course.document, self._bridge.session.document
        if document.x is now.x and document.y is now.y:
            self._job = None
            self._bridge.do(lambda session: session.solve_with(factorisation))
            self.solved.emit()
