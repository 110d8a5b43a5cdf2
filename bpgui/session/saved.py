"""All that a session file holds: what one needs to be again where one was."""

from __future__ import annotations

from dataclasses import dataclass

from bpgui.core.cells import Cell
from bpgui.session.annotations import Annotations
from bpgui.session.document import Document
from bpgui.session.position import Position
from bpgui.session.view import View


@dataclass(frozen=True, eq=False)
class Saved:
    """Document, what is kept with it, view, position (and how far one had been), and selection. It is a frozen value,
    so that another thread may write it while a person goes on."""

    document: Document
    annotations: Annotations
    view: View
    position: Position
    furthest: int
    has_run: bool
    selection: Cell | None
