"""Looks into a ZIP archive, as .xlsx and .npz are, before anybody else does: how much is in it, and is it whole?"""

from __future__ import annotations

import errno
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bpgui.core.numbers import grouped
from bpgui.session.data_table import DataError

MOST_MEMBERS = 10_000
_BLOCK = 1 << 18
_MEGABYTE = 1 << 20
_KNOWN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)


@contextmanager
def opened_archive(path: Path, most_bytes: int) -> Iterator[zipfile.ZipFile]:
    """The archive, if what it says that is in it is not too much. Raises DataError, also for what is broken in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive.infolist(), most_bytes)
            yield archive
    except DataError:
        raise
    except _BROKEN as error:
        raise DataError(f"the file is damaged or cut off{_where(error)}.") from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # to seek before the beginning, as a damaged directory says
            raise
        raise DataError("the file is damaged or cut off.") from None


def blocks_of(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a member in blocks: never more than it says, and refused if it holds another amount."""
    read = 0
    with archive.open(member) as file:
        while block := file.read(_BLOCK):
            read += len(block)
            yield block
    if read != member.file_size:
        raise DataError(f"the file is damaged: {member.filename[:80]} doesn't hold as much as it says.")


def _check(members: list[zipfile.ZipInfo], most_bytes: int) -> None:
    if len(members) > MOST_MEMBERS:
        raise DataError(f"there are {grouped(len(members))} files in it, more than {grouped(MOST_MEMBERS)}.")
    for member in members:
        if member.flag_bits & 1:
            raise DataError("the file is protected with a password.")
        if member.compress_type not in _KNOWN_METHODS:
            raise DataError(f"{member.filename[:80]} in it is compressed in a way that is not known here.")
    total = sum(member.file_size for member in members)
    if total > most_bytes:
        raise DataError(
            f"unpacked it would take {grouped(total // _MEGABYTE)} MB, more than {grouped(most_bytes // _MEGABYTE)} MB."
        )


def _where(error: Exception) -> str:
    """The member that an error of zipfile names, if it names one."""
    named = re.search(r"for file '([\x20-\x7e]{1,80})'", str(error))
    return f", in {named[1]}" if named else ""
