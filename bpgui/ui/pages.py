"""The pages and dialogs that actions open, each beside the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from bpgui.core.notation import cell_symbol
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.compare_dialog import show_compare
from bpgui.ui.convention_dialog import ConventionDialog, show_conventions
from bpgui.ui.export_dialog import copy_latex, copy_text, show_export
from bpgui.ui.fill_dialog import show_fill
from bpgui.ui.gradient_check_dialog import show_gradient_check
from bpgui.ui.help import show_about, show_keys, show_misprints
from bpgui.ui.optimum_dialog import OptimumDialog, show_optimum
from bpgui.ui.run_until_dialog import show_run_until
from bpgui.ui.size_dialog import show_network_size
from bpgui.ui.theme import Theme
from bpgui.ui.transpose_view import TransposeView, show_transpose

Looks = Callable[[], tuple[Theme, float]]
Say = Callable[[str], object]


def connect_pages(
    window: QWidget, bridge: SessionBridge, actions: Mapping[str, QAction], looks: Looks, say: Say
) -> None:
    """Let each action open its page; `looks` gives the theme and the scale of the moment, `say` tells of the rest."""

    def copy(copied: Callable[[SessionBridge], object], form: str) -> None:
        copied(bridge)
        selection = bridge.session.selection
        if selection is not None:
            say(f"The derivation of {cell_symbol(selection)} is on the clipboard, as {form}.")

    opens: dict[str, Callable[[], object]] = {
        "why_transpose": lambda: show_transpose(window, bridge, *looks()),
        "check_gradients": lambda: show_gradient_check(window, bridge),
        "loss_conventions": lambda: show_conventions(window, bridge, *looks()),
        "show_optimum": lambda: show_optimum(window, bridge, actions["optimum"], *looks()),
        "fill": lambda: show_fill(window, bridge),
        "network_size": lambda: show_network_size(window, bridge),
        "import_data": lambda: _import_data(window, bridge, looks()[0]),
        "standardise": lambda: _standardise(window, bridge),
        "run_until": lambda: show_run_until(window, bridge),
        "compare_rates": lambda: show_compare(window, bridge),
        "copy_latex": lambda: copy(copy_latex, "LaTeX"),
        "copy_text": lambda: copy(copy_text, "text"),
        "save_derivation": lambda: show_export(window, bridge, looks()[0]),
        "misprints": lambda: show_misprints(window),
        "keys": lambda: show_keys(window),
        "about": lambda: show_about(window),
    }
    for name, show in opens.items():
        actions[name].triggered.connect(lambda checked=False, show=show: show())


def _import_data(window: QWidget, bridge: SessionBridge, theme: Theme) -> None:
    from bpgui.ui.import_dialog import show_import  # its readers are loaded when they are first wanted

    show_import(window, bridge, theme)


def _standardise(window: QWidget, bridge: SessionBridge) -> None:
    from bpgui.ui.import_standardise_dialog import show_standardise

    show_standardise(window, bridge)


def apply_looks(window: QWidget, theme: Theme, scale: float) -> None:
    """Let the pages that are open take other colours, and another scale."""
    pages: tuple[TransposeView | ConventionDialog | OptimumDialog, ...] = (
        *window.findChildren(TransposeView),
        *window.findChildren(ConventionDialog),
        *window.findChildren(OptimumDialog),
    )
    for page in pages:
        page.set_looks(theme, scale)
