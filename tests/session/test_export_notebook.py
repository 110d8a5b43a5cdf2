"""The exported notebook: valid, its cells run in order, and its derivation is what notebooks can typeset."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings

from bpgui.core.cells import Cell, Matrix
from bpgui.session.code_notebook import notebook, notebook_words
from bpgui.session.code_script import archive_content
from bpgui.session.code_sections import Language, Program
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from tests.session.documents import note
from tests.session.programs import Ran, on_screen
from tests.session.test_export_code import at, irises, screens
from tests.strategies import proof

W12 = Cell(Matrix.dL_dw, 0, 1)

# what KaTeX and MathJax have in common, of what derivations are written in
KNOWN = set(
    """frac partial mathbf mathsf hat tilde sum left right begin end cdot cdots dots approx text quad qquad eta lambda
    leftarrow boxed mathrm circ operatorname diag times leq neq to infty pm vdots displaystyle""".split()  # noqa: SIM905
)


def selected(cell: Cell, iteration: int = 3) -> Program:
    session = Session(note())
    session.backward()
    session.go_to(iteration)
    session.select(cell)
    return Program(Screen(session), Language.numpy, in_notebook=True)


def cells(text: str, kind: str) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == kind]


@settings(proof, max_examples=30)
@given(screens())
def test_its_code_cells_run_in_order_and_print_what_is_on_screen(screen: Screen) -> None:
    text = notebook(Program(screen, Language.numpy, in_notebook=True), with_derivation=True)
    nbformat.validate(nbformat.reads(text, as_version=4))
    ran = Ran(cells(text, "code"))
    assert ran.printed == on_screen(screen)
    assert ran.found["differ"] == 0


def test_a_kernel_runs_it(tmp_path: Path) -> None:
    client = pytest.importorskip("nbclient")
    specs = pytest.importorskip("jupyter_client.kernelspec")
    if "python3" not in specs.find_kernel_specs():
        pytest.skip("there is no kernel of Python 3")
    read = nbformat.reads(notebook(selected(W12), with_derivation=True), as_version=4)
    client.NotebookClient(read, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert "to the last printed digit: 111\n" in read.cells[-1].outputs[0].text


def test_it_finds_its_data_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(at(irises(), 10), Language.numpy, "irises-data.npz", in_notebook=True)
    (tmp_path / "irises-data.npz").write_bytes(b"".join(archive_content(program)))
    monkeypatch.chdir(tmp_path)
    ran = Ran(cells(notebook(program, with_derivation=False), "code"))
    assert ran.found["differ"] == 0


@pytest.mark.parametrize("cell", [Cell(matrix, 0, 0) for matrix in Matrix if matrix.value != "dL_dx"])
def test_the_derivation_of_any_entry_is_in_it(cell: Cell) -> None:
    program = selected(cell)
    said = cells(notebook(program, with_derivation=True), "markdown")
    assert sum("comes from" in each for each in said) == 1
    assert not any("comes from" in each for each in cells(notebook(program, with_derivation=False), "markdown"))
    derivation = next(each for each in said if "comes from" in each)
    assert "Why the transpose?" not in derivation
    check_mathematics(derivation)


def test_the_derivation_is_that_of_the_note() -> None:
    (derivation,) = (each for each in cells(notebook(selected(W12), True), "markdown") if "comes from" in each)
    assert derivation.startswith(r"## Where $\frac{\partial L}{\partial w_{12}}$ comes from")
    assert "**1  chain rule**" in derivation
    assert r"0.71 \cdot 1 + ({-}0.25) \cdot 0" in derivation


def test_long_derivations_are_typeset_too() -> None:
    session = Session(irises())
    session.backward()
    for cell in (Cell(Matrix.dL_dw, 0, 0), Cell(Matrix.loss, 0, 0), Cell(Matrix.dL_db, 0, 1)):
        session.select(cell)
        program = Program(Screen(session), Language.numpy, "irises-data.npz", in_notebook=True)
        for said in cells(notebook(program, with_derivation=True), "markdown"):
            check_mathematics(said)


def check_mathematics(markdown: str) -> None:
    """Every formula is closed, balanced, and of commands that notebooks know."""
    plain = re.sub(r"\\[$\\]", "", markdown.replace("\\\\", ""))
    displayed = plain.split("$$")
    assert len(displayed) % 2 == 1
    for number, part in enumerate(displayed):
        pieces = [part] if number % 2 else part.split("$")[1::2]
        assert number % 2 or part.count("$") % 2 == 0, part
        for formula in pieces:
            assert "$" not in formula
            assert formula.count("{") == formula.count("}")
            assert formula.count(r"\begin") == formula.count(r"\end")
            assert "@" not in formula
            unknown = set(re.findall(r"\\([A-Za-z]+)", formula)) - KNOWN
            assert not unknown, (unknown, formula)


def test_nothing_ahead_is_given_away() -> None:
    session = Session(note())
    session.forward()
    session.select(W12)
    text = notebook_words(Program(Screen(session), Language.numpy, in_notebook=True), with_derivation=True)
    assert "is not computed yet" in text
    assert 'compare("dL_dw"' not in text


def test_titles_and_names_are_words_and_no_markdown() -> None:
    session = Session(replace(note(), title="*a* [b](c) $d$ <script>"))
    text = notebook_words(Program(Screen(session), Language.numpy, in_notebook=True), with_derivation=False)
    assert r"# \*a\* \[b\](c) \$d\$ \<script\>" in text
