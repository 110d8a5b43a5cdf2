"""Fill… as a person uses it: where, with what, previewed, one step, and the seed is kept."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QRadioButton

from bpgui.session.filling import Filling, Kind
from bpgui.ui.fill_dialog import FillDialog
from bpgui.ui.fill_preview import FillPreview
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.ui.person import Key, Modifier, Person
from tests.ui.test_run_until import come_back

Control, Shift = Modifier.ControlModifier, Modifier.ShiftModifier


class Filler:
    """The dialog, as a person sees it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        person.press(Key.Key_F, Control)
        self.dialog = person.find(FillDialog, "fill_dialog")
        person.qtbot.waitUntil(self.dialog.isVisible)

    @property
    def where(self) -> QComboBox:
        return self.dialog.findChild(QComboBox, "fill_where")

    def field(self, name: str) -> QLineEdit:
        return self.dialog.findChild(QLineEdit, name)

    def choose(self, kind: str) -> None:
        self.dialog.findChild(QRadioButton, f"fill_{kind}").click()

    def type(self, name: str, text: str) -> None:
        field = self.field(name)
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Key.Key_Delete)
        QTest.keyClicks(field, text)

    def says(self, name: str) -> str:
        return self.dialog.findChild(QLabel, name).text()

    @property
    def preview(self) -> list[list[str]]:
        """Its rows, as they are read."""
        return self.dialog.findChild(FillPreview, "fill_preview").texts

    def go(self) -> None:
        self.dialog.findChild(QPushButton, "fill_go").click()
        come_back(self.person)


def steps(person: Person) -> list[str]:
    return [step.name for step in person.window.bridge.session.history.done]


def test_small_random_numbers_fill_w_in_one_step_that_is_named(person: Person) -> None:
    filler = Filler(person)
    assert filler.where.currentText() == "all of w, 4×3"
    filler.type("fill_seed", "7")
    shown = filler.preview
    filler.go()
    assert not filler.dialog.isVisible()
    assert person.matrix("w") == shown
    assert steps(person) == ["Fill w with small random numbers, seed 7"]
    assert person.window.bridge.session.document.seed == 7
    assert person.window.bridge.session.document.w.same_as(Filling(Kind.random, seed=7).block(4, 3))
    person.press(Key.Key_Z, Control)
    assert person.matrix("w")[0] == ["1", "0", "−1"]
    assert person.window.bridge.session.document.seed is None


def test_it_is_for_the_matrix_that_has_the_keyboard(person: Person) -> None:
    person.go_into("y", 1, 1)
    filler = Filler(person)
    assert filler.where.currentText() == "all of y, 5×3"
    filler.choose("ones")
    filler.go()
    assert person.matrix("y") == [["1"] * 3] * 5


def test_it_is_for_the_chosen_cells(person: Person) -> None:
    person.go_into("x", 2, 2)
    person.press(Key.Key_Down, Shift)
    person.press(Key.Key_Right, Shift)
    filler = Filler(person)
    assert filler.where.currentText() == "the chosen cells x₂₂ to x₃₃"
    filler.choose("integers")
    filler.type("fill_largest", "9")
    shown = filler.preview
    filler.go()
    assert [row[1:3] for row in person.matrix("x")[1:3]] == shown
    assert person.matrix("x")[0] == ["1", "0", "2", "−1"]
    assert steps(person) == ["Fill x₂₂ to x₃₃ with integers from −9 to 9, seed 1"]


def test_of_a_matrix_seen_from_the_side_the_same_cells_are_filled(person: Person) -> None:
    person.go_into("x_transposed", 1, 2)
    person.press(Key.Key_Right, Shift)
    filler = Filler(person)
    assert filler.where.currentText() == "the chosen cells x₂₁ to x₃₁"


def test_elsewhere_it_proposes_w_and_any_matrix_can_be_chosen(person: Person) -> None:
    person.go_into("y_hat", 1, 1)
    filler = Filler(person)
    assert filler.where.currentText() == "all of w, 4×3"
    assert [filler.where.itemText(row) for row in range(filler.where.count())] == [
        "all of x, 5×4",
        "all of w, 4×3",
        "all of b, 1×3",
        "all of y, 5×3",
    ]
    filler.where.setCurrentIndex(2)
    filler.choose("zeros")
    filler.go()
    assert person.matrix("b") == [["0", "0", "0"]]


@pytest.mark.qt_log_ignore("does not support (grabbing the keyboard|raise)")
@pytest.mark.parametrize(("name", "is_there"), [("w", True), ("y_hat", False)])
def test_it_stands_in_the_menu_of_given_matrices_alone(person: Person, name: str, is_there: bool) -> None:
    view = person.go_into(name, 1, 1)
    person.window.grid_menus.open(view, view.mapToGlobal(view.rect().center()))
    menu = person.find(QMenu, "grid_menu")
    assert (person.action("fill") in menu.actions()) is is_there
    menu.close()


def test_another_seed_gives_other_numbers_and_the_same_seed_the_same(person: Person) -> None:
    filler = Filler(person)
    first = filler.preview
    filler.dialog.findChild(QPushButton, "fill_another").click()
    assert filler.field("fill_seed").text() == "2"
    assert filler.preview != first
    filler.type("fill_seed", "1")
    assert filler.preview == first


def test_the_seed_of_the_document_is_proposed_again(person: Person) -> None:
    filler = Filler(person)
    filler.type("fill_seed", "123")
    filler.go()
    assert Filler(person).field("fill_seed").text() == "123"


def test_zeros_and_ones_need_no_seed(person: Person) -> None:
    filler = Filler(person)
    assert filler.field("fill_seed").isEnabled()
    for kind, said in (("zeros", "Every entry is 0."), ("ones", "Every entry is 1.")):
        filler.choose(kind)
        assert not filler.field("fill_seed").isEnabled()
        assert filler.says("fill_meant") == said
    filler.go()
    assert person.window.bridge.session.document.seed is None
    assert steps(person) == ["Fill w with ones"]


def test_to_type_a_deviation_chooses_its_kind(person: Person) -> None:
    filler = Filler(person)
    filler.choose("zeros")
    filler.type("fill_deviation", "1/2")
    assert filler.dialog.findChild(QRadioButton, "fill_random").isChecked()
    assert "standard deviation 0.5: about two in three lie between −0.5 and 0.5" in filler.says("fill_meant")


def test_the_preview_of_a_large_matrix_shows_its_first_numbers(person: Person) -> None:
    person.window.bridge.do(lambda session: session.set_size(60, 50, 3))
    person.go_into("x", 1, 1)
    filler = Filler(person)
    shown = filler.preview
    assert (len(shown), len(shown[0])) == (6, 8)
    assert shown[-1][0] == shown[0][-1] == "…"
    filler.go()
    assert [row[:7] for row in person.matrix("x")[:5]] == [row[:7] for row in shown[:5]]


def test_what_can_not_be_filled_is_told_and_stays(person: Person) -> None:
    person.type_into("learning_rate", "1e3")
    last = person.window.bridge.session.course.last_iteration
    person.type_into("iteration", str(last))
    before = person.window.bridge.session.document
    filler = Filler(person)
    filler.dialog.findChild(QPushButton, "fill_go").click()
    assert filler.dialog.isVisible()
    assert "too large to start anew from" in filler.says("fill_refusal")
    assert person.window.bridge.session.document is before


def test_the_keyboard_goes_through_it(person: Person) -> None:
    filler = Filler(person)
    assert QApplication.focusWidget().objectName() == "fill_random"
    for widget in (*filler.dialog.findChildren(QLineEdit), filler.where):
        assert widget.accessibleName()


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
def test_all_of_it_is_seen_whole_in_every_theme_at_1280_by_720(person: Person, theme: Theme) -> None:
    person.window.resize(1280, 660)
    person.choose(f"theme_{theme.name.value}")
    person.press(Key.Key_Plus, Control, times=2)
    person.window.bridge.do(lambda session: session.set_size(20, 20, 3))
    person.go_into("x", 1, 1)
    filler = Filler(person)
    filler.type("fill_deviation", "1000.125")
    QApplication.processEvents()
    assert filler.dialog.width() <= 1280
    assert filler.dialog.height() <= 660
    for label in filler.dialog.findChildren(QLabel):
        if label.text():
            assert label.width() >= label.minimumSizeHint().width(), label.text()
            assert label.heightForWidth(label.width()) <= label.height(), label.text()
