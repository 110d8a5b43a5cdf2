"""What stands in the dialog of an import: the file, how it is read, the preview, the settings, what comes of it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bpgui.session.data_reading import DataFile
from bpgui.session.import_choices import ImportChoices, Role, listed
from bpgui.ui.import_preview import ImportPreview
from bpgui.ui.import_reading_bar import ReadingBar
from bpgui.ui.import_settings import ImportSettings
from bpgui.ui.refusal import Refusal, ok_and_cancel, room_of
from bpgui.ui.theme import Theme

FINENESS = 1000
"""Of the progress."""

_LATE = 250
"""Milliseconds after which progress is shown."""
_SETTINGS_WIDTH = 42
"""Characters."""
_MOST_COLUMNS_TOLD = 28
_NO_FILE = "Choose a file: CSV, TSV, text, XLSX, NPY or NPZ."


class ImportForm(QDialog):
    """Its parts and where they stand; what they do is told elsewhere."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setWindowTitle("Import data")
        self.file, self.choose_file = _ElidedLabel(_NO_FILE), QPushButton("Choose &file…")
        self.reading, self.settings = ReadingBar(), ImportSettings()
        self.preview, self.role, self._columns = ImportPreview(theme), QComboBox(), QLabel()
        self.summary, self.refusal, self.progress = QLabel(), Refusal("import_refusal", 1), QProgressBar()
        self.buttons = ok_and_cancel("&Import", "import")
        self._late = QTimer(self, singleShot=True, interval=_LATE)
        self._late.timeout.connect(self.progress.show)
        self._describe()
        self._arrange()
        room = self.screen().availableGeometry()
        self.resize(min(round(0.94 * parent.width()), 1300, room.width()), min(round(0.92 * parent.height()), 820))

    def _describe(self) -> None:
        for widget, name, words in (
            (self.file, "import_file", "File"),
            (self.role, "import_role", "Role of the columns that are chosen"),
            (self.summary, "import_summary", "What the network will be"),
            (self.progress, "import_progress", "How far reading has come"),
            (self.choose_file, "import_choose_file", "Choose a file"),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(words)
        self.choose_file.setAccessibleDescription("Another file to import")
        self.role.setAccessibleDescription("What the columns that are chosen in the preview are for")
        self.role.setToolTip("What the columns that are chosen below are for")
        for role in Role:
            self.role.addItem(role.told, role)
        self.choose_file.setAutoDefault(False)
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        bold = self.summary.font()
        bold.setWeight(bold.Weight.DemiBold)
        self.summary.setFont(bold)
        self.progress.setRange(0, FINENESS)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        for widget in (self.progress, self.role, self._columns):
            room = widget.sizePolicy()
            room.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(room)
        self.progress.hide()

    def _arrange(self) -> None:
        top, roles = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.choose_file)
        top.addWidget(self.file, 1)
        self._columns.setBuddy(self.role)
        roles.addWidget(self._columns)
        roles.addWidget(self.role)
        roles.addStretch(1)
        left, middle, foot = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        left.addLayout(roles)
        left.addWidget(self.preview, 1)
        self.settings.setFixedWidth(_SETTINGS_WIDTH * self.fontMetrics().averageCharWidth())
        middle.addLayout(left, 1)
        middle.addSpacing(10)
        middle.addWidget(self.settings)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.reading)
        layout.addLayout(middle, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.refusal)
        layout.addLayout(foot)
        self.summary.setMinimumHeight(room_of(2, self.summary))
        in_order = (self.choose_file, self.reading, self.role, self.preview, self.settings, self.buttons)
        for before, after in pairwise(in_order):
            self.setTabOrder(before, after)

    def show_file(self, data: DataFile, notes: tuple[str, ...] = ()) -> None:
        """Say what is known of the file."""
        told = f"{data.path.name}, {data.told}" if data.told else data.path.name
        self.file.setText(f"{told}. {' '.join(notes)}" if notes else told)
        self.file.setToolTip("\n".join((str(data.path), data.told, *notes)).strip())

    def show_role(self, choices: ImportChoices | None) -> None:
        """Say which columns are chosen, and what they are for; nothing before there are any."""
        self.role.setVisible(choices is not None)
        self._columns.setVisible(choices is not None)
        columns = self.preview.columns()
        roles = set() if choices is None else {choices.roles[column] for column in columns}
        self.role.setEnabled(bool(roles))
        self.role.setCurrentIndex(self.role.findData(roles.pop()) if len(roles) == 1 else -1)
        told = listed(columns)
        shown = told if len(told) <= _MOST_COLUMNS_TOLD else f"{told[:_MOST_COLUMNS_TOLD]}…"
        several = f"Col&umns {shown} are" if columns else "Col&umns are"
        self._columns.setText(f"Col&umn {shown} is" if len(columns) == 1 else several)

    def show_busy(self, is_busy: bool) -> None:
        """Show that something is under way, if it takes long."""
        if not is_busy:
            self._late.stop()
            self.progress.hide()
        elif not self._late.isActive() and self.progress.isHidden():
            self._late.start()

    def let_import(self, can_choose: bool, is_refused: bool) -> None:
        """Whether there is something to choose of, and to import."""
        button = self.findChild(QPushButton, "import_go")
        assert isinstance(button, QPushButton)
        button.setEnabled(can_choose and not is_refused)
        self.settings.setEnabled(can_choose)


class _ElidedLabel(QLabel):
    """One line, which ends in “…” where it is too long; whole on hover."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        elided = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        with QPainter(self) as painter:
            painter.setPen(self.palette().windowText().color())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
