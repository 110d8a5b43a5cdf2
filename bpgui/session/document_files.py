"""A file that holds a document: a session or a problem, told apart by what is in it; and how it stands on disk."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from bpgui.core.cells import INPUTS, Matrix
from bpgui.core.inputs import InputMatrix
from bpgui.session.document import Document
from bpgui.session.file_bytes import UnreadableError, content_and_status
from bpgui.session.problems import DEFAULT_LEARNING_RATE, ProblemError, decode_problem
from bpgui.session.saved import Saved
from bpgui.session.session_file import LARGEST_FILE, SUFFIX, SessionFileError, decode, is_session

FILE_ERRORS = (ProblemError, SessionFileError)
"""What a file can't be opened for; the text of each is one sentence."""

_NEW = (5, 4, 3)
"""N, D and K of a new document."""
LARGEST_COMPARED = 32_000_000
"""Bytes. Of what is larger, another time of change on disk counts as another content."""


@dataclass(frozen=True)
class OnDisk:
    """What a file was like when it was read or written: size, time of change and place on disk, and a digest of what
    it held, empty where that is too large to be compared."""

    size: int
    changed_at: int
    place: tuple[int, int]
    digest: bytes

    @classmethod
    def never_seen(cls) -> OnDisk:
        """Of a file that nobody has read or written here: whatever is in it is something else."""
        return cls(-1, 0, (0, 0), b"")

    @classmethod
    def seen_now(cls, path: Path) -> OnDisk | None:
        """How a file stands, by a look that doesn't read it; None where there is none."""
        try:
            return cls(*_stamp(path.stat()), b"")
        except OSError:
            return None

    @property
    def is_known(self) -> bool:
        """Whether somebody has read or written the file here."""
        return self.size >= 0

    @property
    def stamp(self) -> tuple[int, int, tuple[int, int]]:
        """What differs as soon as another program has written the file."""
        return self.size, self.changed_at, self.place

    def is_now(self, path: Path) -> bool:
        """Whether the file still holds the same. What is gone holds nothing that could be lost: that counts as same."""
        try:
            now = _stamp(path.stat())
            if now == self.stamp or not self.digest or now[0] != self.size:
                return now == self.stamp
            return _digest(path.read_bytes()) == self.digest
        except FileNotFoundError:
            return True
        except OSError:
            return False


@dataclass(frozen=True, eq=False)
class Opened:
    """What a file held: a whole session, or the document of a problem alone, for which `saved` is None."""

    path: Path
    on_disk: OnDisk
    document: Document
    saved: Saved | None


def new_document() -> Document:
    """A small network of zeros, as large as the note's: to be filled."""
    N, D, K = _NEW
    shapes = {Matrix.x: (N, D), Matrix.w: (D, K), Matrix.b: (1, K), Matrix.y: (N, K)}
    x, w, b, y = (InputMatrix.zeros(*shapes[matrix]) for matrix in INPUTS)
    return Document(x, w, b, y, learning_rate=DEFAULT_LEARNING_RATE)


def open_file(path: Path) -> Opened:
    """Read a session or a problem; nothing but what is in the file itself. Raises one of FILE_ERRORS.

    What was opened is known by its whole path: the same file, wherever the program is started next.
    """
    try:
        content, about = content_and_status(path, LARGEST_FILE)
    except UnreadableError as error:
        raise ProblemError(str(error)) from None
    on_disk = on_disk_as(about, _digest(content) if about.st_size <= LARGEST_COMPARED else b"")
    if path.suffix.lower() == SUFFIX or is_session(content):
        saved = decode(content, path.name)
        return Opened(path.absolute(), on_disk, saved.document, saved)
    return Opened(path.absolute(), on_disk, decode_problem(content, path), None)


def on_disk_as(about: os.stat_result, digest: bytes) -> OnDisk:
    """How a file stands on disk; `digest`: of what it holds, dropped where that is too large to be compared."""
    return OnDisk(*_stamp(about), digest if about.st_size <= LARGEST_COMPARED else b"")


def new_digest() -> hashlib.blake2b:
    """What a digest is made with, piece by piece."""
    return hashlib.blake2b(digest_size=16)


def _stamp(about: os.stat_result) -> tuple[int, int, tuple[int, int]]:
    return about.st_size, about.st_mtime_ns, (about.st_dev, about.st_ino)


def _digest(content: bytes) -> bytes:
    digest = new_digest()
    digest.update(content)
    return digest.digest()
