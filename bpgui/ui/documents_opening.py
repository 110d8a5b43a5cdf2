"""Files are read on another thread where there is much in them; the window waits for that, and can give it up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from bpgui.session.document_files import FILE_ERRORS, Opened, open_file

LARGE = 2_000_000
"""Bytes. What has more is read on another thread."""
_LEAST_MILLISECONDS = 400


class Opener(QObject):
    """Reads one file at a time for a window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._reports = _Reports(self)
        self._reports.ended.connect(self._on_ended)
        self._job: _Job | None = None
        self.waiting: QProgressDialog | None = None
        """The dialog while a file is read on another thread."""

    def open(self, path: Path, take: Callable[[Opened], object], refuse: Callable[[str], object]) -> None:
        """Read a file, and hand what it holds to `take`, or else a sentence to `refuse`; neither if it is given up."""
        try:
            is_large = path.stat().st_size > LARGE
        except OSError:
            is_large = False  # opening it will tell
        job = _Job(path, take, refuse, self._reports)
        self.give_up()
        self._job = job
        if is_large:
            self._wait_for(job)
            self._pool.start(job)
        else:
            job.run()

    def give_up(self) -> None:
        """Don't wait any longer for what is being read."""
        self._job = None
        if self.waiting is not None:
            self.waiting.canceled.disconnect(self.give_up)
            self.waiting.reset()
            self.waiting.deleteLater()
            self.waiting = None

    def stop(self) -> None:
        """Give up, and wait until the other thread has ended."""
        self.give_up()
        self._pool.waitForDone()

    def _wait_for(self, job: _Job) -> None:
        waiting = QProgressDialog(f"Reading {job.path.name}…", "Cancel", 0, 0, self._window)
        waiting.setObjectName("reading")
        waiting.setWindowTitle("bpgui")
        waiting.setWindowModality(Qt.WindowModality.WindowModal)
        waiting.setValue(0)  # before that the next line has no effect
        waiting.setMinimumDuration(_LEAST_MILLISECONDS)
        waiting.canceled.connect(self.give_up)
        self.waiting = waiting

    def _on_ended(self, job: _Job, opened: object, error: object) -> None:
        if job is not self._job:
            return
        self.give_up()
        if isinstance(opened, Opened):
            job.take(opened)
        elif isinstance(error, FILE_ERRORS):
            job.refuse(str(error))
        elif isinstance(error, Exception):
            job.refuse(f"{job.path.name} can’t be opened: something went wrong in bpgui.")
            raise error


class _Reports(QObject):
    ended = Signal(object, object, object)


class _Job(QRunnable):
    def __init__(
        self, path: Path, take: Callable[[Opened], object], refuse: Callable[[str], object], reports: _Reports
    ) -> None:
        super().__init__()
        self.path, self.take, self.refuse = path, take, refuse
        self._reports = reports

    def run(self) -> None:
        opened, error = None, None
        try:
            opened = open_file(self.path)
        except Exception as caught:
            error = caught
        self._reports.ended.emit(self, opened, error)
