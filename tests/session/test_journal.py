"""What is kept for the case of a crash: at any moment the folder holds the last session that was recorded, whole."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpgui.core.cells import INPUTS, Cell, Matrix
from bpgui.core.equations import LossConvention
from bpgui.core.inputs import InputError, InputMatrix
from bpgui.session import journal as journal_module
from bpgui.session.document import Document
from bpgui.session.document_files import OnDisk
from bpgui.session.edits import OriginEdit
from bpgui.session.journal import Journal, Moment
from bpgui.session.journal_folder import GivenUpError, remove_all
from bpgui.session.journal_reading import read_journal, summary_of
from bpgui.session.origin import DataSource, Standardised
from bpgui.session.position import StepSize
from bpgui.session.saved import Saved
from bpgui.session.session import Session
from bpgui.session.session_file import SessionFileError, decode, encode
from tests.session.documents import note, one_weight
from tests.session.saved_sessions import assert_same
from tests.strategies import proof


def moment_of(session: Session, path: str = "") -> Moment:
    return Moment(session.saved, session.history.done, session.is_modified, session.document.title, path)


Act = Callable[[Session, random.Random], object]


def _put(session: Session, choose: random.Random) -> None:
    matrix = choose.choice(INPUTS)
    rows = [[choose.choice([0.1, -0.0, "1/3", 7])] * choose.choice([1, 2])] * choose.choice([1, 2])
    session.put(matrix, 0, 0, InputMatrix.from_rows(matrix, rows), grows=choose.random() < 0.5)


def _tell_the_origin(session: Session, choose: random.Random) -> None:
    D = session.document.shape.D
    scaling = Standardised(tuple(0.1 * j - 0.2 for j in range(D)), (1e-300,) * D, session.document.x)
    source = DataSource("iris.csv", (("header", "yes"),))
    session.edit(OriginEdit.of(session.document, (choose.choice([None, 3]), source, choose.choice([None, scaling]))))


ACTS: list[Act] = [
    lambda s, c: s.enter(c.choice(INPUTS), 0, 0, c.choice(["1/3", "0.5", "-0", "1e-300", "9007199254740993"])),
    _put,
    _tell_the_origin,
    lambda s, c: s.insert_lines(c.choice("ijk"), 0, c.choice([1, 2])),
    lambda s, c: s.remove_lines(c.choice("ijk"), 0),
    lambda s, c: s.set_size(c.randint(1, 5), c.randint(1, 4), c.randint(1, 3)),
    lambda s, c: s.rename(c.choice("ijk"), 0, c.choice(["a", "", "“ü\x85\u2028”"])),
    lambda s, c: s.set_learning_rate(c.choice(["0.05", "1/30", "0"]), continues=c.random() < 0.5),
    lambda s, c: s.set_convention(c.choice([*LossConvention]), keep_course=c.random() < 0.5),
    lambda s, c: s.start_from(s.document.w, s.document.b.with_block(0, 0, InputMatrix.zeros(1, 1))),
    lambda s, c: s.set_notes(c.choice(["", "one\ntwo", "three"])),
    lambda s, c: s.keep_curve(),
    lambda s, c: s.add_stop(c.choice(["", "here"])),
    lambda s, c: s.replace_document(one_weight()),
    lambda s, c: s.run(c.choice([1, 100])),
    lambda s, c: s.step(c.choice([*StepSize])),
    lambda s, c: s.select(Cell(Matrix.y_hat, 0, 0)),
    lambda s, c: s.set_digits(c.randint(0, 10)),
    lambda s, c: s.undo(),
    lambda s, c: s.undo(),
    lambda s, c: s.redo(),
    lambda s, c: s.go_in_history(c.randint(0, 6)),
    lambda s, c: s.mark_saved(),
]


def do_something(session: Session, choose: random.Random) -> None:
    """Something that a person may do, or that is refused."""
    with suppress(InputError, IndexError):
        choose.choice(ACTS)(session, choose)


@proof
@given(st.integers(0, 10**9), st.sampled_from([0, 4_000, 1_000_000]), st.sampled_from([3, 2_000_000]))
def test_whatever_was_done_the_folder_holds_what_was_recorded_last(
    tmp_path_factory: pytest.TempPathFactory, seed: int, longest: int, numbers: int
) -> None:
    folder = tmp_path_factory.mktemp("kept")
    choose, session, journal = random.Random(seed), Session(note()), Journal(folder)
    session.enter(Matrix.x, 0, 0, "5")
    journal.record(moment_of(session))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda file: None)
        patch.setattr(journal_module, "_LEAST_BEGUN_ANEW", longest)
        patch.setattr(journal_module, "_MOST_NUMBERS_A_LINE", numbers)
        for _ in range(12):
            for _ in range(choose.randint(0, 3)):
                do_something(session, choose)
            journal.record(moment_of(session, "a.bpgui"))
            assert_same(read_journal(folder), session.saved)
            summary = summary_of(folder)
            assert summary is not None
            assert (summary.shape, summary.is_modified) == (session.document.shape, session.is_modified)
            assert (summary.name, summary.path) == (session.document.title, "a.bpgui")
            assert len(list(folder.iterdir())) == 2


@proof
@given(st.integers(0, 10**9))
def test_whatever_was_done_what_is_saved_is_opened_again_bit_by_bit(seed: int) -> None:
    choose, session = random.Random(seed), Session(note())
    for _ in range(15):
        do_something(session, choose)
    content = b"".join(encode(session.saved))
    again = Session(one_weight())
    again.open(decode(content, "a.bpgui"))
    assert_same(again.saved, session.saved)
    assert b"".join(encode(again.saved)) == content


def test_small_edits_of_large_data_are_small_lines(tmp_path: Path) -> None:
    x = InputMatrix.from_array(Matrix.x, np.random.default_rng(1).normal(size=(1000, 50)))
    zeros = InputMatrix.zeros
    session = Session(Document(x, zeros(50, 2), zeros(1, 2), zeros(1000, 2)))
    journal = Journal(tmp_path)
    session.enter(Matrix.x, 0, 0, "1/3")
    journal.record(moment_of(session))
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.bpgui")}
    for row in range(9):
        session.enter(Matrix.x, row, 1, "7")
        journal.record(moment_of(session))
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.bpgui")} == before
    assert sum(path.stat().st_size for path in tmp_path.glob("*.journal")) < 10 * 1000
    assert_same(read_journal(tmp_path), session.saved)


def test_how_the_file_stood_comes_back(tmp_path: Path) -> None:
    session, journal = Session(note()), Journal(tmp_path)
    session.enter(Matrix.x, 0, 0, "5")
    for file in (None, OnDisk(12, 10**18, (3, 2**64 + 1), b"\0\xff"), OnDisk(12, 10**18 + 1, (3, 4), b"")):
        journal.record(replace(moment_of(session), file=file))
        summary = summary_of(tmp_path)
        assert summary is not None
        assert summary.file == file
        assert_same(read_journal(tmp_path), session.saved)


def test_nothing_is_written_where_nothing_was_changed(tmp_path: Path) -> None:
    session, journal = Session(note()), Journal(tmp_path)
    assert not journal.record(moment_of(session))
    assert list(tmp_path.iterdir()) == []
    session.enter(Matrix.x, 0, 0, "5")
    assert journal.record(moment_of(session))
    assert not journal.record(moment_of(session))
    session.mark_saved()
    assert journal.record(moment_of(session))
    summary = summary_of(tmp_path)
    assert summary is not None
    assert not summary.is_modified


def recorded(folder: Path, count: int = 8) -> list[Saved]:
    """Some moments, one after another, and what was recorded of them."""
    session, journal = Session(note()), Journal(folder)
    moments = []
    for number in range(count):
        session.enter(Matrix.x, 0, 0, str(number + 5))
        session.set_notes(f"note {number}")
        journal.record(moment_of(session))
        moments.append(session.saved)
    return moments


def test_a_journal_that_is_cut_short_anywhere_gives_an_earlier_moment_whole(tmp_path: Path) -> None:
    moments = recorded(tmp_path)
    (path,) = tmp_path.glob("*.journal")
    content = path.read_bytes()
    seen = set()
    for length in range(0, len(content), 37):
        path.write_bytes(content[:length])
        notes = read_journal(tmp_path).annotations.notes
        number = int(notes.split()[1])
        assert_same(read_journal(tmp_path), moments[number])
        seen.add(number)
    assert seen == set(range(7))


def test_a_journal_with_a_flipped_bit_is_read_up_to_there(tmp_path: Path) -> None:
    moments = recorded(tmp_path)
    (path,) = tmp_path.glob("*.journal")
    content, choose = path.read_bytes(), random.Random(3)
    for _ in range(200):
        flipped = bytearray(content)
        flipped[choose.randrange(len(flipped))] ^= 1 << choose.randrange(8)
        path.write_bytes(flipped)
        saved = read_journal(tmp_path)
        assert_same(saved, moments[int(saved.annotations.notes.split()[1])])


def test_the_old_files_go_only_when_the_new_ones_are_there(tmp_path: Path) -> None:
    session, journal = Session(note()), Journal(tmp_path)
    session.enter(Matrix.x, 0, 0, "5")
    journal.record(moment_of(session))
    first = session.saved
    session.replace_document(one_weight())  # which no line can say
    for stop in range(1, 4):
        asked = iter([True] * stop + [False] * 10)
        with pytest.raises(GivenUpError):
            journal.record(moment_of(session), lambda asked=asked: next(asked))
        assert_same(read_journal(tmp_path), first)
        assert len(list(tmp_path.glob("*.bpgui"))) == 1
        assert not list(tmp_path.glob("*.part"))
    journal.record(moment_of(session))
    assert_same(read_journal(tmp_path), session.saved)
    assert len(list(tmp_path.iterdir())) == 2


def test_after_a_failure_it_is_begun_anew_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, journal = Session(note()), Journal(tmp_path)
    session.enter(Matrix.x, 0, 0, "5")
    journal.record(moment_of(session))
    first = session.saved

    def full(path: Path, content: str) -> int:
        with path.open("ab") as file:
            file.write(content.encode()[:20])
        raise OSError(28, "No space left on device")

    session.enter(Matrix.x, 0, 0, "6")
    with monkeypatch.context() as patch:
        patch.setattr(journal_module, "add_line", full)
        for _ in range(2):
            with pytest.raises(OSError, match="No space"):
                journal.record(moment_of(session))
            assert_same(read_journal(tmp_path), first)
    session.enter(Matrix.x, 0, 0, "7")
    journal.record(moment_of(session))
    assert_same(read_journal(tmp_path), session.saved)


def test_a_damaged_file_is_passed_over_for_an_older_one_and_one_alone_is_told(tmp_path: Path) -> None:
    moments = recorded(tmp_path, 1)
    (base,) = tmp_path.glob("*.bpgui")
    newer = base.with_name("session-9.bpgui")
    newer.write_bytes(base.read_bytes()[:500])
    assert_same(read_journal(tmp_path), moments[0])
    base.unlink()
    with pytest.raises(SessionFileError) as caught:
        read_journal(tmp_path)
    assert str(caught.value).startswith("session-9.bpgui: it ends ")
    newer.unlink()
    with pytest.raises(SessionFileError, match="nothing that is whole was found"):
        read_journal(tmp_path)
    assert summary_of(tmp_path) is None


def test_a_line_that_cannot_be_applied_ends_the_journal(tmp_path: Path) -> None:
    moments = recorded(tmp_path, 2)
    session = Session(note())
    session.set_size(50, 4, 3)
    session.enter(Matrix.x, 40, 0, "1")
    journal = Journal(tmp_path / "other")
    journal._number, journal._folder = 1, tmp_path  # of another document: as if the journal were mixed up
    journal._before = journal_module._Known.after(
        replace(moment_of(session), done=session.history.done[:1], saved=session.saved)
    )
    journal.record(moment_of(session))
    assert_same(read_journal(tmp_path), moments[1])


def test_what_is_not_the_journals_own_stays(tmp_path: Path) -> None:
    recorded(tmp_path)
    mine = tmp_path / "mine.txt"
    mine.write_text("keep")
    remove_all(tmp_path)
    assert list(tmp_path.iterdir()) == [mine]


def test_exact_numbers_come_back_exactly(tmp_path: Path) -> None:
    session, journal = Session(note()), Journal(tmp_path)
    session.enter(Matrix.x, 0, 0, "1/3")
    journal.record(moment_of(session))
    session.enter(Matrix.w, 1, 1, "1/7")
    journal.record(moment_of(session))
    document = read_journal(tmp_path).document
    assert (document.x.exact_at(0, 0), document.w.exact_at(1, 1)) == (Fraction(1, 3), Fraction(1, 7))
