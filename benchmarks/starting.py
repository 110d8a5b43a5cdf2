"""From the start of the process to the first paint, and to ready: typesetter and plot loaded, and painted.

As a child, `python -m benchmarks.starting bpgui` (or bare, or numpy) starts one window.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from benchmarks.children import forget_the_users_settings, measured_by, milliseconds_since_spawned
from benchmarks.figures import Figure

SECTION = "Start, from the process to the paint"
TOO_DEAR = ("pyqtgraph", "ziamath", "ziafont", "latex2mathml")
"""What must not be imported before the first paint."""


def measure(runs: int) -> tuple[list[Figure], list[str]]:
    """The figures, and sentences on what is wrong."""
    found: dict[str, list[dict[str, Any]]] = {"bare": [], "numpy": [], "bpgui": []}
    for _ in range(runs + 1):
        for kind, results in found.items():
            results.append(measured_by("starting", kind))
    for results in found.values():
        del results[0]  # it filled the caches of the disk
    bare = statistics.median(each["first"] for each in found["bare"])
    figures = [
        _figure("bare QMainWindow, first paint", [each["first"] for each in found["bare"]], bare),
        _figure("the same with numpy imported, first paint", [each["first"] for each in found["numpy"]], bare),
        _figure("bpgui, first paint", [each["first"] for each in found["bpgui"]], bare),
        _figure("bpgui, ready", [each["ready"] for each in found["bpgui"]], bare),
    ]
    early = sorted({name for each in found["bpgui"] for name in each["early"]})
    problems = [f"Imported before the first paint: {', '.join(early)}."] if early else []
    return figures, problems


def _figure(name: str, times: list[float], bare: float) -> Figure:
    median = statistics.median(times)
    return Figure(SECTION, name, median, count=len(times), largest=max(times), ratio=median / bare, against="bare")


class PaintWatch(QObject):
    """Says when a paint of a window is over: its parts are painted, and the whole is flushed."""

    _OVER = QEvent.Type(QEvent.registerEventType())

    def __init__(self, widget: QWidget, over: Callable[[], None]) -> None:
        super().__init__(widget)
        self._over = over
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:  # what is posted now comes next, when all has been painted
            QCoreApplication.postEvent(self, QEvent(self._OVER), Qt.EventPriority.HighEventPriority.value)
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == self._OVER:
            self._over()
            return True
        return super().event(event)


def _start_bare() -> dict[str, Any]:
    application = QApplication(sys.argv[:1])
    application.setFont(QFont())
    found: dict[str, Any] = {}
    window = QMainWindow()

    def over() -> None:
        found.setdefault("first", milliseconds_since_spawned())
        application.quit()

    PaintWatch(window, over)
    window.resize(1366, 768)
    window.show()
    application.exec()
    return found


def _start_bpgui() -> dict[str, Any]:
    import bpgui.app
    from bpgui.cli import main
    from bpgui.ui.main_window import MainWindow

    found: dict[str, Any] = {}

    class WatchedWindow(MainWindow):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self._is_loaded = False
            PaintWatch(self.worksheet.sheet, self._on_painted)

        def load_the_rest(self) -> None:
            found.setdefault("asked", milliseconds_since_spawned())
            super().load_the_rest()
            self._is_loaded = True

        def _on_painted(self) -> None:
            if "first" not in found:
                found["first"] = milliseconds_since_spawned()
                found["early"] = [name for name in TOO_DEAR if name in sys.modules]
            if self._is_loaded:
                found.setdefault("ready", milliseconds_since_spawned())
                QApplication.quit()

    bpgui.app.MainWindow = WatchedWindow  # type: ignore[misc, assignment]
    main([])
    return found


if __name__ == "__main__":
    forget_the_users_settings()
    if sys.argv[1] == "numpy":
        import numpy  # noqa: F401  its import is what is measured
    print(json.dumps(_start_bpgui() if sys.argv[1] == "bpgui" else _start_bare()))
