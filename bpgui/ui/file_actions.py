"""The actions of files: documents opened and saved, data brought in, and all that can be taken out."""

from __future__ import annotations

from bpgui.ui.action_spec import SEPARATOR, ActionSpec

FILE_ACTIONS: tuple[ActionSpec | str, ...] = (
    ActionSpec("new", "&New", "File", ("Ctrl+N",), "A small network of zeros, to be filled"),
    ActionSpec("new_window", "New &window", "File", ("Ctrl+Shift+N",), "Another window, with a document of its own"),
    ActionSpec("open", "&Open…", "File", ("Ctrl+O",), "Open a session, a problem or a file of data"),
    SEPARATOR,
    ActionSpec("save", "&Save", "File", ("Ctrl+S",), "Write everything to the file, whole or not at all"),
    ActionSpec("save_as", "Save &as…", "File", ("Ctrl+Shift+S",), "Save in another file"),
    ActionSpec(
        "revert",
        "Re&vert",
        "File",
        ("Ctrl+F12",),
        "Open the file again as it was saved",
        enabled=lambda session: session.is_modified,
    ),
    SEPARATOR,
    ActionSpec("import_data", "&Import data…", "File", ("Ctrl+D",), "x and y from CSV, text, XLSX, NPY or NPZ"),
    ActionSpec("export", "&Export…", "File", ("Ctrl+U",), "Matrices, loss curve, code that runs, pictures"),
    SEPARATOR,
    ActionSpec("print", "&Print…", "File", ("Ctrl+P",), "Worksheet, loss and derivation on paper"),
    ActionSpec("print_preview", "Prin&t preview…", "File", ("Ctrl+F2",), "How they will look on paper"),
    SEPARATOR,
    ActionSpec("close_window", "&Close window", "File", ("Ctrl+W",), "Close this window alone"),
    ActionSpec("quit", "&Quit", "File", ("Ctrl+Q",), "Leave bpgui"),
)
