"""Documents and their files: new, open, save, revert, and the question before anything is thrown away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from bpgui.app import create_window
from bpgui.core.cells import Cell, Matrix
from bpgui.session.document_files import new_document, open_file
from bpgui.session.session import Session
from bpgui.ui.documents_questions import Question
from bpgui.ui.main_window import MainWindow
from tests.ui.conftest import MakeWindow
from tests.ui.documents_hands import Clerk, held_by, problem_file, write
from tests.ui.person import Key, Modifier, free

CONTROL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier


@pytest.fixture
def clerk(make_window: MakeWindow, qtbot: QtBot) -> Clerk:
    return Clerk(make_window(), qtbot)


@pytest.fixture
def lecture(tmp_path: Path) -> Path:
    session = Session(new_document())
    session.set_notes("Begin slowly.")
    session.add_stop("the first")
    return write(tmp_path / "lecture.bpgui", session)


@pytest.fixture
def lecturer(make_window: MakeWindow, lecture: Path, qtbot: QtBot) -> Clerk:
    return Clerk(make_window(lecture), qtbot)


# --- new


def test_new_is_a_network_of_zeros_as_large_as_the_notes(clerk: Clerk) -> None:
    clerk.press(Key.Key_N, CONTROL)
    assert clerk.matrix("x") == [["0"] * 4] * 5
    assert clerk.matrix("w") == [["0"] * 3] * 4
    assert clerk.title == "Untitled – bpgui"
    assert not clerk.can("undo")


def test_new_asks_before_changes_are_lost(clerk: Clerk) -> None:
    clerk.change("7")
    clerk.choose("new")
    assert clerk.asked == "before_losing"
    assert clerk.told == "Save the changes in “The note's integers”?"
    clerk.answer("cancel")
    assert clerk.cell("b") == "7"
    clerk.choose("new")
    clerk.answer("dont_save")
    assert clerk.cell("b") == "0"
    assert clerk.title == "Untitled – bpgui"


def test_what_was_undone_is_no_change(clerk: Clerk) -> None:
    clerk.change()
    clerk.press(Key.Key_Z, CONTROL)
    clerk.choose("new")
    assert clerk.asked == ""


def test_examples_ask_nothing_and_are_undone_like_any_change(clerk: Clerk) -> None:
    clerk.change("7")
    clerk.choose("example_2")
    assert clerk.asked == ""
    clerk.press(Key.Key_Z, CONTROL)
    assert clerk.cell("b") == "7"


# --- an example in the place of an open file


def test_an_example_is_not_saved_over_the_open_file(lecturer: Clerk, lecture: Path) -> None:
    before = lecture.read_bytes()
    lecturer.choose("example_2")
    title = lecturer.window.bridge.session.document.title
    assert lecturer.title == f"{title}* – bpgui"
    assert lecturer.window.windowFilePath() == ""
    lecturer.press(Key.Key_S, CONTROL)
    dialog = lecturer.file_dialog("save_dialog")
    assert [Path(name).stem for name in dialog.selectedFiles()] == [title]
    dialog.reject()
    lecturer.settle()
    assert lecture.read_bytes() == before
    lecturer.press(Key.Key_Z, CONTROL)
    assert lecturer.title == "lecture.bpgui – bpgui"
    lecturer.change("7")
    lecturer.press(Key.Key_S, CONTROL)
    assert held_by(lecture).document.b.values[0, 0] == 7


def test_closing_asks_where_to_save_an_example_and_it_can_be_reverted(
    lecturer: Clerk, lecture: Path, tmp_path: Path
) -> None:
    before = lecture.read_bytes()
    lecturer.choose("example_2")
    lecturer.change("7")
    lecturer.window.close()
    assert lecturer.told == f"Save the changes in “{lecturer.window.bridge.session.document.title}”?"
    lecturer.answer("save")
    lecturer.file_dialog("save_dialog").reject()
    lecturer.settle()
    assert lecturer.window.isVisible()
    lecturer.choose("revert")
    lecturer.answer("revert")
    assert lecturer.title == "lecture.bpgui – bpgui"
    lecturer.choose("example_2")
    lecturer.save_as(tmp_path / "example.bpgui")
    assert lecturer.title == "example.bpgui – bpgui"
    lecturer.press(Key.Key_Z, CONTROL)  # what was in lecture.bpgui is not saved over the example either
    assert lecturer.title == "Untitled* – bpgui"
    assert lecture.read_bytes() == before


def test_the_open_file_behind_an_example_is_told_of(lecturer: Clerk, lecture: Path) -> None:
    lecturer.choose("example_2")
    lecturer.open(lecture)
    title = lecturer.window.bridge.session.document.title
    assert lecturer.sentence == f"“lecture.bpgui” is open here, behind “{title}”: Revert brings it back."


# --- the title


def test_the_title_has_the_mark_of_what_is_in_no_file(lecturer: Clerk) -> None:
    assert lecturer.title == "lecture.bpgui – bpgui"
    lecturer.change()
    assert lecturer.title == "lecture.bpgui* – bpgui"
    lecturer.press(Key.Key_Z, CONTROL)
    assert lecturer.title == "lecture.bpgui – bpgui"
    lecturer.press(Key.Key_Y, CONTROL)
    lecturer.press(Key.Key_S, CONTROL)
    assert lecturer.title == "lecture.bpgui – bpgui"
    lecturer.press(Key.Key_Z, CONTROL)
    assert lecturer.title == "lecture.bpgui* – bpgui"


def test_steps_and_views_are_no_changes(lecturer: Clerk) -> None:
    lecturer.press(Key.Key_F9)
    lecturer.press(Key.Key_Period, CONTROL)
    lecturer.click_cell("w")
    assert lecturer.title == "lecture.bpgui – bpgui"


# --- save


def test_save_asks_where_to_and_writes_everything(clerk: Clerk, tmp_path: Path) -> None:
    clerk.change("1/3")
    clerk.press(Key.Key_F9)
    clerk.press(Key.Key_F9)
    clerk.press(Key.Key_Period, CONTROL)
    clerk.click_cell("w", 2, 1)
    clerk.choose("keep_curve")
    clerk.choose("add_stop")
    clerk.press(Key.Key_S, CONTROL)
    clerk.give_file("save_dialog", tmp_path / "mine.bpgui")
    assert clerk.sentence == "Saved in mine.bpgui."
    assert clerk.title == "mine.bpgui – bpgui"
    here, there = clerk.window.bridge.session, held_by(tmp_path / "mine.bpgui")
    assert there.document.same_as(here.document)
    assert (there.position, there.selection, there.view) == (here.position, here.selection, here.view)
    assert there.selection == Cell(Matrix.w, 1, 0)
    assert [curve.name for curve in there.kept.curves] == [curve.name for curve in here.kept.curves]
    assert there.stops == here.stops
    assert len(there.stops) == 1


def test_save_writes_again_without_asking(lecturer: Clerk, lecture: Path) -> None:
    lecturer.change("7")
    lecturer.press(Key.Key_S, CONTROL)
    assert held_by(lecture).document.b.values[0, 0] == 7
    assert held_by(lecture).annotations.notes == "Begin slowly."


def test_what_is_being_typed_is_saved_too(lecturer: Clerk, lecture: Path) -> None:
    lecturer.open_editor("b", 1, 1)
    lecturer.type("12")
    lecturer.choose("save")
    assert held_by(lecture).document.b.values[0, 0] == 12
    lecturer.type_rate("0.5")
    lecturer.choose("save")
    assert held_by(lecture).document.learning_rate == 0.5


def test_a_rate_that_cant_be_read_is_not_saved_over(lecturer: Clerk, lecture: Path) -> None:
    before = lecture.read_bytes()
    lecturer.type_rate("fast")
    lecturer.choose("save")
    assert "fast" in lecturer.sentence
    assert lecture.read_bytes() == before


def test_the_suffix_is_added(clerk: Clerk, tmp_path: Path) -> None:
    clerk.save_as(tmp_path / "mine")
    assert held_by(tmp_path / "mine.bpgui")
    clerk.save_as(tmp_path / "of May 3.5")
    assert held_by(tmp_path / "of May 3.5.bpgui")
    assert clerk.title == "of May 3.5.bpgui – bpgui"


def test_it_asks_before_the_file_with_the_added_suffix_is_replaced(clerk: Clerk, tmp_path: Path) -> None:
    there = tmp_path / "of May 3.5.bpgui"
    there.write_bytes(b"precious")
    clerk.save_as(tmp_path / "of May 3.5")
    assert clerk.asked == "before_replacing"
    assert clerk.question is not None
    assert clerk.question.defaultButton().objectName() == "cancel"
    clerk.answer("cancel")
    assert there.read_bytes() == b"precious"
    clerk.save_as(tmp_path / "of May 3.5")
    clerk.answer("replace")
    assert held_by(there)


@pytest.mark.parametrize(
    ("title", "proposed"),
    [("a/b: c?", "ab c.bpgui"), ("", "p.bpgui"), (" . ", "Untitled.bpgui"), ("Exam\n1", "Exam1.bpgui")],
)
def test_the_proposed_name_can_be_a_files(clerk: Clerk, tmp_path: Path, title: str, proposed: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"x": [[1]], "w": [[1]], "b": [[1]], "y": [[1]], "title": title}), encoding="utf-8")
    document = open_file(path).document
    clerk.window.bridge.do(lambda session: session.replace_document(document))
    clerk.choose("save_as")
    assert Path(clerk.file_dialog("save_dialog").selectedFiles()[0]).name == proposed


def test_save_as_goes_on_in_the_new_file(lecturer: Clerk, lecture: Path, tmp_path: Path) -> None:
    before = lecture.read_bytes()
    lecturer.change("7")
    lecturer.press(Key.Key_S, CONTROL | SHIFT)
    lecturer.give_file("save_dialog", tmp_path / "other.bpgui")
    lecturer.change("8")
    lecturer.choose("save")
    assert lecture.read_bytes() == before
    assert held_by(tmp_path / "other.bpgui").document.b.values[0, 0] == 8


def test_a_problem_is_saved_as_a_session(clerk: Clerk, tmp_path: Path) -> None:
    path = problem_file(tmp_path)
    before = path.read_bytes()
    clerk.open(path)
    assert clerk.title == "mine – bpgui"
    clerk.choose("save")
    dialog = clerk.file_dialog("save_dialog")
    assert Path(dialog.selectedFiles()[0]).name == "mine.bpgui"
    clerk.give_file("save_dialog", tmp_path / "mine.bpgui")
    assert path.read_bytes() == before
    assert held_by(tmp_path / "mine.bpgui").document.learning_rate == 1 / 8


def test_leaving_the_file_dialog_changes_nothing(clerk: Clerk, tmp_path: Path) -> None:
    clerk.change()
    clerk.choose("save")
    clerk.file_dialog("save_dialog").reject()
    clerk.settle()
    assert clerk.title == "The note's integers* – bpgui"
    assert list(tmp_path.iterdir()) == []


# --- where a file is


def test_a_file_is_known_by_its_whole_path(
    make_window: MakeWindow, lecture: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(lecture.parent)
    clerk = Clerk(make_window("lecture.bpgui"), qtbot)
    assert clerk.documents.file.path == lecture
    assert clerk.window.settings.recent_files == [str(lecture)]
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    clerk.change("7")
    clerk.choose("save")
    assert held_by(lecture).document.b.values[0, 0] == 7
    clerk.documents.save_chosen(Path("other.bpgui"))
    assert clerk.documents.file.path == tmp_path / "elsewhere" / "other.bpgui"


# --- open


def test_a_session_is_opened_where_it_was_left(clerk: Clerk, tmp_path: Path) -> None:
    session = Session(new_document())
    session.set_digits(5)
    session.go_to(3)
    session.select(Cell(Matrix.w, 0, 0))
    path = write(tmp_path / "s.bpgui", session)
    clerk.open(path)
    here = clerk.window.bridge.session
    assert (here.position, here.selection, here.view) == (session.position, session.selection, session.view)
    assert not clerk.can("undo")


def test_the_view_of_a_file_is_not_remembered_as_ones_own(clerk: Clerk, tmp_path: Path) -> None:
    session = Session(new_document())
    session.set_digits(5)
    clerk.open(write(tmp_path / "s.bpgui", session))
    assert clerk.window.settings.digits == 2
    clerk.press(Key.Key_Period, CONTROL)
    assert clerk.window.settings.digits == 6


def test_open_asks_only_when_the_file_could_be_read(clerk: Clerk, tmp_path: Path, lecture: Path) -> None:
    bad = tmp_path / "bad.bpgui"
    bad.write_text("{", encoding="utf-8")
    clerk.change("7")
    clerk.open(bad)
    assert clerk.asked == "not_opened"
    assert "bad.bpgui" in clerk.told
    clerk.answer("ok")
    assert clerk.cell("b") == "7"
    clerk.open(lecture)
    assert clerk.asked == "before_losing"
    clerk.answer("dont_save")
    assert clerk.title == "lecture.bpgui – bpgui"


def test_save_then_open(clerk: Clerk, tmp_path: Path, lecture: Path) -> None:
    clerk.change("7")
    clerk.open(lecture)
    clerk.answer("save")
    clerk.give_file("save_dialog", tmp_path / "before.bpgui")
    assert clerk.title == "lecture.bpgui – bpgui"
    assert held_by(tmp_path / "before.bpgui").document.b.values[0, 0] == 7


def test_to_leave_the_file_dialog_is_to_cancel(clerk: Clerk, lecture: Path) -> None:
    clerk.change("7")
    clerk.open(lecture)
    clerk.answer("save")
    clerk.file_dialog("save_dialog").reject()
    clerk.settle()
    assert clerk.cell("b") == "7"
    assert clerk.asked == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.json", b"{}"), ("a.bpgui", b"\x00\x01"), ("a.bpgui", b""), ("a.json", b"[" * 100_000), ("a", b"\xff\xfe")],
)
def test_bad_files_get_a_sentence_and_the_document_stays(
    clerk: Clerk, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = clerk.matrix("x")
    clerk.open(path)
    assert clerk.asked == "not_opened"
    assert clerk.told.startswith(f"{name}: ")
    assert "\n" not in clerk.told
    clerk.escape()
    assert clerk.matrix("x") == before
    assert clerk.title == "The note's integers – bpgui"


def test_what_is_no_file_is_not_opened(clerk: Clerk, tmp_path: Path) -> None:
    clerk.documents.open_path(tmp_path)
    assert clerk.asked == "not_opened"
    clerk.answer("ok")
    clerk.documents.open_path(Path("/dev/zero"))
    assert clerk.asked == "not_opened"


def test_a_file_of_data_goes_to_the_dialog_of_imports(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    clerk.change()
    clerk.open(path)
    assert clerk.asked == ""
    dialogs = [each for each in QGuiApplication.topLevelWindows() if each.isVisible()]
    assert any("mport" in each.title() for each in dialogs)


# --- revert


def test_revert_asks_and_goes_back_to_the_file(lecturer: Clerk) -> None:
    assert not lecturer.can("revert")
    lecturer.change("7")
    lecturer.press(Key.Key_F12, CONTROL)
    assert lecturer.asked == "before_reverting"
    assert lecturer.question is not None
    QTest.keyClick(lecturer.question, Key.Key_Return)  # which loses nothing
    lecturer.settle()
    assert lecturer.cell("b") == "7"
    lecturer.choose("revert")
    lecturer.answer("revert")
    assert lecturer.cell("b") == "0"
    assert lecturer.title == "lecture.bpgui – bpgui"
    assert not lecturer.can("undo")


def test_there_is_nothing_to_revert_to_without_a_file(clerk: Clerk) -> None:
    clerk.change()
    assert not clerk.can("revert")
    clerk.choose("focus")
    assert not clerk.can("revert")


def test_a_problem_is_reverted_too(clerk: Clerk, tmp_path: Path) -> None:
    clerk.open(problem_file(tmp_path))
    clerk.change("7")
    clerk.choose("revert")
    clerk.answer("revert")
    assert clerk.cell("b") == "0.5"


def test_a_file_that_has_vanished_cant_be_reverted_to(lecturer: Clerk, lecture: Path) -> None:
    lecturer.change("7")
    lecture.unlink()
    lecturer.choose("revert")
    lecturer.answer("revert")
    assert lecturer.asked == "not_opened"
    lecturer.answer("ok")
    assert lecturer.cell("b") == "7"


# --- the list of recent files


def recent(clerk: Clerk) -> list[str]:
    clerk.documents.recent.aboutToShow.emit()
    return [action.text() for action in clerk.documents.recent.actions() if action.objectName().startswith("recent")]


def test_what_was_opened_and_saved_is_in_the_list_of_every_window(
    clerk: Clerk, make_window: MakeWindow, tmp_path: Path
) -> None:
    assert recent(clerk) == []
    clerk.open(problem_file(tmp_path, "one & two.json"))
    clerk.save_as(tmp_path / "three.bpgui")
    other = Clerk(make_window(), clerk.qtbot)
    assert recent(other) == [
        f"&1  three.bpgui  ({_short(tmp_path)})",
        f"&2  one && two.json  ({_short(tmp_path)})",
    ]


def _short(folder: Path) -> str:
    return str(folder) if len(str(folder)) <= 60 else "…" + str(folder)[-60:]


def test_the_list_holds_eight_and_can_be_cleared(clerk: Clerk, tmp_path: Path) -> None:
    for number in range(10):
        clerk.documents.open_path(problem_file(tmp_path, f"{number}.json"))
    assert [text.split()[1] for text in recent(clerk)] == [f"{number}.json" for number in range(9, 1, -1)]
    clerk.documents.open_path(tmp_path / "5.json")
    assert recent(clerk)[0].startswith("&1  5.json")
    assert len(recent(clerk)) == 8
    clerk.choose("clear_recent")
    assert recent(clerk) == []


def test_a_recent_file_is_opened_and_one_that_vanished_is_told_of(clerk: Clerk, tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        clerk.documents.open_path(problem_file(tmp_path, name))
    recent(clerk)
    clerk.choose("recent_2")
    assert clerk.title == "a – bpgui"
    (tmp_path / "b.json").unlink()
    recent(clerk)
    clerk.choose("recent_2")
    assert clerk.asked == "vanished"
    assert clerk.told == "“b.json” is not there any more."
    clerk.answer("ok")
    assert len(recent(clerk)) == 1


# --- closing


def test_a_window_is_closed_without_a_question_where_nothing_is_lost(lecturer: Clerk) -> None:
    lecturer.press(Key.Key_W, CONTROL)
    assert not lecturer.window.isVisible()


@pytest.mark.parametrize("key", [Key.Key_W, Key.Key_Q])
def test_closing_asks_and_escape_stays(lecturer: Clerk, key: Key) -> None:
    lecturer.change("7")
    lecturer.press(key, CONTROL)
    assert lecturer.window.isVisible()
    assert lecturer.asked == "before_losing"
    lecturer.escape()
    assert lecturer.window.isVisible()
    assert lecturer.cell("b") == "7"
    lecturer.press(key, CONTROL)
    lecturer.answer("dont_save")
    assert not lecturer.window.isVisible()


def test_save_and_close(lecturer: Clerk, lecture: Path) -> None:
    lecturer.change("7")
    lecturer.window.close()
    lecturer.answer("save")
    assert not lecturer.window.isVisible()
    assert held_by(lecture).document.b.values[0, 0] == 7


@pytest.mark.parametrize("name", ["close_window", "new", "quit"])
def test_what_is_being_typed_is_asked_about_as_well(lecturer: Clerk, name: str) -> None:
    lecturer.open_editor("b", 1, 1)
    lecturer.type("12")
    lecturer.choose(name)
    assert lecturer.asked == "before_losing"


def test_a_question_is_asked_once(lecturer: Clerk) -> None:
    lecturer.change("7")
    lecturer.window.close()
    lecturer.window.close()
    lecturer.choose("new")
    lecturer.answer("cancel")
    assert lecturer.asked == ""
    assert lecturer.window.isVisible()


def test_a_window_that_nobody_sees_asks_nothing(qtbot: QtBot) -> None:
    window = create_window()
    assert isinstance(window, MainWindow)
    window.bridge.do(lambda session: session.set_learning_rate("1/3"))
    assert window.close()
    assert window.findChildren(Question) == []
    free(window)


def test_return_saves_and_the_buttons_have_names_and_keys(lecturer: Clerk) -> None:
    lecturer.change("7")
    lecturer.window.close()
    question = lecturer.question
    assert question is not None
    assert question.defaultButton().objectName() == "save"
    assert question.escapeButton().objectName() == "cancel"
    assert {button.objectName(): button.text() for button in question.buttons()} == {
        "save": "&Save",
        "dont_save": "&Don’t save",
        "cancel": "Cancel",
    }
    lecturer.escape()


def test_no_file_dialog_is_open_beside_another(clerk: Clerk) -> None:
    clerk.choose("open")
    clerk.file_dialog("open_dialog").reject()
    clerk.settle()
    assert [each for each in clerk.window.findChildren(QFileDialog) if each.isVisible()] == []
