"""The content of a file that someone wants to open, bounded: a mistaken choice must not fill the memory, or hang."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from bpgui.core.numbers import grouped


class UnreadableError(Exception):
    """A file whose content can't be had; the text is one sentence that names it."""


def content_of(path: Path, largest: int) -> bytes:
    """What is in a file of at most so many bytes. Raises UnreadableError."""
    content, _ = content_and_status(path, largest)
    return content


def content_and_status(path: Path, largest: int) -> tuple[bytes, os.stat_result]:
    """The same, and how the file stood on disk when it was read."""
    try:
        status = path.stat()  # before it is opened: a pipe would wait for someone who writes
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            raise UnreadableError(f"{path}: Not a file.")
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if status.st_size > largest:
                size, most = grouped(status.st_size), grouped(largest)
                raise UnreadableError(f"{path.name}: it has {size} bytes, and at most {most} can be read.")
            return file.read(status.st_size), status
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or error}.") from None
    except ValueError:
        raise UnreadableError(f"{str(path)!r}: Not the name of a file.") from None
    except MemoryError:
        raise UnreadableError(f"{path.name}: there is not enough memory for it.") from None
