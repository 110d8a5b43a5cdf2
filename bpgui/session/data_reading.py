"""How a data file is read: what a person can choose of it, what was found out about the file, and progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from bpgui.session.data_table import DataTable

Progress = Callable[[float], None]
"""Is told which part is done, from 0 to 1; raises whatever is to end the work."""

Begun = Callable[[DataTable], None]
"""Is given the first rows of a large file, while the rest is still being read."""


def unheard(done: float) -> None:
    """Progress that nobody wants to know."""


def unseen(table: DataTable) -> None:
    """First rows that nobody wants to see."""


class Kind(Enum):
    """The kinds of data files."""

    text = "text"
    workbook = "XLSX"
    array = "NPY"
    arrays = "NPZ"


class Delimiter(Enum):
    """What stands between two cells of a text file."""

    comma = ","
    semicolon = ";"
    tab = "\t"
    bar = "|"
    spaces = " "

    @property
    def called(self) -> str:
        """It in words."""
        return {"bar": "vertical bar"}.get(self.name, self.name)


@dataclass(frozen=True)
class Reading:
    """What a person can choose of how a file is read; which of it counts depends on the kind of the file."""

    parts: tuple[str, ...] = ()
    """The sheet, or the arrays side by side."""
    delimiter: Delimiter = Delimiter.comma
    decimal_comma: bool = False
    has_header: bool | None = None
    """None: as it seems."""


@dataclass(frozen=True)
class DataFile:
    """What is known of a file before it is read whole."""

    path: Path
    kind: Kind
    proposed: Reading
    parts: tuple[str, ...] = ()
    """The sheets or arrays that there are."""
    part_notes: tuple[str, ...] = ()
    """What each of them is, in a few words."""
    encoding: str = ""
    """Of a text file, as Python calls it."""
    told: str = ""
    """What was found out, in a few words: the encoding."""
