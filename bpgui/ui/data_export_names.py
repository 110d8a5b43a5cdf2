"""What exported files are called: by the document's title and the iteration."""

from __future__ import annotations

from pathlib import Path

from bpgui.session.screen import Screen

_LONGEST = 40


def stem_of(screen: Screen) -> str:
    """Such as notes-integers-t3: letters and figures that every file system takes."""
    title = screen.document.title.replace("’", "").replace("'", "")
    kept = "".join(letter if letter.isalnum() else " " for letter in title.lower())[:_LONGEST]
    return "-".join([*(kept.split() or ["bpgui"]), f"t{screen.position.iteration}"])


def with_addition(path: Path, addition: str) -> Path:
    """A file beside another: iris.csv and w make iris-w.csv."""
    return path.with_name(f"{path.stem}-{addition}{path.suffix}")
