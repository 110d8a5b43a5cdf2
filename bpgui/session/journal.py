"""What is kept of a window's document while it is in no file, so that a crash or a power cut loses seconds of work.

A folder holds a session file as it was at some moment, and a journal of what was done since: small edits, so that to
keep large data up takes no longer than to keep small ones. When a journal has grown, or can't tell what was done, both
are begun anew under the next number; the old ones go when the new ones are there, whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bpgui.core.cells import INPUTS
from bpgui.session.annotations import Annotations
from bpgui.session.document_files import OnDisk
from bpgui.session.edits import Edit
from bpgui.session.file_text import quoted
from bpgui.session.file_writing import Members, annotations_of, one_line_members, place_of
from bpgui.session.history import Step
from bpgui.session.journal_edits import edits_text, numbers_in
from bpgui.session.journal_folder import base_path, journal_path, numbers_of, remove_number, write_whole
from bpgui.session.journal_lines import add_line
from bpgui.session.saved import Saved
from bpgui.session.session_file import encoded_pieces

_LEAST_BEGUN_ANEW = 1_000_000
"""Bytes: up to here a journal grows, however small the document is."""
_MOST_NUMBERS_A_LINE = 2_000_000


@dataclass(frozen=True, eq=False)
class Moment:
    """A session at one moment: all of it, the steps that led there, whether they are in a file, in which, and how that
    stood on disk when it was read or written."""

    saved: Saved
    done: tuple[Step, ...]
    is_modified: bool
    name: str = ""
    path: str = ""
    file: OnDisk | None = None


@dataclass(frozen=True)
class _Known:
    """What is known of the moment that is on disk, without its document, which would be held for nothing."""

    done: tuple[Step, ...]
    told: tuple[bool, str, str, OnDisk | None]
    place: Members
    annotations: Annotations

    @classmethod
    def after(cls, moment: Moment) -> _Known:
        """What is known once a moment is on disk."""
        told = moment.is_modified, moment.name, moment.path, moment.file
        return cls(moment.done, told, place_of(moment.saved), moment.saved.annotations)


class Journal:
    """Keeps one folder up with a session, moment by moment. It has no lock: one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self._base_bytes = self._journal_bytes = 0
        self._before: _Known | None = None

    @property
    def is_begun(self) -> bool:
        """Whether anything is on disk that can be gone on with."""
        return self._before is not None

    def begin_anew(self) -> None:
        """What comes next doesn't go on from what is on disk: it is another document."""
        self._before = None

    def record(self, moment: Moment, go_on: Callable[[], bool] = lambda: True) -> bool:
        """Let the folder hold this moment; whether anything had to be written. `go_on` is asked now and then.

        Raises OSError, SessionFileError or GivenUpError; the folder holds the moment before then.
        """
        before, self._before = self._before, None  # after an error it is begun anew
        now = _Known.after(moment)
        if before is None and not moment.is_modified:
            return False
        if before == now or (before is not None and self._is_added(moment, before)):
            self._before = now
            return before != now
        self._write_whole(moment, go_on)
        self._before = now
        return True

    def _is_added(self, moment: Moment, before: _Known) -> bool:
        """Add a line to the journal, if that says what was done, and the journal isn't too long for it."""
        edits = _edits_between(before.done, moment.done)
        if not _is_told_by(edits, moment) or self._journal_bytes > max(_LEAST_BEGUN_ANEW, self._base_bytes):
            return False
        annotations = moment.saved.annotations
        line = _line(moment, edits, None if annotations == before.annotations else annotations)
        self._journal_bytes = add_line(journal_path(self._folder, self._number), line)
        return True

    def _write_whole(self, moment: Moment, go_on: Callable[[], bool]) -> None:
        number = max([self._number, *numbers_of(self._folder)]) + 1
        journal = journal_path(self._folder, number)
        journal.unlink(missing_ok=True)
        journal_bytes = add_line(journal, _line(moment, (), None))
        base = base_path(self._folder, number)
        write_whole(base, encoded_pieces(moment.saved), go_on)
        # from here on this one counts
        self._number, self._journal_bytes, self._base_bytes = number, journal_bytes, base.stat().st_size
        for old in numbers_of(self._folder):
            if old != number:
                remove_number(self._folder, old)


def _line(moment: Moment, edits: tuple[Edit, ...], annotations: Annotations | None) -> str:
    members = [
        f'"name": {quoted(moment.name)}',
        f'"path": {quoted(moment.path)}',
        f'"shape": {[*moment.saved.document.shape]}',
        f'"is_modified": {"true" if moment.is_modified else "false"}',
        f'"place": {one_line_members(place_of(moment.saved))}',
    ]
    if moment.file is not None and moment.file.is_known:
        members.append(f'"file": {_stamp(moment.file)}')
    if edits:
        members.append(f'"edits": {edits_text(edits)}')
    if annotations is not None:
        members.append(f'"annotations": {one_line_members(annotations_of(annotations))}')
    return "{" + ", ".join(members) + "}"


def _stamp(file: OnDisk) -> str:
    numbers = [file.size, file.changed_at, *file.place]
    return f'{{"numbers": {numbers}, "digest": {quoted(file.digest.hex())}}}'


def _edits_between(before: tuple[Step, ...], now: tuple[Step, ...]) -> tuple[Edit, ...]:
    """The edits that lead from one place in a history to another: what was undone, then what was done."""
    common = next((i for i, (one, other) in enumerate(zip(before, now, strict=False)) if one is not other), None)
    if common is None:
        common = min(len(before), len(now))
    undone = (edit.inverse() for step in reversed(before[common:]) for edit in reversed(step.edits))
    return (*undone, *(edit for step in now[common:] for edit in step.edits))


def _is_told_by(edits: tuple[Edit, ...], moment: Moment) -> bool:
    """Whether edits say what was done, and in fewer numbers than the whole document has."""
    count, document = numbers_in(edits), moment.saved.document
    most = min(sum(document.matrix(matrix).values.size for matrix in INPUTS), _MOST_NUMBERS_A_LINE)
    return count is not None and count <= most
