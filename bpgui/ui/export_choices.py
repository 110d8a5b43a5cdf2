"""The choices of what leaves the panel: which entries, which format, and how a picture looks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from bpgui.core.notation import cell_symbol, symbol
from bpgui.session.derivation_text import MOST_ENTRIES, count_of
from bpgui.session.screen import Screen
from bpgui.ui.export_content import Format
from bpgui.ui.theme import Theme, ThemeName, theme_named

_WIDTH_IN_LETTERS = 28


class ExportChoices(QWidget):
    """The left side of the dialog."""

    changed = Signal()
    """The person has chosen something else."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._this, self._all = QRadioButton("&This entry"), QRadioButton("&All entries")
        self._which = QButtonGroup(self)
        self._format, self._look = QComboBox(), QComboBox()
        self._transparent = QCheckBox("Transparent &ground")
        self._note = QLabel()
        self._note.setObjectName("export_note")
        self._note.setWordWrap(True)
        self._count = 0
        for control, name, said in (
            (self._this, "export_this", "This entry"),
            (self._all, "export_all", "All entries of the matrix"),
            (self._format, "export_format", "Format"),
            (self._look, "export_look", "Look of the picture"),
            (self._transparent, "export_transparent", "Transparent ground of the picture"),
        ):
            control.setObjectName(name)
            control.setAccessibleName(said)
        for button in (self._this, self._all):
            self._which.addButton(button)
        self._this.setChecked(True)
        for form in Format:
            self._format.addItem(form.title, form)
        for look in ThemeName:
            self._look.addItem(look.value.capitalize(), look)
        self._look.setCurrentIndex(self._look.findData(theme.name))
        self.setFocusProxy(self._format)
        self._arrange()
        self._outline_buttons()
        self._which.buttonClicked.connect(lambda: self.changed.emit())
        for box in (self._format, self._look):
            box.currentIndexChanged.connect(lambda: self.changed.emit())
        self._transparent.toggled.connect(lambda: self.changed.emit())

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.addWidget(self._this)
        layout.addWidget(self._all)
        layout.addSpacing(8)
        for text, box in (("&Format", self._format), ("&Look", self._look)):
            label = QLabel(text)
            label.setBuddy(box)
            layout.addWidget(label)
            layout.addWidget(box)
        layout.addWidget(self._transparent)
        self._of_pictures = (label, self._look, self._transparent)
        for widget in self._of_pictures:
            room = widget.sizePolicy()
            room.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(room)
        layout.addSpacing(8)
        layout.addWidget(self._note)
        layout.addStretch(1)
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS)

    @property
    def is_whole(self) -> bool:
        """Whether all entries of the matrix are chosen."""
        return self._all.isChecked() and self._count > 1

    @property
    def format(self) -> Format:
        """The chosen format."""
        return Format(self._format.currentData())

    @property
    def theme(self) -> Theme:
        """The chosen look."""
        return theme_named(ThemeName(self._look.currentData()))

    @property
    def is_transparent(self) -> bool:
        """Whether a picture has no ground."""
        return self._transparent.isChecked() and self.format.is_picture

    def show_entry(self, screen: Screen) -> None:
        """Name what can be chosen now."""
        entry = screen.selection
        self._count = 0 if entry is None else count_of(screen, entry, True)
        self._this.setEnabled(entry is not None)
        self._all.setEnabled(self._count > 1)
        this, every = "&This entry", "&All entries"
        if entry is not None:
            this += f", {cell_symbol(entry)}"
            every = every if self._count == 1 else f"&All {self._count} entries of {symbol(entry.matrix)}"
        self._this.setText(this)
        self._all.setText(every)
        for control in self._of_pictures:
            control.setVisible(self.format.is_picture)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._outline_buttons()

    def _outline_buttons(self) -> None:
        """Fusion outlines them in a shade darker than the window's: in a dark one they would not be seen."""
        outline = self.palette().color(QPalette.ColorRole.PlaceholderText)
        for button in (self._this, self._all, self._transparent):
            palette = button.palette()
            palette.setColor(QPalette.ColorRole.Window, outline)
            button.setPalette(palette)

    def show_note(self, previewed: int) -> None:
        """Say what the format is, and which of all entries the preview doesn't show."""
        count = self._count if self.is_whole else 1
        notes = []
        if self.format is Format.pdf and count > 1:
            notes.append(f"{count} pages, an entry each. The preview shows the first.")
        elif previewed < count <= MOST_ENTRIES:
            notes.append(f"The preview shows the first {previewed} of {count} entries; all are copied or saved.")
        if self.format is Format.latex:
            notes.append("A document that compiles as it is. It needs amsmath and amssymb, and nothing else.")
        self._note.setText("\n\n".join(notes))
