"""What a picture of the worksheet leaves out: paper can't be scrolled."""

from __future__ import annotations

from bpgui.core.notation import symbol
from bpgui.ui.matrix_frame import MatrixFrame
from bpgui.ui.worksheet import Sheet


def left_out(sheet: Sheet) -> list[str]:
    """Of the matrices that are larger, what is in view: `Of w, b, ŷ only columns 6–9 of 9 are shown.`"""
    names: dict[str, list[str]] = {}
    for frame in sheet.frames.values():
        if frame.isVisibleTo(sheet) and not frame.is_boxed:
            name = symbol(frame.matrix) + ("ᵀ" if frame.transposed else "")
            for part in _parts(frame):
                names.setdefault(part, []).append(name)
    return [f"Of {', '.join(those)} only {part} are shown." for part, those in names.items()]


def _parts(frame: MatrixFrame) -> list[str]:
    rows, columns = frame.in_view
    counts = frame.model.rowCount(), frame.model.columnCount()
    return [
        f"{what} {shown.start + 1}–{shown.stop} of {count}"
        for what, shown, count in zip(("rows", "columns"), (rows, columns), counts, strict=True)
        if len(shown) < count
    ]
