"""What is in no file is kept, seconds old at most, for the case of a crash or a power cut."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QLockFile, QObject, QRunnable, QThreadPool, QTimer, Signal

from bpgui.session.document_files import OnDisk
from bpgui.session.journal import Journal, Moment
from bpgui.session.journal_folder import GivenUpError, remove_all
from bpgui.session.session_file import SessionFileError
from bpgui.ui.bridge import SessionBridge

DELAY = 1500
"""Milliseconds from a change until it is written; what is done meanwhile is written with it."""
_AGAIN_AFTER_A_FAILURE = 10_000
LOCK = "lock"


class Autosave(QObject):
    """Keeps a folder of its own, in `root`, up with the session of one window, on another thread.

    The folder is there only once something is changed, and goes when the window is closed. Whoever finds one whose lock
    is nobody's knows that its window wasn't closed.
    """

    recorded = Signal()
    """What was changed is on disk."""
    failed = Signal(str)
    """It could not be written, and will be tried again: a sentence, the first time only."""

    def __init__(
        self, bridge: SessionBridge, root: Path, parent: QObject | None = None, delay: int | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("autosave")
        self._bridge, self._delay = bridge, DELAY if delay is None else delay
        self._keeper = _Keeper(root / uuid4().hex)
        self._name, self._path = "", ""
        self._on_disk: OnDisk | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._reports = _Reports(self)
        self._reports.ended.connect(self._on_ended)
        self._job: _Job | None = None
        self._is_behind = self._has_told = self._is_closed = False
        self._begins_anew = True
        self._discard: Callable[[], object] | None = None
        bridge.changed.connect(self._on_changed)
        self._on_changed()

    @property
    def folder(self) -> Path:
        """Where it is kept."""
        return self._keeper.folder

    @property
    def is_behind(self) -> bool:
        """Whether something was changed that isn't on disk yet."""
        return self._is_behind or self._job is not None

    def set_file(self, path: Path | None, name: str = "", on_disk: OnDisk | None = None) -> None:
        """The document belongs to a file, or to none; `name` is what it is called, if not by its title; `on_disk`: how
        the file stood when it was read or written."""
        path_text = "" if path is None else str(path)
        if (path_text, name, on_disk) != (self._path, self._name, self._on_disk):
            self._path, self._name, self._on_disk = path_text, name, on_disk
            self._on_changed()

    def saved(self) -> None:
        """The document is in its file: what is kept here counts no longer, until it is changed again."""
        self._on_changed()

    def replaces(self, discard: Callable[[], object]) -> None:
        """What is kept elsewhere of this document goes as soon as it is kept here, or isn't wanted any more."""
        self._discard = discard

    def write_now(self) -> None:
        """Write what isn't on disk yet without waiting any longer."""
        if self._is_behind:
            self._start()

    def close(self) -> None:
        """The window is closed properly: nothing is kept."""
        self._is_closed = True
        self._timer.stop()
        if self._job is not None:
            self._job.is_given_up = True
        self._pool.waitForDone()
        self._keeper.remove()
        self._discard_the_other()

    def _on_changed(self) -> None:
        history = self._bridge.session.history
        if not history.done and not history.undone:
            self._begins_anew = True  # it may be another document
        self._is_behind = True
        if not self._timer.isActive() and self._job is None and not self._is_closed:
            self._timer.start(self._delay)

    def _start(self) -> None:
        if self._is_closed or self._job is not None:
            return
        session = self._bridge.session
        file = ("", "", None) if session.history.is_another_document else (self._name, self._path, self._on_disk)
        name, path, on_disk = file
        name = name or session.document.title
        moment = Moment(session.saved, session.history.done, session.is_modified, name, path, on_disk)
        self._job = _Job(self._keeper, moment, self._begins_anew, self._reports)
        self._is_behind = self._begins_anew = False
        self._pool.start(self._job)

    def _on_ended(self, job: _Job, is_written: bool, error: Exception | None) -> None:
        if job is not self._job or self._is_closed:
            return
        self._job = None
        if error is not None:
            self._is_behind = True
            self._tell(error)
        else:
            self._has_told = False
            if is_written:
                self._discard_the_other()
                self.recorded.emit()
        if self._is_behind:
            self._timer.start(self._delay if error is None else max(self._delay, _AGAIN_AFTER_A_FAILURE))

    def _discard_the_other(self) -> None:
        discard, self._discard = self._discard, None
        if discard is not None:
            discard()

    def _tell(self, error: Exception) -> None:
        if not self._has_told:
            self._has_told = True
            self.failed.emit(_sentence(error))
        if not isinstance(error, OSError | MemoryError | SessionFileError):
            raise error


class _Keeper:
    """The folder, its lock and its journal: on the other thread alone, apart from its removal at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._journal = Journal(folder)
        self._lock: QLockFile | None = None

    def keep(self, moment: Moment, begins_anew: bool, job: _Job) -> bool:
        """Write a moment; whether there was anything to write."""
        if begins_anew:
            self._journal.begin_anew()
        if not self._journal.is_begun and not moment.is_modified:
            self._clear()
            return False
        self._take_the_folder()
        return self._journal.record(moment, lambda: not job.is_given_up)

    def _take_the_folder(self) -> None:
        if self._lock is None or not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = locked(self.folder)
            if self._lock is None:
                raise OSError("another program has taken the folder for it")

    def _clear(self) -> None:
        """Nothing is to be kept: another document is there, as it is in its file."""
        if self._lock is not None:
            remove_all(self.folder)

    def remove(self) -> None:
        """Take the folder away."""
        if self._lock is not None:
            remove_folder(self.folder, self._lock)
            self._lock = None


def locked(folder: Path) -> QLockFile | None:
    """The lock of a folder, if nobody who is alive has it."""
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)  # it is as old as its window; only whether that is alive counts
    return lock if lock.tryLock(0) else None


def remove_folder(folder: Path, lock: QLockFile) -> None:
    """Take a folder away whose lock one has."""
    with suppress(OSError):
        remove_all(folder)
    lock.unlock()
    with suppress(OSError):
        folder.rmdir()


class _Reports(QObject):
    """What a job says from its thread, which is heard in the window's."""

    ended = Signal(object, bool, object)


class _Job(QRunnable):
    """Writes one moment on another thread."""

    def __init__(self, keeper: _Keeper, moment: Moment, begins_anew: bool, reports: _Reports) -> None:
        super().__init__()
        self._work = keeper, moment, begins_anew
        self._reports = reports
        self.is_given_up = False

    def run(self) -> None:
        keeper, moment, begins_anew = self._work
        is_written, failure = False, None
        try:
            is_written = keeper.keep(moment, begins_anew, self)
        except GivenUpError:
            pass
        except Exception as error:
            failure = error
        self._reports.ended.emit(self, is_written, failure)


def _sentence(error: Exception) -> str:
    match error:
        case OSError():
            why = (error.strerror or str(error)).lower()
        case MemoryError():
            why = "there is not enough memory"
        case SessionFileError():
            why = str(error).rstrip(".")
        case _:
            why = "something went wrong in bpgui"
    return f"Your changes could not be kept in case of a crash: {why}. This is tried again; save soon."
