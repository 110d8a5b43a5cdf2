"""Makes the pictures of README.md and docs/: `python docs/make_pictures.py`. The program paints them itself."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from bpgui.ui.main_window import MainWindow

IMAGES = Path(__file__).parent / "images"


def main() -> None:
    """Drive the window to a telling moment, and save what it shows."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = "2"
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QAbstractButton, QApplication

    with tempfile.TemporaryDirectory() as settings:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
        os.environ["BPGUI_RECOVERY_FOLDER"] = settings
        application = QApplication(sys.argv)
        from bpgui.app import create_window
        from bpgui.core.cells import Cell, Matrix
        from bpgui.ui.transpose_view import TransposeView

        window = create_window()
        window.resize(1280, 720)
        window.show()
        window.bridge.do(lambda session: session.backward())
        window.bridge.do(lambda session: session.run(60))
        window.bridge.do(lambda session: session.reset())
        window.bridge.do(lambda session: session.build(Cell(Matrix.dL_dw, 0, 1)))
        for _ in range(2):
            window.action("step").trigger()
        for name in ("theme_light", "theme_dark", "focus"):
            window.action(name).trigger()
            application.processEvents()
            window.grab().save(str(IMAGES / f"{name.removeprefix('theme_')}.png"))
        window.action("focus").trigger()
        window.action("theme_light").trigger()
        window.bridge.do(lambda session: session.backward())
        _save_descent(window, application)
        window.action("why_transpose").trigger()
        dialog = window.findChild(TransposeView)
        dialog.resize(1280, 680)
        for _ in range(4):
            dialog.findChild(QAbstractButton, "transpose_step").click()
        application.processEvents()
        dialog.grab().save(str(IMAGES / "transpose.png"))
        _save_gallery(window, application)
        window.close()


def _save_descent(window: MainWindow, application: QApplication) -> None:
    """Three learning rates and the modes on logarithmic axes; beside them, from the same moment, the landscape."""
    from fractions import Fraction

    from PySide6.QtGui import QPainter, QPixmap

    rates = [Fraction(rate) for rate in ("0.02", "0.25", "0.29")]
    window.bridge.do(lambda session: session.run(60))
    window.bridge.do(lambda session: session.compare(rates, 500))
    for name in ("log_iterations", "log_loss", "enlarge_loss"):
        window.action(name).trigger()
    cards = []
    for _ in range(2):
        application.processEvents()
        cards.append(window.loss_card.grab())
        window.action("show_landscape").trigger()
    width, height = cards[0].width(), cards[0].height()
    both = QPixmap(2 * width + 16, height)
    both.fill(window.palette().window().color())
    with QPainter(both) as painter:
        for number, card in enumerate(cards):
            card.setDevicePixelRatio(1)
            painter.drawPixmap(number * (width + 16), 0, card)
    both.save(str(IMAGES / "descent.png"))
    window.action("enlarge_loss").trigger()


def _save_gallery(window: MainWindow, application: QApplication) -> None:
    """The first cards of the gallery, once their pictures are drawn."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    from bpgui.ui.gallery_dialog import GalleryDialog

    window.action("gallery").trigger()
    gallery = window.findChild(GalleryDialog)
    gallery.resize(1120, 736)
    gallery.findChild(QWidget, "gallery_folder").hide()  # a path of this machine
    QTest.qWait(1500)
    gallery.grab().save(str(IMAGES / "gallery.png"))
    gallery.close()


if __name__ == "__main__":
    main()
