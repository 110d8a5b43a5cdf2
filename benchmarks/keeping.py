"""Large documents edited, undone, kept in case of a crash, saved and opened, beside what x's bytes alone take.

As a child, `python -m benchmarks.keeping large` (or quick) holds one document.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication

from benchmarks.capacity import Heartbeat
from benchmarks.children import measured_by
from benchmarks.documents import large
from benchmarks.figures import Figure, percentile
from bpgui.core.cells import Matrix
from bpgui.session.document_files import open_file
from bpgui.session.session import Session
from bpgui.ui.autosave import Autosave
from bpgui.ui.bridge import SessionBridge
from bpgui.ui.documents_saving import write_session

_EDITS = 100
_TIMES = 3
_MEGABYTE = 2**20


def measure(size: str) -> list[Figure]:
    """The figures of one size: large or quick."""
    return [Figure(**each) for each in measured_by("keeping", size)["figures"]]


def _measured(session: Session, folder: Path) -> list[Figure]:
    N, D, K = session.document.shape
    section = f"Documents, {N}×{D}×{K}: x takes {session.document.x.values.nbytes / _MEGABYTE:.0f} MB"
    figures = _edited(session, section)
    figures += _kept(session, section, folder)
    return figures + _saved(session, section, folder)


def _edited(session: Session, section: str) -> list[Figure]:
    x = session.document.x.values
    copied = min(_timed(x.copy) for _ in range(_TIMES))
    taken = [_timed(lambda row=row: session.enter(Matrix.x, row, 1, str(row + 2))) for row in range(_EDITS)]
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for row in range(_EDITS):
        session.enter(Matrix.w, row, 1, str(row + 2))
        session.enter(Matrix.b, 0, 1, str(row))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    held = (after - before) / (2 * _EDITS) * _EDITS
    undone = [_timed(session.undo) for _ in range(2 * _EDITS + _EDITS)][2 * _EDITS :]
    return [
        Figure(section, "x copied once", copied, count=_TIMES),
        _of_times(section, "one entry of x edited", taken, copied, "a copy of x"),
        _of_times(section, "one entry of x undone", undone, copied, "a copy of x"),
        Figure(
            section,
            f"memory that {_EDITS} edits hold, to be undone",
            held / _MEGABYTE,
            "MB",
            ratio=held / x.nbytes,
            against="x",
        ),
    ]


def _kept(session: Session, section: str, folder: Path) -> list[Figure]:
    """Autosave: the whole document once, and then each edit."""
    plain = _written_plainly(session, folder)
    bridge = SessionBridge(session)
    autosave = Autosave(bridge, folder / "recovery", delay=0)
    heart = Heartbeat()
    QCoreApplication.processEvents()
    bridge.do(lambda session: session.enter(Matrix.x, 0, 0, "7"))
    for _ in range(2):
        QCoreApplication.processEvents()
    heart.longest = 0.0
    whole = _timed(lambda: _wait_for(autosave))
    silence = heart.longest
    edits = []
    for row in range(10):
        bridge.do(lambda session, row=row: session.enter(Matrix.x, row + 1, 0, "7"))
        edits.append(_timed(lambda: _wait_for(autosave)))
    autosave.close()
    return [
        Figure(section, "x's bytes written plainly, on to the disk itself", plain),
        Figure(section, "autosave: the whole document, in the background", whole, ratio=whole / plain, against="plain"),
        Figure(section, "longest silence of the event loop meanwhile", silence),
        _of_times(section, "autosave after an edit", edits, plain, "plain"),
    ]


def _saved(session: Session, section: str, folder: Path) -> list[Figure]:
    path = folder / "large.bpgui"
    written = min(_timed(lambda: _written_plainly(session, folder)) for _ in range(_TIMES))
    saving = min(_timed(lambda: write_session(session.saved, path)) for _ in range(_TIMES))
    read = min(_timed(lambda: np.fromfile(folder / "plain")) for _ in range(_TIMES))
    opening = min(_timed(lambda: open_file(path)) for _ in range(_TIMES))
    share = path.stat().st_size / session.document.x.values.nbytes
    return [
        Figure(section, "saved", saving, count=_TIMES, ratio=saving / written, against="x written plainly"),
        Figure(section, "opened", opening, count=_TIMES, ratio=opening / read, against="x read plainly"),
        Figure(section, "the file", path.stat().st_size / _MEGABYTE, "MB", ratio=share, against="x"),
    ]


def _written_plainly(session: Session, folder: Path) -> float:
    def write() -> None:
        with (folder / "plain").open("wb") as file:
            session.document.x.values.tofile(file)
            file.flush()
            os.fsync(file.fileno())

    return _timed(write)


def _wait_for(autosave: Autosave) -> None:
    autosave.write_now()
    while autosave.is_behind:
        QCoreApplication.processEvents()
        time.sleep(0.001)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _of_times(section: str, name: str, taken: list[float], beside: float, against: str) -> Figure:
    median = percentile(taken, 50)
    return Figure(section, name, median, count=len(taken), largest=max(taken), ratio=median / beside, against=against)


if __name__ == "__main__":
    application = QCoreApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as temporary:
        found = _measured(Session(large(quick=sys.argv[1] == "quick")), Path(temporary))
    print(json.dumps({"figures": [asdict(figure) for figure in found]}))
