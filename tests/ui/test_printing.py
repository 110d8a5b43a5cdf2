"""Printing: what is on screen, on paper of any size, in the light look, with a preview and without a printer."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from bpgui.ui import printing
from bpgui.ui.main_window import MainWindow
from bpgui.ui.picture_marks import Outline
from bpgui.ui.print_pages import Page, pages_of, paint_page
from bpgui.ui.printing import NO_PRINTER, PrintDialog, print_pages
from bpgui.ui.theme import DARK
from tests.session.documents import one_weight
from tests.ui.person import Key, Modifier, Person

A4, LETTER = QPageSize.PageSizeId.A4, QPageSize.PageSizeId.Letter
UPRIGHT, LYING = QPageLayout.Orientation.Portrait, QPageLayout.Orientation.Landscape


@pytest.fixture
def at_work(person: Person) -> Person:
    """∂L/∂w₁₂ is known after some iterations, and selected."""
    person.choose("backward")
    person.type_into("iteration", "20")
    person.click_cell("dL_dw", 1, 2)
    return person


def room_on(paper: QPageSize.PageSizeId, orientation: QPageLayout.Orientation) -> QSizeF:
    size = QPageSize.size(paper, QPageSize.Unit.Point)
    inside = QSizeF(size.width() - 80, size.height() - 80)
    return inside if orientation is UPRIGHT else inside.transposed()


def places(page: Page) -> list[QRectF]:
    return [QRectF(placed.at, placed.recording.size * placed.factor) for placed in page]


def words(page: Page) -> str:
    marks = [mark for placed in page for mark in placed.recording.marks]
    return "\n".join(mark.words[0] for mark in marks if isinstance(mark, Outline) and mark.words is not None)


def pdf_of(window: MainWindow, path: Path, paper: QPageSize.PageSizeId = A4) -> bytes:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageSize(QPageSize(paper))
    print_pages(window, printer)
    return path.read_bytes()


def test_everything_has_room_on_its_page(at_work: Person) -> None:
    for paper, orientation in product((A4, LETTER), (UPRIGHT, LYING)):
        room = room_on(paper, orientation)
        pages = pages_of(at_work.window, room)
        inside = QRectF(-0.5, -0.5, room.width() + 1, room.height() + 1)
        for page in pages:
            taken = places(page)
            assert all(inside.contains(place) for place in taken)
            foot = taken[-1]
            assert not any(place.intersects(foot) for place in taken[:-1])
        assert len(pages) <= 2


def test_the_head_says_what_this_is(at_work: Person) -> None:
    at_work.window.setWindowFilePath("/somewhere/homework 3.bpgui")
    first, second = pages_of(at_work.window, room_on(A4, UPRIGHT))
    said = words(first)
    assert "The note's integers" in said
    assert "homework 3.bpgui" in said
    assert "somewhere" not in said
    for fact in ("η = 0.05", "t = 20", "N = 5, D = 4, K = 3", "page 1 of 2"):
        assert fact in said.replace("\n", "")
    assert "page 2 of 2" in words(second)


def test_the_worksheet_the_loss_and_the_derivation_are_printed(at_work: Person) -> None:
    pages = pages_of(at_work.window, room_on(A4, UPRIGHT))
    said = "".join(words(page) for page in pages)
    for title in ("FORWARD", "BACKWARD", "LOSS PLOT", "DERIVATION", "iteration t", "1  chain rule"):
        assert title in said


def test_without_a_selection_there_is_no_derivation_and_without_a_loss_no_plot(person: Person) -> None:
    (page,) = pages_of(person.window, room_on(A4, UPRIGHT))
    assert "DERIVATION" not in words(page)
    assert "LOSS PLOT" not in words(page)
    person.choose("forward")
    person.window.bridge.do(lambda session: session.select(None))
    (page,) = pages_of(person.window, room_on(A4, UPRIGHT))
    assert "LOSS PLOT" in words(page)
    assert "DERIVATION" not in words(page)


def test_the_landscape_takes_the_place_of_the_plot(at_work: Person) -> None:
    at_work.choose("show_landscape")
    pages = pages_of(at_work.window, room_on(A4, UPRIGHT))
    assert "LANDSCAPE OF THE LOSS" in "".join(words(page) for page in pages)


def test_a_short_derivation_stands_beside_the_loss(person: Person) -> None:
    person.choose("forward")
    person.click_cell("y_hat", 1, 1)
    (page,) = pages_of(person.window, room_on(A4, UPRIGHT))
    captions = [
        placed.at
        for placed in page
        for mark in placed.recording.marks
        if isinstance(mark, Outline) and mark.words is not None and mark.words[0] in ("LOSS PLOT", "DERIVATION")
    ]
    assert len(captions) == 2
    assert captions[0].y() == captions[1].y()
    assert captions[0].x() < captions[1].x()


def test_a_long_derivation_goes_on_on_the_next_page(at_work: Person) -> None:
    low = QSizeF(420, 420)
    pages = pages_of(at_work.window, low)
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"page {number} of {len(pages)}" in words(page)
        assert all(place.bottom() <= low.height() + 0.5 for place in places(page))
    everything = "".join(words(page) for page in pages)
    assert everything.count("1  chain rule") == 1
    assert "all entries at once" in everything


def test_large_data_are_printed_as_they_are_shown(person: Person) -> None:
    person.choose("example_4")
    person.choose("backward")
    pages = pages_of(person.window, room_on(LETTER, LYING))
    assert 1 <= len(pages) <= 2


def test_it_is_light_although_the_screen_is_dark(at_work: Person) -> None:
    at_work.choose("theme_dark")
    seen = at_work.window.grab().toImage()
    room = room_on(A4, UPRIGHT)
    page = pages_of(at_work.window, room)[0]
    paper = QImage(room.toSize(), QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    with QPainter(paper) as painter:
        paint_page(painter, page, 1.0)
    shades = [
        paper.pixelColor(x, y).lightness() for x in range(0, paper.width(), 5) for y in range(0, paper.height(), 5)
    ]
    assert sum(shade > 230 for shade in shades) > 0.9 * len(shades)
    assert min(shades) < 100
    assert at_work.window.theme == DARK
    assert at_work.window.grab().toImage() == seen


def test_a_printer_gets_lines_and_letters_and_no_pixels(at_work: Person, tmp_path: Path) -> None:
    for paper in (A4, LETTER):
        content = pdf_of(at_work.window, tmp_path / f"{paper.name}.pdf", paper)
        assert content.startswith(b"%PDF")
        assert len(re.findall(rb"/Type /Page\b", content)) == 2
        assert b"/Subtype /Image" not in content
        assert b"/FontFile" in content


def test_what_was_printed_is_told(at_work: Person, tmp_path: Path) -> None:
    dialog = PrintDialog(at_work.window)
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    dialog.accepted.emit(printer)
    assert at_work.sentence == f"2 pages sent to {tmp_path / 'out.pdf'}."
    assert (tmp_path / "out.pdf").stat().st_size > 10_000


@pytest.mark.qt_log_ignore("Returned false")
def test_a_printer_that_fails_is_told(at_work: Person, tmp_path: Path) -> None:
    dialog = PrintDialog(at_work.window)
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no folder" / "out.pdf"))
    dialog.accepted.emit(printer)
    assert "Nothing was printed" in at_work.sentence


# --- the dialogs


def preview_of(person: Person) -> QPrintPreviewDialog:
    dialog = person.window.findChild(QPrintPreviewDialog)
    assert dialog is not None
    person.qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_the_preview_shows_the_pages_and_follows_the_paper(at_work: Person) -> None:
    at_work.window.bridge.do(lambda session: session.select(None))
    at_work.press(Key.Key_F2, Modifier.ControlModifier)
    preview = preview_of(at_work).findChild(QPrintPreviewWidget)
    assert preview is not None
    at_work.qtbot.waitUntil(lambda: preview.pageCount() == 1)
    preview.setLandscapeOrientation()
    at_work.qtbot.waitUntil(lambda: preview.pageCount() == 2)


def test_without_a_printer_the_preview_opens_and_says_so(at_work: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing.QPrinterInfo, "availablePrinterNames", lambda: [])
    before = at_work.sentence
    at_work.press(Key.Key_P, Modifier.ControlModifier)
    dialog = preview_of(at_work)
    assert at_work.sentence == NO_PRINTER
    assert dialog.printer().outputFormat() is QPrinter.OutputFormat.PdfFormat
    dialog.close()
    QApplication.processEvents()
    at_work.qtbot.waitUntil(lambda: not isValid(dialog))
    assert at_work.sentence == before
    at_work.choose("step")


# --- what is there for a hand, and what paper leaves out


@pytest.fixture
def wide(person: Person) -> Person:
    """A network wider than the window, in which some columns of w are in view alone."""
    person.choose("forward")
    person.window.bridge.do(lambda session: session.set_size(4, 12, 12))
    QApplication.processEvents()
    return person


def pens(page: Page) -> set[tuple[str, float]]:
    marks = [mark for placed in page for mark in placed.recording.marks]
    return {(mark.pen.color().name(), mark.pen.widthF()) for mark in marks if isinstance(mark, Outline)}


def fills(page: Page) -> list[str]:
    marks = [mark for placed in page for mark in placed.recording.marks]
    return sorted(mark.brush.color().name() for mark in marks if isinstance(mark, Outline))


def test_neither_cursor_nor_scroll_bars_are_printed(wide: Person) -> None:
    wide.window.bridge.do(lambda session: session.select(None))
    view, room = wide.table("x"), room_on(A4, LYING)
    view.setCurrentIndex(wide.index("x", 1, 1))
    wide.window.bridge.do(lambda session: session.select(None))
    bar = view.horizontalScrollBar()
    assert bar.isVisible()
    seen = []
    for has_keyboard in (True, False):
        (view if has_keyboard else wide.window.toolbar.step_button).setFocus()
        assert view.hasFocus() is has_keyboard
        page = pages_of(wide.window, room)[0]
        seen.append((pens(page), fills(page)))
        assert view.hasFocus() is has_keyboard
    assert seen[0] == seen[1]
    assert bar.isVisible()
    views = [frame.view for frame in wide.window.worksheet.sheet.frames.values()]
    bars = [bar for each in views for bar in (each.horizontalScrollBar(), each.verticalScrollBar())]
    for each in bars:
        each.setVisible(False)
    page = pages_of(wide.window, room)[0]
    assert (pens(page), fills(page)) == seen[0]


def test_what_is_out_of_view_is_told_on_the_page(wide: Person) -> None:
    said = words(pages_of(wide.window, room_on(A4, LYING))[0])
    assert re.search(r"Of (x, )?w, b, .*new w.* only columns \d+–\d+ of 12 are shown", said)
    wide.window.bridge.do(lambda session: session.set_size(4, 2, 2))
    QApplication.processEvents()
    assert "are shown" not in words(pages_of(wide.window, room_on(A4, LYING))[0])


def test_the_paper_lies_for_a_wide_worksheet_and_stands_where_all_has_room_on_one_page(person: Person) -> None:
    person.choose("forward")
    person.click_cell("y_hat", 1, 1)
    assert PrintDialog(person.window).printer().pageLayout().orientation() is UPRIGHT
    person.window.bridge.do(lambda session: session.set_size(4, 12, 12))
    assert PrintDialog(person.window).printer().pageLayout().orientation() is LYING


def test_a_loss_lost_in_rounding_has_its_sign_before_the_box(person: Person) -> None:
    person.window.bridge.do(lambda session: session.load(one_weight()))
    person.type_into("iteration", "1001")
    shown = person.cell("loss")
    assert shown.startswith("< ")
    said = words(pages_of(person.window, room_on(A4, UPRIGHT))[0]).split("\n")
    assert shown[2:] in said
    assert shown not in said


def test_what_has_no_title_is_called_as_in_the_window(person: Person) -> None:
    person.choose("new")
    said = words(pages_of(person.window, room_on(A4, UPRIGHT))[0])
    assert said.startswith("Untitled")
