"""Lays out the patterns that derivations are written in, one at a time while nothing else is to be done.

The first symbol of each pattern takes the typesetter milliseconds; so the first click has none left to wait for.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, product

from PySide6.QtCore import QObject, QTimer

from bpgui.core.cells import Cell, Matrix, Shape
from bpgui.core.inputs import InputMatrix
from bpgui.core.notation import cell_latex
from bpgui.session.derivation import derive
from bpgui.session.document import Document
from bpgui.session.pieces import Kind
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.typeset import piece

_PAUSE = 4
"""Milliseconds between two, in which keys and paints come first."""


class Warming(QObject):
    """Goes on until all patterns are laid out, or until it is deleted."""

    def __init__(self, bridge: SessionBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._one_more)
        self._patterns: Iterator[str] = _of_every_kind()
        bridge.document_loaded.connect(self._on_document_loaded)
        self._on_document_loaded()

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to lay out."""
        return not self._timer.isActive()

    def _on_document_loaded(self) -> None:
        self._patterns = chain(self._patterns, _of_the_indices(self._bridge.session.document.shape))
        self._timer.start(_PAUSE)

    def _one_more(self) -> None:
        latex = next(self._patterns, None)
        if latex is None:
            self._timer.stop()
        else:
            piece(latex)


def _of_every_kind() -> Iterator[str]:
    """The LaTeX of every kind of entry, of a network of two examples, features and classes."""
    half = [["-1.5", "0.25"], ["1", "-2"]]
    given = (
        InputMatrix.from_rows(m, half[: 1 if m is Matrix.b else 2]) for m in (Matrix.x, Matrix.w, Matrix.b, Matrix.y)
    )
    x, w, b, y = given
    session = Session(Document(x, w, b, y))
    session.update()
    session.step_back()
    for matrix in Matrix:
        session.select(Cell(matrix, 0, 0))
        derivation = derive(Screen(session))
        for line in derivation.lines if derivation is not None else ():
            yield from dict.fromkeys(each.latex for each in line.pieces if each.kind is not Kind.word)


def _of_the_indices(shape: Shape) -> Iterator[str]:
    """The names of entries with indices of one figure, of two, … as far as a network has them."""
    for matrix in Matrix:
        for row, column in product(*([10**n - 1 for n in range(len(str(size)))] for size in shape.of(matrix))):
            yield cell_latex(Cell(matrix, row, column))
    for row in (10**n - 1 for n in range(1, len(str(shape.N)))):
        output, weight = cell_latex(Cell(Matrix.y_hat, row, 0)), cell_latex(Cell(Matrix.w, 0, 0))
        yield rf"\frac{{\partial {output}}}{{\partial {weight}}}"
