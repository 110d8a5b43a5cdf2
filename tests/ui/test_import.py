"""Data brought in as a person does it: a file, its columns, its rows, and the network that comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TypeVar

import numpy as np
import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QWidget,
)

from bpgui.core.cells import Matrix
from bpgui.resource_files import resource_path
from bpgui.session.data_reading import Delimiter
from bpgui.session.document import Document
from bpgui.session.problems import read_example
from bpgui.ui import import_dialog
from bpgui.ui.import_dialog import ImportDialog, show_import
from bpgui.ui.import_preview import ImportPreview
from bpgui.ui.import_preview_model import LOOK_ROLE, Look
from bpgui.ui.import_standardise_dialog import StandardiseDialog
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.ui.person import Key, Modifier, Person
from tests.ui.test_run_until import come_back
from tests.ui.what_is_shown import everything

IRIS = resource_path("data", "iris.csv")
W = TypeVar("W", bound=QWidget)
PEOPLE = """Name;Größe;Gewicht;Alter;Art
Anna;1,70;60,5;20;a
Bert;1/3;;22;b
Carl;1.80;70,1;n/a;a
Dora;1,65;55;19;b
Emil;1,90;?;30;a
Frank;2;3;4;
Gerd;1,7;80;33;b
"""


class Importing:
    """The dialog, as a person sees and uses it."""

    def __init__(self, person: Person, path: Path) -> None:
        self.person = person
        self.dialog = show_import(person.window, person.window.bridge, person.window.theme, path)
        self.wait()

    def find(self, kind: type[W], name: str) -> W:
        found = self.dialog.findChild(kind, name)
        assert found is not None, f"there is no {name}"
        return found

    def wait(self) -> None:
        """Until all that was asked for has been worked out."""
        self.person.qtbot.waitUntil(lambda: not self.dialog.is_busy, timeout=20_000)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self.person.qtbot.waitUntil(condition, timeout=20_000)

    @property
    def preview(self) -> ImportPreview:
        return self.find(ImportPreview, "import_preview")

    @property
    def roles(self) -> list[str]:
        model = self.preview.preview
        return [model.header_lines(column)[0] for column in range(model.columnCount())]

    def looks(self, row: int) -> list[Look]:
        model = self.preview.model()
        return [model.index(row - 1, column).data(LOOK_ROLE) for column in range(model.columnCount())]

    def says(self, name: str) -> str:
        return self.find(QLabel, f"import_{name}").text()

    def chosen(self, name: str) -> str:
        return self.find(QComboBox, f"import_{name}").currentText()

    def choose(self, name: str, text: str) -> None:
        """Choose in a list with the keyboard: its first letters."""
        combo = self.find(QComboBox, f"import_{name}")
        assert combo.isVisible()
        assert combo.isEnabled()
        combo.setFocus()
        combo.setCurrentText(text)
        combo.activated.emit(combo.currentIndex())
        self.wait()

    def tick(self, name: str) -> None:
        box = self.find(QCheckBox, f"import_{name}")
        assert box.isVisible()
        assert box.isEnabled()
        box.setFocus()
        QTest.keyClick(box, Key.Key_Space)
        self.wait()

    def type(self, name: str, text: str) -> None:
        field = self.find(QLineEdit, f"import_{name}")
        assert field.isVisible()
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        self.wait()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)
        self.wait()

    def go(self) -> None:
        self.find(QPushButton, "import_go").click()
        self.wait()

    @property
    def document(self) -> Document:
        return self.person.window.bridge.session.document


def write(path: Path, text: str = PEOPLE) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def irises(person: Person) -> Importing:
    return Importing(person, IRIS)


@pytest.fixture
def people(person: Person, tmp_path: Path) -> Importing:
    return Importing(person, write(tmp_path / "people.csv"))


# --- a story by keyboard


def test_the_irises_are_imported_by_keyboard_and_undone(person: Person, qtbot) -> None:  # type: ignore[no-untyped-def]
    person.press(Key.Key_PageDown, times=3)
    before, shown = person.window.bridge.session.document, everything(person.window)
    person.press(Key.Key_D, Modifier.ControlModifier)
    which = person.find(QFileDialog, "import_which")
    qtbot.waitUntil(which.isActiveWindow)
    line = which.findChild(QLineEdit, "fileNameEdit")
    line.setText(str(IRIS))
    QTest.keyClick(line, Key.Key_Return)
    dialog = person.find(ImportDialog, "import_dialog")
    go = dialog.findChild(QPushButton, "import_go")
    qtbot.waitUntil(lambda: go.isEnabled() and bool(dialog.findChild(QLabel, "import_summary").text()))
    assert dialog.findChild(QLabel, "import_summary").text() == (
        "N = 150, D = 4, K = 3 (setosa, versicolor, virginica); w and b start at zero, η = 0.01."
    )
    preview = dialog.findChild(ImportPreview, "import_preview")
    preview.setFocus()
    QTest.keyClick(preview, Key.Key_Right)
    QTest.keyClick(preview, Key.Key_Delete)
    qtbot.waitUntil(lambda: "D = 3" in dialog.findChild(QLabel, "import_summary").text())
    QTest.keyClick(preview, Key.Key_X)
    qtbot.waitUntil(lambda: "D = 4" in dialog.findChild(QLabel, "import_summary").text())
    QTest.keyClick(preview, Key.Key_Return)
    qtbot.waitUntil(lambda: person.window.bridge.session.document is not before)
    document = person.window.bridge.session.document
    example = read_example(resource_path("examples", "4-irises.json"), IRIS).document
    assert document.x.same_as(example.x)
    assert document.y.same_as(example.y)
    assert document.names == example.names
    assert person.cell("x", 1, 1) == "5.1"
    assert person.window.windowTitle().startswith("iris")
    assert person.sentence == "iris is imported: N = 150, D = 4, K = 3. Undo takes it back."
    assert person.window.bridge.session.history.done[-1].name == "Import iris.csv"
    come_back(person)
    person.press(Key.Key_Z, Modifier.ControlModifier)
    assert person.window.bridge.session.document.same_as(before)
    now = everything(person.window)
    assert {name: now[name] for name in ("x", "w", "y_hat", "position") if name in now} == {
        name: shown[name] for name in ("x", "w", "y_hat", "position") if name in shown
    }


def test_to_cancel_changes_nothing(irises: Importing) -> None:
    before = irises.document
    irises.tick("standardise")
    QTest.keyClick(irises.dialog, Key.Key_Escape)
    assert irises.document is before
    assert irises.person.window.bridge.session.history.done == ()


# --- how the file is read


def test_what_is_proposed_is_shown_and_the_preview_follows_what_is_chosen(people: Importing) -> None:
    assert people.says("file") == "people.csv, UTF-8"
    assert (people.chosen("delimiter"), people.chosen("decimal")) == ("semicolon", "comma, 0,5")
    assert people.find(QCheckBox, "import_header").isChecked()
    assert people.roles == ["names", "x", "x", "x", "label"]
    assert people.preview.model().index(0, 1).data() == "1.7"
    people.choose("decimal", "point, 0.5")
    assert people.preview.model().index(0, 1).data() == "1,70"
    people.tick("header")
    assert people.preview.model().index(0, 1).data() == "Größe"
    people.choose("delimiter", Delimiter.tab.called)
    assert people.preview.model().columnCount() == 1


def test_the_sheet_of_a_workbook_is_chosen(person: Person, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("Second")
    assert first is not None
    first.title = "First"
    for row in (["a", "b"], [1, 2], [3, 4]):
        first.append(row)
    second.append([5, 6, 7])
    book.save(tmp_path / "book.xlsx")
    importing = Importing(person, tmp_path / "book.xlsx")
    assert not importing.find(QComboBox, "import_delimiter").isVisible()
    assert importing.chosen("sheet") == "First"
    assert importing.find(QCheckBox, "import_header").isChecked()
    importing.choose("sheet", "Second")
    assert importing.preview.model().index(0, 2).data() == "7"
    assert not importing.find(QCheckBox, "import_header").isChecked()
    importing.go()
    assert importing.document.x.values.tolist() == [[5, 6]]
    assert importing.document.source is not None
    assert ("part", "Second") in importing.document.source.choices


def test_the_arrays_of_an_archive_are_chosen(person: Person, tmp_path: Path) -> None:
    np.savez(tmp_path / "all.npz", x=np.arange(6.0).reshape(3, 2), y=np.arange(3), extra=np.ones(3))
    importing = Importing(person, tmp_path / "all.npz")
    assert importing.roles == ["x", "x", "y"]
    importing.find(QCheckBox, "import_array_3").setFocus()
    importing.press(Key.Key_Space)
    assert importing.roles == ["x", "x", "y", "x"]
    importing.press(Key.Key_Space)
    assert importing.roles == ["x", "x", "y"]
    importing.go()
    assert importing.document.x.values.tolist() == [[0, 1], [2, 3], [4, 5]]
    assert importing.document.y.values.tolist() == [[0], [1], [2]]


@pytest.mark.parametrize("name", ["junk.csv", "cut.xlsx", "boom.npy"])
def test_a_bad_file_is_told_and_the_document_stays(person: Person, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes({"junk.csv": bytes(999), "cut.xlsx": b"PK\x03\x04x", "boom.npy": b"\x93NUMPY"}[name])
    before = everything(person.window)
    importing = Importing(person, tmp_path / name)
    assert importing.says("refusal").startswith(f"{name}: ")
    assert not importing.find(QPushButton, "import_go").isEnabled()
    QTest.keyClick(importing.dialog, Key.Key_Escape)
    after = everything(person.window)
    assert {key: after[key] for key in before} == before


# --- roles


def test_columns_get_their_roles_by_keys_and_by_the_list(people: Importing) -> None:
    people.preview.setFocus()
    people.preview.selectColumn(1)
    people.press(Key.Key_Right, Modifier.ShiftModifier)
    assert people.preview.columns() == [1, 2]
    people.press(Key.Key_Y)
    assert people.roles == ["names", "y", "y", "x", "left out"]
    assert people.chosen("role") == "y, a target"
    people.preview.selectColumn(3)
    people.choose("role", "label, the class")
    assert people.roles == ["names", "left out", "left out", "label", "left out"]
    assert people.says("refusal") == "No column is x: choose at least one feature."
    people.preview.setFocus()
    people.preview.selectColumn(0)
    people.press(Key.Key_Delete)
    assert people.roles[0] == "left out"


def test_before_a_file_can_be_read_nothing_is_offered_but_to_choose_another(person: Person, tmp_path: Path) -> None:
    (tmp_path / "junk.csv").write_bytes(bytes(999))
    importing = Importing(person, tmp_path / "junk.csv")
    for kind, name in ((QComboBox, "sheet"), (QComboBox, "role"), (QComboBox, "delimiter"), (QCheckBox, "header")):
        assert not importing.find(kind, f"import_{name}").isVisible()
    assert not any(field.isVisible() for field in importing.dialog.findChildren(QLineEdit))
    assert not importing.find(QPushButton, "import_go").isEnabled()
    importing.dialog.open_file(IRIS)
    importing.wait()
    assert importing.find(QComboBox, "import_role").isVisible()
    assert importing.find(QComboBox, "import_delimiter").isVisible()
    importing.dialog.open_file(tmp_path / "junk.csv")
    importing.wait()
    assert not importing.find(QComboBox, "import_delimiter").isVisible()
    assert not importing.find(QComboBox, "import_role").isVisible()


# --- what can't be used


def test_missing_and_unreadable_cells_are_counted_listed_and_marked(people: Importing) -> None:
    assert people.says("problems") == "4 cells are missing, 1 cell is no number, in 4 rows."
    listed = people.find(QListWidget, "import_problem_list")
    assert [listed.item(row).text() for row in range(listed.count())][:2] == [
        "row 2, column 3 (Gewicht): missing",
        "row 3, column 2 (Größe): “1.80” is no number",
    ]
    assert people.looks(2) == [Look.used, Look.used, Look.problem, Look.used, Look.used]
    heard = people.preview.model().index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "row 2, column 3 (Gewicht): missing"
    assert people.says("refusal").endswith("Leave out these rows, or mend them in the file.")
    go = people.find(QPushButton, "import_go")
    assert not go.isEnabled()
    people.tick("leave_out")
    assert go.isEnabled()


def test_rows_with_problems_are_left_out_when_that_is_chosen(people: Importing) -> None:
    people.tick("leave_out")
    assert people.says("refusal") == ""
    assert people.says("summary").endswith("4 rows are left out.")
    assert people.looks(2) == [Look.unused, Look.unused, Look.problem, Look.unused, Look.unused]
    people.go()
    assert people.document.x.values.tolist() == [[1.7, 60.5, 20], [1.65, 55, 19], [1.7, 80, 33]]
    assert people.document.names.examples == ("Anna", "Dora", "Gerd")


def test_a_problem_that_is_chosen_in_the_list_is_shown(person: Person, tmp_path: Path) -> None:
    importing = Importing(person, write(tmp_path / "long.csv", "a,b\n" + "1,2\n" * 900 + "1,?\n" + "1,2\n" * 900))
    listed = importing.find(QListWidget, "import_problem_list")
    listed.setFocus()
    QTest.keyClick(listed, Key.Key_Down)
    QTest.keyClick(listed, Key.Key_Home)
    index = importing.preview.preview.index(900, 1)
    assert importing.preview.currentIndex() == index
    assert importing.preview.viewport().rect().contains(importing.preview.visualRect(index).center())


# --- rows, start, standardising


def test_which_rows_are_taken_is_chosen_and_marked(irises: Importing) -> None:
    irises.choose("rows", "from row")
    irises.type("rows_first", "3")
    irises.type("rows_second", "5")
    assert irises.says("summary").startswith("N = 3, D = 4, K = 1 (setosa)")
    assert [irises.looks(row)[0] for row in (2, 3, 5, 6)] == [Look.unused, Look.used, Look.used, Look.unused]
    irises.type("rows_second", "x")
    assert irises.says("refusal") == "“x” is no whole number from 1 on."
    before = irises.document
    irises.go()
    assert irises.document is before
    irises.type("rows_second", "151")
    assert irises.says("refusal") == "There is no row 151: the file has 150 rows."
    irises.choose("rows", "a random sample of")
    irises.type("rows_first", "30")
    irises.type("rows_second", "7")
    irises.go()
    assert irises.document.shape.N == 30
    assert irises.document.source is not None
    assert ("rows", "sample of 30, seed 7") in irises.document.source.choices


def test_w_starts_at_small_random_numbers_with_a_seed_that_is_shown(irises: Importing) -> None:
    irises.choose("start", "small random numbers")
    irises.type("start_seed", "12")
    assert "w starts at small random numbers, seed 12, b at zero" in irises.says("summary")
    irises.go()
    assert irises.document.seed == 12
    assert irises.document.w.values.any()


def test_standardising_is_off_at_first_told_with_its_numbers_and_taken_back(person: Person, tmp_path: Path) -> None:
    importing = Importing(person, write(tmp_path / "some.csv", "a,b,c,kind\n1,5,0.1,u\n2,5,0.2,v\n3,5,0.6,u\n"))
    model = importing.preview.preview
    assert model.header_lines(0) == ("x", "a", "")
    importing.tick("standardise")
    assert model.header_lines(0) == ("x", "a", "mean 2, deviation 0.8165")
    assert model.header_lines(1) == ("x", "b", "mean 5, constant: only centred")
    assert importing.says("summary").endswith("Constant, and so only centred: b.")
    importing.go()
    x = importing.document.x.values
    assert x[:, 1].tolist() == [0, 0, 0]
    assert x[:, 0] == pytest.approx([-1.2247, 0, 1.2247], abs=1e-4)
    hover = person.index("x", 1, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "x is standardised, (value − mean) / deviation: mean 2, deviation 0.8165" in hover
    person.choose("unstandardise")
    assert importing.document.x.values.tolist() == [[1, 5, 0.1], [2, 5, 0.2], [3, 5, 0.6]]
    assert not person.can("unstandardise")
    come_back(person)
    person.press(Key.Key_Z, Modifier.ControlModifier)
    assert person.can("unstandardise")


def test_x_of_any_document_is_standardised_from_the_menu_and_says_so(person: Person) -> None:
    before = person.window.bridge.session.document
    person.press(Key.Key_F7, Modifier.ControlModifier)
    dialog = person.find(StandardiseDialog, "standardise_dialog")
    go = dialog.findChild(QPushButton, "standardise_go")
    person.qtbot.waitUntil(go.isEnabled)
    table = dialog.findChild(QTableWidget, "standardise_table")
    assert [table.item(3, column).text() for column in range(3)] == ["4", "1", "1.414"]
    go.click()
    assert person.sentence == "x is standardised: (value − mean) / deviation, feature by feature."
    frame = person.window.worksheet.sheet.frames[Matrix.x]
    assert frame._title._beside == "5×4, standardised"
    come_back(person)
    person.press(Key.Key_F7, Modifier.ControlModifier)
    again = next(each for each in person.window.findChildren(StandardiseDialog) if each.isVisible())
    assert again.findChild(QLabel, "standardise_sentence").text().startswith("x is standardised: ")
    again.findChild(QPushButton, "standardise_go").click()
    assert person.window.bridge.session.document.same_as(before)
    assert frame._title._beside == "5×4"


# --- later imports


def test_a_later_import_of_the_same_file_proposes_what_was_chosen(people: Importing, tmp_path: Path) -> None:
    people.preview.setFocus()
    people.preview.selectColumn(2)
    people.press(Key.Key_Delete)
    people.tick("leave_out")
    people.tick("standardise")
    people.choose("start", "small random numbers")
    people.type("start_seed", "5")
    people.go()
    chosen = people.document.source
    again = Importing(people.person, tmp_path / "people.csv")
    assert again.roles == ["names", "x", "left out", "x", "label"]
    assert again.find(QCheckBox, "import_leave_out").isChecked()
    assert again.find(QCheckBox, "import_standardise").isChecked()
    assert again.find(QLineEdit, "import_start_seed").text() == "5"
    again.go()
    assert again.document.source == chosen


# --- large files


def test_reading_says_how_far_it_has_come_and_is_given_up_with_the_dialog(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, ended = Event(), Event()
    read = import_dialog.read

    def held_back(data, reading, progress, begun):  # type: ignore[no-untyped-def]
        try:
            begun(replace(read(data, reading), notes=()))
            while not gate.wait(0.001):
                progress(0.4)
            return read(data, reading)
        finally:
            ended.set()

    monkeypatch.setattr(import_dialog, "read", held_back)
    dialog = show_import(person.window, person.window.bridge, person.window.theme, write(tmp_path / "people.csv"))
    bar = dialog.findChild(QProgressBar, "import_progress")
    person.qtbot.waitUntil(lambda: bar.isVisible() and bar.value() == 400)
    preview = dialog.findChild(ImportPreview, "import_preview")
    assert preview.model().index(0, 0).data() == "Anna"  # what has been read is seen already
    assert not dialog.findChild(QPushButton, "import_go").isEnabled()
    QTest.keyClick(dialog, Key.Key_Escape)
    person.qtbot.waitUntil(ended.is_set)
    assert person.window.bridge.session.history.done == ()


def test_a_network_too_large_to_be_solved_at_once_is_imported_too(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bpgui.session import course

    monkeypatch.setattr(course, "LARGE", 2000)
    rows = np.random.default_rng(1).normal(size=(3000, 4))
    np.savetxt(tmp_path / "large.csv", rows, delimiter=",")
    importing = Importing(person, tmp_path / "large.csv")
    assert importing.preview.model().rowCount() == 3000
    importing.go()
    assert importing.document.shape == (3000, 3, 1)
    assert importing.document.x.values.tolist() == rows[:, :3].tolist()
    person.qtbot.waitUntil(lambda: person.window.bridge.session.course.is_solved)


# --- access and looks


def test_tab_goes_through_all_of_it_in_the_order_in_which_it_is_seen(people: Importing) -> None:
    people.tick("leave_out")  # or else Import can't be pressed
    people.find(QPushButton, "import_choose_file").setFocus()
    visited = []
    for _ in range(14):
        focus = QApplication.focusWidget()
        visited.append(focus.objectName())
        QTest.keyClick(focus, Key.Key_Tab)
    assert visited == [
        "import_choose_file",
        "import_delimiter",
        "import_decimal",
        "import_header",
        "import_role",
        "import_preview",
        "import_rows",
        "import_start",
        "import_standardise",
        "import_problem_list",
        "import_leave_out",
        "import_go",
        "import_cancel",
        "import_choose_file",
    ]


def test_everything_that_takes_the_keyboard_has_a_name(people: Importing) -> None:
    people.choose("start", "small random numbers")
    people.choose("rows", "a random sample of")
    widgets = [each for each in people.dialog.findChildren(QWidget) if each.focusPolicy() and each.isVisible()]
    named = [each for each in widgets if not each.objectName().startswith("qt_") and each.objectName()]
    assert len(named) > 12
    for widget in named:
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip(), widget.objectName()


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
def test_all_of_it_is_seen_whole_in_every_theme_at_1280_by_720(person: Person, tmp_path: Path, theme: Theme) -> None:
    person.window.resize(1280, 660)
    person.choose(f"theme_{theme.name.value}")
    person.press(Key.Key_Plus, Modifier.ControlModifier, times=2)
    importing = Importing(person, write(tmp_path / "people.csv"))
    importing.choose("start", "small random numbers")
    importing.choose("rows", "a random sample of")
    QApplication.processEvents()
    dialog = importing.dialog
    assert dialog.width() <= 1280
    assert dialog.height() <= 660
    for kind in (QLabel, QAbstractButton, QComboBox):
        for widget in dialog.findChildren(kind):
            if widget.isVisible() and widget.objectName() != "import_file":
                assert widget.width() >= widget.minimumSizeHint().width(), widget.objectName() or widget.text()
                inside = dialog.rect().contains(widget.mapTo(dialog, widget.rect().bottomRight()))
                assert inside, widget.objectName()
