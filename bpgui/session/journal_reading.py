"""What a journal's folder holds: told soon from its lines, or read whole, up to the last line that is whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from bpgui.core.cells import Shape
from bpgui.core.inputs import InputError
from bpgui.session.document_files import OnDisk
from bpgui.session.file_reading import annotations_from, place_from
from bpgui.session.file_structs import Kept, Placed
from bpgui.session.journal_edits import WrittenEdit, applied
from bpgui.session.journal_folder import base_path, journal_path, numbers_of
from bpgui.session.journal_lines import whole_lines
from bpgui.session.json_errors import RefusedError
from bpgui.session.saved import Saved
from bpgui.session.session_file import LARGEST_FILE, SessionFileError, decode, read_bytes


@dataclass(frozen=True)
class Summary:
    """What a folder holds, as far as its journal tells: what the document is called, its file, its size.

    file: how the file stood on disk when it was read or written, where that is known.
    """

    name: str
    path: str
    shape: Shape
    is_modified: bool
    written_at: float
    bytes: int
    file: OnDisk | None = None


class _Stamp(msgspec.Struct):
    numbers: tuple[int, int, int, int]
    digest: str


class _Line(msgspec.Struct):
    name: str
    path: str
    shape: tuple[int, int, int]
    is_modified: bool
    place: Placed
    edits: list[WrittenEdit] = []
    annotations: Kept | None = None
    file: _Stamp | None = None


def summary_of(folder: Path) -> Summary | None:
    """What a folder holds, or None where nothing is whole in it. Large data are not read."""
    for number in sorted(numbers_of(folder), reverse=True):
        base, journal = base_path(folder, number), journal_path(folder, number)
        lines = _lines_of(folder, number)
        if lines:
            try:
                written_at = max(base.stat().st_mtime, journal.stat().st_mtime)
                size = base.stat().st_size
            except OSError:
                continue
            last = lines[-1]
            shape, file = Shape(*last.shape), _on_disk(last.file)
            return Summary(last.name, last.path, shape, last.is_modified, written_at, size, file)
    return None


def read_journal(folder: Path) -> Saved:
    """The session that a folder holds, at the last moment that is whole. Raises SessionFileError."""
    numbers = sorted(numbers_of(folder), reverse=True)
    refused = SessionFileError(f"{folder.name}: nothing that is whole was found.")
    for number in numbers:
        base = base_path(folder, number)
        try:
            saved = decode(read_bytes(base), base.name)
        except SessionFileError as error:
            refused = error
        else:
            return _gone_on(saved, _lines_of(folder, number))
    raise refused


def _lines_of(folder: Path, number: int) -> list[_Line]:
    lines = []
    for content in whole_lines(journal_path(folder, number), LARGEST_FILE):
        try:
            lines.append(msgspec.json.decode(content, type=_Line))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            break
    return lines


def _on_disk(stamp: _Stamp | None) -> OnDisk | None:
    if stamp is None:
        return None
    size, changed_at, *place = stamp.numbers
    try:
        return OnDisk(size, changed_at, (place[0], place[1]), bytes.fromhex(stamp.digest))
    except ValueError:
        return None


def _gone_on(saved: Saved, lines: list[_Line]) -> Saved:
    """A session, and what lines say was done since, up to one that can't be understood."""
    for line in lines:
        try:
            document = applied(line.edits, saved.document)
            kept = saved.annotations if line.annotations is None else annotations_from(line.annotations)
            saved = Saved(document, kept, *place_from(line.place))
        except (RefusedError, InputError, ValueError, LookupError):
            break
    return saved
