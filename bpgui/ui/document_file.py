"""What a window knows of its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bpgui.session.document import Document
from bpgui.session.document_files import OnDisk, Opened

UNTITLED = "Untitled"


@dataclass(frozen=True)
class DocumentFile:
    """Where a document was read or written, and how the file stood on disk then; without a path it is in no file.

    A problem is a file too, which can be reverted to; but only into a session everything can be saved.
    """

    path: Path | None = None
    on_disk: OnDisk | None = None
    is_session: bool = False

    @classmethod
    def of(cls, opened: Opened) -> DocumentFile:
        """The file that was read."""
        return cls(opened.path, opened.on_disk, opened.saved is not None)

    @property
    def saves_to(self) -> Path | None:
        """Where Save writes without asking."""
        return self.path if self.is_session else None

    def name(self, document: Document) -> str:
        """What the document is called in titles and questions."""
        if self.path is not None and self.is_session:
            return self.path.name
        return document.title or UNTITLED

    @property
    def was_changed_elsewhere(self) -> bool:
        """Whether another program has written something else into it since."""
        return self.path is not None and self.on_disk is not None and not self.on_disk.is_now(self.path)

    @property
    def as_it_is_now(self) -> OnDisk | None:
        """How the file stands on disk now; None where there is none."""
        return None if self.path is None else OnDisk.seen_now(self.path)

    def is_at(self, path: Path) -> bool:
        """Whether this is the file at a path, however either is written."""
        if self.path is None:
            return False
        try:
            return self.path.samefile(path)
        except OSError:
            return self.path == path
