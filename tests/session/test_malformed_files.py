"""Malformed files, made by mutation of good ones: each a right reading or one sentence, soon; nothing changes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest

from bpgui.core.cells import INPUTS
from bpgui.core.numbers import LARGEST
from bpgui.resource_files import resource_path
from bpgui.session import file_matrices
from bpgui.session.document import Document
from bpgui.session.problems import ProblemError, decode_problem, read_problem
from bpgui.session.screen import Screen
from bpgui.session.session import Session
from bpgui.session.session_file import SessionFileError, decode, encode
from tests.mutations import mutations
from tests.session.documents import note, state_of
from tests.session.saved_sessions import a_full_session, assert_same

FILES = Path(__file__).parent.parent / "files"
SOON = 2.0
"""Seconds."""


def good_sessions() -> list[bytes]:
    """The files of version 1, and one with something of everything, its matrices as rows and as bytes."""
    full = a_full_session().saved
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_matrices, "MOST_WRITTEN_OUT", 5)
        in_bytes = b"".join(encode(full))
    return [b"".join(encode(full)), in_bytes, *(path.read_bytes() for path in sorted(FILES.glob("version-1*.bpgui")))]


def good_problems() -> list[bytes]:
    """The program's examples that hold their own numbers."""
    paths = sorted(resource_path("examples").glob("*.json"))
    return [content for path in paths if b"iris_examples" not in (content := path.read_bytes())]


def refused(contents: Iterable[bytes], read: Callable[[bytes], object]) -> int:
    """Read all of them, and count those that are refused. Each is done soon, and refused in one sentence."""
    count = 0
    for number, content in enumerate(contents):
        start = time.perf_counter()
        try:
            read(content)
        except (SessionFileError, ProblemError) as error:
            count += 1
            said = str(error)
            assert said.startswith("a.")
            assert said.endswith(".")
            assert len(said.splitlines()) == 1
            assert len(said) < 400
        except Exception as error:
            raise AssertionError(f"mutation {number}: {content[:2000]!r}") from error
        assert time.perf_counter() - start < SOON
    return count


def assert_usable(document: Document) -> None:
    """What was read is a document to work with."""
    for matrix in INPUTS:
        assert np.abs(document.matrix(matrix).values).max() <= float(LARGEST)


def test_three_thousand_bad_session_files_are_told_and_the_open_one_stays() -> None:
    session = a_full_session()
    before, saved = state_of(session), session.saved

    def read(content: bytes) -> None:
        other = decode(content, "a.bpgui")
        assert_usable(other.document)
        assert_same(decode(b"".join(encode(other)), "again.bpgui"), other)

    told = refused(mutations(good_sessions(), 3000, seed=5), read)
    assert 1500 < told < 3000
    assert state_of(session) == before
    assert_same(session.saved, saved)


def test_what_was_read_of_a_bad_file_can_be_opened_and_gone_about_in() -> None:
    session = Session(note())

    def read(content: bytes) -> None:
        session.open(decode(content, "a.bpgui"))
        for act in (session.step, session.next_stop, session.step_back, session.reset):
            act()
        assert Screen(session)

    assert refused(mutations(good_sessions(), 300, seed=6), read) > 100


def test_a_thousand_bad_problem_files_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(good_problems()[0])
    assert_usable(read_problem(path))

    def read(content: bytes) -> None:
        assert_usable(decode_problem(content, path))

    told = refused(mutations(good_problems(), 1000, seed=7), read)
    assert 500 < told < 1000
    with pytest.raises(SessionFileError):
        decode(good_problems()[0], "a.json")


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_wherever_a_session_file_is_cut_off_it_is_told(cut: int) -> None:
    content = good_sessions()[0]
    with pytest.raises(SessionFileError) as caught:
        decode(content[: len(content) * cut // 100], "a.bpgui")
    lines = content[: len(content) * cut // 100].count(b"\n")
    wholly = f"a.bpgui: it ends (in the middle of line {lines + 1}|after line {lines}): it was not copied whole."
    assert re.fullmatch(wholly if cut else "a.bpgui: it is empty.", str(caught.value))
