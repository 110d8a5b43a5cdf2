"""After a crash nothing but seconds is lost: what is kept, what the next start offers, and what becomes of it."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from bpgui.core.cells import Matrix
from bpgui.session.document_files import new_document
from bpgui.session.journal import Journal, Moment
from bpgui.session.journal_reading import read_journal, summary_of
from bpgui.session.session import Session
from bpgui.ui import autosave as autosave_module
from bpgui.ui.autosave import Autosave
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.documents_questions import open_question
from bpgui.ui.keeping import offer_what_was_left, recover
from bpgui.ui.main_window import MainWindow
from bpgui.ui.recovery import recoverable, recovery_root
from bpgui.ui.recovery_dialog import RecoveryDialog, details, when
from bpgui.ui.theme import DARK, LIGHT, PROJECTOR, Theme
from bpgui.ui.windows import Windows
from tests.session.documents import note
from tests.session.saved_sessions import assert_same
from tests.ui.conftest import MakeWindow
from tests.ui.crashing import three_sessions
from tests.ui.documents_hands import Clerk, held_by
from tests.ui.documents_hands import write as write_file
from tests.ui.person import Key, Person

Offer = Callable[[], RecoveryDialog | None]


def kept_of(window: MainWindow) -> Autosave:
    autosave = window.findChild(Autosave, "autosave")
    assert autosave is not None
    return autosave


def write(qtbot: QtBot, autosave: Autosave) -> None:
    """Let it write, and wait until that is done."""
    with qtbot.waitSignal(autosave.recorded):
        autosave.write_now()


def folders() -> list[Path]:
    """What is kept, of windows alive or dead."""
    root = recovery_root()
    return sorted(root.iterdir()) if root.exists() else []


# --- while the window lives


def test_a_change_is_kept_by_itself_and_goes_when_the_window_is_closed(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave_module, "DELAY", 10)
    person = Person(make_window(), qtbot)
    assert folders() == []
    with qtbot.waitSignal(kept_of(person.window).recorded):
        person.enter("x", 1, 1, "1/3")
    (folder,) = folders()
    assert_same(read_journal(folder), person.window.bridge.session.saved)
    with qtbot.waitSignal(kept_of(person.window).recorded):
        person.press(Key.Key_PageDown)
    assert_same(read_journal(folder), person.window.bridge.session.saved)
    documents = person.window.documents
    assert documents is not None
    documents.let_close()
    assert folders() == []


def test_nothing_is_kept_of_what_nobody_changed(person: Person, qtbot: QtBot) -> None:
    autosave = kept_of(person.window)
    person.press(Key.Key_PageDown)
    autosave.write_now()
    qtbot.waitUntil(lambda: not autosave.is_behind)
    assert folders() == []


def test_what_was_saved_or_undone_is_not_offered(person: Person, qtbot: QtBot) -> None:
    autosave = kept_of(person.window)
    person.enter("x", 1, 1, "7")
    write(qtbot, autosave)
    person.choose("undo")
    write(qtbot, autosave)
    (folder,) = folders()
    summary = summary_of(folder)
    assert summary is not None
    assert not summary.is_modified


def test_another_document_begins_anew(person: Person, qtbot: QtBot) -> None:
    autosave, bridge = kept_of(person.window), person.window.bridge
    person.enter("x", 1, 1, "7")
    write(qtbot, autosave)
    bridge.load(note())
    bridge.do(lambda session: session.enter(Matrix.y, 0, 0, "1/7"))
    write(qtbot, autosave)
    assert_same(read_journal(autosave.folder), bridge.session.saved)
    summary = summary_of(autosave.folder)
    assert summary is not None
    assert (summary.name, summary.path) == ("", "")  # and no longer as the one before was called
    bridge.load(note())
    autosave.write_now()
    qtbot.waitUntil(lambda: not autosave.is_behind)
    assert recoverable_by_others(autosave.folder) == []


def recoverable_by_others(folder: Path) -> list[str]:
    """The files in a folder that hold sessions."""
    return [path.name for path in folder.iterdir() if path.suffix == ".bpgui"]


def test_a_window_that_is_alive_is_not_offered(person: Person, qtbot: QtBot) -> None:
    person.enter("x", 1, 1, "7")
    write(qtbot, kept_of(person.window))
    assert recoverable(recovery_root()) == []
    assert len(folders()) == 1


def test_where_nothing_can_be_kept_it_is_told_once_and_tried_again(qtbot: QtBot, tmp_path: Path) -> None:
    root, told = tmp_path / "recovery", []
    root.write_text("a file where a folder should be")
    bridge = SessionBridge(Session(note()))
    autosave = Autosave(bridge, root)
    autosave.failed.connect(told.append)
    for number in (5, 6, 7):
        bridge.do(lambda session, number=number: session.enter(Matrix.x, 0, 0, str(number)))
        autosave.write_now()
        qtbot.waitUntil(lambda: autosave._job is None)
        qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].startswith("Your changes could not be kept in case of a crash: ")
    assert told[0].endswith(". This is tried again; save soon.")
    root.unlink()
    write(qtbot, autosave)
    assert_same(read_journal(autosave.folder), bridge.session.saved)
    autosave.close()
    assert list(root.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_place_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    bridge = SessionBridge(Session(note()))
    autosave = Autosave(bridge, tmp_path / "recovery")
    bridge.do(lambda session: session.enter(Matrix.x, 0, 0, "5"))
    with qtbot.waitSignal(autosave.failed) as failed:
        autosave.write_now()
    assert "permission denied" in failed.args[0]
    tmp_path.chmod(stat.S_IRWXU)


# --- at the next start


@pytest.fixture(scope="module")
def after_a_crash(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a process that was killed has left: three windows, the last of which was saved."""
    root = tmp_path_factory.mktemp("crash") / "recovery"
    command = [sys.executable, "-m", "tests.ui.crashing", str(root)]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent.parent, timeout=60)
    assert done.returncode != 0
    assert len(list(root.iterdir())) == 3
    return root


@pytest.fixture
def offer(after_a_crash: Path, make_window: MakeWindow, qtbot: QtBot) -> Offer:
    """Starts the program after the crash; the dialog, if there is one."""
    shutil.copytree(after_a_crash, recovery_root())
    window = make_window()
    windows = QApplication.instance().findChild(Windows)  # type: ignore[union-attr]
    assert windows is not None

    def offered() -> RecoveryDialog | None:
        dialog = offer_what_was_left(windows, window)
        if dialog is not None:
            qtbot.waitUntil(lambda: dialog.isActiveWindow() and QApplication.focusWidget() is dialog.rows[0].recover)
        return dialog

    return offered


def texts(dialog: RecoveryDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible() and label.text()]


def button(dialog: RecoveryDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def number_of(dialog: RecoveryDialog, name: str) -> int:
    """Which row has that name, counted from 1."""
    return next(number for number, row in enumerate(dialog.rows, 1) if row.name == name)


def test_what_was_in_no_file_is_offered_with_name_size_and_time(offer: Offer) -> None:
    dialog = offer()
    assert dialog is not None
    said = texts(dialog)
    assert said[0].startswith("bpgui did not end as it should last time.")
    assert "lecture.bpgui" in said
    assert "Untitled" in said
    details = said[said.index("lecture.bpgui") + 1]
    assert details.startswith("5 examples, 4 features, 3 classes; changed today at ") or "yesterday" in details
    assert "lecture.bpgui" in details.splitlines()[1]
    assert said[said.index("Untitled") + 1].startswith("1 example, 1 feature, 1 class; changed ")
    assert len(dialog.rows) == 2  # what was saved is in its file
    assert len(folders()) == 2


def test_recovered_it_is_there_again_unsaved_and_knows_its_file(offer: Offer, qtbot: QtBot) -> None:
    dialog = offer()
    assert dialog is not None
    number = number_of(dialog, "lecture.bpgui")
    left = dialog.rows[number - 1].left
    QTest.mouseClick(button(dialog, f"recover_{number}"), Qt.MouseButton.LeftButton)
    windows = QApplication.instance().findChild(Windows)  # type: ignore[union-attr]
    assert windows is not None
    qtbot.waitUntil(lambda: len(dialog.rows) == 1)
    window = next(w for w in windows.all if w.documents is not None and w.documents.file.path is not None)
    expected = three_sessions()[0][1]
    session = window.bridge.session
    assert_same(session.saved, expected.saved)
    assert session.is_modified
    assert window.isWindowModified()
    assert Person(window, qtbot).sentence == "“lecture.bpgui” is recovered. It is not saved yet."
    assert window.windowTitle().startswith("lecture.bpgui")
    assert window.documents is not None
    assert window.documents.file.path == left.path
    qtbot.waitUntil(lambda: not left.folder.exists())  # it is kept anew by now
    assert_same(read_journal(kept_of(window).folder), session.saved)
    dialog.reject()


def test_what_is_left_for_later_is_offered_again_and_what_is_discarded_never(offer: Offer, qtbot: QtBot) -> None:
    dialog = offer()
    assert dialog is not None
    QTest.keyClick(dialog, Key.Key_Escape)
    assert len(folders()) == 2
    dialog = offer()
    assert dialog is not None
    for _ in range(2):
        row = dialog.rows[0]
        row.discard.click()
        question = open_question(dialog)
        assert question is not None
        assert row.name in question.text()
        assert question.defaultButton().objectName() == "cancel"
        question.choose("discard")
        qtbot.waitUntil(lambda row=row: row not in dialog.rows)
    qtbot.waitUntil(lambda: folders() == [])
    assert offer() is None


def test_to_think_better_of_discarding_keeps_it(offer: Offer, qtbot: QtBot) -> None:
    dialog = offer()
    assert dialog is not None
    dialog.rows[0].discard.click()
    question = open_question(dialog)
    assert question is not None
    question.choose("cancel")
    assert len(dialog.rows) == 2
    dialog.reject()
    assert len(folders()) == 2


def test_to_leave_while_something_is_read_leaves_all_of_it(offer: Offer, qapp: QApplication) -> None:
    dialog = offer()
    assert dialog is not None
    dialog.rows[0].recover.click()
    dialog.reject()
    qapp.processEvents()  # what was read is heard now
    assert len(folders()) == 2


def test_what_cannot_be_read_is_told_and_stays(offer: Offer, qtbot: QtBot) -> None:
    for path in recovery_root().glob("*/*.bpgui"):
        path.write_bytes(path.read_bytes()[:300])
    dialog = offer()
    assert dialog is not None
    dialog.rows[0].recover.click()
    refusal = dialog.findChild(QLabel, "recovery_refusal")
    assert refusal is not None
    qtbot.waitUntil(lambda: refusal.text() != "")
    assert refusal.text().startswith("This can't be recovered: session-1.bpgui: it ends ")
    assert len(dialog.rows) == 2
    assert dialog.rows[0].recover.isEnabled()
    dialog.reject()


def test_it_is_done_by_keys_alone(offer: Offer, qtbot: QtBot) -> None:
    dialog = offer()
    assert dialog is not None
    visited = []
    for _ in range(5):
        focus = QApplication.focusWidget()
        visited.append(focus.objectName())
        QTest.keyClick(focus, Key.Key_Tab)
    assert visited == ["recover_1", "discard_1", "recover_2", "discard_2", "recovery_later"]
    for name in visited:
        assert button(dialog, name).accessibleName() or button(dialog, name).text()
    QTest.keyClick(dialog, Key.Key_Return)
    qtbot.waitUntil(lambda: len(dialog.rows) == 1)
    dialog.reject()


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name.value)
def test_all_of_it_is_seen_whole_in_every_theme(offer: Offer, theme: Theme, qtbot: QtBot) -> None:
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible())
    window.wear(theme)
    window.resize(1280, 660)
    dialog = offer()
    assert dialog is not None
    QApplication.processEvents()
    assert dialog.width() <= 1280
    assert dialog.height() <= 660
    for label in dialog.findChildren(QLabel):
        if label.text() and label.isVisible():
            assert label.heightForWidth(label.width()) <= label.height()
            assert label.sizeHint().width() <= label.width() or label.wordWrap()
    dialog.reject()


# --- what is recovered and its file


Left = Callable[[Callable[[Clerk], object]], Clerk]


@pytest.fixture
def left(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> Left:
    """Opens lecture.bpgui, does something, and crashes; who has recovered it, in another window."""
    path = write_file(tmp_path / "lecture.bpgui", Session(new_document()))

    def crash_after(do: Callable[[Clerk], object]) -> Clerk:
        clerk = Clerk(make_window(path), qtbot)
        clerk.change("7")
        do(clerk)
        write(qtbot, kept_of(clerk.window))
        folder, copy = kept_of(clerk.window).folder, recovery_root() / "crashed"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("lock"))
        clerk.documents.let_close()
        window = make_window()
        windows = QApplication.instance().findChild(Windows)  # type: ignore[union-attr]
        (found,) = recoverable(recovery_root())
        recover(windows, found, found.read())
        return Clerk(window, qtbot)

    return crash_after


def test_the_first_save_after_a_crash_asks_nothing(left: Left, tmp_path: Path) -> None:
    clerk = left(lambda clerk: None)
    clerk.choose("save")
    assert clerk.asked == ""
    assert clerk.title == "lecture.bpgui – bpgui"
    assert held_by(tmp_path / "lecture.bpgui").document.b.values[0, 0] == 7


def test_what_another_program_wrote_since_the_crash_is_not_saved_over_unasked(left: Left, tmp_path: Path) -> None:
    session = Session(note())
    clerk = left(lambda clerk: write_file(tmp_path / "lecture.bpgui", session))
    clerk.choose("save")
    assert clerk.asked == "changed_before_saving"
    clerk.escape()


def test_an_example_is_recovered_without_the_file_in_whose_place_it_was(left: Left, tmp_path: Path) -> None:
    before = (tmp_path / "lecture.bpgui").read_bytes() if (tmp_path / "lecture.bpgui").exists() else b""
    clerk = left(lambda clerk: clerk.choose("example_2"))
    assert clerk.title == f"{clerk.window.bridge.session.document.title}* – bpgui"
    clerk.choose("save")
    clerk.file_dialog("save_dialog").reject()
    clerk.settle()
    assert (tmp_path / "lecture.bpgui").read_bytes() == before


def test_a_journal_with_a_relative_path_belongs_to_no_file(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "recovery"
    monkeypatch.chdir(tmp_path)
    write_file(tmp_path / "lecture.bpgui", Session(note()))
    journal, session = Journal(root / "one"), Session(note())
    (root / "one").mkdir(parents=True)
    session.enter(Matrix.x, 0, 0, "5")
    journal.record(Moment(session.saved, session.history.done, True, "lecture.bpgui", "lecture.bpgui"))
    (found,) = recoverable(root)
    assert found.path is None
    found.leave()


@pytest.mark.parametrize(("seconds", "is_told"), [(60, True), (-60, False)])
def test_it_is_told_where_the_file_was_saved_later(qtbot: QtBot, tmp_path: Path, seconds: int, is_told: bool) -> None:
    root, path = tmp_path / "recovery", write_file(tmp_path / "lecture.bpgui", Session(note()))
    (root / "one").mkdir(parents=True)
    session = Session(note())
    session.enter(Matrix.x, 0, 0, "5")
    Journal(root / "one").record(Moment(session.saved, session.history.done, True, path.name, str(path)))
    (found,) = recoverable(root)
    os.utime(path, (found.summary.written_at + seconds,) * 2)
    assert ("the file was saved after this" in "\n".join(details(found))) is is_told
    found.leave()


def test_moments_are_told_as_a_person_tells_them() -> None:
    now = datetime(2026, 3, 1, 9, 0)
    assert when(datetime(2026, 3, 1, 8, 5), now) == "today at 8:05"
    assert when(datetime(2026, 2, 28, 18, 40), now) == "yesterday at 18:40"
    assert when(datetime(2025, 11, 3, 0, 0), now) == "on 3 November 2025 at 0:00"
