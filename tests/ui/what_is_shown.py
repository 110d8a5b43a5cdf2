"""All that the window shows, read as a person and a screen reader do, fit to be compared."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QSlider,
    QTableView,
    QWidget,
)

from bpgui.ui.actions import specs
from bpgui.ui.derivation_view import DerivationView
from bpgui.ui.elided_field import ElidedField
from bpgui.ui.facts_view import FactsView
from bpgui.ui.main_window import MainWindow
from bpgui.ui.step_bar import StepBar
from tests.ui.person import SPOKEN

Roles = Qt.ItemDataRole
LABELS = ("sentence",)
FIELDS = ("iteration", "learning_rate")
OF_THE_FILE = {"revert"}
"""What can be done depending on the file that is open, and not on the session alone."""


def everything(window: MainWindow) -> dict[str, Any]:
    """Texts of all cells, said and whole; sentence, derivation, fields, step bar, loss panel; what can be done."""
    shown: dict[str, Any] = {view.objectName(): of_model(view.model()) for view in window.findChildren(QTableView)}
    shown |= {name: _label(window, name) for name in LABELS}
    lines = _found(window.findChild(DerivationView, "derivation")).model()
    indexes = [lines.index(row, 0) for row in range(lines.rowCount())]
    shown["derivation"] = [(str(index.data()), str(index.data(SPOKEN))) for index in indexes]
    shown["path"] = _found(window.findChild(QLabel, "derivation_path")).accessibleDescription()
    shown |= {name: _field(window, name) for name in FIELDS}
    shown["step_size"] = _found(window.findChild(QComboBox, "step_size")).currentData().value
    shown["slider"] = _found(window.findChild(QSlider, "learning_rate_slider")).accessibleDescription()
    shown["step_bar"] = _found(window.findChild(StepBar)).accessibleDescription()
    of_loss = _label(window, "loss_sentence").partition(" Logarithmic axes")[0]
    shown["loss_panel"] = of_loss, _label(window, "loss_readout")
    shown["kept_curves"] = _texts(_found(window.findChild(QListView, "kept_curves")))
    facts, landscape = window.facts_panel, _found(window.findChild(QWidget, "landscape_drawing"))
    if facts.isVisible():
        view = _found(facts.findChild(FactsView))
        shown["facts"] = [text for row, text in enumerate(_texts(view)) if view.model().fact(row) is not None]
    if landscape.isVisible():
        shown["landscape"] = landscape.accessibleDescription().partition(" Click or drag")[0]
    actions = {spec.name: _found(window.findChild(QAction, spec.name)) for spec in specs()}
    shown["can"] = {name for name, action in actions.items() if action.isEnabled()} - OF_THE_FILE
    return shown


def of_the_history(window: MainWindow) -> dict[str, Any]:
    """What the menu would undo and do again; the lists of steps and stops, where they are open."""
    actions = {name: _found(window.findChild(QAction, name)) for name in ("undo", "redo")}
    shown: dict[str, Any] = {name: action.text().replace("&&", "&") for name, action in actions.items()}
    for name in ("history_list", "stops_list"):
        logbook = _found(window.findChild(QListView, name))
        if logbook.isVisible():
            shown[name] = _texts(logbook, SPOKEN)
    return shown


def _texts(view: QAbstractItemView, role: int = Roles.DisplayRole) -> list[str]:
    return [str(view.model().index(row, 0).data(role)) for row in range(view.model().rowCount())]


def of_model(model: QAbstractItemModel) -> list[list[tuple[str, str, str]]]:
    """Text, accessible text and hover text of every cell."""
    return [
        [
            (str(index.data()), str(index.data(SPOKEN)), str(index.data(Roles.ToolTipRole)))
            for index in (model.index(row, column) for column in range(model.columnCount()))
        ]
        for row in range(model.rowCount())
    ]


def _label(window: MainWindow, name: str) -> str:
    return str(_found(window.findChild(QLabel, name)).text())


def _field(window: MainWindow, name: str) -> str:
    field = _found(window.findChild(QLineEdit, name))
    if isinstance(field, ElidedField) and field.text().endswith("…"):
        assert field.whole.startswith(field.text()[:-1])
        return field.whole
    return str(field.text())


def _found(widget: Any) -> Any:
    assert widget is not None
    return widget
