"""What a program that is exported consists of: sections, each with what it says, a formula and code.

A script writes them one after the other, with what they say as comments; a notebook has a cell of words and a cell of
code for each.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from bpgui.core.cells import Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.numbers import grouped
from bpgui.session.code_data import in_one_line, matrix_code, names_code, number_code
from bpgui.session.code_rounding import can_loop
from bpgui.session.screen import Screen


class Language(Enum):
    """In what a program works out its matrices."""

    numpy = "NumPy"
    torch = "PyTorch"


@dataclass(frozen=True)
class Section:
    """A part of a program. `says` are paragraphs of plain words; `latex` is a formula for the notebook alone."""

    title: str
    says: tuple[str, ...]
    code: tuple[str, ...]
    latex: str = ""


@dataclass(frozen=True)
class Program:
    """What a program is made of: what is on screen, the language, and the archive of its data, "" for none.

    in_notebook: whether it has no file of its own, so that the archive is looked for in the current folder.
    """

    screen: Screen
    language: Language
    archive: str = ""
    in_notebook: bool = False

    @property
    def is_torch(self) -> bool:
        """Whether PyTorch works it out."""
        return self.language is Language.torch

    @property
    def iteration(self) -> int:
        """The iteration t that is shown."""
        return self.screen.position.iteration

    @property
    def is_looped(self) -> bool:
        """Whether it goes through the iterations one by one."""
        return can_loop(self.screen)


_A_CODE = {
    LossConvention.per_example: "1 / N",
    LossConvention.per_entry: "1 / (N * K)",
    LossConvention.half_per_example: "1 / (2 * N)",
    LossConvention.sum_of_squares: "1",
}
_A_LATEX = {
    LossConvention.per_example: r"\frac{1}{N}",
    LossConvention.per_entry: r"\frac{1}{N K}",
    LossConvention.half_per_example: r"\frac{1}{2N}",
    LossConvention.sum_of_squares: "",
}
_A_WORDS = {
    LossConvention.per_example: "The sum of squares is divided by the number of examples alone, as in the course note.",
    LossConvention.per_entry: (
        "The sum of squares is divided by the number of entries of ŷ: the mean, as PyTorch’s mse_loss has it."
    ),
    LossConvention.half_per_example: (
        "The sum of squares is divided by twice the number of examples, so that the 2 of the derivative cancels."
    ),
    LossConvention.sum_of_squares: "The sum of squares is divided by nothing: plain least squares.",
}
_COMMENT_WIDTH = 100


def comments(paragraphs: Iterable[str]) -> Iterator[str]:
    """Words as comments."""
    for paragraph in paragraphs:
        yield from (f"# {line}" for line in textwrap.wrap(paragraph, _COMMENT_WIDTH, break_long_words=False))


def title_of(program: Program) -> str:
    """What stands over the program."""
    title = in_one_line(program.screen.document.title) or "A linear network"
    return f"{title}: iteration {grouped(program.iteration)}, worked out by {program.language.value}"


def data_section(program: Program) -> Section:
    """Imports, x and y, w and b of the start, η and t."""
    document, shape = program.screen.document, program.screen.network.shape
    names = document.names
    says = [
        f"N = {shape.N} examples, D = {shape.D} features, K = {shape.K} classes. x is N×D, a row an example; w is D×K; "
        "b is 1×K, one row that belongs to every example; y, N×K, is what the network should say.",
        *names_code("The examples", names.examples if shape.N <= _COMMENT_WIDTH else ()),
        *names_code("The features, columns of x and rows of w", names.features),
        *names_code("The classes, columns of w, b and y", names.classes),
    ]
    code = [*_imports(program), ""]
    if program.archive:
        says.append(f"The data are many: they stand in {program.archive}, beside this file.")
        code += _loading(program)
    else:
        before, after = (
            ("torch.tensor(", ", dtype=torch.float64)") if program.is_torch else ("np.array(", ", dtype=float)")
        )
        for matrices in ((Matrix.x, Matrix.y), (Matrix.w, Matrix.b)):
            for matrix in matrices:
                code += matrix_code(matrix, document.matrix(matrix), before, after)
            if Matrix.x in matrices:
                code += ["", "# w and b at the start"]
    code += [
        "",
        f"learning_rate = {number_code(document.learning_rate)}  # η",
        f"iterations = {program.iteration}  # t",
        "",
        "N, D = x.shape",
        "K = w.shape[1]",
    ]
    return Section("The data, and where descent starts", tuple(says), tuple(code))


def loss_section(program: Program) -> Section:
    """The factor a of the loss."""
    convention = program.screen.document.convention
    letters = {LossConvention.sum_of_squares: ""}.get(convention, f"({convention.value}) ")
    others = ", ".join(each.value for each in LossConvention if each is not convention)
    return Section(
        "The loss",
        (
            f"L = {letters}Σ (ŷ − y)², over all examples i and all classes k. {_A_WORDS[convention]} "
            f"Others take a = {others} in its place: that moves no optimum, but it rescales L and all gradients.",
        ),
        (f"a = {_A_CODE[convention]}  # L = a Σ (ŷ − y)²",),
        rf"L = {_A_LATEX[convention]} \sum_{{i=1}}^{{N}} \sum_{{k=1}}^{{K}} \left(\hat{{y}}_{{ik}} - y_{{ik}}\right)^2",
    )


def _imports(program: Program) -> list[str]:
    first, then = [], []
    if program.archive and not program.in_notebook:
        first = ["from pathlib import Path", ""]
    if program.archive or not program.is_torch:
        then.append("import numpy as np")
    if program.is_torch:
        then.append("import torch")
    return [*first, *then]


def _loading(program: Program) -> list[str]:
    where = f'"{program.archive}"' if program.in_notebook else f'Path(__file__).with_name("{program.archive}")'
    named = '("x", "w", "b", "y")'
    each = "torch.from_numpy(data[name])" if program.is_torch else "data[name]"
    return [
        f"with np.load({where}) as archive:",
        "    data = dict(archive)",
        f"x, w, b, y = ({each} for name in {named})  # w and b at the start",
    ]
