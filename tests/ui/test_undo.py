"""Undo and redo as a person meets them: whatever was done, by whatever hand; what the menu and the sentence say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QSlider, QSpinBox, QToolButton

from bpgui.core.cells import Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import InputMatrix
from bpgui.session.session import Session
from bpgui.ui.landscape_canvas import LandscapeCanvas
from bpgui.ui.step_bar import StepBar
from tests.ui.person import Key, Modifier, Person
from tests.ui.what_is_shown import everything

CONTROL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


def undo(person: Person) -> None:
    person.press(Key.Key_Z, CONTROL)


def redo(person: Person) -> None:
    person.press(Key.Key_Z, CONTROL | SHIFT)


def session_of(person: Person) -> Session:
    return person.window.bridge.session


def steps(person: Person) -> list[str]:
    return [step.name for step in session_of(person).history.done]


def shown(person: Person) -> dict[str, object]:
    """All that is shown, but for the sentence and what can be done, and but for what was selected before."""
    seen = everything(person.window)
    return {name: what for name, what in seen.items() if name not in ("sentence", "can")}


# --- everything that changes the document, by the hands that do it


def type_a_number(person: Person) -> None:
    person.enter("x", 2, 3, "0.5")
    person.click_cell("x", 2, 3)  # Return has gone on to the next one


def type_later_in_time(person: Person) -> None:
    person.press(Key.Key_F9)
    person.press(Key.Key_F8)
    person.enter("w", 2, 1, "7")
    person.click_cell("w", 2, 1)


def type_a_rate(person: Person) -> None:
    person.type_into("learning_rate", "0.1")


def drag_the_slider(person: Person) -> None:
    slider = person.find(QSlider, "learning_rate_slider")
    middle = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(20, middle))
    for x in range(20, 70, 10):
        QTest.mouseMove(slider, QPoint(x, middle))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(70, middle))


def drag_on_the_landscape(person: Person) -> None:
    person.press(Key.Key_F7)
    person.choose("show_landscape")
    canvas = person.find(LandscapeCanvas, "landscape_drawing")
    places = [canvas.plot.topLeft() + QPointF(part * canvas.plot.width(), 30 + 40 * part) for part in (0.3, 0.5, 0.6)]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0].toPoint())
    for place in places:
        QTest.mouseMove(canvas, place.toPoint())
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1].toPoint())


def choose_a_convention(keeps_the_course: bool) -> Callable[[Person], None]:
    def choose(person: Person) -> None:
        person.choose("keep_curve")
        person.window.bridge.do(
            lambda session: session.set_convention(LossConvention.sum_of_squares, keep_course=keeps_the_course)
        )

    return choose


def keep_a_curve_and_remove_it(person: Person) -> None:
    person.choose("keep_curve")
    person.window.bridge.do(lambda session: session.set_kept(session.kept.renamed(0, "mine")))
    person.window.bridge.do(lambda session: session.set_kept(session.kept.without(0)))


def resize(person: Person) -> None:
    box = person.find(QSpinBox, "size_N")
    box.setFocus()
    person.press(Key.Key_Up)
    person.press(Key.Key_Up)


def insert_and_delete_lines(person: Person) -> None:
    person.window.bridge.do(lambda session: session.insert_lines("j", 1))
    person.window.bridge.do(lambda session: session.remove_lines("k", 0))


def give_names(person: Person) -> None:
    person.window.bridge.do(lambda session: session.rename("k", 1, "setosa"))


def load_an_example(person: Person) -> None:
    person.press(Key.Key_F8)
    person.choose("example_3")


def make_stops(person: Person) -> None:
    person.press(Key.Key_F4, SHIFT)
    person.press(Key.Key_F7)
    person.press(Key.Key_F4, SHIFT)


def start_from_the_optimum(person: Person) -> None:
    person.choose("best_rate")
    person.choose("optimum")
    person.enter("x", 1, 1, "3")
    person.click_cell("x", 1, 1)


DEEDS = {
    "typing": type_a_number,
    "typing later in time": type_later_in_time,
    "typing a rate": type_a_rate,
    "dragging the slider": drag_the_slider,
    "dragging on the landscape": drag_on_the_landscape,
    "a convention": choose_a_convention(keeps_the_course=False),
    "a convention that keeps the course": choose_a_convention(keeps_the_course=True),
    "kept curves": keep_a_curve_and_remove_it,
    "another size": resize,
    "lines": insert_and_delete_lines,
    "names": give_names,
    "an example": load_an_example,
    "stops": make_stops,
    "typing at the optimum": start_from_the_optimum,
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_all_that_is_shown_is_as_it_was_after_undo_and_as_it_became_after_redo(
    person: Person, deed: Callable[[Person], None]
) -> None:
    first = session_of(person).document
    deed(person)
    person.find(StepBar, "step_bar").setFocus()
    after = shown(person)
    count = len(steps(person))
    assert count > 0
    for _ in range(count):
        undo(person)
    assert session_of(person).document.same_as(first)
    assert not person.can("undo")
    before = shown(person)
    for _ in range(count):
        redo(person)
    assert shown(person) == after
    person.press(Key.Key_H, CONTROL)
    person.press(Key.Key_Home)
    person.press(Key.Key_Return)
    assert shown(person) == before


@pytest.mark.parametrize("drag", [drag_the_slider, drag_on_the_landscape])
def test_a_drag_is_one_step(person: Person, drag: Callable[[Person], None]) -> None:
    drag(person)
    assert len(steps(person)) == 1
    undo(person)
    assert steps(person) == []


def test_an_example_that_is_undone_is_where_one_was_and_the_plot_fits_it_again(person: Person) -> None:
    person.press(Key.Key_F8)
    person.type_into("run_iterations", "700")
    person.press(Key.Key_R, CONTROL)
    person.qtbot.waitUntil(lambda: person.position.iteration == 700)
    before, place, seen = shown(person), person.position, person.window.loss_panel.navigator.window
    person.choose("example_1")
    assert person.position.iteration == 0
    undo(person)
    assert person.sentence.startswith("Undone: Load “")
    assert person.position == place
    assert shown(person) == before
    assert person.window.loss_panel.navigator.window == seen


# --- what it says


def test_menu_tooltip_and_sentence_name_the_step(person: Person) -> None:
    action, again = person.action("undo"), person.action("redo")
    assert action.text() == "&Undo"
    assert not action.isEnabled()
    person.enter("x", 2, 3, "0.5")
    assert action.text() == "&Undo x₂₃ = 0.5"
    assert action.toolTip() == "Take back: x₂₃ = 0.5 (Ctrl+Z)"
    assert again.text() == "&Redo"
    undo(person)
    assert person.sentence == "Undone: x₂₃ = 0.5."
    assert action.text() == "&Undo"
    assert again.text() == "&Redo x₂₃ = 0.5"
    assert again.toolTip() == "Do again: x₂₃ = 0.5 (Ctrl+Shift+Z or Ctrl+Y)"
    person.press(Key.Key_Y, CONTROL)
    assert person.sentence == "Done again: x₂₃ = 0.5."


def test_a_name_with_an_ampersand_or_of_great_length_is_written_as_it_is(person: Person) -> None:
    person.window.bridge.do(lambda session: session.rename("k", 0, "R&D"))
    assert person.action("undo").text() == "&Undo Class 1 is “R&&D”"
    person.window.bridge.do(lambda session: session.rename("k", 0, "very long " * 20))
    assert len(person.action("undo").text()) < 60
    assert person.action("undo").text().endswith("…")
    assert ("very long " * 20).strip() in person.action("undo").toolTip()


def test_two_buttons_beside_the_menus_undo_and_redo(person: Person) -> None:
    button, again = person.find(QToolButton, "undo_button"), person.find(QToolButton, "redo_button")
    assert button.isVisible()
    assert not button.isEnabled()
    assert not button.icon().isNull()
    person.enter("x", 1, 1, "7")
    person.click("undo")
    assert person.cell("x", 1, 1) == "1"
    assert again.isEnabled()
    person.click("redo")
    assert person.cell("x", 1, 1) == "7"
    assert button.toolTip() == "Take back: x₁₁ = 7 (Ctrl+Z)"
    assert button.accessibleName() == "Undo"


# --- the change is seen


def test_a_change_that_is_scrolled_away_comes_into_view(person: Person) -> None:
    person.choose("example_4")
    person.window.bridge.do(
        lambda session: session.put(Matrix.x, 140, 1, InputMatrix.zeros(3, 1), "Three zeros", selects=None)
    )
    person.press(Key.Key_F7)
    person.click_cell("w", 1, 1)
    view = person.table("x")
    view.verticalScrollBar().setValue(0)
    assert not view.viewport().rect().contains(view.visualRect(person.index("x", 141, 2)).center())
    undo(person)
    assert view.viewport().rect().contains(view.visualRect(person.index("x", 141, 2)).center())
    assert session_of(person).selection == Cell(Matrix.x, 140, 1)


# --- whose undo it is


@pytest.mark.parametrize("name", ["undo", "redo"])
def test_in_an_open_cell_undo_is_the_texts_own(person: Person, name: str) -> None:
    person.enter("x", 1, 1, "7")
    person.enter("x", 1, 2, "8")
    undo(person)
    editor = person.open_editor("x", 2, 2)
    editor.selectAll()
    person.type("123")
    typed = editor.text()
    document = session_of(person).document
    undo(person)
    assert editor.text() != typed
    person.press(Key.Key_Y, CONTROL)
    assert editor.text() == typed
    for _ in range(3):
        (undo if name == "undo" else redo)(person)
        person.choose(name)  # from the menu
    assert session_of(person).document is document
    assert person.editor("x") is editor
    person.press(Key.Key_Escape)
    undo(person)
    assert person.cell("x", 1, 1) == "1"


@pytest.mark.parametrize(("field", "typed"), [("learning_rate", "0.1"), ("iteration", "7"), ("run_iterations", "12")])
def test_in_a_field_undo_is_the_fields_until_what_is_typed_is_taken(person: Person, field: str, typed: str) -> None:
    person.enter("x", 1, 1, "7")
    line = person.find(QLineEdit, field)
    line.setFocus()
    line.selectAll()
    person.type(typed)
    undo(person)
    assert person.cell("x", 1, 1) == "7"
    assert line.text() != typed
    line.selectAll()
    person.type(typed)
    person.press(Key.Key_Return)
    line.setFocus()
    count = len(steps(person))
    undo(person)
    assert len(steps(person)) == count - 1


def test_a_rate_that_was_just_typed_is_undone_from_its_field(person: Person) -> None:
    person.type_into("learning_rate", "0.1")
    assert QApplication.focusWidget() is not None
    undo(person)
    assert steps(person) == []
    assert person.find(QLineEdit, "learning_rate").text() == "0.05"


def test_a_size_that_was_just_set_is_undone_from_its_box(person: Person) -> None:
    box = person.find(QSpinBox, "size_D")
    box.setFocus()
    box.selectAll()
    person.type("6")
    person.press(Key.Key_Return)
    assert session_of(person).document.shape.D == 6
    undo(person)
    assert session_of(person).document.shape.D == 4
    assert box.value() == 4
