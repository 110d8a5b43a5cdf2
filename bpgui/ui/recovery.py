"""What windows that were not closed have left behind: after a crash or a power cut it is offered."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QStandardPaths

from bpgui.session.journal_reading import Summary, read_journal, summary_of
from bpgui.session.saved import Saved
from bpgui.ui.autosave import locked, remove_folder

FOLDER_VARIABLE = "BPGUI_RECOVERY_FOLDER"
"""The environment may name another place, as tests do."""


@dataclass(frozen=True, eq=False)
class Left:
    """What one window has left, with the lock of its folder, so that nobody else takes it meanwhile."""

    folder: Path
    summary: Summary
    lock: QLockFile

    @property
    def path(self) -> Path | None:
        """The file that it belongs to, if there is one. Nobody knows from which folder a relative path would count."""
        path = Path(self.summary.path)
        return path if path.is_absolute() else None

    @property
    def file_saved_at(self) -> float | None:
        """When its file was saved, if that was after this was kept."""
        try:
            saved_at = None if self.path is None else self.path.stat().st_mtime
        except OSError:
            return None
        return saved_at if saved_at is not None and saved_at > self.summary.written_at else None

    def read(self) -> Saved:
        """The session. Raises SessionFileError."""
        return read_journal(self.folder)

    def discard(self) -> None:
        """Throw it away."""
        remove_folder(self.folder, self.lock)

    def leave(self) -> None:
        """Leave it for later."""
        self.lock.unlock()


def recovery_root() -> Path:
    """Where the folders of windows are: on this computer alone, since they may be large."""
    elsewhere = os.environ.get(FOLDER_VARIABLE)
    if elsewhere:
        return Path(elsewhere)
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(data) / "bpgui" / "recovery"


def recoverable(root: Path) -> list[Left]:
    """What was left by windows that are no more, the latest first. What holds nothing of worth is taken away."""
    found = []
    for folder in _folders(root):
        lock = locked(folder)
        if lock is None:
            continue
        summary = summary_of(folder)
        left = Left(folder, summary, lock) if summary is not None and summary.is_modified else None
        if left is None:
            remove_folder(folder, lock)
        else:
            found.append(left)
    return sorted(found, key=lambda each: each.summary.written_at, reverse=True)


def _folders(root: Path) -> list[Path]:
    try:
        return [path for path in root.iterdir() if path.is_dir() and not path.is_symlink()]
    except OSError:
        return []
