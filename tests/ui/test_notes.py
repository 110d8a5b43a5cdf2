"""Notes as a person writes them: kept with the document, and undone with it, a stretch of typing at a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from bpgui.session.session import Session
from bpgui.ui.notes_page import NotesPage
from bpgui.ui.step_bar import StepBar
from tests.ui.person import Key, Modifier, Person

CONTROL = Modifier.ControlModifier


def session_of(person: Person) -> Session:
    return person.window.bridge.session


def steps(person: Person) -> list[str]:
    return [step.name for step in session_of(person).history.done]


@pytest.fixture
def notes(person: Person) -> NotesPage:
    """The notes, open, with the keyboard in them."""
    person.press(Key.Key_F6)
    page = person.find(NotesPage, "notes")
    assert page.hasFocus()
    return page


def test_empty_notes_say_what_they_are_for(notes: NotesPage) -> None:
    assert notes.toPlainText() == ""
    assert "kept in the document's file" in notes.placeholderText()


def test_what_is_typed_is_in_the_document_at_once_and_one_step(person: Person, notes: NotesPage) -> None:
    person.type("Next week: f")
    assert session_of(person).annotations.notes == "Next week: f"
    assert steps(person) == ["Notes"]
    assert session_of(person).is_modified
    assert not person.action("focus").isChecked()


def test_page_keys_move_in_the_notes_and_the_window_stays_where_it_is(person: Person, notes: NotesPage) -> None:
    person.type("a")
    person.press(Key.Key_PageUp)
    person.press(Key.Key_PageDown)
    assert person.position == session_of(person).timeline.start(0)


def test_typing_after_something_else_is_another_step(person: Person, notes: NotesPage) -> None:
    person.type("one")
    person.find(StepBar, "step_bar").setFocus()
    notes.setFocus()
    person.type(" two")
    person.enter("x", 1, 1, "7")
    notes.setFocus()
    person.type(" three")
    assert steps(person) == ["Notes", "Notes", "x₁₁ = 7", "Notes"]


def test_while_one_types_undo_takes_back_what_was_typed_in_one_go(person: Person, notes: NotesPage) -> None:
    person.enter("x", 1, 1, "7")
    notes.setFocus()
    person.type("abc")
    person.press(Key.Key_Z, CONTROL)
    assert notes.toPlainText() == session_of(person).annotations.notes == ""
    assert steps(person) == ["x₁₁ = 7"]
    person.press(Key.Key_Y, CONTROL)
    assert notes.toPlainText() == session_of(person).annotations.notes == "abc"
    assert person.cell("x", 1, 1) == "7"


def test_elsewhere_undo_takes_back_all_that_was_typed_in_one_go(person: Person, notes: NotesPage) -> None:
    person.type("abc")
    person.press(Key.Key_Escape)
    assert not notes.hasFocus()
    assert notes.isVisible()
    person.press(Key.Key_Z, CONTROL)
    assert person.sentence == "Undone: Notes."
    assert notes.toPlainText() == ""
    person.press(Key.Key_Z, CONTROL | Modifier.ShiftModifier)
    assert notes.toPlainText() == "abc"


def test_undo_goes_back_stretch_by_stretch_never_past_a_save_nor_to_and_fro(
    person: Person, notes: NotesPage, tmp_path: Path
) -> None:
    documents = person.window.documents
    person.window.bridge.do(lambda session: session.set_notes("Hey"))
    documents.save_chosen(tmp_path / "a.bpgui")
    person.qtbot.waitUntil(lambda: not session_of(person).is_modified)
    person.type(" More")
    person.press(Key.Key_S, CONTROL)
    person.type("X")  # while it may be under way
    person.qtbot.waitUntil(lambda: documents.file.path is not None and b"More" in documents.file.path.read_bytes())
    seen = []
    for _ in range(3):
        person.press(Key.Key_Z, CONTROL)
        seen.append((notes.toPlainText(), session_of(person).annotations.notes))
    assert seen == [("Hey More", "Hey More"), ("Hey", "Hey"), ("", "")]
    for _ in range(3):
        person.press(Key.Key_Y, CONTROL)
    assert notes.toPlainText() == "Hey MoreX"


def test_what_was_saved_counts_as_saved_again_when_what_was_typed_meanwhile_is_undone(
    person: Person, notes: NotesPage, tmp_path: Path
) -> None:
    person.type("Hey")
    person.window.documents.save_chosen(tmp_path / "a.bpgui")
    notes.insertPlainText("X")  # before anything is heard of the file
    person.qtbot.waitUntil(lambda: person.window.documents.file.path is not None)
    assert session_of(person).is_modified
    person.press(Key.Key_Z, CONTROL)
    assert notes.toPlainText() == "Hey"
    assert not session_of(person).is_modified


@pytest.mark.parametrize(
    ("elsewhere", "then"),
    [(Key.Key_Left, "Hello Xworld"), (Key.Key_Home, "XHello world")],
    ids=["one letter back", "the beginning of the line"],
)
def test_typing_at_another_place_is_another_step_and_the_caret_is_where_it_changed(
    person: Person, notes: NotesPage, elsewhere: Key, then: str
) -> None:
    person.type("Hello world")
    for _ in range(5):
        person.press(elsewhere)
    person.type("X")
    assert notes.toPlainText() == then
    person.press(Key.Key_Z, CONTROL)
    assert notes.toPlainText() == "Hello world"
    assert notes.textCursor().position() == then.index("X")
    person.press(Key.Key_Y, CONTROL)
    assert notes.textCursor().position() == then.index("X") + 1


def test_what_is_deleted_at_one_stroke_comes_back_also_where_it_was_just_typed(
    person: Person, notes: NotesPage
) -> None:
    person.type("Hello 𝑤")
    person.press(Key.Key_A, CONTROL)
    person.press(Key.Key_Delete)
    assert notes.toPlainText() == ""
    person.press(Key.Key_Z, CONTROL)
    assert notes.toPlainText() == "Hello 𝑤"
    assert notes.textCursor().atEnd()


def test_a_letter_taken_back_with_backspace_is_part_of_the_typing(person: Person, notes: NotesPage) -> None:
    person.type("Hex")
    person.press(Key.Key_Backspace)
    person.type("y")
    assert steps(person) == ["Notes"]


def test_the_caret_stands_at_the_end_of_notes_that_were_there(person: Person) -> None:
    person.window.bridge.do(lambda session: session.set_notes("𝑤 is\na weight"))
    person.press(Key.Key_F6)
    notes = person.find(NotesPage, "notes")
    person.type("!")
    assert notes.toPlainText() == "𝑤 is\na weight!"
    other = session_of(person).saved
    person.window.bridge.load(session_of(person).document)
    person.type("Another weight!")
    person.window.bridge.open(other)
    assert notes.textCursor().atEnd()


def test_its_menu_offers_no_undo_of_its_own(person: Person, notes: NotesPage) -> None:
    person.type("a")
    names = [action.objectName() for action in notes.menu_at(QPoint(5, 5)).actions()]
    assert "edit-paste" in names
    assert not {"edit-undo", "edit-redo"} & set(names)


def test_notes_follow_the_document(person: Person, notes: NotesPage) -> None:
    person.type("abc")
    person.press(Key.Key_Escape)
    person.choose("example_2")
    assert notes.toPlainText() == ""
    person.press(Key.Key_Z, CONTROL)
    assert notes.toPlainText() == "abc"


def test_when_nothing_typed_is_left_to_undo_the_key_is_the_documents(person: Person, notes: NotesPage) -> None:
    person.enter("x", 1, 1, "7")
    notes.setFocus()
    person.press(Key.Key_Z, CONTROL)
    assert person.cell("x", 1, 1) == "1"


def test_spaces_that_dont_break_are_kept_until_one_types(person: Person, notes: NotesPage) -> None:
    person.window.bridge.do(lambda session: session.set_notes("5\u00a0× 4\r\nends"))
    cursor = notes.textCursor()
    cursor.setPosition(3)
    notes.setTextCursor(cursor)
    person.press(Key.Key_F7)
    assert notes.textCursor().position() == 3
    assert session_of(person).annotations.notes == "5\u00a0× 4\r\nends"


def test_tab_leaves_the_notes(person: Person, notes: NotesPage) -> None:
    person.press(Key.Key_Tab)
    assert QApplication.focusWidget() is not notes
    assert notes.toPlainText() == ""


def test_the_notes_are_kept_in_the_file(person: Person, notes: NotesPage) -> None:
    person.type("Σ is a sum\n")
    saved = session_of(person).saved
    person.window.bridge.load(session_of(person).document)
    assert notes.toPlainText() == ""
    person.window.bridge.open(saved)
    assert notes.toPlainText() == saved.annotations.notes
    assert notes.toPlainText().startswith("Σ is a sum")
