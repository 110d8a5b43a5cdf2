"""The help pages: all keys, made from the table of actions, and what this program is."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from bpgui import __version__
from bpgui.ui.actions import MENUS, key_names, specs

_ELSEWHERE = (
    ("arrows", "In a matrix: select the next cell"),
    ("Enter, double click", "On an entry that is not given: go to its first term and build it"),
    (
        "any digit, F2, double click",
        "On an entry of x, w, b or y: type another number (Return takes it, Esc leaves it)",
    ),
    ("Tab", "Go to the next matrix or control"),
    ("Ctrl+PgDown, Ctrl+PgUp", "In a large matrix: one page on, one page back"),
    ("← →, Home, End", "On the step bar: one term back or on; start and end of the iteration"),
    ("← →, Home, End", "On the loss plot: one iteration back or on; the first and the last that was visited"),
)


def keys_page() -> str:
    """All keys as HTML."""
    sections = []
    for menu in MENUS:
        rows = [
            (key_names(spec), spec.text.replace("&", "") + (f": {spec.tip}" if spec.tip else ""))
            for spec in specs()
            if spec.menu == menu and spec.keys
        ]
        if rows:
            sections.append((menu, rows))
    sections.append(("Where the keyboard is", list(_ELSEWHERE)))
    said = "".join(f"<h3>{escape(title)}</h3><table cellpadding='3'>{_rows(rows)}</table>" for title, rows in sections)
    return f"{said}<p>Every menu opens with Alt and its underlined letter.</p>"


def show_keys(parent: QWidget) -> None:
    """Open the page of keys."""
    _show(parent, "Keys", keys_page())


def show_about(parent: QWidget) -> None:
    """Open the page about the program."""
    _show(
        parent,
        "About bpgui",
        f"<h3>bpgui {escape(__version__)}</h3>"
        "<p>Backpropagation through a linear network, number by number: ŷ = xw + b, L = (1/N) Σ (ŷ − y)².</p>"
        "<p>Every number can be clicked, and shows all that it is made of. Nothing goes over the network.</p>"
        "<p>MIT licence. Text in Inter (OFL 1.1); the iris data are Fisher’s (1936).</p>",
    )


def _rows(rows: list[tuple[str, str]]) -> str:
    return "".join(f"<tr><td width='200'><b>{escape(keys)}</b></td><td>{escape(what)}</td></tr>" for keys, what in rows)


def _show(parent: QWidget, title: str, html: str) -> None:
    dialog = QDialog(parent)
    dialog.setObjectName("help_page")
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    page = QTextBrowser()
    page.setHtml(html)
    page.setAccessibleName(title)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(page)
    layout.addWidget(buttons)
    dialog.resize(parent.width() * 2 // 3, parent.height() * 3 // 4)
    dialog.open()
