"""A program as a Jupyter notebook, format 4: words and formulas in Markdown between the cells of code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from bpgui.session.code_compare import compare_section
from bpgui.session.code_derivation import as_markdown, markdown_text
from bpgui.session.code_script import sections
from bpgui.session.code_sections import Program, Section, title_of
from bpgui.session.derivation_text import derivations_of


class NotebookCell(NamedTuple):
    """One cell: words in Markdown, or code."""

    is_code: bool
    source: str


def notebook_cells(program: Program, with_derivation: bool) -> list[NotebookCell]:
    """All cells in order; with the derivation of the selected entry, if one is selected, before the comparison."""
    about = (
        f"# {markdown_text(title_of(program))}\n\n"
        "A linear network, $\\hat{\\mathbf{y}} = \\mathbf{x}\\mathbf{w} + \\mathbf{b}$, learns by gradient descent. "
        "This notebook works out the matrices of one iteration, and holds each number against what bpgui showed."
    )
    cells = [NotebookCell(False, about)]
    for section in sections(program):
        cells += _cells(section)
    selection = program.screen.selection
    if with_derivation and selection is not None:
        cells += [NotebookCell(False, as_markdown(each)) for each in derivations_of(program.screen, selection)]
    return cells + list(_cells(compare_section(program)))


def notebook(program: Program, with_derivation: bool) -> str:
    """The file: JSON."""
    cells = [_as_json(number, cell) for number, cell in enumerate(notebook_cells(program, with_derivation), 1)]
    content = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def notebook_words(program: Program, with_derivation: bool) -> str:
    """The cells one under the other, to be looked at."""
    said = []
    for cell in notebook_cells(program, with_derivation):
        said.append(f"─── {'Code' if cell.is_code else 'Markdown'} ───\n{cell.source}\n")
    return "\n".join(said)


def _cells(section: Section) -> Iterator[NotebookCell]:
    words = [f"## {section.title}", *(markdown_text(paragraph) for paragraph in section.says)]
    if section.latex:
        words.append(f"$$\n{section.latex}\n$$")
    yield NotebookCell(False, "\n\n".join(words))
    yield NotebookCell(True, "\n".join(section.code))


def _as_json(number: int, cell: NotebookCell) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cell_type": "code" if cell.is_code else "markdown",
        "id": f"cell-{number}",
        "metadata": {},
        "source": cell.source.splitlines(keepends=True),
    }
    return made | {"execution_count": None, "outputs": []} if cell.is_code else made
