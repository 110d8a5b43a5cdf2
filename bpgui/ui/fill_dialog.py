"""Fill…: zeros, ones, small random numbers or small integers, in the chosen cells or in a whole matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from bpgui.core.cells import INPUTS, Matrix
from bpgui.core.inputs import InputError
from bpgui.core.numbers import NumberError
from bpgui.session.filling import LARGEST_SEED, Filling, Kind, Place, fill, read_deviation, read_largest, read_seed
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fill_preview import FillPreview
from bpgui.ui.matrix_view import MatrixView
from bpgui.ui.refusal import Refusal, ok_and_cancel, room_of

_WIDTH, _LINES = 68, 2
"""In characters, and of what the numbers are."""
_TEXTS = {
    Kind.zeros: "&Zeros",
    Kind.ones: "&Ones",
    Kind.random: "Small &random numbers, standard deviation",
    Kind.integers: "&Integers from −n to n, n =",
}


def show_fill(parent: QWidget, bridge: SessionBridge) -> FillDialog:
    """Open the dialog for the chosen cells of the grid that has the keyboard; it has what was typed last still."""
    focus = QApplication.focusWidget()
    dialog = parent.findChild(FillDialog) or FillDialog(bridge, parent)
    dialog.begin(chosen_place(focus) if isinstance(focus, MatrixView) else None)
    dialog.open()
    return dialog


def chosen_place(view: MatrixView) -> Place | None:
    """The chosen cells of a grid, if they are of a given matrix; a single cell stands for the whole of it."""
    model, chosen = view.matrix_model, view.range.rectangle
    if chosen is None or not model.matrix.is_input:
        return None
    if not chosen.is_several:
        return Place(model.matrix, 0, 0, model.rowCount(), model.columnCount())
    return Place(model.matrix, *(chosen.transposed if model.transposed else chosen))


class FillDialog(QDialog):
    """What is filled, and with what; a preview. Where it can't be, it stays open, says why, and nothing changes."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("fill_dialog")
        self.setWindowTitle("Fill")
        self._bridge = bridge
        self._where = QComboBox()
        self._kinds = {kind: QRadioButton(text) for kind, text in _TEXTS.items()}
        self._deviation, self._largest, self._seed = QLineEdit("0.1"), QLineEdit("2"), QLineEdit()
        self._another = QPushButton("&Another seed")
        self._meant, self._preview, self._refusal = QLabel(), FillPreview(), Refusal("fill_refusal", 1)
        self._name_all()
        self._arrange()
        self._kinds[Kind.random].setChecked(True)
        self._where.currentIndexChanged.connect(self._on_edited)
        group = QButtonGroup(self)
        for button in self._kinds.values():
            group.addButton(button)
            button.toggled.connect(self._on_edited)
        for field in (self._deviation, self._largest, self._seed):
            field.textEdited.connect(self._on_edited)
        for kind, field in ((Kind.random, self._deviation), (Kind.integers, self._largest)):
            field.textEdited.connect(lambda text, kind=kind: self._kinds[kind].setChecked(True))
        self._another.clicked.connect(self._take_another_seed)

    def begin(self, place: Place | None) -> None:
        """Be ready to be asked again, for a place in a matrix."""
        document = self._bridge.session.document
        shape = document.shape
        place = place or Place.whole(Matrix.w, shape)
        places = [Place.whole(matrix, shape) for matrix in INPUTS]
        blocked = self._where.blockSignals(True)
        self._where.clear()
        if place not in places:
            self._where.addItem(f"the chosen cells {place.words(shape)}", place)
        for each in places:
            self._where.addItem(f"all of {each.matrix}, {each.rows}×{each.columns}", each)
        self._where.setCurrentIndex(places.index(place) if place in places else 0)
        self._where.blockSignals(blocked)
        if document.seed is not None or not self._seed.text():
            self._seed.setText(str(document.seed if document.seed is not None else 1))
        self.setMinimumWidth(_WIDTH * self.fontMetrics().averageCharWidth())
        self._meant.setMinimumHeight(room_of(_LINES, self._meant))
        self._on_edited()
        next(button for button in self._kinds.values() if button.isChecked()).setFocus()

    def _name_all(self) -> None:
        for widget, name, words in (
            (self._where, "fill_where", "What is filled"),
            (self._deviation, "fill_deviation", "Standard deviation"),
            (self._largest, "fill_largest", "n, the largest of the integers"),
            (self._seed, "fill_seed", "Seed"),
            (self._meant, "fill_meant", "What the numbers are"),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(words)
        for kind, button in self._kinds.items():
            button.setObjectName(f"fill_{kind.name}")
        self._deviation.setToolTip("How far from 0 the numbers usually lie, such as 0.1, 1e-2 or 1/3")
        self._largest.setToolTip("A whole number, such as 2 for −2, −1, 0, 1, 2")
        self._seed.setToolTip(f"0 to {LARGEST_SEED}: the same seed gives the same numbers on every computer")
        self._another.setObjectName("fill_another")
        self._another.setToolTip("Other numbers of the same kind")
        self._another.setAutoDefault(False)

    def _arrange(self) -> None:
        where = QHBoxLayout()
        label = QLabel("&Fill")
        label.setBuddy(self._where)
        where.addWidget(label)
        where.addWidget(self._where, 1)
        kinds = QGridLayout()
        for row, (kind, button) in enumerate(self._kinds.items()):
            kinds.addWidget(button, row, 0)
            field = {Kind.random: self._deviation, Kind.integers: self._largest}.get(kind)
            if field is not None:
                kinds.addWidget(field, row, 1)
        kinds.setColumnStretch(2, 1)
        seed = QHBoxLayout()
        seed_label = QLabel("&Seed")
        seed_label.setBuddy(self._seed)
        for widget in (seed_label, self._seed, self._another):
            seed.addWidget(widget)
        seed.addStretch(1)
        self._meant.setWordWrap(True)
        self._meant.setAlignment(Qt.AlignmentFlag.AlignTop)
        buttons = ok_and_cancel("&Fill", "fill")
        buttons.accepted.connect(self._fill)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (where, kinds, seed):
            layout.addLayout(part)
        below: tuple[QWidget, ...] = (self._meant, self._preview, self._refusal, buttons)
        for each in below:
            layout.addWidget(each)

    # --- what is shown

    @property
    def _kind(self) -> Kind:
        return next(kind for kind, button in self._kinds.items() if button.isChecked())

    def _on_edited(self) -> None:
        is_random = self._kind in (Kind.random, Kind.integers)
        self._seed.setEnabled(is_random)
        self._another.setEnabled(is_random)
        self._refusal.say("")
        try:
            filling = self._filling()
        except _FieldError as error:
            self._refusal.setText(str(error))
            self._meant.setText("")
            self._preview.show_filling(None, self._where.currentData())
        else:
            self._meant.setText(filling.meant)
            self._preview.show_filling(filling, self._where.currentData())

    def _filling(self) -> Filling:
        """What is asked for. Raises _FieldError."""
        match self._kind:
            case Kind.random:
                deviation = _read(self._deviation, read_deviation)
                return Filling(Kind.random, deviation=deviation, seed=_read(self._seed, read_seed))
            case Kind.integers:
                largest = _read(self._largest, read_largest)
                return Filling(Kind.integers, largest=largest, seed=_read(self._seed, read_seed))
            case kind:
                return Filling(kind)

    # --- what is done

    def _take_another_seed(self) -> None:
        try:
            seed = _read(self._seed, read_seed) + 1
        except _FieldError:
            seed = 1
        self._seed.setText(str(seed if seed <= LARGEST_SEED else 0))
        self._on_edited()

    def _fill(self) -> None:
        place: Place = self._where.currentData()
        try:
            filling = self._filling()
            self._bridge.do(lambda session: fill(session, place, filling))
        except _FieldError as error:
            self._refusal.say(str(error), error.field)
        except InputError as error:
            self._refusal.say(str(error))
        else:
            self.accept()


class _FieldError(Exception):
    """What stands in a field can't be read."""

    def __init__(self, said: str, field: QLineEdit) -> None:
        super().__init__(said)
        self.field = field


_T = TypeVar("_T")


def _read(field: QLineEdit, read: Callable[[str], _T]) -> _T:
    try:
        return read(field.text())
    except NumberError as error:
        raise _FieldError(str(error), field) from error
