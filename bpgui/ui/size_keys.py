"""The keys by which a grid's rows and columns are put in, taken out and named, and classes set: one table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

LINE_KEYS: dict[str, tuple[str, ...]] = {
    "before_0": ("Alt+Ins",),
    "before_1": ("Alt+Shift+Ins",),
    "after_0": ("Ctrl+Return", "Ctrl+Enter"),
    "after_1": ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
    "delete_0": ("Alt+Del", "Alt+Backspace"),
    "delete_1": ("Alt+Shift+Del", "Alt+Shift+Backspace"),
    "name_0": ("Ctrl+Shift+F2",),
    "name_1": ("Shift+F2",),
    "class": ("Space",),
}
"""What is done, to rows (0) or columns (1), and the keys that do it while a grid has the keyboard.

Some keyboards have no Insert, which the keys with Return make up for, and no other Delete than Backspace.
"""

LINE_HELP = (
    (
        f"{LINE_KEYS['before_0'][0]}, {LINE_KEYS['after_0'][0]}",
        "In a matrix: insert a row above, below (several, if chosen)",
    ),
    (
        f"{LINE_KEYS['before_1'][0]}, {LINE_KEYS['after_1'][0]}",
        "In a matrix: insert a column to the left, to the right",
    ),
    (f"{LINE_KEYS['delete_0'][0]}, {LINE_KEYS['delete_1'][0]}", "In a matrix: delete the chosen rows, columns"),
    (f"{LINE_KEYS['name_1'][0]}, {LINE_KEYS['name_0'][0]}", "In a matrix: name the column, the row"),
    (f"{LINE_KEYS['class'][0]}", "In y: the example is in the class of this column"),
)
"""What the page of keys says of them."""


def _combined(key: str) -> int:
    return QKeySequence(key)[0].toCombined()  # type: ignore[index]


_DONE = {_combined(key): name for name, keys in LINE_KEYS.items() for key in keys}
_ON_THE_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def done_by(event: QKeyEvent) -> str:
    """What a key does, by its name in the table; "" if it is none of them."""
    modifiers = event.modifiers() & ~_ON_THE_KEYPAD
    return _DONE.get(event.key() | modifiers.value, "")


def key_of(name: str) -> str:
    """The first key that does something, as this platform writes it."""
    return QKeySequence(LINE_KEYS[name][0]).toString(QKeySequence.SequenceFormat.NativeText)
