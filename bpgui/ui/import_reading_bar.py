"""How the file is read: sheet or arrays, delimiter, decimal sign, header; proposed, shown, and open to change."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from bpgui.session.data_reading import DataFile, Delimiter, Kind, Reading
from bpgui.ui.tick_box import TickBox

_ROWS_OF_ARRAYS = 4.5
_MOST_ARRAYS = 200


class ReadingBar(QWidget):
    """The choices that the kind of the file has; those it hasn't are not shown."""

    changed = Signal(object)
    """Another Reading is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading = Reading()
        self._sheet = _combo("import_sheet", "Sheet", "The sheet of the workbook that is read")
        self._delimiter = _combo("import_delimiter", "Delimiter", "What stands between two cells")
        self._decimal = _combo("import_decimal", "Decimal sign", "How decimals are written in the file")
        self._header = TickBox("First row holds &names")
        self._header.setObjectName("import_header")
        self._header.setAccessibleDescription("Whether the first row holds the names of the columns")
        self._arrays = _ArrayBoxes()
        for delimiter in Delimiter:
            self._delimiter.addItem(delimiter.called, delimiter)
        self._decimal.addItem("point, 0.5", False)
        self._decimal.addItem("comma, 0,5", True)
        self._pairs = {
            self._sheet: _pair("S&heet", self._sheet),
            self._delimiter: _pair("Cells set a&part by", self._delimiter),
            self._decimal: _pair("De&cimal sign", self._decimal),
        }
        self._arrange()
        self._sheet.currentIndexChanged.connect(self._on_sheet)
        self._delimiter.currentIndexChanged.connect(self._on_changed)
        self._decimal.currentIndexChanged.connect(self._on_changed)
        self._header.toggled.connect(self._on_changed)
        self._arrays.changed.connect(self._on_changed)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        for pair in self._pairs.values():
            row.addWidget(pair)
        row.addWidget(self._header)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._arrays)
        self.setMinimumHeight(self._sheet.sizeHint().height())
        self.show_nothing()

    def show_nothing(self) -> None:
        """Offer no choice, as long as there is no file that could be read; the room for one row stays."""
        for widget in (*self._pairs.values(), self._header, self._arrays):
            widget.hide()

    def show_reading(self, data: DataFile, reading: Reading) -> None:
        """Show what is chosen, without a word to anybody."""
        self._reading = reading
        is_text, is_book = data.kind is Kind.text, data.kind is Kind.workbook
        self.blockSignals(True)
        fill = [self._sheet.itemText(number) for number in range(self._sheet.count())] != list(data.parts)
        if is_book and fill:
            self._sheet.clear()
            self._sheet.addItems(list(data.parts))
        if is_book:
            self._sheet.setCurrentText(reading.parts[0])
        self._delimiter.setCurrentIndex(self._delimiter.findData(reading.delimiter))
        self._decimal.setCurrentIndex(self._decimal.findData(reading.decimal_comma))
        self._header.setChecked(bool(reading.has_header))
        self._arrays.show_arrays(data if data.kind is Kind.arrays else None, reading.parts)
        self.blockSignals(False)
        for field, is_shown in (
            (self._sheet, is_book),
            (self._delimiter, is_text),
            (self._decimal, is_text or is_book),
        ):
            self._pairs[field].setVisible(is_shown)
        self._header.setVisible(is_text or is_book)
        self._arrays.setVisible(data.kind is Kind.arrays)

    def _on_sheet(self) -> None:
        self._tell(replace(self._chosen(), has_header=None))

    def _on_changed(self) -> None:
        self._tell(self._chosen())

    def _tell(self, reading: Reading) -> None:
        if not self.signalsBlocked() and reading != self._reading:
            self._reading = reading
            self.changed.emit(reading)

    def _chosen(self) -> Reading:
        parts = self._reading.parts
        if self._arrays.boxes:
            parts = self._arrays.chosen
        elif self._sheet.count():
            parts = (self._sheet.currentText(),)
        return Reading(
            parts, self._delimiter.currentData(), bool(self._decimal.currentData()), self._header.isChecked()
        )


class _ArrayBoxes(QScrollArea):
    """A box to tick for each array of a file."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, TickBox] = {}
        self.setObjectName("import_arrays")
        self.setAccessibleName("Arrays that are read side by side")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The arrays whose boxes are ticked."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())

    def show_arrays(self, data: DataFile | None, chosen: tuple[str, ...]) -> None:
        """Show the arrays of a file, and which of them are chosen."""
        parts = () if data is None else data.parts[:_MOST_ARRAYS]
        if data is None or tuple(self.boxes) != parts:
            self._fill({} if data is None else dict(zip(parts, data.part_notes, strict=False)))
        for name, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(name in chosen)
            box.blockSignals(False)
            box.update()

    def _fill(self, notes: dict[str, str]) -> None:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.boxes = {}
        for number, (name, note) in enumerate(notes.items(), 1):
            box = self.boxes[name] = TickBox(f"{name}: {note}".replace("&", "&&"))
            box.setObjectName(f"import_array_{number}")
            box.setAccessibleDescription("Whether this array is read, beside the others that are ticked")
            box.toggled.connect(self.changed)
            layout.addWidget(box)
        self.setWidget(inside)
        height = inside.sizeHint().height()
        of_one = height / max(len(self.boxes), 1)
        self.setFixedHeight(round(min(height, _ROWS_OF_ARRAYS * of_one)) + 2)


def _combo(name: str, words: str, description: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(words)
    combo.setAccessibleDescription(description)
    combo.setToolTip(description)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return combo


def _pair(text: str, field: QWidget) -> QWidget:
    pair, label = QWidget(), QLabel(text)
    label.setBuddy(field)
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label)
    row.addWidget(field)
    return pair
