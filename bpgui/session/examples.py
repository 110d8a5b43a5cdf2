"""The examples of the gallery: problem files in folders, known by their titles, and read when they are looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bpgui.session.problems import Example, ProblemError, read_example, read_heading

PICTURES = (".svg", ".png")
"""The endings of a picture that may stand beside an example, in place of one drawn of its numbers."""


@dataclass(frozen=True)
class ExampleFile:
    """A problem file with its title and sentence; `refused` says why it can't be read, if that is known already."""

    path: Path
    iris: Path
    title: str
    sentence: str = ""
    refused: str = ""

    def read(self) -> Example:
        """All of it. Raises ProblemError."""
        if self.refused:
            raise ProblemError(self.refused)
        return read_example(self.path, self.iris)

    @property
    def picture(self) -> Path | None:
        """A picture that someone has put beside it, with the same name."""
        return next((path for ending in PICTURES if (path := self.path.with_suffix(ending)).is_file()), None)


def example_files(folders: Iterable[Path], iris: Path) -> tuple[ExampleFile, ...]:
    """The examples of some folders, one folder after the other, each in the order of its files' numbers."""
    return tuple(_example_file(path, iris) for folder in folders for path in sorted(folder.glob("*.json"), key=_place))


def _example_file(path: Path, iris: Path) -> ExampleFile:
    try:
        title, sentence = read_heading(path)
    except ProblemError as error:
        return ExampleFile(path, iris, path.stem, refused=str(error))
    return ExampleFile(path, iris, title, sentence)


def _place(path: Path) -> tuple[float, str]:
    number = re.match(r"[0-9]{1,9}", path.name)
    return (int(number[0]) if number else float("inf"), path.name)
