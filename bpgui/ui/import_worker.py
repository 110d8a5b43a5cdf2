"""Reads and reckons off the window's thread: one piece of work at a time, and a new one takes the place of the old."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from bpgui.session.data_reading import Progress

_LEAST_SECONDS_BETWEEN_REPORTS = 0.05
_SECONDS_OF_WORK, _SECONDS_OF_REST = 0.01, 0.001
"""Work that lets go of the interpreter often, but only for an instant, starved the window for up to 1.8 s; resting did
away with that, at a tenth of the time."""

Work = Callable[[Progress, Callable[[object], None]], object]
"""Is given two functions: to say how far it has come, and to hand over what is ready before all is."""


class _CancelledError(Exception):
    pass


class _Reports(QObject):
    """What a piece of work says from its thread, heard in the window's; each with the job, which may be an old one."""

    progressed = Signal(object, float)
    begun = Signal(object, object)
    done = Signal(object, object)
    failed = Signal(object, object)


class _Job(QRunnable):
    def __init__(self, work: Work, reports: _Reports) -> None:
        super().__init__()
        self._work, self._reports = work, reports
        self._reported_at = self._rested_at = 0.0
        self.is_cancelled = False

    def run(self) -> None:
        try:
            made = self._work(self._report, lambda part: self._reports.begun.emit(self, part))
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
        if now - self._rested_at >= _SECONDS_OF_WORK:
            time.sleep(_SECONDS_OF_REST)
            self._rested_at = now
        if now - self._reported_at >= _LEAST_SECONDS_BETWEEN_REPORTS:
            self._reported_at = now
            self._reports.progressed.emit(self, done)


class ImportWorker(QObject):
    """Works for one dialog. What is cancelled ends by itself, soon, and is no longer heard."""

    progressed = Signal(float)
    begun = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    state_changed = Signal()
    """Work has begun or ended."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reports = _Reports()  # not a child: a job may speak after the dialog is gone
        self._job: _Job | None = None
        self._reports.progressed.connect(self._on_progressed)
        self._reports.begun.connect(self._on_begun)
        self._reports.done.connect(self._on_done)
        self._reports.failed.connect(self._on_failed)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._job is not None

    def start(self, work: Work) -> None:
        """Begin another piece of work; what is under way is given up."""
        self._give_up()
        self._job = _Job(work, self._reports)
        QThreadPool.globalInstance().start(self._job)
        self.state_changed.emit()

    def cancel(self) -> None:
        """Give up what is under way."""
        self._give_up()
        self.state_changed.emit()

    def _give_up(self) -> None:
        if self._job is not None:
            self._job.is_cancelled = True
            self._job = None

    def _on_progressed(self, job: _Job, done: float) -> None:
        if job is self._job:
            self.progressed.emit(done)

    def _on_begun(self, job: _Job, part: object) -> None:
        if job is self._job:
            self.begun.emit(part)

    def _on_done(self, job: _Job, made: object) -> None:
        if job is self._job:
            self._job = None
            self.done.emit(made)
            self.state_changed.emit()

    def _on_failed(self, job: _Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self.failed.emit(error)
            self.state_changed.emit()
