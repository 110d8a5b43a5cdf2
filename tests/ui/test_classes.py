"""y by class: one click, the space bar, the menu; and what is said of a row that is not one-hot."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from bpgui.core.cells import Cell, Matrix
from bpgui.ui.class_rings import ClassRings
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.ui.person import Key, Modifier, Person

Shift, Control = Modifier.ShiftModifier, Modifier.ControlModifier


def rings(person: Person) -> ClassRings:
    return person.find(ClassRings, "class_rings")


def point_at_row(person: Person, row: int, number: int = 1) -> None:
    """Move the pointer into a row of y."""
    person.point_at("y", row, number)
    person.qtbot.waitUntil(lambda: rings(person).isVisible() and rings(person).row == row - 1)


def click_ring(person: Person, row: int, number: int) -> None:
    """Point at a row of y, and click the ring of a class."""
    point_at_row(person, row, number)
    widget = rings(person)
    ring = widget.ring(number - 1)
    assert ring is not None, f"there is no ring for class {number}"
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=ring.center())


def test_one_click_sets_the_class_of_a_row(person: Person) -> None:
    click_ring(person, 2, 3)
    assert person.matrix("y")[1] == ["0", "0", "1"]
    assert person.sentence == "Example 2 is in class 3 now."
    assert person.window.bridge.session.selection == Cell(Matrix.y, 1, 2)
    assert [step.name for step in person.window.bridge.session.history.done] == ["Example 2 is in class 3"]
    person.press(Key.Key_Z, Control)
    assert person.matrix("y")[1] == ["0", "1", "0"]


def test_to_click_the_class_it_has_is_no_step(person: Person) -> None:
    click_ring(person, 2, 2)
    assert not person.can("undo")


def test_rings_come_with_the_pointer_and_go_with_it(person: Person) -> None:
    assert not rings(person).isVisible()
    point_at_row(person, 4)
    point_at_row(person, 1)
    QApplication.sendEvent(person.table("y").viewport(), QEvent(QEvent.Type.Leave))
    assert not rings(person).isVisible()


def test_the_cells_beneath_can_still_be_clicked(person: Person) -> None:
    point_at_row(person, 2)
    widget, place = person.place_of("y", 2, 1)
    assert widget.childAt(place) is None
    person.click_cell("y", 2, 1)
    assert person.window.bridge.session.selection == Cell(Matrix.y, 1, 0)
    assert person.open_editor("y", 2, 1).text() == "0"


def test_space_sets_the_class_of_the_column(person: Person) -> None:
    person.go_into("y", 3, 1)
    assert rings(person).row == 2
    person.press(Key.Key_Space)
    assert person.matrix("y")[2] == ["1", "0", "0"]
    assert person.table("y").currentIndex().row() == 2
    person.press(Key.Key_Down)
    person.press(Key.Key_Right)
    person.press(Key.Key_Space)
    assert person.matrix("y")[3] == ["0", "1", "0"]


def test_space_sets_the_classes_of_all_chosen_rows(person: Person) -> None:
    person.go_into("y", 2, 3)
    person.press(Key.Key_Down, Shift, times=2)
    person.press(Key.Key_Space)
    assert [row[2] for row in person.matrix("y")] == ["0", "1", "1", "1", "0"]
    assert person.sentence == "Examples 2 to 4 are in class 3 now."
    assert len(person.window.bridge.session.history.done) == 1


@pytest.mark.qt_log_ignore("does not support (grabbing the keyboard|raise)")
def test_the_menu_offers_the_classes_by_name_with_the_one_it_is(person: Person) -> None:
    person.window.bridge.do(lambda session: session.rename("k", 1, "cat & dog"))
    view = person.go_into("y", 2, 1)
    person.window.grid_menus.open(view, view.mapToGlobal(view.rect().center()))
    menu = person.find(QMenu, "class_menu")
    assert menu.title() == "Class of &example 2"
    assert [(action.text(), action.isChecked()) for action in menu.actions()] == [
        ("&1", False),
        ("&2  cat && dog", True),
        ("&3", False),
    ]
    menu.actions()[2].trigger()
    person.find(QMenu, "grid_menu").close()
    assert person.matrix("y")[1] == ["0", "0", "1"]


def test_a_row_that_is_not_one_hot_is_said_to_be_in_no_class(person: Person) -> None:
    person.click_cell("y", 2, 2)
    assert "Example 2 is in class 2." in person.sentence
    person.enter("y", 2, 2, "2")
    person.click_cell("y", 2, 1)
    assert "Row 2 of y is not one 1 and zeros: example 2 is in no one class." in person.sentence
    click_ring(person, 2, 1)
    assert person.matrix("y")[1] == ["1", "0", "0"]


def test_where_a_number_needs_the_room_there_is_no_ring(person: Person) -> None:
    person.enter("y", 2, 3, "-12.25")
    point_at_row(person, 2)
    assert rings(person).ring(0) is not None
    assert rings(person).ring(2) is None
    person.go_into("y", 2, 3)
    person.press(Key.Key_Space)
    assert person.matrix("y")[1] == ["0", "0", "1"]


def test_one_class_alone_is_no_choice(person: Person) -> None:
    person.window.bridge.do(lambda session: session.set_size(5, 4, 1))
    person.go_into("y", 2, 1)
    assert not rings(person).isVisible()
    before = person.matrix("y")
    person.press(Key.Key_Space)
    assert person.matrix("y") == before


def test_rings_stay_with_their_columns_when_y_scrolls(person: Person) -> None:
    person.window.bridge.do(lambda session: session.set_size(60, 2, 40))
    view = person.go_into("y", 1, 1)
    person.press(Key.Key_End)
    person.press(Key.Key_PageDown, Control)
    bar = view.verticalScrollBar()
    assert bar.value() > 0
    row = bar.value() + 2
    point_at_row(person, row, 40)
    ring = rings(person).ring(39)
    assert ring is not None
    place = rings(person).mapTo(view.viewport(), ring.center())
    assert view.indexAt(place) == person.index("y", row, 40)
    click_ring(person, row, 40)
    assert person.cell("y", row, 40) == "1"


def test_at_a_later_iteration_descent_starts_anew(person: Person) -> None:
    person.type_into("iteration", "4")
    w = person.matrix("w")
    click_ring(person, 1, 2)
    assert person.iteration == "0"
    assert person.matrix("w") == w


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
def test_the_filled_ring_differs_from_the_others_in_every_theme(person: Person, theme: Theme) -> None:
    person.choose(f"theme_{theme.name.value}")
    point_at_row(person, 2)
    widget = rings(person)
    pictures = []
    for number in range(3):
        ring = widget.ring(number)
        assert ring is not None
        image = widget.grab(ring).toImage()
        middle, edge = image.pixelColor(image.rect().center()), image.pixelColor(image.rect().center().x(), 1)
        pictures.append(middle)
        assert edge.isValid()
    assert pictures[0] == pictures[2]
    assert abs(pictures[1].lightness() - pictures[0].lightness()) > 100
