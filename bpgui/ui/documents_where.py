"""Where to save, and what to open: the file dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from bpgui.session.data_files import SUFFIXES
from bpgui.session.session_file import SUFFIX
from bpgui.ui.document_file import UNTITLED, DocumentFile
from bpgui.ui.documents_questions import Do, ask_whether_to_replace

Take = Callable[[Path], object]

_DATA = " ".join(f"*{suffix}" for suffix in SUFFIXES)
_TO_OPEN = (
    f"All that can be opened (*{SUFFIX} *.json {_DATA})",
    f"Sessions, {SUFFIX} (*{SUFFIX})",
    "Problems, .json (*.json)",
    f"Data, such as .csv and .xlsx ({_DATA})",
    "All files (*)",
)
_LONGEST_NAME = 80
_NOT_IN_NAMES = '<>:"/\\|?*'


def ask_what_to_open(window: QWidget, folder: Path, take: Take) -> None:
    """Let a person choose a file."""
    dialog = _dialog(window, "Open", "open_dialog", folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    dialog.setNameFilters(_TO_OPEN)
    dialog.fileSelected.connect(lambda chosen: take(Path(chosen)))
    dialog.open()


def ask_where_to_save(window: QWidget, folder: Path, file: DocumentFile, name: str, take: Take, cancel: Do) -> None:
    """Let a person choose the file to be written; the suffix is added where it is missing."""
    dialog = _dialog(window, "Save as", "save_dialog", folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([f"Sessions (*{SUFFIX})"])
    dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
    dialog.selectFile(proposed_name(file, name))

    def chosen(text: str) -> None:
        path = Path(text)
        if path.suffix.lower() == SUFFIX:
            take(path)
            return
        path = path.with_name(path.name + SUFFIX)
        if path.exists():  # the dialog has asked about the name without the suffix
            ask_whether_to_replace(window, path.name, lambda: take(path), cancel)
        else:
            take(path)

    dialog.fileSelected.connect(chosen)
    dialog.rejected.connect(cancel)
    dialog.open()


def proposed_name(file: DocumentFile, name: str) -> str:
    """The name of the file that is there, with the suffix of sessions, or else that of the document."""
    if file.path is not None:
        return file.path.with_suffix(SUFFIX).name
    plain = "".join(letter for letter in name if letter.isprintable() and letter not in _NOT_IN_NAMES)
    return f"{plain[:_LONGEST_NAME].strip(' .') or UNTITLED}{SUFFIX}"


def _dialog(window: QWidget, title: str, name: str, folder: Path) -> QFileDialog:
    dialog = QFileDialog(window, title)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setDirectory(str(folder))
    return dialog
