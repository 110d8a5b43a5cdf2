"""Exported programs, run as a person would run them, and what they print."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Any

from bpgui.core.cells import Cell, Matrix
from bpgui.session.code_script import script
from bpgui.session.code_sections import Program
from bpgui.session.export_matrices import known_matrices
from bpgui.session.screen import Screen

NAMES = {Matrix.loss: "L"}

Printed = dict[str, list[list[str]]]


class Ran:
    """What a program printed, and what its variables are."""

    def __init__(self, code: list[str], where: str = "") -> None:
        self.variables: dict[str, Any] = {"__name__": "__main__", "__file__": where}
        said = io.StringIO()
        with contextlib.redirect_stdout(said), warnings.catch_warnings():
            warnings.simplefilter("error")
            for part in code:
                exec(compile(part, "exported", "exec"), self.variables)
        self.said = said.getvalue()

    @property
    def printed(self) -> Printed:
        """The matrices, as texts, by the names that stand over them."""
        return printed(self.said)

    @property
    def found(self) -> dict[str, int]:
        """How many numbers agree, are lost in rounding, and differ."""
        found: dict[str, int] = self.variables["found"]
        return found

    def matrix(self, matrix: Matrix) -> list[list[float]]:
        """A matrix as the program has it."""
        value = self.variables[matrix.value]
        rows: list[list[float]] = (value.reshape(1, 1) if matrix is Matrix.loss else value).tolist()
        return rows


def printed(said: str) -> Printed:
    """The matrices that a program printed."""
    blocks = (block.splitlines() for block in said.strip().split("\n\n"))
    return {
        lines[0]: [line.replace("~", "").split() for line in lines[1:]] for lines in blocks if lines[0].isidentifier()
    }


def run(program: Program) -> Ran:
    """Run a program that has its data in its text."""
    return Ran([script(program)])


def on_screen(screen: Screen) -> Printed:
    """The same of the screen: what stands in the cells of all matrices that are known."""
    shape = screen.network.shape
    shown = {}
    for matrix in known_matrices(screen):
        rows, columns = shape.of(matrix)
        texts = [[screen.look(Cell(matrix, i, j)).text for j in range(columns)] for i in range(rows)]
        shown[NAMES.get(matrix, matrix.value)] = [[_plain(text) for text in row] for row in texts]
    return shown


def _plain(text: str) -> str:
    return text.replace("−", "-").replace("≈", "").replace("< ", "<")
