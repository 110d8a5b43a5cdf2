"""Keeps what is in no file in case of a crash, window by window, and offers it at the next start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bpgui.session.saved import Saved
from bpgui.ui.autosave import Autosave
from bpgui.ui.recovery import Left, recoverable, recovery_root

if TYPE_CHECKING:
    from bpgui.ui.main_window import MainWindow
    from bpgui.ui.recovery_dialog import RecoveryDialog
    from bpgui.ui.windows import Windows


def keep_in_case_of_a_crash(window: MainWindow, root: Path | None = None) -> Autosave:
    """Let what a window holds be kept until it is closed. Its `documents` must be there."""
    documents = window.documents
    assert documents is not None
    autosave = Autosave(window.bridge, root or recovery_root(), window)
    autosave.failed.connect(window.sentence_bar.say)
    window.closed.connect(autosave.close)

    def take_the_file() -> None:
        file = documents.file
        autosave.set_file(file.path, file.path.name if file.path is not None and file.is_session else "", file.on_disk)

    documents.file_changed.connect(take_the_file)
    take_the_file()
    return autosave


def offer_what_was_left(windows: Windows, over: MainWindow, root: Path | None = None) -> RecoveryDialog | None:
    """Offer what crashed windows have left, over a window; None where there is nothing."""
    found = recoverable(root or recovery_root())
    if not found:
        return None
    from bpgui.ui.recovery_dialog import RecoveryDialog  # mostly there is nothing, and it isn't needed

    dialog = RecoveryDialog(found, lambda left, saved: recover(windows, left, saved), over)
    dialog.open()
    return dialog


def recover(windows: Windows, left: Left, saved: Saved) -> MainWindow:
    """Have in a window what was left: unsaved, and in the file that it came from. The old goes when it is kept anew."""
    untouched = (each for each in windows.all if each.documents is not None and each.documents.is_untouched)
    window = next(untouched, None) or windows.new_window()
    assert window.documents is not None
    window.documents.recover(saved, left.path, left.summary.file)
    autosave = window.findChild(Autosave, "autosave")
    assert autosave is not None
    autosave.replaces(left.discard)
    autosave.write_now()
    window.sentence_bar.say(f"“{window.documents.name}” is recovered. It is not saved yet.")
    return window
