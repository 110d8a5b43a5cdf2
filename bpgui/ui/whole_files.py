"""Files are written whole or not at all; and why one could not be."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile, QStorageInfo

from bpgui.session.document_files import OnDisk, new_digest, on_disk_as

Progress = Callable[[float], object]
"""Hears which part is written, from 0 to 1; what it raises ends the writing, and the file stays as it was."""

_AT_ONCE = 1 << 20
"""Bytes."""


class NotWrittenError(Exception):
    """A file that could not be written, and is as it was; the text says why, as the end of a sentence."""


def write_whole(path: Path, content: Iterable[bytes], expected: float = 0.0, progress: Progress = float) -> OnDisk:
    """Write a file, whole or not at all; how it stands on disk then. Raises NotWrittenError.

    expected: how many bytes it will be, as nearly as is known beforehand.
    """
    file = QSaveFile(str(path))
    file.setDirectWriteFallback(False)
    done, digest, is_written = 0, new_digest(), False
    try:
        if not file.open(QIODevice.OpenModeFlag.WriteOnly):
            raise NotWrittenError(why_not_written(path, done, file.errorString()))
        for part in _parts(content):
            progress(min(done / (expected or 1), 0.99))
            if file.write(part) != len(part):
                raise NotWrittenError(why_not_written(path, max(done + len(part), round(expected)), file.errorString()))
            digest.update(part)
            done += len(part)
        progress(0.99)
        is_written = file.commit()
        if not is_written:
            raise NotWrittenError(why_not_written(path, done, file.errorString()))
        return on_disk_as(path.stat(), digest.digest())
    except OSError as error:
        raise NotWrittenError(error.strerror or str(error)) from None
    finally:
        if not is_written and file.isOpen():
            file.cancelWriting()
            file.commit()  # this takes away what was written beside it


def _parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        for start in range(0, len(piece), _AT_ONCE):
            yield piece[start : start + _AT_ONCE]


def why_not_written(path: Path, size: int, said: str) -> str:
    """Why a file can't be written, as far as it can be found out; else as the system puts it."""
    folder = path.parent
    free = QStorageInfo(str(folder)).bytesAvailable()
    if not folder.exists():
        return f"the folder “{folder}” is not there any more"
    if path.is_dir():
        return "a folder has this name"
    if path.exists() and not os.access(path, os.W_OK):
        return "the file is read-only"
    if QStorageInfo(str(folder)).isReadOnly():
        return f"nothing can be written on the disk of “{folder}”"
    if not os.access(folder, os.W_OK):
        return f"you may not write in the folder “{folder}”"
    if 0 <= free < size:
        return f"the disk is full: {_megabytes(size)} are needed, {_megabytes(free)} are free"
    return as_an_end(said)


def not_saved(path: Path, why: str, is_there: str = "Nothing was written") -> str:
    """The sentence for a person whose file could not be written where they chose; `is_there`: what was written."""
    return f"{path.name} could not be saved: {why}. {is_there}; choose another place."


def as_an_end(sentence: str) -> str:
    """A sentence as the end of another one."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _megabytes(size: int) -> str:
    return f"{max(size / 1e6, 0.1):.1f} MB"
