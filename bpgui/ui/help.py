"""The help pages: all keys, made from the table of actions, and what this program is."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from bpgui import __version__
from bpgui.ui.actions import MENUS, key_names, specs
from bpgui.ui.size_keys import LINE_HELP

_ELSEWHERE = (
    ("arrows", "In a matrix: select the next cell"),
    ("Enter, double click", "On an entry that is not given: go to its first term and build it"),
    (
        "any digit, F2, double click",
        "On an entry of x, w, b or y: type another number (Return takes it and goes down, Tab to the right, with Shift "
        "up and to the left; Esc leaves it)",
    ),
    (
        "Shift+arrows, Home, End",
        "In a matrix: choose several cells, with Ctrl too up to the end; so do dragging and Shift+click",
    ),
    ("Del, Backspace", "In x, w, b or y: set the chosen cells to zero"),
    ("← → ↑ ↓, Home, End", "In the derivation: go from symbol to symbol; its cell is marked in the matrices"),
    ("Enter, Space, click", "On a symbol of the derivation: select its cell and see its own derivation"),
    ("Tab", "Go to the next matrix or control"),
    *LINE_HELP,
    ("Ctrl+PgDown, Ctrl+PgUp", "In a large matrix: one page on, one page back"),
    ("← →, Home, End", "On the step bar: one term back or on; start and end of the iteration"),
    ("← →, Shift+drag, click", "On the slider of η: a little smaller or larger; finely; on a mark, exactly that rate"),
    ("← →, Home, End", "On the loss plot: one iteration back or on; the first and the last that was visited"),
)


def misprints_page() -> str:
    """What to read otherwise in copies of the course note, and what the program adds to it, as HTML."""
    misprints = (
        (
            "∂L/∂L, on the left of the chain rule",
            "∂L/∂w<sub>ij</sub>: the entry of ∂L/∂w that is derived. (∂L/∂L is 1.)",
        ),
        (
            "∂ŷ/∂L, in the lines for b",
            "∂L/∂ŷ: how L changes with ŷ, not ŷ with L. It is this that is added up for ∂L/∂b.",
        ),
    )
    additions = (
        ("∂L/∂ŷ = (2/N) (ŷ − y)", "The note takes it as given. Select any entry of ∂L/∂ŷ to see it derived from L."),
        ("η, and the update", "w ← w − η ∂L/∂w and b ← b − η ∂L/∂b: what gradients are worked out for."),
        ("∂L/∂x = ∂L/∂ŷ w<sup>T</sup>", "What a layer before this one would receive (menu View: Show ∂L/∂x)."),
    )
    return (
        "<p>The program follows the course note step by step. Copies of the note circulate with misprints; "
        "where one differs from the screen, read it so:</p>"
        f"<h3>Misprints</h3><table cellpadding='3'>{_html_rows(misprints)}</table>"
        f"<h3>What the program adds</h3><table cellpadding='3'>{_html_rows(additions)}</table>"
        "<h3>What is the same</h3>"
        "<p>L is divided by N, the number of examples, and by nothing else: not by N·K, the number of entries, and not "
        "by 2N. Other courses and libraries divide otherwise; then L, the gradients and the learning rate that does "
        "the same all differ by that factor. Click the factor in the formula of L (or menu Descent: Loss conventions) "
        "to see by how much, and to choose another.</p>"
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


def show_misprints(parent: QWidget) -> None:
    """Open the page on where the program and a printed note differ."""
    _show(parent, "Where this and a printed note differ", misprints_page())


def show_about(parent: QWidget) -> None:
    """Open the page about the program."""
    _show(
        parent,
        "About bpgui",
        f"<h3>bpgui {escape(__version__)}</h3>"
        "<p>Backpropagation through a linear network, number by number: ŷ = xw + b, L = (1/N) Σ (ŷ − y)², "
        "or with another factor before Σ (menu Descent: Loss conventions).</p>"
        "<p>Every number can be clicked, and shows all that it is made of. Nothing goes over the network.</p>"
        "<p>MIT licence. Text in Inter (OFL 1.1); the iris data are Fisher’s (1936).</p>",
    )


def _html_rows(rows: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"<tr><td width='200'><b>{left}</b></td><td>{right}</td></tr>" for left, right in rows)


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
    page.setObjectName("help_text")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(page)
    layout.addWidget(buttons)
    dialog.resize(parent.width() * 2 // 3, parent.height() * 3 // 4)
    dialog.open()
