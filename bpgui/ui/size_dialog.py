"""Size of the network…: N, D and K in one step, with what comes and goes told before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from bpgui.core.cells import Shape
from bpgui.core.inputs import InputError
from bpgui.session.size_words import size_preview
from bpgui.session.sizes import check_size
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.refusal import Refusal, ok_and_cancel, room_of
from bpgui.ui.size_fields import SIZES, SizeBox

_WIDTH, _LINES = 66, 3
"""In characters, and of what comes and goes."""
_ROWS_OF = {"N": "rows of x and y", "D": "columns of x, rows of w", "K": "columns of w, b and y"}


def show_network_size(parent: QWidget, bridge: SessionBridge) -> SizeDialog:
    """Ask for another size of the network."""
    dialog = SizeDialog(bridge, parent)
    dialog.open()
    return dialog


class SizeDialog(QDialog):
    """Three numbers. Where they can't be taken, it stays open, says why, and nothing changes."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("size_dialog")
        self.setWindowTitle("Size of the network")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._is_refused = False
        self._boxes = {letter: SizeBox(letter, f"size_dialog_{letter}") for letter in SIZES}
        self._told, self._refusal = QLabel(), Refusal("size_refusal", 2)
        self._told.setObjectName("size_told")
        self._told.setAccessibleName("What comes and goes")
        self._told.setWordWrap(True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._arrange()
        self.setMinimumWidth(_WIDTH * self.fontMetrics().averageCharWidth())
        self._told.setMinimumHeight(room_of(_LINES, self._told))
        self._tell()
        self._boxes["N"].setFocus()
        self._boxes["N"].selectAll()

    def _arrange(self) -> None:
        grid = QGridLayout()
        shape = self._bridge.session.document.shape
        for row, (letter, box) in enumerate(self._boxes.items()):
            label = QLabel(f"{SIZES[letter].capitalize()} &{letter}")
            label.setBuddy(box)
            box.show_value(getattr(shape, letter))
            box.setMinimumWidth(box.fontMetrics().horizontalAdvance("0" * 12))
            box.valueChanged.connect(self._tell)
            box.lineEdit().textEdited.connect(self._on_edited)
            box.refused.connect(lambda said, box=box: self._on_refused(said, box))
            pale = QLabel(_ROWS_OF[letter])
            pale.setForegroundRole(QPalette.ColorRole.Dark)
            for column, widget in enumerate((label, box, pale)):
                grid.addWidget(widget, row, column)
        grid.setColumnStretch(2, 1)
        buttons = ok_and_cancel("&Set size", "size")
        buttons.accepted.connect(self._set)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(grid)
        for widget in (self._told, self._refusal, buttons):
            layout.addWidget(widget)

    @property
    def _shape(self) -> Shape:
        return Shape(**{letter: box.value() for letter, box in self._boxes.items()})

    def _on_edited(self) -> None:
        self._is_refused = False
        self._refusal.say("")

    def _on_refused(self, said: str, box: SizeBox) -> None:
        self._is_refused = True
        self._refusal.say(said)
        box.setFocus()
        box.selectAll()

    def _tell(self) -> None:
        try:
            check_size(self._shape)
        except InputError as error:
            self._told.setText("")
            self._refusal.say(str(error))
        else:
            self._refusal.say("")
            self._told.setText(size_preview(self._bridge.session.document.shape, self._shape))

    def _set(self) -> None:
        if self._is_refused or not all([box.take() for box in self._boxes.values()]):
            self._is_refused = False  # by the same key, or click: a box took what was typed before the button was told
            return
        shape = self._shape
        try:
            self._bridge.do(lambda session: session.set_size(*shape))
        except InputError as error:
            self._refusal.say(str(error), self._boxes["N"].lineEdit())
        else:
            self.accept()
