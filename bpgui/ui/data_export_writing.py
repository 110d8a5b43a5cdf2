"""Files that are written whole or not at all, piece by piece, with a way to stop where they are long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QIODevice, QLocale, QSaveFile, Qt
from PySide6.QtWidgets import QApplication, QProgressDialog, QWidget

from bpgui.ui.whole_files import not_saved, why_not_written

_SECONDS_UNTIL_TOLD = 0.5
_SECONDS_BETWEEN_LOOKS = 0.05


class NotSavedError(Exception):
    """A file could not be written; the text says which, and whether others had been by then."""


def write_files(files: Mapping[Path, Iterable[bytes]], parent: QWidget) -> None:
    """Write some files, each whole or not at all; the first is put in its place when all are written.

    Raises NotSavedError.
    """
    writing = _Writing(parent)
    open_files: list[tuple[Path, QSaveFile]] = []
    try:
        for path, chunks in files.items():
            file = QSaveFile(str(path))
            open_files.append((path, file))
            if not file.open(QIODevice.OpenModeFlag.WriteOnly):
                raise _not_saved(path, file)
            for chunk in chunks:
                if file.write(chunk) != len(chunk):
                    raise _not_saved(path, file, len(chunk))
                writing.go_on(path, len(chunk))
        for number, (path, file) in enumerate(open_files):
            if not file.commit():
                raise _not_saved(path, file, already=[written for written, _ in open_files[:number]])
    except BaseException:
        for _, file in open_files:
            file.cancelWriting()
        raise
    finally:
        writing.end()


def _not_saved(path: Path, file: QSaveFile, size: int = 0, already: Sequence[Path] = ()) -> NotSavedError:
    why = why_not_written(path, size, file.errorString())
    if not already:
        return NotSavedError(not_saved(path, why))
    names = ", ".join(written.name for written in already)
    return NotSavedError(not_saved(path, why, f"{names} had been written by then"))


class _Writing:
    """Says how far it is, once it takes long, and lets the person stop it."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._began = self._looked = monotonic()
        self._written = 0
        self._dialog: QProgressDialog | None = None

    def go_on(self, path: Path, size: int) -> None:
        """So much more is written. Raises NotSavedError where the person has had enough."""
        self._written += size
        now = monotonic()
        if now - self._began < _SECONDS_UNTIL_TOLD or now - self._looked < _SECONDS_BETWEEN_LOOKS:
            return
        self._looked = now
        if self._dialog is None:
            self._dialog = self._make_dialog()
        self._dialog.setLabelText(f"Writing {path.name}: {QLocale.c().formattedDataSize(self._written)} so far")
        QApplication.processEvents()
        if self._dialog.wasCanceled():
            raise NotSavedError("Stopped: nothing was written.")

    def end(self) -> None:
        """It is done."""
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()

    def _make_dialog(self) -> QProgressDialog:
        dialog = QProgressDialog("", "&Stop", 0, 0, self._parent)
        dialog.setObjectName("data_export_progress")
        dialog.setWindowTitle("Export")
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setMinimumWidth(40 * dialog.fontMetrics().averageCharWidth())
        dialog.setMinimumDuration(0)
        dialog.show()
        return dialog
