"""Derivations as pictures: every piece typeset, on the right ground, and fit to be opened elsewhere."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QApplication,
)

from bpgui.core.cells import Cell, Matrix
from bpgui.session.derivation import Derivation
from bpgui.session.derivation_text import derivations_of
from bpgui.session.pieces import Kind
from bpgui.session.position import Position
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.view import View
from bpgui.ui.derivation_picture import HIGHEST, SLIDE_WIDTH, TooHighError, as_image, as_pdf, as_png, as_svg
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from bpgui.ui.typeset import piece as typeset
from tests.session.documents import note, of_size, session_at

W12 = Cell(Matrix.dL_dw, 0, 1)
SVG = "{http://www.w3.org/2000/svg}"


def at_the_end(session: Session) -> Screen:
    session.move_to(session.timeline.end(0, Matrix.b_next))
    session.select(W12)
    return Screen(session)


@pytest.fixture
def finished() -> tuple[Derivation, ...]:
    return derivations_of(at_the_end(Session(note())), W12)


@pytest.fixture
def all_of_b() -> tuple[Derivation, ...]:
    return derivations_of(at_the_end(Session(note())), Cell(Matrix.dL_db, 0, 0), whole_matrix=True)


# --- what is typeset


@pytest.mark.parametrize("fractions", [False, True])
def test_the_typesetter_reads_every_piece(qapp: QApplication, fractions: bool) -> None:
    screens = [
        at_the_end(Session(note(), View(frozenset(), fractions=fractions))),
        Screen(session_at(note(), Position(0, Matrix.dL_dw, 8), W12)),
        Screen(Session(of_size(100, 2, 2), View(frozenset()))),
    ]
    for screen in screens:
        for matrix in Matrix:
            for line in derivations_of(screen, Cell(matrix, 0, 0))[0].lines:
                for piece in line.pieces:
                    assert piece.kind is Kind.word or typeset(piece.latex).shapes


# --- pictures


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR])
def test_a_png_stands_on_the_ground_of_its_look(
    finished: tuple[Derivation, ...], qapp: QApplication, theme: Theme
) -> None:
    image = QImage.fromData(as_png(finished, theme))
    assert {image.pixelColor(x, y).name() for x in (0, image.width() - 1) for y in (0, image.height() - 1)} == {
        theme.card
    }
    assert not image.hasAlphaChannel()
    assert SLIDE_WIDTH < image.width() <= 2 * SLIDE_WIDTH
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert theme.hue_w in colours
    assert theme.hue_x in colours


def test_a_transparent_png_has_no_ground(finished: tuple[Derivation, ...], qapp: QApplication) -> None:
    image = QImage.fromData(as_png(finished, DARK, transparent=True))
    alphas = {image.pixelColor(x, y).alpha() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    assert image.pixelColor(0, 0).alpha() == 0
    assert 255 in alphas


def test_lines_wrap_at_the_width(finished: tuple[Derivation, ...], qapp: QApplication) -> None:
    wide, narrow = (as_image(finished, LIGHT, width=width, factor=1) for width in (SLIDE_WIDTH, 500))
    assert narrow.width() <= 500 < wide.width()
    assert narrow.height() > wide.height()


def test_svg_has_paths_alone_so_that_it_looks_the_same_everywhere(
    finished: tuple[Derivation, ...], qapp: QApplication
) -> None:
    content = as_svg(finished, LIGHT)
    root = ElementTree.fromstring(content)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert root.tag == f"{SVG}svg"
    assert "path" in tags
    assert not tags & {"text", "tspan", "image", "font"}
    assert b"font-family" not in content
    assert root.findtext(f"{SVG}title") == "Derivation of ∂L/∂w₁₂"
    fills = {element.get("fill", "").lower() for element in root.iter()}
    assert {LIGHT.hue_w, LIGHT.hue_x, LIGHT.text_pale} <= fills
    assert LIGHT.card in fills
    assert LIGHT.card not in as_svg(finished, LIGHT, transparent=True).decode().lower()


def test_a_pdf_has_a_page_for_each_entry_as_large_as_what_stands_on_it(
    finished: tuple[Derivation, ...], all_of_b: tuple[Derivation, ...], qapp: QApplication
) -> None:
    unlike = (*finished, *all_of_b)
    for derivations in (finished, all_of_b, unlike):
        content = as_pdf(derivations, LIGHT)
        assert content.startswith(b"%PDF")
        assert content.rstrip().endswith(b"%%EOF")
        assert len(re.findall(rb"/Type /Page\b", content)) == len(derivations)
    boxes = re.findall(rb"/MediaBox \[([\d. ]+)\]", as_pdf(unlike, LIGHT))
    assert len(set(boxes)) > 1


def test_a_picture_that_is_too_high_is_refused_with_a_sentence(qapp: QApplication) -> None:
    many = derivations_of(at_the_end(Session(note(), View(frozenset()))), Cell(Matrix.dL_dx, 0, 0), whole_matrix=True)
    assert as_image(many[:2], LIGHT).height() < HIGHEST
    for make in (as_png, as_svg):
        with pytest.raises(TooHighError, match="Choose this entry alone, or PDF, which has a page for each"):
            make((*many, *many), LIGHT)
