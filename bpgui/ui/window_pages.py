"""The pages that need the window itself: the gallery of examples, printing, and its preview."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QStandardPaths

from bpgui.resource_files import resource_path
from bpgui.session.examples import ExampleFile, example_files
from bpgui.session.problems import ProblemError

if TYPE_CHECKING:
    from bpgui.ui.main_window import MainWindow


def connect_window_pages(window: MainWindow) -> None:
    """Let the actions open these pages."""
    on = {name: window.action(name).triggered for name in ("gallery", "print", "print_preview")}
    on["gallery"].connect(lambda: _show_gallery(window))
    on["print"].connect(lambda: _show_print(window))
    on["print_preview"].connect(lambda: _show_print_preview(window))


def find_examples() -> tuple[ExampleFile, ...]:
    """The examples that are shipped, then the user's own."""
    return example_files([resource_path("examples"), own_folder()], resource_path("data", "iris.csv"))


def own_folder() -> Path:
    """Where a person may put problem files, to find them among the examples."""
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(data) / "examples"


def load_example(window: MainWindow, file: ExampleFile) -> str:
    """Take an example as one step that can be undone; why it can't be read, or nothing."""
    try:
        document = file.read().document
    except ProblemError as error:
        window.sentence_bar.say(str(error))
        return str(error)
    window.bridge.do(lambda session: session.replace_document(document, f"Load “{file.title}”"))
    return ""


def _show_gallery(window: MainWindow) -> None:
    from bpgui.ui.gallery_dialog import show_gallery  # what is opened later is not imported before the window is shown

    folder = QDir.toNativeSeparators(str(own_folder()))
    show_gallery(window, find_examples(), lambda file: load_example(window, file), window.theme, window.zoom, folder)


def _show_print(window: MainWindow) -> None:
    from bpgui.ui.printing import show_print

    show_print(window)


def _show_print_preview(window: MainWindow) -> None:
    from bpgui.ui.printing import show_print_preview

    show_print_preview(window)
