"""Session files, `.bpgui`: JSON that holds all that one needs to be again where one was (docs/session-files.md).

Reading one never runs code and never follows a reference: it is data alone, and bounded in every way.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bpgui.core.inputs import InputError
from bpgui.session.file_bytes import UnreadableError, content_of
from bpgui.session.file_reading import saved_from
from bpgui.session.file_structs import FORMAT, VERSION, Head, SessionFile
from bpgui.session.file_writing import pieces_of
from bpgui.session.json_errors import RefusedError, malformed, misfit, no_group, no_utf_8, shortened
from bpgui.session.saved import Saved

SUFFIX = ".bpgui"
LARGEST_FILE = 4_000_000_000
"""Bytes: two matrices with as many entries as can be taken, and x once more as it was before standardising."""

_BEGINNING = re.compile(rb'\s*\{\s*"format"\s*:\s*"' + FORMAT.encode() + rb'"')
_LONGEST_BEGINNING = 4096


class SessionFileError(ValueError):
    """A session file that can't be read or written; the text is one sentence that says which file, what and where."""


def encode(saved: Saved) -> list[bytes]:
    """A session file, in pieces to be written one after another. Raises SessionFileError for what none can hold."""
    return list(encoded_pieces(saved))


def encoded_pieces(saved: Saved) -> Iterator[bytes]:
    """The same, each piece made when it is asked for: large matrices are never held twice."""
    try:
        for piece in pieces_of(saved):
            yield piece.encode("utf-8")
    except RefusedError as error:
        raise SessionFileError(f"A session file can't hold this: {error}.") from None


def decode(content: bytes, name: str) -> Saved:
    """What a session file holds; `name` is what the file is called. Raises SessionFileError."""
    name = " ".join(name.split())
    try:
        return saved_from(_decoded(content))
    except (RefusedError, InputError) as error:
        raise SessionFileError(f"{name}: {str(error).removesuffix('.')}.") from None
    except MemoryError:
        raise SessionFileError(f"{name}: there is not enough memory for it.") from None


def is_session(content: bytes) -> bool:
    """Whether it is a session file, good or bad, and not a problem file: a look at its beginning, mostly."""
    content = content.removeprefix(codecs.BOM_UTF8)
    if _BEGINNING.match(content[:_LONGEST_BEGINNING]):
        return True
    if FORMAT.encode() not in content:
        return False
    try:  # its keys may have been put into another order
        return bool(msgspec.json.decode(content, type=Head).format == FORMAT)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False


def read_bytes(path: Path) -> bytes:
    """The content of a file, if it isn't too large to be read. Raises SessionFileError."""
    try:
        return content_of(path, LARGEST_FILE)
    except UnreadableError as error:
        raise SessionFileError(str(error)) from None


def _decoded(content: bytes) -> SessionFile:
    content = content.removeprefix(codecs.BOM_UTF8)
    if why := no_group(content):
        raise RefusedError(why)
    try:
        _check_head(msgspec.json.decode(content, type=Head))
        return msgspec.json.decode(content, type=SessionFile)
    except msgspec.ValidationError as error:
        raise RefusedError(misfit(str(error))) from None
    except msgspec.DecodeError as error:
        raise RefusedError(malformed(str(error), content)) from None
    except UnicodeDecodeError:
        raise RefusedError(no_utf_8(content)) from None
    except RecursionError:
        raise RefusedError("this is not a session file: its lists are nested too deeply") from None


def _check_head(head: Head) -> None:
    """Refuse what isn't version 1 of this format."""
    if head.format != FORMAT:
        raise RefusedError(f'this is not a session file: it doesn\'t say "format": "{FORMAT}"')
    version = head.version
    if version is None:
        raise RefusedError("“version” is missing")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise RefusedError(f"version: expected {VERSION}")
    if version > VERSION:
        raise RefusedError(
            f"made by a newer bpgui: it has version {shortened(str(version))} of the format, and this one reads "
            f"version {VERSION}"
        )
