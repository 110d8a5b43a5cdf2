"""The gallery of examples: a picture, a title and a sentence each. Arrows go about, Return opens one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from bpgui.session.examples import ExampleFile
from bpgui.ui.gallery_delegate import GalleryDelegate
from bpgui.ui.gallery_model import GalleryModel
from bpgui.ui.refusal import Refusal, ok_and_cancel
from bpgui.ui.theme import Theme

Load = Callable[[ExampleFile], str]
"""Opens an example; why it can't be, or nothing."""

_MOST_TOLD = 3


def show_gallery(
    parent: QWidget, files: Sequence[ExampleFile], load: Load, theme: Theme, scale: float, own_folder: str = ""
) -> GalleryDialog:
    """Open the gallery."""
    dialog = GalleryDialog(files, load, own_folder, parent)
    dialog.set_looks(theme, scale)
    dialog.open()
    return dialog


class GalleryDialog(QDialog):
    """All examples as cards; what files can't be read is told below them."""

    def __init__(self, files: Sequence[ExampleFile], load: Load, own_folder: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("gallery_dialog")
        self.setWindowTitle("Examples")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._load = load
        self._model = GalleryModel(files, self)
        self._delegate = GalleryDelegate([file.sentence for file in files])
        self.cards = _Cards(self._model, self._delegate)
        self._refusal, self._own = Refusal("gallery_refusal", 0), QLabel()
        self._drawing = QTimer(self)
        self._drawing.setInterval(0)
        self._drawing.timeout.connect(self._draw_next)
        self._arrange(own_folder)
        self.resize(min(round(0.86 * parent.width()), 1340), min(round(0.9 * parent.height()), 900))

    def _arrange(self, own_folder: str) -> None:
        if own_folder:
            self._own.setText(f"Put problem files of your own into {own_folder}, and they stand here too.")
        self._own.setObjectName("gallery_folder")
        self._own.setWordWrap(True)
        self._own.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._refusal.setAccessibleName("Files that can't be read")
        buttons = ok_and_cancel("&Open", "gallery")
        buttons.accepted.connect(self._open_current)
        buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(self._own, 1)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self.cards, 1)
        layout.addWidget(self._refusal)
        layout.addLayout(below)
        self.cards.chosen.connect(self._open)
        self.cards.resized.connect(self._fit)
        self.cards.setFocus()
        self.cards.setCurrentIndex(self._model.index(0))
        self._tell_what_is_refused()

    def set_looks(self, theme: Theme, scale: float) -> None:
        """Take other colours, and another scale."""
        self._theme = theme
        self._delegate.set_looks(theme, scale)
        self._fit()

    def _fit(self) -> None:
        self._delegate.fit(self.cards.room)
        self.cards.setGridSize(self._delegate.card_size)
        self._model.set_looks(self._delegate.picture_size, self._theme, self.devicePixelRatioF())
        self.cards.viewport().update()
        self._drawing.start()

    def _draw_next(self) -> None:
        """One picture at a time, so that the window answers between them."""
        refused = len(self._model.refused)
        if not self._model.draw_next():
            self._drawing.stop()
        if len(self._model.refused) != refused:
            self._tell_what_is_refused()

    def _tell_what_is_refused(self, also: str = "") -> None:
        refused = [*self._model.refused, *([also] if also else [])]
        told = refused[:_MOST_TOLD]
        if len(refused) > _MOST_TOLD:
            told.append(f"{len(refused) - _MOST_TOLD} more can’t be read.")
        self._refusal.say("\n".join(told))
        self._refusal.setVisible(bool(told))

    def _open_current(self) -> None:
        self._open(self.cards.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        wrong = self._load(self._model.file(index))
        if wrong:
            self._tell_what_is_refused(wrong)
        else:
            self.accept()


class _Cards(QListView):
    """Cards that wrap; Return and a double click choose one."""

    chosen = Signal(QModelIndex)
    resized = Signal()

    def __init__(self, model: GalleryModel, delegate: GalleryDelegate) -> None:
        super().__init__()
        self.setObjectName("gallery")
        self.setAccessibleName("Examples")
        self.setAccessibleDescription("Arrow keys go from one to the next, Return opens one.")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.doubleClicked.connect(self.chosen)

    @property
    def room(self) -> int:
        """The width that cards can share: Qt wraps them before the last pixel."""
        return self.viewport().width() - 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return is taken here, or the dialog would press a button as well."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resized.emit()
        super().resizeEvent(event)
