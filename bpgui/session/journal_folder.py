"""The folder in which a journal is kept: session files with a number each, and the lines added to each of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

_BASE, _JOURNAL, _PART = "session-{}.bpgui", "edits-{}.journal", "session.part"
_BASES = re.compile(r"session-(\d{1,9})\.bpgui")


class GivenUpError(Exception):
    """What was to be written isn't wanted any more."""


def base_path(folder: Path, number: int) -> Path:
    """The session file of a number."""
    return folder / _BASE.format(number)


def journal_path(folder: Path, number: int) -> Path:
    """What was done since, a line each."""
    return folder / _JOURNAL.format(number)


def remove_number(folder: Path, number: int) -> None:
    """Take away a session file and its journal: first the file, without which the journal counts nothing."""
    base_path(folder, number).unlink(missing_ok=True)
    journal_path(folder, number).unlink(missing_ok=True)


def remove_all(folder: Path) -> None:
    """Take away all that a journal has written into a folder. Raises OSError."""
    for number in numbers_of(folder):
        remove_number(folder, number)
    for path in (*folder.glob(_JOURNAL.format("*")), folder / _PART):
        path.unlink(missing_ok=True)


def numbers_of(folder: Path) -> list[int]:
    """The numbers of the session files that are there, in no order."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return [int(match[1]) for name in names if (match := _BASES.fullmatch(name))]


def write_whole(path: Path, pieces: Iterable[bytes], go_on: Callable[[], bool] = lambda: True) -> None:
    """Write a file whole or not at all, first under another name; on the disk itself before this returns.

    Raises OSError or GivenUpError. Not Qt's QSaveFile: that one stops the whole program while the disk is busy.
    """
    beside = path.with_name(_PART)
    try:
        with beside.open("wb") as file:
            for piece in pieces:
                if not go_on():
                    raise GivenUpError
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _keep_names(path.parent)


def _keep_names(folder: Path) -> None:
    """Let a power cut not lose the new name of a file, where the system can be asked for that."""
    if os.name == "posix":
        with suppress(OSError):  # some file systems don't know how
            opened = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
