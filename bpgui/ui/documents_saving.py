"""Session files are written whole or not at all; large ones on another thread, while a person goes on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from bpgui.core.cells import INPUTS
from bpgui.session.document import Document
from bpgui.session.document_files import OnDisk
from bpgui.session.history import History
from bpgui.session.journal_folder import GivenUpError
from bpgui.session.saved import Saved
from bpgui.session.session_file import SessionFileError, encoded_pieces
from bpgui.ui.whole_files import NotWrittenError, Progress, as_an_end, write_whole

LARGE = 200_000
"""Entries. What has more is written on another thread."""
_BYTES_AN_ENTRY = 32 / 3
"""Of large matrices, which are written as floats in base 64."""


@dataclass(frozen=True, eq=False)
class ToSave:
    """What is to be written where, and the history when it was what the window showed."""

    saved: Saved
    path: Path
    history: History


def is_large(document: Document) -> bool:
    """Whether it takes a while to write it."""
    return _entries(document) > LARGE


def _entries(document: Document) -> int:
    of_originals = 0 if document.standardised is None else document.standardised.original.values.size
    return of_originals + sum(document.matrix(matrix).values.size for matrix in INPUTS)


def write_session(saved: Saved, path: Path, progress: Progress = float) -> OnDisk:
    """Write a session file; how it stands on disk then. Raises NotWrittenError."""
    try:
        return write_whole(path, encoded_pieces(saved), _BYTES_AN_ENTRY * _entries(saved.document), progress)
    except MemoryError:
        raise NotWrittenError("there is not enough memory") from None
    except SessionFileError as error:
        raise NotWrittenError(as_an_end(str(error))) from None


class Saver(QObject):
    """Writes one session file at a time; another one takes the place of the one under way."""

    saved = Signal(object, object)
    """ToSave, and its OnDisk."""
    failed = Signal(object, str)
    """ToSave, and why."""
    given_up = Signal()
    """By a person; the file is as it was."""
    progressed = Signal(float)
    state_changed = Signal()
    """A file is being written on another thread now, or none any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._reports = _Reports(self)
        self._reports.progressed.connect(self._on_progressed)
        self._reports.written.connect(self._on_written)
        self._reports.failed.connect(self._on_failed)
        self._job: _Job | None = None

    @property
    def under_way(self) -> ToSave | None:
        """What is being written on another thread."""
        return None if self._job is None else self._job.what

    def save(self, what: ToSave) -> None:
        """Write a file: at once, or, where there is much of it, on another thread."""
        self._leave()
        if is_large(what.saved.document):
            self._job = _Job(what, self._reports)
            self._pool.start(self._job)
            self.state_changed.emit()
            return
        try:
            on_disk = write_session(what.saved, what.path)
        except NotWrittenError as error:
            self.failed.emit(what, str(error))
        else:
            self.saved.emit(what, on_disk)

    def give_up(self) -> None:
        """Leave the file that is being written as it was."""
        if self._job is not None:
            self._leave()
            self.state_changed.emit()
            self.given_up.emit()

    def stop(self) -> None:
        """Give up, and wait until the other thread has ended."""
        self.give_up()
        self._pool.waitForDone()

    def _leave(self) -> None:
        if self._job is not None:
            self._job.is_given_up = True
            self._job = None

    def _on_progressed(self, job: _Job, done: float) -> None:
        if job is self._job:
            self.progressed.emit(done)

    def _on_written(self, job: _Job, on_disk: OnDisk) -> None:
        if job is self._job:
            self._end()
        self.saved.emit(job.what, on_disk)  # also if it was given up too late: that is what the file holds

    def _on_failed(self, job: _Job, error: Exception) -> None:
        if job is self._job:
            self._end()
            is_told = isinstance(error, NotWrittenError)
            self.failed.emit(job.what, str(error) if is_told else "something went wrong in bpgui")
            if not is_told:
                raise error

    def _end(self) -> None:
        self._job = None
        self.state_changed.emit()


class _Reports(QObject):
    """What a job says from its thread, which is heard in the window's; each with the job, which may be an old one."""

    progressed = Signal(object, float)
    written = Signal(object, object)
    failed = Signal(object, object)


class _Job(QRunnable):
    def __init__(self, what: ToSave, reports: _Reports) -> None:
        super().__init__()
        self.what = what
        self._reports = reports
        self._percent = -1
        self.is_given_up = False

    def run(self) -> None:
        try:
            on_disk = write_session(self.what.saved, self.what.path, self._report)
        except GivenUpError:
            return
        except Exception as error:
            self._reports.failed.emit(self, error)
        else:
            self._reports.written.emit(self, on_disk)

    def _report(self, done: float) -> None:
        if self.is_given_up:
            raise GivenUpError
        percent = int(100 * done)
        if percent != self._percent:
            self._percent = percent
            self._reports.progressed.emit(self, done)
