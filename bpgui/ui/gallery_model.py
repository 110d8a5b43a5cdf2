"""The examples as a Qt model: each with its title, its sentence and its picture."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPixmap

from bpgui.session.examples import ExampleFile
from bpgui.session.problems import ProblemError
from bpgui.ui.gallery_picture import example_picture
from bpgui.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
SENTENCE, PICTURE = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_NO_PARENT = QModelIndex()
_MOST_PICTURES = 200


class GalleryModel(QAbstractListModel):
    """Examples that can be read. A picture is drawn when `draw_next` comes to it, and kept for all galleries."""

    def __init__(self, files: Sequence[ExampleFile], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = [file for file in files if not file.refused]
        self._looks: tuple[QSize, Theme, float] | None = None
        self._pictures: dict[ExampleFile, QPixmap] = {}
        self.refused = [file.refused for file in files if file.refused]

    def file(self, index: Index) -> ExampleFile:
        """The example of a row."""
        return self._files[index.row()]

    def set_looks(self, size: QSize, theme: Theme, ratio: float) -> None:
        """Draw pictures of another size, or in other colours."""
        if (size, theme, ratio) != self._looks:
            self._looks = size, theme, ratio
            self._pictures.clear()

    def draw_next(self) -> bool:
        """Draw the next picture that is missing; whether there was one. An example that can't be read goes."""
        if self._looks is None:
            return False
        row = next((row for row, file in enumerate(self._files) if file not in self._pictures), None)
        if row is None:
            return False
        file = self._files[row]
        try:
            self._pictures[file] = _picture(file, _time_of(file), *self._looks)
        except ProblemError as error:
            self.refused.append(str(error))
            self.beginRemoveRows(_NO_PARENT, row, row)
            del self._files[row]
            self.endRemoveRows()
        else:
            self.dataChanged.emit(self.index(row), self.index(row))
        return True

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._files)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._files):
            return None
        file = self._files[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return file.title
            case Qt.ItemDataRole.ToolTipRole:
                return f"{file.sentence} ({file.path.name})".strip()
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{file.title}. {file.sentence}".strip()
        if role == SENTENCE:
            return file.sentence
        return self._pictures.get(file) if role == PICTURE else None


def _time_of(file: ExampleFile) -> int:
    """When what its picture is made of was written last."""
    try:
        return max(path.stat().st_mtime_ns for path in (file.path, file.picture) if path is not None)
    except OSError:
        return 0


@lru_cache(_MOST_PICTURES)
def _picture(file: ExampleFile, written: int, size: QSize, theme: Theme, ratio: float) -> QPixmap:
    return example_picture(file, size, theme, ratio)
