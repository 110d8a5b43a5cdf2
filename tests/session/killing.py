"""Kills processes in the midst of their work: python -m tests.session.killing journal|file KILLS SECONDS N FOLDER SEED

One process is made ready, and a copy of it is forked for each kill, which begins to work at once in a folder of its
own. What each said was on disk for sure is printed as JSON, a line a kill.
"""

from __future__ import annotations

import json
import os
import random
import signal
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

from bpgui.core.cells import Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.session import journal as journal_module
from bpgui.session.document import Document
from bpgui.session.journal import Journal, Moment
from bpgui.session.session import Session
from bpgui.session.session_file import encoded_pieces

FILE = "saved.bpgui"


def session_of(N: int) -> Session:
    """A session with so many examples."""
    x = InputMatrix.from_rows(Matrix.x, [[0, 0.1 * i] for i in range(N)])
    return Session(Document(x, InputMatrix.zeros(2, 1), InputMatrix.zeros(1, 1), InputMatrix.zeros(N, 1)))


def change(session: Session, number: int) -> None:
    """One edit, by whose number it is known, and now and then others, which are undone."""
    if number % 7 == 3:
        session.insert_lines("i", 1)
        session.undo()
    session.put(Matrix.x, 0, 0, InputMatrix.from_rows(Matrix.x, [[number]]))


def document_after(N: int, number: int) -> Document:
    """What it must be after that edit."""
    session = session_of(N)
    if number:
        change(session, number)
    return session.document


def _keep_a_journal(session: Session, folder: Path, said: Callable[[int], object]) -> None:
    journal = Journal(folder)
    journal_module._LEAST_BEGUN_ANEW = 20_000  # so that new files are begun often
    # a kill leaves what was handed to the system; only a power cut needs the disk itself, which takes its time
    os.fsync = lambda file: None
    for number in range(1, 10**9):
        change(session, number)
        journal.record(Moment(session.saved, session.history.done, session.is_modified))
        said(number)


def _save_a_file(session: Session, folder: Path, said: Callable[[int], object]) -> None:
    for number in range(1, 10**9):
        change(session, number)
        file = QSaveFile(str(folder / FILE))
        assert file.open(QIODevice.OpenModeFlag.WriteOnly)
        for piece in encoded_pieces(session.saved):
            assert file.write(piece) == len(piece)
        assert file.commit()
        said(number)


WORK = {"journal": _keep_a_journal, "file": _save_a_file}


def killed(work: str, session: Session, folder: Path, seconds: float, is_under_way: bool) -> list[int]:
    """Let a copy of this process work, and kill it after so long; what it said.

    `is_under_way`: that time begins when it has said something; else when it is there.
    """
    reading, writing = os.pipe()
    victim = os.fork()
    if victim == 0:
        try:
            WORK[work](session, folder, lambda number: os.write(writing, struct.pack("<q", number)))
        finally:
            os._exit(1)  # it works until it is killed
    os.close(writing)
    said = os.read(reading, 8) if is_under_way else b""
    time.sleep(seconds)
    os.kill(victim, signal.SIGKILL)
    os.waitpid(victim, 0)
    while part := os.read(reading, 1 << 16):
        said += part
    os.close(reading)
    return [number for (number,) in struct.iter_unpack("<q", said)]


def _main(work: str, kills: int, seconds: float, N: int, root: Path, seed: int) -> None:
    choose, session = random.Random(seed), session_of(N)
    before = b"".join(encoded_pieces(session.saved))
    for kill in range(kills):
        folder = root / str(kill)
        folder.mkdir()
        if work == "file":
            (folder / FILE).write_bytes(before)
        said = killed(work, session, folder, choose.uniform(0, seconds), is_under_way=kill % 3 > 0)
        print(json.dumps([said[-1] if said else 0, len(said)]), flush=True)


if __name__ == "__main__":
    name, kills, seconds, N, root, seed = sys.argv[1:]
    _main(name, int(kills), float(seconds), int(N), Path(root), int(seed))
