"""The actions of editing: history, clipboard, the size of the network, and the stops of a lecture."""

from __future__ import annotations

from bpgui.session.import_standardise import is_standardised, take_standardising_back
from bpgui.session.session import Session
from bpgui.ui.action_spec import SEPARATOR, ActionSpec

EDIT_ACTIONS: tuple[ActionSpec | str, ...] = (
    ActionSpec(
        "undo",
        "&Undo",
        "Edit",
        ("Ctrl+Z",),
        "Take back the latest change of the document",
        enabled=lambda session: bool(session.history.done),
    ),
    ActionSpec(
        "redo",
        "&Redo",
        "Edit",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "Do again what was undone last",
        enabled=lambda session: bool(session.history.undone),
    ),
    ActionSpec("show_history", "&History…", "Edit", ("Ctrl+H",), "All changes in order; choose one to go back to it"),
    SEPARATOR,
    ActionSpec("cut", "Cu&t", "Edit", ("Ctrl+X",), "Copy the chosen cells, and set them to zero"),
    ActionSpec("copy", "&Copy", "Edit", ("Ctrl+C",), "Copy the chosen cells, as a spreadsheet takes them"),
    ActionSpec("copy_as", "Copy &as…", "Edit", ("Ctrl+Shift+H",), "As CSV, NumPy, MATLAB, LaTeX or Markdown"),
    ActionSpec("paste", "&Paste", "Edit", ("Ctrl+V",), "From a spreadsheet, or from text: CSV, NumPy, MATLAB, LaTeX"),
    ActionSpec("clear", "Set to &zero", "Edit", (), "Set the chosen cells to zero (Delete, in a matrix)"),
    ActionSpec("select_all", "Select a&ll", "Edit", ("Ctrl+A",), "All cells of the matrix that has the keyboard"),
    SEPARATOR,
    ActionSpec(
        "fill", "&Fill…", "Edit", ("Ctrl+F",), "Zeros, ones, small random numbers, integers to calculate by hand"
    ),
    ActionSpec(
        "standardise",
        "Standardise &x…",
        "Edit",
        ("Ctrl+F7",),
        "Each feature less its mean, over its deviation; told with both, and taken back when you like",
    ),
    ActionSpec(
        "unstandardise",
        "Take standardising &back",
        "Edit",
        ("Ctrl+F8",),
        "x gets its own values again",
        act=take_standardising_back,
        enabled=is_standardised,
    ),
    ActionSpec("network_size", "Si&ze of the network…", "Edit", ("Ctrl+Shift+W",), "N examples, D features, K classes"),
    SEPARATOR,
    ActionSpec(
        "add_stop",
        "Add a &stop here",
        "Go",
        ("Shift+F4",),
        "Keep this position and selection by a name, as a stop of a lecture",
        act=lambda session: session.add_stop(),
    ),
    ActionSpec("show_stops", "St&ops…", "Go", ("F4",), "The stops in their order, to be gone to, renamed and moved"),
    ActionSpec(
        "next_stop",
        "&Next stop",
        "Go",
        ("Ctrl+PgDown",),
        "On to the next stop",
        act=Session.next_stop,
        enabled=lambda session: session.has_next_stop,
    ),
    ActionSpec(
        "previous_stop",
        "Pre&vious stop",
        "Go",
        ("Ctrl+PgUp",),
        "Back to the stop before",
        act=Session.previous_stop,
        enabled=lambda session: session.has_previous_stop,
    ),
    ActionSpec(
        "show_notes", "&Notes…", "Edit", ("F6",), "What you want to remember of this document; kept in its file"
    ),
)
