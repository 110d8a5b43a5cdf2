"""The page that exports the loss curve as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from bpgui.core.numbers import grouped, parse_whole
from bpgui.session.export_curve import (
    POINTS_AS_DRAWN,
    CurveError,
    CurveRows,
    curve_note,
    curve_table,
    exact_losses,
    last_that_may_be_told,
    proposed_last,
)
from bpgui.session.export_numbers import csv_fields, encoded
from bpgui.session.loss_readout import LossReadout
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.data_export_names import stem_of
from bpgui.ui.data_export_page import Suffix
from bpgui.ui.data_export_text_page import TextPage, put_text_on_the_clipboard
from bpgui.ui.data_export_writing import NotSavedError, write_files
from bpgui.ui.tick_box import TickBox

_NAME = "data_export_curve"
_FIELD_IN_FIGURES = 11
_NO_WHOLE_NUMBER = "“{}” is not a whole number here: expected one such as 100 or 1e6."


class CurvePage(TextPage):
    """Which iterations, and every how many of them, or as many as a drawn curve has points."""

    def __init__(self, bridge: SessionBridge, is_log: Callable[[], bool]) -> None:
        super().__init__(bridge, "Loss curve", _NAME)
        self._is_log = is_log
        self._first, self._last, self._step = QLineEdit("0"), QLineEdit(), QLineEdit("1")
        self._as_drawn, self._comma = (
            TickBox(f"As &drawn: {grouped(POINTS_AS_DRAWN)} of them"),
            TickBox("Deci&mal comma"),
        )
        for control, name, said in (
            (self._first, "first", "First iteration"),
            (self._last, "last", "Last iteration"),
            (self._step, "step", "Every so many iterations"),
            (self._as_drawn, "as_drawn", "As drawn"),
            (self._comma, "comma", "Decimal comma"),
        ):
            control.setObjectName(f"{_NAME}_{name}")
            control.setAccessibleName(said)
        self._as_drawn.setToolTip("As many iterations as the drawn curve has points, spaced as on its axis")
        self._comma.setToolTip("0,25 instead of 0.25; semicolons then part the numbers")
        self.add_row(("&Iterations from", self._first), ("&to", self._last), ("e&very", self._step))
        self.add_row(self._as_drawn, self._comma)
        self._why_not = ""
        for field in (self._first, self._last, self._step):
            field.textEdited.connect(self._choose)
        for box in (self._as_drawn, self._comma):
            box.toggled.connect(self._choose)

    @property
    def suffixes(self) -> tuple[Suffix, ...]:
        return (Suffix("Comma-separated values", "csv"),)

    @property
    def proposed_name(self) -> str:
        stem = stem_of(self.bridge.screen).rpartition("-")[0]
        return f"{stem}-loss.csv"

    @property
    def why_not_saved(self) -> str:
        return self._why_not

    # --- showing it

    def refresh(self) -> None:
        self.set_usable(self._step, not self._as_drawn.isChecked())
        for field in (self._first, self._last, self._step):
            field.setFixedWidth(_FIELD_IN_FIGURES * field.fontMetrics().horizontalAdvance("0"))
        readout, note = self._readout, ""
        self._why_not = ""
        try:
            if not self._last.isModified():
                self._last.setText(str(proposed_last(readout)))
            note = curve_note(readout)
            self.show_text(self._text(), note)
        except CurveError as error:
            self._why_not = str(error)
            self.show_nothing(str(error), note)

    def _choose(self) -> None:
        self.refresh()
        self.changed.emit()

    @property
    def _readout(self) -> LossReadout:
        return LossReadout.of(self.bridge.session, self.bridge.screen)

    def _rows(self, readout: LossReadout) -> CurveRows:
        """What is asked for. Raises CurveError."""
        most = last_that_may_be_told(readout)
        first, last = _whole(self._first, 0, most), _whole(self._last, 0, most)
        if self._as_drawn.isChecked():
            return CurveRows(first, last, as_drawn=True, in_log=self._is_log())
        return CurveRows(first, last, _whole(self._step, 1, max(most, 1)))

    def _text(self) -> Iterator[str]:
        readout = self._readout
        iterations = self._rows(readout).iterations()
        assert readout.curve is not None
        exact = exact_losses(self.bridge.session.course, iterations)
        return curve_table(readout.curve, iterations, csv_fields(self._comma.isChecked()), exact)

    # --- doing it

    def copy(self) -> str:
        try:
            return put_text_on_the_clipboard(self._text()) or "Copied: the loss curve."
        except CurveError as error:
            return str(error)

    def save(self, path: Path) -> str:
        try:
            write_files({path: encoded(self._text(), is_marked=False)}, self)
        except (CurveError, NotSavedError) as error:
            return str(error)
        return f"Saved as {path}."


def _whole(field: QLineEdit, least: int, most: int) -> int:
    """The whole number in a field. Raises CurveError."""
    text = field.text().strip()
    found = parse_whole(text)
    if found is None:
        raise CurveError(_NO_WHOLE_NUMBER.format(text if len(text) <= 20 else text[:19] + "…"))
    if not least <= found <= most:
        raise CurveError(f"Expected a whole number from {least} to {grouped(most)}, got {grouped(found)}.")
    return found
