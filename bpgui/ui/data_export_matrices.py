"""The page that exports matrices: as CSV, as a NumPy archive, or in one sheet for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import QComboBox

from bpgui.core.cells import Matrix
from bpgui.core.notation import symbol
from bpgui.session.export_matrices import (
    known_matrices,
    left_out,
    matrix_table,
    npz_content,
    npz_words,
    sheet,
    table_content,
)
from bpgui.session.export_numbers import csv_fields, tsv_fields
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.data_export_names import stem_of, with_addition
from bpgui.ui.data_export_page import Suffix
from bpgui.ui.data_export_text_page import TextPage, put_text_on_the_clipboard
from bpgui.ui.data_export_writing import NotSavedError, write_files
from bpgui.ui.tick_box import TickBox

_NAME = "data_export_matrices"


class MatrixFormat(Enum):
    """How matrices are written."""

    one = "CSV, one matrix"
    each = "CSV, a file for each matrix"
    sheet = "TSV, all matrices in one sheet"
    archive = "NPZ, all matrices for NumPy"

    @property
    def suffix(self) -> Suffix:
        """Its kind of file."""
        return {
            MatrixFormat.sheet: Suffix("Tab-separated values", "tsv"),
            MatrixFormat.archive: Suffix("NumPy archive", "npz"),
        }.get(self, Suffix("Comma-separated values", "csv"))


class MatricesPage(TextPage):
    """Which format, which matrix, whether with names and with decimal commas."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__(bridge, "Matrices", _NAME)
        self._format, self._matrix = QComboBox(), QComboBox()
        self._wishes_names = False
        self._names = TickBox("&Names of rows and columns")
        self._comma = TickBox("&Decimal comma")
        for control, name, said in (
            (self._format, "format", "Format"),
            (self._matrix, "matrix", "Which matrix"),
            (self._names, "names", "Names of rows and columns"),
            (self._comma, "comma", "Decimal comma"),
        ):
            control.setObjectName(f"{_NAME}_{name}")
            control.setAccessibleName(said)
        for form in MatrixFormat:
            self._format.addItem(form.value, form)
        self._matrix.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._comma.setToolTip("0,25 instead of 0.25; in CSV, semicolons then part the numbers")
        self.add_row(("&Format", self._format), ("&Matrix", self._matrix))
        self.add_row(self._names, self._comma)
        self._format.currentIndexChanged.connect(self._choose)
        self._matrix.activated.connect(self._choose)
        self._names.clicked.connect(self._choose_names)
        self._comma.toggled.connect(self._choose)

    # --- what is chosen

    @property
    def format(self) -> MatrixFormat:
        """The chosen format."""
        return MatrixFormat(self._format.currentData())

    @property
    def matrix(self) -> Matrix:
        """The chosen matrix."""
        return Matrix(self._matrix.currentData())

    @property
    def suffixes(self) -> tuple[Suffix, ...]:
        return (self.format.suffix,)

    @property
    def proposed_name(self) -> str:
        stem = stem_of(self.bridge.screen)
        if self.format is MatrixFormat.one:
            stem += f"-{self.matrix.value}"
        return f"{stem}.{self.format.suffix.ending}"

    @property
    def why_not_copied(self) -> str:
        match self.format:
            case MatrixFormat.archive:
                return "A NumPy archive is no text: save it."
            case MatrixFormat.each:
                return "Several files can’t be copied at once: save them, or choose one matrix."
        return ""

    # --- showing it

    def refresh(self) -> None:
        screen = self.bridge.screen
        self._list(known_matrices(screen))
        form = self.format
        self.set_usable(self._matrix, form is MatrixFormat.one)
        are_free = form in (MatrixFormat.one, MatrixFormat.each)
        self.set_usable(self._names, are_free)
        self._names.setChecked(self._wishes_names if are_free else form is MatrixFormat.sheet)
        self.set_usable(self._comma, form is not MatrixFormat.archive)
        said = left_out(screen)
        if form is MatrixFormat.archive:
            self.show_text([npz_words(screen)], said)
        elif form is MatrixFormat.each:
            self.show_text(self._all_tables(), said)
        else:
            self.show_text(self._text(), said)

    def _choose_names(self, are_wished: bool) -> None:
        self._wishes_names = are_wished
        self._choose()

    def _choose(self) -> None:
        self.refresh()
        self.changed.emit()

    def _list(self, known: tuple[Matrix, ...]) -> None:
        """Offer the matrices that are known; the one that was chosen stays, or else the selected one is."""
        if tuple(self._matrix.itemData(row) for row in range(self._matrix.count())) == known:
            return
        selection = self.bridge.screen.selection
        wished = self._matrix.currentData() or (None if selection is None else selection.matrix)
        self._matrix.clear()
        for matrix in known:
            self._matrix.addItem(symbol(matrix), matrix)
        self._matrix.setCurrentIndex(max(self._matrix.findData(wished), 0))

    def _text(self, matrix: Matrix | None = None) -> Iterator[str]:
        screen, comma = self.bridge.screen, self._comma.isChecked()
        if self.format is MatrixFormat.sheet:
            return sheet(screen, tsv_fields(comma))
        return matrix_table(screen, matrix or self.matrix, csv_fields(comma), self._names.isChecked())

    def _all_tables(self) -> Iterator[str]:
        for number, matrix in enumerate(known_matrices(self.bridge.screen)):
            yield ("\n" if number else "") + f"─── {with_addition(Path(self.proposed_name), matrix.value)} ───\n"
            yield from self._text(matrix)

    # --- doing it

    def copy(self) -> str:
        refused = put_text_on_the_clipboard(self._text())
        named = "all matrices" if self.format is MatrixFormat.sheet else symbol(self.matrix)
        return refused or f"Copied: {named}."

    def save(self, path: Path) -> str:
        try:
            return self._save(path)
        except NotSavedError as error:
            return str(error)

    def _save(self, path: Path) -> str:
        screen, with_names = self.bridge.screen, self._names.isChecked()
        match self.format:
            case MatrixFormat.archive:
                write_files({path: npz_content(screen)}, self)
            case MatrixFormat.sheet:
                write_files({path: table_content(self._text(), with_names=True)}, self)
            case MatrixFormat.one:
                write_files({path: table_content(self._text(), with_names)}, self)
            case MatrixFormat.each:
                named = {with_addition(path, matrix.value): matrix for matrix in known_matrices(screen)}
                there = [each.name for each in named if each.exists()]
                if there:
                    raise NotSavedError(f"{', '.join(there)}: there already. Nothing was written; choose another name.")
                write_files({each: table_content(self._text(m), with_names) for each, m in named.items()}, self)
                first, *_, last = (each.name for each in named)
                return f"Saved {len(named)} files in {path.parent}: {first} to {last}."
        return f"Saved as {path}."
