"""Copy or save the derivation of the selected entry, or of all entries of its matrix, in any format."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from bpgui.session.derivation_text import TooManyEntriesError, derivations_of, each_derivation
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.derivation_picture import TooHighError, as_image
from bpgui.ui.export_choices import ExportChoices
from bpgui.ui.export_content import Export, Format, proposed_name, put_on_the_clipboard, title_of
from bpgui.ui.export_parts import Outcome, export_button, waiting
from bpgui.ui.export_preview import ExportPreview
from bpgui.ui.theme import LIGHT, Theme
from bpgui.ui.whole_files import NotWrittenError, not_saved, write_whole

T = TypeVar("T")

_PREVIEWED = 3
_NOTHING = "Nothing is selected. Select a number in the window to copy or save what it is made of."


def copy_latex(bridge: SessionBridge) -> None:
    """Put the derivation of the selected entry on the clipboard, as LaTeX."""
    _copy(bridge, Format.latex)


def copy_text(bridge: SessionBridge) -> None:
    """Put the derivation of the selected entry on the clipboard, in plain text."""
    _copy(bridge, Format.text)


def _copy(bridge: SessionBridge, form: Format) -> None:
    screen = bridge.screen
    if screen.selection is not None:
        export = Export(derivations_of(screen, screen.selection), form, LIGHT, title=title_of(screen))
        put_on_the_clipboard(export.for_the_clipboard())


def show_export(parent: QWidget, bridge: SessionBridge, theme: Theme) -> ExportDialog:
    """Open the dialog, or bring the one that is open to the front."""
    open_already = (each for each in parent.findChildren(ExportDialog) if each.isVisible())
    dialog = next(open_already, None) or ExportDialog(bridge, theme, parent)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


class ExportDialog(QDialog):
    """Which entries, which format, which look; a preview that follows the session; and what came of it."""

    def __init__(self, bridge: SessionBridge, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("export_derivation")
        self.setWindowTitle("Copy or save the derivation")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._shown: object = None
        self._pending = b""
        self._choices, self._preview = ExportChoices(theme), ExportPreview()
        self._outcome = Outcome("export_sentence")
        self._copy, self._save = export_button("&Copy", "export_copy"), export_button("&Save…", "export_save")
        self._close = export_button("Clos&e", "export_close")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._refresh)
        self._arrange()
        self._connect()
        self.resize(min(round(0.78 * parent.width()), 1100), min(round(0.86 * parent.height()), 760))
        self._refresh()

    def _arrange(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self._choices)
        above.addWidget(self._preview, 1)
        below.addWidget(self._outcome, 1)
        for button in (self._copy, self._save, self._close):
            below.addWidget(button)
        self._save.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addLayout(above, 1)
        layout.addLayout(below)
        self._choices.setFocus()

    def _connect(self) -> None:
        self._choices.changed.connect(self._choose)
        self._copy.clicked.connect(self._copy_it)
        self._save.clicked.connect(self._ask_where)
        self._close.clicked.connect(self.reject)
        self._bridge.changed.connect(self._timer.start)
        self.finished.connect(lambda: self._bridge.changed.disconnect(self._timer.start))

    def _export(self, most: int | None = None) -> Export | None:
        """What is chosen, of the first few entries or of all; None for nothing. Raises TooManyEntriesError."""
        screen, chosen = self._bridge.screen, self._choices
        if screen.selection is None:
            return None
        derivations = tuple(islice(each_derivation(screen, screen.selection, chosen.is_whole), most))
        return Export(derivations, chosen.format, chosen.theme, chosen.is_transparent, title_of(screen))

    # --- showing it

    def _choose(self) -> None:
        self._outcome.say("")
        self._refresh()

    def _refresh(self) -> None:
        """Show what is chosen, if it is not on show already."""
        form = self._choices.format
        self._choices.show_entry(self._bridge.screen)
        export, refused = None, _NOTHING
        try:
            export = self._export(_PREVIEWED)
        except TooManyEntriesError as error:
            refused = str(error)
        self._save.setEnabled(export is not None)
        self._copy.setEnabled(export is not None and form.can_be_copied)
        self._copy.setToolTip("" if form.can_be_copied else "Programs don’t take PDF from the clipboard: save it")
        self._choices.show_note(_PREVIEWED)
        what = (export, refused if export is None else "", self._preview.factor)
        if what != self._shown:
            self._shown = what
            self._show(export, refused)

    def _show(self, export: Export | None, refused: str) -> None:
        if export is None:
            self._preview.show_sentence(refused)
        elif not export.format.is_picture:
            self._preview.show_words(export.words(), fixed=export.format is Format.latex)
        else:
            shown = export.derivations[:1] if export.format is Format.pdf else export.derivations
            described = "A picture of the derivation of " + ", ".join(each.title for each in shown)
            try:
                image = as_image(shown, export.theme, export.transparent, factor=self._preview.factor)
                self._preview.show_picture(image, export.theme, described)
            except TooHighError as error:
                self._preview.show_sentence(str(error))

    # --- doing it

    def _make(self, what: Callable[[Export], T]) -> tuple[Export, T] | None:
        """Make something of all that is chosen; where that can't be, say why."""
        try:
            with waiting():
                export = self._export()
                return None if export is None else (export, what(export))
        except (TooManyEntriesError, TooHighError) as error:
            self._outcome.say(str(error))
            return None

    def _copy_it(self) -> None:
        made = self._make(Export.for_the_clipboard)
        if made is not None:
            export, data = made
            put_on_the_clipboard(data)
            self._outcome.say(f"Copied as {export.format.title}: {export.named}.")

    def _ask_where(self) -> None:
        """Make what is chosen now, and ask for the file that it goes to."""
        made = self._make(Export.content)
        if made is None:
            return
        export, self._pending = made
        form, first = export.format, export.derivations[0].entry
        dialog = QFileDialog(self, "Save the derivation")
        dialog.setObjectName("export_where")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{form.title} (*.{form.value})", "All files (*)"])
        dialog.setDefaultSuffix(form.value)
        dialog.selectFile(proposed_name(first, self._choices.is_whole, form))
        dialog.fileSelected.connect(self._write)
        dialog.open()

    def _write(self, chosen: str) -> None:
        path = Path(chosen)
        try:
            write_whole(path, [self._pending])
        except NotWrittenError as error:
            self._outcome.say(not_saved(path, str(error)))
        else:
            self._outcome.say(f"Saved as {path}.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()
