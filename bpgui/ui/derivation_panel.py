"""The derivation of the selected entry: its terms in symbols and in numbers, with the sum so far.

A plain list for now; the typeset derivation takes its place.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bpgui.core.notation import cell_symbol
from bpgui.session.derivation import Derivation
from bpgui.session.sentence import about_an_input
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.fonts import TEXT_PIXELS, text_font
from bpgui.ui.term_list import TermList
from bpgui.ui.term_model import DerivationModel
from bpgui.ui.theme import Theme


class DerivationPanel(QFrame):
    """The derivation with its heading, formula and result."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("derivation_panel")
        self._bridge = bridge
        self._heading, self._formula, self._about, self._result = QLabel(), QLabel(), QLabel(), QLabel()
        self._heading.setObjectName("card_heading")
        self._result.setObjectName("derivation_result")
        self._formula.setObjectName("derivation_formula")
        self._about.setObjectName("derivation_about")
        self._about.setWordWrap(True)
        for label in (self._formula, self._about, self._result):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._model = DerivationModel(bridge, self)
        self.terms = TermList(self._model, self)
        self._layout = QVBoxLayout(self)
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addWidget(self._formula, 1)
        self._layout.addLayout(head)
        self._layout.addWidget(self._about)
        self._layout.addWidget(self.terms, 1)
        self._layout.addWidget(self._result)
        self._layout.addStretch()
        self.terms.term_pointed_at.connect(self._on_term_pointed_at)
        bridge.changed.connect(self.refresh)
        self.refresh()

    def set_looks(self, theme: Theme, scale: float, compact: bool = False) -> None:
        """Take other colours, and another scale; `compact` has less air and no headings, for large type."""
        self._model.theme = theme
        margin = round(9 * scale)
        self._layout.setContentsMargins(margin, round(6 * scale), margin, round(6 * scale))
        self._layout.setSpacing(round(4 * scale))
        self._heading.setFont(_heading_font(scale))
        self.setMinimumSize(200, round((90 if compact else 140) * scale))
        self._formula.setFont(text_font(TEXT_PIXELS * scale))
        self._about.setFont(text_font(TEXT_PIXELS * scale))
        self._result.setFont(text_font(TEXT_PIXELS * scale * 1.08, QFont.Weight.DemiBold))
        self.terms.setFont(text_font(TEXT_PIXELS * scale * 0.94))
        self._model.bold_font = text_font(TEXT_PIXELS * scale * 0.94, QFont.Weight.DemiBold)
        self.terms.verticalHeader().setDefaultSectionSize(round((15.3 if compact else 20) * scale))
        self.terms.horizontalHeader().setVisible(not compact)
        self.terms.share_the_width()
        self.refresh()

    def refresh(self) -> None:
        """Show the derivation of what is selected now."""
        screen, derivation = self._bridge.screen, self._model.derivation
        selection = screen.selection
        name = "" if selection is None else f"  {cell_symbol(selection)}"
        self._heading.setText(f"DERIVATION{name}")
        for widget in (self.terms, self._formula, self._result):
            widget.setVisible(derivation is not None)
        self._about.setVisible(derivation is None)
        if derivation is None:
            self._formula.clear()
            self._result.clear()
            self._about.setText(about_an_input(screen) or "Select any number to see what it is made of.")
            return
        self._about.clear()
        self._formula.setText(derivation.formula)
        self._result.setText(_result(derivation))
        self.terms.show_sums(derivation.terms > 1)
        self._show_the_row_at_work(derivation)

    def _show_the_row_at_work(self, derivation: Derivation) -> None:
        session = self._bridge.session
        number = (session.pointed_term + 1) if session.pointed_term is not None else derivation.terms_added
        row = self._model.row_of_term(max(number, 1))
        if row is not None:
            self.terms.scrollTo(self._model.index(row, 0))

    def _on_term_pointed_at(self, term: int | None) -> None:
        if term != self._bridge.session.pointed_term:
            self._bridge.do(lambda session: session.point_at(term))


def _result(derivation: Derivation) -> str:
    name = cell_symbol(derivation.entry)
    if derivation.result is not None:
        value = derivation.result
        return f"{name} {value.text}" if "<" in value.text else f"{name} {value.equals} {value.text}"
    if derivation.sum_so_far is not None:
        return f"so far {derivation.sum_so_far.equals} {derivation.sum_so_far.text}"
    return f"{name} is not computed yet"


def _heading_font(scale: float) -> QFont:
    font = text_font(10 * scale, QFont.Weight.DemiBold)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    return font
