"""Copy, cut, paste and set to zero: the actions of the Edit menu, on the grid that has the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTextEdit, QWidget

from bpgui.core.cells import Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.core.notation import symbol
from bpgui.session.copying import CopyError, numbers_in
from bpgui.session.table import count_of
from bpgui.session.table_writing import Form, is_rounded, write_table
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.grid_pasting import GridPasting, Say, refuse
from bpgui.ui.grid_range import Rectangle
from bpgui.ui.matrix_view import MatrixView

NOWHERE = "Choose cells of a matrix first: click one, or go there with Tab."
_FORMS = {
    Form.tabs: "&Tab-separated, for spreadsheets",
    Form.tabs_and_commas: "Tab-separated, with decimal &commas",
    Form.csv: "CS&V",
    Form.numpy: "&NumPy",
    Form.matlab: "&MATLAB",
    Form.latex: "&LaTeX",
    Form.markdown: "Mark&down",
}
_OUT_OF_A_GRID = ("copy", "copy_as", "select_all")
_TextField = QLineEdit | QTextEdit | QPlainTextEdit


class GridClipboard(QObject):
    """Does what the actions say to the range of the grid that has the keyboard, or to the text field that has it."""

    def __init__(
        self,
        window: QWidget,
        bridge: SessionBridge,
        views: Sequence[MatrixView],
        actions: Mapping[str, QAction],
        say: Say,
    ) -> None:
        super().__init__(window)
        self._window, self._bridge, self._actions, self._say = window, bridge, actions, say
        self._pasting = GridPasting(window, bridge, say)
        self.copy_as_menu = self._make_copy_as_menu()
        acts: dict[str, Callable[[MatrixView, Rectangle], object]] = {
            "copy": self._copy,
            "cut": self._cut,
            "paste": self._paste,
            "clear": self._set_to_zero,
            "select_all": lambda view, chosen: view.range.choose_all(),
            "copy_as": lambda view, chosen: self._open_copy_as(view),
        }
        for name, act in acts.items():
            actions[name].triggered.connect(lambda checked=False, name=name, act=act: self._act(name, act))
        for view in views:
            view.zero_wanted.connect(lambda view=view: self._act_on(view, self._set_to_zero))

    def section(self, view: MatrixView) -> list[QAction | QMenu]:
        """What the menu of a grid offers of all this."""
        is_given = view.matrix_model.is_editable
        names = ("cut", "copy", "copy_as", "paste", "clear", "select_all") if is_given else _OUT_OF_A_GRID
        return [self.copy_as_menu if name == "copy_as" else self._actions[name] for name in names]

    def _act(self, name: str, act: Callable[[MatrixView, Rectangle], object]) -> None:
        focus = QApplication.focusWidget()
        if isinstance(focus, _TextField):
            _act_on_text(focus, name)
        elif isinstance(focus, MatrixView):
            self._act_on(focus, act)
        else:
            self._say(NOWHERE)

    def _act_on(self, view: MatrixView, act: Callable[[MatrixView, Rectangle], object]) -> None:
        chosen = view.range.rectangle
        if chosen is None:
            self._say(NOWHERE)
        else:
            act(view, chosen)

    # --- out of a grid

    def _copy(self, view: MatrixView, chosen: Rectangle, form: Form = Form.tabs) -> bool:
        model = view.matrix_model
        try:
            rows = numbers_in(self._bridge.screen, model.matrix, *(chosen.transposed if model.transposed else chosen))
        except CopyError as error:
            refuse(view, str(error))
            return False
        if model.transposed:
            rows = tuple(zip(*rows, strict=True))
        QGuiApplication.clipboard().setText(write_table(rows, form))
        said = f"{_capital(chosen.words)} of {_name(view)} copied"
        said += "" if form is Form.tabs else f", as {form.value}"
        rounded = sum(is_rounded(number) for row in rows for number in row)
        too_long = f"; {count_of(rounded, 'fraction')} too long to be written, rounded to 17 figures" if rounded else ""
        self._say(f"{said}{too_long}.")
        return True

    def _make_copy_as_menu(self) -> QMenu:
        menu = QMenu("Copy &as", self._window)
        menu.setObjectName("copy_as_menu")
        for form, text in _FORMS.items():
            action = menu.addAction(text)
            action.setObjectName(f"copy_as_{form.name}")
            action.triggered.connect(lambda checked=False, form=form: self._copy_as(form))
        return menu

    def _open_copy_as(self, view: MatrixView) -> None:
        current = view.visualRect(view.currentIndex())
        self.copy_as_menu.popup(view.viewport().mapToGlobal(current.bottomLeft()))
        self.copy_as_menu.setActiveAction(self.copy_as_menu.actions()[0])

    def _copy_as(self, form: Form) -> None:
        focus = QApplication.focusWidget()
        if isinstance(focus, MatrixView):
            self._act_on(focus, lambda view, chosen: self._copy(view, chosen, form))

    # --- into a grid

    def _cut(self, view: MatrixView, chosen: Rectangle) -> None:
        if not _is_given(view, "its numbers can be copied, but not cut") or not self._copy(view, chosen):
            return
        if self._zero(view, chosen, f"Cut {chosen.words} of {_name(view)}"):
            self._say(f"{_capital(chosen.words)} of {_name(view)} copied, and set to zero.")

    def _set_to_zero(self, view: MatrixView, chosen: Rectangle) -> None:
        if _is_given(view, "its numbers can't be set"):
            self._zero(view, chosen, f"{chosen.words} of {_name(view)} to zero" if chosen.is_several else "")

    def _paste(self, view: MatrixView, chosen: Rectangle) -> None:
        if _is_given(view, "numbers can be pasted into x, w, b and y"):
            self._pasting.paste(view, chosen)

    def _zero(self, view: MatrixView, chosen: Rectangle, name: str) -> bool:
        """Let all that is chosen be zero; whether it is. Refusals are told."""
        session, matrix = self._bridge.session, view.matrix_model.matrix
        zeros = InputMatrix.zeros(chosen.rows, chosen.columns)
        is_as_given = matrix in (Matrix.x, Matrix.y) or session.iteration == 0
        is_zero = is_as_given and session.document.matrix(matrix).block(*chosen).same_as(zeros)
        if is_zero and not session.new_entries.has_any(matrix, *chosen):
            return True
        return self._pasting.put(view, chosen, zeros, name)


def _is_given(view: MatrixView, otherwise: str) -> bool:
    """Whether the numbers of a grid can be changed; where they can't, that is told."""
    model = view.matrix_model
    if model.is_editable:
        return True
    if model.transposed and model.matrix.is_input:
        refuse(view, f"{_name(view)} is {model.matrix} seen from the side: change the numbers in {model.matrix}.")
    else:
        refuse(view, f"{_name(view)} is computed: {otherwise}.")
    return False


def _name(view: MatrixView) -> str:
    model = view.matrix_model
    return f"{symbol(model.matrix)}\N{MODIFIER LETTER CAPITAL T}" if model.transposed else symbol(model.matrix)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _act_on_text(field: _TextField, name: str) -> None:
    """What the actions do where text is typed, when they are chosen from the menu."""
    match name:
        case "copy":
            field.copy()
        case "cut":
            field.cut()
        case "paste":
            field.paste()
        case "select_all":
            field.selectAll()
        case "clear" if isinstance(field, QLineEdit):
            field.del_()
