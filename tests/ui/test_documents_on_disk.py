"""Files are written whole or not at all; what another program did, and what can't be done, is told and asked."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from bpgui.core.cells import INPUTS, Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.session.document import Document
from bpgui.session.document_files import new_document, open_file
from bpgui.session.session import Session
from bpgui.ui import documents_opening, documents_saving
from bpgui.ui.document_file import DocumentFile
from bpgui.ui.documents_where import proposed_name
from bpgui.ui.main_window import MainWindow
from bpgui.ui.whole_files import NotWrittenError, write_whole
from tests.ui.conftest import MakeWindow
from tests.ui.documents_hands import Clerk, held_by, write
from tests.ui.person import Key, Modifier

CONTROL = Modifier.ControlModifier


@pytest.fixture
def lecture(tmp_path: Path) -> Path:
    return write(tmp_path / "lecture.bpgui", Session(new_document()))


@pytest.fixture
def lecturer(make_window: MakeWindow, lecture: Path, qtbot: QtBot) -> Clerk:
    return Clerk(make_window(lecture), qtbot)


def another_program_writes(path: Path, bias: float = 3.0) -> bytes:
    document = new_document()
    values = document.b.values.copy()
    values[:] = bias
    b = InputMatrix.from_array(Matrix.b, values)
    write(path, Session(Document(document.x, document.w, b, document.y)))
    return path.read_bytes()


# --- another program


def test_it_asks_before_what_another_program_wrote_is_overwritten(lecturer: Clerk, lecture: Path) -> None:
    lecturer.change("7")
    theirs = another_program_writes(lecture)
    lecturer.choose("save")
    assert lecturer.asked == "changed_before_saving"
    assert lecturer.told == "“lecture.bpgui” was changed by another program since you opened or saved it."
    lecturer.escape()
    assert lecture.read_bytes() == theirs
    assert lecturer.title == "lecture.bpgui* – bpgui"
    lecturer.choose("save")
    lecturer.answer("overwrite")
    assert held_by(lecture).document.b.values[0, 0] == 7
    assert lecturer.title == "lecture.bpgui – bpgui"


def test_both_are_kept_by_another_name(lecturer: Clerk, lecture: Path, tmp_path: Path) -> None:
    lecturer.change("7")
    theirs = another_program_writes(lecture)
    lecturer.choose("save")
    lecturer.answer("save_as")
    lecturer.give_file("save_dialog", tmp_path / "mine.bpgui")
    assert lecture.read_bytes() == theirs
    assert held_by(tmp_path / "mine.bpgui").document.b.values[0, 0] == 7


def test_on_coming_back_it_offers_to_open_the_file_again(lecturer: Clerk, lecture: Path) -> None:
    another_program_writes(lecture, 3)
    lecturer.leave_and_come_back()
    assert lecturer.asked == "changed_on_disk"
    lecturer.answer("keep")
    assert lecturer.cell("b") == "0"
    lecturer.leave_and_come_back()
    assert lecturer.asked == ""  # that was answered
    assert lecturer.can("revert")
    another_program_writes(lecture, 4)
    lecturer.leave_and_come_back()
    lecturer.answer("reload")
    assert lecturer.cell("b") == "4"
    assert lecturer.title == "lecture.bpgui – bpgui"
    assert not lecturer.can("revert")


def test_what_was_kept_is_not_overwritten_unasked(lecturer: Clerk, lecture: Path) -> None:
    another_program_writes(lecture)
    lecturer.leave_and_come_back()
    lecturer.answer("keep")
    lecturer.choose("save")
    assert lecturer.asked == "changed_before_saving"


def test_the_same_content_is_no_change(lecturer: Clerk, lecture: Path) -> None:
    content = lecture.read_bytes()
    lecture.unlink()
    lecture.write_bytes(content)
    os.utime(lecture, (1, 1))
    lecturer.leave_and_come_back()
    assert lecturer.asked == ""
    lecturer.change("7")
    lecturer.choose("save")
    assert lecturer.asked == ""
    assert held_by(lecture).document.b.values[0, 0] == 7


def test_ones_own_saving_is_no_other_program(lecturer: Clerk) -> None:
    for value in ("7", "8"):
        lecturer.change(value)
        lecturer.choose("save")
        lecturer.leave_and_come_back()
        assert lecturer.asked == ""


def test_a_file_that_was_deleted_is_written_again(lecturer: Clerk, lecture: Path) -> None:
    lecture.unlink()
    lecturer.leave_and_come_back()
    assert lecturer.asked == ""
    lecturer.change("7")
    lecturer.choose("save")
    assert held_by(lecture).document.b.values[0, 0] == 7


@pytest.mark.parametrize(("changed", "default"), [(True, "keep"), (False, "reload")])
def test_return_loses_nothing_where_another_program_wrote(
    lecturer: Clerk, lecture: Path, changed: bool, default: str
) -> None:
    if changed:
        lecturer.change("7")
    another_program_writes(lecture)
    lecturer.leave_and_come_back()
    assert lecturer.question is not None
    assert lecturer.question.defaultButton().objectName() == default
    lecturer.answer("keep")


def test_another_program_is_not_told_of_while_an_example_is_in_its_place(lecturer: Clerk, lecture: Path) -> None:
    lecturer.choose("example_2")
    another_program_writes(lecture)
    lecturer.leave_and_come_back()
    assert lecturer.asked == ""


# --- what can't be written


def test_a_vanished_folder_is_told_of_and_nothing_is_lost(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    clerk = Clerk(make_window(write(folder / "a.bpgui", Session(new_document()))), qtbot)
    clerk.change("7")
    (folder / "a.bpgui").unlink()
    folder.rmdir()
    clerk.choose("save")
    assert clerk.asked == "not_saved"
    assert clerk.told == f"“a.bpgui” could not be saved: the folder “{folder}” is not there any more."
    clerk.answer("try_again")
    assert clerk.asked == "not_saved"
    folder.mkdir()
    clerk.answer("try_again")
    assert clerk.asked == ""
    assert held_by(folder / "a.bpgui").document.b.values[0, 0] == 7


def test_after_a_failure_it_can_be_saved_elsewhere_and_closing_goes_on(
    lecturer: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lecturer.change("7")
    why = "the disk is full: 2.0 MB are needed, 1.0 MB are free"
    broken = [why]

    def write(saved, path, progress=float):  # type: ignore[no-untyped-def]
        if broken:
            raise NotWrittenError(broken.pop())
        return documents_saving.write_whole(path, documents_saving.encoded_pieces(saved))

    monkeypatch.setattr(documents_saving, "write_session", write)
    lecturer.window.close()
    lecturer.answer("save")
    assert lecturer.told == f"“lecture.bpgui” could not be saved: {why}."
    lecturer.answer("save_as")
    lecturer.give_file("save_dialog", tmp_path / "elsewhere.bpgui")
    assert not lecturer.window.isVisible()
    assert held_by(tmp_path / "elsewhere.bpgui").document.b.values[0, 0] == 7


def test_after_a_failure_cancel_stays(lecturer: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(saved, path, progress=float):  # type: ignore[no-untyped-def]
        raise NotWrittenError("the file is read-only")

    monkeypatch.setattr(documents_saving, "write_session", write)
    lecturer.change("7")
    lecturer.window.close()
    lecturer.answer("save")
    lecturer.answer("cancel")
    assert lecturer.window.isVisible()
    assert lecturer.cell("b") == "7"
    assert lecturer.title == "lecture.bpgui* – bpgui"


@pytest.mark.parametrize("title", ["x" * 1000, "a/b:c" * 100, ". " * 100])
def test_every_title_proposes_a_name_that_file_systems_take(title: str) -> None:
    name = proposed_name(DocumentFile(), title)
    assert name.endswith(".bpgui")
    assert len(name) < 100
    assert not set(name) & set('<>:"/\\|?*')
    assert not name.startswith(".")


FULL_DISK = """
import resource, sys
from pathlib import Path
from bpgui.ui.whole_files import NotWrittenError, write_whole
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
path = Path(sys.argv[1])
try:
    write_whole(path, [b"new" * 50_000] * 4)
except NotWrittenError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of the size of files is a thing of Unix")
def test_where_there_is_no_room_the_old_file_stays_and_nothing_lies_about(tmp_path: Path) -> None:
    path = tmp_path / "a.bpgui"
    path.write_bytes(b"old")
    command = [sys.executable, "-c", FULL_DISK, str(path)]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert ended.stdout.strip()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_fails_in_the_middle_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.bpgui"
    path.write_bytes(b"old")

    def pieces() -> Iterator[bytes]:
        yield b"new" * 1000
        raise MemoryError

    with pytest.raises(MemoryError) as error:
        write_whole(path, pieces())
    assert error.tb is not None  # whoever holds this holds the half-written file
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", ["a folder", "a file where a folder should be"])
def test_what_is_in_the_way_is_said(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.bpgui"
    if kind == "a folder":
        path.mkdir()
    else:
        (tmp_path / "b").write_bytes(b"")
        path = tmp_path / "b" / "a.bpgui"
    with pytest.raises(NotWrittenError) as error:
        write_whole(path, [b"new"])
    assert str(error.value)
    assert "\n" not in str(error.value)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.bpgui"
    real.write_bytes(b"old")
    link = tmp_path / "link.bpgui"
    link.symlink_to(real)
    write_whole(link, [b"new"])
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


# --- large documents


class Gate:
    """Holds back the other thread in the middle of its writing, until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.opened = threading.Event(), threading.Event()
        encode = documents_saving.encoded_pieces

        def slowly(saved):  # type: ignore[no-untyped-def]
            pieces = list(encode(saved))
            yield pieces[0]
            self.begun.set()
            assert self.opened.wait(30)
            yield from pieces[1:]

        monkeypatch.setattr(documents_saving, "encoded_pieces", slowly)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(monkeypatch)
    yield made
    made.opened.set()


@pytest.fixture
def large(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> Clerk:
    rows = 30_000
    x, w = np.random.default_rng(1).normal(size=(rows, 8)), np.zeros((8, 2))
    arrays = zip(INPUTS, (x, w, np.zeros((1, 2)), np.zeros((rows, 2))), strict=True)
    document = Document(*(InputMatrix.from_array(matrix, array) for matrix, array in arrays))
    return Clerk(make_window(write(tmp_path / "large.bpgui", Session(document))), qtbot)


def test_a_large_document_is_written_while_one_goes_on(large: Clerk, tmp_path: Path, gate: Gate) -> None:
    large.change("7")
    large.choose("save")
    large.qtbot.waitUntil(gate.begun.is_set)
    large.change("8")  # while it is being written
    large.qtbot.waitUntil(lambda: large.find(QLabel, "saving_sentence").isVisible())
    assert "Saving large.bpgui…" in large.says("saving_sentence")
    assert large.title == "large.bpgui* – bpgui"
    gate.opened.set()
    large.qtbot.waitUntil(lambda: "Saved in" in large.sentence)
    assert not large.find(QLabel, "saving_sentence").isVisible()
    assert held_by(tmp_path / "large.bpgui").document.b.values[0, 0] == 7
    assert large.title == "large.bpgui* – bpgui"  # 8 is in no file
    large.press(Key.Key_Z, CONTROL)
    assert large.title == "large.bpgui – bpgui"


def test_saving_can_be_given_up(large: Clerk, tmp_path: Path, gate: Gate) -> None:
    before = (tmp_path / "large.bpgui").read_bytes()
    large.change("7")
    large.choose("save")
    large.qtbot.waitUntil(lambda: large.find(QPushButton, "give_up_saving").isVisible())
    large.find(QPushButton, "give_up_saving").click()
    gate.opened.set()
    large.documents.wait_for_threads()
    assert (tmp_path / "large.bpgui").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["large.bpgui"]
    assert large.title == "large.bpgui* – bpgui"


def test_closing_waits_until_all_is_in_the_file(large: Clerk, tmp_path: Path, gate: Gate) -> None:
    large.change("7")
    large.choose("save")
    large.qtbot.waitUntil(gate.begun.is_set)
    large.window.close()
    assert large.asked == "still_saving"
    large.answer("wait")
    assert large.window.isVisible()
    gate.opened.set()
    large.qtbot.waitUntil(lambda: not large.window.isVisible())
    assert held_by(tmp_path / "large.bpgui").document.b.values[0, 0] == 7


def test_the_question_whether_to_wait_answers_itself_when_all_is_written(large: Clerk, gate: Gate) -> None:
    large.change("7")
    large.choose("save")
    large.qtbot.waitUntil(gate.begun.is_set)
    large.window.close()
    gate.opened.set()
    large.qtbot.waitUntil(lambda: not large.window.isVisible())


def test_closing_may_give_up_what_is_being_written(large: Clerk, tmp_path: Path, gate: Gate) -> None:
    before = (tmp_path / "large.bpgui").read_bytes()
    large.change("7")
    large.choose("save")
    large.qtbot.waitUntil(gate.begun.is_set)
    large.window.close()
    large.answer("give_up")
    assert large.asked == "before_losing"
    gate.opened.set()
    large.answer("dont_save")
    assert not large.window.isVisible()
    assert (tmp_path / "large.bpgui").read_bytes() == before


def test_save_and_close_waits_for_a_large_one(large: Clerk, tmp_path: Path) -> None:
    large.change("7")
    large.window.close()
    large.answer("save")
    large.qtbot.waitUntil(lambda: not large.window.isVisible())
    assert held_by(tmp_path / "large.bpgui").document.b.values[0, 0] == 7


def test_a_large_file_is_read_while_the_window_stays_alive(
    make_window: MakeWindow, qtbot: QtBot, lecture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents_opening, "LARGE", 0)
    clerk = Clerk(make_window(), qtbot)
    clerk.open(lecture)
    qtbot.waitUntil(lambda: clerk.title == "lecture.bpgui – bpgui")
    lecture.write_text("{")
    clerk.choose("new")
    clerk.open(lecture)
    qtbot.waitUntil(lambda: clerk.asked == "not_opened")


def test_reading_can_be_given_up(
    make_window: MakeWindow, qtbot: QtBot, lecture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, opened = threading.Event(), threading.Event()

    def slowly(path: Path):  # type: ignore[no-untyped-def]
        begun.set()
        assert opened.wait(30)
        return open_file(path)

    monkeypatch.setattr(documents_opening, "LARGE", 0)
    monkeypatch.setattr(documents_opening, "open_file", slowly)
    clerk = Clerk(make_window(), qtbot)
    clerk.documents.open_path(lecture)
    qtbot.waitUntil(begun.is_set)
    waiting = clerk.documents.reading
    assert waiting is not None
    qtbot.waitUntil(waiting.isVisible)
    assert waiting.labelText() == "Reading lecture.bpgui…"
    waiting.cancel()
    opened.set()
    clerk.documents.wait_for_threads()
    clerk.settle()
    assert clerk.title == "The note's integers – bpgui"


def test_a_window_that_is_freed_while_it_saves_leaves_no_thread_behind(
    make_window: MakeWindow, large: Clerk, gate: Gate
) -> None:
    large.change("7")
    large.choose("save")
    large.qtbot.waitUntil(gate.begun.is_set)
    gate.opened.set()
    assert isinstance(large.window, MainWindow)  # the fixture closes it
