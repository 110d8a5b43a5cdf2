"""Several hundred kill -9 at random moments, while files are saved and journals kept: none is broken, and no more is
lost than what was not on disk yet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpgui.session.journal_reading import read_journal, summary_of
from bpgui.session.saved import Saved
from bpgui.session.session_file import decode, read_bytes
from tests.session.killing import FILE, document_after

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork and no kill -9 there")

KILLS = int(os.environ.get("BPGUI_KILLS", "100"))
"""In each of the tests."""
ROOT = Path(__file__).parent.parent.parent


def killed(work: str, seconds: float, N: int, folder: Path) -> list[tuple[Path, int]]:
    """The folder of each that was killed, and the last edit that it said was on disk."""
    command = [sys.executable, "-m", "tests.session.killing", work, str(KILLS), str(seconds), str(N), str(folder), "3"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=600)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(said) == KILLS
    assert sum(count > 0 for _, count in said) > KILLS / 2, "hardly any was killed in the midst of its work"
    assert len({count for _, count in said}) > 2, "they were all killed at the same moment"
    return [(folder / str(kill), last) for kill, (last, _) in enumerate(said)]


def number_in(saved: Saved) -> int:
    """The number of the latest edit that a session has."""
    return int(saved.document.x.values[0, 0])


@pytest.mark.parametrize("N", [3, 300])
def test_whoever_is_killed_while_keeping_a_journal_loses_at_most_the_edit_under_way(tmp_path: Path, N: int) -> None:
    for folder, last in killed("journal", 0.03, N, tmp_path):
        summary = summary_of(folder)
        if summary is None and last == 0:
            continue  # it was killed before anything was on disk
        assert summary is not None
        assert summary.is_modified
        assert summary.shape.N == N
        saved = read_journal(folder)
        assert number_in(saved) in (last, last + 1)
        assert saved.document.same_as(document_after(N, number_in(saved)))


def test_whoever_is_killed_while_saving_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    for folder, last in killed("file", 0.04, 300, tmp_path):
        saved = decode(read_bytes(folder / FILE), FILE)
        assert number_in(saved) in (last, last + 1)
        assert saved.document.same_as(document_after(300, number_in(saved)))
