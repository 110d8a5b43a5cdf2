"""A journal on disk: lines that are only ever added, each with a checksum, so that one cut short is noticed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_CHECKSUM = 16
"""Characters, before each line, with a space behind them."""


def add_line(path: Path, content: str) -> int:
    """Add a line at the end of a journal, on the disk itself before this returns; how long the journal is then."""
    data = content.encode("utf-8")
    with path.open("ab") as file:
        file.write(_checksum(data) + b" " + data + b"\n")
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def whole_lines(path: Path, largest: int) -> list[bytes]:
    """The lines up to the first one that isn't whole; of what is larger than `largest` bytes none."""
    try:
        content = path.read_bytes() if path.stat().st_size <= largest else b""
    except OSError:
        return []
    lines = []
    for line in content.split(b"\n")[:-1]:
        checksum, data = line[:_CHECKSUM], line[_CHECKSUM + 1 :]
        if checksum != _checksum(data):
            break
        lines.append(data)
    return lines


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_CHECKSUM // 2).hexdigest().encode()
