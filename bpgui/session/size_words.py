"""What a change of the network's size did, in a sentence: which rows and columns are new, or gone."""

from __future__ import annotations

from collections.abc import Iterable

from bpgui.core.cells import INPUTS, Shape
from bpgui.core.numbers import grouped
from bpgui.session.edits import Edit, StartEdit
from bpgui.session.line_edits import LINES_ALONG, InsertLines, Lines, RemoveLines

UNDO_KEY = "Ctrl+Z"
_STARTS_ANEW = "Descent starts anew from the w and b of now."


def size_words(edits: Iterable[Edit]) -> str:
    """All of it, in sentences; empty where no lines came or went."""
    edits = tuple(edits)
    gone = [_lines_words(edit.lines) for edit in edits if isinstance(edit, RemoveLines)]
    new = [_lines_words(edit.lines) for edit in edits if isinstance(edit, InsertLines)]
    if not gone and not new:
        return ""
    said = []
    if gone:
        are = "are" if _are_several(RemoveLines, edits) else "is"
        back = "them" if are == "are" else "it"
        said.append(f"{_listed(gone)} {are} deleted; {UNDO_KEY} brings {back} back.")
    if new:
        are = "are" if _are_several(InsertLines, edits) else "is"
        said.append(f"{_listed(new)} {are} new: zeros, marked until you type there.")
    if any(isinstance(edit, StartEdit) for edit in edits):
        said.append(_STARTS_ANEW)
    return " ".join(said)


def line_words(letter: str, place: int, count: int) -> str:
    """Some lines along an index letter, as the matrices have them: rows 4 and 5 of x and y."""
    numbers = _numbers(place, count)
    found: dict[str, list[str]] = {"row": [], "column": []}
    for matrix in INPUTS:
        if letter in matrix.axes:
            found["row" if matrix.axes[0] == letter else "column"].append(matrix.value)
    plural = "s" if count > 1 else ""
    parts = [f"{kind}{plural} {numbers} of {_and(names)}" for kind, names in found.items() if names]
    return " and ".join(reversed(parts))


def _lines_words(lines: Lines) -> str:
    return line_words(lines.letter, lines.place, lines.count)


def _are_several(kind: type[InsertLines | RemoveLines], edits: Iterable[Edit]) -> bool:
    of_kind = [edit.lines for edit in edits if isinstance(edit, kind)]
    return len(of_kind) > 1 or of_kind[0].count > 1 or of_kind[0].letter == "j"


def _numbers(place: int, count: int) -> str:
    first, last = grouped(place + 1), grouped(place + count)
    if count == 1:
        return first
    return f"{first} and {last}" if count == 2 else f"{first} to {last}"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _listed(phrases: list[str]) -> str:
    listed = "; ".join(phrases)
    return listed[0].upper() + listed[1:]


def size_preview(before: Shape, after: Shape) -> str:
    """What another size takes away and brings, before it does."""
    gone, new = [], []
    for letter in LINES_ALONG:
        size, wanted = before.size(letter), after.size(letter)
        if wanted < size:
            gone.append(line_words(letter, wanted, size - wanted))
        elif wanted > size:
            new.append(line_words(letter, size, wanted - size))
    said = [f"Deletes {'; '.join(gone)}."] if gone else []
    if new:
        said.append(f"Adds {'; '.join(new)}: zeros, marked until you type there.")
    return " ".join(said) or "Nothing changes."
