"""Leaves behind what a crash leaves: `python -m tests.ui.crashing FOLDER` keeps three sessions there, and is killed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop

from bpgui.core.cells import Matrix
from bpgui.session.session import Session
from bpgui.ui.autosave import Autosave
from bpgui.ui.bridge import SessionBridge
from tests.session.documents import note, one_weight
from tests.session.saved_sessions import a_full_session


def three_sessions() -> list[tuple[str, Session]]:
    """What three windows held, each with the name of its file, if it had one; the last one was saved."""
    small = Session(one_weight())
    small.enter(Matrix.x, 0, 0, "1/3")
    saved = Session(note())
    saved.enter(Matrix.x, 0, 0, "5")
    return [("lecture.bpgui", a_full_session()), ("", small), ("saved.bpgui", saved)]


def _keep(root: Path, name: str, session: Session) -> Autosave:
    bridge = SessionBridge(session)
    autosave = Autosave(bridge, root, delay=0)
    autosave.set_file(root.parent / name if name else None, name)
    _wait_for(autosave)
    if name == "saved.bpgui":
        bridge.do(lambda session: session.mark_saved())
        _wait_for(autosave)
    return autosave


def _wait_for(autosave: Autosave) -> None:
    loop = QEventLoop()
    autosave.recorded.connect(loop.quit)
    autosave.write_now()
    loop.exec()


def _crash() -> None:
    if sys.platform == "win32":
        os._exit(1)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    application = QCoreApplication(sys.argv[:1])
    kept = [_keep(Path(sys.argv[1]), name, session) for name, session in three_sessions()]
    crash: Callable[[], None] = _crash
    crash()
