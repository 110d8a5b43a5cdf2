"""Derivations as plain text and as LaTeX: nothing but what the panel says, and a document that compiles."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.notation import number_latex
from bpgui.resource_files import resource_path
from bpgui.session.course import Course
from bpgui.session.derivation import Derivation, derive
from bpgui.session.derivation_latex import as_latex
from bpgui.session.derivation_text import MOST_ENTRIES, TooManyEntriesError, as_text, derivations_of, each_derivation
from bpgui.session.document import Document
from bpgui.session.latex_text import text_latex
from bpgui.session.pieces import Command
from bpgui.session.position import Position, Timeline
from bpgui.session.problems import read_example
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.view import View
from tests.session.documents import all_cells, document, document_of, note, of_size, positions, session_at
from tests.session.test_nothing_ahead import WrongAhead
from tests.strategies import problems, proof

W12 = Cell(Matrix.dL_dw, 0, 1)
ALL = frozenset[Matrix]()
ANYTHING = (
    '50% of {x_1} & #7 \\alpha ~ ^ $ " ` < > | … ’ − η ŷ ᵀ ½ □ ‹ › \u2009 é ñ ǻ ą ß ø Ω ω 中 🙂 e\u0301\n'
    "\\end{document}"
)


def at_the_end(shown: Document, digits: int = 2, fractions: bool = False) -> Session:
    """A session in which everything of iteration 0 is worked out, with nothing hidden."""
    session = Session(shown, View(ALL, digits=digits, fractions=fractions))
    session.move_to(session.timeline.end(0, Matrix.b_next))
    session.select(None)
    return session


def one_of_each(session: Session) -> Iterator[Derivation]:
    """The derivation of the last entry of every matrix."""
    screen = Screen(session)
    for matrix in Matrix:
        rows, columns = session.document.shape.of(matrix)
        yield from derivations_of(screen, Cell(matrix, rows - 1, columns - 1))


def under_way(matrix: Matrix, terms: int) -> Derivation:
    """The derivation of an entry of the note that has not all of its terms yet."""
    session = session_at(note(), Position(0, matrix, terms))
    entry = session.timeline.entry_at(session.position)
    assert entry is not None
    session.select(entry)
    return derivations_of(Screen(session), entry)[0]


def wide() -> Document:
    """Twenty of everything, with long numbers of every size."""
    values = [
        [Fraction(10**9 + 7 * i + j, 9) * Fraction(10) ** (3 * j % 37 - 30) for j in range(20)] for i in range(20)
    ]
    return document(values, values, values[:1], values)


def with_a_current_term(shown: Document, unfolded: int) -> Iterator[Derivation]:
    """Long sums, some of them unfolded on screen."""
    for matrix in (Matrix.loss, Matrix.dL_dw, Matrix.dL_db):
        session = Session(shown)
        session.move_to(session.timeline.end(0, matrix)._replace(terms=60))
        session.select(Cell(matrix, 0, 0))
        session.unfold(unfolded)
        yield from derivations_of(Screen(session), Cell(matrix, 0, 0))


@pytest.fixture(scope="module")
def irises() -> Document:
    return read_example(resource_path("examples", "4-irises.json"), resource_path("data", "iris.csv")).document


@pytest.fixture(scope="module")
def everything(irises: Document) -> tuple[Derivation, ...]:
    """Every kind of entry: finished, under way, unknown; decimals and fractions; short sums and long ones."""
    made: list[Derivation] = []
    for digits, fractions in ((2, False), (10, False), (2, True)):
        made += one_of_each(at_the_end(note(), digits, fractions))
    made += one_of_each(at_the_end(irises, 10))
    made += one_of_each(at_the_end(irises, 2, True))
    made += one_of_each(at_the_end(wide(), 10))
    made += one_of_each(at_the_end(document([[2]], [["1/3"]], [[1]], [["−3"]]), fractions=True))
    for convention in LossConvention:
        shown = replace(note(), convention=convention)
        made += derivations_of(Screen(at_the_end(shown)), Cell(Matrix.dL_dy_hat, 1, 1))
    made += one_of_each(Session(note(), View(ALL)))
    made += [under_way(Matrix.y_hat, 2), under_way(Matrix.dL_dw, 8), under_way(Matrix.loss, 4)]
    made += with_a_current_term(irises, 0)
    made += with_a_current_term(irises, 200)
    return tuple(made)


# --- what is written


def test_one_entry_in_plain_text() -> None:
    assert as_text([under_way(Matrix.dL_dw, 8)]) == (
        "∂L/∂w₁₂\n"
        "\n"
        "w₁₂ stands in ŷ₁₂ … ŷ₅₂ and nowhere else: five terms.\n"
        "\n"
        "1  chain rule\n"
        "  ∂L/∂w₁₂ = Σᵢ ∂L/∂ŷᵢ₂ · ∂ŷᵢ₂/∂w₁₂\n"
        "    = ∂L/∂ŷ₁₂ · ∂ŷ₁₂/∂w₁₂ + ∂L/∂ŷ₂₂ · ∂ŷ₂₂/∂w₁₂ + ∂L/∂ŷ₃₂ · ∂ŷ₃₂/∂w₁₂ + ∂L/∂ŷ₄₂ · ∂ŷ₄₂/∂w₁₂"
        " + ∂L/∂ŷ₅₂ · ∂ŷ₅₂/∂w₁₂\n"
        "\n"
        "ŷᵢ₂ holds w₁₂ once, times xᵢ₁: so ∂ŷᵢ₂/∂w₁₂ = xᵢ₁.\n"
        "\n"
        "2  substituted\n"
        "    = ∂L/∂ŷ₁₂ · x₁₁ + ∂L/∂ŷ₂₂ · x₂₁ + ∂L/∂ŷ₃₂ · x₃₁ + ∂L/∂ŷ₄₂ · x₄₁ + ∂L/∂ŷ₅₂ · x₅₁\n"
        "\n"
        "3  row · column\n"
        "    = [∂L/∂ŷ₁₂  ∂L/∂ŷ₂₂  ∂L/∂ŷ₃₂  ∂L/∂ŷ₄₂  ∂L/∂ŷ₅₂] [x₁₁  x₂₁  x₃₁  x₄₁  x₅₁]ᵀ\n"
        "\n"
        "in numbers\n"
        "    = 1.6 · 1 + (−0.8) · 0 + 0.8 · 2 + ⋯\n"
        "  so far = 3.2\n"
    )


def test_results_stand_as_the_screen_shows_them() -> None:
    session = at_the_end(note(), digits=1)
    screen = Screen(session)
    for cell in all_cells(session.document):
        if not cell.matrix.is_input:
            made = derivations_of(screen, cell)
            shown = screen.shown_cell(cell)
            assert f"  {made[0].title} {shown.equals} {shown.text}\n" in as_text(made)
            assert number_latex(shown.text) in as_latex(made)


@proof
@given(st.data())
def test_nothing_that_is_ahead_leaks(data: st.DataObject) -> None:
    shown = document_of(data.draw(problems(3)))
    timeline = Timeline(shown.network, frozenset())
    here = timeline.settled(data.draw(positions(timeline, latest=min(1, Course(shown).last_iteration))))
    entry = data.draw(st.sampled_from(list(all_cells(shown))))
    session = session_at(shown, here, entry)

    def written() -> tuple[str, str]:
        made = derivations_of(Screen(session), entry, whole_matrix=True)
        return as_text(made), as_latex(made)

    expected = written()
    session.course = WrongAhead(shown, timeline, here)
    assert written() == expected


def test_what_is_clicked_in_the_panel_stays_there(everything: tuple[Derivation, ...]) -> None:
    assert all(piece.command is None for each in everything for line in each.lines for piece in line.pieces)
    shown = derive(Screen(at_the_end(note())), W12)
    assert shown is not None
    assert any(piece.command is Command.why_transpose for line in shown.lines for piece in line.pieces)
    assert "Why the transpose" not in as_text(everything)
    assert "… 146 more …" in as_text(everything)


# --- which entries


def test_all_entries_of_a_matrix_in_reading_order() -> None:
    screen = Screen(at_the_end(note()))
    made = derivations_of(screen, W12, whole_matrix=True)
    assert [each.entry for each in made] == [Cell(Matrix.dL_dw, row, column) for row in range(4) for column in range(3)]
    assert made[1:2] == derivations_of(screen, W12)
    assert as_text(made).count("\nin numbers\n") == 12
    assert len(derivations_of(screen, Cell(Matrix.loss, 0, 0), whole_matrix=True)) == 1


def test_too_many_entries_are_refused_with_a_sentence_before_any_is_made() -> None:
    screen = Screen(Session(of_size(MOST_ENTRIES + 1, 1, 1)))
    entry = Cell(Matrix.x, 0, 0)
    with pytest.raises(TooManyEntriesError, match=r"^x has 201 entries; at most 200 .* Choose this entry alone\.$"):
        each_derivation(screen, entry, whole_matrix=True)
    assert len(derivations_of(screen, entry)) == 1
    assert len(derivations_of(Screen(Session(of_size(MOST_ENTRIES, 1, 1))), entry, whole_matrix=True)) == MOST_ENTRIES


# --- LaTeX


def test_the_document_says_what_can_be_pasted_elsewhere_and_what_that_needs() -> None:
    written = as_latex([under_way(Matrix.dL_dw, 8)], "A\nname")
    assert written.startswith("% A name\n% The lines between \\begin{document} and \\end{document} can be pasted")
    assert re.findall(r"\\usepackage(?:\[.*\])?\{(.*)\}\n", written.split("\\documentclass")[1]) == [
        "inputenc",
        "amsmath,amssymb",
    ]
    assert "\\section*{A name}" in written


def test_relation_signs_are_aligned_and_long_sums_go_on_below() -> None:
    session = at_the_end(note())
    body = as_latex(derivations_of(Screen(session), Cell(Matrix.loss, 0, 0)))
    rows = re.findall(r"^.*&.*$", re.sub(r"\\begin\{array\}.*?\\end\{array\}", "", body), re.MULTILINE)
    assert all(row.count("&") == 1 for row in rows)
    assert sum(row.startswith(r"&\quad {}+ (\hat{y}") for row in rows) == 2
    assert any(row.startswith("L &= 23.4") for row in rows)


def test_all_of_it_is_ascii_so_that_no_encoding_can_spoil_it(everything: tuple[Derivation, ...]) -> None:
    assert as_latex(everything).isascii()
    assert "?" not in as_latex(everything).split("\\begin{document}")[1]  # nothing was unknown


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("100% of {x_1} & #2", r"100\% of \{x\_1\} \& \#2"),
        ("\\input", r"\textbackslash{}input"),
        ("café, Åse, ğ", r"caf\'{e}, \r{A}se, \u{g}"),
        ("naïve e\u0301", r"na\"{\i}ve \'{e}"),
        ("ąǻ中", "aa?"),
        ("η = ½", r"\ensuremath{\eta} = \ensuremath{\tfrac{1}{2}}"),
        ("two\nlines", "two lines"),
    ],
)
def test_names_are_escaped(text: str, latex: str) -> None:
    assert text_latex(text) == latex


@given(st.text(max_size=40))
def test_whatever_is_typed_is_ascii(text: str) -> None:
    assert text_latex(text).isascii()
    assert "\n" not in text_latex(text)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no pdflatex")
def test_it_compiles_and_nothing_is_too_wide(everything: tuple[Derivation, ...], tmp_path: Path) -> None:
    (tmp_path / "all.tex").write_text(as_latex(everything, ANYTHING), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.DEVNULL, check=False)
    log = (tmp_path / "all.log").read_text(encoding="latin-1")
    wrong = [line for line in log.splitlines() if line.startswith(("!", "Overfull", "LaTeX Warning", "Missing char"))]
    assert wrong == []
    assert done.returncode == 0
    if sys.platform != "win32":
        assert (tmp_path / "all.pdf").stat().st_size > 100_000
