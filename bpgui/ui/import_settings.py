"""What is taken of the data, and how training starts: rows, problems, standardising, w and b."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget

from bpgui.core.numbers import grouped, parse_whole
from bpgui.session.data_table import DataTable
from bpgui.session.filling import LARGEST_SEED
from bpgui.session.import_choices import ImportChoices, Rows, Taking
from bpgui.session.import_plan import Plan
from bpgui.session.import_standardise import FORMULA
from bpgui.ui.tick_box import TickBox

_FIELD, _LINES = 8, 2.5
"""Characters of a field, and lines that the list has at least."""
_LIST = """
QListWidget { background: palette(base); border: 1px solid palette(mid); border-radius: 5px; padding: 3px; }
QListWidget:focus { border: 2px solid palette(highlight); padding: 2px; }
"""


class ImportSettings(QWidget):
    """A column of choices. What can't be read in a field is told as `refusal`, and nothing is imported."""

    changed = Signal(object)
    """Other ImportChoices."""
    problem_chosen = Signal(int, int)
    """A row and a column to look at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: ImportChoices | None = None
        self._places: list[tuple[int, int]] = []
        self.refusal = ""
        self._taking, self._start = _combo("import_rows", "Rows to take"), _combo("import_start", "Start of w and b")
        for taking in Taking:
            self._taking.addItem(taking.value, taking)
        self._start.addItem("zero", False)
        self._start.addItem("small random numbers", True)
        self._first = _field("import_rows_first", "How many rows, or the first one")
        self._second = _field("import_rows_second", "The last row, or the seed of the sample")
        self._seed = _field("import_start_seed", "Seed of the random numbers")
        self._between, self._seed_label = QLabel(), QLabel("seed")
        self._told, self._list = QLabel(), QListWidget()
        self._leave_out = TickBox("&Leave out these rows")
        self._standardise = TickBox(f"Standardise &x: {FORMULA}")
        self._arrange()
        for widget in (self._first, self._second, self._seed, self._seed_label):
            widget.hide()  # until there are choices that need them
        self._taking.currentIndexChanged.connect(self._on_taking)
        self._start.currentIndexChanged.connect(self._on_changed)
        self._leave_out.toggled.connect(self._on_changed)
        self._standardise.toggled.connect(self._on_changed)
        for field in (self._first, self._second, self._seed):
            field.textEdited.connect(self._on_changed)
        self._list.currentRowChanged.connect(self._on_listed)
        self._list.itemClicked.connect(lambda item: self._on_listed(self._list.row(item)))

    def _arrange(self) -> None:
        for box, name, said in (
            (self._leave_out, "import_leave_out", "Rows with a missing or unreadable cell are not taken"),
            (self._standardise, "import_standardise", f"Each feature becomes {FORMULA}; it can be taken back"),
        ):
            box.setObjectName(name)
            box.setAccessibleDescription(said)
            box.setToolTip(said)
        self._told.setObjectName("import_problems")
        self._told.setAccessibleName("Missing and unreadable cells")
        self._told.setWordWrap(True)
        self._list.setObjectName("import_problem_list")
        self._list.setAccessibleName("Missing and unreadable cells, one by one")
        self._list.setAccessibleDescription("The one that is chosen is shown in the preview")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setStyleSheet(_LIST)
        self._list.setMinimumHeight(round(_LINES * self._list.fontMetrics().lineSpacing()) + 8)
        room = self._list.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._list.setSizePolicy(room)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(_heading("&Rows", self._taking))
        layout.addWidget(self._taking)
        layout.addLayout(_row(self._first, self._between, self._second))
        layout.addSpacing(8)
        layout.addWidget(_heading("&Start of w and b", self._start))
        layout.addWidget(self._start)
        layout.addLayout(_row(self._seed_label, self._seed))
        layout.addSpacing(8)
        layout.addWidget(self._standardise)
        layout.addSpacing(8)
        layout.addWidget(_heading("&Missing and unreadable cells", self._list))
        layout.addWidget(self._told)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._leave_out)

    def show_choices(self, choices: ImportChoices) -> None:
        """Show what is chosen, without a word to anybody."""
        self._choices, rows = choices, choices.rows
        self.blockSignals(True)
        self._taking.setCurrentIndex(self._taking.findData(rows.taking))
        self._show_fields(rows)
        self._leave_out.setChecked(choices.leaves_out)
        self._standardise.setChecked(choices.standardises)
        self._start.setCurrentIndex(0 if choices.start_seed is None else 1)
        self._seed.setText("1" if choices.start_seed is None else str(choices.start_seed))
        self._show_seed()
        self.blockSignals(False)

    def show_problems(self, plan: Plan | None, table: DataTable | None) -> None:
        """Show what can't be used."""
        self._list.clear()
        problems = None if plan is None else plan.problems
        self._told.setText("" if problems is None else problems.told)
        if problems is not None and table is not None:
            self._list.addItems([problem.told(table) for problem in problems.listed])
            self._places = [(problem.row, problem.column or 0) for problem in problems.listed]
            if problems.count > len(problems.listed):
                self._list.addItem(f"… and {grouped(problems.count - len(problems.listed))} more")
        has_any = problems is not None and problems.count > 0
        self._list.setVisible(has_any)
        self._leave_out.setEnabled(has_any or self._leave_out.isChecked())

    def _show_fields(self, rows: Rows) -> None:
        first, between, second = {
            Taking.all: ("", "", ""),
            Taking.first: (str(rows.count), "rows", ""),
            Taking.between: (str(rows.begin), "to", str(rows.end)),
            Taking.sample: (str(rows.count), "seed", str(rows.seed)),
        }[rows.taking]
        self._between.setText(between)
        for field, text in ((self._first, first), (self._second, second)):
            field.setVisible(bool(text))
            field.setText(text)

    def _show_seed(self) -> None:
        for widget in (self._seed, self._seed_label):
            widget.setVisible(bool(self._start.currentData()))

    def _on_listed(self, row: int) -> None:
        if 0 <= row < len(self._places):
            self.problem_chosen.emit(*self._places[row])

    def _on_taking(self) -> None:
        if self._choices is not None and not self.signalsBlocked():
            self._show_fields(replace(self._choices.rows, taking=self._taking.currentData()))
            self._on_changed()

    def _on_changed(self) -> None:
        if self._choices is None or self.signalsBlocked():
            return
        self._show_seed()
        try:
            rows = self._rows(self._choices.rows)
            seed = _whole(self._seed, 0, LARGEST_SEED) if self._start.currentData() else None
            self.refusal = ""
        except ValueError as error:
            self.refusal = str(error)
            rows, seed = self._choices.rows, self._choices.start_seed
        self._choices = replace(
            self._choices,
            rows=rows,
            leaves_out=self._leave_out.isChecked(),
            standardises=self._standardise.isChecked(),
            start_seed=seed,
        )
        self.changed.emit(self._choices)

    def _rows(self, before: Rows) -> Rows:
        taking = self._taking.currentData()
        match taking:
            case Taking.first:
                return replace(before, taking=taking, count=_whole(self._first))
            case Taking.between:
                return replace(before, taking=taking, begin=_whole(self._first), end=_whole(self._second))
            case Taking.sample:
                seed = _whole(self._second, 0, LARGEST_SEED)
                return replace(before, taking=taking, count=_whole(self._first), seed=seed)
        return replace(before, taking=taking)


def _whole(field: QLineEdit, least: int = 1, most: int = 10**12) -> int:
    number = parse_whole(field.text())
    if number is None or not least <= number <= most:
        raise ValueError(f"“{field.text()[:20]}” is no whole number from {least} on.")
    return number


def _combo(name: str, words: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(words)
    combo.setAccessibleDescription(words)
    return combo


def _field(name: str, words: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(words)
    field.setToolTip(words)
    field.setFixedWidth(_FIELD * field.fontMetrics().averageCharWidth() + 16)
    room = field.sizePolicy()
    room.setRetainSizeWhenHidden(True)
    field.setSizePolicy(room)
    return field


def _heading(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    font = label.font()
    font.setWeight(font.Weight.DemiBold)
    label.setFont(font)
    return label


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
