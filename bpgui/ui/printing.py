"""Printing, with a preview: always in the light look, whatever the screen has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo, QPrintPreviewDialog
from PySide6.QtWidgets import QDialog

from bpgui.ui.picture_content import painted
from bpgui.ui.print_pages import is_better_lying, pages_of, paint_page

if TYPE_CHECKING:
    from bpgui.ui.main_window import MainWindow

_MARGIN = 14.0
"""In millimetres."""
_POINTS_PER_INCH = 72
NO_PRINTER = "No printer was found. The preview shows the pages, and can save them as PDF."


class PrintDialog(QPrintDialog):
    """The system's own. Like the preview it keeps its printer, which Qt uses for as long as the dialog is there."""

    def __init__(self, window: MainWindow) -> None:
        self._printer = _printer(window)
        super().__init__(self._printer, window)
        self.setObjectName("print_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.accepted.connect(lambda printer: _print(window, printer))


class PrintPreview(QPrintPreviewDialog):
    """The pages as they would be printed, on the paper that is chosen here."""

    def __init__(self, window: MainWindow) -> None:
        self._printer = _printer(window)
        super().__init__(self._printer, window)
        self.setObjectName("print_preview_dialog")
        self.setWindowTitle("Print preview")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(round(0.8 * window.width()), 1000), min(round(0.95 * window.height()), 1000))
        self.paintRequested.connect(lambda printer: print_pages(window, printer))


def show_print(window: MainWindow) -> PrintDialog | PrintPreview:
    """Ask for a printer, and print; where there is none, say so, and show the preview, which can save a PDF."""
    if not QPrinterInfo.availablePrinterNames():
        window.sentence_bar.say(NO_PRINTER)
        preview = show_print_preview(window)
        preview.finished.connect(window.sentence_bar.refresh)  # what holds for the preview is gone with it
        return preview
    dialog = PrintDialog(window)
    QDialog.open(dialog)
    return dialog


def show_print_preview(window: MainWindow) -> PrintPreview:
    """Show the pages before they are printed."""
    dialog = PrintPreview(window)
    QDialog.open(dialog)
    return dialog


def print_pages(window: MainWindow, printer: QPrinter) -> int:
    """Paint all pages for the paper of a printer; how many were, none where the printer can't."""
    paper = printer.pageLayout().paintRectPoints()
    pages = pages_of(window, QSizeF(paper.size()))
    scale = printer.resolution() / _POINTS_PER_INCH

    def paint(painter: QPainter) -> None:
        for number, page in enumerate(pages):
            if number:
                printer.newPage()
            paint_page(painter, page, scale)

    painter = QPainter()
    if not painter.begin(printer):
        return 0
    painted(painter, paint)
    return len(pages)


def _print(window: MainWindow, printer: QPrinter) -> None:
    count = print_pages(window, printer)
    where = printer.outputFileName() or printer.printerName()
    if not count or printer.printerState() == QPrinter.PrinterState.Error:
        window.sentence_bar.say(f"Nothing was printed: {where} could not be written to. Choose another one.")
    else:
        window.sentence_bar.say(f"{count} {'page' if count == 1 else 'pages'} sent to {where}.")


def _printer(window: MainWindow) -> QPrinter:
    """The usual printer, with its paper as fits best; a PDF in place of one where there is none."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if not QPrinterInfo.availablePrinterNames():
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setDocName(window.windowTitle().replace("[*]", ""))
    printer.setCreator("bpgui")
    printer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    if is_better_lying(window, QSizeF(printer.pageLayout().paintRectPoints().size())):
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    return printer
