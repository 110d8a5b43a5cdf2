"""The dialog that copies and saves derivations, used as a person does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from shiboken6 import isValid

from bpgui.core.cells import Cell, Matrix
from bpgui.session.session import Session
from bpgui.ui.derivation_picture import SLIDE_WIDTH
from bpgui.ui.export_content import Format, proposed_name
from bpgui.ui.export_dialog import ExportDialog
from bpgui.ui.theme import DARK, LIGHT
from tests.session.documents import of_size
from tests.ui.person import Key, Modifier, Person

W = TypeVar("W", bound=QWidget)
W12 = Cell(Matrix.dL_dw, 0, 1)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _file_dialogs_remember_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    where = str(tmp_path_factory.mktemp("file dialogs"))
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, where)


@pytest.mark.parametrize(
    ("cell", "whole", "name"),
    [
        (W12, False, "derivation-dL_dw_12.tex"),
        (W12, True, "derivation-dL_dw.tex"),
        (Cell(Matrix.x, 0, 11), False, "derivation-x_1_12.tex"),
        (Cell(Matrix.b, 0, 1), False, "derivation-b_2.tex"),
        (Cell(Matrix.loss, 0, 0), False, "derivation-L.tex"),
    ],
)
def test_names_of_files_are_proposed(cell: Cell, whole: bool, name: str) -> None:
    assert proposed_name(cell, whole, Format.latex) == name


# --- the dialog


class Export:
    """The dialog, as a person sees and uses it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        person.choose("save_derivation")
        dialog = person.window.findChild(ExportDialog)
        assert isinstance(dialog, ExportDialog)
        self.dialog = dialog
        person.qtbot.waitUntil(dialog.isActiveWindow)

    def find(self, kind: type[W], name: str) -> W:
        found = self.dialog.findChild(kind, name)
        assert found is not None
        return found

    @property
    def words(self) -> str:
        return self.find(QPlainTextEdit, "export_words").toPlainText()

    @property
    def sentence(self) -> str:
        return self.find(QLabel, "export_sentence").text()

    @property
    def note(self) -> str:
        return self.find(QLabel, "export_note").text()

    @property
    def refusal(self) -> str:
        label = self.find(QLabel, "export_no_preview")
        return label.text() if label.isVisible() else ""

    @property
    def picture(self) -> QImage:
        label = self.find(QLabel, "export_picture")
        assert label.isVisible()
        return label.pixmap().toImage()

    def can(self, name: str) -> bool:
        return self.find(QPushButton, f"export_{name}").isEnabled()

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for what comes of a key: Qt presses buttons for a moment, as a finger does."""
        self.person.qtbot.waitUntil(until)

    def copy(self) -> None:
        """Press the key of Copy, and wait for what comes of it."""
        self.press(Key.Key_C)
        self.wait(lambda: self.sentence != "")

    def choose_all(self) -> None:
        """Choose all entries by key."""
        self.press(Key.Key_A)
        self.wait(self.find(QRadioButton, "export_all").isChecked)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Modifier.AltModifier) -> None:
        QApplication.processEvents()
        QTest.keyClick(self.dialog.windowHandle(), key, modifiers)

    def choose_format(self, form: Format) -> None:
        self.press(Key.Key_F)
        box = self.find(QComboBox, "export_format")
        assert box.hasFocus()
        self.press(Key.Key_Home, Modifier.NoModifier)
        for _ in range(list(Format).index(form)):
            self.press(Key.Key_Down, Modifier.NoModifier)
        assert box.currentText() == form.title

    def where_to_save(self) -> QFileDialog:
        """Press the key of Save, and wait for the question where to."""
        self.press(Key.Key_S)
        self.wait(lambda: any(isValid(each) and each.isActiveWindow() for each in self._questions()))
        return self._questions()[-1]

    def _questions(self) -> list[QFileDialog]:
        return self.dialog.findChildren(QFileDialog)

    def save_as(self, path: Path, replace: bool = False) -> None:
        """Press Save, write a name into the file dialog, and press Return; say yes to replacing, if asked for."""
        where = self.where_to_save()
        line = where.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setText(str(path))
        with _saying_yes() as asked:
            QTest.keyClick(line, Key.Key_Return)
            self.wait(lambda: not self._questions())
        self.dialog.activateWindow()  # as a window manager does, which is missing offscreen
        self.wait(self.dialog.isActiveWindow)
        assert bool(asked) == replace


@contextmanager
def _saying_yes() -> Iterator[list[str]]:
    """Answers the question whether a file may be replaced, as soon as it is asked; what was asked."""
    asked: list[str] = []
    timer = QTimer()

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            QTest.mouseClick(box.button(QMessageBox.StandardButton.Yes), Qt.MouseButton.LeftButton)

    timer.timeout.connect(answer)
    timer.start(0)
    yield asked
    timer.stop()


@pytest.fixture
def export(person: Person) -> Export:
    person.choose("backward")
    person.click_cell("dL_dw", 1, 2)
    return Export(person)


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


def copied_text() -> str:
    return QGuiApplication.clipboard().text()


@pytest.mark.usefixtures("clipboard")
def test_what_the_preview_shows_is_copied(export: Export) -> None:
    assert export.words.startswith("% The note's integers, iteration 0\n")
    export.copy()
    assert copied_text() == export.words
    assert export.sentence == "Copied as LaTeX: ∂L/∂w₁₂."
    export.choose_format(Format.text)
    assert export.sentence == ""
    assert export.words.startswith("∂L/∂w₁₂\n")
    export.copy()
    assert copied_text() == export.words
    assert "  ∂L/∂w₁₂ = 0.4\n" in copied_text()


@pytest.mark.usefixtures("clipboard")
def test_two_actions_copy_without_the_dialog(person: Person) -> None:
    assert not person.can("copy_latex")
    person.choose("backward")
    person.click_cell("dL_dw", 1, 2)
    person.choose("copy_latex")
    assert "\\begin{document}" in copied_text()
    person.choose("copy_text")
    assert "  ∂L/∂w₁₂ = 0.4\n" in copied_text()


@pytest.mark.usefixtures("clipboard")
def test_pictures_are_copied_as_programs_take_them(export: Export) -> None:
    clipboard = QGuiApplication.clipboard()
    export.choose_format(Format.png)
    export.copy()
    assert clipboard.image().width() > SLIDE_WIDTH
    export.choose_format(Format.svg)
    assert export.sentence == ""
    export.copy()
    content = clipboard.mimeData().data("image/svg+xml").data()
    assert ElementTree.fromstring(bytes(content)).tag == f"{SVG}svg"
    assert clipboard.mimeData().hasImage()
    export.choose_format(Format.pdf)
    assert not export.can("copy")
    assert export.can("save")


def test_the_preview_is_the_picture(export: Export) -> None:
    export.choose_format(Format.png)
    assert export.picture.pixelColor(0, 0) == QColor(LIGHT.card)
    export.press(Key.Key_L)
    export.press(Key.Key_Down, Modifier.NoModifier)
    assert export.find(QComboBox, "export_look").currentText() == "Dark"
    assert export.picture.pixelColor(0, 0) == QColor(DARK.card)
    export.press(Key.Key_G)
    export.wait(export.find(QCheckBox, "export_transparent").isChecked)
    assert export.picture.pixelColor(0, 0) != export.picture.pixelColor(8, 0)  # squares
    assert not export.picture.hasAlphaChannel()


def test_the_look_is_the_windows_to_begin_with(person: Person) -> None:
    person.choose("theme_dark")
    person.choose("forward")
    person.click_cell("y_hat", 1, 1)
    export = Export(person)
    assert export.find(QComboBox, "export_look").currentText() == "Dark"


@pytest.mark.parametrize("form", list(Format))
def test_all_entries_are_saved_in_every_format(export: Export, form: Format, tmp_path: Path) -> None:
    export.choose_all()
    export.choose_format(form)
    assert export.find(QRadioButton, "export_all").text() == "&All 12 entries of ∂L/∂w"
    path = tmp_path / "all"
    export.save_as(path)
    saved = path.with_suffix(f".{form.value}")
    assert export.sentence == f"Saved as {saved}."
    content = saved.read_bytes()
    match form:
        case Format.latex:
            assert content.count(b"\\subsection*{") == 12
        case Format.text:
            assert content.decode().count("\n1  chain rule\n") == 12
        case Format.svg:
            assert b"<title>Derivation of" in content
            ElementTree.fromstring(content)
        case Format.pdf:
            assert len(re.findall(rb"/Type /Page\b", content)) == 12
            assert "12 pages" in export.note
        case Format.png:
            assert QImage.fromData(content).height() > 10 * SLIDE_WIDTH


def test_a_file_is_proposed_and_the_question_can_be_left(export: Export, tmp_path: Path) -> None:
    export.choose_format(Format.svg)
    where = export.where_to_save()
    assert Path(where.selectedFiles()[0]).name == "derivation-dL_dw_12.svg"
    QTest.keyClick(where, Key.Key_Escape)
    export.wait(lambda: not isValid(where))
    assert export.sentence == ""
    assert export.dialog.isVisible()


def test_saving_over_a_file_asks_and_replaces_it_whole(export: Export, tmp_path: Path) -> None:
    path = tmp_path / "derivation.txt"
    path.write_text("before " * 10_000)
    export.choose_format(Format.text)
    export.save_as(path, replace=True)
    assert path.read_text(encoding="utf-8") == export.words
    assert [each.name for each in tmp_path.iterdir()] == ["derivation.txt"]


def _read_only(folder: Path) -> Path:
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("whoever runs this may write everywhere")
    return folder


def _gone(folder: Path) -> Path:
    return folder / "gone"


def _of_the_system(folder: Path) -> Path:
    if not sys.platform.startswith("linux"):
        pytest.skip("there is no /proc")
    return Path("/proc")


@pytest.mark.parametrize("place", [_read_only, _gone, _of_the_system])
def test_what_can_not_be_saved_leaves_a_sentence_and_no_file(
    export: Export, tmp_path: Path, place: Callable[[Path], Path]
) -> None:
    path = place(tmp_path) / "derivation.tex"
    export.save_as(path)
    assert re.match(r"derivation\.tex could not be saved: .+ Nothing was written", export.sentence)
    assert not path.exists()
    assert export.dialog.isVisible()
    tmp_path.chmod(0o700)
    export.save_as(tmp_path / "derivation.tex")  # nothing is lost: another place will do
    assert (tmp_path / "derivation.tex").read_text(encoding="utf-8") == export.words


def test_it_follows_what_is_selected_and_what_is_known(export: Export) -> None:
    person = export.person
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.click_cell("dL_db", 1, 3)
    export.wait(lambda: r"\partial L/\partial b_{3}" in export.words)
    assert export.find(QRadioButton, "export_this").text() == "&This entry, ∂L/∂b₃"
    assert export.find(QRadioButton, "export_all").text() == "&All 3 entries of ∂L/∂b"
    person.window.bridge.do(Session.step_back)
    person.window.bridge.do(lambda session: session.select(Cell(Matrix.dL_db, 0, 2)))
    person.qtbot.waitUntil(lambda: "check: central" not in export.words)
    person.window.bridge.do(lambda session: session.select(Cell(Matrix.loss, 0, 0)))
    person.qtbot.waitUntil(lambda: not export.find(QRadioButton, "export_all").isEnabled())


def test_with_nothing_selected_it_says_so(export: Export) -> None:
    export.person.window.bridge.do(lambda session: session.select(None))
    export.wait(lambda: export.refusal.startswith("Nothing is selected."))
    assert not export.can("copy")
    assert not export.can("save")
    export.person.window.bridge.do(lambda session: session.select(W12))
    export.wait(lambda: export.can("copy") and not export.refusal)


def test_too_many_entries_are_refused_before_anything_is_made(export: Export) -> None:
    export.choose_all()
    bridge = export.person.window.bridge
    bridge.load(of_size(201, 1, 1))
    bridge.do(lambda session: session.select(Cell(Matrix.x, 0, 0)))
    export.wait(lambda: export.refusal.startswith("x has 201 entries"))
    assert not export.can("save")
    export.press(Key.Key_T)
    export.wait(lambda: export.can("save"))
    assert not export.refusal


def test_a_picture_too_high_leaves_a_sentence(export: Export) -> None:
    export.person.window.bridge.load(of_size(100, 2, 1))
    export.person.window.bridge.do(lambda session: session.select(Cell(Matrix.x, 0, 0)))
    export.wait(lambda: "x_{11}" in export.words)
    export.choose_all()
    export.choose_format(Format.png)
    assert "the first 3 of 200 entries" in export.note
    for key in (Key.Key_C, Key.Key_S):
        export.press(key)
        export.wait(lambda: "would be higher than 30\u2009000 pixels" in export.sentence)
        export.choose_format(Format.text)
        export.choose_format(Format.png)
        assert export.sentence == ""
    assert export.dialog.findChild(QFileDialog) is None


def test_escape_closes_it_and_it_can_be_opened_again(export: Export) -> None:
    dialog = export.dialog
    assert not dialog.isModal()
    export.press(Key.Key_Escape, Modifier.NoModifier)
    export.wait(lambda: not isValid(dialog))
    export.person.window.bridge.do(lambda session: session.select(W12))
    again = Export(export.person)
    export.person.choose("save_derivation")
    assert export.person.window.findChildren(ExportDialog) == [again.dialog]


def test_every_control_has_a_name_and_a_key_of_its_own(export: Export) -> None:
    kinds = (QAbstractButton, QComboBox, QPlainTextEdit)
    controls = [
        each for kind in kinds for each in export.dialog.findChildren(kind) if each.objectName()[:7] == "export_"
    ]
    assert len(controls) == 9
    assert all(each.accessibleName() for each in controls)
    labelled = (*export.dialog.findChildren(QLabel), *export.dialog.findChildren(QAbstractButton))
    keys = [match[1].lower() for each in labelled if (match := re.search(r"&(\w)", each.text()))]
    assert sorted(keys) == sorted("taflgcse")


_COPIES_AND_ENDS = """
import sys
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[2])
application = QApplication([])
from bpgui.app import create_window
from bpgui.core.cells import Cell, Matrix
from bpgui.session.derivation_text import derivations_of
from bpgui.ui.export_content import Export, Format, put_on_the_clipboard
from bpgui.ui.theme import LIGHT

window = create_window()
window.show()
derivations = derivations_of(window.bridge.screen, Cell(Matrix.x, 0, 0))
put_on_the_clipboard(Export(derivations, Format(sys.argv[1]), LIGHT).for_the_clipboard())
QTimer.singleShot(0, window.close)
sys.exit(application.exec())
"""


@pytest.mark.parametrize("form", [form for form in Format if form.can_be_copied])
def test_the_program_ends_well_with_a_derivation_on_the_clipboard(form: Format, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _COPIES_AND_ENDS, form.value, str(tmp_path)], timeout=100)
    assert done.returncode == 0
