"""Import data…: a file is read, its columns get roles, and what the network will be is said before it is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from bpgui.session.data_files import SUFFIXES, look_at, read
from bpgui.session.data_reading import DataFile, Progress, Reading
from bpgui.session.data_table import DataError, DataTable
from bpgui.session.document import Document
from bpgui.session.import_choices import ImportChoices, Role
from bpgui.session.import_document import imported, take_import
from bpgui.session.import_plan import Plan, plan
from bpgui.session.import_proposal import proposed_choices
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.import_form import FINENESS, ImportForm
from bpgui.ui.import_worker import ImportWorker
from bpgui.ui.theme import Theme

Hear = Callable[[object], None]


def show_import(parent: QWidget, bridge: SessionBridge, theme: Theme, path: Path | None = None) -> ImportDialog:
    """Open the dialog for a file; without one, ask for it first."""
    for open_already in parent.findChildren(ImportDialog):
        open_already.reject()
    dialog = ImportDialog(bridge, parent, theme)
    dialog.open()
    if path is None:
        dialog.ask_for_file()
    else:
        dialog.open_file(path)
    return dialog


class ImportDialog(ImportForm):
    """Reads off the window's thread, and changes nothing before Import is pressed."""

    def __init__(self, bridge: SessionBridge, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._data: DataFile | None = None
        self._table: DataTable | None = None
        self._choices: ImportChoices | None = None
        self._earlier: ImportChoices | None = None
        self._heard: Hear = _unheard
        self._worker = ImportWorker(self)
        self._connect()
        self._show_role()
        self._show_state()

    @property
    def is_busy(self) -> bool:
        """Whether something is being read or worked out."""
        return self._worker.is_busy

    def _connect(self) -> None:
        worker = self._worker
        worker.done.connect(lambda made: self._heard(made))
        worker.begun.connect(self._on_begun)
        worker.failed.connect(self._on_failed)
        worker.progressed.connect(lambda done: self.progress.setValue(round(done * FINENESS)))
        worker.state_changed.connect(self._show_state)
        self.finished.connect(worker.cancel)
        self.choose_file.clicked.connect(self.ask_for_file)
        self.reading.changed.connect(self._read)
        self.settings.changed.connect(self._on_settings)
        self.settings.problem_chosen.connect(self.preview.go_to)
        self.preview.columns_chosen.connect(self._show_role)
        self.preview.role_wanted.connect(self._give_role)
        self.role.activated.connect(lambda: self._give_role(self.role.currentData()))
        self.buttons.accepted.connect(self._import)
        self.buttons.rejected.connect(self.reject)

    # --- the file

    def ask_for_file(self) -> None:
        """Ask which file it is to be."""
        dialog = QFileDialog(self, "Import data")
        dialog.setObjectName("import_which")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        pattern = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        dialog.setNameFilters([f"Data ({pattern})", "All files (*)"])
        dialog.fileSelected.connect(lambda chosen: self.open_file(Path(chosen)))
        if not self.file.toolTip():  # nothing has been chosen yet
            dialog.rejected.connect(self.reject)
        dialog.open()

    def open_file(self, path: Path) -> None:
        """Look at a file, and then read it."""
        self._data, self._choices = None, None
        self._forget_table()
        self.reading.show_nothing()
        self.file.setText(path.name)
        self.file.setToolTip(str(path))
        self._begin(lambda progress, begun: look_at(path, progress), self._on_looked)

    def _on_looked(self, data: object) -> None:
        assert isinstance(data, DataFile)
        self._data = data
        source = self._bridge.session.document.source
        is_known = source is not None and source.file == data.path.name
        self._earlier = ImportChoices.from_text(source.choices) if source is not None and is_known else None
        reading = data.proposed if self._earlier is None else self._earlier.reading
        has_its_parts = set(reading.parts) <= set(data.parts) and bool(reading.parts) == bool(data.parts)
        self._read(reading if has_its_parts else data.proposed)

    def _read(self, reading: Reading) -> None:
        data = self._data
        if data is None:
            return
        self._forget_table()
        self.reading.show_reading(data, reading)
        self.show_file(data)
        current = ImportChoices(reading) if self._choices is None else self._choices
        earlier = self._earlier

        def work(progress: Progress, begun: Hear) -> tuple[DataTable, ImportChoices]:
            table = read(data, reading, progress, begun)
            read_as = replace(reading, has_header=table.has_header)
            fits = earlier if earlier is not None and earlier.reading == read_as else None
            return table, proposed_choices(table, fits, replace(current, reading=read_as))

        self._begin(work, self._on_read)

    def _on_begun(self, table: object) -> None:
        assert isinstance(table, DataTable)
        self.preview.preview.show_table(table, None)

    def _on_read(self, made: object) -> None:
        assert isinstance(made, tuple)
        assert self._data is not None
        table, choices = self._table, self._choices = made
        self.reading.show_reading(self._data, choices.reading)
        self.settings.show_choices(choices)
        self.preview.preview.show_table(table, choices)
        self.show_file(self._data, table.notes)
        self.preview.setCurrentIndex(self.preview.preview.index(0, 0))
        self.preview.selectColumn(0)  # or else the next one that is clicked would be chosen with all between
        self._show_role()
        self._follow()

    def _forget_table(self) -> None:
        self._table = None
        self.preview.preview.show_table(None, None)
        self._show_role()
        self.settings.show_problems(None, None)
        self.summary.setText("")
        self.refusal.say("")

    # --- the choices

    def _on_settings(self, choices: object) -> None:
        assert isinstance(choices, ImportChoices)
        self._choices = choices
        self._follow()

    def _give_role(self, role: Role) -> None:
        if self._choices is not None and self._table is not None:
            self._choices = self._choices.with_roles(self.preview.columns(), role)
            self.settings.show_choices(self._choices)
            self.preview.preview.show_choices(self._choices)
            self._show_role()
            self._follow()

    def _show_role(self) -> None:
        self.show_role(None if self._table is None else self._choices)

    def _follow(self) -> None:
        """Work out what comes of the choices."""
        table, choices = self._table, self._choices
        if table is not None and choices is not None:
            self.refusal.say(self.settings.refusal)
            self._begin(lambda progress, begun: plan(table, choices, progress), self._on_planned)

    def _on_planned(self, made: object) -> None:
        assert isinstance(made, Plan)
        assert self._choices is not None
        self.preview.preview.show_plan(self._choices, made)
        self.settings.show_problems(made, self._table)
        self.summary.setText(made.told(self._choices))
        self.refusal.say(self.settings.refusal or made.refusal)

    # --- doing it

    def _import(self) -> None:
        data, table, choices = self._data, self._table, self._choices
        if data is None or table is None or choices is None or self.settings.refusal:
            return
        convention = self._bridge.session.document.convention
        self._begin(lambda progress, begun: imported(data, table, choices, convention, progress), self._on_imported)

    def _on_imported(self, document: object) -> None:
        assert isinstance(document, Document)
        assert self._data is not None
        name = f"Import {self._data.path.name}"
        self.accept()
        self._bridge.do(lambda session: take_import(session, document, name))

    # --- what is under way

    def _begin(self, work: Callable[[Progress, Hear], object], heard: Hear) -> None:
        self._heard = heard
        self.progress.setValue(0)
        self._worker.start(work)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, DataError):
            self.refusal.say(str(error))
        elif isinstance(error, MemoryError):
            self.refusal.say("There is not enough memory: take fewer rows or columns.")
        else:
            self.refusal.say("Something went wrong in bpgui. Nothing was changed.")
            raise error

    def _show_state(self) -> None:
        self.show_busy(self._worker.is_busy)
        self.let_import(self._table is not None, bool(self.refusal.text()))


def _unheard(made: object) -> None:
    pass
