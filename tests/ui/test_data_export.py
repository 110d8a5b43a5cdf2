"""The dialog “Export”, used as a person does: what is known is shown, copied and saved, and can be read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import nbformat
import numpy as np
import pytest
from PySide6.QtCore import QSaveFile, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QProgressDialog,
    QPushButton,
    QWidget,
)
from shiboken6 import isValid

from bpgui.core.cells import INPUTS, Matrix
from bpgui.session.session import Session
from bpgui.ui import data_export_writing
from bpgui.ui.data_export_dialog import DataExportDialog
from bpgui.ui.data_export_writing import NotSavedError, write_files
from bpgui.ui.tick_box import TickBox
from tests.session.documents import of_size
from tests.session.programs import Ran
from tests.ui.person import Key, Modifier, Person

W = TypeVar("W", bound=QWidget)
PAGES = ["Matrices", "Loss curve", "NumPy script", "PyTorch script", "Jupyter notebook", "Pictures"]


@pytest.fixture(autouse=True)
def _file_dialogs_remember_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    where = str(tmp_path_factory.mktemp("file dialogs"))
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, where)


class Export:
    """The dialog, as a person sees and uses it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        person.press(Key.Key_U, Modifier.ControlModifier)
        dialog = person.window.findChild(DataExportDialog)
        assert isinstance(dialog, DataExportDialog)
        self.dialog = dialog
        person.qtbot.waitUntil(dialog.isActiveWindow)

    def find(self, kind: type[W], name: str) -> W:
        found = self.dialog.findChild(kind, f"data_export_{name}")
        assert found is not None, f"there is no {name}"
        return found

    @property
    def list(self) -> QListWidget:
        return self.find(QListWidget, "pages")

    def turn_to(self, title: str) -> None:
        self.list.setFocus()
        self.press(Key.Key_Home)
        for _ in range(PAGES.index(title)):
            self.press(Key.Key_Down)
        assert self.dialog.page.title == title

    @property
    def name(self) -> str:
        return self.dialog.page.objectName().removeprefix("data_export_")

    @property
    def preview(self) -> str:
        return self.find(QPlainTextEdit, f"{self.name}_preview").toPlainText()

    @property
    def note(self) -> str:
        return self.find(QLabel, f"{self.name}_note").text()

    @property
    def nothing(self) -> str:
        label = self.find(QLabel, f"{self.name}_nothing")
        return label.text() if label.isVisible() else ""

    @property
    def sentence(self) -> str:
        return self.find(QLabel, "sentence").text()

    def can(self, name: str) -> bool:
        return self.find(QPushButton, name).isEnabled()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        QApplication.processEvents()
        QTest.keyClick(self.dialog.windowHandle(), key, modifiers)

    def tick(self, name: str) -> None:
        box = self.find(TickBox, f"{self.name}_{name}")
        before = box.isChecked()
        box.setFocus()
        self.press(Key.Key_Space)
        assert box.isChecked() != before

    def choose(self, name: str, text: str) -> None:
        """Choose in a box by its keys."""
        box = self.find(QComboBox, f"{self.name}_{name}")
        box.setFocus()
        self.press(Key.Key_Home)
        for _ in range(box.findText(text)):
            self.press(Key.Key_Down)
        assert box.currentText() == text

    def type(self, name: str, text: str) -> None:
        field = self.find(QLineEdit, f"{self.name}_{name}")
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Key.Key_Delete)
        QTest.keyClicks(field, text)

    def copy(self) -> str:
        self.press(Key.Key_C, Modifier.AltModifier)
        self.person.qtbot.waitUntil(lambda: self.sentence != "")
        return QGuiApplication.clipboard().text()

    def save(self, path: Path) -> str:
        """Press Save, write a name into the file dialog, and press Return; what came of it."""
        self.press(Key.Key_S, Modifier.AltModifier)
        wait = self.person.qtbot.waitUntil
        wait(lambda: any(isValid(each) and each.isActiveWindow() for each in self._questions()))
        line = self._questions()[-1].findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        self.proposed = line.text()
        line.setText(str(path))
        QTest.keyClick(line, Key.Key_Return)
        wait(lambda: not self._questions())
        self.dialog.activateWindow()  # as a window manager does, which is missing offscreen
        wait(self.dialog.isActiveWindow)
        return self.sentence

    def _questions(self) -> list[QFileDialog]:
        return self.dialog.findChildren(QFileDialog)


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


def table(path: Path, separator: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=separator))


def numbers(person: Person, matrix: Matrix) -> list[list[float]]:
    moment = person.window.bridge.session.course.moment(0)
    rows: list[list[float]] = moment.values.whole(matrix).tolist()
    return rows


# --- the dialog


def test_the_list_leads_to_the_pages_by_keys(export: Export) -> None:
    assert export.list.hasFocus()
    assert [export.list.item(row).text() for row in range(export.list.count())] == PAGES
    for title in PAGES:
        assert export.dialog.page.title == title
        assert export.dialog.page.widget.isVisible()
        assert export.can("save")
        export.press(Key.Key_Down)
    export.press(Key.Key_Tab, Modifier.ControlModifier)
    assert export.dialog.page.title == "Matrices"


def test_asked_for_again_it_is_the_same_dialog(export: Export, person: Person) -> None:
    person.choose("export")
    assert person.window.findChildren(DataExportDialog) == [export.dialog]
    export.press(Key.Key_Escape)
    person.qtbot.waitUntil(lambda: not person.window.findChildren(DataExportDialog))


def test_every_control_has_a_name_and_is_reached_by_tab(export: Export) -> None:
    for title in PAGES[:-1]:
        export.turn_to(title)
        wanted = {
            each
            for kind in (QComboBox, QLineEdit, TickBox, QPushButton, QListWidget, QPlainTextEdit)
            for each in export.dialog.findChildren(kind)
            if each.isVisible() and each.isEnabled() and not isinstance(each.parent(), QComboBox)
        }
        for each in wanted:
            assert each.objectName()
            assert each.accessibleName()
        reached: list[QWidget] = []
        while (focus := QApplication.focusWidget()) not in reached:
            assert focus is not None
            reached.append(focus)
            export.press(Key.Key_Tab)
        assert {each.objectName() for each in wanted} <= {each.objectName() for each in reached}


# --- matrices


def test_the_selected_matrix_is_proposed_and_shown(export: Export) -> None:
    assert export.find(QComboBox, "matrices_matrix").currentText() == "∂L/∂w"
    assert export.preview == "2.8,0.4,-5.2\n-1.2,4.0,1.6\n-4.4,5.2,-0.8\n7.6,-6.8,-2.0\n"
    assert "doesn’t know them yet: new w, new b" in export.note
    export.tick("comma")
    assert export.preview.startswith("2,8;0,4;-5,2\n")
    export.tick("names")
    assert export.preview.startswith("∂L/∂w;1;2;3\n1;2,8;0,4;-5,2\n")


def test_nothing_ahead_is_offered_and_what_becomes_known_is(person: Person) -> None:
    export = Export(person)
    box = export.find(QComboBox, "matrices_matrix")
    assert [box.itemText(row) for row in range(box.count())] == ["x", "w", "b", "y"]
    assert "ŷ, ŷ − y, L" in export.note
    person.window.bridge.do(Session.forward)
    person.qtbot.waitUntil(lambda: box.count() == 7)
    assert [box.itemText(row) for row in range(box.count())][4:] == ["ŷ", "ŷ − y", "L"]


def test_one_matrix_is_saved(export: Export, person: Person, tmp_path: Path) -> None:
    said = export.save(tmp_path / "gradient.csv")
    assert said == f"Saved as {tmp_path / 'gradient.csv'}."
    assert export.proposed == "the-notes-integers-t0-dL_dw.csv"
    assert np.loadtxt(tmp_path / "gradient.csv", delimiter=",").tolist() == pytest.approx(
        np.array(numbers(person, Matrix.dL_dw)), abs=1e-15
    )


def test_each_matrix_is_saved_in_a_file_of_its_own(export: Export, tmp_path: Path) -> None:
    export.choose("format", "CSV, a file for each matrix")
    assert not export.can("copy")
    said = export.save(tmp_path / "all.csv")
    assert said == f"Saved 10 files in {tmp_path}: all-x.csv to all-dL_db.csv."
    assert sorted(path.name for path in tmp_path.iterdir())[0] == "all-b.csv"
    assert table(tmp_path / "all-loss.csv") == [["23.4"]]


def test_files_that_are_there_are_not_replaced_unasked(export: Export, tmp_path: Path) -> None:
    (tmp_path / "all-w.csv").write_text("mine")
    export.choose("format", "CSV, a file for each matrix")
    said = export.save(tmp_path / "all.csv")
    assert said == "all-w.csv: there already. Nothing was written; choose another name."
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.usefixtures("clipboard")
def test_one_sheet_is_saved_as_it_is_copied(export: Export, tmp_path: Path) -> None:
    export.choose("format", "TSV, all matrices in one sheet")
    assert export.find(TickBox, "matrices_names").isChecked()
    assert export.copy() == export.preview
    export.save(tmp_path / "sheet.tsv")
    assert (tmp_path / "sheet.tsv").read_text(encoding="utf-8-sig") == export.preview
    assert (tmp_path / "sheet.tsv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert table(tmp_path / "sheet.tsv", "\t")[:2] == [["x", "1", "2", "3", "4"], ["1", "1.0", "0.0", "2.0", "-1.0"]]


def test_an_archive_is_saved_for_numpy(export: Export, person: Person, tmp_path: Path) -> None:
    export.choose("format", "NPZ, all matrices for NumPy")
    assert "y_hat      5×3" in export.preview
    assert not export.can("copy")
    assert "save it" in export.find(QPushButton, "copy").toolTip()
    export.save(tmp_path / "all.npz")
    with np.load(tmp_path / "all.npz", allow_pickle=False) as archive:
        assert archive["y_hat"].tolist() == numbers(person, Matrix.y_hat)
        for matrix in INPUTS:
            given = person.window.bridge.session.document.matrix(matrix).values
            assert archive[matrix.value].tobytes() == given.tobytes()


# --- the loss curve


def test_before_the_loss_is_known_there_is_no_curve(person: Person) -> None:
    export = Export(person)
    export.turn_to("Loss curve")
    assert export.nothing == "The loss is not known yet: go forward first."
    assert not export.can("save")
    assert not export.can("copy")
    person.window.bridge.do(Session.forward)
    person.qtbot.waitUntil(lambda: export.can("save"))
    assert export.preview.startswith("t,L,distance_to_optimum,gradient_norm\n0,")


def test_the_curve_is_saved_as_far_as_one_has_been(export: Export, person: Person, tmp_path: Path) -> None:
    person.window.bridge.do(lambda session: session.go_to(12))
    export.turn_to("Loss curve")
    assert export.find(QLineEdit, "curve_last").text() == "12"
    export.type("last", "13")
    assert export.nothing == "Expected a whole number from 0 to 12, got 13."
    assert not export.can("save")
    export.type("last", "10")
    export.type("step", "5")
    export.save(tmp_path / "loss.csv")
    assert export.proposed == "the-notes-integers-loss.csv"
    heading, *rows = table(tmp_path / "loss.csv")
    assert heading == ["t", "L", "distance_to_optimum", "gradient_norm"]
    assert [row[0] for row in rows] == ["0", "5", "10"]
    curve, t = person.window.bridge.session.course.descent.curve, np.array([0.0, 5.0, 10.0])
    assert [float(row[2]) for row in rows] == curve.distances(t).tolist()
    assert rows[0][1] == "23.4"


def test_what_is_typed_wrongly_is_told(export: Export) -> None:
    export.turn_to("Loss curve")
    export.type("first", "soon")
    assert export.nothing == "“soon” is not a whole number here: expected one such as 100 or 1e6."
    assert not export.can("save")
    export.type("first", "0")
    assert export.can("save")


@pytest.mark.usefixtures("clipboard")
def test_a_predicted_curve_can_be_had_as_drawn(export: Export, person: Person) -> None:
    person.window.bridge.do(lambda session: session.run(10))
    export.turn_to("Loss curve")
    export.type("last", "1e9")
    assert "is the limit: take one iteration in 1001," in export.nothing
    export.tick("as_drawn")
    person.choose("log_iterations")
    rows = export.copy().splitlines()
    assert export.sentence == "Copied: the loss curve."
    assert 500 < len(rows) <= 2001
    assert rows[2].startswith("1,")


# --- programs


@pytest.mark.usefixtures("clipboard")
@pytest.mark.parametrize("title", ["NumPy script", "PyTorch script"])
def test_the_script_in_the_preview_is_copied_and_saved(export: Export, tmp_path: Path, title: str) -> None:
    export.turn_to(title)
    assert export.copy() == export.preview
    assert export.sentence == f"Copied: the {title}."
    export.save(tmp_path / "program.py")
    assert (tmp_path / "program.py").read_text(encoding="utf-8") == export.preview
    if title == "NumPy script":
        assert Ran([export.preview]).found == {"agree": 111, "lost": 0, "differ": 0}
    else:
        pytest.importorskip("torch")
        assert Ran([export.preview]).found == {"agree": 111, "lost": 0, "differ": 0}


@pytest.mark.usefixtures("clipboard")
def test_the_data_of_a_script_can_stand_beside_it(export: Export, tmp_path: Path) -> None:
    export.turn_to("NumPy script")
    export.tick("archive")
    assert "the-notes-integers-t0-data.npz" in export.note
    export.copy()
    assert "It needs the-notes-integers-t0-data.npz beside it" in export.sentence
    said = export.save(tmp_path / "mine.py")
    assert said == f"Saved as {tmp_path / 'mine.py'}, with mine-data.npz beside it."
    code = (tmp_path / "mine.py").read_text(encoding="utf-8")
    assert Ran([code], str(tmp_path / "mine.py")).found["differ"] == 0


def test_an_archive_that_is_there_is_not_replaced_unasked(export: Export, tmp_path: Path) -> None:
    (tmp_path / "mine-data.npz").write_text("mine")
    export.turn_to("NumPy script")
    export.tick("archive")
    assert export.save(tmp_path / "mine.py").startswith("mine-data.npz is there already. Nothing was written")
    assert [path.name for path in tmp_path.iterdir()] == ["mine-data.npz"]


def test_the_notebook_holds_the_derivation_of_the_selected_entry(export: Export, tmp_path: Path) -> None:
    export.turn_to("Jupyter notebook")
    assert export.find(TickBox, "notebook_derivation").text() == "With the de&rivation of ∂L/∂w₁₂"
    assert "comes from" in export.preview
    export.save(tmp_path / "with.ipynb")
    export.tick("derivation")
    assert "comes from" not in export.preview
    export.save(tmp_path / "without.ipynb")
    for name, is_in in (("with", True), ("without", False)):
        text = (tmp_path / f"{name}.ipynb").read_text(encoding="utf-8")
        nbformat.validate(nbformat.reads(text, as_version=4))
        assert ("comes from" in text) == is_in
        code = ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        assert Ran(code).found == {"agree": 111, "lost": 0, "differ": 0}


def test_far_away_the_page_says_that_there_is_no_loop(export: Export, person: Person) -> None:
    person.window.bridge.do(lambda session: session.go_to(10**9))
    export.turn_to("NumPy script")
    assert "A loop would not do here" in export.note
    assert "for t in range" not in export.preview


def test_the_preview_follows_the_session(export: Export, person: Person) -> None:
    export.turn_to("NumPy script")
    before = export.preview
    person.window.bridge.do(lambda session: session.go_to(1))
    person.qtbot.waitUntil(lambda: "iterations = 1  # t" in export.preview)
    person.window.bridge.do(lambda session: session.go_to(0))
    person.qtbot.waitUntil(lambda: export.preview == before)


# --- what can't be


def test_a_place_that_is_not_there_gets_a_sentence(export: Export, tmp_path: Path) -> None:
    for title, choose in (("Matrices", "x.csv"), ("Loss curve", "x.csv"), ("NumPy script", "x.py")):
        export.turn_to(title)
        said = export.dialog.page.save(tmp_path / "nowhere" / choose)
        assert said.startswith(f"{choose} could not be saved: ")
        assert said.endswith("Nothing was written; choose another place.")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_a_file_leaves_nothing_behind(export: Export, tmp_path: Path) -> None:
    export.choose("format", "CSV, a file for each matrix")
    (tmp_path / "all-x.csv").mkdir()
    assert "Nothing was written" in export.save(tmp_path / "all.csv")
    export.turn_to("NumPy script")
    export.tick("archive")
    (tmp_path / "mine.py").mkdir()
    assert "Nothing was written" in export.dialog.page.save(tmp_path / "mine.py")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all-x.csv", "mine.py"]


def test_all_files_are_written_or_none(export: Export, tmp_path: Path) -> None:
    with pytest.raises(NotSavedError, match=r"^b could not be saved"):
        write_files({tmp_path / "a": [b"one"], tmp_path / "nowhere" / "b": [b"two"]}, export.dialog)
    assert list(tmp_path.iterdir()) == []


def test_a_long_writing_can_be_stopped(export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_export_writing, "_SECONDS_UNTIL_TOLD", 0)
    seen: list[str] = []

    def stop() -> None:
        progress = export.dialog.findChild(QProgressDialog)
        if progress is not None and progress.isVisible():
            seen.append(progress.labelText())
            button = progress.findChild(QPushButton)
            assert button is not None
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(1000)

    timer = QTimer()
    timer.timeout.connect(stop)
    timer.start(0)
    (tmp_path / "old").write_text("old")
    with pytest.raises(NotSavedError, match="Stopped: nothing was written"):
        write_files({tmp_path / "old": endless()}, export.dialog)
    timer.stop()
    assert seen[0].startswith("Writing old: ")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.usefixtures("clipboard")
def test_what_is_too_much_for_the_clipboard_is_not_copied(
    export: Export, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpgui.ui.data_export_text_page._MOST_COPIED", 100_000)
    person.window.bridge.load(of_size(20_000, 3, 2))
    person.qtbot.waitUntil(lambda: "The preview shows the beginning." in export.note)
    assert len(export.preview) <= 60_000
    assert export.copy() == ""
    assert export.sentence == "That is too much for the clipboard: save it instead."


def test_where_a_later_file_fails_at_the_very_end_it_is_said_which_ones_are_there(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FailsForB(QSaveFile):
        def commit(self) -> bool:
            return super().commit() if not self.fileName().endswith("b") else False

    monkeypatch.setattr(data_export_writing, "QSaveFile", FailsForB)
    with pytest.raises(NotSavedError, match=r"^b could not be saved: .*\. a had been written by then; choose"):
        write_files({tmp_path / "a": [b"one"], tmp_path / "b": [b"two"]}, export.dialog)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
